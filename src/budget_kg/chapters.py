"""Chapters without a number: the title of a main part of a document in a line of its own.

It knows what such a line looks like; what the title means is the section scheme's. A list of titles with nothing
told under them (a menu, a table of contents) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from budget_kg.model import Flow
from budget_kg.organisations import organisation
from budget_kg.vocab import scheme

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029\t]+")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_OWNER = re.compile(r"[（(](?:部门|单位)[)）]$|(?:部门|单位)$")
_BEFORE = "\n。；;！？!?…．.”）)"
_LONGEST = 60
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Chapter:
    """The title `text[start:end]` of the flow."""

    start: int
    end: int


def chapters(flow: Flow, first: int = 0) -> list[Chapter]:
    """The unnumbered chapters of a flow from `first` on, where one may begin, in the order of the text."""
    found = [*_lines(flow, first), Chapter(len(flow.text), len(flow.text))]
    kept: list[Chapter] = []
    listed: list[str] = []  # titles right above that only stand in a list
    for one, following in pairwise(found):
        between, title = flow.text[one.end : following.start], flow.text[one.start : one.end]
        free = one.start == first or flow.text[one.start - 1] in _BEFORE
        if "。" in between and (title in listed or (free and not listed)):
            kept.append(one)
        listed = [*listed, title] if not between.strip() else []
    return kept if len(kept) > 1 else []  # one alone is the title of the document


def _lines(flow: Flow, first: int) -> Iterator[Chapter]:
    """Printed lines that are a title, as they lie in the flow; what is in a table does not."""
    low = flow.source[first] if first < len(flow.source) else len(flow.text_layer)
    for match in _LINE.finditer(flow.text_layer, low):
        line = "".join(match[0].split()).rstrip("：:")
        if not _SHORTEST <= len(line) <= _LONGEST or not line.endswith(_words()) or not _is_title(line):
            continue
        inked = match.start() + len(match[0]) - len(match[0].lstrip())
        start = flow.position(inked)
        end = start + len(line)
        if flow.text[start:end] == line and flow.source[start] == inked:
            yield Chapter(start, end)


@cache
def _words() -> tuple[str, ...]:
    """The titles of chapters in the section scheme."""
    told = (concept for concept in scheme("section").values() if "chapter" in concept.data)
    return tuple(sorted({word for concept in told for word in concept.words if len(word) >= _SHORTEST}))


def _is_title(line: str) -> bool:
    """Whether a line is a title and nothing else but the year, or the body whose it is."""
    for word in _words():
        if line.endswith(word):
            owner = _OWNER.sub("", _YEAR.sub("", line.removesuffix(word)))
            if not owner or organisation(owner) == owner:
                return True
    return False
