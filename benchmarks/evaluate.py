"""Reads every document under a folder and reports what was understood: one line each, then the sums."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from budget_kg.errors import BudgetKgError
from budget_kg.pipeline import read_document


def main() -> int:
    """Print the table; exit 1 when a document could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print(f"{'document':<52} {'year':>4} {'facts':>6} {'read':>5} {'struct':>6} {'unread':>6} {'find':>5} {'ms':>6}")
    failed, sums = 0, [0, 0, 0]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        start = time.perf_counter()
        try:
            read = read_document(path)
        except BudgetKgError as error:
            failed += 1
            print(f"{path.name[:52]:<52} {error.say('en')}")
            continue
        counts = [len(read.account.facts), len(read.account.structures), len(read.account.unread)]
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        spent = (time.perf_counter() - start) * 1000
        print(
            f"{path.name[:52]:<52} {read.layout.head.year:>4} {len(read.facts):>6} {counts[0]:>5} {counts[1]:>6} "
            f"{counts[2]:>6} {len(read.findings):>5} {spent:>6.0f}"
        )
    print(f"numerals in facts {sums[0]}, structure {sums[1]}, unread {sums[2]}; not read: {failed} documents")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
