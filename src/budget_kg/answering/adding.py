"""Parts of a whole, and whether they add up to it."""

from __future__ import annotations

from collections.abc import Sequence

from budget_kg.answering.arithmetic import added
from budget_kg.answering.figures import Figure
from budget_kg.answering.inventory import Statement
from budget_kg.answering.members import NOUNS, Member, members, noun_of
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.topics import Topic
from budget_kg.answering.values import value_of
from budget_kg.errors import Say
from budget_kg.vocab import scheme


def with_sum(planner: Planner, result: Result, *, asked: bool = False) -> Result:
    """The sum of what was ranked or listed, where that is asked."""
    figures = [part.figure for part in result.main if part.figure is not None]
    if len(figures) > 1 and (asked or planner.question.has("add-up", "total")):
        total = added(figures)
        rows = tuple(row for part in result.main for row in part.rows)
        result.steps.append(Step("+", tuple(figures), total))
        result.main.append(Part(Say("合计", "together"), total, rows=rows))
    return result


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
    if printed:
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
        if len(parts) > 1 or (parts and not question.has("add-up")):
            return [_summed(planner, parts, topic)]
    if question.has("add-up"):  # nothing to add up: whether the document keeps to one value
        return [one for topic in found[:1] if (one := value_of(planner, topic)) is not None]
    return []


def used_for(planner: Planner) -> list[Result]:
    """What a sum or a number of things went to: its parts that are not nought."""
    question = planner.question
    if not question.has("outcome") or not question.terms:
        return []
    pool = [one for one in planner.pool() if one.value is not None]
    for topic in planner.subjects(question.terms, pool)[:3]:
        found = [one for one in parts_of(planner, topic) if one.value]
        if found:
            return [_summed(planner, found, topic)]
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
        _add(result, parts, whole[1] if whole else None)
    elif whole is not None:
        result.other = [whole[1]]
    return result


def _add(result: Result, parts: Sequence[Part], whole: Part | None) -> None:
    figures = [part.figure for part in parts if part.figure is not None]
    total = added(figures)
    result.steps.append(Step("+", tuple(figures), total, whole.figure if whole is not None else None))
    result.other = list(parts)
    result.main = [Part(Say("各部分之和", "sum of the parts"), total, rows=tuple(r for part in parts for r in part.rows))]
    if whole is not None and whole.figure is not None:
        result.main.append(whole)
        left = Figure(total.value - whole.figure.value, total.unit)
        result.verdict = left.value == 0
        if left.value:
            result.main.append(Part(Say("相差", "difference"), left))


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
    selection = these("part", found, NOUNS[noun])
    parts = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    result = Result(plan=planner.plan("add-up", NOUNS[noun], [selection]), confidence="derived", main=parts)
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
        rows = planner.rows([these("whole", wholes[:1], NOUNS[noun])])
        whole = planner.part(rows[0]) if rows else None
    _add(result, parts, whole)
    return [result]


def _evaluated(planner: Planner, member: Member, phases: Sequence[str]) -> Statement | None:
    """The value of a project in its evaluation, where the question is about evaluations; else the first."""
    if planner.question.has("evaluation"):
        for one in member.statements:
            if one.phase in phases and one.first("inSection").endswith("project-evaluation"):
                return one
        return None
    return member.value(phases, planner.year)
