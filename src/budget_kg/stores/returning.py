"""Gives back the statements of one document as a `Load`: its own graphs, and its record of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from budget_kg.errors import UsageError
from budget_kg.stores.contract import Load
from budget_kg.stores.manifest import Entry
from budget_kg.stores.shelf import Shelf, read_statements

if TYPE_CHECKING:
    import pyoxigraph as ox


def returned(store: ox.Store, entries: Mapping[str, Entry], shelf: Shelf, iri: str) -> Load:
    """The document with that IRI as it was put, lines in no particular order. UsageError when it is not there."""
    entry = entries.get(iri)
    if entry is None:
        raise UsageError(zh=f"存储中没有文件 {iri}", en=f"no document {iri} in the store")
    nquads = b"".join(_graph(store, graph) for graph in entry.document.graphs)
    lines = read_statements(shelf, entry.registry) if entry.registry else frozenset()
    return Load(entry.document, nquads, b"".join(line + b"\n" for line in sorted(lines)))


def _graph(store: ox.Store, graph: str) -> bytes:
    """One graph as N-Quads."""
    import pyoxigraph as ox

    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""
    ending = f"<{graph}> .\n".encode()
    return b"".join(line[:-1] + ending for line in dumped.splitlines())
