"""Where the shipped files are: `ontology/`, `queries/` and `data/`, in a checkout or inside the wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped(folder: str) -> Path:
    """Return the shipped top-level folder `ontology`, `queries` or `data`.

    A wheel carries them under `budget_kg/_shipped/`; a checkout has them beside `src/`.
    """
    package = Path(__file__).resolve().parent
    inside = package / "_shipped" / folder
    return inside if inside.is_dir() else package.parents[1] / folder
