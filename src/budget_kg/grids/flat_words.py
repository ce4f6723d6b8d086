"""The words of flattened text between spaces, with their places; single characters set apart are one word again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.grids.grid import key
from budget_kg.grids.words import words_of
from budget_kg.text import fold

_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_SINGLE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, `text[start:end]` of the text layer."""

    start: int
    end: int
    text: str


def is_number(word: Word) -> bool:
    """Whether a word is nothing but digits with their separators."""
    return _NUMBER.fullmatch(fold(word.text)) is not None


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`; `合 计` is one word when the list of words has it so."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, end):
        word = Word(match.start(), match.end(), match[0])
        before = found[-1] if found else None
        if before is not None and _SINGLE.fullmatch(before.text) and _SINGLE.fullmatch(word.text):
            joined = key(before.text + word.text)
            if not words_of(joined).rest and len(words_of(joined).concepts) == 1:
                found[-1] = replace(before, end=word.end, text=text[before.start : word.end])
                continue
        found.append(word)
    return found
