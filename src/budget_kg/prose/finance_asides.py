"""Figures of finance that other texts mention in passing: operating cost, procurement, staff; nothing without a name."""

from __future__ import annotations

from collections.abc import Sequence

from budget_kg.facts import TOTAL_ITEM, Fact, MoneyObservation, QuantityObservation
from budget_kg.model import Layout, Section
from budget_kg.prose.grammar import Span, sentences
from budget_kg.prose.narration import Sentence
from budget_kg.prose.narrator import Narrator
from budget_kg.text import numerals


def read_known_items(layout: Layout, section: Section, span: Span, stated: Sequence[Fact]) -> list[Fact]:
    """What sentences of a span that state nothing else say of items of the code list; the rest stays unread."""
    known = {numeral for fact in stated for numeral in fact.numerals}
    found: list[Fact] = []
    for low, high in sentences(layout.flow.text, *span):
        spans = {layout.flow.span(one.start, one.end) for one in numerals(layout.flow.text, low, high)}
        if spans and not spans & known:
            narrator = Narrator(layout, functions=False)
            narrator.enter(section, None)
            Sentence(narrator, low, high).read()
            found += [fact for fact in narrator.facts if _is_known(fact)]
    return found


def _is_known(fact: Fact) -> bool:
    return isinstance(fact, (MoneyObservation, QuantityObservation)) and fact.item != TOTAL_ITEM
