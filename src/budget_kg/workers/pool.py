"""Several reading processes at work: tasks in as long as one is free, results out in the order they end."""

from __future__ import annotations

import selectors
import time
from typing import Self

from budget_kg.workers.contract import Limits, Result, Task
from budget_kg.workers.process import Worker


class Pool:
    """At most `size` processes, each started when there is work for it and replaced when it is spent.

    With `looks` they only read documents, and make no quads.
    """

    def __init__(self, size: int, limits: Limits, *, looks: bool = False) -> None:
        self._size = size
        self._looks = looks
        self._limits = limits
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def free(self) -> bool:
        """Whether a task can be given."""
        return len(self._workers) < self._size or any(worker.task is None for worker in self._workers)

    def give(self, task: Task) -> None:
        """Give a task to a process that has none; StoreError when one cannot be started."""
        worker = next((worker for worker in self._workers if worker.task is None), None)
        if worker is None:
            worker = Worker(self._limits, looks=self._looks)
            self._workers.append(worker)
            self._selector.register(worker.descriptor, selectors.EVENT_READ, worker)
        worker.give(task)

    def wait(self, most: float) -> list[tuple[int, Result]]:
        """Wait at most so many seconds; return the results there are then, by the numbers of their tasks."""
        now = time.monotonic()
        ends = [worker.deadline for worker in self._workers if worker.task is not None]
        found = []
        for key, _ in self._selector.select(max(0.0, min([most, *(end - now for end in ends)]))):
            worker: Worker = key.data
            number = worker.task.number if worker.task is not None else -1
            found += [(number, result) for result in worker.results()]
        for worker in self._workers:
            if worker.task is not None and time.monotonic() >= worker.deadline:
                found.append((worker.task.number, worker.overdue()))
        self._dismiss()
        return found

    def stop(self) -> None:
        """Kill all processes; what they were reading is lost."""
        for worker in self._workers:
            self._end(worker)
        self._workers = []
        self._selector.close()

    def _dismiss(self) -> None:
        """Let go of the processes that are spent."""
        for worker in [worker for worker in self._workers if worker.retired]:
            self._workers.remove(worker)
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        self._selector.unregister(worker.descriptor)
        worker.stop()
