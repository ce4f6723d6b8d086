"""How a number of a sheet is printed under its number format (`#,##0.00`, `0.0%`, `yyyy"年"m"月"`): what a reader sees.

Binary floats are rounded in decimal: 0.1+0.2 prints 0.3. Fractions and scientific notation print as plain decimals,
so that no digit is lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from budget_kg.books.date_formats import is_date, printed_date

GENERAL = "General"
_PLACES = 6  # decimals at most under General: what is beyond is noise of binary floats
_DIGITS = Context(prec=400, rounding=ROUND_HALF_UP)
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)  # digits a sheet keeps of a number
_LONGEST = 255
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥""-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*](?P<blank>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a number format: its kind (a group of the token pattern) and its words."""

    kind: str
    words: str


Section = tuple[Token, ...]


def built_in(number: int) -> str:
    """The format that has a number and no code of its own, as a Chinese office suite prints it."""
    return _BUILT_IN.get(number, GENERAL)


def printed(value: float, code: str, since_1904: bool = False) -> str:
    """The number as its cell shows it; "" when the format hides it. Dates count from 1900, or from 1904."""
    if not math.isfinite(value):
        return str(value)
    number = _FIFTEEN.create_decimal(repr(value))
    section, number = _chosen(_sections(code[:_LONGEST]), number)
    if is_date(section):
        date = printed_date(float(number), section, since_1904)
        return plain(number) if date is None else date
    kinds = {token.kind for token in section}
    if "power" in kinds or _is_fraction(section):
        return plain(number)
    if kinds & {"general", "text"}:
        return "".join(_plainly(token, number) for token in section).strip()
    return _laid_out(section, number)


def plain(number: Decimal) -> str:
    """A number without a format: no exponent, no noise, no zeros at its end."""
    if number.is_zero():
        return "0"
    rounded = number.quantize(Decimal(1).scaleb(-_PLACES), context=_DIGITS)
    words = format(rounded, "f").rstrip("0").rstrip(".")
    return "0" if words in {"-0", ""} else words


def _plainly(token: Token, number: Decimal) -> str:
    if token.kind in {"general", "text"}:
        return plain(number)
    return token.words if token.kind == "literal" else ""


def _is_fraction(section: Section) -> bool:
    return any(token.words == "/" and token.kind == "literal" for token in section[1:-1]) and any(
        token.words == "?" for token in section
    )


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Section, ...]:
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, words = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "end":
            sections.append([])
        else:
            sections[-1] += _tokens(kind, words)
    return tuple(tuple(section) for section in sections)


def _tokens(kind: str, words: str) -> list[Token]:
    if kind in {"quoted", "escaped", "other"}:
        return [Token("literal", words)]
    if kind == "blank":
        return []
    if kind != "bracket":
        return [Token(kind, words.lower() if kind == "date" else words)]
    if money := _CURRENCY.match(words):
        return [Token("literal", money[1])] if money[1] else [Token("long-date", words)] if "F800" in words else []
    if words.lower() == "dbnum1":
        return [Token("chinese", "")]
    if _CONDITION.match(words):
        return [Token("condition", words)]
    return [Token("elapsed", words.lower())] if _ELAPSED.fullmatch(words) else []


def _chosen(sections: Sequence[Section], number: Decimal) -> tuple[Section, Decimal]:
    """The section of the format for a number, and the number with the sign it is to print."""
    wanted = [section for section in sections if not any(token.kind == "text" for token in section)] or [sections[0]]
    if any(token.kind == "condition" for section in wanted for token in section):
        return next((section for section in wanted if _holds(section, number)), wanted[-1]), number
    if len(wanted) == 1 or number > 0:
        return wanted[0], number
    if number < 0:
        return wanted[1], -number
    return wanted[2] if len(wanted) > 2 else wanted[0], number


def _holds(section: Section, number: Decimal) -> bool:
    for token in section:
        if token.kind == "condition" and (match := _CONDITION.match(token.words)):
            return _COMPARED[match[1]](number, Decimal(match[2].strip(".") or 0))
    return True


def _laid_out(section: Section, number: Decimal) -> str:
    """Put the digits of a number in the places of a section, literals between them kept."""
    places = [index for index, token in enumerate(section) if token.kind == "digit"]
    if not places:
        return "".join(token.words for token in section if token.kind in {"literal", "percent", "point"}).strip()
    point = next((index for index, token in enumerate(section) if token.kind == "point"), len(section))
    whole = [index for index in places if index < point]
    parts = [index for index in places if index > point]
    last = whole[-1] if whole else point
    commas = [index for index, token in enumerate(section) if token.kind == "comma"]
    thousands = sum(1 for index in commas if index > last)
    grouped = any(whole and whole[0] < index < last for index in commas)
    scale = 2 * sum(token.kind == "percent" for token in section) - 3 * thousands
    rounded = number.scaleb(scale, _DIGITS).quantize(Decimal(1).scaleb(-len(parts)), context=_DIGITS)
    digits, _, decimals = format(rounded.copy_abs(), "f").partition(".")
    shown = _whole(section, whole, digits.lstrip("0"), grouped) | _decimals(section, parts, decimals)
    words = ""
    for index, token in enumerate(section):
        if token.kind == "point":
            words += "." if any(shown[at] for at in parts) else ""
        elif token.kind in {"literal", "percent", "digit"}:
            words += shown.get(index, token.words)
    words = words.strip()
    return f"-{words}" if rounded < 0 else words


def _whole(section: Section, places: Sequence[int], digits: str, grouped: bool) -> dict[int, str]:
    """The digits before the point, for each place; the first place takes all that are left."""
    first_zero = next((order for order, index in enumerate(places) if section[index].words == "0"), len(places))
    left = digits.zfill(len(places) - first_zero) if first_zero < len(places) else digits
    shown: dict[int, str] = {}
    taken = 0
    for index in reversed(places):
        piece = left if index == places[0] else left[-1:]
        left = left[: len(left) - len(piece)]
        words = ""
        for digit in reversed(piece):
            words = digit + ("," if grouped and taken and taken % 3 == 0 else "") + words
            taken += 1
        shown[index] = words
    return shown


def _decimals(section: Section, places: Sequence[int], digits: str) -> dict[int, str]:
    shown = dict(zip(places, digits, strict=True))
    for index in reversed(places):
        if section[index].words == "0" or shown[index] != "0":
            break
        shown[index] = ""
    return shown
