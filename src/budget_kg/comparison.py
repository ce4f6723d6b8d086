"""Whether two names may be one thing: same, possibly the same, or different, with a score and a reason.

It knows how Chinese budget documents vary a name (`name_words.py`); what is known besides comes from its caller.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from .errors import Say
from .name_cores import Core, core
from .name_words import (
    BODY_END,
    BRANCH,
    COMPANY_ENDS,
    COMPANY_FORM,
    MEASURES,
    OPPOSITES,
    PLACE,
    SINGLE_OPPOSITES,
    SORTS,
    Kind,
)
from .names import normalise_name

Verdict: TypeAlias = Literal["same", "possible", "different"]
OtherNames: TypeAlias = Mapping[str, Collection[str]]
"""Reduced names with the reduced names of the same thing, as `other_names` makes them."""

_PARTS = re.compile(r"以及|[、,;和及与]|(?<=.)暨")
_LEVEL_MARKS: Final = frozenset("类款项")
_LEAST_OF_COMPANY: Final = 8
_FEW: Final = frozenset("市区县省镇乡村州旗")


@dataclass(frozen=True, slots=True)
class Match:
    """Whether two names are one thing: `same` is safe to join, `possible` needs a second proof.

    `barred` when the names themselves say that they are two things: no other proof may make them one.
    """

    verdict: Verdict
    score: float
    reason: Say
    barred: bool = False


def compare(a: str, b: str, kind: Kind, known: OtherNames | None = None) -> Match:
    """Tell whether two names of one kind are the same, possibly so, or different; in either order.

    `known` holds other names of the same things, made by `other_names`: a renamed class, a short name.
    """
    first, second = sorted((normalise_name(a), normalise_name(b)))
    if not first or not second:
        return Match("different", 0.0, Say("名称为空", "a name is empty"))
    if first == second:
        return Match("same", 1.0, Say("名称相同", "equal names"))
    one, two = core(first, kind), core(second, kind)
    levels = {one.bracket, two.bracket} & _LEVEL_MARKS
    if known and len(levels) < 2 and (two.text in known.get(one.text, ()) or one.text in known.get(two.text, ())):
        return Match("same", 0.98, Say("已知为同一事物的两个名称", "known to be two names of one thing"))
    opposed = _opposed(one, two, kind)
    if opposed:
        return Match("different", round(_dice(one.text, two.text) / 2, 3), opposed, barred=True)
    if one.text == two.text:
        return _equal_cores(one, two)
    if one.weak == two.weak and not (one.qualifier and two.qualifier and one.qualifier != two.qualifier):
        return Match("possible", 0.85, Say("仅修饰词或近义词不同", "equal but for a qualifier or a synonym"))
    if kind == "organisation":
        return _organisations(one.text, two.text)
    return _unequal_cores(one.text, two.text, kind)


def other_names(groups: Iterable[Collection[str]], kind: Kind) -> OtherNames:
    """Index groups of names, each of one thing, for `compare`."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        reduced = {core(normalise_name(name), kind).text for name in group}
        for name in reduced:
            found[name] |= reduced - {name}
    return {name: frozenset(others) for name, others in found.items() if others}


def reduced(name: str, kind: Kind) -> str:
    """The name without all that names of one thing may differ by: alike names share its character pairs."""
    return core(normalise_name(name), kind).weak


def year_in(name: str) -> str:
    """The year a project's name begins or ends with or has in brackets, "" when it has none."""
    return core(normalise_name(name), "project").year


# -- two things -------------------------------------------------------------------------------------------------


def _opposed(one: Core, two: Core, kind: Kind) -> Say | None:
    """Return why two names cannot be one thing, however alike they look."""
    if one.numbers != two.numbers and (kind != "project" or (one.numbers and two.numbers)):
        return Say("名称中的数字不同", "the numbers in the names differ")
    left, right = one.text + one.bracket, two.text + two.bracket
    opposite = _opposite_words(left, right)
    if opposite:
        return Say(f"含义相对：{opposite}", f"opposite words: {opposite}")
    if _negated(left, right):
        return Say("一个是另一个的否定", "one of them is the negation of the other")
    if left.startswith(("其他", "其它")) != right.startswith(("其他", "其它")):
        return Say("一个是“其他”", "one of them is the rest (其他)")
    if kind == "class" and {one.bracket, two.bracket} < _LEVEL_MARKS and one.bracket != two.bracket:
        return Say("科目级次不同", "classes of different levels")
    sorts = {_measure(one.text), _measure(two.text)} - {""}
    if kind == "indicator" and len(sorts) == 2:
        return Say("计量内容不同", f"they measure different things: {', '.join(sorted(sorts))}")
    return None


def _negated(one: str, two: str) -> bool:
    """Whether names that are alike but for it differ in 非, 未, 不 or 无."""
    if all(one.count(word) == two.count(word) for word in "非未不无"):
        return False
    return _dice(re.sub("[非未不无]", "", one), re.sub("[非未不无]", "", two)) >= 0.5


def _opposite_words(one: str, two: str) -> str:
    """The first words of the two that stand on opposite sides, with a stroke between."""
    left, right = _sides(one), _sides(two)
    for group, mine in left.items():
        other = right.get(group)
        if other and not mine.keys() & other.keys():
            return f"{mine[min(mine)]}/{other[min(other)]}"
    return ""


@lru_cache(maxsize=4096)
def _sides(text: str) -> dict[int, dict[int, str]]:
    """The sides a name takes in groups of opposites, with the word for each."""
    found: dict[int, dict[int, str]] = {}
    for group, sides in enumerate(OPPOSITES):
        words = {at: match[0] for at, side in enumerate(sides) if (match := side.search(text))}
        if words:
            found[group] = words
    return found


def _measure(text: str) -> str:
    if re.search("满意(?:率|程度|比例)$", text):
        return "satisfaction"
    return next((sort for word, sort in MEASURES if text.endswith((word, word + "度"))), "")


# -- one thing, perhaps -----------------------------------------------------------------------------------------


def _equal_cores(one: Core, two: Core) -> Match:
    if one.year and two.year and one.year != two.year:
        return Match("possible", 0.85, Say("同名，年度不同", "equal but for the year"))
    if one.bracket and two.bracket and one.bracket != two.bracket:
        return Match("possible", 0.75, Say("括注不同", "equal but for what is in brackets"))
    if one.bracket != two.bracket:
        return Match("possible", 0.85, Say("一个带括注", "equal, one with a note in brackets"))
    if one.counted != two.counted:
        return Match("possible", 0.88, Say("一个带数量", "equal, one with a count in it"))
    return Match("same", 0.95, Say("仅后缀或写法不同", "equal but for endings or spelling that mean nothing"))


def _organisations(one: str, two: str) -> Match:
    short, long = sorted((one, two), key=len)
    score = round(_dice(one, two), 3)
    tails = (COMPANY_ENDS.search(one), COMPANY_ENDS.search(two))
    if tails[0] and tails[1] and one[: tails[0].start()] == two[: tails[1].start()]:
        return Match("possible", 0.85, Say("仅公司形式不同", "equal but for the form of the company"))
    if long.endswith(short):
        return _end_of(short, long)
    behind = long.removeprefix(short)
    if behind != long:
        if BRANCH.search(behind) or BODY_END.search(behind):
            return Match("different", score, Say("一个是另一个的下属", "one is a part of the other"), barred=True)
        return Match("different", score, Say("名称不同", "different names"))
    added = _added(short, long)
    if added and short[-2:] == long[-2:]:
        if all(PLACE.search(piece) or piece in _FEW for piece in added):
            return Match("possible", 0.85, Say("仅地名详略不同", "one leaves a place out"))
        if len(short) >= 6 and len(short) * 4 >= len(long) * 3:
            return Match("possible", score, Say("一个是另一个的缩写", "one is short for the other"))
    return Match("different", score, Say("名称不同", "different names"))


def _end_of(short: str, long: str) -> Match:
    extra = long[: -len(short)]
    province_only = re.fullmatch("..?.?(?:省|自治区|.{2,4}自治区)", extra) is not None
    if province_only and re.match(".{1,8}?[市州盟区县旗]", short):
        return Match("same", 0.93, Say("仅省名有无不同", "equal but for the province in front"))
    if len(short) < 3:
        return Match("different", 0.3, Say("名称过短", "too short to tell"))
    return Match("possible", 0.8, Say("一个是另一个的简称", "one is the end of the other"))


def _unequal_cores(one: str, two: str, kind: Kind) -> Match:
    short, long = sorted((one, two), key=len)
    score = round(_dice(one, two), 3)
    if kind == "indicator" and not _measured_alike(one, two):
        return Match("different", score, Say("计量内容不同", "they measure different things"))
    if kind != "class" and _names_one_company(one, two):
        if len({form[0] for text in (one, two) if (form := COMPANY_FORM.search(text))}) == 2:
            return Match("possible", 0.85, Say("仅公司形式不同", "equal but for the form of the company"))
        return Match("same", 0.9, Say("仅公司全称与简称不同", "equal but for the full name of the company"))
    if sorted(_PARTS.split(one)) == sorted(_PARTS.split(two)):
        return Match("same", 0.92, Say("各部分次序不同", "the same parts in another order"))
    parts = _PARTS.split(long)
    if kind != "class" and len(parts) > 1 and short in parts and min(map(len, parts)) > 1:
        return Match("possible", max(0.6, score), Say("一个是另一个的组成部分", "one is a part of the other"))
    added = _added(short, long)
    if added:
        whole = short in long or len(added) == 1
        least = {"class": 0.75, "indicator": 0.6}.get(kind, 0.5) if whole else 0.66
        if len(short) >= (4 if whole else 6) and len(short) >= least * len(re.sub(r"[\d年月-]", "", long)):
            return Match("possible", max(0.65, score), Say("一个包含另一个", "one contains the other"))
        return Match("different", score, Say("名称详略相差太多", "one says much more than the other"))
    return _replaced(short, long, score)


def _names_one_company(one: str, two: str) -> bool:
    """Whether two names are one but for the form of a company in them, or for a sort of things in front of one.

    `新开工项目|河岸酒店北区改造` and `河岸酒店管理有限公司北区改造`: a company tells its things from all others.
    """
    short, long = sorted((COMPANY_FORM.sub("", one), COMPANY_FORM.sub("", two)), key=len)
    if {short, long} == {one, two} or len(short) < _LEAST_OF_COMPANY or not long.endswith(short):
        return False
    return short == long or long.removesuffix(short).endswith(SORTS)


def _replaced(one: str, two: str, score: float) -> Match:
    """Judge names each of which has something the other has not."""
    unequal = [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]] if len(one) == len(two) else []
    if len(unequal) == 1:
        pair = "/".join(unequal[0])
        if frozenset(unequal[0]) in SINGLE_OPPOSITES:
            return Match("different", score, Say(f"含义相对：{pair}", f"opposite words: {pair}"), barred=True)
        if len(one) >= 6:
            return Match("possible", score, Say(f"仅一字不同：{pair}", f"one character differs: {pair}"))
    if score >= 0.7 and all(change[0] != "replace" for change in _changes(one, two)):
        return Match("possible", score, Say("词序不同", "the words stand in another order"))
    return Match("different", score, Say("名称不同", "different names"))


def _measured_alike(one: str, two: str) -> bool:
    """Whether two labels of indicators end in one measure of one thing: 发放率 is not 发放及时率."""
    if one in (two + "率", two.removesuffix("率")):
        return True
    if _measure(one) != _measure(two):
        return False
    ends = {re.sub("(?:率|度|数|比例|时间)$", "", text)[-2:] for text in (one, two)} if _measure(one) else set()
    return len(ends) < 2


def _changes(one: str, two: str) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, one, two, autojunk=False).get_opcodes())


def _added(short: str, long: str) -> list[str]:
    """What the longer name has more, in pieces; nothing when the shorter has something of its own."""
    at = long.find(short)
    if at >= 0:
        return [piece for piece in (long[:at], long[at + len(short) :]) if piece]
    left = iter(long)
    if not all(char in left for char in short):
        return []
    changes = [change for change in _changes(short, long) if change[0] != "equal"]
    return [long[c:d] for _, _, _, c, d in changes] if all(change[0] == "insert" for change in changes) else []


def _dice(one: str, two: str) -> float:
    """Return the share of two-character pieces that two texts have in common."""
    left, right = _pairs(one), _pairs(two)
    total = left.total() + right.total()
    common = sum(min(count, right[pair]) for pair, count in left.items() if pair in right)
    return 2 * common / total if total else float(one == two)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> Counter[str]:
    """How often a text has each two characters in a row."""
    return Counter(text[at : at + 2] for at in range(len(text) - 1))
