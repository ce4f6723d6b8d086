"""Grids: merged cells, heads, tables continued over pages, captions, and the numbers cells print."""

from __future__ import annotations

from decimal import Decimal

import pytest
from invented_tables import Drawn, document

from budget_kg.grids.captions import caption_of, unit_for_all
from budget_kg.grids.columns import blocks_of, columns_of
from budget_kg.grids.grid import Grid, grid_of, key
from budget_kg.grids.heads import head_length, numbers_columns, paths
from budget_kg.grids.joining import grids_of
from budget_kg.grids.kinds import kind_of
from budget_kg.grids.numbers import number_in
from budget_kg.text import unit_words


def grid(*tables: Drawn) -> Grid:
    made = document(*tables)
    (found,) = grids_of(made, made.tables)
    return found


def words(found: Grid) -> list[list[str]]:
    return [[slot.text if slot is not None else "" for slot in row] for row in found.rows]


CODED = """
项目 | < | 合计 | 基本支出
科目编码 | 科目名称 | ^ | ^
205 | 教育支出 | 30.00 | 10.00
"""


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    assert words(grid(Drawn(CODED)))[:2] == [
        ["项目", "项目", "合计", "基本支出"], ["科目编码", "科目名称", "合计", "基本支出"],
    ]


def test_rows_without_words_are_left_out_and_huge_spans_are_cut() -> None:
    made = document(Drawn("甲 | 乙\n丙 | 丁"))
    table = made.tables[0]
    assert [len(row) for row in grid_of(table, made.text).rows] == [2, 2]


def test_words_are_compared_without_spaces_quotes_and_kinds_of_brackets() -> None:
    assert key("“三公” 经费（万元）") == key('"三公"经费(万元)') == "三公经费(万元)"


@pytest.mark.parametrize(("drawn", "length"), [
    (CODED, 2),
    ("收入 | < | 支出 | <\n项目 | 决算数 | 项目 | 决算数\n一、事业收入 | | 一、教育支出 | ", 2),
    ("本年收入 | < | 本年支出 | <\n项目 | 预算数 | 项目 | 预算数\n一、事业收入 | | 一、教育支出 | 3.0", 2),
    ("项目 | 行次 | 金额\n栏次 | | 1\n一、事业收入 | 1 | 3.0", 2),
    ("科目编码 | 科目名称 | 合计\n合计 | | ", 1),
    ("项目 | < | < | < | 合计\n支出功能分类 | < | < | 科目名称 | ^\n类 | 款 | 项 | 合计 | 30.00\n205 | | | 教育支出 | 30.00", 2),
])
def test_head_ends_where_rows_begin(drawn: str, length: int) -> None:
    assert head_length(grid(Drawn(drawn)).rows) == length


@pytest.mark.parametrize("row", ["栏次 | | 1 | 2 | 3", "甲 | 乙 | 1 | 2", "1 | 2 | 3 | 4=5+6", "行次 | 1 | 2=3+4 | 3 | 4"])
def test_rows_that_number_the_columns(row: str) -> None:
    assert numbers_columns(grid(Drawn(row)).rows[0])


@pytest.mark.parametrize("row", ["205 | 教育支出 | 1 | 2", "1 | 教育支出 | 2 | 3", "12.5 | 13 | 14", "合计 | 1.0 | 2.0"])
def test_rows_of_figures_do_not_number_the_columns(row: str) -> None:
    assert not numbers_columns(grid(Drawn(row)).rows[0])


def test_without_merged_cells_a_group_stands_over_the_blanks_beside_it() -> None:
    found = grid(Drawn("收入 | | 支出 |\n项目 | 决算数 | 项目 | 决算数\n一、事业收入 | 1.0 | 一、教育支出 | 1.0"))
    assert [[slot.text for slot in path] for path in paths(found, found.rows[:2])] == [
        ["收入", "项目"], ["收入", "决算数"], ["支出", "项目"], ["支出", "决算数"],
    ]


def test_side_by_side_groups_are_blocks() -> None:
    found = grid(Drawn(
        "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数\n"
        "301 | 工资福利支出 | 8.0 | 302 | 商品和服务支出 | 3.0 | 310 | 资本性支出 | 1.0"
    ))
    blocks = blocks_of(columns_of(found, found.rows[:1], found.rows[1:]))
    assert [[column.index for column in (*block.labels, *block.figures)] for block in blocks] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


# -- continued tables ---------------------------------------------------------------------------------------------------

HEAD = "科目编码 | 科目名称 | 合计\n"


def test_continued_table_with_its_head_again() -> None:
    first = Drawn(HEAD + "205 | 教育支出 | 30.00", above="支出决算表\n单位：万元")
    second = Drawn(HEAD + "206 | 科学技术支出 | 4.00", page=True)
    found = grid(first, second)
    assert [row[0] for row in words(found)] == ["科目编码", "205", "206"] and len(found.repeated) == 1


def test_continued_table_without_head_behind_a_page_number() -> None:
    found = grid(Drawn(HEAD + "205 | 教育支出 | 30.00"), Drawn("206 | 科学技术支出 | 4.00", above="- 7 -", page=True))
    assert [row[0] for row in words(found)] == ["科目编码", "205", "206"]


def test_continued_table_with_its_title_again() -> None:
    first = Drawn(HEAD + "205 | 教育支出 | 30.00", above="支出决算表\n单位：万元")
    second = Drawn(HEAD + "206 | 科学技术支出 | 4.00", above="支出决算表\n单位：万元", page=True)
    assert len(grid(first, second).tables) == 2


def test_another_title_or_head_begins_another_table() -> None:
    first = Drawn(HEAD + "205 | 教育支出 | 30.00", above="支出决算表")
    other = Drawn(HEAD + "205 | 教育支出 | 20.00", above="收入决算表", page=True)
    more = Drawn("科目编码 | 科目名称 | 决算数\n205 | 教育支出 | 20.00", page=True)
    for second in (other, more):
        made = document(first, second)
        assert len(grids_of(made, made.tables)) == 2


def test_label_cut_by_the_page_break_is_whole_again() -> None:
    found = grid(
        Drawn(HEAD + "2080505 | 机关事业单位基本养老保险缴费支 | 30.00"), Drawn(" | 出 | \n210 | 卫生健康支出 | 4.00", page=True),
    )
    assert [row[1] for row in words(found)][1:] == ["机关事业单位基本养老保险缴费支出", "卫生健康支出"]


def test_total_alone_on_the_last_page_takes_the_columns_by_their_place() -> None:
    left = (10.0, 40.0, 90.0, 150.0)
    first = Drawn("类 | 款 | 科目名称 | 合计\n205 | 01 | 教育管理事务 | 30.00", left=left)
    found = grid(first, Drawn("合计 | 30.00", left=(10.0, 150.5), page=True))
    assert words(found)[-1] == ["合计", "", "", "30.00"]


def test_total_alone_on_the_last_page_without_places_ends_at_the_right() -> None:
    found = grid(Drawn("类 | 款 | 科目名称 | 合计\n205 | 01 | 教育管理事务 | 30.00"), Drawn("合计 | 30.00", page=True))
    assert words(found)[-1] == ["合计", "", "", "30.00"]


def test_sheets_are_not_joined() -> None:
    made = document(Drawn(HEAD + "205 | 教育支出 | 3.0", sheet="一"), Drawn("206 | 科学技术支出 | 4.0", sheet="二"))
    assert len(grids_of(made, made.tables)) == 2


# -- captions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("above", "title", "kind", "unit"), [
    ("收入支出决算总表\n单位：万元", "收入支出决算总表", "totals", "wan-yuan"),
    ("公开01表\n2022年度收入决算表\n部门：青禾县水务局 金额单位：元", "2022年度收入决算表", "revenue", "yuan"),
    ("表三、2022年部门支出预算总表\n编制部门：青禾县水务局 单位:千元", "表三、2022年部门支出预算总表", "expenditure", "qian-yuan"),
    ("一般公共预算财政拨款“三公”经费支出决算表（万元）", "一般公共预算财政拨款“三公”经费支出决算表（万元）", "three-public", "wan-yuan"),
    ("2022年部门一般公共预算基本支出部门预算经济分类预\n算表\n单位：元", "2022年部门一般公共预算基本支出部门预算经济分类预算表", "basic", "yuan"),
    ("财政拨款\n收入支出决算总表\n单位：亿元", "财政拨款收入支出决算总表", "appropriation", "yi-yuan"),
    ("具体情况见上。支出决算表 单位：万元", "支出决算表", "expenditure", "wan-yuan"),
    ("本年收入12万元，支出12万元。", "", "", ""),
])
def test_title_and_unit_over_a_table(above: str, title: str, kind: str, unit: str) -> None:
    made = document(Drawn(CODED, above=above))
    caption = caption_of(grids_of(made, made.tables)[0], made, None)
    assert (caption.title, caption.kind, caption.unit.notation if caption.unit else "") == (title, kind, unit)


def test_title_in_the_first_rows_of_a_sheet() -> None:
    made = document(Drawn("2022年部门收入预算总表 | < | < | <\n编制部门：青禾县水务局 | | | 单位：元" + CODED, sheet="Sheet3"))
    caption = caption_of(grids_of(made, made.tables)[0], made, None)
    assert (caption.kind, caption.year, caption.rows) == ("revenue", 2022, 2) and caption.unit is not None


def test_name_of_a_sheet_is_its_title_when_none_is_printed() -> None:
    made = document(Drawn(CODED, sheet="部门支出总表"))
    assert caption_of(grids_of(made, made.tables)[0], made, None).kind == "expenditure"


def test_unit_of_all_tables_as_prose_states_it() -> None:
    made = document(Drawn(CODED))
    assert unit_for_all(made, "以下各表金额单位均为万元。") is unit_words()["万元"]
    assert unit_for_all(made, "收入12万元，支出3元。") is None


@pytest.mark.parametrize("title", [
    "项目支出绩效自评表", "财政项目支出绩效目标填报表", "部门整体绩效自评表", "目录", "人员情况表", "中央对地方转移支付支出表", "收入",
])
def test_other_titles_are_no_kind_of_accounts(title: str) -> None:
    assert kind_of(title) == ""


# -- numbers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "value"), [
    ("1,234.50", "1234.5"), ("0.00", "0"), ("0", "0"), ("-12.3", "-12.3"), ("（12.3）", "-12.3"), ("(1,000)", "-1000"),
    ("－8", "-8"), ("￥30.5", "30.5"), ("1，335.93", "1335.93"), ("３.５", "3.5"), ("12.5%", "12.5"), ("5辆", "5"), ("2 ", "2"),
])
def test_number_of_a_cell(cell: str, value: str) -> None:
    found = number_in(f"x\t{cell}\t人员", 2, 2 + len(cell))
    assert found is not None and found.quantity(None).value == Decimal(value)


@pytest.mark.parametrize("cell", ["", "-", "—", "–", "x,xxx", "XXX", "详见附表1", "1-2", "3/4", "12.3.4", "约30", "5万余"])
def test_cell_without_one_plain_number(cell: str) -> None:
    assert number_in(cell, 0, len(cell)) is None
