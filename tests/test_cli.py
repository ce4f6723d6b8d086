"""The terminal, by running it: exit codes, messages in both languages, bad input, and a build that is interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from budget_kg import cli
from budget_kg.cli import root, wording
from budget_kg.prefixes import PREFIXES
from budget_kg.resources import shipped

SHIPPED = next((shipped("data") / "documents").glob("*/document.txt"))
INVENTED = """青禾县水务局2022年度部门决算
一、收入支出决算总体情况说明
本年收入合计500万元，本年支出合计480万元。
二、机关运行经费支出情况
机关运行经费支出20万元。
"""
NOVEL = "那是最美好的时代，那是最糟糕的时代；那是智慧的年头，那是愚昧的年头。\n" * 40


@dataclass(frozen=True)
class Ran:
    """What a run gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process, in Chinese unless `--lang` says otherwise, on the store of `store`."""

    def go(*arguments: str | Path, store: Path | None = None) -> Ran:
        if store is not None:
            monkeypatch.setenv("BUDGET_KG_STORE", str(store))
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("BUDGET_KG_STORE", "/nonexistent/store")
    return go


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the shipped document; tests only read it."""
    path = tmp_path_factory.mktemp("cli") / "store"
    assert cli.run(["build", "--store", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small invented document, and a store with it; it is copied, never used."""
    path = tmp_path_factory.mktemp("small")
    (path / "own.txt").write_text(INVENTED, "utf-8")
    assert cli.run(["build", str(path / "own.txt"), "--store", str(path / "store")]) == 0
    return path


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A store with a small invented document, to be changed; the document is beside it."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# -- language and help ---------------------------------------------------------------------------------------------


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


# -- wrong use -----------------------------------------------------------------------------------------------------


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


# -- build ---------------------------------------------------------------------------------------------------------


def test_summary(run: Run, tmp_path: Path) -> None:
    ran = run("build", SHIPPED, store=tmp_path / "store")
    assert ran.code == 0
    for expected in ("2023 · 决算", "未读 0", "金额观测", "条四元组", "1 份文件"):
        assert expected in ran.out, expected
    assert ran.err == f"[1/1] {SHIPPED}\n", "plain lines where no terminal is"
    again = run("build", SHIPPED, "--lang", "en", store=tmp_path / "store")
    assert "in the store already" in again.out


def test_building_twice_changes_nothing(run: Run, own: Path) -> None:
    before = files(own)
    assert run("build", own.parent / "own.txt", store=own).code == 0
    assert files(own) == before


def test_a_corrected_file_replaces_the_old_one(run: Run, own: Path) -> None:
    (own.parent / "own.txt").write_text(INVENTED.replace("480", "490"), "utf-8")
    assert "替换了原有的" in run("build", own.parent / "own.txt", store=own).out
    assert "490" in run("query", "SELECT ?v { ?o bkg:printedValue ?v }", "--format", "csv", store=own).out
    assert "480" not in run("query", "SELECT ?v { ?o bkg:printedValue ?v }", "--format", "csv", store=own).out
    assert len(list((own / "sources").iterdir())) == 1, "the copy of the old file is gone"


def test_a_batch_goes_on_after_a_bad_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "good.txt").write_text(INVENTED, "utf-8")
    (folder / "novel.txt").write_text(NOVEL, "utf-8")
    ran = run(
        "build", tmp_path / "in", tmp_path / "in" / "**" / "*.txt", tmp_path / "missing.txt", store=tmp_path / "store"
    )
    assert ran.code == 1
    said = [line for line in ran.err.splitlines() if line.startswith("budget-kg: ")]
    assert len(said) == 2 and "novel.txt" in said[0] and "missing.txt" in said[1]
    assert "青禾县水务局" in run("documents", store=tmp_path / "store").out


def _bad_inputs() -> Iterator[tuple[str, bytes, str, str]]:
    yield "empty.txt", b" \n", "文件为空", "is empty"
    yield "binary.txt", b"\x00\x01\x02" * 100, "二进制", "binary"
    yield "broken.txt", "决算".encode() + b"\xff\xfe\xff\xff" * 9, "UTF-8", "UTF-8"
    yield "novel.txt", NOVEL.encode(), "不像公开文件", "no disclosure"
    yield "table.csv", b"name,amount\nx,1\n", "不支持的格式", "not supported"
    yield "table.txt", b"name,amount\nx,1\ny,2\n", "不像公开文件", "no disclosure"
    template = "XX市XX局XXXX年度部门决算\n一、收入支出决算总体情况说明\n本年收入合计XX万元，比上年增加XX万元，增长XX%。\n"
    yield "template.txt", (template * 3).encode(), "模板", "template"
    yield "budget.txt", INVENTED.replace("决算", "预算").encode(), "目前只读决算", "only final accounts"


@pytest.mark.parametrize(
    ("name", "data", "zh", "en"), list(_bad_inputs()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_bad_input_is_one_line_exit_3_and_nothing_stored(
    run: Run, tmp_path: Path, name: str, data: bytes, zh: str, en: str
) -> None:
    (tmp_path / name).write_bytes(data)
    for lang, expected in (("zh", zh), ("en", en)):
        ran = run("build", tmp_path / name, "--lang", lang, store=tmp_path / "store")
        said = [line for line in ran.err.splitlines() if line.startswith("budget-kg: ")]
        assert ran.code == 3
        assert len(said) == 1 and name in said[0] and expected in said[0]
    assert run("documents", store=tmp_path / "store").code == 4, "there is no store"


def test_missing_files_and_empty_folders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "missing.txt", tmp_path / "empty", tmp_path / "*.txt"):
        ran = run("build", path, store=tmp_path / "store")
        assert (ran.code, ran.err.count("budget-kg: ")) == (3, 1)
        assert str(path) in ran.err
    assert run("coverage", tmp_path / "missing.txt").code == 3


def test_one_name_is_not_for_many_files(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(INVENTED, "utf-8")
    ran = run("build", tmp_path, "--dept", "青禾县农业局", store=tmp_path / "store")
    assert (ran.code, ran.err.count("\n")) == (2, 1) and not (tmp_path / "store").exists()


def test_a_bad_file_leaves_a_store_as_it_was(run: Run, own: Path) -> None:
    (own.parent / "novel.txt").write_text(NOVEL, "utf-8")
    before = files(own)
    assert run("build", own.parent / "novel.txt", store=own).code == 3
    assert files(own) == before


def test_overrides_are_kept_for_a_rebuild(run: Run, own: Path) -> None:
    text = INVENTED.replace("青禾县水务局2022年度部门决算\n", "")
    (own.parent / "bare.txt").write_text(text, "utf-8")
    arguments = ("--dept", "青禾县农业局", "--year", "2021", "--division", "420104")
    assert run("build", own.parent / "bare.txt", *arguments, store=own).code == 0
    (own.parent / "bare.txt").unlink()
    before = run("export", "--format", "nq", store=own).out
    ran = run("build", "--rebuild", store=own)
    assert (ran.code, ran.err.count("[")) == (0, 2)
    assert run("export", "--format", "nq", store=own).out == before
    assert "青禾县农业局" in run("documents", store=own).out


def test_a_store_of_another_ontology_is_refused_and_rebuilt(run: Run, own: Path) -> None:
    manifest = next(own.glob("gen-*/manifest.json"))
    head = json.loads(manifest.read_text("utf-8"))
    head["shared"][f"{PREFIXES['id']}ontology"] = "older"
    manifest.write_text(json.dumps(head), "utf-8")
    ran = run("documents", store=own)
    assert (ran.code, "build --rebuild" in ran.err) == (4, True)
    assert "older" in run("info", store=own).out
    assert run("build", own.parent / "own.txt", store=own).code == 0, "the kept copy is read again"
    assert "青禾县水务局" in run("documents", store=own).out


def test_remove(run: Run, own: Path) -> None:
    assert "相近" not in run("remove", "水务局", store=own).err
    listed = json.loads(run("documents", "--json", store=own).out)
    assert listed == [] and list((own / "sources").iterdir()) == []
    count = run("query", "SELECT (COUNT(*) AS ?n) { ?s bkg:org ?o }", "--format", "csv", store=own).out
    assert count.split() == ["n", "0"]
    again = run("remove", "水务局", store=own)
    assert (again.code, "budget-kg documents" in again.err) == (2, True)


# -- reading the store ---------------------------------------------------------------------------------------------


def test_documents_and_info(run: Run, store: Path) -> None:
    (found,) = json.loads(run("documents", "--json", store=store).out)
    assert found["year"] == 2023 and found["facts"] > 500 and found["unread"] == 0
    known = json.loads(run("info", "--json", store=store).out)
    assert known["documents"] == 1 and known["up_to_date"] is True and known["quads"] > 30_000


def test_coverage(run: Run, store: Path) -> None:
    ran = run("coverage", "--json")
    found = json.loads(ran.out)
    assert sum(found["counts"].values()) == sum(len(found[name]) for name in ("facts", "structure", "unread"))
    text = SHIPPED.read_text("utf-8")
    assert all(
        text[use["start"] : use["end"]] == use["printed"] for name in ("facts", "structure") for use in found[name]
    )
    assert all(use["rule"] for use in found["structure"])
    (document,) = json.loads(run("documents", "--json", store=store).out)
    name = document["document"].rpartition("/")[2]
    listed = run("coverage", name, "--structure", "--unread", store=store).out
    assert "list-number" in listed and "未读: 0" in listed
    assert run("coverage", "no-such-document", store=store).code == 2


def test_coverage_shows_what_was_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text(INVENTED + "三、其他\n另有神秘数字777个未知物。\n", "utf-8")
    ran = run("coverage", tmp_path / "odd.txt", "--unread", "--lang", "en")
    assert ran.code == 0 and "神秘数字777个" in ran.out


def test_questions(run: Run) -> None:
    assert "largest-projects" in run("questions").out
    one = run("questions", "largest-projects").out
    assert "--min" in one and "问法" in one
    assert "missed-targets" not in run("questions", "--tag", "项目").out


def test_ask_in_every_format(run: Run, store: Path, tmp_path: Path) -> None:
    table = run("ask", "largest-projects", "--top", "2", "--evidence", store=store)
    assert table.code == 0 and "[2]" in table.out and "“" in table.out
    assert run("ask", "23", "--top", "2", "--format", "md", store=store).out.startswith("### ")
    rows = run("ask", "n:23", "--top", "2", "--format", "csv", "--lang", "en", store=store).out.splitlines()
    assert len(rows) == 3 and "Actual (yuan)" in rows[0]
    assert json.loads(run("ask", "23", "--format", "json", "--top", "1", store=store).out)
    file = tmp_path / "answer.xlsx"
    assert run("ask", "23", "--format", "xlsx", "--out", file, store=store).code == 0
    assert file.read_bytes().startswith(b"PK")
    assert "SELECT" in run("ask", "23", "--show-sparql", store=store).err
    assert run("ask", "23", "--format", "xlsx", "--out", "/nonexistent/x", store=store).code == 2


def test_ask_with_parameters_of_the_question(run: Run, store: Path) -> None:
    everything = run("ask", "23", "--format", "csv", "--top", "0", store=store).out.splitlines()
    some = run("ask", "--min", "500万元", "23", "--format", "csv", "--top", "0", store=store).out.splitlines()
    assert 1 < len(some) < len(everything)
    assert run("ask", "23", "--min=500万元", "--format", "csv", "--top", "0", store=store).out.splitlines() == some
    assert (
        run("ask", "23", "--offset", "1", "--top", "1", "--format", "csv", store=store).out.splitlines()[1]
        == everything[2]
    )
    for arguments, said in ((["--min", "much"], "参数 min"), (["--mim", "1"], "相近的有：min"), (["--unit", "斤"], "斤")):
        ran = run("ask", "23", *arguments, store=store)
        assert (ran.code, ran.err.count("\n")) == (2, 1) and said in ran.err


def test_ask_in_words(run: Run, store: Path) -> None:
    taken = run("ask", "哪些项目花钱最多？", "--top", "1", store=store)
    assert taken.code == 0 and "largest-projects" in taken.err
    near = run("ask", "which", "projects", "cost", "the", "most", "--lang", "en", store=store)
    assert near.code == 0 and "taken as largest-projects" in near.err
    for words in ("天气怎么样", "why is the sky blue"):
        assert run("ask", words, store=store).code == 2


def test_show(run: Run, store: Path) -> None:
    rows = run("ask", "23", "--top", "1", "--format", "json", store=store).out
    project = run(
        "query", "SELECT ?l { ?p a bkg:Project ; skos:prefLabel ?l } ORDER BY ?l LIMIT 1", "--format", "tsv", store=store
    )
    name = project.out.splitlines()[1].partition("@")[0].strip('"')
    card = run("show", name, store=store)
    assert rows and card.code == 0 and card.out.startswith(name)
    assert "【" in card.out and "有关的陈述" in card.out
    assert "212" in run("show", "fn:212", "--lang", "en", store=store).out
    fact = run("query", "SELECT ?o { ?o a bkg:MoneyObservation } ORDER BY ?o LIMIT 1", store=store).out.split()[2]
    own = run("show", fact, "--lang", "en", store=store)
    assert own.out.startswith("money observation") and "【" in own.out
    for wanted in ("乌有之乡", "id:obs-nothing"):
        assert run("show", wanted, store=store).code == 2


def test_a_name_of_several_things_lists_them(run: Run, store: Path) -> None:
    ran = run("show", "机关服务", store=store)
    assert ran.code == 2 and "可指" in ran.err and "fn:" in ran.err


def test_query(run: Run, store: Path, tmp_path: Path) -> None:
    ask = run("query", "ASK { ?s bkg:amount ?o }", store=store)
    assert ask.code == 0 and "true" in ask.out
    (tmp_path / "q.rq").write_text("SELECT ?s { ?s a bkg:Project } ORDER BY ?s LIMIT 2", "utf-8")
    assert run("query", tmp_path / "q.rq", "--format", "csv", store=store).out.splitlines()[0] == "s"
    graph = run("query", "CONSTRUCT { ?s a bkg:Project } { ?s a bkg:Project }", store=store).out
    assert graph.startswith("@prefix bkg:") and "@prefix qb:" not in graph
    for text, said in (("DROP ALL", "更新"), ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE")):
        ran = run("query", text, store=store)
        assert (ran.code, ran.err.count("\n")) == (2, 1) and said in ran.err
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    began = time.monotonic()
    assert run("query", slow, "--timeout", "0.5", store=store).code == 5
    assert time.monotonic() - began < 5
    assert run("query", "SELECT * { ?s ?p ?o }", "--max-rows", "3", store=store).code == 5
    assert run("query", "ASK {}", "--endpoint", "http://127.0.0.1:9/", store=store).code == 4
    assert run("query", "SELECT ?s {}", "--format", "ttl", store=store).code == 2


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


# -- processes -----------------------------------------------------------------------------------------------------


def program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "budget_kg", *map(str, arguments)]


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
    assert (writer.wait(), said) == (130, b"")


def test_a_closed_pipe_is_quiet(store: Path) -> None:
    reader = subprocess.Popen(
        program("export", "--format", "nq", "--store", store), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert reader.stdout is not None and reader.stderr is not None
    reader.stdout.readline()
    reader.stdout.close()
    assert (reader.wait(), reader.stderr.read()) == (0, b"")
    reader.stderr.close()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "largest-projects", "--evidence"], ["ask", "--help"], ["documents"]]
)
def test_quick_commands_import_nothing_heavy(store: Path, arguments: list[str]) -> None:
    heavy = ["rdflib", "pyshacl", "SPARQLWrapper", "rich", "pydantic", "platformdirs", "openpyxl", "budget_kg.pipeline"]
    if "--help" in arguments:
        heavy += ["pyoxigraph", "yaml", "budget_kg.questions"]
    script = (
        "import sys; from budget_kg.cli import run; code = run(sys.argv[1:]); "
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    environment = {**os.environ, "BUDGET_KG_STORE": str(store)}
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


def test_output_in_a_locale_without_chinese(store: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "zh_CN.UTF-8"}
    ran = subprocess.run(program("documents", "--store", store), capture_output=True, env=environment, check=True)
    assert b"2023" in ran.stdout and b"?" in ran.stdout


def test_a_query_from_standard_input(store: Path) -> None:
    arguments = program("query", "-", "--format", "csv", "--store", store)
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
