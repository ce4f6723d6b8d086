"""The ontology's words, read from `ontology/`: terms, code lists, labels and synonyms. Nothing else knows them.

`B.amount` is the IRI of a declared term and an AttributeError for anything else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from budget_kg.errors import Say
from budget_kg.resources import shipped

if TYPE_CHECKING:
    from pyoxigraph import Quad

BASE = "https://w3id.org/budget-kg/"
DEF = f"{BASE}def#"
CODE = f"{BASE}code/"
ID = f"{BASE}id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
REPLACED_BY = "http://purl.org/dc/terms/isReplacedBy"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TOTAL = "_T"


def ontology_files() -> list[Path]:
    """All Turtle files of the ontology proper: terms and code lists, without shapes and alignments."""
    folder = shipped("ontology")
    return [folder / "budget.ttl", *sorted((folder / "codes").glob("*.ttl"))]


def read_quads(path: Path) -> list[Quad]:
    """Parse one Turtle file of the ontology."""
    import pyoxigraph

    return list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))


@cache
def _declared() -> frozenset[str]:
    typed = (
        str(quad.subject).strip("<>")
        for quad in read_quads(shipped("ontology") / "budget.ttl")
        if quad.predicate.value == RDF_TYPE
    )
    return frozenset(iri[len(DEF) :] for iri in typed if iri.startswith(DEF))


@cache
def term_labels() -> dict[str, Say]:
    """Return the labels of the ontology's terms, by local name."""
    labels: dict[str, dict[str, str]] = {}
    for quad in read_quads(shipped("ontology") / "budget.ttl"):
        term, language = str(quad.subject)[1:-1], getattr(quad.object, "language", None)
        if quad.predicate.value == f"{RDFS}label" and term.startswith(DEF) and language:
            labels.setdefault(term.removeprefix(DEF), {})[language] = quad.object.value  # type: ignore[union-attr]
    return {term: Say(found["zh"], found["en"]) for term, found in labels.items()}


class _Terms:
    """Attribute access to the declared terms of the ontology."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("__") or name not in _declared():
            raise AttributeError(f"the ontology declares no term {name!r}; add it to ontology/budget.ttl")
        setattr(self, name, DEF + name)
        return DEF + name


B = _Terms()


@dataclass(frozen=True, slots=True)
class Concept:
    """One code of a scheme: its notation, labels by language, synonyms, broader notation and further data.

    `data` holds the values of the `bkg:` properties of the concept by local name, as lexical forms; values that
    are codes are given as their notation. A code given up for another one has it under `isReplacedBy`.
    """

    scheme: str
    notation: str
    zh: str
    en: str
    alt: tuple[str, ...]
    broader: str
    data: dict[str, tuple[str, ...]]

    @property
    def iri(self) -> str:
        """The concept's IRI."""
        return f"{CODE}{self.scheme}/{self.notation}"

    @property
    def words(self) -> tuple[str, ...]:
        """The preferred label and all Chinese synonyms."""
        return (self.zh, *self.alt)


class Scheme(dict[str, Concept]):
    """The concepts of one code list by notation."""

    def by_word(self) -> dict[str, list[Concept]]:
        """Index the concepts by every Chinese word for them."""
        index: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.values():
            for word in concept.words:
                index[word].append(concept)
        return index


def _short(value: str) -> str:
    """A code by its notation, a term of ours by its local name, anything else as it is."""
    if value.startswith(CODE):
        return value.rpartition("/")[2]
    return value.removeprefix(DEF)


def _concept(scheme: str, notation: str, facts: list[tuple[str, str, str]]) -> Concept:
    data: dict[str, list[str]] = defaultdict(list)
    zh = en = broader = ""
    alt: list[str] = []
    for predicate, value, language in facts:
        if predicate == SKOS + "prefLabel":
            zh, en = (value, en) if language == "zh" else (zh, value)
        elif predicate == SKOS + "altLabel" and language == "zh":
            alt.append(value)
        elif predicate == SKOS + "hiddenLabel":
            data["hiddenLabel"].append(value)
        elif predicate == SKOS + "related":
            data["related"].append(_short(value))
        elif predicate == SKOS + "broader":
            broader = value.rpartition("/")[2]
        elif predicate == REPLACED_BY:
            data["isReplacedBy"].append(_short(value))
        elif predicate.startswith(DEF):
            data[predicate[len(DEF) :]].append(_short(value))
    frozen = {name: tuple(values) for name, values in data.items()}
    return Concept(scheme, notation, zh, en, tuple(alt), broader, frozen)


@cache
def scheme(name: str) -> Scheme:
    """Return the code list `name` (file `ontology/codes/<name>.ttl`), in the order of the file.

    Raises FileNotFoundError when there is no such list.
    """
    prefix = f"{CODE}{name}/"
    facts: dict[str, list[tuple[str, str, str]]] = {}
    for quad in read_quads(shipped("ontology") / "codes" / f"{name}.ttl"):
        subject = quad.subject.value  # type: ignore[union-attr]
        if subject.startswith(prefix):
            language = getattr(quad.object, "language", None) or ""
            facts.setdefault(subject[len(prefix) :], []).append(
                (quad.predicate.value, quad.object.value, language)  # type: ignore[union-attr]
            )
    return Scheme({notation: _concept(name, notation, rows) for notation, rows in facts.items()})
