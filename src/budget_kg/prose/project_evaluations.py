"""Self-evaluations of projects in running text: where each begins, whose it is, and what it states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budget_kg.facts import Code, Project
from budget_kg.model import Layout, Section, Structure
from budget_kg.prose.evaluation_money import phase_of
from budget_kg.prose.evaluation_parts import Statements
from budget_kg.prose.evaluations import Scope, funded_name, parts, project_name
from budget_kg.prose.grammar import Span, pattern, sentences, trim
from budget_kg.reading import Reading
from budget_kg.text import numerals

_HEAD_END = re.compile(r"[：:\n。]")
_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(rf"^(?:[（(](?:\d{{1,2}}|{_CN})[)）]|\d{{1,2}}(?:[、)）]|[．.](?!\d))|{_CN}、|[①-⑳])")
_BOUNDARY = "。；;\n：:，,"
_TABLE_BEHIND = re.compile(r"[（(]|\n|项目名称|部门|$")
_NO_NAME = re.compile(
    "反映|如下|部门决算|整体支出|组织对|开展了?|^(?:本?(?:部门|单位|年度)|各|重点|一般)*项目(?:支出|资金)?$"
)
_LONGEST_NAME = 70
_LONGEST_TITLE = 40
_OTHER_NAME = re.compile("(?!其中|该|本|20|项目|年初|全年|截至)[^，,。；;：:\\d]{3,40}?(?:年初|全年|年度|调整)?预算")


@dataclass(frozen=True, slots=True)
class Head:
    """Where one project's evaluation begins: its printed name, its number, and where its text starts."""

    start: int
    name: Span
    body: int
    ordinal: int | None


def read_span(section: Section, layout: Layout, span: Span) -> Reading:
    """Read every evaluation of a span of the flow that lies in `section`."""
    reading = Reading()
    found = heads(layout, span)
    found = sorted(found + _headed_sections(section, layout, found), key=lambda head: head.start)
    for head, following in zip(found, [*found[1:], None], strict=False):
        stop = following.start if following else span[1]
        body = (head.body, _another(layout.flow.text, head.body, _table_start(layout.flow.text, head.body, stop)))
        place = next((node for node in section.walk() if node.start == head.start), section)
        name, fund = funded_name(layout.flow.text[slice(*head.name)])
        scope = Scope(layout, place, Project(project_name(name, layout.head.year)))
        statements = Statements.of(scope, Code("expenditure-type/project"))
        statements.money.opening, statements.money.fund = (head.name[0], head.body), fund
        statements.read(body)
        if not statements.is_empty():
            reading.facts += statements.facts(trim(layout.flow.text, (head.start, head.body)), head.ordinal)
            reading.structures += [
                Structure(*layout.flow.span(numeral.start, numeral.end), "name")
                for numeral in numerals(layout.flow.text, *head.name)
            ]
    return reading


def heads(layout: Layout, span: Span) -> list[Head]:
    """The places where an evaluation is headed `…绩效自评综述：`, in the order of the text."""
    text = layout.flow.text
    found: list[Head] = []
    for match in pattern("evaluation-head").finditer(text, *span):
        end = _HEAD_END.match(text, match.end())
        if end is None or match.start() - span[0] < 2 or (end[0] == "。" and not match[0].endswith("综述")):
            continue
        head = _head(layout, (found[-1].body if found else span[0], span[1]), (match.start(), end.end()))
        if head is not None:
            found.append(head)
    return found


def _headed_sections(section: Section, layout: Layout, known: list[Head]) -> list[Head]:
    """Subsections headed by a project's name only, whose text begins with its budget and what became of it."""
    text = layout.flow.text
    found = []
    for node in section.children:
        body = text.find(node.title, node.body) + len(node.title)
        behind = _HEAD_END.match(text, body)
        headed = any(head.start <= node.start < head.body for head in known)
        named = not headed and not node.kind and 2 <= len(node.title) <= _LONGEST_TITLE
        if behind and named and states_execution(text, (behind.end(), node.end)):
            digits = re.search(r"\d+", node.marker)
            number = int(digits[0]) if digits else None
            found.append(Head(node.start, (body - len(node.title), body), behind.end(), number))
    return found


def states_execution(text: str, span: Span) -> bool:
    """Whether the first sentence of a span states a budget, what was spent, and the rate."""
    first = sentences(text, *span)[:1]
    words = text[slice(*first[0])] if first else ""
    phases = {phase_of(words[: numeral.start]) for numeral in numerals(words) if numeral.dimension == "money"}
    return "actual" in phases and len(phases) > 1 and bool(pattern("completion").search(words))


def _another(text: str, start: int, stop: int) -> int:
    """Where another project's evaluation begins that is headed in no known way, else `stop`.

    It is a further statement of budget and actual, at the start of a paragraph or behind a name; in the part about
    problems such a statement may be about this project.
    """
    stated = False
    for label, part in parts(text, (start, stop)):
        for sentence in sentences(text, *part):
            if not states_execution(text, sentence):
                continue
            named = _OTHER_NAME.match(text, *sentence)
            if stated and label != "issue" and (text[sentence[0] - 1] == "\n" or named):
                return sentence[0]
            stated = True
    return stop


def _head(layout: Layout, span: Span, at: Span) -> Head | None:
    """The head whose suffix begins at `at[0]`: its name reaches back to the last boundary before it."""
    text = layout.flow.text
    low = max(span[0], at[0] - _LONGEST_NAME)
    cut = max(text.rfind(mark, low, at[0]) for mark in _BOUNDARY) + 1
    start = max(low, cut) if cut else low
    found = _echoed(text, (start, at[0]), at[1]) or _after_gap(layout, start, at[0])
    start = start if _MARK.fullmatch(text[start:found]) else found
    mark = _MARK.match(text[start : at[0]])
    name = trim(text, (start + (mark.end() if mark else 0), at[0]))
    if name[1] - name[0] < 2 or _NO_NAME.search(text, *name):
        return None
    digits = re.search(r"\d+", mark[0]) if mark else None
    return Head(start, name, at[1], int(digits[0]) if digits else None)


def _echoed(text: str, name: Span, body: int) -> int | None:
    """Where the name begins when the first sentence repeats it (`…，NAME自评得分为…`)."""
    score = pattern("score").search(text, body, min(body + 120, len(text)))
    if score is None:
        return None
    before = text[body : score.start()].removesuffix("绩效")
    repeated = re.split("[，,。：:]", before)[-1]
    at = text.rfind(repeated, *name) if len(repeated) >= 4 else -1
    return at if at >= 0 and at + len(repeated) >= name[1] - 6 else None


def _after_gap(layout: Layout, start: int, end: int) -> int:
    """The last place in a run where the print leaves a space inside a line, a year or number aside."""
    flow = layout.flow
    for index in range(end - 2, start, -1):
        gap = flow.text_layer[flow.source[index - 1] + 1 : flow.source[index]]
        if gap and "\n" not in gap and not (flow.text[index - 1].isdigit() or flow.text[index].isdigit()):
            return index
    return start


def _table_start(text: str, start: int, stop: int) -> int:
    """Where a table of the evaluation begins whose cells were flattened into the text, else `stop`."""
    for match in pattern("evaluation-table").finditer(text, start, stop):
        if _TABLE_BEHIND.match(text, match.end()):
            cut = max(text.rfind(mark, start, match.start()) for mark in "。；;\n")
            return cut + 1 if cut >= 0 else match.start()
    return stop
