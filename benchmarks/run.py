"""Runs every benchmark and prints one table: what, measured, target, held."""

from __future__ import annotations

from benchmarks import batch, checking, cold_start, load, pdf, reading, scale
from benchmarks.measure import row


def main() -> None:
    """Run all."""
    row("what", "measured", "target", None)
    for module in (reading, checking, pdf, cold_start, load, scale, batch):
        module.main()


if __name__ == "__main__":
    main()
