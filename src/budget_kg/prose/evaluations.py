"""Problems, their causes and the remedies in a self-evaluation; and where in the text an evaluation is read.

The words are those of the code list `word`; what is measured in an outcome is read by `indicators`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from budget_kg.facts import TOTAL_FUND, Cause, Code, ImprovementMeasure, Issue, Project, Year
from budget_kg.model import Layout, Passage, Section
from budget_kg.prose.grammar import Span, clauses, enumerated, labelled, pattern, reason_span, sentences, trim
from budget_kg.text import Numeral
from budget_kg.vocab import scheme

LABELS = ("outcome", "issue", "measure")
_NIL = re.compile(
    r"(?:[^，,。；;]{0,8}?)(?:暂时?)?(?:无|没有|未发现|不存在)(?:明显|重大|主要|突出)?"
    r"(?:问题|原因|措施|偏差|情况|产出|效果|效益|成效|[和及、与])*"
)
_OPENING = re.compile(r"(?:一方面|另一方面|首先|其次|同时|此外|另外|其中)[，,：:]?")
_QUOTED_NAME = re.compile(r"^(?:20\d\d年度?)?“([^”]+)”$")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a reader is and whom it reads about."""

    layout: Layout
    section: Section
    subject: Project | None

    @property
    def text(self) -> str:
        """The flow's text."""
        return self.layout.flow.text

    @property
    def year(self) -> Year:
        """The year the evaluation is about."""
        return Year(self.layout.head.year)

    def passage(self, start: int, end: int) -> Passage:
        """The passage of a span of the flow."""
        return self.layout.passage(start, end, self.section)

    def spans(self, *numerals: Numeral) -> tuple[Span, ...]:
        """The numerals' places in the text layer."""
        return tuple(self.layout.flow.span(numeral.start, numeral.end) for numeral in numerals)


def title_end(node: Section, layout: Layout) -> int:
    """Where a section's text begins: behind its title when the title has a meaning, else with it."""
    at = layout.flow.text.find(node.title, node.body) if node.kind else -1
    return at + len(node.title) if at >= 0 else node.body


def project_name(printed: str, year: int) -> str:
    """The project's name: without the word 项目 and the document's year around it, and without its quotation marks."""
    name = re.sub("项目(?:支出)?$", "", printed)
    name = name if len(name) >= 2 else printed
    quoted = _QUOTED_NAME.match(name)
    if quoted:
        return quoted[1]
    return re.sub(rf"^{year}年度(?=..)", "", name)


def funded_name(printed: str) -> tuple[str, Code]:
    """A project's printed name without the funding source in brackets behind it, and that source (all when none)."""
    found = re.search(r"[（(]([^（()）]{2,20})[)）]$", printed)
    words = re.sub(r"(?:安排|资金|支出)$", "", found[1]) if found else ""
    for concept in scheme("fund").values():
        if found and concept.notation != "_T" and words in concept.words:
            return printed[: found.start()], Code(f"fund/{concept.notation}")
    return printed, TOTAL_FUND


def parts(text: str, span: Span) -> list[tuple[str, Span]]:
    """Cut a span at its labels: outcome, issue, measure; what comes first is labelled "" (the money)."""
    return labelled(text, *span, *LABELS)


def is_nil(text: str, span: Span) -> bool:
    """Whether the text says that there is nothing to say: 无, 暂无, 未发现问题."""
    return bool(_NIL.fullmatch(text[slice(*trim(text, span))]))


def items(text: str, span: Span) -> list[Span]:
    """The enumerated items of a part, and what stands before the first of them when it is a statement."""
    found = [_unmarked(text, item) for item in enumerated(text, *span)]
    if not found or found[0][0] <= span[0] + 1:
        return found
    lead = trim(text, (span[0], found[0][0]))
    lead = trim(text, (lead[0], lead[1] - len(_mark_before(text, *lead))))
    return [lead, *found] if lead[1] - lead[0] > 12 and text[lead[1]] in "。；;" else found


def _unmarked(text: str, item: Span) -> Span:
    """An item without a second mark, as in `（1）一是…`."""
    mark = re.compile("[一二三四五六七八九十]{1,2}是").match(text, *item)
    return trim(text, (mark.end(), item[1])) if mark else item


def _mark_before(text: str, start: int, end: int) -> str:
    """The enumeration mark a lead text ends with."""
    found = re.search(r"(?:[一二三四五六七八九十]{1,2}[是要]|[（(]?\d{1,2}[、．.）)]|[①-⑳])$", text[start:end])
    return found[0] if found else ""


def read_measures(scope: Scope, span: Span) -> list[ImprovementMeasure]:
    """The remedies of a part: its items; without items, its clauses."""
    if is_nil(scope.text, span):
        return []
    found = items(scope.text, span)
    if len(found) == 1:
        found = [trim(scope.text, clause) for clause in _between(scope.text, found[0], "；;")]
    return [measure(scope, each) for each in (_untitled(scope.text, one) for one in found) if each[0] < each[1]]


def measure(scope: Scope, span: Span) -> ImprovementMeasure:
    """The remedy a span of text proposes."""
    return ImprovementMeasure(passage=scope.passage(*span), text=scope.text[slice(*span)])


def _untitled(text: str, span: Span) -> Span:
    """An item without the line that only names it."""
    line, newline, _ = text[slice(*span)].partition("\n")
    if newline and not re.search("[。；;，,]", line):
        return trim(text, (span[0] + len(line), span[1]))
    return span


def _between(text: str, span: Span, marks: str) -> Iterator[Span]:
    """The parts of a span between any of the marks."""
    start = span[0]
    for match in re.finditer(f"[{marks}]", text[slice(*span)]):
        yield start, span[0] + match.start()
        start = span[0] + match.end()
    yield start, span[1]


def read_issues(scope: Scope, span: Span, unmet: Iterable[str] = ()) -> tuple[list[Issue], list[ImprovementMeasure]]:
    """The problems of a part with their causes, and the remedies that stand among them.

    `unmet` are indicators the document says were missed: what follows their names is why.
    """
    if is_nil(scope.text, span):
        return [], []
    issues: list[Issue] = []
    measures: list[ImprovementMeasure] = []
    found = [part for item in items(scope.text, span) for part in _before_remedy(scope.text, item)]
    if len(found) == 1:
        found = [trim(scope.text, each) for each in _between(scope.text, found[0], "；;")]
    for index, item in enumerate(found):
        if (_is_remedy(scope.text, item) or _announces(scope.text, item)) and len(found) > 1:
            measures.append(measure(scope, item))
            continue
        made, shared = _item_issues(scope, item, tuple(unmet))
        issues += made
        if shared and index == len(found) - 1 and not any(issue.causes for issue in issues):
            issues = [_with_causes(issue, shared) for issue in issues]
        elif shared:
            issues = [*issues[:-1], _with_causes(issues[-1], shared)]
    return issues, measures


def _announces(text: str, span: Span) -> bool:
    """Whether a sentence begins with `下一步将`."""
    return pattern("measure").match(text, *span) is not None


def _before_remedy(text: str, item: Span) -> list[Span]:
    """An item, and apart from it the sentences behind it that announce what is to be done: `…不足。下一步将…`."""
    for sentence in sentences(text, *item)[1:]:
        if _announces(text, trim(text, sentence)):
            return [trim(text, (item[0], sentence[0])), trim(text, (sentence[0], item[1]))]
    return [item]


def _with_causes(issue: Issue, causes: tuple[Cause, ...]) -> Issue:
    return Issue(
        passage=issue.passage, text=issue.text, subject=issue.subject, causes=(*issue.causes, *causes),
        measures=issue.measures,
    )


def _is_remedy(text: str, item: Span) -> bool:
    """An item that proposes something and admits nothing."""
    first = clauses(text, *item)[0]
    opening = _OPENING.match(text, first[0])
    starts = pattern("improve").match(text, opening.end() if opening else first[0])
    return bool(starts) and not pattern("shortfall").search(text[slice(*item)].replace("不断", ""))


def _item_issues(scope: Scope, item: Span, unmet: tuple[str, ...]) -> tuple[list[Issue], tuple[Cause, ...]]:
    """The problem of one item with its own causes; and the causes given in the sentences behind it."""
    named = _named_indicators(scope, item, unmet)
    if named is not None:
        return [named], ()
    parts_ = [trim(scope.text, sentence) for sentence in sentences(scope.text, *item)]
    first, behind = parts_[0], parts_[1:]
    issue, cause = split_cause(scope.text, first)
    causes = (_cause(scope, cause),) if cause else ()
    made = [_issue(scope, issue, causes, first)]
    shared: list[Cause] = []
    for sentence in behind:
        if _explains(scope.text, sentence):
            given = reason_span(scope.text, *sentence) if pattern("reason").match(scope.text, *sentence) else None
            shared.append(_cause(scope, given or sentence))
        else:
            more, why = split_cause(scope.text, sentence)
            made.append(_issue(scope, more, (_cause(scope, why),) if why else (), sentence))
    return made, tuple(shared)


def _named_indicators(scope: Scope, item: Span, unmet: tuple[str, ...]) -> Issue | None:
    """`A、B方面：why；why`: the missed indicators and the causes, when the names are known as missed."""
    colon = re.search("[：:]", scope.text[slice(*item)])
    if colon is None:
        return None
    title = scope.text[item[0] : item[0] + colon.start()]
    if not any(name in title for name in unmet):
        return None
    behind = (item[0] + colon.end(), item[1])
    spans = [trim(scope.text, each) for each in _between(scope.text, behind, "；;。\n")]
    return _issue(scope, item, tuple(_cause(scope, each) for each in spans if each[0] < each[1]), item)


def _issue(scope: Scope, span: Span, causes: tuple[Cause, ...], whole: Span) -> Issue:
    return Issue(
        passage=scope.passage(*whole), text=scope.text[slice(*span)], subject=scope.subject, causes=causes
    )


def _cause(scope: Scope, span: Span) -> Cause:
    return Cause(passage=scope.passage(*span), text=scope.text[slice(*span)])


def _explains(text: str, span: Span) -> bool:
    """Whether a sentence behind a problem tells why."""
    return bool(
        _because(text, span) or pattern("effect").search(text, *span) or pattern("reason").match(text, *span)
    )


def _because(text: str, span: Span) -> re.Match[str] | None:
    """The word for a cause that a sentence begins with; 因此 is none."""
    return None if pattern("therefore").match(text, *span) else pattern("because").match(text, *span)


def split_cause(text: str, span: Span) -> tuple[Span, Span | None]:
    """Cut a sentence into problem and cause where the words tell them apart; else the sentence and None."""
    reason = reason_span(text, *span)
    if reason is not None:
        word = pattern("reason").search(text, *span)
        before = trim(text, (span[0], word.start() if word else span[0]))
        if before[0] < before[1]:
            return before, reason
        span = reason
    opening = _because(text, span)
    for notation in ("effect", "therefore"):
        turn = _clause_opener(text, span, notation)
        if turn is not None:
            cause = trim(text, (opening.end() if opening and opening[0] != "受" else span[0], turn[0]))
            issue = trim(text, (turn[1], span[1]))
            if cause[0] < cause[1] and issue[0] < issue[1]:
                return issue, cause
    if opening:
        comma = re.search("[，,]", text[slice(*span)])
        if comma:
            start = opening.end() if opening[0] != "受" else span[0]
            return trim(text, (span[0] + comma.end(), span[1])), trim(text, (start, span[0] + comma.start()))
    return span, None


def _clause_opener(text: str, span: Span, notation: str) -> Span | None:
    """The last word of the class that stands right behind a comma: `…，导致`, `…，故`."""
    found = [m.span() for m in pattern(notation).finditer(text, *span) if text[m.start() - 1] in "，,；;、"]
    return found[-1] if found else None

