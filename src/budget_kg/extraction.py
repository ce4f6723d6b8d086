"""From a layout to its reading: each section goes to the reader of its meaning, each table to the first that knows it.

What no reader claims stays unread.

A member may also define `read_anywhere(layout) -> Reading` for what can stand in any section.
"""

from __future__ import annotations

from collections.abc import Iterator

from budget_kg.members import members
from budget_kg.model import Layout, Section
from budget_kg.reading import Reader, Reading


def readers_by_kind() -> dict[str, Reader]:
    """Every section kind some member reads, with its reader."""
    return {kind: module.read for module in members("budget_kg.sections") for kind in module.MEANINGS}


def assigned(section: Section, readers: dict[str, Reader]) -> Iterator[tuple[Section, Reader]]:
    """Yield the topmost sections of each reader: a section whose reader is not already that of its parent."""
    reader = readers.get(section.meaning)
    above = readers.get(section.parent.meaning) if section.parent is not None else None
    if reader is not None and reader is not above:
        yield section, reader
    for child in section.children:
        yield from assigned(child, readers)


def extract(layout: Layout) -> Reading:
    """Read every section and table of the layout."""
    reading = Reading()
    for section, reader in assigned(layout.root, readers_by_kind()):
        reading.extend(reader(section, layout))
    for module in members("budget_kg.sections"):
        if hasattr(module, "read_anywhere"):
            reading.extend(module.read_anywhere(layout))
    left = layout.document.tables
    for module in members("budget_kg.tables"):
        found, taken = module.read(left, layout)
        reading.extend(found)
        left = tuple(table for table in left if table.number not in taken)
    return reading
