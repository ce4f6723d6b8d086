"""Line wraps, page numbers and inner spaces are undone; every character keeps its offset."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budget_kg.unwrapping import looks_wrapped, unwrap

WRAPPED = """一、收入决算情况说明

2022 年度本年收入合计 500 万元。其中：财政拨款收入 480 万元，占本年收入
96%，比上年增加一些，主要原因是新建了水厂并且增加了人员而且补发了
工资。

二、支出决算情况说明

本年支出合计 490 万元。
"""


def test_wraps_are_undone_and_headings_stand_alone() -> None:
    flow, structures = unwrap(WRAPPED)
    lines = flow.text.splitlines()
    assert lines[0] == "一、收入决算情况说明"
    assert lines[1].startswith("2022年度本年收入合计500万元。其中：财政拨款收入480万元，占本年收入96%")
    assert lines[1].endswith("补发了工资。")
    assert lines[2:] == ["二、支出决算情况说明", "本年支出合计490万元。"]
    assert structures == []


def test_page_numbers_inside_a_sentence_are_structure() -> None:
    text = "本年支出比上年有所增加，其中人员支出增加较多的原因是确\n\n\n\n31\n\n保了工资按时发放并且足额缴纳了各项社会保险。\n"
    flow, structures = unwrap(text)
    assert "原因是确保了工资" in flow.text
    assert [(text[s.start : s.end], s.rule) for s in structures] == [("31", "page-number")]
    dashed, _ = unwrap("第一页的文字到这里还没有结束，于是接着往下写\n- 12 -\n下一页的文字接着写完这句话。\n")
    assert "往下写下一页" in dashed.text


def test_a_lone_number_that_is_a_cell_stays() -> None:
    flow, structures = unwrap("序号\n1\n重点工作\n完成情况\n")
    assert "1" in flow.text and not structures


def test_number_cells_on_lines_of_their_own_stay_apart() -> None:
    flow, _ = unwrap("车辆数\n4\n2\n其他\n")
    assert flow.text == "车辆数4 2其他"
    wrapped, _ = unwrap("本年支出合计为人民币一共是5386.9\n4万元，比上年减少。\n")
    assert "5386.94万元" in wrapped.text


def test_spaces_between_latin_words_and_numbers_stay() -> None:
    flow, _ = unwrap("合计 2,238.15 1,797.66 PM2.5 指数 abc def")
    assert flow.text == "合计2,238.15 1,797.66 PM2.5指数abc def"


def test_crlf_form_feeds_and_ideographic_spaces() -> None:
    flow, _ = unwrap("一、概况\n　　本局负责　供水。\f二、机构\n")
    assert flow.text == "一、概况\n本局负责供水。\n二、机构"


@given(st.text(alphabet="一二、（）。，收入支出 \n\f\t1234.5万元年A", max_size=300))
def test_every_character_keeps_its_offset(text: str) -> None:
    flow, structures = unwrap(text)
    assert len(flow.text) == len(flow.source)
    for index, char in enumerate(flow.text):
        if not char.isspace():
            assert text[flow.source[index]] == char
    assert flow.source == sorted(flow.source)
    kept = {flow.source[i] for i, c in enumerate(flow.text) if c.isdigit()}
    left = {i for s in structures for i in range(s.start, s.end)}
    assert kept | left == {i for i, c in enumerate(text) if c.isdigit()}


def test_a_line_is_a_paragraph_where_the_format_knows_them() -> None:
    text = "某县水务局2022年度部门决算\n发布时间：2023-08-21\n本局负责供水，\n也负责排水\n（一）机构"
    flow, _ = unwrap(text, wrapped=False)
    assert flow.text.splitlines() == [
        "某县水务局2022年度部门决算", "发布时间：2023-08-21", "本局负责供水，也负责排水", "（一）机构"
    ]


def test_an_indent_in_a_run_of_text_begins_a_paragraph() -> None:
    text = "一、概况　　本局负责供水。　　（一）机构\xa0\xa0\xa0\xa0 设办公室、财务科。 二、收支　　合　　计　　500万元。"
    flow, _ = unwrap(text)
    assert flow.text.splitlines() == ["一、概况", "本局负责供水。", "（一）机构", "设办公室、财务科。二、收支合计500万元。"]
    for index, char in enumerate(flow.text):
        assert char == "\n" or text[flow.source[index]] == char


def test_whether_lines_are_wraps_is_seen_from_their_ends() -> None:
    sentence = "2022年度本年收入合计500万元，比上年增加20万元，主要是新建了水厂。"
    assert not looks_wrapped(f"{sentence}\n" * 6 + "一、概况\n")
    assert looks_wrapped("\n".join([sentence * 3][0][at : at + 31] for at in range(0, 100, 31)) + "\n" + sentence[:30])


def test_the_title_of_a_table_its_body_and_its_unit_are_paragraphs_of_their_own() -> None:
    flow, _ = unwrap(
        "第二部分 青禾县水务局2022年度部门决算表\n\f收入支出决算总表\n编制单位：青禾县水务局\n单位：万元\n"
        "三、一般公共预算支出决算情况，按功能分类的各项支出详见部门决算的有关各\n表。其中行政运行12万元。\n"
    )
    assert flow.text.splitlines()[:4] == [
        "第二部分青禾县水务局2022年度部门决算表", "收入支出决算总表", "编制单位：青禾县水务局", "单位：万元",
    ]
    assert "有关各表。" in flow.text


def test_a_part_whose_title_wraps_is_one_heading() -> None:
    flow, _ = unwrap("第二部分 青禾县水务局\n2022 年度部门决算表\n第三部分 青禾县农业农村和\n水务局部门决算表\n收入决算表\n")
    assert "青禾县农业农村和水务局部门决算表\n收入决算表" in flow.text
