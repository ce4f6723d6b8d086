"""The table of key work: what was to be done and what was done, row by row, from a flattened text layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from budget_kg.errors import Say
from budget_kg.facts import KeyWorkItem, QuantityObservation, RateStatement, Term, Year
from budget_kg.model import Finding, Layout, Section, Severity, Structure
from budget_kg.prose import grammar
from budget_kg.prose.grammar import Span
from budget_kg.prose.work_columns import Line, Split, pieces, split_rows
from budget_kg.prose.work_figures import read_figures
from budget_kg.prose.work_phrases import anywhere
from budget_kg.prose.work_turns import Place
from budget_kg.reading import Reading
from budget_kg.text import unit_at
from budget_kg.vocab import B, scheme

_COLUMNS = ("column-item", "column-target", "column-result", "column-note")
_LONE = re.compile(r"(\d{1,2})[.、．]?")
_LED = re.compile(r"(\d{1,2})(?:[.、．]\s*|\s+)(?=[\u4e00-\u9fff“（])")
_UNSURE = 1.0


@dataclass(slots=True)
class _Row:
    number: int
    number_span: Span
    lines: list[Line]
    led: bool = False
    cells: list[Span | None] | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    start: int
    body: int
    end: int
    columns: tuple[str, ...]


def read_tables(section: Section, layout: Layout) -> tuple[Reading, list[Span]]:
    """Read the tables of the section and tell the flow spans they cover."""
    reading, spans = Reading(), []
    for table in _tables(section, layout):
        rows = _rows(table, layout)
        if rows:
            _read_rows(rows, table, section, layout, reading)
            spans.append((table.start, table.end))
    return reading, spans


@cache
def _header() -> re.Pattern[str]:
    return re.compile(rf"(?:{_broken('column-ordinal')})\n?((?:(?:{_broken(*_COLUMNS)})\n?){{2,5}})")


def _broken(*notations: str) -> str:
    """A pattern for the words of the classes with a line end anywhere inside them."""
    words = {word for notation in notations for word in scheme("work-word")[notation].words}
    return "|".join(r"\n?".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))


@cache
def _column_of() -> dict[str, str]:
    return {word: column for column in _COLUMNS for word in scheme("work-word")[column].words}


def _tables(section: Section, layout: Layout) -> Iterator[_Table]:
    text = layout.flow.text
    for match in _header().finditer(text, section.start, section.end):
        words = anywhere(*_COLUMNS).findall(match[1].replace("\n", ""))
        columns = [_column_of()[word] for word in words]
        if "column-target" not in columns and columns.count("column-item") >= 2:
            columns[len(columns) - 1 - columns[::-1].index("column-item")] = "column-target"
        if "column-result" in columns:
            yield _Table(match.start(), match.end(), _end(section, match.end()), tuple(columns))


def _end(section: Section, start: int) -> int:
    """A table reaches to the next main heading behind it."""
    following = [node.start for node in section.walk() if node.start > start and node.level <= 20]
    return min(following, default=section.end)


def _lines(table: _Table, layout: Layout) -> Iterator[tuple[Line, str, bool]]:
    """Lines of the table's body with the raw line and whether blank space stands before it."""
    flow, text = layout.flow, layout.document.text
    low, high = flow.source[table.body - 1] + 1, flow.source[table.end - 1] + 1
    blank = True
    for match in re.finditer(r"([^\n\r\f]*)(\r\n|[\n\r\f]|\Z)", text[low:high]):
        body = match[1].strip()
        if not body:
            blank = blank or bool(match[2])
            continue
        start = low + match.start() + match[1].index(body[0])
        at = flow.position(start)
        if at < len(flow.source) and flow.source[at] == start:
            yield Line(start, start + len(body), body, blank), match[1], blank or match[1][0].isspace()
            blank = False


def _rows(table: _Table, layout: Layout) -> list[_Row]:
    rows: list[_Row] = []
    for line, raw, gap in _lines(table, layout):
        row = _new_row(line, raw, rows, gap)
        if row is not None:
            row.cells = _tabbed(line, len(table.columns)) if row.led else None
            rows.append(row)
        elif rows:
            rows[-1].lines += pieces(line.text, line.start, line.opens or not rows[-1].lines)
            rows[-1].cells = None
    return [row for row in rows if row.lines]


def _new_row(line: Line, raw: str, rows: list[_Row], gap: bool) -> _Row | None:
    """The row this line begins: its number is the next one, alone or before the first cell."""
    lone, led = _LONE.fullmatch(line.text), _LED.match(line.text)
    mark = lone or led
    if mark is None or int(mark[1]) != len(rows) + 1:
        return None
    place = line.start, line.start + mark.end(1)
    if lone:
        return _Row(len(rows) + 1, place, []) if gap else None
    wide = re.match(r"\s*\d+[.、．]?(?:\t|\s{2,})", raw)
    if not (gap or wide or (rows and rows[0].led)) or unit_at(line.text, mark.end(1))[0] is not None:
        return None
    return _Row(len(rows) + 1, place, pieces(line.text[mark.end() :], line.start + mark.end(), True), True)


def _tabbed(line: Line, columns: int) -> list[Span | None] | None:
    """The cells of a row printed on one line with tabs, None where a cell is empty."""
    parts = line.text.split("\t")[1:]
    if not 2 <= len(parts) <= columns:
        return None
    cells: list[Span | None] = []
    at = line.start + line.text.index("\t") + 1
    for part in parts:
        body = part.strip()
        low = at + (part.index(body[0]) if body else 0)
        cells.append((low, low + len(body)) if body else None)
        at += len(part) + 1
    return cells + [None] * (columns - len(cells))


def _read_rows(rows: list[_Row], table: _Table, section: Section, layout: Layout, reading: Reading) -> None:
    flowing = [row.lines for row in rows if row.cells is None]
    splits = iter(split_rows(flowing, len(table.columns)) or ())
    for row in rows:
        reading.structures.append(Structure(*row.number_span, "row-number"))
        cells, whole = row.cells, True
        if cells is None:
            split = next(splits, Split((), 0.0))
            cells = _cells(row, split)
            whole = len(cells) == len(table.columns) and split.margin >= _UNSURE
        known = {
            column: (layout.flow.position(cell[0]), layout.flow.position(cell[1] - 1) + 1)
            for column, cell in zip(table.columns, cells, strict=False) if cell is not None
        }
        if whole and "column-result" in known:
            _read_cells(row, known, section, layout, reading)
        else:
            _keep_row(row, section, layout, reading)


def _cells(row: _Row, split: Split) -> list[Span | None]:
    """The cells of a row as offsets of the text layer."""
    starts = [0, *split.ends[:-1]]
    return [
        (row.lines[low].start, row.lines[high - 1].end) for low, high in zip(starts, split.ends, strict=False)
    ]


def _keep_row(row: _Row, section: Section, layout: Layout, reading: Reading) -> None:
    """A row whose cells cannot be told apart: its text is kept, its figures stay unread."""
    passage = layout.passage_at(row.lines[0].start, row.lines[-1].end, section)
    text = "".join(line.text for line in row.lines)
    reading.facts.append(
        KeyWorkItem(
            passage=passage, label=row.lines[0].text, year=Year(layout.head.year), ordinal=row.number, achieved_text=text
        )
    )
    message = Say(
        f"重点工作表第{row.number}行的目标与完成情况无法分开，仅保留原文",
        f"row {row.number} of the table of key work: target and result cannot be told apart; only its text is kept",
    )
    reading.findings.append(Finding("unread-section", Severity.WARNING, message, (passage,)))


def _read_cells(row: _Row, cells: dict[str, Span], section: Section, layout: Layout, reading: Reading) -> None:
    text = layout.flow.text
    words = {column: text[low:high].replace("\n", "") for column, (low, high) in cells.items()}
    target, result = cells.get("column-target"), cells["column-result"]
    label = words.get("column-item") or re.split(r"[，。；]", words.get("column-target", words["column-result"]))[0]
    spans = [span for column, span in cells.items() if column != "column-note"]
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    low, high = grammar.trim(text, (low, high), " \n")
    item = KeyWorkItem(
        passage=layout.passage(low, high, section), label=label, year=Year(layout.head.year), ordinal=row.number,
        target_text=words.get("column-target"), achieved_text=words["column-result"],
    )
    reading.facts.append(item)
    known: tuple[tuple[str, str], ...] = ()
    if target is not None:
        facts = read_figures(Place(layout, section, item, Term(B.TargetValue), label), *target)
        known = tuple(
            (fact.label, fact.value.unit if isinstance(fact, QuantityObservation) else fact.percent.unit)
            for fact in facts if isinstance(fact, (QuantityObservation, RateStatement)) and fact.label
        )
        reading.facts += facts
    reading.facts += read_figures(Place(layout, section, item, Term(B.ResultValue), label, known), *result)
