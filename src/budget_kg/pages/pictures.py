"""Which pages say in pictures what they say: scans, screenshots of tables, print turned into outlines."""

from __future__ import annotations

from enum import Enum

from budget_kg.model import Box
from budget_kg.pages.characters import Characters
from budget_kg.pages.rules import Drawing

_FEW = 20  # characters: no more than a page number and a stamp
_COVERED = 0.2  # of the page: without text, that is what the page says
_LARGE = 0.1  # of the page: a picture in text that may hold a table; emblems and stamps are smaller
_DRAWN = 200  # outlines on a page without characters: print turned into drawings


class Kind(Enum):
    """A page of text, one that is a picture, or one of text with a picture that has no text over it."""

    TEXT = "text"
    PICTURE = "picture"
    MIXED = "mixed"


def kind_of(characters: Characters, drawing: Drawing) -> Kind:
    """Tell what a page is; `drawing` is in the frame of `characters`."""
    mapped = characters.count - characters.unmapped
    if characters.unmapped > max(mapped, _FEW) or (characters.count <= _FEW and drawing.outlines >= _DRAWN):
        return Kind.PICTURE
    frame = characters.frame
    size = frame.width * frame.height
    if mapped <= _FEW and sum(map(_area, drawing.pictures)) >= _COVERED * size:
        return Kind.PICTURE
    return Kind.MIXED if bare_pictures(characters, drawing) else Kind.TEXT


def bare_pictures(characters: Characters, drawing: Drawing) -> list[Box]:
    """Large pictures that no text stands over."""
    least = _LARGE * characters.frame.width * characters.frame.height
    return [box for box in drawing.pictures if _area(box) >= least and _is_bare(box, characters)]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_bare(box: Box, characters: Characters) -> bool:
    """Whether no text stands over a picture."""
    left, top, right, bottom = box
    return not any(
        left < run.left < right and top < (run.top + run.bottom) / 2 < bottom for run in characters.runs
    )
