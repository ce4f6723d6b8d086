"""PDF: the text layer of its pages with the tables their ruling lines draw. Knows nothing of what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from budget_kg.errors import InputError, Say
from budget_kg.files import file_bytes
from budget_kg.layer import Layer
from budget_kg.model import Document, Finding, Severity
from budget_kg.pages.leaf import Leaf, read_leaf
from budget_kg.pages.opening import DamagedPageError, open_document
from budget_kg.pages.pictures import Kind
from budget_kg.pages.sheet import put

SUFFIXES = (".pdf",)


def read(path: Path) -> Document:
    """Read a PDF into one text layer with its pages and tables.

    Raises InputError for a file that is missing, empty, locked, damaged, no PDF or without readable text.
    """
    data = file_bytes(path)
    layer = Layer()
    with open_document(data, path.name) as (document, count):
        unread = _read_pages(document, count, layer)
    if unread == count:
        raise InputError(
            zh=f"{path.name}：全部 {count} 页都是图片；安装 budget-kg[ocr] 后可识别",
            en=f"{path.name}: all {count} pages are pictures; install budget-kg[ocr] to read them",
        )
    made = layer.document(path.name, "application/pdf", hashlib.sha256(data).hexdigest())
    if not made.text.strip() and made.findings:
        why = made.findings[0].message
        raise InputError(zh=f"{path.name}：没有读出文字：{why.zh}", en=f"{path.name}: no words could be read: {why.en}")
    if not made.text.strip():
        raise InputError(
            zh=f"{path.name}：PDF 里没有可读的文字；请检查文件",
            en=f"{path.name}: the PDF holds no readable text; check the file",
        )
    return made


def _read_pages(document: Any, count: int, layer: Layer) -> int:
    """Put every page into the layer; tell how many are pictures that could not be read."""
    unread = 0
    leaned = False  # a font that is not there for one page is not there for the next
    for number in range(1, count + 1):
        try:
            leaf = read_leaf(document, number - 1, leaned)
        except (DamagedPageError, ValueError, ArithmeticError):
            layer.page(number)
            _find(layer, "damaged-page", Say(
                f"第 {number} 页已损坏，未能读出；请核对原文件",
                f"page {number} is damaged and was not read; check the original",
            ))
            continue
        leaned = leaned or leaf.leaned
        unread += leaf.unread and leaf.kind is Kind.PICTURE and not leaf.failed
        _put(leaf, number, layer)
    return unread


def _put(leaf: Leaf, number: int, layer: Layer) -> None:
    """Put a page into the layer, and what of it could not be read into its findings."""
    layer.page(number, leaf.confidence)
    put(leaf.sheet, layer, number)
    if leaf.unread:
        _find(layer, "picture-page", _unread(leaf, number))
    elif leaf.kind is Kind.PICTURE and not (leaf.sheet.lines or leaf.sheet.tables):
        _find(layer, "picture-page", Say(
            f"第 {number} 页是图片，未识别出文字；请核对原文件",
            f"page {number} is a picture and no words were recognised in it; check the original",
        ))
    if leaf.unknown and leaf.kind is not Kind.PICTURE:
        _find(layer, "unmapped-characters", Say(
            f"第 {number} 页有 {leaf.unknown} 个字符在文件中没有对应文字（显示为 �）；请核对原文件",
            f"page {number}: no letter for {leaf.unknown} characters (shown as �); check the original",
        ))
    if not leaf.sheet.whole:
        _find(layer, "crowded-page", Say(
            f"第 {number} 页线条过多，表格可能不全；请核对原文件",
            f"page {number} has too many lines drawn on it, its tables may be incomplete; check the original",
        ))


def _unread(leaf: Leaf, number: int) -> Say:
    if leaf.failed:
        return Say(
            f"第 {number} 页的图片未能识别；请放宽内存限制后重读",
            f"page {number}: its picture could not be recognised; allow more memory and read it again",
        )
    if leaf.kind is Kind.PICTURE:
        return Say(
            f"第 {number} 页是图片；安装 budget-kg[ocr] 后可识别",
            f"page {number} is a picture; install budget-kg[ocr] to read it",
        )
    return Say(
        f"第 {number} 页有图片，其中的文字未读；安装 budget-kg[ocr] 后可识别",
        f"page {number} holds a picture whose words are not read; install budget-kg[ocr] to read them",
    )


def _find(layer: Layer, rule: str, message: Say) -> None:
    layer.findings.append(Finding(rule, Severity.WARNING, message))
