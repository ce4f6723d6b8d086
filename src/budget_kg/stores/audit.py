"""A check on a whole store: no triple may stand in two graphs, for the union would return it twice."""

from __future__ import annotations

from dataclasses import dataclass

from budget_kg.stores.contract import Source, solutions

_REPEATED = """
SELECT ?s ?p ?o ?g ?h WHERE {
  GRAPH ?g { ?s ?p ?o }
  GRAPH ?h { ?s ?p ?o }
  FILTER (STR(?g) < STR(?h))
} LIMIT %d
"""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A triple, in N-Triples terms, and two graphs that both hold it."""

    triple: tuple[str, str, str]
    graphs: tuple[str, str]


def repeated_triples(source: Source, limit: int = 20) -> list[Repeated]:
    """Return up to `limit` triples that stand in more than one graph; an empty list is the good answer."""
    repeated = [
        Repeated((str(row["s"]), str(row["p"]), str(row["o"])), (str(row["g"])[1:-1], str(row["h"])[1:-1]))
        for row in solutions(source, _REPEATED % limit)
    ]
    return sorted(repeated, key=lambda one: (one.triple, one.graphs))
