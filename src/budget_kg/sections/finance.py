"""Finance prose of every kind: totals, sources, classes, basic expenditure, 三公, operating cost, procurement, assets."""

from __future__ import annotations

from budget_kg.facts import MoneyObservation
from budget_kg.model import Layout, Section
from budget_kg.prose.narration import read_notes, read_section
from budget_kg.prose.narrator import Narrator
from budget_kg.reading import Reading

MEANINGS = (
    "explanation", "totals", "revenue", "expenditure", "appropriation", "general-public", "general-public-total",
    "general-public-structure", "general-public-detail", "basic", "government-fund", "state-capital",
    "three-public", "operating-cost", "procurement", "assets", "other-matters", "tables",
)
_CLASSES = frozenset({
    "general-public", "general-public-total", "general-public-structure", "general-public-detail",
    "government-fund", "state-capital", "appropriation", "expenditure", "explanation",
})


def read(section: Section, layout: Layout) -> Reading:
    """Read a finance section and its subsections in the order of the text."""
    narrator = Narrator(layout, functions=False)
    _walk(section, narrator, None)
    return Reading(facts=narrator.facts, findings=narrator.findings)


def _walk(section: Section, narrator: Narrator, list_parent: MoneyObservation | None) -> None:
    if section.meaning not in MEANINGS:
        return
    if section.meaning == "tables":
        read_notes(narrator, section)
        return
    narrator.functions = section.meaning in _CLASSES
    announced = read_section(narrator, section, list_parent)
    for child in section.children:
        _walk(child, narrator, announced)
