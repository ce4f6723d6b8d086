"""Fuzzing led by coverage: mutations that reach new lines of the readers are kept and mutated further.

    python tests/guided_fuzzing.py [--seconds 60] [--corpus DIR]

Needs atheris (`pip install 'budget-kg[fuzz]'`), which runs on Linux and macOS. What must hold is what `fuzzing.py` checks;
the first input that breaks it ends the run and is kept in `fuzz-failures/`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["budget_kg"]):
    import fuzzing
    from fuzz_files import MAKERS, material

    with tempfile.TemporaryDirectory() as first:  # readers import what they need when they need it
        for sound in MAKERS:
            fuzzing.check(sound, material(sound), Path(first))

NAMES = sorted(MAKERS)
"""The first byte of an input says which of these files it is; the rest is the file."""


def split(data: bytes) -> tuple[str, bytes]:
    """The file that an input is."""
    return NAMES[data[0] % len(NAMES)], data[1:]


def mutate(data: bytes, size: int, seed: int) -> bytes:
    """Another input of the same kind: mutated by characters and within archives, or by bytes as the engine likes."""
    draw = random.Random(seed)
    if len(data) < 2 or draw.random() < 0.2:
        name = draw.choice(NAMES)
        return bytes([NAMES.index(name)]) + fuzzing.mutated(name, draw)
    name, file = split(data)
    if draw.random() < 0.3:
        return data[:1] + bytes(atheris.Mutate(file, max(1, size - 1)))
    return data[:1] + fuzzing.mutation(name, file, draw)


def main() -> None:
    """Fuzz for some seconds; the exit code is not 0 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, help="where inputs that reach something new are kept from run to run")
    chosen = parser.parse_args()
    kept = Path("fuzz-failures")
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = chosen.corpus or Path(folder) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(NAMES):
            (corpus / f"sound-{name}").write_bytes(bytes([number]) + material(name))

        def one(data: bytes) -> None:
            if len(data) > 1:
                fuzzing.check(*split(data), Path(folder))

        options = [
            f"-max_total_time={chosen.seconds}", f"-artifact_prefix={kept}/", "-max_len=400000", "-len_control=0",
            f"-timeout={fuzzing.SLOW}", "-rss_limit_mb=2048", "-print_final_stats=1", str(corpus),
        ]
        atheris.Setup([sys.argv[0], *options], one, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
