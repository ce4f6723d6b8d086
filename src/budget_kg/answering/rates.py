"""Printed rates worked out again: whether a growth, share or completion rate agrees with its own amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from budget_kg.answering.budgets import budget_and_actual
from budget_kg.answering.figures import MONEY, PERCENT, Figure, quotient, unit_of
from budget_kg.answering.plan import Selection, attached, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.topics import Topic, key
from budget_kg.errors import Say

_HUNDRED: Final = Decimal(100)
_PLACES: Final = 2


def checked(planner: Planner) -> list[Result]:
    """A printed rate beside the same rate worked out from the printed amounts."""
    question = planner.question
    asks_rate = question.has("change", "increase", "decrease", "percent", "completion") or any(
        unit == "%" for _, unit in question.numbers
    )
    if not (question.has("add-up") and asks_rate):
        return []
    pool = [one for one in planner.pool(phases=("actual", *BUDGETS)) if unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:3]:
        result = _growth(planner, topic) or _two_years(planner, topic) or _completion(planner, topic)
        if result is not None:
            return [result]
    return []


def _growth(planner: Planner, topic: Topic) -> Result | None:
    about = planner.named(topic.best)
    said = attached("change", topic.members, about, kinds=("ChangeStatement",))
    rated = attached("rate", topic.members, about, kinds=("RateStatement",), rate="Growth")
    changes = [part for part in planner.merged(planner.rows([said])) if part.figure is not None]
    rates = [part for part in planner.merged(planner.rows([rated])) if part.figure is not None]
    selection = planner.select("value", topic, planner.phases)
    now = next((part for part in planner.merged(planner.rows([selection])) if part.figure is not None), None)
    if not changes or not rates or now is None or now.figure is None or changes[0].figure is None:
        return None
    before = Figure(now.figure.value - changes[0].figure.value, MONEY)
    if not before.value:
        return None
    rate = Figure(quotient(changes[0].figure.value, before.value) * _HUNDRED, PERCENT, _PLACES)
    return _judged(planner, rates[0], rate, (changes[0].figure, before), [now, changes[0]], [said, rated, selection])


def _two_years(planner: Planner, topic: Topic) -> Result | None:
    """Growth from the amounts of two years, against the percentage that the question quotes."""
    quoted = next((number for number, unit in planner.question.numbers if unit == "%"), None)
    own = planner.inventory.document.year
    earlier = [
        one
        for one in planner.pool(year=own - 1, phases=("actual", *BUDGETS))
        if key(one)[:3] == topic.key[:3]
        and one.dims.get("func") == topic.best.dims.get("func")
        and one.dims.get("item") == topic.best.dims.get("item")
    ]
    if not earlier:  # printed of the only class below it
        code = topic.best.dims.get("func", "")
        below = [one for one in planner.pool(year=own - 1, phases=("actual", *BUDGETS))
                 if code and one.flow == topic.best.flow and one.dims.get("func", "").startswith(code)]
        earlier = below if len({one.dims["func"] for one in below}) == 1 else []
    now = planner.operand("value", topic, planner.phases)
    if quoted is None or not earlier or now is None or now[1].figure is None:
        return None
    about = planner.named(topic.best)
    before = next(iter(planner.merged(planner.rows([these("before", earlier[:1], about)]))), None)
    if before is None or before.figure is None or not before.figure.value:
        return None
    moved = Figure(now[1].figure.value - before.figure.value, MONEY)
    rate = Figure(quotient(moved.value, before.figure.value) * _HUNDRED, PERCENT, _PLACES)
    result = Result(
        plan=planner.plan("check-rate", about, [now[0], these("before", earlier[:1], about)]),
        confidence="derived",
        main=[Part(Say(f"{about.zh}增长率", f"{about.en}, growth"), rate, rows=(*now[1].rows, *before.rows))],
        other=[now[1], before],
        steps=[Step("÷", (moved, before.figure), rate, Figure(quoted, PERCENT))],
    )
    result.verdict = abs(rate.value - quoted) < Decimal("0.1")
    return result


def _completion(planner: Planner, topic: Topic) -> Result | None:
    about = planner.named(topic.best)
    rated = attached("rate", topic.members, about, kinds=("RateStatement",), rate="Completion")
    rates = [part for part in planner.merged(planner.rows([rated])) if part.figure is not None]
    selection = planner.select("value", topic, ("actual", *BUDGETS))
    pair = budget_and_actual(planner.merged(planner.rows([selection])))
    if not rates or pair is None or pair[0].figure is None or pair[1].figure is None or not pair[0].figure.value:
        return None
    rate = Figure(quotient(pair[1].figure.value, pair[0].figure.value) * _HUNDRED, PERCENT, _PLACES)
    return _judged(planner, rates[0], rate, (pair[1].figure, pair[0].figure), [pair[1], pair[0]], [rated, selection])


def _judged(
    planner: Planner,
    printed: Part,
    worked_out: Figure,
    operands: tuple[Figure, ...],
    basis: list[Part],
    selections: list[Selection],
) -> Result:
    assert printed.figure is not None
    rows = tuple(row for part in (printed, *basis) for row in part.rows)
    step = Decimal(next(iter(printed.rows)).statement.first("printedStep") or 1)
    result = Result(
        plan=planner.plan("check-rate", printed.about, selections),
        confidence="derived",
        main=[Part(printed.about, worked_out, rows=rows), printed],
        other=basis,
        steps=[Step("÷", operands, worked_out, printed.figure)],
    )
    result.verdict = abs(worked_out.value - printed.figure.value) <= step
    return result
