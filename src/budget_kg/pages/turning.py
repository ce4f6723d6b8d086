"""Print that lies on its side in a font the file does not carry: PDFium gives its characters no height and drops them.

Turned upright they have one, so such a page is turned in memory before it is read.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

from budget_kg.pages.frames import Frame
from budget_kg.pages.native import Objects

_TEXT, _FORM = 1, 5
_MOST = 5000  # objects looked at
_DEEPEST = 4


def lost_turn(page: int) -> int:
    """Degrees clockwise (90 or 270) that would bring dropped print of a page (its address) back, 0 when none is."""
    objects = Objects()
    floats = (ctypes.c_float * 6)()
    at = ctypes.addressof(floats)
    for item in _texts(objects, page):
        if not objects.bounds(item, at, at + 4, at + 8, at + 12):
            continue
        left, bottom, right, top = floats[0], floats[1], floats[2], floats[3]
        if right - left < 0.01 < top - bottom and objects.matrix(item, at):
            quarter = round(math.atan2(floats[1], floats[0]) / (math.pi / 2))
            return quarter % 4 * 90 if quarter % 2 else 0
    return 0


def _texts(objects: Objects, page: int) -> Iterator[int]:
    """Text objects of the page and of its forms, as many as are worth looking at."""
    waiting = [(objects.get, page, objects.count(page), 0)]
    left = _MOST
    while waiting:
        get, holder, count, depth = waiting.pop()
        for index in range(min(count, left)):
            left -= 1
            item = get(holder, index)
            kind = objects.kind(item) if item else 0
            if kind == _TEXT:
                yield item
            elif kind == _FORM and depth < _DEEPEST:
                waiting.append((objects.get_in_form, item, objects.count_in_form(item), depth + 1))


def turn_content(raw_page: object, turn: int) -> None:
    """Turn what a page shows clockwise by 90 or 270 degrees about PDF's origin; it must be loaded anew to be read."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX(0, -1, 1, 0, 0, 0) if turn == 90 else raw.FS_MATRIX(0, 1, -1, 0, 0, 0)
    raw.FPDFPage_TransFormWithClip(raw_page, matrix, raw.FS_RECTF(-1e6, 1e6, 1e6, -1e6))


def turned_frame(frame: Frame, turn: int) -> Frame:
    """The frame of a page whose content was turned: the same place on it as it is seen."""
    rotation = (frame.rotation - turn) % 360
    if turn == 90:
        return Frame(frame.bottom, -frame.right, frame.top, -frame.left, rotation)
    return Frame(-frame.top, frame.left, -frame.bottom, frame.right, rotation)
