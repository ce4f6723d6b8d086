"""The body of a Word document as lines and tables in the order a reader sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from budget_kg.books.list_numbers import Numbering, numbering
from budget_kg.books.package import Package
from budget_kg.books.word_runs import Runs
from budget_kg.books.word_styles import Styles, is_on, list_of, value, whole
from budget_kg.layer import Entry, Layer

_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}


@dataclass(slots=True)
class CellOfWord:
    """One cell of a table with what stands in it: lines, and tables inside it."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: list[Block]

    @property
    def text(self) -> str:
        """Its lines, a line break between them."""
        return "\n".join(block for block in self.blocks if isinstance(block, str))


@dataclass(slots=True)
class TableOfWord:
    """The cells of a table, row by row."""

    cells: list[CellOfWord] = field(default_factory=list)

    def inner(self) -> list[TableOfWord]:
        """The tables in its cells."""
        return [block for cell in self.cells for block in cell.blocks if isinstance(block, TableOfWord)]

    def is_frame(self) -> bool:
        """Whether it only arranges tables on the page: it has some inside, and is no grid without them."""
        if not self.inner():
            return False
        inked = Counter(cell.row for cell in self.cells if cell.text.strip())
        return sum(cells > 1 for cells in inked.values()) < 2


Block = str | TableOfWord


class Body:
    """Reads the stories of a document: its body, its text boxes, its notes."""

    def __init__(self, package: Package, main: str) -> None:
        styles = package.related(main, "styles")
        lists = package.related(main, "numbering")
        self._styles = Styles(package.tree(styles) if styles else None)
        self._lists: Numbering = numbering(package.tree(lists) if lists else None)
        self.runs = Runs(self._styles)
        self._carried = ""

    def blocks(self, story: Element, in_cell: bool = False) -> list[Block]:
        """The lines and tables of a story, in its order; lines without words are left out."""
        found: list[Block] = []
        for child in _inside(story, {"p", "tbl", "altChunk"}):
            if child.tag == "tbl":
                found.append(self._table(child))
            elif child.tag == "altChunk":
                self.runs.pictures += 1
            else:
                line = self._line(child, in_cell)
                if line.strip():
                    found.append(line)
            for box in self.runs.take_boxes():
                found += self.blocks(box, in_cell)
        return found

    def _line(self, paragraph: Element, in_cell: bool) -> str:
        words = self.runs.words(paragraph)
        properties = paragraph.find("pPr")
        mark = properties.find("rPr") if properties is not None else None
        if mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None):
            self._carried += words  # its end was deleted: it goes on in the next paragraph
            return ""
        words, self._carried = self._carried + words, ""
        if not words.strip() and is_on(mark, "vanish"):
            return ""
        number = self._number(properties)
        if not words.strip():
            return number if in_cell else ""
        apart = number[-1:] in set(".．") and words.lstrip()[:1].isdigit()
        return f"{number}{' ' if apart else ''}{words.lstrip() if number else words}"

    def _number(self, properties: Element | None) -> str:
        """What is printed before a paragraph by itself."""
        number, level = list_of(properties)
        style, styled, styled_level = self._styles.listed(value(properties, "pStyle"))
        if number is None:
            number = styled
            if level is None:
                level = styled_level
            if level is None and number is not None:
                level = self._lists.depth_of(number, style)
        return self._lists.next(number, level or 0) if number is not None else ""

    def _table(self, node: Element) -> TableOfWord:
        table = TableOfWord()
        above: dict[int, CellOfWord] = {}
        for row, line in enumerate(one for one in _inside(node, {"tr"}) if not _is_gone(one)):
            properties = line.find("trPr")
            column = whole(value(properties, "gridBefore"))
            before: CellOfWord | None = None
            for cell in _inside(line, {"tc"}):
                own = cell.find("tcPr")
                width = max(whole(value(own, "gridSpan"), 1), 1)
                blocks = self.blocks(cell, in_cell=True)
                over = above.get(column)
                if before is not None and _goes_on(own, "hMerge"):
                    before.columns += width
                elif over is not None and _goes_on(own, "vMerge"):
                    over.rows = row - over.row + 1
                else:
                    before = CellOfWord(row, column, 1, width, blocks)
                    above[column] = before
                    table.cells.append(before)
                column += width
        return table


def put_blocks(blocks: Sequence[Block], layer: Layer) -> None:
    """Put lines and tables into the layer; a table inside a grid follows it."""
    for block in blocks:
        if isinstance(block, str):
            layer.line(block)
        elif block.is_frame():
            for cell in block.cells:
                put_blocks(cell.blocks, layer)
        else:
            layer.table(Entry(cell.row, cell.column, cell.text, cell.rows, cell.columns) for cell in block.cells)
            put_blocks(block.inner(), layer)


def _inside(node: Element, wanted: set[str]) -> Iterator[Element]:
    """The elements of some kinds in a story, whatever content controls or insertions they are wrapped in."""
    for child in node:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _is_gone(row: Element) -> bool:
    """Whether a row was deleted, or is hidden."""
    properties = row.find("trPr")
    return properties is not None and (properties.find("del") is not None or is_on(properties, "hidden") is True)


def _goes_on(properties: Element | None, name: str) -> bool:
    """Whether a cell is the rest of the merged one above it, or left of it."""
    found = properties.find(name) if properties is not None else None
    return found is not None and found.get("val", "continue") != "restart"
