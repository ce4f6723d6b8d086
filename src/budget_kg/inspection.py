"""How a document was understood, for people who check it: its sections, tables, facts and numbers, in order.

It looks at what was read and adds nothing to it; nothing is stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from budget_kg.errors import Say
from budget_kg.facts import Fact, Project
from budget_kg.grids.captions import Caption, caption_of, unit_for_all
from budget_kg.grids.grid import Grid
from budget_kg.grids.joining import grids_of
from budget_kg.model import CellPlace, Finding, Page, Passage, Section, Table
from budget_kg.pages.marking import Mark
from budget_kg.pipeline import ReadDocument
from budget_kg.structure import NumeralUse, all_facts
from budget_kg.text import Quantity
from budget_kg.vocab import CODE, DEF, TOTAL, scheme, term_labels

_APART = frozenset({"passage", "numerals"})


@dataclass(frozen=True, slots=True)
class SeenSection:
    """A heading: how deep it stands, its words, what it means (None when nothing is known), facts under it alone."""

    depth: int
    words: str
    meaning: Say | None
    page: int | None
    facts: int


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table, joined over its pages: its title, kind (None when it was not read as one), unit, size and figures."""

    number: int
    title: str
    kind: Say | None
    unit: str
    rows: int
    columns: int
    pages: tuple[int, ...]
    sheet: str
    facts: int
    unread: int


@dataclass(frozen=True, slots=True)
class SeenFact:
    """A fact in words: what kind it is, what it says, and its evidence."""

    kind: Say
    says: Say
    start: int
    end: int
    quote: str
    page: int | None
    cell: str


@dataclass(frozen=True, slots=True)
class SeenNumber:
    """A numeral with the words around it, and where it stands."""

    printed: str
    context: str
    start: int
    end: int
    page: int | None


def sections(read: ReadDocument) -> list[SeenSection]:
    """The headings from the top, the document itself left out."""
    counted = Counter(fact.passage.section for fact in read.facts)
    meanings = scheme("section")
    found = []
    for depth, section in _walk(read):
        concept = meanings.get(section.kind)
        start = read.layout.flow.span(section.start, section.start + 1)[0]
        found.append(SeenSection(
            depth, f"{section.marker}{section.title}".strip(), Say(concept.zh, concept.en) if concept else None,
            read.layout.document.page_at(start), counted[section.path],
        ))
    return found


def _walk(read: ReadDocument) -> Iterator[tuple[int, Section]]:
    waiting = [(0, section) for section in reversed(read.layout.root.children)]
    while waiting:
        depth, section = waiting.pop()
        yield depth, section
        waiting += [(depth + 1, child) for child in reversed(section.children)]


def tables(read: ReadDocument) -> list[SeenTable]:
    """The tables in order."""
    document = read.layout.document
    for_all = unit_for_all(document, read.layout.flow.text) if document.tables else None
    cited = Counter(fact.passage.cell.table for fact in all_facts(read.facts) if fact.passage.cell is not None)
    unread = _by_table(document.tables, read.account.unread)
    return [
        _table(grid, caption_of(grid, document, for_all), cited, unread) for grid in grids_of(document, document.tables)
    ]


def _table(grid: Grid, caption: Caption, cited: Counter[int], unread: Counter[int]) -> SeenTable:
    first = grid.tables[0]
    numbers = [table.number for table in grid.tables]
    facts = sum(cited[number] for number in numbers)
    concept = scheme("table").get(caption.kind) if facts else None
    return SeenTable(
        first.number, caption.title, Say(concept.zh, concept.en) if concept else None,
        caption.unit.zh if caption.unit is not None else "", len(grid.rows), grid.width,
        tuple(sorted({table.page for table in grid.tables if table.page is not None})), first.sheet, facts,
        sum(unread[number] for number in numbers),
    )


def _by_table(tables: tuple[Table, ...], uses: Iterable[NumeralUse]) -> Counter[int]:
    """How many numerals stand in each table, by its number."""
    starts = [table.start for table in tables]
    found: Counter[int] = Counter()
    for use in uses:
        index = bisect_right(starts, use.start) - 1
        if index >= 0 and use.end <= tables[index].end:
            found[tables[index].number] += 1
    return found


def facts(read: ReadDocument, most: int) -> list[SeenFact]:
    """The first facts in the order of the text."""
    labels = term_labels()
    return [_fact(fact, labels) for fact in read.facts[:most]]


def _fact(fact: Fact, labels: dict[str, Say]) -> SeenFact:
    parts = [
        said for field in fields(fact) if field.name not in _APART
        for said in _said(getattr(fact, field.name), labels)
    ]
    passage = fact.passage
    says = Say(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    kind = labels[fact.KIND.removeprefix(DEF)]
    return SeenFact(kind, says, passage.start, passage.end, passage.quote, passage.page, place(passage.cell))


def _said(value: object, labels: dict[str, Say]) -> list[Say]:
    """The words for the value of a field; none for what is not said, a total, or another fact."""
    if isinstance(value, Quantity):
        unit = scheme("unit").get(value.unit)
        zh, en = (unit.zh, unit.en) if unit is not None else (value.unit, value.unit)
        return [Say(f"{value.printed} {zh}".strip(), f"{value.printed} {en}".strip())]
    if isinstance(value, Project):
        return [Say(value.name, value.name)]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return [Say(str(value), str(value))]
    if not isinstance(value, str) or not value:
        return []
    if value.startswith(DEF):
        return [labels[value.removeprefix(DEF)]] if value.removeprefix(DEF) in labels else []
    name, _, notation = value.removeprefix(CODE).partition("/")
    if notation == TOTAL:
        return []
    concept = scheme(name).get(notation) if notation and _is_scheme(name) else None
    return [Say(concept.zh, concept.en)] if concept is not None else [Say(value, value)]


def _is_scheme(name: str) -> bool:
    try:
        return name.isascii() and bool(scheme(name))
    except OSError:
        return False


def place(cell: CellPlace | None) -> str:
    """The name of a cell: its sheet and address, or its table, row and column, counted from 1."""
    if cell is None:
        return ""
    if cell.cell.address:
        return f"{cell.sheet}!{cell.cell.address}" if cell.sheet else cell.cell.address
    return f"{cell.table}:{cell.cell.row + 1}:{cell.cell.column + 1}"


def unread(read: ReadDocument) -> list[SeenNumber]:
    """The numerals that nobody could say the meaning of."""
    page = read.layout.document.page_at
    return [
        SeenNumber(use.printed, use.context, use.start, use.end, page(use.start)) for use in read.account.unread
    ]


def findings(read: ReadDocument) -> list[Finding]:
    """What does not fit, the gravest first."""
    order = {"Violation": 0, "Warning": 1, "Info": 2}
    return sorted(read.findings, key=lambda finding: order[finding.severity])


def marks(read: ReadDocument) -> dict[int, list[Mark]]:
    """What to mark on each page: cells by what became of their numbers, and the lines that facts are quoted from."""
    found: dict[int, list[Mark]] = {page.number: [] for page in read.layout.document.pages}
    became = _became(read)
    for table in read.layout.document.tables:
        for cell in table.cells:
            if cell.box is not None and table.page is not None:
                found[table.page].append(Mark(_kind_within(became, cell.start, cell.end), cell.box))
    for page in read.layout.document.pages:
        found[page.number] += [_of_words(read, page, *line) for line in _lines(read, page)]
    return found


def _of_words(read: ReadDocument, page: Page, kind: str, start: int, end: int) -> Mark:
    text = read.layout.document.text
    words, before, whole = (
        "".join(text[low:high].split()) for low, high in ((start, end), (page.start, start), (page.start, page.end))
    )
    return Mark(kind, None, words, before.count(words), whole.count(words))


def _became(read: ReadDocument) -> list[tuple[int, str]]:
    uses = {"fact": read.account.facts, "structure": read.account.structures, "unread": read.account.unread}
    return sorted((use.start, kind) for kind, found in uses.items() for use in found)


def _kind_within(became: list[tuple[int, str]], start: int, end: int) -> str:
    """What became of the numbers between two offsets, the worst that did; `words` when there are none."""
    low, high = bisect_right(became, (start, "")), bisect_right(became, (end, ""))
    kinds = {kind for _, kind in became[low:high]}
    return next((kind for kind in ("unread", "fact", "structure") if kind in kinds), "words")


def _lines(read: ReadDocument, page: Page) -> list[tuple[str, int, int]]:
    """The lines of prose on a page that facts are quoted from or that hold numbers that were not read."""
    text = read.layout.document.text
    quoted = [_within(fact.passage, page) for fact in read.facts if fact.passage.cell is None]
    spans = [("fact", start, end) for start, end in quoted if start < end]
    inside = [(table.start, table.end) for table in read.layout.document.tables if table.page == page.number]
    spans += [
        ("unread", use.start, use.end) for use in read.account.unread
        if page.start <= use.start < page.end and not any(start <= use.start < end for start, end in inside)
    ]
    found = set()
    for kind, start, end in spans:
        for line in text[start:end].splitlines(keepends=True):
            if line.strip():
                found.add((kind, start, start + len(line)))
            start += len(line)
    return sorted(found, key=lambda one: (one[1], one[2], one[0]))


def _within(passage: Passage, page: Page) -> tuple[int, int]:
    return max(passage.start, page.start), min(passage.end, page.end)
