"""A change to a store in the making, whatever the backend: what is loaded, dropped, compacted and verified.

It works on a private Oxigraph store that the backend hands in; where that lives and how it becomes the store
is the backend's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budget_kg.errors import StoreError, UsageError
from budget_kg.stores.contract import ONTOLOGY, REGISTRY, Load, SharedGraph, StoredDocument
from budget_kg.stores.manifest import Entry, Manifest
from budget_kg.stores.payload import Pending, measure, read_lines
from budget_kg.stores.registry import RegistryChange, in_registry, refuse_unusual
from budget_kg.stores.scope import Scope, Whole
from budget_kg.stores.shelf import Lines, Shelf, name_of

if TYPE_CHECKING:
    import pyoxigraph as ox

OPTIMIZE_FROM: Final = 100_000
"""Quads changed beside one sorted run from which compaction pays; it costs a quarter of the load."""

SORTED_RUN: Final = 1_000_000
"""Quads that the engine's bulk loader sorts and writes together."""

PIECE: Final = 250_000
"""Quads that are loaded together: more take memory in proportion, up to a gigabyte, and hardly less time."""

COUNT_ALL_BELOW: Final = 10
"""A store of fewer times the quads changed is counted as a whole; in a larger one, what the change touched."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the store handed in holds."""

    manifest: Manifest = field(default_factory=Manifest)
    entries: Mapping[str, Entry] = field(default_factory=dict)


class StagedChange:
    """The `Stage` of every backend; `finish` is the backend's to call, once."""

    def __init__(self, store: ox.Store, shelf: Shelf, present: Present, scratch: Path | None = None) -> None:
        entries = present.entries
        self._store: ox.Store | None = store
        self._manifest = present.manifest
        self._shared = dict(present.manifest.shared)
        self._sizes = dict(present.manifest.sizes)
        self._entries = dict(entries)
        self._owners = {graph: iri for iri, entry in entries.items() for graph in entry.document.graphs}
        self._kept = set(entries)
        self._registry = RegistryChange(shelf, self._sizes.get(REGISTRY, 0))
        self._scratch = scratch
        self._pending = Pending(scratch)
        self._loaded: set[str] = set()
        self._touched: set[str] = set()
        self._traffic = 0
        self._batch = 0
        self._largest = 0
        self.changed = False

    @property
    def store(self) -> ox.Store:
        """The private store; gone once the stage is finished."""
        if self._store is None:
            raise StoreError(zh="这次写入已经结束", en="this change is finished already")
        return self._store

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs as they stand in this stage."""
        return self._shared

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What the stage holds, by document IRI."""
        return self._entries

    @property
    def records(self) -> set[str]:
        """Names of the registry records that the stage's documents need."""
        return {entry.registry for entry in self._entries.values()} - {""}

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents as they stand in this stage, in the order of their IRIs."""
        return tuple(self._entries[iri].document for iri in sorted(self._entries))

    def put(self, load: Load) -> None:
        """Add a document, or replace all statements of the one with the same IRI."""
        document = load.document
        content, quads = measure(load.nquads)
        lines = read_lines(load.registry)
        old = self._entries.get(document.iri)
        self._kept.discard(document.iri)
        entry = Entry(document, content, quads, name_of(lines))
        if old == entry:
            return
        self.changed = True
        before = "" if old is None else old.registry
        if before != entry.registry:
            refuse_unusual(document.iri, lines)
            self._registry.replace(before, entry.registry, lines)
        if old is None or (old.content, old.document.graphs) != (content, document.graphs):
            if old is not None:
                self._drop(old)
            self._claim(document, quads)
            self._pending.add(load, quads)
            self._loaded.update(document.graphs)
            self._add_traffic(quads)
        self._entries[document.iri] = entry
        if self._registry.full:
            self._settle()
        elif self._batch >= PIECE:
            self._load_pending()

    def remove(self, iri: str) -> StoredDocument:
        """Take a document and its statements out; UsageError when it is not there."""
        entry = self._entries.get(iri)
        if entry is None:
            raise UsageError(
                zh=f"存储中没有文件 {iri}；budget-kg documents 列出已有文件",
                en=f"no document {iri} in the store; `budget-kg documents` lists what is there",
            )
        self._drop(entry)
        self._registry.replace(entry.registry, "", Lines())
        del self._entries[iri]
        self._kept.discard(iri)
        self.changed = True
        if self._registry.full:
            self._settle()
        return entry.document

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a trusted query on what the stage holds so far."""
        self._settle()
        return Whole(self.store).query(sparql)

    def within(self, graphs: Sequence[str]) -> Scope:
        """What the stage holds so far, as if it held only these graphs."""
        self._settle()
        return Scope(self.store, tuple(graphs))

    def share(self, graph: SharedGraph) -> None:
        """Add a shared graph, or replace the one of another version; one without content is taken out."""
        import pyoxigraph as ox

        if self._shared.get(graph.iri, "") == (graph.version if graph.turtle else ""):
            return
        name = ox.NamedNode(graph.iri)
        if graph.iri in self._shared:
            self.store.remove_graph(name)
        for text in graph.turtle:
            try:
                self.store.load(text, format=ox.RdfFormat.TURTLE, to_graph=name)
            except SyntaxError as error:
                raise StoreError(
                    zh=f"图 {graph.iri} 的 Turtle 有语法错误：{error.msg}",
                    en=f"the Turtle of graph {graph.iri} is malformed: {error.msg}",
                ) from error
        self._touched.add(graph.iri)
        self.changed = True
        if graph.turtle:
            self._shared[graph.iri] = graph.version
            self._sizes[graph.iri] = _count(self.store, graph.iri)
        else:
            self._shared.pop(graph.iri)
            self._sizes.pop(graph.iri)

    def finish(self) -> Manifest:
        """Load what is pending, settle the registry, compact, and let go of the store."""
        self._refuse_mixed_ontologies()
        self._settle()
        self._sizes[REGISTRY] = self._registry.size
        quads = sum(entry.quads for entry in self._entries.values()) + sum(self._sizes.values())
        if self.changed:
            if self._traffic - min(self._largest, SORTED_RUN) >= OPTIMIZE_FROM:
                self.store.optimize()
            self.store.flush()
        self._store = None
        return Manifest(dict(self._shared), dict(self._sizes), quads)

    def verify(self, store: ox.Store, manifest: Manifest) -> None:
        """Check that the finished store holds what the manifest says; StoreError names what differs."""
        found: Counter[str] = Counter()
        for graph in sorted(self._touched):
            found[self._owners.get(graph, graph)] += _count(store, graph)
        for what, number in found.items():
            entry = self._entries.get(what)
            _agree(what, manifest.sizes.get(what, 0) if entry is None else entry.quads, number)
        if manifest.quads < COUNT_ALL_BELOW * self._traffic:
            _agree(REGISTRY, manifest.sizes[REGISTRY], _count(store, REGISTRY))
            _agree("*", manifest.quads, len(store))
        else:
            self._registry.verify(store, self.records)

    def abandon(self) -> None:
        """Let go of the store without finishing; harmless afterwards."""
        self._pending.discard()
        self._store = None

    def _refuse_mixed_ontologies(self) -> None:
        before = self._manifest.shared.get(ONTOLOGY)
        if self._kept and before != self._shared.get(ONTOLOGY):
            raise StoreError(
                zh=f"存储中有 {len(self._kept)} 份文件是用旧版本体建立的；请用 budget-kg build --rebuild 全部重建",
                en=f"{len(self._kept)} documents in the store were mapped with an older ontology; "
                "build all of them again with `budget-kg build --rebuild`",
            )

    def _claim(self, document: StoredDocument, quads: int) -> None:
        if not document.graphs:
            _agree(document.iri, quads, 0)
        for graph in document.graphs:
            owner = self._owners.setdefault(graph, document.iri)
            if owner != document.iri or graph in self._shared or graph == REGISTRY:
                raise StoreError(
                    zh=f"图 {graph} 已属于 {owner}，不能再用于 {document.iri}",
                    en=f"graph {graph} belongs to {owner} already and cannot hold {document.iri} too",
                )
        self._touched.update(document.graphs)

    def _drop(self, entry: Entry) -> None:
        import pyoxigraph as ox

        if not self._loaded.isdisjoint(entry.document.graphs):
            self._load_pending()
        for graph in entry.document.graphs:
            self.store.remove_graph(ox.NamedNode(graph))
            self._owners.pop(graph, None)
            self._loaded.discard(graph)
        self._touched.update(entry.document.graphs)
        self._traffic += entry.quads

    def _settle(self) -> None:
        """Work off everything gathered."""
        self._load_pending()
        self._traffic += self._registry.settle(self.store, self.records)

    def _add_traffic(self, quads: int) -> None:
        self._traffic += quads
        self._batch += quads

    def _load_pending(self) -> None:
        pending, self._pending = self._pending, Pending(self._scratch)
        arrivals = self._registry.arrivals(self.store)
        pending.append(in_registry(arrivals))
        self._add_traffic(len(arrivals))
        try:
            pending.load_into(self.store)
        finally:
            pending.discard()
        self._largest = max(self._largest, self._batch)
        self._batch = 0


def _count(store: ox.Store, graph: str) -> int:
    import pyoxigraph as ox

    found = store.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}")
    assert isinstance(found, ox.QuerySolutions)
    number = next(found)["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


def _agree(what: str, given: int, found: int) -> None:
    if given != found:
        raise StoreError(
            zh=f"写入核对失败：{what} 应有 {given} 条四元组，实际 {found} 条（重复、不规范或写入了别的图）",
            en=f"verification failed: {what} was given {given} quads but holds {found} "
            "(repeated or non-canonical lines, or quads of another graph)",
        )
