"""The text layer under construction: readers put lines, tables and pages into it, and it keeps where each stands.

It owns how a table is written as text (a line for each row, a tab between cells) and what is no table at all: cells
that hold whole paragraphs are prose in a frame.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budget_kg.model import Box, Cell, Document, Finding, Page, Table

_BREAKS = re.compile(r"[ \t\u3000\xa0]*[\r\n\f\v\x85\u2028\u2029]+[ \t\u3000\xa0]*")
_LATIN = re.compile("[A-Za-z]")
_SENTENCE = re.compile(r"[。；！？]")
_WIDEST = 100  # tabs at most between two cells: a sheet may have a stray cell far to the right
_WORDY = 120  # more characters than that, with sentences in them, are a paragraph


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell as a reader found it, with its words as printed; line breaks in them are wraps."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    address: str = ""
    box: Box | None = None


def unwrapped(text: str) -> str:
    """The words of a cell in one line: a wrap between two Latin words is a space, any other is nothing."""
    words = ""
    for piece in _BREAKS.split(text.strip()):
        apart = _LATIN.fullmatch(words[-1:]) and _LATIN.fullmatch(piece[:1])
        words += f" {piece}" if apart else piece
    return words.replace("\t", " ").strip()


def is_paragraph(text: str) -> bool:
    """Whether words are a whole paragraph: long, with a sentence in them."""
    return len(text) > _WORDY and bool(_SENTENCE.search(text))


def is_prose(entries: Sequence[Entry]) -> bool:
    """Whether cells are no grid but text in a frame: no row has two of them, or they stand in at most two columns and
    most of their words in paragraphs.
    """
    inked = [entry for entry in entries if entry.text.strip()]
    if len({entry.row for entry in inked}) == len(inked):
        return True
    wordy = sum(len(entry.text) for entry in inked if is_paragraph(entry.text))
    return len({entry.column for entry in inked}) <= 2 and wordy * 2 > sum(len(entry.text) for entry in inked)


class Layer:
    """Collects the text layer of one file from top to bottom; `wrapped` as in `Document`."""

    def __init__(self, *, wrapped: bool = True) -> None:
        self._wrapped = wrapped
        self._parts: list[str] = []
        self._size = 0
        self._tables: list[Table] = []
        self._pages: list[Page] = []
        self._open: tuple[int, int, float | None] | None = None
        self.findings: list[Finding] = []

    @property
    def size(self) -> int:
        """How many characters it has so far: the offset of what is put in next."""
        return self._size

    def page(self, number: int, confidence: float | None = None) -> None:
        """Begin a page; a form feed stands between two pages."""
        self._close_page()
        if self._pages:
            self._put("\f")
        self._open = number, self._size, confidence

    def line(self, text: str) -> None:
        """Put in a line of prose, or several."""
        self._put(f"{text}\n")

    def table(self, entries: Iterable[Entry], page: int | None = None, sheet: str = "") -> None:
        """Put in a table, or the words of its cells as lines when they are prose in a frame."""
        rows = sorted((entry for entry in entries if entry.text.strip()), key=lambda entry: (entry.row, entry.column))
        if not rows:
            return
        if is_prose(rows):
            for entry in rows:
                self.line(entry.text.strip("\n"))
            return
        start, cells = self._size, []
        for before, entry in zip([None, *rows], rows, strict=False):
            same_row = before is not None and before.row == entry.row
            if before is not None and not same_row:
                self._put("\n")
            skipped = entry.column - before.column if before is not None and same_row else entry.column
            self._put("\t" * min(skipped, _WIDEST))
            words = unwrapped(entry.text)
            cells.append(
                Cell(entry.row, entry.column, self._size, self._size + len(words), entry.rows, entry.columns,
                     entry.address, entry.box)
            )
            self._put(words)
        self._tables.append(Table(len(self._tables) + 1, start, self._size, tuple(cells), page, sheet))
        self._put("\n")

    def document(self, name: str, media_type: str, sha256: str) -> Document:
        """The document of everything put in; `sha256` is that of the file's bytes."""
        self._close_page()
        text = "".join(self._parts)
        return Document(
            name=name, media_type=media_type, sha256=sha256, text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(), pages=tuple(self._pages),
            tables=tuple(self._tables), findings=tuple(self.findings), wrapped=self._wrapped,
        )

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def _close_page(self) -> None:
        if self._open is not None:
            number, start, confidence = self._open
            self._pages.append(Page(number, start, self._size, confidence))
            self._open = None
