"""Workbooks of Excel 97-2003 and older (.xls): the cells of their visible sheets as printed.

xlrd does not tell formulas from values: a formula whose result was never computed reads as the 0 that its writer left.
"""

from __future__ import annotations

import io
from typing import Any

from budget_kg.books.grid import Book, Count, Grid, Sheet
from budget_kg.books.kinds import Source, damaged
from budget_kg.books.number_formats import GENERAL, built_in, printed
from budget_kg.errors import BudgetKgError, InputError, Say

_OF_A_COUNTRY = {14, 22, *range(27, 37), *range(50, 59)}  # built-in formats that a Chinese suite prints its own way


def read_xls(source: Source) -> Book:
    """Read a workbook. Raises InputError when it is damaged, locked, or too large."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=source.data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        return _book(book, source.name)
    except BudgetKgError:
        raise
    except Exception as error:  # a damaged file makes xlrd fail with whatever it stumbles over
        if "encrypted" in str(error).lower():
            raise InputError(
                zh=f"{source.name}：文件加了密码；请先用 Excel 或 WPS 打开并去掉密码",
                en=f"{source.name}: locked with a password; open it in Excel or WPS and remove that first",
            ) from error
        raise damaged(source.name, Say("工作簿读不出", "its workbook cannot be read")) from error


def _book(book: Any, name: str) -> Book:
    count = Count(name)
    sheets, hidden = [], []
    for index, title in enumerate(book.sheet_names()):
        if book._sheet_visibility[index]:
            hidden.append(title)
            continue
        sheets.append(_sheet(book, book.sheet_by_index(index), Grid(title, count)))
        book.unload_sheet(index)
    return Book(tuple(sheets), tuple(hidden))


def _sheet(book: Any, sheet: Any, grid: Grid) -> Sheet:
    zeros_shown = bool(getattr(sheet, "show_zero_values", 1))
    for row in range(sheet.nrows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            if kind == _TEXT:
                grid.put(row, column, value)
            elif kind in {_NUMBER, _DATE}:
                if value or zeros_shown:
                    code = _format(book, sheet.cell_xf_index(row, column))
                    grid.put(row, column, printed(value, code, since_1904=book.datemode == 1))
            elif kind == _TRUTH:
                grid.put(row, column, "TRUE" if value else "FALSE")
            elif kind == _ERROR:
                grid.put(row, column, _ERRORS.get(value, "#VALUE!"))
    for top, bottom, left, right in sheet.merged_cells:
        grid.merge(top, left, bottom - 1, right - 1)
    return grid.sheet()


_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = range(1, 6)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def _format(book: Any, style: int) -> str:
    key = book.xf_list[style].format_key
    if key in _OF_A_COUNTRY:
        return built_in(key)
    known = book.format_map.get(key)
    return str(known.format_str) if known is not None and known.format_str else GENERAL
