"""Answers to questions that are already taken apart, and to texts, from one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budget_kg.answering import free
from budget_kg.answering.inventory import Document, inventory
from budget_kg.answering.question import Question
from budget_kg.answering.reply import Answer
from budget_kg.answering.solving import Solution, solve, solve_one
from budget_kg.errors import Lang
from budget_kg.stores.contract import Source


def answer_question(source: Source, document: Document, question: Question, lang: Lang) -> Answer:
    """Answer a question that is already taken apart, in `lang`; its text is what the answer repeats."""
    found = solve_one(source, inventory(source, document), question)
    return _answer_of(source, [found], question.text, lang)


def answer_text(
    source: Source, document: Document, text: str, lang: Lang, unit: str | None = None
) -> tuple[Answer, Question]:
    """Answer a text, amounts in `unit` unless it names another; with the question that was answered last."""
    found = solve(source, inventory(source, document), text)
    for one in found:
        one.planner.question.unit = one.planner.question.unit or unit
        for result in one.results:
            result.plan = replace(result.plan, unit=result.plan.unit or unit)
    last = next((one for one in reversed(found) if one.results), found[-1])
    return _answer_of(source, found, text, lang), last.planner.question


def _answer_of(source: Source, found: Sequence[Solution], text: str, lang: Lang) -> Answer:
    answers = [free._answer(source, one.planner, one.results, text, lang) for one in found if one.results]
    if not answers:
        return free._not_stated(found[0].planner, text, lang)
    return answers[0] if len(answers) == 1 else free._joined(answers)
