"""The embedded backend: Oxigraph directories, one for each finished state, changed blue/green.

Readers open finished directories only, read-only; a writer works on a copy made of hard links and swaps a
pointer when it is verified. Killing a writer at any moment leaves the old state answering. What only a writer
needs is imported when there is one: asking a question starts cold each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from budget_kg.errors import StoreError
from budget_kg.stores import generations, manifest
from budget_kg.stores.contract import ONTOLOGY, Load, StoredDocument
from budget_kg.stores.scope import Scope, Whole

if TYPE_CHECKING:
    import pyoxigraph as ox

    from budget_kg.stores.staging import StagedChange


class EmbeddedReader:
    """The `Reader` of a store on disk."""

    def __init__(self, hold: generations.Hold, state: manifest.Manifest) -> None:
        self._hold = hold
        self._manifest = state
        self._store: ox.Store | None = _open_finished(hold.folder)

    @property
    def location(self) -> Path:
        """The Oxigraph directory; it exists until this reader is closed."""
        return self._hold.folder / "data"

    @property
    def shared(self) -> Mapping[str, str]:
        """Versions of the shared graphs, by graph IRI."""
        return self._manifest.shared

    @property
    def quads(self) -> int:
        """How many quads the store holds."""
        return self._manifest.quads

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents in the store, in the order of their IRIs."""
        return tuple(entry.document for entry in self._entries.values())

    def load(self, iri: str) -> Load:
        """Return a document with its statements as they were put; UsageError when it is not there."""
        from budget_kg.stores.returning import returned
        from budget_kg.stores.shelf import FolderShelf

        shelf = FolderShelf(self._hold.folder / generations.REGISTRY, self._hold.folder.parent / generations.REGISTRY)
        return returned(self._opened, self._entries, shelf, iri)

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a trusted query here and now; it cannot be interrupted."""
        return Whole(self._opened).query(sparql)

    def within(self, graphs: Sequence[str]) -> Scope:
        """The same store as if it held only these graphs."""
        return Scope(self._opened, tuple(graphs))

    def dump(self, graph: str | None = None) -> bytes:
        """Return one graph as N-Triples, or everything as N-Quads, in no particular order."""
        import pyoxigraph as ox

        if graph is None:
            return self._opened.dump(format=ox.RdfFormat.N_QUADS) or b""
        return self._opened.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""

    def close(self) -> None:
        """Let go of this state, so that a writer may delete it."""
        self._store = None
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @cached_property
    def _entries(self) -> dict[str, manifest.Entry]:
        return manifest.read_entries(self._hold.folder)

    @property
    def _opened(self) -> ox.Store:
        if self._store is None:
            raise StoreError(zh="存储已经关闭", en="the store is closed already")
        return self._store


class EmbeddedStore:
    """The `Store` in a directory of the file system."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def reader(self, *, ontology: str | None = None) -> EmbeddedReader:
        """Open the finished state; StoreError when there is none, or of another format or ontology."""
        hold = generations.hold_current(self.path)
        try:
            state = manifest.read(hold.folder)
            if ontology is not None and state.shared.get(ONTOLOGY) != ontology:
                raise _other_ontology(self.path)
            return EmbeddedReader(hold, state)
        except BaseException:
            hold.release()
            raise

    @contextmanager
    def staging(self, *, fresh: bool = False) -> Iterator[StagedChange]:
        """Begin a change, from the present state or (`fresh`) from nothing."""
        with generations.writer_lock(self.path):
            before = None if fresh else generations.current(self.path)
            folder = generations.begin(self.path, before or _recoverable(self.path))
            try:
                stage = _copy(before, folder) if before is not None else _empty(folder)
                try:
                    yield stage
                    with _failures_named(self.path):
                        state = stage.finish()
                finally:
                    stage.abandon()
                if stage.changed or before is None:
                    with _failures_named(self.path):
                        _seal(folder, state, stage)
                        generations.publish(self.path, folder, stage.records)
            finally:
                generations.discard(folder)


def open_reader(path: Path, *, ontology: str | None = None) -> EmbeddedReader:
    """Open the store in `path` for reading; see `EmbeddedStore.reader`."""
    return EmbeddedStore(path).reader(ontology=ontology)


def staging(path: Path, *, fresh: bool = False) -> AbstractContextManager[StagedChange]:
    """Begin a change of the store in `path`; see `EmbeddedStore.staging`."""
    return EmbeddedStore(path).staging(fresh=fresh)


def _recoverable(path: Path) -> Path | None:
    """Return the present generation, kept until a fresh build is swapped in, or None if it is lost."""
    try:
        return generations.current(path)
    except StoreError:
        return None


@contextmanager
def _failures_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            zh=f"写入存储 {path} 失败：{error}；原有存储未变",
            en=f"writing to the store {path} failed: {error}; the store is as it was",
        ) from error


def _open_finished(folder: Path) -> ox.Store:
    import pyoxigraph as ox

    try:
        return ox.Store.read_only(str(folder / "data"))
    except OSError as error:
        raise StoreError(
            zh=f"存储损坏：{folder} 无法打开（{error}）；请用 budget-kg build --rebuild 重建",
            en=f"the store is damaged: {folder} cannot be opened ({error}); rebuild it with `budget-kg build --rebuild`",
        ) from error


def _empty(folder: Path) -> StagedChange:
    import pyoxigraph as ox

    from budget_kg.stores.shelf import FolderShelf
    from budget_kg.stores.staging import Present, StagedChange

    shelf = FolderShelf(folder / generations.REGISTRY, None)
    return StagedChange(ox.Store(str(folder / "data")), shelf, Present(), folder)


def _copy(before: Path, folder: Path) -> StagedChange:
    """Stage a copy of a finished generation; its data files are hard links, so it takes milliseconds."""
    import pyoxigraph as ox

    from budget_kg.stores.shelf import FolderShelf
    from budget_kg.stores.staging import Present, StagedChange

    state, entries = manifest.read(before), manifest.read_entries(before)
    _open_finished(before).backup(str(folder / "data"))
    shelf = FolderShelf(folder / generations.REGISTRY, before.parent / generations.REGISTRY)
    return StagedChange(ox.Store(str(folder / "data")), shelf, Present(state, entries), folder)


def _seal(folder: Path, state: manifest.Manifest, stage: StagedChange) -> None:
    """Write what the generation knows of itself, and check that it opens with everything in it."""
    manifest.write(folder, state, stage.entries)
    stage.verify(_open_finished(folder), state)


def _other_ontology(path: Path) -> StoreError:
    return StoreError(
        zh=f"存储 {path} 是用另一版本体建立的；请用 budget-kg build --rebuild 重建",
        en=f"the store {path} was made with another version of the ontology; rebuild it with `budget-kg build --rebuild`",
    )
