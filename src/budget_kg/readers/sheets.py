"""Spreadsheets of every kind: .xlsx, .xlsm, .xls, .et, .ods, .csv. What a file is, its bytes tell, not its suffix."""

from __future__ import annotations

from pathlib import Path

from budget_kg.books.grid import Book
from budget_kg.books.handing import hand_over
from budget_kg.books.kinds import Kind, Source, opened
from budget_kg.books.ods import read_ods
from budget_kg.books.sheets_in_layer import put_book
from budget_kg.books.text_sheets import read_values, read_xml_sheets
from budget_kg.books.xls import read_xls
from budget_kg.books.xlsx import read_xlsx
from budget_kg.errors import InputError
from budget_kg.layer import Layer
from budget_kg.markup.decoding import decode
from budget_kg.model import Document

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
_MEDIA_TYPES = {
    Kind.SHEETS: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.OLD_SHEETS: "application/vnd.ms-excel", Kind.XML_SHEETS: "application/xml",
    Kind.OPEN_SHEETS: "application/vnd.oasis.opendocument.spreadsheet", Kind.TEXT: "text/csv",
}


def read(path: Path) -> Document:
    """Read the visible sheets of a file, in their order; cells as they are printed, with their addresses.

    A file that is something else in truth goes to the reader of that. Raises InputError for a file that is missing,
    damaged, locked with a password, a zip bomb, larger than the limits, or without a word.
    """
    source = opened(path)
    if source.kind not in _MEDIA_TYPES:
        return hand_over(source, SUFFIXES)
    layer = Layer(wrapped=False)
    put_book(_book(source), layer)
    if not layer.size:
        hidden = any(finding.rule == "hidden-sheet" for finding in layer.findings)
        raise InputError(
            zh=f"{path.name}：{'可见的' if hidden else ''}工作表里没有文字"
            + ("；请取消隐藏工作表" if hidden else "；请检查文件"),
            en=f"{path.name}: no words in its {'visible ' if hidden else ''}sheets"
            + ("; unhide its sheets" if hidden else "; check the file"),
        )
    return layer.document(path.name, _MEDIA_TYPES[source.kind], source.sha256)


def _book(source: Source) -> Book:
    if source.kind == Kind.SHEETS:
        return read_xlsx(source)
    if source.kind == Kind.OLD_SHEETS:
        return read_xls(source)
    if source.kind == Kind.OPEN_SHEETS:
        return read_ods(source)
    if source.kind == Kind.XML_SHEETS:
        return read_xml_sheets(source)
    return read_values(decode(source.data, source.name), source.name)
