"""Tables for people: short names, flush numbers, and no text that a terminal obeys."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rich.console import Console

from budget_kg.prefixes import PREFIXES
from budget_kg.sparql.execution import Table
from budget_kg.sparql.tabulation import cell, rich_table

if TYPE_CHECKING:
    from budget_kg.sparql.execution import Term


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (None, ""),
        (ox.NamedNode(f"{PREFIXES['bkg']}amount"), "bkg:amount"),
        (ox.NamedNode(f"{PREFIXES['fn']}2010301"), "fn:2010301"),
        (ox.NamedNode(f"{PREFIXES['id']}a/b"), f"<{PREFIXES['id']}a/b>"),
        (ox.NamedNode("http://example.org/a"), "<http://example.org/a>"),
        (ox.Literal("街道", language="zh"), "街道"),
        (ox.Literal("9997200.5", datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal")), "9997200.5"),
        (ox.Literal("\x1b]0;title\x07 [bold]x"), "�]0;title� [bold]x"),
        (ox.BlankNode("b"), "_:b"),
    ],
)
def test_cells(term: Term | None, text: str) -> None:
    assert cell(term) == text


def test_a_table_is_printed_as_it_is_written() -> None:
    table = Table(("name", "n"), ((ox.Literal("[red]甲"), ox.Literal(5)), (None, ox.Literal(-12.5))))
    output = io.StringIO()
    Console(file=output, width=60, color_system=None).print(rich_table(table))
    lines = [line for line in output.getvalue().splitlines() if line[0] in "│┃"]
    assert [[part.strip() for part in re.split("[│┃]", line)[1:-1]] for line in lines] == [
        ["name", "n"],
        ["[red]甲", "5"],
        ["", "-12.5"],
    ]
    assert "│     5 │" in lines[1]
