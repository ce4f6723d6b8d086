"""Answers to questions that are already taken apart, and to texts, from one document."""

from __future__ import annotations

from budget_kg.answering.inventory import Document, inventory
from budget_kg.answering.question import Question
from budget_kg.answering.reply import Answer
from budget_kg.answering.replying import reply
from budget_kg.answering.solving import solve, solve_one
from budget_kg.errors import Lang
from budget_kg.stores.contract import Source


def answer_question(source: Source, document: Document, question: Question, lang: Lang) -> Answer:
    """Answer a question that is already taken apart, in `lang`; its text is what the answer repeats."""
    found = solve_one(source, inventory(source, document), question)
    return reply(source, [found], question.text, lang)


def answer_text(
    source: Source, document: Document, text: str, lang: Lang, unit: str | None = None
) -> tuple[Answer, Question]:
    """Answer a text, amounts in `unit` unless it names another; with the question that was answered last."""
    found = solve(source, inventory(source, document), text)
    for one in found:
        one.planner.question.unit = one.planner.question.unit or unit
    last = next((one for one in reversed(found) if one.results), found[-1])
    return reply(source, found, text, lang, unit=last.planner.question.unit), last.planner.question
