"""Free questions at the terminal: what is asked how, options, formats, exit codes, and the question asked back."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from cli_runs import Run
from sample_stores import BUREAU, OFFICE, SHIPPED, WATER

from budget_kg import cli
from budget_kg.cli import free_asking

pytest_plugins = ("cli_fixtures",)
TEXT = "三公经费到底花了多少"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the shipped document and two years of an invented department."""
    path = tmp_path_factory.mktemp("free") / "store"
    assert cli.run(["build", *map(str, (SHIPPED, *WATER)), "--store", str(path)]) == 0
    return path


def test_a_free_question_is_answered_with_its_quotes(run: Run, stored: Path) -> None:
    ran = run("ask", TEXT, store=stored)
    assert (ran.code, ran.err) == (0, "")
    first, *rest = ran.out.splitlines()
    assert first == "2023 年财政拨款“三公”经费决算 0.61 万元。"
    assert "原文：" in rest and any("0.61万元" in line for line in rest)
    assert rest[-1] == f"· 原文写明 · {OFFICE}2023年度部门决算 · 查询计划"


def test_what_is_a_phrasing_and_nothing_more_is_the_prepared_question(run: Run, stored: Path) -> None:
    for words in ("哪些项目花钱最多", "哪些项目花钱最多？？", "which projects cost most", "Which projects cost the most?"):
        ran = run("ask", words, "--top", "1", store=stored)
        assert ran.code == 0 and "largest-projects" in ran.err, words
    for words in ("2023年哪些项目花钱最多", "哪些项目花钱最多，为什么", "社区的项目里哪些花钱最多"):
        ran = run("ask", words, store=stored)
        assert ran.code == 0 and "largest-projects" not in ran.err, words


def test_one_word_is_an_id_or_a_question(run: Run, stored: Path) -> None:
    assert "taken as" not in run("ask", "assets", "--lang", "en", store=stored).err
    assert run("ask", "asset", "--lang", "en", store=stored).code == 2
    assert run("ask", "no-such-question", store=stored).code == 2
    free = run("ask", "revenue?", "--lang", "en", store=stored)
    assert free.code == 0 and "53,869,400 yuan" in free.out


def test_the_answer_is_in_the_language_of_the_question_unless_one_is_given(run: Run, stored: Path) -> None:
    assert "三公" in run("ask", TEXT, store=stored).out
    english = run("ask", "How much were the three public expenses?", store=stored)
    assert "6,100 yuan" in english.out and "Quotes:" in english.out
    assert "6,100 yuan" in run("ask", TEXT, "--lang", "en", store=stored).out


def test_formats(run: Run, stored: Path, tmp_path: Path) -> None:
    whole = json.loads(run("ask", TEXT, "--format", "json", store=stored).out)
    assert whole["confidence"] == "stated" and whole["readings"][0]["lines"][0]["exact"] == "6100"
    page = run("ask", TEXT, "--format", "md", store=stored).out
    assert page.startswith(f"### {TEXT}\n") and "\n- “" in page
    for form in ("csv", "tsv", "xlsx"):
        ran = run("ask", TEXT, "--format", form, "--lang", "en", store=stored)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1) and "table, md, json" in ran.err
    file = tmp_path / "answer.json"
    assert run("ask", TEXT, "--format", "json", "--out", file, store=stored).out == ""
    assert json.loads(file.read_text("utf-8")) == whole
    assert run("ask", TEXT, "--out", "/nonexistent/x", store=stored).code == 2


def test_a_table_when_there_is_more_than_one_line(run: Run, stored: Path) -> None:
    assert "───" not in run("ask", TEXT, store=stored).out
    many = "一般公共预算财政拨款支出按功能分类都有哪些"
    assert "───" in run("ask", many, store=stored).out
    assert "| --- |" in run("ask", many, "--format", "md", store=stored).out


def test_evidence_is_short_unless_all_of_it_is_wanted(run: Run, stored: Path) -> None:
    many = "一般公共预算财政拨款支出按功能分类都有哪些"
    short, full = run("ask", many, store=stored).out, run("ask", many, "--evidence", store=stored).out
    assert short.count("——") == 2 and "--evidence" in short
    assert full.count("——") > 2 and "--evidence" not in full
    assert f"{OFFICE}2023年度部门决算 · " in full and "字符 " in full


def test_explain_shows_the_plan_and_its_queries(run: Run, stored: Path) -> None:
    ran = run("ask", TEXT, "--explain", store=stored)
    assert "查询计划：文件：" in ran.out and "SELECT ?statement" in ran.out
    page = run("ask", TEXT, "--explain", "--format", "md", store=stored).out
    assert "```sparql\n" in page
    assert "SELECT" in run("ask", TEXT, "--show-sparql", store=stored).err
    assert "SELECT" in run("ask", "23", "--explain", store=stored).err


def test_department_year_and_unit(run: Run, three: Path) -> None:
    ran = run("ask", "机关运行经费到底花了多少", "--dept", "水务管理局", "--year", "2022", "--unit", "元", store=three)
    assert "1050000 元" in ran.out and f"{BUREAU}2022年度部门决算" in ran.out and "※" not in ran.out
    assert "100 万元" in run("ask", "机关运行经费到底花了多少", "--dept", BUREAU, "--year", "latest", store=three).out


def test_what_was_taken_is_said(run: Run, three: Path) -> None:
    ran = run("ask", "机关运行经费到底花了多少", store=three)
    assert ran.code == 0 and "※ 库中有 2 个部门的文件" in ran.out
    assert "> 库中有 2 个部门的文件" in run("ask", "机关运行经费到底花了多少", "--format", "md", store=three).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["", ""], "没有问题"),
        (["   \t "], "没有问题"),
        (["钱" * 10_000], "10000 个字符"),
        (["😀 🎉"], "没有文字"),
        (["Сколько денег"], "只能读中文和英文"),
        (["SELECT * { ?s ?p ?o }"], "SPARQL"),
        (["三公 } UNION { ?s ?p ?o"], "SPARQL"),
        (["你好"], "没有看出要问什么"),
        ([TEXT, "--top", "3"], "--top 只用于编号问题"),
        ([TEXT, "--min", "100万元"], "--min 只用于编号问题"),
        ([TEXT, "--dept", "乌有局"], "乌有局"),
        ([TEXT, "--year", "20x"], "--year 不接受“20x”"),
        ([TEXT, "--unit", "斤"], "斤"),
        ([TEXT, "--format", "pdf"], "--format 不接受“pdf”"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run: Run, stored: Path, arguments: list[str], said: str) -> None:
    ran = run("ask", *arguments, store=stored)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("budget-kg: ") and said in ran.err and ran.err.count("\n") == 1


def test_not_stated_is_an_answer(run: Run, stored: Path) -> None:
    for text in ("绝对不存在的火星基地花了多少钱", "天气怎么样"):
        ran = run("ask", text, store=stored)
        assert ran.code == 0 and "没有给出" in ran.out and "文件没有说明" in ran.out
    whole = json.loads(run("ask", "why is the sky blue", "--format", "json", store=stored).out)
    assert whole["confidence"] == "not-stated" and whole["readings"] == []


def test_no_store_is_exit_4(run: Run) -> None:
    ran = run("ask", TEXT)
    assert ran.code == 4 and "budget-kg build" in ran.err


# -- asking back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A person at a terminal who types what is written into the stream."""
    typed = io.StringIO()
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(free_asking, "is_terminal", lambda *_: True)
    return typed


def type_in(terminal: io.StringIO, text: str) -> None:
    terminal.seek(0)
    terminal.truncate()
    terminal.write(text)
    terminal.seek(0)


def test_a_person_is_asked_which_department(run: Run, three: Path, terminal: io.StringIO) -> None:
    type_in(terminal, "\n")
    listed = run("ask", "机关运行经费到底花了多少", store=three).err
    numbers = {name: line.split()[0] for line in listed.splitlines() for name in (BUREAU, OFFICE) if line.endswith(name)}
    assert sorted(numbers.values()) == ["1", "2"]
    for name, figure in ((BUREAU, "100 万元"), (OFFICE, "136.88 万元")):
        for typed in (numbers[name], name):
            type_in(terminal, f"{typed}\n")
            ran = run("ask", "机关运行经费到底花了多少", store=three)
            assert ran.code == 0 and figure in ran.out and "个部门的文件" not in ran.out
    type_in(terminal, "乌有局\n")
    assert run("ask", "机关运行经费到底花了多少", store=three).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["机关运行经费到底花了多少", "--no-input"], ["水务管理局机关运行经费到底花了多少"], ["哪个部门机关运行经费最多"],
        ["机关运行经费到底花了多少", "--dept", BUREAU],
    ],
)
def test_nobody_is_asked_without_need(run: Run, three: Path, terminal: io.StringIO, arguments: list[str]) -> None:
    type_in(terminal, "2\n")
    ran = run("ask", *arguments, store=three)
    assert ran.code == 0 and "问的是哪个部门" not in ran.err
    assert terminal.read() == "2\n"


def test_nobody_is_asked_in_a_pipe(run: Run, three: Path) -> None:
    ran = run("ask", "机关运行经费到底花了多少", store=three)
    assert ran.code == 0 and ran.err == ""
