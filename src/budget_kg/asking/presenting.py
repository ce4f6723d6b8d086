"""An answer as text or bytes: table, Markdown, CSV, TSV, JSON, spreadsheet. Nothing is computed here.

Programs get every column and exact values; people get the columns that say the same in every row once, above the
table. In formats that spreadsheets open, a text cell that would be taken for a formula is made harmless.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from budget_kg.asking.answers import Answer, Cell, Quote, Row, Spot
from budget_kg.asking.citing import cited
from budget_kg.asking.escaping import markdown
from budget_kg.asking.grid import grid, wrap
from budget_kg.asking.parameters import UNIT_NAMES
from budget_kg.asking.questionfile import Column
from budget_kg.errors import Say, UsageError

OUTPUTS: Final = ("table", "md", "csv", "tsv", "json", "xlsx")
"""The formats an answer can be given in; `xlsx` is bytes, see `workbook`."""

_NUMERIC: Final = ("money", "percent", "number", "year")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_EVIDENCE_HEADS: Final = (
    Say("行", "Row"), Say("文件", "Document"), Say("章节", "Section"), Say("起", "Start"), Say("止", "End"),
    Say("页", "Page"), Say("原文", "Quote"),
)


def present(answer: Answer, output: str = "table", *, evidence: bool = False, room: int | None = None) -> str:
    """The answer in a text format, without a line break at its end; UsageError for a format it cannot take.

    `room` is the width of a table, by default that of the terminal.
    """
    if output not in _WRITERS:
        raise UsageError(
            zh=f"没有输出格式“{output}”；可用：{'、'.join(OUTPUTS)}",
            en=f"there is no output format {output!r}; use one of: {', '.join(OUTPUTS)}",
        )
    if output == "table":
        return _table(answer, evidence, room or shutil.get_terminal_size().columns)
    return _WRITERS[output](answer, evidence)


# -- for people -----------------------------------------------------------------------------------------------------


def _table(answer: Answer, evidence: bool, room: int) -> str:
    lines = [*wrap(answer.title(answer.lang), room), *wrap(answer.sentence, room)]
    lines += [line for note in answer.missing for line in wrap(f"※ {note}", room)]
    shown = _shown(answer)
    if answer.rows:
        heads = [_head(answer, answer.columns[position]) for position in shown]
        body = [[row.cells[position].text for position in shown] for row in answer.rows]
        right = [answer.columns[position].kind in _NUMERIC for position in shown]
        lines += ["", *grid(heads, body, right, room)]
        lines += _more(answer)
    if evidence:
        for number, row in enumerate(answer.rows, answer.offset + 1):
            quoted = cited(answer, row, _said(answer, row, number))
            lines += ["", *(line for text in quoted for line in _hung(text, room))]
    return "\n".join(lines)


def _hung(text: str, room: int) -> Iterator[str]:
    """Wrap a text so that every line keeps the indent of the first."""
    indent = " " * (len(text) - len(text.lstrip()))
    return (indent + line for line in wrap(text.lstrip(), room - len(indent)))


def _markdown(answer: Answer, evidence: bool) -> str:
    lines = [f"### {markdown(answer.title(answer.lang))}", "", markdown(answer.sentence)]
    lines += [line for note in answer.missing for line in ("", f"> {markdown(note)}")]
    shown = _shown(answer)
    if answer.rows:
        columns = [answer.columns[position] for position in shown]
        lines += ["", _piped([_head(answer, column) for column in columns])]
        lines.append(_piped(["---:" if column.kind in _NUMERIC else "---" for column in columns], plain=True))
        lines += [_piped([row.cells[position].text for position in shown]) for row in answer.rows]
        lines += [line for more in _more(answer) for line in ("", more)]
    if evidence:
        for number, row in enumerate(answer.rows, answer.offset + 1):
            first, *rest = (markdown(text) for text in cited(answer, row, _said(answer, row, number)))
            lines += ["", f"- {first}", *(f"  - {text}" for text in rest)]
    return "\n".join(lines)


def _shown(answer: Answer) -> list[int]:
    """The columns a person sees: without those the sentence context says once, unless nothing else is left."""
    hidden = set(answer.context)
    shown = [position for position in range(len(answer.columns)) if position not in hidden]
    return shown or list(range(len(answer.columns)))


def _head(answer: Answer, column: Column) -> str:
    head = column.head(answer.lang)
    if column.kind != "money":
        return head
    unit = UNIT_NAMES[answer.unit](answer.lang)
    return f"{head}（{unit}）" if answer.lang == "zh" else f"{head} ({unit})"


def _more(answer: Answer) -> list[str]:
    rest = answer.total - answer.offset - len(answer.rows)
    if rest <= 0:
        return []
    said = Say(f"……另有 {rest} 行，用 --offset 或 --top 查看", f"… {rest} more rows; see them with --offset or --top")
    return [said(answer.lang)]


def _said(answer: Answer, row: Row, number: int) -> str:
    said = " · ".join(row.cells[position].text for position in _shown(answer) if row.cells[position].stated)
    return f"[{number}] {said}"


def _piped(cells: list[str], *, plain: bool = False) -> str:
    return "| " + " | ".join(cell if plain else markdown(cell) for cell in cells) + " |"


# -- for programs ---------------------------------------------------------------------------------------------------


def _separated(answer: Answer, evidence: bool, delimiter: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    heads, rows = _sheet(answer, evidence)
    writer.writerow([_guarded(head) for head in heads])
    for row in rows:
        writer.writerow([_written(value) for value in row])
    return stream.getvalue().rstrip("\n")


def _sheet(answer: Answer, evidence: bool) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows with one row for each row of the answer, or for each quote when evidence is asked for."""
    heads = [_head(answer, column) for column in answer.columns]
    if evidence:
        heads += [head(answer.lang) for head in _EVIDENCE_HEADS[1:]]
    rows: list[list[Any]] = []
    for row in answer.rows:
        cells = [_value(cell) for cell in row.cells]
        if not evidence:
            rows.append(cells)
        for quote in (row.evidence or (None,)) if evidence else ():
            empty: list[Any] = [None] * (len(_EVIDENCE_HEADS) - 1)
            rows.append(cells + (_quote_cells(quote) if quote is not None else empty))
    return heads, rows


def _quote_cells(quote: Quote) -> list[Any]:
    return [quote.title, quote.section, quote.start, quote.end, quote.page, quote.quote]


def _value(cell: Cell) -> Any:
    """A number as shown, in the unit and without separators; anything else as text."""
    if isinstance(cell.value, Decimal):
        return Decimal(cell.text.replace(",", ""))
    if isinstance(cell.value, bool):
        return cell.text
    return cell.value


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _guarded(value) if isinstance(value, str) else str(value)


def _guarded(text: str) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(answer: Answer, evidence: bool) -> str:
    rows = []
    for row in answer.rows:
        item: dict[str, Any] = {
            column.name: _json_cell(cell) for column, cell in zip(answer.columns, row.cells, strict=True)
        }
        if evidence:
            item = {"cells": item, "evidence": [_json_quote(quote) for quote in row.evidence]}
        rows.append(item)
    whole = {
        "question": answer.question, "title": answer.title(answer.lang), "lang": answer.lang,
        "unit": answer.unit, "answer": answer.sentence, "missing": list(answer.missing),
        "columns": [{"name": column.name, "kind": column.kind, "zh": column.head.zh, "en": column.head.en}
                    for column in answer.columns],
        "total": answer.total, "offset": answer.offset, "rows": rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _json_cell(cell: Cell) -> dict[str, Any] | None:
    """Amounts are yuan, as strings: a JSON number would pass through a binary float."""
    if not cell.stated:
        return None
    value = f"{cell.value:f}" if isinstance(cell.value, Decimal) else cell.value
    return {"value": value, "text": cell.text} | ({"iri": cell.iri} if cell.iri else {})


def _json_quote(quote: Quote) -> dict[str, Any]:
    return {
        "passage": quote.passage, "document": quote.document, "title": quote.title, "section": quote.section,
        "start": quote.start, "end": quote.end, "page": quote.page, "quote": quote.quote,
    } | (_json_spot(quote.spot) if quote.spot is not None else {})


def _json_spot(spot: Spot) -> dict[str, Any]:
    named = {"sheet": spot.sheet, "cell": spot.address} if spot.address else {}
    return {"table": spot.table, "row": spot.row, "column": spot.column} | named


def workbook(answer: Answer, *, evidence: bool = False) -> bytes:
    """The answer as an xlsx file: a sheet of rows and, with `evidence`, one of quotes. UsageError without openpyxl."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise UsageError(
            zh="输出 xlsx 需要 openpyxl：pip install 'budget-kg[xlsx]'",
            en="xlsx output needs openpyxl: pip install 'budget-kg[xlsx]'",
        ) from error
    book = Workbook()
    sheet = book.active
    sheet.title = answer.question[:31]
    heads, rows = _sheet(answer, evidence=False)
    above = [[answer.title(answer.lang)], [answer.sentence], *([note] for note in answer.missing), []]
    for line in (*above, heads, *rows):
        sheet.append([_safe(value) for value in line])
    if evidence:
        quotes = book.create_sheet(Say("出处", "Evidence")(answer.lang))
        quotes.append([head(answer.lang) for head in _EVIDENCE_HEADS])
        for number, row in enumerate(answer.rows, answer.offset + 1):
            for quote in row.evidence:
                quotes.append([number, *map(_safe, _quote_cells(quote))])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _safe(value: Any) -> Any:
    """What may stand in a spreadsheet cell: no formula, no control characters."""
    if isinstance(value, str):
        return _guarded("".join(one for one in value if one >= " " or one == "\n"))
    return value


_WRITERS: Final[Mapping[str, Callable[[Answer, bool], str]]] = {
    "table": lambda answer, evidence: _table(answer, evidence, 100),
    "md": _markdown,
    "csv": lambda answer, evidence: _separated(answer, evidence, ","),
    "tsv": lambda answer, evidence: _separated(answer, evidence, "\t"),
    "json": _json,
}
