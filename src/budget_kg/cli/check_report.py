"""What check prints: reports for people on a terminal, and the other formats by their writers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from budget_kg.checking.checkfile import SEVERITIES
from budget_kg.checking.writing.wording import (
    Cited,
    Shown,
    by_rule,
    cited,
    figures,
    headline,
    quoted,
    relation_line,
    result_title,
    section_title,
    suggestion_line,
    suggestions_title,
    tally,
    where,
)
from budget_kg.cli.columns import paragraph
from budget_kg.cli.printing import styled
from budget_kg.cli.wording import lang, tell
from budget_kg.model import Severity

if TYPE_CHECKING:
    from budget_kg.checking.report import Report, Reported
    from budget_kg.checking.selection import Selection
    from budget_kg.errors import InputError
    from budget_kg.examination import Examined

_QUOTES: Final = 4
_LONGEST: Final = 160
_SHOWN: Final = 20
"""Relations of one check that people are shown; JSON has all."""
_STYLES: Final = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def write(
    found: Sequence[Examined], failed: Mapping[str, InputError], selection: Selection, form: str, *, explain: bool
) -> Iterator[bytes]:
    """The reports in a format, in pieces, with a line break at the end."""
    for piece in _pieces(found, failed, selection, form, explain=explain):
        yield piece.encode("utf-8", "replace")


def _pieces(
    found: Sequence[Examined], failed: Mapping[str, InputError], selection: Selection, form: str, *, explain: bool
) -> Iterator[str]:
    shown = [Shown(one.report, one.document) for one in found if one.report is not None]
    reports = [one.report for one in shown]
    if form == "html":
        from budget_kg.checking.writing.page import as_html

        yield from as_html(shown, failed, lang(), explain=explain)
        return
    if form == "json":
        from budget_kg.checking.writing.records import as_json

        yield as_json(reports, failed, explain=explain)
    elif form == "csv":
        from budget_kg.checking.writing.rows import as_csv

        yield as_csv(reports, lang())
    elif form == "md":
        from budget_kg.checking.writing.markdown import as_markdown

        yield as_markdown(reports, failed, lang(), explain=explain)
    elif form == "sarif":
        from importlib.metadata import version

        from budget_kg.checking.writing.sarif import as_sarif

        yield as_sarif(shown, selection.all_checks, failed, lang(), version("budget-kg"))
    else:
        yield "\n\n\n".join("\n".join(_report(one, explain=explain)) for one in reports)
    yield "\n"


# -- for a terminal -------------------------------------------------------------------------------------------------


def _report(report: Report, *, explain: bool) -> Iterator[str]:
    yield styled(report.subject.title, "bold")
    yield headline(report, lang())
    yield tally(report, lang())
    if report.suggested:
        yield ""
        yield styled(suggestions_title(lang()), "bold")
        for hint in report.suggested:
            yield paragraph(suggestion_line(hint, lang()), 2)
            yield from (line for place in hint.operand.places[:1] for line in _quote(Cited("", place), report))
    for section, found in report.sections.items():
        yield ""
        yield styled(paragraph(section_title(section, lang())), "bold")
        for one in found:
            yield from _finding(one, report)
    if explain:
        yield from _explained(report)


def _finding(one: Reported, report: Report) -> Iterator[str]:
    severity = styled(SEVERITIES[one.severity](lang()), _STYLES[one.severity])
    yield f"  {severity}  {one.title(lang())}  {styled(one.rule, 'dim')}"
    yield paragraph(one.message(lang()), 6)
    if said := figures(one, lang()):
        yield paragraph(said, 6)
    if one.explanation is not None:
        yield paragraph(one.explanation(lang()), 6)
    places = cited(one, lang())
    for own in places[:_QUOTES]:
        yield from _quote(own, report)
    if len(places) > _QUOTES:
        left = len(places) - _QUOTES
        yield f"      {tell(f'…… 另有 {left} 处', f'… and {left} more')}"
    if one.remedy is not None:
        yield styled(paragraph(one.remedy(lang()), 6), "dim")


def _quote(own: Cited, report: Report) -> Iterator[str]:
    words = quoted(own.place)
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]}…"
    label = f"{own.label}{tell('：', ': ')}" if own.label else ""
    yield paragraph(f"{label}“{words}”", 6)
    yield f"        {styled(where(own.place, lang(), report.subject.iri), 'dim')}"


def _explained(report: Report) -> Iterator[str]:
    from budget_kg.checking.figures import Result

    for result, relations in ((Result.HOLDS, report.holding), (Result.CANNOT_TELL, report.undecided)):
        yield ""
        yield styled(f"{result_title(result, lang())} ({len(relations)})", "bold")
        for rule, found in by_rule(relations).items():
            yield f"  {found[0].title(lang())} ({len(found)})  {styled(rule, 'dim')}"
            for one in found[:_SHOWN]:
                yield paragraph(relation_line(one, lang()), 6)
            if len(found) > _SHOWN:
                left = len(found) - _SHOWN
                yield f"      {tell(f'…… 另有 {left} 个', f'… and {left} more')}"
