"""The terminal, by running it: languages, help, wrong use, and what is read from a store."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from cli_runs import INVENTED, SHIPPED, Run

from budget_kg.cli import root, wording

pytest_plugins = ("cli_fixtures",)


@pytest.mark.parametrize(
    ("environment", "arguments", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, [], "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, [], "zh"),
        ({"LC_ALL": "", "LANG": "C"}, [], "en"),
        ({}, [], "en"),
        ({"LANG": "zh_CN"}, ["--lang", "en"], "en"),
        ({}, ["ask", "x", "--lang=zh"], "zh"),
    ],
)
def test_language(environment: dict[str, str], arguments: list[str], expected: str) -> None:
    assert wording.decide(arguments, environment)[0] == expected


def test_the_language_option_ends_at_two_dashes() -> None:
    assert wording.decide(["query", "--", "--lang", "fr"], {}) == ("en", ["query", "--", "--lang", "fr"])


@pytest.mark.parametrize("name", ["", *root.COMMANDS])
def test_help_in_both_languages(run: Run, name: str) -> None:
    arguments = [name] if name else []
    chinese = run(*arguments, "--help")
    english = run(*arguments, "--help", "--lang", "en")
    assert chinese.code == english.code == 0
    assert chinese.out.startswith("用法: budget-kg") and english.out.startswith("Usage: budget-kg")
    plain = english.out.replace("元|万元|亿元", "").partition("Examples:")[0]
    assert not any("\u4e00" <= character <= "\u9fff" for character in plain), "English help has no Chinese"
    assert "显示这一页" in chinese.out and "\x1e" not in chinese.out + english.out


def test_every_option_is_explained() -> None:
    for name in root.COMMANDS:
        for parameter in root.load(name).params:
            assert parameter.help and "\x1e" in parameter.help, f"{name} {parameter.name}"  # type: ignore[attr-defined]


def test_no_arguments_show_the_help(run: Run) -> None:
    assert run().out == run("--help").out


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("budget-kg 0.")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["docments"], "没有命令 docments；是否指 documents", "no command docments; did you mean documents"),
        (["build", "--rebuidl"], "没有选项 --rebuidl；是否指 --rebuild", "no option --rebuidl; did you mean --rebuild"),
        (["show"], "缺少 NAME|CODE|IRI", "NAME|CODE|IRI is missing"),
        (["info", "more"], "多余的参数 more", "unexpected argument more"),
        (["info", "--store"], "--store 的用法不对", "wrong use of --store"),
        (["build", "--year", "20x"], "--year 不接受“20x”；应为 1949 到 2100", "--year does not take '20x'; give a whole"),
        (["export", "--format", "tll"], "是否指 ttl", "did you mean ttl"),
        (["query", "ASK {}", "--timeout", "soon"], "--timeout 不接受“soon”", "--timeout does not take 'soon'"),
        (["query", "nothing.rq"], "查询文件 nothing.rq 无法读取", "query file nothing.rq cannot be read"),
        (["query", "ASK {}", "--endpoint", "ftp://x"], "不是可用的 SPARQL 服务地址", "not the address of a SPARQL"),
        (["ask"], "缺少 ID|TEXT", "ID|TEXT is missing"),
        (["ask", "largest-projetcs"], "相近的有：largest-projects", "near matches: largest-projects"),
        (["ask", "23", "--min"], "--min 后面缺少值", "--min needs a value"),
        (["questions", "乌有之物"], "没有问题含有“乌有之物”", "no question has '乌有之物'"),
        (["questions", "--questions", "/nonexistent"], "没有这个目录", "no such folder"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run: Run, arguments: list[str], zh: str, en: str) -> None:
    for lang, expected in (("zh", zh), ("en", en)):
        ran = run(*arguments, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("budget-kg: ") and expected in ran.err and ran.err.count("\n") == 1


def test_an_unknown_language_is_refused(run: Run) -> None:
    assert (run("--lang", "fr").code, run("info", "--lang").code) == (2, 2)


@pytest.mark.parametrize(
    "arguments", [["documents"], ["info"], ["ask", "largest-projects"], ["show", "x"], ["export"], ["remove", "x"],
                  ["query", "ASK { ?s ?p ?o }"]],
)  # fmt: skip
def test_no_store_is_exit_4(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "budget-kg build" in ran.err and "/nonexistent/store" in ran.err


def test_documents_and_info(run: Run, stored: Path) -> None:
    (found,) = json.loads(run("documents", "--json", store=stored).out)
    assert found["year"] == 2023 and found["facts"] > 500 and found["unread"] == 0
    known = json.loads(run("info", "--json", store=stored).out)
    assert known["documents"] == 1 and known["up_to_date"] is True and known["checks_up_to_date"] is True and known["quads"] > 30_000


def test_coverage(run: Run, stored: Path) -> None:
    ran = run("coverage", "--json")
    found = json.loads(ran.out)
    assert sum(found["counts"].values()) == sum(len(found[name]) for name in ("facts", "structure", "unread"))
    text = SHIPPED.read_text("utf-8")
    assert all(
        text[use["start"] : use["end"]] == use["printed"] for name in ("facts", "structure") for use in found[name]
    )
    assert all(use["rule"] for use in found["structure"])
    (document,) = json.loads(run("documents", "--json", store=stored).out)
    name = document["document"].rpartition("/")[2]
    listed = run("coverage", name, "--structure", "--unread", store=stored).out
    assert "list-number" in listed and "未读: 0" in listed
    assert run("coverage", "no-such-document", store=stored).code == 2


def test_coverage_shows_what_was_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(INVENTED + "三、其他\n另有神秘数字777个未知物。\n", "utf-8")
    ran = run("coverage", tmp_path / "odd.txt", "--unread", "--lang", "en")
    assert ran.code == 0 and "神秘数字777个" in ran.out


def test_questions(run: Run) -> None:
    assert "largest-projects" in run("questions").out
    one = run("questions", "largest-projects").out
    assert "--min" in one and "问法" in one
    assert "missed-targets" not in run("questions", "--tag", "项目").out


def test_ask_in_every_format(run: Run, stored: Path, tmp_path: Path) -> None:
    table = run("ask", "largest-projects", "--top", "2", "--evidence", store=stored)
    assert table.code == 0 and "[2]" in table.out and "“" in table.out
    assert run("ask", "23", "--top", "2", "--format", "md", store=stored).out.startswith("### ")
    rows = run("ask", "n:23", "--top", "2", "--format", "csv", "--lang", "en", store=stored).out.splitlines()
    assert len(rows) == 3 and "Actual (yuan)" in rows[0]
    assert json.loads(run("ask", "23", "--format", "json", "--top", "1", store=stored).out)
    file = tmp_path / "answer.xlsx"
    assert run("ask", "23", "--format", "xlsx", "--out", file, store=stored).code == 0
    assert file.read_bytes().startswith(b"PK")
    assert "SELECT" in run("ask", "23", "--show-sparql", store=stored).err
    assert run("ask", "23", "--format", "xlsx", "--out", "/nonexistent/x", store=stored).code == 2


def test_ask_with_parameters_of_the_question(run: Run, stored: Path) -> None:
    everything = run("ask", "23", "--format", "csv", "--top", "0", store=stored).out.splitlines()
    some = run("ask", "--min", "500万元", "23", "--format", "csv", "--top", "0", store=stored).out.splitlines()
    assert 1 < len(some) < len(everything)
    assert run("ask", "23", "--min=500万元", "--format", "csv", "--top", "0", store=stored).out.splitlines() == some
    assert (
        run("ask", "23", "--offset", "1", "--top", "1", "--format", "csv", store=stored).out.splitlines()[1]
        == everything[2]
    )
    for arguments, said in ((["--min", "much"], "参数 min"), (["--mim", "1"], "相近的有：min"), (["--unit", "斤"], "斤")):
        ran = run("ask", "23", *arguments, store=stored)
        assert (ran.code, ran.err.count("\n")) == (2, 1) and said in ran.err


def test_ask_in_words(run: Run, stored: Path) -> None:
    taken = run("ask", "哪些项目花钱最多？", "--top", "1", store=stored)
    assert taken.code == 0 and "largest-projects" in taken.err
    near = run("ask", "which", "projects", "cost", "the", "most", "--lang", "en", store=stored)
    assert near.code == 0 and "taken as largest-projects" in near.err
    other = run("ask", "2023年哪些项目花钱最多？", store=stored)
    assert other.code == 0 and "largest-projects" not in other.err, "with anything more it is a free question"


def test_show(run: Run, stored: Path) -> None:
    rows = run("ask", "23", "--top", "1", "--format", "json", store=stored).out
    project = run(
        "query", "SELECT ?l { ?p a bkg:Project ; skos:prefLabel ?l } ORDER BY ?l LIMIT 1", "--format", "tsv", store=stored
    )
    name = project.out.splitlines()[1].partition("@")[0].strip('"')
    card = run("show", name, store=stored)
    assert rows and card.code == 0 and card.out.startswith(name)
    assert "【" in card.out and "有关的陈述" in card.out
    assert "212" in run("show", "fn:212", "--lang", "en", store=stored).out
    fact = run("query", "SELECT ?o { ?o a bkg:MoneyObservation } ORDER BY ?o LIMIT 1", store=stored).out.split()[2]
    own = run("show", fact, "--lang", "en", store=stored)
    assert own.out.startswith("money observation") and "【" in own.out
    for wanted in ("乌有之乡", "id:obs-nothing"):
        assert run("show", wanted, store=stored).code == 2


def test_a_name_of_several_things_lists_them(run: Run, stored: Path) -> None:
    ran = run("show", "机关服务", store=stored)
    assert ran.code == 2 and "可指" in ran.err and "fn:" in ran.err


def test_query(run: Run, stored: Path, tmp_path: Path) -> None:
    ask = run("query", "ASK { ?s bkg:amount ?o }", store=stored)
    assert ask.code == 0 and "true" in ask.out
    (tmp_path / "q.rq").write_text("SELECT ?s { ?s a bkg:Project } ORDER BY ?s LIMIT 2", "utf-8")
    assert run("query", tmp_path / "q.rq", "--format", "csv", store=stored).out.splitlines()[0] == "s"
    graph = run("query", "CONSTRUCT { ?s a bkg:Project } { ?s a bkg:Project }", store=stored).out
    assert graph.startswith("@prefix bkg:") and "@prefix qb:" not in graph
    for text, said in (("DROP ALL", "更新"), ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE")):
        ran = run("query", text, store=stored)
        assert (ran.code, ran.err.count("\n")) == (2, 1) and said in ran.err
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    began = time.monotonic()
    assert run("query", slow, "--timeout", "0.5", store=stored).code == 5
    assert time.monotonic() - began < 5
    assert run("query", "SELECT * { ?s ?p ?o }", "--max-rows", "3", store=stored).code == 5
    assert run("query", "ASK {}", "--endpoint", "http://127.0.0.1:9/", store=stored).code == 4
    assert run("query", "SELECT ?s {}", "--format", "ttl", store=stored).code == 2


def test_export_is_the_same_each_time_and_reads_back(run: Run, own: Path) -> None:
    graphs: dict[str, set[ox.Quad]] = {}
    for form in ("ttl", "nq", "trig", "jsonld", "nt"):
        one, two = own.parent / f"one.{form}", own.parent / f"two.{form}"
        assert run("export", "--format", form, "--out", one, store=own).code == 0
        assert run("export", "--format", form, "--out", two, store=own).code == 0
        assert one.read_bytes() == two.read_bytes()
        known = ox.RdfFormat.from_extension(form)
        assert known is not None
        graphs[form] = set(ox.parse(one.read_bytes(), format=known))
    assert graphs["nq"] == graphs["trig"] == graphs["jsonld"]
    assert graphs["ttl"] == graphs["nt"] == {ox.Quad(*quad.triple) for quad in graphs["nq"]}
