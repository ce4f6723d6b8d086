"""What every store backend offers, and the values that pass through it.

A store holds documents (each with graphs of its own), shared graphs (ontology, code lists, links) and one
registry graph, the union of what the documents present state of enduring things. A change is a stage: it
becomes visible as a whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self, runtime_checkable

from budget_kg.errors import UsageError
from budget_kg.prefixes import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

ONTOLOGY: Final = f"{PREFIXES['id']}ontology"
REGISTRY: Final = f"{PREFIXES['id']}registry"

Payload = bytes | Path
"""RDF text, or the file that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """One disclosure in a store: `iri` is its `doc-` IRI, `graphs` hold its statements."""

    iri: str
    title: str
    department: str
    year: int
    kind: str
    file_hash: str
    text_hash: str
    graphs: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """A document with its statements.

    `nquads` are its own: canonical N-Quads, one quad a line, all in `document.graphs`. `registry` is what it
    says of things that outlast it: canonical N-Triples, one triple a line. A triple stands in the registry
    graph once, as long as a document that states it is present.
    """

    document: StoredDocument
    nquads: Payload
    registry: Payload = b""


@dataclass(frozen=True, slots=True)
class SharedGraph:
    """A graph that belongs to no document: IRI, version (usually a hash), Turtle or N-Triples texts."""

    iri: str
    version: str
    turtle: tuple[bytes, ...]


class Source(Protocol):
    """Answers SPARQL: the default graph is the union of all graphs, known prefixes are declared."""

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Evaluate a trusted query here and now; it cannot be interrupted."""
        ...


@runtime_checkable
class Scopable(Source, Protocol):
    """A source that can be narrowed to some of its graphs, so that a query need not look at the others."""

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs, by graph IRI."""
        ...

    def within(self, graphs: Sequence[str]) -> Source:
        """The same source as if it held only these graphs (IRIs)."""
        ...


def solutions(source: Source, sparql: str) -> QuerySolutions:
    """Evaluate a trusted SELECT; UsageError for any other form of query."""
    import pyoxigraph as ox

    found = source.query(sparql)
    if not isinstance(found, ox.QuerySolutions):
        raise UsageError(zh="这里只接受 SELECT 查询", en="only a SELECT query fits here")
    return found


@runtime_checkable
class Reader(Scopable, Protocol):
    """A finished state of a store. It stays as it is until closed, whatever writers do."""

    @property
    def location(self) -> Path | None:
        """The Oxigraph directory, or None for a store in memory."""
        ...

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs, by graph IRI."""
        ...

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents in the store, in the order of their IRIs."""
        ...

    def load(self, iri: str) -> Load:
        """Return a document with its statements as they were put, in no particular order; UsageError when not there."""
        ...

    def dump(self, graph: str | None = None) -> bytes:
        """Return one graph as N-Triples, or everything as N-Quads, in no particular order."""
        ...

    def close(self) -> None:
        """Let go of this state, so that a writer may delete it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


class Stage(Scopable, Protocol):
    """A change in the making, on a copy of the store that nobody else sees; queries see what it holds so far."""

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs as they stand in this stage."""
        ...

    @property
    def changed(self) -> bool:
        """Tell whether anything differs from the store as it was."""
        ...

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents as they stand in this stage, in the order of their IRIs."""
        ...

    def put(self, load: Load) -> None:
        """Add a document, or replace all statements of the one with the same IRI."""
        ...

    def remove(self, iri: str) -> StoredDocument:
        """Take a document and its statements out; UsageError when it is not there."""
        ...

    def share(self, graph: SharedGraph) -> None:
        """Add a shared graph, or replace the one of another version; one without content is taken out."""
        ...


class Store(Protocol):
    """A backend."""

    def reader(self, *, ontology: str | None = None) -> Reader:
        """Open the finished state.

        StoreError when there is none, or when it was made with another ontology than version `ontology`.
        """
        ...

    def staging(self, *, fresh: bool = False) -> AbstractContextManager[Stage]:
        """Begin a change, from the present state or (`fresh`) from nothing.

        Leaving the block verifies the stage and makes it the store; an exception leaves the store as it was.
        StoreError at once when another writer is at work.
        """
        ...
