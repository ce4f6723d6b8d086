"""Performance targets of a budget: what each project is given and is to reach, and what the whole department is.

A list that tells what was spent is a list of evaluations, and is read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from budget_kg.facts import Code, Fact, MoneyObservation, Project, Term
from budget_kg.model import Layout, Section, Structure
from budget_kg.prose.evaluation_money import Execution, last_word
from budget_kg.prose.evaluations import Scope, funded_name, project_name, title_end
from budget_kg.prose.grammar import Span, comparator, labelled, sentences, trim
from budget_kg.prose.indicators import read_item
from budget_kg.prose.project_evaluations import read_span, states_execution
from budget_kg.reading import Reading
from budget_kg.text import Numeral, numerals
from budget_kg.vocab import B

MEANINGS = ("project-targets", "whole-targets")

_NAME_END = re.compile(r"[，,。；;：:\n]")
_GIVEN = re.compile(r"(?:安排|资金|经费|金额|投入|拨款)[为是共计：:]*$")
_NO_NAME = re.compile(r"指标|^(?:本|各|该|所有|全部)|如下$")
_SHORTEST, _LONGEST = 3, 60


def read(section: Section, layout: Layout) -> Reading:
    """Read the targets of the department and, one by one, those of its projects."""
    reading = Reading()
    for node in section.walk():
        if node.kind == "whole-targets":
            span = (title_end(node, layout), node.end)
            reading.facts += [] if span[0] >= span[1] else read_item(Scope(layout, node, None), span, aims=True).results
        elif node.kind == "project-targets":
            reading.extend(_projects(node, layout))
    return reading


def _projects(section: Section, layout: Layout) -> Reading:
    text = layout.flow.text
    span = (title_end(section, layout), section.end)
    if any(states_execution(text, each) for each in sentences(text, *span)):
        return read_span(section, layout, span)
    reading = Reading()
    for node, block in _blocks(section, layout):
        name = _name(text, block)
        if name is not None:
            reading.extend(_project(layout, node, name, block))
    return reading


def _blocks(section: Section, layout: Layout) -> Iterator[tuple[Section, Span]]:
    """The numbered items below a section; without numbers its paragraphs."""
    if section.children:
        yield from ((node, (node.body, node.end)) for node in section.children)
        return
    start = title_end(section, layout)
    for line in re.finditer(r"[^\n]+", layout.flow.text[start : section.end]):
        yield section, (start + line.start(), start + line.end())


def _name(text: str, block: Span) -> Span | None:
    """The name a block begins with: up to its first mark, or to the words for its money."""
    low, high = trim(text, block)
    mark = _NAME_END.search(text, low, high)
    end = mark.start() if mark else high
    first = next((one for one in numerals(text, low, end) if one.dimension == "money"), None)
    if first is not None:
        phase = last_word(text[low : first.start], "phase")
        end = low + phase[2] if phase else first.start
    name = trim(text, (low, end), " “”\"《》（(：:，,")
    printed = text[slice(*name)]
    return name if _SHORTEST <= len(printed) <= _LONGEST and not _NO_NAME.search(printed) else None


def _project(layout: Layout, node: Section, name: Span, block: Span) -> Reading:
    """The budget of one project and its targets; nothing when the block tells neither."""
    text = layout.flow.text
    printed, fund = funded_name(text[slice(*name)])
    scope = Scope(layout, node, Project(project_name(printed, layout.head.year)))
    cut = labelled(text, name[1], block[1], "target-label")
    aimed = [part for label, part in cut if label]
    lead = next((part for label, part in cut if not label), (name[1], name[1]))
    if not aimed:  # the sentences behind that of the money
        told = sentences(text, *lead)
        aimed, lead = [(told[0][1], lead[1])] if len(told) > 1 else [], told[0] if told else lead
    facts: list[Fact] = [*_money(scope, name, lead, fund)]
    for part in aimed:
        facts += read_item(scope, part, aims=True).results
    inside = numerals(text, *name) if facts else []
    return Reading(facts=facts, structures=[Structure(*layout.flow.span(one.start, one.end), "name") for one in inside])


def _money(scope: Scope, name: Span, lead: Span, fund: Code) -> list[Fact]:
    """The amounts before the targets: those of a named phase; else the one the project is given."""
    execution = Execution(scope, Code("expenditure-type/project"))
    execution.opening, execution.fund = (name[0], lead[0]), fund
    execution.read(lead)
    if execution.facts or not scope.layout.head.is_planned:
        return execution.facts
    given = [one for one in numerals(scope.text, *lead) if one.dimension == "money" and one.is_number]
    if len(given) != 1 or not _GIVEN.search(scope.text[lead[0] : given[0].start]):
        return []
    return [_given(scope, name, given[0], fund)]


def _given(scope: Scope, name: Span, numeral: Numeral, fund: Code) -> MoneyObservation:
    """`安排资金60万元`: what the budget of the year has for the project."""
    return MoneyObservation(
        passage=scope.passage(name[0], numeral.stop), numerals=scope.spans(numeral), amount=numeral.quantity(),
        year=scope.year, phase=Code("phase/budget"), flow=Term(B.Expenditure), subject=scope.subject, fund=fund,
        type=Code("expenditure-type/project"), qualifier=comparator(scope.text, numeral),
    )
