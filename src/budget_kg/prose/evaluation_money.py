"""Budget, actual and rate as self-evaluations print them, and the score: the sentences before the outcomes.

One pass over the numerals of a span. What a numeral means is told by the words between it and the numeral before
it; the words of a part (`其中，基本支出…`) hold until the next part begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache

from budget_kg.facts import (
    TOTAL_FUND,
    TOTAL_ITEM,
    TOTAL_TYPE,
    Cause,
    Code,
    Fact,
    MoneyObservation,
    RateStatement,
    Term,
    VarianceExplanation,
)
from budget_kg.prose.evaluations import Scope
from budget_kg.prose.grammar import Span, comparator, is_condition, pattern, reason_span, sentences, trim
from budget_kg.text import Numeral, Quantity, numerals
from budget_kg.vocab import B, Concept, scheme

PLANS = ("initial", "adjusted", "budget")
_LINK = re.compile(r"(?:了|共|约|总计|共计|合计|数|金额|总额|资金|[为是达：:]|人民币)*$")
_CONTAINED = re.compile(r"[（(](?:其中)?含")  # 60万元（含上年结转5万元）
_ABOUT_PROJECTS = re.compile(r"项目(?:的|总体|整体|年度|本年|当年)?$")


@dataclass(frozen=True, slots=True)
class Score:
    """Score and grade of an evaluation as printed, with the sentence they stand in."""

    value: Quantity | None
    numeral: Numeral | None
    grade: str | None
    span: Span


@dataclass(slots=True)
class _Group:
    """Amounts of one thing in the order of the print: its type, its budget and its actual."""

    type: Code
    plan: MoneyObservation | None = None
    actual: MoneyObservation | None = None
    whole: _Group | None = None
    plans: dict[str, MoneyObservation] = field(default_factory=dict)


@cache
def _backwards(scheme_name: str, notations: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, Concept]]:
    """A pattern of the reversed words of a code list, longest first, and the concept of each word."""
    concepts = [c for c in scheme(scheme_name).values() if not notations or c.notation in notations]
    words = {word: concept for concept in reversed(concepts) for word in concept.words}
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word[::-1]) for word in longest)), words


def last_word(text: str, scheme_name: str, notations: tuple[str, ...] = ()) -> tuple[Concept, str, int] | None:
    """The concept whose word ends last in `text` (the longest of those), with the word and where it begins."""
    finder, words = _backwards(scheme_name, notations)
    found = finder.search(text[::-1])
    if found is None:
        return None
    word = found[0][::-1]
    return words[word], word, len(text) - found.end()


def phase_of(lead: str) -> str:
    """The budget phase the words before an amount name, "" when they name none."""
    found = last_word(lead, "phase")
    spent = _ends_with_spent(lead)
    if found is not None and not spent:
        return found[0].notation
    if spent:
        return "actual"
    return ""


def _ends_with_spent(lead: str) -> bool:
    """Whether the lead ends with a bare verb of spending (`支出`, `使用了`), no noun of a budget around it."""
    bare = _LINK.sub("", lead)
    word = last_word(lead, "phase")
    if word is not None and word[2] + len(word[1]) >= len(bare):
        return False
    return any(bare.endswith(each) for each in scheme("word")["spent"].words)


def _of_a_budget(lead: str) -> bool:
    """Whether a percentage behind these words says how much of a budget was carried out."""
    words = list(pattern("completion").finditer(lead))
    return bool(words) and (words[-1][0] not in ("完成", "完成率") or "预算" in lead[words[-1].start() :])


def names_budget(label: str) -> bool:
    """Whether a label is but a budget phase or its completion (`实际支出`, `预算执行率`), not an indicator."""
    bare = label.removeprefix("项目").removeprefix("资金")
    found = last_word(bare, "phase")
    return (found is not None and found[1] == bare) or bool(pattern("completion").fullmatch(bare))


class Execution:
    """Reads the amounts and rates of one evaluation; `facts` holds them in the order of the print."""

    def __init__(self, scope: Scope, type_: Code = TOTAL_TYPE) -> None:
        self.scope = scope
        self.type = type_
        self.group = _Group(type_)
        self.opening: Span | None = None
        self.fund = TOTAL_FUND
        self.facts: list[Fact] = []

    def read(self, span: Span) -> None:
        """Read every sentence of a span."""
        for sentence in sentences(self.scope.text, *span):
            start = sentence[0]
            parted = False
            before = len(self.facts)
            for numeral in numerals(self.scope.text, *sentence):
                lead = self.scope.text[start : numeral.start]
                parted = parted or bool(pattern("part").search(lead)) or bool(_CONTAINED.match(lead))
                self._numeral(numeral, lead, trim(self.scope.text, sentence), parted)
                start = numeral.stop
            self._explain(tuple(self.facts[before:]), start, sentence[1])

    def _explain(self, stated: tuple[Fact, ...], start: int, end: int) -> None:
        """The reason a sentence gives behind its last number explains the rate, else the amount, before it."""
        reason = reason_span(self.scope.text, start, end) if stated else None
        if reason is not None:
            passage = self.scope.passage(*reason)
            cause = Cause(passage=passage, text=self.scope.text[slice(*reason)])
            self.facts += [cause, VarianceExplanation(passage=passage, explains=stated[-1:], cause=cause)]

    def _numeral(self, numeral: Numeral, lead: str, sentence: Span, parted: bool) -> None:
        try:
            value = numeral.quantity()
        except ValueError:
            return
        if numeral.dimension == "money":
            self._money(numeral, value, lead, (sentence, parted))
        elif numeral.dimension == "ratio" and _of_a_budget(lead) and not is_condition(self.scope.text, numeral):
            self._rate(numeral, value, lead, sentence)

    def _money(self, numeral: Numeral, value: Quantity, lead: str, place: tuple[Span, bool]) -> None:
        sentence, parted = place
        involved = last_word(lead, "item", ("evaluated-projects",))
        phase = phase_of(lead)
        if not phase and involved is None and not _LINK.sub("", lead).endswith("涉及"):
            self._part(numeral, value, lead, place)
            return
        if not phase:
            self.facts.append(self._observation(numeral, value, lead, ("actual", "evaluated-projects", sentence)))
            return
        self._enter(lead, phase, parted)
        fact = self._observation(numeral, value, lead, (phase, "", sentence))
        if phase in PLANS:
            self.group.plan = fact
            self.group.plans[phase] = fact
        elif phase == "actual":
            self.group.actual = fact
        self.facts.append(fact)

    def _part(self, numeral: Numeral, value: Quantity, lead: str, place: tuple[Span, bool]) -> None:
        """`其中：财政拨款80万元`: a part by fund of the amount printed before it."""
        whole = self.group.actual or self.group.plan
        fund = last_word(lead, "fund")
        bare = re.sub("[为是共达约：:]*$", "", lead)
        if place[1] and whole is not None and fund is not None and bare.endswith(fund[1]):
            part = self._observation(numeral, value, lead, (whole.phase.partition("/")[2], "", place[0]))
            self.facts.append(replace(part, part_of=whole))

    def _enter(self, lead: str, phase: str, parted: bool) -> None:
        """Begin a new group when the words name another type of spending, or a budget follows an actual."""
        named = last_word(lead, "expenditure-type")
        type_ = Code(f"expenditure-type/{named[0].notation}") if named and named[0].notation != "_T" else None
        phase_word = last_word(lead, "phase")
        before = lead[: phase_word[2]] if phase_word else lead
        if type_ is None and _ABOUT_PROJECTS.search(before):
            type_ = Code("expenditure-type/project")
        if (type_ or self.group.type) != self.group.type:
            whole = self.group.whole or (self.group if self.group.plan or self.group.actual else None)
            self.group = _Group(type_ or self.type, whole=whole if parted else None)
        elif phase in PLANS and self.group.actual is not None:
            self.group = _Group(type_ or self.group.type)

    def _observation(
        self, numeral: Numeral, value: Quantity, lead: str, meaning: tuple[str, str, Span]
    ) -> MoneyObservation:
        phase, item, sentence = meaning
        fund = last_word(lead, "fund")
        whole = self.group.whole
        return MoneyObservation(
            passage=self.scope.passage(*self._shown(sentence, numeral)),
            numerals=self.scope.spans(numeral),
            amount=value, year=self.scope.year, phase=Code(f"phase/{phase}"), flow=Term(B.Expenditure),
            subject=self.scope.subject,
            fund=Code(f"fund/{fund[0].notation}") if fund else self.fund,
            type=self.group.type if not item else self.type,
            item=Code(f"item/{item}") if item else TOTAL_ITEM,
            part_of=(whole.actual if phase == "actual" else whole.plan) if whole and not item else None,
            qualifier=comparator(self.scope.text, numeral),
        )

    def _rate(self, numeral: Numeral, value: Quantity, lead: str, sentence: Span) -> None:
        named = last_word(lead, "phase", PLANS)
        base = self.group.plans.get(named[0].notation) if named else None
        rate = RateStatement(
            passage=self.scope.passage(*self._shown(sentence, numeral)),
            numerals=self.scope.spans(numeral),
            percent=value, kind=Term(B.Completion), year=self.scope.year, subject=self.scope.subject,
            of=self.group.actual, base=base or self.group.plan, qualifier=comparator(self.scope.text, numeral),
        )
        self.facts.append(rate)

    def _shown(self, sentence: Span, numeral: Numeral) -> Span:
        """From the beginning of the sentence's part (behind `；`) to the numeral, with the heading it follows."""
        text = self.scope.text
        cut = max(text.rfind(mark, sentence[0], numeral.start) for mark in "；;")
        start = cut + 1 if cut >= 0 else sentence[0]
        if self.opening is not None and not text[self.opening[1] : start].strip():
            start = self.opening[0]
        return trim(text, (start, max(numeral.stop, numeral.end)))



def read_score(scope: Scope, span: Span) -> Score | None:
    """The score (`自评得分96.8分`) and grade (`等次为优秀`) a span prints, None when it prints neither."""
    for sentence in sentences(scope.text, *span):
        numeral = _score_numeral(scope.text, sentence)
        grade = _grade(scope.text, sentence)
        if numeral is not None or grade is not None:
            value = numeral.quantity() if numeral is not None else None
            return Score(value, numeral, grade, trim(scope.text, sentence))
    return None


def _score_numeral(text: str, sentence: Span) -> Numeral | None:
    for match in pattern("score", "self-evaluating").finditer(text, *sentence):
        for numeral in numerals(text, match.end(), min(match.end() + 12, sentence[1]))[:1]:
            between = text[match.end() : numeral.start]
            scores = pattern("score").fullmatch(match[0]) is not None  # 自评93.5分, but no 自评2023年
            points = numeral.dimension == "score" or (scores and numeral.unit is None)
            if points and re.fullmatch(r"[为是：:“”共约达到]*", between) and numeral.is_number:
                return numeral
    return None


def _grade(text: str, sentence: Span) -> str | None:
    for match in pattern("grade-label").finditer(text, *sentence):
        found = re.compile(r"[为是：:]*[“\"「『]?").match(text, match.end())
        word = pattern("grade").match(text, found.end() if found else match.end(), sentence[1])
        if word:
            return word[0]
    return None
