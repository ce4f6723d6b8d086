"""One disclosure in five formats states the same: the facts do not depend on how it was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from budget_kg.facts import MoneyObservation
from budget_kg.pipeline import ReadDocument, read_document

TITLE = "青禾县水务局2022年度部门决算"
Rows = Sequence[Sequence[str]]
REVENUE: Rows = (
    ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"),
    ("", "合计", "512.40", "480.10", "", "32.30"),
    ("208", "社会保障和就业支出", "60.00", "60.00", "", ""),
    ("20805", "行政事业单位养老支出", "60.00", "60.00", "", ""),
    ("213", "农林水支出", "452.40", "420.10", "0.00", "32.30"),
    ("21303", "水利", "452.40", "420.10", "0.00", "32.30"),
    ("2130301", "行政运行", "300.10", "300.10", "", ""),
    ("2130305", "水利工程建设", "152.30", "120.00", "", "32.30"),
)
SPENDING: Rows = (
    ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
    ("", "合计", "498.20", "360.10", "138.10"),
    ("208", "社会保障和就业支出", "60.00", "60.00", ""),
    ("213", "农林水支出", "438.20", "300.10", "138.10"),
)
TABLES: Sequence[tuple[str, Rows]] = (("收入决算表", REVENUE), ("支出决算表", SPENDING))
PROSE = (
    "第三部分 2022年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2022年度收入合计512.40万元，支出合计498.20万元。与2021年相比，支出增加18.20万元，增长3.79%，主要原因是水库除险加固。",
    "二、“三公”经费支出决算情况说明",
    "2022年度“三公”经费财政拨款支出决算为3.20万元，完成年初预算的80%。其中：公务接待费支出1.20万元，公务用车运行维护费支出2.00万元。",
)


def markdown(folder: Path) -> Path:
    lines = [TITLE, "", "第二部分 2022年度部门决算表", ""]
    for title, rows in TABLES:
        lines += [title, "单位：万元", ""]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(len(lines) - len(rows) + 1, "|" + "---|" * len(rows[0]))
        lines.append("")
    return written(folder / "accounts.md", "\n".join([*lines, *PROSE]))


def web(folder: Path) -> Path:
    body = [f"<h1>{TITLE}</h1>", "<p>第二部分 2022年度部门决算表</p>"]
    for title, rows in TABLES:
        cells = "".join("<tr>" + "".join(f"<td>{word}</td>" for word in row) + "</tr>" for row in rows)
        body.append(f"<p>{title}</p><p>单位：万元</p><table>{cells}</table>")
    body += [f"<p>{line}</p>" for line in PROSE]
    return written(folder / "accounts.html", f"<html><meta charset='utf-8'><body>{''.join(body)}</body></html>")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def word(folder: Path) -> Path:
    made = docx.Document()
    for line in (TITLE, "第二部分 2022年度部门决算表"):
        made.add_paragraph(line)
    for title, rows in TABLES:
        made.add_paragraph(title)
        made.add_paragraph("单位：万元")
        table = made.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
    for line in PROSE:
        made.add_paragraph(line)
    made.save(str(folder / "accounts.docx"))
    return folder / "accounts.docx"


def sheets(folder: Path) -> Path:
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = TITLE
    for title, rows in TABLES:
        sheet = book.create_sheet(title)
        sheet["A1"], sheet["A2"] = title, "单位：万元"
        for r, row in enumerate(rows, start=3):
            for c, words in enumerate(row, start=1):
                cell = sheet.cell(r, c, float(words) if "." in words else int(words) if words.isdigit() else words or None)
                cell.number_format = "#,##0.00" if "." in words else "General"
    told = book.create_sheet("情况说明")
    for r, line in enumerate(PROSE, start=1):
        told.cell(r, 1, line)
    book.save(folder / "accounts.xlsx")
    return folder / "accounts.xlsx"


def print_(folder: Path) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(folder / "accounts.pdf"), pagesize=landscape(A4), invariant=1)
    lines(canvas, (TITLE,), 500)
    canvas.showPage()
    for index, (title, rows) in enumerate(TABLES):
        lines(canvas, ("第二部分 2022年度部门决算表", title, "单位：万元") if not index else (title, "单位：万元"), 560)
        ruled(canvas, rows, 500)
        canvas.showPage()
    lines(canvas, [line[at : at + 44] for line in PROSE for at in range(0, len(line), 44)], 560)
    canvas.save()
    return folder / "accounts.pdf"


def lines(canvas: Canvas, words: Sequence[str], top: float) -> None:
    canvas.setFont("STSong-Light", 12)
    for index, line in enumerate(words):
        canvas.drawString(60, top - 18 * index, line)


def ruled(canvas: Canvas, rows: Rows, top: float) -> None:
    canvas.setFont("STSong-Light", 9)
    wide = 115
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            canvas.rect(40 + c * wide, top - 20 * r, wide, 20)
            canvas.drawString(43 + c * wide, top - 20 * r + 6, words)


WAYS = {"markdown": markdown, "web": web, "word": word, "sheets": sheets, "print": print_}


def stated(read: ReadDocument) -> Counter[tuple[str, ...]]:
    return Counter(
        (f"{fact.amount.value:f}", fact.phase, fact.flow, fact.function, fact.fund, fact.type, fact.item, str(fact.year))
        for fact in read.facts if isinstance(fact, MoneyObservation)
    )


@pytest.mark.parametrize("way", list(WAYS)[1:])
def test_a_disclosure_says_the_same_in_every_format(way: str, tmp_path: Path) -> None:
    plain, other = read_document(markdown(tmp_path)), read_document(WAYS[way](tmp_path))
    assert other.layout.head.department == plain.layout.head.department == "青禾县水务局"
    assert (other.layout.head.year, other.layout.head.kind) == (2022, "final")
    assert [use.printed for use in other.account.unread] == [use.printed for use in plain.account.unread] == []
    assert stated(other) == stated(plain)
    text = other.layout.document.text
    assert all(text[fact.passage.start : fact.passage.end] == fact.passage.quote for fact in other.facts)


def test_what_it_says_is_right(tmp_path: Path) -> None:
    said = stated(read_document(markdown(tmp_path)))
    revenue, spent = "https://w3id.org/budget-kg/def#Revenue", "https://w3id.org/budget-kg/def#Expenditure"
    whole = ("expenditure-type/_T", "item/_T", "2022")
    assert said["323000", "phase/actual", revenue, "func/2130305", "fund/other", *whole] == 1
    assert said["0", "phase/actual", revenue, "func/213", "fund/institutional", *whole] == 1
    assert said["5124000", "phase/actual", revenue, "func/_T", "fund/_T", *whole] == 2
    assert said["1381000", "phase/actual", spent, "func/213", "fund/_T", "expenditure-type/project", "item/_T", "2022"] == 1
    assert sum(count for key, count in said.items() if key[3] == "func/20805") == 2


def test_a_workbook_of_nothing_but_tables_is_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheets(tmp_path))
    del book["情况说明"]
    book.save(tmp_path / "tables.xlsx")
    read = read_document(tmp_path / "tables.xlsx")
    assert (read.layout.head.department, read.layout.head.year) == ("青禾县水务局", 2022)
    assert len(stated(read)) > 20 and not read.account.unread
