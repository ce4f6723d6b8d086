"""One page of an open PDF read from end to end: characters, drawing, lines and tables, and what kind of page it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from budget_kg.pages.characters import Characters, read_characters
from budget_kg.pages.leaning import has_flat_print
from budget_kg.pages.ocr import Picture, UnrecognisedError, read_picture
from budget_kg.pages.opening import OpenPage, open_page
from budget_kg.pages.pictures import Kind, bare_pictures, kind_of
from budget_kg.pages.rules import Drawing, read_drawing
from budget_kg.pages.sheet import Sheet, compose


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as read; for `unknown` of its characters the file gives no letter.

    `confidence` is how sure the words of its pictures are, None when none was recognised. `leaned` tells that the page
    was made to lean, for the sake of a font that is not there; `failed` that the recogniser gave up.
    """

    sheet: Sheet
    kind: Kind
    unknown: int = 0
    confidence: float | None = None
    leaned: bool = False
    failed: bool = False

    @property
    def unread(self) -> bool:
        """Whether it has a picture whose words were not recognised."""
        return self.kind is not Kind.TEXT and self.confidence is None


def read_leaf(document: Any, index: int, leaned: bool = False) -> Leaf:
    """Read a page of an open document, counted from 0, made to lean first or when need be. Raises DamagedPageError."""
    with open_page(document, index, leaned) as page:
        characters = read_characters(page.text, page.frame)
        if leaned or not (characters.flat or _may_lose(page, characters)):
            drawing = read_drawing(page.page, characters.frame)
            kind = kind_of(characters, drawing)
            failed = False
            try:
                picture = None if kind is Kind.TEXT else read_picture(page)
            except UnrecognisedError:
                picture, failed = None, True
            if picture is not None:
                return _recognised(page, (characters, drawing), kind, picture)
            sheet = compose(characters, drawing, page.frame)
            return Leaf(sheet, kind, characters.unknown, leaned=leaned, failed=failed)
    return read_leaf(document, index, leaned=True)


def _may_lose(page: OpenPage, characters: Characters) -> bool:
    """Whether print that lies on its side was dropped from a page."""
    return bool(page.frame.rotation or characters.frame.rotation or not characters.count) and has_flat_print(page.page)


def _recognised(page: OpenPage, printed: tuple[Characters, Drawing], kind: Kind, picture: Picture) -> Leaf:
    """The page with the words of its picture; those of a page of text too when only part of it is a picture."""
    characters, drawing = printed
    if kind is Kind.PICTURE:
        words = Characters(picture.frame, picture.runs)
        return Leaf(
            compose(words, Drawing(picture.horizontal, picture.vertical), page.frame), kind, confidence=picture.score,
        )
    if picture.frame != characters.frame:
        return Leaf(compose(characters, drawing, page.frame), kind, characters.unknown)
    part = picture.within(bare_pictures(characters, drawing))
    characters.runs += part.runs
    drawing.horizontal += part.horizontal
    drawing.vertical += part.vertical
    score = picture.score if part.runs else None
    return Leaf(
        compose(characters, drawing, page.frame), kind if part.runs else Kind.TEXT, characters.unknown, score,
    )
