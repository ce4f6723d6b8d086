"""Plain text: UTF-8 or GB18030, with or without BOM; line ends become `\\n`. Knows nothing of what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from budget_kg.errors import InputError
from budget_kg.model import Document, Page

SUFFIXES = (".txt", ".md", ".text")
_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))


def read(path: Path) -> Document:
    """Read a text file into one text layer.

    Raises InputError for a missing, empty or binary file and for text in no known encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            zh=f"{path}：无法读取（{reason}）；请检查路径", en=f"{path}: cannot be read ({reason}); check the path"
        ) from error
    if not data.strip():
        raise InputError(zh=f"{path}：文件为空；请重新下载", en=f"{path}: the file is empty; download it again")
    text = decode(data, path.name).replace("\r\n", "\n").replace("\r", "\n")
    return Document(
        name=path.name, media_type="text/plain", sha256=hashlib.sha256(data).hexdigest(), text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(), pages=_pages(text),
    )


def decode(data: bytes, name: str) -> str:
    """Decode by BOM, else as UTF-8, else as GB18030. Raises InputError for binary data or broken text."""
    marked = [encoding for encoding, mark in _BOMS if data.startswith(mark)]
    if not marked and b"\x00" in data[:4096]:
        raise InputError(
            zh=f"{name}：是二进制文件，不是文本；请提供文本文件",
            en=f"{name}: a binary file, not text; give a text file",
        )
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            where = error.start
    raise InputError(
        zh=f"{name}：第 {where} 字节起既不是 UTF-8、UTF-16 也不是 GB18030；请另存为 UTF-8",
        en=f"{name}: neither UTF-8, UTF-16 nor GB18030 from byte {where}; save it as UTF-8",
    )


def _pages(text: str) -> tuple[Page, ...]:
    """Pages by form feeds; none when the text has no form feed."""
    if "\f" not in text:
        return ()
    pages, start = [], 0
    for number, part in enumerate(text.split("\f"), 1):
        pages.append(Page(number, start, start + len(part)))
        start += len(part) + 1
    return tuple(pages)
