"""Text to quads for the shipped document, warm; shapes apart; peak memory of a build of one document."""

from __future__ import annotations

import sys
import tempfile

from benchmarks.measure import median_ms, peak_megabytes, row
from budget_kg.pipeline import map_document, read_document
from budget_kg.resources import shipped
from budget_kg.validation import validate


def main() -> None:
    """Print the rows."""
    path = shipped("data") / "documents" / "hanzhong-2023" / "document.txt"
    warm = median_ms(lambda: map_document(read_document(path)).load)
    row("text to quads, shipped document, warm", f"{warm:.0f} ms", "150 ms", warm <= 150)
    load = map_document(read_document(path)).load
    nquads, registry = load.nquads, load.registry
    assert isinstance(nquads, bytes) and isinstance(registry, bytes)
    shapes = median_ms(lambda: validate(nquads, registry), times=3)
    row("shapes (SHACL) on it, warm", f"{shapes:.0f} ms", "", None)
    with tempfile.TemporaryDirectory() as folder:
        peak = peak_megabytes([sys.executable, "-m", "budget_kg", "build", "--store", folder])
    row("peak memory of a one-document build", f"{peak:.0f} MB", "150 MB", peak <= 150)


if __name__ == "__main__":
    main()
