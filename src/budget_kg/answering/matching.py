"""How well statements fit the terms of a question: how much of the question they account for, and how exactly.

A statement is good when it says all that the question names (coverage) and is about nothing narrower than that
(exactness): the total is not the answer to a question about a part, nor a part to one about the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from budget_kg.answering.inventory import Inventory, Statement
from budget_kg.answering.lexicon import Sense
from budget_kg.answering.question import Term
from budget_kg.name_words import EMPTY_ENDS, WEAK_ENDS
from budget_kg.vocab import TOTAL, scheme

_NARROWER: Final = {
    "func": 0.4,
    "econ-dep": 0.4,
    "item": 0.35,
    "expenditure-type": 0.5,
    "fund": 0.55,
    "transfer-level": 0.8,
}
"""What is left of the fit of a statement when the question does not name its code, by scheme."""
_NEARLY_ALL: Final = {
    ("fund", "fiscal"): 0.97,
    ("fund", "general-public"): 0.95,
    ("item", "grand-total"): 0.93,
    ("item", "additions"): 0.9,
    ("expenditure-type", "project"): 0.85,
}
_OF_PROJECTS: Final = ("expenditure-type", "fund", "item", "func", "transfer-level")
_FOREIGN: Final = 0.35
"""What an English word counts that no list knows: it may be anything."""
_HOPELESS: Final = 0.15
_ELSEWHERE: Final = 0.35
"""What a concept counts that the document does not use: its word may have been meant in another sense."""
_ELSEWHERE_ZH: Final = 0.75
_SECONDARY: Final = 0.12
_EVERYDAY: Final = 0.55
_PARENT: Final = 0.97
_IN_QUOTE: Final = 0.8
_CODED: Final = 0.8
"""How exact a number is that has the very code a question names, whatever the document calls it."""
_SYNONYM: Final = 0.92
_FIRST_RELATED: Final = 0.85
_RELATED: Final = 0.55
_ENDS: Final = tuple(
    sorted(
        {
            *EMPTY_ENDS["project"],
            *EMPTY_ENDS["indicator"],
            *WEAK_ENDS["project"],
            *WEAK_ENDS["indicator"],
            "人数",
            "个数",
            "总数",
            "次数",
            "数",
        },
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A statement with how much of the question it covers, how exact it is, and the terms it leaves unexplained."""

    statement: Statement
    coverage: float
    exactness: float
    missing: tuple[Term, ...]

    @property
    def score(self) -> float:
        """Coverage counts more than exactness."""
        return float(self.coverage**1.5 * self.exactness)


def fits(inventory: Inventory, terms: Sequence[Term], pool: Iterable[Statement]) -> list[Fit]:
    """The statements of a pool with their fit, the best first; of equal ones in the order of the text."""
    weights = [weight(inventory, term) for term in terms]
    whole = sum(weights)
    found = []
    for one in pool:
        parts = [_known(term, one) for term in terms]
        coverage = sum(map(_product, weights, parts)) / whole if whole else 1.0
        if coverage < _HOPELESS:
            continue
        missing = tuple(term for term, part in zip(terms, parts, strict=True) if part < 0.4)
        found.append(Fit(one, coverage, exactness(one, terms), missing))
    found.sort(key=lambda fit: (-fit.score, fit.statement.start, fit.statement.iri))
    return found


def _known(term: Term, one: Statement) -> float:
    """The strength of a term for a statement, worked out once for a question."""
    found = term.strengths.get(one.iri)
    if found is None:
        found = term.strengths[one.iri] = strength(term, one)
    return found


def _product(one: float, other: float) -> float:
    return one * other


def weight(inventory: Inventory, term: Term) -> float:
    """How much a term of the question matters: rare words tell more than common ones."""
    return _weight(inventory, term) * (_SECONDARY if term.secondary else 1.0)


def _weight(inventory: Inventory, term: Term) -> float:
    if term.sure:
        return 1.0
    if term.senses:
        if inventory.knows(term) or (not term.loose and any(word in inventory.named for word in term.words)):
            return 1.0
        return (_ELSEWHERE if term.text.isascii() else _ELSEWHERE_ZH) if term.loose else 1.0
    if not term.words:
        return _FOREIGN
    return inventory.rarity(term.words) * (1.0 if term.known else min(1.2, 0.4 + 0.2 * len(term.text)))


def strength(term: Term, one: Statement) -> float:
    """How well a statement accounts for a term, from 0 to 1."""
    for sense in term.senses:
        if one.dims.get(sense.scheme) == sense.notation:
            return 1.0
    best = max((_PARENT for sense in term.senses if _within(one, sense)), default=0.0)
    if any(word in one.about for word in term.everyday):
        best = max(best, _EVERYDAY)
    labels = "\n".join(label for own in one.codes.values() for label in own) if term.senses else ""
    for index, word in enumerate(term.words):
        closeness = 1.0 if index == 0 else _closeness(term, index)
        if word in one.about:
            best = max(best, closeness)
        elif (labels and word in labels) or (word in one.hay and not (term.senses and one.kind == "MoneyObservation")):
            best = max(best, closeness * _IN_QUOTE)
        if best == 1.0:
            return best
    if not term.known and term.words and best < _IN_QUOTE:
        best = max(best, pieces(term.words[0], one.about), _IN_QUOTE * pieces(term.words[0], one.hay))
    return best


def _closeness(term: Term, index: int) -> float:
    """How near a spelling is to a term: Chinese words of the glossary are only related, English ones translated."""
    if term.senses or term.text.isascii():
        return _SYNONYM
    return _FIRST_RELATED if index == 1 else _RELATED


def _within(one: Statement, sense: Sense) -> bool:
    """Whether a statement is about something narrower than a concept."""
    code = one.dims.get(sense.scheme, "")
    return bool(code) and sense.notation in broader(sense.scheme, code)


@lru_cache(maxsize=4096)
def broader(of: str, code: str) -> tuple[str, ...]:
    """The notations above a code in its scheme, the nearest first."""
    if of in ("func", "econ-dep"):
        return tuple(code[:length] for length in range(len(code) - 2, 2, -2))
    found: list[str] = []
    concept = scheme(of).get(code)
    while concept is not None and concept.broader and concept.broader != TOTAL:
        found.append(concept.broader)
        concept = scheme(of).get(concept.broader)
    return tuple(found)


@lru_cache(maxsize=200_000)
def pieces(word: str, text: str) -> float:
    """The share of a word that its pieces of two characters and more, found in a text, make up."""
    at = found = 0
    while at < len(word) - 1:
        size = 0
        while at + size < len(word) and word[at : at + size + 1] in text:
            size += 1
        if size >= 2:
            found += size
            at += size
        else:
            at += 1
    return found / len(word)


def exactness(one: Statement, terms: Sequence[Term]) -> float:
    """How far a statement is about what the terms name, and nothing narrower; from 0 to 1."""
    named = {sense for term in terms for sense in term.senses}
    schemes = {sense.scheme for sense in named}
    value = 1.0
    for name in one.names:
        value *= 0.45 + 0.55 * covered(name, terms)
    if one.kind != "MoneyObservation":
        return max(value, _CODED) if any(code in named for code in one.dims.items()) else value
    for of, notation in one.dims.items():
        if (of, notation) in named or (one.project and of in _OF_PROJECTS):
            continue
        if of == "expenditure-type" and "econ-dep" in one.dims:
            continue  # economic classes are printed of basic expenditure
        least = _NEARLY_ALL.get((of, notation), _NARROWER.get(of, 1.0))
        value *= least if of in schemes else max(least, _spelled(terms, one, of))
    return value


def _spelled(terms: Sequence[Term], one: Statement, of: str) -> float:
    """How far terms without a concept name the code of a statement in its own words."""
    loose = [term for term in terms if not term.senses]
    return max((covered(label, loose) for label in one.codes.get(of, ())), default=0.0) if loose else 0.0


def covered(name: str, terms: Sequence[Term]) -> float:
    """The share of the telling characters of a name that terms account for."""
    core = telling(name)
    marks = bytearray(len(core))
    for term in terms:
        for word in term.words:
            at = core.find(word)
            if at >= 0:
                marks[at : at + len(word)] = b"\1" * len(word)
        if not term.known and term.words:
            word = term.words[0]
            for start in range(len(word) - 1):
                at = core.find(word[start : start + 2])
                if at >= 0:
                    marks[at : at + 2] = b"\1\1"
    return sum(marks) / len(core) if core else 1.0


@lru_cache(maxsize=8192)
def telling(name: str) -> str:
    """A name without the endings that say nothing of what it is."""
    before = ""
    while before != name:
        before = name
        for end in _ENDS:
            if name.endswith(end) and len(name) - len(end) >= 2:
                name = name[: -len(end)]
                break
    return name
