"""Whether the parts of a total are all there are: what a query says of it, and what it takes to know."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from budget_kg.stores.contract import Source, solutions
from budget_kg.vocab import CODE, Concept, scheme

_NESTED: Final = ("func", "econ-dep", "econ-gov", "fund", "expenditure-type", "item")
_WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Closing:
    """What is known of all totals of a source.

    `unread` are statements of tables of which a row or column was not read, `shared` those whose parts by a code list
    (`func`, `fund`) have printed shares that add up to 100 %, each with the name of that list.
    """

    unread: Set[str]
    shared: Set[tuple[str, str]]

    def closes(self, said: str, total: str, codes: tuple[str, Set[str]]) -> bool:
        """Whether the parts of a total close it.

        `said` are conditions of which one must be true, apart by blanks; one may be several joined by `+`: `read` (all
        rows and columns of its table), `shares` (those of the parts add up to 100 %), `constituents` (each code that
        makes up that of the total is there), `remainder` (that of all the rest is there), `true`. `codes` are that of
        the total and those of its parts (IRIs).
        """
        return any(all(self._true(word, total, codes) for word in one.split("+")) for one in said.split())

    def _true(self, word: str, total: str, codes: tuple[str, Set[str]]) -> bool:
        if word == "read":
            return total not in self.unread
        if word == "shares":
            return any((total, code.removeprefix(CODE).partition("/")[0]) in self.shared for code in codes[1])
        if word == "remainder":
            return any(_is_remainder(code) for code in codes[1])
        return _complete(*codes) if word == "constituents" else word == "true"


def closing(source: Source) -> Closing:
    """Ask a source what it takes to know whether parts are all there are."""
    unread = {row["o"].value for row in solutions(source, _UNREAD)}
    shared = {
        (row["total"].value, row["list"].value) for row in solutions(source, _SHARES)
        if row["total"] is not None and row["list"] is not None and abs(Decimal(row["shares"].value) - _WHOLE) <= 1
    }
    return Closing(unread, shared)


_UNREAD: Final = """
PREFIX lack: <https://w3id.org/budget-kg/code/finding-type/>
SELECT DISTINCT ?o WHERE {
  { SELECT ?g ?section WHERE {
      VALUES ?lack { lack:unread-row lack:unread-column lack:missing-unit lack:unparsed-amount }
      GRAPH ?found { ?finding bkg:rule ?lack ; oa:hasTarget ?lacking } GRAPH ?g { ?lacking bkg:section ?section } } }
  GRAPH ?g { ?place bkg:section ?section ; bkg:table ?table . ?o prov:wasQuotedFrom ?place }
}"""
_SHARES: Final = """
SELECT ?total ?list (SUM(?percent) AS ?shares) WHERE {
  VALUES ?dimension { bkg:function bkg:economic bkg:fundingSource bkg:expenditureType bkg:item }
  GRAPH ?g { ?rate bkg:rateKind bkg:Share ; bkg:percent ?percent ; bkg:ofObservation ?part .
    ?part bkg:partOf ?total ; ?dimension ?code . ?total ?dimension ?whole FILTER(?code != ?whole) }
  BIND(STRBEFORE(STRAFTER(STR(?code), "/code/"), "/") AS ?list)
} GROUP BY ?total ?list"""


def codes_above(code: str) -> Iterator[str]:
    """The IRIs of the broader concepts of a code (IRI), from the nearest; none for what is no code of a list."""
    concept = _concept(code)
    while concept is not None and concept.broader:
        concept = scheme(concept.scheme).get(concept.broader)
        if concept is not None:
            yield concept.iri


def _concept(code: str) -> Concept | None:
    name, _, notation = code.removeprefix(CODE).partition("/")
    return scheme(name).get(notation) if code.startswith(CODE) and name in _NESTED else None


def _is_remainder(code: str) -> bool:
    concept = _concept(code)
    return concept is not None and concept.data.get("remainder") == ("true",)


def _complete(whole: str, parts: Set[str]) -> bool:
    """Whether each constituent of a code that may not be left out is among the parts, or made up by them."""
    concept = _concept(whole)
    if concept is None:
        return False
    needed = [
        one.iri for one in scheme(concept.scheme).values()
        if one.broader == concept.notation and one.data.get("constituent") == ("true",)
    ]
    return bool(needed) and all(one in parts or _complete(one, parts) for one in needed)
