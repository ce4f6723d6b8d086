"""Helpers of the tests of tables: invented tables drawn as text, and what the readers of tables made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from prose import about

from budget_kg.facts import ChangeStatement, Fact, MoneyObservation, QuantityObservation, RateStatement
from budget_kg.layer import Entry, Layer
from budget_kg.model import Document, Head, Layout
from budget_kg.reading import Reading
from budget_kg.sectioning import section_tree
from budget_kg.structure import account
from budget_kg.tables import accounts
from budget_kg.unwrapping import unwrap

DEPARTMENT = "青禾县水务局"


@dataclass(frozen=True)
class Drawn:
    """A table drawn as text: a line for each row, `|` between cells; `<` takes the cell to its left, `^` the one above.

    `above` are the lines before it, `left` the places of its columns on the page.
    """

    text: str
    above: str = ""
    sheet: str = ""
    left: Sequence[float] = ()
    page: bool = False

    def entries(self) -> list[Entry]:
        rows = [[cell.strip() for cell in line.split("|")] for line in self.text.strip().splitlines()]
        found = []
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                if words in ("", "<", "^"):
                    continue
                columns = 1
                while c + columns < len(row) and row[c + columns] == "<":
                    columns += 1
                down = 1
                while r + down < len(rows) and c < len(rows[r + down]) and rows[r + down][c] == "^":
                    down += 1
                box = (self.left[c], 10.0 * r, self.left[c] + 5, 10.0 * r + 9) if self.left else None
                found.append(Entry(r, c, words, down, columns, box=box))
        return found


def document(*tables: Drawn, after: str = "") -> Document:
    layer = Layer()
    number = 1
    layer.page(1)
    for table in tables:
        if table.page:
            number += 1
            layer.page(number)
        if table.above:
            layer.line(table.above)
        layer.table(table.entries(), page=number, sheet=table.sheet)
    if after:
        layer.line(after)
    return layer.document("invented.pdf", "application/pdf", hashlib.sha256(b"invented").hexdigest())


def layout(*tables: Drawn, kind: str = "final", year: int = 2022, after: str = "") -> Layout:
    made = document(*tables, after=after)
    flow, _ = unwrap(made.text, made.tables)
    head = Head(DEPARTMENT, year, kind, "department", f"{DEPARTMENT}{year}年度部门决算", None, ())
    return Layout(made, head, flow, section_tree(flow))


def read(*tables: Drawn, kind: str = "final", year: int = 2022, after: str = "") -> Reading:
    made = layout(*tables, kind=kind, year=year, after=after)
    reading, _ = accounts.read(made.document.tables, made)
    for fact in reading.facts:
        assert made.document.text[fact.passage.start : fact.passage.end] == fact.passage.quote
        for start, end in fact.numerals:
            assert fact.passage.start <= start < end <= fact.passage.end
    return reading


def unread(*tables: Drawn, kind: str = "final", year: int = 2022) -> list[str]:
    """The numbers of cells nobody read."""
    made = layout(*tables, kind=kind, year=year)
    reading, _ = accounts.read(made.document.tables, made)
    cells = [(cell.start, cell.end) for table in made.document.tables for cell in table.cells]
    return [
        use.printed for use in account(made, reading).unread
        if any(start <= use.start < end for start, end in cells)
    ]


def structures(*tables: Drawn, kind: str = "final") -> list[tuple[str, str]]:
    """The numbers known as structure by the reader of tables, with their rules."""
    made = layout(*tables, kind=kind)
    reading, _ = accounts.read(made.document.tables, made)
    return [(made.document.text[one.start : one.end], one.rule) for one in reading.structures]


def money(reading: Reading) -> list[str]:
    """Amounts as `printed year phase flow what`."""
    return [
        " ".join(filter(None, (
            fact.amount.printed, str(fact.year), fact.phase[6:], fact.flow.partition("#")[2], about(fact),
        )))
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def wholes(reading: Reading) -> dict[str, str]:
    """The printed amounts that are part of another one, with that."""
    return {
        fact.amount.printed: fact.part_of.amount.printed
        for fact in reading.facts if isinstance(fact, MoneyObservation) and fact.part_of is not None
    }


def said(reading: Reading) -> list[str]:
    """Changes, rates and counts as short strings."""
    return [words for fact in reading.facts if (words := _said(fact))]


def _said(fact: Fact) -> str:
    if isinstance(fact, ChangeStatement) and fact.amount is not None and isinstance(fact.of, MoneyObservation):
        return f"change {fact.amount.value} {fact.direction.partition('#')[2]} of {fact.of.amount.printed} since {fact.base_year}"
    if isinstance(fact, RateStatement) and isinstance(fact.of, MoneyObservation):
        return f"{fact.kind.partition('#')[2]} {fact.percent.value} of {fact.of.amount.printed}"
    if isinstance(fact, QuantityObservation):
        return f"{fact.item[5:]} {fact.value.value} {fact.value.unit} {fact.role.partition('#')[2]}"
    return ""


def rules(reading: Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]
