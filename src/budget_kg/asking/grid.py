"""A table for the terminal: aligned columns, Chinese characters two cells wide, long text wrapped.

Written by hand because loading a terminal library takes longer than answering the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final
from unicodedata import combining, east_asian_width

_GAP: Final = "  "
_NARROWEST: Final = 6


def width(text: str) -> int:
    """How many terminal cells a text takes."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], room: int) -> list[str]:
    """The lines of a table no wider than `room`, if that can be; `right` says which columns hold numbers."""
    flat = [[" ".join(cell.split()) for cell in row] for row in [heads, *rows]]
    widths = _fit([max(map(width, column)) for column in zip(*flat, strict=True)], room, right)
    lines: list[str] = []
    for number, row in enumerate(flat):
        lines += _lines(row, widths, right)
        if number == 0:
            lines.append(_GAP.join("─" * wide for wide in widths))
    return lines


def _fit(widths: list[int], room: int, right: Sequence[bool]) -> list[int]:
    """Narrow the widest text columns until all fit; numbers are never broken."""
    wide = list(widths)
    while sum(wide) + len(_GAP) * (len(wide) - 1) > room:
        candidates = [index for index, one in enumerate(wide) if not right[index] and one > _NARROWEST]
        if not candidates:
            break
        widest = max(candidates, key=lambda index: wide[index])
        wide[widest] -= 1
    return wide


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    wrapped = [list(wrap(cell, wide)) for cell, wide in zip(row, widths, strict=True)]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        padded = [
            " " * (wide - width(piece)) + piece if numeric else piece + " " * (wide - width(piece))
            for piece, wide, numeric in zip(pieces, widths, right, strict=True)
        ]
        yield _GAP.join(padded).rstrip()


def wrap(text: str, room: int) -> Iterator[str]:
    """Break a text into pieces that fit, at blanks where there are any."""
    line = ""
    for one in text:
        if width(line) + width(one) > room and line:
            head, blank, tail = line.rpartition(" ")
            if blank and one != " " and width(head) > room // 2:
                yield head
                line = tail + one
            else:
                yield line.rstrip()
                line = "" if one == " " else one
        else:
            line += one
    yield line
