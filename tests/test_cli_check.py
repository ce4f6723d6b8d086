"""The command check from the terminal: what it reads, what it says, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import NOVEL, SHIPPED, Run, files
from invented_checks import CONTRADICTION, PARTS, SOUND, own_checks
from test_across import accounts

pytest_plugins = ("cli_fixtures",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document that contradicts itself, a sound one, and a check in `checks`."""
    own_checks(tmp_path / "checks", parts=PARTS)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.txt").write_text(CONTRADICTION, "utf-8")
    (tmp_path / "in" / "sound.txt").write_text(SOUND.replace("2022", "2021"), "utf-8")
    (tmp_path / "novel.txt").write_text(NOVEL, "utf-8")
    return tmp_path


@pytest.fixture
def own(folder: Path) -> Path:
    return folder / "in" / "own.txt"


@pytest.fixture
def sound(folder: Path) -> Path:
    return folder / "in" / "sound.txt"


def _parts(folder: Path) -> tuple[str, ...]:
    return "--checks", str(folder / "checks"), "--rule", "parts"


def test_a_file_is_checked_and_not_stored(run: Run, folder: Path, own: Path) -> None:
    ran = run("check", own, *_parts(folder), store=folder / "store")
    assert (ran.code, ran.err) == (0, "")
    for said in (
        "核对关系 1 个：成立 0，仅舍入之差 0，不成立 1，无法判断 0", "发现 1 项：错误 1", "收入支出决算总体情况说明",
        "相加为 450万元", "“本年支出合计480万元”", "第 44–55 字", "印出值 480万元，相差 30万元", "对照原文",
    ):
        assert said in ran.out, said
    assert not (folder / "store").exists()


def test_in_english(run: Run, folder: Path, own: Path) -> None:
    ran = run("check", own, *_parts(folder), "--lang", "en")
    for said in ("1 relation checked: 0 hold", "1 fail", "violation", "characters 44–55", "Compare the quotes"):
        assert said in ran.out, said


def test_explain_lists_what_holds(run: Run, folder: Path, sound: Path) -> None:
    plain = run("check", sound, *_parts(folder)).out
    ran = run("check", sound, *_parts(folder), "--explain")
    assert "成立的关系 (1)" in ran.out and "合计：" in ran.out and "280万元" in ran.out
    assert "成立的关系" not in plain


@pytest.mark.parametrize(
    ("fail_on", "name", "code"),
    [("never", "own", 0), ("violation", "own", 6), ("warning", "own", 6), ("violation", "sound", 0)],
)
def test_exit_code_by_the_gravest_finding(run: Run, folder: Path, fail_on: str, name: str, code: int) -> None:
    assert run("check", folder / "in" / f"{name}.txt", *_parts(folder), "--fail-on", fail_on).code == code


def test_severity_decides_what_is_listed_not_how_it_ends(run: Run, folder: Path, own: Path, sound: Path) -> None:
    rules = (*_parts(folder), "--rule", "unresolved-division")
    both, grave = (run("check", own, *rules, "--severity", one) for one in ("warning", "violation"))
    assert "unresolved-division" in both.out and "unresolved-division" not in grave.out
    assert "发现 2 项：错误 1，警告 1，提示 0；列出其中 1 项" in grave.out
    assert run("check", sound, *rules, "--severity", "violation", "--fail-on", "warning").code == 6


def test_a_batch_goes_on(run: Run, folder: Path, own: Path) -> None:
    ran = run("check", folder / "novel.txt", own, folder / "none.txt", *_parts(folder))
    assert ran.code == 1 and "相加为 450万元" in ran.out
    said = ran.err.splitlines()
    assert len(said) == 2 and "novel.txt" in said[0] and "none.txt" in said[1]
    assert run("check", folder / "novel.txt", own, *_parts(folder), "--fail-on", "violation").code == 6
    alone = run("check", folder / "novel.txt")
    assert (alone.code, alone.out, alone.err.count("\n")) == (3, "", 1)
    (folder / "empty").mkdir()
    missing = run("check", folder / "empty", own, folder / "*.pdf", *_parts(folder))
    assert (missing.code, missing.err.count("\n"), "450万元" in missing.out) == (1, 2, True)


def test_a_folder_in_all_formats(run: Run, folder: Path, own: Path, sound: Path) -> None:
    given = folder / "in", *_parts(folder)
    whole = json.loads(run("check", *given, "--format", "json").out)
    assert [(one["file"], len(one["findings"])) for one in whole["documents"]] == [(str(own), 1), (str(sound), 0)]
    assert len(run("check", *given, "--format", "csv").out.splitlines()) == 2
    log = json.loads(run("check", *given, "--format", "sarif").out)
    assert len(log["runs"][0]["results"]) == 1 and len(log["runs"][0]["artifacts"]) == 2
    assert run("check", *given, "--format", "md").out.startswith("## 青禾县水务局")
    out = folder / "report.html"
    assert run("check", *given, "--format", "html", "--output", out, "--lang", "en").out == ""
    assert out.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')


def test_documents_of_the_store(run: Run, folder: Path, own: Path, sound: Path) -> None:
    store = folder / "store"
    assert run("build", own, sound, store=store).code == 0
    before = files(store)
    own.unlink()
    sound.unlink()
    whole = json.loads(run("check", *_parts(folder), "--format", "json", store=store).out)
    assert [one["year"] for one in whole["documents"]] == [2021, 2022]
    one = run("check", "水务局", "--year", "2022", *_parts(folder), store=store)
    assert (one.code, "相加为 450万元" in one.out) == (0, True)
    assert run("check", whole["documents"][1]["document"], *_parts(folder), store=store).out == one.out
    page = run("check", "水务局", "--year", "2022", *_parts(folder), "--format", "html", store=store).out
    assert "机关运行经费支出20万元" in page, "the text is that of the kept copy"
    several = run("check", "水务局", store=store)
    assert (several.code, several.err.count("\n")) == (2, 1) and "2 份文件" in several.err
    assert files(store) == before


def test_documents_of_one_department_are_checked_against_each_other(run: Run, tmp_path: Path) -> None:
    for year, less in ((2022, "5.00"), (2023, "13.00")):
        spent = "100.00" if year == 2022 else "88.00"
        (tmp_path / f"{year}.txt").write_text(accounts("宜昌市园林管理局", year, spent, less, "85.00"), "utf-8")
    store = tmp_path / "store"
    assert run("build", tmp_path / "2022.txt", tmp_path / "2023.txt", store=store).code == 0
    rule = "--rule", "restated-last-year", "--format", "json"
    whole = json.loads(run("check", *rule, store=store).out)["documents"]
    (finding,) = [found for one in whole for found in one["findings"]]
    assert len({place["document"] for operand in finding["operands"] for place in operand["places"]}) == 2
    for known in ("2022", "2023"):
        (one,) = json.loads(run("check", "园林", "--year", known, *rule, store=store).out)["documents"]
        assert [found["id"] for found in one["findings"]] == [finding["id"]], "whichever of them is asked for"
    said = run("check", "园林", "--year", "2023", "--rule", "restated-last-year", store=store).out
    assert "-2022-final-department，第 " in said, "the other document is named"
    page = run("check", *rule[:2], "--format", "html", store=store).out
    assert page.count('class="finding ') == 1


def test_suggestions(run: Run, folder: Path, own: Path, sound: Path) -> None:
    assert "1 个不成立的关系就会成立" in run("check", own, *_parts(folder), "--suggest").out
    english = run("check", own, *_parts(folder), "--suggest", "--lang", "en").out
    assert "1 relation that fails would hold" in " ".join(english.split())
    assert run("check", sound, *_parts(folder), "--suggest").out == run("check", sound, *_parts(folder)).out


def test_without_a_store_and_without_a_file(run: Run, tmp_path: Path) -> None:
    ran = run("check", store=tmp_path / "none")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1) and "budget-kg build" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rule", "unresolved-divisio"), "unresolved-division"),
        (("--severity", "grave"), "violation"),
        (("--fail-on", "information"), "never"),
        (("--format", "pdf"), "html"),
        (("--checks", "/nonexistent"), "/nonexistent"),
        (("--output", "/nonexistent/report.md", "--format", "md"), "--output"),
    ],
)
def test_wrong_use_is_one_line(run: Run, own: Path, arguments: tuple[str, ...], said: str) -> None:
    for lang in ("zh", "en"):
        ran = run("check", own, *arguments, "--lang", lang)
        assert (ran.code, ran.err.count("\n")) == (2, 1) and said in ran.err


def test_the_shipped_document_has_quotes_for_all_findings(run: Run, stored: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    (one,) = json.loads(run("check", "--format", "json", "--explain", store=stored).out)["documents"]
    counts = one["relations"]
    assert counts.pop("checked") == sum(counts.values()) == counts["fails"] + counts["rounding"] + sum(
        len(one[kind]) for kind in ("holding", "undecided")
    )
    places = [
        place for kind in ("findings", "holding", "undecided") for found in one[kind]
        for operand in found["operands"] for place in operand["places"]
    ]
    assert places and all(text[place["start"] : place["end"]] == place["quote"] for place in places)


def test_a_stored_document_is_checked_without_the_libraries_of_shapes(stored: Path) -> None:
    program = (
        "import sys; from budget_kg import cli; "
        f"code = cli.run(['check', '--store', {str(stored)!r}]); "
        "sys.exit(code or any(name in sys.modules for name in ('rdflib', 'pyshacl', 'lxml', 'pypdfium2')))"
    )
    assert subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=False).returncode == 0
