"""Where things stand on a page: from PDF's own coordinates to points from the top left, turned as one reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budget_kg.model import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible rectangle in PDF coordinates, and how many degrees clockwise it is turned to be read.

    `rotation` is a multiple of 90; `width` and `height` are those of the turned page. Places given in the coordinates
    of a page made to lean are set upright by `lean`.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    lean: float = 0.0

    @property
    def width(self) -> float:
        """Width of the turned page in points."""
        return self.top - self.bottom if self.rotation % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the turned page in points."""
        return self.right - self.left if self.rotation % 180 else self.top - self.bottom

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle in PDF coordinates as left, top, right, bottom from the top left of the turned page."""
        if self.lean:
            across, up = self.lean * bottom, self.lean * left
            left, bottom, right, top = left - across, bottom - up, right - across, top - up
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.rotation == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom

    def places(
        self, left: list[float], bottom: list[float], right: list[float], top: list[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """The same for many rectangles: lists of left, top, right, bottom."""
        if self.lean:
            across, up = [self.lean * y for y in bottom], [self.lean * x for x in left]
            left, right = _shifted(left, across), _shifted(right, across)
            bottom, top = _shifted(bottom, up), _shifted(top, up)
        if self.rotation == 90:
            return _less(bottom, self.bottom), _less(left, self.left), _less(top, self.bottom), _less(right, self.left)
        if self.rotation == 180:
            return _from(self.right, right), _less(bottom, self.bottom), _from(self.right, left), _less(top, self.bottom)
        if self.rotation == 270:
            return _from(self.top, top), _from(self.right, right), _from(self.top, bottom), _from(self.right, left)
        return _less(left, self.left), _from(self.top, top), _less(right, self.left), _from(self.top, bottom)

    def turned(self, rotation: int) -> Frame:
        """The same page turned otherwise."""
        return replace(self, rotation=rotation % 360)

    def seen_in(self, box: Box, other: Frame) -> Box:
        """A box of this frame in that of another turn of the same page, rounded to hundredths of a point."""
        left, top, right, bottom = box
        turn = (other.rotation - self.rotation) % 360
        if turn == 90:
            left, top, right, bottom = self.height - bottom, left, self.height - top, right
        elif turn == 180:
            left, top, right, bottom = self.width - right, self.height - bottom, self.width - left, self.height - top
        elif turn == 270:
            left, top, right, bottom = top, self.width - right, bottom, self.width - left
        return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def _less(values: list[float], origin: float) -> list[float]:
    return [value - origin for value in values]


def _from(origin: float, values: list[float]) -> list[float]:
    return [origin - value for value in values]


def _shifted(values: list[float], shifts: list[float]) -> list[float]:
    return [value - shift for value, shift in zip(values, shifts, strict=True)]
