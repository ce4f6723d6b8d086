"""A table as rows of slots: merged cells stand in every place they cover, empty rows are left out.

It owns the geometry of a table and the plain form of its words; what a cell means is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budget_kg.model import Cell, Table
from budget_kg.text import FOLDED

_PLAIN = {**FOLDED, **str.maketrans("（）［］【】〔〕", "()[][][]", "“”\"'‘’＂「」『』")}


def key(text: str) -> str:
    """The form in which words of tables are compared: no spaces, no quotation marks, ASCII digits and brackets."""
    return "".join(text.split()).translate(_PLAIN)


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A cell in its table with its words, spaces left out. Compared by identity: a merged cell is one slot."""

    table: Table
    cell: Cell
    text: str
    key: str


Row = tuple[Slot | None, ...]
"""The slots of a row from left to right, None where nothing is printed."""


@dataclass(slots=True)
class Grid:
    """The rows of a table, or of several that continue each other; `repeated` are header rows printed again."""

    tables: list[Table]
    rows: list[Row]
    repeated: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def is_merged(self) -> bool:
        """Whether any cell covers more than one place: then a blank place is blank, not covered."""
        return any(cell.rows > 1 or cell.columns > 1 for table in self.tables for cell in table.cells)


def slots_of(row: Iterable[Slot | None]) -> list[Slot]:
    """The slots of a row, each once."""
    return list(dict.fromkeys(slot for slot in row if slot is not None))


def grid_of(table: Table, text: str) -> Grid:
    """The grid of one table of the text layer `text`."""
    numbers = sorted({cell.row for cell in table.cells})
    width = max((cell.column for cell in table.cells), default=-1) + 1
    place = {number: index for index, number in enumerate(numbers)}
    rows: list[list[Slot | None]] = [[None] * width for _ in numbers]
    for cell in table.cells:
        words = "".join(text[cell.start : cell.end].split())
        slot = Slot(table, cell, words, key(words))
        covered = [place[number] for number in _covered(numbers, cell, place)]
        for index in covered:
            for column in range(cell.column, min(width, cell.column + cell.columns)):
                if rows[index][column] is None or (index, column) == (covered[0], cell.column):
                    rows[index][column] = slot
    return Grid([table], [tuple(row) for row in rows])


def _covered(numbers: Sequence[int], cell: Cell, place: dict[int, int]) -> Sequence[int]:
    """The rows with words that a cell covers."""
    first = place[cell.row]
    last = first
    while last + 1 < len(numbers) and numbers[last + 1] < cell.row + cell.rows:
        last += 1
    return numbers[first : last + 1]
