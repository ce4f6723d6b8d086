"""Text documents: .docx, and .doc, .wps, .rtf, .odt through LibreOffice. What a file is, its bytes tell."""

from __future__ import annotations

from pathlib import Path

from budget_kg.books.conversion import as_docx
from budget_kg.books.docx import put_docx
from budget_kg.books.handing import hand_over
from budget_kg.books.kinds import Kind, opened
from budget_kg.errors import InputError
from budget_kg.layer import Layer
from budget_kg.model import Document

SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt")
_MEDIA_TYPES = {
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.OLD_WORD: "application/msword", Kind.RICH_TEXT: "application/rtf", Kind.XML_WORD: "application/xml",
    Kind.OPEN_TEXT: "application/vnd.oasis.opendocument.text",
}


def read(path: Path) -> Document:
    """Read the body of a document: paragraphs with their automatic numbers, tables with their merged cells.

    A file that is something else in truth goes to the reader of that. Raises InputError for a file that is missing,
    damaged, locked with a password, a zip bomb, larger than the limits, or without a word, and for an older format
    when LibreOffice is not installed or fails.
    """
    source = opened(path)
    if source.kind not in _MEDIA_TYPES:
        return hand_over(source, SUFFIXES)
    layer = Layer(wrapped=False)
    put_docx(source if source.kind == Kind.WORD else as_docx(source), layer)
    if not layer.size:
        raise InputError(
            zh=f"{path.name}：文档里没有文字，可能只有图片；请取得文字版",
            en=f"{path.name}: no words in the document, perhaps only pictures; get one with text",
        )
    return layer.document(path.name, _MEDIA_TYPES[source.kind], source.sha256)
