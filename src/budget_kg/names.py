"""Names: the one normal form, the hashes made of it, and whether two names may be one thing.

It knows how Chinese budget documents vary a name; it does not know any organisation, project or code.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from .errors import Say

Kind: TypeAlias = Literal["project", "class", "indicator", "organisation"]
Verdict: TypeAlias = Literal["same", "possible", "different"]

_BRACKETS = str.maketrans(
    {
        **dict.fromkeys("[{〔【〈《〖", "("),
        **dict.fromkeys("]}〕】〉》〗", ")"),
        **dict.fromkeys("“”„‟″＂", '"'),
    }
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_PROJECT_SUFFIXES = ("项目支出", "项目")

# words that add nothing to a name's meaning, taken off the end one after another
_EMPTY_ENDS: dict[Kind, tuple[str, ...]] = {
    "project": ("专项", "项目", "经费", "资金", "支出", "费用", "工作", "款项", "等"),
    "class": ("支出", "等", "类", "款级", "科目"),
    "indicator": ("指标", "情况"),
    "organisation": ("部门", "单位"),
}
# pairs of which a name has at most one side; names on opposite sides are two things
_OPPOSITES: tuple[tuple[str, ...], ...] = (
    ("中央", "省级", "市级", "区级", "县级"),
    ("一般公共预算", "政府性基金", "国有资本经营"),
    ("行政单位", "事业单位"),
    ("行政运行", "事业运行"),
    ("机关", "企业"),
    ("城镇", "农村"),
    ("城市", "农村"),
    ("男", "女"),
    ("新建", "改建", "扩建"),
    ("购置", "运行"),
    ("上级", "下级"),
    ("收入", "支出"),
    ("人民法院", "人民检察院"),
    ("小学", "中学", "大学"),
    ("幼儿", "老年"),
)
# what an indicator measures; two of different sorts are two indicators
_MEASURES: tuple[tuple[str, str], ...] = (
    ("满意", "satisfaction"),
    ("率", "rate"),
    ("比例", "rate"),
    ("天数", "time"),
    ("时间", "time"),
    ("时限", "time"),
    ("金额", "money"),
    ("成本", "money"),
    ("面积", "area"),
    ("次数", "times"),
    ("人次", "times"),
    ("人数", "people"),
    ("户数", "households"),
    ("个数", "count"),
    ("数量", "count"),
    ("数", "count"),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|(?<=第)[一二三四五六七八九十百]+|[一二三四五六七八九十]+(?=[期号批次标组街路轮年])")
_LEADING_YEAR = re.compile(r"^(?:关于)?((?:19|20)\d\d)(?:年度|年)?+(?![以之]?[前后]|[-至到起])(?=[^\d])")
_BRACKETED_END = re.compile(r"\(([^()]*)\)$")
_UNIT_IN_BRACKETS = re.compile(r"\((?:%|‰|个|人|次|人次|元|万元|亿元|户|件|平方米|天|小时|分|项|辆|台|套|家|≥?\d+%?)\)$")
_TARGET_END = re.compile(r"(?:[≥≤><=]=?|不低于|不少于|达到|不超过)\d.*$")
_PARTS = re.compile(r"[、,;和及与]|以及|(?<=.)暨")
_ORGANISATION_WORDS = (
    ("中国共产党", "中共"),
    ("街道办事处", "街道"),
    ("街道办", "街道"),
    ("委员会", "委"),
    ("人民政府", "政府"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """Whether two names are one thing: `same` is safe to join, `possible` needs a second proof."""

    verdict: Verdict
    score: float
    reason: Say


class _Core(NamedTuple):
    """A name reduced to what identifies it, with what was taken off."""

    text: str
    year: str
    bracket: str
    numbers: tuple[str, ...]


@lru_cache(maxsize=4096)
def normalise_name(name: str) -> str:
    """Return the form that is hashed: NFKC, nothing blank or invisible, one kind of bracket and quote."""
    text, before = name, ""
    while text != before:  # taking a character out can let its neighbours compose
        before = text
        folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS).translate(_DASHES)
        inked = (char for char in folded if not char.isspace())
        text = "".join(char for char in inked if unicodedata.category(char) not in ("Cc", "Cf"))
    return text


@lru_cache(maxsize=4096)
def h10(text: str) -> str:
    """Return ten base32 characters of the SHA-256 of a normalised name."""
    return _base32(normalise_name(text), 10)


def h16(*parts: str) -> str:
    """Return sixteen base32 characters of the SHA-256 of parts as they are, joined with U+001F."""
    return _base32("\x1f".join(parts), 16)


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(high + low for high in _DIGITS for low in _DIGITS)


def _base32(text: str, length: int) -> str:
    """The first characters of the hash in base32 (RFC 4648), an even number; by pairs, for thousands are made."""
    bits = length * 5
    value = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big") >> (256 - bits)
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(bits - 10, -1, -10)])


def project_key(name: str) -> str:
    """Return what identifies a project: its normalised name, without quotes around it or 项目 at its end."""
    text = normalise_name(name)
    shorter = ""
    while shorter != text:
        shorter = text
        if len(text) > 2 and text[0] + text[-1] in ('""', "()") and not set('"()') & set(text[1:-1]):
            text = text[1:-1]
        for suffix in _PROJECT_SUFFIXES:
            if text.endswith(suffix) and len(text) - len(suffix) >= 2:
                text = text.removesuffix(suffix)
                break
    return text


def project_label(name: str) -> str:
    """Return a project's name as printed, less the suffix that `project_key` leaves out: its spellings share it."""
    printed = name.strip()
    for suffix in _PROJECT_SUFFIXES:
        if printed.endswith(suffix) and len(printed) - len(suffix) >= 2:
            return printed.removesuffix(suffix)
    return printed


def compare(a: str, b: str, kind: Kind) -> Match:
    """Tell whether two names of one kind are the same, possibly so, or different; in either order."""
    first, second = sorted((normalise_name(a), normalise_name(b)))
    if not first or not second:
        return Match("different", 0.0, Say("名称为空", "a name is empty"))
    if first == second:
        return Match("same", 1.0, Say("名称相同", "equal names"))
    one, two = _core(first, kind), _core(second, kind)
    opposed = _opposed(one, two, kind)
    if opposed:
        return Match("different", round(_dice(one.text, two.text) / 2, 3), opposed)
    if one.text == two.text:
        return _equal_cores(one, two)
    if kind == "organisation":
        return _organisations(one.text, two.text)
    return _unequal_cores(one.text, two.text)


@lru_cache(maxsize=4096)
def _core(text: str, kind: Kind) -> _Core:
    year = bracket = ""
    if kind == "project":
        text = project_key(text)
        if match := _LEADING_YEAR.match(text):
            year, text = match[1], text[match.end() :]
    if kind == "indicator":
        text = _UNIT_IN_BRACKETS.sub("", _TARGET_END.sub("", text))
    if (match := _BRACKETED_END.search(text)) and match.start() > 1:
        bracket, text = match[1], text[: match.start()]
    if kind == "organisation":
        for long, short in _ORGANISATION_WORDS:
            text = text.replace(long, short)
        text = re.sub("(?<=[省市区县旗州])政府(?=.)", "", text)
    text = text.replace('"', "").replace("的", "")
    return _Core(_without_ends(text, kind), year, bracket, tuple(_NUMBER.findall(text)))


def _without_ends(text: str, kind: Kind) -> str:
    ends, shorter = _EMPTY_ENDS[kind], ""
    while shorter != text:
        shorter = text
        for end in ends:
            if text.endswith(end) and len(text) - len(end) >= 2:
                text = text.removesuffix(end)
    return text


def _opposed(one: _Core, two: _Core, kind: Kind) -> Say | None:
    """Return why two names cannot be one thing, however alike they look."""
    if one.numbers != two.numbers and not (kind == "project" and not (one.numbers and two.numbers)):
        return Say("名称中的数字不同", "the numbers in the names differ")
    for left, right in zip(_sides(one.text + one.bracket), _sides(two.text + two.bracket), strict=True):
        if left and right and not left & right:
            pair = "/".join([*sorted(left), *sorted(right)])
            return Say(f"含义相对：{pair}", f"opposite words: {pair}")
    if one.text.count("非") != two.text.count("非"):
        return Say("一个带“非”", "one of them is negated (非)")
    if kind == "class" and one.text.startswith("其他") != two.text.startswith("其他"):
        return Say("一个是“其他”科目", "one of them is the class of the rest (其他)")
    if kind == "class" and {one.bracket, two.bracket} in ({"类", "款"}, {"类", "项"}, {"款", "项"}):
        return Say("科目级次不同", "classes of different levels")
    sorts = {_measure(one.text), _measure(two.text)} - {""}
    if kind == "indicator" and len(sorts) == 2:
        return Say("计量内容不同", f"they measure different things: {', '.join(sorted(sorts))}")
    return None


@lru_cache(maxsize=4096)
def _sides(text: str) -> tuple[frozenset[str], ...]:
    """The words a text has of each group of opposites."""
    return tuple(frozenset(word for word in words if word in text) for words in _OPPOSITES)


def _measure(text: str) -> str:
    return next((sort for word, sort in _MEASURES if text.endswith((word, word + "度"))), "")


def _equal_cores(one: _Core, two: _Core) -> Match:
    if one.year and two.year and one.year != two.year:
        return Match("possible", 0.85, Say("同名，年度不同", "equal but for the year"))
    if one.bracket and two.bracket and one.bracket != two.bracket:
        return Match("possible", 0.75, Say("括注不同", "equal but for what is in brackets"))
    if one.bracket != two.bracket:
        return Match("possible", 0.85, Say("一个带括注", "equal, one with a note in brackets"))
    return Match("same", 0.95, Say("仅后缀或写法不同", "equal but for endings or spelling that mean nothing"))


def _organisations(one: str, two: str) -> Match:
    short, long = sorted((one, two), key=len)
    if long.endswith(short):
        extra = long[: -len(short)]
        province_only = re.fullmatch("..?.?(?:省|自治区|.{2,4}自治区)", extra) is not None
        if province_only and re.match(".{1,8}?[市州盟区县旗]", short):
            return Match("same", 0.93, Say("仅省名有无不同", "equal but for the province in front"))
        return Match("possible", 0.8, Say("一个是另一个的简称", "one is the end of the other"))
    score = _dice(one, two)
    if score >= 0.9:
        return Match("possible", round(score, 3), Say("仅个别字不同", "they differ in a character or two"))
    return Match("different", round(score, 3), Say("名称不同", "different names"))


def _unequal_cores(one: str, two: str) -> Match:
    short, long = sorted((one, two), key=len)
    score = _dice(one, two)
    parts = _PARTS.split(long)
    if short in parts:
        return Match("possible", max(0.6, round(score, 3)), Say("一个是另一个的组成部分", "one is a part of the other"))
    if sorted(_PARTS.split(short)) == sorted(parts):
        return Match("same", 0.92, Say("各部分次序不同", "the same parts in another order"))
    if len(short) >= 4 and short in long and len(short) * 2 >= len(re.sub(r"[\d年月-]", "", long)):
        return Match("possible", max(0.7, round(score, 3)), Say("一个包含另一个", "one contains the other"))
    if score >= 0.7 or (len(short) >= 6 and len(short) * 4 >= len(long) * 3 and _is_subsequence(short, long)):
        return Match("possible", round(score, 3), Say("用字大多相同", "most characters are the same"))
    return Match("different", round(score, 3), Say("名称不同", "different names"))


def _is_subsequence(short: str, long: str) -> bool:
    left = iter(long)
    return all(char in left for char in short)


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
