"""Questions over all departments or all years, handed to the prepared questions `ranking` and `trend` when these fit.

They fit when nothing but one of their measures is asked about; they look at the register, not at every document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from budget_kg.answering.asked import Asked
from budget_kg.answering.figures import MONEY
from budget_kg.answering.question import Question, analyse
from budget_kg.answering.reply import Answer, Line, Reading
from budget_kg.answering.word_cache import lexicon
from budget_kg.asking.answers import Answer as Prepared
from budget_kg.asking.answers import Row
from budget_kg.asking.parameters import UNIT_NAMES, UNITS
from budget_kg.errors import Say
from budget_kg.stores.contract import Source
from budget_kg.vocab import DEF

if TYPE_CHECKING:
    from budget_kg.asking.questions import Given

Scope = Literal["departments", "years", ""]

_DEPARTMENTS: Final = re.compile(
    r"(?:哪|各|每|所有|全部|几)一?(?:个|家|些|几个)?(?:部门|委办局|街镇|局|街道|乡镇)(?:之间|里面?|当中|中)?"
    r"|部门(?:之间)?(?=排名|排行|比较|对比)"
    r"|\b(?:which|what|all|each|every|across|compare|rank|ranked|ranking)\b(?: \w+){0,2}? "
    r"(?:departments?|bureaus?|agenc(?:y|ies))\b"
    r"|\b(?:departments|bureaus|agencies)\b(?= (?:ranked|compared|by)\b)",
    re.IGNORECASE,
)
_EACH: Final = re.compile(
    r"[各每]|所有|全部|排[名行]|比较|对比|\b(?:rank|ranked|ranking|compare|compared|each|every|all|across)\b",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(
    r"历年来?|[这近]几年来?|近年来?|多年来?|逐年|每年|各年度?|年年|趋势|走势"
    r"|\b(?:over|through|across) the years\b|\b(?:year by year|year on year|by year|each year|every year|trends?)\b"
    r"|\b(?:in|over) recent years\b",
    re.IGNORECASE,
)
_METRICS: Final = {
    ("item", "three-public"): "three-public", ("item", "operating-cost"): "operating-cost",
    ("item", "procurement"): "procurement", ("expenditure-type", "basic"): "basic",
    ("expenditure-type", "project"): "project",
}
_BUDGETS: Final = frozenset(("initial", "budget"))
_FITTING: Final = frozenset((
    "amount", "how-many", "expenditure", "revenue", "total", "rank-high", "rank-low", "change", "increase", "decrease",
    "difference", "list", "organisation",
))
"""What may be asked of a measure in words; anything else asks for something the prepared questions do not give."""
_PRINTED: Final = f"{DEF}Printed"
_SHOWN: Final = 20


def scope(asked: Asked) -> Scope:
    """Whether a question is about all departments, or about the course of years."""
    question = asked.question
    if _DEPARTMENTS.search(asked.text) and (question.has("rank-high", "rank-low") or _EACH.search(asked.text)):
        return "departments"
    return "years" if _YEARS.search(asked.text) and len(asked.years) != 1 else ""


def without_scope(text: str) -> str:
    """The text without the words that say over what it is asked."""
    return _YEARS.sub("", _DEPARTMENTS.sub("", text)).strip(" ，,")


def metric(text: str) -> str | None:
    """The one measure that a text asks about, by its name in the prepared questions; None when it is anything else."""
    question = analyse(without_scope(text), lexicon())
    found = {_METRICS.get((one.scheme, one.notation)) for term in question.terms for one in term.senses}
    if any(not term.senses for term in question.terms) or None in found or len(found) > 1:
        return None
    if question.asks.keys() - _FITTING or question.units:
        return None
    if not found and not question.has("expenditure", "revenue", "amount"):
        return None
    return found.pop() if found else "revenue" if question.has("revenue") else "expenditure"


def ranking(source: Source, asked: Asked) -> Answer | None:
    """The departments by a measure; None when the prepared question does not fit."""
    measure = metric(asked.text)
    if measure is None:
        return None
    given = {"metric": measure, "phase": _phase(asked.question)}
    if asked.years:
        given["year"] = str(asked.years[0])
    low = asked.question.has("rank-low") and not asked.question.has("rank-high")
    count = min(asked.question.top or _SHOWN, _SHOWN)
    found = _ask(source, "ranking", asked, given, count)
    if not found.total and given["phase"] == "actual":
        given["phase"] = "initial"
        found = _ask(source, "ranking", asked, given, count)
    if low and found.total > count:
        found = _ask(source, "ranking", asked, given, count, found.total - count)
    lines = [_line(found, row, "dept") for row in (reversed(found.rows) if low else found.rows)]
    return _answer(asked, found, lines, _ranked(asked, found, lines, low=low))


def trend(source: Source, asked: Asked, text: str, department: str) -> Answer | None:
    """A measure of a department over the years; `text` is the question without the department's name.

    None when the prepared question does not fit.
    """
    measure = metric(text)
    if measure is None:
        return None
    given = {"metric": measure, "phase": _phase(asked.question), "dept": department}
    if len(asked.years) > 1:
        given |= {"from": str(min(asked.years)), "to": str(max(asked.years))}
    found = _ask(source, "trend", asked, given, 0)
    if not found.total:
        return None
    basis = found.index("basis")
    rows = sorted(found.rows, key=lambda row: row.cells[basis].iri != _PRINTED)
    lines = [_line(found, row, "metric", "item", "fund", "basis") for row in rows]
    series = _series(lines)
    answer = _answer(asked, found, lines, _course(asked, found, series))
    conflicting = len({one.year for one in series}) < len({(one.year, one.exact) for one in series})
    return replace(answer, confidence="conflicting") if conflicting else answer


def _phase(question: Question) -> str:
    return "initial" if question.phases and set(question.phases) <= _BUDGETS else "actual"


def _ask(source: Source, name: str, asked: Asked, given: Given, top: int, offset: int = 0) -> Prepared:
    from budget_kg.asking import questions

    unit = asked.unit or (asked.question.unit if asked.question.unit in UNITS else None)
    return questions.answer(source, questions.get(name), given, asked.lang, unit, questions.Window(top, offset))


def _line(found: Prepared, row: Row, *names: str) -> Line:
    """A row as a line: what it is about from some columns, and its amount."""
    def text(name: str) -> str:
        return row.cells[found.index(name)].text

    amount = row.cells[found.index("amount")]
    about = ("，" if found.lang == "zh" else ", ").join(dict.fromkeys(part for name in names if (part := text(name))))
    value = f"{amount.text} {UNIT_NAMES[found.unit](found.lang)}"
    year = text("year")
    return Line(about, text("phase"), int(year) if year.isdigit() else None, value, f"{amount.value:f}", MONEY,
                row.evidence)


def _ranked(asked: Asked, found: Prepared, lines: list[Line], *, low: bool) -> str:
    if not lines:
        return found.sentence
    what = found.rows[0].cells[found.index("metric")].text
    first, rest = lines[0], lines[1:3]
    if asked.lang == "zh":
        then = "".join(f"，{place}是{one.what} {one.value}" for place, one in zip(("其次", "再次"), rest, strict=False))
        most = "最少" if low else "最多"
        return (f"{first.year} 年{what}（{first.phase}）{most}的是{first.what} {first.value}{then}；"
                f"共 {found.total} 个部门。")
    then = "".join(f", then {one.what}, {one.value}" for one in rest)
    most = "smallest" if low else "largest"
    return (f"{what} ({first.phase}, {first.year}) is {most} for {first.what}, {first.value}{then}; "
            f"{found.total} departments.")


def _course(asked: Asked, found: Prepared, series: Sequence[Line]) -> str:
    """The values of a series, year by year; what is printed in several ways is given in all of them."""
    dept = found.rows[0].cells[found.index("dept")].text
    what, phase = series[0].what, series[0].phase
    by_year: dict[int | None, list[str]] = {}
    for one in series:
        by_year.setdefault(one.year, []).append(one.value)
    if asked.lang == "zh":
        said = "，".join(f"{year} 年 {' 或 '.join(values)}" for year, values in by_year.items())
        return f"{dept}{what}（{phase}）：{said}。"
    said = ", ".join(f"{year} {' or '.join(values)}" for year, values in by_year.items())
    return f"{dept}, {what} ({phase}): {said}."


def _series(lines: Sequence[Line]) -> list[Line]:
    """The lines about the same as the first, by year."""
    first = lines[0]
    found = [one for one in lines if (one.what, one.phase) == (first.what, first.phase)]
    return sorted(found, key=lambda one: one.year or 0)


def _answer(asked: Asked, found: Prepared, lines: list[Line], sentence: str) -> Answer:
    title = next((quote.title for line in lines for quote in line.evidence), "")
    notes = found.missing
    if not lines:
        return Answer(question=asked.text, lang=asked.lang, document=title, confidence="not-stated", sentence=sentence,
                      readings=(), notes=notes, via=f"question:{found.question}")
    plan = Say(f"备好的问题 {found.question}：{found.title.zh}", f"prepared question {found.question}: {found.title.en}")
    reading = Reading(
        document=title, sentence=sentence, lines=tuple(lines), basis=(), steps=(), findings=(), notes=(),
        confidence="derived" if found.question == "ranking" else "stated", plan=plan(asked.lang), sparql=(found.sparql,),
    )
    return Answer(question=asked.text, lang=asked.lang, document=title, confidence=reading.confidence, sentence=sentence,
                  readings=(reading,), notes=notes, via=f"question:{found.question}")
