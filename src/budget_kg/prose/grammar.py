"""Clauses of Chinese disclosure prose: sentences, enumerations, labelled parts, comparators, directions, reasons.

All spans are half-open and in the flow. The words themselves are the code list `word`; this module knows only how
they combine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from budget_kg.facts import Term
from budget_kg.text import QUALIFIERS, Numeral
from budget_kg.vocab import B, scheme

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’）)]*")
_CLAUSE_END = re.compile(r"[；;。！？!?\n]+[”’）)]*")
_ITEM = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)|(?<![\d.])\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|[（(]\d{1,2}[)）]")
_MEANT = re.compile(r"(?P<compared>及?以[上下内])?的(?:项目|单位|部门|指标|政策|支出)")
_TRIM = " ，,。；;：:、\n"
COMPARATORS = {
    "at-least": "AtLeast", "at-most": "AtMost", "more-than": "MoreThan", "less-than": "LessThan",
    "about": "About", "reaches": "Reaches",
}


@cache
def pattern(*notations: str, of: str = "word") -> re.Pattern[str]:
    """One pattern that matches any word of the given word classes of a code list, longest first."""
    words = {word for notation in notations for word in scheme(of)[notation].words}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def trim(text: str, span: Span, chars: str = _TRIM) -> Span:
    """Shrink a span past punctuation and space at both ends."""
    start, end = span
    while start < end and text[start] in chars:
        start += 1
    while end > start and text[end - 1] in chars:
        end -= 1
    return start, end


def _split(text: str, start: int, end: int, at: re.Pattern[str]) -> Iterator[Span]:
    for match in at.finditer(text, start, end):
        if match.end() > start and text[start : match.start()].strip(_TRIM):
            yield start, match.end()
        start = match.end()
    if text[start:end].strip(_TRIM):
        yield start, end


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences of a span, their final mark included."""
    return list(_split(text, start, end, _SENTENCE_END))


def clauses(text: str, start: int, end: int) -> list[Span]:
    """Parts of a span between semicolons or full stops, the mark included."""
    return list(_split(text, start, end, _CLAUSE_END))


def enumerated(text: str, start: int, end: int) -> list[Span]:
    """Items of `一是…；二是…` or `1、…；2、…`, marks and final punctuation excluded; the whole span when there are none.

    Text before the first mark is not an item.
    """
    marks = [
        match for match in _ITEM.finditer(text, start, end)
        if match.start() == start or text[match.start() - 1] in "。；;：:，,、\n "
    ]
    if not marks:
        whole = trim(text, (start, end))
        return [whole] if whole[0] < whole[1] else []
    stops = [mark.start() for mark in marks[1:]] + [end]
    spans = (trim(text, (mark.end(), stop)) for mark, stop in zip(marks, stops, strict=True))
    return [span for span in spans if span[0] < span[1]]


def labelled(text: str, start: int, end: int, *notations: str) -> list[tuple[str, Span]]:
    """Cut a span at its labels (`主要产出和效果：`, `发现的问题及原因：` …); yield (word class, span behind the label).

    A label counts at a sentence or clause start only. Text before the first label comes first, under "".
    """
    finders = {notation: pattern(notation) for notation in notations}
    cuts: list[tuple[int, int, str]] = []
    for notation, finder in finders.items():
        for match in finder.finditer(text, start, end):
            opens = match.start() == start or text[match.start() - 1] in "。；;，,：:\n"
            label_end = re.compile(r"[是为有]?[：:]|是|为").match(text, match.end())
            if label_end is None and match[0][-1] in "是为":
                label_end = match
            if opens and label_end:
                cuts.append((match.start(), label_end.end(), notation))
    cuts.sort()
    kept = [cut for index, cut in enumerate(cuts) if index == 0 or cut[0] >= cuts[index - 1][1]]
    bounds = [*(cut[0] for cut in kept), end][1:]
    parts = [("", (start, kept[0][0] if kept else end))]
    parts += [(cut[2], (cut[1], bound)) for cut, bound in zip(kept, bounds, strict=True)]
    return [(notation, trim(text, span)) for notation, span in parts if trim(text, span)[0] < trim(text, span)[1]]


def last_told(words: str, terms: Iterable[tuple[str, str]]) -> Term | None:
    """The term of the word class whose word ends last, the longest of those; None when there is none."""
    found = [
        (match.end(), match.end() - match.start(), term)
        for notation, term in terms for match in pattern(notation).finditer(words)
    ]
    return Term(max(found)[2]) if found else None


def direction(words: str) -> Term | None:
    """Increase, decrease or unchanged: the last direction word in `words`, None when there is none."""
    return last_told(words, (("increase", B.Increase), ("decrease", B.Decrease), ("unchanged", B.Unchanged)))


@cache
def _comparing_words() -> tuple[tuple[str, str, bool], ...]:
    """Words that qualify a numeral with the term they mean, and whether they can stand behind it."""
    return tuple(
        (word, name, notation != "reaches" and len(word) == 2)
        for notation, name in COMPARATORS.items()
        for word in sorted(scheme("word")[notation].words, key=len, reverse=True)
        if word not in QUALIFIERS  # these stand behind the digits: 结余5万元 is five, 5万余元 more
    )


@cache
def _comparing() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words before a numeral and those behind it, to see at once that there is none."""
    words = _comparing_words()
    return tuple(word for word, _, _ in words), tuple(word for word, _, behind in words if behind)


def comparator(text: str, numeral: Numeral) -> Term | None:
    """How the text qualifies a numeral: 余, 超, 不少于 before it, 以上 behind it; None when it does not."""
    if numeral.qualifier:
        return Term(getattr(B, numeral.qualifier))
    before = text[max(0, numeral.start - 4) : numeral.start].rstrip("了至为到 ")
    after = text[numeral.stop : numeral.stop + 3]
    if not before.endswith(_comparing()[0]) and not after.startswith(_comparing()[1]):
        return None
    for word, name, behind in _comparing_words():
        if before.endswith(word) or (behind and after.startswith(word)):
            return Term(getattr(B, name))
    return None


def is_condition(text: str, numeral: Numeral) -> bool:
    """Whether a compared number only says which are meant: `得分低于90分的项目`."""
    behind = _MEANT.match(text, numeral.stop)
    return behind is not None and (comparator(text, numeral) is not None or bool(behind["compared"]))


def reason_span(text: str, start: int, end: int) -> Span | None:
    """The words that give the reason in a sentence, from behind `主要原因是` to its end, 所致 excluded."""
    match = pattern("reason").search(text, start, end)
    if match is None:
        return None
    copula = "" if match[0][-1] in "是为系" else "[是为系]?"
    behind = re.compile(copula + r"(?:由于|因为|因(?!公))?[：:，,]?").match(text, match.end())
    low = behind.end() if behind else match.end()
    span = trim(text, (low, end))
    closing = pattern("reason-end").search(text, max(span[0], span[1] - 4), span[1])
    if closing and closing.end() == span[1] and text[closing.start() : span[1]] == "所致":
        span = trim(text, (span[0], closing.start()))
    return span if span[0] < span[1] else None
