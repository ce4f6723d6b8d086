"""Which columns the numbers of a row stand in when empty cells have vanished: only sums can tell, and must agree.

A candidate is one way to put the numbers of a row into columns in their order. It has to satisfy the relations
between columns (合计 = 基本支出 + 项目支出) and, with its brothers, to add up to the row above it. A number whose
column is not the same in all candidates left is not told; nothing is chosen by likelihood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

Candidate = tuple[int, ...]
Told = list[int | None]
Sums = tuple[Decimal, ...]
_MOST_STATES = 4000
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of a row in their order, and the index of the row they are part of."""

    numbers: tuple[Decimal, ...]
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """In every row the columns `left` and the columns `right` have the same sum; an empty cell counts nothing."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table: how many, how they add up, and the worth of half a printed digit."""

    columns: int
    relations: tuple[Relation, ...]
    half_step: Decimal


def align(rows: Sequence[Row], shape: Shape, roots: dict[int, Candidate]) -> list[Told]:
    """The columns of the numbers of each row, None for a number whose column is not certain.

    `roots` says for some rows without a parent where their numbers stand; a column that is empty in the root is
    empty below it.
    """
    possible = [candidates(row, shape) for row in rows]
    for index, known in roots.items():
        possible[index] = [known] if known in possible[index] else []
    below: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.parent is not None:
            below.setdefault(row.parent, []).append(index)
    for _ in range(_ROUNDS):
        before = [len(ways) for ways in possible]
        for parent, children in sorted(below.items()):
            _agree(parent, children, rows, shape, possible)
        if before == [len(ways) for ways in possible]:
            break
    return [agreed(ways, len(row.numbers)) for row, ways in zip(rows, possible, strict=True)]


def agreed(ways: Sequence[Candidate], count: int) -> Told:
    """The column of each of `count` numbers that all ways agree on, None where they do not or there is no way."""
    places = [{way[index] for way in ways} for index in range(count)]
    return [columns.pop() if len(columns) == 1 else None for columns in places]


def candidates(row: Row, shape: Shape) -> list[Candidate]:
    """The ways to put the numbers of a row into columns in their order that satisfy the relations."""
    if len(row.numbers) > shape.columns:
        return []
    ways = combinations(range(shape.columns), len(row.numbers))
    return [way for way in ways if _adds_up(_spread(row, way, shape), shape)]


def _spread(row: Row, way: Candidate, shape: Shape) -> Sums:
    values = [Decimal(0)] * shape.columns
    for column, number in zip(way, row.numbers, strict=True):
        values[column] = number
    return tuple(values)


def _sum(values: Sums, columns: Iterable[int]) -> Decimal:
    return sum((values[column] for column in columns), Decimal(0))


def _adds_up(values: Sums, shape: Shape) -> bool:
    return all(
        abs(_sum(values, one.left) - _sum(values, one.right))
        <= shape.half_step * (len(one.left) + len(one.right))
        for one in shape.relations
    )


def _agree(
    parent: int, children: list[int], rows: Sequence[Row], shape: Shape, possible: list[list[Candidate]]
) -> None:
    """Drop what cannot stand: candidates of parent and children that no sum supports. No sum at all drops nothing."""
    if not all(possible[child] for child in children):
        return
    kept_parent: list[Candidate] = []
    kept: list[set[Candidate]] = [set() for _ in children]
    for way in possible[parent]:
        total = _spread(rows[parent], way, shape)
        used = _supported(total, [(rows[child], possible[child]) for child in children], shape)
        if used is None:
            return  # too many ways to follow: nothing is known
        if used:
            kept_parent.append(way)
            for ways, more in zip(kept, used, strict=True):
                ways |= more
    if kept_parent:
        possible[parent] = kept_parent
        for child, ways in zip(children, kept, strict=True):
            possible[child] = [way for way in possible[child] if way in ways]


def _is_within(values: Sums, total: Sums, slack: Decimal) -> bool:
    """Whether a part is nowhere more than the whole it is part of, where no part is below zero."""
    return all(have <= limit + slack for have, limit in zip(values, total, strict=True))


def _supported(
    total: Sums, children: list[tuple[Row, list[Candidate]]], shape: Shape
) -> list[set[Candidate]] | None:
    """For each child the candidates of the solutions that add up to the total; empty when there is none, None when
    there are too many states to follow.
    """
    slack = shape.half_step * (len(children) + 1)
    zero: Sums = (Decimal(0),) * shape.columns
    growing = all(min(row.numbers, default=Decimal(0)) >= 0 for row, _ in children)
    levels: list[dict[Sums, list[tuple[Candidate, Sums]]]] = []
    reached = {zero}
    for row, ways in children:
        steps: dict[Sums, list[tuple[Candidate, Sums]]] = {}
        following: set[Sums] = set()
        spreads = [(way, _spread(row, way, shape)) for way in ways]
        if growing:
            spreads = [one for one in spreads if _is_within(one[1], total, shape.half_step * 2)]
        for state in reached:
            for way, spread in spreads:
                after = tuple(have + more for have, more in zip(state, spread, strict=True))
                if not growing or _is_within(after, total, slack):
                    steps.setdefault(state, []).append((way, after))
                    following.add(after)
        if len(following) > _MOST_STATES:
            return None
        levels.append(steps)
        reached = following
    good = {
        state for state in reached
        if all(abs(have - wanted) <= slack for have, wanted in zip(state, total, strict=True))
    }
    used: list[set[Candidate]] = []
    for steps in reversed(levels):
        before: set[Sums] = set()
        ways_used: set[Candidate] = set()
        for state, taken in steps.items():
            for way, after in taken:
                if after in good:
                    before.add(state)
                    ways_used.add(way)
        used.append(ways_used)
        good = before
    return used[::-1] if good else []
