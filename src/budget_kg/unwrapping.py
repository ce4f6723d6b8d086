"""From a text layer to its flow: line wraps, page-break residue and inner spaces undone, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from budget_kg.model import Flow, Structure, Table

_MARKER = re.compile(
    r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}(?:、|[.．](?!\d))|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}[、．]|\d{1,2}\.(?:(?!\d)|(?=\d{7}(?!\d)|20\d\d年))|[（(]\d{1,2}[)）]|[①-⑳]|附[件表]\s?\d*\s*[:：]?|图\s?\d|表\s?\d|注[:：]|第.{1,3}章"
)
_PART = re.compile(r"第[一二三四五六七八九十]+部分")  # its title is centred, and wraps before the line is full
_TITLE_LINE = re.compile(r"\d{4}\s*年度?.{2,40}表$")
_COVER_END = re.compile(r"决算|预算|公开|说明|报告|情况|目\s*录")
_LONGEST_ON_COVER = 40
_FINAL = "。；;！？!?：:"
_LONE_NUMBER = re.compile(r"[-—–－\s]*\d{1,4}[-—–－\s]*|第\s*\d{1,4}\s*页(\s*共\s*\d{1,4}\s*页)?")
_NUMBER_CELL = re.compile(r"[-+]?[\d,.%％]+")
_INKED = re.compile(r"[^\s\u200b\ufeff]+")
_NARROW = 0.72
_ASCII_WORD = re.compile(r"[A-Za-z0-9.,%+\-]")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str, tables: Sequence[Table]) -> list[_Line]:
    """The lines outside tables that have ink, stripped, with their offsets; form feeds count as line ends."""
    found = []
    for match in re.finditer(r"[^\n\r\f\v\x85\u2028\u2029]+", text):
        body = match[0].strip()
        if body and not _in_a_table(match.start(), tables):
            found.append(_Line(match.start() + match[0].index(body[0]), body))
    return found


def _in_a_table(offset: int, tables: Sequence[Table]) -> bool:
    index = bisect_right(tables, offset, key=lambda table: table.start)
    return index > 0 and offset < tables[index - 1].end


def _is_parted(before: _Line, line: _Line, tables: Sequence[Table]) -> bool:
    """Whether a table stands between two lines."""
    index = bisect_right(tables, line.start, key=lambda table: table.start)
    return index > 0 and before.end <= tables[index - 1].start


def _full_width(lines: list[_Line]) -> int:
    """The usual length of a line that was wrapped because it was full."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.75)] if lengths else 0


def _page_numbers(text: str, lines: list[_Line]) -> list[_Line]:
    """Lone numbers between two lines that page-break residue surrounds: blank space and no sentence of their own."""
    found = []
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if not _LONE_NUMBER.fullmatch(line.text):
            continue
        space_before = text[before.end : line.start].count("\n")
        space_after = text[line.end : after.start].count("\n") if after is not None else 3
        dashed = not line.text.isdigit()
        if dashed or "\f" in text[before.end : line.start] or (space_before >= 3 and space_after >= 2):
            found.append(line)
    return found


def _starts_paragraph(line: _Line, before: _Line, first: _Line, width: int) -> bool:
    """Whether `line` begins a paragraph, given the line before it and the first line of the running paragraph."""
    if _MARKER.match(line.text) or _TITLE_LINE.fullmatch(line.text) or _TITLE_LINE.fullmatch(before.text):
        return True
    narrow = len(before.text) < width * _NARROW
    marker = _MARKER.match(first.text)
    heading = marker is not None and not _PART.match(first.text)
    alone = first is before and marker is not None and first.text == marker[0] and first.text[-1] in "、.．）)"
    return narrow and not alone and (before.text[-1] in _FINAL or heading)


def _keeps_space(left: str, right: str) -> bool:
    """A space between two Latin words or numbers separates them; elsewhere it is layout."""
    return bool(_ASCII_WORD.match(left) and _ASCII_WORD.match(right)) and not (left.isdigit() and right == ".")


class _Builder:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.source: list[int] = []

    def add(self, text: str, offset: int) -> None:
        self.text.append(text)
        self.source.extend(range(offset, offset + len(text)))

    def add_line(self, line: _Line) -> None:
        for match in _INKED.finditer(line.text):
            start = match.start()
            if start and self.text and _keeps_space(self.text[-1][-1], match[0][0]):
                self.add(" ", line.start + start - 1)
            self.add(match[0], line.start + start)

    def join(self, before: _Line, line: _Line) -> None:
        """Continue a paragraph: two Latin words, or two cells of nothing but a number, stay apart."""
        words = before.text[-1].isascii() and before.text[-1].isalpha() and line.text[0].isascii()
        cells = _NUMBER_CELL.fullmatch(before.text) or _NUMBER_CELL.fullmatch(line.text)
        if (words and line.text[0].isalpha()) or (cells and _keeps_space(before.text[-1], line.text[0])):
            self.add(" ", before.end)

    def paragraph(self, offset: int) -> None:
        if self.text and self.text[-1][-1] != "\n":
            self.add("\n", offset)


def _cover(lines: Sequence[_Line]) -> int:
    """How many lines at the beginning may be pieces of one title, as on a cover."""
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_ON_COVER or line.text[-1] in _FINAL or _MARKER.match(line.text):
            return index
        if _COVER_END.search(line.text[-3:].replace(" ", "")) or _COVER_END.fullmatch(line.text):
            return index + 1
    return len(lines)


def unwrap(text: str, tables: Sequence[Table] = (), *, wrapped: bool = True) -> tuple[Flow, list[Structure]]:
    """Return the flow of a text layer without its tables (given in order), and the page numbers left out of it.

    The page numbers are structure, in offsets of the layer. Lines of a layer that is not `wrapped` are paragraphs;
    only a title on a cover may run over several.
    """
    lines = _lines(text, tables)
    residue = _page_numbers(text, lines)
    dropped = {line.start for line in residue}
    lines = [line for line in lines if line.start not in dropped]
    width = _full_width(lines)
    cover = len(lines) if wrapped else _cover(lines)
    builder = _Builder()
    first = lines[0] if lines else None
    for index, (before, line) in enumerate(zip([None, *lines], lines, strict=False)):
        if before is not None and first is not None:
            apart = index >= cover or _is_parted(before, line, tables)
            if apart or _starts_paragraph(line, before, first, width):
                builder.paragraph(before.end)
                first = line
            else:
                builder.join(before, line)
        builder.add_line(line)
    structures = [
        Structure(line.start + match.start(), line.start + match.end(), "page-number")
        for line in residue
        for match in re.finditer(r"\d+", line.text)
    ]
    return Flow(text, "".join(builder.text), builder.source), structures
