"""From what the clauses of a question came to, to the answer: sentences, lines and their quotes in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from budget_kg.answering import wording
from budget_kg.answering.inventory import Document
from budget_kg.answering.planning import Planner
from budget_kg.answering.reply import Answer, Line, Reading
from budget_kg.answering.result import Confidence, Part, Result
from budget_kg.answering.solving import Solution
from budget_kg.asking.answers import Answer as Prepared
from budget_kg.asking.answers import Quote
from budget_kg.asking.evidence import quotes_of
from budget_kg.errors import Lang, Say
from budget_kg.stores.contract import Source

_GRAVEST: Final[Sequence[Confidence]] = ("conflicting", "unclear", "derived", "stated", "not-stated")
_NEAR: Final = 3
_NEAR_ENOUGH: Final = 0.3


def reply(
    source: Source, solutions: Sequence[Solution], asked: str, lang: Lang, *, unit: str | None = None
) -> Answer:
    """The answer to a question from the solutions of its clauses; `unit` is the money unit wanted, if any is."""
    answered = [one for one in solutions if one.results]
    if not answered:
        return _not_stated(solutions[0].planner, asked, lang)
    for one in answered:
        for result in one.results:
            if unit is not None:
                result.plan = replace(result.plan, unit=unit)
    answers = [_answer(source, one.planner, one.results, asked, lang) for one in answered]
    answer = answers[0] if len(answers) == 1 else _joined(answers)
    return replace(answer, via=next((one.via for one in answered if one.via != answer.via), answer.via))


def prepared(found: Prepared, note: Say, document: Document, asked: str) -> Answer:
    """The answer of a canned question that a model chose for a free one; `note` says so."""
    from budget_kg.answering.canned_lines import lines

    lang = found.lang
    only = Reading(
        document=document.title, sentence=found.sentence, lines=lines(found), basis=(), steps=(), findings=(), notes=(),
        confidence="stated" if found.rows else "not-stated", plan=note(lang), sparql=(found.sparql,),
    )
    return Answer(
        question=asked, lang=lang, document=document.title, confidence=only.confidence, sentence=found.sentence,
        readings=(only,), notes=(note(lang), *found.missing), via="model",
    )


def _answer(source: Source, planner: Planner, results: Sequence[Result], asked: str, lang: Lang) -> Answer:
    readings = tuple(reading(source, planner, result, lang) for result in results)
    confidences = {one.confidence for one in readings}
    confidence = readings[0].confidence if len(confidences) == 1 else "unclear"
    text = readings[0].sentence
    if len(readings) > 1:
        joined = " ".join(f"({number}) {one.sentence}" for number, one in enumerate(readings, 1))
        unclear = Say(f"有几种理解：{joined}", f"This can be read in several ways: {joined}")(lang)
        text = unclear if confidence == "unclear" else joined
    return Answer(question=asked, lang=lang, document=planner.inventory.document.title, confidence=confidence,
                  sentence=text, readings=readings, verdict=results[0].verdict)


def _joined(answers: Sequence[Answer]) -> Answer:
    """The answers to the clauses of one question as one."""
    first = answers[0]
    confidence = gravest(one.confidence for one in answers)
    verdict = next((one.verdict for one in answers if one.verdict is not None), None)
    return Answer(
        question=first.question, lang=first.lang, document=first.document, confidence=confidence,
        sentence=" ".join(dict.fromkeys(one.sentence for one in answers)),
        readings=tuple(reading for one in answers for reading in one.readings), verdict=verdict,
    )


def gravest(confidences: Iterable[Confidence]) -> Confidence:
    """The one that has to be said of several answers together."""
    return min(confidences, key=_GRAVEST.index)


def reading(source: Source, planner: Planner, result: Result, lang: Lang) -> Reading:
    """One result with its quotes."""
    passages = {passage for row in result.rows for passage in row.passages}
    quotes = quotes_of(source, passages)
    graphs = planner.inventory.graphs
    return Reading(
        document=planner.inventory.document.title,
        sentence=wording.sentence(result, lang, whether=planner.question.whether),
        lines=tuple(_line(part, result, quotes, lang) for part in result.main),
        basis=tuple(_line(part, result, quotes, lang) for part in result.other),
        steps=tuple(wording.step(one, result, lang) for one in result.steps),
        findings=tuple(one(lang) for one in result.findings),
        notes=tuple(one(lang) for one in result.notes),
        confidence=result.confidence,
        plan=wording.reading(result, lang),
        sparql=tuple(selection.sparql(graphs) for selection in result.plan.selections),
    )


def _line(part: Part, result: Result, quotes: dict[str, Quote], lang: Lang) -> Line:
    figure = part.figure
    found = [quotes[passage] for row in part.rows for passage in row.passages if passage in quotes]
    return Line(part.about(lang), part.phase(lang), part.year, wording.shown(part, result, lang),
                f"{figure.value:f}" if figure is not None else part.text, figure.unit if figure is not None else "",
                tuple(dict.fromkeys(found)))


def _not_stated(planner: Planner, asked: str, lang: Lang) -> Answer:
    near = list(dict.fromkeys(
        planner.named(topic.best)(lang) for topic in planner.near if topic.fit.coverage > _NEAR_ENOUGH
    ))[:_NEAR]
    title = planner.inventory.document.title
    text = Say(f"《{title}》没有给出这个问题的答案", f"{title} does not say")(lang)
    if near:
        text += Say(f"；最接近的内容是：{'、'.join(near)}", f"; the nearest it gives: {'; '.join(near)}")(lang)
    return Answer(question=asked, lang=lang, document=title, confidence="not-stated",
                  sentence=text + ("。" if lang == "zh" else "."), readings=(), near=tuple(near))
