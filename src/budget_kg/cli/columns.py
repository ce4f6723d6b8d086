"""Tables and lists of the commands, fitted to the terminal; in a pipe nothing is wrapped."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Final

from budget_kg.asking.grid import grid, width, wrap

_FIXED: Final[ContextVar[int]] = ContextVar("width", default=0)
_PAGE: Final = 100
_UNBOUNDED: Final = 100_000


def room() -> int:
    """How wide a table may be: the terminal, or as wide as it likes where none is."""
    return shutil.get_terminal_size((_PAGE, 24)).columns if sys.stdout.isatty() else _UNBOUNDED


def page() -> int:
    """How wide running text may be."""
    return _FIXED.get() or min(_PAGE, shutil.get_terminal_size((_PAGE, 24)).columns)


def fix(cells: int) -> None:
    """Make pages this wide whatever the terminal is, for what is kept in a file."""
    _FIXED.set(cells)


def pad(text: str, cells: int) -> str:
    """Fill a text with blanks to a number of cells."""
    return text + " " * (cells - width(text))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Lay rows out under their heads; the columns `right`, by position, are numbers."""
    flush = frozenset(right)
    return "\n".join(grid(heads, rows, [index in flush for index in range(len(heads))], room()))


def paragraph(text: str, indent: int = 0) -> str:
    """Running text, wrapped, every line indented."""
    space = " " * indent
    return "\n".join(space + line for part in text.split("\n") for line in wrap(part, page() - indent))


def pairs(entries: Sequence[tuple[str, str]], *, indent: int = 2) -> str:
    """Lay out names with their descriptions beside them, wrapped."""
    first = min(max((width(name) for name, _ in entries), default=0), page() // 2)
    lines: list[str] = []
    for name, text in entries:
        body = [line for part in text.split("\n") for line in wrap(part, max(20, page() - first - indent - 2))]
        if width(name) > first:
            lines.append(" " * indent + name)
            name = ""
        lines.append((" " * indent + pad(name, first + 2) + body[0]).rstrip())
        lines += [" " * (indent + first + 2) + line for line in body[1:]]
    return "\n".join(lines)
