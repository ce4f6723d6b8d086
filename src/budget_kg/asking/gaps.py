"""What the store lacks for a full answer, in one line each: years, departments, budgets, outside data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from budget_kg.asking.entities import publishers, years
from budget_kg.asking.parameters import UNDEF
from budget_kg.asking.questionfile import Question
from budget_kg.errors import Say
from budget_kg.stores.contract import Source, solutions


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: terms by parameter, and how the chosen values read."""

    terms: Mapping[str, Sequence[str]]
    words: Mapping[str, Say]

    @property
    def departments(self) -> Sequence[str]:
        """The departments asked about; empty when all."""
        chosen = self.terms.get("dept", ())
        return () if UNDEF in chosen else chosen


@dataclass(frozen=True, slots=True)
class _Case:
    source: Source
    asked: Asked


def missing(source: Source, question: Question, asked: Asked) -> list[Say]:
    """The gaps of a store for one question, in a fixed order."""
    case = _Case(source, asked)
    notes = [_NEEDS[need](case) for need in question.needs]
    return [note for note in (_year(case), *notes) if note is not None]


def _year(case: _Case) -> Say | None:
    """The year asked about is not in the store."""
    wanted = [term[1:5] for term in case.asked.terms.get("year", ()) if term != UNDEF]
    known = years(case.source, case.asked.departments)
    absent = sorted(set(wanted) - set(known))
    if not absent:
        return None
    zh, en = ("、".join(sorted(known)), ", ".join(sorted(known))) if known else ("无", "none")
    return Say(f"库中没有 {'、'.join(absent)} 年的文件；已有：{zh}",
               f"the store has no document of {', '.join(absent)}; it has: {en}")


def _years(case: _Case) -> Say | None:
    known = years(case.source, case.asked.departments)
    if len(known) > 1:
        return None
    zh, en = (known[0], known[0]) if known else ("无", "none")
    return Say(f"比较需要至少两个年度的文件；库中只有：{zh}",
               f"a comparison needs documents of two years or more; the store has: {en}")


def _departments(case: _Case) -> Say | None:
    number = publishers(case.source)
    if number > 1:
        return None
    return Say(f"排名需要多个部门；库中只有 {number} 个部门的文件",
               f"a ranking needs several departments; the store has documents of {number}")


def _budgets(case: _Case) -> Say | None:
    rows = solutions(case.source, "SELECT ?d WHERE { GRAPH id:registry { ?d a bkg:BudgetStatement } } LIMIT 1")
    if next(iter(rows), None) is not None:
        return None
    return Say("库中没有部门预算公开文件，只核对决算文件",
               "the store has no budget disclosure; only final accounts are looked at")


def _population(case: _Case) -> Say | None:
    name = case.asked.words.get("source", Say("人口数据", "population data"))
    return Say(f"人均需要常住人口，文件与库中都没有；应询问的来源：{name.zh}",
               f"spending per resident needs the resident population, which the store lacks; to be asked of: {name.en}")


def _links(case: _Case) -> Say | None:
    name = case.asked.words.get("target", Say("其他开放数据", "other open data"))
    return Say(f"库中还没有与{name.zh}的链接；以下是可用来对照的名称与区划代码",
               f"the store has no links to {name.en} yet; below are the names and division codes to match by")


_NEEDS: Final[Mapping[str, Callable[[_Case], Say | None]]] = {
    "years": _years, "departments": _departments, "budgets": _budgets, "population": _population, "links": _links,
}
