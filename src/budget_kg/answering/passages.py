"""Sentences that account for a whole question, when no figure of their own does."""

from __future__ import annotations

import re
from typing import Final

from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Question
from budget_kg.answering.quoting import fitting, quoted
from budget_kg.answering.result import Result
from budget_kg.vocab import scheme

_LEAST: Final = 2


def passages(planner: Planner) -> list[Result]:
    """Sentences of the document that account for the whole question; with a number of the kind asked for, if one is."""
    question = planner.question
    if not question.terms or question.has("share", "change", "remaining", "per", "ratio", "difference", "add-up", "why"):
        return []
    if len(question.terms) < _LEAST and not question.whether:
        return []  # one word is in many sentences
    if planner.year != planner.inventory.document.year:
        return []
    numeral = _numeral(question)
    kinds: tuple[str, ...] = ("KeyWorkItem", "Outcome", "Issue", "ImprovementMeasure", "ResultUse")
    kinds += (
        ("Duty", "GlossaryTerm", "Cause", "BudgetUnit") if numeral is None else ("QuantityObservation", "IndicatorResult")
    )
    found = [
        fit
        for fit in fitting(planner, kinds, 0.75 if numeral is None else 0.85)
        if numeral is None or numeral.search(fit.statement.quote + fit.statement.first("achievedText"))
    ]
    return quoted(planner, "passage", [fit.statement for fit in found[:2]])


def _numeral(question: Question) -> re.Pattern[str] | None:
    """What a number of the kind that is asked for looks like in the text; None when none is asked for."""
    if question.has("amount") or question.phases:
        return re.compile(r"\d\s*(?:亿|万)?元")
    if question.has("people"):
        return re.compile(r"\d\s*(?:余|多)?\s*(?:人|名|位|户)")
    if question.units:
        words = [
            word
            for unit in question.units
            for concept in (scheme("unit").get(unit),)
            if concept
            for word in concept.words
        ]
        return re.compile(rf"\d\s*(?:余|多)?\s*(?:{'|'.join(map(re.escape, words))})")
    if question.has("how-many", "percent", "completion"):
        return re.compile(r"\d")
    return None
