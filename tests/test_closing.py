"""When the parts of a total are all there are."""

from __future__ import annotations

import pytest

from budget_kg.checking.closing import Closing, codes_above

CODE = "https://w3id.org/budget-kg/code/"


def codes(*names: str) -> set[str]:
    return {CODE + name for name in names}


@pytest.mark.parametrize(("said", "closes"), [
    ("true", True), ("false", False), ("read", True), ("shares", False), ("read+shares", False), ("shares read", True),
    ("constituents read+true", True),
])
def test_conditions(said: str, closes: bool) -> None:
    assert Closing(unread=set(), shared=set()).closes(said, "total", ("", set())) is closes


def test_shares_close_the_split_they_are_of() -> None:
    known = Closing(unread=set(), shared={("total", "func")})
    assert known.closes("shares", "total", ("", codes("func/201", "func/203")))
    assert not known.closes("shares", "total", ("", codes("fund/carried-over")))


def test_a_table_with_an_unread_row_does_not_close() -> None:
    assert not Closing(unread={"total"}, shared=set()).closes("read", "total", ("", set()))


@pytest.mark.parametrize(("whole", "parts", "closes"), [
    ("item/three-public", ("item/abroad", "item/vehicle", "item/reception"), True),
    ("item/three-public", ("item/abroad", "item/vehicle-purchase", "item/vehicle-running", "item/reception"), True),
    ("item/three-public", ("item/abroad", "item/vehicle-purchase", "item/reception"), False),
    ("item/vehicle-running", ("item/vehicle-repair", "item/vehicle-insurance"), False),
    ("expenditure-type/_T", ("expenditure-type/basic", "expenditure-type/project"), True),
    ("expenditure-type/basic", ("expenditure-type/basic-staff",), False),
    ("fund/fiscal", ("fund/government-fund", "fund/state-capital"), False),
    ("fund/_T", ("fund/general-public", "fund/other"), True),
    ("nothing/_T", ("fund/general-public",), False),
])
def test_constituents(whole: str, parts: tuple[str, ...], closes: bool) -> None:
    known = Closing(unread=set(), shared=set())
    assert known.closes("constituents", "total", (CODE + whole, codes(*parts))) is closes


def test_codes_above() -> None:
    assert list(codes_above(f"{CODE}func/2080505")) == [f"{CODE}func/20805", f"{CODE}func/208"]
    assert list(codes_above("urn:a-project")) == []
