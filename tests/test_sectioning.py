"""Headings in every numbering style make a tree, and are recognised by what they mean."""

from __future__ import annotations

import pytest
from prose import layout

from budget_kg.model import Section
from budget_kg.sectioning import contents_span, kind_of


def outline(text: str) -> list[tuple[int, str, str]]:
    """Depth, title and kind of every section."""

    def depth(section: Section) -> int:
        return 0 if section.parent is None else depth(section.parent) + 1

    return [(depth(s), s.marker + s.title, s.kind) for s in layout(text).root.walk() if s.parent is not None]


def test_styles_nest_in_their_order() -> None:
    text = "第三部分 决算情况说明\n一、收入决算情况说明\n（一）总体情况。收入增加。\n1.事业收入增加。\n（1）培训收入。\n①网络培训。\n二、支出决算情况说明\n"
    assert [row[0] for row in outline(text)] == [1, 2, 3, 4, 5, 6, 2]
    assert outline(text)[0][2] == "explanation"
    assert outline(text)[1] == (2, "一、收入决算情况说明", "revenue")


def test_one_line_documents_have_inline_headings() -> None:
    text = "某局2022年度部门决算 一. 部门主要职责 负责供水。 二、 2022年决算收支总体情况 本年收入5万元。 （一）2022年本年收入5万元，具体情况如下： 1. 财政拨款收入5万元。 2. 事业收入0万元。"
    found = outline(text)
    assert [row[2] for row in found] == ["duties", "totals", "", "", ""]
    assert [row[0] for row in found] == [1, 1, 2, 3, 3]


def test_amounts_in_headings_are_not_titles() -> None:
    text = "四、收支决算总体情况\n（一）2022年收入1，335.93万元，比上年减少5万元：\n1.财政拨款收入1，335.93万元。\n"
    assert [row[1] for row in outline(text)] == ["四、收支决算总体情况", "（一）2022年收入", "1.财政拨款收入"]


def test_numbers_that_only_look_like_headings() -> None:
    text = "一、支出决算情况说明\n项目总投资为\n1.02 亿元，待开工。\n1家已完成整改。\n"
    assert len(outline(text)) == 1


def test_list_items_that_begin_with_a_code_or_a_year() -> None:
    text = "二、支出决算情况说明\n1.2080505基本养老保险缴费支出5万元。\n2.2022年新增支出3万元。\n3.5万元以上的设备。\n"
    assert [row[1] for row in outline(text)][1:] == ["1.2080505基本养老保险缴费支出", "2.2022年新增支出"]


def test_a_table_of_contents_makes_no_sections() -> None:
    text = "目 录 第一部分 概况 ........1 一、主要职责 ........2 二、机构设置 ........3 第一部分 概况 一、主要职责 负责供水。 二、机构设置 内设科室。"
    assert [row[2] for row in outline(text)] == ["overview", "duties", "organisation"]
    start, end = contents_span(layout(text).flow.text)
    assert start == 0 and end > 0


def test_a_glossary_keeps_its_meaning_below() -> None:
    text = "第五部分 名词解释\n一、“三公”经费：指因公出国等费用。\n二、机关运行经费：指为保障运行的费用。\n"
    sections = list(layout(text).root.walk())[1:]
    assert [section.meaning for section in sections] == ["glossary"] * 3
    assert [section.kind for section in sections] == ["glossary", "", ""]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2022年度收入支出决算总体情况说明", "totals"),
        ("一般公共预算财政拨款支出决算情况说明", "general-public"),
        ("一般公共预算财政拨款基本支出决算情况说明", "basic"),
        ("财政拨款收入支出决算总体情况说明", "appropriation"),
        ("“三公”经费支出决算情况说明", "three-public"),
        ("关于机关运行经费支出情况说明", "operating-cost"),
        ("青禾县水务局概况", "overview"),
        ("其他事项", ""),
    ],
)
def test_meaning_of_titles(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_spans_cover_the_text_without_overlap() -> None:
    root = layout("一、主要职责\n（一）供水。供好水。\n（二）排水。\n二、机构设置\n内设三科。\n").root
    for section in root.walk():
        assert section.start <= section.body <= section.end
        for child, following in zip(section.children, section.children[1:], strict=False):
            assert child.end == following.start
        if section.children:
            assert section.children[-1].end <= section.end


CONTENTS = "目 录\n第一部分 部门概况\n一、主要职责\n二、人员情况\n第二部分 2022年度部门决算情况说明\n一、收入决算情况说明\n"
BODY = "第一部分 部门概况\n一、主要职责\n负责供水。\n第二部分 2022年度部门决算情况说明\n一、收入决算情况说明\n本年收入5万元。\n"


@pytest.mark.parametrize("glue", ["\n", "", " "])
def test_contents_without_leaders_are_no_sections(glue: str) -> None:
    text = "某局2022年度部门决算\n" + CONTENTS.replace("\n", glue) + "\n" + BODY
    start, end = contents_span(layout(text).flow.text)
    assert "人员情况" in layout(text).flow.text[start:end] and "负责供水" not in layout(text).flow.text[start:end]
    assert [row[2] for row in outline(text)].count("revenue") == 1


def test_a_list_that_does_not_come_again_is_no_contents() -> None:
    assert contents_span("某局目录\n一、收入情况\n本年收入5万元。\n二、支出情况\n三、其他\n") == (0, 0)
    assert contents_span("目录一、收入二、支出，详见下。一、收入二、支出三、其他") == (0, 0)


def test_chapters_without_a_number_stand_in_lines_of_their_own() -> None:
    text = (
        "目录\n一、部门主要职能\n二、机构设置\n三、名词解释\n四、部门预算编制说明\n\n部门主要职能\n青禾县水务局主管供水。主要职能包括：\n"
        "一、供水。负责供水。\n二、防汛。负责防汛。\n\n青禾县水务局（部门）机构设置\n本部门内设2个科室。\n名 词 解 释\n（一）、基本支出：指日常支出。\n"
        "2023年部门预算编制说明\n2023年收入预算5万元。\n"
    )
    assert outline(text) == [
        (1, "部门主要职能", "duties"), (2, "一、供水", ""), (2, "二、防汛", ""),
        (1, "青禾县水务局（部门）机构设置", "organisation"), (1, "名词解释", "glossary"), (2, "（一）、基本支出", ""),
        (1, "2023年部门预算编制说明", "explanation"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "机构职能\n部门职责\n机构设置\n名词解释\n一、支出决算情况说明\n本年支出5万元。\n",  # a menu
        "一、支出决算情况说明\n增加的有人员工资和部门\n名词解释\n等。\n",  # a wrapped line
        "第一部分 概况\n负责供水。\n名词解释\n无。\n第二部分 决算情况说明\n无。\n",  # its parts are numbered
        "青禾县水务局2023年部门预算情况说明\n一、单位构成\n2个科室。\n二、收入情况\n收入5万元。\n",  # of the document
    ],
)
def test_a_line_that_is_no_chapter(text: str) -> None:
    assert all(marker for marker in (section.marker for section in list(layout(text).root.walk())[1:]))


def test_contents_with_leaders_and_no_pages() -> None:
    text = "目录\n一、部门主要职能…………\n二、机构设置…………\n三、名词解释…………\n部门主要职能\n负责供水。\n"
    start, end = contents_span(layout(text).flow.text)
    assert (start, layout(text).flow.text[end:].strip()) == (0, "部门主要职能\n负责供水。")
