"""The subject of a figure of the year's work: from the words around it, or from the clauses before."""

from __future__ import annotations

import re

from budget_kg.facts import Fact, QuantityObservation, Term
from budget_kg.prose.work_clauses import Clause
from budget_kg.prose.work_phrases import (
    anywhere,
    before,
    closing,
    compose,
    is_attribute,
    is_word,
    opening,
    topic,
    without_attribute,
    without_lead,
    without_tail,
    without_verb,
)
from budget_kg.prose.work_turns import FROM, SEVERALLY, Memory, Named, Place, Turn
from budget_kg.vocab import B

_RISEN_TO = re.compile(r"[\u4e00-\u9fff]{1,4}(?:到|至)了?$")
_COMPARISON = re.compile(r"(?:较|比)(?:上年|去年|上一年|同期|年初|(?:19|20)\d\d年)")
_TARGET_BEHIND = re.compile(r"(?:的)?(?:年度|全年|年初|既定)?(?:目标任务|目标|任务|计划)(?!完成率)")
_PLANNED = re.compile(r"力争|预计|计划(?!生育)(?=完成|投资|新建|建设|实施|新增|引进|总投资)|确保实现")
_SET = re.compile(r"(?:超额|提前|全面|圆满)?(?:完成)?(?:了)?(?:省|市|区|县|上级|年初)(?:里|定)?下达(?:的)?$")
_MONEY_SUBJECT = re.compile(r"(?:总?投资|投入|投入资金|资金|总?价值|补助|补贴|奖励)")
_SETTLED = re.compile(r"(?:落地落实|落地见效|落到实处|有序推进|顺利完成|全部完成|投入使用|建成投用|稳步推进)$")
_DURATIONS = ("hours", "minutes", "time", "duration", "age")
_SHORTEST, _LONGEST = 2, 48


def remember_words(memory: Memory, clause: Clause, place: Place) -> None:
    """Let a clause without figures name the subject: the first of a sentence, or one that plainly names a thing."""
    department = place.layout.head.department
    words = topic(clause.text, department)
    core = without_lead(clause.text, department)
    names = closing(words, "nominal-end") or (opening(core, "light-verb") and len(words) >= 4)
    told = len(words) < len(core) and core.startswith(words) and len(words) >= 2
    if clause.fresh or names or told:
        memory.topic, memory.topic_start, memory.topic_fact = words, clause.start, None


def remember_figure(turn: Turn, name: Named, fact: Fact) -> None:
    memory = turn.memory
    if turn.figure.left.startswith(("、", "和", "及", "与")) or (isinstance(fact, QuantityObservation) and fact.part_of):
        return
    if name.borrowed:
        memory.topic_fact = memory.topic_fact or fact
        return
    words = without_attribute(name.label)
    if turn.figure.right and name.label.endswith(turn.figure.right.strip("的 ")):
        words = _holder(name.label)
    memory.topic, memory.topic_start, memory.topic_fact = words, name.start, fact


def _holder(words: str) -> str:
    """`社区设有服务中心` → 服务中心; `退役军人建档立卡` → 退役军人: who or what the next measure is about."""
    held = anywhere("possession").search(words, 1)
    if held and len(words) - held.end() >= 3:
        return words[held.end() :]
    cut = anywhere("predicate").search(words, 2)
    return words[: cut.start()] if cut else words


def name_of(turn: Turn) -> Named | None:
    """The name of what a figure measures, None when it cannot be told."""
    if turn.figure.dimension in _DURATIONS and turn.figure.right:
        return None
    if SEVERALLY.search(turn.clause.figures[0].left):
        return several(turn)
    left, role = _target(turn)
    began = turn.before_change
    if began and not (began["year"] or began["last"]):
        return None
    left = left[: began.start()] if began else _before_rise(turn, left)
    right = _object(turn)
    if turn.figure.dimension == "rank":
        left = left.rstrip("中里上")
    words = before(left, turn.department, bool(right))
    waits = words.open or (0 < len(words.label) <= _SHORTEST and not opening(right, "predicate"))
    if waits and right:
        label = _with_object(turn, words.label, right)
    elif words.label and right and opening(right, "predicate") and _short(turn, right):
        label = words.label + right
    elif words.label and right and turn.figure.dimension == "money" and _MONEY_SUBJECT.fullmatch(words.label):
        label = right + words.label
    else:
        label = words.label or right
    return _completed(turn, label.strip("、，的 "), role)


def _before_rise(turn: Turn, left: str) -> str:
    """`由20%提高到30%`: the second figure is named by the words before 由."""
    risen = _RISEN_TO.fullmatch(left.strip())
    began = FROM.search(turn.clause.figures[turn.index - 1].left) if risen and turn.index else None
    return turn.clause.figures[turn.index - 1].left[: began.start()] if began else left


def several(turn: Turn) -> Named | None:
    """`甲、乙分别完成5户、6户`: each figure has its own subject when there are as many as figures."""
    figures = turn.clause.figures
    base = SEVERALLY.split(figures[0].left)[0]
    names = re.split(r"[、和与及]", before(base, turn.department).label)
    if len(names) != len(figures) or not all(names):
        return None
    return Named(names[turn.index], figures[0].left_start)


def _target(turn: Turn) -> tuple[str, Term | None]:
    """The words before a figure without a target word at their end, and the role that word gives."""
    left = turn.figure.left
    for words in (left.rstrip("为是："), without_tail(left)):
        word = closing(words, "target")
        if word:
            return words[: -len(word)], Term(B.TargetValue)
    text = turn.place.layout.flow.text
    if _TARGET_BEHIND.match(text, turn.figure.stop) or _PLANNED.search(left):
        return _SET.sub("", _PLANNED.sub("", left)), Term(B.TargetValue)
    return left, None


def _object(turn: Turn) -> str:
    """The noun phrase behind a figure; cut at its verb when another figure follows."""
    right = turn.figure.right.lstrip("的").strip()
    if turn.figure.right_end != turn.clause.figures[-1].right_end:
        verbs = (match for match in anywhere("work-verb").finditer(right, 2) if not is_word(match[0], "verbal-noun"))
        cut = anywhere("predicate", "light-verb", "possession").search(right, 1) or next(verbs, None)
        right = right[: cut.start()] if cut else right
    right = _SETTLED.sub("", right)
    return "" if _TARGET_BEHIND.fullmatch(right) else right


def _short(turn: Turn, right: str) -> bool:
    """Whether the words behind go on about what was counted: `120人参加培训`."""
    counted = turn.figure.dimension not in ("money", "rank", "score", "ratio", "concentration")
    last = turn.index + 1 == len(turn.clause.figures)
    return counted and last and len(right) <= 14 and not re.search("目标|任务|要求", right)


def _with_object(turn: Turn, label: str, right: str) -> str:
    """Verb, figure, object: put the object behind the verb, or the deed before a mere 价值, 投资."""
    if turn.figure.dimension == "money" and _MONEY_SUBJECT.fullmatch(without_verb(label) or label):
        return right + without_verb(label)
    cut = anywhere("predicate").search(right, 2) if label else None
    if cut:
        return label + right[: cut.start()]
    if not label and opening(right, "predicate"):
        return right if turn.memory.topic == "" else ""
    return label + right


def _completed(turn: Turn, label: str, role: Term | None) -> Named | None:
    """Give a bare measure its subject and a numbered name its head; refuse what says nothing."""
    clause, start = turn.clause, turn.figure.left_start
    if re.match(r"\d|[A-Za-z]\d", label) and clause.head:
        return Named(without_lead(clause.head, turn.department) + label, min(start, clause.head_start), role)
    short = is_word(label, "continuing") and not clause.fresh
    if is_word(label, "hollow") or _COMPARISON.search(label):
        return None
    if not label or short or is_attribute(label) or is_word(label, "of-previous") or _of_previous(label):
        return _borrowed(turn, label, role)
    if not _SHORTEST <= len(label) <= _LONGEST or re.fullmatch(r"[\d\W]+", label):
        return None
    return Named(label, start, role)


def _borrowed(turn: Turn, label: str, role: Term | None) -> Named | None:
    """A bare measure with the subject of the clauses before, a short name alone when there is none."""
    start = turn.figure.left_start
    told, at = subject(turn)
    short = len(label) == _SHORTEST and (len(told) <= _SHORTEST or not turn.memory.topic) and not is_attribute(label)
    if not told or short:
        told_alone = not is_word(label, "attribute") or (turn.figure.dimension != "ratio" and len(label) > _SHORTEST + 1)
        return Named(label, start, role) if len(label) >= _SHORTEST and told_alone else None
    right = turn.figure.right.strip("的 ")
    if label and _of_previous(label) and not is_attribute(label):
        full = measured(turn, told) + label
    elif label:
        full = compose(told, label)
    elif right and not _TARGET_BEHIND.fullmatch(right):
        full = _shared(told, right)
    else:
        full = measured(turn, told)
    return Named(full, min(start, at), role, True)


def measured(turn: Turn, told: str) -> str:
    """The name for `完成520万元` behind a figure: that figure's name."""
    fact = turn.memory.topic_fact
    return fact.label if isinstance(fact, QuantityObservation) else told


def _of_previous(label: str) -> bool:
    verb = opening(label, "of-previous")
    return verb in ("覆盖", "惠及", "涉及", "辐射", "受益", "带动")


def _shared(subject: str, deed: str) -> str:
    """`重大隐患单位整改` and `已完成整改`: the deed both end with is printed once."""
    for size in range(4, 1, -1):
        if subject.endswith(deed[-size:]) and len(subject) > size:
            return subject[:-size] + deed
    return subject + deed


def subject(turn: Turn) -> tuple[str, int]:
    memory = turn.memory
    if memory.topic and memory.topic_start is not None:
        return memory.topic, memory.topic_start
    if turn.clause.head:
        return without_lead(turn.clause.head, turn.department), turn.clause.head_start
    title = turn.place.title
    ending = closing(title, "heading-end")
    return (title[: -len(ending)] if ending else title), turn.figure.left_start


