"""Figures of a passage of prose with the words on both sides of each, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from budget_kg.prose import grammar
from budget_kg.prose.work_names import is_dash, is_minutes, named, ranges
from budget_kg.prose.work_phrases import anywhere, closing, is_word
from budget_kg.text import Numeral, Quantity, chinese_number, numerals
from budget_kg.vocab import scheme

_CN = "[一二三四五六七八九十]"
_RANK_END = r"(?=[，,。；;、）)\n]|$|完成|的|水平)"
_CUT = re.compile(r"[，,；;。！？!?\n]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")
_FOLLOWS_ON = re.compile(r"以上|以下|以内|左右|同比|环比|较|比|增长|占|其中|[，,。；;、：:）)（(\n]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `value`, its place, and the words before and behind it that belong to it."""

    start: int
    end: int
    stop: int
    value: Quantity
    dimension: str
    qualifier: str | None
    left: str
    right: str
    left_start: int
    right_end: int
    counted: Numeral | None
    low: Numeral | None = None


@dataclass(slots=True)
class Clause:
    """Text between two commas; `fresh` when it opens a sentence or follows a semicolon."""

    start: int
    text: str
    fresh: bool
    opens_sentence: bool
    head: str = ""
    head_start: int = 0
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    stop: int
    numeral: Numeral | None
    value: Quantity
    dimension: str
    qualifier: str | None
    verb_end: int


@cache
def _rank_pattern() -> re.Pattern[str]:
    verbs = anywhere("rank-verb").pattern
    return re.compile(
        rf"(?P<verb>{verbs})[为在是]?(?P<where>(?:全|本|在|同类|我)[^，。；、第前\d]{{0,10}}?)?(?:排名|综合排名)?"
        rf"(?:第(?P<place>\d+|{_CN}{{1,3}})[名位]?{_RANK_END}|(?P<top>前)(?P<within>\d+|{_CN}{{1,3}})(?:[名位]|{_RANK_END}))"
    )


def _ranks(text: str, start: int, end: int) -> Iterator[_Raw]:
    for match in _rank_pattern().finditer(text, start, end):
        digits = match["place"] or match["within"]
        low, high = match.span("place" if match["place"] else "within")
        try:
            value = int(digits) if digits.isdigit() else chinese_number(digits)
        except ValueError:
            continue
        unit = scheme("unit")["rank"]
        counted = Numeral(low, high, match.end(), digits, unit, None) if digits.isdigit() else None
        amount = Quantity(Decimal(value), digits, unit.notation, Decimal(1))
        begins = match.start() if is_word(match["verb"], "rank-bare") else match.end("verb")
        yield _Raw(low, high, match.end(), counted, amount, "rank", "AtMost" if match["top"] else None, begins)


def _bare_measure(text: str, numeral: Numeral) -> bool:
    before = text[max(0, numeral.start - 8) : numeral.start].rstrip("为是达到约 ")
    behind = text[numeral.end : numeral.end + 1]
    return bool(closing(before, "bare-measure")) and not re.match(r"[年月日号期次\d]", behind)


def _raw_figures(text: str, start: int, end: int) -> list[_Raw]:
    skip = named(text, start, end)
    found = list(_ranks(text, start, end))
    taken = [(raw.start, raw.end) for raw in found]
    for numeral in ranges(text, numerals(text, start, end)):
        if numeral.start in skip or any(low <= numeral.start < high for low, high in taken):
            continue
        before = text[max(start, numeral.start - 1) : numeral.start]
        if before == "第" or is_minutes(text, numeral) or (numeral.unit is None and not _bare_measure(text, numeral)):
            continue
        if not numeral.is_number:
            continue
        place = numeral.start, numeral.end, numeral.stop
        value = numeral.quantity()
        found.append(_Raw(*place, numeral, value, numeral.dimension, _qualifier(text, numeral), numeral.start))
    return sorted(found, key=lambda raw: raw.start)


def _qualifier(text: str, numeral: Numeral) -> str | None:
    before = text[max(0, numeral.start - 4) : numeral.start]
    if numeral.qualifier is None and (closing(before, "tail-guard") or before.endswith(("余", "多", "其余"))):
        return None
    term = grammar.comparator(text, numeral)
    name = term.rpartition("#")[2] if term else None
    return None if name == "Reaches" else name


def _commas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.start() for match in _CUT.finditer(text[start:end])]
    bounds = [start, *(start + cut + 1 for cut in cuts), end]
    return [(low, high) for low, high in pairwise(bounds) if text[low:high].strip(" ，,；;。\n")]


def _left_start(text: str, low: int, at: int) -> int:
    """Where the words before a figure begin: behind a colon or an opening bracket that is still open."""
    depth = 0
    for index in range(at - 1, low - 1, -1):
        char = text[index]
        if char in "）)":
            depth += 1
        elif char in "（(":
            if depth == 0:
                return index + 1
            depth -= 1
        elif char in "：:" and depth == 0:
            return index + 1
    return low


def _right_end(text: str, raw: _Raw, following: _Raw | None, high: int) -> int:
    stop = following.start if following else high
    if _FOLLOWS_ON.match(text, raw.stop):
        return raw.stop
    ending = re.compile(r"[，,。；;：:！\n]").search(text, raw.stop, stop)
    end = ending.start() if ending else stop
    if following:
        listed = max(text.rfind(mark, raw.stop, end) for mark in "、（(")
        end = listed if listed >= 0 else end
    closed = text.find("）", raw.stop, end)
    return closed if closed >= 0 and "（" not in text[raw.stop : closed] else end


def _is_threshold(text: str, raw: _Raw, following: _Raw | None, high: int) -> bool:
    """`1000万元以上项目12个`: the first figure is part of the name of what the second counts."""
    if following is None or raw.numeral is None or raw.dimension in ("ratio", "rank"):
        return False
    match = re.compile(r"(?:及)?以[上下内](?:的)?(?=[\u4e00-\u9fff“])").match(text, raw.stop)
    return bool(match) and not re.search(r"[，；。]", text[raw.stop : min(following.start, high)])


def _joined(text: str, low: int, high: int) -> bool:
    """Whether two figures stand in one list: `12个村、3个社区`."""
    return bool(re.search(r"\S(?:、|和|及|与|以及)$", text[low:high]))


def _figures(text: str, low: int, high: int, raws: list[_Raw]) -> list[Figure]:
    figures: list[Figure] = []
    begin, pending = low, None
    for index, raw in enumerate(raws):
        following = raws[index + 1] if index + 1 < len(raws) else None
        if pending is None and _is_threshold(text, raw, following, high):
            pending = raw.numeral
            continue
        start, end = _left_start(text, begin, raw.verb_end), raw.verb_end
        last = figures[-1] if figures else None
        if last is not None and (last.stop == raw.start or (last.right and _joined(text, last.stop, raw.start))):
            start, end = last.left_start, last.left_start + len(last.left)
        is_low = following is not None and raw.stop == following.start and is_dash(text[raw.end : following.start])
        is_high = last is not None and last.stop == raw.start and is_dash(text[last.end : raw.start])
        upper = raws[index + 2] if index + 2 < len(raws) else None
        ahead, behind = (following, upper) if is_low and following else (raw, following)
        right_end = _right_end(text, ahead, behind, high)
        right = text[ahead.stop : right_end]
        qualifier = "AtLeast" if is_low else "AtMost" if is_high else raw.qualifier
        figures.append(
            Figure(
                raw.start, raw.end, raw.stop, raw.value, raw.dimension, qualifier, text[start:end], right, start,
                right_end, raw.numeral, pending,
            )
        )
        begin, pending = raw.stop, None
    for index in reversed(range(len(figures) - 1)):
        mine, other = figures[index], figures[index + 1]
        if mine.stop == other.start and not mine.right:
            figures[index] = replace(mine, right=other.right, right_end=other.right_end)
    return figures


def read_clauses(text: str, start: int, end: int) -> list[Clause]:
    """Cut a span at its commas and give each clause its figures."""
    raws = _raw_figures(text, start, end)
    clauses: list[Clause] = []
    head, head_start = "", start
    mark = "。"
    for low, high in _commas(text, start, end):
        inside = [raw for raw in raws if low <= raw.start < high]
        opens = mark in "。！？!?\n."
        if opens:
            head = ""
        first = inside[0].start if inside else high
        colon = max(text.rfind("：", low, first), text.rfind(":", low, first))
        if colon >= 0 and not re.search(r"\d$", text[low:colon]):
            head, head_start = text[low:colon], low
        words = text[low:high].strip("，,；;。！.\n ")
        clause = Clause(low, words, opens or mark in "；;", opens, head, head_start)
        clause.figures = _figures(text, low, high, inside)
        clauses.append(clause)
        mark = text[high - 1]
    return clauses
