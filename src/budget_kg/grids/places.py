"""Where a table stands among the sections of its document, so that its facts have a place."""

from __future__ import annotations

from budget_kg.model import Layout, Section
from budget_kg.sectioning import PART_LEVEL


def place_of(layout: Layout, offset: int, title: str, kind: str, deepest: int | None = PART_LEVEL) -> Section:
    """A section named `title` of that kind, at an offset of the text layer, under the section it stands in.

    By default that is the part of the document: the last heading before a table with a title of its own is that of the
    text that ended there. With None it is that heading.
    """
    start = layout.flow.position(offset)
    parent = layout.root
    while (inner := next((one for one in parent.children if one.start <= start < one.end), None)) is not None:
        if deepest is not None and inner.level > deepest:
            break
        parent = inner
    return Section(parent.level + 1, "", title, start, start, start, kind, parent)
