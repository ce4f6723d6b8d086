"""The rows of a canned question's answer as lines of a free one: a line for each figure, with the quotes of its row."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import MONEY, PERCENT
from budget_kg.answering.reply import Line
from budget_kg.asking.answers import Answer, Cell, Row
from budget_kg.asking.parameters import UNIT_NAMES
from budget_kg.errors import Lang

_UNITS: Final = {"money": MONEY, "percent": PERCENT, "number": ""}
"""Kinds of columns with figures, and what their values are measured in."""


def lines(found: Answer) -> tuple[Line, ...]:
    """The lines of all rows that are shown. Values are those of the cells; nothing is worked out."""
    return tuple(line for row in found.rows for line in _lines(found, row))


def _lines(found: Answer, row: Row) -> Iterable[Line]:
    cells = [pair for pair in zip(found.columns, row.cells, strict=True) if pair[1].stated]
    year = next((cell.text for column, cell in cells if column.kind == "year"), "")
    of_year = int(year) if year.isdigit() else None
    figures = [pair for pair in cells if pair[0].kind in _UNITS]
    words = [cell.text for column, cell in cells if column.kind not in (*_UNITS, "year") and not column.context]
    about = (" " if found.lang == "en" else "，").join(words[:-1] if words[1:] and not figures else words)
    if not figures and words:
        yield Line(about if words[1:] else "", "", of_year, words[-1], words[-1], "", row.evidence)
    for column, cell in figures:
        head = column.head(found.lang)
        what = f"{about}{'：' if found.lang == 'zh' else ': '}{head}" if about else head
        yield Line(
            what, "", of_year, _shown(cell, found.unit, found.lang), _exact(cell), _UNITS[column.kind], row.evidence
        )


def _shown(cell: Cell, unit: str, lang: Lang) -> str:
    if cell.kind == "money":
        return f"{cell.text} {UNIT_NAMES[unit](lang)}"
    return f"{cell.text}%" if cell.kind == "percent" else cell.text


def _exact(cell: Cell) -> str:
    return f"{cell.value:f}" if isinstance(cell.value, Decimal) else str(cell.value)
