"""The program as a process: killed, interrupted, beside another one, in a pipe, in any locale; what it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_runs import SHIPPED, Run, program

from budget_kg.cli import root

pytest_plugins = ("cli_fixtures",)


def test_demo_shows_three_answers(tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "TMPDIR": str(tmp_path)}
    ran = subprocess.run(program("demo"), capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.count("$ budget-kg ask") == 3 and ran.stdout.count("——") >= 3
    assert list(tmp_path.iterdir()) == [], "the scratch store is gone"


def test_a_killed_build_leaves_the_old_store(run: Run, own: Path) -> None:
    before = run("export", "--format", "nq", store=own).out
    for delay in (0.4, 0.9, 1.5):
        writer = subprocess.Popen(
            program("build", SHIPPED, "--store", own), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        writer.kill()
        if writer.wait() == 0:
            break
        assert run("export", "--format", "nq", store=own).out == before
    assert run("build", SHIPPED, store=own).code == 0
    assert len(json.loads(run("documents", "--json", store=own).out)) == 2


def test_a_second_writer_is_refused_and_readers_never_wait(run: Run, own: Path) -> None:
    writer = subprocess.Popen(
        program("build", SHIPPED, "--store", own), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert writer.stderr is not None
    writer.stderr.readline()  # it has begun
    second = run("build", own.parent / "own.txt", store=own)
    assert (second.code, second.err.count("\n")) == (4, 1) and str(writer.pid) in second.err
    assert run("documents", store=own).code == 0
    writer.stderr.close()
    assert writer.wait() == 0


def test_an_interrupted_build_is_exit_130(own: Path) -> None:
    writer = subprocess.Popen(
        program("build", SHIPPED, "--store", own), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert writer.stderr is not None
    writer.stderr.readline()
    writer.send_signal(signal.SIGINT)
    said = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait() == 130 and said.count(b"\n") == 1 and b"the store is as it was" in said


def test_a_closed_pipe_is_quiet(stored: Path) -> None:
    reader = subprocess.Popen(
        program("export", "--format", "nq", "--store", stored), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert reader.stdout is not None and reader.stderr is not None
    reader.stdout.readline()
    reader.stdout.close()
    assert (reader.wait(), reader.stderr.read()) == (0, b"")
    reader.stderr.close()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "largest-projects", "--evidence"], ["ask", "--help"], ["documents"]]
)
def test_quick_commands_import_nothing_heavy(stored: Path, arguments: list[str]) -> None:
    heavy = ["rdflib", "pyshacl", "SPARQLWrapper", "rich", "pydantic", "platformdirs", "openpyxl", "budget_kg.pipeline"]
    if "--help" in arguments:
        heavy += ["pyoxigraph", "yaml", "budget_kg.asking.questions"]
    script = (
        "import sys; from budget_kg.cli import run; code = run(sys.argv[1:]); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    environment = {**os.environ, "BUDGET_KG_STORE": str(stored)}
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, env=environment, check=True
    )
    assert ran.stderr == "[]\n"


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("budget-kg qu", "questions query"),
        ("budget-kg ask largest", "largest-projects"),
        ("budget-kg build --reb", "--rebuild"),
    ],
)
def test_completion(tmp_path: Path, words: str, known: str) -> None:
    environment = {
        **os.environ,
        "_BUDGET_KG_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    ran = subprocess.run(program(), capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert ran.stdout.split() == known.split()


def test_output_in_a_locale_without_chinese(stored: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "zh_CN.UTF-8"}
    ran = subprocess.run(program("documents", "--store", stored), capture_output=True, env=environment, check=True)
    assert b"2023" in ran.stdout and b"?" in ran.stdout


def test_a_query_from_standard_input(stored: Path) -> None:
    arguments = program("query", "-", "--format", "csv", "--store", stored)
    good = subprocess.run(arguments, input=b"SELECT (1 AS ?n) {}", capture_output=True, check=True)
    assert good.stdout.split() == [b"n", b"1"]
    bad = subprocess.run(arguments, input=b"SELECT \xff", capture_output=True, check=False)
    assert (bad.returncode, bad.stderr.count(b"\n")) == (2, 1)


def test_an_unexpected_exception_keeps_its_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(root, "load", fail)
    with pytest.raises(RuntimeError, match="info"):
        run("info")


def test_no_colour_when_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    from budget_kg.cli import printing

    monkeypatch.setattr(printing, "is_terminal", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert printing.styled("x", "bold") != "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert printing.styled("x", "bold") == "x"
