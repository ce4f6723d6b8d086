"""The words of a grid's cells, and the rows within a ruled row: numbers one below the other in a cell are several rows.

A number that had to wrap in a narrow cell stays one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from budget_kg.model import Box
from budget_kg.pages.characters import Run
from budget_kg.pages.grids import Grid, GridCell
from budget_kg.pages.writing import Line, lines_of

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one cell: where it stands in the table, its place on the page, and its lines joined by `\\n`."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    box: Box


def words_of(grid: Grid, filled: dict[int, list[Run]]) -> list[Words]:
    """The cells of a grid that have words, ruled rows cut where numbers stand below each other."""
    written = [(grid.cells[index], _lines(runs)) for index, runs in sorted(filled.items())]
    columns: dict[int, list[list[Line]]] = {}
    for cell, lines in written:
        if len(lines) > 1 and cell.rows == 1 and _is_column(grid, cell, lines):
            columns.setdefault(cell.row, []).append(lines)
    cuts = [_middles(columns.get(row, [])) for row in range(len(grid.ys) - 1)]
    firsts = [0]
    for cut in cuts:
        firsts.append(firsts[-1] + max(len(cut), 1))
    made: list[Words] = []
    for cell, lines in written:
        cut = cuts[cell.row] if cell.rows == 1 else []
        if cut and not _stands_between(lines, cut):
            made += _pieces(grid, cell, lines, (firsts[cell.row], cut))
            continue
        rows = firsts[cell.row + cell.rows] - firsts[cell.row]
        text = "\n".join(line.text for line in lines)
        made.append(Words(firsts[cell.row], cell.column, rows, cell.columns, text, grid.cell_box(cell)))
    return made


def _pieces(grid: Grid, cell: GridCell, lines: list[Line], cut: tuple[int, list[float]]) -> list[Words]:
    """The words of a cell of a row that is several rows: those from `cut[0]` on, with these middles."""
    first, middles = cut
    left, top, right, bottom = grid.cell_box(cell)
    edges = [top, *((low + high) / 2 for low, high in pairwise(middles)), bottom]
    made = []
    for band in range(len(middles)):
        words = [line.text for line in lines if bisect_left(edges[1:-1], _middle(line)) == band]
        if words:
            box = left, edges[band], right, edges[band + 1]
            made.append(Words(first + band, cell.column, 1, cell.columns, "\n".join(words), box))
    return made


def _stands_between(lines: list[Line], middles: list[float]) -> bool:
    """Whether a cell has one line, beside none of the rows: it is for all of them."""
    return len(lines) == 1 and all(abs(_middle(lines[0]) - middle) > 0.5 * lines[0].height for middle in middles)


def _lines(runs: Sequence[Run]) -> list[Line]:
    if len(runs) == 1:
        run = runs[0]
        return [Line(run.text, (run.left, run.top, run.right, run.bottom))]
    return lines_of(runs)


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _middles(columns: list[list[Line]]) -> list[float]:
    """Where the rows are that columns of numbers make."""
    middles: list[float] = []
    for line in (line for lines in columns for line in lines):
        if not any(abs(_middle(line) - middle) < 0.5 * line.height for middle in middles):
            middles.append(_middle(line))
    return sorted(middles)


def _is_column(grid: Grid, cell: GridCell, lines: list[Line]) -> bool:
    """Whether the lines of a cell are numbers of their own, none of which had to wrap."""
    width = grid.xs[cell.column + cell.columns] - grid.xs[cell.column]
    return all(_NUMBER.fullmatch(line.text) for line in lines) and all(
        line.box[2] - line.box[0] + line.height < width for line in lines[:-1]
    )
