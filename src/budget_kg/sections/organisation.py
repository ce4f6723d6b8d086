"""What the department is: its duties, offices, units and staff, and the short names the document uses for it."""

from __future__ import annotations

import re

from budget_kg.facts import Duty, Fact, Office, Term
from budget_kg.model import Layout, Section
from budget_kg.prose.grammar import Span, clauses, enumerated, pattern, trim
from budget_kg.prose.offices import is_itself, is_name, kind_before, read_offices
from budget_kg.prose.short_names import short_names
from budget_kg.prose.staff import read_staff, read_table
from budget_kg.prose.work_figures import read_figures
from budget_kg.prose.work_turns import Place
from budget_kg.reading import Reading
from budget_kg.sectioning import kind_of
from budget_kg.text import marker_number
from budget_kg.vocab import B

MEANINGS = ("overview", "duties", "organisation")

_LONGEST_TITLE = 20
_LONGEST_HEADING = 14
_LEAD_END = re.compile(r"(?:任务)?(?:是|为|有|如下|包括|主要有)?[：:，,。]?")
_CLAUSE = re.compile(r"[。；;：:，,\n]")


def read(section: Section, layout: Layout) -> Reading:
    """Read duties, offices, units and staff of a section and of what stands below it."""
    facts = _facts(section, layout, section.meaning)
    first = {fact.name: fact for fact in reversed(facts) if isinstance(fact, Office)}
    return Reading(facts=[fact for fact in facts if not isinstance(fact, Office) or first[fact.name] is fact])


def read_anywhere(layout: Layout) -> Reading:
    """Read the short names of the department, wherever they stand."""
    return Reading(facts=[*short_names(layout)])


def _facts(node: Section, layout: Layout, meaning: str) -> list[Fact]:
    if node.kind and node.kind not in MEANINGS:
        return []
    if meaning == "duties":
        return _duties(node, layout)
    facts = _prose(node, layout)
    for child in node.children:
        name = _office(child, node, layout) if meaning == "organisation" and not child.kind else None
        if name is not None:
            facts.append(name)
        elif child.kind or meaning == "organisation":
            facts += _facts(child, layout, child.kind or meaning)
    return facts


def _prose(node: Section, layout: Layout) -> list[Fact]:
    span = (node.body + len(node.title), node.own[1]) if node.kind else node.own
    return [
        *read_offices(layout, span, node), *read_staff(layout, span, node), *read_table(layout, span, node),
    ] if span[0] < span[1] else []


def _office(child: Section, parent: Section, layout: Layout) -> Office | None:
    """A numbered line of an organisation section that is the name of an office or unit."""
    text = layout.flow.text
    bare = re.sub(r"[（(].*$", "", child.title)
    if not is_name(bare) or is_itself(child.title, layout) or not text.startswith(bare, child.body):
        return None
    kind = kind_before(text, parent.start, parent.own[1])
    by_name = B.InternalOffice if re.search(r"(?:室|科|股|处)$", bare) else B.SubordinateUnit
    passage = layout.passage(child.body, child.body + len(bare), child)
    return Office(passage=passage, name=bare, kind=kind or Term(by_name), ordinal=marker_number(child.marker))


def _duties(node: Section, layout: Layout) -> list[Fact]:
    """Numbered duties; without numbers the items or clauses behind `主要职责是：`."""
    facts: list[Fact] = _introduced(node, layout)
    spans: list[tuple[Span, int | None, Section]] = []
    for child in node.children:
        kind = child.kind or (kind_of(child.title) if len(child.title) <= _LONGEST_HEADING else "")
        if kind in MEANINGS:
            facts += _facts(child, layout, kind)
        elif not kind:
            spans.append(((child.body, child.end), marker_number(child.marker), child))
    if not node.children:
        spans = [(span, None, node) for span in _unnumbered(layout.flow.text, node)]
    for position, (span, number, place) in enumerate(spans, 1):
        duty = _duty(layout, span, number or position, place)
        if duty is not None:
            facts.append(duty)
    return facts


def _introduced(node: Section, layout: Layout) -> list[Fact]:
    """The figures of the place that stand before the duties: its area, its villages, its people."""
    start = node.body + len(node.title)
    lead = pattern("duty-lead").search(layout.flow.text, start, node.own[1])
    place = Place(layout, node, None, Term(B.ResultValue))
    return read_figures(place, start, lead.start()) if lead is not None else []


def _unnumbered(text: str, node: Section) -> list[Span]:
    start, end = node.body + len(node.title), node.end
    lead = pattern("duty-lead").search(text, start, min(end, start + 80))
    if lead:
        behind = _LEAD_END.match(text, lead.end())
        start = behind.end() if behind else lead.end()
    items = enumerated(text, start, end)
    return items if len(items) > 1 else clauses(text, start, end)


def _duty(layout: Layout, span: Span, ordinal: int, section: Section) -> Duty | None:
    """A duty with the title before its first full stop or colon; without a title its first clause is the label."""
    text = layout.flow.text
    low, high = trim(text, span, " \n，,；;：:")
    if low >= high:
        return None
    mark = _CLAUSE.search(text, low, high)
    label = text[low : mark.start()] if mark else text[low:high]
    behind = trim(text, (mark.end(), high), " \n") if mark and mark[0] in "。：:\n" else (high, high)
    titled = behind[0] < behind[1] and len(label) <= _LONGEST_TITLE
    words = behind if titled else (low, high)
    return Duty(passage=layout.passage(low, high, section), ordinal=ordinal, label=label, text=text[slice(*words)])
