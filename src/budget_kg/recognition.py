"""From a document to its layout: whose it is, of which year and kind, and its section tree. Refuses what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budget_kg.errors import InputError, Say
from budget_kg.heads import Title, find_title, publication_date
from budget_kg.members import members
from budget_kg.model import Document, Finding, Flow, Head, Layout, Passage, Section, Severity, Structure
from budget_kg.sectioning import section_tree
from budget_kg.text import numerals
from budget_kg.unwrapping import unwrap

_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9./])[XxＸｘ×]{2,}(?![A-Za-z0-9./])|某某(?=局|单位|部门|镇|街道)|x,xxx")
_KINDS = {"final": ("决算", "final accounts"), "budget": ("预算", "a budget statement")}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user knows better than the document: full name, fiscal year, division code."""

    department: str | None = None
    year: int | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout with the findings of recognising it and the structure left out of its flow."""

    layout: Layout
    findings: tuple[Finding, ...]
    structures: tuple[Structure, ...]


def recognise(document: Document, overrides: Overrides | None = None) -> Recognised:
    """Recognise a document. Raises InputError when it is an unfilled template, no disclosure, or of no known kind."""
    known = overrides or Overrides()
    flow, structures = unwrap(document.text, document.tables, wrapped=document.wrapped)
    _refuse_template(document, flow)
    root = section_tree(flow)
    title = _titled(find_title(flow), known, document)
    _refuse_unknown_kind(document, title, root)
    passage = _passage(document, flow, title)
    head = Head(
        department=known.department or title.name, year=known.year or title.year, kind=title.kind,
        scope=title.scope, title=flow.text[title.start : title.end], published=publication_date(flow),
        passages=(passage,) if passage else (),
    )
    layout = Layout(document, head, flow, root)
    return Recognised(layout, (*document.findings, *_findings(layout, title, known)), tuple(structures))


def _titled(title: Title | None, known: Overrides, document: Document) -> Title:
    if title is not None:
        return title
    if known.department and known.year:
        return Title(known.department, known.year, "final", "department", 0, 0, False)
    raise InputError(
        zh=f"{document.name}：不像公开文件：没有“某部门某年度部门决算”字样的标题；若确是，请用 --dept 和 --year 指明",
        en=f"{document.name}: no disclosure: no title names a department with its year and 决算; "
        "if it is one, give --dept and --year",
    )


def _passage(document: Document, flow: Flow, title: Title) -> Passage | None:
    if title.end <= title.start:
        return None
    start, end = flow.span(title.start, title.end)
    return Passage(start, end, document.text[start:end], "", document.page_at(start))


def _amounts(flow: Flow) -> int:
    return sum(1 for numeral in numerals(flow.text) if numeral.dimension == "money")


def _refuse_template(document: Document, flow: Flow) -> None:
    blanks = len(_PLACEHOLDER.findall(flow.text))
    if blanks >= 5 and blanks > _amounts(flow):
        raise InputError(
            zh=f"{document.name}：是未填写的模板（{blanks} 处 XX、×××）；请提供填写后的文件",
            en=f"{document.name}: an unfilled template ({blanks} blanks such as XX or ×××); give the filled document",
        )


def _refuse_unknown_kind(document: Document, title: Title, root: Section) -> None:
    fitting = [module for module in members("budget_kg.layouts") if module.fits(title, root)]
    if len(fitting) == 1:
        return
    zh, en = _KINDS[title.kind]
    if title.kind != "final":
        raise InputError(
            zh=f"{document.name}：是{zh}，目前只读决算；请提供决算公开文件",
            en=f"{document.name}: {en}; only final accounts (决算) are read so far; give those",
        )
    raise InputError(
        zh=f"{document.name}：没有决算公开应有的章节标题（收入支出、财政拨款、三公经费……）；请检查文件是否完整",
        en=f"{document.name}: no headings of final accounts found (totals, appropriation, 三公 …); "
        "check that the file is complete",
    )


def _findings(layout: Layout, title: Title, known: Overrides) -> list[Finding]:
    found = []
    if title.doubtful and not (known.department and known.year):
        found.append(
            Finding(
                "doubtful-head", Severity.WARNING,
                Say(
                    f"标题中有不止一个部门名称或年度，取出现最多的“{layout.head.department}”{layout.head.year} 年度",
                    f"titles name more than one department or year; took the most frequent, "
                    f"{layout.head.department} {layout.head.year}",
                ),
                layout.head.passages,
            )
        )
    for match in _PLACEHOLDER.finditer(layout.flow.text):
        found.append(
            Finding(
                "template-residue", Severity.WARNING,
                Say(f"模板占位符“{match[0]}”未填写", f"placeholder {match[0]!r} of the template was not filled"),
                (layout.passage(match.start(), match.end()),),
            )
        )
    return found
