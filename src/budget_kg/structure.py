"""The account of numbers: every numeral of a text layer is a fact, structure, or unread, and exactly one of them.

Structure is a numeral that states nothing: numbering, dates, parts of names. What is unread is a number that
nobody could say the meaning of; it is listed with its context, never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from budget_kg.fact_terms import terms_of
from budget_kg.facts import Fact
from budget_kg.model import Flow, Layout, Structure
from budget_kg.prose.numeral_rules import all_claims, may_claim
from budget_kg.reading import Reading
from budget_kg.sectioning import contents_span
from budget_kg.text import Numeral, fold, numerals

_T = TypeVar("_T")
_NUMBER_ALONE = re.compile(r"[-+]?[\d,.]*%?")  # nothing to claim in most cells: looked at first for speed
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_MARK_BEHIND = re.compile(r"、|[.．](?!\d)|[)）](?!\d)")
_WORD_BEHIND = re.compile(r"\s*[^\d\s]")
_CONTEXT = 16
_NEAR_YEARS = 3
_DISTANT_YEARS = 10


@dataclass(frozen=True, slots=True)
class NumeralUse:
    """A numeral of the text layer and what became of it: the facts that state it, or the rule of structure."""

    start: int
    end: int
    printed: str
    context: str
    facts: tuple[Fact, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The numerals of a document in three lists, in the order of the text; each numeral is in one of them."""

    facts: tuple[NumeralUse, ...]
    structures: tuple[NumeralUse, ...]
    unread: tuple[NumeralUse, ...]


def structures(layout: Layout) -> list[Structure]:
    """The numerals of a layout that are structure by their form or place, in the order of the text."""
    flow = layout.flow
    found = list(numerals(flow.text))
    claimed = _claimed(found, [*_places(layout, found), *all_claims(flow.text)])
    for index, numeral in enumerate(found):
        if index not in claimed and _is_bare_year(numeral, layout.head.year):
            claimed[index] = "fiscal-year"
        elif claimed.get(index) == "fiscal-year" and _is_distant(numeral, layout.head.year):
            claimed[index] = "date"
    in_flow = [
        Structure(*flow.span(numeral.start, numeral.end), claimed[index])
        for index, numeral in enumerate(found) if index in claimed
    ]
    return sorted([*in_flow, *(Structure(*claim) for claim in _in_cells(layout))], key=lambda one: one.start)


def _in_cells(layout: Layout) -> Iterator[tuple[int, int, str]]:
    """The numerals in cells of tables that are structure by their form: dates, parts of names."""
    for table in layout.document.tables:
        for cell in table.cells:
            text = layout.document.text[cell.start : cell.end]
            if _YEAR_ALONE.fullmatch(text) or not _NUMBER_ALONE.fullmatch(text):
                found = numerals(text)
                claimed = _claimed(found, all_claims(text)) if found else {}
                for index, numeral in enumerate(found):
                    year = "fiscal-year" if _is_bare_year(numeral, layout.head.year) else ""
                    rule = claimed.get(index) or year
                    if rule:
                        yield cell.start + numeral.start, cell.start + numeral.end, rule


def _claimed(found: list[Numeral], spans: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    """Give each numeral to the first span it stands in whose rule may have it."""
    starts = [numeral.start for numeral in found]
    claimed: dict[int, str] = {}
    for start, end, rule in spans:
        for index in range(bisect_left(starts, start), bisect_right(starts, end - 1)):
            if index not in claimed and found[index].end <= end and may_claim(found[index], rule):
                claimed[index] = rule
    return claimed


def _places(layout: Layout, found: list[Numeral]) -> Iterator[tuple[int, int, str]]:
    """Structure that is known by its place: the table of contents, heading marks, numbers of rows and columns."""
    contents = contents_span(layout.flow.text)
    if contents[1]:
        yield (*contents, "table-of-contents")
    for section in layout.root.walk():
        if section.marker:
            yield section.start, section.body, "annex-number" if section.marker.startswith("附") else "list-number"
    yield from _list_marks(layout.flow, found)
    yield from _row_numbers(layout.flow, found)
    yield from _column_numbers(layout.flow, found)


def _list_marks(flow: Flow, found: list[Numeral]) -> Iterator[tuple[int, int, str]]:
    """`1. ` and `2、` behind a space of the layout; the patterns see only those behind punctuation."""
    for numeral in found:
        mark = _MARK_BEHIND.match(flow.text, numeral.end)
        if mark and len(numeral.printed) <= 2 and flow.gap_before(numeral.start):
            yield numeral.start, numeral.end, "list-number"


def _is_alone(flow: Flow, numeral: Numeral) -> bool:
    start, end = flow.span(numeral.start, numeral.end)
    before, after = flow.text_layer[:start][-1:], flow.text_layer[end : end + 1]
    return numeral.unit is None and (not before or before.isspace()) and (not after or after.isspace())


def _row_numbers(flow: Flow, found: list[Numeral]) -> Iterator[tuple[int, int, str]]:
    """1, 2, 3 … that stand alone before words, behind a column head 序号."""
    heads = [match.end() for match in re.finditer("序号", flow.text)]
    for head, following in pairwise([*heads, len(flow.text)]):
        expected = 1
        for numeral in found:
            if not head <= numeral.start < following or fold(numeral.printed) != str(expected):
                continue
            follows = _WORD_BEHIND.match(flow.text, numeral.end)
            if follows and _is_alone(flow, numeral):
                yield numeral.start, numeral.end, "row-number"
                expected += 1


def _column_numbers(flow: Flow, found: list[Numeral]) -> Iterator[tuple[int, int, str]]:
    """Runs of at least three whole numbers from 1 with nothing but space between: the numbers of columns."""
    run: list[Numeral] = []
    for numeral in [*found, None]:
        continues = (
            numeral is not None and run and fold(numeral.printed) == str(len(run) + 1)
            and not flow.text[run[-1].end : numeral.start].strip()
        )
        if numeral is not None and continues:
            run.append(numeral)
            continue
        if len(run) >= 3:
            yield run[0].start, run[-1].end, "column-number"
        run = [numeral] if numeral is not None and fold(numeral.printed) == "1" else []


def _year_of(numeral: Numeral) -> int | None:
    printed = fold(numeral.printed)
    return int(printed) if _YEAR_ALONE.fullmatch(printed) else None


def _is_bare_year(numeral: Numeral, year: int) -> bool:
    """A four-digit number without a unit that is the year of the document or one close to it."""
    value = _year_of(numeral)
    return value is not None and numeral.unit is None and abs(value - year) <= _NEAR_YEARS


def _is_distant(numeral: Numeral, year: int) -> bool:
    value = _year_of(numeral)
    return value is not None and abs(value - year) > _DISTANT_YEARS


def account(layout: Layout, reading: Reading, page_residue: Iterable[Structure] = ()) -> Account:
    """Put every numeral of the text layer into one list: facts before structure, structure before unread.

    `page_residue` are the page numbers that were left out of the flow.
    """
    page_residue = list(page_residue)
    stated = _by_offset((*span, fact) for fact in all_facts(reading.facts) for span in fact.numerals)
    known = [*reading.structures, *structures(layout), *page_residue]
    named = _by_offset((structure.start, structure.end, structure.rule) for structure in known)
    text = layout.document.text
    in_flow = [layout.flow.span(numeral.start, numeral.end) for numeral in numerals(layout.flow.text)]
    in_cells = [
        (cell.start + numeral.start, cell.start + numeral.end)
        for table in layout.document.tables for cell in table.cells
        for numeral in numerals(text[cell.start : cell.end])
    ]
    lists: tuple[list[NumeralUse], list[NumeralUse], list[NumeralUse]] = ([], [], [])
    for start, end in sorted({*in_flow, *in_cells, *((residue.start, residue.end) for residue in page_residue)}):
        facts = tuple(dict.fromkeys(fact for offset in range(start, end) for fact in stated.get(offset, ())))
        rules = (rule for offset in range(start, end) for rule in named.get(offset, ()))
        rule = "" if facts else next(rules, "")
        context = " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())
        use = NumeralUse(start, end, text[start:end], context, facts, rule)
        lists[0 if facts else 1 if rule else 2].append(use)
    return Account(tuple(lists[0]), tuple(lists[1]), tuple(lists[2]))


def _by_offset(entries: Iterable[tuple[int, int, _T]]) -> dict[int, list[_T]]:
    index: dict[int, list[_T]] = defaultdict(list)
    for start, end, value in entries:
        for offset in range(start, end):
            index[offset].append(value)
    return index


def all_facts(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts and the facts they hold, each once."""
    seen: set[int] = set()
    waiting = list(facts)
    while waiting:
        fact = waiting.pop()
        if id(fact) in seen:
            continue
        seen.add(id(fact))
        yield fact
        for name, _ in terms_of(type(fact).__name__):
            value = getattr(fact, name)
            if isinstance(value, Fact):
                waiting.append(value)
            elif isinstance(value, tuple):
                waiting += [part for part in value if isinstance(part, Fact)]

