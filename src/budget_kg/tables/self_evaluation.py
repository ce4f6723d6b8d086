"""Forms of performance: targets of a budget's projects, self-evaluations of projects and of whole departments.

A form without a name says nothing of anything and is left unread; one that is not filled in states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from budget_kg.errors import Say
from budget_kg.facts import Fact, ImprovementMeasure, IndicatorResult, Issue, Project, SelfEvaluation
from budget_kg.grids.form_indicators import Indicators, read_indicators
from budget_kg.grids.form_money import Money, MoneyReader
from budget_kg.grids.form_values import CellScope, in_cells, points_in, scope_of
from budget_kg.grids.form_words import field_of, is_blank, label_of
from budget_kg.grids.forms import Form, bare_name, forms_of, indicator_columns
from budget_kg.grids.grid import Row, Slot, key, slots_of
from budget_kg.grids.places import place_of
from budget_kg.model import Finding, Layout, Section, Severity, Structure, Table
from budget_kg.prose.evaluation_parts import Statements
from budget_kg.prose.evaluations import is_nil, project_name
from budget_kg.prose.grammar import Span, pattern
from budget_kg.reading import Reading
from budget_kg.text import Quantity, numerals
from budget_kg.vocab import scheme

_HIGHEST = 100
_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年度?)?(?:[^年]*?(?=部门|单位|整体))?([^年]*?)(?:预算|资金)?"
    r"绩效(?:目标)?(?:自评|自我评价|评价|完成情况)"
)
_Parts = tuple[tuple[IndicatorResult, ...], tuple[Issue, ...], tuple[ImprovementMeasure, ...]]


def read(tables: Sequence[Table], layout: Layout) -> tuple[Reading, frozenset[int]]:
    """Read the forms of performance; return what they state and the numbers of their tables."""
    reading, taken = Reading(), set()
    forms = forms_of(layout.document, tables)
    if forms:
        flat = in_cells(layout)
        for form in forms:
            _read_form(form, layout, flat, reading)
            taken |= form.tables
    return reading, frozenset(taken)


def _read_form(form: Form, layout: Layout, flat: Layout, reading: Reading) -> None:
    listed = any("project-name" in indicator_columns(form.rows[head]).values() for head in form.heads)
    name = None if listed else form.value("project-name")
    if name is None and not listed and not _is_of_department(form):
        return
    subject = _subject(form, name, layout.head.year) if not listed else None
    section = _section(form, layout, subject)
    scope = scope_of(flat, section, subject, form.year or layout.head.year)
    planned = _is_plan(form, layout)
    made = _Made(scope)
    if not listed:
        made.money = MoneyReader(scope, form.unit, "budget" if planned else "").read(form.upper)
        made.goals(form, planned)
    for head, rows in form.blocks():
        made.add(read_indicators(scope, head, rows, planned))
    facts = made.facts(form, evaluated=not planned and not listed)
    if not facts:
        return
    reading.sections.append(section)
    reading.facts += facts
    reading.structures += _labels(form, flat.document.text, name)
    reading.structures += made.structures
    reading.findings += _missing_unit(made.money.without_unit, layout, section)


def _is_of_department(form: Form) -> bool:
    """Whether a form without the name of a project is about a department: nothing in it speaks of a project."""
    told = form.has("project-name") or "项目" in _about(form)
    return not told and form.value("department-name") is not None


def _about(form: Form) -> str:
    """What the title of a form says is evaluated, "" when it does not."""
    told = _TITLE.search(key(form.title))
    return told[1] if told is not None else ""


def _subject(form: Form, name: Slot | None, year: int) -> Project | None:
    """The project a form names; where it names a department only, the spending its title tells, None for all of it."""
    if name is not None:
        return Project(project_name(bare_name(name), year))
    about = _about(form)
    return None if not about or label_of(about, "title") else Project(project_name(about, year))


def _is_plan(form: Form, layout: Layout) -> bool:
    """Whether a form states targets only: it has no place for results, or it is of a budget's own year."""
    reports = any("achieved" in indicator_columns(form.rows[head]).values() for head in form.heads)
    return not reports or (layout.head.is_planned and (form.year or layout.head.year) >= layout.head.year)


def _section(form: Form, layout: Layout, subject: Project | None) -> Section:
    """The place of a form in the section tree: under its part of the document, by its title."""
    kind = "whole-evaluation" if subject is None else "project-evaluation"
    start = min(slot.cell.start for row in form.rows for slot in slots_of(row))
    return place_of(layout, start, form.title or scheme("section")[kind].zh, kind)


@dataclass(slots=True)
class _Made:
    """What the parts of one form state."""

    scope: CellScope
    money: Money = field(default_factory=Money)
    told: Statements = field(init=False)
    results: list[IndicatorResult] = field(default_factory=list)
    others: list[Fact] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    parts: Indicators = field(default_factory=Indicators)

    def __post_init__(self) -> None:
        self.told = Statements.of(self.scope)

    def add(self, found: Indicators) -> None:
        """Take over a block of indicators."""
        self.parts.results += found.results
        self.parts.issues += found.issues
        self.parts.measures += found.measures
        self.structures += found.structures

    def goals(self, form: Form, planned: bool) -> None:
        """The goals as printed, and what came of them."""
        stated: set[Slot] = set()
        for label, text in _goals(form):
            if text in stated:
                continue
            stated.add(text)
            kind, span = field_of(label, "goal"), (text.cell.start, text.cell.end)
            if kind == "goal-result" and not planned:
                if not is_nil(self.scope.text, span):
                    self.told.read_part("outcome", span)
            elif kind != "goal-result":
                self.results.append(
                    IndicatorResult(
                        passage=self.scope.passage(*span), label=label.text.rstrip(":："), year=self.scope.year,
                        subject=self.scope.subject, target_text=self.scope.text[slice(*span)],
                    )
                )

    def facts(self, form: Form, evaluated: bool) -> list[Fact]:
        """All of them, those referred to first; a self-evaluation holds them together."""
        goals = self.results if self.money.facts or self.parts.results or self.told.outcomes else []
        results = [*goals, *self.told.results, *self.parts.results]
        told = [*self.told.money.facts, *self.told.counts, *self.told.outcomes]
        issues = [*self.told.issues, *self.parts.issues]
        measures = [*self.told.measures, *self.parts.measures]
        causes: list[Fact] = [*dict.fromkeys(cause for issue in issues for cause in issue.causes)]
        facts: list[Fact] = [*self.money.facts, *results, *told, *causes, *measures, *issues]
        score = _score(form, self.scope.text) if evaluated else None
        if evaluated and (facts or score):
            facts.append(self._evaluation(form, score or _Score(), (tuple(results), tuple(issues), tuple(measures))))
        return facts

    def _evaluation(
        self, form: Form, score: _Score, parts: _Parts
    ) -> SelfEvaluation:
        first = slots_of(form.rows[0])[0]
        start, end = score.place or (first.cell.start, first.cell.end)
        return SelfEvaluation(
            passage=self.scope.passage(start, end), numerals=score.numerals, year=self.scope.year,
            subject=self.scope.subject, score=score.points, weight=score.weight, grade=score.grade,
            results=parts[0], outcomes=tuple(self.told.outcomes), issues=parts[1], measures=parts[2],
        )


def _goals(form: Form) -> list[tuple[Slot, Slot]]:
    """Labels of goals with the text below them, or behind them."""
    found: list[tuple[Slot, Slot]] = []
    upper = form.upper
    for index, row in enumerate(upper):
        for column, slot in enumerate(row):
            if slot is None or not field_of(slot, "goal") or (column and row[column - 1] is slot):
                continue
            below = next((r[column] for r in upper[index + 1 :] if column < len(r) and r[column] is not slot), None)
            behind = next((one for one in row[column:] if one is not None and one is not slot), None)
            for text in (below, behind):
                if text is not None and not is_blank(text) and not _is_label(text) and len(text.key) > 3:
                    found.append((slot, text))
                    break
    return found


def _is_label(slot: Slot) -> bool:
    return bool(field_of(slot, "goal", "head", "row", "column", "indicator", "end"))


# -- score ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Score:
    """Points and full points of a form, its grade, and where they stand."""

    points: Quantity | None = None
    weight: Quantity | None = None
    grade: str | None = None
    place: Span | None = None
    numerals: tuple[Span, ...] = ()


def _score(form: Form, text: str) -> _Score | None:
    """The total of the columns of points in its last rows, or the number behind a label of the score."""
    found: _Score | None = None
    for head, rows in form.blocks():
        columns = indicator_columns(head)
        for row in rows:
            first = next(iter(slots_of(row)), None)
            if first is not None and (field_of(first, "end") == "sum" or field_of(first, "row") == "total"):
                found = _total(row, columns, text) or found
    for row in form.rows:
        if not indicator_columns(row):
            found = _labelled(row, text, found)
    return found


def _total(row: Row, columns: dict[int, str], text: str) -> _Score | None:
    cells = {columns[i]: slot for i, slot in enumerate(row) if slot is not None and i in columns}
    points, at = points_in(text, cells.get("points"))
    weight, full = points_in(text, cells.get("weight"))
    if cells.get("points") is cells.get("weight"):
        points, weight = None, None
    if points is None or points.value > _HIGHEST:
        return None
    return _spread(_Score(points, weight, None, at[0], at), full)


def _spread(score: _Score, more: tuple[Span, ...]) -> _Score:
    """A score whose place also holds other numerals."""
    spans = (*score.numerals, *more)
    place = min(low for low, _ in spans), max(high for _, high in spans)
    return replace(score, numerals=spans, place=place)


def _labelled(row: Row, text: str, found: _Score | None) -> _Score | None:
    """`自评得分 | 95 | 自评等级 | 优`."""
    slots = slots_of(row)
    for label, behind in pairwise(slots):
        points, at = points_in(text, behind)
        scored = field_of(label, "end") == "sum" or (field_of(label, "column") == "points" and slots[0] is label)
        if scored and points is not None and points.value <= _HIGHEST and found is None and len(at) == 1:
            if len([one for one in slots if points_in(text, one)[0] is not None]) == 1:
                found = _Score(points, None, None, at[0], at)
        elif field_of(label, "end") == "grade":
            grade = pattern("grade").match(behind.text)
            if grade:
                start, end = behind.cell.start, behind.cell.end
                found = replace(found or _Score(place=(start, end)), grade=grade[0])
    return found


# -- structure and findings -------------------------------------------------------------------------------------------


def _labels(form: Form, text: str, name: Slot | None) -> list[Structure]:
    """Numerals of names, and of labels that the form prints: codes, points of a class."""
    classes = {word for concept in scheme("indicator-class").values() for word in concept.words}
    found: list[Structure] = []
    for row in form.rows:
        for slot in slots_of(row):
            words = re.sub(r"[(（].*$", "", slot.key)
            rule = "name" if slot is name else "label" if words in classes or _is_label(slot) else ""
            if rule:
                start = slot.cell.start
                found += [
                    Structure(start + one.start, start + one.end, rule) for one in numerals(text[start : slot.cell.end])
                ]
    return found


def _missing_unit(slots: Sequence[Slot], layout: Layout, section: Section) -> list[Finding]:
    if not slots:
        return []
    message = Say(
        f"“{section.title}”没有金额单位，{len(slots)} 个数字未读",
        f"{section.title}: no unit is printed; {len(slots)} numbers not read",
    )
    place = layout.passage_of(slots[0].table, slots[0].cell, section)
    return [Finding("missing-unit", Severity.WARNING, message, (place,))]


