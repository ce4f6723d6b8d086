"""The text of a document as HTML: prose as printed, tables drawn as tables, passages marked and linked to findings.

Every character of the document is escaped; nothing of it can become markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from budget_kg.errors import Lang
from budget_kg.model import Cell, Document, Severity, Table

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINES: Final = 60
"""Lines of prose in one block; a browser lays out only the blocks that are seen."""


_WIDE: Final = 40
"""Columns of a table whose rows are drawn to their end although nothing stands there."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A passage to be marked: its offsets, its name in the page, the gravest severity of its findings, and these."""

    start: int
    end: int
    name: str
    severity: Severity
    findings: tuple[tuple[str, str, str], ...]
    """The name in the page, number and title of each finding, the gravest first."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text between two ends of marks, with the marks over it, the shortest first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marked_text(document: Document, marks: Sequence[Mark], lang: Lang) -> Iterator[str]:
    """The document in blocks of HTML, in its order."""
    writer = _Writer(document, _pieces(marks))
    starts = {page.start: page.number for page in document.pages}
    for start, end, table in _blocks(document, sorted(starts)):
        if start in starts:
            number = starts.pop(start)
            words = f"第 {number} 页" if lang == "zh" else f"page {number}"
            yield f'<h4 class="page">{words}</h4>\n'
        if table is not None:
            yield writer.table(table)
        elif document.text[start:end].strip():
            yield f'<div class="prose">{writer.span(start, end)}</div>\n'


def safe(text: str) -> str:
    """Text as HTML text, also within quotes; what HTML does not allow at all is replaced."""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\f", "")))


def _pieces(marks: Sequence[Mark]) -> list[_Piece]:
    ends = sorted({offset for mark in marks for offset in (mark.start, mark.end)})
    ordered, at = sorted(marks), 0
    active: list[Mark] = []
    found = []
    for start, end in pairwise(ends):
        active = [mark for mark in active if mark.end > start]
        while at < len(ordered) and ordered[at].start <= start:
            active.append(ordered[at])
            at += 1
        if active:
            found.append(_Piece(start, end, tuple(sorted(active, key=lambda mark: mark.end - mark.start))))
    return found


def _blocks(document: Document, cuts: Sequence[int]) -> Iterator[tuple[int, int, Table | None]]:
    """The tables, and the prose between them in pieces that end with a line, and where a page does."""
    at = 0
    for table in sorted(document.tables, key=lambda one: (one.start, one.end)):
        if table.start < at:  # within one that was drawn
            continue
        yield from _prose(document.text, at, table.start, cuts)
        yield table.start, table.end, table
        at = table.end
    yield from _prose(document.text, at, len(document.text), cuts)


def _prose(text: str, start: int, end: int, cuts: Sequence[int]) -> Iterator[tuple[int, int, None]]:
    inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    for low, high in zip([start, *inner], [*inner, end], strict=True):
        while low < high:
            stop = low
            for _ in range(_LINES):
                stop = text.find("\n", stop, high) + 1 or high
                if stop == high:
                    break
            yield low, stop, None
            low = stop


class _Writer:
    """Writes spans of one document with their marks; each mark is named where it is first seen."""

    def __init__(self, document: Document, pieces: list[_Piece]) -> None:
        self._text = document.text
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._named: set[str] = set()

    def span(self, start: int, end: int) -> str:
        written, at = [], start
        for index in range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)):
            piece = self._pieces[index]
            low, high = max(piece.start, start), min(piece.end, end)
            if low >= high:
                continue
            written += [safe(self._text[at:low]), self._marked(piece, low, high)]
            at = high
        return "".join([*written, safe(self._text[at:end])])

    def _marked(self, piece: _Piece, low: int, high: int) -> str:
        names = [mark.name for mark in piece.marks if mark.name not in self._named]
        self._named.update(names)
        anchors = "".join(f'<span class="at" id="{name}"></span>' for name in names)
        nearest = piece.marks[0]
        kind = min((mark.severity for mark in piece.marks), key=lambda severity: severity.rank).word
        said = "; ".join(f"{number} {title}" for _, number, title in nearest.findings)
        words = safe(self._text[low:high])
        inner = f'<a class="{kind}" href="#{nearest.findings[0][0]}" title="{safe(said)}">{words}</a>'
        done = (mark for mark in piece.marks if mark.end == high)
        numbers = "".join(
            f'<sup><a href="#{name}">{number}</a></sup>' for mark in done for name, number, _ in mark.findings
        )
        return f"{anchors}{inner}{numbers}"

    def table(self, table: Table) -> str:
        """A table with its merged cells; rows and columns without words are left out."""
        rows = {row: place for place, row in enumerate(sorted({cell.row for cell in table.cells}))}
        columns = {column: place for place, column in enumerate(sorted({cell.column for cell in table.cells}))}
        taken: set[tuple[int, int]] = set()
        lines: list[list[str]] = [[] for _ in rows]
        filled = [0] * len(rows)
        for cell in sorted(table.cells, key=lambda one: (one.row, one.column, one.start)):
            row, column = rows[cell.row], columns[cell.column]
            for before in range(filled[row], column):
                if (row, before) not in taken:
                    lines[row].append("<td></td>")
            filled[row] = max(filled[row], column + 1)
            lines[row].append(self._cell(cell, (row, column), (rows, columns), taken))
        if len(columns) <= _WIDE:
            for row, line in enumerate(lines):
                line += ["<td></td>" for last in range(filled[row], len(columns)) if (row, last) not in taken]
        body = "\n".join(f"<tr>{''.join(line)}</tr>" for line in lines)
        return f'<div class="table"><table>\n{body}\n</table></div>\n'

    def _cell(
        self, cell: Cell, at: tuple[int, int], places: tuple[dict[int, int], dict[int, int]], taken: set[tuple[int, int]]
    ) -> str:
        """One cell; it covers no place that another one has."""
        row, column = at
        tall = sum(cell.row <= one < cell.row + cell.rows for one in places[0])
        wide = sum(cell.column <= one < cell.column + cell.columns for one in places[1])
        covered = {(row + down, column + right) for down in range(tall) for right in range(wide)}
        if covered & taken:
            tall = wide = 1
            covered = {at}
        taken |= covered
        spans = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
        return f"<td{spans}>{self.span(cell.start, cell.end)}</td>"

