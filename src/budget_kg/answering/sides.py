"""Figures of several documents for one thing: whether they can be compared, their difference in steps and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budget_kg.answering.figures import PERCENT, Figure, quotient
from budget_kg.answering.inventory import Document
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.solving import Solution
from budget_kg.errors import Lang, Say


@dataclass(frozen=True, slots=True)
class Found:
    """What one document says of a thing."""

    document: Document
    solution: Solution

    @property
    def results(self) -> list[Result]:
        return self.solution.results

    def units(self) -> list[str]:
        """The units in which the document has one figure for it, or several that conflict."""
        return [one.main[0].figure.unit for one in self.results if _is_figure(one) and one.main[0].figure is not None]


@dataclass(frozen=True, slots=True)
class FigureOf:
    """The figure of one document, with the others that the document prints for it."""

    document: Document
    solution: Solution
    result: Result

    @property
    def part(self) -> Part:
        return self.result.main[0]

    @property
    def figure(self) -> Figure:
        assert self.part.figure is not None
        return self.part.figure

    @property
    def subject(self) -> tuple[object, ...]:
        """What the figure is about, whatever funds pay for it."""
        if not self.part.rows:
            return (self.part.about.zh,)
        one = self.part.rows[0].statement
        dims = tuple(sorted((of, code) for of, code in one.dims.items() if of != "fund"))
        return one.kind, one.flow, one.project, one.label, dims

    @property
    def value(self) -> Decimal:
        return self.figure.value


def _is_figure(result: Result) -> bool:
    """Whether a result is one figure, or several that are printed for one thing."""
    said = {(part.about.zh, part.phase.zh, part.year, part.figure.unit if part.figure is not None else None)
            for part in result.main}
    return len(said) == 1 and result.main[0].figure is not None


def comparable(found: Sequence[Found]) -> list[FigureOf]:
    """A figure of each document, all of one thing in one unit; empty when there is none of one of them."""
    units = Counter(unit for one in found for unit in dict.fromkeys(one.units()))
    if not units:
        return []
    unit, count = units.most_common(1)[0]
    if count < len(found):
        return []
    figures = [
        FigureOf(one.document, one.solution, next(
            result for result in one.results
            if _is_figure(result) and result.main[0].figure is not None and result.main[0].figure.unit == unit
        ))
        for one in found
    ]
    return figures if len({one.subject for one in figures}) == 1 else []


def label(document: Document, lang: Lang, *, by_years: bool) -> str:
    """What tells a document from the others: its year, or its department."""
    if by_years:
        return Say(f"{document.year} 年", str(document.year))(lang)
    return document.name


def difference(order: Sequence[FigureOf], *, by_years: bool) -> list[Step]:
    """The later less the earlier, or the larger less the smaller; for years also the rate of change."""
    one, other = (order[1].figure, order[0].figure) if by_years else (order[0].figure, order[1].figure)
    if one.unit == PERCENT:
        return []
    if not by_years and one.value < other.value:
        one, other = other, one
    change = Figure(one.value - other.value, one.unit)
    steps = [Step("−", (one, other), change)]
    if by_years and other.value > 0 and change.value:
        steps.append(Step("÷", (change, other), Figure(quotient(change.value, other.value) * 100, PERCENT, 2)))
    return steps


def changed(order: Sequence[FigureOf], steps: Sequence[Step], lang: Lang, *, by_years: bool) -> str:
    """The difference in words."""
    labels = [label(one.document, lang, by_years=by_years) for one in order]
    unit = order[0].result.plan.unit
    change = steps[0].result
    size = replace(change, value=abs(change.value)).written(lang, unit)
    later, earlier = (labels[1], labels[0]) if by_years else (labels[0], labels[1])
    if not by_years and order[0].value < order[1].value:
        later, earlier = earlier, later
    rate = ""
    if len(steps) > 1:
        percent = replace(steps[1].result, value=abs(steps[1].result.value)).written(lang)
        rate = f"（{percent}）" if lang == "zh" else f" ({percent})"
    if not change.value:
        return Say("；两者相同", "; the same")(lang)
    more = change.value > 0
    if lang == "zh":
        verb = ("增加" if more else "减少") if by_years else "多"
        return f"；{later}比{' ' if by_years else ''}{earlier}{verb} {size}{rate}"
    return f"; {later} is {size}{rate} {'more' if more else 'less'} than {earlier}"
