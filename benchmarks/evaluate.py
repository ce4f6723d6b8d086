"""Reads every document under a folder and reports what was understood: one line each, then the sums.

The figures in tables of documents that `docs/evaluation/tables.tsv` knows by their hash are compared with the counts
and sums found there page by page, which come from another program and were checked by eye.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from budget_kg.errors import BudgetKgError
from budget_kg.pipeline import ReadDocument, read_document
from budget_kg.structure import all_facts
from budget_kg.text import decimal_of

_EXPECTED = Path(__file__).parents[1] / "docs" / "evaluation" / "tables.tsv"
Figures = dict[int, tuple[int, Decimal]]
"""For each page with tables: how many figures they print, and the sum of these as printed."""


def main() -> int:
    """Print the table; exit 1 when a document could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print(f"{'document':<52} {'year':>4} {'facts':>6} {'read':>5} {'struct':>6} {'unread':>6} {'find':>5} {'ms':>6}")
    failed, sums, expected = 0, [0, 0, 0], _expected()
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
        wrong = _differences(read, expected)
        if wrong is not None:
            failed += bool(wrong)
            print("    figures of tables: " + ("as expected" if not wrong else "; ".join(wrong)))
    print(f"numerals in facts {sums[0]}, structure {sums[1]}, unread {sums[2]}")
    print(f"not read, or not as expected: {failed} documents")
    return 1 if failed else 0


def _expected() -> dict[str, Figures]:
    """The expected figures of known documents, by the beginning of their hash."""
    found: dict[str, Figures] = defaultdict(dict)
    with _EXPECTED.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            found[line["sha256"]][int(line["page"])] = int(line["figures"]), Decimal(line["sum"])
    return found


def _differences(read: ReadDocument, expected: dict[str, Figures]) -> list[str] | None:
    """Where the facts of tables differ from what is expected; None for a document that is not known."""
    document = read.layout.document
    known = expected.get(document.sha256[:16])
    if known is None:
        return None
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for fact in all_facts(read.facts):
        if fact.passage.cell is not None and fact.passage.page is not None:
            spans[fact.passage.page] |= set(fact.numerals)
    found = {
        page: (len(own), sum((decimal_of(document.text[slice(*span)]) for span in own), Decimal(0)))
        for page, own in spans.items()
    }
    return [
        f"page {page}: {found.get(page, (0, Decimal(0)))} for {wanted}"
        for page, wanted in sorted(known.items()) if found.get(page) != wanted
    ]


if __name__ == "__main__":
    raise SystemExit(main())
