"""Findings as SARIF 2.1.0, which CI systems show beside the file.

Offsets are code points of the text layer, which for a text file is the file; only there lines are given too.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from budget_kg.checking.checkfile import Check
from budget_kg.checking.operands import Place
from budget_kg.checking.report import Report, Reported
from budget_kg.checking.writing.wording import Shown, cited
from budget_kg.errors import InputError, Lang
from budget_kg.model import Severity
from budget_kg.vocab import CODE

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(
    checked: Sequence[Shown], checks: Sequence[Check], failed: Mapping[str, InputError], lang: Lang, version: str
) -> str:
    """One run over all documents; a file that could not be read is a notification."""
    rules = _rules(checked, checks, lang)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "budget-kg", "version": version, "language": "zh-CN" if lang == "zh" else "en-US", "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _artifact(one.report), "roles": ["analysisTarget"]} for one in checked],
        "invocations": [_invocation(failed, lang)],
        "results": [result for one in checked for result in _results(one, index, lang)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _invocation(failed: Mapping[str, InputError], lang: Lang) -> dict[str, Any]:
    notifications = [
        {
            "level": "error", "message": {"text": error.say(lang)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(name)}}}],
        }
        for name, error in failed.items()
    ]
    return {"executionSuccessful": not failed, "toolExecutionNotifications": notifications}


# -- rules ----------------------------------------------------------------------------------------------------------


def _rules(checked: Sequence[Shown], checks: Sequence[Check], lang: Lang) -> list[dict[str, Any]]:
    """All checks that were run, and the finding types that occur."""
    found = {check.id: _rule(check, lang) for check in checks}
    for one in checked:
        for finding in one.report.findings:
            if finding.family is None:
                found.setdefault(finding.rule, _noticed_rule(finding, lang))
    return list(found.values())


def _rule(check: Check, lang: Lang) -> dict[str, Any]:
    return {
        "id": check.id, "name": check.title.en, "shortDescription": {"text": check.title(lang)},
        "fullDescription": {"text": check.why(lang)},
        "help": {
            "text": check.remedy(lang),
            "markdown": f"{check.remedy(lang)} ([`{check.id}`](docs/checks.md#{check.id}))",
        },
        "helpUri": check.iri, "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"family": check.family, "severity": check.severity.word},
    }


def _noticed_rule(one: Reported, lang: Lang) -> dict[str, Any]:
    return {
        "id": one.rule, "name": one.title.en, "shortDescription": {"text": one.title(lang)},
        "fullDescription": {"text": one.title(lang)}, "helpUri": f"{CODE}finding-type/{one.rule}",
        "properties": {"family": None},
    }


# -- results --------------------------------------------------------------------------------------------------------


def _results(one: Shown, index: Mapping[str, int], lang: Lang) -> list[dict[str, Any]]:
    lines = _line_starts(one)
    return [_result(one.report, finding, index, lines, lang) for finding in one.report.findings]


def _result(
    report: Report, one: Reported, index: Mapping[str, int], lines: Sequence[int], lang: Lang
) -> dict[str, Any]:
    places = cited(one, lang)
    own = [place for place in places if place.place.document in ("", report.subject.iri)]
    first = own[0] if own else None
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(report)}}
    if first is not None:
        location = _location(report, first.place, lines)
    related = [
        {"id": number, "message": {"text": place.label or place.place.quote}, **_location(report, place.place, lines)}
        for number, place in enumerate((one for one in own if one is not first), start=1)
    ]
    said: dict[str, Any] = {
        "ruleId": one.rule, "ruleIndex": index[one.rule], "level": _LEVELS[one.severity],
        "message": {"text": _text(one, lang)}, "locations": [location],
        "partialFingerprints": {"findingIri/v1": one.iri},
    }
    if related:
        said["relatedLocations"] = related
    return said


def _text(one: Reported, lang: Lang) -> str:
    more = [one.explanation(lang)] if one.explanation is not None else []
    return ("\n" if more else "").join([one.message(lang), *more])


def _location(report: Report, place: Place, lines: Sequence[int]) -> dict[str, Any]:
    region: dict[str, Any] = {
        "charOffset": place.start, "charLength": place.end - place.start, "snippet": {"text": place.quote},
    }
    if lines:
        region = _lined(place, lines) | region
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(report), "region": region}}
    if place.section:
        found["logicalLocations"] = [{"fullyQualifiedName": place.section, "kind": "section"}]
    if place.page is not None:
        found["properties"] = {"page": place.page}
    return found


def _lined(place: Place, lines: Sequence[int]) -> dict[str, int]:
    """The lines and columns, from 1; the end column is the first one after the passage."""
    first, last = bisect_right(lines, place.start), bisect_right(lines, max(place.start, place.end - 1))
    return {
        "startLine": first, "startColumn": place.start - lines[first - 1] + 1, "endLine": last,
        "endColumn": place.end - lines[last - 1] + 1,
    }


def _line_starts(one: Shown) -> list[int]:
    """Where the lines of a text file begin; none for another format, whose text layer is not the file."""
    if not one.report.findings:
        return []
    document = one.document()
    if document is None or document.media_type != "text/plain":
        return []
    return [0, *(number + 1 for number, letter in enumerate(document.text) if letter == "\n")]


def _artifact(report: Report) -> dict[str, str]:
    return {"uri": uri(report.subject.file)}


def uri(name: str) -> str:
    """The name of a file as a URI reference: relative as it was given, or of the scheme file."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
