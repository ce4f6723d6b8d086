"""Automatic numbers of a Word document: what stands before a paragraph in print and nowhere in its text.

Counters belong to the abstract list, as in Word; bullets are not written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_PLACE = re.compile(r"%([1-9])")
_FIGURES = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DEEPEST = 9
_LARGEST = 9999
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_COUNTED = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
    "koreanCounting",
}
_IN_A_ROW = {
    "decimalEnclosedCircle": (0x2460, 20), "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20), "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how it is counted, the pattern of its words, what follows it."""

    start: int = 1
    counting: str = "decimal"
    pattern: str = ""
    follows: str = "tab"
    arabic: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def depth_of(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style, 0 when none does."""
        return next((depth for depth, level in self.levels.get(number, {}).items() if level.style == style), 0)

    def next(self, number: str, depth: int) -> str:
        """Count one more paragraph at a level of a list, and give what is printed before it."""
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None or not 0 <= depth < _DEEPEST:
            return ""
        counters = self._counters.setdefault(self.abstracts[number], {})
        fresh = (number, depth) not in self._begun
        self._begun.add((number, depth))
        if fresh and depth in self.starts.get(number, {}):
            counters[depth] = self.starts[number][depth]
        else:
            counters[depth] = min(counters.get(depth, level.start - 1) + 1, _LARGEST)
        for deeper in [one for one in counters if one > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < depth + 1 <= restart:
                del counters[deeper]
        return self._words(level, levels, counters)

    @staticmethod
    def _words(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
        if level.counting == "bullet":
            return ""

        def one(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            of = levels.get(depth, Level())
            counting = "decimal" if level.arabic else of.counting
            return counted(counters.get(depth, of.start), counting)

        words = _PLACE.sub(one, level.pattern)
        latin = words[-1:].isalnum() and words[-1:].isascii()
        return f"{words} " if latin and level.follows != "nothing" else words


def numbering(root: Element | None) -> Numbering:
    """The lists of `numbering.xml`; None when the document has none."""
    made = Numbering()
    if root is None:
        return made
    abstract = {node.get("abstractNumId", ""): node for node in root.iterfind("abstractNum")}
    styled = {
        _value(node, "styleLink"): node for node in abstract.values() if node.find("styleLink") is not None
    }
    for node in root.iterfind("num"):
        number, name = node.get("numId", ""), _value(node, "abstractNumId")
        base = abstract.get(name)
        linked = _value(base, "numStyleLink") if base is not None else ""
        base = styled.get(linked, base)
        levels = {} if base is None else {_whole(one, "ilvl"): _level(one) for one in base.iterfind("lvl")}
        starts = {}
        for over in node.iterfind("lvlOverride"):
            depth, own, start = _whole(over, "ilvl"), over.find("lvl"), over.find("startOverride")
            if own is not None:
                levels[depth] = _level(own)
            if start is not None:
                starts[depth] = _whole(start, "val")
        made.levels[number], made.starts[number] = levels, starts
        made.abstracts[number] = base.get("abstractNumId", "") if base is not None else name
    return made


def counted(number: int, counting: str) -> str:
    """A number as a list counts: `一`, `③`, `iv`; plain digits for a way of counting that is not known."""
    if counting == "none":
        return ""
    if counting in _COUNTED:
        return _chinese(number)
    if counting in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"}:
        return "".join(_FIGURES[int(digit)] for digit in str(number))
    if counting in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return _chinese(number, _LEGAL, "拾佰仟")
    if counting in _IN_A_ROW and 1 <= number <= _IN_A_ROW[counting][1]:
        return chr(_IN_A_ROW[counting][0] + number - 1)
    if counting in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if counting == "upperLetter" else letters
    if counting in {"lowerRoman", "upperRoman"}:
        return _roman(number).upper() if counting == "upperRoman" else _roman(number)
    if counting in {"ideographTraditional", "ideographZodiac"} and number > 0:
        signs = _STEMS if counting == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    if counting in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02d}" if counting == "decimalZero" else str(number)


def _chinese(number: int, figures: str = _FIGURES, units: str = "十百千") -> str:
    """A number below 10,000 in Chinese, 一十 said as 十 at its beginning."""
    if number <= 0 or number > _LARGEST:
        return figures[0] if number == 0 else str(number)
    words, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            words += ("零" if gap else "") + figures[digit] + (units[power - 1] if power else "")
        gap = bool(words) and not digit
    return words[1:] if words.startswith("一十") else words


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _level(node: Element) -> Level:
    # a newer way of counting ("custom") stands in a choice, with a plain one beside it
    ways = [way for way in (one.get("val", "decimal") for one in node.iter("numFmt")) if way != "custom"]
    restart, text = node.find("lvlRestart"), node.find("lvlText")
    return Level(
        _whole(node.find("start"), "val", 1), ways[0] if ways else "decimal",
        "" if text is None else text.get("val", ""), _value(node, "suff") or "tab",
        node.find("isLgl") is not None, None if restart is None else _whole(restart, "val"), _value(node, "pStyle"),
    )


def _value(node: Element, name: str) -> str:
    found = node.find(name)
    return "" if found is None else found.get("val", "")


def _whole(node: Element | None, name: str, default: int = 0) -> int:
    words = "" if node is None else node.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else default
