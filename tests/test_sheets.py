"""Spreadsheets of every kind: cells as a reader of the sheet sees them, and files that are not what they are called."""

from __future__ import annotations

import datetime
import io
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from books import parcel, placed, raw_xlsx, words, written
from openpyxl.styles import Font

from budget_kg.books import grid
from budget_kg.errors import InputError
from budget_kg.members import members
from budget_kg.model import Document
from budget_kg.readers.sheets import read
from budget_kg.unwrapping import unwrap

DUTIES = "本部门负责全县水利工程的建设和管理；负责防汛抗旱的组织协调。" * 6


def saved(book: openpyxl.Workbook, path: Path) -> Document:
    book.save(path)
    return read(path)


def statement(sheet: Any, title: str = "支出决算表") -> None:
    rows = [
        [title], [], ["部门：青禾县水务局", None, None, "单位：万元"], ["科目编码", "科目名称", "合计", "基本支出"],
        [213, "农林水支出", 1025.3, 0.1 + 0.2], ["0803", "水利工程", 12, None],
    ]
    for row in rows:
        sheet.append(row)
    for line in (sheet.max_row - 1, sheet.max_row):
        sheet.cell(line, 3).number_format = "#,##0.00"


def ods(tables: str, styles: str = "") -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return parcel({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


# -- what a cell shows -------------------------------------------------------------------------------------------


def test_cells_are_as_printed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    statement(book.active)
    document = saved(book, tmp_path / "a.xlsx")
    (table,) = document.tables
    assert words(document, table) == {
        "A1": "支出决算表", "A3": "部门：青禾县水务局", "D3": "单位：万元", "A4": "科目编码", "B4": "科目名称", "C4": "合计",
        "D4": "基本支出", "A5": "213", "B5": "农林水支出", "C5": "1,025.30", "D5": "0.3", "A6": "0803", "B6": "水利工程",
        "C6": "12.00",
    }
    assert table.sheet == "Sheet"
    assert document.media_type.endswith("spreadsheetml.sheet")


def test_dates_percentages_truth_and_errors(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["执行率", "日期", "是否", "错误", "比重"])
    sheet.append([0.235, datetime.date(2024, 1, 31), True, "#REF!", "98.50%"])
    sheet["A2"].number_format = "0.0%"
    sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
    document = saved(book, tmp_path / "a.xlsx")
    shown = words(document, document.tables[0])
    assert [shown[f"{column}2"] for column in "ABCDE"] == ["23.5%", "2024年1月31日", "TRUE", "#REF!", "98.50%"]


def test_merged_cells_span_and_hide_what_is_under_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目", None, "预算数"])
    sheet.append(["类", "款", "旧数 99.9"])
    sheet.append(["201", "03", 5])
    sheet.merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    merged = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c><c r="C1" t="inlineStr"><is><t>预算数</t></is></c></row>'
        '<row r="2"><c r="A2"><v>201</v></c><c r="C2"><v>99.9</v></c></row><row r="3"><c r="A3"><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:C1048576"/></mergeCells>'
    )
    for document in (read(tmp_path / "a.xlsx"), read(written(tmp_path / "b.xlsx", raw_xlsx(merged)))):
        top = {cell.address: (cell.rows, cell.columns) for cell in document.tables[0].cells}
        assert top["A1"] == (1, 2)
    assert top["C1"] == (3, 1)
    assert "C2" not in top


def test_zeros_that_a_sheet_does_not_show(tmp_path: Path) -> None:
    cells = '<sheetData><row><c t="str"><v>合计</v></c><c><v>0</v></c><c><v>3</v></c></row></sheetData>'
    shown = read(written(tmp_path / "a.xlsx", raw_xlsx(cells)))
    hidden = read(written(tmp_path / "b.xlsx", raw_xlsx(f'<sheetViews><sheetView showZeros="0"/></sheetViews>{cells}')))
    assert list(words(shown, shown.tables[0]).values()) == ["合计", "0", "3"]
    assert list(words(hidden, hidden.tables[0]).values()) == ["合计", "3"]


def test_words_of_pieces_without_their_phonetic_guides(tmp_path: Path) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>一般公共</t></r><r><t>服务_x000D_&#10;支出</t></r>'
        "<rPh><t>fuwu</t></rPh></si></sst>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/worksheet" Target="worksheets\\sheet1.xml"/>'
        '<Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/SharedStrings.xml"/></Relationships>'
    )
    data = raw_xlsx(
        '<sheetData><row><c t="s"><v>0</v></c><c><v>1</v></c></row></sheetData>',
        extra={"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations},
    )
    document = read(written(tmp_path / "a.xlsx", data))
    assert words(document, document.tables[0]) == {"A1": "一般公共服务支出", "B1": "1"}


def test_a_formula_has_its_result_or_a_finding(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    statement(book.active)
    book.active["D6"] = "=C6-1"
    document = saved(book, tmp_path / "a.xlsx")
    (finding,) = document.findings
    assert finding.rule == "formula-without-value"
    assert "D6" in finding.message.zh
    assert "D6" not in words(document, document.tables[0])
    cells = '<sheetData><row><c t="str"><v>合计</v></c><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c></row></sheetData>'
    computed = read(written(tmp_path / "b.xlsx", raw_xlsx(cells)))
    assert words(computed, computed.tables[0]) == {"A1": "合计", "B1": "2"}
    assert computed.findings == ()


# -- sheets, tables and text ---------------------------------------------------------------------------------------


def test_hidden_sheets_are_named_and_hidden_rows_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    statement(book.active)
    book.active.row_dimensions[6].hidden = True
    for name, state in (("底稿", "hidden"), ("数据源", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append(["内部", 777])
        sheet.sheet_state = state
    document = saved(book, tmp_path / "a.xlsx")
    assert "777" not in document.text
    assert "水利工程" in document.text
    (finding,) = document.findings
    assert finding.rule == "hidden-sheet"
    assert "底稿" in finding.message.zh and "数据源" in finding.message.zh


def test_one_cell_that_holds_a_whole_text_is_prose(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "部门职责"
    book.active["A1"] = "主要职责"
    book.active["A3"] = f"一、{DUTIES}\n二、2023年收入合计1,025.30万元。"
    document = saved(book, tmp_path / "a.xlsx")
    assert document.tables == ()
    flow, _ = unwrap(document.text, document.tables, wrapped=document.wrapped)
    assert flow.text.split("\n") == ["主要职责", f"一、{DUTIES}", "二、2023年收入合计1,025.30万元。"]


def test_a_column_of_lines_is_prose(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in ["预算编制说明", "", "2024年收入预算1,025万元", "    1. “行政运行”科目205万元，主要用于人员支出"]:
        book.active.append([line])
    document = saved(book, tmp_path / "a.xlsx")
    assert document.tables == ()
    assert "1. “行政运行”科目205万元" in document.text


def test_text_above_and_below_a_table_is_prose(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["一、收支情况说明"])
    book.active.append([DUTIES])
    statement(book.active)
    book.active.append([f"说明：{DUTIES}"])
    document = saved(book, tmp_path / "a.xlsx")
    (table,) = document.tables
    assert document.text[: table.start].split("\n")[:2] == ["一、收支情况说明", DUTIES]
    assert document.text[table.start :].startswith("支出决算表\n")
    assert document.text[table.end :].strip() == f"说明：{DUTIES}"


def test_a_long_cell_beside_a_merged_label_stays_in_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["项目名称", "河道整治", "分值", 10], ["年度总体目标", DUTIES], [None, DUTIES], ["产出指标", "数量", "10公里", 9]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    document = saved(book, tmp_path / "a.xlsx")
    (table,) = document.tables
    assert words(document, table)["B3"] == DUTIES


def test_tables_of_one_sheet_part_at_a_title_behind_a_blank_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    statement(sheet, "收入决算表")
    sheet.append([])
    sheet.append(["合计", None, 1037.3])
    sheet.append([])
    statement(sheet, "附表2 一般公共预算财政拨款支出决算表（续）")
    document = saved(book, tmp_path / "a.xlsx")
    first, second = document.tables
    assert list(words(document, first).values())[-2:] == ["合计", "1037.3"]
    assert words(document, second)["A10"] == "附表2 一般公共预算财政拨款支出决算表（续）"
    assert words(document, second)["C14"] == "1,025.30"


@pytest.mark.parametrize(
    ("name", "title", "line"),
    [("三公经费支出决算表", "单位：万元", "三公经费支出决算表\n"), ("GK03 收入决算表", "收入决算表", ""), ("Sheet1", "单位：万元", "")],
)
def test_the_name_of_a_sheet_is_said_when_it_is_the_only_title(tmp_path: Path, name: str, title: str, line: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in [[title], ["合计", "出国（境）费"], [5.5, 0]]:
        book.active.append(row)
    document = saved(book, tmp_path / "a.xlsx")
    assert document.text[: document.tables[0].start] == line


# -- other formats ----------------------------------------------------------------------------------------------------


def test_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出决算表")
    sheet.write_merge(0, 0, 0, 2, "支出决算表")
    for column, value in enumerate(["205", 205.0, True]):
        sheet.write(1, column, value)
    for column, (value, code) in enumerate([(1025.3, "#,##0.00"), (45322, "yyyy-m-d"), (0.235, "0.0%")]):
        sheet.write(2, column, value, xlwt.easyxf(num_format_str=code))
    book.add_sheet("底稿").visibility = 1
    book.save(str(tmp_path / "a.xls"))
    document = read(tmp_path / "a.xls")
    (table,) = document.tables
    assert words(document, table) == {
        "A1": "支出决算表", "A2": "205", "B2": "205", "C2": "TRUE", "A3": "1,025.30", "B3": "2024-1-31", "C3": "23.5%",
    }
    assert table.cells[0].columns == 3
    assert [finding.rule for finding in document.findings] == ["hidden-sheet"]
    assert document.media_type == "application/vnd.ms-excel"


def test_open_document_sheets(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    tables = (
        '<table:table table:name="收入决算表"><table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1">'
        '<text:p>收入<text:s text:c="2"/>决算表</text:p><office:annotation><text:p>批注 42</text:p></office:annotation></table:table-cell>'
        "<table:covered-table-cell><text:p>9</text:p></table:covered-table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        f'<table:table-row>{cell("合计")}<table:table-cell office:value-type="float" office:value="1025.3"><text:p>1,025.30</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="7"/><table:table-cell table:formula="of:=1"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table>'
        f'<table:table table:name="底稿" table:style-name="ta2"><table:table-row>{cell("777")}</table:table-row></table:table>'
    )
    styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    document = read(written(tmp_path / "a.ods", ods(tables, styles)))
    (table,) = document.tables
    assert words(document, table) == {"A1": "收入  决算表", "A4": "合计", "B4": "1,025.30", "C4": "7"}
    assert table.cells[0].columns == 2
    assert {finding.rule for finding in document.findings} == {"hidden-sheet", "formula-without-value"}
    assert "D4" in document.findings[0].message.zh


def test_sheets_of_an_open_document_library(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, table = OpenDocumentSpreadsheet(), Table(name="一")
    for values in [["合计", "1,025.30"], ["其中", "0.5"]]:
        row = TableRow()
        for value in values:
            cell = TableCell()
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(tmp_path / "a.ods"))
    document = read(tmp_path / "a.ods")
    assert words(document, document.tables[0]) == {"A1": "合计", "B1": "1,025.30", "A2": "其中", "B2": "0.5"}


@pytest.mark.parametrize("name", ["收入决算表.csv", "收入决算表.xls"])
def test_values_parted_by_commas_or_tabs(tmp_path: Path, name: str) -> None:
    for mark, encoding in ((",", "gb18030"), ("\t", "utf-8-sig"), ("\t", "utf-16")):
        text = "\r\n".join(mark.join(row) for row in [["编码", "名称", "金额"], ['="0201"', '"一般\n公共服务"', '"1,025.30"']])
        document = read(written(tmp_path / name, text.encode(encoding)))
        shown = placed(document, document.tables[0])
        assert [shown[1, column] for column in range(3)] == ["0201", "一般公共服务", "1,025.30"]
        assert document.tables[0].sheet == "收入决算表"


def test_xml_spreadsheets(tmp_path: Path) -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="Standard"/></Style></Styles><Worksheet ss:Name="收入"><Table>'
        '<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">合计</Data></Cell><Cell ss:StyleID="s1"><Data ss:Type="Number">1025.3</Data></Cell>'
        '<Cell ss:Index="6"><Data ss:Type="Number">205</Data></Cell></Row><Row><Cell ss:Formula="=1"/></Row></Table></Worksheet>'
        '<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="Number">777</Data></Cell></Row></Table>'
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>'
    )
    document = read(written(tmp_path / "a.xls", xml.encode()))
    assert words(document, document.tables[0]) == {"A2": "合计", "C2": "1,025.30", "F2": "205"}
    assert document.tables[0].cells[0].columns == 2
    assert [finding.rule for finding in document.findings] == ["formula-without-value", "hidden-sheet"]


def test_a_workbook_called_xls_is_read_for_what_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    statement(book.active)
    document = saved(book, tmp_path / "a.xls")
    assert words(document, document.tables[0])["C5"] == "1,025.30"
    assert document.media_type.endswith("spreadsheetml.sheet")


def test_a_web_page_called_xls_goes_to_the_reader_of_web_pages(tmp_path: Path) -> None:
    page = "<html><head><meta charset=utf-8></head><body><table><tr><td>合计</td><td>1,025.30</td></tr></table></body></html>"
    path = written(tmp_path / "a.xls", page.encode())
    if any(".html" in module.SUFFIXES for module in members("budget_kg.readers")):
        assert "1,025.30" in read(path).text
    else:
        with pytest.raises(InputError, match="web page"):
            read(path)


# -- what is refused -----------------------------------------------------------------------------------------------


def compound(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ONE_CELL = "<sheetData><row><c><v>1</v></c></row></sheetData>"
REFUSED = {
    "empty": (b"  \n", "empty"), "locked": (compound("EncryptionInfo", "EncryptedPackage"), "password"),
    "unknown": (b"\x00\x01\x02" * 50, "no known kind"), "picture": (b"\x89PNG\r\n" + b"\x00" * 50, "picture"),
    "damaged xls": (compound("Workbook"), "damaged"), "cut off": (raw_xlsx(ONE_CELL)[:-60], "ZIP archive"),
    "laughs": (raw_xlsx(ONE_CELL, head=LAUGHS), "document type"), "outside entity": (raw_xlsx(ONE_CELL, head=OUTSIDE), "document type"),
    "broken XML": (raw_xlsx("<sheetData><row>"), "damaged"), "no words": (raw_xlsx("<sheetData/>"), "no words"),
    "no such string": (raw_xlsx('<sheetData><row><c t="s"><v>5</v></c></row></sheetData>'), "damaged"),
    "laughs in the book": (raw_xlsx(ONE_CELL, extra={"xl/workbook.xml": f"{LAUGHS}<workbook/>"}), "document type"),
    "bomb": (parcel({"xl/workbook.xml": b"\x00" * 30_000_000}), "zip bomb"), "empty zip": (parcel({"readme.txt": "x"}), "ZIP archive"),
    "binary workbook": (parcel({"xl/workbook.bin": b"x"}), "xlsb"), "no content": (parcel({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "damaged"),
    "locked ods": (parcel({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<m><e><encryption-data/></e></m>", "content.xml": b"\x9f"}), "password"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_line(tmp_path: Path, case: str) -> None:
    data, said = REFUSED[case]
    with pytest.raises(InputError, match=said) as raised:
        read(written(tmp_path / "某县决算.xlsx", data))
    assert "某县决算.xlsx" in raised.value.say.zh
    assert "\n" not in raised.value.say.zh + raised.value.say.en


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the path"):
        read(tmp_path / "a.xlsx")


def test_every_cut_of_a_file_is_refused_or_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, 5)
    made, other = io.BytesIO(), openpyxl.Workbook()
    book.save(made)
    statement(other.active)
    other.active["A1"].font = Font(bold=True)
    whole = io.BytesIO()
    other.save(whole)
    for data in (made.getvalue(), whole.getvalue()):
        for step in range(1, 40):
            spoilt = bytearray(data[: len(data) * step // 40])
            spoilt += bytes(len(data) - len(spoilt)) if step % 2 else b""
            try:
                read(written(tmp_path / "a.xls", bytes(spoilt)))
            except InputError:
                continue


def test_empty_rows_cost_little(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"/>' for row in range(3, 1_000_001))
    data = raw_xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>{rows}</sheetData>')
    path = written(tmp_path / "a.xlsx", data)
    start = time.process_time()
    document = read(path)
    assert time.process_time() - start < 8
    assert document.text == "1\t2\n"


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 1000)
    rows = '<row><c><v>1</v></c><c><v>2</v></c></row>' * 501
    with pytest.raises(InputError, match="too large"):
        read(written(tmp_path / "a.xlsx", raw_xlsx(f"<sheetData>{rows}</sheetData>")))
    repeated = '<table:table table:name="a"><table:table-row table:number-rows-repeated="900000"><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    with pytest.raises(InputError, match="too large"):
        read(written(tmp_path / "a.ods", ods(repeated)))


def test_areas_that_overlap_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "_MOST_STEPS", 5000)
    rows = "".join(f"<row><c><v>{row}</v></c><c><v>1</v></c></row>" for row in range(100))
    areas = '<mergeCell ref="A1:B100"/>' * 200
    with pytest.raises(InputError, match="overlap"):
        read(written(tmp_path / "a.xlsx", raw_xlsx(f"<sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>")))


# -- what is drawn over the cells ----------------------------------------------------------------------------------

_DRAWING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
_SHAPES = (
    '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>说明：支出 9.90 万元</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    "<xdr:sp><xdr:spPr/></xdr:sp><xdr:pic/><xdr:pic/></xdr:wsDr>"
)


def _drawn(shapes: str) -> bytes:
    return raw_xlsx(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c><c r="B1"><v>2</v></c></row></sheetData>',
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="d" Type="{_DRAWING}" Target="../drawings/drawing1.xml"/></Relationships>',
            "xl/drawings/drawing1.xml": shapes,
        },
    )


def test_text_boxes_and_pictures_over_a_sheet_are_told(tmp_path: Path) -> None:
    document = read(written(tmp_path / "a.xlsx", _drawn(_SHAPES)))
    (finding,) = document.findings
    assert finding.rule == "picture" and "9.90" not in document.text
    assert finding.message.en == "sheet Sheet1: 1 text box and 2 pictures over its cells not read; put disclosed figures into cells"
    assert "“Sheet1”" in finding.message.zh and "1 个文本框" in finding.message.zh and "2 张图片" in finding.message.zh


def test_a_damaged_drawing_does_not_keep_the_cells_from_being_read(tmp_path: Path) -> None:
    document = read(written(tmp_path / "a.xlsx", _drawn("<xdr:wsDr")))
    assert words(document, document.tables[0]) == {"A1": "合计", "B1": "2"}
    assert [finding.rule for finding in document.findings] == ["picture"]


def test_shapes_without_words_are_not_told(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.xlsx", _drawn('<x:wsDr xmlns:x="urn:x"><x:sp> <x:spPr/></x:sp></x:wsDr>'))).findings == ()


def test_what_is_drawn_over_an_open_sheet_is_told_and_is_no_word_of_a_cell(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell><draw:frame xmlns:draw="urn:d"><draw:text-box><text:p>9.90</text:p></draw:text-box></draw:frame><text:p>合计</text:p></table:table-cell>'
        "<table:table-cell><text:p>2</text:p></table:table-cell>"
    )
    shapes = '<table:shapes><draw:frame xmlns:draw="urn:d"><draw:image/></draw:frame></table:shapes>'
    table = f'<table:table table:name="总表">{shapes}<table:table-row>{cell}</table:table-row></table:table>'
    document = read(written(tmp_path / "a.ods", ods(table)))
    assert words(document, document.tables[0]) == {"A1": "合计", "B1": "2"}
    (finding,) = document.findings
    assert finding.rule == "picture" and "1 text box and 1 picture over" in finding.message.en
