"""The command chat: from a pipe and on a terminal, its commands, and how it ends."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import Ran, Run, program

pytest_plugins = ("cli_fixtures",)

CARS = "公务用车运行维护费花了多少钱？"


@pytest.fixture
def say(run: Run, stored: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on lines of input, on the store of the shipped document."""

    def go(*lines: str | Path, options: tuple[str, ...] = ()) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return run("chat", *options, store=stored)

    return go


def blocks(ran: Ran) -> list[str]:
    """What was printed for each line."""
    return ran.out.rstrip("\n").split("\n\n")


def test_a_pipe_gets_answers_and_no_prompt(say: Run) -> None:
    ran = say("三公经费一共花了多少钱？", "", "预算呢？", "换成元")
    first, second, third = blocks(ran)
    assert (ran.code, ran.err) == (0, "") and not ran.out.startswith(">") and "\x1b" not in ran.out
    assert "0.61 万元" in first and "0.61万元" in first and "理解为" not in first
    assert second.startswith("理解为：三公经费预算是多少钱？\n") and "2.71 万元" in second
    assert "（以元计）？\n" in third and "27100 元" in third


def test_english_questions_are_answered_in_english(say: Run) -> None:
    ran = say("How much was spent on official vehicles?", "and the budget?", "上一年呢？")
    first, second, third = blocks(ran)
    assert "6,100 yuan" in first and second.startswith("Understood as: How much money was official vehicles (budget)?")
    assert third.startswith("理解为：2022 年")


def test_the_language_of_answers_can_be_chosen(say: Run) -> None:
    ran = say(CARS, "预算呢？", "/nothing", options=("--lang", "en"))
    assert "6,100 yuan" in ran.out and "Understood as: " in ran.out and "there is no command /nothing" in ran.err


def test_evidence_shows_all_quotes_of_the_last_answer(say: Run) -> None:
    _, quotes, place = blocks(say("本年支出合计多少？", "/evidence", "在哪一页？"))
    assert quotes.count("——") >= 1 and quotes.count("“") >= 1 and "2023年度部门决算" in quotes
    assert place == quotes, "asked in words it is the same"


def test_sparql_shows_the_plan_and_queries_of_the_last_answer(say: Run, run: Run, stored: Path) -> None:
    _, plan, query, *_ = blocks(say(CARS, "/sparql"))
    assert plan.startswith("# 文件：") and "对象：" in plan
    rows = run("query", query, "--format", "csv", store=stored).out.splitlines()
    assert len(rows) > 1 and "6100" in rows[1], "it can be run as it is"


def test_help_lists_what_exists(say: Run) -> None:
    ran = say("/help")
    assert all(name in ran.out for name in ("/help", "/evidence", "/sparql", "/quit")) and ran.code == 0


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("/nothing", "没有命令 /nothing；有：/help、/evidence、/sparql、/quit"),
        ("/", "没有命令 /；有："),
        ("/evidence", "还没有问过问题"),
        ("/sparql", "还没有问过问题"),
        ("嗯", "没有可以回答的内容"),
        ("多" * 501, "问题有 501 个字符，最多 500 个"),
    ],
)
def test_a_fault_is_one_line_and_the_chat_goes_on(say: Run, line: str, complaint: str) -> None:
    ran = say(line, CARS)
    assert ran.code == 0 and complaint in ran.err and ran.err.count("\n") == 1 and "0.61 万元" in ran.out


@pytest.mark.parametrize("line", ["/quit", "/QUIT", "/exit"])
def test_quit_ends_it(say: Run, line: str) -> None:
    assert (say(line, CARS).out, say(line, CARS).code) == ("", 0)


def test_nothing_to_read_is_a_clean_end(say: Run) -> None:
    assert say() == Ran(0, "", "")


def test_what_the_document_does_not_say_is_said(say: Run) -> None:
    ran = say("建体育馆花了多少钱？", "/evidence", "/sparql")
    assert "没有给出这个问题的答案" in ran.out and "没有原文引句" in ran.out and ran.code == 0


@pytest.mark.parametrize(
    ("options", "code", "complaint"),
    [
        (("--dept", "水务局"), 2, "存储中没有部门“水务局”"),
        (("--year", "2020"), 2, "没有 2020 年度的文件；有：2023"),
        (("--year", "x"), 2, "--year 不接受“x”"),
        (("--unit", "斤"), 2, "元、万元或亿元"),
        (("--store", "/nonexistent"), 4, "/nonexistent"),
    ],
)
def test_a_wrong_option_ends_it_at_once(say: Run, options: tuple[str, ...], code: int, complaint: str) -> None:
    ran = say(CARS, options=options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1) and complaint in ran.err


def test_options_choose_the_document_and_the_unit(say: Run) -> None:
    ran = say(CARS, options=("--dept", "汉中街道", "--year", "latest", "--unit", "yuan"))
    assert "6100 元" in ran.out and ran.code == 0


def test_bytes_that_are_no_text(stored: Path) -> None:
    ran = subprocess.run(program("chat", "--store", stored), input=b"\xff\xfe\n\x00\n/quit\n", capture_output=True, check=True)
    assert b"Traceback" not in ran.stderr and ran.stderr.count(b"\n") <= 2


def test_an_interrupt_ends_it_cleanly(stored: Path) -> None:
    talk = subprocess.Popen(
        program("chat", "--store", stored), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert talk.stdin is not None and talk.stdout is not None and talk.stderr is not None
    talk.stdin.write(f"{CARS}\n".encode())
    talk.stdin.flush()
    assert talk.stdout.readline(), "it answers at once"
    talk.send_signal(signal.SIGINT)
    _, said = talk.communicate()
    assert (talk.returncode, said) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("options", "writable"), [((), True), ((), False), (("--no-history",), True)])
def test_on_a_terminal_there_is_a_prompt_and_a_history(
    stored: Path, tmp_path: Path, options: tuple[str, ...], writable: bool
) -> None:
    import pty

    state = tmp_path / "state"
    if not writable:
        state.write_text("a file where the folder should be")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "XDG_STATE_HOME": str(state), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    talk = subprocess.Popen(
        program("chat", "--store", stored, *options), stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    os.write(ours, f"{CARS}\n/quit\n".encode())
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other side has closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    text = said.decode()
    assert talk.wait() == 0 and "Traceback" not in text
    assert "> " in text and "/help" in text and "0.61 万元" in text
    kept = state / "budget-kg" / "chat-history"
    if sys.platform == "linux" and writable and not options:
        assert CARS in kept.read_text("utf-8")
    else:
        assert not kept.exists()
