"""Sound files of every format that is read, to be mutated by the fuzzing: invented prose and tables, made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

from budget_kg.resources import shipped

_HEAD = "青禾县水务局2022年度部门决算"
_PROSE = (
    "一、收入支出决算总体情况说明",
    "2022年度本年收入合计500.00万元，比上年增加20.50万元，增长4.28%；本年支出合计480.00万元。",
    "二、机关运行经费支出情况",
    "机关运行经费支出20.50万元，比年初预算减少1.50万元，主要原因是压减一般性支出。",
)
_TABLE = (
    ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
    ("213", "农林水支出", "480.00", "300.00", "180.00"),
    ("21303", "水利", "480.00", "300.00", "180.00"),
    ("", "合计", "480.00", "300.00", "180.00"),
)
_CAPTION = ((_HEAD,), ("单位：万元",))
_SHEETS = {
    "支出决算表": (("支出决算表",), *_CAPTION, *_TABLE),
    "三公": (("财政拨款“三公”经费支出决算表",), *_CAPTION, ("项目", "预算数", "决算数"), ("公务接待费", "2.00", "1.50"), ("合计", "2.00", "1.50")),
}


def _text() -> bytes:
    rows = "\n".join("|".join(row) for row in _TABLE)
    return "\n".join([_HEAD, *_PROSE, "支出决算表", "单位：万元", rows]).encode()


def _shipped() -> bytes:
    return (shipped("data") / "documents" / "hanzhong-2023" / "document.txt").read_bytes()


def _page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _TABLE)
    prose = "".join(f"<p>{line}</p>" for line in _PROSE)
    head = f"<html><head><meta charset='utf-8'><title>{_HEAD}</title></head>"
    return f"{head}<body><h1>{_HEAD}</h1>{prose}<p>支出决算表</p><table>{rows}</table></body></html>".encode()


def _pdf() -> bytes:
    from pdf_pages import FONT, grid, write
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), pageCompression=0, invariant=True)
    canvas.setFont(FONT, 10)
    for number, line in enumerate([_HEAD, *_PROSE]):
        canvas.drawString(40, 800 - 20 * number, line)
    xs, ys = (40, 120, 250, 340, 430, 520), (600, 580, 560, 540, 520)
    grid(canvas, xs, ys)
    write(canvas, xs, ys, _TABLE)
    canvas.save()
    return made.getvalue()


def _number(cell: str) -> float | str:
    return float(cell) if cell.replace(".", "", 1).isdigit() and "." in cell else cell


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_number(cell) for cell in row])
        sheet.merge_cells("A1:D1")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for name, rows in _SHEETS.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, _number(cell))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for name, rows in _SHEETS.items():
        sheet = Table(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                place = TableCell(valuetype="string")
                place.addElement(P(text=cell))
                line.addElement(place)
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _docx() -> bytes:
    import docx

    book = docx.Document()
    for line in (_HEAD, *_PROSE, "支出决算表"):
        book.add_paragraph(line)
    table = book.add_table(len(_TABLE), len(_TABLE[0]))
    for row, cells in enumerate(_TABLE):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text": (".txt", _text), "shipped": (".txt", _shipped), "page": (".html", _page), "pdf": (".pdf", _pdf),
    "xlsx": (".xlsx", _xlsx), "xls": (".xls", _xls), "ods": (".ods", _ods), "docx": (".docx", _docx),
}
"""What is mutated, by name: its suffix, and what makes its bytes."""


@cache
def material(name: str) -> bytes:
    """The sound file of that name."""
    return MAKERS[name][1]()
