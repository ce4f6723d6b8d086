"""What can be checked: files read now, which are not stored, and documents of a store; each with its report.

Shapes are run when a document is stored, which takes longer than everything here: what they found is in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from budget_kg import across
from budget_kg.checking.checkfile import Check
from budget_kg.checking.engine import Checked, Relation, mentioned
from budget_kg.checking.operands import Operand, describe
from budget_kg.checking.report import Report, Subject, extended, report
from budget_kg.checking.selection import Selection
from budget_kg.errors import InputError
from budget_kg.gathering.items import Item
from budget_kg.model import Document
from budget_kg.overrides import Overrides
from budget_kg.sources import Sources
from budget_kg.stores.contract import Reader, StoredDocument


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with its report, or the fault of a file that could not be read.

    `file` is what its user calls it; `document` gives its text layer, None when the store keeps no copy of the file.
    """

    file: str
    report: Report | None
    fault: InputError | None
    document: Callable[[], Document | None]


def is_file(name: str) -> bool:
    """Whether a name is meant to be that of files: one that exists, a pattern, or a name with a suffix."""
    return Path(name).exists() or bool(Path(name).suffix) or has_magic(name)


def unreadable(name: str, fault: InputError) -> Examined:
    """What could not be read."""
    return Examined(name, None, fault, lambda: None)


def examine(item: Item, overrides: Overrides, selection: Selection) -> Examined:
    """Read a file and check it. What is wrong with the file is a value; UsageError when a check does not run."""
    from budget_kg.pipeline import map_document, read_document

    try:
        if item.fault is not None:
            raise item.fault
        read = read_document(item.path, overrides)
    except InputError as error:
        return unreadable(item.name, item.fault or item.named(error))
    mapped = map_document(read)
    head, document = read.layout.head, read.layout.document
    subject = Subject(
        iri=mapped.names.document, title=head.title, department=head.department, year=head.year, kind=head.kind,
        file=item.name,
    )
    found = report(subject, mapped.nquads, mapped.registry, selection)
    return Examined(item.name, found, None, lambda: document)


def examine_stored(reader: Reader, stored: StoredDocument, sources: Sources, selection: Selection) -> Examined:
    """Check a document of a store with the checks of today. UsageError when a check does not run."""
    load = reader.load(stored.iri)
    assert isinstance(load.nquads, bytes) and isinstance(load.registry, bytes), "a reader gives bytes"
    kept = sources.find(stored.file_hash)

    def document() -> Document | None:
        from budget_kg.pipeline import read_file

        return read_file(kept.path) if kept is not None else None

    name = kept.path.name if kept is not None else stored.iri.rpartition("/")[2]
    subject = Subject(
        iri=stored.iri, title=stored.title, department=stored.department, year=stored.year, kind=stored.kind, file=name,
    )
    found = report(subject, load.nquads, load.registry, selection)
    return Examined(name, found, None, document)


class Comparison:
    """Checks across the documents of a store, run once for each department that is concerned.

    A relation belongs to the first of its documents that is among those that are looked at.
    """

    def __init__(self, reader: Reader, checks: Sequence[Check], documents: Collection[str]) -> None:
        self._reader = reader
        self._checks = checks
        self._documents = frozenset(documents)
        self._found: dict[str, _Department | None] = {}

    def added(self, report: Report) -> Report:
        """The report with the relations between its document and others. UsageError when a check does not run."""
        for department in self._departments(report.subject.iri):
            found = self._of(department)
            if found is not None:
                report = found.added(report, self._documents)
        return report

    def _departments(self, document: str) -> list[str]:
        return sorted(across.concerned(self._reader, {document})) if self._checks else []

    def _of(self, department: str) -> _Department | None:
        if department not in self._found:
            found = across.examine(self._reader, department, self._checks)
            self._found[department] = _Department(self._reader, found) if found is not None else None
        return self._found[department]


class _Department:
    """What came of the checks across the documents of one department."""

    def __init__(self, reader: Reader, found: across.Across) -> None:
        self._across = found
        self._known = describe(reader, mentioned(found.checked.relations))

    def added(self, report: Report, documents: frozenset[str]) -> Report:
        relations, mine = self._across.checked.relations, set()
        for relation in relations:
            first = next((one for one in _documents(relation, self._known) if one in documents), "")
            if first == report.subject.iri:
                mine.add(relation.identity)
        reported = zip(self._across.checked.reported, self._across.findings, strict=True)
        return extended(
            report, Checked(tuple(one for one in relations if one.identity in mine), self._across.checked.figures),
            [found for relation, found in reported if relation.identity in mine], self._known,
        )


def _documents(relation: Relation, known: dict[str, Operand]) -> Iterator[str]:
    """The documents (IRIs) of the operands of a relation, in their order."""
    return (place.document for _, name in relation.operands for place in known[name].places)
