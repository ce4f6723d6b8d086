"""Names typed in pinyin: from Latin letters in a question to the Chinese words of a document's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from budget_kg.answering.inventory import Inventory
from budget_kg.answering.question import Term

_SYLLABLE: Final = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|uai|iao|ian|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|"
    r"iu|ua|uo|ui|ue|er|a|o|e|i|u|v)"
)
_WHOLE: Final = re.compile(f"(?:{_SYLLABLE.pattern})+")
_LEAST: Final = 2


def read_pinyin(inventory: Inventory, terms: Sequence[Term]) -> list[Term]:
    """The terms with runs of unknown Latin words that spell names of the document replaced by those names."""
    found: list[Term] = []
    at = 0
    while at < len(terms):
        size = 0
        while at + size < len(terms) and _may_be(terms[at + size]):
            size += 1
        for length in range(size, 0, -1):
            word = _spelled(inventory, "".join(term.text.replace("-", "") for term in terms[at : at + length]))
            if word:
                for other in found:  # what is written in pinyin has often been translated before
                    other.secondary = other.secondary or (not inventory.knows(other) and len(word) > _LEAST)
                for other in found:
                    if word in other.words:
                        other.sure, other.secondary, other.words = True, False, (word, *other.words)
                if not any(word in other.words for other in found):
                    found.append(Term(word, (word,), sure=True))
                at += length
                break
        else:
            found.append(terms[at])
            at += 1
    return found


def _may_be(term: Term) -> bool:
    return not term.known and not term.words and bool(_WHOLE.fullmatch(term.text.replace("-", "").replace("'", "")))


def _spelled(inventory: Inventory, letters: str) -> str:
    """The Chinese words of two characters or more that are read so, from the names of the document."""
    index = _index(inventory)
    for characters, syllables in index:
        joined = "".join(syllables)
        place = joined.find(letters)
        while place >= 0:
            start, end = _syllables_at(syllables, place, len(letters))
            if end - start >= _LEAST:
                return characters[start:end]
            place = joined.find(letters, place + 1)
    return ""


def _syllables_at(syllables: Sequence[str], place: int, length: int) -> tuple[int, int]:
    """The syllables that make up a stretch of letters; (0, 0) when it cuts one."""
    at, start = 0, -1
    for number, syllable in enumerate(syllables):
        if at == place:
            start = number
        at += len(syllable)
        if start >= 0 and at == place + length:
            return start, number + 1
    return 0, 0


def _index(inventory: Inventory) -> list[tuple[str, list[str]]]:
    known: list[tuple[str, list[str]]] | None = inventory.__dict__.get("_pinyin")
    if known is None:
        from pypinyin import lazy_pinyin

        names = dict.fromkeys(_names(inventory))
        known = [
            (name, [syllable.replace("ü", "v") for syllable in lazy_pinyin(name, errors="ignore")]) for name in names
        ]
        known = [(name, syllables) for name, syllables in known if len(name) == len(syllables)]
        inventory.__dict__["_pinyin"] = known
    return known


def _names(inventory: Inventory) -> Iterable[str]:
    chinese = re.compile(r"[\u3400-\u9fff]+")
    for name in inventory.document.names:
        yield from chinese.findall(name)
    for one in inventory.statements:
        for name in (one.label, one.project, one.owner):
            yield from chinese.findall(name)
    for sense, words in inventory.lexicon.words.items():
        if sense.scheme in ("item", "expenditure-type", "fund", "econ-dep", "func", "gloss"):
            yield from (word for word in words if chinese.fullmatch(word))
    for one in inventory.statements:
        if one.kind in ("KeyWorkItem", "Outcome", "Duty", "QuantityObservation"):
            yield from chinese.findall(one.hay)
