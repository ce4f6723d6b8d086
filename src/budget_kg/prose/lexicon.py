"""Finance prose as tokens: numerals with units, words of the code lists, phases, directions, relations, years.

Longest match, left to right; a word may stand for several codes, and the number it goes with decides. What lies
between tokens is residue, and the reader must be able to explain it before it trusts a number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from budget_kg.errors import Say
from budget_kg.prose.classification import find_function_prefix
from budget_kg.text import Numeral, numerals, unit_at
from budget_kg.vocab import Concept, scheme

AXES = ("item", "expenditure-type", "fund")
_RELATIONS = (
    "increase", "decrease", "unchanged", "reason", "share", "completion", "comparison", "last-year", "part",
    "includes", "outcome", "revenue", "expenditure", "both-flows", "unit-price", "none",
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|本|度)(?:年度?|度)?")
_CODE = re.compile(r"\d{3,7}(?!\d|\.\d|年|月|%|％)")
_UNLISTED = re.compile(r"(2\d{6}|2\d{4}|2\d{2})([\u4e00-\u9fa5（）()、“”]{2,40}?)(?=\d|年|，|,|。)")
_STOPS = frozenset("，,；;：:。！？!?\n")
_ONE_FORM = str.maketrans("（）［］“”‘’「」『』＂", "()[]" + '"' * 9)
_BEHIND_A_DIGIT = r"(?<![\d０-９.．)）年月%％万亿元])"
_NIL = re.compile(
    rf"{_BEHIND_A_DIGIT}(?:[/／—－-]{{1,2}}(?=(?:千|万|百万|亿)?元)|(?<=为)零(?=[。，,；;、\n]|(?:万|亿)?元))"
)
_SIGNS = frozenset("（(/／—－-零")  # what a remark or a nil begins with
_ASIDE = re.compile(r"[（(][^（()）\d０-９。；;\n]{1,40}[)）]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with a meaning.

    `kind` is a word class, `dims`, `phase`, `year`, `function`, `number`, `nil` (`/万元`), `aside` or `stop`.
    """

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
        index[_one_form(word[:2])].append((_one_form(word), kind, tuple(concepts)))
    for entries in index.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[1] != "dims"))
    return index


@lru_cache(maxsize=64)
def _one_form(text: str) -> str:
    """Brackets and quotes in one form each; the length stays."""
    return text.translate(_ONE_FORM)


def _word_at(text: str, index: int, end: int) -> Token | None:
    folded, lexemes = _one_form(text), _lexemes()
    for first in (folded[index : index + 2], folded[index]):
        for word, kind, concepts in lexemes.get(first, ()):
            if folded.startswith(word, index) and index + len(word) <= end:
                token = Token(kind, index, index + len(word), text[index : index + len(word)], concepts)
                return _before_item(text, token, end) if _is_fund(token) else token
    return None


def _is_fund(token: Token) -> bool:
    return any(concept.scheme == "fund" for concept in token.concepts)


def _before_item(text: str, fund: Token, end: int) -> Token:
    """The fund without an end that begins the item behind it: `财政拨款|收入支出总计`, not `财政拨款收入支出|总计`."""
    for at in range(fund.end - 1, fund.start + 1, -1):
        item = _word_at(text, at, end)
        if item is not None and item.end > fund.end and any(concept.scheme == "item" for concept in item.concepts):
            shorter = _word_at(text, fund.start, at)
            return shorter if shorter is not None and shorter.end == at and _is_fund(shorter) else fund
    return fund


def _aside_at(text: str, index: int, end: int) -> Token | None:
    """A remark in brackets that says nothing of what is measured: `（上一年度，下同）`, `（以合同签订为准）`."""
    match = _ASIDE.match(text, index, end)
    if match is None or any(_measures(text, at, match.end()) for at in range(index + 1, match.end() - 1)):
        return None
    return Token("aside", index, match.end(), match[0])


def _measures(text: str, index: int, end: int) -> bool:
    word = _word_at(text, index, end)
    return word is not None and word.kind in ("dims", "revenue", "expenditure", "phase")


def _nil_at(text: str, index: int, end: int) -> Token | None:
    match = _NIL.match(text, index, end)
    if match is None:
        return None
    unit, stop, _ = unit_at(text, match.end())
    return Token("nil", index, stop, match[0], (unit,) if unit is not None else ())


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
        if token is None and text[index] in _STOPS:
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
    if word is not None or text[index] not in _SIGNS:
        return word
    return _aside_at(text, index, end) or _nil_at(text, index, end)
