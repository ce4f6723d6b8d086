"""The operands of relations: their figures, and, for those that are shown, what they are about and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from budget_kg.checking.figures import Number
from budget_kg.errors import Say
from budget_kg.prefixes import PREFIXES
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri
from budget_kg.vocab import CODE, DEF, B, scheme, term_labels

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_QUOTED: Final = PREFIXES["prov"] + "wasQuotedFrom"
_DERIVED: Final = PREFIXES["prov"] + "wasDerivedFrom"
_BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: its IRI, its exact words and offsets in the text layer of a document, and where that is."""

    iri: str
    document: str
    start: int
    end: int
    quote: str
    section: str = ""
    page: int | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A statement that takes part in a relation: what it is about, what is printed, and where."""

    iri: str
    kind: str
    name: Say
    printed: str = ""
    unit: str = ""
    phase: str = ""
    year: str = ""
    text: str = ""
    places: tuple[Place, ...] = ()


def numbers(source: Source, names: Iterable[str]) -> dict[str, Number]:
    """The figures of some statements, by IRI; those without one are left out.

    A statement in words alone, that something is unchanged or below a budget, is a change of nothing in its direction.
    """
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for batch in _batches(sorted(set(names))):
        asked = f"""
            SELECT ?o ?p ?v WHERE {{
              VALUES ?o {{ {" ".join(map(iri, batch))} }} VALUES ?p {{ {" ".join(map(iri, _FIGURES))} }}
              GRAPH ?g {{ ?o ?p ?v }}
            }}"""
        for row in solutions(source, asked):
            said[row["o"].value][row["p"].value] = row["v"].value
    return {name: number for name, about in said.items() if (number := _number(about)) is not None}


_VALUES: Final = (B.amount, B.value, B.percent, B.achieved, B.score)
_FIGURES: Final = (*_VALUES, B.printedStep, B.printedUnit, B.direction, B.qualifier)


def _number(about: Mapping[str, str]) -> Number | None:
    value = next((about[term] for term in _VALUES if term in about), None)
    direction = about.get(B.direction, "").removeprefix(DEF)
    vague = B.qualifier in about
    if value is not None and B.printedStep in about:
        return Number(Decimal(value), _step(about, vague), direction, vague)
    return Number(Decimal(0), Decimal(0), direction, vague) if direction and value is None else None


def _step(about: Mapping[str, str], vague: bool) -> Decimal:
    """The worth of the last digit; whole things that were counted one by one are exact."""
    step, unit = Decimal(about[B.printedStep]), about.get(B.printedUnit, "")
    concept = scheme("unit").get(unit.removeprefix(f"{CODE}unit/"))
    counted = concept is not None and concept.data["dimension"][0] == "count"
    return Decimal(0) if counted and step == 1 and not vague else step


def describe(source: Source, names: Iterable[str]) -> dict[str, Operand]:
    """What statements, passages or enduring things are, by IRI, with the places they were read from."""
    wanted = list(dict.fromkeys(names))
    said = _said(source, wanted)
    passages = [value for about in said.values() for value in about.get(_QUOTED, ())]
    spans = _said(source, [*passages, *(name for name in wanted if B.start in said.get(name, {}))])
    layers = _said(source, {value for span in spans.values() for value in span.get(B.textLayer, ())})
    things = _said(source, _things(said))
    above = _said(source, {value for thing in things.values() for value in thing.get(B.project, ())})
    found = {}
    for name in wanted:
        about = said.get(name, {})
        own = about.get(_QUOTED, ()) or ((name,) if name in spans else ())
        places = sorted((_place(one, spans[one], layers) for one in own if one in spans), key=lambda one: one.start)
        found[name] = Operand(
            iri=name, kind=_local(_first(about, _TYPE)),
            name=(_code(name) if name.startswith(CODE) else None) or _name(about, things, above),
            printed=_first(about, B.printedValue), unit=_first(about, B.printedUnit).rpartition("/")[2],
            phase=_first(about, B.phase).removeprefix(CODE), year=_first(about, B.fiscalYear),
            text=_first(about, B.text) or _first(about, B.label), places=tuple(places),
        )
    return found


_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_About = Mapping[str, Sequence[str]]


def _said(source: Source, names: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Everything stated of some things: values by predicate."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for batch in _batches(sorted(set(names))):
        asked = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(map(iri, batch))} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        for row in solutions(source, asked):
            values = found[row["s"].value][row["p"].value]
            value: Any = row["o"]
            if value.value not in values and getattr(value, "language", None) in (None, "zh"):
                values.append(value.value)
    return found


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]


def _first(about: _About, term: str) -> str:
    values = about.get(term, ())
    if term == _TYPE:  # our own class rather than the Data Cube's
        values = [value for value in values if value.startswith(DEF)] or values
    return values[0] if values else ""


def _local(name: str) -> str:
    return name.rpartition("#")[2].rpartition("/")[2]


def _things(said: Mapping[str, _About]) -> set[str]:
    terms = (B.subject, B.evaluates, B.ofObservation)
    return {value for about in said.values() for term in terms for value in about.get(term, ())}


def _place(name: str, span: _About, layers: Mapping[str, _About]) -> Place:
    layer = layers.get(_first(span, B.textLayer), {})
    page, table = _first(span, B.page), _first(span, B.table)
    return Place(
        name, _first(layer, _DERIVED), int(_first(span, B.start)), int(_first(span, B.end)), _first(span, B.quote),
        _first(span, B.section), int(page) if page else None, int(table) if table else None,
    )


# -- names ----------------------------------------------------------------------------------------------------------

_AXES: Final = ("item", "function", "economic", "expenditureType", "fundingSource")
_NAMELESS: Final = Say("本部门", "the department")


def _name(about: _About, things: Mapping[str, _About], above: Mapping[str, _About]) -> Say:
    """What a statement is about: its project, its label, its codes; a rate or change, what it is a rate or change of."""
    of = things.get(_first(about, B.ofObservation))
    if of:
        return _name(of, {}, {}) if not _first(about, B.label) else _same(_first(about, B.label))
    if label := _first(about, _LABEL):
        return _same(label)
    owner = _owner(about, things, above)
    label = _first(about, B.label)
    if label:
        return _same(label if not owner or label in owner or owner in label else f"{owner}：{label}")
    codes = [_code(_first(about, DEF + axis)) for axis in _AXES]
    known = [code for code in codes if code is not None]
    if owner:
        return _same(owner)
    if known:
        return Say("".join(code.zh for code in known[:1]), known[0].en)
    flow = term_labels().get(_local(_first(about, B.flow)))
    return flow or _NAMELESS


def _same(name: str) -> Say:
    return Say(name, name)


def _owner(about: _About, things: Mapping[str, _About], above: Mapping[str, _About]) -> str:
    edition = things.get(_first(about, B.subject) or _first(about, B.evaluates), {})
    return _first(above.get(_first(edition, B.project), {}), _LABEL)


def _code(value: str) -> Say | None:
    """The label of a code, None for one that stands for the whole."""
    name, _, notation = value.removeprefix(CODE).partition("/")
    if not notation or notation == "_T":
        return None
    try:
        concept = scheme(name).get(notation)
    except FileNotFoundError:
        return None
    return Say(concept.zh, concept.en or concept.zh) if concept is not None else _same(notation)
