"""Notice of 三公 expenses alone: of a department, or of all departments of one government together."""

from __future__ import annotations

from budget_kg.layouts import Signs
from budget_kg.layouts.final_accounts import part
from budget_kg.vocab import scheme

__all__ = ["KIND", "MEANING", "NAME", "fits", "part"]

KIND = "three-public"
NAME = ("“三公”经费公开", "a notice of 三公 expenses")
MEANING = "three-public"
_ITEMS = ("abroad", "vehicle", "reception")


def fits(signs: Signs) -> bool:
    """Whether at least two of its three items are spoken of."""
    items = scheme("item")
    return sum(1 for item in _ITEMS if any(word in signs.text for word in items[item].words)) >= 2
