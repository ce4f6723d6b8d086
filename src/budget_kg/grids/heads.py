"""Which rows of a grid are its head: the words over the columns, and the row that numbers them.

A row with figures, codes or a numbered label is none; what the words of the head mean is `columns`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from budget_kg.grids.grid import Grid, Row, Slot, key, slots_of
from budget_kg.grids.words import words_of
from budget_kg.text import fold
from budget_kg.vocab import scheme

_DEEPEST = 8
_MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)"
)
_NUMBER = re.compile(r"[(（]?[-－—+]?[¥￥]?[\d０-９][\d０-９,，.．]*[%％]?[)）]?")
_ORDINAL = re.compile(r"(\d{1,2})(?:=[\d+\-*/()（）]+|[（(][\d+\-=]+[)）])?")
LABEL_ROLES = ("unit-code", "unit-name", "project-name", "line-number", "remark", "code", "name")


@cache
def _total_words() -> frozenset[str]:
    rows = scheme("row-label")
    totals = {"total", "grand-total"}
    return frozenset(
        key(word) for concept in rows.values() if {concept.notation, concept.broader} & totals for word in concept.words
    )


def is_total(slot: Slot) -> bool:
    """Whether a cell prints a word for a total."""
    return slot.key in _total_words()


def is_number(slot: Slot) -> bool:
    """Whether a cell prints nothing but one number."""
    return _NUMBER.fullmatch(slot.text) is not None


def label_role(slot_key: str) -> str:
    """The role of a column that says what rows are about, by the words of its head; "" for any other head."""
    words = words_of(slot_key)
    roles = words.roles()
    others = any(concept.scheme != "column" for group in words.concepts for concept in group)
    if words.rest or others:
        return ""
    return next((role for role in LABEL_ROLES if role in roles), "")


def numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 … from left to right, or 栏次 before them."""
    slots = slots_of(row)
    ordinals = []
    for slot in slots:
        if slot.key[:1].isdigit():
            ordinals.append(_ORDINAL.fullmatch(fold(slot.text)))
            if ordinals[-1] is None:
                return False
    if not ordinals:
        return False
    named = [slot for slot in slots if not slot.key[:1].isdigit()]
    if not all("column-number" in words_of(slot.key).roles() or slot.key in ("-", "") for slot in named):
        return False
    found = [int(match[1]) for match in ordinals if match]
    rising = all(after == before + 1 or after == 1 for before, after in pairwise(found))
    return rising and found[0] in (1, 2, 3) and (len(found) >= 3 or bool(named))


def head_length(rows: Sequence[Row]) -> int:
    """How many rows at the top are the head."""
    named: set[int] = set()
    for index, row in enumerate(rows[:_DEEPEST]):
        if numbers_columns(row):
            return index + 1
        labelled = any(label_role(slot.key) for below in rows[index + 1 : index + 2] for slot in slots_of(below))
        if _is_row_of_totals(row, rows[index - 1] if index else ()) and not labelled:
            return index
        if not _is_head(row, rows[index - 1] if index else (), named):
            return index
        named |= {column for column, slot in enumerate(row) if slot is not None and label_role(slot.key)}
    return 0 if len(rows) > _DEEPEST else len(rows)


def _is_row_of_totals(row: Row, before: Row) -> bool:
    """Whether a row is that of a total whose figures are blank rather than the head of groups."""
    above = set(slots_of(before))
    slots = slots_of(row)
    return bool(slots) and None in row and row[0] is slots[0] and all(is_total(s) and s not in above for s in slots)


def _is_head(row: Row, before: Row, named: set[int]) -> bool:
    slots = slots_of(row)
    above = set(slots_of(before))
    new = [slot for slot in slots if slot not in above]
    if any(is_number(slot) or _MARKED.match(slot.text) for slot in new):
        return False
    if not new or all(slot.key in ("-", "—", "…", "……") for slot in new):
        return bool(before)
    known = [slot for slot in new if not words_of(slot.key).rest]
    relabelled = [
        slot for column, slot in enumerate(row)
        if slot is not None and slot in new and column in named and not _tells_labels(slot, before, column)
    ]
    if not before:
        return len(new) > 1 or len(row) == 1 or new[0].cell.columns > 1 or not words_of(new[0].key).rest
    return len(known) * 3 >= len(new) * 2 and not relabelled


def _tells_labels(slot: Slot, before: Row, column: int) -> bool:
    """Whether a cell under the head of a column of labels belongs to the head too."""
    over = before[column] if column < len(before) else None
    parts = over is not None and over.cell.columns > 1
    return parts or bool(label_role(slot.key)) or any(name.startswith("by-") for name in words_of(slot.key).roles())


def head_texts(rows: Sequence[Row]) -> list[list[str]]:
    """The words of head rows, for comparing two heads."""
    return [[slot.key for slot in slots_of(row)] for row in rows]


def paths(grid: Grid, head: Sequence[Row]) -> list[tuple[Slot, ...]]:
    """For each column the cells over it from the top, each once; without merged cells a group covers the blanks."""
    rows = [list(row) for row in head if not numbers_columns(row)]
    if not grid.is_merged:
        for above, row in enumerate(rows[:-1]):
            _spread(row, rows[above + 1 :])
    found = []
    for column in range(grid.width):
        cells = [row[column] if column < len(row) else None for row in rows]
        found.append(tuple(dict.fromkeys(slot for slot in cells if slot is not None)))
    return found


def _spread(row: list[Slot | None], below: Sequence[Sequence[Slot | None]]) -> None:
    """Let the head of a group stand over the blank places to its right that have a head below."""
    last: Slot | None = None
    for column, slot in enumerate(row):
        if slot is not None:
            last = slot if any(column < len(under) and under[column] is not None for under in below) else None
        elif last is not None and any(column < len(under) and under[column] is not None for under in below):
            row[column] = last
