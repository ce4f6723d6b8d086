"""One page of an open PDF read from end to end: characters, drawing, lines and tables, and what kind of page it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from budget_kg.pages.characters import read_characters
from budget_kg.pages.opening import open_page
from budget_kg.pages.pictures import Kind, kind_of
from budget_kg.pages.rules import read_drawing
from budget_kg.pages.sheet import Sheet, compose
from budget_kg.pages.turning import lost_turn


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as read; for `unknown` of its characters the file gives no letter."""

    sheet: Sheet
    kind: Kind
    unknown: int


def read_leaf(document: Any, index: int, turn: int = 0) -> Leaf:
    """Read a page of an open document, counted from 0; `turn` its content first. Raises DamagedPageError."""
    with open_page(document, index, turn) as page:
        characters = read_characters(page.text, page.frame)
        may_lie = not turn and (page.frame.rotation or characters.frame.rotation or not characters.count)
        lost = lost_turn(page.page) if may_lie else 0
        if not lost:
            drawing = read_drawing(page.page, characters.frame)
            sheet = compose(characters, drawing, page.frame)
            return Leaf(sheet, kind_of(characters, drawing), characters.unknown)
    return read_leaf(document, index, lost)
