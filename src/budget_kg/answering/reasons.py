"""Reasons the document gives, and the problems, remedies and outcomes it tells of projects and of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from budget_kg.answering.inventory import Statement
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.quoting import fitting, quoted
from budget_kg.answering.result import Result
from budget_kg.answering.topics import VALUED, accepted, as_good, topics
from budget_kg.errors import Say


def reasons(planner: Planner) -> list[Result]:
    """The reasons that the document gives for a figure, a change, or a target that was missed."""
    question = planner.question
    if not question.has("why"):
        return []
    explained, of = _explained(planner)
    if explained:
        results = quoted(planner, "why", explained, Say("原因", "reason"))
        for result in results:
            result.other = planner.merged(planner.rows([these("explained", of, result.plan.about)]))[:4]
        return results
    found = fitting(planner, ("Cause", "VarianceExplanation", "Issue"))
    if not found:
        found = [fit for fit in fitting(planner, ("Issue", "Cause"), 0.45) if fit.coverage >= 0.45]
    causes: list[Statement] = []
    for fit in found[:2]:
        one = fit.statement
        if one.kind == "Issue":
            causes += [
                planner.inventory.by_iri[name]
                for name in one.data.get("hasCause", ())
                if name in planner.inventory.by_iri
            ] or [one]
        else:
            causes.append(one)
    return quoted(planner, "why", [one for one in causes if one.kind in ("Cause", "Issue")][:3], Say("原因", "reason"))


def _explained(planner: Planner) -> tuple[list[Statement], list[Statement]]:
    """The causes of what is printed of the subject, and what they explain."""
    question, inventory = planner.question, planner.inventory
    subjects = [one for one in inventory.of_kind(*VALUED) if one.year is not None]
    with_reason: list[Statement] = []
    causes: dict[str, list[Statement]] = {}
    for one in subjects:
        own = _causes(planner, one)
        if own:
            with_reason.append(one)
            causes[one.iri] = own
    flowing = [one for one in with_reason if planner.flow_fits(one)] or with_reason
    found = [topic for topic in topics(inventory, question.terms, flowing) if accepted(inventory, topic)]
    result: list[Statement] = []
    of: list[Statement] = []
    for topic in as_good(found)[:2]:
        for one in topic.members:
            result += [cause for cause in causes[one.iri] if cause not in result]
            of += [said for said in (one, *inventory.attached.get(one.iri, ())) if said.value is not None]
    return result[:4], of[:6]


def _causes(planner: Planner, one: Statement) -> list[Statement]:
    inventory = planner.inventory
    found: list[Statement] = []
    about = [one, *inventory.attached.get(one.iri, ())]
    for statement in about:
        for said in (statement, *inventory.attached.get(statement.iri, ())):
            if said.kind == "VarianceExplanation":
                found += [inventory.by_iri[name] for name in said.data.get("hasCause", ()) if name in inventory.by_iri]
    return found


def narrated(planner: Planner) -> list[Result]:
    """Problems, remedies and outcomes of a project or of the department."""
    question = planner.question
    kinds = [
        kind
        for name, kind in (("problem", "Issue"), ("remedy", "ImprovementMeasure"), ("outcome", "Outcome"))
        if question.has(name)
    ]
    if not kinds or question.has("amount", "rank-high", "rank-low"):
        return []
    results = []
    for kind in kinds:
        pool = planner.inventory.of_kind(kind)
        if question.terms:
            found = [fit.statement for fit in fitting(planner, (kind,))]
            projects = _of_project(planner, pool)
            results += quoted(planner, kind.lower(), (projects or found)[:6])
        else:
            whole = [one for one in pool if not one.project] or pool
            results += quoted(planner, kind.lower(), whole[:8])
    return results


def _of_project(planner: Planner, pool: Sequence[Statement]) -> list[Statement]:
    money = [one for one in planner.inventory.of_kind("MoneyObservation") if one.project]
    found = planner.subjects(planner.question.terms, money)
    return [one for one in pool if found and one.project == found[0].best.project]
