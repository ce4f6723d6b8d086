"""What a question is about: the group of statements that fit its terms best, and other groups that fit as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from budget_kg.answering.figures import MONEY, PERCENT, dimension, unit_of
from budget_kg.answering.inventory import Inventory, Statement
from budget_kg.answering.matching import Fit, fits, weight
from budget_kg.answering.question import Question, Term

VALUED: Final = ("MoneyObservation", "QuantityObservation", "IndicatorResult")
_MONEY_SCHEMES: Final = ("func", "econ-dep", "fund", "expenditure-type")
_ENOUGH: Final = 0.6
_SURE: Final = 0.9
_EXACT_AMOUNT: Final = 0.45
_EXACT_ENOUGH: Final = 0.15
_AS_GOOD: Final = 0.88
_HALF_AS_GOOD: Final = 0.6
_EXACT: Final = 0.85
_WHOLLY: Final = 0.99
_TELLING: Final = 0.85
_SAME: Final = frozenset((("item", "grand-total"),))

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Statements about one thing, the best fit first."""

    key: Key
    fit: Fit
    members: tuple[Statement, ...]

    @property
    def best(self) -> Statement:
        """The statement that fits best."""
        return self.fit.statement


def key(one: Statement) -> Key:
    """What tells one subject from another: an amount's codes and project, or the name a value is printed under."""
    if one.kind == "MoneyObservation":
        dims = frozenset(
            pair
            for pair in one.dims.items()
            if pair not in _SAME and not (one.project and pair[0] in ("expenditure-type", "item", "fund", "func"))
        )
        return ("amount", one.flow if not one.project else "", one.project, dims)
    return ("value", one.label, one.project or one.owner, one.dims.get("item", ""), dimension(one.unit) or one.unit)


def topics(inventory: Inventory, terms: Sequence[Term], pool: Iterable[Statement]) -> list[Topic]:
    """The subjects that fit, the best first."""
    found: dict[Key, list[Fit]] = {}
    for fit in fits(inventory, terms, pool):
        found.setdefault(key(fit.statement), []).append(fit)
    return [Topic(name, own[0], tuple(fit.statement for fit in own)) for name, own in found.items()]


def accepted(inventory: Inventory, topic: Topic) -> bool:
    """Whether a subject accounts for enough of a question to be what it is about."""
    fit = topic.fit
    if fit.exactness < _EXACT_ENOUGH or fit.coverage < _ENOUGH:
        return False
    if fit.statement.kind == "MoneyObservation" and not fit.statement.project and fit.exactness < _EXACT_AMOUNT:
        return False
    return fit.coverage >= _SURE or all(weight(inventory, term) < _TELLING for term in fit.missing)


def as_good(found: Sequence[Topic]) -> list[Topic]:
    """The best subject and those that fit nearly as well."""
    if not found:
        return []
    share = _AS_GOOD if found[0].fit.exactness >= _EXACT else _HALF_AS_GOOD
    least = found[0].fit.score * share
    good = [one for one in found if one.fit.score >= least and one.fit.coverage >= found[0].fit.coverage - 0.1]
    if found[0].fit.exactness < _WHOLLY:
        return good
    return [one for one in good if one.fit.exactness >= _WHOLLY or one.best.phase != found[0].best.phase]


def wanted(question: Question) -> Callable[[Statement], bool]:
    """What kind of value a question asks for."""
    if question.has("amount") and not question.units:
        return lambda one: unit_of(one) == MONEY
    if question.has("people"):
        return lambda one: (
            one.kind != "MoneyObservation"
            and one.unit in ("person", "wan-person", "person-time", "wan-person-time", "household")
        )
    if question.phases and not question.units and not question.has("target", "result", "percent", "completion"):
        return lambda one: unit_of(one) == MONEY
    if question.has("expenditure", "revenue") and question.has("how-many") and not question.units:
        return lambda one: unit_of(one) == MONEY
    if (
        question.lang == "en"
        and question.has("how-many")
        and not question.units
        and not question.has("amount", "percent")
    ):
        return lambda one: unit_of(one) != MONEY
    if not question.units and any(not term.loose and _of_money(term) for term in question.terms):
        return lambda one: unit_of(one) == MONEY
    if question.has("percent", "completion") and not question.units:
        return lambda one: unit_of(one) == PERCENT or one.value is None
    units = question.units
    if units:
        if any(dimension(unit) == "money" for unit in units):
            return lambda one: unit_of(one) == MONEY
        return lambda one: one.unit in units or (general(units) and dimension(one.unit) == "count")
    return _anything


def _of_money(term: Term) -> bool:
    """Whether a term names something that only has amounts of money."""
    return bool(term.senses) and all(sense.scheme in _MONEY_SCHEMES for sense in term.senses)


def _anything(one: Statement) -> bool:
    """Any statement will do."""
    return bool(one.iri)


def general(units: Iterable[str]) -> bool:
    """Whether a word for units is one that goes with anything: 个, 项, 家."""
    return any(unit in ("piece", "item", "enterprise", "set", "occasion", "household", "score") for unit in units)


def is_percent(one: Statement) -> bool:
    """Whether a statement states a percentage."""
    return unit_of(one) == PERCENT
