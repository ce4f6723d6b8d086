"""Reports as JSON, for programs: both languages, exact amounts. `docs/checks.md` tells the form; it only grows.

Amounts are strings in the base unit of their dimension (yuan): a JSON number would pass through a binary float.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from budget_kg.checking.figures import Result
from budget_kg.checking.operands import Operand, Place
from budget_kg.checking.report import Report, Reported, Suggested
from budget_kg.errors import InputError, Say
from budget_kg.model import Severity
from budget_kg.text import plain

FORM: Final = "budget-kg-check/1"


def as_json(reports: Sequence[Report], failed: Mapping[str, InputError], *, explain: bool) -> str:
    """All reports and the files that could not be read; with `explain` also the relations that raise no finding."""
    whole = {
        "form": FORM,
        "documents": [_document(one, explain=explain) for one in reports],
        "failed": [{"file": name, "fault": _both(error.say)} for name, error in failed.items()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _document(report: Report, *, explain: bool) -> dict[str, Any]:
    subject = report.subject
    said: dict[str, Any] = {
        "document": subject.iri, "title": subject.title, "department": subject.department, "year": subject.year,
        "kind": subject.kind, "file": subject.file,
        "relations": {
            "checked": sum(report.counts.values()), **{str(result): report.counts[result] for result in Result},
        },
        "severities": {severity.word: report.severities[severity] for severity in Severity},
        "findings": [_finding(one) for one in report.findings],
    }
    if report.suggested:
        said["suggestions"] = [_suggestion(one) for one in report.suggested]
    if explain:
        said["holding"] = _relations(report.holding)
        said["undecided"] = _relations(report.undecided)
    return said


def _finding(one: Reported) -> dict[str, Any]:
    return {
        "id": one.iri, "rule": one.rule, "family": one.family, "severity": one.severity.word,
        "result": one.result or None, "section": one.section, "title": _both(one.title), "message": _both(one.message),
        **_figures(one), "explanation": _both(one.explanation), "explained_by": list(one.explained_by),
        "why": _both(one.why), "remedy": _both(one.remedy), "operands": _operands(one),
    }


def _relations(relations: Iterable[Reported]) -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule, "family": one.family, "result": one.result, "section": one.section,
            "title": _both(one.title), **_figures(one), "reason": _both(one.reason), "operands": _operands(one),
        }
        for one in relations
    ]


def _suggestion(one: Suggested) -> dict[str, Any]:
    return {
        "statement": one.operand.iri, "name": _both(one.operand.name), "printed": one.operand.printed,
        "value": amount(one.value), "other": amount(one.other), "vanishing": list(one.vanishing),
        "breaking": list(one.breaking), "places": [_place(place) for place in one.operand.places],
    }


def _figures(one: Reported) -> dict[str, str | None]:
    return {
        "expected": amount(one.expected), "found": amount(one.found), "difference": amount(one.difference),
        "unit": one.unit or None,
    }


def amount(value: Decimal | None) -> str | None:
    """An amount in the base unit, without an exponent; a quotient without an end to eight digits."""
    return f"{plain(round(value, 8)):f}" if value is not None and value.is_finite() else None


def _operands(one: Reported) -> list[dict[str, Any]]:
    return [_operand(role, operand) for role, operand in one.operands]


def _operand(role: str, operand: Operand) -> dict[str, Any]:
    named = operand.kind != "Passage"
    return {
        "role": role or None, "statement": operand.iri, "kind": operand.kind,
        "name": _both(operand.name) if named else None, "printed": operand.printed or None,
        "unit": operand.unit or None, "phase": operand.phase.removeprefix("phase/") or None,
        "year": int(operand.year) if operand.year else None, "places": [_place(place) for place in operand.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "passage": place.iri, "document": place.document, "section": place.section, "page": place.page,
        "table": place.table, "start": place.start, "end": place.end, "quote": place.quote,
    }


def _both(say: Say | None) -> dict[str, str] | None:
    return {"zh": say.zh, "en": say.en} if say is not None else None
