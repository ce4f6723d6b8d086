"""A question taken apart, said again in words: what a person is told was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from budget_kg.answering.lexicon import QUESTION, Lexicon, Sense
from budget_kg.answering.question import Question, Term, language
from budget_kg.errors import Lang, Say

_MEASURES: Final[Mapping[str, Say]] = {
    "where-stated": Say("{}写在哪里？", "where does the document state {}?"),
    "definition": Say("{}是什么意思？", "what does {} mean?"),
    "why": Say("{}的原因是什么？", "what is the reason for {}?"),
    "share": Say("{}占多少？", "what share is {}?"),
    "ratio": Say("{}是几倍？", "what is the ratio of {}?"),
    "difference": Say("{}相差多少？", "what is the difference in {}?"),
    "per": Say("{}平均是多少？", "how much is {} for each?"),
    "overrun": Say("{}超支了吗？", "was {} overspent?"),
    "remaining": Say("{}还剩多少？", "how much is left of {}?"),
    "completion": Say("{}完成了预算的多少？", "how much of the budget was spent on {}?"),
    "change": Say("{}比上年增减多少？", "how did {} change on the year before?"),
    "increase": Say("{}增加多少？", "how much did {} increase?"),
    "decrease": Say("{}减少多少？", "how much did {} decrease?"),
    "rank-high": Say("{}中最多的是哪个？", "which is the largest of {}?"),
    "rank-low": Say("{}中最少的是哪个？", "which is the smallest of {}?"),
    "unmet": Say("{}有哪些没有完成？", "what was missed of {}?"),
    "met": Say("{}完成目标了吗？", "was the target of {} met?"),
    "problem": Say("{}有什么问题？", "what problems are there with {}?"),
    "remedy": Say("{}有什么改进措施？", "what remedies are there for {}?"),
    "outcome": Say("{}有什么成效？", "what are the outcomes of {}?"),
    "score": Say("{}得了多少分？", "what is the score of {}?"),
    "duty": Say("{}的职责是什么？", "what are the duties: {}?"),
    "target": Say("{}的目标是多少？", "what is the target of {}?"),
    "breakdown": Say("{}由哪些部分构成？", "what does {} consist of?"),
    "list": Say("{}有哪些？", "which are {}?"),
    "people": Say("{}有多少人？", "how many people: {}?"),
    "percent": Say("{}是百分之几？", "what percentage is {}?"),
    "result": Say("{}的结果是多少？", "what is the result of {}?"),
    "amount": Say("{}是多少钱？", "how much money was {}?"),
    "how-many": Say("{}是多少？", "how many: {}?"),
}
"""The question that a word of questions asks; the first that a question has says most of what is asked."""
_WHY: Final[Mapping[str, Say]] = {
    "unmet": Say("{}为什么没有完成？", "why was {} missed?"),
    "overrun": Say("{}为什么超支？", "why was {} overspent?"),
    "remaining": Say("{}为什么没有用完？", "why was some of {} left?"),
    "increase": Say("{}为什么增加？", "why did {} increase?"),
    "decrease": Say("{}为什么减少？", "why did {} decrease?"),
}
"""How a reason is asked for when the question before said what happened."""
_TWO: Final[Mapping[str, Say]] = {
    "share": Say("{}占{}的多少？", "what share of {1} is {0}?"),
    "ratio": Say("{}是{}的几倍？", "how many times {1} is {0}?"),
    "difference": Say("{}与{}相差多少？", "what is the difference between {} and {}?"),
}
_WHETHER: Final = Say("{}有吗？", "is there {}?")
_ANY: Final = Say("{}是多少？", "what is {}?")
_WHOLE: Final = Say("本部门", "the department")
_SUBJECTS: Final = (
    "project", "class", "indicator", "key-work", "office", "subordinate", "employed", "revenue", "expenditure", "total",
    "contact", "published",
)
_WITHOUT_MONEY: Final = (
    "why", "where-stated", "definition", "problem", "remedy", "outcome", "score", "duty", "share", "ratio", "completion",
    "overrun", "people", "percent",
)
_UNITS: Final[Mapping[str, Say]] = {
    "元": Say("元", "yuan"), "千元": Say("千元", "thousand yuan"), "万元": Say("万元", "ten thousand yuan"),
    "百万元": Say("百万元", "million yuan"), "亿元": Say("亿元", "hundred million yuan"),
    "十亿元": Say("十亿元", "billion yuan"),
}


def in_words(question: Question, words: Lexicon, lang: Lang) -> str:
    """The question in one sentence: subject, phase, year, what is asked of it, unit."""
    names = _names(question, words, lang)
    phases = [_phase(words, name)(lang) for name in question.phases]
    years = [str(year) for year in question.years]
    two = next((said for name, said in _TWO.items() if question.has(name)), None) if len(names) == 2 else None
    if two is not None:
        names = [_placed(names[0], phases, years, lang), names[1]]
        text = two(lang).format(*names)
    else:
        text = _pattern(question)(lang).format(_placed(_together(names, lang), phases, years, lang))
    if question.unit is not None and question.unit in _UNITS and not question.has(*_WITHOUT_MONEY):
        text = text[:-1] + Say("（以{}计）？", ", in {}?")(lang).format(_UNITS[question.unit](lang))
    return text if lang == "zh" else text[:1].upper() + text[1:]


def _pattern(question: Question) -> Say:
    if question.has("why"):
        happened = next((said for name, said in _WHY.items() if question.has(name)), None)
        if happened is not None:
            return happened
    found = next((said for name, said in _MEASURES.items() if question.has(name)), None)
    return found or (_WHETHER if question.whether else _ANY)


def _names(question: Question, words: Lexicon, lang: Lang) -> list[str]:
    """What the question is about: its terms, or else the sort of things it names."""
    names = list(dict.fromkeys(_name(term, words, lang) for term in question.terms))
    kinds = [words.label(Sense(QUESTION, name))(lang) for name in _SUBJECTS if question.has(name)]
    return names or kinds or [_WHOLE(lang)]


def _placed(about: str, phases: Sequence[str], years: Sequence[str], lang: Lang) -> str:
    """A subject with its year and phase."""
    if lang == "zh":
        return f"{'、'.join(years)}{' 年' if years else ''}{about}{'、'.join(phases)}"
    more = ", ".join([*phases, *years])
    return f"{about} ({more})" if more else about


def _together(names: Sequence[str], lang: Lang) -> str:
    return ("" if lang == "zh" else " ").join(names)


def _name(term: Term, words: Lexicon, lang: Lang) -> str:
    """A term as it was typed, or the name of its concept when it was typed in the other language."""
    if language(term.text) == lang or not term.senses:
        return term.text
    return words.label(term.senses[0])(lang)


def _phase(words: Lexicon, name: str) -> Say:
    said = words.label(Sense("phase", name))
    return Say(said.zh.partition("（")[0], said.en.partition(",")[0])
