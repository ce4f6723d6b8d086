"""The largest and smallest of a group: by value, by change on the year before, by what was left of a budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from budget_kg.answering.adding import parts_of, with_sum
from budget_kg.answering.arithmetic import minus
from budget_kg.answering.figures import unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.matching import fits
from budget_kg.answering.members import NOUNS, Member, before, change_of, levels, member_list, members, noun_of
from budget_kg.answering.plan import Selection, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.errors import Say


def ranked(planner: Planner) -> list[Result]:
    """The largest or smallest of a group, by value, change, or share."""
    question = planner.question
    if not question.has("rank-high", "rank-low"):
        return []
    noun = noun_of(planner)
    if not noun and question.terms and not question.has("increase", "decrease", "change"):
        pool = [one for one in planner.pool() if one.value is not None]
        for topic in planner.subjects(question.terms, pool)[:2]:
            parts = parts_of(planner, topic)
            if len(parts) > 1:
                return _rank_parts(planner, parts, "item")
    if not noun or noun == "value":
        own = _similar(planner)
        if own:
            return _rank_parts(planner, own, "value")
        noun = noun or ("project" if _has_projects(planner) and question.has("outcome") else "func")
    if question.has("increase", "decrease", "change"):
        for level in levels(planner, noun):
            results = _rank_changes(planner, member_list(planner, noun, level), noun)
            if results:
                return results
        return []
    group = members(planner, noun)
    if question.has("difference") and question.has("rank-high") and question.has("rank-low"):
        return _spread(planner, group, noun)
    if question.has("remaining", "overrun", "completion"):
        return _rank_execution(planner, group, noun)
    found = [one for member in group if (one := member.value(planner.phases, planner.year)) is not None]
    return _rank_parts(planner, found, noun)


def _has_projects(planner: Planner) -> bool:
    return any(one.project for one in planner.inventory.of_kind("MoneyObservation"))


def _similar(planner: Planner) -> list[Statement]:
    """Values whose names share a term of the question: those of several things of one sort."""
    terms = planner.question.terms
    if not terms:
        return []
    pool = [one for one in planner.pool() if one.value is not None and one.kind != "MoneyObservation"]
    rates = [one for one in planner.inventory.of_kind("RateStatement") if one.label or one.owner]
    if planner.question.has("change", "increase", "decrease", "percent"):
        pool = rates + [one for one in pool if one.unit == "percent"]
    found = [fit for fit in fits(planner.inventory, terms, pool) if fit.coverage > 0.2 and fit.score > 0.05]
    units = {unit_of(fit.statement) for fit in found}
    if len(found) < 2 or not units:
        return []
    unit = unit_of(found[0].statement)
    return [fit.statement for fit in found if unit_of(fit.statement) == unit][:12]


def _rank_parts(planner: Planner, found: Sequence[Statement], noun: str) -> list[Result]:
    if len(found) < 2:
        return []
    selection = these("part", found, NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    low = planner.question.has("rank-low") and not planner.question.has("rank-high")
    parts.sort(key=lambda part: part.figure.value if part.figure else Decimal(0), reverse=not low)
    if low:
        parts = [part for part in parts if part.figure and part.figure.value] or parts
    return [_top(planner, "rank", parts, noun, [selection])]


def _top(planner: Planner, operation: str, parts: Sequence[Part], noun: str, selections: Iterable[Selection]) -> Result:
    top = planner.question.top or 1
    shown = list(parts[:top])
    result = Result(
        plan=planner.plan(operation, NOUNS[noun], selections),
        confidence="derived",
        main=shown,
        other=list(parts[top : top + 4]),
    )
    return with_sum(planner, result)


def _spread(planner: Planner, group: Sequence[Member], noun: str) -> list[Result]:
    found = [one for member in group if (one := member.value(planner.phases, planner.year)) is not None]
    if len(found) < 2:
        return []
    selection = these("part", found, NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    parts.sort(key=lambda part: part.figure.value if part.figure else Decimal(0))
    about = Say("最大与最小之差", "largest less smallest")
    return [minus(planner, "difference", about, parts[-1], parts[0], [selection])]


def _rank_changes(planner: Planner, group: Sequence[Member], noun: str) -> list[Result]:
    pairs = [(member, pair) for member in group if (pair := before(planner, member)) is not None]
    if len(pairs) < 2:
        changes = [one for member in group if (one := change_of(planner, member)) is not None]
        return _rank_parts(planner, changes, noun)
    return _by_difference(planner, pairs, noun, planner.question.has("increase"))


def _rank_execution(planner: Planner, group: Sequence[Member], noun: str) -> list[Result]:
    pairs = []
    for member in group:
        budget = member.value(("adjusted", "budget", "initial"), planner.year)
        actual = member.value(("actual",), planner.year)
        if budget is not None and actual is not None:
            pairs.append((member, (actual, budget)))
    return _by_difference(planner, pairs, noun, planner.question.has("overrun"))


def _by_difference(
    planner: Planner, pairs: Sequence[tuple[Member, tuple[Statement, Statement]]], noun: str, upwards: bool
) -> list[Result]:
    results = []
    for member, (now, old) in pairs:
        rows = planner.rows([these("now", [now], member.name), these("before", [old], member.name)])
        parts = [planner.part(row) for row in rows]
        if len(parts) == 2 and parts[0].figure and parts[1].figure:
            results.append(
                minus(planner, "rank", member.name, parts[0], parts[1], [these("part", [now, old], member.name)])
            )
    results.sort(key=lambda one: one.main[0].figure.value if one.main[0].figure else Decimal(0), reverse=upwards)
    if not results:
        return []
    top = planner.question.top or 1
    first = results[0]
    first.main = [one.main[0] for one in results[:top]]
    first.plan = planner.plan("rank", NOUNS[noun], first.plan.selections)
    return [first]
