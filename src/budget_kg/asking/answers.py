"""What an answer is: columns, typed cells, and the passages of every row. Values only; nothing is computed here.

Amounts are exact: a unit moves the decimal point, and nothing is rounded. Only columns whose header declares
`digits` (computed shares and unit costs) are rounded for display, half up; their `value` stays exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budget_kg.asking.questionfile import Column
from budget_kg.errors import Lang, Say

Value = Decimal | int | bool | str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its exact value (amounts in yuan), how it reads in the answer's language and unit, and its IRI."""

    kind: str
    value: Value
    text: str
    iri: str | None = None

    @property
    def stated(self) -> bool:
        """Whether there is anything in the cell."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell of a table a passage is: number of the table, row and column from 1, sheet and address if it has them."""

    table: int
    row: int
    column: int
    sheet: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The passage a row was read from: `quote` are the characters `start` to `end` of the document's text layer."""

    column: str
    passage: str
    document: str
    title: str
    section: str
    start: int
    end: int
    page: int | None
    quote: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column of the answer, and its evidence."""

    cells: tuple[Cell, ...]
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a canned question, ready to be shown in `lang` with amounts in `unit`.

    `total` counts the rows before `top` and `offset` were applied; `sentence` has no number that is not in `rows`;
    `missing` says what the store lacks for a full answer.
    """

    question: str
    title: Say
    lang: Lang
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    offset: int
    sentence: str
    sparql: str
    missing: tuple[str, ...]

    def index(self, name: str) -> int:
        """Position of a column. Raises KeyError when there is none of that name."""
        for position, column in enumerate(self.columns):
            if column.name == name:
                return position
        raise KeyError(name)

    @property
    def context(self) -> tuple[int, ...]:
        """Columns that say the same in every row, and are better said once above the table."""
        return tuple(
            position
            for position, column in enumerate(self.columns)
            if column.context and self.rows and len({row.cells[position].text for row in self.rows}) == 1
        )
