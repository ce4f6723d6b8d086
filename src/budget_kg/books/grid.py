"""The cells of a sheet under construction, and the sheets of a book: words by place, merged areas, and a limit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby

from budget_kg.errors import InputError
from budget_kg.layer import Entry

MOST_CELLS = 500_000
"""Cells with words that a book may have: the largest disclosures have some ten thousand."""

_MOST_STEPS = 5_000_000  # of the search for cells under merged areas: only overlapping areas come near
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\v\f]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a reader sees it: its cells with words, and the addresses of formulas without a result.

    `boxes` and `pictures` count what is drawn over the cells, which is not read.
    """

    name: str
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...] = ()
    boxes: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in their order, and the names of those that are hidden, which are not read."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


@dataclass(slots=True)
class Count:
    """How many cells a book has so far. Raises InputError when they are too many."""

    name: str
    cells: int = 0

    def one_more(self) -> None:
        """Count a cell."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise InputError(
                zh=f"{self.name}：单元格超过 {MOST_CELLS:,} 个，太大，不像公开文件；请只留公开的工作表",
                en=f"{self.name}: more than {MOST_CELLS:,} cells, too large for a disclosure; keep the disclosed sheets",
            )


@dataclass(slots=True)
class Grid:
    """Collects the cells of one sheet; rows and columns count from 0."""

    name: str
    count: Count
    boxes: int = 0
    pictures: int = 0
    _words: dict[tuple[int, int], str] = field(default_factory=dict)
    _areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    _unknown: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, words: str) -> None:
        """Put the words of a cell in its place; blank words are none."""
        cleaned = _CONTROLS.sub("", _BREAKS.sub("\n", words))
        if cleaned.strip():
            self.count.one_more()
            self._words[row, column] = cleaned

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Merge an area, its edges included."""
        if (last_row > row or last_column > column) and last_row >= row and last_column >= column:
            self._areas.append((row, column, last_row, last_column))

    def has_no_result(self, row: int, column: int) -> None:
        """Tell that a cell has a formula whose result the file does not keep."""
        self._unknown.append(address(row, column))

    def sheet(self) -> Sheet:
        """The sheet of everything put in; what stands under a merged area is not seen and left out."""
        places = sorted(self._words)
        rows = {row: [column for _, column in found] for row, found in groupby(places, key=lambda place: place[0])}
        order, widest = list(rows), max((column for _, column in places), default=0)
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        steps = 0
        for top, left, bottom, right in self._areas:
            if (top, left) in self._words:
                spans[top, left] = min(bottom, order[-1]) - top + 1, min(right, widest) - left + 1
            for row in order[bisect_left(order, top) : bisect_right(order, bottom)]:
                columns = rows[row]
                under = columns[bisect_left(columns, left) : bisect_right(columns, right)]
                steps += 1 + len(under)
                for column in under:
                    if (row, column) != (top, left):
                        self._words.pop((row, column), None)
            if steps > _MOST_STEPS:
                raise InputError(
                    zh=f"{self.count.name}：工作表“{self.name}”的合并单元格互相重叠，文件已损坏；请另存后再读",
                    en=f"{self.count.name}: the merged cells of sheet {self.name} overlap: damaged; save it anew",
                )
        entries = [
            Entry(row, column, self._words[row, column], *spans.get((row, column), (1, 1)), address(row, column))
            for row, column in places if (row, column) in self._words
        ]
        return Sheet(self.name, tuple(entries), tuple(self._unknown), self.boxes, self.pictures)


def address(row: int, column: int) -> str:
    """The name of a cell: `B7` for row 6, column 1."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def place(name: str) -> tuple[int, int] | None:
    """The row and column of an address (`$B$7`), None when it is none."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", name)
    if match is None or match[2].strip("0") == "":
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
