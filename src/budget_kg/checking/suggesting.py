"""Which printed figures, were they different, would take most contradictions away. It suggests; it changes nothing.

Greedy: the figure whose best other value lets most failing relations hold, less those it would break; then the next,
as if the first were changed; at most five.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from budget_kg.checking.engine import Checked, Relation, judged
from budget_kg.checking.figures import Number, Result
from budget_kg.checking.operands import Operand

MOST: Final = 5
"""Figures that are suggested at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A printed figure: the statements (IRIs) read from it, its value and another one, and what that would change.

    `vanishing` are the relations that would no longer fail, `breaking` those that then would; `asked` is how many ask
    for exactly this value, where others are content with one near it, less those that
    would no longer hold to the digit.
    """

    operands: tuple[str, ...]
    value: Decimal
    other: Decimal
    vanishing: tuple[Relation, ...]
    breaking: tuple[Relation, ...]
    asked: int

    @property
    def gain(self) -> int:
        """How many fewer relations would fail."""
        return len(self.vanishing) - len(self.breaking)


def suggestions(checked: Checked, known: Mapping[str, Operand], most: int = MOST) -> list[Suggestion]:
    """At most so many suggestions; `known` describes the operands of the relations that fail."""
    figures = dict(checked.figures)
    relations = [one for one in checked.relations if one.check.relation in _SOLVED]
    failing = {one.identity: one for one in relations if one.result is Result.FAILS}
    involving: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        for _, name in relation.operands:
            involving[name].append(relation)
    printings = _printings(failing.values(), known, figures)
    found: list[Suggestion] = []
    while len(found) < most and failing:
        options = [
            one for names in printings for one in _options(names, failing, involving, figures)
            if not set(names) & {name for before in found for name in before.operands}
        ]
        best = max(options, key=_worth, default=None)
        if best is None or best.gain < 1:
            break
        found.append(best)
        for name in best.operands:
            figures[name] = replace(figures[name], value=best.other)
        for relation in best.vanishing:
            del failing[relation.identity]
        failing |= {relation.identity: relation for relation in best.breaking}
    return found


def _printings(
    failing: Iterable[Relation], known: Mapping[str, Operand], figures: Mapping[str, Number]
) -> list[tuple[str, ...]]:
    """The operands by the figure they were read from: two statements may share one."""
    grouped: dict[object, dict[str, None]] = defaultdict(dict)
    for relation in failing:
        for _, name in relation.operands:
            if name in figures:
                grouped[_printing(name, known)][name] = None
    return [tuple(names) for names in grouped.values()]


def _printing(name: str, known: Mapping[str, Operand]) -> object:
    """Where a figure stands: the quote of a statement ends with its figure."""
    operand = known.get(name)
    if operand is None or not operand.places:
        return name
    place = operand.places[0]
    return place.document, place.end, operand.printed


def _options(
    names: tuple[str, ...], failing: Mapping[str, Relation], involving: Mapping[str, Sequence[Relation]],
    figures: Mapping[str, Number],
) -> Iterator[Suggestion]:
    """What other values of one figure would do."""
    touched = {one.identity: one for name in names for one in involving[name]}
    now = figures[names[0]]
    wanted = Counter(
        value for one in touched.values() if one.identity in failing for value in set(_solved(one, names, figures))
    )
    for value in sorted(wanted.keys() - {now.value}):
        if value < 0 <= now.value:  # no misprint puts a sign before a figure
            continue
        changed = {**figures, **{name: replace(figures[name], value=value) for name in names}}
        vanishing, breaking, blurred = [], [], 0
        for identity, one in touched.items():
            verdict = judged(one.check, one.operands, changed)
            if identity in failing and verdict.result is not Result.FAILS:
                vanishing.append(one)
            elif identity not in failing and verdict.result is Result.FAILS:
                breaking.append(one)
            blurred += one.verdict.difference == 0 and verdict.difference != 0
        yield Suggestion(
            operands=names, value=now.value, other=value, vanishing=tuple(vanishing), breaking=tuple(breaking),
            asked=wanted[value] - blurred,
        )


def _worth(one: Suggestion) -> tuple[int, int, int, Decimal, str]:
    """More relations first, fewer broken, more that ask for it, the smaller change; then any fixed order."""
    return one.gain, -len(one.breaking), one.asked, -abs(one.other - one.value), one.operands[0]


# -- the value that would let a relation hold -----------------------------------------------------------------------

_SOLVED: Final = ("sum", "equal", "ratio", "growth", "count")


def _solved(relation: Relation, names: Sequence[str], figures: Mapping[str, Number]) -> Iterator[Decimal]:
    """The values of one figure that would let a relation hold, to the digits it is printed with."""
    values = {name: number.value for _, name in relation.operands if (number := figures.get(name)) is not None}
    for role, name in relation.operands:
        if name in names and name in values:
            step = figures[name].step
            for value in _SOLVERS[relation.check.relation](relation, role, name, values):
                yield _to_step(value, step)


def _to_step(value: Decimal, step: Decimal) -> Decimal:
    return value if step == 0 else round(value / step) * step


_Values = Mapping[str, Decimal]


def _sum(relation: Relation, role: str, name: str, values: _Values) -> Iterator[Decimal]:
    signs = {"total": 1, "part": -1, "minus": 1}
    off = sum((signs.get(own, 0) * values[one] for own, one in relation.operands if one in values), Decimal(0))
    if role in signs:
        yield values[name] - off * signs[role]


def _equal(relation: Relation, _role: str, name: str, values: _Values) -> Iterator[Decimal]:
    yield from {values[one] for _, one in relation.operands if one in values and one != name}


def _ratio(relation: Relation, role: str, name: str, values: _Values) -> Iterator[Decimal]:
    over, under, claim = (
        sum((values[one] for one in relation.of(own) if one in values), Decimal(0))
        for own in ("numerator", "base", "claim")
    )
    if role == "claim" and under:
        yield 100 * over / under
    elif role == "numerator":
        yield values[name] + claim * under / 100 - over
    elif role == "base" and claim:
        yield values[name] + 100 * over / claim - under


def _claim(relation: Relation, role: str, _name: str, _values: _Values) -> Iterator[Decimal]:
    if role == "claim" and relation.verdict.expected is not None:
        yield relation.verdict.expected


_SOLVERS: Final = {"sum": _sum, "equal": _equal, "ratio": _ratio, "growth": _claim, "count": _claim}
