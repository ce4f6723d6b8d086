"""Key work and the work of the year: items by heading, their figures, and the table of targets and results."""

from __future__ import annotations

import re

from budget_kg.facts import KeyWorkItem, Term, Year
from budget_kg.model import Layout, Section, Structure
from budget_kg.prose import grammar
from budget_kg.prose.work_figures import read_figures
from budget_kg.prose.work_names import own_names
from budget_kg.prose.work_tables import read_tables
from budget_kg.prose.work_turns import Place
from budget_kg.reading import Reading
from budget_kg.text import chinese_number
from budget_kg.vocab import B

MEANINGS = ("key-work", "past-work")

Span = tuple[int, int]

_YEAR = re.compile(r"((?:19|20)\d\d)年")


def read(section: Section, layout: Layout) -> Reading:
    """Read the section and all below it; tables first, prose around them."""
    reading, tables = read_tables(section, layout)
    for node in section.walk():
        if node.meaning not in MEANINGS:
            continue
        for index, span in enumerate(_outside(node.own, tables)):
            if index == 0:
                _read_item(node, section, span, layout, reading)
            elif layout.flow.text[span[0] : span[1]].strip():
                _read_more(node, section, span, layout, reading)
    for start, end, rule in own_names(layout.flow.text, section.start, section.end):
        reading.structures.append(Structure(*layout.flow.span(start, end), rule))
    return reading


def _outside(span: Span, tables: list[Span]) -> list[Span]:
    """The parts of a span that no table covers, the first part always given."""
    parts, low = [], span[0]
    for start, end in tables:
        if start < span[1] and end > span[0]:
            parts.append((low, max(low, start)))
            low = min(max(low, end), span[1])
    return [*parts, (low, span[1])]


def _read_item(node: Section, top: Section, span: Span, layout: Layout, reading: Reading) -> None:
    item = _item(node, top, span, layout)
    if item is None:
        return
    reading.facts.append(item)
    start = span[0] if _opens_sentence(node, layout) else span[0] + len(node.title)
    reading.facts += read_figures(Place(layout, node, item, _role(top, layout), _title(node)), start, span[1])


def _read_more(node: Section, top: Section, span: Span, layout: Layout, reading: Reading) -> None:
    """Prose behind a table in the same section."""
    items = [fact for fact in reading.facts if isinstance(fact, KeyWorkItem) and fact.passage.section == node.path]
    if items:
        reading.facts += read_figures(Place(layout, node, items[0], _role(top, layout), _title(node)), *span)


def _title(node: Section) -> str:
    """The heading as a subject; the heading of the whole chapter is none."""
    return "" if node.kind in MEANINGS else node.title


def _opens_sentence(node: Section, layout: Layout) -> bool:
    """Whether the title is the beginning of a sentence and not a heading of its own."""
    at = node.body + len(node.title)
    after = layout.flow.text[at : at + 1]
    return not (after and layout.flow.gap_before(at)) and after not in ("。", "：", ":", "\n", "")


def _item(node: Section, top: Section, span: Span, layout: Layout) -> KeyWorkItem | None:
    text = layout.flow.text
    low = span[0] + len(node.title)
    result = grammar.trim(text, (low, span[1])) if low < span[1] else (low, low)
    told = result[0] < result[1]
    if not node.title or (not told and (node is top or node.kind in MEANINGS)):
        return None
    end = result[1] if told else low
    while text[end : end + 1] in ("。", "；", "”", "）") and end < span[1]:
        end += 1
    words = text[result[0] : end].replace("\n", "") if told else None
    aims = _role(top, layout) == B.TargetValue
    return KeyWorkItem(
        passage=layout.passage(node.start, max(end, node.start + 1), node), label=node.title, year=Year(layout.head.year),
        ordinal=_ordinal(node.marker), target_text=words if aims else None, achieved_text=None if aims else words,
    )


def _role(top: Section, layout: Layout) -> Term:
    """What the figures of a chapter are: targets where a budget tells the work to come, else results."""
    ahead = layout.head.is_planned and not grammar.pattern("looking-back").search(top.title)
    years = [int(year) for year in _YEAR.findall(top.title)]
    return Term(B.TargetValue if ahead and all(year >= layout.head.year for year in years) else B.ResultValue)


def _ordinal(marker: str) -> int | None:
    digits = re.search(r"\d+", marker)
    if digits:
        return int(digits[0])
    circled = re.search(r"[①-⑳]", marker)
    if circled:
        return ord(circled[0]) - ord("①") + 1
    word = re.search(r"[一二三四五六七八九十]{1,3}", marker)
    try:
        return chinese_number(word[0]) if word else None
    except (ValueError, KeyError):
        return None
