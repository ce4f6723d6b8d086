"""Look-up: the printed value of a subject, of two that are named together, or of several that may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from budget_kg.answering.cutting import cuts
from budget_kg.answering.inventory import Statement
from budget_kg.answering.lexicon import Sense
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Term
from budget_kg.answering.result import Result
from budget_kg.answering.topics import Topic, as_good, wanted
from budget_kg.answering.values import MOST_READINGS, distinct, value_of

_AND: Final = re.compile("和|与|及|、|跟|还有|以及| and | & |, ")
_BOTH: Final = 0.5


def look_up(planner: Planner) -> list[Result]:
    """The printed value of a subject; several readings when several subjects fit as well."""
    question = planner.question
    fitting = wanted(question)
    pool = [one for one in planner.pool() if fitting(one)]
    if not question.terms and question.has("people") and not question.has("per"):
        question.terms = [Term("staff", (), (Sense("item", "staff"),))]
    if not question.terms:
        if (
            not (question.has("amount", "total", "revenue", "expenditure", "how-many") or question.phases)
            or question.units
            or question.has("project", "class", "indicator", "list", "where-stated")
        ):
            return []
        pool = [
            one
            for one in pool
            if one.kind == "MoneyObservation"
            and not set(one.dims) - {"item", "fund"}
            and one.dims.get("item", "grand-total") in ("grand-total", "additions")
        ]
    found = planner.subjects(question.terms, pool)
    if not found:
        return both(planner, pool)
    results = [value_of(planner, topic) for topic in as_good(found)[:MOST_READINGS]]
    return distinct([one for one in results if one is not None])


def both(planner: Planner, pool: Sequence[Statement]) -> list[Result]:
    """The values of two subjects that a question names together."""
    best: tuple[float, Topic, Topic] | None = None
    if not _AND.search(planner.question.text.casefold()):
        return []
    for own, others in cuts(planner.question.terms, shared=False):
        left, right = planner.subjects(own, pool), planner.subjects(others, pool)
        if left and right and left[0].key != right[0].key:
            score = min(left[0].fit.score, right[0].fit.score)
            if best is None or score > best[0]:
                best = (score, left[0], right[0])
    if best is None or best[0] < _BOTH:
        return []
    return [one for topic in best[1:] if (one := value_of(planner, topic)) is not None]
