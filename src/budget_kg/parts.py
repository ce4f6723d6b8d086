"""Which sections and tables a document has, by their meaning, in whatever order; what stands in them is for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget_kg.grids.captions import bare_title
from budget_kg.grids.kinds import kind_of
from budget_kg.model import Layout, Section

_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Parts:
    """The notations of the kinds of sections and of tables in a document, in order of the alphabet."""

    sections: tuple[str, ...]
    tables: tuple[str, ...]


def parts_of(layout: Layout, of_tables: Sequence[Section]) -> Parts:
    """What headings and titles of tables tell; `of_tables` are the sections made for tables that were read.

    A table counts where its title is printed: its page may be a picture, or its sheet an attachment.
    """
    sections = {section.kind for section in layout.root.walk()} | {section.kind for section in of_tables}
    tables = {kind_of(bare_title(title)) for title in _titles(layout, of_tables)}
    return Parts(tuple(sorted(sections - {""})), tuple(sorted(tables - {""})))


def _titles(layout: Layout, of_tables: Sequence[Section]) -> Iterator[str]:
    document = layout.document
    lines = {*layout.flow.text.split("\n"), *document.text.splitlines()}
    lines |= {document.text[cell.start : cell.end] for table in document.tables for cell in table.cells}
    for line in (line.strip() for line in lines):
        if "表" in line and len(line) <= _LONGEST_TITLE:
            yield line
    for section in of_tables:
        yield section.title
