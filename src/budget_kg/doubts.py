"""What the reader itself finds odd in its facts: a percentage over a zero base, an 全年预算 that looks like 年初预算.

Contradictions between facts are for the checks; this looks at one statement at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from budget_kg.errors import Say
from budget_kg.facts import Fact, MoneyObservation, RateStatement
from budget_kg.model import Finding, Severity
from budget_kg.vocab import B


def doubts(facts: Sequence[Fact]) -> list[Finding]:
    """Findings about single statements, in the order of the facts."""
    found = []
    for fact in facts:
        if isinstance(fact, RateStatement):
            found += _over_zero(fact)
    return found


def _over_zero(rate: RateStatement) -> list[Finding]:
    base, of = rate.base, rate.of
    completion = rate.kind == B.Completion and isinstance(base, MoneyObservation) and isinstance(of, MoneyObservation)
    if not completion or not isinstance(base, MoneyObservation) or not isinstance(of, MoneyObservation):
        return []
    if base.amount.value != 0:
        return []
    title = of.passage.section.rpartition(" > ")[2]
    name = of.subject.name if of.subject is not None else of.label or title.lstrip("0123456789.、（）() ")
    percent = rate.percent.printed
    passages = tuple(dict.fromkeys((rate.passage, base.passage, of.passage)))
    if of.amount.value == 0:
        message = Say(f"“{name}”：预算与执行均为 0，却写完成 {percent}%", f"{name}: {percent}% of nothing (0 of 0)")
        return [Finding("rate-over-zero", Severity.INFO, message, passages)]
    message = Say(
        f"“{name}”：预算为 0 而执行 {of.amount.printed}，完成率 {percent}% 无法成立",
        f"{name}: {percent}% completion of a zero budget with {of.amount.printed} spent cannot be",
    )
    found = [Finding("rate-over-zero", Severity.VIOLATION, message, passages)]
    if base.phase == "phase/adjusted":
        message = Say(
            f"“{name}”：全年预算数为 0 而有执行数，像是年初预算；按原文记为全年预算",
            f"{name}: an adjusted budget of 0 with money spent looks like the initial budget; kept as printed",
        )
        found.append(Finding("phase-as-printed", Severity.WARNING, message, (base.passage,)))
    return found
