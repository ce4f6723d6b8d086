"""Digits that are no number, with a unit behind them: the document is read, and they stay out of its facts."""

from __future__ import annotations

import pytest
from prose import layout

from budget_kg.extraction import extract
from budget_kg.structure import account, all_facts

CHAPTERS = {
    "staff": "第一部分 部门概况\n一、人员构成\n本单位实有{}人。",
    "offices": "第一部分 部门概况\n一、机构设置\n本单位内设{}个科室。",
    "procurement": "第三部分 决算情况说明\n一、国有资产占用情况\n单价{}万元（含）以上设备2台。",
    "score": "第三部分 决算情况说明\n一、部门整体支出自评结果\n自评得分为{}分。",
    "key work": "第三部分 决算情况说明\n一、年度重点工作完成情况\n新建道路{}公里，位列全市第{}名。",
}


@pytest.mark.parametrize("digits", ["2022.12.31", "1.2.3", "9.6.8"])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_malformed_digits_are_never_a_fact(chapter: str, digits: str) -> None:
    made = layout(f"青禾县水务局2022年度部门决算\n{CHAPTERS[chapter].replace('{}', digits)}")
    reading = extract(made)
    account(made, reading)
    assert not [fact for fact in all_facts(reading.facts) if digits in str(getattr(fact, "value", ""))]


@pytest.mark.parametrize("rank", ["前二三名", "第十十名", "第二百名", "前〇名"])
def test_a_malformed_rank_stops_no_document(rank: str) -> None:
    made = layout(f"青禾县水务局2022年度部门决算\n一、年度重点工作完成情况\n植树3万亩，综合考核位居全市{rank}。")
    assert [fact for fact in all_facts(extract(made).facts) if str(getattr(fact, "label", "")).startswith("植树")]


def test_numbers_of_a_quoted_title_are_no_figures_of_work() -> None:
    made = layout(
        "青禾县水务局2022年度部门决算\n一、年度重点工作完成情况\n印发《关于推进30个村庄整治的意见》，改造村庄12个。"
    )
    printed = [fact.value.printed for fact in all_facts(extract(made).facts) if hasattr(fact, "value")]
    assert printed == ["12"]
