"""The glossary: each term with its definition, and the code it means.

A functional class is matched with the names printed above it; an item under the wrong parent is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from budget_kg.facts import Code, GlossaryTerm
from budget_kg.model import Finding, Layout, Passage, Section, Severity
from budget_kg.prose.classification import ClassMatch, find_function_prefix
from budget_kg.prose.grammar import Span, pattern, trim
from budget_kg.reading import Reading
from budget_kg.text import marker_number
from budget_kg.vocab import scheme

MEANINGS = ("glossary",)

_LONGEST_LABEL = 60
_LONGEST_PATH = 120
_COLON = re.compile(r"[：:]")
_DEFINES = re.compile(r"[，,]?(?:主要)?(?:是指|指的是|指|反映|是反映)")
_OPENS_TERM = re.compile(r"[^，。；：:\n]{2,30}[：:](?:主要)?(?:是指|指|反映|为|纳入|单位|事业单位)")
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\n。]+。?")
_EDGE = " ，,。；;、.．:：\n"
_SCHEMES = ("expenditure-type", "item", "fund")


@dataclass(frozen=True, slots=True)
class _Term:
    """Spans of the flow: the words explained, and what explains them (None when only terms below it do)."""

    label: Span
    definition: Span


def read(section: Section, layout: Layout) -> Reading:
    """Read every term of the glossary, with its number where it has one."""
    reading = Reading()
    for node in section.walk():
        is_top = node is section
        start = node.body + len(node.title) if is_top and not _COLON.search(node.title) else node.body
        terms = list(_terms(layout.flow.text, (start, node.own[1]), numbered=not is_top))
        if not is_top:
            terms[:1] = [_with_list(node, term, layout) for term in terms[:1] or _class_list(node, layout)]
        for index, term in enumerate(terms):
            _add(reading, term, None if is_top or index else marker_number(node.marker), node, layout)
    return reading


def _terms(text: str, span: Span, numbered: bool) -> Iterator[_Term]:
    """Terms of one section's own text: its numbered line, and paragraphs that open with a term themselves.

    Without a number a term can open any sentence: the lines of a list are not always kept apart.
    """
    lines: list[Span] = []
    for match in (_PARAGRAPH if numbered else _SENTENCE).finditer(text, *span):
        line = match.span()
        opens = _OPENS_TERM.match(text, line[0]) or find_function_prefix(text, line[0], line[1])
        if opens or (numbered and not lines):
            lines.append(line)
        elif lines:
            lines[-1] = (lines[-1][0], line[1])
    for line in lines:
        term = _term(text, line)
        if term is not None:
            yield term


def _term(text: str, span: Span) -> _Term | None:
    """Cut a line at the colon, or before 指 or 反映; words of the web page behind it are left out."""
    start, end = trim(text, (span[0], _before_page_end(text, span)), _EDGE)
    printed = find_function_prefix(text, start, end)
    colon = _COLON.search(text, start, min(end, start + (_LONGEST_PATH if printed else _LONGEST_LABEL)))
    if printed is not None and any(printed.levels) and (colon is None or printed.end <= colon.start()):
        cut = behind = colon.start() if colon is not None and colon.start() - printed.end < 8 else printed.end
    elif colon is not None and "。" not in text[start : colon.start()]:
        cut, behind = colon.start(), colon.end()
    else:
        defines = _DEFINES.search(text, start + 1, min(end, start + _LONGEST_LABEL))
        if defines is None or re.search(r"[。；，]", text[start : defines.start()]):
            return None
        cut = behind = defines.start()
    label = trim(text, (start, cut), _EDGE)
    definition = trim(text, (behind, end), " ，,：:\n")
    return _Term(label, definition) if label[0] < label[1] else None


def _before_page_end(text: str, span: Span) -> int:
    """Where the words of the web page begin that were printed behind the last term."""
    for match in pattern("page-end").finditer(text, *span):
        if match.start() > span[0] and text[match.start() - 1] in "。；\n":
            return match.start()
    return span[1]


def _class_list(node: Section, layout: Layout) -> list[_Term]:
    """A heading of nothing but a list of functional classes: the list is its explanation."""
    text = layout.flow.text
    label = trim(text, node.own, _EDGE)
    classes = any(find_function_prefix(text, child.body, child.end) for child in node.children)
    return [_Term(label, (label[1], label[1]))] if classes and label[1] - label[0] <= _LONGEST_LABEL else []


def _has_term(text: str, node: Section) -> bool:
    return next(_terms(text, node.own, numbered=True), None) is not None


def _with_list(node: Section, term: _Term, layout: Layout) -> _Term:
    """A term whose explanation is the list below it; a list of sentences only is part of the explanation."""
    text, end = layout.flow.text, node.end
    below = any(_has_term(text, child) for child in node.children)
    has_own = term.definition[0] < term.definition[1]
    if not node.children or (has_own and below):
        return term
    start = term.definition[0] if has_own else node.children[0].start
    return _Term(term.label, trim(text, (start, end), " \n"))


def _add(reading: Reading, term: _Term, ordinal: int | None, node: Section, layout: Layout) -> None:
    text = layout.flow.text
    if term.definition[0] >= term.definition[1]:
        return
    passage = layout.passage(term.label[0], term.definition[1], node)
    match = _match(text, term)
    concept = match.code if match is not None else _plain_concept(text[slice(*term.label)])
    if match is not None and match.status != "matched":
        reading.findings.append(_finding(match, layout.passage(*term.label, node)))
    reading.facts.append(GlossaryTerm(
        passage=passage, label=text[slice(*term.label)], definition=text[slice(*term.definition)],
        ordinal=ordinal, concept=concept, printed_under=match.printed_under if match is not None else None,
    ))


def _match(text: str, term: _Term) -> ClassMatch | None:
    """The code of a functional class; a bare name counts as one when it is explained by 反映."""
    printed = find_function_prefix(text, *term.label)
    if printed is None:
        return None
    marked = printed.code or any(printed.levels)
    return printed.match() if marked or text.startswith("反映", term.definition[0]) else None


@cache
def _words() -> dict[str, Code]:
    index: dict[str, Code] = {}
    for name in _SCHEMES:
        for word, concepts in scheme(name).by_word().items():
            if len(concepts) == 1:
                index.setdefault(word, Code(f"{name}/{concepts[0].notation}"))
    return index


def _plain_concept(label: str) -> Code | None:
    bare = label.strip("“”\"")
    return next((_words()[word] for word in (label, bare, f"“{bare}”") if word in _words()), None)


def _finding(match: ClassMatch, passage: Passage) -> Finding:
    severity = Severity.INFO if match.status == "ambiguous-class" else Severity.WARNING
    return Finding(match.status, severity, match.reason, (passage,))
