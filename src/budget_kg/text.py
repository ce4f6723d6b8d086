"""Numerals and units of printed Chinese text: where they stand, what they say, to which printed step.

It parses lexical forms only; what a number is about is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from budget_kg.vocab import Concept, scheme

FOLDED = str.maketrans("０１２３４５６７８９．，％（）：；", "0123456789.,%():;")
_DIGIT = "0-9０-９"
_POINT = r"[.．](?!(?:19|20)\d\d年|2\d{6}(?!\d))"  # 4．2023年, 4.2010301: a list number before a year or a class
_NUMERAL = re.compile(
    rf"(?=[{_DIGIT}])(?:[{_DIGIT}]{{1,3}}(?:[,，]\s?[{_DIGIT}]{{3}})+(?![{_DIGIT}])(?:{_POINT}[{_DIGIT}]+)?"
    rf"|[{_DIGIT}]+(?:{_POINT}[{_DIGIT}]+)*)"
)
_BETWEEN_DIGITS = re.compile(r"[,\s]")
_DECIMAL = re.compile(r"[-+]?\d+(\.\d+)?")
_APPROXIMATE = re.compile(r"(余|多|来)?(\s*)")
_BROKEN_UNIT = re.compile(r"(\s*[百千万亿]+)(余|多)")
QUALIFIERS = {"余": "MoreThan", "多": "MoreThan", "来": "About"}
_FEW_WORDS = 64
_CHINESE = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def fold(text: str) -> str:
    """Turn full-width digits and punctuation into their ASCII forms, keeping the length."""
    return text if text.isascii() else text.translate(FOLDED)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed value: exact in the base unit of its dimension, with its printed digits, unit and step.

    `value` and `step` are in the base unit (yuan, one percent, one person …); `step` is the worth of the last
    printed digit, so that the printed form stands for `value ± step / 2`.
    """

    value: Decimal
    printed: str
    unit: str
    step: Decimal

    def negated(self) -> Quantity:
        """The same magnitude below zero, for a printed decrease."""
        return Quantity(-self.value, self.printed, self.unit, self.step)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral of the text: `text[start:end]` are its digits, `text[start:stop]` includes unit and qualifier."""

    start: int
    end: int
    stop: int
    printed: str
    unit: Concept | None
    qualifier: str | None

    @property
    def is_number(self) -> bool:
        """Whether its digits are a number; `12.3.4` is none."""
        return fold(self.printed).count(".") <= 1

    @property
    def dimension(self) -> str:
        """The dimension of its unit, "" when it has none."""
        return self.unit.data["dimension"][0] if self.unit is not None else ""

    def quantity(self) -> Quantity:
        """The exact value. Raises ValueError when the digits are no number (`12.3.4`)."""
        return quantity(self.printed, self.unit)


def decimal_of(printed: str) -> Decimal:
    """Parse printed digits, thousands separators and full-width forms included. Raises ValueError."""
    plain = _BETWEEN_DIGITS.sub("", fold(printed))
    if not _DECIMAL.fullmatch(plain):
        raise ValueError(f"{printed!r} is not a number")
    return Decimal(plain)


def quantity(printed: str, unit: Concept | None) -> Quantity:
    """Value, unit and step of printed digits in `unit` (one when None). Raises ValueError."""
    number = decimal_of(printed)
    factor = Decimal(unit.data["factor"][0]) if unit is not None else Decimal(1)
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return Quantity(plain(number * factor), printed, unit.notation if unit is not None else "", plain(step * factor))


def plain(number: Decimal) -> Decimal:
    """The canonical form: no exponent, no trailing zeros behind the point, no negative zero."""
    if number == 0:
        return Decimal(0)
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


@cache
def unit_words() -> dict[str, Concept]:
    """Every printed form of a unit."""
    return {word: concept for concept in scheme("unit").values() for word in concept.words}


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = sorted(unit_words(), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words))


# A measure word followed by one of these begins another word: 3个月, 5年级, 2家具 …
_NOT_A_UNIT = re.compile(
    r"单位|分之|分局|元旦|项目|人民|名录|本[年月期级部单局院校次市区县镇乡街]|部门|家庭|家居|户籍|点半|层级|"
    r"类似|期间|款项|门类|件套|面积"
)


def unit_at(text: str, index: int) -> tuple[Concept | None, int, str | None]:
    """Read `[余|多] unit [余|多]` or `万余 unit` at `index`; return the unit, the index behind it and the qualifier."""
    broken = _BROKEN_UNIT.match(text, index)
    if broken:
        size = broken[1].strip()
        whole = _unit_pattern().match(size + text[broken.end() : broken.end() + 8])
        if whole and len(whole[0]) > len(size):
            return unit_words()[whole[0]], broken.end() + len(whole[0]) - len(size), QUALIFIERS[broken[2]]
    approximate = _APPROXIMATE.match(text, index)
    at = approximate.end() if approximate else index
    word = approximate[1] if approximate else None
    found = _unit_pattern().match(text, at)
    if found is None or _NOT_A_UNIT.match(text, at):
        return None, index, None
    end = found.end()
    if word is None and text[end : end + 1] in ("余", "多"):
        word, end = text[end], end + 1
    return unit_words()[found[0]], end, QUALIFIERS[word] if word else None


def numerals(text: str, start: int = 0, end: int | None = None) -> list[Numeral]:
    """All numerals of `text[start:end]` with their units, left to right; a cut numeral is what the cut leaves of it."""
    stop = len(text) if end is None else end
    starts, found = _numerals_of_words(text) if len(text) <= _FEW_WORDS else _numerals_of(text)
    low, high = bisect_left(starts, start), bisect_left(starts, stop)
    cut_before = low > 0 and found[low - 1].end > start
    cut_behind = high > low and found[high - 1].end > stop
    if cut_before or cut_behind:
        return _scan(text, start, stop)
    return list(found[low:high])


@lru_cache(maxsize=8)
def _numerals_of(text: str) -> tuple[tuple[int, ...], tuple[Numeral, ...]]:
    """The numerals of a whole text and where they start: readers ask for its parts again and again."""
    found = tuple(_scan(text, 0, len(text)))
    return tuple(numeral.start for numeral in found), found


@lru_cache(maxsize=4096)
def _numerals_of_words(text: str) -> tuple[tuple[int, ...], tuple[Numeral, ...]]:
    """The same for the words of a cell or a heading, of which a document has many, asked for by every step."""
    found = tuple(_scan(text, 0, len(text)))
    return tuple(numeral.start for numeral in found), found


def _scan(text: str, start: int, end: int) -> list[Numeral]:
    found = []
    for match in _NUMERAL.finditer(text, start, end):
        unit, stop, qualifier = unit_at(text, match.end())
        found.append(Numeral(match.start(), match.end(), stop, match[0], unit, qualifier))
    return found


def in_order(part: str, whole: str) -> bool:
    """Whether the characters of `part` stand in `whole` in this order."""
    rest = iter(whole)
    return all(char in rest for char in part)


def chinese_number(word: str) -> int:
    """Parse a Chinese numeral below one hundred, as used in headings. Raises ValueError."""
    tens, mark, ones = word.partition("十")
    if any(part and part not in _CHINESE for part in (tens, ones)) or not word:
        raise ValueError(f"{word!r} is not a Chinese numeral")
    if not mark:
        return _CHINESE[word]
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def marker_number(marker: str) -> int | None:
    """The number of a list mark: 3 for `（三）`, `3.`, `③` or `第三部分`; None when it has none."""
    circled = re.search(r"[①-⑳]", marker)
    if circled:
        return ord(circled[0]) - ord("①") + 1
    digits = re.search(r"\d+", fold(marker))
    if digits:
        return int(digits[0])
    word = re.search(r"[一二三四五六七八九十]+", marker)
    try:
        return chinese_number(word[0]) if word else None
    except (ValueError, KeyError):
        return None
