"""The backend in memory, for tests and scratch use: the same stages and readers, nothing on disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from budget_kg.errors import StoreError
from budget_kg.stores.contract import ONTOLOGY, Load, StoredDocument
from budget_kg.stores.returning import returned
from budget_kg.stores.scope import Scope, Whole
from budget_kg.stores.shelf import MemoryShelf
from budget_kg.stores.staging import Present, StagedChange

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class _State:
    store: ox.Store
    present: Present
    records: Mapping[str, bytes]


class MemoryReader:
    """The `Reader` of a store in memory."""

    def __init__(self, state: _State) -> None:
        self._state = state

    @property
    def location(self) -> None:
        """There is no directory."""

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs, by graph IRI."""
        return self._state.present.manifest.shared

    @property
    def quads(self) -> int:
        """How many quads the store holds."""
        return self._state.present.manifest.quads

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents in the store, in the order of their IRIs."""
        entries = self._state.present.entries
        return tuple(entries[iri].document for iri in sorted(entries))

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a trusted query here and now; it cannot be interrupted."""
        return Whole(self._state.store).query(sparql)

    def within(self, graphs: Sequence[str]) -> Scope:
        """The same store as if it held only these graphs."""
        return Scope(self._state.store, tuple(graphs))

    def load(self, iri: str) -> Load:
        """Return a document with its statements as they were put; UsageError when it is not there."""
        shelf = MemoryShelf(dict(self._state.records))
        return returned(self._state.store, self._state.present.entries, shelf, iri)

    def dump(self, graph: str | None = None) -> bytes:
        """Return one graph as N-Triples, or everything as N-Quads, in no particular order."""
        import pyoxigraph as ox

        store = self._state.store
        if graph is None:
            return store.dump(format=ox.RdfFormat.N_QUADS) or b""
        return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class MemoryStore:
    """The `Store` that lives as long as this object."""

    def __init__(self) -> None:
        self._state: _State | None = None
        self._writing = threading.Lock()

    def reader(self, *, ontology: str | None = None) -> MemoryReader:
        """Open the finished state; StoreError when there is none, or of another ontology."""
        if self._state is None:
            raise StoreError(zh="内存中还没有存储；请先写入", en="no store in memory yet; build it first")
        if ontology is not None and self._state.present.manifest.shared.get(ONTOLOGY) != ontology:
            raise StoreError(
                zh="内存中的存储是用另一版本体建立的；请重建",
                en="the store in memory was made with another version of the ontology; rebuild it",
            )
        return MemoryReader(self._state)

    @contextmanager
    def staging(self, *, fresh: bool = False) -> Iterator[StagedChange]:
        """Begin a change, from the present state or (`fresh`) from nothing."""
        if not self._writing.acquire(blocking=False):
            raise StoreError(
                zh="内存中的存储正在写入；请等它结束后再试",
                en="another change of the store in memory is under way; try again when it has finished",
            )
        try:
            before = None if fresh else self._state
            shelf = MemoryShelf({} if before is None else dict(before.records))
            stage = _copy(before, shelf)
            store = stage.store
            try:
                yield stage
                manifest = stage.finish()
            finally:
                stage.abandon()
            if stage.changed or before is None:
                stage.verify(store, manifest)
                records = {name: shelf.records[name] for name in stage.records}
                self._state = _State(store, Present(manifest, dict(stage.entries)), records)
        finally:
            self._writing.release()


def _copy(before: _State | None, shelf: MemoryShelf) -> StagedChange:
    import pyoxigraph as ox

    store = ox.Store()
    if before is None:
        return StagedChange(store, shelf, Present())
    store.bulk_extend(before.store)
    return StagedChange(store, shelf, before.present)
