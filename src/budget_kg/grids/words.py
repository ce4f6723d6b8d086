"""The words of heads, titles and row labels, as the code lists know them: longest word first, and what is left over.

A text is understood only when every part of it is a known word; what stays unexplained is `rest`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from budget_kg.facts import Code, Term, Year
from budget_kg.grids.dimensions import narrower_fund
from budget_kg.grids.grid import key
from budget_kg.prose.subjects import Dims
from budget_kg.text import unit_words
from budget_kg.vocab import B, Concept, scheme

_SCHEMES = ("column", "item", "expenditure-type", "fund", "phase")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_UNIT = re.compile(r"\((?:单位[:：]?)?([^()\d]{1,5})\)$|[/／]([^()/／]{1,4})$")
_MARKS = re.compile(r"[()\[\],，、:：;；。.·/\-—+=*]+")
_INSIDE = re.compile(r"\((?:含|包括|不含|按|即|同)[^()]*\)")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as known words: `concepts` per word in order, years, the unit in brackets at its end, what is left."""

    concepts: tuple[tuple[Concept, ...], ...] = ()
    years: tuple[int, ...] = ()
    unit: Concept | None = None
    rest: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)

    def roles(self) -> set[str]:
        """The meanings of its words as column heads, the broader ones included."""
        found = {concept.notation for group in self.concepts for concept in group if concept.scheme == "column"}
        return found | {scheme("column")[name].broader for name in found if scheme("column")[name].broader}


@cache
def _lexicon() -> dict[str, list[tuple[str, tuple[Concept, ...]]]]:
    """Words by their first character, longest first, each with its concepts in the order of the lists."""
    words: dict[str, list[Concept]] = defaultdict(list)
    for name in _SCHEMES:
        for concept in scheme(name).values():
            for word in concept.words:
                if concept.notation != "_T" and key(word):
                    words[key(word)].append(concept)
    index: dict[str, list[tuple[str, tuple[Concept, ...]]]] = defaultdict(list)
    for word, concepts in words.items():
        index[word[0]].append((word, _unique(concepts)))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _unique(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple({concept.iri: concept for concept in concepts}.values())


@cache
def _units() -> dict[str, Concept]:
    return {key(word): concept for word, concept in unit_words().items()}


def unit_of(words: str) -> Concept | None:
    """The unit that some words are, None when they are none."""
    return _units().get(key(words))


def split_unit(plain: str) -> tuple[str, Concept | None]:
    """A text of `key` form without the unit in brackets at its end, and that unit."""
    found = _UNIT.search(plain)
    unit = unit_of(found[1] or found[2]) if found else None
    return (plain[: found.start()], unit) if found and unit is not None and found.start() else (plain, None)


@lru_cache(maxsize=8192)
def words_of(text: str) -> Words:
    """Read a head or label, brackets that only explain left out."""
    plain, unit = split_unit(_INSIDE.sub("", key(text)))
    concepts: list[tuple[Concept, ...]] = []
    texts: list[str] = []
    years: list[int] = []
    rest, at = "", 0
    while at < len(plain):
        year = _YEAR.match(plain, at)
        word = next((entry for entry in _lexicon().get(plain[at], ()) if plain.startswith(entry[0], at)), None)
        if year:
            years.append(int(year[1]))
            at = year.end()
        elif word:
            concepts.append(word[1])
            texts.append(word[0])
            at += len(word[0])
        else:
            rest += plain[at]
            at += 1
    return Words(tuple(concepts), tuple(years), unit, _MARKS.sub("", rest), tuple(texts))


def flow_in(word: str) -> tuple[Term, ...]:
    """Revenue or expenditure when a word names one of them and not the other."""
    came, spent = "收入" in word, "支出" in word
    return (Term(B.Revenue),) if came and not spent else (Term(B.Expenditure),) if spent and not came else ()


def _flows(concept: Concept, word: str) -> tuple[Term, ...]:
    """What the list says, unless the word itself says it: a total of revenue is no expenditure."""
    said = tuple(Term(getattr(B, name)) for name in concept.data.get("flow", ()))
    return said if said and said != (Term(B.Expenditure),) else flow_in(word) or said


def narrow(dims: Dims, concept: Concept, word: str) -> Dims:
    """Narrow dimensions by one word."""
    flows = _flows(concept, word) or dims.flows
    if concept.scheme == "fund":
        return replace(dims, fund=narrower_fund(dims.fund, Code(f"fund/{concept.notation}")), flows=flows)
    if concept.scheme == "expenditure-type":
        return replace(dims, type=Code(f"expenditure-type/{concept.notation}"), flows=(Term(B.Expenditure),))
    if concept.scheme == "item":
        return replace(dims, item=Code(f"item/{concept.notation}"), flows=flows)
    if concept.scheme == "phase":
        return replace(dims, phase=Code(f"phase/{concept.notation}"), flows=flow_in(word) or dims.flows)
    return _by_data(dims, concept, word)


def _by_data(dims: Dims, concept: Concept, word: str) -> Dims:
    """Narrow by what a column or row word sets."""
    data = concept.data
    dims = replace(dims, flows=_flows(concept, word) or dims.flows)
    if "item" in data:
        dims = replace(dims, item=Code(f"item/{data['item'][0]}"))
    if "phase" in data:
        dims = replace(dims, phase=Code(f"phase/{data['phase'][0]}"))
    if "fundingSource" in data:
        dims = replace(dims, fund=narrower_fund(dims.fund, Code(f"fund/{data['fundingSource'][0]}")))
    if "expenditureType" in data:
        dims = replace(dims, type=Code(f"expenditure-type/{data['expenditureType'][0]}"))
    return dims


def chosen(group: tuple[Concept, ...], dimension: str, unit: str = "") -> Concept:
    """Of several concepts of one word, the one that goes with a number of this dimension and unit."""
    fits = [concept for concept in group if concept.data.get("dimension", ("money",))[0] == dimension]
    exact = [concept for concept in fits if unit in concept.data.get("related", ())]
    return (exact or fits or list(group))[0]


def dims_of(words: Words, dimension: str = "money") -> Dims:
    """The dimensions some words set."""
    dims = Dims()
    for group, text in zip(words.concepts, words.texts, strict=True):
        dims = narrow(dims, chosen(group, dimension, words.unit.notation if words.unit else ""), text)
    return replace(dims, year=Year(words.years[-1])) if words.years else dims
