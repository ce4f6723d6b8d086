"""Final accounts (决算) of a department or unit: prose and tables whose headings are recognised by meaning."""

from __future__ import annotations

from budget_kg.layouts import Signs

KIND = "final"
NAME = ("决算", "final accounts")
MEANING = ""
MEANINGS = frozenset({
    "totals", "revenue", "expenditure", "appropriation", "general-public", "basic", "three-public",
    "operating-cost", "procurement", "government-fund", "state-capital", "tables", "explanation", "performance",
})


def fits(signs: Signs) -> bool:
    """Whether at least two sections or tables mean what final accounts have."""
    return len(signs.meanings & MEANINGS) >= 2


def part(_: Signs) -> str:
    """Nothing: a department has one each year."""
    return ""
