"""Telephone numbers for questions, wherever a document gives them; fax numbers are not for questions."""

from __future__ import annotations

import re

from budget_kg.facts import Contact
from budget_kg.model import Layout, Structure
from budget_kg.prose.grammar import pattern
from budget_kg.reading import Reading
from budget_kg.text import fold, numerals

MEANINGS: tuple[str, ...] = ()

_DASH = r"\s?[-—–－转]\s?"
_NUMBER = re.compile(  # what it can begin with is said first, for speed
    rf"(?=[(\d])(?<![\d.,])(?:\(?0\d{{2,3}}\)?(?:{_DASH}|\s)?\d{{3,4}}[ -]?\d{{4}}(?:{_DASH}\d{{1,5}})?"
    rf"|[48]00-?\d{{3,4}}-?\d{{3,4}}|1[3-9]\d{{9}}|[2-8]\d{{6,7}}(?:{_DASH}\d{{1,5}})?)(?![\d.,]\d|\d)"
)
_WITH_AREA = re.compile(r"\(?0\d{2,3}[)\-—–－]")
_REACH = 24
_SEPARATORS = re.compile(r"[、,/;或和 ]{0,3}")


def read_anywhere(layout: Layout) -> Reading:
    """Read every number behind a word for telephone, and numbers with an area code that stand alone."""
    reading = Reading()
    text = fold(layout.flow.text)
    known: set[str] = set()
    last = 0
    for match in _NUMBER.finditer(text):
        spans = [layout.flow.span(numeral.start, numeral.end) for numeral in numerals(text, *match.span())]
        before = text[max(last, match.start() - _REACH) : match.start()]
        goes_on = bool(last) and bool(_SEPARATORS.fullmatch(text[last : match.start()]))
        if pattern("fax").search(before):
            reading.structures += [Structure(*span, "address") for span in spans]
        elif goes_on or _is_announced(before) or _WITH_AREA.match(match[0]):
            last = match.end()
            number = re.sub(r"\s", "", re.sub(r"[—–－]", "-", match[0]))
            passage = layout.passage(_start_of(match.start(), before), match.end())
            if number not in known:
                reading.facts.append(Contact(passage=passage, number=number, numerals=tuple(spans)))
            else:
                reading.structures += [Structure(*span, "repeated-contact") for span in spans]
            known.add(number)
    return reading


def _is_announced(before: str) -> bool:
    """Whether a word for telephone stands before a number with nothing but names and marks between."""
    words = list(pattern("telephone").finditer(before))
    return bool(words) and not re.search(r"[。;\d]", before[words[-1].end() :])


def _start_of(number: int, before: str) -> int:
    """Where the words that announce the number begin: the last of them in one row."""
    words = list(pattern("telephone").finditer(before))
    return number - len(before) + words[-1].start() if words else number
