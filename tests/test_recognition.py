"""Who, which year, what kind: recognised from titles; what is no disclosure is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget_kg.errors import InputError
from budget_kg.overrides import Overrides
from budget_kg.pipeline import read_document

BODY = """
一、收入支出决算总体情况说明
本年收入合计500万元，本年支出合计480万元。
二、机关运行经费支出情况
机关运行经费支出20万元。
"""
TITLE = "第二部分 青禾县水务局 2022 年度部门决算情况说明\n"


def write(tmp_path: Path, data: str | bytes, name: str = "document.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("title", "department", "year", "scope"),
    [
        (TITLE, "青禾县水务局", 2022, "department"),
        ("2021年度青禾县水务局部门决算公开\n", "青禾县水务局", 2021, "department"),
        ("青禾县第一中学2019年度单位决算\n", "青禾县第一中学", 2019, "unit"),
        ("2015年青禾县人民法院决算公开说明\n", "青禾县人民法院", 2015, "department"),
        ("标题: 2016年度中共青禾县委宣传部部门决算公开\n", "中共青禾县委宣传部", 2016, "department"),
    ],
)
def test_heads(tmp_path: Path, title: str, department: str, year: int, scope: str) -> None:
    head = read_document(write(tmp_path, title + BODY)).layout.head
    assert (head.department, head.year, head.kind, head.scope) == (department, year, "final", scope)


def test_overrides_win(tmp_path: Path) -> None:
    known = Overrides(department="青禾县水利局", year=2020, division="420104")
    read = read_document(write(tmp_path, TITLE + BODY), known)
    assert (read.layout.head.department, read.layout.head.year) == ("青禾县水利局", 2020)
    assert read.resolution.budget is not None and read.resolution.budget.code == "420104"


def test_an_unknown_division_is_a_finding(tmp_path: Path) -> None:
    read = read_document(write(tmp_path, TITLE + BODY))
    assert "unresolved-division" in [finding.rule for finding in read.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    read = read_document(write(tmp_path, (TITLE + BODY).replace("\n", "\r\n").encode(encoding)))
    assert len(read.account.facts) == 3
    assert "\r" not in read.layout.document.text and "\ufeff" not in read.layout.document.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"\xff\xfe\xfa\xd8\x00", "neither"),
        (b"\x81\x00\x9f\xff" * 9, "binary"),
        (b"\xc3\x28\xa0\xa1\xff\xff\xff", "neither"),
        ("从前有座山，山里有座庙，庙里有个老和尚。".encode(), "no disclosure"),
        ("name,amount\nabc,12\n".encode(), "no disclosure"),
        ("青禾县水务局2022年度部门决算\n只有标题，别的什么都没有。\n".encode(), "no headings"),
        ((TITLE + BODY.replace("500", "XX").replace("480", "××").replace("20", "XXX") + "XX万元，XX%。").encode(), "template"),
        ((TITLE + "一、收入支出决算总体情况说明\n见附表。\n二、支出决算情况说明\n见附表。\n").encode(), "no figure"),
    ],
)
def test_what_is_no_disclosure_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(write(tmp_path, data))
    assert words in caught.value.say("en")
    for line in (caught.value.say("zh"), caught.value.say("en")):
        assert "\n" not in line and "document.txt" in line
    assert caught.value.exit_code == 3


def test_missing_files_and_unknown_formats(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read|no such file"):
        read_document(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "absent.xyz")
    with pytest.raises(InputError, match=r"format \.xyz is not supported"):
        read_document(write(tmp_path, "x", "document.xyz"))


@pytest.mark.parametrize(("said", "left"), [
    ("比上年增加（减少）/万元，增长（下降）/%。", ["增加（减少）/万元，增长（下降）/%"]),
    ("比上年增加(减少)12.5万元。", ["增加(减少)12.5万元"]),
    ("支出总额为万元，其中货物支出 万元。", ["万元", "万元"]),
    ("支出总额为/万元。", []),
    ("比上年增加万元，主要原因是人员增加。", ["万元"]),
    ("比上年增加12.5万元，减少支出3万元。", []),
    ("以万元为单位，金额单位：万元。", []),
    ("收入（万元）、支出（万元）。", []),
    ("增加（含减少）的项目共2个，作为元，计。", []),
])
def test_choices_and_amounts_left_open_are_residue_of_the_template(tmp_path: Path, said: str, left: list[str]) -> None:
    read = read_document(write(tmp_path, TITLE + BODY + f"三、政府采购支出情况\n{said}\n"))
    residue = [finding for finding in read.findings if finding.rule == "template-residue"]
    assert [finding.passages[0].quote for finding in residue] == left


def test_a_half_filled_template_is_read_with_findings(tmp_path: Path) -> None:
    text = TITLE + BODY + "三、政府性基金预算财政拨款支出决算情况\n×××（项级科目）0万元，比上年增加XX万元。\n"
    read = read_document(write(tmp_path, text))
    assert [finding.rule for finding in read.findings].count("template-residue") == 2
    assert len(read.account.facts) >= 3
