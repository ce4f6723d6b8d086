"""What finance prose says of an amount it has stated: how much it changed, its share, how far a budget was completed.

The amount is the last one about the same thing that is not itself the base: `上年12万元，今年15万元，增加3万元` is of 15.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from budget_kg.facts import ChangeStatement, Code, DerivedObservation, Fact, MoneyObservation, RateStatement, Term, Year
from budget_kg.prose import grammar
from budget_kg.prose.lexicon import Token
from budget_kg.prose.narrator import BUDGETS
from budget_kg.prose.statements import DIRECTIONS, Statements
from budget_kg.prose.subjects import Dims
from budget_kg.text import Numeral, Quantity
from budget_kg.vocab import B, scheme

_MINUS = re.compile(r"[率为了：:\s]*[-－−﹣]\s*")


@cache
def _against_budget() -> re.Pattern[str]:
    """`大于预算数`, `低于年初预算`, where that is all that is said."""
    more, less = (grammar.pattern(notation).pattern for notation in ("above", "below"))
    return re.compile(
        rf"(?:决算数?|执行数|支出数?)?(?<![不未没无])(?:(?P<more>{more})|(?P<less>{less}))[^，,。；;\d]{{0,6}}?预算(?:数|金额|安排)?"
        r"(?=的?$|[，,。；;\n])"  # up to the reason that is given for it
    )


def _actual(stated: Sequence[Fact]) -> list[MoneyObservation]:
    return [fact for fact in stated if isinstance(fact, MoneyObservation) and fact.phase == "phase/actual"]


def _named_phase(words: str) -> str:
    named = (phase for phase in ("initial", "adjusted") if any(word in words for word in scheme("phase")[phase].words))
    return next(named, "budget")


@dataclass(slots=True)
class Comparisons(Statements):
    """A sentence whose changes and rates are read."""

    def _spoken_of(self, dims: Dims) -> MoneyObservation | None:
        """The amount a change or rate is of."""
        narrator = self.narrator
        if self.relation == "comparison" and self.compared is not None:
            return self.compared
        base = self.base_year or Year(narrator.layout.head.year - 1)
        return narrator.find(dims, narrator.own_phases, but=base) or self._latest(base)

    def _is_base(self) -> bool:
        """Whether an amount is what the one before is compared with: `比2023年预算数5万元`, `与上年5万元相比`."""
        named = self.base_year is not None or self.base_phase is not None
        return self.relation == "comparison" and named and self.relation_start >= self.segment

    def _base_amount(self, numeral: Numeral, value: Quantity) -> None:
        """State the amount of another year or phase that one stated before is compared with, and go on about that one."""
        narrator, last, head = self.narrator, self.narrator.last, self.head
        spoken = narrator.dims if self.consumed else replace(narrator.dims, year=None)
        if self.compared is None:
            self.compared = narrator.find(spoken, self._phases_of(spoken)) or next(iter(last), None)
        phase = self.base_phase or spoken.phase or (self.compared.phase if self.compared is not None else None)
        narrator.dims = replace(spoken, year=self.base_year or spoken.year, phase=phase)
        self.head = self.relation_start  # its quote is of its own year
        self._amount(numeral, value)
        narrator.dims, narrator.last, self.head = spoken, last or narrator.last, head

    def _phases_of(self, dims: Dims) -> tuple[str, ...]:
        """The phases an amount compared may have: that last named, else those the document is about."""
        if dims.phase is None:
            return self.narrator.own_phases
        return tuple(sorted(BUDGETS)) if dims.phase in BUDGETS else (dims.phase,)

    def _latest(self, but: Year | None) -> MoneyObservation | None:
        """The amount stated last in this section; those of the base year only if there is no other."""
        last = self.narrator.last
        return next((fact for fact in reversed(last) if fact.year != but), last[-1] if last else None)

    def _compared_with(self, target: MoneyObservation) -> tuple[Year | None, Code | None]:
        """The year and the phase of the base; no phase when it is that of the amount, no year when it is of the same."""
        phase = self.base_phase
        within = self.base_year in (None, target.year) and phase in BUDGETS and target.phase not in BUDGETS
        same = phase == target.phase or (phase in BUDGETS and target.phase in BUDGETS)
        year = None if within else self.base_year or Year(target.year - 1)
        return year, None if same and not within else phase

    def _change(self, numeral: Numeral | None, turn: Token, target: MoneyObservation | None = None) -> None:
        narrator = self.narrator
        target = target or self._spoken_of(narrator.dims)
        if target is None:
            return
        value = numeral.quantity() if numeral is not None else None
        way = self._way(turn, numeral)
        if value is not None and way == "decrease":
            value = value.negated()
        passage = self._passage(numeral) if numeral is not None else narrator.layout.passage(
            *grammar.trim(self.text, (self.segment, turn.end)), narrator.section
        )
        base_year, base_phase = self._compared_with(target)
        change = ChangeStatement(
            passage=passage, numerals=(self._source(numeral),) if numeral is not None else (),
            direction=DIRECTIONS[way], year=target.year, amount=value, of=target, base_year=base_year,
            base_phase=base_phase, qualifier=self._nearly(turn) if numeral is None else None,
        )
        narrator.add(change)
        narrator.last_change = change
        self._derive(target, change)

    def _way(self, turn: Token, numeral: Numeral | None) -> str:
        """The direction meant: `增长-8%` is a fall, and so is `减少-8%`."""
        if numeral is None or turn.kind != "increase":
            return turn.kind
        return "decrease" if _MINUS.fullmatch(self.text, turn.end, numeral.start) else turn.kind

    def _nearly(self, turn: Token) -> Term | None:
        """`基本持平` is not quite unchanged."""
        word = grammar.pattern("nearly").match(self.text, turn.start)
        return Term(B.About) if word is not None and word.end() <= turn.end else None

    def _told_against_budget(self, low: int, high: int) -> None:
        """`决算数小于预算数`: no amount, but a direction that the two amounts have to have."""
        narrator = self.narrator
        for match in _against_budget().finditer(self.text, low, high):
            actual = _actual(narrator.stated) or _actual(narrator.before)
            if len(actual) != 1:  # any of several may be spoken of
                continue
            of, turn = actual[0], "increase" if match["more"] else "decrease"
            narrator.facts.append(
                ChangeStatement(
                    passage=narrator.layout.passage(match.start(), match.end(), narrator.section),
                    direction=DIRECTIONS[turn], year=of.year, of=of, base_phase=Code(f"phase/{_named_phase(match[0])}"),
                )
            )

    def _derive(self, target: MoneyObservation, change: ChangeStatement) -> None:
        """Last year's figure, implied by this year's and the change; what would be below zero is none."""
        if change.amount is None or change.base_year is None or change.base_year >= target.year:
            return
        implied = target.amount.value - change.amount.value
        if change.base_phase is not None or implied < 0:
            return
        self.narrator.facts.append(
            DerivedObservation(
                passage=change.passage, amount=implied, step=max(target.amount.step, change.amount.step),
                year=change.base_year, observation=target, change=change,
            )
        )

    def _rate(self, numeral: Numeral, value: Quantity, turned: bool, of: MoneyObservation | None = None) -> None:
        narrator = self.narrator
        dims = narrator.dims
        of = of or self._spoken_of(dims)
        label = next((t.text for t in reversed(self.pending) if t.kind in ("dims", "function")), None)
        if of is None and label is None:
            return
        kind = {"share": B.Share, "completion": B.Completion}.get(self.relation, B.Growth)
        turn = self.direction if turned else None
        if turn is not None:
            kind = B.Growth
            value = value.negated() if self._way(turn, numeral) == "decrease" else value
        base, base_text, base_phase = self._rate_base(kind, numeral, dims, of)
        year = of.year if of is not None else narrator.year(dims)
        base_year: Year | None = None
        if kind == B.Growth:
            base_year = self.base_year or Year(year - 1)
            if of is not None:
                base_year, base_phase = self._compared_with(of)
                base = self._stated_base(of, base_year)
        narrator.add(
            RateStatement(
                passage=self._passage(numeral), numerals=(self._source(numeral),), percent=value, kind=Term(kind),
                year=year, subject=dims.project, label=None if of else label, of=of, base=base, base_text=base_text,
                base_phase=base_phase, base_year=base_year,
                direction=DIRECTIONS[self._way(turn, numeral)] if turn is not None else None,
                qualifier=grammar.comparator(self.text, numeral),
            )
        )

    def _stated_base(self, of: MoneyObservation, year: Year | None) -> MoneyObservation | None:
        """The base of a growth, when the sentence states it too."""
        for fact in reversed(self.narrator.stated):
            if isinstance(fact, MoneyObservation) and fact is not of and fact.year == year and fact.flow == of.flow:
                return fact
        return None

    def _rate_base(
        self, kind: str, numeral: Numeral, dims: Dims, of: MoneyObservation | None
    ) -> tuple[MoneyObservation | None, str | None, Code | None]:
        """What a rate is computed on: the observation, the words that name it, its phase as printed."""
        narrator = self.narrator
        if kind == B.Growth or self.relation_dims is None:
            return None, None, None
        low, high = grammar.trim(self.text, (self.relation_start, numeral.start), " ，,的为：:了")
        words = self.text[low:high] or None
        asked = self.relation_dims
        if kind == B.Completion:
            phase = asked.phase or Code("phase/budget")
            phases = (phase,) if asked.phase else ("phase/initial", "phase/adjusted", "phase/budget")
            base = narrator.find(dims, phases) or narrator.find(dims, ("phase/budget", "phase/adjusted"))
            return base, words, phase
        if asked.key == Dims().key:
            running = narrator.parent if isinstance(narrator.parent, MoneyObservation) else None
            split = of.part_of if of is not None else None
            return running or narrator.announced or narrator.list_parent or split, words, None
        fund = asked.fund if asked.fund != "fund/_T" or "本年" in (words or "") else narrator.base.fund
        flows = asked.flows or dims.flows
        return narrator.find(replace(asked, fund=fund, flows=flows), narrator.own_phases), words, None
