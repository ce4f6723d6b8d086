"""Final accounts (决算) of a department or unit: prose and tables whose headings are recognised by meaning."""

from __future__ import annotations

from budget_kg.heads import Title
from budget_kg.model import Document, Flow

KIND = "final"
NAME = ("决算", "final accounts")
SIGNS = frozenset({
    "totals", "revenue", "expenditure", "appropriation", "general-public", "basic", "three-public",
    "operating-cost", "procurement", "government-fund", "state-capital", "tables", "explanation", "performance",
})


def fits(signs: frozenset[str], text: str) -> bool:
    """Whether at least two sections mean what final accounts have."""
    return len(signs & SIGNS) >= 2


def part(document: Document, flow: Flow, title: Title) -> str:
    """Nothing: a department has one each year."""
    return ""
