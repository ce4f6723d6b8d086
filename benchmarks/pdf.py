"""A PDF of ruled tables and prose: reading it against PDFium's plain text and pdfplumber's tables, in one run.

Files given as arguments are measured instead of the one made here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import median_ms, row
from budget_kg.readers.pdf import read

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PAGES = 25
_XS = (50, 85, 115, 145, 275, 345, 415, 485, 545)
_FONT = "Vera"  # carried by the file, as the fonts of real files are; reportlab has none with ideographs
_SENTENCE = "Spending was 1,203.45 against 1,117.25"


def main() -> None:
    """Print the rows for each file."""
    paths = [Path(argument) for argument in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        for path in paths or [made(Path(folder) / "made.pdf")]:
            plain = median_ms(lambda path=path: _plain(path))  # type: ignore[misc]
            ours = median_ms(lambda path=path: read(path))  # type: ignore[misc]
            theirs = median_ms(lambda path=path: _plumber(path), times=3)  # type: ignore[misc]
            row(f"read {path.name[:30]}: text, boxes, cells", f"{ours:.0f} ms", "", None)
            # The file made here has no ideographs, whose fonts are what PDFium spends its time on in real ones.
            target, held = ("5 x", ours <= 5 * plain) if paths else ("", None)
            row("  against PDFium's plain text of it", f"{ours / plain:.1f} x", target, held)
            row("  pdfplumber's default tables against it", f"{theirs / ours:.1f} x", "5 x", theirs >= 5 * ours)


def made(path: Path) -> Path:
    """Write a disclosure of nine pages of tables and sixteen of prose."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont(_FONT, "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    for page in range(_PAGES):
        canvas.setFont(_FONT, 9 if page < 9 else 14)
        if page < 9:
            _table(canvas, page)
        else:
            for line in range(24):
                canvas.drawString(50, 780 - 28 * line, _SENTENCE)
        canvas.showPage()
    canvas.save()
    return path


def _table(canvas: Canvas, page: int) -> None:
    ys = range(780, 60, -20)
    for y in ys:
        canvas.line(_XS[0], y, _XS[-1], y)
    for x in _XS:
        canvas.line(x, ys[0], x, ys[-1])
    for index, y in enumerate(list(ys)[:-1]):
        amounts = [f"{page + 1},{index + 100}.{column:02d}" for column in range(4)]
        for left, word in zip(_XS, ("201", f"{index:02d}", "01", "General administration", *amounts), strict=False):
            canvas.drawString(left + 3, y - 14, word)


def _plain(path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_bounded()
        text.close()
        page.close()
    document.close()


def _plumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()


if __name__ == "__main__":
    main()
