"""Answers in the document's words: statements found by their words become lines that quote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from budget_kg.answering.figures import Figure
from budget_kg.answering.inventory import Statement
from budget_kg.answering.matching import Fit, fits
from budget_kg.answering.plan import Row, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result
from budget_kg.errors import Say

ENOUGH: Final = 0.55
ABOUT: Final = {
    "Duty": Say("职责", "duty"),
    "BudgetUnit": Say("机构", "unit"),
    "Cause": Say("原因", "reason"),
    "Issue": Say("问题", "problem"),
    "ImprovementMeasure": Say("改进措施", "remedy"),
    "Outcome": Say("成效", "outcome"),
    "GlossaryTerm": Say("名词解释", "definition"),
    "ContactPoint": Say("联系电话", "telephone"),
    "KeyWorkItem": Say("重点工作", "key work"),
    "ResultUse": Say("评价结果应用", "use of results"),
}


def quoted(planner: Planner, operation: str, found: Sequence[Statement], about: Say | None = None) -> list[Result]:
    if not found:
        return []
    words = about or ABOUT.get(found[0].kind, Say("内容", "content"))
    selection = these("text", found, words)
    rows = {row.statement.iri: row for row in planner.rows([selection])}
    parts = [_said(rows[one.iri]) for one in found if one.iri in rows]
    plan = planner.plan(operation, words, [selection])
    return [Result(plan=plan, confidence="stated", main=_merged(parts))] if parts else []


def _said(row: Row) -> Part:
    one = row.statement
    text = one.first("definition") or one.first("text") or one.first("contact") or one.label
    about = ABOUT.get(one.kind, Say("", ""))
    if one.label and text != one.label:
        about = Say(one.label, one.label)
    elif one.project:
        about = Say(f"{one.project}：{about.zh}", f"{one.project}: {about.en}")
    figure = Figure(row.value, "score") if one.kind == "SelfEvaluation" and row.value is not None else None
    return Part(about, figure, text if figure is None else "", rows=(row,))


def _merged(parts: Iterable[Part]) -> list[Part]:
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        found.setdefault((part.about.zh, part.text or str(part.figure)), part)
    return list(found.values())


def fitting(planner: Planner, kinds: Iterable[str], least: float = ENOUGH) -> list[Fit]:
    found = fits(planner.inventory, planner.question.terms, planner.inventory.of_kind(*kinds))
    return [fit for fit in found if fit.coverage >= least]
