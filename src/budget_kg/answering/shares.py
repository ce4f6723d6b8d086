"""A subject as a share of what it is part of: printed, else of the total of its side and phase."""

from __future__ import annotations

from collections.abc import Iterable

from budget_kg.answering.arithmetic import divided
from budget_kg.answering.figures import MONEY, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.matching import broader
from budget_kg.answering.plan import attached
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import Topic, key, wanted


def share_of_whole(planner: Planner) -> list[Result]:
    """A subject as a share of what it is part of: printed, else of the total of its side and phase."""
    question = planner.question
    pool = [one for one in planner.pool() if wanted(question)(one) or unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:1]:
        rated = attached("rate", topic.members, planner.named(topic.best), kinds=("RateStatement",), rate="Share")
        rates = planner.merged(planner.rows([rated]))
        now = planner.operand("part", topic, planner.phases)
        if rates:
            plan = planner.plan("share", planner.named(topic.best), [rated])
            return [Result(plan=plan, confidence="stated", main=rates, other=[now[1]] if now else [])]
        whole = _wholes(topic.best, pool)
        if now is None or not whole or topic.best.kind != "MoneyObservation":
            continue
        of = planner.operand("whole", Topic(key(whole[0]), topic.fit, tuple(whole)))
        if of is not None and of[1].figure is not None and of[1].figure.value and now[1].figure is not None:
            return [divided(planner, "share", now[1], of[1], plan_parts=[now[0], of[0]])]
    return []


def each_share(planner: Planner) -> list[Result]:
    """The shares of several subjects, each of what it is part of."""
    terms = planner.question.terms
    found = []
    for term in terms:
        planner.question.terms = [term]
        found += share_of_whole(planner)
    planner.question.terms = terms
    return found if len(found) > 1 else []


def _wholes(part: Statement, pool: Iterable[Statement]) -> list[Statement]:
    """What a part is of: the amounts of the code above one of its codes, else those of the total of its side."""
    money = [one for one in pool if one.kind == "MoneyObservation" and not one.project and one.flow == part.flow]
    for of, code in part.dims.items():
        above = next(iter(broader(of, code)), "")
        rest = {name: value for name, value in part.dims.items() if name not in (of, "fund")}
        found = [one for one in money if above and one.dims.get(of) == above and rest.items() <= one.dims.items()]
        if found:
            return found
    plain = [one for one in money if not one.dims]
    return plain or [one for one in money if not set(one.dims) - {"fund"} and "fund" not in part.dims]


def printed_share(planner: Planner, part: Part) -> Part | None:
    about = [row.statement for row in part.rows]
    rows = planner.rows([attached("rate", about, part.about, kinds=("RateStatement",), rate="Share")])
    parts = planner.merged(rows)
    return parts[0] if len(parts) == 1 else None
