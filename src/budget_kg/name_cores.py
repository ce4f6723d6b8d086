"""A name reduced to what identifies it, and to what perhaps does: the forms that `comparison.py` holds together.

It takes off what names of one thing differ by; it does not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .name_words import EMPTY_ENDS, ORGANISATION_WORDS, SYNONYMS, WEAK_ENDS, WEAK_STARTS, Kind
from .names import project_key

_ORDINAL = "[一二三四五六七八九十百]+"
_NUMBER = re.compile(
    rf"\d+(?:\.\d+)?|(?<=第){_ORDINAL}|(?<=\(){_ORDINAL}(?=\))|{_ORDINAL}(?=[期号批标组街路轮年级类段楼站中小院所])|[A-Za-z]+"
)
_YEAR = r"((?:19|20)\d\d)(?:年度|年|年初)?+"
_LEADING_YEAR = re.compile(rf"^(?:关于)?{_YEAR}(?![以之]?[前后]|[-至到起、])(?=[^\d])")
_TRAILING_YEAR = re.compile(rf"(?<![\d年\-至到]){_YEAR}$")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_UNIT = "%|‰|个|人|次|人次|元|万元|亿元|户|件|平方米|公里|天|小时|分|项|辆|台|套|家|场|期|名|份|处|条|篇|≥?\\d+%?"
_UNIT_IN_BRACKETS = re.compile(rf"\((?:{_UNIT})\)$")
_TARGET_END = re.compile(r"(?:[≥≤><=]=?|不低于|不少于|不高于|达到|达|不超过)\d.*$")
_COUNT_END = re.compile(rf"(?<=..)\d+(?:\.\d+)?(?:{_UNIT})$")


class Core(NamedTuple):
    """A name reduced to what identifies it, with what was taken off.

    `weak` is what might identify it, `qualifier` the end that was taken off for that (补助, 奖励).
    """

    text: str
    weak: str
    qualifier: str
    year: str
    bracket: str
    numbers: tuple[str, ...]
    counted: bool


@lru_cache(maxsize=8192)
def core(text: str, kind: Kind) -> Core:
    """Reduce a normalised name."""
    year, counted = "", False
    if kind == "project":
        text = project_key(text)
        year, text = _year(text)
    if kind == "indicator":
        text = _UNIT_IN_BRACKETS.sub("", _TARGET_END.sub("", text))
        shorter = _COUNT_END.sub("", text)
        counted, text = shorter != text, shorter
    numbers = tuple(number.upper() for number in _NUMBER.findall(text))
    bracket = ""
    outside = _BRACKETED.sub("", text)
    if outside != text and len(outside) > 1:
        bracket, text = "、".join(_BRACKETED.findall(text)), outside
    if kind == "organisation":
        for long, short in ORGANISATION_WORDS:
            text = long.sub(short, text)
        text = re.sub("(?<=[省市区县旗州])政府(?=.)", "", text)
    if kind == "project":
        text = project_key(text)
    text = _without(re.sub("[\"'‘’「」『』的]", "", text) or text, EMPTY_ENDS[kind])
    weak, qualifier = _weak(text, kind)
    return Core(text, weak, qualifier, year, bracket, numbers, counted)


def _year(text: str) -> tuple[str, str]:
    """The year in front, in brackets or behind, and the name without it."""
    for pattern in (_LEADING_YEAR, re.compile(rf"\({_YEAR}\)"), _TRAILING_YEAR):
        match = pattern.search(text)
        if match and len(text) - len(match[0]) > 1:
            return match[1], text[: match.start()] + text[match.end() :]
    return "", text


def _without(text: str, ends: Iterable[str]) -> str:
    shorter = ""
    while shorter != text:
        shorter = text
        for end in ends:
            if text.endswith(end) and len(text) - len(end) >= 2:
                text = text.removesuffix(end)
    return text


def _weak(text: str, kind: Kind) -> tuple[str, str]:
    for word, other in SYNONYMS[kind]:
        if len(text) - len(word) >= 2:
            text = text.replace(word, other)
    for start in WEAK_STARTS[kind]:
        if text.startswith(start) and len(text) - len(start) >= 2:
            text = text.removeprefix(start)
    weak = _without(text, (*EMPTY_ENDS[kind], *WEAK_ENDS[kind]))
    return weak, text.removeprefix(weak)
