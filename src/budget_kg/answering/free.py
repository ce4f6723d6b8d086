"""Free questions: the one entrance. It chooses the documents, has the question solved on them, and gives the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budget_kg.answering.asked import Asked, asked
from budget_kg.answering.choosing import Choice, choose, department_of
from budget_kg.answering.comparing import compared, said
from budget_kg.answering.inventory import Document, documents, inventory
from budget_kg.answering.prepared import scope
from budget_kg.answering.reply import Answer
from budget_kg.answering.replying import prepared, reply
from budget_kg.answering.solving import solve
from budget_kg.errors import Lang, UsageError
from budget_kg.stores.contract import Source


def ask(
    source: Source, text: str, lang: Lang | None = None, *,
    dept: str | None = None, year: int | None = None, unit: str | None = None,
) -> Answer:
    """Answer a free question from a store, in the language it is asked in unless `lang` says otherwise.

    `dept` (name, short name, division code or IRI) and `year` say which disclosure is asked, when the question does not;
    `unit` (元, 万元, 亿元) is that of amounts. UsageError when there is nothing to answer: no question, one that is too
    long, in another language, or a query; an unknown department; a store without documents.
    """
    question = asked(text, lang, unit=unit, year=year)
    known = _documents(source)
    department = department_of(source, known, dept) if dept is not None else None
    choice = choose(known, question.text, question.years, department)
    answer = compared(source, question, choice, known)
    return answer if answer is not None else _first(source, question, choice)


def in_doubt(source: Source, text: str) -> tuple[Document, ...]:
    """One document for each department that a question may mean, when it names none of several; else nothing.

    UsageError as for `ask`.
    """
    question = asked(text)
    choice = choose(_documents(source), question.text, question.years)
    return () if scope(question) == "departments" else choice.doubtful


def _documents(source: Source) -> Sequence[Document]:
    known = documents(source)
    if not known:
        raise UsageError(zh="库中没有文件；先用 budget-kg build 读入",
                         en="the store has no document; read some with `budget-kg build`")
    return known


def _first(source: Source, question: Asked, choice: Choice) -> Answer:
    """The answer of the first document that has one; what the first of all says when none has."""
    found: list[tuple[Document, Answer]] = []
    for document in choice.targets[0]:
        text = said(question, choice, document)
        solutions = solve(source, inventory(source, document), text)
        answer = reply(source, solutions, question.text, question.lang, unit=question.unit)
        found.append((document, answer))
        if answer.confidence != "not-stated":
            return _remarked(answer, choice, document)
    document, answer = found[0]
    return _remarked(_by_model(source, question, choice, document, answer), choice, document)


def _by_model(source: Source, question: Asked, choice: Choice, document: Document, answer: Answer) -> Answer:
    """What a language model makes of a question that the words of the ontology led nowhere, if one is set."""
    from budget_kg.answering.model import FromQuestion, Nothing, ask_model, available

    if not available():
        return answer
    lang = question.lang
    got = ask_model(source, inventory(source, document), said(question, choice, document), lang)
    if isinstance(got, Nothing):
        return replace(answer, notes=(*answer.notes, got.note(lang)))
    if isinstance(got, FromQuestion):
        return prepared(got.answer, got.note, document, question.text)
    return reply(source, [got], question.text, lang, unit=question.unit)


def _remarked(answer: Answer, choice: Choice, document: Document) -> Answer:
    """The answer with what is to be said of the choice of the document."""
    years = [line.year for reading in answer.readings for line in reading.lines]
    notes = choice.remarks(document, years)
    return replace(answer, notes=(*answer.notes, *(note(answer.lang) for note in notes)))
