"""Free questions: the one entrance. It picks the document, plans, runs, and words the answer."""

from __future__ import annotations

from collections.abc import Sequence

from budget_kg.answering import wording
from budget_kg.answering.inventory import documents, inventory
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import LONGEST, language
from budget_kg.answering.reply import Answer, Line, Reading
from budget_kg.answering.result import Part, Result
from budget_kg.answering.solving import solve
from budget_kg.asking.answers import Quote
from budget_kg.asking.evidence import quotes_of
from budget_kg.errors import Lang, Say, UsageError
from budget_kg.stores.contract import Source


def ask(source: Source, text: str, lang: Lang | None = None) -> Answer:
    """Answer a free question from a store, in the language it is asked in unless `lang` says otherwise.

    UsageError when there is no question, or nothing in the store.
    """
    asked = " ".join(text.split())
    if not asked:
        raise UsageError(zh="没有问题；请写出要问的话", en="there is no question; say what you want to know")
    if len(asked) > LONGEST:
        raise UsageError(zh=f"问题有 {len(asked)} 个字符，最多 {LONGEST} 个", en=f"the question has {len(asked)} characters; at most {LONGEST} are read")
    spoken = lang or language(asked)
    known = documents(source)
    if not known:
        raise UsageError(zh="库中没有文件；先用 budget-kg build 读入", en="the store has no document; read some with `budget-kg build`")
    document = known[0]
    found = inventory(source, document)
    solutions = solve(source, found, asked)
    answered = [one for one in solutions if one.results]
    if not answered:
        return _not_stated(solutions[0].planner, asked, spoken)
    answers = [_answer(source, one.planner, one.results, asked, spoken) for one in answered]
    return answers[0] if len(answers) == 1 else _joined(answers)


def _answer(source: Source, planner: Planner, results: Sequence[Result], asked: str, lang: Lang) -> Answer:
    readings = tuple(_reading(source, planner, result, lang) for result in results)
    confidences = {one.confidence for one in readings}
    confidence = readings[0].confidence if len(confidences) == 1 else "unclear"
    text = readings[0].sentence
    if len(readings) > 1:
        joined = " ".join(f"({number}) {one.sentence}" for number, one in enumerate(readings, 1))
        text = Say(f"有几种理解：{joined}", f"This can be read in several ways: {joined}")(lang) if confidence == "unclear" else joined
    return Answer(question=asked, lang=lang, document=planner.inventory.document.title, confidence=confidence,
                  sentence=text, readings=readings, verdict=results[0].verdict)


def _joined(answers: Sequence[Answer]) -> Answer:
    """The answers to the clauses of one question as one."""
    first = answers[0]
    order = ("conflicting", "unclear", "derived", "stated")
    confidence = min((one.confidence for one in answers), key=order.index)
    verdict = next((one.verdict for one in answers if one.verdict is not None), None)
    return Answer(
        question=first.question, lang=first.lang, document=first.document, confidence=confidence,
        sentence=" ".join(dict.fromkeys(one.sentence for one in answers)),
        readings=tuple(reading for one in answers for reading in one.readings), verdict=verdict,
    )


def _reading(source: Source, planner: Planner, result: Result, lang: Lang) -> Reading:
    passages = {passage for row in result.rows for passage in row.passages}
    quotes = quotes_of(source, passages)
    graphs = planner.inventory.graphs
    return Reading(
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
    near = list(dict.fromkeys(planner.named(topic.best)(lang) for topic in planner.near if topic.fit.coverage > 0.3))[:3]
    title = planner.inventory.document.title
    text = Say(f"《{title}》没有给出这个问题的答案", f"{title} does not say")(lang)
    if near:
        text += Say(f"；最接近的内容是：{'、'.join(near)}", f"; the nearest it gives: {'; '.join(near)}")(lang)
    return Answer(question=asked, lang=lang, document=title, confidence="not-stated",
                  sentence=text + ("。" if lang == "zh" else "."), readings=(), near=tuple(near))
