"""From RDF terms to cells: exact values, labels in the language of the answer, amounts in its unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any, Final

from budget_kg.asking.answers import Cell, Value
from budget_kg.asking.parameters import UNIT_NAMES, UNITS, is_iri
from budget_kg.asking.questionfile import Column
from budget_kg.errors import Lang
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri

if TYPE_CHECKING:
    import pyoxigraph as ox

_EXACT: Final = Context(prec=60)
_YES: Final[Mapping[Lang, tuple[str, str]]] = {"zh": ("是", "否"), "en": ("yes", "no")}
_CODED: Final = ("/code/func/", "/code/econ-dep/", "/code/econ-gov/")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is written: language, unit of amounts."""

    lang: Lang
    unit: str

    def money(self, amount: Decimal, digits: int | None = None) -> str:
        """An amount of yuan in the unit, digits only."""
        return self.number(_EXACT.divide(amount, UNITS[self.unit]), digits)

    def number(self, value: Decimal, digits: int | None = None) -> str:
        """A number as people write it in the language: exact unless `digits` are given, then rounded half up."""
        if digits is not None:
            value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
        text = f"{value:,f}" if self.lang == "en" else f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text

    def said(self, cell: Cell) -> str:
        """A cell inside a sentence: with its unit, if it has one."""
        if cell.kind == "money" and isinstance(cell.value, Decimal):
            return f"{cell.text}{' ' if self.lang == 'en' else ''}{UNIT_NAMES[self.unit](self.lang)}"
        if cell.kind == "percent" and isinstance(cell.value, Decimal):
            return f"{cell.text}%"
        return cell.value if cell.kind == "code" and isinstance(cell.value, str) else cell.text


class Labels:
    """Labels of the things in an answer, in one language, else in any."""

    def __init__(self, source: Source, iris: Iterable[str], lang: Lang) -> None:
        self._lang = lang
        self._labels: dict[str, dict[str, str]] = {}
        self._codes: dict[str, str] = {}
        wanted = sorted(set(iris))
        for start in range(0, len(wanted), _AT_ONCE):
            self._read(source, wanted[start : start + _AT_ONCE])

    def _read(self, source: Source, iris: list[str]) -> None:
        rows = solutions(source, f"""
            SELECT ?thing ?label ?code WHERE {{
              VALUES ?thing {{ {" ".join(map(iri, iris))} }}
              ?thing skos:prefLabel|rdfs:label|dct:title ?label .
              OPTIONAL {{ ?thing skos:notation ?code }}
            }} ORDER BY ?thing ?label""")
        for row in rows:
            thing, label, code = row["thing"].value, row["label"], row["code"]
            self._labels.setdefault(thing, {}).setdefault(label.language or "", label.value)
            if code is not None and any(part in thing for part in _CODED) and code.value.isdigit():
                self._codes[thing] = code.value

    def of(self, thing: str) -> str:
        """The label; the end of the IRI when there is none."""
        known = self._labels.get(thing, {})
        label = known.get(self._lang) or known.get("zh") or next(iter(known.values()), "")
        return label or thing.rstrip("/").replace("#", "/").rpartition("/")[2]

    def coded(self, thing: str) -> str:
        """The label, after its code for a class of a classification."""
        return f"{self._codes.get(thing, '')} {self.of(thing)}".strip()


def iris_in(rows: Iterable[ox.QuerySolution], columns: Iterable[Column]) -> set[str]:
    """The IRIs that stand in the shown columns of some rows."""
    names = [column.name for column in columns]
    return {term.value for row in rows for name in names if is_named(term := row[name])}


def is_named(term: Any) -> bool:
    """Whether a term is an IRI."""
    return type(term).__name__ == "NamedNode"


def cell(column: Column, term: Any, labels: Labels, manner: Manner) -> Cell:
    """The cell of one term."""
    if term is None:
        return Cell(column.kind, None, "")
    if is_named(term):
        return Cell(column.kind, labels.of(term.value), labels.coded(term.value), term.value)
    value = _value(column.kind, term.value)
    return Cell(column.kind, value, _text(column, value, manner))


def _value(kind: str, lexical: str) -> Value:
    if kind == "flag":
        return lexical in ("true", "1")
    if kind in ("money", "percent", "number"):
        plain = lexical.replace(",", "")
        try:
            return Decimal(plain)
        except ArithmeticError:
            return lexical
    if kind == "year" and lexical[:4].isdigit():
        return int(lexical[:4])
    return lexical


def _text(column: Column, value: Value, manner: Manner) -> str:
    if isinstance(value, bool):
        return _YES[manner.lang][0 if value else 1]
    if isinstance(value, Decimal):
        written = manner.money if column.kind == "money" else manner.number
        return written(value, column.digits)
    return str(value)


def passage_iri(term: Any) -> str | None:
    """The passage a term of an evidence column names: an IRI, or an IRI as text (from MIN over STR)."""
    if term is None:
        return None
    value = str(term.value)
    return value if is_iri(value) else None
