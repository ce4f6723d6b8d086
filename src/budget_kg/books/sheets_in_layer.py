"""How the sheets of a book become a text layer: tables one by one, text as lines, and findings for what is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from budget_kg.books.grid import Book, Sheet
from budget_kg.errors import Say
from budget_kg.layer import Entry, Layer, is_paragraph
from budget_kg.model import Finding, Severity

Row = list[Entry]
_TITLE = re.compile(
    r"(?=.{4,60}$)[^。；：:]*[\u4e00-\u9fff]{3,}[^。；：:]*表(?:[（(].*[)）])?|附?表[一二三四五六七八九十\d]{1,3}"
)
_NAMED_TABLE = re.compile(r"[^\u4e00-\u9fff]*(?P<title>[\u4e00-\u9fff“”\"（）()]{3,}表)(?:[（(].*[)）])?")
_FIRST_ROWS = 6  # a title, the table's number, the department and the unit stand above the heads
_MOST_NAMED = 8


def put_book(book: Book, layer: Layer) -> None:
    """Put all sheets of a book into the layer, and findings for hidden sheets and formulas without a result."""
    for sheet in book.sheets:
        _put_sheet(sheet, layer)
    if book.hidden:
        names = "、".join(f"“{name}”" for name in book.hidden)
        message = Say(f"隐藏的工作表未读取：{names}；若属公开内容，请取消隐藏后重读",
                      f"hidden sheets are not read: {', '.join(book.hidden)}; unhide those that are disclosed")
        layer.findings.append(Finding("hidden-sheet", Severity.INFO, message))


def _put_sheet(sheet: Sheet, layer: Layer) -> None:
    if sheet.unknown:
        layer.findings.append(_unknown(sheet))
    if sheet.boxes or sheet.pictures:
        layer.findings.append(_drawn(sheet))
    rows = [list(row) for _, row in groupby(sheet.entries, key=lambda entry: entry.row)]
    if not rows:
        return
    name = _NAMED_TABLE.fullmatch(_squeezed(sheet.name))
    if name and not any(_is_title(row) for row in rows[:_FIRST_ROWS]):
        layer.line(sheet.name.strip())
    for block in _blocks(rows):
        start, end = _text_around(block)
        _put_lines(block[:start], layer)
        layer.table([entry for row in block[start:end] for entry in row], sheet=sheet.name)
        _put_lines(block[end:], layer)


def _put_lines(rows: Sequence[Row], layer: Layer) -> None:
    for entry in (entry for row in rows for entry in row):
        layer.line(entry.text.strip("\n"))


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The tables of a sheet: a new one begins behind a blank row, with a title of its own and a grid below it."""
    block: list[Row] = []
    reach = -1
    for index, row in enumerate(rows):
        blank_before = row[0].row > reach + 1
        if block and blank_before and _is_title(row) and _is_grid(block) and _is_grid(_stretch(rows[index + 1 :])):
            yield block
            block = []
        block.append(row)
        reach = max(reach, *(entry.row + entry.rows - 1 for entry in row))
    if block:
        yield block


def _stretch(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows up to the next title."""
    return rows[: next((index for index, row in enumerate(rows) if index and _is_title(row)), len(rows))]


def _is_grid(rows: Sequence[Row]) -> bool:
    return sum(len(row) > 1 for row in rows) > 1


def _is_title(row: Row) -> bool:
    return len(row) == 1 and bool(_TITLE.fullmatch(_squeezed(row[0].text)))


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _text_around(block: Sequence[Row]) -> tuple[int, int]:
    """Where the grid of a block begins and ends: before and behind it are rows of one cell, with paragraphs in them."""
    alone, reach = [], -1
    for row in block:
        alone.append(len(row) == 1 and row[0].row > reach)
        if len(row) > 1:
            reach = max(reach, *(entry.row + entry.rows - 1 for entry in row))
    first = next((index for index, single in enumerate(alone) if not single), len(block))
    last = next((index for index in range(len(block), 0, -1) if not alone[index - 1]), 0)
    start = max((index + 1 for index in range(first) if is_paragraph(block[index][0].text)), default=0)
    end = min((index for index in range(last, len(block)) if is_paragraph(block[index][0].text)), default=len(block))
    return start, max(start, end)


def _drawn(sheet: Sheet) -> Finding:
    kinds = ((sheet.boxes, "个文本框", "text boxes"), (sheet.pictures, "张图片", "pictures"))
    zh = "、".join(f" {many} {words}" for many, words, _ in kinds if many)
    en = " and ".join(f"{many} {words if many > 1 else words.removesuffix('es' if words.endswith('xes') else 's')}"
                      for many, _, words in kinds if many)
    return Finding(
        "picture", Severity.INFO,
        Say(f"工作表“{sheet.name}”上有{zh}，其中的数字未读取；若属公开内容，请填入单元格",
            f"sheet {sheet.name}: {en} over its cells not read; put disclosed figures into cells"),
    )


def _unknown(sheet: Sheet) -> Finding:
    named = "、".join(sheet.unknown[:_MOST_NAMED]) + ("…" if len(sheet.unknown) > _MOST_NAMED else "")
    return Finding(
        "formula-without-value", Severity.WARNING,
        Say(f"工作表“{sheet.name}”有 {len(sheet.unknown)} 个公式没有保存结果（{named}），这些单元格按空白处理；"
            "请用 Excel 或 WPS 打开、重新计算并保存",
            f"sheet {sheet.name}: {len(sheet.unknown)} formulas without a saved result ({named}) read as blank; "
            "open it in Excel or WPS, recalculate and save"),
    )
