"""What the figures of the year's work measure: counts, money, scores, ranks, growth, shares, completion.

A figure whose subject cannot be told stays unread.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from budget_kg.facts import ChangeStatement, Fact, QuantityObservation, RateStatement, Term, Year
from budget_kg.model import Passage
from budget_kg.prose import grammar
from budget_kg.prose.work_clauses import Figure, read_clauses
from budget_kg.prose.work_phrases import anywhere, before
from budget_kg.prose.work_subjects import measured, name_of, remember_figure, remember_words, several, subject
from budget_kg.prose.work_turns import SEVERALLY, YEAR, Memory, Place, Turn
from budget_kg.vocab import B

_BASE = (
    r"(?P<base>(?:较|比|与)(?:上年|去年|前年|上一年|(?:19|20)\d\d年|年初|同期|上月)(?:度|同期|末|底|相比)*|同比|环比)?"
)
_EARLIER = re.compile(r"(?P<base>(?:较|比|与)(?:上年|去年|上一年|(?:19|20)\d\d年)(?:度|同期|末|底)*)的?")
_COMPARED = re.compile(r"^(?:相比较?|比较)[，,]?")
_ENDING = r"(?:了|率|为|达到|达|约|近|超过|超|逾|已)*$"
_SHARE = re.compile(r"占(?![地道用压绿])(?:到|了|据)?(?P<base>[^，]*?)的?(?:比重|比例|比)?(?:为|达到|达|约|超过|近)*$")
_COMPLETION = re.compile(
    r"(?:完成|达到|达|实现|为|占)?(?P<base>(?:全年|年度|年初|年|上级|区级|市级|县级|区|市|县|省|既定|预期|下达)*"
    r"[^，完达占]{0,8}?(?:任务|目标|计划|预算)[数额值量]?)的" + _ENDING
)

def read_figures(place: Place, start: int, end: int) -> list[Fact]:
    """Facts of all figures in the flow's `text[start:end]` whose subject is told."""
    memory = Memory()
    facts: list[Fact] = []
    sentence = start
    for clause in read_clauses(place.layout.flow.text, start, end):
        if clause.opens_sentence:
            memory, sentence = Memory(), clause.start
        if not clause.figures:
            remember_words(memory, clause, place)
        for index, figure in enumerate(clause.figures):
            turn = Turn(place, memory, clause, figure, sentence, index)
            base = _base(turn)
            if base is not None:  # what is said next is said of the figure before it
                facts.append(base)
                memory.base = base.year
                continue
            fact = _fact(turn)
            memory.base = None
            if fact is not None:
                facts.append(fact)
                memory.facts.append((figure, fact))
    return facts


def _base(turn: Turn) -> QuantityObservation | None:
    """`比上年34万人次` behind a figure: the same of an earlier year."""
    named = _EARLIER.fullmatch(turn.figure.left.strip("，, "))
    _, last = _last(turn) if named else (None, None)
    year = _base_year(turn, named["base"]) if named else None
    if not isinstance(last, QuantityObservation) or last.value.unit != turn.figure.value.unit or year is None:
        return None
    return replace(
        last, passage=_passage(turn, turn.figure.left_start), numerals=_numerals(turn), value=turn.figure.value,
        year=year, role=Term(B.ResultValue), qualifier=_qualifier(turn.figure), threshold=None, part_of=None,
    )


def _fact(turn: Turn) -> Fact | None:
    if turn.figure.dimension in ("ratio", "ratio-difference"):
        return _rate(turn)
    change = _change(turn)
    if change is not None:
        return change
    name = name_of(turn)
    if name is None:
        return None
    planned = turn.year > turn.place.layout.head.year
    fact = QuantityObservation(
        passage=_passage(turn, name.start),
        numerals=_numerals(turn),
        value=turn.figure.value,
        year=turn.year,
        label=turn.place.agreed(name.label, turn.figure.value.unit),
        role=Term(B.TargetValue) if planned else name.role or _role(turn),
        qualifier=_qualifier(turn.figure),
        threshold=turn.figure.low.quantity().value if turn.figure.low else None,
        part_of=_whole(turn),
        key_work=turn.place.item,
    )
    remember_figure(turn, name, fact)
    return fact


def _role(turn: Turn) -> Term:
    """The role of the chapter; what is told to be there already (`现有`) is no target."""
    standing = grammar.pattern("standing").search(turn.clause.text, 0, turn.figure.stop - turn.clause.start)
    return Term(B.ResultValue) if standing else turn.place.role


def _numerals(turn: Turn) -> tuple[tuple[int, int], ...]:
    flow = turn.place.layout.flow
    counted = [numeral for numeral in (turn.figure.low, turn.figure.counted) if numeral is not None]
    return tuple(flow.span(numeral.start, numeral.end) for numeral in counted)


def _passage(turn: Turn, start: int) -> Passage:
    text = turn.place.layout.flow.text
    low, high = grammar.trim(text, (start, max(turn.figure.right_end, turn.figure.stop)))
    return turn.place.layout.passage(low, max(high, turn.figure.stop), turn.place.section)


def _qualifier(figure: Figure) -> Term | None:
    return Term(getattr(B, figure.qualifier)) if figure.qualifier else None


def _whole(turn: Turn) -> QuantityObservation | None:
    """The figure a clause with 其中 is a part of: the last one before the clause in the same unit."""
    lead = turn.clause.text.lstrip("（(")
    if not lead.startswith("其中"):
        return None
    for figure, fact in reversed(turn.memory.facts):
        same = figure.value.unit == turn.figure.value.unit and figure.start < turn.clause.start
        if same and isinstance(fact, QuantityObservation):
            return fact
    return None


@cache
def _growing() -> re.Pattern[str]:
    return re.compile(rf"{_BASE}(?:实现|平均|年均)?(?:{anywhere('growth').pattern})+{_ENDING}")


def _growth(left: str) -> re.Match[str] | None:
    return _growing().search(left)


def _base_year(turn: Turn, base: str) -> Year | None:
    named = YEAR.search(base)
    if named:
        return Year(int(named[1]))
    yearly = base and not base.startswith("环比") and "年初" not in base and "上月" not in base
    return Year(turn.year - 1) if yearly else None


def _last(turn: Turn) -> tuple[Figure, Fact] | tuple[None, None]:
    """The figure a growth or completion behind it speaks of, with its fact."""
    text = turn.place.layout.flow.text
    for figure, fact in reversed(turn.memory.facts):
        if text[figure.left_start - 1] in "（(" and turn.clause.figures[0].left_start > figure.start:
            continue
        if isinstance(fact, QuantityObservation) or (isinstance(fact, RateStatement) and fact.kind == B.Achievement):
            return figure, fact
    return None, None


def _change(turn: Turn) -> ChangeStatement | None:
    """`比上年增加120件` behind the figure it changes."""
    said = _said_next(turn)
    growth = _growth(said)
    if growth is None or not (growth["base"] or turn.memory.base):
        return None
    if before(said[: growth.start()], turn.department).label:
        return None
    _, last = _last(turn)
    direction = grammar.direction(growth[0])
    same = isinstance(last, QuantityObservation) and last.value.unit == turn.figure.value.unit
    if not same or direction is None:
        return None
    amount = turn.figure.value.negated() if direction == B.Decrease else turn.figure.value
    return ChangeStatement(
        passage=_passage(turn, turn.memory.facts[-1][0].left_start), numerals=_numerals(turn), direction=direction,
        year=turn.year, amount=amount, of=last,
        base_year=_base_year(turn, growth["base"]) if growth["base"] else turn.memory.base,
    )


def _said_next(turn: Turn) -> str:
    """The words before a figure, without those that close the comparison before it: `与上年4亿元相比增长`."""
    left = turn.figure.left.lstrip("，, ") if turn.memory.base else turn.figure.left
    return _COMPARED.sub("", left) if turn.memory.base else left


def _statement(turn: Turn, start: int, kind: Term, **more: Any) -> RateStatement:
    """The percentage of this turn as a fact; `more` are the fields its kind has of its own."""
    more.setdefault("role", turn.place.role)
    return RateStatement(
        passage=_passage(turn, start), numerals=_numerals(turn), percent=turn.figure.value, kind=kind,
        year=turn.year, qualifier=_qualifier(turn.figure), key_work=turn.place.item, **more,
    )


def _rate(turn: Turn) -> RateStatement | None:
    left = _said_next(turn)
    growth = _growth(left)
    apart = SEVERALLY.split(turn.clause.figures[0].left)
    each = _growth(apart[-1]) if len(apart) > 1 else None
    if each:
        return _growth_of_each(turn, apart, each)
    if growth:
        return _growth_rate(turn, growth)
    if left.strip() == "的" and turn.memory.facts:
        return _part_of_last(turn)
    if turn.figure.value.unit in ("times", "percentage-point"):
        return None
    completion = _COMPLETION.search(left)
    match = completion or _SHARE.search(left)
    if match:
        completes = completion or re.search(r"任务|目标|计划|预算", match["base"])
        return _rate_of(turn, match, Term(B.Completion if completes else B.Share))
    name = name_of(turn)
    if name is None:
        return None
    kind = Term(B.Completion if name.label.endswith("完成率") else B.Achievement)
    of = turn.memory.topic_fact if name.borrowed else None
    label = turn.place.agreed(name.label, turn.figure.value.unit)
    fact = _statement(turn, name.start, kind, label=label, of=of, role=name.role or turn.place.role)
    remember_figure(turn, name, fact)
    return fact


def _growth_rate(turn: Turn, match: re.Match[str]) -> RateStatement | None:
    label = before(_said_next(turn)[: match.start()], turn.department).label
    last, of = (None, None) if label else _last(turn)
    start = (last or turn.figure).left_start
    if of is None and not label:
        if not turn.memory.topic or turn.memory.topic_start is None:
            return None
        label, start = turn.memory.topic, turn.memory.topic_start
    base = match["base"] or ""
    return _statement(
        turn, start, Term(B.Growth), label=label or None, of=of, base_text=base or None,
        base_year=_base_year(turn, base) if base else turn.memory.base,
        direction=grammar.direction(match[0]) or Term(B.Increase),
    )


def _growth_of_each(turn: Turn, apart: list[str], growth: re.Match[str]) -> RateStatement | None:
    """`甲、乙分别增长5%、6%`, or 分别 alone behind as many figures."""
    direction = grammar.direction(apart[-1])
    base = growth["base"] or ""
    more = {"direction": direction, "base_text": base or None, "base_year": _base_year(turn, base)}
    name = several(turn)
    if name is not None:
        return _statement(turn, name.start, Term(B.Growth), label=name.label, **more)
    earlier = [(figure, fact) for figure, fact in turn.memory.facts if isinstance(fact, QuantityObservation)]
    count = len(turn.clause.figures)
    if before(apart[0], turn.department).label or len(earlier) != count:
        return None
    figure, fact = earlier[turn.index]
    return _statement(turn, figure.left_start, Term(B.Growth), of=fact, **more)


def _part_of_last(turn: Turn) -> RateStatement | None:
    """`目标任务20亿元的105%`: a part of the figure right before."""
    figure, fact = turn.memory.facts[-1]
    if not isinstance(fact, QuantityObservation) or figure.stop + 1 < turn.figure.start - 1:
        return None
    kind = Term(B.Completion if fact.role == B.TargetValue else B.Share)
    return _statement(turn, figure.left_start, kind, of=fact)


def _rate_of(turn: Turn, match: re.Match[str], kind: Term) -> RateStatement | None:
    label = before(turn.figure.left[: match.start()], turn.department).label
    last, of = (None, None) if label else _last(turn)
    start = turn.figure.left_start
    if last is not None and isinstance(of, QuantityObservation):
        label, start = of.label, last.left_start
    elif not label:
        told, at = subject(turn)
        if not told:
            return None
        label, start = measured(turn, told), min(start, at)
    return _statement(turn, start, kind, label=label, of=of, base_text=match["base"].strip("的") or None)
