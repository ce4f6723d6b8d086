"""Budget and actual: how much of a budget was spent, what is left of it, what is left at the end of the year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.arithmetic import divided, minus
from budget_kg.answering.figures import MONEY, unit_of
from budget_kg.answering.plan import attached
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS, Term
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import as_good, topics
from budget_kg.answering.values import MOST_READINGS, distinct, value_of
from budget_kg.errors import Say

_YEAR_END: Final = "年底"
_HUNDRED: Final = Decimal(100)


def completion(planner: Planner) -> list[Result]:
    """How much of a budget was spent: the printed rate, and the two amounts."""
    question = planner.question
    if not question.has("completion", "percent") or question.has("share", "change", "increase", "decrease", "add-up"):
        return []
    phases = ("actual", *BUDGETS)
    pool = planner.pool(phases=phases)
    results = []
    found = planner.subjects(question.terms, pool)
    good = (
        as_good(found)
        if question.terms
        else [
            topic
            for topic in found
            if topic.best.kind == "MoneyObservation"
            and not topic.best.project
            and set(topic.best.dims) <= {"fund", "expenditure-type"}
        ]
    )
    for topic in good[: MOST_READINGS if question.terms else 8]:
        money = topic.best.kind == "MoneyObservation"
        rated = attached(
            "rate", topic.members, planner.named(topic.best), kinds=("RateStatement",), rate="Completion" if money else ""
        )
        rates = planner.merged(planner.rows([rated]))
        selection = planner.select("value", topic, phases)
        amounts = planner.merged(planner.rows([selection]))
        plan = planner.plan("completion", selection.words, [rated, selection])
        if rates:
            result = Result(plan=plan, confidence="stated", main=rates, other=amounts)
            if rates[0].figure is not None:
                result.verdict = rates[0].figure.value >= _HUNDRED
            if len({part.figure for part in rates}) > 1:
                result.confidence = "conflicting"
            results.append(result)
        elif (
            money
            and question.has("completion")
            and (pair := budget_and_actual(amounts)) is not None
            and pair[0].figure
            and pair[0].figure.value
        ):
            results.append(divided(planner, "completion", pair[1], pair[0], plan_parts=[selection]))
    return distinct(results)[:MOST_READINGS]


def budget_and_actual(parts: Sequence[Part]) -> tuple[Part, Part] | None:
    """The budget and the actual of one subject; the adjusted budget before the initial one."""
    by_phase = {part.rows[0].statement.phase: part for part in reversed(parts) if part.figure is not None and part.rows}
    budget = next((by_phase[name] for name in ("adjusted", "budget", "initial") if name in by_phase), None)
    actual = by_phase.get("actual")
    return (budget, actual) if budget is not None and actual is not None else None


def remaining(planner: Planner) -> list[Result]:
    """What is left of a budget, or how far it was overspent."""
    question = planner.question
    if not question.has("remaining", "overrun") or (question.has("why")):
        return []
    named = [term for term in question.terms if not _carried(term) and _YEAR_END not in term.words]
    if not named and not set(question.phases) & set(BUDGETS) and not question.has("overrun"):
        return _balance(planner)
    question.terms = named
    phases = ("actual", *BUDGETS)
    spent = [one for one in planner.pool(phases=phases) if one.flow != "Revenue" or question.has("revenue")]
    pool = [one for one in spent if unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:1]:
        selection = planner.select("value", topic, phases)
        pair = budget_and_actual(planner.merged(planner.rows([selection])))
        if pair is None or pair[0].figure is None or pair[1].figure is None:
            continue
        left = pair[0].figure.value - pair[1].figure.value
        over = question.has("overrun")
        one, other = (pair[1], pair[0]) if over else pair
        assert one.figure is not None and other.figure is not None
        result = minus(planner, "overrun" if over else "remaining", selection.words, one, other, [selection])
        result.verdict = (left < 0) if over else (left > 0)
        return [result]
    return []


def _carried(term: Term) -> bool:
    """Whether a word is one for money left over."""
    return bool(term.senses) and all(
        sense.notation in ("closing-balance", "opening-balance", "carried-over") for sense in term.senses
    )


def _balance(planner: Planner) -> list[Result]:
    """What was left at the end of the year: the carry-over printed, else revenue less expenditure."""
    pool = planner.pool(phases=("actual", *BUDGETS))
    closing = [one for one in pool if one.dims.get("item") == "closing-balance"]
    found = [
        value for topic in topics(planner.inventory, (), closing)[:1] if (value := value_of(planner, topic)) is not None
    ]
    if found:
        return found
    sides = []
    for flow in ("Revenue", "Expenditure"):
        own = [one for one in pool if one.kind == "MoneyObservation" and one.flow == flow and one.phase in planner.phases]
        total = next((one for one in topics(planner.inventory, (), own) if not set(one.best.dims) - {"item"}), None)
        operand = planner.operand(flow.lower(), total, planner.phases) if total is not None else None
        if operand is not None:
            sides.append(operand)
    if len(sides) < 2:
        return []
    about = Say("本年收入与支出之差", "revenue less expenditure")
    result = minus(planner, "remaining", about, sides[0][1], sides[1][1], [sides[0][0], sides[1][0]])
    figure = result.main[0].figure
    result.verdict = figure is not None and figure.value > 0
    return [result]
