"""Numerals in the report on the year's work that are no figures: dates, numbered names, events, substances.

It tells where they stand and which of these they are; what the other numerals count is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from budget_kg.text import Numeral, numerals, unit_at
from budget_kg.vocab import scheme

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_TO = r"[-—–~～至到]"
_DATE = re.compile(
    rf"(?:19|20)\d\d{_TO}(?:19|20)\d\d(?:年度?)?|(?:19|20)\d\d年(?:度|初|底|末)?(?:\d{{1,2}}{_TO})?(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?"
    rf"|\d{{1,2}}月?{_TO}\d{{1,2}}月|\d{{1,2}}月\d{{1,2}}(?:{_TO}\d{{1,2}})?[日号]|\d{{1,2}}月|(?<=[至到])\d{{1,2}}[日号]"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[:：]\d{2}(?!\d)|\d{1,2}时\d{1,2}分"
)
_EVENT = re.compile(r"\d{1,2}[·•‧・]\d{1,2}|(?<=[“\"‘])\d{1,2}[.．]\d{1,2}(?=[”\"’])")
_ORDINAL = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{1,4}-?\d+(?:-\d+)?(?![A-Za-z%])|\d+[号＃#](?!召)|第\d+(?=次|届|期|批|轮|条|号|个|季|师|中学|小学|幼儿园|医院|标段|工业)"
    r"|(?:19|20)\d\d(?=届|级|学年)|\d+(?=标段|级|路公交|[GADVXK](?![A-Za-z/])|楼[^盘宇])|[〔\[【]\d{4}[〕\]】]|\d+(?=期(?:项目|工程|建设|地块|标准厂房))"
)
_AGE = re.compile(r"\d+(?:[-—~至]\d+)?(?=周?岁)|\d+(?=后(?:青年|干部))|\d+(?=分钟[\u4e00-\u9fff]{0,4}圈)")
_QUOTED = re.compile(r"“[^”\n]{1,14}”|《[^》\n]{1,40}》|\"[^\"\n]{1,14}\"")


@cache
def _words(code_list: str, notation: str = "") -> re.Pattern[str]:
    concepts = [scheme(code_list)[notation]] if notation else list(scheme(code_list).values())
    words = sorted((word for concept in concepts for word in concept.words), key=len, reverse=True)
    return re.compile(r"(?<![\d.])(?:" + "|".join(re.escape(word) for word in words) + r")(?![\d.])")


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    finders = (
        ("substance", _words("work-word", "substance")), ("date", _DATE), ("named-event", _EVENT),
        ("named-event", _words("event")), ("ordinal-name", _ORDINAL), ("name", _AGE),
    )
    for rule, finder in finders:
        for match in finder.finditer(text, start, end):
            yield match.start(), match.end(), rule
    for match in _QUOTED.finditer(text, start, end):
        yield match.start(), match.end(), "name"


def named(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Spans of the numerals of `text[start:end]` that are no figures, each with the rule that says why."""
    plain = text.translate(_WIDE)
    known = list(_spans(plain, start, end))
    found = []
    for numeral in numerals(text, start, end):
        for low, high, rule in known:
            if low <= numeral.start and numeral.end <= high:
                found.append((numeral.start, numeral.end, rule))
                break
            if rule != "name" and low < numeral.end and numeral.start < high:
                found.append((numeral.start, numeral.end, rule))
                break
    return found


def is_dash(text: str) -> bool:
    """Whether the text between two numerals makes them a range."""
    return text in ("-", "—", "–", "－", "~", "～", "至")


def ranges(text: str, found: list[Numeral]) -> list[Numeral]:
    """Give the lower end of a printed range (`3-5家`) the unit of its upper end."""
    result = list(found)
    for index in range(len(found) - 1):
        low, high = found[index], found[index + 1]
        if is_dash(text[low.end : high.start]) and low.unit is None and high.unit is not None:
            result[index] = Numeral(low.start, low.end, high.start, low.printed, high.unit, None)
    return result


def is_minutes(text: str, numeral: Numeral) -> bool:
    """Whether a score is really minutes, `30分钟`: the unit list reads the first character."""
    unit, stop, _ = unit_at(text, numeral.end)
    return unit is not None and unit.notation == "score" and text[stop : stop + 1] in ("钟", "之", "别", "类")
