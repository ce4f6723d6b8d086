"""The sentence of an answer, from the pattern in the header and the cells of the rows shown.

In a pattern, `{amount}` is the cell of the first row, `{amount#2}` of the second, `{item*}` the different values
of the column, `{rows}` how many rows there are. `[[…]]` is left out when a cell inside it is empty. No number can
come into a sentence but from the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from budget_kg.asking.answers import Row
from budget_kg.asking.cells import Manner
from budget_kg.asking.questionfile import Column

PLACE: Final = re.compile(r"\{(?P<name>\w+)(?:#(?P<row>[1-9])|(?P<all>\*))?\}")
_PART: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_MOST: Final = 5


def sentence(pattern: str, columns: Sequence[Column], rows: Sequence[Row], total: int, manner: Manner) -> str:
    """Fill a pattern. Outside `[[…]]`, an empty cell reads as a dash."""
    names = {column.name: position for position, column in enumerate(columns)}

    def cell(match: re.Match[str]) -> str:
        if match["name"] == "rows":
            return str(total)
        position = names[match["name"]]
        if match["all"]:
            return _joined(dict.fromkeys(manner.said(row.cells[position]) for row in rows), manner)
        index = int(match["row"] or 1) - 1
        found = rows[index].cells[position] if index < len(rows) else None
        return manner.said(found) if found is not None and found.stated else ""

    def fill(text: str, optional: bool) -> str:
        # Filled once, left to right: what a document says is never read as a pattern.
        if optional and not all(cell(match) for match in PLACE.finditer(text)):
            return ""
        return PLACE.sub(lambda match: cell(match) or "—", text)

    parts = _PART.split(pattern)
    return " ".join("".join(fill(part, bool(index % 2)) for index, part in enumerate(parts)).split("\n")).strip()


def _joined(values: dict[str, None], manner: Manner) -> str:
    stated = [value for value in values if value]
    shown = ("、" if manner.lang == "zh" else "; ").join(stated[:_MOST])
    if len(stated) <= _MOST:
        return shown
    return shown + ("等" if manner.lang == "zh" else " and others")
