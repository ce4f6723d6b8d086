"""Facts as rows of a table: the golden form beside a document, made to be read by eye."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from decimal import Decimal

from budget_kg.facts import Fact, Project
from budget_kg.text import Quantity
from budget_kg.vocab import DEF

HEAD = ("start", "end", "kind", "what", "value", "quote")
_APART = {"passage", "numerals"}


def rows(facts: Iterable[Fact]) -> list[tuple[str, ...]]:
    """One row a fact, in the order of the text; totals and absent fields are left out."""
    ordered = sorted(facts, key=lambda fact: (fact.passage.start, fact.passage.end, type(fact).__name__))
    return [
        (str(fact.passage.start), str(fact.passage.end), type(fact).__name__, _what(fact), _value(fact),
         " ".join(fact.passage.quote.split()))
        for fact in ordered
    ]  # fmt: skip


def table(facts: Iterable[Fact]) -> str:
    """The rows as tab-separated text with a head line."""
    return "".join("\t".join(row) + "\n" for row in [HEAD, *rows(facts)])


def _fields(fact: Fact) -> list[tuple[str, object]]:
    names = [field.name for field in dataclasses.fields(fact) if field.name not in _APART]
    return [(name, getattr(fact, name)) for name in names]


def _value(fact: Fact) -> str:
    found = []
    for name, value in _fields(fact):
        if isinstance(value, Quantity):
            found.append(f"{name} {value.value:f} ({value.printed} {value.unit} ±{value.step:f})")
        elif isinstance(value, Decimal):
            found.append(f"{name} {value:f}")
    return "; ".join(found)


def _what(fact: Fact) -> str:
    found = []
    for name, value in _fields(fact):
        text = _text(value)
        if text and not text.endswith("/_T"):
            found.append(f"{name}={text}")
    return "; ".join(found)


def _text(value: object) -> str:
    """A field in short: codes and terms without their prefix, other facts by kind and place."""
    if value is None or isinstance(value, (Quantity, Decimal)):
        return ""
    if isinstance(value, Project):
        return value.name
    if isinstance(value, Fact):
        return f"{type(value).__name__}@{value.passage.start}"
    if isinstance(value, tuple):
        return "|".join(_text(item) for item in value)
    return " ".join(str(value).removeprefix(DEF).split())
