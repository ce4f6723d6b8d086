"""Rows of terms as a table for people: short names for IRIs, plain values, nothing that a terminal obeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budget_kg.prefixes import PREFIXES

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from budget_kg.sparql.execution import Table, Term

_LOCAL: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LONGEST_FIRST: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def cell(term: Term | None) -> str:
    """Return what a person wants to see of a term: `bkg:amount`, a literal's text, nothing when unbound."""
    import pyoxigraph as ox

    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return short_name(term.value)
    text = term.value if isinstance(term, ox.Literal) else str(term)
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def short_name(iri: str) -> str:
    """Return the IRI with a known prefix, or in angle brackets."""
    for name, start in _LONGEST_FIRST:
        if iri.startswith(start) and _LOCAL.fullmatch(iri, len(start)):
            return f"{name}:{iri[len(start) :]}"
    return f"<{iri}>"


def rich_table(table: Table) -> RichTable:
    """Return a table to print; columns that hold only numbers are set flush right."""
    from rich.table import Table as RichTable
    from rich.text import Text

    rows = [[cell(term) for term in row] for row in table]
    shown = RichTable(show_lines=any("\n" in text for row in rows for text in row))
    for index, name in enumerate(table.columns):
        texts = [row[index] for row in rows if row[index]]
        numeric = bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)
        shown.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(text) for text in row))
    return shown
