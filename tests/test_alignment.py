"""Numbers of flattened rows go to the columns that the sums allow; one that these allow more than one goes to none."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budget_kg.grids.alignment import Candidate, Relation, Row, Shape, align

SHAPE = Shape(4, (Relation((0,), (1, 2, 3)),), Decimal("0.005"))


def row(words: str, parent: int | None = None) -> Row:
    return Row(tuple(Decimal(word) for word in words.split()), parent)


def test_brothers_tell_each_other_apart() -> None:
    rows = [
        row("120.50 100.20 20.30"), row("60.00 50.20 9.80", 0), row("50.00 50.00", 0), row("10.50 10.50", 0),
        row("50.20 50.20", 1), row("9.80 9.80", 1),
    ]
    found = align(rows, SHAPE, {0: (0, 1, 3)})
    assert found == [[0, 1, 3], [0, 1, 3], [0, 1], [0, 3], [0, 1], [0, 3]]


def test_of_two_equal_brothers_the_totals_are_told() -> None:
    rows = [row("20 10 10"), row("10 10", 0), row("10 10", 0)]
    assert align(rows, SHAPE, {0: (0, 1, 2)}) == [[0, 1, 2], [0, None], [0, None]]


def test_without_a_root_no_part_is_chosen() -> None:
    assert align([row("20 20"), row("20 20", 0)], SHAPE, {}) == [[0, None], [0, None]]
    assert align([row("0 0")], SHAPE, {}) == [[None, None]]


def test_a_small_part_is_not_in_a_column_where_its_whole_is_blank() -> None:
    rows = [row("30 20 10"), row("20 20", 0), row("10 10", 0), row("0.03 0.03", 2), row("9.97 9.97", 2)]
    assert align([*rows, *(row("0.01 0.01", 1) for _ in range(9))], SHAPE, {0: (0, 1, 2)})[3] == [0, 2]


def test_sums_that_do_not_hold_tell_nothing_but_full_rows_are_read() -> None:
    rows = [row("20 10 5 5"), row("15 15", 0), row("9 3 3 3", 0)]
    assert align(rows, SHAPE, {}) == [[0, 1, 2, 3], [0, None], [0, 1, 2, 3]]


def test_a_row_with_more_numbers_than_columns_is_not_read() -> None:
    assert align([row("1 1 0 0 0")], SHAPE, {}) == [[None] * 5]


def test_rounding_does_not_stop_a_sum() -> None:
    rows = [row("10.00 6.67 3.33"), row("3.34 3.34", 0), row("3.33 3.33", 0), row("3.33 3.33", 0)]
    assert align(rows, SHAPE, {0: (0, 1, 2)})[0] == [0, 1, 2]


def test_a_negative_brother_may_bring_the_sum_down() -> None:
    rows = [row("10 10"), row("15 15", 0), row("-5 -5", 0)]
    assert align(rows, SHAPE, {0: (0, 2)}) == [[0, 2], [0, 2], [0, 2]]


VALUES = st.one_of(st.just(0), st.integers(1, 100_000))


@given(st.lists(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=5), min_size=1, max_size=5))
def test_what_is_told_is_true(groups: list[list[tuple[int, int, int]]]) -> None:
    """A random tree of sums, its empty cells taken out: every told number is where it was."""
    full: list[tuple[tuple[Decimal, ...], int | None]] = []
    totals = [[sum(part) for part in zip(*group, strict=True)] for group in groups]
    full.append((_whole([sum(part) for part in zip(*totals, strict=True)]), None))
    for group, total in zip(groups, totals, strict=True):
        full.append((_whole(total), 0))
        above = len(full) - 1
        full += [(_whole(one), above) for one in group]
    kept = [tuple(column for column, value in enumerate(values) if value) for values, _ in full]
    rows = [Row(tuple(value for value in values if value), parent) for values, parent in full]
    roots: dict[int, Candidate] = {0: kept[0]}
    for found, true in zip(align(rows, SHAPE, roots), kept, strict=True):
        assert len(found) == len(true)
        assert all(told in (None, column) for told, column in zip(found, true, strict=True))


def _whole(parts: list[int] | tuple[int, ...]) -> tuple[Decimal, ...]:
    return tuple(Decimal(part) / 100 for part in (sum(parts), *parts))
