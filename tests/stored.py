"""Helper of the tests of stores: the entry of an invented document."""

from __future__ import annotations

from budget_kg.stores.contract import StoredDocument


def stored(iri: str, *graphs: str) -> StoredDocument:
    """A document of that IRI whose statements stand in these graphs."""
    return StoredDocument(
        iri=iri, title="决算", department="某部门", year=2023, kind="final", file_hash="", text_hash="", graphs=graphs,
    )
