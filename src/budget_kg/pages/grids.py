"""Tables as ruling lines draw them: rules that touch make a grid, rules missing between cells merge them.

It owns geometry only; what is written in the cells comes later.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budget_kg.model import Box
from budget_kg.pages.rules import Rule

SNAP = 3.5  # points: rules nearer than that to each other are one; a table may have a border around every cell
_OVERHANG = 6.0  # a rule that reaches further past the outermost crossing one closes a cell without a border
_MOST = 4_000_000  # crossings looked for on one page


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell, merged from `rows` x `columns` of the grid, from `row` and `column` on."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a table: `xs` and `ys` ascending, cells row by row, and which cell owns each place.

    `owner[row][column]` is an index into `cells`. `open_left` tells that the first column has no border at its left.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[int, ...], ...]
    open_left: bool = False

    @property
    def box(self) -> Box:
        """The place of the whole grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, cell: GridCell) -> Box:
        """The place of a cell."""
        return (
            self.xs[cell.column], self.ys[cell.row],
            self.xs[cell.column + cell.columns], self.ys[cell.row + cell.rows],
        )

    def column_at(self, x: float) -> int:
        """The column at `x`, the nearest one when it is outside."""
        return min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)

    def row_at(self, y: float) -> int:
        """The row at `y`, the nearest one when it is outside."""
        return min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)


class CrowdedError(Exception):
    """More rules on a page than are worth looking at."""


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Grid]:
    """Make a grid of every group of rules that touch; the smallest first. Raises CrowdedError."""
    across, down = merged(horizontal), merged(vertical)
    if len(across) * len(down) > _MOST:
        raise CrowdedError
    made = [_grid(rows, columns) for rows, columns in _groups(across, down)]
    found = [grid for grid in made if grid is not None]
    return sorted(found, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Put rules at one place together, and those that continue each other there."""
    found: list[Rule] = []
    for cluster in _clusters(sorted(rules)):
        place = sum(rule[0] for rule in cluster) / len(cluster)
        start, end = 0.0, -1.0
        for _, left, right in sorted(cluster, key=lambda rule: rule[1:]):
            if end >= start and left <= end + SNAP:
                end = max(end, right)
                continue
            if end >= start:
                found.append((place, start, end))
            start, end = left, right
        if end >= start:
            found.append((place, start, end))
    return found


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group sorted rules that lie within the snapping distance of the one before and of twice that in all."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule[0] - groups[-1][-1][0] <= SNAP and rule[0] - groups[-1][0][0] <= 2 * SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Horizontal and vertical rules that hang together through crossings."""
    head = list(range(len(across) + len(down)))

    def top(node: int) -> int:
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    heights = [rule[0] for rule in across]
    for index, (x, start, end) in enumerate(down, len(across)):
        for other in range(bisect_left(heights, start - SNAP), bisect_right(heights, end + SNAP)):
            _, left, right = across[other]
            if left - SNAP <= x <= right + SNAP:
                head[top(other)] = top(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for node, rule in enumerate([*across, *down]):
        groups.setdefault(top(node), ([], []))[node >= len(across)].append(rule)
    return list(groups.values())


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    """The grid of touching rules; None when they enclose no more than a frame would."""
    if len(across) < 2 or len(down) < 1 or (len(across) < 3 and len(down) < 2):
        return None
    xs, ys = _places(down), _places(across)
    left = _closed(xs, min(rule[1] for rule in across), max(rule[2] for rule in across))
    _closed(ys, min(rule[1] for rule in down), max(rule[2] for rule in down))
    if len(xs) < 2 or len(ys) < 2:
        return None
    columns = [_covered(across, y, xs) for y in ys]
    rows = [_covered(down, x, ys) for x in xs]
    for edge in (columns[0], columns[-1], rows[0], rows[-1]):
        edge[:] = [True] * len(edge)
    cells, owner = _cells(columns, rows)
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owner)), open_left=left)


def _places(rules: list[Rule]) -> list[float]:
    """Where rules lie across their direction, those at one place once."""
    places: list[float] = []
    for place in sorted(rule[0] for rule in rules):
        if not places or place - places[-1] > SNAP:
            places.append(place)
    return places


def _closed(places: list[float], start: float, end: float) -> bool:
    """Add the ends of the crossing rules where they reach past the outermost place; tell whether the first was open."""
    before, after = start < places[0] - _OVERHANG, end > places[-1] + _OVERHANG
    if before:
        places.insert(0, start)
    if after:
        places.append(end)
    return before


def _covered(rules: list[Rule], place: float, marks: list[float]) -> list[bool]:
    """For each stretch between two marks, whether a rule at `place` runs along its middle."""
    here = [rule for rule in rules if abs(rule[0] - place) <= SNAP]
    middles = [(low + high) / 2 for low, high in pairwise(marks)]
    return [any(start <= middle <= end for _, start, end in here) for middle in middles]


def _cells(columns: list[list[bool]], rows: list[list[bool]]) -> tuple[list[GridCell], list[list[int]]]:
    """Cells of a grid: `columns[y][column]` tells of a rule above row y, `rows[x][row]` of one left of column x."""
    height, width = len(columns) - 1, len(rows) - 1
    owner = [[-1] * width for _ in range(height)]
    cells: list[GridCell] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < width and owner[row][right] < 0 and not rows[right][row]:
                right += 1
            low = row + 1
            while low < height and _opens(columns, rows, low, (column, right)):
                low += 1
            for line in owner[row:low]:
                line[column:right] = [len(cells)] * (right - column)
            cells.append(GridCell(row, column, low - row, right - column))
    return cells, owner


def _opens(columns: list[list[bool]], rows: list[list[bool]], low: int, span: tuple[int, int]) -> bool:
    """Whether a cell over the columns of `span` goes on in row `low`: no rule above it, none within it."""
    start, end = span
    return not any(columns[low][start:end]) and not any(rows[inner][low] for inner in range(start + 1, end))
