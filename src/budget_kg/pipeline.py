"""The order of the steps: read, recognise, extract, map, validate. Nothing else knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from budget_kg import mapping
from budget_kg.catalogue import count_numerals, describe, state_parts
from budget_kg.checking.checkfile import document_checks
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import run
from budget_kg.checking.figures import Result
from budget_kg.checking.findings import findings as check_findings
from budget_kg.divisions import Resolution, get, resolve
from budget_kg.errors import InputError, Say
from budget_kg.extraction import extract
from budget_kg.facts import Fact
from budget_kg.members import members
from budget_kg.model import Document, Finding, Layout, Severity
from budget_kg.names import h10
from budget_kg.naming import UNRESOLVED, Names
from budget_kg.overrides import Overrides
from budget_kg.parts import parts_of
from budget_kg.quality import relation_counts
from budget_kg.reading import Reading
from budget_kg.recognition import recognise
from budget_kg.stores.contract import Load, StoredDocument
from budget_kg.structure import Account, account
from budget_kg.validation import validate
from budget_kg.vocab import ID


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document read to the end: its layout, everything stated in it, and the account of its numbers."""

    layout: Layout
    resolution: Resolution
    reading: Reading
    account: Account

    @property
    def facts(self) -> list[Fact]:
        """The facts in the order of the text."""
        return self.reading.facts

    @property
    def findings(self) -> list[Finding]:
        """The findings of the reader."""
        return self.reading.findings


def read_file(path: Path) -> Document:
    """Read a file with the reader of its suffix. Raises InputError when no reader takes it."""
    for module in members("budget_kg.readers"):
        if path.suffix.lower() in module.SUFFIXES:
            document: Document = module.read(path)
            return document
    known = " ".join(sorted(suffix for module in members("budget_kg.readers") for suffix in module.SUFFIXES))
    if not path.exists():
        raise InputError(zh=f"{path}：没有这个文件；请检查路径", en=f"{path}: no such file; check the path")
    raise InputError(
        zh=f"{path}：不支持的格式“{path.suffix or '无后缀'}”；目前读取：{known}",
        en=f"{path}: format {path.suffix or '(no suffix)'} is not supported; read so far: {known}",
    )


def read_document(path: Path, overrides: Overrides | None = None) -> ReadDocument:
    """Read a file to the end. Raises InputError when it cannot be read or is no disclosure."""
    return read_layout(read_file(path), overrides)


def read_layout(document: Document, overrides: Overrides | None = None) -> ReadDocument:
    """Recognise and extract a document that is in memory already."""
    recognised = recognise(document, overrides)
    layout = recognised.layout
    reading = extract(layout)
    if not any(fact.numerals for fact in reading.facts):
        raise InputError(
            zh=f"{document.name}：认出了标题，却没有读出任何数字；文件可能不完整，或表格不是文字",
            en=f"{document.name}: titles were recognised but no figure could be read; "
            "the file may be incomplete, or its tables are pictures",
        )
    resolution, unresolved = _division(layout, overrides or Overrides())
    reading.facts.sort(key=lambda fact: (fact.passage.start, fact.passage.end))
    reading.findings = [*recognised.findings, *unresolved, *reading.findings]
    return ReadDocument(layout, resolution, reading, account(layout, reading, list(recognised.structures)))


def _division(layout: Layout, overrides: Overrides) -> tuple[Resolution, list[Finding]]:
    """Resolve the department's division; doubt is a finding, never a guess."""
    if overrides.division:
        division = get(overrides.division)
        serves = division if division.level == 4 else None
        budget = get(division.six) if division.level == 4 else division
        return Resolution("resolved", budget, serves, (), Say("用户指定", "given by the user")), []
    resolution = resolve(layout.head.department)
    if resolution.status == "resolved":
        return resolution, []
    names = "、".join(f"{division.name} {division.code}" for division in resolution.candidates[:5])
    message = Say(
        f"“{layout.head.department}”的行政区划未能确定：{resolution.reason.zh}"
        + (f"；可能是 {names}" if names else "") + "；可用 --division 指定代码",
        f"division of {layout.head.department} not resolved: {resolution.reason.en}"
        + (f"; perhaps {names}" if names else "") + "; give its code with --division",
    )
    return resolution, [Finding("unresolved-division", Severity.WARNING, message, layout.head.passages)]


class MappedDocument:
    """A document as quads; `add` puts findings to them until the `load` is taken."""

    def __init__(self, read: ReadDocument, mapper: mapping.Mapper) -> None:
        self._read = read
        self._mapper = mapper
        self._found = 0
        self._claims = b""
        self._claimed = 0
        self.add(read.findings)

    @property
    def names(self) -> Names:
        """The IRIs of the document."""
        return self._mapper.names

    @property
    def quads(self) -> mapping.Quads:
        """The statements by graph."""
        return self._mapper.quads

    @cached_property
    def registry(self) -> bytes:
        """What the document says of enduring things, as canonical N-Triples."""
        return mapping.ntriples(self.quads.registry)

    @property
    def nquads(self) -> bytes:
        """Claims and findings as canonical N-Quads."""
        hashed = self._read.layout.document.sha256[:16]
        if self._claimed != len(self.quads.claims):  # findings bring passages, new subjects; mostly they bring none
            self._claims = mapping.nquads(self.quads.claims, f"{ID}graph-{hashed}")
            self._claimed = len(self.quads.claims)
        return self._claims + mapping.nquads(self.quads.findings, f"{ID}findings-{hashed}")

    def add(self, findings: Sequence[Finding]) -> None:
        """Put findings to those there are."""
        for finding in findings:
            self._mapper.finding(finding)
        self._found += len(findings)

    def count_relations(self, counts: Mapping[Result, int]) -> None:
        """State what came of the relations that were checked."""
        order = (Result.HOLDS, Result.ROUNDING, Result.FAILS, Result.CANNOT_TELL)
        self.quads.findings[self.names.document] += relation_counts(*(counts.get(result, 0) for result in order))

    @property
    def load(self) -> Load:
        """The document as a store takes it."""
        layout, numbers = self._read.layout, self._read.account
        hashed = layout.document.sha256[:16]
        graphs = (f"{ID}graph-{hashed}", f"{ID}findings-{hashed}")
        stored = StoredDocument(
            iri=self.names.document, title=layout.head.title, department=layout.head.department, year=layout.head.year,
            kind=layout.head.kind, file_hash=layout.document.sha256, text_hash=layout.document.text_sha256,
            graphs=graphs if self.quads.findings else graphs[:1],
            counts={
                "facts": len(self._read.facts), "read": len(numbers.facts), "structure": len(numbers.structures),
                "unread": len(numbers.unread), "findings": self._found,
            },
        )
        return Load(stored, self.nquads, self.registry)


def map_document(read: ReadDocument) -> MappedDocument:
    """Map everything a document states, with the findings of its reader."""
    layout = read.layout
    names = _names(read)
    sections = [*layout.root.walk(), *read.reading.sections]
    meanings = {section.path: section.meaning for section in sections if section.meaning}
    mapper = mapping.Mapper(names, layout.document, meanings)
    mapper.add_all(read.facts)
    describe(mapper, layout, read.resolution, read.facts)
    state_parts(mapper, parts_of(layout, read.reading.sections))
    numbers = read.account
    count_numerals(mapper, len(numbers.facts), len(numbers.structures), len(numbers.unread))
    return MappedDocument(read, mapper)


@dataclass(frozen=True, slots=True)
class Finished:
    """A document that has been through all steps, with the findings of its reader, of the shapes and of the checks."""

    read: ReadDocument
    mapped: MappedDocument
    findings: list[Finding]


def finish(path: Path, overrides: Overrides | None = None) -> Finished:
    """Take a file through all steps. Raises InputError when it cannot be read or is no disclosure."""
    read = read_document(path, overrides)
    mapped = map_document(read)
    stated = mapped.nquads, mapped.registry
    found = validate(*stated)
    mapped.add(found)
    with desk(*stated) as source:
        checked = run(source, document_checks())
        contradictions = check_findings(source, checked)
    mapped.add(contradictions)
    mapped.count_relations(checked.counts)
    return Finished(read, mapped, [*read.findings, *found, *contradictions])


def warm() -> None:
    """Import the members of every step, so that the first document does not pay for it."""
    for package in ("readers", "layouts", "sections", "tables"):
        members(f"budget_kg.{package}")


def _names(read: ReadDocument) -> Names:
    head = read.layout.head
    division = read.resolution.budget
    code = division.six if division is not None else UNRESOLVED
    return Names(
        org_tail=f"{code}-{h10(head.department)}", year=head.year, kind=head.kind, scope=head.scope,
        text_hash=read.layout.document.text_sha256, part=head.part,
    )
