"""The text layer that readers build: where lines, pages and cells stand, and what is a table at all."""

from __future__ import annotations

import pytest

from budget_kg.layer import Entry, Layer, unwrapped
from budget_kg.model import Document, Head, Layout
from budget_kg.reading import Reading
from budget_kg.sectioning import section_tree
from budget_kg.structure import account
from budget_kg.unwrapping import unwrap


def document(layer: Layer) -> Document:
    return layer.document("invented.pdf", "application/pdf", "0" * 64)


def two_pages() -> Document:
    layer = Layer()
    layer.page(1)
    layer.line("一、收支情况\n本年收入合计25.6万")
    layer.page(2, confidence=0.93)
    layer.line("元，比上年增加。")
    layer.table([Entry(0, 0, "科目\n名称"), Entry(0, 2, "合计"), Entry(1, 0, "行政运行"), Entry(1, 2, "1,025.\n30")], page=2)
    layer.line("二、其他说明")
    return document(layer)


def test_every_cell_is_where_it_says() -> None:
    made = two_pages()
    (table,) = made.tables
    assert [made.text[cell.start : cell.end] for cell in table.cells] == ["科目名称", "合计", "行政运行", "1,025.30"]
    assert made.text[table.start : table.end] == "科目名称\t\t合计\n行政运行\t\t1,025.30"
    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 0), (0, 2), (1, 0), (1, 2)]


def test_pages_and_their_confidence() -> None:
    made = two_pages()
    assert [made.text[page.start : page.end][:2] for page in made.pages] == ["一、", "元，"]
    assert made.page_at(made.text.index("行政运行")) == 2
    assert made.confidence_at(0) is None
    assert made.confidence_at(made.tables[0].start) == 0.93


def test_a_flow_has_no_tables_in_it_and_no_paragraph_runs_across_one() -> None:
    made = two_pages()
    flow, _ = unwrap(made.text, made.tables)
    assert flow.text == "一、收支情况\n本年收入合计25.6万元，比上年增加。\n二、其他说明"
    layer = Layer()
    layer.line("本年支出情况如下表所示，其中各项数字以表内为准")
    layer.table([Entry(0, 0, "甲"), Entry(0, 1, "1")])
    layer.line("以上各项均已公开")
    made = document(layer)
    assert "\n以上" in unwrap(made.text, made.tables)[0].text


def test_paragraphs_in_a_frame_are_prose() -> None:
    words = "本单位负责辖区内供水管网的运行和维护；负责水费的收缴。" * 6
    layer = Layer()
    layer.table([Entry(0, 0, "一、主要职责"), Entry(1, 0, words)])
    made = document(layer)
    assert not made.tables
    assert made.text == f"一、主要职责\n{words}\n"


def test_an_empty_table_is_none() -> None:
    layer = Layer()
    layer.table([Entry(0, 0, " "), Entry(1, 1, "\n")])
    assert document(layer).tables == ()
    assert layer.size == 0


@pytest.mark.parametrize(
    ("printed", "words"),
    [("一般公共\n服务支出", "一般公共服务支出"), ("1,234,\n567.00", "1,234,567.00"), ("PM\nlevel", "PM level"),
     (" 合\u3000计 ", "合\u3000计"), ("a\tb", "a b"), ("", "")],
)
def test_wraps_in_a_cell(printed: str, words: str) -> None:
    assert unwrapped(printed) == words


def test_numbers_of_a_table_nobody_reads_are_unread() -> None:
    layer = Layer()
    layer.line("青禾县水务局2022年度部门决算\n一、部门职责")
    layer.table([Entry(0, 0, "2022年度"), Entry(0, 1, "金额"), Entry(1, 0, "甲"), Entry(1, 1, "1,025.30")])
    made = document(layer)
    flow, _ = unwrap(made.text, made.tables)
    head = Head("青禾县水务局", 2022, "final", "department", "", None, ())
    numbers = account(Layout(made, head, flow, section_tree(flow)), Reading())
    assert [use.printed for use in numbers.unread] == ["1,025.30"]
    assert [use.rule for use in numbers.structures] == ["fiscal-year", "fiscal-year"]
