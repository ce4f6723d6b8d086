"""Reply of a finance office that approves a department's budget or final accounts (批复)."""

from __future__ import annotations

from budget_kg.layouts.final_accounts import part as part

KIND = "approval"
NAME = ("预决算批复", "an approval reply")


def fits(signs: frozenset[str], text: str) -> bool:
    """Whether it says that something is approved, with amounts of money."""
    return "批复" in text and ("万元" in text or "元" in text)
