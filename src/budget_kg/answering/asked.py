"""What can be asked at all: a text is tidied, and one that nobody could answer is refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from budget_kg.answering.question import LONGEST, Question, analyse, language
from budget_kg.answering.word_cache import lexicon
from budget_kg.asking.parameters import unit_of
from budget_kg.errors import Lang, UsageError

_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_QUERY: Final = re.compile(
    r"[{}].*[?$]\w|[?$]\w.*[{}]|\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|SERVICE|UNION|FILTER|GRAPH)\b[^{}]*[{}]"
    r"|^\s*(?:PREFIX\s+\w*:|(?:DROP|CLEAR)\s+(?:SILENT\s+)?(?:ALL|DEFAULT|NAMED|GRAPH)\b|LOAD\s+(?:SILENT\s+)?<)",
    re.IGNORECASE,
)
_READ: Final = ("LATIN", "FULLWIDTH LATIN", "CJK UNIFIED", "CJK COMPATIBILITY")
_EARLIEST, _LAST = 1949, 2100


@dataclass(frozen=True)
class Asked:
    """A question as it was put: text on one line, language and money unit of the answer, a year given beside it."""

    text: str
    lang: Lang
    unit: str | None = None
    year: int | None = None

    @cached_property
    def question(self) -> Question:
        """The question taken apart with the words that need no document."""
        return analyse(self.text, lexicon())

    @property
    def years(self) -> tuple[int, ...]:
        """The years asked about; the one given beside the question goes before those it names."""
        return (self.year,) if self.year is not None else tuple(self.question.years)


def asked(text: str, lang: Lang | None = None, *, unit: str | None = None, year: int | None = None) -> Asked:
    """Tidy a question. UsageError when it is empty, too long, a query, in another language, or says nothing."""
    plain = " ".join(_UNPRINTABLE.sub(" ", text).split())
    if not plain:
        raise UsageError(zh="没有问题；请写出要问的话", en="there is no question; say what you want to know")
    if len(plain) > LONGEST:
        raise UsageError(
            zh=f"问题有 {len(plain)} 个字符，最多 {LONGEST} 个",
            en=f"the question has {len(plain)} characters; at most {LONGEST} are read",
        )
    if _QUERY.search(plain):
        raise UsageError(
            zh="这是 SPARQL，不是问题；查询用 budget-kg query",
            en="this is SPARQL, not a question; `budget-kg query` runs queries",
        )
    _refuse_other_scripts(plain)
    if year is not None and not _EARLIEST <= year <= _LAST:
        raise UsageError(zh=f"年度 {year} 不对；应为 {_EARLIEST} 到 {_LAST}",
                         en=f"there is no fiscal year {year}; give one from {_EARLIEST} to {_LAST}")
    found = Asked(plain, lang or language(plain), unit_of(unit) if unit else None, year)
    _refuse_empty_talk(found.question)
    return found


def _refuse_other_scripts(text: str) -> None:
    letters = [one for one in text if one.isalpha()]
    known = sum(unicodedata.name(one, "").startswith(_READ) for one in letters)
    if not letters:
        raise UsageError(zh="问题里没有文字；请用中文或英文提问", en="the question has no words; ask in 中文 or English")
    if 2 * known <= len(letters):
        raise UsageError(zh="只能读中文和英文的问题", en="only questions in 中文 and English are understood")


def _refuse_empty_talk(question: Question) -> None:
    if not (question.terms or question.asks or question.units or question.unit or question.years or question.numbers
            or question.phases or question.organisations):
        raise UsageError(
            zh="没有看出要问什么；比如：三公经费是多少，比上年多还是少",
            en="nothing is asked here; ask something like: how much was spent on official cars, and why",
        )
