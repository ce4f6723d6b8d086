"""The parent's side of a query process: starts it, feeds it, reads its answer, kills it at the limit."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from budget_kg.errors import BudgetKgError, LimitError, StoreError
from budget_kg.stores.results import Limits, out_of_time, too_large, too_many_rows

if TYPE_CHECKING:
    import subprocess

_PROGRAM: Final = Path(__file__).with_name("worker.py")
_CHUNK: Final = 1 << 16
_KILLED_FOR_MEMORY: Final = (-signal.SIGABRT, -signal.SIGKILL)
_CRASHED: Final = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL)


class MalformedQueryError(Exception):
    """What the engine said of a query it could not parse."""


@dataclass(frozen=True, slots=True)
class Request:
    """A query, and a store's directory or (when that is None) quads to evaluate it on.

    `union` makes the default graph the union of all; `network` lets SERVICE out.
    """

    query: str
    prefixes: dict[str, str]
    output: str
    location: Path | None
    nquads: bytes = b""
    union: bool = True
    network: bool = False

    def encode(self, limits: Limits) -> bytes:
        """Return the header line and the quads that follow it."""
        header = {
            "query": self.query,
            "prefixes": self.prefixes,
            "output": self.output,
            "location": None if self.location is None else str(self.location),
            "nquads": len(self.nquads),
            "union": self.union,
            "network": self.network,
            "rows": limits.rows,
            "size": limits.size,
            "memory": limits.memory,
        }
        return json.dumps(header).encode() + b"\n" + self.nquads


def run(request: Request, limits: Limits) -> tuple[bytes, int]:
    """Return the serialised result and its rows; MalformedQueryError, LimitError or StoreError otherwise.

    The process is dead when this returns or raises.
    """
    deadline = None if limits.timeout is None else time.monotonic() + limits.timeout
    process = _start()
    try:
        _send(process, request.encode(limits))
        body, messages = _collect(process, deadline)
        if limits.timeout is not None and deadline is not None and time.monotonic() >= deadline:
            raise out_of_time(limits.timeout)
        process.wait(timeout=5)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    end = _end(messages)
    if end.get("end") == "done":
        return body, int(end["rows"])
    raise _failure(end, process.returncode, messages, limits)


def _start() -> subprocess.Popen[bytes]:
    import subprocess
    import sys

    try:
        return subprocess.Popen(
            [sys.executable, "-P", str(_PROGRAM)],  # -P: the modules beside the program are no top-level ones
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
    except OSError as error:
        raise StoreError(
            zh=f"无法启动查询进程：{error.strerror}", en=f"cannot start a query process: {error.strerror}"
        ) from error


def _send(process: subprocess.Popen[bytes], message: bytes) -> None:
    """Write the request; the pipe stays open, for the process ends when it closes."""
    assert process.stdin is not None
    rest = memoryview(message)
    try:
        while rest:
            rest = rest[process.stdin.write(rest) :]
    except BrokenPipeError:
        pass  # it died while reading; how, is told by its exit


def _collect(process: subprocess.Popen[bytes], deadline: float | None) -> tuple[bytes, str]:
    """Read both outputs to their end, or to the deadline."""
    import selectors

    assert process.stdout is not None
    assert process.stderr is not None
    pieces: dict[int, list[bytes]] = {process.stdout.fileno(): [], process.stderr.fileno(): []}
    with selectors.DefaultSelector() as selector:
        for descriptor in pieces:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            for key, _ in selector.select(left):
                piece = os.read(key.fd, _CHUNK)
                if piece:
                    pieces[key.fd].append(piece)
                else:
                    selector.unregister(key.fd)
    body, messages = (b"".join(parts) for parts in pieces.values())
    return body, messages.decode("utf-8", "replace")


def _end(messages: str) -> dict[str, Any]:
    """Return how the process says it ended; empty when it died before."""
    last = messages.rstrip("\n").rpartition("\n")[2]
    try:
        end = json.loads(last)
    except ValueError:
        return {}
    return end if isinstance(end, dict) else {}


def _failure(end: dict[str, Any], status: int, messages: str, limits: Limits) -> BudgetKgError | MalformedQueryError:
    what = str(end.get("what", ""))
    if end.get("end") == "syntax":
        return MalformedQueryError(what)
    if what == "rows" and limits.rows is not None:
        return too_many_rows(limits.rows)
    if what == "size" and limits.size is not None:
        return too_large(limits.size)
    if what == "memory" or status in _KILLED_FOR_MEMORY or "memory allocation" in messages:
        cap = "" if limits.memory is None else f" {limits.memory >> 20} MB"
        return LimitError(
            zh=f"查询用尽内存上限{cap}，已停止；请缩小范围",
            en=f"the query was stopped at its memory limit{cap}; narrow it down",
        )
    if status in _CRASHED:
        return LimitError(
            zh="查询使引擎崩溃（嵌套可能过深），只影响这一次查询；请简化",
            en="the query crashed the engine (nested too deeply?), which harmed this query only; simplify it",
        )
    reason = what or messages.strip().rpartition("\n")[2] or f"exit {status}"
    line = " ".join(reason.split())[:300]
    return StoreError(zh=f"查询未能完成：{line}", en=f"the query could not be completed: {line}")
