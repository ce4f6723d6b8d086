"""Follow-ups: from a question and a short text after it, the question that is meant; nothing when the text stands alone.

A text is a question of its own when it has a subject (a name, a concept, a side of the accounts, the department) and says
what is asked of it. It is a follow-up when one of the two is missing and a word ties it to what was said (“那…”, “…呢”,
“and …”, “that”), or when it says no more than a measure, year, phase, unit or place. What it does not say it takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from budget_kg.answering.followup_words import AGAINST, BEFORE_LAST, MONEY_WORD, SIDE, THIS_YEAR, Cut, cut, unit_only
from budget_kg.answering.lexicon import english, folded
from budget_kg.answering.question import BUDGETS, Question, Term
from budget_kg.errors import Lang

Reader = Callable[[str], Question]
"""Takes a text apart."""

_SIDES: Final = frozenset(("revenue", "expenditure", "total"))
_KINDS: Final = frozenset(("project", "class", "indicator", "key-work", "office", "subordinate", "employed"))
_DEPARTMENT: Final = frozenset(("contact", "published"))
_OF_SUBJECT: Final = frozenset(("problem", "remedy", "outcome", "score", "evaluation", "unmet", "duty"))
"""Words of questions that name a subject: a side of the accounts, a sort of things, what only the department has, and
what the department or anything else may have."""
_TIMES: Final = frozenset(("last-year", "next-year"))
_IGNORED: Final = _TIMES | {"organisation"}
_CONDITIONS: Final = frozenset((
    "more-than", "less-than", "equal-to", "unmet", "met", "overrun", "remaining", "increase", "decrease",
))
_COUNTING: Final = frozenset(("list", "how-many", "breakdown", "people"))
_OF_TWO: Final = frozenset(("share", "ratio", "difference"))
_MOVING: Final = frozenset(("change", "increase", "decrease", "difference"))
_RANKS: Final = frozenset(("rank-high", "rank-low"))
_NO_VALUES: Final = frozenset((
    "why", "definition", "problem", "remedy", "outcome", "duty", "overrun", "remaining", "completion", "difference",
    "met", "unmet", "more-than", "less-than",
))
_LONG_ZH, _LONG_EN = 18, 10


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The question that is meant; `place` when only the place of the answer before is asked for."""

    question: Question
    place: bool = False


@dataclass(slots=True)
class _Said:
    """What the new text brings: its subject, what it asks, times and phases."""

    question: Question
    cut: Cut
    measures: frozenset[str]
    own: frozenset[str]
    against_budget: bool

    @property
    def subject(self) -> bool:
        return bool(self.question.terms or self.own)

    @property
    def measure(self) -> bool:
        return bool(self.measures or self.question.units)

    @property
    def place(self) -> bool:
        one = self.question
        asks = "where-stated" in self.measures and self.measures <= {"where-stated", "breakdown"}
        return asks and not (self.subject or one.years or one.phases)

    @property
    def nothing(self) -> bool:
        one = self.question
        return not (self.subject or self.measure or one.unit or one.years or one.phases or one.numbers or one.top
                    or one.has(*_TIMES))


def says_nothing(question: Question) -> bool:
    """Whether there is nothing in a text that could be answered: no subject, measure, time, phase, unit."""
    return not (question.terms or question.asks or question.units or question.unit or question.years or question.phases
                or question.numbers or question.organisations)


def follow_up(
    before: Question, text: str, read: Reader, *, year: int, names: Iterable[str] = (), answered: Sequence[Term] = ()
) -> FollowUp | None:
    """The question that a text means after another one; None when it is a question of its own, or says nothing.

    `year` is that of the document asked, `names` are those of its department; `answered` is what the answer before is
    about when that was to find something (“which project cost most?”).
    """
    tied = cut(text)
    unit = unit_only(tied.rest)
    if unit is not None:
        return FollowUp(replace(before, unit=unit, lang=_lang(before, text, read(text))))
    said = _said(tied, read(tied.rest or text), before, year)
    if said.nothing or any(name and name in folded(text) for name in names) or said.question.organisations:
        return None
    if said.place:
        question = replace(before, asks={**before.asks, "where-stated": ""}, lang=_lang(before, text, said.question))
        return FollowUp(question, place=True)
    if not _goes_on(said, text):
        return _later(before, said)
    return FollowUp(replace(_merged(before, said, answered), lang=_lang(before, text, said.question)))


# -- the rule -------------------------------------------------------------------------------------------------------


def _goes_on(said: _Said, text: str) -> bool:
    question = said.question
    if said.own & _DEPARTMENT:
        return False
    if said.subject and said.measure:
        return said.cut.points and bool(said.measures & _OF_TWO) and not _long(text)
    if said.subject:
        if question.whether and not (said.cut.leads or said.cut.points):
            return False
        return said.cut.leads or said.cut.trails or (said.cut.asked and _bare(said))
    return said.cut.tied or not _long(text)


def _bare(said: _Said) -> bool:
    """Whether a text is a name and nothing more."""
    one = said.question
    named = sum(len(term.text) for term in one.terms) + sum(len(one.asks.get(name, "")) for name in said.own)
    return not (one.years or one.phases or one.whether) and named >= 0.7 * len(said.cut.rest)


def _long(text: str) -> bool:
    plain = folded(text)
    chinese = any("\u3400" <= letter <= "\u9fff" for letter in plain)
    return len(plain) > _LONG_ZH if chinese else len(english(text)) > _LONG_EN


def _later(before: Question, said: _Said) -> FollowUp | None:
    """A whole question that is tied to the one before by its first word is about the same year, in the same unit."""
    question = said.question
    if not said.cut.leads or question.years or question.has(*_TIMES) or not (before.years or before.unit):
        return None
    return FollowUp(replace(question, years=list(before.years), unit=question.unit or before.unit))


def _said(tied: Cut, question: Question, before: Question, year: int) -> _Said:
    budgets = bool(set(question.phases) & set(BUDGETS))
    over = budgets and question.has("more-than", "less-than") and not question.numbers
    if over:  # “is that more than the budget?”
        question.asks["overrun"], question.whether = "", True
    asks = set(question.asks) - _IGNORED
    own = asks & (_KINDS | _DEPARTMENT) | {name for name in asks & _SIDES if _names_side(name, question)}
    measures = asks - _SIDES - _KINDS - _DEPARTMENT
    if not tied.tied and ("why" not in asks or "target" in asks):
        own |= asks & _OF_SUBJECT
    if measures & _OF_TWO and own <= _SIDES and not question.terms:
        own = set()  # “占总支出多少”: the whole is no subject
    if measures & _RANKS and not own and MONEY_WORD.search(tied.rest):
        own = {"total"}  # “which costs most” is asked of the whole document
    against = budgets and not measures and bool(AGAINST.search(tied.rest))
    if against:
        measures = {"difference"}
    if BEFORE_LAST.search(tied.rest):
        question.years = [year - 2]
    elif THIS_YEAR.search(tied.rest) and not question.years:
        question.years = [year]
    elif question.has(*_TIMES) and not question.years and not measures & _MOVING:
        base = before.years[0] if before.years else year - 1 if before.has("last-year") else year
        question.years = [base - 1 if question.has("last-year") else base + 1]
    if measures == {"how-many"} and not own and not question.terms and (question.years or question.phases):
        measures = set()  # “预算是多少” asks for a value of another phase
    return _Said(question, tied, frozenset(measures), frozenset(own), against_budget=over or against)


def _names_side(name: str, question: Question) -> bool:
    """Whether revenue or expenditure is named, and not only money that was spent or received."""
    return name == "total" or bool(SIDE.search(question.asks.get(name, "").casefold()))


# -- merging --------------------------------------------------------------------------------------------------------


def _merged(before: Question, said: _Said, answered: Sequence[Term]) -> Question:
    new, phased = said.question, said.question if said.question.phases else before
    terms = _terms(before, said, answered)
    by_answer = bool(answered) and terms == list(answered)
    asks = _asks(before, said, by_answer)
    same_measure = not said.measure and not by_answer and set(asks) >= set(before.asks) - _SIDES - _KINDS - _IGNORED
    same_group = not said.measure or (bool(said.measures) and said.measures <= _COUNTING)
    return replace(
        new,
        text=new.text if said.measure else before.text,
        terms=terms,
        asks=asks,
        units=new.units if said.measure or by_answer else before.units,
        unit=new.unit or before.unit,
        years=list(new.years or before.years),
        phases=[] if said.against_budget else list(phased.phases),
        strict=[] if said.against_budget else list(phased.strict),
        numbers=list(new.numbers or (before.numbers if same_group and not by_answer else ())),
        top=new.top or (before.top if same_group and not by_answer else None),
        whether=before.whether if same_measure else new.whether and "why" not in asks,
        organisations=list(before.organisations),
    )


def _terms(before: Question, said: _Said, answered: Sequence[Term]) -> list[Term]:
    new = said.question.terms
    if new and said.cut.points and said.measures & _OF_TWO:  # “它占三公经费的多少”
        return [*before.terms, *new]
    if new:
        pair = before.has(*_OF_TWO) and len(before.terms) > 1 and not said.measure
        return [*new, *before.terms[1:]] if pair else list(new)
    if said.own - {"total"}:
        return []
    return list(answered or before.terms)


def _asks(before: Question, said: _Said, by_answer: bool) -> dict[str, str]:
    """The words of the question that is meant: those of its subject, and those of what is asked of it."""
    own, new = said.question, said.question.asks
    subject = set(before.asks) & (_SIDES | _KINDS)
    if said.subject and not (said.cut.points and said.measures & _OF_TWO):
        subject = set()
    measure = set(before.asks) - _SIDES - _KINDS - _DEPARTMENT - _IGNORED - {"where-stated"}
    if by_answer:
        subject, measure = subject - _KINDS, set()
    if said.measures and said.measures <= _COUNTING:
        measure &= _CONDITIONS | {"change", "completion"}
    elif said.measure:
        measure = measure & _CONDITIONS if "why" in said.measures else set()
    elif own.phases and not own.terms and measure & (_NO_VALUES | _MOVING):
        measure = {"amount"}  # “and the budget?” after “why?” asks for a value
    elif own.years and not own.terms and measure & _MOVING and "why" not in measure:
        measure = set()  # “and the year before?” after a change asks for the value
    found = {name: before.asks.get(name, "") for name in (*before.asks, *measure) if name in subject | measure}
    found |= {name: piece for name, piece in new.items() if name not in _IGNORED or not own.years}
    found |= {name: new.get(name, "") for name in said.measures}
    if "list" in said.measures and not set(found) & (_KINDS | _CONDITIONS | _OF_SUBJECT):
        found["breakdown"] = ""  # one subject has no members to list, but it has parts
    return found


def _lang(before: Question, text: str, new: Question) -> Lang:
    return new.lang if any(letter.isalpha() for letter in text) else before.lang
