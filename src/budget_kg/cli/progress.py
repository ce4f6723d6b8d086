"""How a build goes, on standard error: a bar on a terminal, lines otherwise; and Ctrl-C, which ends it in good order."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from budget_kg.cli.printing import is_terminal, remark
from budget_kg.cli.wording import tell

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from budget_kg.batch import Progress

_PAUSE: Final = 10.0
"""Seconds between two lines about the pace."""


class Lines:
    """A line for each file that is begun, and now and then one with the pace and the time left."""

    def __init__(self) -> None:
        self._started = self._said = time.monotonic()

    def began(self, number: int, of: int, path: Path) -> None:
        """Name the file."""
        remark(f"[{number}/{of}] {path}")

    def ended(self, done: int, of: int) -> None:
        """Say the pace, unless it was said a moment ago."""
        now = time.monotonic()
        if now - self._said >= _PAUSE and done < of:
            self._said = now
            remark(pace(done, of, now - self._started))


class Bar:
    """A bar with the pace and the time left."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, pace="")
        self._started = time.monotonic()

    def began(self, number: int, of: int, path: Path) -> None:  # noqa: ARG002
        """Name the file."""
        self._bar.update(self._task, total=of, description=path.name)

    def ended(self, done: int, of: int) -> None:
        """Move on."""
        spent = time.monotonic() - self._started
        self._bar.update(self._task, completed=done, total=of, pace=pace(done, of, spent))


def pace(done: int, of: int, spent: float) -> str:
    """How many are done, how many a second that is, and how long the rest will take."""
    rate = done / spent if spent > 0 else 0.0
    left = (of - done) / rate if rate else 0.0
    clock = f"{int(left) // 60}:{int(left) % 60:02}"
    return tell(
        f"已完成 {done}/{of}，每秒 {rate:.1f} 份，约剩 {clock}", f"{done} of {of} done, {rate:.1f} a second, {clock} left"
    )


@contextmanager
def shown() -> Iterator[Progress]:
    """Show the progress of a build while the context is open."""
    if not is_terminal(sys.stderr):
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Columns

    columns = (
        BarColumn(bar_width=24), TextColumn("{task.fields[pace]}", markup=False),
        TextColumn("{task.description}", markup=False),
    )
    with Columns(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Bar(bar)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Tell whether the user or the system asked to stop. Asked twice, the program ends at once, as by Ctrl-C."""
    asked = threading.Event()

    def hear(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
