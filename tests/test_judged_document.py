"""The tool against the judged list of the shipped document: every contradiction found, nothing that holds reported."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from budget_kg.checking.checkfile import document_checks
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import Relation, mentioned, run
from budget_kg.checking.operands import Operand, describe
from budget_kg.model import Severity
from budget_kg.pipeline import map_document, read_document
from budget_kg.resources import shipped

LIST = Path(__file__).parents[1] / "docs" / "evaluation" / "default-document.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """A judged relation: where its operands begin in the text."""

    id: str
    result: str
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """What the tool reports of the document, and what its operands are."""

    relations: Sequence[Relation]
    known: dict[str, Operand]

    def covers(self, relation: Relation, row: Row) -> int:
        """How many operands of a row stand in the passages of a relation."""
        spans = [(place.start, place.end) for _, name in relation.operands for place in self.known[name].places]
        return sum(any(start <= offset < end for start, end in spans) for offset in row.offsets)

    def about(self, row: Row) -> list[Relation]:
        """The relations that are about a row: the first operand and another one, if it has two, stand in them."""
        first = Row(row.id, row.result, row.offsets[:1])
        needed = min(2, len(row.offsets))
        return [one for one in self.relations if self.covers(one, first) and self.covers(one, row) >= needed]


@pytest.fixture(scope="module")
def reported() -> Reported:
    mapped = map_document(read_document(shipped("data") / "documents" / "hanzhong-2023" / "document.txt"))
    with desk(mapped.nquads, mapped.registry) as source:
        relations = run(source, document_checks()).reported
        return Reported(relations, describe(source, mentioned(relations)))


def rows(*results: str) -> list[Row]:
    lines = csv.DictReader(LIST.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Row(line["id"], line["result"], tuple(int(one.rpartition("@")[2]) for one in line["operands"].split(" ; ")))
        for line in lines if line["result"] in results
    ]


@pytest.mark.parametrize("row", rows("fails"), ids=lambda row: row.id)
def test_contradiction_is_found(row: Row, reported: Reported) -> None:
    assert any(one.severity is Severity.VIOLATION for one in reported.about(row))


def test_every_violation_is_judged_a_contradiction(reported: Reported) -> None:
    hard = rows("fails")
    known = {one.identity for row in hard for one in reported.about(row)}
    false = [one.identity for one in reported.relations if one.severity is Severity.VIOLATION and one.identity not in known]
    assert false == []
