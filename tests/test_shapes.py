"""The shapes: every fail case speaks exactly as its header says, every pass case is quiet, every constraint has a case."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from budget_kg import pipeline, validation
from budget_kg.mapping import ntriples
from budget_kg.model import Severity
from budget_kg.prefixes import PREFIXES
from budget_kg.resources import shipped
from budget_kg.vocab import CODE, ID

CASES = Path(__file__).parent / "cases" / "shapes"
SH = PREFIXES["sh"]
SHAPE = "https://w3id.org/budget-kg/shape/"
COMPONENTS = {
    "minCount", "maxCount", "datatype", "nodeKind", "in", "class", "pattern", "minInclusive", "minExclusive",
    "maxInclusive", "minLength", "lessThan", "disjoint", "equals", "hasValue", "uniqueLang", "languageIn", "or",
}
NAMES = sorted(str(shape).removeprefix(SHAPE) for shape in validation.shapes().subjects(RDF.type, URIRef(SH + "NodeShape")))
PASS, FAIL = sorted(CASES.glob("*/pass.*.ttl")), sorted(CASES.glob("*/fail.*.ttl"))

Result = tuple[str, str, str]


def case(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def shape(name: str) -> Graph:
    """One node shape with what hangs below it."""
    found, todo = Graph(), [URIRef(SHAPE + name)]
    while todo:
        for triple in validation.shapes().triples((todo.pop(), None, None)):
            found.add(triple)
            if isinstance(triple[2], BNode):
                todo.append(triple[2])  # type: ignore[arg-type]
    return found


def short(node: Node | None) -> str:
    """An IRI with its prefix, a literal as it is written, `-` for nothing."""
    if node is None:
        return "-"
    if isinstance(node, Literal):
        return node.n3()
    places = {"code": CODE, **PREFIXES}
    return next(f"{name}:{str(node).removeprefix(base)}" for name, base in places.items() if str(node).startswith(base))


def results(report: Graph) -> set[Result]:
    """Focus, path and kind of constraint of every result."""
    found = set()
    for result in report.objects(None, URIRef(SH + "result")):
        focus, path, component = (
            report.value(result, URIRef(SH + name)) for name in ("focusNode", "resultPath", "sourceConstraintComponent")
        )
        found.add((short(focus), short(path), str(component).removeprefix(SH).removesuffix("ConstraintComponent")))
    return found


def expected(path: Path) -> set[Result]:
    """The results a case announces in its header."""
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if line.startswith("# expects: ")]
    return {(words[2], words[3], words[4]) for words in lines}


def data(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


@pytest.mark.parametrize("path", FAIL, ids=case)
def test_fail_case_speaks(path: Path) -> None:
    report = validation.report(data(path), shape(path.parent.name))
    assert results(report) == expected(path) != set()
    said = validation.findings(report)
    assert said and all(finding.rule == "shape" and finding.message.zh and finding.message.en for finding in said)


@pytest.mark.parametrize("path", PASS, ids=case)
def test_pass_case_is_quiet(path: Path) -> None:
    assert results(validation.report(data(path), shape(path.parent.name))) == set()


def test_targets_on_property_shapes_change_no_result() -> None:
    """The rewriting that makes validation fast gives what the shapes give as they are written."""
    for path in FAIL:
        graph = data(path)
        fast = results(validation.report(graph, shape(path.parent.name)))
        _, slow, _ = pyshacl.validate(graph, shacl_graph=shape(path.parent.name), inplace=True)
        assert results(slow) == fast, case(path)


def constraints(name: str) -> set[tuple[str, str]]:
    """Path and kind of every constraint of a node shape and its property shapes."""
    graph, found = shape(name), set()
    parts: list[Node] = [URIRef(SHAPE + name), *graph.objects(URIRef(SHAPE + name), URIRef(SH + "property"))]
    for part in parts:
        path = short(graph.value(part, URIRef(SH + "path")))
        for predicate in graph.predicates(part):
            kind = str(predicate).removeprefix(SH)
            if kind in COMPONENTS:
                found.add((path, kind[0].upper() + kind[1:]))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_constraint_has_a_failing_case(name: str) -> None:
    folder = CASES / name
    assert list(folder.glob("pass.*.ttl")), f"{name} has no pass case"
    exercised = {result[1:] for path in folder.glob("fail.*.ttl") for result in expected(path)}
    assert constraints(name) - exercised == set()


def test_cases_are_of_shapes() -> None:
    assert {path.parent.name for path in CASES.glob("*/*.ttl")} == set(NAMES)


def test_shapes_use_only_constraints_the_tests_know() -> None:
    known = COMPONENTS | {"path", "property", "message", "severity", "targetClass", "targetSubjectsOf", "targetObjectsOf"}
    used = {str(predicate).removeprefix(SH) for predicate in validation.shapes().predicates() if SH in str(predicate)}
    assert used <= known


@pytest.mark.parametrize("name", NAMES)
def test_every_constraint_has_a_message_in_both_languages(name: str) -> None:
    graph, message = shape(name), URIRef(SH + "message")
    root = URIRef(SHAPE + name)
    own = [root] if (root, URIRef(SH + "property"), None) not in graph else []
    for part in [*own, *graph.objects(root, URIRef(SH + "property"))]:
        said = sorted(str(text.language) for text in graph.objects(part, message) if isinstance(text, Literal))
        assert said == ["en", "zh"], short(graph.value(part, URIRef(SH + "path")))


def test_shipped_document_has_no_violation() -> None:
    read = pipeline.read_document(shipped("data") / "documents/hanzhong-2023/document.txt")
    quads = pipeline.map_document(read).quads
    claims = ntriples(quads.claims) + ntriples(quads.findings)
    registry = ntriples(quads.registry)
    wrong = [finding for finding in validation.validate(claims, registry) if finding.severity == Severity.VIOLATION]
    assert [(finding.message.en, finding.targets) for finding in wrong] == []


def test_findings_are_sorted_and_name_focus_and_value() -> None:
    typed = f"<{PREFIXES['rdf']}type> <{PREFIXES['bkg']}NameUse>"
    claims = "".join(f"<{ID}name-{mark}> {typed} <{ID}graph-1> .\n" for mark in "ba")
    claims += f'<{ID}name-a> <{PREFIXES["bkg"]}shortName> "本局" <{ID}graph-1> .\n'
    found = validation.validate(claims.encode(), b"")
    assert [finding.targets[0] for finding in found] == sorted(finding.targets[0] for finding in found)
    short_name = [finding for finding in found if "short name" in finding.message.en and finding.targets == (f"{ID}name-a",)]
    assert [finding.message.en.rpartition(" (")[2] for finding in short_name] == ["本局)"]
    assert all(finding.severity == Severity.VIOLATION for finding in found)


def test_validating_twice_gives_the_same() -> None:
    claims = f"<{ID}name-1> <{PREFIXES['rdf']}type> <{PREFIXES['bkg']}NameUse> <{ID}graph-1> .\n".encode()
    assert validation.validate(claims, b"") == validation.validate(claims, b"") != []


def test_codes_of_unknown_lists_are_findings() -> None:
    code = f"{CODE}nowhere/1"
    claims = f"<{ID}obs-1> <{PREFIXES['bkg']}function> <{code}> <{ID}graph-1> .\n".encode()
    assert [finding.targets for finding in validation.validate(claims, b"")] == [(code,)]


def test_values_of_any_kind_are_findings_never_a_crash() -> None:
    span = f"<{ID}span-1>"
    for end in ("<https://example.org/>", "_:b", '"9"', '"2023-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"x"@zh'):
        claims = f"{span} <{PREFIXES['rdf']}type> <{PREFIXES['bkg']}Passage> <{ID}graph-1> .\n"
        claims += f'{span} <{PREFIXES["bkg"]}start> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <{ID}graph-1> .\n'
        claims += f"{span} <{PREFIXES['bkg']}end> {end} <{ID}graph-1> .\n"
        found = validation.validate(claims.encode(), b"")
        assert found and all(finding.rule == "shape" for finding in found)
