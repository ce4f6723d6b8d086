"""Tables that go on over pages become one grid: same columns, the head printed again or not, a row cut in two.

Only page residue and the table's own title may stand between two parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from budget_kg.grids.captions import caption_rows, lines_before
from budget_kg.grids.grid import Grid, Row, Slot, grid_of, key, slots_of
from budget_kg.grids.heads import head_length, head_texts, is_number, is_total, label_role
from budget_kg.model import Document, Table
from budget_kg.prose.class_codes import known_name, match_economic

RESIDUE = re.compile(r"[-—–－\s\d/]*|第?\d{1,4}页?(?:共\d{1,4}页)?|续表\d*|\(续.{0,2}\)|[—\-]\d+[—\-]")
_OFTEN = 3
_NEAR = 6.0  # points: edges of one column on two pages


def grids_of(document: Document, tables: Sequence[Table]) -> list[Grid]:
    """The grids of a document's tables in order, continued ones joined."""
    often = _often(document)
    grids: list[Grid] = []
    for table in tables:
        grid = grid_of(table, document.text)
        if grids and _joins(grids[-1], grid, document, often):
            continue
        grids.append(grid)
    return grids


def _often(document: Document) -> frozenset[str]:
    """Lines that stand on several pages: running heads."""
    if len(document.pages) < _OFTEN:
        return frozenset()
    counted = Counter(key(line) for line in document.text.splitlines() if 0 < len(line) < 60)
    return frozenset(line for line, count in counted.items() if count >= _OFTEN)


def _joins(grid: Grid, part: Grid, document: Document, often: frozenset[str]) -> bool:
    """Join a part to a grid when it continues it."""
    before, after = grid.tables[-1], part.tables[0]
    if before.sheet != after.sheet or (after.sheet and before.page == after.page):
        return False
    titles = {key(line) for line in lines_before(document.text, grid.tables[0])}
    own = caption_rows(grid.rows)
    titles |= {slot.key for row in grid.rows[:own] for slot in slots_of(row)}
    between = [key(line) for line in document.text[before.end : after.start].splitlines()]
    if not all(RESIDUE.fullmatch(line) or line in titles or line in often for line in between):
        return False
    start = caption_rows(part.rows)
    if not all(slot.key in titles for row in part.rows[:start] for slot in slots_of(row)):
        return False
    length = head_length(part.rows[start:])
    if not any(label_role(slot.key) for row in part.rows[start : start + length] for slot in slots_of(row)):
        length = 0
    heads = head_texts(grid.rows[own : own + length])
    if length and head_texts(part.rows[start : start + length]) != heads:
        return False
    rows = aligned(grid, part, part.rows[start + length :])
    if rows is None:
        return False
    grid.tables.append(after)
    grid.repeated += part.rows[start : start + length]
    rows = _healed(grid, rows)
    grid.rows += rows
    return True


def aligned(grid: Grid, part: Grid, rows: Sequence[Row]) -> list[Row] | None:
    """The rows of a part in the columns of the grid, None when they do not fit."""
    if part.width == grid.width:
        return list(rows)
    if not rows or part.width > grid.width:
        return None
    edges = _left_edges(grid)
    placed: list[Row] = []
    for row in rows:
        slots = slots_of(row)
        columns = [_nearest(edges, slot) for slot in slots]
        if any(column is None for column in columns):
            columns = _from_the_right(slots, row, grid.width)
        if any(column is None for column in columns) or len(set(columns)) != len(slots):
            return None
        by_column = dict(zip(columns, slots, strict=True))
        placed.append(tuple(by_column.get(column) for column in range(grid.width)))
    return placed


def _left_edges(grid: Grid) -> dict[int, float]:
    """Where the columns of a grid begin on the page, as its single cells say."""
    edges: dict[int, float] = {}
    for table in grid.tables[:1]:
        for cell in table.cells:
            if cell.box is not None:
                edges[cell.column] = min(edges.get(cell.column, cell.box[0]), cell.box[0])
    return edges


def _nearest(edges: dict[int, float], slot: Slot) -> int | None:
    if slot.cell.box is None or not edges:
        return None
    left = slot.cell.box[0]
    column = min(edges, key=lambda one: abs(edges[one] - left))
    return column if abs(edges[column] - left) <= _NEAR else None


def _from_the_right(slots: Sequence[Slot], row: Row, width: int) -> list[int | None]:
    """A row of a total whose label covers all the columns before its figures: the figures end at the right."""
    if not slots or not is_total(slots[0]) or row[0] is not slots[0]:
        return [None]
    shift = width - len(row)
    return [0, *(column + shift for column, slot in enumerate(row) if slot is not None and slot is not slots[0])]


def _healed(grid: Grid, rows: list[Row]) -> list[Row]:
    """Give the words of a label that the page break cut off back to the last row."""
    if not rows or not grid.rows:
        return rows
    last, first = grid.rows[-1], rows[0]
    ends = slots_of(first)
    column = next((index for index, slot in enumerate(first) if slot is not None), 0)
    begun = last[column] if column < len(last) else None
    if len(ends) != 1 or is_number(ends[0]) or begun is None or is_number(begun):
        return rows
    whole = begun.text + ends[0].text
    cut_off = _is_known(whole) and not _is_known(ends[0].text)
    if not cut_off:
        return rows
    joined = Slot(begun.table, begun.cell, whole, key(whole))
    grid.rows[-1] = tuple(joined if slot is begun else slot for slot in last)
    return rows[1:]


def _is_known(name: str) -> bool:
    bare = re.sub(r"^[一二三四五六七八九十]{1,3}、", "", name)
    return known_name(bare) or match_economic(bare) is not None
