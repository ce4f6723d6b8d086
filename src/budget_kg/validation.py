"""Runs the shapes of `ontology/shapes.ttl` on the graphs of one document; what does not fit is a Finding.

It says what is badly formed in the data. Whether figures agree with each other is for the checks, and nothing is
repaired here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from budget_kg.errors import Say
from budget_kg.model import Finding, Severity
from budget_kg.resources import shipped
from budget_kg.triples import XSD
from budget_kg.vocab import CODE, RDF_TYPE, SKOS, scheme

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

RULE = "shape"
_SH = "http://www.w3.org/ns/shacl#"
_SHOWN = 60


def validate(nquads: bytes, registry: bytes) -> list[Finding]:
    """Run the shapes on one document: its claims and findings, and its registry, as N-Quads or N-Triples.

    The findings come sorted and without repetition. Data on which the shapes cannot be run at all give one finding
    that says so; bytes that are no RDF raise SyntaxError.
    """
    from pyshacl.errors import ReportableRuntimeError

    try:
        return findings(report(_graph(nquads, registry), shapes()))
    except ReportableRuntimeError as error:
        why = Say(f"形状无法运行：{error.message}", f"the shapes could not be run: {error.message}")
        return [Finding(RULE, Severity.VIOLATION, why)]


def report(data: Graph, shapes: Graph) -> Graph:
    """Run shapes on a graph and return the SHACL report; the codes the data refer to are added to them."""
    import pyshacl
    from rdflib import Graph

    _add_codes(data)
    _, results, _ = pyshacl.validate(
        data, shacl_graph=_flat(shapes), inference="none", inplace=True, advanced=False, meta_shacl=False,
        do_owl_imports=False,
    )
    assert isinstance(results, Graph), f"the shapes cannot be run: {results}"
    return results


@cache
def shapes() -> Graph:
    """The shapes of the ontology."""
    from rdflib import Graph

    return Graph().parse(shipped("ontology") / "shapes.ttl", format="turtle")


def findings(results: Graph) -> list[Finding]:
    """The results of a SHACL report as findings, sorted by focus and message."""
    from rdflib import URIRef

    found = {_finding(results, result) for result in results.objects(None, URIRef(_SH + "result"))}
    return sorted(found, key=lambda finding: (finding.targets, finding.message.en))


def _flat(shapes: Graph) -> Graph:
    """Give each property shape the targets of its node shape: the same results, in a third of the time.

    pyshacl runs a property shape once for each node its node shape targets, but once for all of its own targets.
    """
    from rdflib import Graph, URIRef

    targets = {URIRef(_SH + name) for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf")}
    flat = Graph()
    for node, predicate, part in shapes:
        aims = [(aim, value) for aim, value in shapes.predicate_objects(node) if aim in targets]
        if predicate == URIRef(_SH + "property") and aims:
            for aim, value in aims:
                flat.add((part, aim, value))
        else:
            flat.add((node, predicate, part))
    return flat


def _graph(nquads: bytes, registry: bytes) -> Graph:
    """One graph of everything; pyoxigraph parses many times faster than rdflib."""
    import pyoxigraph
    from rdflib import Graph

    graph = Graph()
    terms: dict[Any, Node] = {}
    for data in (nquads, registry):
        for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS):
            graph.add(tuple(_term(part, terms) for part in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
    return graph


def _term(term: Any, known: dict[Any, Node]) -> Node:
    """The rdflib term of a pyoxigraph term; lexical forms stay as they are."""
    import pyoxigraph
    from rdflib import BNode, Literal, URIRef

    found = known.get(term)
    if found is None:
        if isinstance(term, pyoxigraph.NamedNode):
            found = URIRef(term.value)
        elif isinstance(term, pyoxigraph.BlankNode):
            found = BNode(term.value)
        elif term.language:
            found = Literal(term.value, lang=term.language)
        elif term.datatype.value == XSD + "string":
            found = Literal(term.value)
        else:
            found = Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        known[term] = found
    return found


def _add_codes(data: Graph) -> None:
    """State of every code the data refer to in which list it is, if it is in one."""
    from rdflib import URIRef

    codes = {str(node) for node in data.objects() if isinstance(node, URIRef) and node.startswith(CODE)}
    for code in codes:
        name, _, notation = code.removeprefix(CODE).partition("/")
        if (shipped("ontology") / "codes" / f"{name}.ttl").is_file() and notation in scheme(name):
            data.add((URIRef(code), URIRef(RDF_TYPE), URIRef(SKOS + "Concept")))
            data.add((URIRef(code), URIRef(SKOS + "inScheme"), URIRef(CODE + name)))


def _finding(results: Graph, result: Node) -> Finding:
    from rdflib import Literal, URIRef

    said = {
        message.language: str(message)
        for message in results.objects(result, URIRef(_SH + "resultMessage")) if isinstance(message, Literal)
    }
    focus = results.value(result, URIRef(_SH + "focusNode"))
    severity = str(results.value(result, URIRef(_SH + "resultSeverity"))).removeprefix(_SH)
    value = results.value(result, URIRef(_SH + "value"))
    path = results.value(result, URIRef(_SH + "resultPath"))
    shown = _short(value) if value is not None and value != focus and path is not None else ""
    where = f"（{shown}）" if shown else "", f" ({shown})" if shown else ""
    return Finding(
        RULE, Severity(severity), Say(said["zh"] + where[0], said["en"] + where[1]),
        targets=(str(focus),) if isinstance(focus, URIRef) else (),
    )


def _short(value: Node) -> str:
    """A value for a message: the end of an IRI, the beginning of a text."""
    text = str(value).rsplit("#", 1)[-1].rsplit("/", 1)[-1] if str(value).startswith("http") else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
