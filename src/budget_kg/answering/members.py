"""Groups of things of one sort: projects, functional classes of one level, economic classes, funding sources.

A member of a group has its statements by phase and year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from budget_kg.answering.inventory import Statement
from budget_kg.answering.lexicon import Sense
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS
from budget_kg.errors import Say

_LEVELS: Final = {"类": 3, "款": 5, "项": 7}
NOUNS: Final = {
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


def members(planner: Planner, noun: str) -> list[Member]:
    """The things of a sort, in the order of the text."""
    for level in levels(planner, noun):
        found = member_list(planner, noun, level)
        if len(found) > 1:
            return found
    return []


def member_list(planner: Planner, noun: str, level: int | None) -> list[Member]:
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


def levels(planner: Planner, noun: str) -> list[int | None]:
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
    named = any(term.senses == (Sense("expenditure-type", "project"),) for term in question.terms)
    if question.has("project") or (named and question.has("rank-high", "rank-low")):
        return "project"
    if question.has("class"):
        lower = question.text.casefold()
        return "econ-dep" if "经济" in lower or "economic" in lower else "func"
    if question.has("indicator", "key-work"):
        return "value"
    return ""


def before(planner: Planner, member: Member) -> tuple[Statement, Statement] | None:
    year = planner.inventory.document.year
    now = member.value(planner.phases, year)
    old = member.value(("actual", *BUDGETS), year - 1)
    return (now, old) if now is not None and old is not None else None


def change_of(planner: Planner, member: Member) -> Statement | None:
    """The change on the year before that is printed of a thing."""
    for one in member.statements:
        for said in planner.inventory.attached.get(one.iri, ()):
            if said.kind == "ChangeStatement" and said.first("baseYear") and said.value is not None:
                return said
    return None
