"""From the words of a question to results: clauses, their plans, and which operation applies first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from budget_kg.answering import (
    adding,
    bodies,
    budgets,
    changes,
    costs,
    establishment,
    listing,
    lookups,
    pairs,
    passages,
    ranking,
    rates,
    reasons,
    scores,
    targets,
)
from budget_kg.answering.clauses import clauses
from budget_kg.answering.inventory import Inventory
from budget_kg.answering.lexicon import Sense, folded
from budget_kg.answering.matching import broader
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Question, Term
from budget_kg.answering.result import Result
from budget_kg.answering.semantic import nearest
from budget_kg.errors import Say
from budget_kg.stores.contract import Source
from budget_kg.vocab import scheme

OPERATIONS: Final[Sequence[Callable[[Planner], list[Result]]]] = (
    bodies.contact,
    bodies.definition,
    reasons.reasons,
    establishment.posts,
    bodies.bodies,
    bodies.duties,
    scores.scored,
    rates.checked,
    pairs.two_subjects,
    ranking.ranked,
    budgets.remaining,
    budgets.completion,
    adding.broken_down,
    listing.listed,
    changes.change,
    targets.targets,
    reasons.narrated,
    adding.used_for,
    lookups.look_up,
    passages.passages,
)
"""The operations in the order they are tried: the more special before the more general."""

GENERAL: Final = (lookups.look_up, passages.passages, targets.targets, reasons.narrated)
CLAIMS: Final = (
    "share",
    "ratio",
    "why",
    "difference",
    "rank-high",
    "rank-low",
    "add-up",
    "contact",
    "office",
    "subordinate",
    "definition",
    "overrun",
    "remaining",
    "who",
    "change",
    "increase",
    "decrease",
)
"""What is asked with these words is worked out, or not answered: a figure of the subject alone would not answer it."""

_POINTING: Final = re.compile(
    r"各|分别|每|它|他们|她们|这些|那些|\b(?:them|they|it|its|their|those|these|each|respectively)\b", re.IGNORECASE
)
"""Words for what the clause before was about."""
_NEXT_TO: Final = 80
"""How many characters further a value may be to be of the same passage."""


@dataclass(slots=True)
class Solution:
    """What one clause of a question came to; `results` is empty when the document does not say."""

    planner: Planner
    results: list[Result]
    via: str = "plan"


def solve(source: Source, inventory: Inventory, text: str) -> list[Solution]:
    """Answer each clause of a question; a clause without a subject of its own is about that of the one before."""
    found: list[Solution] = []
    for question in clauses(inventory, text):
        question.whole = text
        before = found[-1] if found else None
        if before is not None and _sums(before, question):
            adding.with_sum(before.planner, before.results[0], asked=True)
            continue
        if before is not None and _continues(before, question):
            subject = _subject(before)
            if question.inherited:
                question.terms = []
            question = replace(question, terms=[subject, *[term for term in question.terms if term.text != subject.text]])
        solution = None
        if before is not None and not before.results and not question.terms and _POINTING.search(question.text):
            found.append(Solution(Planner(source, inventory, question), []))
            continue
        if before is not None and not _continues(before, question) and before.planner.question.terms:
            with_subject = _tried(source, inventory, inherit(question, before.planner.question))
            solution = with_subject if with_subject.results else beside(before, question)
        found.append(solution or solve_one(source, inventory, question))
    return found


def beside(before: Solution, question: Question) -> Solution | None:
    """A value in the unit that a clause asks for, printed next to what the clause before found."""
    if not question.units or not before.results:
        return None
    planner = Planner(before.planner.source, before.planner.inventory, question)
    places = [row.statement.start for result in before.results for row in result.rows]
    near = [
        one
        for one in planner.pool()
        if one.unit in question.units
        and one.value is not None
        and any(abs(one.start - place) <= _NEXT_TO for place in places)
    ]
    if len({one.value for one in near}) != 1:
        return None
    selection = these("value", near, planner.named(near[0]))
    parts = planner.merged(planner.rows([selection]))
    return Solution(
        planner, [Result(plan=planner.plan("look-up", selection.words, [selection]), confidence="stated", main=parts)]
    )


def _sums(before: Solution, question: Question) -> bool:
    """Whether a clause asks for the sum of what the one before listed."""
    listed = bool(before.results) and before.results[0].plan.operation in ("rank", "list")
    return (
        listed
        and question.has("add-up", "total")
        and (question.inherited or not question.terms)
        and len(before.results[0].main) > 1
    )


def _continues(before: Solution, question: Question) -> bool:
    """Whether a clause asks something of what the one before came to: the largest, the project that was found."""
    if not before.results or not before.results[0].main or not before.results[0].main[0].rows:
        return False
    if before.results[0].plan.operation in ("rank", "list"):
        return question.has("share", "change", "completion", "why", "outcome", "percent", "problem", "remedy")
    of_project = bool(before.results[0].main[0].rows[0].statement.project)
    return of_project and question.inherited and question.has("amount", "completion")


def _subject(before: Solution) -> Term:
    """What the clause before came to, as the subject of the next."""
    one = before.results[0].main[0].rows[0].statement
    if one.project or one.label:
        name = one.project or one.label
        return Term(folded(name), (folded(name),), sure=True)
    return Term(one.iri, (), tuple(Sense(of, code) for of, code in one.dims.items() if of != "fund"))


def solve_one(source: Source, inventory: Inventory, question: Question) -> Solution:
    """Try the operations on one question."""
    found = _tried(source, inventory, question)
    if not found.results and (whole := common(question.terms)) is not None:
        found = _tried(source, inventory, replace(question, terms=[whole]))
    if found.results:
        if question.has("where-stated"):
            placed(found.results)
        return found
    named = nearest(found.planner)
    if not named:
        return found
    by_meaning = _tried(source, inventory, replace(question, terms=named))
    if not by_meaning.results:
        return found
    by_meaning.via = "semantic"
    for result in by_meaning.results:
        names = "、".join(term.text for term in named)
        result.notes.append(Say(f"按含义理解为“{names}”", f"taken by its meaning as “{names}”"))
    return by_meaning


def placed(results: Sequence[Result]) -> None:
    """Say in which part of the document a result stands, where that is asked."""
    for result in results:
        section = next((row.statement.section for row in result.rows if row.statement.section), "")
        if section:
            result.notes.append(Say(f"见“{section}”", f"stated under “{section}”"))


def common(terms: Sequence[Term]) -> Term | None:
    """The item that several named items are the parts of: cars, receptions and trips are the three public expenses."""
    above = [{name for sense in term.senses if sense.scheme == "item" for name in broader("item", sense.notation)[:1]}
             for term in terms]
    shared = set.intersection(*above) if len(above) > 1 else set()
    if len(shared) != 1:
        return None
    sense = Sense("item", shared.pop())
    return Term(sense.notation, scheme("item")[sense.notation].words, (sense,))


def _tried(source: Source, inventory: Inventory, question: Question) -> Solution:
    planner = Planner(source, inventory, question)
    claimed = question.has(*CLAIMS) or (
        question.has("per") and (question.has("amount", "expenditure") or bool(costs.each_of(question)))
    )
    for operation in OPERATIONS:
        if claimed and operation in GENERAL:
            continue
        results = operation(planner)
        if results:
            return Solution(planner, results)
    return Solution(planner, [])


def inherit(question: Question, before: Question) -> Question:
    """A question with the subject of the one before added to its own."""
    own = [term for term in question.terms if all(term.text != other.text for other in before.terms)]
    return replace(question, terms=[*before.terms, *own])
