"""One page as lines and tables in reading order: what stands in ruled cells is a table, all else is lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budget_kg.layer import Entry, Layer
from budget_kg.model import Box
from budget_kg.pages.bands import words_of
from budget_kg.pages.characters import Characters, Run
from budget_kg.pages.frames import Frame
from budget_kg.pages.grids import CrowdedError, Grid, find_grids
from budget_kg.pages.rules import Drawing
from budget_kg.pages.writing import Line, fill, lines_of

_BLANK = 1.3  # line heights without print that make a blank line
_MOST_BLANKS = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines outside tables and the tables of a page, both from top to bottom, in the frame of `frame`.

    A table is its place and its entries, whose boxes are in the page's own frame. `whole` tells that no limit was
    reached; `slanted` are words written across the page.
    """

    frame: Frame
    lines: tuple[Line, ...]
    tables: tuple[tuple[Box, tuple[Entry, ...]], ...]
    slanted: tuple[str, ...] = ()
    whole: bool = True


def compose(characters: Characters, drawing: Drawing, seen: Frame) -> Sheet:
    """Find the tables of a page; `drawing` is in the frame of `characters`, `seen` is the page as it is seen."""
    runs, whole = characters.runs, drawing.whole
    try:
        grids = find_grids(drawing.horizontal, drawing.vertical)
    except CrowdedError:
        grids, whole = [], False
    tables = []
    for grid in grids:
        inside, outside = _parted(runs, grid.box)
        entries = _entries(grid, fill(grid, inside), characters.frame, seen)
        if len({entry.column for entry in entries}) > 1:
            tables.append((grid.box, tuple(entries)))
            runs = outside
    tables.sort(key=lambda table: (table[0][1], table[0][0]))
    return Sheet(characters.frame, tuple(lines_of(runs)), tuple(tables), tuple(characters.slanted), whole)


def _parted(runs: Iterable[Run], box: Box) -> tuple[list[Run], list[Run]]:
    """The runs whose middle is in a box, and the others."""
    left, top, right, bottom = box
    inside: list[Run] = []
    outside: list[Run] = []
    for run in runs:
        across, down = (run.left + run.right) / 2, (run.top + run.bottom) / 2
        (inside if left <= across <= right and top <= down <= bottom else outside).append(run)
    return inside, outside


def _entries(grid: Grid, filled: dict[int, list[Run]], frame: Frame, seen: Frame) -> list[Entry]:
    """The cells of a grid that have words."""
    first = 1 if grid.open_left and all(grid.cells[index].column for index in filled) else 0
    entries = []
    for words in words_of(grid, filled):
        box = frame.seen_in(words.box, seen)
        entries.append(Entry(words.row, words.column - first, words.text, words.rows, words.columns, box=box))
    return entries


def put(sheet: Sheet, layer: Layer, number: int) -> None:
    """Put the lines and tables of a page into the layer, from top to bottom, with blank lines where space is left."""
    waiting = list(sheet.tables)
    low = None
    for line in sheet.lines:
        middle = (line.box[1] + line.box[3]) / 2
        while waiting and waiting[0][0][1] < middle:
            box, entries = waiting.pop(0)
            layer.table(entries, page=number)
            low = box[3]
        if low is not None:
            _space(layer, line.box[1] - low, line.height)
        layer.line(line.text)
        low = max(low or 0.0, line.box[3])
    if sheet.lines and not waiting and low is not None:
        _space(layer, sheet.frame.height - low, sheet.lines[-1].height)
    for _, entries in waiting:
        layer.table(entries, page=number)
    for words in sheet.slanted:
        layer.line(words)


def _space(layer: Layer, gap: float, height: float) -> None:
    for _ in range(min(_MOST_BLANKS, int(gap / (_BLANK * max(height, 1.0))))):
        layer.line("")
