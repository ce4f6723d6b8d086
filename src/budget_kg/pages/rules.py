"""What is drawn on a page: ruling lines, from stroked segments and thin filled rectangles, and how far pictures cover it.

A filled area is no rule; neither is a slanted line. The work on one page is bounded.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from budget_kg.model import Box
from budget_kg.pages.frames import Frame
from budget_kg.pages.native import Objects

LIMIT = 60_000  # objects and path segments looked at on one page
_DEEPEST = 12  # forms within forms
_THIN = 3.5  # points; no line of print is that low
_SHORT = 4.0  # a shorter stroke is a dot or a letter's
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE_TO, _MOVE_TO = 0, 2

Matrix = tuple[float, float, float, float, float, float]
Rule = tuple[float, float, float]
"""A ruling line: where it is across its direction, where it starts, where it ends."""
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """Ruling lines in the page's frame, boxes of its pictures, how many outlines; `whole` unless a limit cut it short."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    outlines: int = 0
    whole: bool = True


def read_drawing(page: int, frame: Frame) -> Drawing:
    """Read what is drawn on a page (its address), forms included, in `frame`."""
    return _Tracer(frame).trace(page)


class _Tracer:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.drawing = Drawing()
        self.objects = Objects()
        self.left = LIMIT
        self.floats = (ctypes.c_float * 6)()
        self.ints = (ctypes.c_int * 2)()
        self.float_at = ctypes.addressof(self.floats)
        self.int_at = ctypes.addressof(self.ints)

    def trace(self, page: int) -> Drawing:
        """Look at every object of the page until the work allowed is done."""
        count, get, kind = self.objects.count(page), self.objects.get, self.objects.kind
        for index in range(count):
            if self.left <= 0:
                break
            item = get(page, index)
            self.left -= 1
            if item is not None and kind(item) != _TEXT:
                self._object(item, _UNCHANGED, 0)
        self.drawing.whole = self.left > 0
        return self.drawing

    def _object(self, item: int, matrix: Matrix, depth: int) -> None:
        kind = self.objects.kind(item)
        if kind == _PATH:
            self._path(item, matrix)
        elif kind == _IMAGE:
            box = self._bounds(item, matrix)
            if box is not None and not self._thin(box):
                self.drawing.pictures.append(box)
        elif kind == _FORM and depth < _DEEPEST:
            inner = _times(self._matrix(item), matrix)
            for index in range(self.objects.count_in_form(item)):
                if self.left <= 0:
                    break
                part = self.objects.get_in_form(item, index)
                self.left -= 1
                if part is not None:
                    self._object(part, inner, depth + 1)

    def _path(self, item: int, matrix: Matrix) -> None:
        if not self.objects.paint(item, self.int_at, self.int_at + 4) or not any(self.ints):
            return
        box = self._bounds(item, matrix)
        if box is None or self._thin(box):
            return
        stroked = bool(self.ints[1])
        count = self.objects.count_segments(item)
        if count > 6 or stroked:
            self.left -= count
            self._segments(item, min(count, LIMIT), _times(self._matrix(item), matrix), stroked)

    def _thin(self, box: Box) -> bool:
        """Take a thin box as a rule, or as nothing when it is short too."""
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        if high <= _THIN:
            if wide >= _SHORT:
                self.drawing.horizontal.append(((top + bottom) / 2, left, right))
            return True
        if wide <= _THIN:
            if high >= _SHORT:
                self.drawing.vertical.append(((left + right) / 2, top, bottom))
            return True
        return False

    def _segments(self, item: int, count: int, matrix: Matrix, stroked: bool) -> None:
        """Straight strokes along the page, each subpath closed or not; thin areas when the path is only filled."""
        curved = False
        for points, straight in self._subpaths(item, count, matrix):
            curved = curved or not straight
            if stroked:
                for before, point in pairwise(points):
                    self._stroke(before, point)
            elif straight:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._thin((min(xs), min(ys), max(xs), max(ys)))
        self.drawing.outlines += curved

    def _stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        if abs(start[0] - end[0]) < 0.5 or abs(start[1] - end[1]) < 0.5:
            self._thin((min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])))

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        points: list[tuple[float, float]] = []
        straight = True
        for index in range(count):
            segment = self.objects.segment(item, index)
            kind = self.objects.segment_kind(segment)
            self.objects.segment_point(segment, self.float_at, self.float_at + 4)
            x, y = _moved(self.floats[0], self.floats[1], matrix)
            left, top, _, _ = self.frame.place(x, y, x, y)
            if kind == _MOVE_TO and points:
                yield points, straight
                points, straight = [], True
            straight = straight and kind in (_LINE_TO, _MOVE_TO)
            points.append((left, top))
            if self.objects.segment_closes(segment):
                points.append(points[0])
        if points:
            yield points, straight

    def _bounds(self, item: int, matrix: Matrix) -> Box | None:
        at = self.float_at
        if not self.objects.bounds(item, at, at + 4, at + 8, at + 12):
            return None
        left, bottom, right, top = self.floats[0], self.floats[1], self.floats[2], self.floats[3]
        if matrix is not _UNCHANGED:
            corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.frame.place(left, bottom, right, top)

    def _matrix(self, item: int) -> Matrix:
        if not self.objects.matrix(item, self.float_at):
            return _UNCHANGED
        a, b, c, d, e, f = self.floats
        return a, b, c, d, e, f


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    k, m, n, p, q, s = outer
    return a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + s
