"""Answers from several documents side by side: years of a department, or departments; with the difference of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from budget_kg.answering import prepared, wording
from budget_kg.answering.asked import Asked
from budget_kg.answering.choosing import Choice, choose, newest_year
from budget_kg.answering.clauses import clauses
from budget_kg.answering.inventory import Document, inventory
from budget_kg.answering.lexicon import folded
from budget_kg.answering.reply import Answer, Reading
from budget_kg.answering.replying import gravest, reading
from budget_kg.answering.sides import FigureOf, Found, changed, comparable, difference, label
from budget_kg.answering.solving import solve_one
from budget_kg.errors import Say
from budget_kg.stores.contract import Source

MOST_COMPARED: Final = 20
"""Documents that are read for one question."""
_COMPARING: Final = frozenset((
    "change", "increase", "decrease", "difference", "ratio", "last-year", "next-year", "more-than", "less-than",
    "rank-high", "rank-low", "list",
))


def compared(source: Source, asked: Asked, choice: Choice, known: Sequence[Document]) -> Answer | None:
    """The answer to a question about several documents; None when it is about one."""
    scope = prepared.scope(asked)
    if scope == "departments" and not choice.given and not choice.mentions:
        return prepared.ranking(source, asked) or _ranked(source, asked, choice, known)
    if scope == "years" and len(asked.years) != 2:
        return _over_years(source, asked, choice)
    if len(choice.targets) > 1:
        return _side_by_side(source, asked, choice, choice.targets)
    return None


def said(asked: Asked, choice: Choice, document: Document) -> str:
    """The question as it is put to one document: without names of other departments, with the year given beside it."""
    text = choice.without_mentions(asked.text, [folded(name) for name in document.names])
    if asked.year is not None and asked.year != document.year and not asked.question.years:
        text = f"{asked.year}年{text}" if asked.question.lang == "zh" else f"in {asked.year}, {text}"
    return text


# -- documents side by side -----------------------------------------------------------------------------------------


def _over_years(source: Source, asked: Asked, choice: Choice) -> Answer | None:
    """A measure over the years of the department that is meant; None when the store has one year of it."""
    department = choice.targets[0][0].department
    own = [one for one in choice.known if one.department == department]
    years = sorted({one.year for one in own}, reverse=True)
    if len(years) < 2:
        return None
    found = prepared.trend(source, asked, choice.without_mentions(asked.text), department)
    if found is None:
        wide = choose(own, asked.text, years[:MOST_COMPARED], department)
        found = _side_by_side(source, asked, choice, wide.targets)
    notes = choice.remarks(choice.targets[0][0])[:1] if choice.doubtful else []
    return replace(found, notes=(*found.notes, *(note(asked.lang) for note in notes)))


def _ranked(source: Source, asked: Asked, choice: Choice, known: Sequence[Document]) -> Answer | None:
    """The departments by what their documents say of a thing, one document of each; None when there is one department."""
    departments = list(dict.fromkeys(one.department for one in known))
    if len(departments) < 2:
        return None
    if len(departments) > MOST_COMPARED:
        return _nowhere(asked, known[0], Say(
            f"库中有 {len(departments)} 个部门；这么多部门只能按收入、支出、基本支出、项目支出、“三公”经费、"
            "机关运行经费、政府采购排名。",
            f"The store has {len(departments)} departments; so many can only be ranked by revenue, expenditure, basic or "
            "project expenditure, three public expenses, operating cost, procurement.",
        ))
    year = asked.years[0] if asked.years else newest_year(known)
    targets = [choose(known, "", (year,), department).targets[0] for department in departments]
    found = _side_by_side(source, asked, choice, [own for own in targets if own[0].year == year], ranked=True)
    others = [own[0].name for own in targets if own[0].year != year]
    notes = [Say(f"没有{name} {year} 年的文件", f"there is no document of {name} for {year}") for name in others]
    return replace(found, notes=(*found.notes, *(note(asked.lang) for note in notes)))


def _side_by_side(
    source: Source, asked: Asked, choice: Choice, targets: Sequence[tuple[Document, ...]], *, ranked: bool = False
) -> Answer:
    found = [_looked_up(source, asked, choice, target) for target in targets[:MOST_COMPARED]]
    there = [one for one in found if one.results]
    if not there:
        titles = [one.document.title for one in found]
        return _nowhere(asked, found[0].document, Say(
            f"{'、'.join(f'《{title}》' for title in titles)}都没有给出这个问题的答案。",
            f"None of these says: {'; '.join(titles)}.",
        ))
    silent = [one.document.title for one in found if not one.results]
    notes = [Say(f"《{title}》没有给出", f"{title} does not say")(asked.lang) for title in silent]
    for one in there:
        for result in one.results:
            if asked.unit is not None:
                result.plan = replace(result.plan, unit=asked.unit)
    figures = comparable(there) if len(there) > 1 else []
    answer = _of_figures(source, asked, figures, ranked=ranked) if figures else _of_texts(source, asked, there)
    return replace(answer, notes=(*answer.notes, *notes))


def _nowhere(asked: Asked, document: Document, sentence: Say) -> Answer:
    return Answer(question=asked.text, lang=asked.lang, document=document.title, confidence="not-stated",
                  sentence=sentence(asked.lang), readings=())


def _looked_up(source: Source, asked: Asked, choice: Choice, target: Sequence[Document]) -> Found:
    """What the first document that says anything says of the thing asked about, apart from any comparison."""
    found: list[Found] = []
    for document in target:
        own = inventory(source, document)
        for question in clauses(own, prepared.without_scope(said(asked, choice, document))):
            asks = {name: piece for name, piece in question.asks.items() if name not in _COMPARING}
            years = [document.year] if document.year in question.years else question.years
            plain = replace(question, asks=asks, years=years, whether=False, top=None)
            found.append(Found(document, solve_one(source, own, plain)))
            if found[-1].results:
                return found[-1]
    return found[0]


def _of_figures(source: Source, asked: Asked, found: Sequence[FigureOf], *, ranked: bool) -> Answer:
    """Figures of one unit as lines of one reading, with the difference when there are two."""
    lang = asked.lang
    by_years = len({one.document.department for one in found}) == 1
    low = asked.question.has("rank-low") and not asked.question.has("rank-high")
    order = sorted(found, key=lambda one: one.document.year if by_years else one.value, reverse=not (by_years or low))
    readings = [reading(source, one.solution.planner, one.result, lang) for one in order]
    labels = [label(one.document, lang, by_years=by_years) for one in order]
    conflicting = any(len(one.result.main) > 1 or one.result.confidence == "conflicting" for one in order)
    steps = [] if ranked or conflicting or len(order) != 2 else difference(order, by_years=by_years)
    lines = tuple(
        replace(line, what=line.what if by_years else f"{side}{Say('：', ': ')(lang)}{line.what}")
        for side, one in zip(labels, readings, strict=True) for line in one.lines
    )
    about, phase = order[0].part.about(lang), order[0].part.phase(lang)
    if phase:
        about += f"（{phase}）" if lang == "zh" else f" ({phase})"
    either = Say(" 或 ", " or ")(lang)
    values = [either.join(line.value for line in one.lines) for one in readings]
    listed = [f"{side} {value}" for side, value in zip(labels, values, strict=True)]
    sentence = f"{about}{Say('：', ': ')(lang)}{Say('，', ', ')(lang).join(listed)}"
    if steps:
        sentence += changed(order, steps, lang, by_years=by_years)
    one = _merged(
        readings, sentence=sentence + Say("。", ".")(lang), lines=lines,
        steps=tuple(wording.step(step, order[0].result, lang) for step in steps),
        confidence="conflicting" if conflicting else "derived" if steps or ranked else readings[0].confidence,
    )
    return Answer(question=asked.text, lang=lang, document=order[0].document.title, confidence=one.confidence,
                  sentence=one.sentence, readings=(one,))


def _of_texts(source: Source, asked: Asked, found: Sequence[Found]) -> Answer:
    """What each document says, one after the other."""
    lang = asked.lang
    by_years = len({one.document.department for one in found}) == 1
    readings = []
    for one in sorted(found, key=lambda one: one.document.year):
        side = label(one.document, lang, by_years=by_years)
        for result in one.results:
            own = reading(source, one.solution.planner, result, lang)
            said_so = own.sentence.startswith(side)
            sentence = own.sentence if said_so else f"{side}{Say('：', ': ')(lang)}{own.sentence}"
            readings.append(replace(own, sentence=sentence))
    return Answer(question=asked.text, lang=lang, document=readings[0].document,
                  confidence=gravest(one.confidence for one in readings),
                  sentence=" ".join(one.sentence for one in readings), readings=tuple(readings))


def _merged(readings: Sequence[Reading], **own: object) -> Reading:
    """Several readings as one: all their queries, findings and notes."""
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for one in readings for text in getattr(one, name)))

    plan = "\n".join(one.plan for one in readings)
    basis = tuple(line for one in readings for line in one.basis)
    return replace(readings[0], plan=plan, sparql=all_of("sparql"), findings=all_of("findings"), notes=all_of("notes"),
                   basis=basis, **own)  # type: ignore[arg-type]


