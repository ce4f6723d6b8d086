"""Amounts whose name the copy has lost: which item one is, where the printed sum leaves only one.

Only within a closed list of parts of a printed whole, all but one of them named; else the amount stays unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget_kg.facts import Code, Fact, MoneyObservation
from budget_kg.text import Numeral
from budget_kg.vocab import scheme

_FEWEST = 3
"""Parts of a list: of two, one could be anything that is not the other."""


def lost_names(facts: Sequence[Fact], unnamed: Sequence[Numeral], unread: Sequence[Numeral]) -> dict[int, Code]:
    """The item of each unnamed amount (by its start in the flow) that is exactly what is left of a printed whole.

    `unread` are all amounts of the text that no fact states, the unnamed among them: there must be but one that fits.
    """
    found: dict[int, Code] = {}
    for whole in facts if unnamed else ():
        if not isinstance(whole, MoneyObservation):
            continue
        parts = _constituents(whole.item.removeprefix("item/"))
        left = [part for part in parts if _amount(part, whole, facts) is None]
        if len(parts) < _FEWEST or len(left) != 1:
            continue
        rest = whole.amount.value - sum((_amount(part, whole, facts) or Decimal(0) for part in parts), Decimal(0))
        fits = [one for one in unread if one.is_number and one.quantity().value == rest]
        if 0 < rest < whole.amount.value and len(fits) == 1 and fits[0] in unnamed:
            found[fits[0].start] = Code(f"item/{left[0]}")
    return found


def _constituents(notation: str) -> list[str]:
    return [
        concept.notation for concept in scheme("item").values()
        if concept.broader == notation and concept.data.get("constituent") == ("true",)
    ]


def _amount(notation: str, whole: MoneyObservation, facts: Sequence[Fact]) -> Decimal | None:
    """What a section states for an item beside its whole, or for all constituents of that item; None when neither."""
    stated = {
        fact.amount.value for fact in facts
        if isinstance(fact, MoneyObservation) and fact.item == f"item/{notation}" and _beside(fact, whole)
    }
    if stated:
        return stated.pop() if len(stated) == 1 else None
    inner = [_amount(part, whole, facts) for part in _constituents(notation)]
    known = [amount for amount in inner if amount is not None]
    return sum(known, Decimal(0)) if inner and len(known) == len(inner) else None


def _beside(fact: MoneyObservation, whole: MoneyObservation) -> bool:
    """Whether an amount is of the same year, phase, fund and flow, and stands in the same section."""
    def place(one: MoneyObservation) -> tuple[object, ...]:
        return one.year, one.phase, one.fund, one.flow, one.type, one.function, one.subject, one.passage.section

    return place(fact) == place(whole)
