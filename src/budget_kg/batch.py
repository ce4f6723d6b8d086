"""The files of one change: which are read, by whom, and how their documents are put into the store one after another.

They are put in the order they were given, whichever is read first, so that the bytes of the store do not depend on how
many processes read. A fault of a file is a value and does not stop the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from budget_kg.errors import InputError
from budget_kg.gathering import Item
from budget_kg.overrides import Overrides
from budget_kg.sources import Sources
from budget_kg.stores.contract import Stage, StoredDocument
from budget_kg.workers.contract import Limits, Result, Task
from budget_kg.workers.pool import Pool

_AHEAD: Final = 32
"""Documents read before their turn, for each process: their quads wait on the disk."""
_TICK: Final = 0.2


class Progress(Protocol):
    """Told how a batch goes."""

    def began(self, number: int, of: int, path: Path) -> None:
        """File `number`, from 1, is looked at now."""

    def ended(self, done: int, of: int) -> None:
        """So many files are done."""


@dataclass(frozen=True, slots=True)
class Running:
    """How a batch is run: by at most `jobs` processes (0: one for each core), within the limits of each document."""

    jobs: int = 0
    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None
    stopped: Callable[[], bool] = lambda: False


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Handled:
    """A file with its outcome: the document it is, its facts by kind and findings by severity, or the fault.

    `stopped` tells that a limit or a crash was the fault, `kept` that the file is the store's copy.
    """

    path: Path
    outcome: Outcome
    document: StoredDocument | None = None
    kinds: Counter[str] | None = None
    severities: Counter[str] | None = None
    fault: InputError | None = None
    seconds: float = 0.0
    stopped: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read; `again` even if the store has it already, `kept` if it is the store's copy."""

    item: Item
    overrides: Overrides
    again: bool = False
    kept: bool = False

    @property
    def name(self) -> Path:
        """What its user calls it."""
        return Path(self.item.name)


class Batch:
    """The files of one change, put into it one by one."""

    def __init__(self, stage: Stage, sources: Sources, jobs: Sequence[Job], running: Running) -> None:
        self._stage = stage
        self._sources = sources
        self._jobs = jobs
        self.running = running
        self._present = {document.iri: document for document in stage.documents()}
        self._by_hash = {document.file_hash: document for document in self._present.values()}
        self._hashes: dict[int, str] = {}
        self._results: dict[int, Result] = {}
        self._begun: set[int] = set()
        self._under_way: dict[int, str] = {}
        self._next = 0
        self.handled: list[Handled] = []

    @property
    def remaining(self) -> int:
        """How many files were not read because the batch was stopped."""
        return len(self._jobs) - len(self.handled)

    @property
    def stored(self) -> set[str]:
        """The documents (IRIs) that were put into the change."""
        put = (Outcome.NEW, Outcome.REPLACED)
        return {one.document.iri for one in self.handled if one.document is not None and one.outcome in put}

    def run(self, pool: Pool, scratch: Path, meanwhile: Callable[[], None]) -> None:
        """Handle all files, or those that are read when it is stopped; `meanwhile` is done while the first are read."""
        self._begin_ahead(0, pool, scratch)
        meanwhile()
        for number, job in enumerate(self._jobs):
            self._go_on(number, pool, scratch, 0)
            handled = self._settled(number, job)
            while handled is None and not self.running.stopped():
                if number not in self._begun and pool.free:
                    self._begin(number, pool, scratch)
                self._go_on(number, pool, scratch, _TICK)
                handled = self._settled(number, job)
            if handled is not None:
                self._hashes.pop(number, None)
                self._under_way.pop(number, None)
                self.handled.append(handled)
                self._tell_ended()

    def _go_on(self, number: int, pool: Pool, scratch: Path, most: float) -> None:
        """Take what was read, waiting at most so many seconds for it, and give out new work."""
        self._results.update(pool.wait(most))
        self._begin_ahead(number, pool, scratch)

    def _settled(self, number: int, job: Job) -> Handled | None:
        """What became of a file, when that is known without further ado."""
        if job.item.fault is not None:
            return Handled(job.name, Outcome.FAILED, fault=job.item.fault)
        result = self._results.pop(number, None)
        if result is not None:
            return self._put(job, result)
        if number in self._begun or self.running.stopped():
            return None
        same = self._by_hash.get(self._hash(number))
        return Handled(job.name, Outcome.UNCHANGED, same) if same is not None else None

    def _put(self, job: Job, result: Result) -> Handled:
        if isinstance(result.fault, InputError):
            fault = job.item.named(result.fault)
            return Handled(
                job.name, Outcome.FAILED, fault=fault, seconds=result.seconds, stopped=result.stopped, kept=job.kept
            )
        if result.fault is not None:
            raise result.fault
        assert result.load is not None
        document = result.load.document
        outcome = Outcome.REPLACED if document.iri in self._present else Outcome.NEW
        self._sources.keep(job.item.path, document.file_hash, job.overrides)
        self._stage.put(result.load)
        result.discard()
        old = self._present.get(document.iri)
        if old is not None:
            self._by_hash.pop(old.file_hash, None)
        self._present[document.iri] = self._by_hash[document.file_hash] = document
        return Handled(job.name, outcome, document, result.kinds, result.severities, None, result.seconds)

    def _begin_ahead(self, number: int, pool: Pool, scratch: Path) -> None:
        """Begin files whose turn comes later while processes are free; those that may be unchanged by then wait."""
        last = min(len(self._jobs), number + _AHEAD * max(1, self.running.jobs))
        self._next = max(self._next, number)
        while self._next < last and pool.free and not self.running.stopped():
            ahead, self._next = self._next, self._next + 1
            if self._jobs[ahead].item.fault is None and ahead not in self._begun:
                known = self._hash(ahead)
                if not known or (known not in self._by_hash and known not in self._under_way.values()):
                    self._begin(ahead, pool, scratch)

    def _begin(self, number: int, pool: Pool, scratch: Path) -> None:
        job = self._jobs[number]
        if self.running.progress is not None:
            self.running.progress.began(number + 1, len(self._jobs), job.name)
        self._begun.add(number)
        self._under_way[number] = self._hash(number)
        pool.give(Task(number, job.item.path, job.overrides, scratch / f"{number}"))

    def _hash(self, number: int) -> str:
        """The hash of a file's bytes; empty for one that is read in any case."""
        if number not in self._hashes:
            job = self._jobs[number]
            self._hashes[number] = "" if job.again else _file_hash(job.item.path)
        return self._hashes[number]

    def _tell_ended(self) -> None:
        if self.running.progress is not None:
            self.running.progress.ended(len(self.handled), len(self._jobs))


def _file_hash(path: Path) -> str:
    if not path.is_file():  # a pipe or a device would never end
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # the reader says what is wrong with it
