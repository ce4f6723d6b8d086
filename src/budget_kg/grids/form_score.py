"""The score of a form of performance: its points and full points, its grade, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from budget_kg.grids.form_values import points_in
from budget_kg.grids.form_words import field_of
from budget_kg.grids.forms import Form, indicator_columns
from budget_kg.grids.grid import Row, slots_of
from budget_kg.prose.grammar import Span, pattern
from budget_kg.text import Quantity

_HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Score:
    """Points and full points of a form, its grade, and where they stand."""

    points: Quantity | None = None
    weight: Quantity | None = None
    grade: str | None = None
    place: Span | None = None
    numerals: tuple[Span, ...] = ()


def score_of(form: Form, text: str) -> Score | None:
    """The total of the columns of points in its last rows, or the number behind a label of the score."""
    found: Score | None = None
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


def _total(row: Row, columns: dict[int, str], text: str) -> Score | None:
    cells = {columns[i]: slot for i, slot in enumerate(row) if slot is not None and i in columns}
    points, at = points_in(text, cells.get("points"))
    weight, full = points_in(text, cells.get("weight"))
    if cells.get("points") is cells.get("weight"):
        points, weight = None, None
    if points is None or points.value > _HIGHEST:
        return None
    return _spread(Score(points, weight, None, at[0], at), full)


def _spread(score: Score, more: tuple[Span, ...]) -> Score:
    """A score whose place also holds other numerals."""
    spans = (*score.numerals, *more)
    place = min(low for low, _ in spans), max(high for _, high in spans)
    return replace(score, numerals=spans, place=place)


def _labelled(row: Row, text: str, found: Score | None) -> Score | None:
    """`自评得分 | 95 | 自评等级 | 优`."""
    slots = slots_of(row)
    for label, behind in pairwise(slots):
        points, at = points_in(text, behind)
        scored = field_of(label, "end") == "sum" or (field_of(label, "column") == "points" and slots[0] is label)
        if scored and points is not None and points.value <= _HIGHEST and found is None and len(at) == 1:
            if len([one for one in slots if points_in(text, one)[0] is not None]) == 1:
                found = Score(points, None, None, at[0], at)
        elif field_of(label, "end") == "grade":
            grade = pattern("grade").match(behind.text)
            if grade:
                start, end = behind.cell.start, behind.cell.end
                found = replace(found or Score(place=(start, end)), grade=grade[0])
    return found
