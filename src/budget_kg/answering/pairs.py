"""Two subjects of one question: their difference, ratio, share or sum, and a whole without a part."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from budget_kg.answering.arithmetic import divided, minus, plus, value
from budget_kg.answering.budgets import budget_and_actual
from budget_kg.answering.costs import per_unit
from budget_kg.answering.cutting import cuts
from budget_kg.answering.figures import MONEY, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.lexicon import Sense
from budget_kg.answering.matching import broader
from budget_kg.answering.plan import Selection
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import BUDGETS, Question, Term
from budget_kg.answering.result import Part, Result
from budget_kg.answering.shares import each_share, printed_share, share_of_whole
from budget_kg.answering.topics import Topic
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_EACH: Final = re.compile("各占|分别占|各自占|each|respectively")
_EXCEPT: Final = re.compile(
    "不属于|不算|不含|不包括|除了|除去|以外|之外|扣除|扣掉|刨去|刨除|"
    "other than|excluding|except|not from|apart from"
)


def two_subjects(planner: Planner) -> list[Result]:
    """A share, ratio, difference or cost for each, of two subjects or of a subject and what it is part of."""
    question = planner.question
    asked = next((name for name in ("per", "share", "ratio", "difference") if question.has(name)), "")
    if not asked and _EXCEPT.search(question.text.casefold()):
        rest = _rest(planner)
        return [rest] if rest is not None else []
    if not asked and question.has("add-up", "total") and not (
        noun_named(question) and len(question.terms) < 2
    ):
        asked = "sum"
    if not asked or (asked == "difference" and question.has("rank-high") and question.has("rank-low")):
        return []
    if asked == "per":
        return per_unit(planner)
    if asked == "share" and question.has("project") and not question.has("rank-high", "rank-low", "list"):
        named = (Sense("expenditure-type", "project"),)
        if not any(term.senses == named for term in question.terms):
            question.terms = [*question.terms, Term("project", (), named)]
    if asked == "share" and _EACH.search(question.text) and (found := each_share(planner)):
        return found
    if asked == "difference" and question.has("target"):
        return _target_difference(planner)
    pair = _pair(planner)
    if asked == "sum":
        return _sum_of_all(planner) or ([] if _many(question) else _sum(planner, pair))
    rest = _rest(planner) if _EXCEPT.search(question.text.casefold()) else None
    if rest is not None:
        return [rest]
    if pair is None and asked == "difference":
        return _budget_difference(planner)
    if pair is None:
        return share_of_whole(planner) if asked == "share" and not question.has("rank-high", "rank-low") else []
    one, other = pair
    (larger, smaller) = (one, other) if value(one[1]) >= value(other[1]) else (other, one)
    one, other = (smaller, larger) if asked == "share" else (larger, smaller)
    if asked == "difference":
        about = Say(f"{one[1].about.zh}与{other[1].about.zh}之差", f"{one[1].about.en} less {other[1].about.en}")
        return [minus(planner, "difference", about, one[1], other[1], [one[0], other[0]])]
    if not value(other[1]):
        return []
    printed = printed_share(planner, one[1]) if asked == "share" else None
    if printed is not None and _of_one_fund(one[1], other[1]):
        plan = planner.plan("share", one[1].about, [one[0], other[0]])
        return [Result(plan=plan, confidence="stated", main=[printed], other=[one[1]])]
    return [divided(planner, asked, one[1], other[1], plan_parts=[one[0], other[0]], printed=printed)]


def _pair(planner: Planner) -> tuple[tuple[Selection, Part], tuple[Selection, Part]] | None:
    """The two subjects of a question: its terms are cut where both sides fit best."""
    pool = [one for one in planner.pool() if one.value is not None and planner.flow_fits(one)]
    best: tuple[float, Topic, Topic] | None = None
    for own, others in cuts(planner.question.terms):
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
            if part is None or whole.key == part.key or not _contains(whole.best, part.best):
                continue
            one, other = planner.operand("whole", whole), planner.operand("part", part)
            if one is not None and other is not None:
                about = Say(f"{one[1].about.zh}减去{other[1].about.zh}", f"{one[1].about.en} less {other[1].about.en}")
                return minus(planner, "difference", about, one[1], other[1], [one[0], other[0]])
    return None


def _contains(whole: Statement, part: Statement) -> bool:
    """Whether an amount is broken down further by another of its side, and by the source of funds only."""
    more = set(part.dims.items()) - set(whole.dims.items())
    items = part.dims.get("item", ""), whole.dims.get("item", "")
    if items[1] in broader("item", items[0]):
        return True
    return whole.flow == part.flow and bool(more) and set(whole.dims.items()) < set(part.dims.items()) and (
        {name for name, _ in more} == {"fund"}
    )


def _of_one_fund(part: Part, whole: Part) -> bool:
    """Whether a part is printed of one source of funds and the whole of all: their quotient would mix the two."""
    here, there = part.rows[0].statement.dims, whole.rows[0].statement.dims
    return "fund" in here and len(here) > 1 and "fund" not in there


def _alike(one: Statement, other: Statement) -> float:
    """Two names of one pattern belong together: new firms and new traders, not new firms and all traders."""
    if one.kind != other.kind:
        return 0.6
    if not one.label or not other.label:
        return 1.0
    if (one.label, one.value) == (other.label, other.value):
        return 0.0
    return 0.6 + 0.4 * SequenceMatcher(None, one.label, other.label).ratio()


def noun_named(question: Question) -> bool:
    """Whether a question is about a group of things."""
    return question.has("project", "class", "indicator")


def _sum(planner: Planner, pair: tuple[tuple[Selection, Part], tuple[Selection, Part]] | None) -> list[Result]:
    """Two values added up."""
    pair = pair or _two_senses(planner)
    if pair is None:
        return []
    one, other = pair[0][1].about, pair[1][1].about
    return [plus(planner, Say(f"{one.zh}与{other.zh}合计", f"{one.en} and {other.en} together"), pair)]


def _many(question: Question) -> bool:
    """Whether three and more classes or items are named: the sum of two of them would be wrong."""
    coded = ("item", "func", "econ-dep")
    return sum(any(sense.scheme in coded for sense in term.senses) for term in question.terms) > 2


def _sum_of_all(planner: Planner) -> list[Result]:
    """Three and more values added up, each named by a word of its own."""
    terms = planner.question.terms
    if len(terms) < 3:
        return []
    pool = [one for one in planner.pool() if one.kind == "MoneyObservation" and planner.flow_fits(one)]
    operands: list[tuple[Selection, Part]] = []
    for term in terms:
        planner.question.terms = [term]
        two = _two_senses(planner)
        topic = None if two else next(iter(planner.subjects([term], pool)), None)
        one = planner.operand("term", topic, planner.phases) if topic is not None else None
        operands += two or ([one] if one is not None else [])
        if not two and one is None:
            break
    planner.question.terms = terms
    if len(operands) < len(terms) or len({part.about.zh for _, part in operands}) < len(operands):
        return []
    about = Say(
        "、".join(part.about.zh for _, part in operands) + "合计",
        ", ".join(part.about.en for _, part in operands) + " together",
    )
    return [plus(planner, about, operands)]


def _two_senses(planner: Planner) -> tuple[tuple[Selection, Part], tuple[Selection, Part]] | None:
    """The two things that one word stands for: 水电费 is for water and for electricity."""
    pool = [one for one in planner.pool() if one.kind == "MoneyObservation" and planner.flow_fits(one)]
    for index, term in enumerate(planner.question.terms):
        if len(term.senses) != 2 or len({sense.scheme for sense in term.senses}) != 1:
            continue
        sides = []
        for sense in term.senses:
            words = tuple(scheme(sense.scheme)[sense.notation].words)
            one = replace(term, senses=(sense,), words=words, everyday=(), strengths={})
            terms = [*planner.question.terms[:index], one, *planner.question.terms[index + 1 :]]
            topic = next(iter(planner.subjects(terms, pool)), None)
            operand = planner.operand("term", topic, planner.phases) if topic is not None else None
            if operand is not None:
                sides.append(operand)
        if len(sides) == 2 and sides[0][1].rows != sides[1][1].rows:
            return sides[0], sides[1]
    return None


def _target_difference(planner: Planner) -> list[Result]:
    """The value of an indicator less its target, both as printed."""
    results = [one for one in planner.pool() if one.kind == "IndicatorResult" and one.value is not None]
    pool = [one for one in results if one.first("target")]
    for topic in planner.subjects(planner.question.terms, pool)[:1]:
        selection = planner.select("value", topic)
        parts = [part for part in planner.merged(planner.of(topic, selection)) if part.figure is not None]
        goal = next((part for part in parts if part.phase.en == "target"), None)
        result = next((part for part in parts if part.phase.en != "target"), None)
        if goal is None or result is None or goal.figure is None or result.figure is None:
            continue
        if goal.figure.unit != result.figure.unit:
            continue
        about = Say(f"{selection.words.zh}与目标之差", f"{selection.words.en}, result less target")
        return [minus(planner, "difference", about, result, goal, [selection])]
    return []


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
