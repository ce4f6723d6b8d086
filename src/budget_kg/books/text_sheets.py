"""Sheets that are text: values parted by commas or tabs, and XML Spreadsheet 2003. Sites publish both as .xls."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from budget_kg.books.grid import Book, Count, Grid
from budget_kg.books.kinds import Source, damaged
from budget_kg.books.number_formats import GENERAL, printed
from budget_kg.books.package import local, walk
from budget_kg.errors import Say

_QUOTED = re.compile(r'="(.*)"', re.DOTALL)  # a spreadsheet's way to keep the zeros of a code
_NAMED = {
    "Standard": "#,##0.00", "Fixed": "0.00", "Percent": "0.00%", "Currency": "¥#,##0.00", "Scientific": GENERAL,
    "General Number": GENERAL, "Short Date": "yyyy/m/d", "Long Date": 'yyyy"年"m"月"d"日"', "Medium Date": "d-mmm-yy",
}
_SAMPLE = 50
_LONGEST_NAME = 60


def read_values(text: str, name: str) -> Book:
    """Read values parted by tabs, commas or semicolons, whichever parts the most of the first lines.

    Raises InputError when quotes do not close within reason or cells are too many.
    """
    lines = text.splitlines()[:_SAMPLE]
    parted = Counter({mark: sum(mark in line for line in lines) for mark in "\t,;"})
    mark, seen = parted.most_common(1)[0]
    grid = Grid(name.rpartition(".")[0][:_LONGEST_NAME], Count(name))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark) if seen else ([line] for line in text.split("\n"))
    try:
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                quoted = _QUOTED.fullmatch(value)
                grid.put(row, column, quoted[1] if quoted else value)
    except csv.Error as error:
        raise damaged(name, Say("引号不成对", "its quotes do not pair")) from error
    return Book((grid.sheet(),))


def read_xml_sheets(source: Source) -> Book:
    """Read an XML Spreadsheet 2003. Raises InputError when it is damaged or too large."""
    cells = _Cells(Count(source.name))
    walk(io.BytesIO(source.data), source.name, (cells.start, cells.end, cells.text))
    return Book(tuple(grid.sheet() for grid in cells.grids), tuple(cells.hidden))


class _Cells:
    """Puts cells into grids as the stream goes by; places are given only where cells are left out."""

    def __init__(self, count: Count) -> None:
        self.grids: list[Grid] = []
        self.hidden: list[str] = []
        self._count = count
        self._codes: dict[str, str] = {}
        self._style = self._style_of_cell = self._type = ""
        self._row = self._column = -1
        self._across = self._down = 0
        self._unknown = False
        self._value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        given = {local(name): value for name, value in attributes.items()} if attributes else {}
        if tag == "Worksheet":
            self.grids.append(Grid(given.get("Name", ""), self._count))
            self._row = self._column = -1
        elif tag == "Style":
            self._style = given.get("ID", "")
        elif tag == "NumberFormat":
            self._codes[self._style] = given.get("Format", "")
        elif tag == "Row":
            self._row, self._column = _place(given, self._row), -1
        elif tag == "Cell":
            self._column = _place(given, self._column)
            self._across, self._down = _count(given, "MergeAcross"), _count(given, "MergeDown")
            self._unknown = "Formula" in given
            self._style_of_cell = given.get("StyleID", "")
        elif tag == "Data":
            self._type, self._value, self._unknown = given.get("Type", "String"), [], False
        elif tag == "Visible":
            self._value = []

    def text(self, words: str) -> None:
        if self._value is not None:
            self._value.append(words)

    def end(self, tag: str) -> None:
        if tag == "Cell" and self.grids:
            if self._unknown:
                self.grids[-1].has_no_result(self._row, self._column)
            self._column += self._across
        elif tag in {"Data", "Visible"} and self.grids:
            words, self._value = "".join(self._value or ()), None
            if tag == "Visible" and words != "SheetVisible":
                self.hidden.append(self.grids.pop().name)
            elif tag == "Data":
                grid = self.grids[-1]
                grid.put(self._row, self._column, self._words(words))
                grid.merge(self._row, self._column, self._row + self._down, self._column + self._across)

    def _words(self, value: str) -> str:
        if self._type == "Boolean":
            return "TRUE" if value == "1" else "FALSE"
        if self._type == "DateTime":
            return value.removesuffix(".000").removesuffix("T00:00:00")
        if self._type != "Number":
            return value
        try:
            number = float(value)
        except ValueError:
            return value
        code = self._codes.get(self._style_of_cell, "")
        return printed(number, _NAMED.get(code, code) or GENERAL)


def _place(given: dict[str, str], before: int) -> int:
    """The place a row or cell says it has, else the one behind the place before it."""
    return _count(given, "Index") - 1 if "Index" in given else before + 1


def _count(given: dict[str, str], name: str) -> int:
    words = given.get(name, "0")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 8 else 0
