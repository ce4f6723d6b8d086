"""Offices and subordinate units in prose: lists of names, and how many there are.

A name is taken only from a list that words of the code list `word` introduce, and only when it ends like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from budget_kg.facts import Fact, Office, QuantityObservation, Term, Year
from budget_kg.model import Layout, Section
from budget_kg.prose.grammar import Span, last_told, pattern, sentences, trim
from budget_kg.text import Numeral, Quantity, chinese_number, numerals, unit_words
from budget_kg.vocab import B, scheme

_LONGEST_NAME = 32
_EDGE = " ，,。；;：:、\n"
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]$")
_NUMBERED = re.compile(r"^(?:[（(]?\d{1,2}[)）]|\d{1,2}[、.．]|[（(]?[一二三四五六七八九十]{1,2}[)）、])")
_AND_SO_ON = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+|多)?(?:个|家)?|(?:\d+|[一二三四五六七八九十]{1,3})[个家])[\u4e00-\u9fff]{0,8}$"
)
_COUNTER = "[个家]"
_CHINESE_COUNT = re.compile(
    rf"(?:(?<![第\u4e00-\u9fff])|(?<=[设属辖有等]))([一二两三四五六七八九十]{{1,3}}){_COUNTER}"
)
_MODIFIER = r"[\u4e00-\u9fff（）()]{0,10}?"
_BEFORE_COUNT = re.compile(r"(?:内设|下设|下属|下辖|所属|直属|设有|设立|设置|共有|现有|拥有|设|有|共)$")

_COUNT_LEAD = re.compile(
    r"^(?:(?:19|20)\d\d年[度末底]?)?(?:[我本](?:单位|部门|街道|[局院校街镇乡办委])?)?(?:共有|现有|设有|拥有|其中|共|有)?(?=.{2})"
)
_BELOW = ("二级", "三级", "下属", "所属", "直属", "下级", "基层")
_ENDS_LIKE_VERB = re.compile(r"[有设属辖括含及和共中]$")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of offices or units: its value, the flow span of its digits, and the noun counted."""

    quantity: Quantity
    span: Span
    digits: tuple[Span, ...]
    label: str


def read_offices(layout: Layout, span: Span, section: Section) -> list[Fact]:
    """Read the offices and units of a span, and how many there are."""
    facts: list[Fact] = []
    text = layout.flow.text
    for sentence in sentences(text, *span):
        facts += _counted(layout, sentence, section)
        facts += _listed(layout, sentence, section)
    return facts


def kind_before(text: str, start: int, end: int) -> Term | None:
    """Internal or subordinate, by the last noun of either kind in a span; None when there is none."""
    return last_told(text[start:end], (("internal-office", B.InternalOffice), ("subordinate-unit", B.SubordinateUnit)))


def accounts(text: str, start: int, end: int) -> bool | None:
    """Whether a span says that its units keep accounts of their own; None when it says neither, or both."""
    without = [match.span() for match in pattern("no-own-accounts").finditer(text, start, end)]
    own = [
        match for match in pattern("own-accounts").finditer(text, start, end)
        if not any(low <= match.start() < high for low, high in without)
    ]
    return None if bool(without) == bool(own) else bool(own)


def _listed(layout: Layout, sentence: Span, section: Section) -> Iterator[Office]:
    """Names behind 包括, 分别为, 有 …, each kind of list by the noun before it."""
    text, done = layout.flow.text, sentence[0]
    for opener in re.compile(f"{pattern('list-opener').pattern}|[：:]").finditer(text, *sentence):
        if opener.start() < done:
            continue
        names = _names(text, opener.end(), sentence[1])
        kind = kind_before(text, max(sentence[0], done), opener.end())
        if kind is None or not (len(names) > 1 or (names and _says_one(text, done, opener.start()))):
            continue
        independent = accounts(text, done, opener.end())
        if independent is None:
            independent = accounts(text, names[-1][1], _clause_end(text, names[-1][1], sentence[1]))
        ended = _ended(text, opener.group(), names[-1][1], _clause_end(text, names[-1][1], sentence[1]))
        for ordinal, name in enumerate(names, 1):
            if not is_itself(text[slice(*name)], layout):
                yield Office(
                    passage=layout.passage(*name, section), name=text[slice(*name)], kind=kind,
                    independent=independent, ordinal=ordinal,
                    length=len(names) if ended and ordinal == len(names) else None,
                )
        done = names[-1][1]


def _ended(text: str, opener: str, last: int, clause_end: int) -> bool:
    """Whether nothing follows the last name of a list in its clause, and what opens it does not say 主要."""
    return not text[last:clause_end].strip(_EDGE) and not opener.startswith("主要")


def _says_one(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"(?<!\d)[1一][个家]|仅|只", text[start:end]))


def _clause_end(text: str, start: int, end: int) -> int:
    stop = re.compile(r"[。；;\n]").search(text, start, end)
    return stop.start() if stop else end


def _names(text: str, start: int, end: int) -> list[Span]:
    """The names of a list that begins at `start`, to the first part that is no name."""
    names: list[Span] = []
    for part in _parts(text, start, _clause_end(text, start, end)):
        low, high = trim(text, part, _EDGE)
        low += len(match[0]) if (match := _NUMBERED.match(text[low:high])) else 0
        closing = _AND_SO_ON.search(text[low:high])
        high = low + closing.start() if closing else high
        if not is_name(text[low:high]) or (not names and _begins_with_noun(text, low)):
            break
        names += _pair(text, low + _noun_before_name(text[low:high]), high)
        if closing:
            break
    return names


def _noun_before_name(words: str) -> int:
    """The length of what says only the kind of unit: 二级单位 before a name."""
    noun = pattern("subordinate-unit").match(words)
    if noun is None or not noun[0].startswith(_BELOW) or not is_name(words[noun.end() :]):
        return 0
    return noun.end()


def _begins_with_noun(text: str, start: int) -> bool:
    """Whether the words are not a name yet but what is listed: `内设` before `科室有…`."""
    return pattern("internal-office", "subordinate-unit").match(text, start) is not None


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut at 、 and commas outside brackets."""
    depth, low = 0, start
    for index in range(start, end):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if depth == 0 and text[index] in "、，,":
            yield low, index
            low = index + 1
    if low < end:
        yield low, end


def _pair(text: str, low: int, high: int) -> list[Span]:
    """`A和B` is two names when both end like names."""
    for word in ("以及", "和", "及"):
        at = text.find(word, low + 2, high - 2)
        if at > 0 and is_name(text[low:at]) and is_name(text[at + len(word) : high]):
            return [(low, at), (at + len(word), high)]
    return [(low, high)]


def is_name(words: str) -> bool:
    """Whether words can be the name of an office or unit: short, without figures, with a fitting end."""
    bare = _BRACKETED.sub("", words)
    short = len(bare) >= 2 and len(words) <= _LONGEST_NAME
    ended = re.search(rf"(?:{pattern('organisation-ending').pattern})$", bare)
    return short and ended is not None and not re.search(r"[\d。；;：:%]|包括|分别|职责|负责|其中", bare)


def is_itself(name: str, layout: Layout) -> bool:
    """Whether a listed name is the department's own: its full name, with 本级 or 机关 or without."""
    bare = re.sub(r"(?:[（(]?(?:本级|机关|本部)[)）]?)+$", "", name)
    return len(bare) >= 2 and (layout.head.department.endswith(bare) or bare.endswith(layout.head.department))


def _counted(layout: Layout, sentence: Span, section: Section) -> list[QuantityObservation]:
    """`内设6个科室`, `下属单位3个`: a count of offices or units with the words counted."""
    text = layout.flow.text
    whole: QuantityObservation | None = None
    found: list[QuantityObservation] = []
    for count in _counts(text, sentence):
        part = whole is not None and "其中" in text[sentence[0] : count.span[0]]
        observation = QuantityObservation(
            passage=layout.passage(*clause_around(text, count.span, sentence), section), value=count.quantity,
            year=Year(layout.head.year), label=count.label, part_of=whole if part else None,
            numerals=tuple(layout.flow.span(*digits) for digits in count.digits),
        )
        whole = whole if part else observation
        found.append(observation)
    return found


def _counts(text: str, span: Span) -> Iterator[_Count]:
    counted: list[tuple[int, int, Numeral | None]] = [
        (numeral.start, numeral.stop, numeral) for numeral in numerals(text, *span) if _counts_bodies(text, numeral)
    ]
    counted += [(match.start(), match.end(), None) for match in _CHINESE_COUNT.finditer(text, *span)]
    last = span[0]
    for start, stop, numeral in sorted(counted, key=lambda entry: entry[0]):
        label, low, high = _counted_words(text, (last, span[1]), start, stop)
        if pattern("unit-type").fullmatch(label) and "其中" not in text[span[0] : start]:
            continue
        quantity = numeral.quantity() if numeral else _chinese(text[start:stop])
        if label and quantity:
            yield _Count(quantity, (low, high), ((numeral.start, numeral.end),) if numeral else (), label)
            last = high


def _counts_bodies(text: str, numeral: Numeral) -> bool:
    if not numeral.is_number:
        return False
    if numeral.unit is None:
        return text[numeral.start - 1 : numeral.start] in tuple("设属辖有")
    return numeral.unit.notation in ("piece", "enterprise")


def _chinese(words: str) -> Quantity | None:
    try:
        value = Decimal(chinese_number(words[:-1]))
    except (ValueError, KeyError):
        return None
    return Quantity(value, words[:-1], unit_words()["个"].notation, Decimal(1))


@cache
def _body_noun() -> str:
    words = {word for notation in ("internal-office", "subordinate-unit") for word in scheme("word")[notation].words}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word != "内设")


def _counted_words(text: str, span: Span, start: int, stop: int) -> tuple[str, int, int]:
    """The words counted, behind the number (内设6个科室) or before it (下属单位3个), and where all of it stands."""
    behind = re.compile(rf"{_MODIFIER}(?:{_body_noun()})").match(text, stop, span[1]) or _named_kind(text, stop, span[1])
    verb = _BEFORE_COUNT.search(text[max(span[0], start - 3) : start])
    if behind:
        kept = verb[0] if verb and verb[0] not in ("设", "有", "共", "共有", "现有", "拥有", "设有") else ""
        return kept + behind[0], start - len(verb[0] if verb else ""), behind.end()
    low = max(span[0], max(text.rfind(mark, span[0], start) for mark in "，,。；;：:、（(\n") + 1)
    return _words_before(text[low:start], low, stop)


def _named_kind(text: str, stop: int, end: int) -> re.Match[str] | None:
    """Bodies counted by the kind their names end with, in a list of such bodies: `、4个公路支队`."""
    found = re.compile(r"[\u4e00-\u9fff]{2,10}").match(text, stop, end)
    before = re.compile(r"[\d一二两三四五六七八九十]{1,4}[个家]$").search(text[:stop])
    listed = before is not None and text[before.start() - 1 : before.start()] in tuple("、，,（(")
    return found if found and listed and is_name(found[0]) and not _ENDS_LIKE_VERB.search(found[0]) else None


def _words_before(clause: str, low: int, stop: int) -> tuple[str, int, int]:
    """The words counted in the clause before a number: from a verb on, else all of a short clause."""
    found = re.search(rf"({_MODIFIER}(?:{_body_noun()}))(?:数量?)?(?:为|有|共|共有|共计|：|:)?$", clause)
    if found is None:
        kind = re.fullmatch(rf"(?:其中)?({pattern('unit-type').pattern})(?:单位)?", clause)
        return (kind[1], low + kind.start(1), stop) if kind else ("", stop, stop)
    above = clause[: found.start(1)]
    words = found[1] if not above or _ENDS_LIKE_VERB.search(above) else clause[: found.end(1)]
    words = _COUNT_LEAD.sub("", words)
    return (words if len(words) <= _LONGEST_NAME else ""), low + found.end(1) - len(words), stop


def clause_around(text: str, span: Span, sentence: Span) -> Span:
    """The smallest clause around a span: between commas and full stops."""
    low = max((text.rfind(mark, sentence[0], span[0]) for mark in "，,；;。\n"), default=-1) + 1
    stop = re.compile(r"[，,；;。\n]").search(text, span[1], sentence[1])
    return trim(text, (max(low, sentence[0]), stop.start() if stop else sentence[1]), " \n")
