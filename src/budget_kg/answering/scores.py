"""Scores of self-evaluations: of one project or the department, or those above, below, highest and lowest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget_kg.answering.figures import Figure
from budget_kg.answering.inventory import Statement
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import accepted, topics
from budget_kg.answering.values import contradict
from budget_kg.errors import Say

_SCORE = Say("自评得分", "self-assessed score")


def scored(planner: Planner) -> list[Result]:
    """The score a self-evaluation gives, or the scores that meet a condition."""
    question = planner.question
    if not question.has("score"):
        return []
    pool = [one for one in planner.inventory.of_kind("SelfEvaluation") if one.value is not None]
    limit = next((number for number, unit in question.numbers if unit in ("", "分") and number > 1), None)
    if question.has("decrease", "increase", "change"):
        return []  # points lost are not points
    several = question.has("list", "rank-high", "rank-low") or (
        limit is not None and question.has("less-than", "more-than")
    )
    if several:
        return _several(planner, [one for one in pool if one.project], limit)
    if not question.terms:
        pool = [one for one in pool if not one.project] or pool
    good = [topic for topic in topics(planner.inventory, question.terms, pool) if accepted(planner.inventory, topic)]
    parts = _parts(planner, [one for topic in good[:1] for one in topic.members])
    if not parts:
        return []
    selection = these("score", [row.statement for part in parts for row in part.rows], _SCORE)
    result = Result(plan=planner.plan("score", _SCORE, [selection]), confidence="stated", main=parts)
    contradict(planner, result)
    return [result]


def _several(planner: Planner, pool: Sequence[Statement], limit: Decimal | None) -> list[Result]:
    question = planner.question
    parts = _parts(planner, pool)
    parts.sort(key=lambda part: part.figure.value if part.figure else Decimal(0), reverse=question.has("rank-high"))
    if limit is not None and question.has("less-than", "more-than"):
        less = question.has("less-than")
        parts = [
            part for part in parts if part.figure and (part.figure.value < limit if less else part.figure.value > limit)
        ]
    elif question.has("rank-high", "rank-low"):
        parts = parts[: question.top or 1]
    if not parts:
        return []
    selection = these("score", [row.statement for part in parts for row in part.rows], _SCORE)
    result = Result(plan=planner.plan("list", _SCORE, [selection]), confidence="derived", main=parts)
    result.count = len(parts)
    return [result]


def _parts(planner: Planner, found: Sequence[Statement]) -> list[Part]:
    if not found:
        return []
    parts = []
    for row in planner.rows([these("score", found, _SCORE)]):
        name = row.statement.project
        about = Say(f"“{name}”自评得分", f"“{name}”, self-assessed score") if name else _SCORE
        if row.value is not None:
            parts.append(Part(about, Figure(row.value, "score"), rows=(row,)))
    return parts
