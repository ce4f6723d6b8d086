"""From a text layer to its flow: line wraps, page-break residue and inner spaces undone, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget_kg.model import Flow, Structure, Table

_MARKER = re.compile(
    r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}(?:、|[.．](?!\d))|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}[、．]|\d{1,2}\.(?:(?!\d)|(?=\d{7}(?!\d)|20\d\d年))|[（(]\d{1,2}[)）]|[①-⑳]|附[件表]\s?\d*\s*[:：]?|图\s?\d|表\s?\d|注[:：]|第.{1,3}章"
)
_PART = re.compile(r"第[一二三四五六七八九十]+部分")  # its title is centred, and wraps before the line is full
_TITLE_LINE = re.compile(r"\d{4}\s*年度?.{2,40}表$")
_TABLE_TITLE = re.compile(
    r"[^。，；：]{2,30}(?:收入支出|收支|收入|支出|收支总|经费|基金|情况|采购|明细)(?:决算|预算)?总?表$"
    r"|[^。，；：]{2,30}(?:决算|预算)(?:总|明细)?表$"
)
_CAPTION = re.compile(r"[（(]?(?:(?:编制|填报|公开|预算|金额|计量|数据)?(?:部门|单位)(?:名称)?)[:：].{0,40}$")
_COVER_END = re.compile(r"决算|预算|公开|说明|报告|情况|目\s*录")
_LONGEST_ON_COVER = 40
_FINAL = "。；;！？!?：:"
_LONE_NUMBER = re.compile(r"[-—–－\s]*\d{1,4}[-—–－\s]*|第\s*\d{1,4}\s*页(\s*共\s*\d{1,4}\s*页)?")
_NUMBER_CELL = re.compile(r"[-+]?[\d,.%％]+")
_UNBROKEN = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_INKED = re.compile(r"[^\s\u200b\ufeff]+")
# Pages in the traditional script print the reading of rare characters behind them.
_READING = re.compile(
    "(?<=[\u4e00-\u9fff])[（(](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]"
)
_NARROW = 0.72
_UNENDED = "，、,（("
# Two ideographic spaces, or as many no-break spaces as look like them, indent a paragraph in a run of text.
_BLANK_RUN = re.compile(r"[ \xa0\u3000]{2,}")
_LONGEST_HEADING = 40
_LONG, _FEWEST_LONG, _MOSTLY = 30, 4, 0.7
_LONGEST_PRINTED = 100
_ASCII_WORD = re.compile(r"[A-Za-z0-9.,%+\-]")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str, tables: Sequence[Table]) -> list[_Line]:
    """The lines outside tables that have ink, stripped, with their offsets; form feeds count as line ends.

    A table that stands in the middle of a line ends it, and what follows is another.
    """
    found: list[_Line] = []
    for low, high in _outside(len(text), tables):
        for match in _UNBROKEN.finditer(text, low, high):
            body = match[0].strip()
            if body:
                found += _paragraphs(_Line(match.start() + match[0].index(body[0]), body))
    return found


def _outside(size: int, tables: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """The spans of a text between its tables."""
    last = 0
    for table in tables:
        yield last, table.start
        last = table.end
    yield last, size


def _paragraphs(line: _Line) -> list[_Line]:
    """The paragraphs of a line that holds several: an indent behind a sentence or a heading begins one."""
    found: list[_Line] = []
    start = 0
    for indent in _BLANK_RUN.finditer(line.text):
        if not _is_indent(indent[0]):
            continue
        before, after = line.text[start : indent.start()], line.text[indent.end() :]
        heading = _MARKER.match(before) and len(before) <= _LONGEST_HEADING
        if before.strip() and (before[-1] in _FINAL or heading or _MARKER.match(after)):
            found.append(_Line(line.start + start, before))
            start = indent.end()
    return [*found, _Line(line.start + start, line.text[start:])] if found else [line]


def _is_indent(blank: str) -> bool:
    wide, fixed = blank.count("\u3000"), blank.count("\xa0")
    return wide >= 2 or fixed >= 3 or (wide + fixed > 0 and len(blank) >= 3)


def looks_wrapped(text: str) -> bool:
    """Whether the lines of a text are pieces of paragraphs.

    Not when one of them is longer than print ever is, nor when most of the long ones end as sentences do.
    """
    long = [line for line in map(str.strip, text.splitlines()) if len(line) >= _LONG]
    if any(len(line) > _LONGEST_PRINTED and "。" in line for line in long):
        return False
    return len(long) < _FEWEST_LONG or sum(line[-1] in _FINAL for line in long) < _MOSTLY * len(long)


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


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether a paragraph that should be whole goes on in the next line all the same."""
    return before.text[-1] in _UNENDED and not _MARKER.match(line.text)


def _stands_alone(words: str) -> bool:
    """Whether a line is a paragraph whatever stands around it: the title of a table, its body, its unit."""
    titled = words.endswith("表") and _TABLE_TITLE.fullmatch(words)
    return bool(titled or _CAPTION.match(words)) and not _MARKER.match(words)


def _is_title(words: str) -> bool:
    """Whether a line is the title of a table of some year."""
    return words.endswith("表") and bool(_TITLE_LINE.fullmatch(words))


def _starts_paragraph(line: _Line, before: _Line, first: _Line, width: int) -> bool:
    """Whether `line` begins a paragraph, given the line before it and the first line of the running paragraph."""
    if _MARKER.match(line.text) or _is_title(line.text) or _is_title(before.text):
        return True
    wrapped = _PART.match(first.text) and not before.text.endswith("表")
    if not wrapped and any(map(_stands_alone, (line.text, before.text))):
        return True
    if len(before.text) >= width * _NARROW:
        return False
    marker = _MARKER.match(first.text)
    heading = marker is not None and not _PART.match(first.text)
    alone = first is before and marker is not None and first.text == marker[0] and first.text[-1] in "、.．）)"
    return not alone and (before.text[-1] in _FINAL or heading)


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
            at = 0
            bracketed = "(" in match[0] or "（" in match[0]
            for said in _READING.finditer(match[0]) if bracketed else ():
                self._add_some(match[0][at : said.start()], line.start + start + at)
                at = said.end()
            self._add_some(match[0][at:], line.start + start + at)

    def _add_some(self, text: str, offset: int) -> None:
        if text:
            self.add(text, offset)

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
            apart = index < cover and _starts_paragraph(line, before, first, width)
            goes_on = index < cover or _goes_on(before, line)
            if apart or not goes_on or _is_parted(before, line, tables):
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
