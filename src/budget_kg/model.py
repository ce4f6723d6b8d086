"""What passes between the steps: the text layer, passages of it, sections, findings, and their places.

Offsets are code points in the decoded text layer of the file (`Document.text`), before any unwrapping; every
passage satisfies `quote == text[start:end]`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from budget_kg.errors import Say

Box = tuple[float, float, float, float]
"""A place on a page, in points from its top left as it is seen: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the text layer: `text[start:end]`; `number` counts from 1.

    `confidence` (0 to 1) is how sure the characters are when the page was a picture, None when they were text.
    """

    number: int
    start: int
    end: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table that has words: they are `text[start:end]` of the text layer, trimmed.

    `row` and `column` count from 0; a merged cell stands at its top left and covers `rows` x `columns`. `address`
    is its name in a sheet (`B7`), `box` its place on a page.
    """

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1
    address: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in the text layer: a line for each row, a tab between cells; `text[start:end]` is all of it.

    `number` counts from 1 in the document. `cells` are those that have words, row by row; an empty cell has none.
    """

    number: int
    start: int
    end: int
    cells: tuple[Cell, ...]
    page: int | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where the words of a passage stand when that is a cell: the number of the table, its sheet, and the cell."""

    table: int
    cell: Cell
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its bytes' hash and its text layer with the tables in it. Nothing is interpreted yet.

    `findings` are what the reader could not read or is not sure of: a page that is a picture, a damaged sheet.
    `wrapped` tells that its lines may be pieces of paragraphs; in a format that knows paragraphs each line is one.
    """

    name: str
    media_type: str
    sha256: str
    text: str
    text_sha256: str
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    wrapped: bool = True

    def confidence_at(self, offset: int) -> float | None:
        """How sure the characters at `offset` are, None when they were text."""
        page = self._page(offset)
        return page.confidence if page is not None else None

    def page_at(self, offset: int) -> int | None:
        """Return the page number holding `offset`, or None when the format has no pages."""
        page = self._page(offset)
        return page.number if page is not None else None

    def _page(self, offset: int) -> Page | None:
        if not self.pages:
            return None
        return self.pages[bisect_right(self.pages, offset, key=lambda page: page.start) - 1]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A place in the text layer with its exact words; `section` is the path of headings above it."""

    start: int
    end: int
    quote: str = field(compare=False)
    section: str = field(default="", compare=False)
    page: int | None = field(default=None, compare=False)
    cell: CellPlace | None = field(default=None, compare=False)


class Severity(StrEnum):
    """SHACL's severities, the gravest first."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def word(self) -> str:
        """What it is called in options, in headers of checks and in formats for programs."""
        return "information" if self is Severity.INFO else self.value.lower()

    @property
    def rank(self) -> int:
        """Its place among all: 0 for the gravest."""
        return list(Severity).index(self)


SEVERITIES_BY_WORD = {severity.word: severity for severity in Severity}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the operands (role, IRI) of a relation compare: `result` is `fails` or `rounding`.

    Amounts are in the base unit of their dimension, None where nothing is computed; `unit` is the notation of the one
    they are printed in. `explanation` says what accounts for the difference exactly, `explained_by` by which statements.
    """

    result: str
    operands: tuple[tuple[str, str], ...]
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    unit: str = ""
    explanation: Say | None = None
    explained_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the data, as a value: which rule, how grave, where, and what does not fit.

    `rule` is the notation of a concept in the finding-type scheme, or `check/` and the id of a check, whose operands
    are in `comparison`; `targets` are the IRIs it is about.
    """

    rule: str
    severity: Severity
    message: Say
    passages: tuple[Passage, ...] = ()
    targets: tuple[str, ...] = ()
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A numeral that is known to be no statement: numbering, a date, part of a name. `rule` says why."""

    start: int
    end: int
    rule: str


class Flow:
    """The text layer with line wraps and inner spaces undone, each character mapped back to its offset.

    `text` holds one paragraph per line; `source[i]` is the offset of `text[i]` in the text layer (the paragraph
    break maps to the offset where the paragraph ended).
    """

    __slots__ = ("source", "text", "text_layer")

    def __init__(self, text_layer: str, text: str, source: list[int]) -> None:
        self.text_layer = text_layer
        self.text = text
        self.source = source

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map `text[start:end]` to its offsets in the text layer."""
        return self.source[start], self.source[end - 1] + 1

    def gap_before(self, index: int) -> bool:
        """Tell whether whitespace stood before `text[index]` in the text layer."""
        return index == 0 or self.source[index] != self.source[index - 1] + 1

    def position(self, offset: int) -> int:
        """Return the first index of `text` at or after the text layer's `offset`."""
        low = bisect_right(self.source, offset)
        return low - 1 if low and self.source[low - 1] == offset else low


@dataclass(slots=True)
class Section:
    """A heading and what stands under it, as half-open spans of the flow.

    `kind` is the notation of its meaning in the section scheme ("" when no synonym fits), taken over from the
    parent by `meaning`. `own` is the text of this section before its first subsection, marker excluded, title
    included; `end` is where the last of its subsections ends.
    """

    level: int
    marker: str
    title: str
    start: int
    body: int
    end: int
    kind: str = ""
    parent: Section | None = None
    children: list[Section] = field(default_factory=list)
    _path: str | None = field(default=None, repr=False, compare=False)

    @property
    def own(self) -> tuple[int, int]:
        """Span of the section's own text: after the marker, before the first child."""
        return self.body, self.children[0].start if self.children else self.end

    @property
    def meaning(self) -> str:
        """The nearest known kind, from this section upwards."""
        node: Section | None = self
        while node is not None and not node.kind:
            node = node.parent
        return node.kind if node is not None else ""

    @property
    def path(self) -> str:
        """Markers and titles from the top, joined with ` > `: the place of a fact, independent of offsets."""
        if self._path is None:
            above = f"{self.parent.path} > " if self.parent is not None and self.parent.path else ""
            self._path = f"{above}{self.marker}{self.title}".strip()
        return self._path

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says it is: whose, of which year, what kind, for a department or one unit.

    `kind` is `final` or `budget`; or `approval` (a reply that approves one), `three-public` (a notice of 三公 expenses
    alone) or `self-evaluation` (a form alone). `planned` tells that its amounts of the year are budgeted ones, whatever
    the kind. `scope` is `department`, `unit`, or `division`: all departments of a government together. `language` is
    the tag of its script, `zh-Hans` or `zh-Hant`; `part` tells apart documents of one kind and year.
    """

    department: str
    year: int
    kind: str
    scope: str
    title: str
    published: str | None
    passages: tuple[Passage, ...]
    planned: bool = False
    language: str = "zh-Hans"
    part: str = ""

    @property
    def is_planned(self) -> bool:
        """Whether an amount of its year is a budgeted one where nothing else is said."""
        return self.planned or self.kind == "budget"


@dataclass(frozen=True, slots=True)
class Layout:
    """A document whose kind is known: its head, its flow and its section tree."""

    document: Document
    head: Head
    flow: Flow
    root: Section

    def passage(self, start: int, end: int, section: Section | None = None) -> Passage:
        """Make the passage for the flow's `text[start:end]`."""
        low, high = self.flow.span(start, end)
        return self.passage_at(low, high, section)

    def passage_at(self, start: int, end: int, section: Section | None = None) -> Passage:
        """Make the passage for the text layer's `text[start:end]`."""
        return self._passage(start, end, section, None)

    def passage_of(self, table: Table, cell: Cell, section: Section | None = None) -> Passage:
        """Make the passage for the words of a cell."""
        return self._passage(cell.start, cell.end, section, CellPlace(table.number, cell, table.sheet))

    def _passage(self, start: int, end: int, section: Section | None, cell: CellPlace | None) -> Passage:
        path = section.path if section is not None else ""
        return Passage(start, end, self.document.text[start:end], path, self.document.page_at(start), cell)
