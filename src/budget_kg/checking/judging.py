"""Whether a relation between printed figures holds, by what their printed digits can mean.

A printed value stands for the interval of half a unit of its last printed digit around it; a relation holds when the
intervals of its two sides meet (as in XBRL Calculations 1.1). A figure that was cut instead of rounded is off by up to
a whole unit: what that explains is `rounding`. Two printings of one fact to the same digit must be equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from budget_kg.checking.checkfile import Check
from budget_kg.checking.figures import Interval, Number, Result, Verdict

_HALF: Final = Decimal("0.5")
_ONE: Final = Decimal(1)


Operands = Mapping[str, Sequence[Number | None]]
"""The numbers of a relation by role; None for an operand without a figure."""

_UNKNOWN: Final = Verdict(Result.CANNOT_TELL)
_UNCOUNTED: Final = frozenset({"item", "beside"})
"""Roles whose figures do not count: things to be counted, and what only the message needs."""


def judge(check: Check, operands: Operands) -> Verdict:
    """Judge the operands of one relation of a check; CANNOT_TELL when a figure it needs is absent."""
    needed, judged = _JUDGES[check.relation]
    if check.whole is not None:
        operands = {**operands, "total": (Number(check.whole, Decimal(0)),)}
    if any(not operands.get(role) for role in needed):
        return _UNKNOWN
    figures = (number for role, numbers in operands.items() if role not in _UNCOUNTED for number in numbers)
    return _UNKNOWN if any(number is None for number in figures) else judged(check, operands)


def _interval(number: Number, share: Decimal) -> Interval:
    """The number with so many units of its last digit on both sides; twice as many when it is approximate."""
    reach = number.step * share * (2 if number.about else 1)
    return Interval(number.value - reach, number.value + reach)


def _compared(sides: Callable[[Decimal], tuple[Interval, Interval]], expected: Decimal, found: Decimal) -> Verdict:
    """Compare the two sides as rounded figures, then as cut ones."""
    for share, result in ((_HALF, Result.HOLDS), (_ONE, Result.ROUNDING)):
        one, other = sides(share)
        if one.meets(other):
            return Verdict(result, expected, found)
    return Verdict(Result.FAILS, expected, found)


def _numbers(operands: Operands, role: str) -> list[Number]:
    return [number for number in operands.get(role, ()) if number is not None]


# -- sums -----------------------------------------------------------------------------------------------------------


def _sum(check: Check, operands: Operands) -> Verdict:
    """`total` is the sum of the `part`s less the `minus`es."""
    total, parts, minus = (_numbers(operands, role) for role in ("total", "part", "minus"))
    if check.exact:
        total, parts, minus = ([replace(number, step=Decimal(0)) for number in own] for own in (total, parts, minus))
    expected = _added(parts) - _added(minus)
    verdict = _closed([*parts, *minus], total[0], expected)
    if check.closes or verdict.result is Result.HOLDS:
        return verdict
    if total[0].value > expected:
        return Verdict(Result.CANNOT_TELL, expected, total[0].value)
    return verdict


def _closed(terms: Sequence[Number], total: Number, expected: Decimal) -> Verdict:
    """A sum to the finest digit of its terms holds; one that only the coarser digits of others excuse is rounding.

    A term with fewer digits than its neighbours mostly had its zeros left out: it stands for itself.
    """
    finest = min(number.step for number in (*terms, total))
    parts = [_trimmed(number, finest) for number in terms]
    verdict = _compared(lambda share: (_spread(parts, expected, share), _interval(total, share)), expected, total.value)
    if verdict.result is not Result.FAILS:
        return verdict
    loose = _spread(terms, expected, _HALF).meets(_interval(total, _HALF))
    return Verdict(Result.ROUNDING, expected, total.value) if loose else verdict


def _trimmed(number: Number, finest: Decimal) -> Number:
    return number if number.about else Number(number.value, min(number.step, finest) if finest else number.step)


def _added(numbers: Sequence[Number]) -> Decimal:
    return sum((number.value for number in numbers), Decimal(0))


def _spread(terms: Sequence[Number], middle: Decimal, share: Decimal) -> Interval:
    reach = sum((number.step * share * (2 if number.about else 1) for number in terms), Decimal(0))
    return Interval(middle - reach, middle + reach)


# -- equals ---------------------------------------------------------------------------------------------------------


def _equal(_check: Check, operands: Operands) -> Verdict:
    """All operands state one figure: to the same digit they are equal, to a coarser one they agree with it.

    A `total`, which stands with its parts, may be the sum of rounded parts: it is off by one in its last digit.
    Expected is the figure printed most often (of those, the first), found the one farthest from it.
    """
    counted = (numbers for role, numbers in operands.items() if role not in _UNCOUNTED)
    numbers = [number for one in counted for number in one if number is not None]
    if len(numbers) < 2:
        return _UNKNOWN
    often = Counter(number.value for number in numbers)
    expected = max(often, key=lambda value: often[value])
    found = max((number.value for number in numbers), key=lambda value: abs(value - expected))
    summed, once = set(_numbers(operands, "total")), list(dict.fromkeys(numbers))
    pairs = ((one, other, one in summed or other in summed) for one in once for other in once)
    worst = max((_same(*pair) for pair in pairs), key=list(Result).index)
    return Verdict(worst, expected, found)


def _same(one: Number, other: Number, summed: bool) -> Result:
    """Whether two printings agree; `summed` when one of them may be a sum of rounded parts."""
    if one.value == other.value:
        return Result.HOLDS
    if one.step == other.step and not (one.about or other.about):
        return Result.ROUNDING if summed and abs(one.value - other.value) <= one.step else Result.FAILS
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    if abs(coarse.value - fine.value) <= coarse.step * _HALF:
        return Result.HOLDS
    return Result.ROUNDING if abs(coarse.value - fine.value) < coarse.step * (2 if coarse.about else 1) else Result.FAILS


# -- rates ----------------------------------------------------------------------------------------------------------


def _ratio(_check: Check, operands: Operands) -> Verdict:
    """`claim` (in percent) is the `numerator`s in the `base`s."""
    over, under = _numbers(operands, "numerator"), _numbers(operands, "base")
    claim = _numbers(operands, "claim")[0]
    return _strictly(over, under, lambda over, under: _quotient(_as_one(over), _as_one(under), claim))


def _growth(_check: Check, operands: Operands) -> Verdict:
    """`claim` (in percent) is the change in the earlier value: of `current` with a `change`, or with `previous`."""
    current, claim = _numbers(operands, "current")[0], _numbers(operands, "claim")[0]
    change, previous = _numbers(operands, "change"), _numbers(operands, "previous")
    if previous:
        return _strictly([current], previous[:1], lambda now, then: _quotient(_less(now[0], then[0]), then[0], claim))
    if not change:
        return _UNKNOWN
    return _strictly([current], change[:1], lambda now, by: _quotient(by[0], _less(now[0], by[0]), claim))


def _less(one: Number, other: Number) -> Number:
    return Number(one.value - other.value, one.step + other.step)


def _strictly(
    over: Sequence[Number], under: Sequence[Number], judged: Callable[[Sequence[Number], Sequence[Number]], Verdict]
) -> Verdict:
    """Judge with the amounts taken to the finest digit of them all; what only coarser digits excuse is rounding."""
    finest = min(number.step for number in (*over, *under))
    verdict = judged([_trimmed(one, finest) for one in over], [_trimmed(one, finest) for one in under])
    if verdict.result is Result.FAILS and judged(over, under).result is Result.HOLDS:
        return Verdict(Result.ROUNDING, verdict.expected, verdict.found)
    return verdict


def _as_one(numbers: Sequence[Number]) -> Number:
    return Number(_added(numbers), sum((number.step for number in numbers), Decimal(0)))


def _quotient(over: Number, under: Number, claim: Number) -> Verdict:
    """A percentage of nothing fails, unless there was nothing to begin with: then nothing can be told."""
    if under.value == 0:
        return Verdict(Result.FAILS, None, claim.value) if over.value != 0 else _UNKNOWN
    expected = 100 * over.value / under.value

    def sides(share: Decimal) -> tuple[Interval, Interval]:
        # The operands are taken as rounded: only the claim may be cut.
        return _divided(_interval(over, _HALF), _interval(under, _HALF)), _interval(claim, share)

    return _compared(sides, expected, claim.value)


def _divided(over: Interval, under: Interval) -> Interval:
    if under.low <= 0 <= under.high:
        return Interval(Decimal("-Infinity"), Decimal("Infinity"))
    corners = [100 * a / b for a in (over.low, over.high) for b in (under.low, under.high)]
    return Interval(min(corners), max(corners))


# -- bounds, directions, counts -------------------------------------------------------------------------------------


def _bound(check: Check, operands: Operands) -> Verdict:
    """Each `part` is at most the `whole`; or each `value` lies between the bounds of the check."""
    if whole := _numbers(operands, "whole"):
        limit = whole[0]
        worst = max(_numbers(operands, "part"), key=lambda number: number.value, default=None)
        if worst is None:
            return _UNKNOWN
        return _at_most(worst, limit)
    for number in _numbers(operands, "value"):
        if check.highest is not None and number.value > check.highest:
            return Verdict(Result.FAILS, check.highest, number.value)
        if check.lowest is not None and number.value < check.lowest:
            return Verdict(Result.FAILS, check.lowest, number.value)
    return Verdict(Result.HOLDS) if operands.get("value") else _UNKNOWN


def _at_most(number: Number, limit: Number) -> Verdict:
    for share, result in ((_HALF, Result.HOLDS), (_ONE, Result.ROUNDING)):
        if _interval(number, share).low <= _interval(limit, share).high or number.value <= limit.value:
            return Verdict(result, limit.value, number.value)
    return Verdict(Result.FAILS, limit.value, number.value)


_NEARLY: Final = Decimal("0.05")  # what may be called nearly unchanged; more is a matter of opinion
_SIGNS: Final = {"Increase": 1, "Decrease": -1, "Unchanged": 0}


def _direction(_check: Check, operands: Operands) -> Verdict:
    """The direction that `claim` states is that of `current` against `previous`."""
    claim, current = _numbers(operands, "claim")[0], _numbers(operands, "current")[0]
    previous = _numbers(operands, "previous")[0]
    if claim.direction not in _SIGNS:
        return _UNKNOWN
    moved, sign = current.value - previous.value, _SIGNS[claim.direction]
    if sign > 0 > claim.value:  # 增长 -8%
        sign = -1
    if sign == 0:
        both = previous.value, current.value
        if claim.about and abs(moved) <= abs(previous.value) * _NEARLY:
            return Verdict(Result.HOLDS, *both)
        if claim.about:
            return Verdict(Result.CANNOT_TELL, *both)
        return _compared(lambda share: (_interval(current, share), _interval(previous, share)), *both)
    if moved * sign > 0:
        return Verdict(Result.HOLDS, previous.value, current.value)
    blurred = _interval(current, _HALF).meets(_interval(previous, _HALF)) and current.step != previous.step
    return Verdict(Result.CANNOT_TELL if blurred else Result.FAILS, previous.value, current.value)


def _count(_check: Check, operands: Operands) -> Verdict:
    """`claim` is how many `item`s there are."""
    claim, items = _numbers(operands, "claim")[0], operands.get("item", ())
    result = Result.HOLDS if claim.value == len(items) else Result.FAILS
    return Verdict(result, Decimal(len(items)), claim.value)


def _judged(_check: Check, _operands: Operands) -> Verdict:
    raise AssertionError("the query of such a check says the result itself")


_JUDGES: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Check, Operands], Verdict]]]] = {
    "sum": (("total", "part"), _sum),
    "equal": ((), _equal),
    "ratio": (("numerator", "base", "claim"), _ratio),
    "growth": (("current", "claim"), _growth),
    "bound": ((), _bound),
    "direction": (("claim", "current", "previous"), _direction),
    "count": (("claim", "item"), _count),
    "judged": ((), _judged),
}


def needed(relation: str) -> tuple[str, ...]:
    """The roles that a kind of relation cannot be judged without."""
    return _JUDGES[relation][0]
