"""Kinds of documents, one file each. A file in this folder is a member.

Each declares `KIND`, `NAME` (in both languages), `MEANING` (the section kind of what stands under no heading of its
own), `fits(signs)`: whether a document so titled has what one needs, and
`part(signs)`: what tells it apart from others of its department, year and kind, "" for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from budget_kg.model import Document


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells the kind of a document: meanings of its headings, lines and cells, and its words without blanks."""

    meanings: frozenset[str]
    text: str
    document: Document
