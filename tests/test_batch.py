"""Many files in one build: read by processes that can be stopped, put in order, stopped and continued."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runs import INVENTED, NOVEL, Run, program

from budget_kg.batch import Outcome, Running
from budget_kg.errors import StoreError
from budget_kg.loading import Summary, build
from budget_kg.overrides import Overrides
from budget_kg.stores.oxigraph import open_reader
from budget_kg.workers.contract import Limits, Task
from budget_kg.workers.pool import Pool

pytest_plugins = ("cli_fixtures",)


def write(folder: Path, *names: str) -> list[Path]:
    """Small documents of departments of those names."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}-{name}.txt" for number, name in enumerate(names)]
    for path, name in zip(paths, names, strict=True):
        path.write_text(INVENTED.replace("水务局", name), "utf-8")
    return paths


def endless(folder: Path, name: str = "endless.txt") -> Path:
    """A file that nobody ever finishes to read: a pipe without a writer."""
    os.mkfifo(folder / name)
    return folder / name


def reached(pipe: Path) -> int:
    """Wait until somebody reads from a pipe; a descriptor that keeps it waiting."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < deadline, "nobody reads"
            time.sleep(0.02)


def run_build(files: list[Path], store: Path, **running: object) -> Summary:
    return build(files, store, running=Running(**running))  # type: ignore[arg-type]


def outcomes(summary: Summary) -> list[str]:
    return [str(one.outcome) for one in summary.handled]


def children(pid: int | str = "self") -> list[int]:
    """The processes that a process has started."""
    return [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in path.read_text().split()]


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1, Limits(seconds=20, megabytes=512)) as made:
        yield made


def test_a_file_that_takes_too_long_is_one_line_and_the_others_are_read(tmp_path: Path) -> None:
    one, two = write(tmp_path, "水务局", "林业局")
    summary = run_build([one, endless(tmp_path), two], tmp_path / "store", jobs=1, limits=Limits(seconds=4))
    assert outcomes(summary) == ["new", "failed", "new"] and summary.documents == 2
    (failed,) = summary.failed
    assert failed.fault is not None and failed.stopped and 3.9 < failed.seconds < 15
    assert failed.fault.say.en == (
        f"{tmp_path / 'endless.txt'}: reading took more than 4 s and was stopped; check the file, or allow more with "
        "--time-limit"
    )
    assert "超过 4 秒" in failed.fault.say.zh


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limit of address space here")
def test_a_file_that_takes_too_much_memory_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "huge.txt").symlink_to("/dev/zero")
    (good,) = write(tmp_path, "水务局")
    summary = run_build([tmp_path / "huge.txt", good], tmp_path / "store", jobs=1, limits=Limits(megabytes=512))
    assert outcomes(summary) == ["failed", "new"]
    (failed,) = summary.failed
    assert failed.fault is not None and "more than 512 MB of memory" in failed.fault.say.en and failed.stopped


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children cannot be listed here")
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_is_the_fault_of_its_file_only(tmp_path: Path, pool: Pool, number: signal.Signals) -> None:
    (good,) = write(tmp_path, "水务局")
    stuck = endless(tmp_path)
    pool.give(Task(7, stuck, Overrides(), tmp_path / "7"))
    assert not pool.free
    pipe = reached(stuck)
    assert pool.wait(0) == [], "it has only said that it has begun"
    (worker,) = children()
    os.kill(worker, number)
    ((of, result),) = pool.wait(15)
    os.close(pipe)
    assert of == 7 and result.fault is not None and result.stopped
    assert number.name in result.fault.say.en and result.fault.say.en.startswith(str(tmp_path))
    pool.give(Task(8, good, Overrides(), tmp_path / "8"))
    found: list[int] = []
    while not found:
        found = [done for done, result in pool.wait(5) if result.load is not None]
    assert found == [8] and (tmp_path / "8.nq").stat().st_size > 0


def test_the_store_does_not_depend_on_how_many_read(tmp_path: Path) -> None:
    files = write(tmp_path, "水务局", "林业局", "农业局", "水务局", "文化局")
    for jobs in (1, 3):
        assert outcomes(run_build(files, tmp_path / str(jobs), jobs=jobs)) == ["new", "new", "new", "unchanged", "new"]
    dumps = []
    for jobs in (1, 3):
        with open_reader(tmp_path / str(jobs)) as reader:
            dumps.append(reader.dump())
        names = ("gen-1/manifest.json", "gen-1/documents.json")
        dumps[-1] += b"".join((tmp_path / str(jobs) / name).read_bytes() for name in names)
        assert not list((tmp_path / str(jobs)).glob("staging-*"))
    assert dumps[0] == dumps[1]


def test_of_two_files_of_one_document_the_later_stays(tmp_path: Path) -> None:
    old, new = write(tmp_path, "水务局", "水务局")
    new.write_text(new.read_text("utf-8").replace("480", "490"), "utf-8")
    summary = run_build([old, new, old], tmp_path / "store", jobs=3)
    assert outcomes(summary) == ["new", "replaced", "replaced"] and summary.documents == 1
    with open_reader(tmp_path / "store") as reader:
        assert b'"480"' in reader.dump() and b'"490"' not in reader.dump()


def test_a_build_that_is_stopped_keeps_what_was_read_and_goes_on_later(tmp_path: Path) -> None:
    files = write(tmp_path, "水务局", "林业局", "农业局", "文化局")
    done: list[int] = []

    class Counting:
        def began(self, number: int, of: int, path: Path) -> None:
            assert 1 <= number <= of == 4 and path.suffix == ".txt"

        def ended(self, number: int, of: int) -> None:
            assert of == 4
            done.append(number)

    summary = run_build(files, tmp_path / "store", jobs=1, progress=Counting(), stopped=lambda: len(done) >= 2)
    assert (outcomes(summary), summary.remaining, summary.documents) == (["new", "new"], 2, 2)
    again = run_build(files, tmp_path / "store")
    assert (outcomes(again), again.documents) == (["unchanged", "unchanged", "new", "new"], 4)


def test_a_rebuild_that_is_stopped_or_runs_into_a_limit_takes_nothing_away(tmp_path: Path) -> None:
    run_build(write(tmp_path, "水务局", "林业局"), tmp_path / "store")
    with open_reader(tmp_path / "store") as reader:
        before = reader.dump()
    kept = next((tmp_path / "store" / "sources").glob("*/*.txt"))
    kept.unlink()
    endless(kept.parent, kept.name)
    done: list[Outcome] = []
    for running in (Running(stopped=lambda: True), Running(limits=Limits(seconds=4))):
        summary = build([], tmp_path / "store", rebuild=True, running=running)
        done += [one.outcome for one in summary.handled]
        assert summary.documents == 0
        with open_reader(tmp_path / "store") as reader:
            assert reader.dump() == before
    assert len(list((tmp_path / "store" / "sources").iterdir())) == 2 and Outcome.FAILED in done


def test_no_process_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    with pytest.raises(StoreError, match="cannot start a reading process"):
        run_build(write(tmp_path, "水务局"), tmp_path / "store")
    assert not (tmp_path / "store" / "current").exists()


def test_ctrl_c_stores_what_was_read(tmp_path: Path) -> None:
    write(tmp_path / "in", "水务局", "林业局")
    stuck = endless(tmp_path / "in", "0-first.txt")
    store = tmp_path / "store"
    command = program("build", tmp_path / "in", stuck, "--jobs", "2", "--store", store, "--lang", "en")
    for number, stored in ((signal.SIGTERM, 2), (signal.SIGINT, 0)):
        writer = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        pipe = reached(stuck)
        assert writer.stderr is not None
        while stored and "[3/3]" not in writer.stderr.readline():
            pass
        time.sleep(4 if stored else 0)  # for the last of the others
        writer.send_signal(number)
        out, err = writer.communicate(timeout=60)
        os.close(pipe)
        assert writer.returncode == 130
        assert "interrupted, 1 not read" in err.splitlines()[-1]
        assert ("2 new, 1 left for another time" if stored else "2 unchanged, 1 left") in out
        with open_reader(store) as reader:
            assert len(reader.documents()) == 2


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children cannot be listed here")
def test_readers_die_with_a_killed_build_and_leave_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (good,) = write(tmp_path, "水务局")
    stuck = endless(tmp_path)
    writer = subprocess.Popen(
        program("build", stuck, "--store", store), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    pipe = reached(stuck)
    (reader,) = children(writer.pid)
    writer.kill()
    writer.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{reader}/cmdline").exists() and Path(f"/proc/{reader}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "the reading process outlives its build"
        time.sleep(0.05)
    os.close(pipe)
    assert list(store.glob("staging-read-*"))
    assert run_build([good], store).documents == 1
    assert not list(store.glob("staging-*"))


def test_the_report_of_a_batch(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "deep", "水务局", "林业局")
    (tmp_path / "in" / "novel.txt").write_text(NOVEL, "utf-8")
    ran = run("build", tmp_path / "in", "--lang", "en", store=tmp_path / "store")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].split() == ["Document", "Kind", "Department", "Year", "Facts", "Known", "Findings", "Seconds"]
    assert lines[2].split()[:7] == ["deep/0-水务局.txt", "final", "accounts", "青禾县水务局", "2022", "3", "100.0%"]
    assert lines[4].split()[:3] == ["novel.txt", "not", "read"]
    assert lines[5].split()[:5] == ["Total", "2", "documents", "6", "100.0%"]
    assert "Of these: 2 new, 1 could not be read" in ran.out
    again = json.loads(run("build", tmp_path / "in", "--json", store=tmp_path / "store").out)
    assert [one["outcome"] for one in again["files"]] == ["unchanged", "unchanged", "failed"]
    assert again["files"][0]["facts"] == 3 and "novel.txt" in again["files"][2]["fault"]["en"]
    assert again["documents"] == 2 and again["remaining"] == 0


@pytest.mark.parametrize(
    ("option", "value"), [("--jobs", "0"), ("--jobs", "many"), ("--time-limit", "-1"), ("--memory-limit", "10")]
)
def test_limits_that_make_no_sense(run: Run, tmp_path: Path, option: str, value: str) -> None:
    ran = run("build", option, value, store=tmp_path / "store")
    assert (ran.code, ran.err.count("\n")) == (2, 1) and option in ran.err


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children cannot be listed here")
def test_programs_that_a_reader_started_end_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old Word document is converted by another program, which here never ends."""
    (tmp_path / "bin").mkdir()
    office = tmp_path / "bin" / "soffice"
    office.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n", "utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{office.parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "old.rtf.doc").write_bytes(b"{\\rtf1 " + "决算".encode() * 100 + b"}")
    summary = run_build([tmp_path / "old.rtf.doc"], tmp_path / "store", limits=Limits(seconds=4))
    assert [one.stopped for one in summary.handled] == [True]
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline, "the other program runs on"
        time.sleep(0.05)
