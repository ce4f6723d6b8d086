"""Documents → facts → quads, exactly: the golden table beside each document, and what must hold for every one."""

from __future__ import annotations

import hashlib
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from fact_rows import table

from budget_kg.pipeline import MappedDocument, ReadDocument, map_document, read_document
from budget_kg.resources import shipped

_FOLDERS = sorted(
    path.parent for root in (shipped("data") / "documents", Path(__file__).parent / "fixtures")
    for path in root.rglob("document.*")
)


@pytest.fixture(scope="module", params=_FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def read(folder: Path) -> ReadDocument:
    return read_document(next(folder.glob("document.*")))


@pytest.fixture(scope="module")
def mapped(read: ReadDocument) -> MappedDocument:
    return map_document(read)


def test_facts_are_the_golden_ones(folder: Path, read: ReadDocument, request: pytest.FixtureRequest) -> None:
    golden = folder / "facts.tsv"
    found = table(read.facts)
    if request.config.getoption("--update"):
        golden.write_text(found, encoding="utf-8")
    assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_source_is_described(folder: Path, read: ReadDocument) -> None:
    source = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    assert source["sha256"] == read.layout.document.sha256
    assert source["department"] == read.layout.head.department
    assert source["year"] == read.layout.head.year
    assert (len(read.account.facts), len(read.account.structures), len(read.account.unread)) == (
        source["numerals"]["facts"], source["numerals"]["structure"], source["numerals"]["unread"],
    )


def test_quotes_are_their_places(read: ReadDocument) -> None:
    text = read.layout.document.text
    for fact in read.facts:
        assert fact.passage.quote == text[fact.passage.start : fact.passage.end]
        for start, end in fact.numerals:
            assert any(char.isdigit() for char in text[start:end])


def test_every_numeral_is_in_exactly_one_account(read: ReadDocument) -> None:
    spans = [
        (use.start, use.end)
        for uses in (read.account.facts, read.account.structures, read.account.unread) for use in uses
    ]
    assert len(spans) == len(set(spans))
    assert all(first[1] <= second[0] for first, second in pairwise(sorted(spans)))


def test_same_input_gives_the_same_bytes(folder: Path, mapped: MappedDocument) -> None:
    again = map_document(read_document(next(folder.glob("document.*"))))
    assert again.load == mapped.load


def test_no_triple_stands_in_two_graphs(mapped: MappedDocument) -> None:
    quads = mapped.load.nquads
    assert isinstance(quads, bytes)
    claims = [line.rpartition(b" <")[0] for line in quads.splitlines()]
    registry = mapped.load.registry
    assert isinstance(registry, bytes)
    enduring = {line.removesuffix(b" .") for line in registry.splitlines()}
    assert len(claims) == len(set(claims))
    assert not enduring & set(claims)
    assert b"_:" not in quads.replace(b'"', b"") or b" _:" not in quads


def test_the_shipped_document_is_the_one_we_know() -> None:
    data = (shipped("data") / "documents" / "hanzhong-2023" / "document.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest().startswith("fd483437c704deee")
