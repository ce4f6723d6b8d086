"""From paths to a store: which files, read by processes of their own, all of them in one change.

A file that cannot be read is a value in the summary and does not stop the others; when none can be read the store
stays as it was. Files that are in the store already are not read again, unless the ontology or the checks have changed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from budget_kg.across import concerned, renew
from budget_kg.batch import Batch, Handled, Job, Outcome, Running
from budget_kg.gathering import Item
from budget_kg.overrides import Overrides
from budget_kg.resources import shipped
from budget_kg.shared_graphs import CHECKS, checks_version, ontology_version, shared_graphs
from budget_kg.shared_graphs import ontology_graph as ontology_graph
from budget_kg.sources import Sources
from budget_kg.stores.contract import ONTOLOGY, Stage, StoredDocument
from budget_kg.stores.generations import scratch
from budget_kg.stores.oxigraph import EmbeddedStore
from budget_kg.workers.pool import Pool


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished build: every file that was handled, and the size of the store, which is 0 when nothing was stored.

    `remaining` counts the files that were not handled because the build was stopped.
    """

    handled: tuple[Handled, ...]
    documents: int
    quads: int
    seconds: float
    remaining: int = 0

    @property
    def failed(self) -> list[Handled]:
        """The files that could not be read."""
        return [one for one in self.handled if one.outcome is Outcome.FAILED]


class _AbandonedError(Exception):
    """Ends a change that would not better the store, so that nothing is swapped in."""


def remove(store: Path, document: str) -> tuple[StoredDocument, int]:
    """Take a document (IRI) out of the store; return it, and how many are left. UsageError when it is not there."""
    with EmbeddedStore(store).staging() as stage:
        departments = concerned(stage, {document})
        gone = stage.remove(document)
        renew(stage, departments)
        left = len(stage.documents())
    Sources(store).tidy()
    return gone, left


def default_paths() -> list[Path]:
    """Return the documents that come with the program."""
    return sorted((shipped("data") / "documents").glob("*/document.*"))


def build(
    files: Sequence[Path | Item],
    store: Path,
    overrides: Overrides | None = None,
    *,
    rebuild: bool = False,
    running: Running | None = None,
) -> Summary:
    """Read files into the store, all in one change that is visible as a whole or not at all.

    With `rebuild` the store is made anew from the files it keeps and the given ones; so it is without being asked when
    the ontology or the checks have changed. A build that is stopped keeps what was read by then, but one that makes a
    store anew leaves it as it was; so it does when a kept file runs into a limit. Raises StoreError when the store
    cannot be written or no process started.
    """
    started = time.monotonic()
    sources = Sources(store)
    batch: Batch | None = None
    try:
        with EmbeddedStore(store).staging(fresh=rebuild) as stage:
            anew = rebuild or _outdated(stage)
            jobs = list(_jobs(files, overrides or Overrides(), sources if anew else None))
            batch = Batch(stage, sources, jobs, _sized(running or Running(), len(jobs)))
            _run(batch, stage, store)
            if jobs and not _betters(batch, anew):
                raise _AbandonedError
            renew(stage, concerned(stage, batch.stored))
    except _AbandonedError:
        assert batch is not None
        return Summary(tuple(batch.handled), 0, 0, time.monotonic() - started, batch.remaining)
    sources.tidy()
    with EmbeddedStore(store).reader() as reader:
        size = len(reader.documents()), reader.quads
    return Summary(tuple(batch.handled), *size, time.monotonic() - started, batch.remaining)


def _outdated(stage: Stage) -> bool:
    """Whether the documents of a store were read with another ontology, or checked with other checks."""
    made_with = stage.shared.get(ONTOLOGY), stage.shared.get(CHECKS)
    return made_with != (ontology_version(), checks_version()) and made_with[0] is not None


def _run(batch: Batch, stage: Stage, store: Path) -> None:
    """Read and put in; the shared graphs are put in while the first documents are read."""

    def share() -> None:
        for graph in shared_graphs():
            stage.share(graph)

    with scratch(store) as folder, Pool(batch.running.jobs, batch.running.limits) as pool:
        batch.run(pool, folder, share)


def _sized(running: Running, files: int) -> Running:
    """No more processes than cores, unless the user says so, and never more than files."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return replace(running, jobs=max(1, min(running.jobs or cores, files)))


def _betters(batch: Batch, anew: bool) -> bool:
    """Whether the change is worth a swap, and takes no document away that another run would have read."""
    if anew and (batch.remaining or any(one.stopped and one.kept for one in batch.handled)):
        return False
    return any(one.outcome is not Outcome.FAILED for one in batch.handled)


def _jobs(files: Sequence[Path | Item], overrides: Overrides, kept: Sources | None) -> Iterator[Job]:
    """First what the store keeps, when that is to be read again, so that a given file comes last and stays."""
    for source in kept.all() if kept is not None else ():
        yield Job(Item(source.path, str(source.path)), source.overrides, again=True, kept=True)
    for file in files:
        item = file if isinstance(file, Item) else Item(file, str(file))
        yield Job(item, overrides, again=overrides != Overrides())
