"""Word documents: what a reader sees of them, in its order, with automatic numbers and without codes and deletions."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import docx
import pytest
from books import parcel, placed, raw_docx, raw_xlsx, relation, written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from budget_kg.books import conversion
from budget_kg.books.kinds import Source, opened
from budget_kg.books.list_numbers import counted
from budget_kg.errors import InputError
from budget_kg.members import members
from budget_kg.model import Document
from budget_kg.readers.word import read
from budget_kg.unwrapping import unwrap

DUTIES = "本单位负责辖区内供水管网的运行和维护；负责水费的收缴。" * 6
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


RESTART = '<w:? w:val="restart"/>'
STYLE = '<w:pStyle w:val="?"/>'


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def made(tmp_path: Path, body: str, **parts: str) -> Document:
    """A document of a body, with other parts by their names (`numbering`)."""
    extra: dict[str, str | bytes] = {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{content}</w:{name}>' for name, content in parts.items()}
    return read(written(tmp_path / "a.docx", raw_docx(body, extra=extra, rels="".join(relation(name) for name in parts))))


def lines(document: Document) -> list[str]:
    return document.text.rstrip("\n").split("\n")


# -- order, tables ---------------------------------------------------------------------------------------------------


def test_paragraphs_and_tables_in_their_order(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "页眉 88"
    made.add_heading("青禾县水务局2023年度部门决算", 0)
    made.add_paragraph("一、收支情况")
    table = made.add_table(rows=3, cols=3)
    for row, values in enumerate([["项目", "金额", ""], ["类", "款", "1,025.30"], ["", "", "0.5"]]):
        for cell, value in zip(table.rows[row].cells, values, strict=True):
            cell.text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    made.add_paragraph("二、其他说明")
    made.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    (table_read,) = document.tables
    assert document.text[: table_read.start].split("\n") == ["青禾县水务局2023年度部门决算", "一、收支情况", ""]
    assert document.text[table_read.end :].strip() == "二、其他说明"
    assert placed(document, table_read) == {
        (0, 0): "项目", (0, 1): "金额", (1, 0): "类", (1, 1): "款", (1, 2): "1,025.30", (2, 2): "0.5",
    }
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in table_read.cells}
    assert spans[0, 1] == (1, 2)
    assert spans[1, 0] == (2, 1)
    assert document.pages == ()


def test_paragraphs_are_not_joined(tmp_path: Path) -> None:
    document = made(tmp_path, p("2023年度") + p("青禾县水务局部门决算") + p("部门职责") + p(DUTIES) + p("机构设置") + p(DUTIES) + p("其中：办公室"))
    flow, _ = unwrap(document.text, document.tables, wrapped=document.wrapped)
    assert flow.text.split("\n") == ["2023年度青禾县水务局部门决算", "部门职责", DUTIES, "机构设置", DUTIES, "其中：办公室"]


def tc(words: str, properties: str = "", inner: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}{p(words)}</w:tc>"


def test_spans_in_all_their_ways(tmp_path: Path) -> None:
    body = (
        f'<w:tbl><w:tr>{tc("合计", RESTART.replace("?", "vMerge"))}{tc("甲", RESTART.replace("?", "hMerge"))}'
        f'{tc("不见", "<w:hMerge/>")}</w:tr><w:tr>{tc("不见", "<w:vMerge/>")}{tc("1")}{tc("2")}</w:tr>'
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("3")}{tc("4")}</w:tr>'
        f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{tc("删去")}{tc("9")}</w:tr>'
        f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>{tc('5')}</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    document = made(tmp_path, body)
    (table,) = document.tables
    assert placed(document, table) == {
        (0, 0): "合计", (0, 1): "甲", (1, 1): "1", (1, 2): "2", (2, 1): "3", (2, 2): "4", (3, 0): "乙", (3, 1): "5",
    }
    assert [(cell.rows, cell.columns) for cell in table.cells[:2]] == [(2, 1), (1, 2)]


def test_a_table_in_a_table(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{tc('收入')}{tc('10')}</w:tr></w:tbl>"
    frame = made(tmp_path, f"<w:tbl><w:tr>{tc('单位：万元', inner=p('收入决算表') + inner)}</w:tr></w:tbl>")
    assert lines(frame) == ["收入决算表", "收入\t10", "单位：万元"]
    grid = made(tmp_path, f"<w:tbl><w:tr>{tc('甲')}{tc('1')}</w:tr><w:tr>{tc('乙', inner=inner)}{tc('2')}</w:tr></w:tbl>")
    assert lines(grid) == ["甲\t1", "乙\t2", "收入\t10"]
    assert len(grid.tables) == 2


def test_paragraphs_in_a_frame_are_prose(tmp_path: Path) -> None:
    document = made(tmp_path, f"<w:tbl><w:tr>{tc(DUTIES, inner=p('一、主要职责'))}</w:tr></w:tbl>")
    assert document.tables == ()
    assert lines(document) == ["一、主要职责", DUTIES]


# -- what is seen and what is not ----------------------------------------------------------------------------------------


def test_results_of_fields_and_no_codes(tmp_path: Path) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    body = (
        f'<w:p><w:r><w:t>目录</w:t></w:r>{field("begin")}<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>{field("separate")}</w:p>'
        f'<w:p><w:r><w:t>一、职责</w:t><w:tab/></w:r>{field("begin")}<w:r><w:instrText>PAGEREF _Toc1 \\h</w:instrText><w:t>码</w:t></w:r>{field("separate")}'
        f'<w:r><w:t>3</w:t></w:r>{field("end")}</w:p><w:p>{field("end")}<w:fldSimple w:instr="DATE"><w:r><w:t>2024年</w:t></w:r></w:fldSimple></w:p>'
    )
    assert lines(made(tmp_path, body)) == ["目录", "一、职责\t3", "2024年"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内100万元')}<w:tbl><w:tr>{tc('甲')}{tc('1')}</w:tr></w:tbl></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>框外</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p><w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    document = made(tmp_path, body)
    assert lines(document) == ["框外", "框内100万元", "甲\t1", "旧框"]
    assert document.findings == ()


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del><w:ins><w:r><w:t>100</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>万元</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>本年</w:t></w:r></w:p>" + p("支出")
    )
    assert lines(made(tmp_path, body)) == ["收入100万元", "本年支出"]


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>合计</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>77 和 88</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>99</w:t></w:r>"
        "<w:r><w:rPr><w:rStyle w:val='h'/><w:vanish w:val='0'/></w:rPr><w:t>5</w:t></w:r></w:p>"
    )
    styles = '<w:style w:type="character" w:styleId="g"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="h"><w:basedOn w:val="g"/></w:style>'
    document = made(tmp_path, body, styles=styles)
    assert lines(document) == ["合计5"]
    (finding,) = document.findings
    assert finding.rule == "hidden-text"
    assert "3" in finding.message.zh


def test_notes_come_last_breaks_and_signs(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t><w:footnoteReference w:id='2'/><w:t>合计</w:t><w:br/><w:t>支出</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>"
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0A8'/><w:t>是</w:t><w:sym w:font='Wingdings 2' w:char='F052'/><w:t>否</w:t><w:sym w:font='Symbol' w:char='F0B7'/></w:r></w:p>"
        "<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:ruby><w:rt><w:r><w:t>shui</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>水</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    notes = f'<w:footnote w:id="0">{p("分隔")}</w:footnote><w:footnote w:id="2">{p("含上年结转3万元")}</w:footnote>'
    assert lines(made(tmp_path, body, footnotes=notes)) == ["收入合计", "支出-1", "□是☑否", "水", "含上年结转3万元"]


def test_pictures_that_may_hold_numbers_are_told(tmp_path: Path) -> None:
    picture = "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='{}' cy='{}'/><a:blip/></wp:inline></w:drawing></w:r></w:p>".format
    seal = made(tmp_path, p("合计1") + picture(500_000, 500_000))
    table = made(tmp_path, p("合计1") + picture(5_000_000, 3_000_000))
    assert seal.findings == ()
    assert [finding.rule for finding in table.findings] == ["picture"]


# -- automatic numbers -----------------------------------------------------------------------------------------------


def level(depth: int, counting: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{counting}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def listed(number: int, depth: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{level(0, "chineseCountingThousand", "%1、")}{level(1, "chineseCounting", "（%2）")}'
    f'{level(2, "decimal", "%3.")}{level(3, "decimal", "%1.%4", "<w:isLgl/>")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_numbers_that_word_prints_by_itself(tmp_path: Path) -> None:
    body = (
        p("职责", listed(1, 0)) + p("办公室", listed(1, 1)) + p("财务股", listed(1, 1)) + p("2023年收入", listed(1, 2)) + p("圆点", listed(2, 0))
        + p("收支", listed(1, 0)) + p("收入", listed(1, 1)) + p("细目", listed(1, 3)) + p("", listed(1, 0)) + p("支出", listed(1, 0))
        + p("重起", listed(3, 0)) + p("接着", listed(3, 0)) + p("无号", listed(0, 0))
    )
    assert lines(made(tmp_path, body, numbering=LISTS)) == [
        "一、职责", "（一）办公室", "（二）财务股", "1. 2023年收入", "圆点", "二、收支", "（一）收入", "2.1 细目", "四、支出", "五、重起", "六、接着", "无号",
    ]


def test_numbers_of_heading_styles(tmp_path: Path) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCounting", "第%1部分 ", STYLE.replace("?", "H1"))}'
        f'{level(1, "chineseCounting", "%2、", STYLE.replace("?", "H2"))}</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbered = '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H1">{numbered}</w:style><w:style w:type="paragraph" w:styleId="H2">{numbered}</w:style>'
        '<w:style w:type="paragraph" w:styleId="H2a"><w:basedOn w:val="H2"/></w:style>'
    )
    styled = '<w:pStyle w:val="{}"/>'.format
    body = p("概况", styled("H1")) + p("职责", styled("H2")) + p("机构", styled("H2a")) + p("决算表", styled("H1")) + p("收入", styled("H2"))
    assert lines(made(tmp_path, body, numbering=lists, styles=styles)) == ["第一部分 概况", "一、职责", "二、机构", "第二部分 决算表", "一、收入"]


def test_automatic_numbers_of_cells(tmp_path: Path) -> None:
    empty = f"<w:tc><w:p><w:pPr>{listed(1, 2)}</w:pPr></w:p></w:tc>"
    document = made(tmp_path, f"<w:tbl><w:tr>{empty}{tc('甲')}</w:tr><w:tr>{empty}{tc('乙')}</w:tr></w:tbl>", numbering=LISTS)
    assert lines(document) == ["1.\t甲", "2.\t乙"]


@pytest.mark.parametrize(
    ("number", "counting", "words"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"), (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"), (110, "chineseCounting", "一百一十"), (3, "decimalEnclosedCircleChinese", "③"), (21, "decimalEnclosedCircle", "21"),
        (12, "ideographDigital", "一二"), (2, "chineseLegalSimplified", "贰"), (4, "lowerRoman", "iv"), (9, "upperRoman", "IX"), (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"), (2, "ideographTraditional", "乙"), (1, "ideographZodiac", "子"), (7, "decimalZero", "07"), (12, "decimalFullWidth", "１２"),
        (5, "somethingNew", "5"), (5, "none", ""), (2, "decimalEnclosedParen", "⑵"),
    ],
)
def test_ways_of_counting(number: int, counting: str, words: str) -> None:
    assert counted(number, counting) == words


# -- older formats, files called what they are not ---------------------------------------------------------------------


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + f"{stream}\0".encode("utf-16-le")


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """A program called soffice that does something with the last argument and the folder before it."""
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nfor last; do :; done\nwhile [ \"$1\" != --outdir ]; do shift; done\nmkdir -p \"$2\"\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_an_old_document_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converted = written(tmp_path / "converted.docx", raw_docx(p("收入合计1,025.30万元")))
    office(tmp_path, monkeypatch, f'cp "{converted}" "$2/document.docx"')
    for name, data in (("a.doc", compound("WordDocument")), ("a.wps", compound("WordDocument")), ("b.doc", b"{\\rtf1 }")):
        document = read(written(tmp_path / name, data))
        assert document.text == "收入合计1,025.30万元\n"
        assert document.name == name
    assert document.media_type == "application/rtf"


def test_without_libreoffice_an_old_document_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="LibreOffice") as raised:
        read(written(tmp_path / "a.doc", compound("WordDocument")))
    assert ".docx" in raised.value.say.zh


def test_a_conversion_that_fails_or_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.doc", compound("WordDocument"))
    office(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(InputError, match="could not convert"):
        read(path)
    office(tmp_path, monkeypatch, "sleep 30")
    start = time.perf_counter()
    with pytest.raises(InputError, match=r"more than 0\.3 s"):
        conversion.as_docx(conversion_source(path), seconds=0.3)
    assert time.perf_counter() - start < 10


def conversion_source(path: Path) -> Source:
    return opened(path)


def test_a_document_called_doc_or_xls_is_read_for_what_it_is(tmp_path: Path) -> None:
    from budget_kg.readers import sheets

    data = raw_docx(p("收入合计1,025.30万元"))
    assert read(written(tmp_path / "a.doc", data)).text == "收入合计1,025.30万元\n"
    assert sheets.read(written(tmp_path / "a.xls", data)).text == "收入合计1,025.30万元\n"
    cells = "<sheetData><row><c><v>205</v></c><c><v>1</v></c></row></sheetData>"
    assert read(written(tmp_path / "b.doc", raw_xlsx(cells))).text == "205\t1\n"


def test_a_web_page_called_doc_goes_to_the_reader_of_web_pages(tmp_path: Path) -> None:
    path = written(tmp_path / "a.doc", "<html><body><p>收入合计1,025.30万元</p></body></html>".encode())
    if any(".html" in module.SUFFIXES for module in members("budget_kg.readers")):
        assert "1,025.30" in read(path).text
    else:
        with pytest.raises(InputError, match="web page"):
            read(path)


DEEP = "<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000
REFUSED = {
    "empty": (b"", "empty"), "locked": (compound("EncryptedPackage"), "password"), "laughs": (raw_docx(p("x"), head='<!DOCTYPE w [<!ENTITY a "ha">]>'), "document type"),
    "wide laughs": (raw_docx(p("x"), extra={"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "ha">]><w/>'.encode("utf-16")}), "document type"),
    "broken": (raw_docx("<w:p>"), "damaged"), "no body": (raw_docx("", extra={"word/document.xml": "<w/>"}), "damaged"), "no words": (raw_docx("<w:p/>"), "no words"),
    "deep": (raw_docx(DEEP), "nested"), "bomb": (parcel({"word/document.xml": b" " * 40_000_000}), "zip bomb"), "no document": (parcel({"word/x.xml": "<x/>"}), "damaged"),
    "cut off": (raw_docx(p("x"))[:-40], "ZIP archive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_line(tmp_path: Path, case: str) -> None:
    data, said = REFUSED[case]
    with pytest.raises(InputError, match=said) as raised:
        read(written(tmp_path / "某县决算.docx", data))
    assert "某县决算.docx" in raised.value.say.zh
    assert "\n" not in raised.value.say.zh + raised.value.say.en


def test_a_part_too_large_for_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="MB; split"):
        read(written(tmp_path / "a.docx", raw_docx("".join(f"<w:p w:id='{number:0>40}'/>" for number in range(1_250_000)))))


def test_a_long_document_is_read_quickly(tmp_path: Path) -> None:
    grid = "".join(f"<w:tr>{''.join(tc(f'{row * 100 + column}.5') for column in range(8))}</w:tr>" for row in range(20))
    body = (p(DUTIES, listed(1, 0)) + f"<w:tbl>{grid}</w:tbl>") * 60
    path = written(tmp_path / "a.docx", raw_docx(body, extra={"word/numbering.xml": f'<w:numbering xmlns:w="{W}">{LISTS}</w:numbering>'}, rels=relation("numbering")))
    start = time.process_time()
    document = read(path)
    assert time.process_time() - start < 3
    assert len(document.tables) == 60
    assert "六十、" in document.text


def test_numbers_of_a_written_document_are_its_own(tmp_path: Path) -> None:
    made = docx.Document()
    for words in ("收入", "支出"):
        made.add_paragraph(words, style="List Number")
    hidden = made.add_paragraph("页").add_run("7")
    hidden._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    assert hidden._r.find(qn("w:rPr")) is not None
    made.save(str(tmp_path / "a.docx"))
    assert lines(read(tmp_path / "a.docx")) == ["1.收入", "2.支出", "页"]
