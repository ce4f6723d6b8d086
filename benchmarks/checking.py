"""All checks on the shipped document, warm; checks across the documents of a store, and how their time grows."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import documents, template
from benchmarks.measure import median_ms, row
from budget_kg.across import concerned, examine
from budget_kg.checking.checkfile import document_checks
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import run
from budget_kg.checking.findings import findings
from budget_kg.checking.other_findings import without_checks
from budget_kg.loading import ontology_graph
from budget_kg.stores.contract import Reader
from budget_kg.stores.oxigraph import EmbeddedStore


def main() -> None:
    """Print the rows for `--documents N` (default 1,000)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    count = parser.parse_args().documents
    load = template().load
    assert isinstance(load.nquads, bytes) and isinstance(load.registry, bytes)
    nquads, registry = without_checks(load.nquads), load.registry
    warm = median_ms(lambda: _checked(nquads, registry))
    row("all checks on the shipped document, warm", f"{warm:.0f} ms", "1000 ms", warm <= 1000)
    few, many = _across(count // 4), _across(count)
    row(f"checks across {count} documents", f"{many:.1f} s", "30 s", many <= 30)
    growth = many / few
    row(f"  as against {count // 4} documents: {few:.1f} s", f"{growth:.1f} x", "5 x", growth <= 5)


def _checked(nquads: bytes, registry: bytes) -> None:
    with desk(nquads, registry) as source:
        findings(source, run(source, document_checks()))


def _across(count: int) -> float:
    """Seconds to check all departments of a store of so many documents."""
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder))
        with store.staging() as stage:
            stage.share(ontology_graph())
            for load in documents(count):
                stage.put(load)
        with store.reader() as reader:
            return _spent(reader)


def _spent(reader: Reader) -> float:
    start = time.perf_counter()
    for department in sorted(concerned(reader, {document.iri for document in reader.documents()})):
        examine(reader, department)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
