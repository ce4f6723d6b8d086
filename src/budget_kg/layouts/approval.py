"""Reply of a finance office that approves a department's budget or final accounts (批复)."""

from __future__ import annotations

from budget_kg.layouts import Signs
from budget_kg.layouts.final_accounts import part

__all__ = ["KIND", "MEANING", "NAME", "fits", "part"]

KIND = "approval"
NAME = ("预决算批复", "an approval reply")
MEANING = ""


def fits(signs: Signs) -> bool:
    """Whether it says that something is approved, with amounts of money."""
    return "批复" in signs.text and "元" in signs.text
