"""Finance prose as tokens: numerals with units, words of the code lists, phases, directions, relations, years.

Longest match, left to right; a word may stand for several codes, and the number it goes with decides. What lies
between tokens is residue, and the reader must be able to explain it before it trusts a number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from budget_kg.errors import Say
from budget_kg.prose.classification import find_function_prefix
from budget_kg.text import Numeral, numerals
from budget_kg.vocab import Concept, scheme

AXES = ("item", "expenditure-type", "fund")
_RELATIONS = (
    "increase", "decrease", "unchanged", "reason", "share", "completion", "comparison", "last-year", "part",
    "includes", "outcome", "revenue", "expenditure", "both-flows", "unit-price", "none",
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|本|度)(?:年度?|度)?")
_CODE = re.compile(r"\d{3,7}(?!\d|\.\d|年|月|%|％)")
_UNLISTED = re.compile(r"(2\d{6}|2\d{4}|2\d{2})([\u4e00-\u9fa5（）()、“”]{2,40}?)(?=\d|年|，|,|。)")
_STOP = re.compile(r"[，,；;：:。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with a meaning: `kind` is a word class, `dims`, `phase`, `year`, `function`, `number` or `stop`."""

    kind: str
    start: int
    end: int
    text: str
    concepts: tuple[Concept, ...] = ()
    numeral: Numeral | None = None
    code: str | None = None
    doubt: tuple[str, Say] | None = None


@cache
def _lexemes() -> dict[str, list[tuple[str, str, tuple[Concept, ...]]]]:
    """Words by their first two characters, longest first, each with its kind and concepts."""
    words: dict[tuple[str, str], list[Concept]] = defaultdict(list)
    for axis in AXES:
        for concept in scheme(axis).values():
            for word in concept.words:
                if concept.notation != "_T":
                    words[("dims", word)].append(concept)
    for concept in scheme("phase").values():
        for word in concept.words:
            words[("phase", word)].append(concept)
    for relation in _RELATIONS:
        for word in scheme("word")[relation].words:
            words[(relation, word)] = []
    index: dict[str, list[tuple[str, str, tuple[Concept, ...]]]] = defaultdict(list)
    for (kind, word), concepts in words.items():
        index[word[:2]].append((word, kind, tuple(concepts)))
    for entries in index.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[1] != "dims"))
    return index


def _word_at(text: str, index: int, end: int) -> Token | None:
    for first in (text[index : index + 2], text[index]):
        for word, kind, concepts in _lexemes().get(first, ()):
            if text.startswith(word, index) and index + len(word) <= end:
                return Token(kind, index, index + len(word), word, concepts)
    return None


def _numbers(text: str, start: int, end: int) -> dict[int, Token]:
    """Numerals, years and codes by where they start."""
    found: dict[int, Token] = {}
    for numeral in numerals(text, start, end):
        year = _YEAR.match(text, numeral.start)
        if year and numeral.unit is None:
            found[numeral.start] = Token("year", numeral.start, year.end(), year[0])
        else:
            found[numeral.start] = Token("number", numeral.start, numeral.stop, numeral.printed, numeral=numeral)
    return found


def _function_at(text: str, index: int, end: int) -> Token | None:
    printed = find_function_prefix(text, index, end)
    if printed is None or printed.end <= index:
        return _unlisted_at(text, index, end)
    match = printed.match()
    doubt = None if match.status == "matched" else (match.status, match.reason)
    return Token("function", index, printed.end, printed.name, code=match.code, doubt=doubt)


def _unlisted_at(text: str, index: int, end: int) -> Token | None:
    """A code with a name that the classification does not list: kept as a provisional class."""
    match = _UNLISTED.match(text, index, end)
    if match is None:
        return None
    reason = Say(f"科目表中没有代码 {match[1]}（{match[2]}）", f"the list has no code {match[1]} ({match[2]})")
    return Token("function", index, match.end(), match[2], code=f"func/{match[1]}", doubt=("unknown-code", reason))


def tokens(text: str, start: int, end: int, functions: bool) -> list[Token]:
    """Tokenise `text[start:end]`; functional class names count only where the section speaks of them."""
    numbers = _numbers(text, start, end)
    found: list[Token] = []
    index = start
    while index < end:
        token = numbers.get(index)
        if token is None or token.kind == "number":
            token = _best(text, index, end, functions, token)
        if token is None and _STOP.match(text[index]):
            token = Token("stop", index, index + 1, text[index])
        if token is None:
            index += 1
            continue
        found.append(token)
        index = token.end
    return found


def _best(text: str, index: int, end: int, functions: bool, number: Token | None) -> Token | None:
    """A number stands unless it is a class code; otherwise the longer of class name and word."""
    if number is not None:
        unitless = number.numeral is not None and number.numeral.unit is None
        coded = functions and unitless and _CODE.match(text, index)
        return (_function_at(text, index, end) if coded else None) or number
    word = _word_at(text, index, end)
    function = _function_at(text, index, end) if functions else None
    if function is not None and (word is None or function.end > word.end):
        return function
    return word
