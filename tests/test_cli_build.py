"""Building and changing a store from the terminal: batches, bad input, corrected files, an older ontology."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cli_runs import INVENTED, NOVEL, SHIPPED, Run, files

from budget_kg.checking.checkfile import checks
from budget_kg.prefixes import PREFIXES
from budget_kg.shared_graphs import CHECKS, checks_version

pytest_plugins = ("cli_fixtures",)


def test_summary(run: Run, tmp_path: Path) -> None:
    ran = run("build", SHIPPED, store=tmp_path / "store")
    assert ran.code == 0
    for expected in ("2023 · 决算", "未读 0", "金额观测", "条四元组", "1 份文件"):
        assert expected in ran.out, expected
    assert ran.err == f"[1/1] {SHIPPED}\n", "plain lines where no terminal is"
    again = run("build", SHIPPED, "--lang", "en", store=tmp_path / "store")
    assert "not read again" in " ".join(again.out.split())


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
    yield "table.dbf", b"name,amount\nx,1\n", "不支持的格式", "not supported"
    yield "table.csv", b"name,amount\nx,1\n", "不像公开文件", "no disclosure"
    yield "table.txt", b"name,amount\nx,1\ny,2\n", "不像公开文件", "no disclosure"
    template = "XX市XX局XXXX年度部门决算\n一、收入支出决算总体情况说明\n本年收入合计XX万元，比上年增加XX万元，增长XX%。\n"
    yield "template.txt", (template * 3).encode(), "模板", "template"
    yield "tender.txt", ("青禾县水务局设备采购公告\n" + INVENTED.split("\n", 1)[1]).encode(), "采购公告", "tender"


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


def test_a_store_of_other_checks_says_so_until_its_documents_are_checked_again(run: Run, own: Path) -> None:
    manifest = next(own.glob("gen-*/manifest.json"))
    head = json.loads(manifest.read_text("utf-8"))
    head["shared"][CHECKS] = "older"
    manifest.write_text(json.dumps(head), "utf-8")
    assert json.loads(run("info", "--json", store=own).out)["checks_up_to_date"] is False
    ran = run("build", own.parent / "own.txt", store=own)
    assert (ran.code, "替换 1 份" in ran.out) == (0, True), "the kept copy is checked again"
    assert json.loads(run("info", "--json", store=own).out)["checks_up_to_date"] is True


def test_another_query_is_another_version_of_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    before, first = checks_version(), checks()[0]
    changed = (replace(first, text=f"{first.text}# another condition\n"), *checks()[1:])
    monkeypatch.setattr("budget_kg.shared_graphs.checks", lambda: changed)
    assert checks_version() != before


def test_remove(run: Run, own: Path) -> None:
    assert "相近" not in run("remove", "水务局", store=own).err
    listed = json.loads(run("documents", "--json", store=own).out)
    assert listed == [] and list((own / "sources").iterdir()) == []
    count = run("query", "SELECT (COUNT(*) AS ?n) { ?s bkg:org ?o }", "--format", "csv", store=own).out
    assert count.split() == ["n", "0"]
    again = run("remove", "水务局", store=own)
    assert (again.code, "budget-kg documents" in again.err) == (2, True)
