"""The report of one document: what does not fit, what was looked at, and the places where to look, as data.

The checks are run on the statements of the document, whether just read or stored; what its reader and the shapes found
is taken from its findings. How a report is written is for `writing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from budget_kg import quality
from budget_kg.checking.checkfile import FAMILIES, Check
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import Checked, Relation, mentioned, run
from budget_kg.checking.figures import Result
from budget_kg.checking.findings import findings, unit_of
from budget_kg.checking.operands import Operand, Place, describe
from budget_kg.checking.other_findings import Noticed, noticed, without_checks
from budget_kg.checking.reasons import reason
from budget_kg.checking.selection import Selection
from budget_kg.checking.suggesting import suggestions
from budget_kg.errors import Say
from budget_kg.model import Finding, Severity

_PRIMARY: Final = ("claim", "total", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The document that was checked: its IRI, what it is, and the name of its file."""

    iri: str
    title: str
    department: str
    year: int
    kind: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A finding, or a relation that was looked at: what is related how, and what is printed where.

    `iri` is that of the finding in the graph, "" for a relation without one. `family` is None and `result` "" when no
    check but the reader or a shape found it; operands then have no role. Amounts are in the base unit of their
    dimension, `unit` is the notation of the printed one. `reason` tells why nothing can be told.
    """

    rule: str
    title: Say
    severity: Severity
    message: Say
    operands: tuple[tuple[str, Operand], ...]
    iri: str = ""
    family: int | None = None
    result: str = ""
    why: Say | None = None
    remedy: Say | None = None
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    unit: str = ""
    explanation: Say | None = None
    explained_by: tuple[str, ...] = ()
    reason: Say | None = None

    @property
    def primary(self) -> Place | None:
        """Where to look first: at the claim, the total or the whole, else at the first operand that has a place."""
        ranked = sorted(self.operands, key=lambda one: one[0] not in _PRIMARY)
        return next((operand.places[0] for _, operand in ranked if operand.places), None)

    @property
    def section(self) -> str:
        """The path of headings above the first place."""
        return self.primary.section if self.primary is not None else ""

    @property
    def family_name(self) -> Say | None:
        """What the family of the check is called."""
        return FAMILIES[self.family - 1] if self.family is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A printed figure that, were it `other`, would let relations hold that fail, and perhaps break others.

    Amounts are in the base unit; `vanishing` are IRIs of findings, `breaking` the rules of relations.
    """

    operand: Operand
    value: Decimal
    other: Decimal
    vanishing: tuple[str, ...]
    breaking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in a document, in the order of its text; `holding` and `undecided` relations by check.

    `severities` counts all findings; `findings` may be a selection of them. `suggested` figures were asked for apart.
    """

    subject: Subject
    counts: Counter[Result]
    findings: tuple[Reported, ...]
    holding: tuple[Reported, ...] = ()
    undecided: tuple[Reported, ...] = ()
    severities: Counter[Severity] = field(default_factory=Counter)
    suggested: tuple[Suggested, ...] = ()

    @property
    def sections(self) -> dict[str, list[Reported]]:
        """The findings by section, both in the order of the text; those without a place come first."""
        grouped: dict[str, list[Reported]] = {}
        for one in self.findings:
            grouped.setdefault(one.section, []).append(one)
        return grouped

    def at_least(self, severity: Severity) -> tuple[Reported, ...]:
        """The findings so grave or graver."""
        return tuple(one for one in self.findings if one.severity.rank <= severity.rank)


def report(subject: Subject, nquads: bytes, registry: bytes, selection: Selection) -> Report:
    """Check the statements of a document (N-Quads) and its part of the registry (N-Triples).

    UsageError when a check does not run.
    """
    with desk(without_checks(nquads), registry) as source:
        checked = run(source, selection.checks)
        others = [one for one in noticed(source) if one.rule in selection.types]
        names = [*mentioned(checked.relations), *(name for one in others for name in one.targets)]
        known = describe(source, names)
        contradictions = findings(source, checked, known)
    empty = Report(
        subject=subject, counts=Counter(), findings=tuple(_noticed(one, known) for one in others),
        suggested=_suggested(subject.iri, checked, contradictions, known) if selection.suggests else (),
    )
    return extended(empty, checked, [(subject.iri, one) for one in contradictions], known)


def extended(
    report: Report, checked: Checked, found: Iterable[tuple[str, Finding]], known: Mapping[str, Operand]
) -> Report:
    """A report with more relations, and what was found of them, each with the document (IRI) it is a finding of."""
    checks = {relation.check.id: relation.check for relation in checked.relations}
    more = (_contradiction(document, one, checks, known) for document, one in found)
    together = tuple(sorted([*report.findings, *more], key=_order))
    return replace(
        report, counts=report.counts + checked.counts, findings=together,
        holding=report.holding + _relations(checked, Result.HOLDS, known),
        undecided=report.undecided + _relations(checked, Result.CANNOT_TELL, known),
        severities=Counter(one.severity for one in together),
    )


def _suggested(
    document: str, checked: Checked, contradictions: Sequence[Finding], known: Mapping[str, Operand]
) -> tuple[Suggested, ...]:
    names = {
        relation.identity: quality.iri(one, document)
        for relation, one in zip(checked.reported, contradictions, strict=True)
    }
    return tuple(
        Suggested(
            operand=known[one.operands[0]], value=one.value, other=one.other,
            vanishing=tuple(names[relation.identity] for relation in one.vanishing if relation.identity in names),
            breaking=tuple(relation.check.id for relation in one.breaking),
        )
        for one in suggestions(checked, known)
    )


def _order(one: Reported) -> tuple[int, int, str, str]:
    place = one.primary
    start = place.start if place is not None else -1
    return start, one.severity.rank, one.rule, one.iri


def _contradiction(
    document: str, finding: Finding, checks: Mapping[str, Check], known: Mapping[str, Operand]
) -> Reported:
    compared = finding.comparison
    assert compared is not None, "a check compares"
    check = checks[finding.rule.removeprefix("check/")]
    return Reported(
        rule=check.id, title=check.title, severity=finding.severity, message=finding.message, family=check.family,
        iri=quality.iri(finding, document), result=compared.result,
        operands=_operands(compared.operands, known), why=check.why, remedy=check.remedy, expected=compared.expected,
        found=compared.found, difference=compared.difference, unit=compared.unit, explanation=compared.explanation,
        explained_by=compared.explained_by,
    )


def _noticed(one: Noticed, known: Mapping[str, Operand]) -> Reported:
    operands = sorted(
        (known[name] for name in one.targets), key=lambda operand: operand.places[0].start if operand.places else -1
    )
    return Reported(
        rule=one.rule, title=one.title, severity=one.severity, message=one.message, iri=one.iri,
        operands=tuple(("", operand) for operand in operands),
    )


def _relations(checked: Checked, result: Result, known: Mapping[str, Operand]) -> tuple[Reported, ...]:
    """The relations with that result."""
    return tuple(_relation(one, checked, known) for one in checked.relations if one.result is result)


def _relation(relation: Relation, checked: Checked, known: Mapping[str, Operand]) -> Reported:
    check, verdict = relation.check, relation.verdict
    return Reported(
        rule=check.id, title=check.title, severity=Severity.INFO, message=check.title, family=check.family,
        result=str(relation.result), operands=_operands(relation.operands, known), why=check.why,
        expected=verdict.expected, found=verdict.found, difference=verdict.difference, unit=unit_of(relation, known),
        reason=reason(relation, checked.figures, known) if relation.result is Result.CANNOT_TELL else None,
    )


def _operands(named: Iterable[tuple[str, str]], known: Mapping[str, Operand]) -> tuple[tuple[str, Operand], ...]:
    return tuple((role, known[name]) for role, name in named)
