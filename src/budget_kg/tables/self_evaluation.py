"""Forms of performance: targets of a budget's projects, self-evaluations of projects and of whole departments.

A form without a name says nothing of anything and is left unread; one that is not filled in states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from budget_kg.errors import Say
from budget_kg.facts import Fact, ImprovementMeasure, IndicatorResult, Issue, Project, SelfEvaluation
from budget_kg.grids.form_indicators import Indicators, read_indicators
from budget_kg.grids.form_money import Money, MoneyReader
from budget_kg.grids.form_score import Score, score_of
from budget_kg.grids.form_values import CellScope, in_cells, numbers_in, scope_of
from budget_kg.grids.form_words import field_of, is_blank, label_of, phase_in
from budget_kg.grids.forms import Form, bare_name, forms_of, indicator_columns
from budget_kg.grids.grid import Slot, key, slots_of
from budget_kg.grids.places import place_of
from budget_kg.model import Finding, Layout, Section, Severity, Structure, Table
from budget_kg.prose.evaluation_parts import Statements
from budget_kg.prose.evaluations import is_nil, project_name
from budget_kg.reading import Reading
from budget_kg.text import numerals
from budget_kg.vocab import scheme

_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年度?)?(?:[^年]*?(?=部门|单位|整体))?([^年]*?)(?:预算|资金)?"
    r"绩效(?:目标)?(?:自评|自我评价|评价|完成情况)"
)
_CODED = {
    "authority": "classification-code", "implementing-unit": "classification-code", "project-kind": "classification-code",
    "department-name": "classification-code", "telephone": "address",
}
_CODE = re.compile(r"(?<![\d.,，．])\d{3,}(?![\d.,，．%％]|\s*[百千万亿]?元)")
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
        reading.findings += _unnamed(form, layout)
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
        self.parts.explanations += found.explanations
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
                    self._keep_numbers()
            elif kind != "goal-result":
                self.results.append(
                    IndicatorResult(
                        passage=self.scope.passage(*span), numerals=numbers_in(self.scope.text, *span),
                        label=label.text.rstrip(":："), year=self.scope.year,
                        subject=self.scope.subject, target_text=self.scope.text[slice(*span)],
                    )
                )

    def _keep_numbers(self) -> None:
        """Numbers of what came of a goal that no result states are part of its words."""
        stated = {span for result in self.told.results for span in result.numerals}
        stated |= {span for fact in (*self.told.money.facts, *self.told.counts) for span in fact.numerals}
        self.told.outcomes[:] = [
            replace(one, numerals=tuple(
                span for span in numbers_in(self.scope.text, one.passage.start, one.passage.end) if span not in stated
            ))
            for one in self.told.outcomes
        ]

    def facts(self, form: Form, evaluated: bool) -> list[Fact]:
        """All of them, those referred to first; a self-evaluation holds them together."""
        goals = self.results if self.money.facts or self.parts.results or self.told.outcomes else []
        results = [*goals, *self.told.results, *self.parts.results]
        told = [*self.told.money.facts, *self.told.counts, *self.told.outcomes]
        issues = [*self.told.issues, *self.parts.issues]
        measures = [*self.told.measures, *self.parts.measures]
        causes: list[Fact] = [*dict.fromkeys(cause for issue in issues for cause in issue.causes)]
        facts: list[Fact] = [*self.money.facts, *results, *told, *causes, *measures, *issues]
        facts += self.parts.explanations
        score = score_of(form, self.scope.text) if evaluated else None
        if evaluated and (facts or score):
            facts.append(self._evaluation(form, score or Score(), (tuple(results), tuple(issues), tuple(measures))))
        return facts

    def _evaluation(
        self, form: Form, score: Score, parts: _Parts
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


# -- structure and findings -------------------------------------------------------------------------------------------


def _labels(form: Form, text: str, name: Slot | None) -> list[Structure]:
    """Numerals of names, and of labels that the form prints: codes, points of a class."""
    classes = {word for concept in scheme("indicator-class").values() for word in concept.words}
    found = list(_codes(form, text))
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


def _codes(form: Form, text: str) -> Iterator[Structure]:
    """The codes of bodies and projects, and telephone numbers, behind their labels at the head of a form."""
    for row in form.upper:
        for label, behind in pairwise(slots_of(row)):
            rule = _CODED.get(field_of(label, "head"), "")
            if rule and not _is_label(behind):
                start = behind.cell.start
                for match in _CODE.finditer(text, start, behind.cell.end):
                    yield Structure(match.start(), match.end(), rule)


def _unnamed(form: Form, layout: Layout) -> list[Finding]:
    """One finding for a form that is filled in and names nobody; none for a blank one."""
    filled = [
        slot for head, rows in form.blocks() for row in rows for column, name in indicator_columns(head).items()
        if name in ("target", "achieved") and column < len(row)
        for slot in [row[column]] if slot is not None and not (is_blank(slot) or _is_label(slot) or phase_in(slot.key))
    ]
    if not filled:
        return []
    message = Say(
        f"绩效表“{form.title}”没有写明项目名称，未读",
        f"the form {form.title!r} does not name its project; it was not read",
    )
    place = layout.passage_of(filled[0].table, filled[0].cell, _section(form, layout, None))
    return [Finding("unread-section", Severity.WARNING, message, (place,))]


def _missing_unit(slots: Sequence[Slot], layout: Layout, section: Section) -> list[Finding]:
    if not slots:
        return []
    message = Say(
        f"“{section.title}”没有金额单位，{len(slots)} 个数字未读",
        f"{section.title}: no unit is printed; {len(slots)} numbers not read",
    )
    place = layout.passage_of(slots[0].table, slots[0].cell, section)
    return [Finding("missing-unit", Severity.WARNING, message, (place,))]


