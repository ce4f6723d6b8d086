"""The words of questions: which word stands for which concept, in Chinese and English.

All words are data: code lists in `ontology/codes/`, everyday words and the glossary in `ontology/asking/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from budget_kg.errors import Say
from budget_kg.resources import shipped
from budget_kg.variants import one_script
from budget_kg.vocab import CODE, SKOS, read_quads

QUESTION: Final = "question-word"
GLOSS: Final = "gloss"
FUNCTION: Final = "func"
_CODES: Final = ("item", "expenditure-type", "fund", "phase", "econ-dep", "transfer-level", "unit")
_INTERROGATIVE: Final = re.compile("多少|几|什么|啥|吗|怎|哪|^how |^what ")
"""Words that ask are words of questions, also inside a longer phrase."""
_SIDES: Final = "word"
"""Revenue and expenditure are words of the readers, too: their everyday names ask for a side of the accounts."""
_ASKED: Final = frozenset((*_CODES, QUESTION, GLOSS, FUNCTION, "word"))
_LABELS: Final = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
_QUOTES: Final = re.compile(r"[“”\"'‘’《》〈〉「」『』`]")
_TOKEN: Final = re.compile(r"[a-z]+(?:-[a-z]+)*|\d[\d,]*(?:\.\d+)?%?|[^\sa-z\d]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")
_ENGLISH: Final = re.compile(r"[a-z]+(?: [a-z]+)*")
_BRACKETED: Final = re.compile(r"[（(][^（）()]*[）)]")
_SHORT_ENOUGH: Final = 1
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_ENDING: Final = "支出"
_CLASSES: Final = ("func", "econ-dep")


class Sense(NamedTuple):
    """What a word may stand for: a concept of a scheme."""

    scheme: str
    notation: str


@dataclass(slots=True)
class Lexicon:
    """Senses by word, and words by sense. Chinese words are folded, English ones are tuples of stems."""

    zh: dict[str, list[Sense]] = field(default_factory=dict)
    en: dict[tuple[str, ...], list[Sense]] = field(default_factory=dict)
    words: dict[Sense, list[str]] = field(default_factory=dict)
    everyday: dict[Sense, list[str]] = field(default_factory=dict)
    labels: dict[Sense, dict[str, str]] = field(default_factory=dict)

    def add(self, sense: Sense, text: str, language: str, *, everyday: bool = False) -> None:
        """Let a word stand for a concept. Everyday words find the concept, but are not looked for in documents."""
        if language == "zh":
            plain = _CHINESE.fullmatch(text) is not None  # our own lists are in the simplified script
            for word in (text,) if plain else dict.fromkeys((folded(text), folded(_BRACKETED.sub("", text)))):
                if len(word) > _SHORT_ENOUGH or (word and sense.scheme in (QUESTION, "unit")):
                    _put(self.zh, word, sense)
                    _put(self.everyday if everyday else self.words, sense, word)
        elif language == "en":
            stems = tuple(map(stem, text.split(" ") if _ENGLISH.fullmatch(text) else english(text)))
            if stems:
                _put(self.en, stems, sense)

    def label(self, sense: Sense) -> Say:
        """The preferred label of a concept in both languages."""
        found = self.labels.get(sense, {})
        zh = found.get("zh") or found.get("en") or sense.notation
        return Say(zh, found.get("en") or zh)

    def extended(self) -> Lexicon:
        """A copy to which the words of one store can be added."""
        return Lexicon(dict(self.zh), dict(self.en), dict(self.words), self.everyday, dict(self.labels))


def _put(index: dict[_Key, list[_Value]], key: _Key, value: _Value) -> None:
    """Add a value; the list that was there is left as it is, it may be that of another lexicon."""
    known = index.get(key)
    if known is None:
        index[key] = [value]
    elif value not in known:
        index[key] = [*known, value]


def folded(text: str) -> str:
    """A Chinese text as it is compared: one form of characters and script, no blanks, no quotation marks."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one_script(_QUOTES.sub("", text)).split())


def english(text: str) -> list[str]:
    """The words of an English text, in lower case; figures as they are, marks left out."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'s", "").replace("'", "")
    return [token for token in _TOKEN.findall(plain) if token[0].isalnum() or token == "%"]


@cache
def stem(word: str) -> str:
    """An English word without the endings of plurals; other forms are listed as words of their own."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def word_files() -> list[Path]:
    """The files of the ontology that have words of questions."""
    folder = shipped("ontology")
    return [*(folder / "codes" / f"{name}.ttl" for name in _CODES), *sorted((folder / "asking").glob("*.ttl"))]


def read_lexicon(paths: Iterable[Path]) -> Lexicon:
    """The words that need no store: concepts of the code lists, words of questions, the glossary."""
    found = Lexicon()
    for path in paths:
        rows = [
            (str(quad.subject)[1 + len(CODE) : -1], quad.predicate.value, quad.object)
            for quad in read_quads(path)
            if quad.predicate.value in _LABELS and str(quad.subject).startswith(f"<{CODE}")
        ]
        for name, predicate, label in rows:
            scheme, _, notation = name.partition("/")
            if not notation or notation == "_T" or scheme not in _ASKED:
                continue
            sense = Sense(QUESTION if scheme == _SIDES else scheme, notation)
            language = getattr(label, "language", "") or ""
            if predicate == _LABELS[0]:
                found.labels.setdefault(sense, {})[language] = label.value  # type: ignore[union-attr]
            if sense.scheme != QUESTION and _INTERROGATIVE.search(label.value):  # type: ignore[union-attr]
                continue
            found.add(sense, label.value, language, everyday=predicate == _LABELS[2])  # type: ignore[union-attr]
    for word in list(found.zh):
        _share_ending(found.zh, word)
    return found


def _share_ending(words: dict[str, list[Sense]], word: str) -> None:
    """Let a class be found with and without 支出 at its end: lists of codes write one name either way."""
    plain = word.removesuffix(_ENDING)
    whole = plain + _ENDING
    if plain not in words or whole not in words or any(sense.scheme not in _CLASSES for sense in words[whole]):
        return
    for sense in [sense for one in (whole, plain) for sense in words[one] if sense.scheme in _CLASSES]:
        _put(words, whole, sense)
        _put(words, plain, sense)


def with_words(base: Lexicon, words: Iterable[tuple[Sense, str, str]]) -> Lexicon:
    """A lexicon that also has these words (sense, text, language), of one store."""
    found = base.extended()
    for sense, text, language in words:
        found.labels.setdefault(sense, {}).setdefault(language, text)
        found.add(sense, text, language)
        if language == "zh" and sense.scheme in _CLASSES:
            _share_ending(found.zh, folded(text))
    return found
