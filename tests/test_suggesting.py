"""Suggestions: the one misprint that explains most contradictions comes first, and sound accounts get none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from budget_kg.checking.checkfile import checks
from budget_kg.checking.engine import Checked, Relation
from budget_kg.checking.figures import Number
from budget_kg.checking.judging import judge
from budget_kg.checking.suggesting import suggestions

SUM = replace(checks()[0], relation="sum", closes=True)
EQUAL = replace(SUM, relation="equal", id="equal")
RATIO = replace(SUM, relation="ratio", id="ratio")
CENT = Decimal("0.01")


def figures(**printed: str) -> dict[str, Number]:
    return {name: Number(Decimal(value), CENT) for name, value in printed.items()}


def relation(check: object, key: str, given: dict[str, Number], *operands: tuple[str, str]) -> Relation:
    by_role: dict[str, list[Number | None]] = {}
    for role, name in operands:
        by_role.setdefault(role, []).append(given[name])
    verdict = judge(check, by_role)  # type: ignore[arg-type]
    return Relation(check=check, key=key, operands=operands, verdict=verdict, severity=SUM.severity)  # type: ignore[arg-type]


def accounts(**printed: str) -> Checked:
    """A total of two parts, each printed again, with the share of the first."""
    given = figures(**{"total": "120.00", "a": "70.00", "b": "50.00", "a2": "70.00", "b2": "50.00", "share": "58.33", **printed})
    return Checked((
        relation(SUM, "first", given, ("total", "total"), ("part", "a"), ("part", "b")),
        relation(SUM, "second", given, ("total", "total"), ("part", "a2"), ("part", "b2")),
        relation(EQUAL, "a", given, ("value", "a"), ("value", "a2")),
        relation(EQUAL, "b", given, ("value", "b"), ("value", "b2")),
        relation(RATIO, "share", given, ("numerator", "a"), ("base", "total"), ("claim", "share")),
    ), given)


def test_sound_accounts_get_no_suggestion() -> None:
    assert suggestions(accounts(), {}) == []


def test_one_misprint_is_named_with_its_value() -> None:
    (one,) = suggestions(accounts(a="76.00"), {})
    assert one.operands == ("a",)
    assert (one.value, one.other) == (Decimal("76.00"), Decimal("70.00"))
    assert {relation.key for relation in one.vanishing} == {"first", "a", "share"}
    assert one.breaking == ()


def test_misprinted_total() -> None:
    (one,) = suggestions(accounts(total="130.00"), {})
    assert (one.operands, one.other) == (("total",), Decimal("120.00"))
    assert len(one.vanishing) == 3


def test_misprinted_percentage() -> None:
    (one,) = suggestions(accounts(share="85.33"), {})
    assert (one.operands, one.other) == (("share",), Decimal("58.33"))


def test_two_misprints() -> None:
    found = suggestions(accounts(a="76.00", b2="55.00"), {})
    assert {(one.operands, one.other) for one in found} == {(("a",), Decimal("70.00")), (("b2",), Decimal("50.00"))}


def test_at_most_so_many() -> None:
    assert len(suggestions(accounts(a="76.00", b2="55.00"), {}, most=1)) == 1


def test_no_figure_becomes_negative() -> None:
    given = figures(total="40.00", a="70.00", b="0.00")
    excess = Checked((relation(SUM, "first", given, ("total", "total"), ("part", "a"), ("part", "b")),), given)
    assert all(one.other >= 0 for one in suggestions(excess, {}))
    assert {one.operands for one in suggestions(excess, {})} <= {("total",), ("a",)}


def test_the_printing_that_closes_a_sum_is_kept() -> None:
    """Of two printings that differ, the one is doubted that no sum confirms to the digit."""
    given = {**figures(total="120.02", a="70.02", a2="70.01"), "b": Number(Decimal(50), Decimal(1))}
    checked = Checked((
        relation(SUM, "sum", given, ("total", "total"), ("part", "a"), ("part", "b")),
        relation(EQUAL, "a", given, ("value", "a"), ("value", "a2")),
    ), given)
    (one,) = suggestions(checked, {})
    assert (one.operands, one.other) == (("a2",), Decimal("70.02"))
