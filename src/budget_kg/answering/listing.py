"""The things of a group that meet a condition, and how many do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import YUAN
from budget_kg.answering.inventory import Statement
from budget_kg.answering.members import NOUNS, Member, before, change_of, levels, member_list, noun_of
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS
from budget_kg.answering.result import Result
from budget_kg.answering.targets import unmet

_WITHOUT: Final = re.compile("没有|没给|无(?!关)|without|with no|had no|zero")


def listed(planner: Planner) -> list[Result]:
    """The things of a group that meet a condition, or how many do."""
    question = planner.question
    noun = noun_of(planner)
    counting = not question.has("amount", "expenditure") and (
        bool(question.units & {"piece", "item"}) or (question.lang == "en" and question.has("how-many"))
    )
    if noun == "value" or question.has("share", "per", "why", "outcome"):
        return []
    if any(not term.senses for term in question.terms):
        return []
    if not noun or not (question.has("list", "breakdown", "add-up") or counting):
        return []
    aimed = re.search("目标|任务|指标|target|goal", question.asks.get("unmet", ""))
    if question.has("unmet") and (aimed or question.has("target", "indicator")):
        return unmet(planner)
    test = condition(planner)
    if test is None:
        return []
    if counting and noun == "project" and not question.has("list") and (printed := _printed_count(planner)):
        return printed
    chosen: list[Statement] = []
    for level in levels(planner, noun):  # budgets may be printed of another level than the totals
        chosen = [one for member in member_list(planner, noun, level) if (one := test(member)) is not None]
        if chosen:
            break
    if not chosen and not question.has("unmet"):
        return []
    selection = these("part", chosen, NOUNS[noun])
    parts = planner.merged(planner.rows([selection])) if chosen else []
    result = Result(plan=planner.plan("list", NOUNS[noun], [selection]), confidence="derived", main=parts)
    result.count = len(chosen)
    return [result]


def _printed_count(planner: Planner) -> list[Result]:
    """How many projects were evaluated, as printed; where a condition is asked for, it says nothing."""
    question = planner.question
    if (
        question.numbers
        or question.has("unmet", "overrun", "remaining", "more-than", "less-than", "equal-to")
        or question.phases
    ):
        return []
    found = [
        one
        for one in planner.inventory.of_kind("QuantityObservation")
        if one.dims.get("item") == "evaluated-project-count" and one.year == planner.year
    ]
    if not found:
        return []
    selection = these("count", found, NOUNS["project"])
    parts = planner.merged(planner.rows([selection]))
    return [Result(plan=planner.plan("look-up", NOUNS["project"], [selection]), confidence="stated", main=parts)]


def condition(planner: Planner) -> Callable[[Member], Statement | None] | None:
    """The condition a question puts on the members of a group: the statement that meets it, or None."""
    question, year = planner.question, planner.year
    asked = [phase for phase in question.phases if phase in BUDGETS]
    budgets = tuple(dict.fromkeys((*asked, "adjusted", "initial", "budget")))
    threshold = next(((number, unit) for number, unit in question.numbers if unit or number == 0), None)
    if threshold is None and _budget_named(planner) and _WITHOUT.search(question.text.casefold()):
        threshold = (Decimal(0), "")
    if threshold is not None:
        return _threshold(planner, threshold, budgets if _budget_named(planner) else planner.phases, year)
    moving = question.has("change", "last-year") or question.years
    if question.has("unmet", "overrun", "remaining") or (
        question.has("less-than", "equal-to") and _budget_named(planner) and not moving
    ):
        return _against_budget(planner, budgets)
    if question.has("increase", "decrease", "equal-to") and moving:
        return _against_before(planner)
    if question.has("more-than", "less-than"):
        return None
    return lambda member: member.value(planner.phases, year)


def _budget_named(planner: Planner) -> bool:
    return bool(set(planner.question.phases) & set(BUDGETS))


def _threshold(
    planner: Planner, threshold: tuple[Decimal, str], phases: Sequence[str], year: int
) -> Callable[[Member], Statement | None]:
    limit = threshold[0] * YUAN.get(threshold[1], 1)
    less, more = planner.question.has("less-than"), planner.question.has("more-than")

    def test(member: Member) -> Statement | None:
        one = member.value(phases, year)
        if one is None or one.value is None:
            return None
        fits_ = one.value < limit if less else one.value > limit if more else one.value == limit
        return one if fits_ else None

    return test


def _against_budget(planner: Planner, budgets: Sequence[str]) -> Callable[[Member], Statement | None]:
    question, year = planner.question, planner.year

    def test(member: Member) -> Statement | None:
        actual, budget = member.value(("actual",), year), member.value(budgets, year)
        if actual is None or budget is None or actual.value is None or budget.value is None:
            return None
        if question.has("equal-to"):
            return actual if actual.value == budget.value else None
        if question.has("overrun"):
            return actual if actual.value > budget.value else None
        return actual if actual.value < budget.value else None

    return test


def _against_before(planner: Planner) -> Callable[[Member], Statement | None]:
    question = planner.question

    def test(member: Member) -> Statement | None:
        pair = before(planner, member)
        if pair is not None and pair[0].value is not None and pair[1].value is not None:
            moved, one = pair[0].value - pair[1].value, pair[0]
        else:
            change = change_of(planner, member)
            if change is None or change.value is None:
                return None
            moved, one = change.value, change
        met = moved > 0 if question.has("increase") else moved < 0 if question.has("decrease") else moved == 0
        return one if met else None

    return test
