"""Reports as Markdown that reads well in a pull request. Text of documents never becomes markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from budget_kg.checking.checkfile import SEVERITIES
from budget_kg.checking.figures import Result
from budget_kg.checking.report import Report, Reported
from budget_kg.checking.writing.wording import (
    RESULTS,
    by_rule,
    cited,
    figures,
    quoted,
    relation_line,
    result_title,
    section_title,
    suggestion_line,
    suggestions_title,
    tally,
    where,
)
from budget_kg.errors import InputError, Lang

_QUOTES = 4
_SPECIAL = "\\`*_[]<>|#~&"


def as_markdown(reports: Sequence[Report], failed: Mapping[str, InputError], lang: Lang, *, explain: bool) -> str:
    """All reports, each under its title."""
    parts = ["\n".join(_report(one, lang, explain=explain)) for one in reports]
    if failed:
        title = "没有读成的文件" if lang == "zh" else "Files that could not be read"
        parts.append("\n".join([f"## {title}", "", *(f"- {plain(error.say(lang))}" for error in failed.values())]))
    return "\n\n".join(parts)


def plain(text: str) -> str:
    """Text as Markdown text: no markup, no line breaks."""
    return "".join(f"\\{one}" if one in _SPECIAL else one for one in " ".join(text.split()))


def _report(report: Report, lang: Lang, *, explain: bool) -> Iterator[str]:
    yield f"## {plain(report.subject.title)}"
    yield ""
    names = ["关系" if lang == "zh" else "Relations", *(RESULTS[one](lang) for one in Result)]
    counts = [sum(report.counts.values()), *(report.counts[one] for one in Result)]
    yield f"| {' | '.join(names)} |"
    yield "|" + " ---: |" * len(names)
    yield f"| {' | '.join(map(str, counts))} |"
    yield ""
    yield f"**{tally(report, lang)}**"
    if report.suggested:
        yield from ["", f"### {suggestions_title(lang)}", ""]
        yield from (f"{number}. {plain(line)}" for number, line in enumerate(_suggestions(report, lang), start=1))
    for section, found in report.sections.items():
        yield ""
        yield f"### {plain(section_title(section, lang))}"
        yield ""
        for one in found:
            yield from _finding(one, report.subject.iri, lang)
    if explain:
        yield from _explained(report, lang)


def _suggestions(report: Report, lang: Lang) -> Iterator[str]:
    for one in report.suggested:
        places = one.operand.places
        at = f" — {where(places[0], lang, report.subject.iri)}" if places else ""
        yield f"{suggestion_line(one, lang)}{at}"


def _finding(one: Reported, own_iri: str, lang: Lang) -> Iterator[str]:
    yield f"- **{SEVERITIES[one.severity](lang)}** · {plain(one.title(lang))} · `{one.rule}`"
    yield f"  <br>{plain(one.message(lang))}"
    if said := figures(one, lang):
        yield f"  <br>{plain(said)}"
    if one.explanation is not None:
        yield f"  <br>{plain(one.explanation(lang))}"
    places = cited(one, lang)
    for own in places[:_QUOTES]:
        label = f"{plain(own.label)}{'：' if lang == 'zh' else ': '}" if own.label else ""
        yield f"  - {label}“{plain(quoted(own.place))}” — {where(own.place, lang, own_iri)}"
    if len(places) > _QUOTES:
        left = len(places) - _QUOTES
        yield f"  - …… 另有 {left} 处" if lang == "zh" else f"  - … and {left} more"
    if one.remedy is not None:
        yield f"  - *{plain(one.remedy(lang))}*"


def _explained(report: Report, lang: Lang) -> Iterator[str]:
    for title, relations in (
        (result_title(Result.HOLDS, lang), report.holding), (result_title(Result.CANNOT_TELL, lang), report.undecided),
    ):
        for found in by_rule(relations).values():
            yield ""
            yield f"<details><summary>{title} · {plain(found[0].title(lang))} ({len(found)})</summary>"
            yield ""
            yield from (f"- {plain(relation_line(one, lang))}" for one in found)
            yield ""
            yield "</details>"
