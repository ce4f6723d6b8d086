"""Plain text: UTF-8 or GB18030, with or without BOM; line ends become `\\n`.

Tables drawn with bars or tabs are pointed at where they stand; the text stays as printed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from budget_kg.files import inked_bytes
from budget_kg.markup.decoding import decode
from budget_kg.markup.drawn import drawn_tables
from budget_kg.model import Document, Page
from budget_kg.unwrapping import looks_wrapped

SUFFIXES = (".txt", ".md", ".text")


def read(path: Path) -> Document:
    """Read a text file into one text layer.

    Raises InputError for a missing, empty or binary file and for text in no known encoding.
    """
    data = inked_bytes(path)
    text = decode(data, path.name).replace("\r\n", "\n").replace("\r", "\n")
    return Document(
        name=path.name, media_type="text/plain", sha256=hashlib.sha256(data).hexdigest(), text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(), pages=_pages(text),
        tables=drawn_tables(text), wrapped=looks_wrapped(text),
    )


def _pages(text: str) -> tuple[Page, ...]:
    """Pages by form feeds; none when the text has no form feed."""
    if "\f" not in text:
        return ()
    pages, start = [], 0
    for number, part in enumerate(text.split("\f"), 1):
        pages.append(Page(number, start, start + len(part)))
        start += len(part) + 1
    return tuple(pages)
