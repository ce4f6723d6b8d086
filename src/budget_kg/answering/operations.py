"""Operations on one or two values: look-up, completion, change, share, ratio, difference, per-unit cost, remainder.

Quotients are rounded half up to two decimals, once; where the document prints the same value it is shown beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from budget_kg.answering.figures import MONEY, PERCENT, Figure, quotient, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.lexicon import Sense
from budget_kg.answering.plan import Selection, attached, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Question, Term
from budget_kg.answering.result import Part, Result, Step
from budget_kg.answering.topics import BUDGETS, Topic, as_good, key, topics, wanted
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_HUNDRED: Final = Decimal(100)
_PLACES: Final = 2
_MOST_READINGS: Final = 3
_EXCEPT: Final = re.compile("不属于|不算|不含|不包括|除了|除去|以外|之外|扣除|扣掉|刨去|刨除|other than|excluding|except|not from|apart from")
_IN_PASSING: Final = 0.35
_BOTH: Final = 0.5
_DISAGREEING: Final = (
    "-printed-twice",
    "-reached-elsewhere",
    "-said-and-denied",
    "under-two-names",
    "target-against-verdict",
    "key-work-target-reached",
    "project-under-similar-names",
    "quantity-under-two-names",
    "addition-spent-in-full",
    "annual-budget-in-evaluation",
)
"""Checks that hold two statements of one thing together."""


# -- one value ------------------------------------------------------------------------------------------------------


def look_up(planner: Planner) -> list[Result]:
    """The printed value of a subject; several readings when several subjects fit as well."""
    question = planner.question
    fitting = wanted(question)
    pool = [one for one in planner.pool() if fitting(one)]
    if not question.terms:
        if (
            not (question.has("amount", "total", "revenue", "expenditure", "how-many") or question.phases)
            or question.units
            or question.has("project", "class", "indicator", "list", "where-stated")
        ):
            return []
        pool = [
            one
            for one in pool
            if one.kind == "MoneyObservation"
            and not set(one.dims) - {"item", "fund"}
            and one.dims.get("item", "grand-total") == "grand-total"
        ]
    found = planner.subjects(question.terms, pool)
    if not found:
        return both(planner, pool)
    results = [value_of(planner, topic) for topic in as_good(found)[:_MOST_READINGS]]
    return distinct([one for one in results if one is not None])


def both(planner: Planner, pool: Sequence[Statement]) -> list[Result]:
    """The values of two subjects that a question names together."""
    best: tuple[float, Topic, Topic] | None = None
    for own, others in _cuts(planner.question.terms, shared=False):
        left, right = planner.subjects(own, pool), planner.subjects(others, pool)
        if left and right and left[0].key != right[0].key:
            score = min(left[0].fit.score, right[0].fit.score)
            if best is None or score > best[0]:
                best = (score, left[0], right[0])
    if best is None or best[0] < _BOTH:
        return []
    return [one for topic in best[1:] if (one := value_of(planner, topic)) is not None]


def value_of(planner: Planner, topic: Topic) -> Result | None:
    """The values of one subject, and whether the document prints different ones."""
    selection = planner.select("value", topic, planner.phases)
    parts = planner.merged(planner.of(topic, selection))
    if not parts:
        return None
    plan = planner.plan("look-up", selection.words, [selection])
    result = Result(plan=plan, confidence="stated", main=parts)
    contradict(planner, result)
    result.other = _variants(planner, topic, parts)
    return result


def _variants(planner: Planner, topic: Topic, parts: Sequence[Part]) -> list[Part]:
    """Other printed values of the same thing from one source of funds, or from all: they are not the same figure."""
    best = topic.best
    if best.kind != "MoneyObservation" or best.project:
        return []
    rest = {name: code for name, code in best.dims.items() if name != "fund"}
    if not rest:
        return []
    found = [
        one
        for one in planner.pool()
        if one.kind == best.kind
        and one.flow == best.flow
        and not one.project
        and one.year == best.year
        and one.dims.get("fund") != best.dims.get("fund")
        and {name: code for name, code in one.dims.items() if name != "fund"} == rest
    ]
    known = {part.figure for part in parts}
    others = planner.merged(planner.rows([these("variant", found, topic_name(planner, topic))])) if found else []
    return [part for part in others if part.figure not in known][:2]


def topic_name(planner: Planner, topic: Topic) -> Say:
    """What a subject is called."""
    return planner.named(topic.best)


def contradict(planner: Planner, result: Result) -> None:
    """Look for another printed value of the same thing: in the rows themselves, and in what checks found."""
    by_phase: dict[tuple[str, str, int | None], list[Part]] = {}
    for part in result.main:
        if part.figure is not None and part.figure.unit in (MONEY, PERCENT):
            by_phase.setdefault((part.about.zh, part.phase.zh, part.year), []).append(part)
    if any(_disagree(parts) for parts in by_phase.values()):
        result.confidence = "conflicting"
    known = {row.statement.iri for row in result.rows}
    more: list[Statement] = []
    for row in list(result.rows):
        for finding in planner.inventory.findings.get(row.statement.iri, ()):
            if not finding.rule.endswith(_DISAGREEING):
                continue
            if finding.text not in result.findings:
                result.findings.append(finding.text)
            more += [
                planner.inventory.by_iri[name]
                for name, _ in finding.operands
                if name not in known and name in planner.inventory.by_iri
            ]
    if result.findings:
        result.confidence = "conflicting"
        if more:
            rows = planner.rows([these("other", more, result.plan.about)])
            result.main += [part for part in planner.merged(rows) if part.figure is not None or part.text]


def _disagree(parts: Sequence[Part]) -> bool:
    """Whether values differ by more than the digits they are printed with."""
    for part in parts[1:]:
        assert part.figure is not None and parts[0].figure is not None
        steps = [Decimal(row.statement.first("printedStep") or 0) for one in (part, parts[0]) for row in one.rows[:1]]
        if abs(part.figure.value - parts[0].figure.value) > max(steps, default=Decimal(0)):
            return True
    return False


def distinct(results: Sequence[Result]) -> list[Result]:
    """Results that say different things; several make the question ambiguous."""
    found: list[Result] = []
    seen: list[set[Figure | None]] = []
    for one in results:
        figures = {part.figure for part in one.main}
        if figures not in seen:
            found.append(one)
            seen.append(figures)
    if len(found) > 1:
        for one in found:
            one.confidence = "unclear"
    return found


# -- budget and actual ----------------------------------------------------------------------------------------------


def completion(planner: Planner) -> list[Result]:
    """How much of a budget was spent: the printed rate, and the two amounts."""
    question = planner.question
    if not question.has("completion", "percent") or question.has("share", "change", "increase", "decrease", "add-up"):
        return []
    phases = ("actual", *BUDGETS)
    pool = planner.pool(phases=phases)
    results = []
    found = planner.subjects(question.terms, pool)
    good = (
        as_good(found)
        if question.terms
        else [
            topic
            for topic in found
            if topic.best.kind == "MoneyObservation"
            and not topic.best.project
            and set(topic.best.dims) <= {"fund", "expenditure-type"}
        ]
    )
    for topic in good[: _MOST_READINGS if question.terms else 8]:
        money = topic.best.kind == "MoneyObservation"
        rated = attached(
            "rate", topic.members, planner.named(topic.best), kinds=("RateStatement",), rate="Completion" if money else ""
        )
        rates = planner.merged(planner.rows([rated]))
        selection = planner.select("value", topic, phases)
        amounts = planner.merged(planner.rows([selection]))
        plan = planner.plan("completion", selection.words, [rated, selection])
        if rates:
            result = Result(plan=plan, confidence="stated", main=rates, other=amounts)
            if len({part.figure for part in rates}) > 1:
                result.confidence = "conflicting"
            results.append(result)
        elif (
            money
            and question.has("completion")
            and (pair := budget_and_actual(amounts)) is not None
            and pair[0].figure
            and pair[0].figure.value
        ):
            results.append(_quotient(planner, "completion", pair[1], pair[0], plan_parts=[selection]))
    return distinct(results)[:_MOST_READINGS]


def budget_and_actual(parts: Sequence[Part]) -> tuple[Part, Part] | None:
    """The budget and the actual of one subject; the adjusted budget before the initial one."""
    by_phase = {part.phase.en: part for part in reversed(parts) if part.figure is not None}
    budget = next((by_phase[name] for name in ("adjusted budget", "budget", "initial budget") if name in by_phase), None)
    actual = by_phase.get("actual")
    return (budget, actual) if budget is not None and actual is not None else None


def remaining(planner: Planner) -> list[Result]:
    """What is left of a budget, or how far it was overspent."""
    question = planner.question
    if not question.has("remaining", "overrun") or (question.has("why")):
        return []
    named = [term for term in question.terms if not _carried(term)]
    if not named and not set(question.phases) & set(BUDGETS) and not question.has("overrun"):
        return _balance(planner)
    question.terms = named
    phases = ("actual", *BUDGETS)
    pool = [one for one in planner.pool(phases=phases) if unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:1]:
        selection = planner.select("value", topic, phases)
        pair = budget_and_actual(planner.merged(planner.rows([selection])))
        if pair is None or pair[0].figure is None or pair[1].figure is None:
            continue
        left = pair[0].figure.value - pair[1].figure.value
        over = question.has("overrun")
        one, other = (pair[1], pair[0]) if over else pair
        assert one.figure is not None and other.figure is not None
        result = minus(planner, "overrun" if over else "remaining", selection.words, one, other, [selection])
        result.verdict = (left < 0) if over else (left > 0)
        return [result]
    return []


def _carried(term: Term) -> bool:
    """Whether a word is one for money left over."""
    return bool(term.senses) and all(
        sense.notation in ("closing-balance", "opening-balance", "carried-over") for sense in term.senses
    )


def _balance(planner: Planner) -> list[Result]:
    """What was left at the end of the year: the carry-over printed, else revenue less expenditure."""
    pool = planner.pool(phases=("actual", *BUDGETS))
    closing = [one for one in pool if one.dims.get("item") == "closing-balance"]
    found = [
        value for topic in topics(planner.inventory, (), closing)[:1] if (value := value_of(planner, topic)) is not None
    ]
    if found:
        return found
    sides = []
    for flow in ("Revenue", "Expenditure"):
        own = [one for one in pool if one.kind == "MoneyObservation" and one.flow == flow and one.phase in planner.phases]
        total = next((one for one in topics(planner.inventory, (), own) if not set(one.best.dims) - {"item"}), None)
        operand = planner.operand(flow.lower(), total, planner.phases) if total is not None else None
        if operand is not None:
            sides.append(operand)
    if len(sides) < 2:
        return []
    about = Say("本年收入与支出之差", "revenue less expenditure")
    result = minus(planner, "remaining", about, sides[0][1], sides[1][1], [sides[0][0], sides[1][0]])
    figure = result.main[0].figure
    result.verdict = figure is not None and figure.value > 0
    return [result]


def minus(planner: Planner, operation: str, about: Say, one: Part, other: Part, selections: Iterable[Selection]) -> Result:
    """One value less the other."""
    assert one.figure is not None and other.figure is not None
    figure = Figure(one.figure.value - other.figure.value, one.figure.unit)
    part = Part(about, figure, rows=(*one.rows, *other.rows))
    return Result(
        plan=planner.plan(operation, about, selections),
        confidence="derived",
        main=[part],
        other=[one, other],
        steps=[Step("−", (one.figure, other.figure), figure)],
    )


def _quotient(
    planner: Planner,
    operation: str,
    one: Part,
    other: Part,
    *,
    plan_parts: Iterable[Selection],
    printed: Part | None = None,
) -> Result:
    """One value as a share or multiple of the other, or one for each of the other."""
    assert one.figure is not None and other.figure is not None
    value = quotient(one.figure.value, other.figure.value)
    if operation in ("share", "completion"):
        figure, sign = Figure(value * _HUNDRED, PERCENT, _PLACES), "÷"
    elif operation == "ratio":
        figure, sign = Figure(value, "times", _PLACES), "÷"
    else:
        figure, sign = Figure(value, one.figure.unit, _PLACES), "÷"
    about = Say(f"{one.about.zh}与{other.about.zh}", f"{one.about.en} and {other.about.en}")
    rows = (*one.rows, *other.rows, *(printed.rows if printed is not None else ()))
    return Result(
        plan=planner.plan(operation, about, plan_parts),
        confidence="derived",
        main=[Part(about, figure, rows=rows)],
        other=[one, other],
        steps=[Step(sign, (one.figure, other.figure), figure, printed.figure if printed is not None else None)],
    )


# -- change on the year before --------------------------------------------------------------------------------------


def change(planner: Planner) -> list[Result]:
    """The change on the year before, or the value of that year: printed, or worked out from the change."""
    question = planner.question
    own = planner.inventory.document.year
    if _in_the_last(question) and planner.year == own:
        return []
    asks_value = question.has("last-year") and not question.has("change", "increase", "decrease", "difference")
    before = planner.year == own - 1 and not question.has("change", "increase", "decrease", "difference")
    if not (question.has("change", "last-year") or before or _moved(planner)):
        return []
    pool = [one for one in planner.pool(year=own) if wanted(question)(one) or one.kind == "MoneyObservation"]
    if question.has("last-year") or before:
        earlier = [one for one in planner.pool(year=own - 1, phases=("actual", *BUDGETS)) if wanted(question)(one)]
        if asks_value or before:
            found = planner.subjects(question.terms, earlier)
            results = [value_of_year(planner, topic) for topic in as_good(found)[:_MOST_READINGS]]
            stated = distinct([one for one in results if one is not None])
            if stated:
                return stated
    for topic in planner.subjects(question.terms, pool)[:1]:
        result = _changed(planner, topic, value=asks_value or before)
        if result is not None:
            return [result]
    return []


def _in_the_last(question: Question) -> bool:
    """Whether "last year" is the year of the latest document: nothing is compared, and no year is named."""
    return (
        question.asks.get("last-year") in ("去年", "last year")
        and not question.has("change", "increase", "decrease", "difference", "ratio")
        and not question.years
    )


def _moved(planner: Planner) -> bool:
    question = planner.question
    if not question.has("increase", "decrease") or question.has("why", "rank-high", "rank-low", "list"):
        return False
    return not (set(question.phases) & set(BUDGETS)) or question.has("last-year")


def value_of_year(planner: Planner, topic: Topic) -> Result | None:
    """The values a document prints of an earlier year."""
    selection = planner.select("value", topic)
    parts = planner.merged(planner.rows([selection]))
    if not parts:
        return None
    return Result(plan=planner.plan("look-up", selection.words, [selection]), confidence="stated", main=parts)


def _changed(planner: Planner, topic: Topic, *, value: bool) -> Result | None:
    about = planner.named(topic.best)
    said = attached("change", topic.members, about, kinds=("ChangeStatement",))
    rated = attached("rate", topic.members, about, kinds=("RateStatement",), rate="Growth")
    changes = [part for part in planner.merged(planner.rows([said])) if _against_last_year(part)]
    rates = planner.merged(planner.rows([rated]))
    selection = planner.select("value", topic, planner.phases)
    now = [part for part in planner.merged(planner.rows([selection])) if part.figure is not None]
    plan = planner.plan("change", about, [said, rated, selection])
    moved = next((part for part in changes if part.figure is not None), None)
    if value:
        return _last_year(planner, about, now, moved, rates, plan.selections)
    if changes or rates:
        result = Result(plan=plan, confidence="stated", main=[*changes, *rates], other=now[:1])
        figure = moved.figure if moved is not None else next((part.figure for part in rates), None)
        if figure is not None:
            result.verdict = figure.value > 0 if planner.question.has("increase") else figure.value < 0
        if len({part.figure for part in changes}) > 1:
            result.confidence = "conflicting"
        return result
    return _two_years(planner, topic, about)


def _against_last_year(part: Part) -> bool:
    """Whether a change is one on the year before, not one on the budget."""
    return not any(row.statement.first("basePhase") for row in part.rows)


def _last_year(
    planner: Planner,
    about: Say,
    now: Sequence[Part],
    moved: Part | None,
    rates: Sequence[Part],
    selections: Iterable[Selection],
) -> Result | None:
    if not now or now[0].figure is None:
        return None
    if moved is not None and moved.figure is not None:
        assert now[0].figure is not None
        figure = Figure(now[0].figure.value - moved.figure.value, MONEY)
        step = Step("−", (now[0].figure, moved.figure), figure)
        rows = (*now[0].rows, *moved.rows)
    elif rates and rates[0].figure is not None:
        base = quotient(rates[0].figure.value, _HUNDRED) + 1
        if base <= 0:
            return None
        figure = Figure(quotient(now[0].figure.value, base), MONEY, _PLACES)
        step = Step("÷ (1 + r)", (now[0].figure, rates[0].figure), figure)
        rows = (*now[0].rows, *rates[0].rows)
    else:
        return None
    year = planner.inventory.document.year - 1
    part = Part(about, figure, phase=now[0].phase, year=year, rows=rows)
    other = [now[0], *([moved] if moved is not None else []), *rates[:1]]
    return Result(
        plan=planner.plan("last-year", about, selections), confidence="derived", main=[part], other=other, steps=[step]
    )


def _two_years(planner: Planner, topic: Topic, about: Say) -> Result | None:
    """The difference of the values of two years that are both printed."""
    own = planner.inventory.document.year
    before = [one for one in planner.pool(year=own - 1, phases=("actual", *BUDGETS)) if key(one) == topic.key]
    now = planner.operand("value", topic, planner.phases)
    if not before or now is None:
        return None
    old = planner.operand("before", Topic(topic.key, topic.fit, tuple(before)), sorted({one.phase for one in before}))
    rows = planner.rows([these("before", before, about)])
    parts = [part for part in planner.merged(rows) if part.figure is not None]
    del old
    if not parts:
        return None
    result = minus(planner, "change", about, now[1], parts[0], [now[0], these("before", before, about)])
    figure = result.main[0].figure
    assert figure is not None and parts[0].figure is not None and now[1].figure is not None
    if parts[0].figure.value:
        rate = Figure(quotient(figure.value, parts[0].figure.value) * _HUNDRED, PERCENT, _PLACES)
        result.main.append(Part(Say("增减率", "rate of change"), rate, rows=result.main[0].rows))
        result.steps.append(Step("÷", (figure, parts[0].figure), rate))
    result.verdict = figure.value > 0 if planner.question.has("increase") else figure.value < 0
    return result


# -- two subjects ---------------------------------------------------------------------------------------------------


def two_subjects(planner: Planner) -> list[Result]:
    """A share, ratio, difference or cost for each, of two subjects or of a subject and what it is part of."""
    question = planner.question
    asked = next((name for name in ("per", "share", "ratio", "difference") if question.has(name)), "")
    if not asked and _EXCEPT.search(question.text.casefold()):
        rest = _rest(planner)
        return [rest] if rest is not None else []
    if not asked and question.has("add-up", "total") and not noun_named(question):
        asked = "sum"
    if not asked or (asked == "difference" and question.has("rank-high") and question.has("rank-low")):
        return []
    if asked == "per":
        return per_unit(planner)
    if asked == "share" and question.has("project") and not question.has("rank-high", "rank-low", "list"):
        named = (Sense("expenditure-type", "project"),)
        if not any(term.senses == named for term in question.terms):
            question.terms = [*question.terms, Term("project", (), named)]
    pair = _pair(planner)
    if asked == "sum":
        return _sum(planner, pair)
    rest = _rest(planner) if _EXCEPT.search(question.text.casefold()) else None
    if rest is not None:
        return [rest]
    if pair is None and asked == "difference":
        return _budget_difference(planner)
    if pair is None:
        return share_of_whole(planner) if asked == "share" and not question.has("rank-high", "rank-low") else []
    one, other = pair
    (larger, smaller) = (one, other) if _value(one[1]) >= _value(other[1]) else (other, one)
    one, other = (smaller, larger) if asked == "share" else (larger, smaller)
    if asked == "difference":
        about = Say(f"{one[1].about.zh}与{other[1].about.zh}之差", f"{one[1].about.en} less {other[1].about.en}")
        return [minus(planner, "difference", about, one[1], other[1], [one[0], other[0]])]
    if not _value(other[1]):
        return []
    printed = _printed_share(planner, one[1]) if asked == "share" else None
    return [_quotient(planner, asked, one[1], other[1], plan_parts=[one[0], other[0]], printed=printed)]


def _value(part: Part) -> Decimal:
    """The value of an operand."""
    return part.figure.value if part.figure is not None else Decimal(0)


def _pair(planner: Planner) -> tuple[tuple[Selection, Part], tuple[Selection, Part]] | None:
    """The two subjects of a question: its terms are cut where both sides fit best."""
    pool = [one for one in planner.pool() if one.value is not None and planner.flow_fits(one)]
    best: tuple[float, Topic, Topic] | None = None
    for own, others in _cuts(planner.question.terms):
        left = planner.subjects(own, pool)
        right = planner.subjects(others, pool) if left else []
        for first in left[:3]:
            for second in right[:3]:
                here, there = first.best, second.best
                totals = not (here.about or here.dims or there.dims)
                if first.key == second.key or totals or unit_of(here) != unit_of(there):
                    continue
                score = min(first.fit.score, second.fit.score) * _alike(here, there)
                if best is None or score > best[0]:
                    best = (score, first, second)
    if best is None or best[0] < 0.4:
        return None
    one, other = planner.operand("one", best[1]), planner.operand("other", best[2])
    return (one, other) if one is not None and other is not None else None


def _rest(planner: Planner) -> Result | None:
    """A whole without the part that a question excludes."""
    terms = planner.question.terms
    pool = [one for one in planner.pool() if one.kind == "MoneyObservation" and planner.flow_fits(one)]
    part = next(iter(planner.subjects(terms, pool)), None)
    for index in range(len(terms)) if part is not None and len(terms) > 1 else ():
        for whole in planner.subjects([*terms[:index], *terms[index + 1 :]], pool)[:3]:
            if part is None or whole.key == part.key or not set(whole.best.dims.items()) < set(part.best.dims.items()):
                continue
            one, other = planner.operand("whole", whole), planner.operand("part", part)
            if one is not None and other is not None:
                about = Say(f"{one[1].about.zh}减去{other[1].about.zh}", f"{one[1].about.en} less {other[1].about.en}")
                return minus(planner, "difference", about, one[1], other[1], [one[0], other[0]])
    return None


def _alike(one: Statement, other: Statement) -> float:
    """Two names of one pattern belong together: new firms and new traders, not new firms and all traders."""
    if not one.label or not other.label:
        return 1.0
    return 0.6 + 0.4 * SequenceMatcher(None, one.label, other.label).ratio()


def noun_named(question: Question) -> bool:
    """Whether a question is about a group of things."""
    return question.has("project", "class", "indicator")


def _cuts(terms: Sequence[Term], *, shared: bool = True) -> Iterable[tuple[list[Term], list[Term]]]:
    """The ways to cut terms in two; one or two at an end may belong to both sides."""
    for cut in range(1, len(terms)):
        yield list(terms[:cut]), list(terms[cut:])
    for size in (1, 2) if shared else ():
        for cut in range(1, len(terms) - size):
            head, rest = list(terms[:size]), list(terms[size:])
            yield head + rest[:cut], head + rest[cut:]
            tail, first = list(terms[-size:]), list(terms[:-size])
            yield first[:cut] + tail, first[cut:] + tail


def _sum(planner: Planner, pair: tuple[tuple[Selection, Part], tuple[Selection, Part]] | None) -> list[Result]:
    """Two values added up."""
    if pair is None:
        return []
    (first, one), (second, other) = pair
    assert one.figure is not None and other.figure is not None
    figure = Figure(one.figure.value + other.figure.value, one.figure.unit)
    about = Say(f"{one.about.zh}与{other.about.zh}合计", f"{one.about.en} and {other.about.en} together")
    return [
        Result(
            plan=planner.plan("sum", about, [first, second]),
            confidence="derived",
            main=[Part(about, figure, rows=(*one.rows, *other.rows))],
            other=[one, other],
            steps=[Step("+", (one.figure, other.figure), figure)],
        )
    ]


def _budget_difference(planner: Planner) -> list[Result]:
    question = planner.question
    phases = ("actual", *BUDGETS)
    pool = [one for one in planner.pool(phases=phases) if unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:1]:
        selection = planner.select("value", topic, phases)
        pair = budget_and_actual(planner.merged(planner.rows([selection])))
        if pair is not None:
            about = Say(f"{selection.words.zh}决算与预算之差", f"{selection.words.en}, actual less budget")
            return [minus(planner, "difference", about, pair[1], pair[0], [selection])]
    return []


def share_of_whole(planner: Planner) -> list[Result]:
    """A subject as a share of what it is part of: printed, else of the total of its side and phase."""
    question = planner.question
    pool = [one for one in planner.pool() if wanted(question)(one) or unit_of(one) == MONEY]
    for topic in planner.subjects(question.terms, pool)[:1]:
        rated = attached("rate", topic.members, planner.named(topic.best), kinds=("RateStatement",), rate="Share")
        rates = planner.merged(planner.rows([rated]))
        now = planner.operand("part", topic, planner.phases)
        if rates:
            plan = planner.plan("share", planner.named(topic.best), [rated])
            return [Result(plan=plan, confidence="stated", main=rates, other=[now[1]] if now else [])]
        whole = [
            one
            for one in pool
            if one.kind == "MoneyObservation"
            and not one.project
            and not set(one.dims) - {"fund"}
            and one.flow == topic.best.flow
        ]
        if now is None or not whole or topic.best.kind != "MoneyObservation":
            continue
        of = planner.operand("whole", Topic(key(whole[0]), topic.fit, tuple(whole)))
        if of is not None and of[1].figure is not None and of[1].figure.value and now[1].figure is not None:
            return [_quotient(planner, "share", now[1], of[1], plan_parts=[now[0], of[0]])]
    return []


def _printed_share(planner: Planner, part: Part) -> Part | None:
    about = [row.statement for row in part.rows]
    rows = planner.rows([attached("rate", about, part.about, kinds=("RateStatement",), rate="Share")])
    parts = planner.merged(rows)
    return parts[0] if len(parts) == 1 else None


def per_unit(planner: Planner) -> list[Result]:
    """Money for each of a number of people or things."""
    question = planner.question
    pool = [one for one in planner.pool() if one.value is not None]
    money = [one for one in pool if unit_of(one) == MONEY and planner.flow_fits(one)]
    counts = [
        one
        for one in pool
        if unit_of(one) not in (MONEY, PERCENT)
        and (not question.units or one.unit in question.units or not _people(question.units))
    ]
    spent = planner.subjects(question.terms, money)
    if not spent:
        return []
    numbers = planner.subjects(question.terms, counts) or _related(planner, spent[0], counts)
    stated = [one for one in numbers if one.best.kind != "MoneyObservation"]
    unit = _unit_each(question)
    stated.sort(key=lambda one: one.best.unit not in unit)
    if not stated:
        return []
    one, other = planner.operand("money", spent[0], planner.phases), planner.operand("count", stated[0])
    if one is None or other is None or other[1].figure is None or not other[1].figure.value:
        return []
    return [_quotient(planner, "per", one[1], other[1], plan_parts=[one[0], other[0]])]


def _people(units: Iterable[str]) -> bool:
    return any(unit in ("person", "person-time") for unit in units)


def _unit_each(question: Question) -> tuple[str, ...]:
    """What a cost is wanted for each of, by the words of the question."""
    lower = question.text.casefold()
    if re.search(r"人|客|名|位|person|people|guest|visitor|worker|head|each member|capita|employee", lower):
        return ("person", "person-time")
    if re.search(r"辆|车|car\b|vehicle", lower):
        return ("vehicle",)
    return ()


def _held(one: Statement) -> bool:
    """Whether a number is of things held, not of things bought."""
    concept = scheme("item").get(one.dims.get("item", ""))
    return concept is not None and "Stock" in concept.data.get("flow", ())


def _related(planner: Planner, spent: Topic, counts: Sequence[Statement]) -> list[Topic]:
    """The numbers printed for the project that the money is of, or of things that the question names in passing."""
    if not spent.best.project:
        unit = _unit_each(planner.question)
        found = topics(planner.inventory, planner.question.terms, [one for one in counts if one.unit in unit])
        near = [topic for topic in found[:4] if topic.fit.coverage > _IN_PASSING]
        if not near:  # a number of the things a cost is wanted for, if the document has just one
            held = [one for one in counts if one.unit in unit and _held(one)]
            near = topics(planner.inventory, (), held) if len({one.value for one in held}) == 1 else []
        return sorted(near, key=lambda topic: not _held(topic.best))
    own = [one for one in counts if one.project == spent.best.project]
    terms: list[Term] = []
    return planner.subjects(terms, own)
