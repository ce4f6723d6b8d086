"""Targets, results and verdicts of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget_kg.answering.figures import PERCENT, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import as_good, wanted
from budget_kg.answering.values import contradict
from budget_kg.errors import Say


def targets(planner: Planner) -> list[Result]:
    """Target and result of an indicator, and whether the target was met as printed or by the figures."""
    question = planner.question
    if not question.has("target", "result", "met", "unmet") or question.has("amount", "why", "completion"):
        return []
    if question.has("unmet") and (question.has("list", "how-many", "indicator") or question.units) and not question.terms:
        return unmet(planner)
    if not question.terms or question.has("problem", "remedy", "outcome"):
        return []
    pool = [one for one in planner.pool() if one.kind != "MoneyObservation"]
    if question.has("percent"):
        pool = [one for one in pool if unit_of(one) == PERCENT]
    found = planner.subjects(question.terms, pool)
    if not found:
        return []
    chosen = [one for topic in as_good(found)[:2] for one in topic.members]
    fitting = wanted(question)
    if question.units or question.has("people", "how-many"):
        chosen = [one for one in chosen if one.value is not None and fitting(one)]
        if not chosen:
            return []
    selection = these("value", chosen, planner.named(chosen[0]))
    parts = planner.merged(planner.rows([selection]))
    if not parts:
        return []
    result = Result(plan=planner.plan("target-result", selection.words, [selection]), confidence="stated", main=parts)
    result.verdict = _met(chosen)
    contradict(planner, result)
    for one in chosen:
        verdict = one.first("verdict").rpartition("#")[2]
        if verdict in ("Met", "NotMet", "Exceeded"):
            said = {
                "Met": Say("印为已完成", "said to be met"),
                "NotMet": Say("印为未完成（未达到）", "said not to be met"),
                "Exceeded": Say("印为超额完成", "said to be exceeded"),
            }[verdict]
            if said not in result.notes:
                result.notes.append(said)
    return [result]


def _met(found: Sequence[Statement]) -> bool | None:
    target = next(
        (one.value for one in found if one.first("role").endswith("TargetValue") and one.value is not None), None
    )
    result = next(
        (
            one.value
            for one in found
            if one.kind == "QuantityObservation"
            and one.value is not None
            and not one.first("role").endswith("TargetValue")
        ),
        None,
    )
    for one in found:
        if one.kind == "IndicatorResult" and one.first("target") and one.value is not None and target is None:
            target, result = Decimal(one.first("target")), one.value
    if target is not None and result is not None:
        return result >= target
    verdicts = {one.first("verdict").rpartition("#")[2] for one in found}
    if "NotMet" in verdicts:
        return False
    return True if verdicts & {"Met", "Exceeded"} else None


def _missed(one: Statement) -> bool:
    """Whether a target is said to be missed, or its figures show it."""
    if one.first("verdict").endswith("NotMet"):
        return True
    target, most = one.first("target"), one.first("comparator").endswith("AtMost")
    return bool(target) and one.value is not None and not most and one.value < Decimal(target)


def unmet(planner: Planner) -> list[Result]:
    """The indicators that are said, or shown by their figures, not to have been met."""
    chosen = [one for one in planner.inventory.of_kind("IndicatorResult") if _missed(one)]
    if not chosen:
        return []
    selection = these("value", chosen, Say("未完成的指标", "targets that were missed"))
    rows = {row.statement.iri: row for row in planner.rows([selection])}
    parts: dict[str, Part] = {}
    for one in chosen:
        if one.iri in rows:
            parts.setdefault(one.label, planner.part(rows[one.iri]))
    result = Result(
        plan=planner.plan("unmet", selection.words, [selection]), confidence="derived", main=list(parts.values())
    )
    result.count = len(parts)
    return [result]
