"""A change to a store in the making, whatever the backend: what is loaded, dropped, derived and verified.

It works on a private Oxigraph store that the backend hands in; where that lives and how it becomes the store
is the backend's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budget_kg.errors import StoreError, UsageError
from budget_kg.prefixes import PREFIXES
from budget_kg.stores.contract import (
    ONTOLOGY,
    REGISTRY,
    Load,
    Registry,
    SharedGraph,
    StoredDocument,
    solutions,
)
from budget_kg.stores.manifest import Entry, Manifest
from budget_kg.stores.payload import Lines, Pending, measure, read_lines

if TYPE_CHECKING:
    import pyoxigraph as ox

OPTIMIZE_FROM: Final = 100_000
"""Quads changed beside one sorted run from which compaction pays; it costs a quarter of the load."""

SORTED_RUN: Final = 1_000_000
"""Quads that the engine's bulk loader sorts and writes together."""

COUNT_TOGETHER_FROM: Final = 50
"""Graphs changed in one stage from which one grouped count is cheaper than a count for each."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the store handed in holds."""

    manifest: Manifest = field(default_factory=Manifest)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    registry: Lines = field(default_factory=frozenset)


class StagedChange:
    """The `Stage` of every backend; `finish` is the backend's to call, once."""

    def __init__(self, store: ox.Store, present: Present, scratch: Path | None = None) -> None:
        entries = present.entries
        self._store: ox.Store | None = store
        self._manifest = present.manifest
        self._shared = dict(present.manifest.shared)
        self._entries = dict(entries)
        self._owners = {graph: iri for iri, entry in entries.items() for graph in entry.document.graphs}
        self._kept = set(entries)
        self._registry = present.registry
        self._scratch = scratch
        self._pending = Pending(scratch)
        self._loaded: set[str] = set()
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
    def registry(self) -> Lines:
        """The triples of the registry graph."""
        return self._registry

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What the stage holds, by document IRI."""
        return self._entries

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents as they stand in this stage, in the order of their IRIs."""
        return tuple(self._entries[iri].document for iri in sorted(self._entries))

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a query on the stage, with everything put into it so far."""
        self._load_pending()
        return self.store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)

    def put(self, load: Load) -> None:
        """Add a document, or replace all graphs of the one with the same IRI."""
        document = load.document
        content, quads = measure(load.nquads)
        old = self._entries.get(document.iri)
        self._kept.discard(document.iri)
        entry = Entry(document, content, quads)
        if old == entry:
            return
        self.changed = True
        if old is None or (old.content, old.document.graphs) != (content, document.graphs):
            if old is not None:
                self._drop(old)
            self._claim(document)
            self._pending.add(load, quads)
            self._loaded.update(document.graphs)
            self._traffic += quads
            self._batch += quads
        self._entries[document.iri] = entry

    def remove(self, iri: str) -> StoredDocument:
        """Take a document and its graphs out; UsageError when it is not there."""
        entry = self._entries.get(iri)
        if entry is None:
            raise UsageError(
                zh=f"存储中没有文件 {iri}；budget-kg documents 列出已有文件",
                en=f"no document {iri} in the store; `budget-kg documents` lists what is there",
            )
        self._drop(entry)
        del self._entries[iri]
        self._kept.discard(iri)
        self.changed = True
        return entry.document

    def share(self, graph: SharedGraph) -> None:
        """Add a shared graph, or replace the one of another version."""
        import pyoxigraph as ox

        if self._shared.get(graph.iri) == graph.version:
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
        self._shared[graph.iri] = graph.version
        self.changed = True

    def finish(self, registry: Registry) -> Manifest:
        """Load what is pending, derive the registry, verify, compact, and let go of the store."""
        self._refuse_mixed_ontologies()
        self._load_pending()
        if self.changed or registry.version != self._manifest.registry:
            self._derive(registry)
        manifest = Manifest(dict(self._shared), registry.version, len(self.store))
        if self.changed:
            self._verify(manifest.quads)
            if self._traffic - min(self._largest, SORTED_RUN) >= OPTIMIZE_FROM:
                self.store.optimize()
            self.store.flush()
        self._store = None
        return manifest

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

    def _claim(self, document: StoredDocument) -> None:
        for graph in document.graphs:
            owner = self._owners.setdefault(graph, document.iri)
            if owner != document.iri or graph in self._shared or graph == REGISTRY:
                raise StoreError(
                    zh=f"图 {graph} 已属于 {owner}，不能再用于 {document.iri}",
                    en=f"graph {graph} belongs to {owner} already and cannot hold {document.iri} too",
                )

    def _drop(self, entry: Entry) -> None:
        import pyoxigraph as ox

        if not self._loaded.isdisjoint(entry.document.graphs):
            self._load_pending()
        for graph in entry.document.graphs:
            self.store.remove_graph(ox.NamedNode(graph))
            self._owners.pop(graph, None)
            self._loaded.discard(graph)
        self._traffic += entry.quads

    def _load_pending(self) -> None:
        pending, self._pending = self._pending, Pending(self._scratch)
        try:
            pending.load_into(self.store)
        finally:
            pending.discard()
        self._largest = max(self._largest, self._batch)
        self._batch = 0

    def _derive(self, registry: Registry) -> None:
        """Replace only what differs in the registry: dropping the graph would cost 25 µs a quad."""
        import pyoxigraph as ox

        new = read_lines(registry.derive(self))
        gone, come = self._registry - new, new - self._registry
        graph = ox.NamedNode(REGISTRY)
        for quad in ox.parse(b"\n".join(gone), format=ox.RdfFormat.N_TRIPLES):
            self.store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        if come:
            self.store.bulk_load(b"\n".join(sorted(come)), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self._registry = new
        self._traffic += len(gone) + len(come)
        self.changed = True

    def _verify(self, total: int) -> None:
        counts = self._counts([*self._loaded, *self._shared, REGISTRY])
        for entry in self._entries.values():
            graphs = entry.document.graphs
            if self._loaded.issuperset(graphs):
                _agree(entry.document.iri, entry.quads, sum(counts.get(graph, 0) for graph in graphs))
        _agree(REGISTRY, len(self._registry), counts.get(REGISTRY, 0))
        known = sum(entry.quads for entry in self._entries.values()) + len(self._registry)
        _agree("*", known + sum(counts.get(graph, 0) for graph in self._shared), total)

    def _counts(self, graphs: Iterable[str]) -> dict[str, int]:
        wanted = sorted(set(graphs))
        block = "" if len(wanted) > COUNT_TOGETHER_FROM else " ".join(f"<{graph}>" for graph in wanted)
        values = f"VALUES ?g {{ {block} }}" if block else ""
        sparql = f"SELECT ?g (COUNT(*) AS ?n) {{ {values} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        rows = solutions(self, sparql)
        return {str(row["g"])[1:-1]: int(str(row["n"]).split('"')[1]) for row in rows}


def _agree(what: str, given: int, found: int) -> None:
    if given != found:
        raise StoreError(
            zh=f"写入核对失败：{what} 应有 {given} 条四元组，实际 {found} 条（重复、不规范或写入了别的图）",
            en=f"verification failed: {what} was given {given} quads but holds {found} "
            "(repeated or non-canonical lines, or quads of another graph)",
        )
