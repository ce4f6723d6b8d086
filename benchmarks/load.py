"""Loading: our staging path against `oxigraph load` on the same quads, in one run.

    python benchmarks/load.py [FILE.nq] [--quads 500000] [--rounds 3]

FILE is repeated under other names until there are enough quads; without it a small shape is. Ours includes the
backup, verification, sync and swap; theirs is the program's time less its time for an empty file. Both sides
take turns. Aim: at least 0.8 of their speed.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from budget_kg.prefixes import PREFIXES
from budget_kg.stores.contract import Load, StoredDocument
from budget_kg.stores.oxigraph import staging

AIM = 0.8
_ID = re.compile(rb"<%s([^>]+)>" % re.escape(PREFIXES["id"].encode()))
_PER_DOCUMENT = 170


def shape() -> bytes:
    """About 1,700 quads in the shape of a disclosure: observations with ten statements each."""
    graph = f"<{PREFIXES['id']}graph-0>"
    decimal, bkg = f"{PREFIXES['xsd']}decimal", PREFIXES["bkg"]
    lines = []
    for number in range(_PER_DOCUMENT):
        observation = f"<{PREFIXES['id']}obs-{number:04x}>"
        lines.append(f"{observation} <{PREFIXES['rdf']}type> <{bkg}MoneyObservation> {graph} .")
        lines.append(f'{observation} <{PREFIXES["rdfs"]}label> "第{number}项支出决算数"@zh {graph} .')
        for key in range(8):
            lines.append(f'{observation} <{bkg}measure{key}> "{number * (key + 1)}.5"^^<{decimal}> {graph} .')
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def repeated(block: bytes, quads: int) -> Iterator[Load]:
    """Yield copies of a block of quads, each under instance names of its own, until there are `quads`."""
    size = block.count(b"\n")
    for copy in range(-(-quads // size)):
        text = _ID.sub(rb"<%s\1-%d>" % (PREFIXES["id"].encode(), copy), block)
        graphs = {line.rstrip(b" .").rpartition(b" ")[2][1:-1].decode() for line in text.splitlines()}
        yield Load(
            StoredDocument(
                iri=f"{PREFIXES['id']}doc-{copy}",
                title="",
                department="",
                year=2023,
                kind="final",
                file_hash=str(copy),
                text_hash=str(copy),
                graphs=tuple(sorted(graphs)),
            ),
            text,
        )


def ours(root: Path, loads: list[Load]) -> float:
    """Seconds to build a store of all documents."""
    shutil.rmtree(root, ignore_errors=True)
    started = time.perf_counter()
    with staging(root) as stage:
        for load in loads:
            stage.put(load)
    return time.perf_counter() - started


def theirs(root: Path, program: Path, file: Path) -> float:
    """Seconds of `oxigraph load` on a file."""
    shutil.rmtree(root, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run([str(program), "load", "--location", str(root), "--file", str(file)], check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> int:
    """Measure and print; exit 1 when the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="N-Quads to repeat")
    parser.add_argument("--quads", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    program = Path(sys.executable).with_name("oxigraph")
    loads = list(repeated(options.file.read_bytes() if options.file else shape(), options.quads))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file, empty = folder / "all.nq", folder / "empty.nq"
        file.write_bytes(b"".join(load.nquads for load in loads if isinstance(load.nquads, bytes)))
        empty.write_bytes(b"")
        quads, size = sum(1 for _ in file.open("rb")), file.stat().st_size
        start = statistics.median(theirs(folder / "empty", program, empty) for _ in range(5))
        mine, other = [], []
        for number in range(options.rounds):
            mine.append(ours(folder / "ours", loads))
            other.append(theirs(folder / "theirs", program, file) - start)
            print(f"round {number + 1}: staging {mine[-1]:.2f} s, oxigraph load {other[-1]:.2f} s", flush=True)
    a, b = statistics.median(mine), statistics.median(other)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{quads:,} quads, {size / 1e6:.0f} MB, {len(loads)} documents; start of the program {start:.3f} s")
    print(f"staging        {a:6.2f} s  {quads / a:9,.0f} quads/s  (peak {peak} MB)")
    print(f"oxigraph load  {b:6.2f} s  {quads / b:9,.0f} quads/s")
    print(f"ratio of speeds {b / a:.2f} (aim: at least {AIM})")
    return 0 if b / a >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
