"""A PDF and its pages as PDFium opens them; everything opened is closed, and every refusal is one line.

It owns what is no readable PDF at all: locked, cut off, no PDF, without pages, or with more than anyone prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from budget_kg.errors import InputError
from budget_kg.pages.frames import Frame
from budget_kg.pages.leaning import LEAN, make_lean
from budget_kg.pages.native import handle

MOST_PAGES = 3000
_PASSWORD, _SECURITY = 4, 5  # PDFium's FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


class DamagedPageError(Exception):
    """A page that PDFium cannot load, or that has no size."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A loaded page: its handle, the addresses of the page and of its text, and its frame as it is seen."""

    raw: Any
    page: int
    text: int
    frame: Frame


@contextmanager
def open_document(data: bytes, name: str) -> Iterator[tuple[Any, int]]:
    """Open a PDF; gives its handle and number of pages. Raises InputError when it cannot be read."""
    import pypdfium2.raw as raw

    if b"%PDF-" not in data[:1024]:
        raise InputError(
            zh=f"{name}：不是 PDF 文件（开头没有 %PDF 标记）；请重新下载",
            en=f"{name}: not a PDF (no %PDF mark at its start); download it again",
        )
    _start()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _refusal(raw.FPDF_GetLastError(), name)
    try:
        count = raw.FPDF_GetPageCount(document)
        if count < 1:
            raise InputError(
                zh=f"{name}：PDF 没有页面；请重新下载或重新导出",
                en=f"{name}: the PDF has no pages; download or export it again"
            )
        if count > MOST_PAGES:
            raise InputError(
                zh=f"{name}：PDF 称有 {count} 页，最多读取 {MOST_PAGES} 页；请拆分后再读",
                en=f"{name}: the PDF claims {count} pages, at most {MOST_PAGES} are read; split it first",
            )
        yield document, count
    finally:
        raw.FPDF_CloseDocument(document)


def _start() -> None:
    """Start PDFium; importing the package does, and ends it when the process ends."""
    import pypdfium2  # noqa: F401


def _refusal(code: int, name: str) -> InputError:
    if code in (_PASSWORD, _SECURITY):
        return InputError(
            zh=f"{name}：PDF 已加密，无法打开；请提供未加密的文件",
            en=f"{name}: the PDF is locked with a password; give an unlocked copy",
        )
    return InputError(
        zh=f"{name}：PDF 已损坏或不完整；请重新下载", en=f"{name}: the PDF is damaged or cut off; download it again"
    )


@contextmanager
def open_page(document: Any, index: int, lean: bool = False) -> Iterator[OpenPage]:
    """Load a page, counted from 0, made to `lean` first or as it is. Raises DamagedPageError."""
    import pypdfium2.raw as raw

    if lean:
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            raise DamagedPageError
        make_lean(page)
        raw.FPDF_ClosePage(page)
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise DamagedPageError
    text = None
    try:
        text = raw.FPDFText_LoadPage(page)
        box = raw.FS_RECTF()
        if not text or not raw.FPDF_GetPageBoundingBox(page, box):
            raise DamagedPageError
        if not (0 < box.right - box.left < 1e6 and 0 < box.top - box.bottom < 1e6):
            raise DamagedPageError
        frame = Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4 * 90)
        yield OpenPage(page, handle(page), handle(text), replace(frame, lean=LEAN) if lean else frame)
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)
