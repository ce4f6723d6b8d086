"""Medians, peak memory of a child process, and rows of a result table."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable


def median_ms(action: Callable[[], object], times: int = 7) -> float:
    """Median wall-clock milliseconds of `times` calls after one warm-up."""
    action()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def peak_megabytes(command: list[str]) -> float:
    """Peak resident memory of a command run as a child of a fresh process, in MB."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True)
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(done.stdout.split()[-1]) / scale


def own_peak_megabytes() -> float:
    """Peak resident memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(what: str, measured: str, target: str, held: bool | None) -> None:
    """Print one line of the table; `held` None when there is no target."""
    mark = {True: "yes", False: "NO", None: ""}[held]
    print(f"{what:<62} {measured:>16}  {target:>14}  {mark}")
