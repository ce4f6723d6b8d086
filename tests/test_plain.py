"""Plain text: tables drawn with bars or tabs are pointed at where they stand, and the text stays as it is printed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.errors import InputError
from budget_kg.markup.decoding import decode, decode_declared
from budget_kg.markup.drawn import drawn_tables
from budget_kg.readers.plain import read
from budget_kg.unwrapping import unwrap

MARKDOWN = """支出决算表如下：

| 科目 | 合计 | 基本支出 |
|------|-----:|:--------:|
| 行政运行 | 1，335.93 | 1335.93 |
| 水利工程 | 80 | |

以上单位为万元。
"""


def grid(text: str) -> list[list[list[str]]]:
    """The words of each table, row by row, "" where a cell is empty."""
    found = []
    for table in drawn_tables(text):
        height = max(cell.row for cell in table.cells) + 1
        width = max(cell.column for cell in table.cells) + 1
        words = [["" for _ in range(width)] for _ in range(height)]
        for cell in table.cells:
            words[cell.row][cell.column] = text[cell.start : cell.end]
        found.append(words)
    return found


def test_a_markdown_table_has_no_row_of_dashes() -> None:
    assert grid(MARKDOWN) == [
        [["科目", "合计", "基本支出"], ["行政运行", "1，335.93", "1335.93"], ["水利工程", "80", ""]]
    ]
    (table,) = drawn_tables(MARKDOWN)
    assert MARKDOWN[table.start : table.end].startswith("| 科目") and MARKDOWN[table.start : table.end].endswith("80 | |")


def test_a_bar_before_some_rows_only_marks_an_empty_cell() -> None:
    assert grid("项目 ｜ 甲 ｜ 乙\n ｜ 5 ｜ 6\n合计 ｜ 7 ｜\n") == [[["项目", "甲", "乙"], ["", "5", "6"], ["合计", "7", ""]]]


def test_one_cell_a_line_is_folded_into_columns() -> None:
    text = "附表：三公经费\n项目 |\n2021年决算（万元） |\n公务接待费 |\n1,014 |\n其中：外宾 |\n0 |\n合计 |\n1,014 |\n扫一扫\n"
    assert grid(text) == [
        [["项目", "2021年决算（万元）"], ["公务接待费", "1,014"], ["其中：外宾", "0"], ["合计", "1,014"]]
    ]
    three = "项目|\n预算|\n决算|\n接待费|\n8|\n7|\n车辆费|\n5|\n4|\n"
    assert grid(three) == [[["项目", "预算", "决算"], ["接待费", "8", "7"], ["车辆费", "5", "4"]]]


def test_one_cell_a_line_that_folds_into_no_columns_stays_prose() -> None:
    assert grid("项目|\n预算|\n接待费|\n8|\n7|\n车辆费|\n5|\n") == []


def test_tabs_make_a_table_of_three_columns_and_three_lines() -> None:
    text = "单位：万元\n科目\t合计\t基本\n运行\t12.5\t12.5\n工程\t\t\n项目\t3\t\t\n完。\n"
    assert grid(text)[0][1] == ["运行", "12.5", "12.5"]
    assert grid("甲\t1\n乙\t2\n丙\t3\n") == [] and grid("甲\t1\t2\n乙\t2\t3\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "本局负责供水 | 排水，全年收入 500 万元。\n",
        "首页 | 政务公开 | 互动交流\n网站地图 | 联系我们 | 关于本站\n",
        "全年收入合计五百万元，比上年增加，主要原因是新建了水厂并且增加了人员。|其中财政拨款收入四百八十万元，占本年收入的九成六，比上年增加。\n"
        "全年支出合计四百万元，比上年减少，主要原因是压缩了公用经费。2022年|其中人员经费三百八十万元，占本年支出的九成六，比上年略有增加。\n",
        "字号：[大 | 中 | 小]\n",
        "————————\n----\n",
    ],
)
def test_a_line_with_a_bar_is_no_table(text: str) -> None:
    assert grid(text) == []


def test_the_text_layer_is_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "决算.md"
    path.write_bytes(MARKDOWN.replace("\n", "\r\n").encode("gb18030"))
    document = read(path)
    assert document.text == MARKDOWN and len(document.tables) == 1


@given(st.text(alphabet="科目1.5，|｜\t\n -—。", max_size=200))
def test_cells_are_in_order_trimmed_and_inside_their_table(text: str) -> None:
    at = 0
    for table in drawn_tables(text):
        assert table.start >= at
        for cell in table.cells:
            assert table.start <= cell.start < cell.end <= table.end
            assert text[cell.start : cell.end] == text[cell.start : cell.end].strip()
        places = [(cell.row, cell.column) for cell in table.cells]
        assert places == sorted(set(places))
        at = table.end


CHINESE = "某县水务局二〇二二年度部门决算公开，本年收入合计500万元。"
TRADITIONAL = "某縣水務局二〇二二年度部門決算公開，本年收入合計500萬元。"


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "no-such-encoding"])
@pytest.mark.parametrize(("text", "encoding"), [(CHINESE, "utf-8"), (CHINESE, "gbk"), (CHINESE, "gb18030"), (TRADITIONAL, "big5")])
def test_bytes_count_more_than_what_they_declare(declared: str, text: str, encoding: str) -> None:
    decoded = decode_declared(text.encode(encoding, errors="ignore"), declared, "页面.htm")
    assert decoded.text == text.encode(encoding, errors="ignore").decode(encoding) and decoded.damaged == 0


def test_a_damaged_byte_is_told_and_a_binary_file_refused() -> None:
    data = (CHINESE * 20).encode()
    damaged = decode_declared(data[:99] + b"\xff" + data[99:], "utf-8", "页面.htm")
    assert damaged.damaged == 1 and damaged.text.replace("\ufffd", "") == CHINESE * 20
    for broken in (b"\x89PNG\x00\x01", bytes(range(128, 256)) * 9 + b"\xff\xff\xff" * 50):
        with pytest.raises(InputError):
            decode_declared(broken, "", "图片.htm")
    with pytest.raises(InputError):
        decode(b"\x89PNG\x00\x01", "图片.txt")


@pytest.mark.parametrize("text", ["-" * 300_000 + "x", "|" * 300_000, "\t" * 300_000 + "x", "a|\n" * 60_000, " " * 300_000 + "|", "1|\n" * 60_000])
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    drawn_tables(text)
    unwrap(text)
    assert time.process_time() - started < 10, "linear: well under a second; a quadratic reader takes minutes"
