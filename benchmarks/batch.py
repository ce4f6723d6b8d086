"""Batches of generated documents: two cores against one, memory of few and many, a process of its own for one file.

    python -m benchmarks.batch [--documents 40] [--few 10]

The documents are the shipped one under other names and amounts: prose of 20 pages with tables, about 40,000 quads.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import row
from budget_kg.divisions import load as load_divisions
from budget_kg.resources import shipped

_NAME = re.compile(r"\s*".join("武汉市硚口区人民政府汉中街道办事处"))
_AMOUNT = re.compile(r"(?<![\d.])\d{2,7}\.\d{2}(?=\s*万)")
_SAMPLE = 0.05  # seconds between two looks at the memory


def write(folder: Path, count: int) -> None:
    """Write `count` documents of different departments into a folder."""
    text = (shipped("data") / "documents" / "hanzhong-2023" / "document.txt").read_text("utf-8")
    names = [name for code, name in sorted(load_divisions().names.items()) if len(code) == 6 and name.endswith("县")]
    draw = random.Random(1)
    for number in range(count):
        own = _NAME.sub(f"{names[number % len(names)]}第{'一二三四五六七八九十'[number // len(names)]}街道办事处", text)
        factor = draw.uniform(0.5, 2)
        scaled = _AMOUNT.sub(lambda match, by=factor: f"{float(match[0]) * by:.2f}", own)  # type: ignore[misc]
        (folder / f"{number:05}.txt").write_text(scaled, "utf-8")


def built(folder: Path, jobs: int, cores: set[int]) -> tuple[float, int, float, float]:
    """Build a store of a folder: seconds, quads, peak MB of the build and of its largest reading process."""
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, "-m", "budget_kg", "build", str(folder), "--jobs", str(jobs), "--json",
                   "--store", store]
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        )
        peaks = [0.0, 0.0]
        out = b""
        while process.poll() is None:
            peaks = [max(pair) for pair in zip(peaks, _resident(process.pid), strict=True)]
            time.sleep(_SAMPLE)
        assert process.stdout is not None
        out = process.stdout.read()
        spent = time.perf_counter() - start
        process.stdout.close()
        assert process.returncode == 0, f"a document was not read: {out.decode()[-500:]}"
        return spent, json.loads(out)["quads"], peaks[0], peaks[1]


def _resident(pid: int) -> tuple[float, float]:
    """Megabytes that a process holds of its own, and the most that one of its children does."""
    readers = [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in _text(path).split()]
    return _megabytes(pid), max(map(_megabytes, readers), default=0.0)


def _megabytes(pid: int) -> float:
    """Memory that is not backed by a file: what is mapped of the store's files is the system's to take back."""
    match = re.search(r"RssAnon:\s+(\d+)", _text(Path(f"/proc/{pid}/status")))
    return int(match[1]) / 1024 if match else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""  # it has ended


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--few", type=int, default=10)
    chosen, _ = parser.parse_known_args()
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        write(Path(few), chosen.few)
        write(Path(many), chosen.documents)
        one, quads, *_ = built(Path(many), 1, set(cores[:1]))
        two, quads, own, reader = built(Path(many), 2, set(cores[:2]))
        count = chosen.documents
        row(f"build of {count} documents, {quads:,} quads, two cores", f"{two:.1f} s", "", None)
        row("  documents a second", f"{count / two:.2f}", "", None)
        row("  quads a second", f"{quads / two:,.0f}", "", None)
        row(f"  one core takes {one:.1f} s: against it", f"{one / two:.2f} ×", "≥ 1.5 ×", one >= 1.5 * two)
        _, _, own_few, reader_few = built(Path(few), 2, set(cores[:2]))
        row(f"  build process, {own_few:.0f} MB for {chosen.few} documents", f"{own:.0f} MB", "", None)
        row(f"  reading process, {reader_few:.0f} MB for {chosen.few} documents", f"{reader:.0f} MB", "", None)


if __name__ == "__main__":
    main()
