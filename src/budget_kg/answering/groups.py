"""Operations on many values: ranking, listing by a condition, counting, breaking down, adding up.

A group are the values of one sort of thing: projects, functional classes of one level, economic classes, parts of an
item, or indicators whose names share what the question names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import Figure, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.matching import fits
from budget_kg.answering.operations import minus, value_of
from budget_kg.answering.plan import Selection, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.topics import BUDGETS, Topic
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_LEVELS: Final = {"类": 3, "款": 5, "项": 7}
_NOUNS: Final = {
    "project": Say("项目", "projects"),
    "func": Say("功能科目", "functional classes"),
    "econ-dep": Say("经济科目", "economic classes"),
    "item": Say("组成部分", "parts"),
    "fund": Say("资金来源", "funding sources"),
    "expenditure-type": Say("支出类型", "expenditure types"),
    "value": Say("指标", "figures"),
}


@dataclass(slots=True)
class Member:
    """One thing of a group, with its statements by phase and year."""

    name: Say
    statements: list[Statement] = field(default_factory=list)

    def value(self, phases: Iterable[str], year: int) -> Statement | None:
        """The first statement of one of the phases in a year."""
        for phase in phases:
            for one in self.statements:
                if one.year == year and (one.phase == phase or one.kind != "MoneyObservation"):
                    return one
        return None


# -- which group ----------------------------------------------------------------------------------------------------


def members(planner: Planner, noun: str) -> list[Member]:
    """The things of a sort, in the order of the text."""
    for level in _levels(planner, noun):
        found = _members(planner, noun, level)
        if len(found) > 1:
            return found
    return []


def _members(planner: Planner, noun: str, level: int | None) -> list[Member]:
    found: dict[str, Member] = {}
    statements = planner.inventory.of_kind("MoneyObservation")
    if noun == "project":
        for one in statements:
            if one.project and one.dims.get("item", "") in ("", "additions"):
                found.setdefault(one.project, Member(planner.named(one))).statements.append(one)
    elif noun in ("func", "econ-dep", "fund", "expenditure-type"):
        for one in statements:
            code = one.dims.get(noun, "")
            others = {scheme for scheme in one.dims if scheme not in (noun, "fund")}
            if (
                code
                and not one.project
                and one.flow == "Expenditure"
                and (level is None or len(code) == level)
                and not others
            ):
                found.setdefault(code, Member(planner.named(one))).statements.append(one)
    _prefer_prose(found.values(), planner.question.senses("fund"))
    return list(found.values())


def _prefer_prose(found: Iterable[Member], funds: Collection[str] = ()) -> None:
    for one in found:
        if funds and any(statement.dims.get("fund") in funds for statement in one.statements):
            one.statements = [statement for statement in one.statements if statement.dims.get("fund") in funds]
        one.statements.sort(key=lambda statement: ("fund" in statement.dims and len(statement.dims) > 1, statement.start))


def _levels(planner: Planner, noun: str) -> list[int | None]:
    """The lengths of codes that may be meant, the likeliest first."""
    if noun != "func":
        return [None]
    text = planner.question.whole or planner.question.text
    for word, level in _LEVELS.items():
        if f"{word}级" in text or f"（{word}）" in text or f"按{word}" in text:
            return [level]
    lengths = sorted(
        {len(one.dims["func"]) for one in planner.inventory.of_kind("MoneyObservation") if "func" in one.dims}
    )
    if re.search(r"\blines?\b", text.casefold()):
        lengths.reverse()
    return list(lengths)


def noun_of(planner: Planner) -> str:
    """The sort of thing a question is about, from its words; empty when they do not say."""
    question = planner.question
    if question.has("project"):
        return "project"
    if question.has("class"):
        lower = question.text.casefold()
        return "econ-dep" if "经济" in lower or "economic" in lower else "func"
    if question.has("indicator", "key-work"):
        return "value"
    return ""


# -- ranking --------------------------------------------------------------------------------------------------------


def ranked(planner: Planner) -> list[Result]:
    """The largest or smallest of a group, by value, change, or share."""
    question = planner.question
    if not question.has("rank-high", "rank-low"):
        return []
    noun = noun_of(planner)
    if not noun or noun == "value":
        own = _similar(planner)
        if own:
            return _rank_parts(planner, own, "value")
        noun = noun or ("project" if _has_projects(planner) and question.has("outcome") else "func")
    if question.has("increase", "decrease", "change"):
        for level in _levels(planner, noun):
            results = _rank_changes(planner, _members(planner, noun, level), noun)
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
    selection = these("part", found, _NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    low = planner.question.has("rank-low") and not planner.question.has("rank-high")
    parts.sort(key=lambda part: part.figure.value if part.figure else Decimal(0), reverse=not low)
    if low:
        parts = [part for part in parts if part.figure and part.figure.value] or parts
    return [_top(planner, "rank", parts, noun, [selection])]


def with_sum(planner: Planner, result: Result, *, asked: bool = False) -> Result:
    """The sum of what was ranked or listed, where that is asked."""
    figures = [part.figure for part in result.main if part.figure is not None]
    if len(figures) > 1 and (asked or planner.question.has("add-up", "total")):
        total = Figure(sum((one.value for one in figures), Decimal(0)), figures[0].unit)
        rows = tuple(row for part in result.main for row in part.rows)
        result.steps.append(Step("+", tuple(figures), total))
        result.main.append(Part(Say("合计", "together"), total, rows=rows))
    return result


def _top(planner: Planner, operation: str, parts: Sequence[Part], noun: str, selections: Iterable[Selection]) -> Result:
    top = planner.question.top or 1
    shown = list(parts[:top])
    result = Result(
        plan=planner.plan(operation, _NOUNS[noun], selections),
        confidence="derived",
        main=shown,
        other=list(parts[top : top + 4]),
    )
    return with_sum(planner, result)


def _spread(planner: Planner, group: Sequence[Member], noun: str) -> list[Result]:
    found = [one for member in group if (one := member.value(planner.phases, planner.year)) is not None]
    if len(found) < 2:
        return []
    selection = these("part", found, _NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    parts.sort(key=lambda part: part.figure.value if part.figure else Decimal(0))
    about = Say("最大与最小之差", "largest less smallest")
    return [minus(planner, "difference", about, parts[-1], parts[0], [selection])]


def _before(planner: Planner, member: Member) -> tuple[Statement, Statement] | None:
    year = planner.inventory.document.year
    now = member.value(planner.phases, year)
    old = member.value(("actual", *BUDGETS), year - 1)
    return (now, old) if now is not None and old is not None else None


def _change_of(planner: Planner, member: Member) -> Statement | None:
    """The change on the year before that is printed of a thing."""
    for one in member.statements:
        for said in planner.inventory.attached.get(one.iri, ()):
            if said.kind == "ChangeStatement" and said.first("baseYear") and said.value is not None:
                return said
    return None


def _rank_changes(planner: Planner, group: Sequence[Member], noun: str) -> list[Result]:
    pairs = [(member, pair) for member in group if (pair := _before(planner, member)) is not None]
    if len(pairs) < 2:
        changes = [one for member in group if (one := _change_of(planner, member)) is not None]
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
    first.plan = planner.plan("rank", _NOUNS[noun], first.plan.selections)
    return [first]


# -- listing and counting by a condition ----------------------------------------------------------------------------


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
    test = condition(planner)
    if test is None:
        return []
    chosen: list[Statement] = []
    for member in members(planner, noun):
        one = test(member)
        if one is not None:
            chosen.append(one)
    if not chosen and not question.has("unmet"):
        return []
    selection = these("part", chosen, _NOUNS[noun])
    parts = planner.merged(planner.rows([selection])) if chosen else []
    result = Result(plan=planner.plan("list", _NOUNS[noun], [selection]), confidence="derived", main=parts)
    result.count = len(chosen)
    return [result]


def condition(planner: Planner) -> Callable[[Member], Statement | None] | None:
    """The condition a question puts on the members of a group: the statement that meets it, or None."""
    question, year = planner.question, planner.year
    budgets = tuple(phase for phase in question.phases if phase in BUDGETS) or ("adjusted", "initial", "budget")
    threshold = next(((number, unit) for number, unit in question.numbers if unit or number == 0), None)
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
    factor = {"亿元": 10**8, "亿": 10**8, "万元": 10**4, "万": 10**4, "元": 1}.get(threshold[1], 1)
    limit = threshold[0] * factor
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
        pair = _before(planner, member)
        if pair is not None and pair[0].value is not None and pair[1].value is not None:
            moved, one = pair[0].value - pair[1].value, pair[0]
        else:
            change = _change_of(planner, member)
            if change is None or change.value is None:
                return None
            moved, one = change.value, change
        met = moved > 0 if question.has("increase") else moved < 0 if question.has("decrease") else moved == 0
        return one if met else None

    return test


# -- breaking down and adding up ------------------------------------------------------------------------------------


def parts_of(planner: Planner, topic: Topic) -> list[Statement]:
    """The statements that the document prints, or the code lists know, as parts of a subject."""
    best = topic.best
    pool = planner.pool()
    own = {one.iri for one in topic.members}
    printed = [
        one
        for one in planner.inventory.of_kind("MoneyObservation", "QuantityObservation")
        if set(one.data.get("partOf", ())) & own and one.year == best.year
    ]
    code = best.dims.get("item", "")
    if code:
        printed = [one for one in printed if _broader("item", one.dims.get("item", "")) == code]
    if len(printed) > 1:
        return _one_scheme(printed)
    for of in ("item", "func", "expenditure-type", "fund"):
        code = best.dims.get(of, "_T")
        rest = {name: value for name, value in best.dims.items() if name not in (of, "fund")}
        found: dict[str, Statement] = {}
        for one in pool:
            if (
                one.kind == best.kind
                and one.phase == best.phase
                and one.flow == best.flow
                and not one.project
                and _broader(of, one.dims.get(of, "")) == code
                and {name: value for name, value in one.dims.items() if name not in (of, "fund")} == rest
            ):
                found.setdefault(one.dims[of], one)
        if len(found) > 1:
            return list(found.values())
    return []


def _one_scheme(found: Sequence[Statement]) -> list[Statement]:
    by: dict[tuple[str, ...], list[Statement]] = {}
    for one in found:
        by.setdefault((one.kind, *sorted(one.dims), str(bool(one.project))), []).append(one)
    return max(by.values(), key=len)


def _broader(of: str, code: str) -> str:
    if not code:
        return ""
    if of == "func":
        return {3: "_T", 5: code[:3], 7: code[:5]}.get(len(code), "")
    concept = scheme(of).get(code)
    return concept.broader if concept is not None and concept.data.get("constituent", ("",))[0] == "true" else ""


def broken_down(planner: Planner) -> list[Result]:
    """The parts of a subject, and whether they make up the whole when that is asked."""
    question = planner.question
    if not question.has("breakdown", "add-up"):
        return []
    noun = noun_of(planner)
    if noun in ("project", "func", "econ-dep") and question.has("add-up"):
        return _sum_of_group(planner, noun)
    pool = [one for one in planner.pool() if one.value is not None]
    found = planner.subjects(question.terms, pool)
    if not found and question.terms:
        return []
    for topic in found[:4]:
        parts = parts_of(planner, topic)
        if len(parts) > 1:
            return [_summed(planner, parts, topic)]
    if question.has("add-up"):  # nothing to add up: whether the document keeps to one value
        return [one for topic in found[:1] if (one := value_of(planner, topic)) is not None]
    return []


def _summed(planner: Planner, found: Sequence[Statement], topic: Topic) -> Result:
    selection = these("part", found, planner.named(topic.best))
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    whole = planner.operand("whole", topic, planner.phases)
    asking = planner.question.has("add-up")
    result = Result(
        plan=planner.plan("add-up" if asking else "breakdown", planner.named(topic.best), [selection]),
        confidence="derived" if asking else "stated",
        main=parts,
    )
    if asking:
        _add(planner, result, parts, whole[1] if whole else None)
    elif whole is not None:
        result.other = [whole[1]]
    return result


def _add(planner: Planner, result: Result, parts: Sequence[Part], whole: Part | None) -> None:
    figures = [part.figure for part in parts if part.figure is not None]
    total = Figure(sum((one.value for one in figures), Decimal(0)), figures[0].unit)
    result.steps.append(Step("+", tuple(figures), total, whole.figure if whole is not None else None))
    result.other = list(parts)
    result.main = [Part(Say("各部分之和", "sum of the parts"), total, rows=tuple(r for part in parts for r in part.rows))]
    if whole is not None and whole.figure is not None:
        result.main.append(whole)
        left = Figure(total.value - whole.figure.value, total.unit)
        result.verdict = left.value == 0
        if left.value:
            result.main.append(Part(Say("相差", "difference"), left))
    del planner


def _sum_of_group(planner: Planner, noun: str) -> list[Result]:
    """The sum over a group against the printed total of it."""
    phases = planner.phases
    found = []
    for member in members(planner, noun):
        one = _evaluated(planner, member, phases) if noun == "project" else member.value(phases, planner.year)
        if one is not None and one.value is not None:
            found.append(one)
    if len(found) < 2 and "actual" not in phases and planner.inventory.document.kind == "FinalAccounts":
        phases = ("actual",)  # "that budget" may be the general public budget, of which the accounts are meant
        found = [one for member in members(planner, noun) if (one := member.value(phases, planner.year)) is not None]
    if len(found) < 2:
        return []
    selection = these("part", found, _NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    result = Result(plan=planner.plan("add-up", _NOUNS[noun], [selection]), confidence="derived", main=parts)
    kind = ("expenditure-type", "project") if noun == "project" else None
    wholes = [
        one
        for one in planner.pool(phases=phases)
        if one.kind == "MoneyObservation"
        and not one.project
        and (kind in one.dims.items() if kind else not set(one.dims) - {"fund"})
        and one.flow == "Expenditure"
        and one.phase in phases
    ]
    if noun == "func":
        fund = set(planner.question.senses("fund")) or {one.dims.get("fund", "") for one in found}
        wholes.sort(key=lambda one: one.dims.get("fund", "") not in fund)
    whole = None
    if wholes:
        rows = planner.rows([these("whole", wholes[:1], _NOUNS[noun])])
        whole = planner.part(rows[0]) if rows else None
    _add(planner, result, parts, whole)
    return [result]


def _evaluated(planner: Planner, member: Member, phases: Sequence[str]) -> Statement | None:
    """The value of a project in its evaluation, where the question is about evaluations; else the first."""
    if planner.question.has("evaluation"):
        for one in member.statements:
            if one.phase in phases and one.first("inSection").endswith("project-evaluation"):
                return one
        return None
    return member.value(phases, planner.year)
