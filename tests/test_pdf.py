"""The reader of PDF: which words stand in which cell, in what order lines come, and what a file may not do."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pdf_pages import ROWS, XS, YS, Draw, grid, one_page, pdf, stream, table, write
from reportlab.pdfgen.canvas import Canvas

from budget_kg.model import Document, Table
from budget_kg.readers.pdf import read
from budget_kg.unwrapping import unwrap

EXPECTED = {(row, column): words for row, line in enumerate(ROWS) for column, words in enumerate(line) if words}


def made(tmp_path: Path, *pages: Draw, size: tuple[float, float] = (595, 842), rotation: int = 0) -> Document:
    return read(pdf(tmp_path / "made.pdf", *pages, size=size, rotation=rotation))


def cells(document: Document, found: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in found.cells}


def only(document: Document) -> dict[tuple[int, int], str]:
    (found,) = document.tables
    return cells(document, found)


def spans(document: Document) -> dict[str, tuple[int, int]]:
    (found,) = document.tables
    return {document.text[cell.start : cell.end]: (cell.rows, cell.columns) for cell in found.cells}


def test_a_ruled_table_stands_between_its_lines(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 720, "收支情况表")
        canvas.drawString(320, 706, "单位：万元")
        table(canvas)
        canvas.drawString(60, 610, "注：以上数字均含上年结转。")

    document = made(tmp_path, page)
    assert only(document) == EXPECTED
    before, after = document.text[: document.tables[0].start], document.text[document.tables[0].end :]
    assert before.split() == ["收支情况表", "单位：万元"]
    assert after.strip() == "注：以上数字均含上年结转。"
    assert document.tables[0].page == 1
    box = document.tables[0].cells[0].box
    assert box == pytest.approx((60, 842 - 700, 200, 842 - 680), abs=0.6)


def merged_header(canvas: Canvas) -> None:
    xs, ys = (50, 80, 110, 140, 260, 340, 420, 500), (700, 680, 660, 640, 620)
    for y in (ys[0], *ys[2:]):
        canvas.line(xs[0], y, xs[-1], y)
    canvas.line(xs[0], ys[1], xs[3], ys[1])
    canvas.line(xs[5], ys[1], xs[7], ys[1])
    for index, x in enumerate(xs):
        top = {1: ys[2], 2: ys[2], 6: ys[1]}.get(index, ys[0])
        canvas.line(x, top, x, ys[-1])
    write(canvas, xs, ys, (
        ("支出科目编码", "", "", "", "", "其中", ""), ("分类", "", "", "科目名称", "合计", "基本支出", "项目支出"),
        ("类", "款", "项", "合计", "812.40", "600.00", "212.40"), ("208", "05", "01", "行政单位离退休", "212.40", "", "212.40"),
    ))


def test_rules_that_are_missing_merge_cells(tmp_path: Path) -> None:
    document = made(tmp_path, merged_header)
    assert spans(document)["支出科目编码"] == (1, 3)
    assert spans(document)["其中"] == (1, 2)
    assert spans(document)["科目名称"] == (2, 1)
    found = only(document)
    assert (found[(3, 0)], found[(3, 1)], found[(3, 2)]) == ("208", "05", "01")
    assert found[(3, 6)] == "212.40"
    assert (3, 5) not in found


def turned_by(rotation: int, width: float, height: float) -> Draw:
    """A table turned counter-clockwise on a page of that size."""

    def turned(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
        canvas.rotate(rotation)
        canvas.setFont("STSong-Light", 10)
        table(canvas)
        canvas.restoreState()

    return turned


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_the_file_turns(tmp_path: Path, rotation: int) -> None:
    size = (842, 595) if rotation == 180 else (595, 842)
    seen = (595, 842) if rotation == 180 else size
    inner = (595, 842) if rotation == 180 else (842, 595)
    document = made(tmp_path, turned_by(rotation, *inner), size=seen, rotation=rotation)
    assert only(document) == EXPECTED
    assert document.tables[0].cells[1].box == pytest.approx((200, 842 - 700, 290, 842 - 680), abs=0.6)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_table_that_lies_on_its_side(tmp_path: Path, rotation: int) -> None:
    size = (595, 842) if rotation == 180 else (842, 595)
    document = made(tmp_path, turned_by(rotation, *size), size=size)
    assert only(document) == EXPECTED
    box = {90: (142, 305, 162, 395), 180: (305, 680, 395, 700), 270: (680, 200, 700, 290)}[rotation]
    assert document.tables[0].cells[1].box == pytest.approx(box, abs=0.6)


def test_words_printed_twice_are_read_once(tmp_path: Path) -> None:
    def bold(canvas: Canvas) -> None:
        table(canvas)
        canvas.translate(0.4, 0.2)
        write(canvas, XS, YS, ROWS)
        canvas.drawString(60, 600, "一、收入支出总体情况11.11万元")
        canvas.drawString(60.4, 600, "一、收入支出总体情况11.11万元")

    document = made(tmp_path, bold)
    assert only(document) == EXPECTED
    assert document.text[document.tables[0].end :].strip() == "一、收入支出总体情况11.11万元"


def test_words_that_repeat_the_row_above_are_read(tmp_path: Path) -> None:
    xs, ys = (60, 200), range(700, 400, -20)

    def page(canvas: Canvas) -> None:
        grid(canvas, (*xs, 300), ys)
        for y in list(ys)[:-1]:
            canvas.drawString(64, y - 14, "基本支出")
            canvas.drawString(204, y - 14, "0.00")

    found = only(made(tmp_path, page))
    assert found == {(row, column): ("基本支出", "0.00")[column] for row in range(14) for column in range(2)}


def test_a_page_cut_out_of_a_larger_one(tmp_path: Path) -> None:
    def cut(canvas: Canvas) -> None:
        canvas.setCropBox((40, 500, 440, 750))
        canvas.drawString(60, 20, "裁切线外的标记")
        table(canvas)

    document = made(tmp_path, cut)
    assert only(document) == EXPECTED
    assert document.tables[0].cells[0].box == pytest.approx((20, 50, 160, 70), abs=0.6)
    assert "标记" not in document.text


def test_a_table_inside_a_form(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont("STSong-Light", 10)
        table(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.scale(0.8, 0.8)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(30, 50)
        canvas.doForm("outer")

    document = made(tmp_path, form)
    assert only(document) == EXPECTED
    assert document.tables[0].cells[0].box == pytest.approx((78, 842 - 610, 190, 842 - 594), abs=0.6)


def thin_areas(canvas: Canvas) -> None:
    for x in XS:
        canvas.rect(x, YS[-1], 0.5, YS[0] - YS[-1], stroke=0, fill=1)
    path = canvas.beginPath()
    for y in YS:
        path.rect(XS[0], y, XS[-1] - XS[0], 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def framed_cells(canvas: Canvas) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(left + 1, bottom + 1, right - left - 2, top - bottom - 2)


def short_strokes(canvas: Canvas) -> None:
    for left, right in pairwise(XS):
        for y in YS:
            canvas.line(left + 0.7, y, right - 0.7, y + 0.1)
    for x in XS:
        for top, bottom in pairwise(YS):
            canvas.line(x, top, x, bottom)


def open_sides(canvas: Canvas) -> None:
    for x in XS[1:-1]:
        canvas.line(x, YS[0], x, YS[-1])
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)


@pytest.mark.parametrize("rules", [thin_areas, framed_cells, short_strokes, open_sides])
def test_ways_to_draw_rules(tmp_path: Path, rules: Draw) -> None:
    def page(canvas: Canvas) -> None:
        rules(canvas)
        write(canvas, XS, YS, ROWS)

    assert only(made(tmp_path, page)) == EXPECTED


def test_rules_that_are_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(30, 30, 535, 782)  # a frame around the page
        canvas.line(60, 790, 530, 790)  # under a running head
        canvas.drawString(60, 795, "某局部门决算")
        canvas.drawString(60, 700, "二、收入决算情况说明")
        canvas.line(60, 698, 160, 698)
        canvas.line(60, 690, 160, 690)
        for y in (600, 580, 560):  # a list in a box of one column
            canvas.line(60, y, 300, y)
        canvas.line(60, 600, 60, 560)
        canvas.line(300, 600, 300, 560)
        canvas.drawString(64, 586, "一、主要职能")
        canvas.drawString(64, 566, "二、机构设置")

    document = made(tmp_path, page)
    assert document.tables == ()
    assert document.text.split() == ["某局部门决算", "二、收入决算情况说明", "一、主要职能", "二、机构设置"]


def test_wrapped_prose_comes_out_as_paragraphs(tmp_path: Path) -> None:
    first = ("2023年度收入总计1,203.45万元，与上年相比增加86.20万元，增", "长7.72%，主要原因是新增河道整治项目经费，以及机构改革后人", "员转隶增加。")

    def page(canvas: Canvas) -> None:
        canvas.drawString(70, 780, "（一）收入情况")
        for index, line in enumerate(first):
            canvas.drawString(50 if index else 70, 760 - 20 * index, line)
        canvas.drawString(70, 700, "（二）支出情况")
        canvas.drawString(290, 60, "- 3 -")

    def following(canvas: Canvas) -> None:
        canvas.drawString(50, 780, "2023年度支出总计1,203.45万元。")
        canvas.drawString(290, 60, "4")

    document = made(tmp_path, page, following)
    flow, structures = unwrap(document.text, document.tables)
    assert flow.text.split("\n") == ["（一）收入情况", "".join(first), "（二）支出情况", "2023年度支出总计1,203.45万元。"]
    assert [document.text[place.start : place.end] for place in structures] == ["3", "4"]
    assert [page.number for page in document.pages] == [1, 2]
    assert document.page_at(document.text.index("支出总计")) == 2


def test_a_word_wider_than_its_cell_is_not_cut(tmp_path: Path) -> None:
    ys = (700, 680, 660, 640)
    xs = (60, 110, 200, 262, 320)

    def page(canvas: Canvas) -> None:
        grid(canvas, xs, ys)
        write(canvas, xs, ys, (("编码", "名称", "预算", "决算"), ("2080501", "行政单位离退休人员管理", "", "8,206.15")))
        canvas.drawRightString(261.5, 648, "112,345,678.90")
        canvas.drawString(262, 648, "22,345.67")

    assert only(made(tmp_path, page)) == {
        (0, 0): "编码", (0, 1): "名称", (0, 2): "预算", (0, 3): "决算",
        (1, 0): "2080501", (1, 1): "行政单位离退休人员管理", (1, 3): "8,206.15",
        (2, 2): "112,345,678.90", (2, 3): "22,345.67",
    }


def test_lines_within_a_cell_beside_a_lower_one(tmp_path: Path) -> None:
    xs, ys = (60, 160, 260, 360), (700, 664, 630)

    def page(canvas: Canvas) -> None:
        grid(canvas, xs, ys)
        write(canvas, xs, ys, (("机关事业单位\n基本养老保险", "", "Office of\nWater"), ("甲", "乙", "丙")))
        canvas.drawString(164, 682, "１，２３４．５０")
        canvas.drawString(164, 638, " 因 公 出 国 ")

    found = only(made(tmp_path, page))
    assert found[(0, 0)] == "机关事业单位基本养老保险"
    assert found[(0, 1)] == "１，２３４．５０"
    assert found[(0, 2)] == "Office of Water"


def test_rows_without_rules_between_them(tmp_path: Path) -> None:
    xs, ys = (60, 100, 220, 300, 360), (700, 680, 600, 560)

    def page(canvas: Canvas) -> None:
        grid(canvas, xs, ys)
        write(canvas, xs, ys, (
            ("类别", "项目", "预算数", "决算数"),
            ("", "工资福利支出\n商品和服务支出\n其他支出", "1,200.00\n86.50\n9.00", "1,190.25"),
            ("", "合计", "", "1,190.25"),
        ))
        canvas.drawString(64, 662.5, "支出")  # beside none of the rows
        canvas.drawRightString(358, 646, "7.75")

    document = made(tmp_path, page)
    found = only(document)
    assert [found[(row, 1)] for row in range(1, 5)] == ["工资福利支出", "商品和服务支出", "其他支出", "合计"]
    assert [found.get((row, 2)) for row in range(1, 4)] == ["1,200.00", "86.50", "9.00"]
    assert [found.get((row, 3)) for row in range(1, 5)] == ["1,190.25", None, "7.75", "1,190.25"]
    assert spans(document)["支出"] == (3, 1)
    boxes = [cell.box for cell in document.tables[0].cells if cell.column == 1 and 0 < cell.row < 4]
    assert all(above and below and above[3] == below[1] for above, below in pairwise(boxes))


def test_a_number_that_had_to_wrap_is_one(tmp_path: Path) -> None:
    xs, ys = (60, 160, 200), (700, 680, 650)

    def page(canvas: Canvas) -> None:
        grid(canvas, xs, ys)
        write(canvas, xs, ys, (("项目", "金额"), ("基本支出", "")))
        canvas.drawString(162, 667, "12345678")
        canvas.drawString(162, 655, "90.12")

    assert only(made(tmp_path, page))[(1, 1)] == "1234567890.12"


def test_a_table_that_goes_on_is_a_table_on_each_page(tmp_path: Path) -> None:
    def last_row(canvas: Canvas) -> None:
        grid(canvas, XS, YS[:2])
        write(canvas, XS, YS, (("合计", "1,025.30", "1,035.56"),))

    document = made(tmp_path, table, last_row)
    assert [found.page for found in document.tables] == [1, 2]
    assert cells(document, document.tables[1]) == {(0, 0): "合计", (0, 1): "1,025.30", (0, 2): "1,035.56"}
    assert [cell.box[0] for cell in document.tables[1].cells if cell.box] == pytest.approx(XS[:3], abs=0.6)


CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
4 beginbfchar <41> <2F64> <42> <2ECB> <43> <200B> <44> <FFFD> endbfchar endcmap end end"""


def test_radicals_and_characters_without_ink_or_letter(tmp_path: Path) -> None:
    words = b"BT /F1 12 Tf 72 700 Td (12ABDC) Tj 0 -20 Td (A budget of 3.50) Tj ET"
    path = tmp_path / "mapped.pdf"
    path.write_bytes(one_page(words, font=b"/ToUnicode 6 0 R", more=[stream(CMAP)]))
    document = read(path)
    assert document.text.split("\n")[:2] == ["12用车�", "用 budget of 3.50"]
    assert [finding.rule for finding in document.findings] == ["unmapped-characters"]
    assert "1 characters" in document.findings[0].message.en


def watermark(canvas: Canvas) -> None:
    table(canvas)
    canvas.saveState()
    canvas.translate(100, 600)
    canvas.rotate(37)
    canvas.setFont("STSong-Light", 40)
    canvas.drawString(0, 0, "仅供内部使用")
    canvas.restoreState()


def test_a_watermark_does_not_get_into_cells(tmp_path: Path) -> None:
    document = made(tmp_path, watermark)
    assert only(document) == EXPECTED
    assert document.text.rstrip().endswith("仅供内部使用")


def test_empty_pages_are_pages(tmp_path: Path) -> None:
    document = made(tmp_path, lambda _: None, table)
    assert not document.findings
    assert [page.number for page in document.pages] == [1, 2]
    assert document.tables[0].page == 2
