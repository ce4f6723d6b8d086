"""Words behind numbers: the reason of what a sentence stated, the effects of projects, what money is for.

A reason ends where the sentence goes on to state something else; a purpose says nothing about the numbers behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from budget_kg.facts import Cause, ChangeStatement, DerivedObservation, Outcome, RateStatement, VarianceExplanation
from budget_kg.prose import grammar
from budget_kg.prose.comparisons import Comparisons
from budget_kg.prose.lexicon import Token
from budget_kg.prose.series import runs
from budget_kg.text import numerals

_CLAUSE_END = re.compile(r"[。；;\n]")
_CLOSING = re.compile(r"[)）]")
_ANOTHER = re.compile(r"[，,][^，,。；;：:\n\d]{1,20}$")
_MEASURES = frozenset({"money", "ratio", "count"})


def _first(places: Sequence[int], low: int, high: int) -> int | None:
    """The first of some places, in order, that lies in a span."""
    index = bisect_left(places, low)
    return places[index] if index < len(places) and places[index] < high else None


@dataclass(slots=True)
class Explanations(Comparisons):
    """A sentence whose reasons and effects are read.

    `measures`, `ends` and `closes` are where its numbers with a unit, its clause ends and its closing brackets stand.
    """

    measures: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)

    def _closing(self, at: int) -> int | None:
        """Where the bracket opened at a place is closed."""
        return _first(self.closes, at, self.end)

    def _survey(self) -> None:
        """Note where its numbers with a unit, clause ends and closing brackets stand: asked for again and again."""
        found = numerals(self.text, self.start, self.end)
        self.rows = runs(self.text, found)
        self.measures = [one.start for one in found if one.dimension in _MEASURES]
        self.ends = [match.start() for match in _CLAUSE_END.finditer(self.text, self.start, self.end)]
        self.closes = [match.start() for match in _CLOSING.finditer(self.text, self.start, self.end)]

    def _first_measure(self, low: int, high: int) -> int | None:
        """Where the first number with a unit begins in a span."""
        return _first(self.measures, low, high)

    def _purpose_end(self, token: Token) -> int:
        """Where `主要用于…` ends: at its clause, or before the segment the next number stands in."""
        clause = _first(self.ends, token.end, self.end) or self.end
        number = self._first_measure(token.end, clause)
        if number is None:
            return clause
        return max(self.text.rfind("，", token.end, number), self.text.rfind(",", token.end, number), token.end)

    def _reason_end(self, token: Token) -> int:
        """Where a reason ends: before another amount that is compared, at a semicolon before numbers, else at the end."""
        another = self._another(token.end)
        if another is not None:
            return another
        end = _first(self.ends, token.end, self.end)
        while end is not None and self._first_measure(end, self.end) is not None:
            if self.text[end] in "；;":
                return end
            end = _first(self.ends, end + 1, self.end)
        return self.end

    def _another(self, low: int) -> int | None:
        """The comma within a reason from which on the sentence states something else: `，公务接待费8万元，比上年…`."""
        stop = _first(self.ends, low, self.end) or self.end
        for at in self.measures[bisect_left(self.measures, low) : bisect_left(self.measures, stop)]:
            numeral = numerals(self.text, at, stop)[0]
            comma = _ANOTHER.search(self.text[low:at])
            if comma is not None and numeral.dimension == "money" and self._is_compared(numeral.stop):
                return low + comma.start()
        return None

    def _is_compared(self, at: int) -> bool:
        """Whether an amount is compared in the clause behind it."""
        behind = at + (self.text[at : at + 1] in ("，", ","))
        return grammar.pattern("comparison").match(self.text, behind) is not None

    def _reason(self, token: Token, end: int) -> bool:
        """Explain what this sentence (or the one before) stated; False when nothing is there to explain."""
        narrator = self.narrator
        stated = narrator.stated[self.explained :] or ([] if self.explained else narrator.before)
        explained = [fact for fact in stated if not isinstance(fact, DerivedObservation)]
        variances = [fact for fact in explained if isinstance(fact, (ChangeStatement, RateStatement))]
        span = grammar.reason_span(self.text, token.start, end)
        if span is not None and self.unnamed:
            return True  # the reason of an amount nobody names
        if span is None or not explained:
            return False
        if not variances and self.projects and "原因" not in token.text:
            self._tell(span)
            return True
        passage = narrator.layout.passage(*span, narrator.section)
        cause = Cause(passage=passage, text=self.text[span[0] : span[1]])
        narrator.facts.append(
            VarianceExplanation(passage=passage, explains=tuple(variances or explained), cause=cause)
        )
        self.explained = len(narrator.stated)
        return True

    def _outcome(self, token: Token) -> None:
        span = grammar.trim(self.text, (token.end, self.end), " ，,。；;：:\n是为")
        if span[0] < span[1] and self.projects:
            self._tell(span)

    def _tell(self, span: tuple[int, int]) -> None:
        """One outcome for each project of the sentence that is not a part of another."""
        narrator = self.narrator
        whole = [fact for fact in self.projects if fact.part_of is None or fact.part_of.subject is None]
        for fact in whole:
            narrator.facts.append(
                Outcome(
                    passage=narrator.layout.passage(*span, narrator.section), text=self.text[span[0] : span[1]],
                    year=fact.year, subject=fact.subject, explains=(fact,),
                )
            )
