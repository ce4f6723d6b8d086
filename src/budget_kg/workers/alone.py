"""One document read in a process of its own, for people who look at it and store nothing."""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from budget_kg.errors import LimitError, StoreError
from budget_kg.overrides import Overrides
from budget_kg.workers.contract import Limits, Task
from budget_kg.workers.pool import Pool

if TYPE_CHECKING:
    from budget_kg.pipeline import ReadDocument

_TICK = 1.0


def read_alone(path: Path, overrides: Overrides | None, limits: Limits) -> ReadDocument:
    """Read a file within limits.

    Raises the InputError that reading it gives, LimitError when it runs into a limit, StoreError when no process can be
    started or there is no room for what was read.
    """
    with tempfile.TemporaryDirectory(prefix="budget-kg-") as folder, Pool(1, limits, looks=True) as pool:
        pool.give(Task(0, path, overrides or Overrides(), Path(folder) / "0"))
        found = pool.wait(_TICK)
        while not found:
            found = pool.wait(_TICK)
        _, result = found[0]
        if result.fault is not None and result.limited:
            raise LimitError(zh=result.fault.say.zh, en=result.fault.say.en)
        if result.fault is not None:
            raise result.fault
        assert result.seen is not None
        read: ReadDocument = pickle.loads(result.seen.read_bytes())  # our own process wrote it, into our own folder
        return read


def write(read: ReadDocument, place: Path) -> None:
    """Leave what was read for the process that asked for it; StoreError when there is no room."""
    try:
        place.write_bytes(pickle.dumps(read))
    except OSError as error:
        raise StoreError(
            zh=f"无法写入 {place.parent}（{error.strerror}）", en=f"cannot write to {place.parent} ({error.strerror})"
        ) from error
