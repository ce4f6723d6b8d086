"""Differences and quotients of two printed values, with the arithmetic.

Quotients are rounded half up to two decimals, once; where the document prints the same value it is shown beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import PERCENT, Figure, quotient
from budget_kg.answering.plan import Selection
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result, Step
from budget_kg.errors import Say

_HUNDRED: Final = Decimal(100)
_PLACES: Final = 2


_QUOTIENTS: Final = {
    "share": ("{0}占{1}", "{0} as a share of {1}"),
    "completion": ("{0}：决算占预算", "{0}: actual as a share of the budget"),
    "ratio": ("{0}是{1}的", "{0} against {1}"),
    "per": ("{0}除以{1}，平均", "{0} for each of {1}"),
}
"""What quotients are called, in both languages."""


def minus(
    planner: Planner, operation: str, about: Say, one: Part, other: Part, selections: Iterable[Selection]
) -> Result:
    """One value less the other."""
    assert one.figure is not None and other.figure is not None
    figure = Figure(one.figure.value - other.figure.value, one.figure.unit)
    part = Part(about, figure, rows=(*one.rows, *other.rows))
    return Result(
        plan=planner.plan(operation, about, selections),
        confidence="derived",
        main=[part],
        other=[one, other],
        steps=[Step("−", (one.figure, other.figure), figure)],
    )


def added(figures: Sequence[Figure]) -> Figure:
    """The sum of figures of one unit."""
    return Figure(sum((one.value for one in figures), Decimal(0)), figures[0].unit)


def plus(planner: Planner, about: Say, operands: Sequence[tuple[Selection, Part]]) -> Result:
    """Values added up."""
    parts = [part for _, part in operands]
    figures = tuple(part.figure for part in parts if part.figure is not None)
    total = added(figures)
    return Result(
        plan=planner.plan("sum", about, [selection for selection, _ in operands]),
        confidence="derived",
        main=[Part(about, total, rows=tuple(row for part in parts for row in part.rows))],
        other=parts,
        steps=[Step("+", figures, total)],
    )


def divided(
    planner: Planner,
    operation: str,
    one: Part,
    other: Part,
    *,
    plan_parts: Iterable[Selection],
    printed: Part | None = None,
) -> Result:
    """One value as a share or multiple of the other, or one for each of the other."""
    assert one.figure is not None and other.figure is not None
    value = quotient(one.figure.value, other.figure.value)
    if operation in ("share", "completion"):
        figure, sign = Figure(value * _HUNDRED, PERCENT, _PLACES), "÷"
    elif operation == "ratio":
        figure, sign = Figure(value, "times", _PLACES), "÷"
    else:
        figure, sign = Figure(value, one.figure.unit, _PLACES), "÷"
    zh, en = _QUOTIENTS.get(operation, _QUOTIENTS["per"])
    about = Say(zh.format(one.about.zh, other.about.zh), en.format(one.about.en, other.about.en))
    rows = (*one.rows, *other.rows, *(printed.rows if printed is not None else ()))
    return Result(
        plan=planner.plan(operation, about, plan_parts),
        confidence="derived",
        main=[Part(about, figure, rows=rows)],
        other=[one, other],
        steps=[Step(sign, (one.figure, other.figure), figure, printed.figure if printed is not None else None)],
    )


def value(part: Part) -> Decimal:
    """The value of an operand."""
    return part.figure.value if part.figure is not None else Decimal(0)
