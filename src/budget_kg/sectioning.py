"""From a flow to its section tree: headings in every Chinese numbering style, recognised by meaning.

A heading is a numbering mark in a place where one can stand, or the title of a chapter in a line of its own; its
meaning is a synonym in the section scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from budget_kg.chapters import chapters
from budget_kg.model import Flow, Section
from budget_kg.text import chinese_number, numerals
from budget_kg.vocab import scheme

_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    r"(?=[第附一二三四五六七八九十（(\d①-⑳])(?:"  # what a mark can begin with, for speed
    rf"(?P<part>第{_CN}(?:部分|章))"
    rf"|(?P<annex>附件\d{{1,2}}[:：]?)"
    rf"|(?P<cn>{_CN}(?:、|[.．](?!\d)))"
    rf"|(?P<cn_bracket>[（(]{_CN}[)）]、?)"
    rf"|(?P<digit>\d{{1,2}}(?:、|[.．](?:(?!\d)|(?=\d{{7}}(?!\d)|20\d\d年))))"
    rf"|(?P<digit_bracket>[（(]\d{{1,2}}[)）]、?)"
    rf"|(?P<circle>[①-⑳]))"
)
PART_LEVEL = 15
"""Sections up to this level are parts of a document and its annexes."""
_LEVEL = {"part": 10, "annex": 15, "cn": 20, "cn_bracket": 30, "digit": 40, "digit_bracket": 50, "circle": 60}
_TITLE_END = re.compile(r"[。；;：:\n，,]")
_LEADER = re.compile(r"[.．…·]{4,}\s?\d{0,3}")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_ENTRY = re.compile(r"[^\n。；;：:，,\d一二三四五六七八九十]{2,20}")
_CONTENTS_GAP = 6
_FEWEST_ENTRIES = 3
_SHORTEST_ENTRY = 4
_LONGEST_TITLE = 60
_LONGEST_TOLD = 40


@dataclass(frozen=True, slots=True)
class _Mark:
    """A numbering mark, or the place of a title without one, which ends at `title_end`."""

    start: int
    end: int
    style: str
    number: int
    title_end: int = 0


def contents_span(text: str) -> tuple[int, int]:
    """The span of the table of contents, (0, 0) when there is none: dot leaders, or entries that come again."""
    leaders = list(_LEADER.finditer(text))
    if len(leaders) < 3:
        return _listed_contents(text)
    before = text.rfind("目录", 0, leaders[0].start())
    return (before if before >= 0 else leaders[0].start()), leaders[-1].end()


def _listed_contents(text: str) -> tuple[int, int]:
    """The span from the word 目录 to where its first entry comes again, with nothing but headings between."""
    for word in re.finditer("目录", text):
        first = _MARK.search(text, word.end())
        if first is None or first.start() - word.end() > _CONTENTS_GAP:
            continue
        entry = _ENTRY.match(text, first.end())
        printed = text[first.start() : entry.end() if entry else first.end()]
        again = text.find(printed, first.end())
        if again < 0 and first.lastgroup == "part":
            again = text.find(first[0], first.end())
        if again < 0 and entry is not None and len(entry[0]) >= _SHORTEST_ENTRY:
            again = text.find(entry[0], entry.end())  # its chapter has no number
        listed = text[first.start() : max(again, first.start())]
        if len(list(_MARK.finditer(listed))) >= _FEWEST_ENTRIES and not re.search("[。；;]", listed):
            return word.start(), again
    return 0, 0


def _number(style: str, mark: str) -> int:
    if style == "circle":
        return ord(mark) - ord("①") + 1
    digits = re.search(r"\d+", mark)
    if digits:
        return int(digits[0])
    word = re.search(_CN, mark)
    try:
        return chinese_number(word[0]) if word else 0
    except (ValueError, KeyError):
        return 0


def _marks(flow: Flow) -> Iterator[_Mark]:
    """Numbering marks at the start of a paragraph, or inside one where a heading can stand."""
    skip_start, skip_end = contents_span(flow.text)
    text = flow.text
    for match in _MARK.finditer(text):
        at = match.start()
        if skip_start <= at < skip_end:
            continue
        style = match.lastgroup or ""
        opens = at == 0 or text[at - 1] == "\n"
        if style == "part" and text[match.end() : match.end() + 1] in "的，。、":
            continue
        if opens or _may_stand_inline(flow, at, style):
            yield _Mark(at, match.end(), style, _number(style, match[0]))


def _may_stand_inline(flow: Flow, at: int, style: str) -> bool:
    before = flow.text[at - 1]
    if flow.gap_before(at) and before not in "（(“、的为第至和及与":
        return style != "annex"
    return style in ("cn", "cn_bracket") and before in "。；：:;"


def _in_sequence(marks: Iterator[_Mark], flow: Flow) -> Iterator[_Mark]:
    """Drop inline marks that do not continue or begin a list at their level."""
    last: dict[int, int] = {}
    for mark in marks:
        level = _LEVEL[mark.style]
        opens = mark.start == 0 or flow.text[mark.start - 1] == "\n"
        if not opens and mark.number not in (1, last.get(level, 0) + 1):
            continue
        last = {known: number for known, number in last.items() if known < level} | {level: mark.number}
        yield mark


def _with_chapters(marks: list[_Mark], flow: Flow) -> list[_Mark]:
    """The marks and the chapters without one; a document that numbers its parts, or a chapter, has none."""
    if any(mark.style == "part" for mark in marks):
        return marks
    numbered = {mark.end for mark in marks}
    found = chapters(flow, contents_span(flow.text)[1])
    alone = [_Mark(one.start, one.start, "part", 0, one.end) for one in found if one.start not in numbered]
    return sorted([*marks, *alone], key=lambda mark: mark.start)


@cache
def _kinds() -> dict[str, str]:
    return {word: concept.notation for concept in scheme("section").values() for word in concept.words}


@cache
def _words_by_length() -> list[str]:
    return sorted(_kinds(), key=len, reverse=True)


@lru_cache(maxsize=4096)
def kind_of(title: str) -> str:
    """The section kind a title means, "" when no synonym fits: exact, then as its ending, then inside it."""
    plain = _YEAR.sub("", title).strip("、.。：: 　")
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", plain)
    for candidate in (plain, bare):
        if candidate in _kinds():
            return _kinds()[candidate]
    for word in _words_by_length():
        if bare.endswith(word) or (len(word) >= 5 and word in bare):
            return _kinds()[word]
    return ""


def _is_closed(kind: str) -> bool:
    """Whether sections below this kind only repeat words of other kinds: a glossary explains all of them."""
    return bool(kind) and "closed" in scheme("section")[kind].data


@cache
def _tell_tales() -> tuple[tuple[str, str], ...]:
    """Words that tell the meaning of a heading in other words, with the kind they tell."""
    concepts = scheme("section").values()
    return tuple((word, concept.notation) for concept in concepts for word in concept.data.get("hiddenLabel", ()))


def told_by_word(title: str) -> str:
    """The kind told by the last tell-tale word of a title: Chinese puts the head of a phrase last."""
    if len(title) > _LONGEST_TOLD or re.search(r"[（(][类款项][)）]|科目|\d{3}", _YEAR.sub("", title)):
        return ""
    found = [(title.rfind(word) + len(word), len(word), kind) for word, kind in _tell_tales() if word in title]
    return max(found)[2] if found else ""


def _kind(title: str, level: int, above: str) -> str:
    if _is_closed(above):
        return ""
    known = kind_of(title)
    if not known and (level == _LEVEL["cn"] or (level == _LEVEL["cn_bracket"] and not above)):
        return told_by_word(title)
    return known


def _is_known_title(text: str) -> bool:
    """Whether a text is a synonym of some kind, but for the year and the words of courtesy around it."""
    bare = _YEAR.sub("", text).removeprefix("关于")
    return any(bare.removesuffix(tail) in _kinds() for tail in ("", "说明", "情况", "情况说明", "的说明"))


def _title_end(flow: Flow, start: int, limit: int) -> int:
    """Where the title ends that begins at `start`: a known title before a gap, else the first punctuation."""
    stop = min(start + _LONGEST_TITLE, limit)
    for numeral in numerals(flow.text, start, stop):
        if numeral.unit is not None:
            stop = numeral.start
            break
    ending = _TITLE_END.search(flow.text, start, stop)
    end = ending.start() if ending else stop
    for index in range(start + 2, end):
        if flow.gap_before(index) and _is_known_title(flow.text[start:index]):
            return index
    if ending is None and end == min(start + _LONGEST_TITLE, limit):
        gaps = [index for index in range(start + 2, end) if flow.gap_before(index)]
        end = gaps[0] if gaps else end
    return end


def section_tree(flow: Flow) -> Section:
    """Build the tree; its root spans the whole flow and has no marker."""
    size = len(flow.text)
    root = Section(level=0, marker="", title="", start=0, body=0, end=size)
    stack = [root]
    marks = _with_chapters(list(_in_sequence(_marks(flow), flow)), flow)
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        level = _LEVEL[mark.style]
        limit = following.start if following else size
        end = mark.title_end or _title_end(flow, mark.end, limit)
        title = flow.text[mark.end : end].strip()
        while stack[-1].level >= level:
            stack.pop().end = mark.start
        kind = _kind(title, level, stack[-1].meaning)
        node = Section(
            level=level, marker=flow.text[mark.start : mark.end], title=title, start=mark.start, body=mark.end,
            end=size, kind=kind, parent=stack[-1],
        )
        stack[-1].children.append(node)
        stack.append(node)
    return root
