"""The command inspect: head, sections, tables, facts, unread numbers, JSON, and pages drawn with their marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import SHIPPED, Run
from pdf_pages import pdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

pytest_plugins = ("cli_fixtures",)

GREEN, RED = (26, 143, 60), (214, 32, 32)
XS, YS = (60, 300, 420, 540), (640, 615, 590, 565)


def page(canvas: Canvas) -> None:
    """One page of prose with a table of expenditure by function, and a number nobody can explain."""
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, 780, "青禾县水务局2022年度部门决算")
    canvas.drawString(60, 750, "一、机关运行经费支出情况")
    canvas.drawString(60, 730, "2022年度机关运行经费支出20.50万元。代号为7734.12的事项另行公开。")
    canvas.drawString(240, 690, "支出决算表")
    canvas.drawString(470, 670, "单位：万元")
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])
    rows = (("科目名称", "本年支出合计", "基本支出"), ("农林水支出", "480.00", "300.00"), ("合计", "480.00", "300.00"))
    for top, row in zip(YS, rows, strict=False):
        for x, words in zip(XS, row, strict=False):
            canvas.drawString(x + 4, top - 17, words)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdf(tmp_path_factory.mktemp("inspect") / "report.pdf", page)


def test_the_page_of_a_text(run: Run) -> None:
    ran = run("inspect", SHIPPED, "--facts", "2", "--lang", "en")
    assert ran.code == 0 and ran.err == ""
    for expected in (
        "Year        2023", "Kind        final accounts · department", "Division    硚口区 420104",
        "Numbers     619: 394 in facts, 225 structure, 0 unread", "  … and ", "Unread numbers (0)",
        "  十、2023年度机关运行经费支出情况  [operating cost]  5 facts",
    ):
        assert expected in ran.out, expected
    assert "  十、2023年度机关运行经费支出情况  [机关运行经费支出" in run("inspect", SHIPPED).out


def test_nothing_is_stored(run: Run, tmp_path: Path) -> None:
    assert run("inspect", SHIPPED, store=tmp_path / "store").code == 0
    assert not (tmp_path / "store").exists()


def test_json_has_everything_with_its_place(run: Run, report: Path) -> None:
    found = json.loads(run("inspect", report, "--json").out)
    assert (found["department"], found["year"], found["kind"]) == ("青禾县水务局", 2022, "final")
    assert found["pages"] == 1 and found["format"] == "application/pdf" and found["division"] is None
    (table,) = found["tables"]
    assert (table["title"], table["rows"], table["columns"]) == ("支出决算表", 3, 3)
    assert (table["pages"], table["unit"], table["kind"]["zh"]) == ([1], "万元", "支出表")
    assert table["facts"] == 4 and table["unread"] == 0
    assert [one["printed"] for one in found["unread"]] == ["7734.12"] and found["unread"][0]["page"] == 1
    cells = [one for one in found["facts"] if one["cell"]]
    assert {one["quote"] for one in cells} == {"480.00", "300.00"} and cells[0]["cell"].startswith("1:")
    (cost,) = [one for one in found["facts"] if "机关运行" in one["says"]["zh"]]
    assert "20.50 万元" in cost["says"]["zh"] and cost["kind"]["en"] == "money observation" and cost["page"] == 1
    assert [one["words"] for one in found["sections"]][:1] == ["一、机关运行经费支出情况"]


def test_pages_are_drawn_with_marks(run: Run, report: Path, tmp_path: Path) -> None:
    ran = run("inspect", report, "--png", tmp_path / "pages", "--lang", "en")
    assert ran.code == 0 and "drew 1 pages" in ran.err
    (drawn,) = (tmp_path / "pages").iterdir()
    assert drawn.name == "page-001.png"
    with Image.open(drawn) as picture:
        assert picture.size == (1190, 1684)
        near = {
            colour: _box(picture.convert("RGB"), colour, (0, 300, 1190, 1684)) for colour in (GREEN,)
        }
        left, top, right, bottom = near[GREEN]
        # Four cells of figures: their outer edge is that of the grid's two right columns, two lower rows.
        assert left == pytest.approx(2 * XS[1], abs=4) and right == pytest.approx(2 * XS[3], abs=4)
        assert top == pytest.approx(2 * (842 - YS[1]), abs=4) and bottom == pytest.approx(2 * (842 - YS[3]), abs=4)
        red = _box(picture.convert("RGB"), RED, (0, 0, 1190, 1684))
        assert 2 * (842 - 745) < red[1] < red[3] < 2 * (842 - 722) and red[0] > 2 * 200
        prose = _box(picture.convert("RGB"), GREEN, (0, 0, 1190, 300))
        assert 2 * (842 - 745) < prose[1] < prose[3] < 2 * (842 - 722) and prose[2] < red[0]


def _box(picture: Image.Image, colour: tuple[int, int, int], within: tuple[int, int, int, int]) -> tuple[int, ...]:
    """The smallest box that holds all pixels of a colour within a part of a picture."""
    left, top, right, bottom = within
    pixels = picture.load()
    assert pixels is not None
    places = [(x, y) for y in range(top, bottom) for x in range(left, right) if pixels[x, y] == colour]
    assert places, f"nothing is marked {colour}"
    return min(x for x, _ in places), min(y for _, y in places), max(x for x, _ in places), max(y for _, y in places)


def test_what_has_no_pages_is_one_line(run: Run, tmp_path: Path) -> None:
    for lang, said in (("en", "the format has no pages to draw; --png is for PDF"), ("zh", "没有可画的页面")):
        ran = run("inspect", SHIPPED, "--png", tmp_path / "pages", "--lang", lang)
        assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1) and said in ran.err
    assert not (tmp_path / "pages").exists()


def test_a_folder_that_cannot_be_written_is_one_line(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("", "utf-8")
    ran = run("inspect", report, "--png", tmp_path / "pages")
    assert (ran.code, ran.err.count("\n")) == (2, 1) and "--png" in ran.err


def test_what_the_user_says_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text(
        "一、收入支出决算总体情况说明\n本年收入合计500万元，本年支出合计480万元。\n二、机关运行经费支出情况\n机关运行经费支出20万元。\n",
        "utf-8",
    )
    assert run("inspect", tmp_path / "bare.txt").code == 3
    arguments = ("--dept", "青禾县农业局", "--year", "2021", "--division", "420104", "--json")
    found = json.loads(run("inspect", tmp_path / "bare.txt", *arguments).out)
    assert (found["department"], found["year"], found["division"]) == ("青禾县农业局", 2021, "420104")


@pytest.mark.parametrize("command", ["inspect", "coverage"])
def test_a_document_is_read_within_limits(command: str, run: Run, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    clause = "公务接待费3.20万元，比2021年减少1.10万元，下降25.58%；"
    long.write_text("青禾县水务局2022年度部门决算\n一、机关运行经费支出情况\n" + clause * 20_000, encoding="utf-8")
    ran = run(command, str(long), "--time-limit", "0.2")
    assert (ran.code, ran.err.count("\n")) == (5, 1)
    assert "0.2 秒" in ran.err and "--time-limit" in ran.err
    assert run(command, str(long), "--time-limit", "soon").code == 2


@pytest.mark.parametrize("command", ["inspect", "coverage"])
def test_a_file_that_cannot_be_read_is_told_as_a_build_tells_it(command: str, run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    ran = run(command, str(broken))
    assert (ran.code, ran.err.count("\n")) == (3, 1) and "broken.pdf" in ran.err
