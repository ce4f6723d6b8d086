"""Dimensions put together: inner words narrow what is said around them, and two that exclude each other fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from budget_kg.facts import TOTAL_ECONOMIC, TOTAL_FUNCTION, TOTAL_FUND, TOTAL_ITEM, TOTAL_TYPE, Code, Term
from budget_kg.prose.narrator import broader_items
from budget_kg.prose.subjects import Dims
from budget_kg.vocab import B, scheme

_NARROWER = {"general-public", "government-fund", "state-capital"}


def narrower_fund(outer: Code, inner: Code) -> Code:
    """Of two funds that are said of the same money the narrower one; the inner one when neither holds the other."""
    one, other = outer.rpartition("/")[2], inner.rpartition("/")[2]
    if inner == TOTAL_FUND or (one in _NARROWER and other == scheme("fund")[one].broader):
        return outer
    return inner


def within(inner: Dims, outer: Dims) -> Dims:
    """Inner dimensions where they are set, outer ones elsewhere."""
    return Dims(
        flows=inner.flows or outer.flows, fund=narrower_fund(outer.fund, inner.fund),
        type=inner.type if inner.type != TOTAL_TYPE else outer.type,
        item=inner.item if inner.item != TOTAL_ITEM else outer.item,
        function=inner.function if inner.function != TOTAL_FUNCTION else outer.function,
        economic=inner.economic if inner.economic != TOTAL_ECONOMIC else outer.economic,
        project=inner.project or outer.project, phase=inner.phase or outer.phase, year=inner.year or outer.year,
        class_name=inner.class_name or outer.class_name,
    )


def is_other(item: Code, whole: Code) -> bool:
    """Whether an item lies outside of the table's own item."""
    return whole != TOTAL_ITEM and item != whole and whole not in broader_items(item)


def joined(row: Dims, column: Dims) -> Dims | None:
    """The dimensions of a row in a column, None when they exclude each other."""
    for axis, total in (("type", TOTAL_TYPE), ("item", TOTAL_ITEM), ("fund", TOTAL_FUND)):
        one, other = getattr(row, axis), getattr(column, axis)
        if total not in (one, other) and one != other and not _nested(axis, one, other):
            return None
    if row.year and column.year and row.year != column.year:
        return None
    found = within(row, column)
    balance = (Term(B.Balance),)
    flows = balance if balance in (row.flows, column.flows) else found.flows
    kind, item = _narrower("type", row.type, column.type), _narrower("item", row.item, column.item)
    same = (flows, kind, item) == (found.flows, found.type, found.item)
    return found if same else replace(found, flows=flows, type=kind, item=item)


def _above(axis: str, code: Code) -> Iterator[str]:
    name = {"type": "expenditure-type"}.get(axis, axis)
    notation = scheme(name)[code.rpartition("/")[2]].broader
    while notation:
        yield f"{name}/{notation}"
        notation = scheme(name)[notation].broader


def _nested(axis: str, one: Code, other: Code) -> bool:
    return one in _above(axis, other) or other in _above(axis, one)


def _narrower(axis: str, row: Code, column: Code) -> Code:
    if row.endswith("/_T") or row in _above(axis, column):
        return column
    return row
