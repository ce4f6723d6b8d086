"""Fuzzing of the readers and the grammar of prose: whatever a file holds, it is read or refused in one line.

    python tests/fuzzing.py [--seconds 60] [--seed N]

No other exception leaves the program, and every quote stands at its place. What fails is kept in `fuzz-failures/`.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fuzz_files import MAKERS, material

from budget_kg.errors import InputError
from budget_kg.mapping import Quads
from budget_kg.model import Document, Passage
from budget_kg.overrides import Overrides
from budget_kg.pipeline import ReadDocument, map_document, read_document
from budget_kg.structure import all_facts

KNOWN = Overrides("青禾县水务局", 2022, "420104")
"""Said beforehand, so that a file whose title is destroyed is read all the same."""
SLOW = 20  # seconds: a small file that takes longer hangs

_PIECES = (
    "0", "9" * 400, "-", ".", ",", "1,335.93", "1, 537.4", "１２３", "亿元", "万元", "元", "%", "其中：", "、", "；", "（", "）", "(", ")",
    "\t", "\n", "\n\n", "\f", "\u3000", "\u200b", "\ufeff", "\x00", "|", "│", "—", "一、", "（一）", "1.", "XX", "×××", "年", "2022年",
    "比上年增加", "完成年初预算的", "同上", "<td>", "</table>", "<table>", "&#0;", "&#x110000;", "&amp", "<!--", "endobj", "BT", "Tj",
    "<w:tbl>", "</w:tc>", '<c r="A1">', "<v>", "1E+400", "𠀀", "e\u0301", "\ud7ff",
)


def mutated(name: str, draw: random.Random) -> bytes:
    """The file of that name with a few mutations: within its parts when it is an archive, so that they are reached."""
    return mutation(name, material(name), draw)


def mutation(name: str, data: bytes, draw: random.Random) -> bytes:
    """A file of that kind with a few more mutations; one that is no archive or no text any more, by its bytes."""
    try:
        return _within(name, data, draw)
    except Exception:  # of an archive or a text that earlier mutations have broken
        return _bytes(data, draw)


def _within(name: str, data: bytes, draw: random.Random) -> bytes:
    if data[:2] == b"PK" and draw.random() < 0.9:
        return _in_archive(data, draw)
    if name in ("text", "shipped", "page") and draw.random() < 0.8:
        return _characters(data.decode(), draw).encode("utf-8", "surrogatepass")
    return _bytes(data, draw)


def _in_archive(data: bytes, draw: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = draw.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            part = old.read(name)
            if name == chosen:
                text = draw.random() < 0.7
                part = _characters(part.decode(), draw).encode("utf-8", "surrogatepass") if text else _bytes(part, draw)
            new.writestr(name, part)
    return made.getvalue()


def _characters(text: str, draw: random.Random) -> str:
    for _ in range(draw.choice((1, 1, 2, 4, 12))):
        start = draw.randrange(len(text) + 1)
        length = draw.choice((0, 0, 1, 1, 3, 20, 200))
        piece = text[start : start + length]
        does = draw.randrange(4)
        if does == 0:
            piece = draw.choice(_PIECES)
        elif does == 1:
            piece = piece * draw.choice((2, 3, 50))
        elif does == 2:
            other = draw.randrange(len(text) + 1)
            piece = text[other : other + draw.choice((1, 5, 40))]
        else:
            piece = draw.choice(_PIECES) + piece[::-1]
        text = text[:start] + piece + text[start + length :]
    return text


def _bytes(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 2, 4, 16))):
        start = draw.randrange(len(changed) + 1)
        does = draw.randrange(5)
        if does == 0 and start < len(changed):
            changed[start] ^= 1 << draw.randrange(8)
        elif does == 1:
            del changed[start : start + draw.choice((1, 4, 100, 5000))]
        elif does == 2:
            changed[start:start] = draw.choice(_PIECES).encode("utf-8", "surrogatepass")
        elif does == 3:
            changed[start : start + 4] = draw.choice((0, 1, 0xFF, 0x7FFFFFFF, 0xFFFFFFFF)).to_bytes(4, "little")
        else:
            changed[start:start] = changed[start : start + draw.choice((1, 8, 300))]
    return bytes(changed)


def check(name: str, data: bytes, folder: Path) -> ReadDocument | None:
    """Read a file; AssertionError when what was read of it is not in its place, None when it is refused."""
    path = folder / f"{name}{MAKERS[name][0]}"
    path.write_bytes(data)
    started = time.monotonic()
    try:
        read = read_document(path, KNOWN)
    except InputError as error:
        assert "\n" not in error.say.zh + error.say.en, f"more than one line: {error}"
        return None
    finally:
        spent = time.monotonic() - started
        assert spent < SLOW, f"took {spent:.0f} s"
    _check_layer(read.layout.document)
    for passage in _passages(read):
        quoted = read.layout.document.text[passage.start : passage.end]
        assert passage.quote == quoted, f"{passage.quote!r} is quoted from a place that says {quoted!r}"
        assert passage.quote.strip(), "an empty quote"
    uses = [*read.account.facts, *read.account.structures, *read.account.unread]
    for use in uses:
        assert use.printed == read.layout.document.text[use.start : use.end], f"{use.printed!r} is not at its place"
    assert len({use.start for use in uses}) == len(uses), "a numeral is counted twice"
    quads: Quads = map_document(read).quads
    assert quads.claims
    return read


def _check_layer(document: Document) -> None:
    text = document.text
    for page in document.pages:
        assert 0 <= page.start <= page.end <= len(text)
    for table in document.tables:
        assert 0 <= table.start <= table.end <= len(text)
        for cell in table.cells:
            words = text[cell.start : cell.end]
            assert table.start <= cell.start < cell.end <= table.end and words == words.strip(), f"cell {words!r}"


def _passages(read: ReadDocument) -> Iterator[Passage]:
    for fact in all_facts(read.facts):
        yield fact.passage
    for finding in read.findings:
        yield from finding.passages


def main() -> int:
    """Fuzz for some seconds, every file in turn; exit 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, help="the first; by default one of the clock")
    parser.add_argument("--only", choices=sorted(MAKERS))
    chosen = parser.parse_args()
    faulthandler.enable()
    seed = first = chosen.seed if chosen.seed is not None else int(time.time())
    names = [chosen.only] if chosen.only else list(MAKERS)
    counts = {"read": 0, "refused": 0, "failed": 0}
    known: set[str] = set()
    end = time.monotonic() + chosen.seconds
    kept = Path("fuzz-failures")
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            name = names[seed % len(names)]
            data = mutated(name, random.Random(seed))
            last = kept / f"last-{seed}{MAKERS[name][0]}"
            faulthandler.dump_traceback_later(3 * SLOW, exit=True)
            last.write_bytes(data)  # what is there when the process dies
            try:
                counts["read" if check(name, data, Path(folder)) else "refused"] += 1
            except Exception as error:
                counts["failed"] += 1
                place = traceback.extract_tb(error.__traceback__)[-1]
                if (key := f"{type(error).__name__} {place.filename}:{place.lineno}") not in known:
                    known.add(key)
                    (kept / f"{name}-{seed}{MAKERS[name][0]}").write_bytes(data)
                    print(f"\n{name} {seed}: {key}: {str(error)[:300]}")
            faulthandler.cancel_dump_traceback_later()
            last.unlink()
            seed += 1
    print(f"\n{seed - first} files from seed {first}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
