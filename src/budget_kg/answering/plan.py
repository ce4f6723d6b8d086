"""A plan: which statements of which document are looked for, and what is worked out from them.

A selection compiles to one of the queries in `queries/plans/` by binding its slots, as the canned questions are bound;
the figures of an answer come from the rows of these queries and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from budget_kg.answering.inventory import Document, Inventory, Statement
from budget_kg.asking.parameters import UNDEF
from budget_kg.errors import Say
from budget_kg.queryfile import bind
from budget_kg.resources import shipped
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri, string, typed
from budget_kg.vocab import DEF, TOTAL

_NAMED: Final[Mapping[str, str]] = {
    "phase": "phase",
    "flow": "flow",
    "subject": "subject",
    "function": "function",
    "economic": "economic",
    "fundingSource": "fund",
    "expenditureType": "type",
    "item": "item",
}
"""Slots of the query for amounts, by property."""
_FOLDER: Final = "plans"


@dataclass(frozen=True, slots=True)
class Selection:
    """Statements that a plan looks for: what they are to it, the query, the terms of its slots, and how that reads."""

    role: str
    query: str
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    words: Say

    def sparql(self, graphs: Sequence[str]) -> str:
        """The query with its slots bound, over the graphs of the document."""
        return bind(_query(self.query), {"g": tuple(map(iri, graphs)) or (UNDEF,), **dict(self.slots)})


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of the answer as the query gave it: its value in yuan or base units, its passages."""

    role: str
    statement: Statement
    value: Decimal | None
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for in one document, and the operation on it; `about` is the subject in words."""

    document: Document
    operation: str
    about: Say
    selections: tuple[Selection, ...]
    year: int | None = None
    unit: str | None = None
    limit: int | None = None
    notes: tuple[Say, ...] = field(default=())


@cache
def _query(name: str) -> str:
    return (shipped("queries") / _FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def amounts(role: str, members: Sequence[Statement], words: Say) -> Selection:
    """The amounts about the same thing as some statements: each slot takes the values that they have."""
    slots: dict[str, dict[str, None]] = {}
    for one in members:
        slots.setdefault("year", {})[typed(one.first("fiscalYear"), "gYear")] = None
        for name, slot in _NAMED.items():
            slots.setdefault(slot, {})[iri(one.first(name))] = None
    return Selection(role, "amounts", tuple((slot, tuple(terms)) for slot, terms in slots.items()), words)


def same_label(role: str, one: Statement, words: Say) -> Selection:
    """The values printed under the name of a statement, for the same year."""
    return Selection(
        role,
        "values",
        (
            ("year", (typed(one.first("fiscalYear"), "gYear"),)),
            ("label", (string(one.label, "zh"),)),
            ("subject", (iri(one.first("subject")),) if one.first("subject") else (UNDEF,)),
        ),
        words,
    )


def attached(role: str, about: Iterable[Statement], words: Say, *, kinds: Iterable[str], rate: str = "") -> Selection:
    """The rates, changes or derived values that say something of statements."""
    return Selection(
        role,
        "attached",
        (
            ("kind", tuple(iri(DEF + kind) for kind in kinds)),
            ("about", tuple(iri(one.iri) for one in about)),
            ("rateKind", (iri(DEF + rate),) if rate else (UNDEF,)),
        ),
        words,
    )


def these(role: str, found: Iterable[Statement], words: Say) -> Selection:
    """Statements that were found by their words."""
    return Selection(role, "statements", (("statement", tuple(iri(one.iri) for one in found)),), words)


def run(source: Source, inventory: Inventory, selections: Iterable[Selection]) -> list[Row]:
    """The rows of selections, in their order; each statement once in each role."""
    graphs = inventory.graphs
    found: list[Row] = []
    for selection in selections:
        by_statement: dict[str, Row] = {}
        for row in solutions(source, selection.sparql(graphs)):
            name, passage = row["statement"].value, row["passage"].value
            value = row["value"]
            known = by_statement.get(name)
            if known is None:
                statement = inventory.by_iri[name]
                by_statement[name] = Row(
                    selection.role, statement, Decimal(value.value) if value is not None else None, (passage,)
                )
            elif passage not in known.passages:
                by_statement[name] = Row(known.role, known.statement, known.value, (*known.passages, passage))
        found += by_statement.values()
    return found


def is_total(one: Statement, scheme: str) -> bool:
    """Whether a statement is not broken down by a scheme."""
    return one.dims.get(scheme, TOTAL) == TOTAL
