"""How the fields of facts are said in terms of the ontology: which term each names, and how its values are written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Annotated, get_args, get_origin, get_type_hints

from budget_kg import facts, triples
from budget_kg.facts import Fact
from budget_kg.prefixes import PREFIXES
from budget_kg.resources import shipped
from budget_kg.vocab import CODE, B, read_quads

OBSERVATION = PREFIXES["qb"] + "Observation"


@cache
def _ranges() -> dict[str, str]:
    """The range of every property of the ontology."""
    wanted = PREFIXES["rdfs"] + "range"
    rows = read_quads(shipped("ontology") / "budget.ttl")
    return {str(q.subject)[1:-1]: str(q.object)[1:-1] for q in rows if q.predicate.value == wanted}


@cache
def terms_of(name: str) -> tuple[tuple[str, str], ...]:
    """The fields of the fact kind of that name that name a term, with the term."""
    kind: type[Fact] = getattr(facts, name)
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for item in dataclasses.fields(kind):
        hint = hints[item.name]
        if get_origin(hint) is Annotated:
            found.append((item.name, get_args(hint)[1]))
    return tuple(found)


@cache
def text_writer(term: str) -> Callable[[str], str]:
    """How a text is written that has the property: as words, or as the IRI of a code or term, as its range says."""
    range_ = _ranges()[term]
    if range_ == PREFIXES["rdf"] + "langString":
        return lambda text: triples.string(text, "zh")
    if range_ == triples.XSD + "gYear":
        return lambda text: triples.typed(text, "gYear")
    if range_.startswith(triples.XSD):
        return triples.string
    return _code


def _code(text: str) -> str:
    return triples.iri(text if text.startswith("http") else CODE + text)


def literal(term: str, value: object) -> str:
    """A value that is neither a text nor a statement."""
    if isinstance(value, bool):
        return triples.boolean(value)
    if isinstance(value, Decimal):
        return triples.decimal(value)
    return triples.typed(value, "gYear" if _ranges()[term] == triples.XSD + "gYear" else "integer")


@cache
def observation_kinds() -> frozenset[str]:
    """Classes of our own that are observations in the Data Cube sense."""
    wanted = PREFIXES["rdfs"] + "subClassOf"
    rows = read_quads(shipped("ontology") / "budget.ttl")
    parents = {str(q.subject)[1:-1]: str(q.object)[1:-1] for q in rows if q.predicate.value == wanted}
    return frozenset(name for name, parent in parents.items() if parent in (B.Observation, OBSERVATION))
