"""Synthetic documents of the shape of a real graph: the shipped document's quads under other names and amounts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from budget_kg.divisions import load as load_divisions
from budget_kg.naming import Names
from budget_kg.pipeline import finish
from budget_kg.resources import shipped
from budget_kg.stores.contract import Load
from budget_kg.triples import decimal

_HASHED = re.compile(rb"(/id/[a-z]+-)([a-z2-7]{6})([a-z2-7]{10})(?=>)")
_AMOUNT = re.compile(
    rb'(def#(?:amount|actual|annualBudget|initialBudget|total[A-Z]\w+|\w+Expenditure|\w+Expenses)>) "(-?[0-9.]+)"'
)
_UNIT = re.compile(rb'(/id/unit-[^>]+> <[^>]+prefLabel> ")')
_FINDING = re.compile(rb"/id/finding-[0-9a-f]{8}(?=[0-9a-f]{8})")
_TEXT = re.compile(rb"/id/(text|span|graph|findings)-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A document that others are made of."""

    load: Load
    names: Names


def template() -> Pattern:
    """The shipped document with its findings."""
    mapped = finish(shipped("data") / "documents" / "hanzhong-2023" / "document.txt").mapped
    return Pattern(mapped.load, mapped.names)


def thinned(source: Pattern) -> Pattern:
    """Only the amounts of the department itself with their passages, about 2,000 quads: for very many documents."""
    nquads = source.load.nquads
    assert isinstance(nquads, bytes)
    lines = nquads.splitlines(keepends=True)
    own = b"def#subject> <" + source.names.org.encode() + b">"
    money = {line.split(b" ", 1)[0] for line in lines if b"def#MoneyObservation>" in line}
    kept = {line.split(b" ", 1)[0] for line in lines if own in line} & money
    quoted = {line.split(b" ")[2] for line in lines if b"wasQuotedFrom>" in line and line.split(b" ", 1)[0] in kept}
    few = b"".join(line for line in lines if line.split(b" ", 1)[0] in kept | quoted)
    return replace(source, load=replace(source.load, nquads=few))


def documents(count: int, source: Pattern | None = None) -> Iterator[Load]:
    """Yield `count` documents: one department in three has two years, amounts vary, names differ."""
    base = source or template()
    counties = [code for code in load_divisions().names if len(code) == 6]
    for number in range(count):
        earlier = number % 4 == 1
        department = number - 1 if earlier else number
        yield _renamed(base, department, 2022 if earlier else 2023, counties[department % len(counties)])


def _renamed(base: Pattern, department: int, year: int, county: str) -> Load:
    mark = hashlib.sha256(f"{department}-{year}".encode()).hexdigest()
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in mark[:10])
    own = "".join(chr(ord("a") + int(d, 16)) for d in hashlib.sha256(f"{department}".encode()).hexdigest()[:10])
    tail, year_text = base.names.org_tail.encode(), str(base.names.year).encode()
    factor = Decimal(60 + int(mark[:4], 16) % 90) / 100

    def scaled(match: re.Match[bytes]) -> bytes:
        value = decimal(Decimal(match[2].decode()) * factor).partition("^")[0]
        return match[1] + b" " + value.encode()

    def rewrite(data: bytes) -> bytes:
        data = data.replace(tail, f"{county}-{own}".encode())
        data = data.replace(b'"' + year_text + b'"', f'"{year}"'.encode())
        data = data.replace(b"-" + year_text, f"-{year}".encode())
        data = _HASHED.sub(lambda m: m[1] + letters[:6].encode() + m[3], data)
        data = _FINDING.sub(b"/id/finding-" + mark[:8].encode(), data)
        data = _TEXT.sub(lambda m: b"/id/" + m[1] + b"-" + mark[:16].encode(), data)
        return _AMOUNT.sub(scaled, data)

    stored = base.load.document
    graphs = tuple(rewrite(f"</id/{graph.rpartition('/')[2]}>".encode())[5:-1].decode() for graph in stored.graphs)
    root = stored.graphs[0].rpartition("/")[0]
    document = replace(
        stored, iri=rewrite(stored.iri.encode()).decode(), title=f"第{department}号单位{year}年度部门决算",
        department=f"第{department}号单位", year=year, file_hash=mark, text_hash=mark,
        graphs=tuple(f"{root}/{graph}" for graph in graphs),
    )
    nquads = base.load.nquads
    registry = base.load.registry
    assert isinstance(nquads, bytes) and isinstance(registry, bytes)
    own_name = f"第{department}号单位".encode()
    renamed = rewrite(registry).replace(stored.department.encode(), own_name)
    return Load(document, rewrite(nquads), _UNIT.sub(lambda found: found[1] + own_name, renamed))
