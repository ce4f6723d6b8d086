"""PDF: the text layer of its pages with the tables their ruling lines draw. Knows nothing of what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from budget_kg.errors import InputError, Say
from budget_kg.layer import Layer
from budget_kg.model import Document, Finding, Severity
from budget_kg.pages.characters import Characters, read_characters
from budget_kg.pages.opening import DamagedPageError, OpenPage, open_document, open_page
from budget_kg.pages.rules import Drawing, read_drawing
from budget_kg.pages.sheet import compose, put

SUFFIXES = (".pdf",)
_FEW = 20  # characters: no more than a page number and a stamp
_COVERED = 0.25  # of the page, by pictures
_DRAWN = 200  # outlines on a page without characters: print turned into drawings


def read(path: Path) -> Document:
    """Read a PDF into one text layer with its pages and tables.

    Raises InputError for a file that is missing, empty, locked, damaged, no PDF or without readable text.
    """
    data = _bytes(path)
    layer = Layer()
    with open_document(data, path.name) as (document, count):
        pictures = sum(_read_page(document, number, layer) for number in range(1, count + 1))
    if pictures == count:
        raise InputError(
            zh=f"{path.name}：全部 {count} 页都是图片；安装 budget-kg[ocr] 后可识别",
            en=f"{path.name}: all {count} pages are pictures; install budget-kg[ocr] to read them",
        )
    made = layer.document(path.name, "application/pdf", hashlib.sha256(data).hexdigest())
    if not made.text.strip():
        raise InputError(
            zh=f"{path.name}：PDF 里没有可读的文字；请检查文件",
            en=f"{path.name}: the PDF holds no readable text; check the file"
        )
    return made


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            zh=f"{path}：无法读取（{reason}）；请检查路径", en=f"{path}: cannot be read ({reason}); check the path"
        ) from error
    if not data:
        raise InputError(zh=f"{path}：文件为空；请重新下载", en=f"{path}: the file is empty; download it again")
    return data


def _read_page(document: Any, number: int, layer: Layer) -> bool:
    """Put a page into the layer; tell whether it is a picture that could not be read."""
    try:
        with open_page(document, number - 1) as page:
            characters = read_characters(page.text, page.frame)
            drawing = read_drawing(page.page, characters.frame)
            if _is_picture(characters, drawing):
                layer.page(number)
                _find(layer, "picture-page", Say(
                    f"第 {number} 页是图片；安装 budget-kg[ocr] 后可识别",
                    f"page {number} is a picture; install budget-kg[ocr] to read it",
                ))
                return True
            layer.page(number)
            _put(page, characters, drawing, layer, number)
    except (DamagedPageError, ValueError, ArithmeticError):
        layer.page(number)
        _find(layer, "damaged-page", Say(
            f"第 {number} 页已损坏，未能读出；请核对原文件",
            f"page {number} is damaged and was not read; check the original"
        ))
    return False


def _put(page: OpenPage, characters: Characters, drawing: Drawing, layer: Layer, number: int) -> None:
    sheet = compose(characters, drawing, page.frame)
    put(sheet, layer, number)
    for words in characters.slanted:
        layer.line(words)
    if not sheet.whole:
        _find(layer, "crowded-page", Say(
            f"第 {number} 页线条过多，表格可能不全；请核对原文件",
            f"page {number} has too many lines drawn on it, its tables may be incomplete; check the original",
        ))


def _is_picture(characters: Characters, drawing: Drawing) -> bool:
    """Whether what a page says is in pictures: hardly a character with a letter, and a picture or print as outlines."""
    if characters.count - characters.unmapped > _FEW and characters.unmapped * 2 < characters.count:
        return False
    frame = characters.frame
    covered = sum((right - left) * (bottom - top) for left, top, right, bottom in drawing.pictures)
    return (
        characters.unmapped > _FEW
        or covered >= _COVERED * frame.width * frame.height
        or (characters.count <= _FEW and drawing.outlines >= _DRAWN)
    )


def _find(layer: Layer, rule: str, message: Say) -> None:
    layer.findings.append(Finding(rule, Severity.WARNING, message))
