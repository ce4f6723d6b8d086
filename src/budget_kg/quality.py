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


def finding(found: Finding, document: str, passages: Sequence[str] = ()) -> dict[str, list[str]]:
    """What is stated of a finding about a document (IRI) and passages (IRIs) of it, and of its operands, by subject."""
    targets = sorted({*passages, *found.targets})
    node = iri(found, document, passages)
    rule = found.rule if "/" in found.rule else f"finding-type/{found.rule}"
    said = [
        f"<{RDF_TYPE}> <{B.Finding}>",
        f"<{RDF_TYPE}> <{PREFIXES['dqv']}QualityAnnotation>",
        f"<{PREFIXES['oa']}motivatedBy> <{PREFIXES['dqv']}qualityAssessment>",
        f"<{B.rule}> <{CODE}{rule}>",
        f"<{B.document}> <{document}>",
        f"<{PREFIXES['sh']}resultSeverity> <{PREFIXES['sh']}{found.severity}>",
        f"<{B.text}> {triples.string(found.message.zh, 'zh')}",
        f"<{B.text}> {triples.string(found.message.en, 'en')}",
        *(f"<{PREFIXES['oa']}hasTarget> <{target}>" for target in targets),
    ]
    if found.comparison is None:
        return {node: said}
    operands = _operands(node, found.comparison)
    said += [*_comparison(found.comparison), *(f"<{B.hasOperand}> <{operand}>" for operand in operands)]
    return {node: said} | operands


def _comparison(compared: Comparison) -> list[str]:
    """What was expected and found, and what explains the difference."""
    said = [f"<{B.checkResult}> <{B.Fails if compared.result == 'fails' else B.WithinRounding}>"]
    amounts = {B.expected: compared.expected, B.found: compared.found, B.difference: compared.difference}
    for term, amount in amounts.items():
        if amount is not None:
            said.append(f"<{term}> {triples.decimal(_rounded(amount))}")
    if compared.unit:
        said.append(f"<{B.printedUnit}> <{CODE}unit/{compared.unit}>")
    if compared.explanation is not None:
        said.append(f"<{B.explanation}> {triples.string(compared.explanation.zh, 'zh')}")
        said.append(f"<{B.explanation}> {triples.string(compared.explanation.en, 'en')}")
    return said + [f"<{B.explainedBy}> <{name}>" for name in compared.explained_by]


def _operands(node: str, compared: Comparison) -> dict[str, list[str]]:
    """The operands of a finding (IRI) with their roles, in their order."""
    return {
        f"{node}-{order}": [
            f"<{RDF_TYPE}> <{B.FindingOperand}>",
            f"<{B.operandRole}> {triples.string(role)}",
            f"<{B.operandOrder}> {triples.typed(order, 'integer')}",
            f"<{B.operand}> <{name}>",
        ]
        for order, (role, name) in enumerate(compared.operands, start=1)
    }


def _rounded(amount: Decimal) -> Decimal:
    return plain(round(amount, _DIGITS)) if amount.is_finite() else amount


def relation_counts(holding: int, rounding: int, failing: int, undecided: int) -> list[str]:
    """How many relations between the figures of a document were looked at, and what came of them."""
    numbers = {
        B.relationsHolding: holding, B.relationsRounding: rounding, B.relationsFailing: failing,
        B.relationsUndecided: undecided,
    }
    return [f"<{term}> {triples.typed(number, 'integer')}" for term, number in numbers.items()]
