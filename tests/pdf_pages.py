"""PDF files made for the tests: ruled tables, prose, and files that mean harm. Names and numbers are invented."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], object]


def pdf(path: Path, *pages: Draw, size: tuple[float, float] = (595, 842), rotation: int = 0) -> Path:
    """Write a PDF with a page for each function that draws one."""
    canvas = Canvas(str(path), pagesize=size, invariant=True)
    for draw in pages:
        canvas.setFont(FONT, 10)
        canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def grid(canvas: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Draw every line of a grid; `ys` from the top down."""
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def write(canvas: Canvas, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    """Write words into the cells of a grid: numbers at the right of their cell, `\\n` begins a line within it."""
    for top, row in zip(ys, rows, strict=False):
        for left, right, words in zip(xs, xs[1:], row, strict=False):
            for line, text in enumerate(words.split("\n")):
                base = top - 12 - 11 * line
                if text[:1].isdigit() and "." in text:
                    canvas.drawRightString(right - 2, base, text)
                else:
                    canvas.drawString(left + 2, base, text)


XS = (60, 200, 290, 380)
YS = (700, 680, 660, 640)
ROWS = (("项目", "预算数", "决算数"), ("水质监测经费", "1,025.30", "998.06"), ("管网修缮", "", "37.50"))


def table(canvas: Canvas) -> None:
    """A small ruled table."""
    grid(canvas, XS, YS)
    write(canvas, XS, YS, ROWS)


def raw_pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", xref: bool = True) -> bytes:
    """A PDF of objects numbered from 1, with a cross-reference table that is right."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(data: bytes, extra: bytes = b"", packed: bool = False) -> bytes:
    """A stream object, deflated when `packed`."""
    if packed:
        data, extra = zlib.compress(data, 9), extra + b"/Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
WORDS = b"BT /F1 12 Tf 72 700 Td (Budget words 12.5) Tj ET\n"


def page_of(extra: bytes = b"", resources: bytes = b"") -> bytes:
    """A page object whose content is object 4 and whose font F1 is object 5."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, extra)
    )


def font_object(extra: bytes = b"") -> bytes:
    """A font every reader has."""
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica %s >>" % extra


def one_page(
    content: bytes, extra: bytes = b"", resources: bytes = b"", font: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """A PDF of one page with this content stream; `more` objects are numbered from 6."""
    return raw_pdf(CATALOG, PAGES, page_of(extra, resources), stream(content), font_object(font), *more)
