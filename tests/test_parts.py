"""Which sections and tables a document has; tables without figures, with and without a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_tables import Drawn, document, read, rules

from budget_kg.parts import parts_of
from budget_kg.pipeline import map_document, read_document
from budget_kg.vocab import CODE, B

ACCOUNTS = """青禾县水务局2022年度部门决算

第一部分 部门概况
一、部门职责
1.负责全县水资源管理。

第二部分 2022年度部门决算表
一、收入支出决算总表
二、收入决算表
财政拨款“三公”经费支出决算表

第三部分 2022年度部门决算情况说明
一、其他重要事项的情况说明
（一）政府采购支出情况
2022年度政府采购支出总额12.5万元。
二、收入支出决算总体情况说明
2022年度收、支总计均为860万元。

第四部分 名词解释
（一）基本支出：指为保障机构正常运转而发生的支出。
"""

FUND = """
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
栏次 | < | 1 | 2 | 3
合计 | < | {figure} | |
{note}
"""
TITLE = "政府性基金预算财政拨款支出决算表\n部门：青禾县水务局 单位：万元"


def empty(figure: str = "", note: str = "", after: str = "") -> list[str]:
    table = Drawn(FUND.format(figure=figure, note=note), above=TITLE)
    return [rule for rule in rules(read(table, after=after)) if rule == "empty-table"]


def test_sections_and_tables_are_told_by_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_text(ACCOUNTS, "utf-8")
    read_accounts = read_document(path)
    parts = parts_of(read_accounts.layout, read_accounts.reading.sections)
    assert set(parts.sections) >= {"duties", "procurement", "totals", "glossary"}
    assert parts.sections == tuple(sorted(set(parts.sections)))
    assert "operating-cost" not in parts.sections
    assert parts.tables == ("revenue", "three-public", "totals")


def test_parts_are_stated_of_the_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_text(ACCOUNTS, "utf-8")
    mapped = map_document(read_document(path))
    layer = mapped.names.text_layer
    claims = mapped.nquads.decode()
    assert f"<{layer}> <{B.hasSection}> <{CODE}section/glossary> " in claims
    assert f"<{layer}> <{B.hasTable}> <{CODE}table/three-public> " in claims


def test_an_empty_table_without_a_note_is_a_finding() -> None:
    assert empty() == ["empty-table"]


@pytest.mark.parametrize("words", ["注：本部门2022年度无政府性基金预算财政拨款支出。", "说明：本年没有此项支出，本表为空。", "注：此表为空表"])
def test_a_note_explains_an_empty_table(words: str) -> None:
    assert empty(after=words) == []
    assert empty(note=f"{words} | < | < | < | <") == []


@pytest.mark.parametrize("figure", ["0.00", "0", "12.50"])
def test_a_table_with_a_figure_is_not_empty(figure: str) -> None:
    assert empty(figure) == []


def test_a_note_below_the_next_table_is_not_of_this_one() -> None:
    other = Drawn(FUND.format(figure="3.00", note=""), above=TITLE.replace("政府性基金预算", "一般公共预算"))
    first = Drawn(FUND.format(figure="", note=""), above=TITLE)
    found = rules(read(first, other, after="注：本部门无国有资产。"))
    assert found.count("empty-table") == 1
    assert len(document(first, other).tables) == 2
