"""What is drawn over the cells of a sheet: how many text boxes with words, how many pictures. It reads none of them."""

from __future__ import annotations

from budget_kg.books.package import Package
from budget_kg.errors import InputError


class Drawings:
    """Counts text boxes and pictures as the stream of a drawing goes by."""

    def __init__(self) -> None:
        self.boxes = self.pictures = 0
        self._shape = 0
        self._worded = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        """An element begins."""
        if tag == "pic":
            self.pictures += 1
        elif tag == "sp":
            self._shape, self._worded = self._shape + 1, False

    def text(self, words: str) -> None:
        """Words stand here."""
        self._worded = self._worded or (bool(self._shape) and bool(words.strip()))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "sp":
            self._shape -= 1
            self.boxes += self._worded
            self._worded = False


def drawn_over(package: Package, part: str) -> tuple[int, int]:
    """How many text boxes and pictures stand over the sheet of a part; a drawing that is damaged is one picture."""
    found = Drawings()
    for kind, drawing in package.relations(part).values():
        if kind == "drawing" and drawing in package:
            try:
                package.walk(drawing, found.start, found.end, found.text)
            except InputError:  # the cells can be read without it
                found.pictures += 1
    return found.boxes, found.pictures
