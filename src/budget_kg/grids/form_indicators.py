"""The indicators of a form: label, class, target, what was achieved, points, and why a target was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from budget_kg.facts import (
    Cause,
    Code,
    ImprovementMeasure,
    IndicatorResult,
    Issue,
    Project,
    Term,
    VarianceExplanation,
)
from budget_kg.grids.form_values import CellScope, Value, points_in, value_in
from budget_kg.grids.form_words import bare_label, field_of, is_blank
from budget_kg.grids.forms import bare_name, indicator_columns
from budget_kg.grids.grid import Row, Slot, key, slots_of
from budget_kg.grids.words import unit_of
from budget_kg.model import Structure
from budget_kg.prose.evaluations import is_nil, parts, project_name, read_measures, split_cause
from budget_kg.prose.grammar import COMPARATORS, Span, pattern
from budget_kg.prose.indicator_labels import class_of, pure_verdict
from budget_kg.prose.indicators import judged
from budget_kg.text import numerals
from budget_kg.vocab import B, Concept, scheme

_PLACE = re.compile(r"^指标\d{1,2}[:：]|^\d{1,2}[.、](?!\d)|^[①-⑳]")
_PERCENT = "percent"
_SATISFACTION = "indicator-class/satisfaction"


@dataclass(slots=True)
class Indicators:
    """What the rows of indicators state; results by the name of their project where a column names it."""

    results: list[IndicatorResult] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    measures: list[ImprovementMeasure] = field(default_factory=list)
    explanations: list[VarianceExplanation] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    used: list[Slot] = field(default_factory=list)


def read_indicators(scope: CellScope, head: Row, rows: Sequence[Row], planned: bool) -> Indicators:
    """Read the rows below a row of heads."""
    columns = indicator_columns(head)
    found = Indicators()
    for index, row in enumerate(rows):
        if _is_end(row):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else ()
        cells = {name: slot for name, slot in _cells(columns, row) if not _is_shared(slot, row, below, columns)}
        labels = dict(_cells(columns, row))
        explained = [slot for name, slot in _cells(columns, row) if name == "explanation"]
        label = labels.get("indicator")
        if label is None or is_blank(label) or label in slots_of(head):
            continue
        if index and label in slots_of(rows[index - 1]):
            continue
        known = len(found.results)
        _Row(_named(scope, labels.get("project-name")), labels, cells, planned).read(found)
        for slot in explained if len(found.results) > known else ():
            found.structures += _numerals(scope.text, slot, "scoring-rule")
    return found


def _is_end(row: Row) -> bool:
    slots = slots_of(row)
    return bool(slots) and bool(field_of(slots[0], "end") or field_of(slots[0], "row") == "total")


def _cells(columns: dict[int, str], row: Row) -> Iterator[tuple[str, Slot]]:
    """The cells of a row by the meaning of their columns."""
    seen: set[Slot] = set()
    for index, name in columns.items():
        slot = row[index] if index < len(row) else None
        if slot is not None and slot not in seen:
            seen.add(slot)
            yield name, slot


def _is_shared(slot: Slot, row: Row, below: Row, columns: dict[int, str]) -> bool:
    """Whether a cell also belongs to the indicator of the next row."""
    labels = [index for index, name in columns.items() if name == "indicator"]
    same = all((below[i] if i < len(below) else None) is (row[i] if i < len(row) else None) for i in labels)
    return slot in below and not same


def _named(scope: CellScope, slot: Slot | None) -> CellScope:
    """The scope of the project a column names."""
    if slot is None or is_blank(slot):
        return scope
    return replace(scope, subject=Project(project_name(bare_name(slot), scope.given)))


@dataclass(slots=True)
class _Row:
    """One indicator: all its cells, and those that are its alone."""

    scope: CellScope
    labels: dict[str, Slot]
    cells: dict[str, Slot]
    planned: bool

    def read(self, found: Indicators) -> None:
        """Put what the row states into `found`."""
        text, label = self.scope.text, self.labels["indicator"]
        if self.scope.subject is None and "project-name" in self.labels:
            return
        unit, told = self._unit(), self._comparator()
        target = value_in(text, self.cells.get("target"), unit)
        achieved = Value() if self.planned else value_in(text, self.cells.get("achieved"), unit)
        target, achieved = _in_step(text, (target, self.cells.get("target")), (achieved, self.cells.get("achieved")))
        if target == Value() and achieved == Value():
            return
        weight, at_weight = points_in(text, self.cells.get("weight"))
        points, at_points = points_in(text, self.cells.get("points"))
        used = [slot for name, slot in self.cells.items() if name in _STATED and slot.table is label.table]
        start = min(label.cell.start, *(slot.cell.start for slot in used))
        end = max(label.cell.end, *(slot.cell.end for slot in used))
        spans = (*target.numerals, *achieved.numerals, *at_weight, *at_points)
        if any(not start <= low < high <= end for low, high in spans):
            return
        words = label.text if "②" in label.text else _PLACE.sub("", label.text)
        value = self.cells.get("target") if achieved == Value() else self.cells.get("achieved")
        at = value.cell.start if value is not None and start <= value.cell.start < end else None
        class_ = self._class(words, target.dimension or achieved.dimension)
        if (class_ or "").startswith(_SATISFACTION):
            target = _of_opinion(text, target, self.cells.get("target"))
            achieved = _of_opinion(text, achieved, self.cells.get("achieved"))
        result = IndicatorResult(
            passage=self.scope.passage(start, end, at), numerals=spans, label=words, year=self.scope.year,
            subject=self.scope.subject, indicator_class=class_,
            comparator=target.compared or told or achieved.compared, target=target.number, target_text=target.text,
            achieved=achieved.number, achieved_text=achieved.text, weight=weight, points=points,
        )
        result = _verdict(result)
        found.results.append(result)
        found.used += [label, *used]
        found.structures += _numerals(text, label, "name")
        self._deviation(found, result)

    def _unit(self) -> Concept | None:
        slot = self.cells.get("unit") or self.labels.get("unit")
        return unit_of(slot.key) if slot is not None else None

    def _comparator(self) -> Term | None:
        """The comparison a column of its own prints."""
        slot = self.labels.get("comparator")
        for notation, name in COMPARATORS.items() if slot is not None else ():
            if slot is not None and pattern(notation).fullmatch(slot.key):
                return Term(getattr(B, name))
        return Term(B.EqualTo) if slot is not None and slot.key in ("=", "等于") else None

    def _class(self, words: str, dimension: str) -> Code | None:
        """The class the columns print, the finer first; else the one the label tells."""
        for name in ("class-2", "class-1"):
            slot = self.labels.get(name)
            notation = _classes().get(bare_label(slot.key)) if slot is not None else None
            if notation:
                return Code(f"indicator-class/{notation}")
        return class_of(words, dimension)

    def _deviation(self, found: Indicators, result: IndicatorResult) -> None:
        slot = self.cells.get("deviation")
        if self.planned or slot is None or is_blank(slot):
            return
        text, span = self.scope.text, (slot.cell.start, slot.cell.end)
        if is_nil(text, span) or pure_verdict(text[slice(*span)]) is not None:
            return
        issues: list[Issue] = []
        measures: list[ImprovementMeasure] = []
        for kind, part in parts(text, span):
            if kind == "measure":
                measures += read_measures(self.scope, part)
            elif not is_nil(text, part):
                issues.append(self._issue(part))
        if issues:
            issues[0] = replace(issues[0], measures=tuple(measures))
        found.issues += issues
        found.measures += measures
        found.explanations += [
            VarianceExplanation(passage=cause.passage, explains=(result,), cause=cause)
            for issue in issues for cause in issue.causes
        ]

    def _issue(self, span: Span) -> Issue:
        """A missed target with its cause: the words of the column are the cause where they tell no two things apart."""
        issue, cause = split_cause(self.scope.text, span)
        why = cause or span
        passage = self.scope.passage(*span)
        return Issue(
            passage=passage, text=self.scope.text[slice(*issue)], subject=self.scope.subject,
            causes=(Cause(passage=self.scope.passage(*why), text=self.scope.text[slice(*why)]),),
        )


def _numerals(text: str, slot: Slot, rule: str) -> list[Structure]:
    """The numerals of a cell as structure of some rule."""
    start = slot.cell.start
    return [Structure(start + one.start, start + one.end, rule) for one in numerals(text[start : slot.cell.end])]


_STATED = frozenset({"target", "achieved", "weight", "points"})


@cache
def _classes() -> dict[str, str]:
    return {key(word): concept.notation for concept in scheme("indicator-class").values() for word in concept.words}


def _in_step(text: str, target: tuple[Value, Slot | None], achieved: tuple[Value, Slot | None]) -> tuple[Value, Value]:
    """Target and result in one unit: a bare number takes that of the other; where that is not sure, its words stay."""
    (plan, plan_slot), (done, done_slot) = target, achieved
    if plan.number is None or done.number is None or plan.number.unit == done.number.unit:
        return plan, done
    if done.number.unit and plan.number.unit:
        if plan.dimension == done.dimension:
            return replace(plan, number=replace(plan.number, unit=done.number.unit)), done
        return _as_words(text, plan, plan_slot), done
    bare, other = (done, plan) if done.bare and not done.number.unit else (plan, done)
    slot = done_slot if bare is done else plan_slot
    unit = scheme("unit")[other.number.unit] if other.number is not None else None
    doubtful = unit is None or bare.text is not None or (unit.notation == _PERCENT and _is_small(bare))
    read = _as_words(text, bare, slot) if doubtful else value_in(text, slot, unit)
    return (plan, read) if bare is done else (read, done)


def _is_small(value: Value) -> bool:
    """1 may be 1% or the whole: sheets print percentages as fractions."""
    return value.number is not None and 0 < value.number.value <= 2


def _as_words(text: str, value: Value, slot: Slot | None) -> Value:
    return Value(text=text[slot.cell.start : slot.cell.end] if slot else None, numerals=value.numerals)


def _of_opinion(text: str, value: Value, slot: Slot | None) -> Value:
    """A measure of satisfaction is a share or points; `90(度)` is printed with the last character of its label."""
    return value if value.dimension in ("", "ratio", "score", "count") else _as_words(text, value, slot)


def _verdict(result: IndicatorResult) -> IndicatorResult:
    """The verdict printed as the result, else the one target and result make."""
    said = pure_verdict(result.achieved_text) if result.achieved_text else None
    if said is not None:
        return replace(result, verdict=said, verdict_basis=Term(B.Printed))
    if result.target_text and result.achieved_text and key(result.target_text) == key(result.achieved_text):
        return replace(result, verdict=Term(B.Met), verdict_basis=Term(B.Computed))
    if result.target is None or result.achieved is None:
        return result
    same = result.target.value == result.achieved.value
    unsure = result.comparator in (None, B.EqualTo, B.About) and (
        result.indicator_class == "indicator-class/output-cost" or result.comparator is not None
    )
    return result if unsure and not same else judged(result)
