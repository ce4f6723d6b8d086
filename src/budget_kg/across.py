"""Checks across the documents of a department and its units, kept in a graph of their own.

They are run again for a department when one of its documents is put into the store or taken out; the findings of all
other departments stay as they are, so that a change costs what it touches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from budget_kg import quality
from budget_kg.checking.checkfile import Check, checks
from budget_kg.checking.engine import Checked, mentioned, run
from budget_kg.checking.findings import findings
from budget_kg.checking.operands import describe
from budget_kg.model import Finding
from budget_kg.stores.contract import ONTOLOGY, REGISTRY, Scopable, SharedGraph, Source, Stage, solutions
from budget_kg.triples import iri
from budget_kg.vocab import ID, B

ACROSS: Final = f"{ID}findings-across"
"""The graph of what does not fit between documents."""

_MOST: Final = 64
"""Graphs a department's documents may have for its checks to be narrowed to them."""


def store_checks() -> tuple[Check, ...]:
    """The shipped checks that look at several documents."""
    return tuple(check for check in checks() if check.scope == "store")


def concerned(source: Source, documents: Collection[str]) -> set[str]:
    """The departments (IRIs) that checks of some documents (IRIs) involve: publishers, and those they are units of."""
    publishers = _found(source, documents, "GRAPH id:registry { ?given dct:publisher ?found }")
    listed = "?given skos:prefLabel ?name . ?listed skos:prefLabel ?name ; bkg:officeKind bkg:SubordinateUnit . "
    listed += "?found org:hasUnit ?listed"
    return publishers | _found(source, publishers, f"GRAPH id:registry {{ {listed} }}")


def _found(source: Source, given: Collection[str], pattern: str) -> set[str]:
    values = " ".join(map(iri, sorted(given)))
    rows = solutions(source, f"SELECT DISTINCT ?found WHERE {{ VALUES ?given {{ {values} }} {pattern} }}")
    return {row["found"].value for row in rows} if given else set()


@dataclass(frozen=True, slots=True)
class Across:
    """What came of the checks across the documents of one department (IRI); each finding with its document."""

    department: str
    checked: Checked
    findings: tuple[tuple[str, Finding], ...]


def examine(source: Scopable, department: str, chosen: Sequence[Check] | None = None) -> Across | None:
    """Check the documents of a department (IRI) against each other; None when there is only one."""
    graphs = _graphs(source, department)
    if len(graphs) < 2:
        return None
    scope: Source = source.within([REGISTRY, ONTOLOGY, *graphs]) if len(graphs) <= _MOST else source
    checked = run(scope, store_checks() if chosen is None else chosen, department)
    known = describe(scope, mentioned(checked.reported))
    found = findings(scope, checked, known)
    return Across(department, checked, tuple((known[one.targets[0]].places[0].document, one) for one in found))


def _graphs(source: Source, department: str) -> list[str]:
    """The graphs of claims of the documents of a department and of the units it lists."""
    listed = "?given org:hasUnit ?listed . ?listed bkg:officeKind bkg:SubordinateUnit ; skos:prefLabel ?name . "
    listed += "?found skos:prefLabel ?name . ?document dct:publisher ?found"
    publishers = {department} | _found(source, {department}, f"GRAPH id:registry {{ {listed} }}")
    published = "GRAPH id:registry { ?found dct:publisher ?given ; bkg:disclosureYear ?year }"
    documents = _found(source, publishers, published)
    return sorted(_found(source, documents, "GRAPH ?found { ?layer prov:wasDerivedFrom ?given }"))


def renew(stage: Stage, departments: Collection[str]) -> None:
    """Check the documents of some departments (IRIs) against each other again, as they stand in a stage."""
    if not departments:
        return
    lines = _kept(stage, departments)
    for department in sorted(departments):
        found = examine(stage, department)
        for document, finding in found.findings if found is not None else ():
            for subject, said in quality.finding(finding, document).items():
                lines += [f"{iri(subject)} {one}" for one in said]
            lines.append(f"{iri(quality.iri(finding, document))} {iri(B.org)} {iri(department)}")
    stage.share(_graph(lines))


def _kept(stage: Stage, departments: Collection[str]) -> list[str]:
    """What the graph says of the findings of all other departments."""
    if ACROSS not in stage.shared:
        return []
    rows = [
        tuple(str(row[name]) for name in ("s", "p", "o"))
        for row in solutions(stage, f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(ACROSS)} {{ ?s ?p ?o }} }}")
    ]
    renewed = {iri(department) for department in departments}
    gone = {s for s, p, o in rows if p == iri(B.org) and o in renewed}
    gone |= {o for s, p, o in rows if p == iri(B.hasOperand) and s in gone}
    return [f"{s} {p} {o}" for s, p, o in rows if s not in gone]


def _graph(lines: Iterable[str]) -> SharedGraph:
    content = "".join(f"{line} .\n" for line in sorted(set(lines))).encode()
    version = hashlib.sha256(content).hexdigest()[:16]
    return SharedGraph(ACROSS, version, (content,) if content else ())
