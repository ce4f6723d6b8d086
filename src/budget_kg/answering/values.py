"""The printed values of one subject, and whether the document prints others of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import MONEY, PERCENT, Figure
from budget_kg.answering.inventory import Statement
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import Topic
from budget_kg.errors import Say

MOST_READINGS: Final = 3
"""How many ways to read a question are answered."""
_DISAGREEING: Final = (
    "-printed-twice",
    "-reached-elsewhere",
    "-said-and-denied",
    "under-two-names",
    "target-against-verdict",
    "key-work-target-reached",
    "project-under-similar-names",
    "quantity-under-two-names",
    "addition-spent-in-full",
    "annual-budget-in-evaluation",
)
"""Checks that hold two statements of one thing together."""


def value_of(planner: Planner, topic: Topic) -> Result | None:
    """The values of one subject, and whether the document prints different ones."""
    selection = planner.select("value", topic, planner.phases)
    parts = planner.merged(planner.of(topic, selection))
    if not parts:
        return None
    plan = planner.plan("look-up", selection.words, [selection])
    exact = [part for part in parts if any(row.statement.dims == topic.best.dims for row in part.rows)]
    if topic.best.kind != "MoneyObservation" or not exact:
        exact = parts
    result = Result(plan=plan, confidence="stated", main=exact)
    contradict(planner, result)
    result.other = [part for part in parts if part not in exact] + _variants(planner, topic, parts)
    return result


def _variants(planner: Planner, topic: Topic, parts: Sequence[Part]) -> list[Part]:
    """Other printed values of the same thing from one source of funds, or from all: they are not the same figure."""
    best = topic.best
    if best.kind != "MoneyObservation" or best.project:
        return []
    rest = {name: code for name, code in best.dims.items() if name != "fund"}
    if not rest:
        return []
    found = [
        one
        for one in planner.pool()
        if one.kind == best.kind
        and one.flow == best.flow
        and not one.project
        and one.year == best.year
        and one.dims.get("fund") != best.dims.get("fund")
        and {name: code for name, code in one.dims.items() if name != "fund"} == rest
    ]
    known = {part.figure for part in parts}
    others = planner.merged(planner.rows([these("variant", found, topic_name(planner, topic))])) if found else []
    return [part for part in others if part.figure not in known][:2]


def topic_name(planner: Planner, topic: Topic) -> Say:
    """What a subject is called."""
    return planner.named(topic.best)


def contradict(planner: Planner, result: Result) -> None:
    """Look for another printed value of the same thing: in the rows themselves, and in what checks found."""
    by_phase: dict[tuple[str, str, int | None], list[Part]] = {}
    for part in result.main:
        if part.figure is not None and part.figure.unit in (MONEY, PERCENT):
            by_phase.setdefault((part.about.zh, part.phase.zh, part.year), []).append(part)
    if any(_disagree(parts) for parts in by_phase.values()):
        result.confidence = "conflicting"
    known = {row.statement.iri for row in result.rows}
    more: list[Statement] = []
    for row in list(result.rows):
        for finding in planner.inventory.findings.get(row.statement.iri, ()):
            if not finding.rule.endswith(_DISAGREEING):
                continue
            if finding.text not in result.findings:
                result.findings.append(finding.text)
            more += [
                planner.inventory.by_iri[name]
                for name, _ in finding.operands
                if name not in known and name in planner.inventory.by_iri
            ]
    if result.findings:
        result.confidence = "conflicting"
        if more:
            rows = planner.rows([these("other", more, result.plan.about)])
            result.main += [part for part in planner.merged(rows) if part.figure is not None or part.text]


def _disagree(parts: Sequence[Part]) -> bool:
    """Whether values differ by more than the digits they are printed with."""
    for part in parts[1:]:
        assert part.figure is not None and parts[0].figure is not None
        steps = [Decimal(row.statement.first("printedStep") or 0) for one in (part, parts[0]) for row in one.rows[:1]]
        if abs(part.figure.value - parts[0].figure.value) > max(steps, default=Decimal(0)):
            return True
    return False


def distinct(results: Sequence[Result]) -> list[Result]:
    """Results that say different things; several make the question ambiguous."""
    found: list[Result] = []
    seen: list[set[Figure | None]] = []
    for one in results:
        figures = {part.figure for part in one.main}
        if figures not in seen:
            found.append(one)
            seen.append(figures)
    if len(found) > 1:
        for one in found:
            one.confidence = "unclear"
    return found
