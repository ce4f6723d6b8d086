"""The cells of an HTML table in rows and columns, spans worked out, and whether it is a table or a frame of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NUMBER = re.compile(r"[-+－]?[\d０-９][\d０-９,，.．\s\xa0]*[%％]?")
_SENTENCE = re.compile("[。；！？]")
_TIGHT = re.compile(r"[0-9０-９A-Za-z.．,，%％]")
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534  # as HTML has it
_LONG = 300
_FEW_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell at its row and column with the lines in it."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(len(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table with its spans worked out: so many columns wide, so many rows high."""

    cells: tuple[LatticeCell, ...]
    width: int
    height: int

    @property
    def is_framework(self) -> bool:
        """Whether it frames prose: a single row or column with words, or a cell with most of them in sentences."""
        filled = [cell for cell in self.cells if cell.lines]
        if len({cell.column for cell in filled}) < 2 or (len({cell.row for cell in filled}) < 2 and not _numbers(filled)):
            return True
        longest = max(filled, key=lambda cell: cell.size)
        wordy = longest.size > _LONG and any(_SENTENCE.search(line) for line in longest.lines)
        most = longest.size * 10 > 6 * sum(cell.size for cell in filled)
        return wordy and most and (self.height <= 3 or len({cell.column for cell in filled}) <= 2)


def own_rows(table: LexborNode, is_hidden: Callable[[LexborNode], bool]) -> list[list[LexborNode]]:
    """The cells of a table row by row, without those of tables in it and without hidden ones."""
    rows: list[list[LexborNode]] = []
    for part in table.iter():
        if is_hidden(part):
            continue
        for row in [part] if part.tag == "tr" else part.iter() if part.tag in ("tbody", "thead", "tfoot") else ():
            if row.tag == "tr" and not is_hidden(row):
                rows.append([cell for cell in row.iter() if cell.tag in ("td", "th") and not is_hidden(cell)])
    return rows


def is_framework(rows: Sequence[Sequence[LexborNode]]) -> bool:
    """Whether a table frames others: it has tables in its cells, and hardly a number beside them."""
    cells = [cell for row in rows for cell in row]
    nested = [cell.css_first("table") is not None for cell in cells]
    if not any(nested):
        return False
    beside = [cell.text() or "" for cell, holds in zip(cells, nested, strict=True) if not holds]
    return sum(bool(_NUMBER.fullmatch(words.strip())) for words in beside) < _FEW_NUMBERS


def lattice(rows: Sequence[Sequence[LexborNode]], lines_of: Callable[[LexborNode], list[str]]) -> Lattice:
    """Put cells into rows and columns; a cell that spans several keeps the others out of them."""
    taken: list[int] = []  # for each column the first row that is free
    cells: list[LatticeCell] = []
    for index, row in enumerate(rows):
        column = 0
        for node in row:
            while column < len(taken) and taken[column] > index:
                column += 1
            columns = _span(node, "colspan", _MOST_COLUMNS)
            high = _span(node, "rowspan", _MOST_ROWS) or len(rows)
            rows_here = min(high, len(rows) - index)
            taken += [0] * (column + columns - len(taken))
            taken[column : column + columns] = [index + rows_here] * columns
            lines = tuple(line for line in lines_of(node) if line.strip())
            cells.append(LatticeCell(index, column, rows_here, columns, lines))
            column += columns
    return Lattice(tuple(cells), len(taken), len(rows))


def _span(node: LexborNode, name: str, most: int) -> int:
    """A span as HTML reads it: 1 when it is no number; 0 means to the end for rows, 1 for columns."""
    digits = re.match(r"\s*\+?(\d{1,9})", node.attributes.get(name) or "")
    found = min(int(digits[1]), most) if digits else 1
    return found if name == "rowspan" else max(found, 1)


def joined(lines: Sequence[str]) -> str:
    """The lines of a cell in one: lines that end or begin with digits or Latin stay apart, others are one word."""
    words = ""
    for line in lines:
        apart = words and _TIGHT.match(words[-1]) and _TIGHT.match(line.strip()[:1])
        words += f" {line.strip()}" if apart else line.strip()
    return words


def _numbers(cells: Sequence[LatticeCell]) -> bool:
    return any(_NUMBER.fullmatch(line.strip()) for cell in cells for line in cell.lines)
