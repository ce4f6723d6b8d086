"""What was done with evaluation results: projects cut, money added, and every other use in words."""

from __future__ import annotations

import re

from budget_kg.facts import Code, Fact, MoneyObservation, QuantityObservation, ResultUse, Term
from budget_kg.model import Layout, Section
from budget_kg.prose.evaluations import Scope, title_end
from budget_kg.prose.grammar import Span, clauses, comparator, pattern, trim
from budget_kg.reading import Reading
from budget_kg.text import numerals
from budget_kg.vocab import B

MEANINGS = ("evaluation-use",)

_NAMED = re.compile(r"“([^”\n]{2,60})”|《([^》\n]{2,60})》")


def read(section: Section, layout: Layout) -> Reading:
    """Read the texts of the section and of those below it."""
    reading = Reading()
    for node in section.walk():
        own = (title_end(node, layout), node.own[1])
        if node.meaning in MEANINGS and own[0] < own[1]:
            reading.facts += _uses(Scope(layout, node, None), own)
    return reading


def _uses(scope: Scope, span: Span) -> list[Fact]:
    """Projects cut, money added, and every other use in the document's words."""
    facts: list[Fact] = []
    for clause in clauses(scope.text, *span):
        place = trim(scope.text, clause)
        kind = _use_kind(scope.text, place)
        if kind is None:
            facts.append(_use(scope, place, Term(B.OtherUse), ()))
            continue
        money = _changed(scope, place, kind)
        facts += [*money, *_changed_projects(scope, place, kind), _use(scope, place, kind, tuple(money))]
    return facts


def _use_kind(text: str, clause: Span) -> Term | None:
    """Cut or addition, when the clause names a project or an amount with it."""
    concrete = _NAMED.search(text, *clause) or any(
        numeral.dimension in ("money", "count") for numeral in numerals(text, *clause)
    )
    if not concrete:
        return None
    if pattern("cut").search(text, *clause):
        return Term(B.Cut)
    return Term(B.Addition) if pattern("addition").search(text, *clause) else None


def _use(scope: Scope, place: Span, kind: Term, money: tuple[MoneyObservation, ...]) -> ResultUse:
    verb = pattern("cut" if kind == B.Cut else "addition").search(scope.text, *place)
    low = verb.end() if verb and kind != B.OtherUse else place[1]
    names = tuple(match[1] or match[2] for match in _NAMED.finditer(scope.text, low, place[1]))
    return ResultUse(
        passage=scope.passage(*place), kind=kind, text=scope.text[slice(*place)], year=scope.year, names=names,
        money=money,
    )


def _changed(scope: Scope, place: Span, kind: Term) -> list[MoneyObservation]:
    """The amounts behind the verb of a cut or addition."""
    verb = pattern("cut" if kind == B.Cut else "addition").search(scope.text, *place)
    item = "budget-cuts" if kind == B.Cut else "additions"
    found = []
    for numeral in numerals(scope.text, verb.end() if verb else place[0], place[1]):
        if numeral.dimension == "money":
            found.append(
                MoneyObservation(
                    passage=scope.passage(place[0], numeral.stop), numerals=scope.spans(numeral),
                    amount=numeral.quantity(), year=scope.year, phase=Code("phase/adjustment"),
                    flow=Term(B.Expenditure), item=Code(f"item/{item}"), qualifier=comparator(scope.text, numeral),
                )
            )
    return found


def _changed_projects(scope: Scope, place: Span, kind: Term) -> list[QuantityObservation]:
    """How many projects were cut or added (`取消项目2个`)."""
    found = []
    verbs = pattern("cut" if kind == B.Cut else "addition")
    for numeral in numerals(scope.text, *place):
        verb = verbs.search(scope.text, max(place[0], numeral.start - 8), numeral.start)
        behind = re.compile("[\u4e00-\u9fa5]{0,4}?项目").match(scope.text, numeral.stop)
        before = scope.text[verb.start() : numeral.start] if verb else ""
        if numeral.dimension == "count" and verb and (behind or "项目" in before):
            found.append(
                QuantityObservation(
                    passage=scope.passage(place[0], behind.end() if behind else numeral.stop),
                    numerals=scope.spans(numeral), value=numeral.quantity(), year=scope.year,
                    label=before + (behind[0] if behind else ""),
                )
            )
    return found
