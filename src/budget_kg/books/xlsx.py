"""Workbooks of Office Open XML (.xlsx, .xlsm): the cells of their visible sheets as printed.

Sheets are read as a stream: rows and cells without words cost neither memory nor much time, whatever the sheet says
of its size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from budget_kg.books.drawings import drawn_over
from budget_kg.books.grid import Book, Count, Grid, Sheet, place
from budget_kg.books.kinds import Source, damaged
from budget_kg.books.number_formats import GENERAL, built_in, printed
from budget_kg.books.package import Package
from budget_kg.errors import Say

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What the sheets of a workbook share: its strings, the number format of each cell style, the first day."""

    strings: list[str]
    formats: list[str]
    since_1904: bool


def read_xlsx(source: Source) -> Book:
    """Read a workbook. Raises InputError when it is damaged, too large, or a zip bomb."""
    package = Package(source)
    main = package.main("xl/workbook.xml")
    root = package.tree(main)
    relations = package.relations(main)
    properties = root.find("workbookPr")
    shared = _Workbook(
        _strings(package, package.related(main, "sharedStrings")), _formats(package, package.related(main, "styles")),
        properties is not None and properties.get("date1904") in {"1", "true"},
    )
    sheets, hidden, count = [], [], Count(source.name)
    for node in root.iterfind("sheets/sheet"):
        name = node.get("name", "")
        kind, part = relations.get(node.get("id", ""), ("", ""))
        if node.get("state", "visible") != "visible":
            hidden.append(name)
        elif kind == "worksheet":
            sheets.append(_sheet(package, part, Grid(name, count), shared))
    if not sheets and not hidden:
        raise damaged(source.name, Say("没有工作表", "it has no sheets"))
    return Book(tuple(sheets), tuple(hidden))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None:
        return []
    strings = _Strings()
    package.walk(part, strings.start, strings.end, strings.text)
    return strings.found


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each cell style."""
    if part is None:
        return []
    root = package.tree(part)
    own = {_number(node, "numFmtId"): node.get("formatCode", GENERAL) for node in root.iterfind("numFmts/numFmt")}
    numbers = [_number(node, "numFmtId") for node in root.iterfind("cellXfs/xf")]
    return [own.get(number, built_in(number)) for number in numbers]


def _number(node: Element, name: str) -> int:
    words = node.get(name, "0")
    return int(words) if _ROW.fullmatch(words) else 0


def _sheet(package: Package, part: str, grid: Grid, shared: _Workbook) -> Sheet:
    cells = _Cells(grid, shared)
    package.walk(part, cells.start, cells.end, cells.text)
    grid.boxes, grid.pictures = drawn_over(package, part)
    return grid.sheet()


@dataclass(slots=True)
class _Strings:
    """The shared strings, in their order; phonetic guides (`rPh`) are not part of the words."""

    found: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _inside: bool = False
    _guide: bool = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._guide = True
        elif tag == "t":
            self._inside = not self._guide

    def text(self, words: str) -> None:
        if self._inside:
            self._parts.append(words)

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(unescaped("".join(self._parts)))
        elif tag == "t":
            self._inside = False
        elif tag == "rPh":
            self._guide = False


class _Cells:
    """Puts the cells of one sheet into a grid, as the stream of its XML goes by."""

    def __init__(self, grid: Grid, shared: _Workbook) -> None:
        self._grid, self._shared = grid, shared
        self._columns: dict[str, int] = {}
        self._row, self._column = -1, -1
        self._type, self._style, self._formula = "", "", False
        self._value: list[str] = []
        self._inside = self._guide = False
        self._zeros_shown = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._begin(attributes)
        elif tag in {"v", "t"}:
            self._inside = not self._guide
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if _ROW.fullmatch(number) else self._row + 1
            self._column = -1
        elif tag == "rPh":
            self._guide = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "sheetView":
            self._zeros_shown = attributes.get("showZeros", "1") not in {"0", "false"}

    def text(self, words: str) -> None:
        if self._inside:
            self._value.append(words)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._inside = False
        elif tag == "c" and (self._value or self._formula):
            self._finish()
        elif tag == "rPh":
            self._guide = False

    def _begin(self, attributes: dict[str, str]) -> None:
        match = _PLACE.fullmatch(attributes.get("r", ""))
        if match:
            known = self._columns.get(match[1])
            if known is None:
                known = self._columns[match[1]] = (place(f"{match[1]}1") or (0, 0))[1]
            self._column, self._row = known, int(match[2]) - 1
        else:
            self._column += 1
            self._row = max(self._row, 0)
        self._type, self._style, self._formula = attributes.get("t", "n"), attributes.get("s", "0"), False
        self._value = []

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        corner, end = place(first), place(last or first)
        if corner and end:
            self._grid.merge(*corner, *end)

    def _finish(self) -> None:
        value = "".join(self._value)
        if value or self._type in {"str", "s", "inlineStr"}:
            self._grid.put(self._row, self._column, self._words(value))
        else:
            self._grid.has_no_result(self._row, self._column)

    def _words(self, value: str) -> str:
        if self._type == "s":
            try:
                return self._shared.strings[int(value)]
            except (ValueError, IndexError) as error:
                raise damaged(
                    self._grid.count.name, Say("缺少单元格的文字", "the words of a cell are missing")
                ) from error
        if self._type in {"str", "inlineStr"}:
            return unescaped(value)
        if self._type == "b":
            return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
        return value if self._type in {"e", "d"} else self._printed(value)

    def _printed(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if number == 0 and not self._zeros_shown:
            return ""
        formats = self._shared.formats
        try:
            code = formats[int(self._style)]
        except (ValueError, IndexError):  # writers of small files give no styles
            code = GENERAL
        return printed(number, code, self._shared.since_1904)
