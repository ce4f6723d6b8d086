"""Finance prose of every kind: totals, sources, classes, basic expenditure, 三公, operating cost, procurement, assets."""

from __future__ import annotations

from budget_kg.facts import MoneyObservation
from budget_kg.model import Layout, Section
from budget_kg.prose.lost_names import lost_names
from budget_kg.prose.narration import read_notes, read_section
from budget_kg.prose.narrator import Narrator
from budget_kg.reading import Reading
from budget_kg.text import Numeral, numerals

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
    lost = lost_names(narrator.facts, narrator.unnamed, _unread(section, narrator)) if narrator.unnamed else {}
    if lost:  # read again: what is said behind such an amount is said of it
        narrator = Narrator(layout, functions=False, lost=lost)
        _walk(section, narrator, None)
    return Reading(facts=narrator.facts, findings=narrator.findings)


def _unread(section: Section, narrator: Narrator) -> list[Numeral]:
    """The amounts of a section that no fact states."""
    flow = narrator.layout.flow
    stated = {span for fact in narrator.facts for span in fact.numerals}
    amounts = (one for one in numerals(flow.text, section.start, section.end) if one.dimension == "money")
    return [one for one in amounts if flow.span(one.start, one.end) not in stated]


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
