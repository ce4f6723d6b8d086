"""The graphs of one document on a desk of their own, with the ontology beside them, for checks to run on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from budget_kg.stores.contract import ONTOLOGY, REGISTRY
from budget_kg.stores.scope import Whole
from budget_kg.vocab import ontology_files

if TYPE_CHECKING:
    import pyoxigraph as ox


@contextmanager
def desk(nquads: bytes, registry: bytes) -> Iterator[Whole]:
    """Lay out a document (N-Quads) and what it brings to the registry (N-Triples); cleared away in the end."""
    import pyoxigraph as ox

    store = _ontology()
    before = set(store.named_graphs())
    try:
        store.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
        store.bulk_load(registry, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(REGISTRY))
        yield Whole(store)
    finally:
        for graph in set(store.named_graphs()) - before:
            store.remove_graph(graph)


@cache
def _ontology() -> ox.Store:
    """One store for the process: to load the ontology takes longer than all checks of a document."""
    import pyoxigraph as ox

    store = ox.Store()
    for path in ontology_files():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ONTOLOGY))
    return store
