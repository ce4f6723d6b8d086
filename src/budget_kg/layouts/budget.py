"""Budget (预算) of a department or unit: prose and tables whose headings are recognised by meaning."""

from __future__ import annotations

from budget_kg.layouts.final_accounts import SIGNS
from budget_kg.layouts.final_accounts import part as part

KIND = "budget"
NAME = ("预算", "a budget")


def fits(signs: frozenset[str], text: str) -> bool:
    """Whether at least two sections or tables mean what budgets have."""
    return len(signs & SIGNS) >= 2
