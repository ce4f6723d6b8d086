"""The options that limit what reading one file may take, and what a file within them was read as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.faults import number, whole
from budget_kg.cli.wording import both

if TYPE_CHECKING:
    from budget_kg.overrides import Overrides
    from budget_kg.pipeline import ReadDocument
    from budget_kg.workers.contract import Limits

SECONDS = "60"
MEGABYTES = "1024"

TimeLimitOption = Annotated[
    str,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        help=both("每份文件最多读多少秒；默认 60", "Seconds that reading one file may take; default 60"),
    ),
]
MemoryLimitOption = Annotated[
    str,
    typer.Option(
        "--memory-limit",
        metavar="MB",
        help=both("每份文件最多用多少 MB 内存；默认 1024", "Megabytes of memory for reading one file; default 1024"),
    ),
]


def limits(time_limit: str, memory_limit: str) -> Limits:
    """The limits two options say; UsageError for what is no number within bounds."""
    from budget_kg.workers.contract import Limits

    return Limits(number("--time-limit", time_limit, 0.1, 86_400), whole("--memory-limit", memory_limit, 256, 1 << 20))


def read_within(path: Path, overrides: Overrides | None, most: Limits) -> ReadDocument:
    """Read a file in a process of its own. Raises what reading it raises, LimitError when it runs into a limit."""
    from budget_kg.workers.alone import read_alone

    return read_alone(path, overrides, most)
