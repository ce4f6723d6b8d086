"""Short words for the parts of a whole that a question names beside it: services of procurement, fuel of cars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budget_kg.answering.lexicon import Sense, english, stem
from budget_kg.answering.question import Term
from budget_kg.vocab import Concept, scheme


def narrowed(terms: Sequence[Term]) -> list[Term]:
    """The terms, those that name no item taken for the one part of a named item in whose name they stand."""
    whole = {sense.notation for term in terms for sense in term.senses if sense.scheme == "item"}
    parts = [concept for concept in scheme("item").values() if concept.broader in whole and "constituent" in concept.data]
    return [
        term if any(sense.scheme == "item" for sense in term.senses) else _part(term, parts) for term in terms
    ]


def _part(term: Term, parts: Sequence[Concept]) -> Term:
    found = [concept for concept in parts if _within(term.text, concept)]
    if len(found) != 1:
        return term
    senses = (Sense("item", found[0].notation), *term.senses)
    return replace(term, words=found[0].words, senses=senses, known=True, strengths={})


def _within(text: str, concept: Concept) -> bool:
    if text.isascii():
        words = {stem(word) for word in english(text)}
        return bool(words) and words <= {stem(word) for word in english(concept.en)}
    return text in concept.zh
