"""Where forms of performance are: one form per project, several in a table, or one over the tables of two pages.

It owns the cutting of tables into forms and the parts of a form; what is filled in is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budget_kg.grids.captions import caption_of
from budget_kg.grids.form_words import field_of, is_blank, unit_in
from budget_kg.grids.grid import Grid, Row, Slot, grid_of, key, slots_of
from budget_kg.grids.joining import RESIDUE, aligned
from budget_kg.model import Box, Document, Table
from budget_kg.vocab import Concept

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?(?!\d)")
_TITLE_LENGTH = 60
_CODE = re.compile(r"^[0-9A-Z]{8,}[-_—:]+")


@dataclass(slots=True)
class Form:
    """The rows of one form from top to bottom; `heads` are the places of its rows that head the indicators."""

    grid: Grid
    rows: list[Row] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    title: str = ""
    year: int | None = None
    unit: Concept | None = None

    @property
    def tables(self) -> set[int]:
        """The numbers of the tables it stands in."""
        return {slot.table.number for row in self.rows for slot in slots_of(row)}

    @property
    def upper(self) -> list[Row]:
        """The rows over the indicators."""
        return self.rows[: self.heads[0]]

    def value(self, notation: str) -> Slot | None:
        """What is filled in behind a label of the head, None when nothing is."""
        for row in self.upper:
            slots = slots_of(row)
            for label, behind in pairwise(slots):
                if field_of(label, "head") == notation and not field_of(behind, "head") and not is_blank(behind):
                    return behind
        return None

    def has(self, notation: str) -> bool:
        """Whether a label stands in its head, filled in or not."""
        return any(field_of(slot, "head") == notation for row in self.rows for slot in slots_of(row))

    def blocks(self) -> Iterator[tuple[Row, list[Row]]]:
        """Each row of heads of indicators with the rows below it."""
        ends = [*self.heads[1:], len(self.rows)]
        for head, end in zip(self.heads, ends, strict=True):
            yield self.rows[head], self.rows[head + 1 : end]


def indicator_columns(row: Row) -> dict[int, str]:
    """The columns of indicators a row heads, by place; empty when it heads none."""
    found: dict[int, str] = {}
    for index, slot in enumerate(row):
        notation = field_of(slot, "indicator", "column")
        if notation:
            found[index] = notation
        elif field_of(slot, "goal") in ("goal-result", "goal"):
            found[index] = "achieved" if field_of(slot, "goal") == "goal-result" else "target"
        elif field_of(slot, "head") == "project-name":
            found[index] = "project-name"
    named = set(found.values())
    return found if named & {"class-1", "class-2"} and "indicator" in named and named & {"target", "achieved"} else {}


def bare_name(slot: Slot) -> str:
    """The name of a project without its code."""
    return _CODE.sub("", slot.text)


def forms_of(document: Document, tables: Sequence[Table]) -> list[Form]:
    """The forms of a document's tables in order; what is no form is left out."""
    forms: list[Form] = []
    current: Form | None = None
    for table in tables:
        grid = grid_of(table, document.text)
        rows = grid.rows
        if current is not None:
            opens = any(_opens(row) for row in rows[:4])
            placed = None if opens else _continued(current, grid, document)
            if placed is None:
                current = None
            else:
                rows = placed
        for row in rows:
            if _starts(row, current):
                current = Form(grid)
                forms.append(current)
            if current is not None:
                _put(current, row)
    found = [form for form in forms if form.heads]
    for form in found:
        _headed(form, document, next(iter(one for one in found if one.grid is form.grid)) is form)
    return found


def _put(form: Form, row: Row) -> None:
    if indicator_columns(row):
        form.heads.append(len(form.rows))
    form.rows.append(row)


def _opens(row: Row) -> bool:
    """Whether a row can be the first of a form: its title, or the name of what it is about."""
    slots = slots_of(row)
    titled = len(slots) == 1 and len(slots[0].key) <= _TITLE_LENGTH and _is_title(slots[0].key)
    return titled or any(field_of(slot, "head") in ("project-name", "department-name") for slot in slots)


def _is_title(words: str) -> bool:
    bare = re.sub(r"\([^()]*\)$", "", words)
    return bare.endswith("表") and ("绩效" in bare or "自评" in bare)


def _starts(row: Row, form: Form | None) -> bool:
    """Whether a row begins another form than the one being read."""
    if form is None:
        return _opens(row) or bool(indicator_columns(row) and "project-name" in indicator_columns(row).values())
    if indicator_columns(row) or not _opens(row):
        return False
    named = any(field_of(slot, "head") == "project-name" for slot in slots_of(row))
    return bool(form.heads) or (named and form.has("project-name"))


def _continued(form: Form, part: Grid, document: Document) -> list[Row] | None:
    """The rows of a table that goes on a form, in its columns where it has no heads of its own; None when it does not."""
    last = max((slot.cell.end for row in form.rows for slot in slots_of(row)), default=0)
    between = [key(line) for line in document.text[last : part.tables[0].start].splitlines()]
    if part.tables[0].sheet or not all(RESIDUE.fullmatch(line) for line in between):
        return None
    if any(indicator_columns(row) for row in part.rows[:2]):
        return part.rows
    if not form.heads:
        return part.rows if any(indicator_columns(row) for row in part.rows) else None
    drawn = any(cell.box is not None for cell in part.tables[0].cells)
    placed = (_under_heads(form, part) if drawn else None) or aligned(form.grid, part, part.rows)
    if drawn:
        return placed
    return part.rows if placed is None and part.width <= form.grid.width else placed


def _under_heads(form: Form, part: Grid) -> list[Row] | None:
    """Rows that a page counts in other columns, each cell under the head it stands below; None where two share one."""
    head = form.rows[form.heads[-1]]
    spans = {head.index(slot): slot.cell.box for slot in slots_of(head) if slot.cell.box is not None}
    placed: list[Row] = []
    for row in part.rows:
        found: dict[int, Slot] = {}
        for slot in slots_of(row):
            column = _column_below(spans, slot)
            if column is None or column in found:
                return None
            found[column] = slot
        placed.append(tuple(found.get(column) for column in range(form.grid.width)))
    return placed


def _column_below(spans: dict[int, Box], slot: Slot) -> int | None:
    """The head that a cell shares most of its width with."""
    if slot.cell.box is None:
        return None
    left, _, right, _ = slot.cell.box
    shared = {column: min(right, box[2]) - max(left, box[0]) for column, box in spans.items()}
    best = max(shared, key=lambda column: shared[column], default=None)
    return best if best is not None and shared[best] > 0 else None


def _headed(form: Form, document: Document, first: bool) -> None:
    """Read title, year and unit: in its own rows, and over its table when it is the first there."""
    caption = caption_of(form.grid, document, None)
    texts = [slot for row in form.upper for slot in slots_of(row)]
    titles = [slot.text for slot in texts if _is_title(slot.key) and len(slot.key) <= _TITLE_LENGTH]
    form.title = titles[0] if titles else caption.title
    lone = [slots_of(row)[0].key for row in form.upper[:4] if len(slots_of(row)) == 1]
    years = [int(found[1]) for words in lone for found in [_YEAR.search(words)] if found]
    form.year = years[0] if years else caption.year if first else None
    units = [unit for slot in texts for unit in [unit_in(slot)] if unit is not None]
    form.unit = units[0] if units and len({unit.notation for unit in units}) == 1 else None
    if not units:
        form.unit = caption.unit
