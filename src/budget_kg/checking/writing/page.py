"""Reports as one HTML page that needs nothing else: the findings beside the text, linked both ways.

No script, no address outside the page; the browser is told to load nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from budget_kg.checking.checkfile import SEVERITIES
from budget_kg.checking.figures import Result
from budget_kg.checking.operands import Place
from budget_kg.checking.report import Report, Reported, Suggested
from budget_kg.checking.writing.marked_text import Mark, marked_text, safe
from budget_kg.checking.writing.style import STYLE
from budget_kg.checking.writing.wording import (
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
from budget_kg.errors import InputError, Lang
from budget_kg.model import Severity

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_QUOTES: Final = 4


def as_html(shown: Sequence[Shown], failed: Mapping[str, InputError], lang: Lang, *, explain: bool) -> Iterator[str]:
    """The page in pieces."""
    title = shown[0].report.subject.title if len(shown) == 1 else ("核对报告" if lang == "zh" else "Report of checks")
    yield (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{safe(title)}</title>\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n{_switches(lang)}"
    )
    if len(shown) > 1 or failed:
        yield _contents(shown, failed, lang)
    for number, one in enumerate(shown, start=1):
        yield from _Part(one, number, lang).written(explain=explain)
    yield "</body>\n</html>\n"


def _switches(lang: Lang) -> str:
    """A box for each severity that shows or hides its findings."""
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{one.word}" checked> '
        f'<b class="badge {one.word}">{SEVERITIES[one](lang)}</b></label> '
        for one in Severity
    )
    return f'<p class="switches">{"显示" if lang == "zh" else "Show"} {boxes}</p>\n'


def _contents(shown: Sequence[Shown], failed: Mapping[str, InputError], lang: Lang) -> str:
    lines = [
        f'<li><a href="#d{number}">{safe(one.report.subject.title)}</a> — {tally(one.report, lang)}</li>'
        for number, one in enumerate(shown, start=1)
    ]
    lines += [f'<li class="failed">{safe(error.say(lang))}</li>' for error in failed.values()]
    return f"<nav><ul>\n{''.join(lines)}\n</ul></nav>\n"


class _Part:
    """One document of the page: `d1`, its findings `d1-f1` …, its passages `d1-p1` …."""

    def __init__(self, shown: Shown, number: int, lang: Lang) -> None:
        self._report = shown.report
        self._id = f"d{number}"
        self._lang: Lang = lang
        self._document = shown.document()
        self._numbers = {id(one): count for count, one in enumerate(self._report.findings, start=1)}
        self._marks = self._marked()

    def written(self, *, explain: bool) -> Iterator[str]:
        report, lang = self._report, self._lang
        yield (
            f'<main id="{self._id}">\n<header><h1>{safe(report.subject.title)}</h1>'
            f'<p class="file">{safe(report.subject.file)}</p>'
            f"<p>{headline(report, lang)}</p><p><b>{tally(report, lang)}</b></p></header>\n"
            '<div class="panes">\n<section class="findings">\n'
        )
        if report.suggested:
            lines = "".join(self._suggestion(one) for one in report.suggested)
            yield f"<h3>{suggestions_title(lang)}</h3>\n<ol>{lines}</ol>\n"
        for section, found in report.sections.items():
            yield f'<h3 title="{safe(section)}">{safe(section_title(section, lang))}</h3>\n'
            yield from (self._finding(one) for one in found)
        if explain:
            yield from _explained(report, lang)
        yield '</section>\n<section class="text">\n'
        yield from self._text()
        yield "</section>\n</div>\n</main>\n"

    def _text(self) -> Iterator[str]:
        if self._document is not None:
            yield from marked_text(self._document, list(self._marks.values()), self._lang)
        elif self._lang == "zh":
            yield "<p>存储没有留存这份文件，无法显示全文。</p>\n"
        else:
            yield "<p>The store keeps no copy of this file, so its text cannot be shown.</p>\n"

    # -- findings ---------------------------------------------------------------------------------------------------

    def _finding(self, one: Reported) -> str:
        lang, number, kind = self._lang, self._numbers[id(one)], one.severity.word
        places = cited(one, lang)
        lines = [self._quote(own.label, own.place) for own in places]
        more = ""
        if len(lines) > _QUOTES:
            left = len(lines) - _QUOTES
            words = f"另有 {left} 处" if lang == "zh" else f"{left} more"
            more = f"<details><summary>{words}</summary><ul>{''.join(lines[_QUOTES:])}</ul></details>"
        parts = [
            f'<article class="finding {kind}" id="{self._id}-f{number}">',
            f'<h4><span class="number">{number}</span> <b class="badge {kind}">{SEVERITIES[one.severity](lang)}</b> '
            f"{safe(one.title(lang))} <code>{safe(one.rule)}</code></h4>",
            f'<p class="message">{safe(one.message(lang))}</p>',
            _paragraph("figures", figures(one, lang)),
            _paragraph("explanation", one.explanation(lang) if one.explanation is not None else ""),
            f"<ul>{''.join(lines[:_QUOTES])}</ul>{more}" if lines else "",
            _paragraph("remedy", one.remedy(lang) if one.remedy is not None else ""),
            _paragraph("why", one.why(lang) if one.why is not None else ""),
            "</article>\n",
        ]
        return "".join(parts)

    def _suggestion(self, one: Suggested) -> str:
        """A suggestion, linked to the passage of its figure and to the findings that would vanish."""
        by_iri = {finding.iri: self._numbers[id(finding)] for finding in self._report.findings}
        links = " ".join(
            f'<a href="#{self._id}-f{by_iri[name]}">{by_iri[name]}</a>' for name in one.vanishing if name in by_iri
        )
        quote = f"<ul>{self._quote('', one.operand.places[0])}</ul>" if one.operand.places else ""
        return f"<li>{safe(suggestion_line(one, self._lang))} ({links}){quote}</li>"

    def _quote(self, label: str, place: Place) -> str:
        mark = self._marks.get((place.start, place.end)) if self._is_own(place) else None
        words = f"“{safe(quoted(place))}”"
        linked = f'<a href="#{mark.name}">{words}</a>' if mark is not None else words
        named = f'<span class="label">{safe(label)}</span> ' if label else ""
        at = where(place, self._lang, self._report.subject.iri)
        return f'<li>{named}<q>{linked}</q> <span class="where">{at}</span></li>'

    # -- marks ------------------------------------------------------------------------------------------------------

    def _is_own(self, place: Place) -> bool:
        """Whether the place is one of this text, which a newer reader may read otherwise than the one that stored it."""
        if self._document is None or place.document not in ("", self._report.subject.iri):
            return False
        return self._document.text[place.start : place.end] == place.quote

    def _marked(self) -> dict[tuple[int, int], Mark]:
        """The marks of the text by offsets: one for all findings about the same words."""
        about: dict[tuple[int, int], list[Reported]] = {}
        for one in self._report.findings:
            for own in cited(one, self._lang):
                if self._is_own(own.place):
                    about.setdefault((own.place.start, own.place.end), []).append(one)
        marks = {}
        for count, (span, found) in enumerate(sorted(about.items()), start=1):
            ranked = sorted(found, key=lambda one: (one.severity.rank, self._numbers[id(one)]))
            named = tuple(
                (f"{self._id}-f{self._numbers[id(one)]}", str(self._numbers[id(one)]), one.title(self._lang))
                for one in ranked
            )
            marks[span] = Mark(*span, f"{self._id}-p{count}", ranked[0].severity, named)
        return marks


def _paragraph(kind: str, text: str) -> str:
    return f'<p class="{kind}">{safe(text)}</p>' if text else ""


def _explained(report: Report, lang: Lang) -> Iterable[str]:
    for result, relations in ((Result.HOLDS, report.holding), (Result.CANNOT_TELL, report.undecided)):
        if not relations:
            continue
        yield f"<h3>{result_title(result, lang)}</h3>\n"
        for found in by_rule(relations).values():
            lines = "".join(f"<li>{safe(relation_line(one, lang))}</li>" for one in found)
            yield f"<details><summary>{safe(found[0].title(lang))} ({len(found)})</summary><ol>{lines}</ol></details>\n"
