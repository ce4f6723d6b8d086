"""Facts become quads: a loop over the fields and the terms they name. Claims go to the graph of the file, enduring
things and shortcuts to the registry, findings to their own graph; no triple goes to two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budget_kg import quality, triples
from budget_kg.fact_terms import OBSERVATION, literal, observation_kinds, terms_of, text_writer
from budget_kg.facts import (
    Code,
    Fact,
    IndicatorResult,
    MoneyObservation,
    Office,
    Project,
    QuantityObservation,
)
from budget_kg.model import CellPlace, Document, Finding, Passage
from budget_kg.names import project_label
from budget_kg.naming import Names
from budget_kg.prefixes import PREFIXES
from budget_kg.text import Quantity, plain
from budget_kg.vocab import CODE, RDF_TYPE, B, scheme

_SUBJECTS = frozenset({B.subject, B.evaluates})
_PRIMARY = frozenset({B.amount, B.value, B.percent, B.achieved, B.score})
_QUOTED = PREFIXES["prov"] + "wasQuotedFrom"


Statements = defaultdict[str, list[str]]
"""By subject what is stated of it: predicate and object, as in N-Triples."""


@dataclass(slots=True)
class Quads:
    """The statements of one document by graph."""

    claims: Statements = field(default_factory=lambda: defaultdict(list))
    registry: Statements = field(default_factory=lambda: defaultdict(list))
    findings: Statements = field(default_factory=lambda: defaultdict(list))


class Mapper:
    """Maps the facts of one document, in the order they are given; the same facts give the same lines."""

    def __init__(self, names: Names, document: Document, meanings: dict[str, str]) -> None:
        self.names = names
        self.document = document
        self.meanings = meanings
        self.quads = Quads()
        self._passages: set[Passage] = set()
        self._done: set[int] = set()

    # -- facts ------------------------------------------------------------------------------------------------

    def add_all(self, stated: Iterable[Fact]) -> None:
        """Map the facts and everything they refer to."""
        for fact in stated:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Map one fact and the facts it refers to, once each."""
        if id(fact) in self._done:
            return
        self._done.add(id(fact))
        subject = self.names.fact(fact)
        self.say(subject, _QUOTED, triples.iri(self._passage(fact.passage)))
        if isinstance(fact, Office):
            self._office(subject, fact)
            return
        self._typed(subject, fact)
        for name, term in terms_of(type(fact).__name__):
            value = getattr(fact, name)
            for one in value if isinstance(value, tuple) else (value,):
                self._field(subject, fact, term, one)
        self._indicator(subject, fact)
        self._provisional(fact)

    def _typed(self, subject: str, fact: Fact) -> None:
        self.say(subject, RDF_TYPE, triples.iri(fact.KIND))
        if fact.KIND in observation_kinds():
            self.say(subject, RDF_TYPE, triples.iri(OBSERVATION))
        self.say(subject, B.org, triples.iri(self.names.org))
        meaning = self.meanings.get(fact.passage.section)
        if meaning:
            self.say(subject, B.inSection, triples.iri(f"{CODE}section/{meaning}"))

    def _field(self, subject: str, fact: Fact, term: str, value: object) -> None:
        if term in _SUBJECTS:
            self._subject(subject, fact, term, value)
        elif value is None:
            return
        elif isinstance(value, Quantity):
            self._quantity(subject, term, value)
        elif isinstance(value, str):
            self.say(subject, term, text_writer(term)(value))
        elif isinstance(value, Fact):
            self.add(value)
            self.say(subject, term, triples.iri(self.names.fact(value)))
        else:
            self.say(subject, term, literal(term, value))

    def _subject(self, subject: str, fact: Fact, term: str, value: object) -> None:
        """A project becomes its year's edition, nothing becomes the department, key work is itself."""
        if isinstance(value, Fact):
            self.add(value)
            self.say(subject, term, triples.iri(self.names.fact(value)))
        elif isinstance(value, Project):
            year = getattr(fact, "year", self.names.year)
            self.say(subject, term, triples.iri(self._project_year(value, year)))
        elif getattr(fact, "key_work", None) is None and getattr(fact, "subject", None) is None:
            self.say(subject, term, triples.iri(self.names.org))

    def _quantity(self, subject: str, term: str, value: Quantity) -> None:
        self.say(subject, term, triples.decimal(value.value))
        unit = triples.iri(f"{CODE}unit/{value.unit}") if value.unit else ""
        if unit and term in (B.target, B.achieved):
            self.say(subject, B.unit, unit)
        if term in _PRIMARY:
            self.say(subject, B.printedValue, triples.string(value.printed))
            self.say(subject, B.printedStep, triples.decimal(value.step))
            if unit:
                self.say(subject, B.printedUnit, unit)

    # -- enduring things ----------------------------------------------------------------------------------------

    def _office(self, subject: str, office: Office) -> None:
        kind = B.BudgetUnit if office.kind == B.SubordinateUnit else PREFIXES["org"] + "OrganizationalUnit"
        self.register(subject, RDF_TYPE, triples.iri(kind))
        self.register(subject, PREFIXES["skos"] + "prefLabel", triples.string(office.name, "zh"))
        self.register(subject, B.officeKind, triples.iri(office.kind))
        if office.independent is not None:
            self.register(subject, B.independentAccounting, triples.boolean(office.independent))
        self.register(self.names.org, PREFIXES["org"] + "hasUnit", triples.iri(subject))
        if office.length is not None:
            self.say(subject, B.listLength, triples.typed(office.length, "integer"))

    def _project_year(self, project: Project, year: int) -> str:
        enduring, edition = self.names.project(project), self.names.project_year(project, year)
        self.register(enduring, RDF_TYPE, triples.iri(B.Project))
        label = project_label(project.name)
        self.register(enduring, PREFIXES["skos"] + "prefLabel", triples.string(label, "zh"))
        if label != project.name:
            self.register(enduring, PREFIXES["skos"] + "altLabel", triples.string(project.name, "zh"))
        self.register(enduring, B.carriedOutBy, triples.iri(self.names.org))
        self.register(edition, RDF_TYPE, triples.iri(B.ProjectYear))
        self.register(edition, B.project, triples.iri(enduring))
        self.register(edition, B.fiscalYear, triples.typed(year, "gYear"))
        return edition

    def _provisional(self, fact: Fact) -> None:
        """A functional or economic code its classification does not list becomes a provisional concept, no error."""
        if not isinstance(fact, MoneyObservation) or not fact.label:
            return
        for code in (fact.function, fact.economic):
            name, _, notation = code.partition("/")
            if notation not in scheme(name):
                self._concept(name, notation, fact.label)

    def _concept(self, name: str, notation: str, label: str) -> None:
        concept = f"{CODE}{name}/{notation}"
        self.register(concept, RDF_TYPE, triples.iri(PREFIXES["skos"] + "Concept"))
        self.register(concept, PREFIXES["skos"] + "notation", triples.string(notation))
        self.register(concept, PREFIXES["skos"] + "prefLabel", triples.string(label, "zh"))
        self.register(concept, PREFIXES["skos"] + "inScheme", triples.iri(f"{CODE}{name}"))
        self.register(concept, B.attested, triples.boolean(False))
        parent = next((notation[:size] for size in (5, 3) if notation[:size] != notation), "")
        if parent in scheme(name):
            self.register(concept, PREFIXES["skos"] + "broader", triples.iri(f"{CODE}{name}/{parent}"))

    def _indicator(self, subject: str, fact: Fact) -> None:
        """Point a result or an uncoded quantity to its indicator, and define that in the registry."""
        if isinstance(fact, IndicatorResult):
            indicator_class: Code | None = fact.indicator_class
        elif isinstance(fact, QuantityObservation) and fact.item == "item/_T":
            indicator_class = None
        else:
            return
        indicator = self.names.indicator(fact.subject, fact.label)
        self.say(subject, B.indicator, triples.iri(indicator))
        owner = self.names.project(fact.subject) if fact.subject is not None else self.names.org
        self.register(indicator, RDF_TYPE, triples.iri(B.Indicator))
        self.register(indicator, PREFIXES["skos"] + "prefLabel", triples.string(fact.label, "zh"))
        self.register(indicator, B.indicatorOf, triples.iri(owner))
        if indicator_class is not None:
            self.register(indicator, B.indicatorClass, triples.iri(CODE + indicator_class))

    # -- evidence, findings -------------------------------------------------------------------------------------

    def _passage(self, passage: Passage) -> str:
        node = self.names.passage(passage)
        if passage not in self._passages:
            self._passages.add(passage)
            self.say(node, RDF_TYPE, triples.iri(B.Passage))
            self.say(node, B.textLayer, triples.iri(self.names.text_layer))
            self.say(node, B.start, triples.typed(passage.start, "integer"))
            self.say(node, B.end, triples.typed(passage.end, "integer"))
            self.say(node, B.quote, triples.string(passage.quote))
            if passage.section:
                self.say(node, B.section, triples.string(passage.section))
            if passage.page is not None:
                self.say(node, B.page, triples.typed(passage.page, "integer"))
                self._confidence(node, passage)
            if passage.cell is not None:
                self._cell(node, passage.cell)
        return node

    def _confidence(self, node: str, passage: Passage) -> None:
        """How sure characters recognised in a picture are; text as such is not doubted."""
        sure = self.document.confidence_at(passage.start)
        if sure is not None:
            self.say(node, B.confidence, triples.decimal(plain(Decimal(f"{sure:.3f}"))))

    def _cell(self, node: str, place: CellPlace) -> None:
        """Rows and columns count from 1 in the graph, as people count them."""
        cell = place.cell
        for term, number in ((B.table, place.table), (B.row, cell.row + 1), (B.column, cell.column + 1)):
            self.say(node, term, triples.typed(number, "integer"))
        if place.sheet:
            self.say(node, B.sheet, triples.string(place.sheet))
        if cell.address:
            self.say(node, B.cellAddress, triples.string(cell.address))
        if cell.box is not None:
            self.say(node, B.box, triples.string(" ".join(f"{edge:.1f}" for edge in cell.box)))

    def finding(self, finding: Finding) -> None:
        """Map a finding; its targets are passages and statements."""
        passages = [self._passage(passage) for passage in finding.passages]
        for subject, said in quality.finding(finding, self.names.document, passages).items():
            self.quads.findings[subject] += said

    # -- lines --------------------------------------------------------------------------------------------------

    def say(self, subject: str, predicate: str, term: str) -> None:
        """State something in the graph of the file."""
        self.quads.claims[subject].append(f"<{predicate}> {term}")

    def register(self, subject: str, predicate: str, term: str) -> None:
        """State something about an enduring thing, in the registry."""
        self.quads.registry[subject].append(f"<{predicate}> {term}")


def nquads(statements: Mapping[str, Iterable[str]], graph: str) -> bytes:
    """Canonical N-Quads of one graph: each line once, sorted."""
    return _canonical(statements, f" <{graph}> .\n")


def ntriples(statements: Mapping[str, Iterable[str]]) -> bytes:
    """Canonical N-Triples: each line once, sorted."""
    return _canonical(statements, " .\n")


def _canonical(statements: Mapping[str, Iterable[str]], tail: str) -> bytes:
    """Each statement once as a line with its tail, in the order of code points: sorted by subject, then for each."""
    parts: list[bytes] = []
    for subject in sorted(f"<{subject}> " for subject in statements):
        lines = sorted(set(statements[subject[1:-2]]))
        parts.append(f"{subject}{f'{tail}{subject}'.join(lines)}{tail}".encode())
    return b"".join(parts)
