"""Pages that are pictures: recognised when the extra is installed, told when it is not.

The pictures are drawn with reportlab's own font, which has no ideographs, so that no font need be installed.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from pdf_pages import ROWS, Draw, pdf, table
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from budget_kg.model import Document
from budget_kg.readers.pdf import read

SHARP = 200 / 72
XS = (60, 220, 330, 440)
WORDS = (("Item", "Budget", "Actual"), ("Water testing", "1,025.30", "998.06"), ("Pipe repair", "", "37.50"), ("Total", "1,025.30", "1,035.56"))
EXPECTED = {(row, column): words for row, line in enumerate(WORDS) for column, words in enumerate(line) if words}


def drawn(ruled: bool = True) -> Image.Image:
    """A page of A4 with a title, a table and a sentence, as a scanner sees it."""
    import reportlab

    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), int(12 * SHARP))
    image = Image.new("L", (int(595 * SHARP), int(842 * SHARP)), 250)
    pen = ImageDraw.Draw(image)
    pen.text((60 * SHARP, 60 * SHARP), "Final accounts 2023", 20, font)
    ys = range(120, 120 + 30 * (len(WORDS) + 1), 30)
    if ruled:
        for y in ys:
            pen.line((XS[0] * SHARP, y * SHARP, XS[-1] * SHARP, y * SHARP), 30, 3)
        for x in XS:
            pen.line((x * SHARP, ys[0] * SHARP, x * SHARP, ys[-1] * SHARP), 30, 3)
    for y, row in zip(ys, WORDS, strict=False):
        for x, words in zip(XS, row, strict=False):
            pen.text(((x + 5) * SHARP, (y + 8) * SHARP), words, 20, font)
    pen.text((60 * SHARP, 400 * SHARP), "Spending grew by 86.20 against the year before.", 20, font)
    return image


def scanned(image: Image.Image) -> Draw:
    """A page that is this picture."""
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=70)

    def page(canvas: Canvas) -> None:
        canvas.setPageSize((image.width / SHARP, image.height / SHARP))
        canvas.drawImage(ImageReader(packed), 0, 0, image.width / SHARP, image.height / SHARP)

    return page


def cells(document: Document, number: int = 0) -> dict[tuple[int, int], str]:
    found = document.tables[number].cells
    return {(cell.row, cell.column): document.text[cell.start : cell.end].replace(" ", "") for cell in found}


SPACELESS = {place: words.replace(" ", "") for place, words in EXPECTED.items()}


def test_a_scanned_page_among_others(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    document = read(pdf(tmp_path / "mixed.pdf", table, scanned(drawn())))
    assert document.findings == ()
    assert cells(document, 1) == SPACELESS
    assert document.tables[1].cells[0].box == pytest.approx((60, 120, 220, 150), abs=2)
    assert document.pages[0].confidence is None
    assert 0.9 < (document.pages[1].confidence or 0) <= 1
    after = document.text[document.tables[1].end :]
    assert "86.20" in after


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "askew"), [(90, 0.0), (180, 0.0), (270, 0.4), (0, 1.2), (0, -0.7)])
def test_a_page_scanned_askew_or_on_its_side(tmp_path: Path, turn: int, askew: float) -> None:
    pytest.importorskip("rapidocr")
    image = drawn().rotate(askew, fillcolor=250).rotate(turn, expand=True)
    document = read(pdf(tmp_path / "turned.pdf", scanned(image)))
    assert cells(document) == SPACELESS
    left, top, right, bottom = document.tables[0].cells[0].box or (0, 0, 0, 0)
    assert 0 <= left < right <= image.width / SHARP
    assert 0 <= top < bottom <= image.height / SHARP
    wide = right - left > bottom - top
    assert wide == (turn % 180 == 0)


def with_picture(canvas: Canvas) -> None:
    """A page of text with a picture of a table pasted in."""
    for line in range(10):
        canvas.drawString(60, 780 - 20 * line, "本年度收入支出总体情况如下表所示，各项数字以表内为准。")
    part = drawn().crop((int(40 * SHARP), int(100 * SHARP), int(460 * SHARP), int(290 * SHARP)))
    packed = io.BytesIO()
    part.save(packed, "PNG")
    canvas.drawImage(ImageReader(packed), 40, 300, 420, 190)
    canvas.drawString(60, 200, "以上数字均含上年结转。")


def test_a_picture_of_a_table_in_a_page_of_text(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    document = read(pdf(tmp_path / "pasted.pdf", with_picture))
    assert cells(document) == SPACELESS
    assert document.text.count("本年度收入支出总体情况") == 10
    before, after = document.text[: document.tables[0].start], document.text[document.tables[0].end :]
    assert "本年度" in before
    assert after.strip() == "以上数字均含上年结转。"
    assert document.pages[0].confidence is not None


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime"])
def test_without_the_extra_pictures_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    document = read(pdf(tmp_path / "mixed.pdf", table, scanned(drawn()), with_picture))
    assert [finding.rule for finding in document.findings] == ["picture-page", "picture-page"]
    assert document.findings[0].message.en == "page 2 is a picture; install budget-kg[ocr] to read it"
    assert document.findings[0].message.zh == "第 2 页是图片；安装 budget-kg[ocr] 后可识别"
    assert "page 3 holds a picture" in document.findings[1].message.en
    assert cells(document) == {
        (row, column): words for row, line in enumerate(ROWS) for column, words in enumerate(line) if words
    }


def test_a_recogniser_that_gives_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rapidocr = pytest.importorskip("rapidocr")

    def full(*_: object, **__: object) -> None:
        raise RuntimeError("bad allocation")

    monkeypatch.setattr(rapidocr.RapidOCR, "__call__", full)
    document = read(pdf(tmp_path / "mixed.pdf", table, scanned(drawn())))
    assert [finding.rule for finding in document.findings] == ["picture-page"]
    assert "could not be recognised; allow more memory" in document.findings[0].message.en
    assert len(document.tables) == 1


def test_a_picture_without_words_is_told(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    document = read(pdf(tmp_path / "blank.pdf", table, scanned(Image.new("L", (800, 1100), 250))))
    assert "no words were recognised" in document.findings[0].message.en
