"""What a document's findings say besides checks: what its reader could not read, and which shapes are not satisfied."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from budget_kg.errors import Say
from budget_kg.model import Severity
from budget_kg.stores.contract import Source, solutions
from budget_kg.vocab import CODE, ID, B, scheme

_FINDING_TYPE: Final = f"{CODE}finding-type/"
_OF_CHECK: Final = re.compile(rb"^<([^>]*)> <%b> <%bcheck/" % (B.rule.encode(), CODE.encode()), re.MULTILINE)
_SUBJECT: Final = re.compile(rb"<(%bfinding-[^>]*)>" % ID.encode())


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding of the reader or of a shape: `rule` is a finding type, `targets` are statements and passages."""

    iri: str
    rule: str
    title: Say
    severity: Severity
    message: Say
    targets: tuple[str, ...]


def types() -> tuple[str, ...]:
    """The notations of all finding types."""
    return tuple(scheme("finding-type"))


def without_checks(nquads: bytes) -> bytes:
    """The statements of a document without the findings of checks, which may be those of older ones."""
    gone = {match[1] for match in _OF_CHECK.finditer(nquads)}
    if not gone:
        return nquads
    return b"".join(line for line in nquads.splitlines(keepends=True) if not _belongs(line, gone))


def _belongs(line: bytes, findings: set[bytes]) -> bool:
    """Whether a line speaks of one of these findings or of an operand of it (`finding-…-2`)."""
    subject = _SUBJECT.match(line)
    if subject is None:
        return False
    return subject[1] in findings or subject[1].rpartition(b"-")[0] in findings


def noticed(source: Source) -> list[Noticed]:
    """The findings in a source, by IRI."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    targets: dict[str, list[str]] = defaultdict(list)
    for row in solutions(source, _TEXTS):
        texts[row["finding"].value][row["text"].language] = row["text"].value
    for row in solutions(source, _TARGETS):
        targets[row["finding"].value].append(row["target"].value)
    found = []
    for row in solutions(source, _FINDINGS):
        name, rule = row["finding"].value, row["rule"].value.removeprefix(_FINDING_TYPE)
        said, concept = texts[name], scheme("finding-type").get(rule)
        title = Say(concept.zh, concept.en or concept.zh) if concept is not None else Say(rule, rule)
        severity = Severity(row["severity"].value.rpartition("#")[2])
        message = Say(said.get("zh", ""), said.get("en", ""))
        found.append(Noticed(name, rule, title, severity, message, tuple(sorted(targets[name]))))
    return found


_FINDINGS: Final = """
SELECT ?finding ?rule ?severity WHERE {
  GRAPH ?g { ?finding a bkg:Finding ; bkg:rule ?rule ; sh:resultSeverity ?severity }
} ORDER BY ?finding"""
_TEXTS: Final = "SELECT ?finding ?text WHERE { GRAPH ?g { ?finding a bkg:Finding ; bkg:text ?text } }"
_TARGETS: Final = "SELECT ?finding ?target WHERE { GRAPH ?g { ?finding a bkg:Finding ; oa:hasTarget ?target } }"
