"""Print in a font that neither the file nor the machine has: PDFium gives its characters no height and drops some.

It drops print that lies on its side, and lines that repeat the one above. Leaning a little, every character has a
height; so such a page is made to lean in memory before it is read, and frames set its places upright again.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from budget_kg.pages.native import Objects

LEAN = 1.5e-3  # points for each point along the page
_FLAT = 0.01  # points: PDFium drops what is thinner
_TEXT, _FORM = 1, 5
_MOST = 5000  # objects looked at
_DEEPEST = 4


def make_lean(raw_page: object) -> None:
    """Make what a page shows lean in both directions; it must be loaded anew to be read."""
    import pypdfium2.raw as raw

    raw.FPDFPage_TransFormWithClip(raw_page, raw.FS_MATRIX(1, LEAN, LEAN, 1, 0, 0), raw.FS_RECTF(-1e6, 1e6, 1e6, -1e6))


def has_flat_print(page: int) -> bool:
    """Whether print of a page (its address) has no width, as print in such a font has that lies on its side."""
    objects = Objects()
    floats = (ctypes.c_float * 4)()
    at = ctypes.addressof(floats)
    for item in _texts(objects, page):
        if objects.bounds(item, at, at + 4, at + 8, at + 12) and floats[2] - floats[0] < _FLAT < floats[3] - floats[1]:
            return True
    return False


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
