"""From bytes to text: which encoding a text file or a web page is in, whatever it declares. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass

from budget_kg.errors import InputError

_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_FREQUENT = "的年一是了和人在有月日元万萬预預决決算部门門财財政收入支出为為区區市县縣局单單位，。、：（）"
_MOST_DAMAGED = 0.01  # of the bytes; more is no text in that encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in and how many bytes of it were damaged (each became U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, name: str) -> str:
    """Decode by BOM, else as UTF-8, else as GB18030. Raises InputError for binary data or broken text."""
    marked = _marked(data, name)
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            where = error.start
    raise InputError(
        zh=f"{name}：第 {where} 字节起既不是 UTF-8、UTF-16 也不是 GB18030；请另存为 UTF-8",
        en=f"{name}: neither UTF-8, UTF-16 nor GB18030 from byte {where}; save it as UTF-8",
    )


def decode_declared(data: bytes, declared: str, name: str) -> Decoded:
    """Decode what declares an encoding, which may be wrong: a BOM counts most, then what the bytes are.

    Bytes that fit no encoding are damage, and up to one in a hundred is let through. Raises InputError for more, and
    for binary data.
    """
    for encoding in _marked(data, name):
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, text.count("\ufffd"))
    wanted = _NAMES.get(declared.strip().lower(), declared.strip().lower())
    possible = list(dict.fromkeys(["utf-8", "gb18030", "big5hkscs", wanted]))
    whole = [found for found in (_exact(data, encoding) for encoding in possible) if found is not None]
    if whole:
        return whole[0] if whole[0].encoding == "utf-8" else max(whole, key=lambda one: _likeness(one, wanted))
    damaged = [_damaged(data, encoding) for encoding in ("utf-8", "gb18030", "big5hkscs")]
    best = max(damaged, key=lambda one: _likeness(one, wanted))
    if best.damaged > max(3, len(data) * _MOST_DAMAGED):
        raise InputError(
            zh=f"{name}：编码不明（声明为“{declared or '无'}”），无法读取；请另存为 UTF-8",
            en=f"{name}: in no known encoding (it declares {declared or 'none'}); save it as UTF-8",
        )
    return best


def _marked(data: bytes, name: str) -> list[str]:
    """The encoding its BOM tells, none when it has no BOM. Raises InputError for binary data."""
    marked = [encoding for encoding, mark in _BOMS if data.startswith(mark)]
    if not marked and b"\x00" in data[:4096]:
        raise InputError(
            zh=f"{name}：是二进制文件，不是文本；请提供文本文件",
            en=f"{name}: a binary file, not text; give a text file",
        )
    return marked


def _exact(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _damaged(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _likeness(decoded: Decoded, declared: str) -> tuple[int, int, bool]:
    """How much a text looks like Chinese: frequent characters first, then few damaged, then as declared."""
    frequent = sum(decoded.text.count(char) for char in _FREQUENT)
    return frequent - 10 * decoded.damaged, -decoded.damaged, decoded.encoding == declared
