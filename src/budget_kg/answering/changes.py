"""The change on the year before, and the value of that year: printed, or worked out from the change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.arithmetic import minus
from budget_kg.answering.figures import MONEY, PERCENT, Figure, quotient
from budget_kg.answering.plan import Selection, attached, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS, Question
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.topics import Topic, as_good, key, wanted
from budget_kg.answering.values import MOST_READINGS, distinct
from budget_kg.errors import Say

_HUNDRED: Final = Decimal(100)
_PLACES: Final = 2


def change(planner: Planner) -> list[Result]:
    """The change on the year before, or the value of that year: printed, or worked out from the change."""
    question = planner.question
    own = planner.inventory.document.year
    if _in_the_last(question) and planner.year == own:
        return []
    asks_value = question.has("last-year") and not question.has("change", "increase", "decrease", "difference")
    before = planner.year == own - 1 and not question.has("change", "increase", "decrease", "difference")
    if not (question.has("change", "last-year") or before or _moved(planner)):
        return []
    pool = [one for one in planner.pool(year=own) if wanted(question)(one) or one.kind == "MoneyObservation"]
    if question.has("last-year") or before:
        phases = tuple(question.strict) or ("actual", *BUDGETS)
        earlier = [one for one in planner.pool(year=own - 1, phases=phases) if wanted(question)(one)]
        if asks_value or before:
            found = planner.subjects(question.terms, earlier)
            results = [value_of_year(planner, topic) for topic in as_good(found)[:MOST_READINGS]]
            stated = distinct([one for one in results if one is not None])
            if stated:
                return stated
    for topic in planner.subjects(question.terms, pool)[:1]:
        result = _changed(planner, topic, value=asks_value or before)
        if result is not None:
            return [result]
    return []


def _in_the_last(question: Question) -> bool:
    """Whether "last year" is the year of the latest document: nothing is compared, and no year is named."""
    return (
        question.asks.get("last-year") in ("去年", "last year")
        and not question.has("change", "increase", "decrease", "difference", "ratio")
        and not question.years
    )


def _moved(planner: Planner) -> bool:
    question = planner.question
    if not question.has("increase", "decrease") or question.has("why", "rank-high", "rank-low", "list"):
        return False
    return not (set(question.phases) & set(BUDGETS)) or question.has("last-year")


def value_of_year(planner: Planner, topic: Topic) -> Result | None:
    """The values a document prints of an earlier year."""
    selection = planner.select("value", topic, planner.question.strict)
    parts = planner.merged(planner.rows([selection]))
    if not parts:
        return None
    return Result(plan=planner.plan("look-up", selection.words, [selection]), confidence="stated", main=parts)


def _changed(planner: Planner, topic: Topic, *, value: bool) -> Result | None:
    about = planner.named(topic.best)
    said = attached("change", topic.members, about, kinds=("ChangeStatement",))
    rated = attached("rate", topic.members, about, kinds=("RateStatement",), rate="Growth")
    changes = [part for part in planner.merged(planner.rows([said])) if _against_last_year(part)]
    rates = planner.merged(planner.rows([rated]))
    selection = planner.select("value", topic, planner.phases)
    now = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    plan = planner.plan("change", about, [said, rated, selection])
    moved = next((part for part in changes if part.figure is not None), None)
    if value:
        return _last_year(planner, about, now, moved, rates, plan.selections)
    if changes or rates:
        result = Result(plan=plan, confidence="stated", main=[*changes, *rates], other=now[:1])
        figure = moved.figure if moved is not None else next((part.figure for part in rates), None)
        if figure is not None:
            result.verdict = figure.value > 0 if planner.question.has("increase") else figure.value < 0
        if len({part.figure for part in changes}) > 1:
            result.confidence = "conflicting"
        return result
    return _two_years(planner, topic, about)


def _against_last_year(part: Part) -> bool:
    """Whether a change is one on the year before, not one on the budget."""
    return not any(row.statement.first("basePhase") for row in part.rows)


def _last_year(
    planner: Planner,
    about: Say,
    now: Sequence[Part],
    moved: Part | None,
    rates: Sequence[Part],
    selections: Iterable[Selection],
) -> Result | None:
    if not now or now[0].figure is None:
        return None
    if moved is not None and moved.figure is not None:
        assert now[0].figure is not None
        figure = Figure(now[0].figure.value - moved.figure.value, MONEY)
        step = Step("−", (now[0].figure, moved.figure), figure)
        rows = (*now[0].rows, *moved.rows)
    elif rates and rates[0].figure is not None:
        base = quotient(rates[0].figure.value, _HUNDRED) + 1
        if base <= 0:
            return None
        figure = Figure(quotient(now[0].figure.value, base), MONEY, _PLACES)
        step = Step("÷ (1 + r)", (now[0].figure, rates[0].figure), figure)
        rows = (*now[0].rows, *rates[0].rows)
    else:
        return None
    year = planner.inventory.document.year - 1
    part = Part(about, figure, phase=now[0].phase, year=year, rows=rows)
    other = [now[0], *([moved] if moved is not None else []), *rates[:1]]
    return Result(
        plan=planner.plan("last-year", about, selections), confidence="derived", main=[part], other=other, steps=[step]
    )


def _two_years(planner: Planner, topic: Topic, about: Say) -> Result | None:
    """The difference of the values of two years that are both printed."""
    own = planner.inventory.document.year
    before = [one for one in planner.pool(year=own - 1, phases=("actual", *BUDGETS)) if key(one) == topic.key]
    now = planner.operand("value", topic, planner.phases)
    if not before or now is None:
        return None
    rows = planner.rows([these("before", before, about)])
    parts = [part for part in planner.merged(rows) if part.figure is not None]
    if not parts:
        return None
    result = minus(planner, "change", about, now[1], parts[0], [now[0], these("before", before, about)])
    figure = result.main[0].figure
    assert figure is not None and parts[0].figure is not None and now[1].figure is not None
    if parts[0].figure.value:
        rate = Figure(quotient(figure.value, parts[0].figure.value) * _HUNDRED, PERCENT, _PLACES)
        result.main.append(Part(Say("增减率", "rate of change"), rate, rows=result.main[0].rows))
        result.steps.append(Step("÷", (figure, parts[0].figure), rate))
    result.verdict = figure.value > 0 if planner.question.has("increase") else figure.value < 0
    return result
