"""The nine tables of final accounts and the tables of a budget: every figure becomes a fact, what is unknown a finding.

A table is known by its title and the meaning of its heads; tables of performance are left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from budget_kg.errors import Say
from budget_kg.facts import Code
from budget_kg.grids.captions import Caption, caption_of, unit_for_all
from budget_kg.grids.columns import Block, Column, blocks_of, columns_of
from budget_kg.grids.grid import Grid, Row, Slot, key, slots_of
from budget_kg.grids.heads import head_length, is_number, numbers_columns
from budget_kg.grids.hierarchy import settle
from budget_kg.grids.joining import grids_of
from budget_kg.grids.kinds import contradicts, fund_in, kind_by_heads, section_of, title_dims
from budget_kg.grids.places import place_of
from budget_kg.grids.rows import Label, Side, is_note, labels_of
from budget_kg.grids.statements import Frame, Statements
from budget_kg.model import Finding, Layout, Passage, Section, Severity, Structure, Table
from budget_kg.reading import Reading
from budget_kg.sectioning import PART_LEVEL
from budget_kg.text import numerals
from budget_kg.vocab import Concept, scheme

_OF_ITEMS = frozenset({"three-public", "operation", "procurement", "operating-cost", "assets"})
_BELOW = 400  # characters under a table where its notes may stand
_NUMBERS = re.compile(r"\d{1,4}(?:\.0)?")


def read(tables: Sequence[Table], layout: Layout) -> tuple[Reading, frozenset[int]]:
    """Read the tables that are known; return what they state and the numbers of those tables."""
    reading, taken = Reading(), set()
    for_all = unit_for_all(layout.document, layout.flow.text) if tables else None
    for grid in grids_of(layout.document, tables):
        if _read_grid(grid, layout, for_all, reading):
            taken |= {table.number for table in grid.tables}
    return reading, frozenset(taken)


def _read_grid(grid: Grid, layout: Layout, for_all: Concept | None, reading: Reading) -> bool:
    caption = caption_of(grid, layout.document, for_all)
    rows = grid.rows[caption.rows :]
    length = head_length(rows)
    head, body = rows[:length], [row for row in rows[length:] if not is_note(row) and not numbers_columns(row)]
    columns = columns_of(grid, head, body) if head else []
    reading.structures += _numbering(layout.document.text, [*rows, *grid.repeated], columns, body)
    blocks = [block for block in blocks_of(columns) if block.figures]
    kind = caption.kind or kind_by_heads(blocks)
    if not kind or not blocks:
        return False
    title, start = caption.title or scheme("table")[kind].zh, grid.tables[0].start
    section = place_of(layout, start, title, section_of(kind), PART_LEVEL if caption.title else None)
    reading.sections.append(section)
    if contradicts(kind, blocks) and any(is_number(slot) for row in body for slot in slots_of(row)):
        reading.findings.append(_contradiction(layout, caption, columns, section))
        return True
    frame = _frame(layout, section, caption, kind, grid)
    made = [_statements(frame, block, body, kind) for block in blocks]
    for statements in made:
        reading.facts += [fact for _, fact in sorted(statements.facts.items())]
        reading.structures += _codes(statements)
        reading.findings += _doubts(statements)
    reading.findings += _unread(layout, section, made)
    reading.findings += _empty(grid, layout, section, body)
    return True


def _statements(frame: Frame, block: Block, body: Sequence[Row], kind: str) -> Statements:
    side = Side(block.dims.flows or frame.dims.flows, kind in _OF_ITEMS, frame.layout.head.department)
    labels = labels_of(block, body, side)
    if any(label.kind != "bare" for label in labels):
        labels = _without_bare(labels, block)
    statements = Statements(frame, block, block.dims, body, labels, settle(labels))
    statements.read()
    return statements


def _without_bare(labels: list[Label], block: Block) -> list[Label]:
    """Where rows have labels, one without is unknown."""
    for label in labels:
        if label.kind == "bare" and block.labels:
            label.kind = "unknown"
    return labels


def _frame(layout: Layout, section: Section, caption: Caption, kind: str, grid: Grid) -> Frame:
    dims = title_dims(kind, caption.title)
    notes = _notes(grid, layout)
    spent = "决算" in caption.title or not layout.head.is_planned
    return Frame(
        layout, section, dims, caption.year or layout.head.year, caption.unit,
        Code(f"phase/{'actual' if spent else 'budget'}"), _budget_phase(notes), fund_in(caption.title),
    )


def _notes(grid: Grid, layout: Layout) -> str:
    """What is printed under a table, and in its rows of notes."""
    end = grid.tables[-1].end
    following = next((one.start for one in layout.document.tables if one.start >= end), len(layout.document.text))
    below = key(layout.document.text[end : min(following, end + _BELOW)])
    return below + "".join(slot.key for row in grid.rows for slot in slots_of(row) if is_note(row))


def _budget_phase(notes: str) -> Code:
    """What a plain 预算数 is, as a note under the table says; not stated otherwise."""
    for notation in ("adjusted", "initial"):
        if any(f"预算数为{word}" in notes or f"预算数是{word}" in notes for word in scheme("phase")[notation].words):
            return Code(f"phase/{notation}")
    return Code("phase/budget")


# -- structure --------------------------------------------------------------------------------------------------------


def _numbering(
    text: str, rows: Sequence[Row], columns: Sequence[Column], body: Sequence[Row]
) -> Iterator[Structure]:
    """Rows that number the columns and columns that number the rows."""
    for row in rows:
        if numbers_columns(row):
            for slot in slots_of(row):
                yield from _digits(text, slot, "column-number")
    for column in columns:
        if column.role in ("line-number", "unit-code"):
            rule = "row-number" if column.role == "line-number" else "classification-code"
            for row in body:
                cell = row[column.index] if column.index < len(row) else None
                if cell is not None and (rule != "row-number" or _NUMBERS.fullmatch(cell.text)) and is_number(cell):
                    yield from _digits(text, cell, rule)


def _digits(text: str, slot: Slot, rule: str) -> Iterator[Structure]:
    start = slot.cell.start
    for numeral in numerals(text[start : slot.cell.end]):
        yield Structure(start + numeral.start, start + numeral.end, rule)


def _codes(statements: Statements) -> Iterator[Structure]:
    """The codes of classes in the rows of a block."""
    for printed in dict.fromkeys(code for label in statements.labels for code in label.codes):
        yield Structure(printed.cell.start, printed.cell.end, "classification-code")


# -- findings ---------------------------------------------------------------------------------------------------------


def _doubts(statements: Statements) -> Iterator[Finding]:
    for label in statements.labels:
        slot = label.slot or next(iter(label.codes), None)
        if label.doubt is not None and slot is not None:
            rule, message = label.doubt
            place = _at(statements.frame.layout, slot, statements.frame.section)
            yield Finding(rule, Severity.WARNING, message, (place,))


def _contradiction(
    layout: Layout, caption: Caption, columns: Sequence[Column], section: Section
) -> Finding:
    first = next(column.path[0] for column in columns if column.path)
    message = Say(
        f"表题“{caption.title}”与列头不符，此表数字未读",
        f"the title {caption.title!r} and the heads of the columns do not go together; the table was not read",
    )
    return Finding(
        "table-contradiction", Severity.WARNING, message,
        (_at(layout, first, section),),
    )


def _empty(grid: Grid, layout: Layout, section: Section, body: Sequence[Row]) -> Iterator[Finding]:
    """A table without a figure has a note that says why."""
    if any(is_number(slot) for row in body for slot in slots_of(row)):
        return
    said = (*scheme("word")["none"].words, *scheme("word")["empty-table"].words)
    if any(word in _notes(grid, layout) for word in said):
        return
    message = Say(
        f"“{section.title}”没有数字，表下也没有说明", f"{section.title}: no figure, and no note says that there is none"
    )
    first = next((slot for row in grid.rows for slot in slots_of(row)), None)
    if first is not None:
        yield Finding("empty-table", Severity.WARNING, message, (_at(layout, first, section),))


def _unread(layout: Layout, section: Section, made: Sequence[Statements]) -> Iterator[Finding]:
    """One finding for each reason why figures of a table were not read."""
    title = section.title
    lone = [slot for statements in made for slot in statements.without_unit]
    if lone:
        message = Say(
            f"“{title}”没有金额单位，{len(lone)} 个数字未读", f"{title}: no unit is printed; {len(lone)} numbers not read"
        )
        yield Finding("missing-unit", Severity.WARNING, message, (_at(layout, lone[0], section),))
    columns, rows = _unknown(made, lone)
    for rule, named, zh, en in (("unread-column", columns, "列", "columns"), ("unread-row", rows, "行", "rows")):
        if named:
            words = "、".join(list(named)[:6])
            message = Say(
                f"“{title}”有 {len(named)} {zh}含义不明，数字未读：{words}",
                f"{title}: {len(named)} {en} of unknown meaning, numbers not read: {words}",
            )
            yield Finding(rule, Severity.INFO, message, (_at(layout, next(iter(named.values())), section),))


def _unknown(made: Sequence[Statements], lone: Sequence[Slot]) -> tuple[dict[str, Slot], dict[str, Slot]]:
    """The columns and the rows whose figures were skipped, by their words."""
    columns: dict[str, Slot] = {}
    rows: dict[str, Slot] = {}
    for statements in made:
        for label, column, slot in statements.skipped:
            if slot in lone:
                continue
            if label.kind == "unknown":
                words = label.slot.text if label.slot is not None else label.code
                rows.setdefault(words or "–", label.slot or slot)
            else:
                columns.setdefault(column.head or "–", column.path[-1] if column.path else slot)
    return columns, rows


def _at(layout: Layout, slot: Slot, section: Section) -> Passage:
    return layout.passage_of(slot.table, slot.cell, section)
