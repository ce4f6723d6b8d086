"""A canned question that a language model chose, with values for its parameters, checked like a person's and closer.

Department and year are those of the document asked; numbers and free words must stand in the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from budget_kg.answering.inventory import Inventory
from budget_kg.answering.lexicon import folded
from budget_kg.answering.model_offer import FORBIDDEN, LONGEST_NAME, Offer, refused
from budget_kg.answering.question import Question
from budget_kg.asking.parameters import UNITS, Parameter, expand, fold, is_iri, number
from budget_kg.asking.questionfile import Question as Canned
from budget_kg.errors import Say

_NUMBERED: Final = ("amount", "integer", "percent")
_FACTORS: Final = {**UNITS, "亿": UNITS["亿元"], "万": UNITS["万元"]}


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    """A canned question with values for its parameters."""

    question: Canned
    given: Mapping[str, str | list[str]]
    words: Say


def canned(name: Any, params: Any, on_offer: Offer, inventory: Inventory, asked: Question) -> ChosenQuestion:
    if not isinstance(name, str) or name not in on_offer.questions:
        raise refused("问题编号", "question", "question must be an id of those listed")
    question = on_offer.questions[name]
    if not isinstance(params, dict):
        raise refused("参数", "parameters", "params is an object")
    known = {parameter.name: parameter for parameter in question.params if parameter.name != "dept"}
    given: dict[str, str | list[str]] = {}
    for key, value in params.items():
        if key not in known:
            raise refused("参数", "parameters", f"{question.id} takes no parameters but: {', '.join(known) or 'none'}")
        if value is not None:
            values = value if isinstance(value, list) and known[key].multiple else [value]
            texts = [_value(one, known[key], inventory, asked) for one in values]
            given[key] = texts if isinstance(value, list) else texts[0]
    shown = [f"{key}={'、'.join([value] if isinstance(value, str) else value)}" for key, value in given.items()]
    tail = f" ({', '.join(shown)})" if shown else ""
    _settle(question, given, inventory, asked)
    title = question.title
    words = Say(f"备好的问题 {question.id}{tail}：{title.zh}", f"prepared question {question.id}{tail}: {title.en}")
    return ChosenQuestion(question, given, words)


def _settle(question: Canned, given: dict[str, str | list[str]], inventory: Inventory, asked: Question) -> None:
    """The department and year are those of the document asked, unless the question names another year."""
    names = {parameter.name for parameter in question.params}
    years = [str(year) for year in asked.years]
    if "dept" in names:
        given["dept"] = inventory.document.department
    if "year" in names:
        year = given.setdefault("year", years[0] if len(years) == 1 else str(inventory.document.year))
        if years and year not in years:
            raise refused("年度", "year", "year must be the one that the question names")


def _value(value: Any, parameter: Parameter, inventory: Inventory, asked: Question) -> str:
    """One value of a parameter as a person would write it; numbers and free words are those of the question."""
    wrong = refused("参数的值", "the value of a parameter", f"{parameter.name} takes a value of type {parameter.type}")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise wrong
    text = str(value).strip()
    if not text or len(text) > LONGEST_NAME or FORBIDDEN.search(text) or is_iri(text) or expand(text) != text:
        raise wrong
    if parameter.type in _NUMBERED and text != parameter.default and _amount(text) not in _numbers(asked):
        raise refused(
            "问题中没有的数", "a number that was not asked about", "a number in params must stand in the question"
        )
    if parameter.type in ("keyword", "code") and folded(text) not in folded(asked.text):
        codes = {code for _, code in inventory.codes}
        if text not in codes and folded(text) not in inventory.named:
            raise wrong
    if parameter.choices and text not in {choice.name for choice in parameter.choices}:
        raise wrong
    return text


def _amount(text: str) -> Decimal | None:
    plain = fold(text).removesuffix("%")
    for unit in sorted(_FACTORS, key=len, reverse=True):
        if plain.endswith(unit):
            found = number(plain.removesuffix(unit))
            return found * _FACTORS[unit] if found is not None else None
    return number(plain)


def _numbers(asked: Question) -> set[Decimal]:
    return {value * _FACTORS.get(unit, Decimal(1)) for value, unit in asked.numbers}
