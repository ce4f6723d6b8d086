"""The self-evaluation of a department's whole spending, in the body or as the sections of an annex.

Sections of known meaning and labels inside running text cut it into the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from budget_kg.facts import TOTAL_TYPE, Code, Project
from budget_kg.model import Layout, Section
from budget_kg.prose.evaluation_parts import Statements
from budget_kg.prose.evaluations import Scope, project_name, title_end
from budget_kg.prose.grammar import Span, sentences, trim
from budget_kg.reading import Reading

MEANINGS = (
    "whole-evaluation", "evaluation-conclusion", "evaluation-execution", "targets-met", "targets-unmet",
    "evaluation-issues", "evaluation-measures",
)

_PART = {
    "targets-met": "outcome", "targets-unmet": "unmet", "evaluation-issues": "issue", "evaluation-measures": "measure",
}
_TITLE = re.compile(r"(?:20\d\d年度?)?([^\n。；;：:，,]{2,60}?)(?:支出)?(?:绩效)?自评(?:表|结果|报告|情况)")
_MONEY_NAME = re.compile(r"项目|经费|资金|补助|专项|补贴|工程")


def read(section: Section, layout: Layout) -> Reading:
    """Read the evaluation that begins with this section; its later sections were read with the first."""
    reading = Reading()
    group = _group(section)
    if group[0] is not section:
        return reading
    scope = Scope(layout, section, _subject(section, layout))
    whole = scope.subject is None
    statements = Statements.of(scope, TOTAL_TYPE if whole else Code("expenditure-type/project"))
    for node, part, span in _parts(group, layout):
        statements.enter(node)
        statements.read(span, part)
    if not statements.is_empty():
        reading.facts += statements.facts(_introduction(section, layout))
    return reading


def _group(section: Section) -> list[Section]:
    """The sections that make one evaluation: neighbours of these meanings; a whole evaluation begins another."""
    groups: list[list[Section]] = []
    previous: Section | None = None
    for node in section.parent.children if section.parent else [section]:
        if node.meaning in MEANINGS:
            if previous is None or node.kind == "whole-evaluation":
                groups.append([])
            groups[-1].append(node)
        previous = node if node.meaning in MEANINGS else None
    return next((group for group in groups if section in group), [section])


def _parts(group: list[Section], layout: Layout) -> Iterator[tuple[Section, str, Span]]:
    """The stretches of text of each meaning: (section, part, span), those of other readers left out."""
    nodes = [node for section in group for node in section.walk() if node.kind]
    for node, following in zip(nodes, [*nodes[1:], None], strict=False):
        if node.kind in MEANINGS:
            end = following.start if following else group[-1].end
            start = title_end(node, layout)
            if start < end:
                yield node, _PART.get(node.kind, ""), (start, end)


def _introduction(section: Section, layout: Layout) -> Span:
    """Where the evaluation is introduced: the first sentence under its title, else the title."""
    start = title_end(section, layout)
    end = section.children[0].start if section.children else section.end
    found = sentences(layout.flow.text, start, end)
    return trim(layout.flow.text, found[0] if found else (section.start, start))


def _subject(section: Section, layout: Layout) -> Project | None:
    """A project when the annex around the sections is headed as its evaluation, else the department itself."""
    if section.kind == "whole-evaluation" or section.parent is None or section.parent.meaning != "annex":
        return None
    title = _TITLE.search(layout.flow.text, *section.parent.own)
    if title is None or "整体" in title[0] or not _MONEY_NAME.search(title[1]):
        return None
    return Project(project_name(title[1], layout.head.year))
