"""What printed digits can mean: the same figures hold, are cut, or contradict each other by their steps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.checking.checkfile import Check, checks
from budget_kg.checking.figures import Number, Result
from budget_kg.checking.judging import judge

ANY = replace(checks()[0], closes=True, exact=False)


def check(relation: str, **more: object) -> Check:
    return replace(ANY, relation=relation, **more)  # type: ignore[arg-type]


def number(printed: str, direction: str = "", about: bool = False) -> Number:
    """A figure whose step is the worth of its last printed digit."""
    value = Decimal(printed)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Number(value, Decimal(1).scaleb(exponent), direction, about)


def numbers(*printed: str) -> list[Number]:
    return [number(one) for one in printed]


@pytest.mark.parametrize(("total", "parts", "result"), [
    ("120.00", ("70.00", "50.00"), Result.HOLDS),
    ("120.01", ("70.00", "50.00"), Result.HOLDS),  # three figures, each off by half a cent at most
    ("120.03", ("70.00", "50.00"), Result.ROUNDING),  # each cut instead of rounded
    ("120.04", ("70.00", "50.00"), Result.FAILS),
    ("115.00", ("70.00", "50.00"), Result.FAILS),
    ("120.5", ("70.52", "50"), Result.HOLDS),  # the total was rounded; a whole number among cents stands for itself
    ("120.52", ("70.52", "50"), Result.HOLDS),
    ("120.90", ("70.52", "50"), Result.ROUNDING),  # unless it was rounded to a whole number
    ("121.30", ("70.52", "50"), Result.FAILS),
    ("0", ("0", "0"), Result.HOLDS),
    ("-3.00", ("2.00", "-5.00"), Result.HOLDS),
])
def test_sum(total: str, parts: tuple[str, ...], result: Result) -> None:
    verdict = judge(check("sum"), {"total": numbers(total), "part": numbers(*parts)})
    assert verdict.result is result
    assert verdict.difference == Decimal(total) - sum(map(Decimal, parts))


def test_sum_with_minuses() -> None:
    operands = {"total": numbers("90.00"), "part": numbers("70.00", "50.00"), "minus": numbers("30.00")}
    assert judge(check("sum"), operands).result is Result.HOLDS


@pytest.mark.parametrize(("total", "result"), [
    ("130.00", Result.CANNOT_TELL), ("120.00", Result.HOLDS), ("110.00", Result.FAILS),
])
def test_selection_of_parts_fails_only_by_excess(total: str, result: Result) -> None:
    operands = {"total": numbers(total), "part": numbers("70.00", "50.00")}
    assert judge(check("sum", closes=False), operands).result is result


@pytest.mark.parametrize(("printed", "result"), [
    (("13.52", "13.52", "13.52"), Result.HOLDS),
    (("13.52", "13.53"), Result.FAILS),
    (("13.5", "13.52"), Result.HOLDS),
    (("13.5", "13.55"), Result.HOLDS),
    (("13.5", "13.58"), Result.ROUNDING),
    (("13.5", "13.61"), Result.FAILS),
    (("13", "13.52", "13.53"), Result.FAILS),
    (("0", "0.00"), Result.HOLDS),
])
def test_equal(printed: tuple[str, ...], result: Result) -> None:
    assert judge(check("equal"), {"value": numbers(*printed)}).result is result


@pytest.mark.parametrize(("total", "result"), [("13.53", Result.ROUNDING), ("13.54", Result.FAILS), ("13.52", Result.HOLDS)])
def test_sum_of_rounded_parts_is_off_by_one_digit(total: str, result: Result) -> None:
    assert judge(check("equal"), {"printing": numbers("13.52"), "total": numbers(total)}).result is result


def test_what_stands_beside_is_not_compared() -> None:
    operands = {"value": numbers("13.52", "13.52"), "beside": numbers("677.29")}
    assert judge(check("equal"), operands).result is Result.HOLDS
    assert judge(check("equal"), operands | {"beside": [None]}).result is Result.HOLDS


def test_most_often_printed_is_expected() -> None:
    verdict = judge(check("equal"), {"value": numbers("13.53", "13.52", "13.52")})
    assert (verdict.expected, verdict.found) == (Decimal("13.52"), Decimal("13.53"))


def test_one_printing_tells_nothing() -> None:
    assert judge(check("equal"), {"value": numbers("1")}).result is Result.CANNOT_TELL


@pytest.mark.parametrize(("over", "under", "claim", "result"), [
    ("2018.69", "5386.94", "37.5", Result.HOLDS),
    ("8", "9", "88.9", Result.HOLDS),
    ("800.00", "900.00", "88.8", Result.ROUNDING),  # 88.89 cut
    ("800.00", "900.00", "88.7", Result.FAILS),
    ("8.00", "9.00", "88.8", Result.HOLDS),  # 7.995 of 9.005 are 88.78,
    ("10.00", "12.00", "100", Result.FAILS),
    ("5.00", "0", "100", Result.FAILS),
    ("0", "0", "100", Result.CANNOT_TELL),
    ("0", "12.00", "0", Result.HOLDS),
    ("0.3", "0.4", "75", Result.HOLDS),
    ("47.72", "50", "95.4", Result.HOLDS),  # a whole number among cents stands for itself
    ("47.72", "50", "94.9", Result.ROUNDING),  # unless it was rounded to a whole number
    ("47.72", "50", "93.9", Result.FAILS),
])
def test_ratio(over: str, under: str, claim: str, result: Result) -> None:
    operands = {"numerator": numbers(over), "base": numbers(under), "claim": numbers(claim)}
    assert judge(check("ratio"), operands).result is result


@pytest.mark.parametrize(("roles", "claim", "result"), [
    ({"current": "88.00", "previous": "100.00"}, "-12", Result.HOLDS),
    ({"current": "88.00", "previous": "100.00"}, "12", Result.FAILS),
    ({"current": "88.00", "change": "-12.00"}, "-12.0", Result.HOLDS),
    ({"current": "112.00", "change": "12.00"}, "12.0", Result.HOLDS),
    ({"current": "112.00", "change": "12.00"}, "10.7", Result.FAILS),  # of this year instead of last
    ({"current": "5.00", "previous": "0"}, "100", Result.FAILS),
    ({"current": "5.00"}, "100", Result.CANNOT_TELL),
])
def test_growth(roles: dict[str, str], claim: str, result: Result) -> None:
    operands = {"claim": numbers(claim), **{role: numbers(printed) for role, printed in roles.items()}}
    assert judge(check("growth"), operands).result is result


def test_bounds() -> None:
    share = check("bound", highest=Decimal(100))
    assert judge(share, {"value": numbers("100")}).result is Result.HOLDS
    assert judge(share, {"value": numbers("100.2")}).result is Result.FAILS
    part = {"whole": numbers("10.00")}
    assert judge(check("bound"), {**part, "part": numbers("10.00")}).result is Result.HOLDS
    assert judge(check("bound"), {**part, "part": numbers("10.50")}).result is Result.FAILS


def test_a_negative_increase_is_a_fall() -> None:
    operands = {"claim": [number("-8", direction="Increase")], "current": numbers("9.20"), "previous": numbers("10.00")}
    assert judge(check("direction"), operands).result is Result.HOLDS


@pytest.mark.parametrize(("current", "result"), [
    ("10.20", Result.HOLDS), ("12.00", Result.CANNOT_TELL),  # how near is a matter of opinion
])
def test_nearly_unchanged(current: str, result: Result) -> None:
    claim = [number("0", direction="Unchanged", about=True)]
    operands = {"claim": claim, "current": numbers(current), "previous": numbers("10.00")}
    assert judge(check("direction"), operands).result is result


@pytest.mark.parametrize(("parts", "result"), [
    (("33.3", "33.3", "33.4"), Result.HOLDS), (("33.3", "33.3", "33.3"), Result.HOLDS),
    (("62.5", "47.5"), Result.FAILS), (("62.5",), Result.CANNOT_TELL),
])
def test_sum_of_a_known_whole(parts: tuple[str, ...], result: Result) -> None:
    judged = judge(check("sum", whole=Decimal(100), closes=False), {"part": numbers(*parts)})
    assert judged.result is result


@pytest.mark.parametrize(("direction", "current", "previous", "result"), [
    ("Increase", "12.00", "10.00", Result.HOLDS),
    ("Increase", "9.00", "10.00", Result.FAILS),
    ("Increase", "10.00", "10.00", Result.FAILS),
    ("Increase", "10", "10.02", Result.CANNOT_TELL),  # 10 may be 10.4
    ("Decrease", "9.00", "10.00", Result.HOLDS),
    ("Unchanged", "10.00", "10.00", Result.HOLDS),
    ("Unchanged", "10.50", "10.00", Result.FAILS),
    ("", "10.50", "10.00", Result.CANNOT_TELL),
])
def test_direction(direction: str, current: str, previous: str, result: Result) -> None:
    operands = {"claim": [number("1", direction)], "current": numbers(current), "previous": numbers(previous)}
    assert judge(check("direction"), operands).result is result


def test_count() -> None:
    assert judge(check("count"), {"claim": numbers("3"), "item": [None, None, None]}).result is Result.HOLDS
    assert judge(check("count"), {"claim": numbers("3"), "item": [None, None]}).result is Result.FAILS
    assert judge(check("count"), {"claim": numbers("3")}).result is Result.CANNOT_TELL


@pytest.mark.parametrize("relation", ["sum", "ratio", "growth", "direction"])
def test_absent_figure_tells_nothing(relation: str) -> None:
    roles = ("total", "part", "numerator", "base", "claim", "current", "previous")
    for absent in roles:
        operands = {role: numbers("1") if role != absent else [None] for role in roles}
        assert judge(check(relation), operands).result is Result.CANNOT_TELL


_CENTS = st.integers(-10**9, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@given(st.lists(_CENTS, min_size=1, max_size=12))
def test_exact_sums_hold(parts: list[Decimal]) -> None:
    step = Decimal("0.01")
    operands = {"total": [Number(sum(parts, Decimal(0)), step)], "part": [Number(part, step) for part in parts]}
    assert judge(check("sum"), operands).result is Result.HOLDS


@given(st.lists(st.decimals(-10**6, 10**6, places=4), min_size=1, max_size=12))
def test_sums_of_rounded_figures_hold(parts: list[Decimal]) -> None:
    step = Decimal("0.01")
    printed = [Number(round(part, 2), step) for part in parts]
    total = Number(round(sum(parts, Decimal(0)), 2), step)
    assert judge(check("sum"), {"total": [total], "part": printed}).result is Result.HOLDS


@given(st.decimals(1, 10**6, places=2), st.decimals(1, 10**6, places=2), st.integers(0, 3))
def test_printed_percentages_hold(over: Decimal, under: Decimal, digits: int) -> None:
    cent = Decimal("0.01")
    claim = Number(round(100 * over / under, digits), Decimal(1).scaleb(-digits))
    operands = {"numerator": [Number(over, cent)], "base": [Number(under, cent)], "claim": [claim]}
    assert judge(check("ratio"), operands).result is Result.HOLDS
