"""Cells of a table that was flattened to text: wrapped lines are put back into columns by their width.

A line that is not the last of its cell is about as wide as its column; a cell begins behind a blank line or a
wide gap. Both hold for every row, so the widths are chosen for the whole table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

_SLACK = 0.8
_FINAL = "。；;！"
_NEVER_FIRST = "，。；、：！？）”》％%"
_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell: its offsets, its text, and whether a cell can begin with it."""

    start: int
    end: int
    text: str
    opens: bool

    def width(self) -> float:
        """Its printed width, a Chinese character being one."""
        return sum(0.5 if char.isascii() else 1.0 for char in self.text if not char.isspace())


@dataclass(frozen=True, slots=True)
class Split:
    """Where the cells of a row end (line indexes) and how much worse the next best place is."""

    ends: tuple[int, ...]
    margin: float


class _Row:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.widths = [line.width() for line in lines]
        self.bounds = [index for index, line in enumerate(lines) if index and line.opens]
        self.odd = [4.0 if line.text[0] in _NEVER_FIRST else 0.0 for line in lines]
        self.ended = [0.5 if line.text[-1] in _FINAL else 0.0 for line in lines]

    def cost(self, width: float, low: int, high: int, sums: Sequence[float]) -> float:
        """How badly lines `low` to `high` fit a cell of this width."""
        over = self.widths[high - 1] - width - _SLACK
        total = sums[high - 1] - sums[low] + (over * over * 4 if over > 0 else 0.0)
        return total + self.odd[low] - self.ended[high - 1]

    def sums(self, width: float) -> list[float]:
        """Running cost of lines that are not the last of their cell."""
        found = [0.0]
        for own in self.widths:
            found.append(found[-1] + max(0.0, abs(own - width) - _SLACK) ** 2)
        return found

    def ways(self, width: float) -> list[list[float]]:
        """For each place a cell of this width can end: the costs of beginning it at each place before that."""
        sums, starts = self.sums(width), [0, *self.bounds]
        return [
            [self.cost(width, start, end, sums) for start in starts[: index + 1]]
            for index, end in enumerate((*self.bounds, len(self.lines)))
        ]


def _candidates(rows: Sequence[_Row], columns: int) -> list[float]:
    widths = Counter(round(width) for row in rows for width in row.widths)
    kept = sorted(width for width, _ in widths.most_common(7 if columns <= 3 else 6))
    return [float(width) for width in kept]


def _step(ways: Sequence[Sequence[float]], before: Sequence[float], last: bool) -> list[float]:
    """Best cost of ending the next cell at each place (the last cell: behind the last line), given the one before.

    Places are the first line, those where a cell can begin, and the end of the row; one that cannot be is infinite.
    """
    if last:
        return [min(map(add, before, ways[-1]))]
    return [_INFINITE, *(min(map(add, before, costs)) for costs in ways)]


def _widths(rows: Sequence[_Row], columns: int) -> tuple[float, ...] | None:
    """The column widths that fit all rows best, None when a row has fewer lines than columns."""
    candidates = _candidates(rows, columns)
    ways = {width: [row.ways(width) for row in rows] for width in candidates}
    states: dict[tuple[float, ...], list[list[float]]] = {(): [[0.0, *(_INFINITE for _ in row.bounds)] for row in rows]}
    for column in range(columns):
        last = column == columns - 1
        states = {
            (*widths, width): [_step(possible, costs, last) for possible, costs in zip(ways[width], ends, strict=True)]
            for widths, ends in states.items() for width in candidates
        }
    best: tuple[float, tuple[float, ...]] | None = None
    for widths, ends in states.items():
        total = sum(costs[-1] for costs in ends) + 0.01 * sum(widths)
        if total < _INFINITE and (best is None or (total, widths) < best):
            best = total, widths
    return best[1] if best else None


def _splits(row: _Row, widths: Sequence[float]) -> list[tuple[float, tuple[int, ...]]]:
    """The best ways to end the cells of a row, best first: the few best of the last cells, then of those before."""
    size, starts = len(row.lines), (0, *row.bounds)
    sums = row.sums(widths[-1])
    found: dict[int, list[tuple[float, tuple[int, ...]]]] = {
        start: [(row.cost(widths[-1], start, size, sums), (size,))] for start in starts
    }
    for width in reversed(widths[:-1]):
        sums, behind = row.sums(width), found
        found = {
            start: sorted(
                (row.cost(width, start, end, sums) + cost, (end, *ends))
                for end in row.bounds if end > start for cost, ends in behind[end]
            )[:4]
            for start in starts
        }
    return found[0]


def split_rows(rows: Sequence[Sequence[Line]], columns: int) -> list[Split] | None:
    """Cut every row into `columns` cells; None when they cannot be cut at all."""
    known = [_Row(row) for row in rows]
    whole = [row for row in known if len(row.bounds) + 1 >= columns]
    widths = _widths(whole, columns) if whole else None
    if widths is None:
        return None
    found = []
    for row in known:
        ways = _splits(row, widths)
        if not ways:
            found.append(Split((), 0.0))
            continue
        margin = ways[1][0] - ways[0][0] if len(ways) > 1 else _INFINITE
        found.append(Split(ways[0][1], margin))
    return found


def pieces(text: str, offset: int, opens: bool) -> list[Line]:
    """Cut one line of the text layer at tabs and wide gaps; the first piece opens a cell when told so."""
    found: list[Line] = []
    for match in re.finditer(r"(?:[^\s|\u3000]|[ ](?! ))+", text):
        body = match[0].strip()
        if body:
            start = offset + match.start() + match[0].index(body[0])
            found.append(Line(start, start + len(body), body, opens or bool(found)))
    return found
