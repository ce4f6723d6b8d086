"""Helpers of the tests of forms of performance: what the reader made of invented forms, as short strings."""

from __future__ import annotations

from decimal import Decimal

from invented_tables import Drawn, layout

from budget_kg.facts import Fact, IndicatorResult, MoneyObservation, SelfEvaluation
from budget_kg.reading import Reading
from budget_kg.structure import account, all_facts
from budget_kg.tables import self_evaluation


def read(*tables: Drawn, kind: str = "final", year: int = 2022) -> tuple[Reading, list[str]]:
    """What the forms state, and the numbers of their cells nobody read."""
    made = layout(*tables, kind=kind, year=year)
    reading, taken = self_evaluation.read(made.document.tables, made)
    for fact in all_facts(reading.facts):
        assert made.document.text[fact.passage.start : fact.passage.end] == fact.passage.quote
        assert fact.passage.cell is not None and fact.passage.cell.table in taken
        for start, end in fact.numerals:
            assert fact.passage.start <= start < end <= fact.passage.end
    cells = [(cell.start, cell.end) for table in made.document.tables for cell in table.cells]
    unread = [
        use.printed for use in account(made, reading).unread
        if any(start <= use.start < end for start, end in cells)
    ]
    return reading, unread


def of(reading: Reading, kind: type[Fact]) -> list[Fact]:
    return [fact for fact in reading.facts if type(fact) is kind]


def money(reading: Reading) -> list[str]:
    return [
        f"{f.subject.name if f.subject else '部门'} {f.phase[6:]} {f.fund[5:]} {f.amount.value}"
        + (f" {f.item[5:]}" if f.item != "item/_T" else "")
        for f in reading.facts if isinstance(f, MoneyObservation)
    ]


def results(reading: Reading) -> list[str]:
    return [_result(f) for f in reading.facts if isinstance(f, IndicatorResult)]


def _result(f: IndicatorResult) -> str:
    told = [
        f.label, (f.indicator_class or "/–").partition("/")[2], (f.comparator or "").partition("#")[2],
        f"{f.target.value}{f.target.unit}" if f.target else "", f.target_text or "", "->",
        f"{f.achieved.value}{f.achieved.unit}" if f.achieved else "", f.achieved_text or "", f.verdict.partition("#")[2],
        f"{f.points.value}/{f.weight.value}" if f.points and f.weight else "",
    ]
    return " ".join(filter(None, told))


def printed(fact: Fact | None) -> str:
    return fact.amount.printed if isinstance(fact, MoneyObservation) else ""


def evaluations(reading: Reading) -> list[tuple[str | None, Decimal | None, Decimal | None, str | None]]:
    return [
        (f.subject.name if f.subject else None, f.score.value if f.score else None, f.weight.value if f.weight else None,
         f.grade)
        for f in reading.facts if isinstance(f, SelfEvaluation)
    ]
