"""Costs for each: money for each of a number of people or things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from budget_kg.answering.arithmetic import divided
from budget_kg.answering.figures import MONEY, PERCENT, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Question, Term
from budget_kg.answering.result import Result
from budget_kg.answering.topics import Topic, topics
from budget_kg.vocab import scheme

_IN_PASSING: Final = 0.35
_LIKE: Final = 0.3
_ALL_SPENT: Final = re.compile("支出|开支|总花费|spending|expenditure")
_COUNTED: Final = ("item", "expenditure-type")


def per_unit(planner: Planner) -> list[Result]:
    """Money for each of a number of people or things."""
    question = planner.question
    pool = [one for one in planner.pool() if one.value is not None]
    money = [one for one in pool if unit_of(one) == MONEY and planner.flow_fits(one)]
    counts = [
        one
        for one in pool
        if unit_of(one) not in (MONEY, PERCENT)
        and (not question.units or one.unit in question.units or not _people(question.units))
    ]
    named = [term for term in question.terms if not _counts(term)]
    spent = planner.subjects(question.terms, money)
    measured = _measures(planner, named)
    named = [term for term in named if term.text not in measured]
    if measured and (found := _of_its_project(planner, planner.subjects(named, money), measured, counts)):
        return found
    if not spent and (named or not question.terms or _ALL_SPENT.search(question.text)):
        spent = planner.subjects(named, money)
    if not spent:
        return []
    unit = each_of(question)
    numbers = [
        *(topic for topic in planner.subjects(question.terms, counts) if _serves(topic, spent[0], unit)),
        *_counting(planner, spent[0], counts, unit),
    ] or _related(planner, spent[0], counts)
    stated = [one for one in numbers if one.best.kind != "MoneyObservation"]
    if not stated:
        return []
    return _each(planner, spent[0], stated[0])


def _each(planner: Planner, spent: Topic, number: Topic) -> list[Result]:
    """Money divided by a number that is not nought."""
    one, other = planner.operand("money", spent, planner.phases), planner.operand("count", number)
    if one is None or other is None or other[1].figure is None or not other[1].figure.value:
        return []
    return [divided(planner, "per", one[1], other[1], plan_parts=[one[0], other[0]])]


def _measures(planner: Planner, terms: Sequence[Term]) -> dict[str, list[str]]:
    """The units that terms name, by the text of the term: 公里 in 一公里多少钱."""
    found = {}
    for term in terms:
        senses = planner.words.zh.get(term.words[0], ()) if term.words and not term.senses else ()
        units = [sense.notation for sense in senses if sense.scheme == "unit"]
        if units:
            found[term.text] = units
    return found


def _of_its_project(
    planner: Planner, spent: Sequence[Topic], measured: dict[str, list[str]], counts: Sequence[Statement]
) -> list[Result]:
    """Money of a project for each of what the same project made, if just one number of that unit is printed of it."""
    units = {unit for own in measured.values() for unit in own}
    for topic in spent[:2]:
        own = [one for one in counts if topic.best.project == one.project != "" and one.unit in units]
        numbers = topics(planner.inventory, (), own)
        if len(numbers) == 1 and (found := _each(planner, topic, numbers[0])):
            return found
    return []


def _people(units: Iterable[str]) -> bool:
    return any(unit in ("person", "person-time") for unit in units)


def each_of(question: Question) -> tuple[str, ...]:
    """What a cost is wanted for each of, by the words of the question."""
    lower = question.text.casefold()
    if re.search(r"人|客|名|位|person|people|guest|visitor|worker|head|each member|capita|employee", lower):
        return ("person", "person-time")
    if re.search(r"辆|车|car\b|vehicle", lower):
        return ("vehicle",)
    return ()


def _counting(planner: Planner, spent: Topic, counts: Sequence[Statement], unit: Sequence[str]) -> list[Topic]:
    """The numbers of the people or things that an item of expenditure is for, as the ontology relates them."""
    names = [name for of, code in spent.best.dims.items() if of in _COUNTED for name in _counted_by(of, code)]
    found: list[Topic] = []
    for name in names if not spent.best.project else ():
        own = [one for one in counts if one.dims.get("item") == name and (not unit or one.unit in unit)]
        found += topics(planner.inventory, (), own)
    return found


def _counted_by(of: str, code: str) -> tuple[str, ...]:
    """The items that count what a code is for; those of the code above where it names none."""
    concept = scheme(of).get(code)
    while concept is not None and "countedBy" not in concept.data:
        concept = scheme(of).get(concept.broader)
    return concept.data["countedBy"] if concept is not None else ()


def _counts(term: Term) -> bool:
    """Whether a term names things that are counted, not money."""
    items = scheme("item")
    return any(
        sense.scheme == "item" and items[sense.notation].data.get("dimension") == ("count",) for sense in term.senses
    )


def _serves(topic: Topic, spent: Topic, unit: Sequence[str]) -> bool:
    """Whether a number found by its name may divide the money: of the unit asked for, not of some other project."""
    own = topic.best.project in ("", spent.best.project)
    return own and (not unit or topic.best.unit in unit) and topic.fit.exactness >= _LIKE


def _held(one: Statement) -> bool:
    """Whether a number is of things held, not of things bought."""
    concept = scheme("item").get(one.dims.get("item", ""))
    return concept is not None and "Stock" in concept.data.get("flow", ())


def _related(planner: Planner, spent: Topic, counts: Sequence[Statement]) -> list[Topic]:
    """The numbers printed for the project that the money is of, or of things that the question names in passing."""
    if not spent.best.project:
        unit = each_of(planner.question)
        found = topics(planner.inventory, planner.question.terms, [one for one in counts if one.unit in unit])
        near = [topic for topic in found[:4] if topic.fit.coverage > _IN_PASSING and topic.fit.exactness >= _LIKE]
        if not near:  # a number of the things a cost is wanted for, if the document has just one
            held = [one for one in counts if one.unit in unit and _held(one)]
            near = topics(planner.inventory, (), held) if len({one.value for one in held}) == 1 else []
        return sorted(near, key=lambda topic: not _held(topic.best))
    own = [one for one in counts if one.project == spent.best.project]
    terms: list[Term] = []
    return planner.subjects(terms, own)
