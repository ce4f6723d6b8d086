"""Numerals of the report on the year's work that are no figures: what the general rules say, and names they miss.

The general rules leave a numeral with a unit alone; here its neighbours tell that `2021届`, `65岁以上` and
`15分钟生活圈` are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from budget_kg.prose.numeral_rules import claims_within, may_claim
from budget_kg.text import Numeral, fold, numerals

_NAMES = (  # each says first what it can begin with, for speed
    ("ordinal-name", r"(?=[第\dA-Za-z])(?:"
                     r"第\d+(?=次|届|期|批|轮|条|号|个|季|师|中学|小学|幼儿园|医院|标段|工业)|(?:19|20)\d\d(?=届|级|学年)"
                     r"|\d+(?=标段|路公交|期(?:项目|工程|建设|地块|标准厂房))|(?<![A-Za-z])[A-Za-z]{1,4}-?\d+(?=层|座|栋)"
                     r"|\d+号(?!召))"),
    ("name", r"(?=[\d“])(?:\d+(?:[-—~至]\d+)?(?=周?岁)|\d+(?=后(?:青年|干部))|\d+(?=分钟[\u4e00-\u9fff]{0,4}圈)"
             r"|“[^”\n\d]{0,3}\d[^”\n]{1,14}”)"),
)
_COMPILED = tuple((rule, re.compile(pattern)) for rule, pattern in _NAMES)


def _held(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    for numeral in numerals(text, start, end):
        for low, high, rule in spans:
            if low <= numeral.start and numeral.end <= high:
                yield numeral.start, numeral.end, rule
                break


def own_names(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Numerals that are part of names by the words around them, each with the rule that says so."""
    folded = fold(text[start:end])
    spans = [
        (start + match.start(), start + match.end(), rule)
        for rule, pattern in _COMPILED for match in pattern.finditer(folded)
    ]
    return list(_held(text, start, end, spans))


def named(text: str, start: int, end: int) -> set[int]:
    """Where numerals of a span begin that are no figures: by the general rules or as part of a name."""
    spans = list(claims_within(text, start, end))
    found = {low for low, _, _ in own_names(text, start, end)}
    for numeral in numerals(text, start, end):
        if any(
            low <= numeral.start and numeral.end <= high and may_claim(numeral, rule)
            for low, high, rule in spans
        ):
            found.add(numeral.start)
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
    score = numeral.unit is not None and numeral.unit.notation == "score"
    return score and text[numeral.stop : numeral.stop + 1] in ("钟", "之", "别", "类")
