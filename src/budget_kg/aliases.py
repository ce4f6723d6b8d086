"""Two names in one document that may mean one project: alike by name, or by a name in part and an equal amount.

An amount never decides alone, and nothing is merged: the pair is stated as possible, for people and checks to judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budget_kg.facts import Fact, MoneyObservation, Project, SelfEvaluation
from budget_kg.names import compare, project_key


@dataclass(frozen=True, slots=True)
class PossibleAlias:
    """`other` may be another name of `project`, the one that the document evaluates."""

    project: Project
    other: Project
    score: float


def possible_aliases(facts: Iterable[Fact]) -> list[PossibleAlias]:
    """Pair each project named only in passing with the evaluated project it may be, if there is just one."""
    stated = list(facts)
    evaluated = [fact.subject for fact in stated if isinstance(fact, SelfEvaluation) and fact.subject is not None]
    keys = {project_key(project.name) for project in evaluated}
    amounts = _amounts(stated)
    others = {project_key(project.name): project for project in amounts if project_key(project.name) not in keys}
    found = []
    for other in others.values():
        scored = [(score, project) for project in evaluated if (score := _score(other, project, amounts)) > 0]
        scored.sort(key=lambda pair: -pair[0])
        if scored and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            found.append(PossibleAlias(scored[0][1], other, scored[0][0]))
    return found


def _amounts(facts: Iterable[Fact]) -> dict[Project, set[Decimal]]:
    """The amounts other than zero printed for each project."""
    found: dict[Project, set[Decimal]] = defaultdict(set)
    for fact in facts:
        if isinstance(fact, MoneyObservation) and fact.subject is not None:
            found[fact.subject] |= {fact.amount.value} - {Decimal(0)}
    return found


def _score(other: Project, project: Project, amounts: dict[Project, set[Decimal]]) -> float:
    """How much speaks for it, 0 when nothing or too little does."""
    if not _shares_pair(other.name, project.name):
        return 0.0
    match = compare(other.name, project.name, "project")
    equal = bool(amounts[other] & amounts.get(project, set()))
    if match.verdict == "different":
        return match.score + 0.2 if equal and _shares_word(other.name, project.name) else 0.0
    return match.score + (0.5 if equal else 0.0)


def _shares_pair(one: str, two: str) -> bool:
    """Whether any two characters in a row of one name stand in the other; else comparing is a waste."""
    return any(one[index : index + 2] in two for index in range(len(one) - 1))


def _shares_word(one: str, two: str) -> bool:
    """Whether two characters in a row of one name stand in the other, common money words left out."""
    common = {"经费", "资金", "项目", "工作", "补助", "补贴", "支出", "专项", "建设", "管理", "综合", "事务", "社区"}
    pairs = {one[index : index + 2] for index in range(len(one) - 1)} - common
    return any(pair in two for pair in pairs)
