"""What a store knows of itself, as two JSON files: `manifest.json`, small, and `documents.json`, a list.

They are apart so that opening a store of ten thousand documents reads no list of documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from budget_kg.errors import StoreError
from budget_kg.stores.contract import StoredDocument

FORMAT: Final = 2
"""Raised when the layout or meaning of a store changes, so that an older one is rebuilt."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Versions of the shared graphs, sizes of these and of the registry, and the number of all quads."""

    shared: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    quads: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, the hash of the quads it was loaded from, their number, and its record of the registry."""

    document: StoredDocument
    content: str
    quads: int
    registry: str


def write(folder: Path, manifest: Manifest, entries: Mapping[str, Entry]) -> None:
    """Write both files."""
    head = {
        "format": FORMAT,
        "shared": dict(sorted(manifest.shared.items())),
        "sizes": dict(sorted(manifest.sizes.items())),
        "quads": manifest.quads,
        "documents": len(entries),
    }
    # One row a line: indenting a long list takes ten times as long.
    rows = ",\n".join(json.dumps(_row(entries[iri]), ensure_ascii=False) for iri in sorted(entries))
    (folder / "manifest.json").write_text(json.dumps(head, indent=1), encoding="utf-8")
    (folder / "documents.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read the small file; StoreError when it is damaged or of another format."""
    head = _parse(folder / "manifest.json")
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise StoreError(
            zh=f"存储 {folder.parent} 由其他版本的程序建立；请用 budget-kg build --rebuild 重建",
            en=f"the store {folder.parent} was made by another version; rebuild it with `budget-kg build --rebuild`",
        )
    return Manifest(shared=head["shared"], sizes=head["sizes"], quads=head["quads"])


def read_entries(folder: Path) -> dict[str, Entry]:
    """Read the list of documents, by IRI in order."""
    rows = _parse(folder / "documents.json")
    entries = (_entry(row) for row in rows)
    return {entry.document.iri: entry for entry in entries}


def _parse(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            zh=f"存储损坏：{path} 无法读取；请用 budget-kg build --rebuild 重建",
            en=f"the store is damaged: {path} cannot be read; rebuild it with `budget-kg build --rebuild`",
        ) from error


def _row(entry: Entry) -> dict[str, object]:
    document = entry.document
    return {
        "iri": document.iri,
        "title": document.title,
        "department": document.department,
        "year": document.year,
        "kind": document.kind,
        "file_hash": document.file_hash,
        "text_hash": document.text_hash,
        "graphs": list(document.graphs),
        "counts": dict(document.counts),
        "content": entry.content,
        "quads": entry.quads,
        "registry": entry.registry,
    }


def _entry(row: dict[str, Any]) -> Entry:
    content, quads, registry = row.pop("content"), row.pop("quads"), row.pop("registry")
    graphs = tuple(row.pop("graphs"))
    return Entry(StoredDocument(graphs=graphs, **row), content, quads, registry)
