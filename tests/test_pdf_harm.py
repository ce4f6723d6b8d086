"""PDF files that are broken, locked or mean harm: one line is said, or the rest is read; nothing else happens."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from pdf_pages import CATALOG, PAGES, WORDS, font_object, one_page, page_of, pdf, raw_pdf, stream, table
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from budget_kg.errors import InputError
from budget_kg.pages.rules import LIMIT
from budget_kg.readers.pdf import read


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "given.pdf"
    path.write_bytes(data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    assert path.name in caught.value.say.zh
    assert "\n" not in caught.value.say.en
    return caught.value.say.en


def test_what_is_no_pdf(tmp_path: Path) -> None:
    assert "no such" in refused(tmp_path / "absent.pdf").lower()
    assert "empty" in refused(write(tmp_path, b""))
    assert "not a PDF" in refused(write(tmp_path, b"PK\x03\x04 a workbook with the wrong name"))
    assert "not a PDF" in refused(write(tmp_path, b"<html>%PD" + b" " * 2000 + b"%PDF-1.4"))


def test_a_locked_file(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "Words")
    canvas.save()
    assert "locked with a password" in refused(path)
    canvas = Canvas(str(path), encrypt=StandardEncryption("", ownerPassword="secret", canCopy=0))
    canvas.drawString(72, 700, "Words 12.5")
    canvas.save()
    assert "Words 12.5" in read(path).text


def test_a_file_cut_off(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "whole.pdf", table, table).read_bytes()
    for share in (0.02, 0.2, 0.5, 0.8, 0.97):
        path = write(tmp_path, whole[: int(len(whole) * share)])
        try:
            read(path)
        except InputError as error:
            assert "given.pdf" in error.say.en


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_broken_bytes(tmp_path: Path, seed: int) -> None:
    whole = bytearray(pdf(tmp_path / "whole.pdf", table, table).read_bytes())
    state = seed + 1
    for _ in range(30):
        state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
        whole[16 + (state >> 33) % (len(whole) - 16)] = state >> 20 & 0xFF
    try:
        document = read(write(tmp_path, bytes(whole)))
    except InputError:
        return
    assert all(document.text[cell.start : cell.end] for found in document.tables for cell in found.cells)


def test_loops_between_objects(tmp_path: Path) -> None:
    looped = raw_pdf(CATALOG, PAGES, page_of(), stream(WORDS), font_object())
    start = looped.rindex(b"startxref\n") + 10
    position = looped[start : looped.index(b"\n", start)]
    looped = looped.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + position)
    assert "Budget words 12.5" in read(write(tmp_path, looped)).text
    refused(write(tmp_path, raw_pdf(CATALOG, b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>")))
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    inner = stream(b"/X Do 60 60 m 60 600 l S", form)
    document = read(write(tmp_path, one_page(WORDS + b"/X Do", b"", b"/XObject << /X 6 0 R >>", more=[inner])))
    assert "Budget words 12.5" in document.text


def test_a_file_that_claims_too_many_pages_or_none(tmp_path: Path) -> None:
    claimed = PAGES.replace(b"/Count 1", b"/Count 200000")
    message = refused(write(tmp_path, raw_pdf(CATALOG, claimed, page_of(), stream(WORDS), font_object())))
    assert "200000 pages" in message
    beyond = PAGES.replace(b"/Count 1", b"/Count 2000000000")  # PDFium counts such ones itself
    assert "words" in read(write(tmp_path, raw_pdf(CATALOG, beyond, page_of(), stream(WORDS), font_object()))).text
    refused(write(tmp_path, raw_pdf(CATALOG, b"<< /Type /Pages /Count 0 /Kids [] >>")))
    overstated = PAGES.replace(b"/Count 1", b"/Count 3")
    document = read(write(tmp_path, raw_pdf(CATALOG, overstated, page_of(), stream(WORDS), font_object())))
    assert "Budget words 12.5" in document.text
    assert [finding.rule for finding in document.findings] == ["damaged-page", "damaged-page"]


def test_a_page_without_size_is_damaged(tmp_path: Path) -> None:
    pages = b"<< /Type /Pages /Count 2 /Kids [3 0 R 6 0 R] >>"
    huge = page_of().replace(b"[0 0 595 842]", b"[0 0 1e30 842]")
    document = read(write(tmp_path, raw_pdf(CATALOG, pages, page_of(), stream(WORDS), font_object(), huge)))
    assert "Budget words 12.5" in document.text
    assert {finding.rule for finding in document.findings} <= {"damaged-page"}


def test_a_page_full_of_strokes_is_not_looked_at_to_the_end(tmp_path: Path) -> None:
    strokes = b"".join(b"%d %d m %d %d l\n" % (n % 500, n // 500 * 3, n % 500, n // 500 * 3 + 90) for n in range(LIMIT))
    for content in (strokes + b"S\n", strokes.replace(b"l\n", b"l S\n")):
        begun = time.process_time()
        document = read(write(tmp_path, one_page(WORDS + content)))
        assert time.process_time() - begun < 10
        assert "Budget words 12.5" in document.text
        assert [finding.rule for finding in document.findings] == ["crowded-page"]


def test_a_bomb_in_a_stream(tmp_path: Path) -> None:
    bomb = stream(WORDS + b" " * 60_000_000, packed=True)
    assert len(bomb) < 100_000
    begun = time.process_time()
    document = read(write(tmp_path, raw_pdf(CATALOG, PAGES, page_of(), bomb, font_object())))
    assert time.process_time() - begun < 10
    assert "Budget words 12.5" in document.text


def test_a_file_within_the_file_is_left_alone(tmp_path: Path) -> None:
    catalog = CATALOG.replace(b">>", b"/Names << /EmbeddedFiles << /Names [(a.pdf) 6 0 R] >> >> /OpenAction 8 0 R >>")
    spec = b"<< /Type /Filespec /F (a.pdf) /EF << /F 7 0 R >> >>"
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    data = raw_pdf(
        catalog, PAGES, page_of(), stream(WORDS), font_object(), spec, stream(b"secret words", b"/Type /EmbeddedFile"), script
    )
    text = read(write(tmp_path, data)).text
    assert "Budget words 12.5" in text
    assert "secret" not in text


def test_numbers_beyond_every_page(tmp_path: Path) -> None:
    content = WORDS + b"1e38 1e38 m 1e38 -1e38 l S 0 0 1e39 1e39 re S BT /F1 1e30 Tf 72 600 Td (far) Tj ET"
    assert "Budget words 12.5" in read(write(tmp_path, one_page(content))).text


def test_only_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # as where the extra is not installed

    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 20, 20, 555, 802)

    assert "all 2 pages are pictures; install budget-kg[ocr]" in refused(pdf(tmp_path / "scan.pdf", picture, picture))


def test_nothing_on_any_page(tmp_path: Path) -> None:
    assert "no readable text" in refused(pdf(tmp_path / "blank.pdf", lambda _: None))


@pytest.mark.slow
def test_two_thousand_pages(tmp_path: Path) -> None:
    document = read(pdf(tmp_path / "long.pdf", *[table] * 2000))
    assert len(document.tables) == len(document.pages) == 2000
