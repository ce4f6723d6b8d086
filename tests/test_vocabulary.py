"""The vocabulary: every declared term is explained and used, every used term is declared, and no document leaks in."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from budget_kg import facts, pipeline
from budget_kg.resources import shipped
from budget_kg.vocab import DEF, scheme

ONTOLOGY = shipped("ontology")
SOURCE = Path(__file__).parents[1] / "src"
LISTS = sorted(path.stem for path in (ONTOLOGY / "codes").glob("*.ttl"))
DOCUMENTS = sorted((shipped("data") / "documents").glob("*/document.*"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OUTSIDE = {
    str(SKOS.Concept), str(RDFS.Resource), "http://www.w3.org/ns/org#FormalOrganization",
    "http://www.w3.org/ns/shacl#Severity",
}

# Lists whose words the code must not repeat, and the words it does repeat until they move.
CLOSED = ("phase", "fund", "expenditure-type", "transfer-level", "indicator-class", "section", "finding-type")
REPEATED = {("budget_kg/statements.py", "自治区"), ("budget_kg/sections/performance.py", "项目支出")}
# name_words.py has the words by which any two names are compared; cli/ and answering/ print headings.
OWN_WORDS = ("budget_kg/name_words.py", "budget_kg/cli/", "budget_kg/answering/")


@cache
def core() -> Graph:
    return Graph().parse(ONTOLOGY / "budget.ttl")


@cache
def declared() -> dict[str, Node]:
    """The type of every term by its local name."""
    terms = ((str(term), kind) for term, kind in core().subject_objects(RDF.type) if str(term).startswith(DEF))
    return {name.removeprefix(DEF): kind for name, kind in terms}


def of_type(*kinds: Node) -> list[str]:
    return sorted(name for name, kind in declared().items() if kind in kinds)


PROPERTIES = of_type(OWL.ObjectProperty, OWL.DatatypeProperty)
TERMS = sorted(declared())


@cache
def sources() -> dict[str, str]:
    return {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}


@cache
def queries() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(shipped("queries").rglob("*.rq"))}


def parsed(*patterns: str) -> Iterator[str]:
    """Local names of our terms in Turtle files, in whatever place."""
    for pattern in patterns:
        for path in sorted(ONTOLOGY.glob(pattern)):
            for triple in Graph().parse(path):
                yield from (str(node).removeprefix(DEF) for node in triple if str(node).startswith(DEF))


@cache
def used() -> dict[str, set[str]]:
    """Local names in use, by where they are used."""
    code, asked = "\n".join(sources().values()), "\n".join(queries().values())
    return {
        "src": set(re.findall(r"\bB\.([A-Za-z]\w*)", code)) | set(re.findall(r"\bbkg:([A-Za-z]\w*)", code)),
        "queries": set(re.findall(r"\bbkg:([A-Za-z]\w*)", asked)),
        "shapes": set(parsed("shapes.ttl")),
        "codes": set(parsed("codes/*.ttl")),
        "alignments": set(parsed("alignments/*.ttl")),
    }


def texts(name: str, predicate: URIRef) -> dict[str, str]:
    found = core().objects(URIRef(DEF + name), predicate)
    return {str(text.language): str(text) for text in found if isinstance(text, Literal)}


@pytest.mark.parametrize("name", TERMS)
def test_term_is_explained_in_both_languages(name: str) -> None:
    labels, meanings = texts(name, RDFS.label), texts(name, SKOS.definition)
    assert labels.keys() == meanings.keys() == {"zh", "en"}
    for language in ("zh", "en"):
        assert meanings[language] != labels[language] and len(meanings[language]) > len(labels[language])
        assert not meanings[language].endswith((".", "。")), "definitions are phrases"
    assert CHINESE.search(meanings["zh"]) and labels["zh"] not in ("", labels["en"])
    assert (URIRef(DEF + name), RDFS.isDefinedBy, URIRef(DEF.rstrip("#"))) in core()


def test_no_two_terms_share_a_definition() -> None:
    said = [texts(name, SKOS.definition)[language] for name in TERMS for language in ("zh", "en")]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_has_one_range_that_exists(name: str) -> None:
    (range_,) = core().objects(URIRef(DEF + name), RDFS.range)
    is_datatype = str(range_).startswith("http://www.w3.org/2001/XMLSchema#") or range_ == RDF.langString
    assert is_datatype == (declared()[name] == OWL.DatatypeProperty)
    assert is_datatype or str(range_) in OUTSIDE or str(range_).removeprefix(DEF) in of_type(OWL.Class)


@pytest.mark.parametrize("name", PROPERTIES)
def test_domain_is_a_class(name: str) -> None:
    domains = [str(domain) for domain in core().objects(URIRef(DEF + name), RDFS.domain)]
    assert len(domains) <= 1
    assert all(domain in OUTSIDE or domain.removeprefix(DEF) in of_type(OWL.Class) for domain in domains)


@pytest.mark.parametrize("place", ["src", "queries", "shapes", "codes", "alignments"])
def test_used_term_is_declared(place: str) -> None:
    assert used()[place] - set(TERMS) == set()


def test_declared_term_is_used() -> None:
    ranges = {str(kind).removeprefix(DEF) for kind in [*core().objects(None, RDFS.range), *core().objects(None, RDF.type)]}
    assert set(TERMS) - set().union(*used().values()) - ranges == set()


def test_fact_fields_name_properties() -> None:
    for kind in vars(facts).values():
        if isinstance(kind, type) and issubclass(kind, facts.Fact):
            hints = get_type_hints(kind, include_extras=True)
            terms = [get_args(hint)[1] for hint in hints.values() if get_origin(hint) is Annotated]
            assert {term.removeprefix(DEF) for term in terms} <= set(PROPERTIES)
            assert kind is facts.Fact or kind.KIND.removeprefix(DEF) in of_type(OWL.Class)
            assert set(kind.KEY) <= {field.name for field in dataclasses.fields(kind)}


@pytest.mark.parametrize("name", LISTS)
def test_concept_has_a_label_in_both_languages(name: str) -> None:
    concepts = scheme(name)
    assert concepts and [code for code, concept in concepts.items() if not (concept.zh and concept.en)] == []


def test_words_of_closed_lists_stand_in_the_ontology_only() -> None:
    words = {word for name in CLOSED for concept in scheme(name).values() for word in concept.words if len(word) > 2}
    found = set()
    for path, code in sources().items():
        if not path.startswith(OWN_WORDS):
            constants = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
            found |= {(path, value) for value in constants if isinstance(value, str) and value in words}
    assert found - REPEATED == set()


@cache
def product() -> dict[str, str]:
    """Everything that must know no document: code, ontology, queries."""
    turtle = {path.relative_to(ONTOLOGY).as_posix(): path.read_text("utf-8") for path in sorted(ONTOLOGY.rglob("*.ttl"))}
    return {**sources(), **queries(), **turtle}


@cache
def read(path: Path) -> pipeline.ReadDocument:
    return pipeline.read_document(path)


def mentions(words: set[str]) -> set[tuple[str, str]]:
    return {(place, word) for place, text in product().items() for word in words if word in text}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_product_knows_no_department(path: Path) -> None:
    department = read(path).layout.head.department
    pieces = re.split("人民政府|街道办事处|办事处|街道|委员会|[省市区县镇乡局]", department)
    assert mentions({piece for piece in pieces if len(piece) > 1}) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_product_knows_no_project(path: Path) -> None:
    stated = (getattr(fact, "subject", None) for fact in read(path).facts)
    names = {subject.name for subject in stated if isinstance(subject, facts.Project)}
    classes = {word for name in ("func", "econ-dep", "econ-gov") for concept in scheme(name).values() for word in concept.words}
    assert len(names) > 5 and mentions(names - classes) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_product_knows_no_amount(path: Path) -> None:
    number = re.compile(r"(?<![\d.])\d+\.\d{2,}(?![\d.])")
    printed = set(number.findall(read(path).layout.document.text))
    found = {(place, match) for place, text in product().items() for match in number.findall(text) if match in printed}
    assert printed and found == set()
