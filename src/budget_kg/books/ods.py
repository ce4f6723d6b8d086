"""OpenDocument spreadsheets (.ods): the file keeps what each cell prints, so nothing is formatted here."""

from __future__ import annotations

from dataclasses import dataclass, field

from budget_kg.books.grid import Book, Count, Grid, Sheet
from budget_kg.books.kinds import Source, damaged
from budget_kg.books.package import Package, local
from budget_kg.errors import InputError, Say

_NOT_SEEN = {"annotation", "tracked-changes", "shapes", "forms"}
_DRAWN = {"frame", "custom-shape"}
_LARGEST = 2**24


def read_ods(source: Source) -> Book:
    """Read a spreadsheet. Raises InputError when it is damaged, locked, too large, or a zip bomb."""
    package = Package(source)
    manifest = package.tree("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else None
    if manifest is not None and manifest.find(".//encryption-data") is not None:
        raise InputError(
            zh=f"{source.name}：文件加了密码；请先去掉密码", en=f"{source.name}: locked with a password; remove it first"
        )
    tables = _Tables(Count(source.name))
    package.walk("content.xml", tables.start, tables.end, tables.text)
    if not tables.sheets and not tables.hidden:
        raise damaged(source.name, Say("没有工作表", "it has no sheets"))
    return Book(tuple(tables.sheets), tuple(tables.hidden))


@dataclass(slots=True)
class _Cell:
    """One cell of the stream: how often it is repeated, what it covers, and its paragraphs."""

    repeated: int
    columns: int
    rows: int
    value: str
    formula: bool
    paragraphs: list[str] = field(default_factory=list)


class _Tables:
    """Puts the cells into grids as the stream goes by; a row that is repeated is put in as often as it has words."""

    def __init__(self, count: Count) -> None:
        self.sheets: list[Sheet] = []
        self.hidden: list[str] = []
        self._count = count
        self._hiding: set[str] = set()
        self._style = ""
        self._grid: Grid | None = None
        self._row = self._column = 0
        self._repeated = 1
        self._cells: list[tuple[int, _Cell]] = []
        self._cell: _Cell | None = None
        self._skipped = self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipped or tag in _NOT_SEEN or tag in _DRAWN:
            self._skipped += 1
            self._count_drawn(tag)
            return
        given = {local(name): value for name, value in attributes.items()} if attributes else {}
        if tag == "table":
            self._begin(given)
        elif tag == "style":
            self._style = given.get("name", "")
        elif tag == "table-properties" and given.get("display") == "false":
            self._hiding.add(self._style)
        elif self._grid is not None:
            self._inside(tag, given)

    def text(self, words: str) -> None:
        if self._cell is not None and self._depth and not self._skipped:
            self._cell.paragraphs[-1] += words

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == "p" and self._depth:
            self._depth -= 1
        elif tag in {"table-cell", "covered-table-cell"}:
            self._end_cell(seen=tag == "table-cell")
        elif tag == "table-row":
            self._end_row()
        elif tag == "table" and self._grid is not None:
            self.sheets.append(self._grid.sheet())
            self._grid = None

    def _count_drawn(self, tag: str) -> None:
        """Count what is drawn over the cells of a sheet that is seen; a comment is no text box."""
        if self._grid is None:
            return
        self._grid.boxes += tag in {"text-box", "custom-shape"}
        self._grid.pictures += tag == "image"

    def _begin(self, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if given.get("style-name") in self._hiding:
            self.hidden.append(name)
            self._skipped = 1
            return
        self._grid, self._row = Grid(name, self._count), 0

    def _inside(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table-row":
            self._column, self._cells, self._repeated = 0, [], _times(given, "number-rows-repeated")
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell = _Cell(
                _times(given, "number-columns-repeated"), _times(given, "number-columns-spanned"),
                _times(given, "number-rows-spanned"), given.get("value", given.get("boolean-value", "")),
                "formula" in given and "value-type" not in given,
            )
        elif self._cell is not None and tag == "p":
            self._depth += 1
            self._cell.paragraphs.append("")
        elif self._cell is not None and self._depth:
            self.text({"s": " " * min(_times(given, "c"), 200), "tab": "\t", "line-break": "\n"}.get(tag, ""))

    def _end_cell(self, seen: bool) -> None:
        cell, self._cell, self._depth = self._cell, None, 0
        if cell is None:
            return
        words = "\n".join(cell.paragraphs).strip() or cell.value
        if seen and (words or cell.formula):
            cell.value = words
            self._cells.append((self._column, cell))
        self._column = min(self._column + cell.repeated, _LARGEST)

    def _end_row(self) -> None:
        if self._grid is None:
            return
        for row in range(self._row, self._row + self._repeated) if self._cells else ():
            for column, cell in self._cells:
                for at in range(column, column + cell.repeated):
                    self._put(self._grid, row, at, cell)
        self._row = min(self._row + self._repeated, _LARGEST)

    @staticmethod
    def _put(grid: Grid, row: int, column: int, cell: _Cell) -> None:
        if cell.value:
            grid.put(row, column, cell.value)
            grid.merge(row, column, row + cell.rows - 1, column + cell.columns - 1)
        else:
            grid.has_no_result(row, column)
            grid.count.one_more()


def _times(given: dict[str, str], name: str) -> int:
    words = given.get(name, "1")
    return min(int(words), _LARGEST) if words.isascii() and words.isdigit() and len(words) < 9 and int(words) else 1
