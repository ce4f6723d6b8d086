"""The process that reads documents for a build: one task a line on standard input, one result a line on its output.

It keeps to its limit of memory, hears no Ctrl-C, ends when its parent does, and asks to be replaced when it has read
many documents or grown.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final

from budget_kg.errors import BudgetKgError, StoreError
from budget_kg.workers.contract import Task, encode_fault, encode_load

if TYPE_CHECKING:
    from types import FrameType

    from budget_kg.stores.contract import Load

_MOST_DOCUMENTS: Final = 200
_MAPPED: Final = 1000  # megabytes the recogniser of pictures maps beyond what it uses; the limit counts what is mapped
_PATIENCE: Final = 1.0  # seconds between asking and forcing
_OWN: Final = f"{os.sep}budget_kg{os.sep}"


def main() -> None:
    """Serve tasks until standard input ends, or until it is told to end."""
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(SystemExit):  # raised within a document, it ends and tidies up what that had begun
        _serve(int(sys.argv[2]), looks="look" in sys.argv[3:])
    os._exit(0)  # no clean-up: nothing here outlives the process


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit


def _serve(megabytes: int, *, looks: bool) -> None:
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    _warm(looks)
    _confine(megabytes)
    _say(answers, {"say": "ready"})
    for done in range(1, _MOST_DOCUMENTS + 1):
        task = Task.decode(tasks.get())
        _say(answers, {"say": "begun"})
        started = time.monotonic()
        result = {**_answer(task, _look if looks else _read), "seconds": time.monotonic() - started}
        retires = result.pop("failed", False) or done == _MOST_DOCUMENTS or _grown(megabytes)
        _say(answers, {"say": "done", "retires": retires, **result})
        if retires:
            break


def _listen(tasks: SimpleQueue[bytes]) -> None:
    """Pass lines on; end the process with its parent, whatever it is doing."""
    for line in iter(sys.stdin.buffer.readline, b""):
        tasks.put(line)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _warm(looks: bool) -> None:
    """Import what every document needs, and keep it out of the garbage collector's rounds."""
    from budget_kg import pipeline

    if not looks:
        import pyshacl  # noqa: F401 - slow to load

        from budget_kg import validation

        validation.shapes()
    pipeline.warm()
    gc.freeze()


def _confine(megabytes: int) -> None:
    """Give up memory beyond the limit; not every system can."""
    if importlib.util.find_spec("rapidocr") is not None:
        megabytes += _MAPPED
    try:
        # The soft limit only: a reader that starts another program may give that one more.
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        pass


def _grown(megabytes: int) -> bool:
    """Whether so much of the limit is in use that the next document would have too little."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        return pages * resource.getpagesize() > (megabytes << 20) // 2
    except (OSError, ValueError, IndexError):
        scale = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale > (megabytes << 20) // 2


def _say(answers: IO[bytes], message: dict[str, Any]) -> None:
    rest = memoryview(json.dumps(message).encode() + b"\n")
    while rest:
        rest = rest[answers.write(rest) :]


def _answer(task: Task, read: Callable[[Task], dict[str, Any]]) -> dict[str, Any]:
    """Read a document and write what it gave; every fault is an answer, and an unknown one is marked `failed`."""
    try:
        return read(task)
    except BudgetKgError as error:
        return {"fault": encode_fault(error)}
    except MemoryError:
        return {"failed": True, "why": "memory"}
    except RecursionError:
        return {"failed": True, "why": "nested"}
    except Exception as error:
        return {"failed": True, "why": "unexpected", "what": _described(error)}


def _look(task: Task) -> dict[str, Any]:
    from budget_kg.pipeline import read_document
    from budget_kg.workers.alone import write

    place = task.stem.with_suffix(".seen")
    write(read_document(task.path, task.overrides), place)
    return {"seen": str(place)}


def _read(task: Task) -> dict[str, Any]:
    from budget_kg.pipeline import finish
    from budget_kg.structure import all_facts
    from budget_kg.vocab import DEF

    finished = finish(task.path, task.overrides)
    return {
        "load": encode_load(_written(finished.mapped.load, task.stem)),
        "kinds": Counter(fact.KIND.removeprefix(DEF) for fact in all_facts(finished.read.facts)),
        "severities": Counter(str(finding.severity) for finding in finished.findings),
    }


def _written(load: Load, stem: Path) -> Load:
    """The document with its quads in files; StoreError when there is no room for them."""
    from dataclasses import replace

    places = {"nquads": stem.with_suffix(".nq"), "registry": stem.with_suffix(".nt")}
    try:
        for name, place in places.items():
            payload = getattr(load, name)
            place.write_bytes(payload)
    except OSError as error:
        raise StoreError(
            zh=f"无法写入 {stem.parent}（{error.strerror}）；存储未变",
            en=f"cannot write to {stem.parent} ({error.strerror}); the store is as it was",
        ) from error
    return replace(load, nquads=places["nquads"], registry=places["registry"])


def _described(error: Exception) -> str:
    """An unknown fault in a few words: what it is, and the innermost place in this package."""
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if _OWN in frame.filename]
    what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    if not places:
        return what
    return f"{what} [{places[-1].filename.rpartition(_OWN)[2]}:{places[-1].lineno}]"


if __name__ == "__main__":
    main()
