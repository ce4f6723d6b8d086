"""Words behind numbers: the reason of what a sentence stated, the effects of projects, what money is for.

A reason ends where the sentence goes on to state something else; a purpose says nothing about the numbers behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from budget_kg.facts import Cause, ChangeStatement, DerivedObservation, Outcome, RateStatement, VarianceExplanation
from budget_kg.prose import grammar
from budget_kg.prose.comparisons import Comparisons
from budget_kg.prose.lexicon import Token
from budget_kg.text import numerals

_MEASURES = frozenset({"money", "ratio", "count"})


@dataclass(slots=True)
class Explanations(Comparisons):
    """A sentence whose reasons and effects are read."""

    def _first_measure(self, low: int, high: int) -> int | None:
        """Where the first number with a unit begins in a span."""
        measured = (one.start for one in numerals(self.text, low, high) if one.dimension in _MEASURES)
        return next(measured, None)

    def _purpose_end(self, token: Token) -> int:
        """Where `主要用于…` ends: at its clause, or before the segment the next number stands in."""
        ends = (at for at in range(token.end, self.end) if self.text[at] in "。；;\n")
        clause = next(ends, self.end)
        number = self._first_measure(token.end, clause)
        if number is None:
            return clause
        return max(self.text.rfind("，", token.end, number), self.text.rfind(",", token.end, number), token.end)

    def _reason_end(self, token: Token) -> int:
        """Where a reason ends: behind a semicolon that is followed by numbers, else with the sentence."""
        for at in range(token.end, self.end):
            if self.text[at] in "；;" and self._first_measure(at, self.end) is not None:
                return at
        return self.end

    def _reason(self, token: Token, end: int) -> bool:
        """Explain what this sentence (or the one before) stated; False when nothing is there to explain."""
        narrator = self.narrator
        stated = narrator.stated[self.explained :] or ([] if self.explained else narrator.before)
        explained = [fact for fact in stated if not isinstance(fact, DerivedObservation)]
        variances = [fact for fact in explained if isinstance(fact, (ChangeStatement, RateStatement))]
        span = grammar.reason_span(self.text, token.start, end)
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
