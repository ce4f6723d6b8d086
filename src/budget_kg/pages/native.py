"""pypdfium2's functions with plain addresses as arguments: a call per character and per path must be cheap.

The typed bindings of `pypdfium2.raw` build a pointer object for every argument, which costs more than PDFium itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from functools import cache
from typing import Any

Call = Callable[..., Any]


@cache
def call(name: str, result: Any, *arguments: Any) -> Call:
    """The function of PDFium called `name`, taking addresses (c_void_p) where it takes pointers and handles."""
    import pypdfium2.raw as raw

    address = ctypes.cast(getattr(raw, name), c_void_p).value
    if address is None:
        raise ImportError(f"PDFium has no {name}")
    made: Call = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return made


def handle(pointer: Any) -> int:
    """The address behind a handle of `pypdfium2.raw`."""
    return ctypes.addressof(pointer.contents)


class Text:
    """The calls on a text page; `page` is always its address and `index` that of a character."""

    def __init__(self) -> None:
        self.all = call("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
        self.unicode = call("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
        self.box = call("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
        self.ink = call("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
        self.angle = call("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
        self.count = call("FPDFText_CountChars", c_int, c_void_p)
        self.origin = call("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
        self.size = call("FPDFText_GetFontSize", c_double, c_void_p, c_int)
        self.matrix = call("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)


class Objects:
    """The calls on the objects of a page or form, on paths and their segments."""

    def __init__(self) -> None:
        out = c_void_p
        self.count = call("FPDFPage_CountObjects", c_int, c_void_p)
        self.get = call("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
        self.count_in_form = call("FPDFFormObj_CountObjects", c_int, c_void_p)
        self.get_in_form = call("FPDFFormObj_GetObject", c_void_p, c_void_p, ctypes.c_ulong)
        self.kind = call("FPDFPageObj_GetType", c_int, c_void_p)
        self.bounds = call("FPDFPageObj_GetBounds", c_int, c_void_p, out, out, out, out)
        self.matrix = call("FPDFPageObj_GetMatrix", c_int, c_void_p, out)
        self.paint = call("FPDFPath_GetDrawMode", c_int, c_void_p, out, out)
        self.count_segments = call("FPDFPath_CountSegments", c_int, c_void_p)
        self.segment = call("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
        self.segment_kind = call("FPDFPathSegment_GetType", c_int, c_void_p)
        self.segment_closes = call("FPDFPathSegment_GetClose", c_int, c_void_p)
        self.segment_point = call("FPDFPathSegment_GetPoint", c_int, c_void_p, out, out)
