"""An Oxigraph store as a source: all of it, or some graphs as if there were no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from budget_kg.prefixes import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Whole:
    """A `Source` of all graphs; the default graph is their union."""

    store: ox.Store

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a trusted query here and now; it cannot be interrupted."""
        return self.store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """A `Source` of these graphs only: parts of a query the engine evaluates on their own stay small."""

    store: ox.Store
    graphs: tuple[str, ...]

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a trusted query here and now; it cannot be interrupted."""
        import pyoxigraph as ox

        nodes: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(graph) for graph in self.graphs]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(graph) for graph in self.graphs]
        return self.store.query(sparql, prefixes=PREFIXES, default_graph=nodes, named_graphs=named)
