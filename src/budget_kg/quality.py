"""Findings as quality annotations: the triples that say what does not fit, of what document, by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget_kg import triples
from budget_kg.model import Comparison, Finding
from budget_kg.names import h16
from budget_kg.prefixes import PREFIXES
from budget_kg.text import plain
from budget_kg.vocab import CODE, ID, RDF_TYPE, B

_DIGITS = 8  # no printed figure has more; a quotient may have no end


def iri(found: Finding, document: str, passages: Sequence[str] = ()) -> str:
    """The IRI of a finding about a document (IRI) and passages (IRIs) of it: the same when it is found again."""
    targets = sorted({*passages, *found.targets})
    # A check finds the same again where the same statements do not fit, whatever the message says.
    known_by = targets if found.comparison is not None else [*targets, found.message.en]
    return f"{ID}finding-{h16(found.rule, document, *known_by)}"


def finding(found: Finding, document: str, passages: Sequence[str] = ()) -> list[str]:
    """N-Triples lines, without the final dot, of a finding about a document (IRI) and passages (IRIs) of it."""
    targets = sorted({*passages, *found.targets})
    node = iri(found, document, passages)
    rule = found.rule if "/" in found.rule else f"finding-type/{found.rule}"
    said = [
        f"<{node}> <{RDF_TYPE}> <{B.Finding}>",
        f"<{node}> <{RDF_TYPE}> <{PREFIXES['dqv']}QualityAnnotation>",
        f"<{node}> <{PREFIXES['oa']}motivatedBy> <{PREFIXES['dqv']}qualityAssessment>",
        f"<{node}> <{B.rule}> <{CODE}{rule}>",
        f"<{node}> <{B.document}> <{document}>",
        f"<{node}> <{PREFIXES['sh']}resultSeverity> <{PREFIXES['sh']}{found.severity}>",
        f"<{node}> <{B.text}> {triples.string(found.message.zh, 'zh')}",
        f"<{node}> <{B.text}> {triples.string(found.message.en, 'en')}",
        *(f"<{node}> <{PREFIXES['oa']}hasTarget> <{target}>" for target in targets),
    ]
    return said if found.comparison is None else said + _comparison(node, found.comparison)


def _comparison(node: str, compared: Comparison) -> list[str]:
    """What was expected and found, and the operands with their roles, in their order."""
    said = [f"<{node}> <{B.checkResult}> <{B.Fails if compared.result == 'fails' else B.WithinRounding}>"]
    amounts = {B.expected: compared.expected, B.found: compared.found, B.difference: compared.difference}
    for term, amount in amounts.items():
        if amount is not None:
            said.append(f"<{node}> <{term}> {triples.decimal(_rounded(amount))}")
    if compared.unit:
        said.append(f"<{node}> <{B.printedUnit}> <{CODE}unit/{compared.unit}>")
    if compared.explanation is not None:
        said.append(f"<{node}> <{B.explanation}> {triples.string(compared.explanation.zh, 'zh')}")
        said.append(f"<{node}> <{B.explanation}> {triples.string(compared.explanation.en, 'en')}")
    said += [f"<{node}> <{B.explainedBy}> <{name}>" for name in compared.explained_by]
    for order, (role, name) in enumerate(compared.operands, start=1):
        operand = f"{node}-{order}"
        said += [
            f"<{node}> <{B.hasOperand}> <{operand}>",
            f"<{operand}> <{RDF_TYPE}> <{B.FindingOperand}>",
            f"<{operand}> <{B.operandRole}> {triples.string(role)}",
            f"<{operand}> <{B.operandOrder}> {triples.typed(order, 'integer')}",
            f"<{operand}> <{B.operand}> <{name}>",
        ]
    return said


def _rounded(amount: Decimal) -> Decimal:
    return plain(round(amount, _DIGITS)) if amount.is_finite() else amount


def relation_counts(document: str, holding: int, rounding: int, failing: int, undecided: int) -> list[str]:
    """How many relations between the figures of a document (IRI) were looked at, and what came of them."""
    numbers = {
        B.relationsHolding: holding, B.relationsRounding: rounding, B.relationsFailing: failing,
        B.relationsUndecided: undecided,
    }
    return [f"<{document}> <{term}> {triples.typed(number, 'integer')}" for term, number in numbers.items()]
