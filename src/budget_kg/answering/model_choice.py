"""What a language model chose, checked word by word: a plan as a question taken apart, a canned question, or nothing.

Only what was on offer passes. Nothing a model wrote is run, looked up as an address, or shown: a refusal says what was
wrong in words of our own, and what is taken is named as the document or the question names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from budget_kg.answering.clauses import read
from budget_kg.answering.inventory import Inventory
from budget_kg.answering.model_canned import ChosenQuestion, canned
from budget_kg.answering.model_offer import FORBIDDEN, LONGEST_NAME, MONEY_UNITS, Offer, refused
from budget_kg.answering.model_operations import BODIES, GROUPS, OPERATIONS, SORTS, Operation, name_of
from budget_kg.answering.question import Question, Term
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_LONGEST: Final = 4_000
_HIGHEST_LIMIT: Final = 50
_THOUGHT: Final = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_FENCE: Final = re.compile(r"```[a-zA-Z]*\s*\n(.*?)\n?\s*```", re.DOTALL)
_PLAN_KEYS: Final = frozenset(("operation", "subject", "other_subject", "phase", "year", "unit", "limit"))
_CONDITIONS: Final = ("more-than", "less-than", "equal-to")
_COMPARED: Final = ("list", "score")


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """A plan as a question taken apart; `gives` are the operations of results that are what was chosen."""

    question: Question
    gives: tuple[str, ...]
    words: Say


Choice = ChosenPlan | ChosenQuestion | None


@dataclass(slots=True)
class _Subject:
    """What a plan is about: terms, words that ask (for a side, a group), and the names they were taken from."""

    terms: list[Term] = field(default_factory=list)
    asks: dict[str, str] = field(default_factory=dict)
    names: list[Say] = field(default_factory=list)


def choice(content: str, on_offer: Offer, inventory: Inventory, asked: Question) -> Choice:
    """The choice in a model's answer to a question, None when it chose nothing. RefusedError when it may not be taken."""
    found = _object(content)
    if set(found) == {"none"} and isinstance(found["none"], str):
        return None
    if set(found) == {"plan"} and isinstance(found["plan"], dict):
        return _plan(found["plan"], on_offer, inventory, asked)
    if set(found) in ({"question"}, {"question", "params"}):
        return canned(found["question"], found.get("params", {}), on_offer, inventory, asked)
    raise refused("形式", "its form", "give exactly one of plan, question, none")


def _object(content: str) -> dict[str, Any]:
    """The one JSON object that an answer is; it may stand in a code fence, after a train of thought in tags."""
    text = _THOUGHT.sub("", content, count=1).strip()
    fenced = _FENCE.fullmatch(text)
    text = fenced[1] if fenced else text
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_constant) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise refused("形式", "its form", "reply with one JSON object and nothing else")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _constant(name: str) -> None:
    raise ValueError(name)


# -- plans ----------------------------------------------------------------------------------------------------------


def _plan(plan: dict[str, Any], on_offer: Offer, inventory: Inventory, asked: Question) -> ChosenPlan:
    if set(plan) - _PLAN_KEYS:
        raise refused("未知的项", "unknown keys", f"a plan has no keys but {', '.join(sorted(_PLAN_KEYS))}")
    given = {name: value for name, value in plan.items() if value is not None}
    name = _one_of(given.get("operation"), OPERATIONS, "操作", "operation")
    operation = OPERATIONS[name]
    subject = _subjects(operation, given, on_offer, inventory)
    _keep_to(asked, inventory)
    question = Question(" ".join(f"{one.zh} {one.en}" for one in subject.names), on_offer.lang, terms=subject.terms)
    question.asks = {**subject.asks, **{one: one for one in operation.asks}}
    if name == "look-up" and not subject.terms:
        question.asks["amount"] = "amount"
    said = [name_of(name), *(Say(f"“{one.zh}”", f"“{one.en}”") for one in subject.names)]
    if "phase" in given:
        phase = _one_of(given["phase"], on_offer.phases, "口径", "phase")
        question.phases, question.strict = [phase], [phase]
        concept = scheme("phase").get(phase)
        said.append(Say(concept.zh, concept.en) if concept is not None else Say(phase, phase))
    year = _year(given.get("year"), on_offer, inventory, asked, before=name == "last-year")
    question.years = [year] if year is not None else []
    shown = year or inventory.document.year
    said.append(Say(f"{shown} 年", str(shown)))
    _unit(given.get("unit"), on_offer, asked, question)
    question.top = _limit(given.get("limit"), operation)
    if name in _COMPARED:
        question.numbers = list(asked.numbers)
        question.asks.update({one: asked.asks[one] for one in _CONDITIONS if one in asked.asks})
    words = Say("，".join(one.zh for one in said), ", ".join(one.en for one in said))
    return ChosenPlan(question, operation.gives, words)


def _one_of(value: Any, known: Any, zh: str, en: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise refused(zh, en, f"{en} must be one of those listed")
    return value


def _subjects(operation: Operation, given: Mapping[str, Any], on_offer: Offer, inventory: Inventory) -> _Subject:
    """The subject and the other subject of a plan, as far as its operation takes them."""
    own, other = given.get("subject"), given.get("other_subject")
    if own is None and operation.about not in ("none", "thing or none"):
        raise refused("对象", "subject", "this operation needs a subject")
    if own is not None and operation.about == "none":
        raise refused("对象", "subject", "this operation takes no subject")
    if (other is None) if operation.other == "must" else (other is not None and not operation.other):
        raise refused("第二个对象", "other subject", "give other_subject where the operation takes one, and only there")
    found = _Subject()
    for value in (own, other):
        if value is not None:
            one = _subject(value, operation, on_offer, inventory)
            found.terms += one.terms
            found.asks |= one.asks
            found.names += one.names
    return found


def _subject(value: Any, operation: Operation, on_offer: Offer, inventory: Inventory) -> _Subject:
    unknown = refused("对象", "subject", "subject must be one of the names listed, word for word")
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME or FORBIDDEN.search(value):
        raise unknown
    name = value.strip()
    for groups, fitting in ((GROUPS, ("group", "thing or group")), (BODIES, ("body",))):
        if name in groups:
            if operation.about not in fitting:
                raise refused("对象", "subject", "this operation takes no group or body")
            return _Subject(asks={groups[name]: name}, names=[SORTS[name]])
    if operation.about in ("group", "body"):
        raise refused("对象", "subject", f"this operation takes a {operation.about} as subject")
    side = on_offer.sides.get(name)
    if side is not None:
        return _Subject(asks={side: name}, names=[Say(name, name)])
    known = on_offer.subject(name)
    if known is not None:
        return _Subject([known], names=[Say(known.text, known.text)])
    taken_apart = read(inventory, name)
    terms = taken_apart.terms
    if not terms or taken_apart.numbers or taken_apart.years or not all(_known(one, inventory) for one in terms):
        raise unknown
    asks = {one: word for one, word in taken_apart.asks.items() if one in ("revenue", "expenditure")}
    texts = [one.text for one in terms]
    return _Subject(terms, asks, [Say("、".join(texts), ", ".join(texts))])


def _known(term: Term, inventory: Inventory) -> bool:
    """Whether a word is one of the document: a code it uses, or in a name it has."""
    return inventory.knows(term) or any(word in inventory.named for word in term.words)


def _keep_to(asked: Question, inventory: Inventory) -> None:
    """Refuse a plan for something else when the question names, in plain words, what the document nowhere mentions."""
    for term in asked.terms:
        plain = term.known and not (term.loose and term.text.isascii()) and not term.aside and bool(term.words)
        if plain and not inventory.knows(term) and not inventory.frequent(term.words):
            raise refused(
                "文件没有问题中的内容",
                "the document has nothing of what is asked",
                "the question is about something that the document does not have: choose none",
            )


def _year(value: Any, on_offer: Offer, inventory: Inventory, asked: Question, *, before: bool) -> int | None:
    """The year of a plan; a year that the question names stays what it is."""
    wrong = refused("年度", "year", "year must be one of those listed, and the one that the question names")
    own = inventory.document.year
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value not in on_offer.years):
        raise wrong
    named = [*asked.years, *([own + 1] if asked.has("next-year") else [])]
    if before:
        if value not in (None, own, own - 1) or (named and not {own, own - 1} & set(named)):
            raise wrong
        return own - 1
    if not named:
        return int(value) if value is not None else None
    year = value if value is not None else own if own in named else named[0]
    if year not in named or year not in on_offer.years:
        raise wrong
    return int(year)


def _unit(value: Any, on_offer: Offer, asked: Question, question: Question) -> None:
    """The unit of a plan: amounts are shown in it, other values are counted in it."""
    question.unit = asked.unit
    if value is None:
        return
    name = _one_of(value, on_offer.units, "单位", "unit")
    if name in MONEY_UNITS:
        question.unit = asked.unit or name
        question.asks.setdefault("amount", name)
    else:
        question.units = frozenset((on_offer.units[name],))


def _limit(value: Any, operation: Operation) -> int | None:
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _HIGHEST_LIMIT
    if not whole or operation.about != "group":
        raise refused("条数", "limit", f"limit is a whole number from 1 to {_HIGHEST_LIMIT}, for groups")
    return int(value)
