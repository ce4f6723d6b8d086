"""Flattened tables of two sides, revenue and expenditure, line by line: each label tells its side by its words.

Lines of carry-overs are printed with the same words on both sides: which side they stand on is told by the balance
they are part of, and has to add up to it in one way only. What tells no side stands behind both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from budget_kg.facts import Term
from budget_kg.grids.alignment import Told
from budget_kg.grids.flat_balances import Line, line_of, told_sides
from budget_kg.grids.flat_rows import FlatRow, Head, cell, columns_of, is_figure, is_label, labelled_rows, without_tail
from budget_kg.grids.flat_words import Word
from budget_kg.grids.grid import key
from budget_kg.grids.words import words_of
from budget_kg.model import Cell
from budget_kg.vocab import B

_SECOND = 2  # the column where the second side begins


def two_sides(head: Sequence[Word], body: Sequence[Word], stated: str) -> list[Cell]:
    """The cells of a table of two sides, none when its head is no such."""
    starts = [index for index, word in enumerate(head) if "name" in words_of(key(word.text)).roles()]
    if len(starts) != 2 or not all(is_label(word) or is_figure(word) for word in head):
        return []
    left = [word for word in head[starts[0] + 1 : starts[1]] if is_figure(word)]
    right = [word for word in head[starts[1] + 1 :] if is_figure(word)]
    if len(left) != 1 or not right:
        return []
    rows = without_tail(labelled_rows(body))
    return [*_head(head, starts, left, right), *_rows(rows, right, stated)]


def _head(head: Sequence[Word], starts: Sequence[int], left: Sequence[Word], right: Sequence[Word]) -> list[Cell]:
    """The words over both sides, and below them the heads of their columns."""
    over = zip(head[: starts[0]], ((0, _SECOND), (_SECOND, 1 + len(right))), strict=False)
    cells = [replace(cell(0, at, [word]), columns=width) for word, (at, width) in over]
    cells += [cell(1, 0, [head[starts[0]]]), cell(1, 1, left), cell(1, _SECOND, [head[starts[1]]])]
    return cells + [cell(1, _SECOND + 1 + column, [word]) for column, word in enumerate(right)]


def _rows(rows: Sequence[FlatRow], right: Sequence[Word], stated: str) -> list[Cell]:
    """Each side from the top, and what tells no side behind both."""
    lines = told_sides([line_of(row) for row in rows], len(right))
    told = iter(_spent_columns(lines, right, stated))
    beyond = _SECOND + len(right) + 2
    places: dict[Term | None, int] = {Term(B.Revenue): 0, Term(B.Expenditure): _SECOND, None: beyond}
    depth = dict.fromkeys(places, 2)
    cells: list[Cell] = []
    for line in lines:
        row, side = line.row, line.side
        single = side is not None and len(row.numbers) == 1
        columns = next(told) if side == B.Expenditure else [0] if single else [None] * len(row.numbers)
        cells.append(cell(depth[side], places[side], row.labels))
        for index, (column, word) in enumerate(zip(columns, row.numbers, strict=True)):
            place = places[side] + 1 + column if column is not None else beyond + 1 + index
            cells.append(cell(depth[side], place, [word]))
        depth[side] += 1
    return cells


def _spent_columns(lines: Sequence[Line], figures: Sequence[Word], stated: str) -> Sequence[Told]:
    """The columns of the expenditure side: classes are part of the year's total, this and balances of the whole."""
    spent = [line for line in lines if line.side == B.Expenditure]
    head = Head((), tuple(figures))
    totalled = words_of(key(figures[0].text)).roles() & {"total", "expenditure"} or len(figures) > 1
    if len(figures) > 1 and not totalled:
        return [[None] * len(line.row.numbers) for line in spent]
    return columns_of([line.row for line in spent], list(_wholes(spent)), head, stated)


def _wholes(lines: Sequence[Line]) -> Iterator[int | None]:
    """For each line the one it is part of."""
    numbered = [index for index, line in enumerate(lines) if line.row.numbers]
    year = next((index for index in numbered if lines[index].is_year), None)
    top = next((index for index in numbered if lines[index].is_grand), None)
    balance: int | None = None
    direct: int | None = None
    for index, line in enumerate(lines):
        if line.is_balance or line.is_distribution:
            balance, direct = (index if line.is_balance else None), None
        if line.is_grand:
            yield None
        elif line.is_year or line.is_balance or line.is_distribution:
            yield top
        elif line.below is not None:
            yield direct if line.is_part and direct is not None else balance
        else:
            yield year
        if line.below is not None and not line.is_part:
            direct = index
