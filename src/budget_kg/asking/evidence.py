"""The passages behind the rows of an answer: document, section, place and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from budget_kg.asking.answers import Quote, Spot
from budget_kg.asking.cells import is_named, passage_iri
from budget_kg.asking.questionfile import Question
from budget_kg.queryfile import bind, slots
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri

if TYPE_CHECKING:
    import pyoxigraph as ox

_AT_ONCE: Final = 500
_KEY_COLUMN: Final = "passage"


def evidence_of(source: Source, question: Question, rows: Sequence[ox.QuerySolution]) -> list[tuple[Quote, ...]]:
    """The quotes of every row, in the order of the rows: from its evidence columns, then from the evidence query."""
    names = [column.name for column in question.columns if column.kind == "evidence"]
    found: list[dict[str, str]] = []
    for row in rows:
        quoted = [(name, passage_iri(row[name])) for name in reversed(names)]
        found.append({passage: name for name, passage in quoted if passage is not None})
    if question.evidence:
        for passages, more in zip(found, _by_key(source, question, rows), strict=True):
            for passage in more:
                passages.setdefault(passage, _KEY_COLUMN)
    quotes = quotes_of(source, {passage for passages in found for passage in passages})
    return [
        tuple(sorted((_named(quotes[passage], name) for passage, name in passages.items() if passage in quotes),
                     key=_place))
        for passages in found
    ]


def united(quotes: Iterable[tuple[Quote, ...]]) -> tuple[Quote, ...]:
    """The quotes of several rows that say the same, each passage once, in the order of the documents."""
    found: dict[str, Quote] = {}
    for quote in (quote for own in quotes for quote in own):
        found.setdefault(quote.passage, quote)
    return tuple(sorted(found.values(), key=_place))


def _place(quote: Quote) -> tuple[str, int, int]:
    return quote.document, quote.start, quote.end


def _named(quote: Quote, column: str) -> Quote:
    return replace(quote, column=column)


def _by_key(source: Source, question: Question, rows: Sequence[ox.QuerySolution]) -> list[tuple[str, ...]]:
    """Run the evidence query for the shown rows only. Its slots name columns of the answer; their values join."""
    names = [column.name for column in question.columns]
    keys = list(dict.fromkeys(slot.variable for slot in slots(question.evidence, names)))
    wanted = {key: _distinct(row[key] for row in rows) for key in keys}
    if not rows or not all(wanted.values()):
        return [() for _ in rows]
    passages: dict[tuple[str, ...], list[str]] = {}
    for found in solutions(source, bind(question.evidence, wanted)):
        passage = passage_iri(found[_KEY_COLUMN])
        if passage is not None:
            passages.setdefault(tuple(str(found[key]) for key in keys), []).append(passage)
    return [tuple(passages.get(tuple(str(row[key]) for key in keys), ())) for row in rows]


def _distinct(terms: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({iri(term.value) if is_named(term) else str(term) for term in terms if term is not None}))


def quotes_behind(source: Source, thing: str) -> tuple[Quote, ...]:
    """The quotes of what has this IRI: a passage, a statement, or a finding with the statements it compares."""
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?passage WHERE {{
          {{ VALUES ?passage {{ {iri(thing)} }} ?passage bkg:quote ?any }}
          UNION {{ {iri(thing)} prov:wasQuotedFrom ?passage }}
          UNION {{ {iri(thing)} bkg:hasOperand/bkg:operand/prov:wasQuotedFrom ?passage }}
        }}""",
    )
    found = quotes_of(source, {row["passage"].value for row in rows})
    return tuple(sorted(found.values(), key=_place))


def quotes_of(source: Source, passages: Iterable[str]) -> dict[str, Quote]:
    """The quotes of passages (IRIs), by passage."""
    found: dict[str, Quote] = {}
    wanted = sorted(passages)
    for start in range(0, len(wanted), _AT_ONCE):
        block = " ".join(map(iri, wanted[start : start + _AT_ONCE]))
        rows = solutions(source, f"""
            SELECT ?passage ?document ?title ?section ?start ?end ?page ?quote ?table ?row ?column ?sheet ?address
            WHERE {{
              VALUES ?passage {{ {block} }}
              ?passage bkg:quote ?quote ; bkg:start ?start ; bkg:end ?end ; bkg:textLayer ?layer .
              ?layer prov:wasDerivedFrom ?document .
              ?document dct:title ?title .
              OPTIONAL {{ ?passage bkg:section ?section }}
              OPTIONAL {{ ?passage bkg:page ?page }}
              OPTIONAL {{ ?passage bkg:table ?table ; bkg:row ?row ; bkg:column ?column }}
              OPTIONAL {{ ?passage bkg:sheet ?sheet }}
              OPTIONAL {{ ?passage bkg:cellAddress ?address }}
            }}""")
        for row in rows:
            quote = _quote(row)
            found[quote.passage] = quote
    return found


def _quote(row: Any) -> Quote:
    def text(name: str) -> str:
        return row[name].value if row[name] is not None else ""

    page = int(text("page")) if text("page") else None
    spot = None
    if text("table"):
        table, line, column = (int(text(name)) for name in ("table", "row", "column"))
        spot = Spot(table, line, column, text("sheet"), text("address"))
    return Quote("", text("passage"), text("document"), text("title"), text("section"), int(text("start")),
                 int(text("end")), page, text("quote"), spot)
