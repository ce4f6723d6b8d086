"""What the user knows better than a document. Apart from its recognition, so that naming it costs no import of that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user knows better than the document: full name, fiscal year, division code."""

    department: str | None = None
    year: int | None = None
    division: str | None = None
