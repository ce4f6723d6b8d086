"""Answers to questions that are already taken apart, and to texts, from one document."""

from __future__ import annotations

from collections.abc import Iterable

from budget_kg.answering import free
from budget_kg.answering.inventory import Document, inventory
from budget_kg.answering.question import Question
from budget_kg.answering.reply import Answer
from budget_kg.answering.solving import Solution, clauses, inherit, solve_one
from budget_kg.errors import Lang
from budget_kg.stores.contract import Source


def answer_question(source: Source, document: Document, question: Question, lang: Lang) -> Answer:
    """Answer a question that is already taken apart, in `lang`; its text is what the answer repeats."""
    found = solve_one(source, inventory(source, document), question)
    return answer_of(source, [found], question.text, lang)


def answer_text(
    source: Source, document: Document, text: str, lang: Lang, unit: str | None = None
) -> tuple[Answer, Question]:
    """Answer a text, amounts in `unit` unless it names another; with the question that was answered last."""
    questions = clauses(inventory(source, document), text)
    for question in questions:
        question.unit = question.unit or unit
    found = solve_each(source, document, questions)
    last = next((one for one in reversed(found) if one.results), found[-1])
    return answer_of(source, found, text, lang), last.planner.question


def solve_each(source: Source, document: Document, questions: Iterable[Question]) -> list[Solution]:
    """Answer clauses; one without a subject of its own is about that of the one before."""
    found: list[Solution] = []
    known = inventory(source, document)
    for question in questions:
        one = solve_one(source, known, question)
        if found and not one.results:
            one = solve_one(source, known, inherit(question, found[-1].planner.question))
        found.append(one)
    return found


def answer_of(source: Source, found: Iterable[Solution], text: str, lang: Lang) -> Answer:
    """The answer that solutions come to."""
    solutions = list(found)
    answers = [free._answer(source, one.planner, one.results, text, lang) for one in solutions if one.results]
    if not answers:
        return free._not_stated(solutions[0].planner, text, lang)
    return answers[0] if len(answers) == 1 else free._joined(answers)
