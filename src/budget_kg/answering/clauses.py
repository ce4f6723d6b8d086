"""A question cut into the clauses that ask something, each taken apart with the words of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from budget_kg.answering.inventory import Inventory
from budget_kg.answering.lexicon import folded
from budget_kg.answering.narrowing import narrowed
from budget_kg.answering.own_names import own_names
from budget_kg.answering.pinyin import read_pinyin
from budget_kg.answering.question import Question, Term, analyse

_CLAUSE: Final = re.compile(
    r"[，,；;？?。!！]\s*|、(?=几|多少)|\s+and\s+(?=(?:(?:in|on|for|at|by|to|from|of)\s+)?(?:how|what|was|were|by|is|are|did|does|do|for|who|which|why|where|when)\b)",
    re.IGNORECASE,
)
_SAME_OF: Final = re.compile(r"呢\s*$")
"""The end of a clause that asks of another subject what the one before asked."""
_ASKING: Final = (
    "amount",
    "how-many",
    "people",
    "why",
    "share",
    "percent",
    "per",
    "list",
    "where-stated",
    "definition",
    "completion",
    "difference",
    "ratio",
    "score",
    "contact",
    "rank-high",
    "rank-low",
)


def clauses(inventory: Inventory, text: str) -> list[Question]:
    """The clauses of a question that ask something, each with what stands before it and asks nothing."""
    pieces = [piece for piece in _CLAUSE.split(text) if piece and piece.strip()]
    found: list[str] = []
    pending = ""
    for piece in pieces:
        whole = f"{pending}，{piece}" if pending else piece
        if _asks(read(inventory, piece)) or (found and _SAME_OF.search(piece)):
            found.append(whole)
            pending = ""
        else:
            pending = whole
    if pending and found:
        found[-1] = f"{found[-1]}，{pending}"
    if len(found) < 2:
        return [read(inventory, text)]
    questions = [read(inventory, piece) for piece in found]
    for before, after in pairwise(questions):
        if not after.terms:
            after.terms, after.inherited = list(before.terms), True
        if _SAME_OF.search(after.text):
            after.asks, after.units = {**before.asks, **after.asks}, before.units
        after.years = after.years or before.years
        after.unit = after.unit or before.unit
    return questions


def read(inventory: Inventory, text: str) -> Question:
    """A text taken apart with the words of a document."""
    own = [folded(name) for name in inventory.document.names]
    question = analyse(text, inventory.lexicon, own_names(folded(text), own))
    question.terms = read_pinyin(inventory, question.terms)
    if not question.has("add-up"):
        question.terms = narrowed(question.terms)
    _weigh_brackets(inventory, question.terms)
    question.terms = [
        term
        for term in question.terms
        if not _names_department(question, term, own)
        and (term.senses or not any(term.words and term.words[0] == term.text and term.text in name for name in own))
    ]
    return question


def _names_department(question: Question, term: Term, own: Sequence[str]) -> bool:
    """Whether an English word is of what the department is called: the transport of "the transport bureau"."""
    if not term.text.isascii() or not any(word in name for word in term.words for name in own):
        return False
    text = question.text.casefold()
    bodies = [name.casefold() for name in question.organisations]
    return any(term.text == name or f"{term.text} {name}" in text for name in bodies)


def _weigh_brackets(inventory: Inventory, terms: list[Term]) -> None:
    """What stands in brackets says the same as what is before it: of the two, the one the document knows counts."""
    aside = [term for term in terms if term.aside]
    if any(inventory.knows(term) for term in aside):
        for term in terms:
            term.secondary = not term.aside and not inventory.knows(term)
    else:
        for term in aside:
            term.secondary = len(aside) < len(terms)


def _asks(question: Question) -> bool:
    bare = not (question.terms or question.whether or question.units)
    if bare and set(question.asks) <= {"per", "list", "total", "percent"}:
        return False
    return question.has(*_ASKING) or question.whether or bool(question.units)
