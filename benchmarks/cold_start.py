"""Commands from the start of the process to its end, beside a program of one trivial command in the same environment."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import row
from budget_kg.stores.oxigraph import open_reader

ROUNDS = 15
_TRIVIAL = """
import sys
import typer

app = typer.Typer()

@app.command()
def main(store: str = "") -> None:
    if store:
        from pathlib import Path
        from budget_kg.stores.oxigraph import open_reader
        open_reader(Path(store)).close()
    print("done")

app()
"""
_QUESTION = "largest-projects"
_FREE = "三公经费到底花了多少"


def main() -> None:
    """Print the medians, and whether the limits of 1.5 times and 1.3 times hold."""
    with tempfile.TemporaryDirectory() as folder:
        store, program = str(Path(folder, "store")), Path(folder, "trivial.py")
        program.write_text(_TRIVIAL, "utf-8")
        budget, trivial = [sys.executable, "-m", "budget_kg"], [sys.executable, str(program)]
        subprocess.run([*budget, "build", "--store", store], check=True, capture_output=True)
        spent = _medians(
            {
                "trivial": [*trivial, "--store", store],
                "trivial help": [*trivial, "--help"],
                "ask": [*budget, "ask", _QUESTION, "--store", store],
                "ask with evidence": [*budget, "ask", _QUESTION, "--evidence", "--store", store],
                "help": [*budget, "--help"],
                "free question": [*budget, "ask", _FREE, "--store", store],
            }
        )
        opening = statistics.median(_opening(Path(store)) for _ in range(ROUNDS))
    row("opening the store in a running process", f"{opening:.1f} ms", "≤ 15 ms", opening <= 15)
    row("trivial typer program that opens the store", f"{spent['trivial']:.0f} ms", "", None)
    for name, base, most in (
        ("ask", "trivial", 1.5),
        ("ask with evidence", "trivial", 1.5),
        ("help", "trivial help", 1.3),
    ):
        ratio = spent[name] / spent[base]
        row(f"budget-kg {name}, {spent[name]:.0f} ms: against it", f"{ratio:.2f} ×", f"≤ {most} ×", ratio <= most)
    free = spent["free question"]
    row("budget-kg ask, a free question, from start to end", f"{free:.0f} ms", "≤ 600 ms", free <= 600)


def _opening(store: Path) -> float:
    """Milliseconds that opening a store for reading takes."""
    start = time.perf_counter()
    open_reader(store).close()
    return (time.perf_counter() - start) * 1000


def _medians(commands: dict[str, list[str]]) -> dict[str, float]:
    """Milliseconds of each command; the commands take turns, so that a busy machine is busy for all of them."""
    spent: dict[str, list[float]] = {name: [] for name in commands}
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8"}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)
            spent[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


if __name__ == "__main__":
    main()
