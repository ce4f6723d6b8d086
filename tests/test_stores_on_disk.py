"""What only a store on disk can promise: kills, two processes, clean folders, damage told in one line."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stored import stored

from budget_kg.errors import StoreError
from budget_kg.stores.contract import Load, StoredDocument, solutions
from budget_kg.stores.oxigraph import EmbeddedStore, open_reader, staging

SEED = 20230131

WRITER = """
import sys
from pathlib import Path
from budget_kg.stores import generations, oxigraph
from budget_kg.stores.contract import Load, StoredDocument

root, rows, pause = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def wait(at):
    if at == pause:
        print(at, flush=True)
        sys.stdin.read()
def pausing(step, at):
    def paused(*arguments):
        step(*arguments)
        wait(at)
    return paused
oxigraph._seal = pausing(oxigraph._seal, "sealed")
generations._shelve = pausing(generations._shelve, "shelved")
registry = b"".join(b'<http://r/%d> <http://p> "x" .\\n' % n for n in range(rows))
document = StoredDocument(iri="http://d/new", title="", department="", year=2023, kind="final",
                          file_hash="", text_hash="", graphs=("http://g/new",))
print("start", flush=True)
with oxigraph.staging(root) as stage:
    wait("begun")
    stage.put(Load(document, b"".join(b'<http://s/%d> <http://p> "%d" <http://g/new> .\\n' % (n, n)
                                      for n in range(rows)), registry))
    wait("put")
print("done", flush=True)
"""


def document(name: str) -> StoredDocument:
    return stored(f"http://d/{name}", f"http://g/{name}")


def build(root: Path, name: str) -> None:
    nquads = f'<http://s/{name}> <http://p> "old" <http://g/{name}> .\n'.encode()
    registry = f'<http://r/{name}> <http://p> "old" .\n<http://r/all> <http://p> "old" .\n'.encode()
    with staging(root) as stage:
        stage.put(Load(document(name), nquads, registry))


def writer(root: Path, rows: int, pause: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(rows), pause],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while (line := process.stdout.readline().strip()) != pause:
        assert line, "the writer ended before its pause"
    return process


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate("go", timeout=30)
    assert process.returncode == 0


def answers(root: Path) -> list[str]:
    with open_reader(root) as reader:
        return sorted(one.iri for one in reader.documents())


def generations(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir() and path.name != "registry")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(tmp_path / "store", "old")
    return tmp_path / "store"


@pytest.mark.parametrize("pause", ["begun", "put", "sealed", "shelved"])
def test_a_writer_killed_at_a_known_point_leaves_the_old_store(root: Path, pause: str) -> None:
    process = writer(root, 1000, pause)
    process.kill()
    process.wait()
    assert answers(root) == ["http://d/old"]
    build(root, "next")
    assert answers(root) == ["http://d/next", "http://d/old"]
    assert len(generations(root)) == 1
    assert len(list((root / "registry").iterdir())) == 2, "what the killed writer left is swept"


def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_store(root: Path) -> None:
    chance = random.Random(SEED)
    started = time.monotonic()
    finish(writer(root, 20_000, "put"))
    whole = time.monotonic() - started
    outcomes = set()
    for _ in range(8):
        build(root, "old")
        with staging(root) as stage:
            if "http://d/new" in {one.iri for one in stage.documents()}:
                stage.remove("http://d/new")
        process = writer(root, 20_000, "start")
        time.sleep(chance.uniform(0, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_reader(root) as reader:
            found = tuple(sorted(one.iri for one in reader.documents()))
            rows = len(list(solutions(reader, "SELECT ?s { ?s <http://p> ?o }")))
            assert (found, rows) in {(("http://d/old",), 3), (("http://d/new", "http://d/old"), 40_003)}
            outcomes.add(found)
    assert ("http://d/old",) in outcomes


def test_two_writing_processes(root: Path) -> None:
    process = writer(root, 10, "put")
    started = time.monotonic()
    with pytest.raises(StoreError, match=rf"\({process.pid}\)") as caught:
        build(root, "second")
    assert time.monotonic() - started < 1
    assert caught.value.exit_code == 4
    assert answers(root) == ["http://d/old"], "readers do not wait for a writer"
    finish(process)
    assert answers(root) == ["http://d/new", "http://d/old"]
    build(root, "second")
    assert answers(root) == ["http://d/new", "http://d/old", "http://d/second"]


def test_generations_in_use_stay_and_unused_ones_go(root: Path) -> None:
    reader = open_reader(root)
    held = reader.location.parent
    build(root, "b")
    build(root, "c")
    assert held.is_dir()
    assert generations(root) == ["gen-1", "gen-3"]
    assert [one.iri for one in reader.documents()] == ["http://d/old"]
    reader.close()
    build(root, "d")
    assert generations(root) == ["gen-4"]


def test_readers_opened_during_swaps_see_whole_states(root: Path) -> None:
    script = """
import sys
from pathlib import Path
from budget_kg.stores.oxigraph import open_reader
root, count = Path(sys.argv[1]), 0
print("ready", flush=True)
while not (root / "stop").exists():
    with open_reader(root) as reader:
        rows = [row["n"].value for row in reader.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")]
        assert rows == [str(2 * len(reader.documents()) + 1)], rows
    count += 1
print(count)
"""
    process = subprocess.Popen([sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    for number in range(25):
        build(root, f"n{number}")
    (root / "stop").touch()
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert int(output) > 10


def test_leftovers_are_swept_by_the_next_writer(root: Path) -> None:
    (root / "staging-9" / "data").mkdir(parents=True)
    (root / "deleted-gen-7").mkdir()
    (root / "gen-40").mkdir()
    build(root, "b")
    assert generations(root) == ["gen-2"]


def test_a_failed_change_leaves_no_folder(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), staging(root):
        raise ZeroDivisionError
    assert generations(root) == ["gen-1"]


def test_nothing_changed_means_no_new_generation(root: Path) -> None:
    build(root, "old")
    assert generations(root) == ["gen-1"]


def test_data_files_are_shared_between_generations(root: Path) -> None:
    rows = b"".join(b'<http://s/%d> <http://p> "%d" <http://g/big> .\n' % (n, n) for n in range(30_000))
    with staging(root, fresh=True) as stage:
        stage.put(Load(document("big"), rows))
    with open_reader(root) as reader:
        build(root, "b")
        sizes = {path.stat().st_nlink: path.stat().st_size for path in reader.location.glob("*.sst")}
    assert max(sizes, key=lambda links: sizes[links]) == 2, "the large tables are hard links, not copies"


@pytest.mark.parametrize("damage", ["format", "manifest", "data", "pointer", "generation"])
def test_damage_is_told_in_one_line_and_a_fresh_build_mends_it(root: Path, damage: str) -> None:
    generation = root / "gen-1"
    if damage == "format":
        manifest = json.loads((generation / "manifest.json").read_text())
        (generation / "manifest.json").write_text(json.dumps({**manifest, "format": 0}))
    elif damage == "manifest":
        (generation / "manifest.json").write_text("{")
    elif damage == "data":
        (generation / "data" / "CURRENT").unlink()
    elif damage == "pointer":
        (root / "current").write_text("../elsewhere")
    else:
        (generation / "in-use").unlink()
    with pytest.raises(StoreError, match="rebuild") as caught:
        open_reader(root)
    assert "\n" not in caught.value.say("en") + caught.value.say("zh")
    with staging(root, fresh=True) as stage:
        stage.put(Load(document("new"), b'<http://s> <http://p> "1" <http://g/new> .\n'))
    assert answers(root) == ["http://d/new"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot write"):
        build(tmp_path / "file", "a")
    with pytest.raises(StoreError, match="build"):
        EmbeddedStore(tmp_path / "file").reader()


def test_reading_writes_nothing(root: Path) -> None:
    with open_reader(root) as reader:
        before = {path.name: path.stat().st_mtime_ns for path in reader.location.iterdir()}
        assert len(list(solutions(reader, "SELECT * { ?s ?p ?o }"))) == 3
        assert {path.name: path.stat().st_mtime_ns for path in reader.location.iterdir()} == before


def test_reading_loads_nothing_a_writer_needs(root: Path) -> None:
    code = """
import sys
from pathlib import Path
from budget_kg.stores.oxigraph import open_reader
with open_reader(Path(sys.argv[1])) as reader:
    reader.query("ASK {}")
assert not {"shutil", "tempfile", "hashlib", "budget_kg.stores.staging"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code, str(root)], check=True)
