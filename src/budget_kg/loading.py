"""From paths to a store: which files, one after another through the pipeline, all of them in one change.

A file that cannot be read is a value in the summary and does not stop the others; when none can be read the store
stays as it was. Files that are in the store already are not read again, unless the ontology has changed since.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal

from budget_kg.errors import InputError, Say
from budget_kg.gathering import Item
from budget_kg.model import Finding
from budget_kg.pipeline import MappedDocument, ReadDocument, map_document, read_document
from budget_kg.recognition import Overrides
from budget_kg.resources import shipped
from budget_kg.shared_graphs import ontology_graph as ontology_graph
from budget_kg.shared_graphs import ontology_version, shared_graphs
from budget_kg.sources import Sources
from budget_kg.stores.contract import ONTOLOGY, Payload, Stage, StoredDocument
from budget_kg.stores.oxigraph import EmbeddedStore
from budget_kg.structure import all_facts
from budget_kg.validation import validate
from budget_kg.vocab import DEF, RDFS, read_quads

Progress = Callable[[int, int, Path], None]
"""Told before each file: how many are done, how many there are, which one is next."""


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Handled:
    """A file with its outcome: the document it is, its facts by kind and findings by severity, or the fault."""

    path: Path
    outcome: Outcome
    document: StoredDocument | None = None
    kinds: Counter[str] | None = None
    severities: Counter[str] | None = None
    fault: InputError | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished build: every file, and the size of the store, which is 0 when nothing could be stored."""

    handled: tuple[Handled, ...]
    documents: int
    quads: int
    seconds: float

    @property
    def failed(self) -> list[Handled]:
        """The files that could not be read."""
        return [one for one in self.handled if one.outcome is Outcome.FAILED]


class _NothingReadError(Exception):
    """Ends a change in which no file could be read, so that nothing is swapped in."""


@dataclass(frozen=True, slots=True)
class _Job:
    item: Item
    overrides: Overrides
    again: bool = False


def kind_labels() -> dict[str, Say]:
    """Return the labels of the ontology's terms, by local name."""
    labels: dict[str, dict[str, str]] = {}
    for quad in read_quads(shipped("ontology") / "budget.ttl"):
        term, value = str(quad.subject)[1:-1], quad.object
        if quad.predicate.value == f"{RDFS}label" and term.startswith(DEF) and isinstance(value, Literal):
            labels.setdefault(term.removeprefix(DEF), {})[value.language or ""] = value.value
    return {term: Say(found["zh"], found["en"]) for term, found in labels.items()}


def default_paths() -> list[Path]:
    """Return the documents that come with the program."""
    return sorted((shipped("data") / "documents").glob("*/document.*"))


def build(
    files: Sequence[Path | Item],
    store: Path,
    overrides: Overrides | None = None,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Read files into the store, all in one change that is visible as a whole or not at all.

    With `rebuild` the store is made anew from the files it keeps and the given ones; so it is without being asked when
    the ontology has changed. Raises StoreError when the store cannot be written.
    """
    started = time.monotonic()
    sources = Sources(store)
    handled: list[Handled] = []
    try:
        with EmbeddedStore(store).staging(fresh=rebuild) as stage:
            outdated = stage.shared.get(ONTOLOGY) not in (None, ontology_version())
            jobs = list(_jobs(files, overrides or Overrides(), sources if rebuild or outdated else None))
            batch = _Batch(stage, sources)
            for number, job in enumerate(jobs):
                if progress is not None:
                    progress(number, len(jobs), Path(job.item.name))
                handled.append(batch.handle(job))
            if jobs and all(one.outcome is Outcome.FAILED for one in handled):
                raise _NothingReadError
            for graph in shared_graphs():
                stage.share(graph)
    except _NothingReadError:
        return Summary(tuple(handled), 0, 0, time.monotonic() - started)
    sources.tidy()
    with EmbeddedStore(store).reader() as reader:
        return Summary(tuple(handled), len(reader.documents()), reader.quads, time.monotonic() - started)


def _jobs(files: Sequence[Path | Item], overrides: Overrides, kept: Sources | None) -> Iterator[_Job]:
    """First what the store keeps, when that is to be read again, so that a given file comes last and stays."""
    for source in kept.all() if kept is not None else ():
        yield _Job(Item(source.path, str(source.path)), source.overrides, again=True)
    for file in files:
        item = file if isinstance(file, Item) else Item(file, str(file))
        yield _Job(item, overrides, again=overrides != Overrides())


class _Batch:
    """The files of one change, put into it one by one."""

    def __init__(self, stage: Stage, sources: Sources) -> None:
        self._stage = stage
        self._sources = sources
        self._present = {document.iri: document for document in stage.documents()}
        self._by_hash = {document.file_hash: document for document in self._present.values()}

    def handle(self, job: _Job) -> Handled:
        """Read a file and put its document into the change; what is wrong with the file is a value."""
        item, path = job.item, Path(job.item.name)
        if item.fault is not None:
            return Handled(path, Outcome.FAILED, fault=item.fault)
        same = None if job.again else self._same(item.path)
        if same is not None:
            return Handled(path, Outcome.UNCHANGED, same)
        try:
            read = read_document(item.path, job.overrides)
        except InputError as error:
            return Handled(path, Outcome.FAILED, fault=item.named(error))
        mapped, findings = _mapped(read)
        document = mapped.load.document
        outcome = Outcome.REPLACED if document.iri in self._present else Outcome.NEW
        self._sources.keep(item.path, document.file_hash, job.overrides)
        self._stage.put(mapped.load)
        self._forget(document.iri)
        self._present[document.iri] = self._by_hash[document.file_hash] = document
        kinds = Counter(fact.KIND.removeprefix(DEF) for fact in all_facts(read.facts))
        return Handled(path, outcome, document, kinds, Counter(str(one.severity) for one in findings))

    def _forget(self, iri: str) -> None:
        old = self._present.get(iri)
        if old is not None:
            self._by_hash.pop(old.file_hash, None)

    def _same(self, path: Path) -> StoredDocument | None:
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return None  # the reader says what is wrong with it
        return self._by_hash.get(found)


def _mapped(read: ReadDocument) -> tuple[MappedDocument, list[Finding]]:
    """Map a document and run the shapes on it; what does not fit them is mapped as findings with the rest."""
    mapped = map_document(read)
    found = validate(_bytes(mapped.load.nquads), _bytes(mapped.load.registry))
    return (map_document(read, found) if found else mapped), [*read.findings, *found]


def _bytes(payload: Payload) -> bytes:
    return payload if isinstance(payload, bytes) else payload.read_bytes()
