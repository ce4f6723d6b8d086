"""Tables that the text of a page has flattened, their cells one after another and empty ones gone: found as tables again.

It knows a table by its title and unit, its columns by the words of the head, its rows by their codes or labels. Where
the sums do not tell which column a number stood in, the number stands beside the table, and nobody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budget_kg.grids.captions import bare_title
from budget_kg.grids.flat_lines import numbered_lines
from budget_kg.grids.flat_rows import (
    Head,
    cell,
    coded_head,
    coded_rows,
    columns_of,
    is_figure,
    is_label,
    parents,
    placed,
    without_tail,
)
from budget_kg.grids.flat_sides import two_sides
from budget_kg.grids.flat_words import Word, is_number, words_in
from budget_kg.grids.grid import key
from budget_kg.grids.kinds import kind_of
from budget_kg.grids.words import words_of
from budget_kg.model import Cell, Table

_UNIT = re.compile(r"(?=[（(金计单])[（(]?(?:金额|计量)?单位\s*[:：]\s*(?:人民币)?\s*[百千万亿]*元[)）]?")
_END = re.compile(r"第[一二三四五六七八九十]部分|注\s*[:：]|说明\s*[:：]|。")
_DIGIT = re.compile(r"\d")
_REACH = 160
_LONGEST = 20_000
_FEWEST = 3  # figures of a table


@dataclass(frozen=True, slots=True)
class _Region:
    """The text of a flattened table: the words of its title, its unit, and what stands behind that."""

    title: Word
    unit: Word
    end: int


def flattened_tables(text: str, known: Sequence[Table] = ()) -> list[Table]:
    """The flattened tables of a text layer outside the known ones, numbered after these."""
    tables: list[Table] = []
    for region in _regions(text):
        if any(table.start < region.end and region.unit.end <= table.end for table in known):
            continue
        cells = _cells(text, region)
        if sum(1 for one in cells if one.column) >= _FEWEST and _holds_all_digits(text, cells):
            captions = [cell(0, 0, [region.title]), cell(1, 0, [region.unit])]
            start, end = min(one.start for one in cells), max(one.end for one in cells)
            shifted = [replace(one, row=one.row + 2) for one in cells]
            tables.append(Table(len(known) + len(tables) + 1, start, end, (*captions, *shifted)))
    return tables


def _holds_all_digits(text: str, cells: Sequence[Cell]) -> bool:
    """Whether every digit between the first and the last cell stands in one: none may be lost with the head."""
    start, end = min(one.start for one in cells), max(one.end for one in cells)
    held = {offset for one in cells for offset in range(one.start, one.end)}
    return all(match.start() in held for match in _DIGIT.finditer(text, start, end))


def _regions(text: str) -> Iterator[_Region]:
    """From each unit behind a title to the next title, part, note, sentence or line."""
    found: list[tuple[int, Word, Word]] = []
    for match in _UNIT.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        before = found[-1][2].end if found else 0
        words = words_in(text, max(line, before, match.start() - _REACH), match.start())
        titles = [word for word in words if key(word.text).endswith("表")]
        if titles:
            found.append((titles[0].start, titles[-1], Word(match.start(), match.end(), match[0])))
    for index, (_, title, unit) in enumerate(found):
        limit = found[index + 1][0] if index + 1 < len(found) else len(text)
        line = text.find("\n", unit.end)
        limit = min(limit, unit.end + _LONGEST, line if line >= 0 else len(text))
        stop = _END.search(text, unit.end, limit)
        if kind_of(bare_title(title.text)):
            yield _Region(title, unit, stop.start() if stop else limit)


def _cells(text: str, region: _Region) -> list[Cell]:
    """The cells of a region from row 0, none when it is not understood."""
    words = words_in(text, region.unit.end, region.end)
    first = next((index for index, word in enumerate(words) if is_number(word)), 0)
    if not first:
        return []
    numbered = [index for index, word in enumerate(words[:first]) if _has(word, "line-number")]
    if numbered:
        return numbered_lines(words, first)
    label = max((index for index in range(first) if not _is_head(words[index])), default=first - 1)
    head, body = words[:label], words[label:]
    stated = key(text[: region.unit.start] + text[region.end :])
    known = coded_head(head)
    if known is not None:
        return _coded(known, body, stated)
    return two_sides(head, body, stated)


def _has(word: Word, role: str) -> bool:
    return role in words_of(key(word.text)).roles()


def _is_head(word: Word) -> bool:
    return is_label(word) or is_figure(word)


def _coded(head: Head, body: Sequence[Word], stated: str) -> list[Cell]:
    rows = without_tail(coded_rows(body))
    ways = columns_of(rows, parents(rows), head, stated)
    return [*head.cells(), *placed(rows, ways, 2 if head.over is not None else 1, len(head.labels), len(head.figures))]
