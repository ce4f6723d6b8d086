"""Helpers of the tests of prose: an invented document around some text, and what a reader made of it."""

from __future__ import annotations

import hashlib

from budget_kg.extraction import extract
from budget_kg.facts import Fact, MoneyObservation, QuantityObservation, RateStatement
from budget_kg.model import Document, Head, Layout
from budget_kg.reading import Reading
from budget_kg.sectioning import section_tree
from budget_kg.unwrapping import unwrap

DEPARTMENT = "青禾县水务局"


def document(text: str) -> Document:
    """A document of that text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("invented.txt", "text/plain", digest, text, digest)


def layout(text: str, department: str = DEPARTMENT, year: int = 2022, kind: str = "final") -> Layout:
    """The layout of an invented document."""
    flow, _ = unwrap(text)
    head = Head(department, year, kind, "department", f"{department}{year}年度部门决算", None, ())
    return Layout(document(text), head, flow, section_tree(flow))


def read(text: str, **head: object) -> Reading:
    """Everything the readers state of an invented document."""
    return extract(layout(text, **head))  # type: ignore[arg-type]


def money(reading: Reading) -> list[tuple[str, ...]]:
    """Amounts as (printed, phase, flow, what), `what` being the codes that are not totals."""
    return [
        (fact.amount.printed, fact.phase[6:], fact.flow.partition("#")[2], about(fact))
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def about(fact: MoneyObservation) -> str:
    """The codes of an amount that are not totals, or its project, joined with spaces."""
    codes = (fact.function, fact.economic, fact.fund, fact.type, fact.item)
    names = [code.partition("/")[2] for code in codes if not code.endswith("/_T")]
    return " ".join([*((fact.subject.name,) if fact.subject else ()), *names])


def rates(reading: Reading) -> list[tuple[str, str, str]]:
    """Rates as (percent, kind, printed amount they are about)."""
    found = []
    for fact in reading.facts:
        if isinstance(fact, RateStatement):
            of = fact.of.amount.printed if isinstance(fact.of, MoneyObservation) else ""
            found.append((f"{fact.percent.value}", fact.kind.partition("#")[2], of))
    return found


def counts(reading: Reading) -> list[tuple[str, str, str]]:
    """Quantities as (printed, unit, item or label)."""
    return [
        (fact.value.printed, fact.value.unit, fact.label if fact.item == "item/_T" else fact.item[5:])
        for fact in reading.facts if isinstance(fact, QuantityObservation)
    ]


def of_kind(reading: Reading, kind: type[Fact]) -> list[Fact]:
    """The facts of one kind."""
    return [fact for fact in reading.facts if isinstance(fact, kind)]
