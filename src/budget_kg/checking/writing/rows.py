"""Findings as CSV, one a line, for spreadsheets: a text that one would run as a formula is made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from budget_kg.checking.report import Report, Reported
from budget_kg.checking.writing.records import amount
from budget_kg.checking.writing.wording import cited, quoted
from budget_kg.errors import Lang, Say

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
COLUMNS: Final = (
    "file", "document", "id", "rule", "family", "severity", "result", "title", "message", "section", "page", "start",
    "end", "expected", "found", "difference", "unit", "explanation", "remedy", "quotes",
)


def as_csv(reports: Sequence[Report], lang: Lang) -> str:
    """The findings of all reports under one head; amounts are in the base unit of their dimension."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for report in reports:
        for one in report.findings:
            writer.writerow([_written(value) for value in _row(report, one, lang)])
    return stream.getvalue().rstrip("\n")


def _row(report: Report, one: Reported, lang: Lang) -> Iterable[Any]:
    place = one.primary
    at = (place.page, place.start, place.end) if place is not None else (None, None, None)
    quotes = " | ".join(quoted(own.place) for own in cited(one, lang))
    return (
        report.subject.file, report.subject.iri, one.iri, one.rule, one.family, one.severity.word, one.result,
        one.title(lang), one.message(lang), one.section, *at, _number(one.expected), _number(one.found),
        _number(one.difference), one.unit, _said(one.explanation, lang), _said(one.remedy, lang), quotes,
    )


def _said(say: Say | None, lang: Lang) -> str:
    return say(lang) if say is not None else ""


def _number(value: Any) -> Any:
    """A number stays one although it may begin with a minus."""
    text = amount(value)
    return _Number(text) if text is not None else None


class _Number(str):
    __slots__ = ()


def _written(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, _Number) else text
