"""Final accounts (决算) of a department or unit: prose under headings recognised by meaning."""

from __future__ import annotations

from budget_kg.heads import Title
from budget_kg.model import Section

KIND = "final"
_SIGNS = frozenset({
    "totals", "revenue", "expenditure", "appropriation", "general-public", "basic", "three-public",
    "operating-cost", "procurement", "government-fund", "tables", "explanation",
})


def fits(title: Title, root: Section) -> bool:
    """Whether the title says 决算 and at least two sections mean what final accounts have."""
    kinds = {section.kind for section in root.walk()} & _SIGNS
    return title.kind == KIND and len(kinds) >= 2
