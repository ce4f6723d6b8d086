"""What reports say in every format: the names of severities and results, figures, and the places to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from budget_kg.checking.checkfile import SEVERITIES
from budget_kg.checking.figures import Result
from budget_kg.checking.findings import shown, unit_name
from budget_kg.checking.operands import Operand, Place
from budget_kg.checking.reasons import role_name
from budget_kg.checking.report import Report, Reported, Suggested
from budget_kg.errors import Lang, Say
from budget_kg.model import Document

RESULTS: Final[Mapping[Result, Say]] = {
    Result.HOLDS: Say("成立", "hold"), Result.ROUNDING: Say("仅舍入之差", "differ by rounding"),
    Result.FAILS: Say("不成立", "fail"), Result.CANNOT_TELL: Say("无法判断", "cannot be told"),
}

_HEADINGS: Final = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A report, and what gives its document when the text is at hand."""

    report: Report
    document: Callable[[], Document | None]


@dataclass(frozen=True, slots=True)
class Cited:
    """A place with the names and roles of the operands that were read there."""

    label: str
    place: Place


def headline(report: Report, lang: Lang) -> str:
    """How many relations were looked at, and what came of them."""
    total = sum(report.counts.values())
    said = [f"{RESULTS[one].zh} {report.counts[one]}" for one in Result]
    if lang == "zh":
        return f"核对关系 {total} 个：{'，'.join(said)}"
    many = "s" if total != 1 else ""
    return f"{total} relation{many} checked: " + ", ".join(f"{report.counts[one]} {RESULTS[one].en}" for one in Result)


def tally(report: Report, lang: Lang) -> str:
    """How many findings there are of each severity."""
    total, shown_now = sum(report.severities.values()), len(report.findings)
    zh = "，".join(f"{SEVERITIES[one].zh} {report.severities[one]}" for one in SEVERITIES)
    en = ", ".join(_many(report.severities[one], SEVERITIES[one].en) for one in SEVERITIES)
    text = f"发现 {total} 项：{zh}" if lang == "zh" else f"{_many(total, 'finding')}: {en}"
    if shown_now == total:
        return text
    return text + (f"；列出其中 {shown_now} 项" if lang == "zh" else f"; {shown_now} of them listed")


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count != 1 else ''}"


def figures(one: Reported, lang: Lang) -> str:
    """What was expected and found, and the difference, in the printed unit.

    "" when they are no numbers, or the message has all of them.
    """
    if one.expected is None or one.found is None or one.difference is None:
        return ""
    expected, found, difference = (shown(value, one.unit, lang) for value in (one.expected, one.found, one.difference))
    if all(value in one.message(lang) for value in (expected, found, difference)):
        return ""
    if lang == "zh":
        return f"对照值 {expected}，印出值 {found}，相差 {difference}"
    return f"expected {expected}, found {found}, difference {difference}"


def cited(one: Reported, lang: Lang) -> list[Cited]:
    """The places of a finding, each once, with what is read there; the first is where to look first."""
    names: dict[str, list[str]] = {}
    places: dict[str, Place] = {}
    for role, operand in one.operands:
        for place in operand.places:
            places.setdefault(place.iri, place)
            names.setdefault(place.iri, []).append(operand_label(role, operand, place, lang))
    found = [Cited(_joined(names[name], lang), place) for name, place in places.items()]
    kept = [own for own in found if own.label or not any(_within(own.place, other.place) for other in found)]
    return sorted(kept, key=lambda own: (own.place != one.primary, own.place.document, own.place.start))


def _joined(labels: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(label for label in labels if label))


def _within(place: Place, other: Place) -> bool:
    """Whether a place is a part of another one: quotes grow until they hold the figure they are for."""
    return place != other and other.document == place.document and other.start <= place.start and place.end <= other.end


def operand_label(role: str, operand: Operand, place: Place, lang: Lang) -> str:
    """The role of an operand and what it is about, unless the words of the place say that."""
    name = "" if operand.kind == "Passage" else operand.name(lang)
    if not role:
        return name
    called = role_name(role)(lang)
    if not name or "".join(name.split()) in "".join(place.quote.split()):
        return called
    return f"{called}（{name}）" if lang == "zh" else f"{called} ({name})"


def where(place: Place, lang: Lang, own: str) -> str:
    """The page, the table and the characters; the document too, when it is not `own` (IRI)."""
    parts = [place.document.rpartition("/")[2]] if place.document not in ("", own) else []
    if place.page is not None:
        parts.append(f"第 {place.page} 页" if lang == "zh" else f"p. {place.page}")
    if place.table is not None:
        parts.append(f"表 {place.table}" if lang == "zh" else f"table {place.table}")
    parts.append(f"第 {place.start}–{place.end} 字" if lang == "zh" else f"characters {place.start}–{place.end}")
    return ("，" if lang == "zh" else ", ").join(parts)


def section_title(path: str, lang: Lang) -> str:
    """The last headings of a path; what has no place concerns the document."""
    if not path:
        return "全文" if lang == "zh" else "The document"
    headings = path.split(" > ")
    return " > ".join(headings if len(headings) <= _HEADINGS else ["…", *headings[-_HEADINGS:]])


def quoted(place: Place) -> str:
    """The words of a place in one line."""
    return " ".join(place.quote.split())


def relation_line(one: Reported, lang: Lang) -> str:
    """A relation that was looked at: its operands as they are printed, by role."""
    by_role: dict[str, list[str]] = {}
    for role, operand in one.operands:
        by_role.setdefault(role, []).append(_printed(operand, lang))
    comma, stop, colon = ("、", "；", "：") if lang == "zh" else (", ", "; ", ": ")
    said = stop.join(f"{role_name(role)(lang)}{colon}{comma.join(parts)}" for role, parts in by_role.items())
    reason = one.reason(lang) if one.reason is not None else ""
    return f"{said}{' —— ' if lang == 'zh' else ' — '}{reason}" if reason else said


def _printed(operand: Operand, lang: Lang) -> str:
    if operand.kind == "Passage" and operand.places:
        return f"“{quoted(operand.places[0])[:40]}”"
    unit = unit_name(operand.unit, lang)
    space = "" if lang == "zh" or unit == "%" else " "
    return f"{operand.name(lang)} {operand.printed}{space}{unit}".strip() if operand.printed else operand.name(lang)


def by_rule(relations: Iterable[Reported]) -> dict[str, list[Reported]]:
    """Relations by the check that looked at them."""
    grouped: dict[str, list[Reported]] = {}
    for one in relations:
        grouped.setdefault(one.rule, []).append(one)
    return grouped


def result_title(result: Result, lang: Lang) -> str:
    """The relations with that result, as a title."""
    titles = {
        Result.HOLDS: ("成立的关系", "Relations that hold"),
        Result.CANNOT_TELL: ("无法判断的关系", "Relations that cannot be told"),
    }
    return titles[result][0 if lang == "zh" else 1]


def suggestion_line(one: Suggested, lang: Lang) -> str:
    """A figure, the other value, and what that would change."""
    unit, operand = one.operand.unit, one.operand
    value, other = shown(one.value, unit, lang), shown(one.other, unit, lang)
    if lang == "zh":
        more = f"，另有 {len(one.breaking)} 个关系变为不成立" if one.breaking else ""
        return f"{operand.name.zh}印为 {value}；若为 {other}，{len(one.vanishing)} 个不成立的关系就会成立{more}"
    more = f", and {_many(len(one.breaking), 'other')} would fail" if one.breaking else ""
    return (
        f"{operand.name.en} is printed as {value}; were it {other}, {_many(len(one.vanishing), 'relation')} "
        f"that fail{'s' if len(one.vanishing) == 1 else ''} would hold{more}"
    )


def suggestions_title(lang: Lang) -> str:
    """What suggestions are, and are not."""
    if lang == "zh":
        return "可先查看的数字（只是提示，不改动任何内容）"
    return "Figures to look at first (a hint; nothing is changed)"
