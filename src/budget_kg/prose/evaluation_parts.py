"""The labelled parts of one self-evaluation, read one by one and put together.

Amounts and score come first, then outcomes, problems and remedies, in any order and each optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from budget_kg.facts import (
    TOTAL_TYPE,
    Code,
    Fact,
    ImprovementMeasure,
    IndicatorResult,
    Issue,
    Outcome,
    QuantityObservation,
    SelfEvaluation,
    Term,
)
from budget_kg.model import Section
from budget_kg.prose.evaluation_money import Execution, Score, names_budget, read_score
from budget_kg.prose.evaluations import Scope, is_nil, items, parts, read_issues, read_measures
from budget_kg.prose.grammar import Span, pattern, sentences, trim
from budget_kg.prose.indicator_labels import class_of
from budget_kg.prose.indicators import read_item
from budget_kg.vocab import B

_QUOTED = re.compile(r"“([^”\n]{2,40})”|《([^》\n]{2,40})》")


@dataclass(slots=True)
class Statements:
    """What one evaluation states, by kind; `facts` lists them with those referred to first."""

    scope: Scope
    begun_in: Scope
    money: Execution
    score: Score | None = None
    scored_in: Scope | None = None
    results: list[IndicatorResult] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    measures: list[ImprovementMeasure] = field(default_factory=list)
    counts: list[QuantityObservation] = field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope, type_: Code = TOTAL_TYPE) -> Statements:
        """Nothing read yet."""
        return cls(scope, scope, Execution(scope, type_))

    def enter(self, section: Section) -> None:
        """Read on in another section of the same evaluation."""
        self.scope = self.money.scope = replace(self.scope, section=section)

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, span: Span, kind: str = "") -> None:
        """Read a span whose first words belong to the part `kind`; labels inside begin other parts."""
        found = parts(self.scope.text, span)
        for label, part in found:
            self.read_part(label or kind, part)
            if not label and not kind and self.scope.subject and all(each[0] != "outcome" for each in found):
                self._unlabelled_outcomes(part)

    def read_part(self, kind: str, span: Span) -> None:
        """Read one part: outcome, unmet, issue, measure, or the amounts and score."""
        if kind == "outcome":
            self._outcomes(span)
        elif kind == "unmet":
            self._unmet(span)
        elif kind == "issue":
            self._issues(span)
        elif kind == "measure":
            self.measures += read_measures(self.scope, span)
        else:
            self.money.read(span)
            if self.score is None:
                self.score = read_score(self.scope, span)
                self.scored_in = self.scope if self.score else self.scored_in

    def _outcomes(self, span: Span) -> None:
        if is_nil(self.scope.text, span):
            return
        for item in items(self.scope.text, span):
            read = read_item(self.scope, item)
            results = [result for result in read.results if not names_budget(result.label)]
            self.results += results
            if len(results) < len(read.results):
                self.money.read(item)
            elif read.narrates or not results:
                self.outcomes.append(
                    Outcome(
                        passage=self.scope.passage(*item), text=self.scope.text[slice(*item)], year=self.scope.year,
                        subject=self.scope.subject,
                    )
                )

    def _unlabelled_outcomes(self, span: Span) -> None:
        """A project's outcomes in the sentences behind its money, where no label announces them."""
        shown = [self.scope.layout.flow.position(fact.passage.end) for fact in self.money.facts]
        for sentence in sentences(self.scope.text, *span):
            if shown and sentence[0] >= max(shown):
                self._outcomes(trim(self.scope.text, sentence))

    def _issues(self, span: Span) -> None:
        known = tuple(result.label for result in self.results)
        unmet = tuple(result.label for result in self.results if result.verdict == B.NotMet)
        issues, measures = read_issues(self.scope, span, unmet)
        self.issues += issues
        self.measures += measures
        for item in items(self.scope.text, span):
            self.results += unmet_results(self.scope, item)
            for sentence in sentences(self.scope.text, *item):
                self._figures(trim(self.scope.text, sentence), known)

    def _figures(self, sentence: Span, known: tuple[str, ...]) -> None:
        """Numbers that a problem or cause cites: of a known indicator, a target met or missed, or plain counts."""
        money = Execution(self.scope, self.money.type)
        money.read(sentence)
        self.money.facts += money.facts
        taken = {span for fact in money.facts for span in fact.numerals}
        for result in read_item(self.scope, sentence, known).results:
            about = result.label in known or (result.target is not None and result.achieved is not None)
            if taken.intersection(result.numerals):
                continue
            if about:
                self.results.append(result)
            elif result.achieved is not None and result.achieved.unit:
                self.counts.append(
                    QuantityObservation(
                        passage=result.passage, numerals=result.numerals, value=result.achieved, year=result.year,
                        label=result.label, subject=result.subject, qualifier=result.comparator,
                    )
                )

    def _unmet(self, span: Span) -> None:
        if is_nil(self.scope.text, span):
            return
        for item in items(self.scope.text, span):
            named = unmet_results(self.scope, item)
            read = read_item(self.scope, item)
            self.results += named or read.results
            if not named and not read.results:
                issues, measures = read_issues(self.scope, item)
                self.issues += issues
                self.measures += measures

    # -- putting together ---------------------------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Whether nothing was read at all."""
        return self.score is None and not self.money.facts and not any(self._parts())

    def _parts(self) -> Iterator[object]:
        yield from (self.results, self.outcomes, self.issues, self.measures, self.counts)

    def facts(self, named_at: Span, ordinal: int | None = None) -> list[Fact]:
        """All facts read, then the evaluation itself; `named_at` is where it is introduced."""
        if len(self.issues) == 1 and self.measures:
            only = self.issues[0]
            self.issues = [
                Issue(
                    passage=only.passage, text=only.text, subject=only.subject, causes=only.causes,
                    measures=tuple(self.measures),
                )
            ]
        causes = dict.fromkeys(cause for issue in self.issues for cause in issue.causes)
        return [
            *self.money.facts, *self.results, *self.counts, *self.outcomes, *causes, *self.measures, *self.issues,
            self._evaluation(named_at, ordinal),
        ]

    def _evaluation(self, named_at: Span, ordinal: int | None) -> SelfEvaluation:
        score, scope = self.score, self.scored_in or self.begun_in
        return SelfEvaluation(
            passage=scope.passage(*(score.span if score else named_at)),
            numerals=self.scope.spans(score.numeral) if score and score.numeral else (),
            year=self.scope.year, subject=self.scope.subject, ordinal=ordinal,
            score=score.value if score else None, grade=score.grade if score else None,
            results=tuple(self.results), outcomes=tuple(self.outcomes), issues=tuple(self.issues),
            measures=tuple(self.measures),
        )


def unmet_results(scope: Scope, item: Span) -> list[IndicatorResult]:
    """Indicators that a sentence names, in quotation marks or not, and says were missed."""
    missed = pattern("not-met").search(scope.text, *item)
    if missed is None or "标" not in scope.text[item[0] : item[1]]:
        return []
    names = [match[1] or match[2] for match in _QUOTED.finditer(scope.text, item[0], missed.start())]
    if not names and scope.text[item[0] : missed.start()].endswith("指标"):
        listed = re.sub(r"(?:等)?(?:\d+[项个])?指标$", "", scope.text[item[0] : missed.start()])
        names = [name for name in re.split("[、，,]|及|和", listed) if 2 <= len(name) <= 30]
    return [
        IndicatorResult(
            passage=scope.passage(*item), label=name, year=scope.year, subject=scope.subject,
            indicator_class=class_of(name), achieved_text=scope.text[missed.start() : item[1]],
            verdict=Term(B.NotMet), verdict_basis=Term(B.Printed),
        )
        for name in names
    ]
