"""From the words around a figure to the name of what it measures.

A name is what is printed, less the words that say nothing of it: time, the department itself, light verbs, 达到.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from budget_kg.prose.grammar import pattern
from budget_kg.vocab import scheme

PUNCTUATION = " ，,。；;：:、\n（(）)"
_ENUMERATION = re.compile(r"(?:[一二三四五六七八九十]{1,2}(?:是|要)|[（(]?\d{1,2}[)）]|\d{1,2}[、．.]|[①-⑳])")
_DAY = r"(?:(?:19|20)\d\d年(?:度|初|底|末)?)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?"
_TIME = re.compile(
    rf"(?:(?:截至|截止|自|从|至)?(?:目前|(?:19|20)\d\d年(?:度|初|底|末)?(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?"
    rf"|\d{{1,2}}月(?:\d{{1,2}}[日号])?)(?:份|底|末|初|起|以来)?(?:[至到\-—]{_DAY}(?:份|底|末)?)?"
    r"|\d{1,2}月?[-—–~～至到]\d{1,2}月(?:份)?)(?:间|期间|，)?"
)
_OWN_INSIDE = re.compile(
    r"(?:我[街镇乡区县市局院校办委中队处所站馆厂部]|本(?:单位|局|院|校|街道|镇|乡|部门|中心))"
    r"(?:街道|街|道|办事处|机关)?(?!的)"
)
_OCCASION = re.compile(
    r"按[^，。；]{0,8}?(?:价格?|口径)(?:计算|测算)?|同口径|以[^，。；]{2,24}?为(?:契机|抓手|主题|载体|重点|核心|主线|目标|依托|引领|基础|导向|平台|中心|主体|总抓手|牵引|突破口|切入点)"
)
_ADVERB = re.compile(
    r"共计|累计|总计|合计|一共|已经|(?<![公党])共(?![享建产治同青谋商有和计])|(?<!而)已(?!婚)|(?<![平人户日月年])均(?![衡值价等线])|先后"
)
_NOUN_BEHIND = re.compile(r"率|数|额|值|量|度|情况|部门?$|生活|关系|机构|资金|费|比")
_ABSTRACT = re.compile(r".{2,}(?:中|上|下|阶段|期间|过程|方面|时|内|里|后|以来|基础上|情况)$")
_EACH = re.compile(
    r"(?:平均)?每(?:年|月|周|日|天|季度|学期|人|村|社区|半年|半月"
    r"|[个名户家位所次](?:社区|村|党支部|支部|学校|单位|部门|企业|家庭|季度|学期)?)"
)
_LISTED = re.compile(r"(?<![高平中初上下优同何])等$")


def anywhere(*notations: str) -> re.Pattern[str]:
    """One pattern for any word of the classes, longest first."""
    return pattern(*notations, of="work-word")


def opening(text: str, *notations: str) -> str:
    """The longest word of the classes that opens the text, "" when none does."""
    match = anywhere(*notations).match(text)
    return match[0] if match else ""


@cache
def _closings(*notations: str) -> tuple[frozenset[str], int]:
    """The words of the classes and the length of the longest."""
    words = frozenset(word for name in notations for word in scheme("work-word")[name].words)
    return words, max(map(len, words), default=0)


def closing(text: str, *notations: str) -> str:
    """The longest word of the classes that closes the text, "" when none does."""
    words, longest = _closings(*notations)
    for size in range(min(longest, len(text)), 0, -1):
        if text[-size:] in words:
            return text[-size:]
    return ""


def is_word(text: str, notation: str) -> bool:
    """Whether the text is one word of the class."""
    return text in scheme("work-word")[notation].words


def without_tail(text: str) -> str:
    """The text before words such as 完成, 达到, 约 at its end."""
    while True:
        text = text.rstrip(PUNCTUATION)
        word = closing(text, "tail")
        if not word or len(closing(text, "tail-guard")) > len(word):
            return text
        text = text[: -len(word)]


def _own_length(text: str, department: str) -> int:
    """How many characters at the start name the department: its pronoun, or a part of its full name."""
    size = len(opening(text, "own"))
    if size < len(text) and text.startswith(("全", "辖", "街", "各")):
        rest = text[size:]
        acts = opening(rest, "light-verb", "work-verb") or opening(rest.lstrip("共已现"), "light-verb", "work-verb")
        size = size if acts else 0
    longest = 0
    while longest < len(text) and text[: longest + 1] in department:
        longest += 1
    return max(size, longest if longest >= 4 else 0)


def _lead(text: str) -> str:
    """The word at the start that only opens the clause; adverbs count before a verb or a figure only (重点培育)."""
    word = opening(text, "lead")
    rest = text[len(word) :]
    if word in ("和", "及", "与"):
        return "" if re.match(r"[谐平睦美时格会]", rest) else word
    if len(opening(text, "light-verb")) > len(word):
        return ""
    adverb = len(word) == 1 or word in ("重点", "积极", "全面", "主动", "成功", "顺利", "分别", "主要", "实际", "及时")
    if adverb and rest and not opening(rest, "light-verb", "work-verb", "tail", "lead"):
        return ""
    return word


def without_lead(text: str, department: str) -> str:
    """The text behind numbering, time, 其中 and the department itself."""
    while text:
        text = text.lstrip(PUNCTUATION)
        length = 0
        for finder in (_ENUMERATION, _TIME, _OCCASION):
            match = finder.match(text)
            length = max(length, match.end() if match else 0)
        lead = _lead(text)
        length = max(length, len(lead), _own_length(text, department))
        if not length:
            return text
        text = text[length:]
    return text


def _without_place(text: str) -> str:
    """`在崇山口新建公园` → `新建公园`: drop a phrase of place before its verb, or the preposition alone."""
    if not re.match(r"[在于](?![建校册岗职编库线此])", text):
        return text
    verb = anywhere("light-verb", "work-verb").search(text, 2)
    if verb and not re.search(r"(?:项目|工程|企业)$", text[: verb.start()]):
        return text[verb.start() :]
    return text[1:]


def without_light_verb(text: str) -> str:
    """The object of a light verb at the start; the text itself when the verb is part of a word (完成率, 投入使用)."""
    verb = opening(text, "light-verb")
    rest = text[len(verb) :].lstrip("了")
    if not verb or not rest or len(opening(text, "work-verb")) > len(verb) or _NOUN_BEHIND.match(rest):
        return text
    return text if text.startswith(("完成投资", "完成产值")) else rest


def _is_own(text: str, department: str) -> bool:
    """Whether a subject is the department itself or only a circumstance."""
    rest = without_lead(text, department)
    return not rest or is_word(rest, "own") or bool(_ABSTRACT.fullmatch(rest))


def _acts_for(text: str, department: str) -> bool:
    """Whether a subject is the department, its people, or only a circumstance."""
    return _is_own(text, department) or is_word(without_lead(text, department), "agent")


def _joined(subject: str, deed: str, department: str) -> str:
    """Subject and deed around 共, 已: the deed alone when the subject is the department."""
    if not deed or not without_tail(deed) or is_word(deed, "light-verb"):
        return subject
    if _acts_for(subject, department):
        return without_light_verb(deed)
    return subject + deed


def _predicate(text: str, department: str) -> str:
    """What stands behind the last 共, 已 or 完成, with its subject where that is not the department."""
    for match in reversed(list(_ADVERB.finditer(text, 1))):
        if opening(text[match.end() :], "light-verb", "work-verb"):
            return _joined(text[: match.start()], text[match.end() :], department)
    for match in re.finditer(r"(?:完成|实现)了?(?![率数额值量度])", text[1:]):
        subject, deed = text[: match.start() + 1], text[match.end() + 1 :]
        if deed:
            return deed if _acts_for(subject, department) else text
    return without_light_verb(text)


def _without_agent(text: str) -> str:
    """`党员干部开展志愿服务` → 志愿服务: those who act for the department are no part of the name."""
    rest = text[len(opening(text, "agent")) :]
    return without_light_verb(rest) if rest != text and opening(rest, "light-verb", "work-verb") else text


@dataclass(frozen=True, slots=True)
class Before:
    """The words before a figure: `label` is the cleaned name; `open` tells that a verb still waits for its object."""

    label: str
    open: bool


def before(left: str, department: str, followed: bool = False) -> Before:
    """Read the words between the start of a clause and its figure; `followed` when a noun stands behind it."""
    inside = list(_OWN_INSIDE.finditer(left))
    core = without_lead(left[inside[-1].end() :] if inside else left, department)
    core = without_lead(_without_place(core), department)
    each = _EACH.match(core)
    if followed and re.match(r"[为向对给]", core) and _is_own(core[1:], department):
        return Before("", True)
    if followed and _LISTED.search(core):
        return Before(each[0] if each else "", True)
    waits = followed and _waits(core)
    stem = without_tail(core)
    light = closing(stem, "light-verb") if waits else ""
    stem = stem[: -len(light)] if light else stem
    if each:
        return Before(stem, waits)
    stem = _without_agent(_predicate(stem, department))
    return Before("" if _is_own(stem, department) and not waits else stem.strip(PUNCTUATION), waits)


def _waits(core: str) -> bool:
    """Whether the words end with a verb whose object must follow the figure."""
    core = core.rstrip("了约近超共的")
    if not core or opening(core, "light-verb") == core or re.search(r"(?:^|[^享占])[有]$", core):
        return True
    if closing(core, "light-verb"):
        return True
    return bool(closing(core, "work-verb")) and without_light_verb(core) == core


def topic(segment: str, department: str) -> str:
    """What a clause without figures speaks of: its subject before 已, 均, or the object of its verb."""
    core = without_lead(segment, department).strip(PUNCTUATION)
    digit = re.search(r"(?<![A-Za-z\d“.·])\d+(?![\d号#A-Z·“])", core)
    core = core[: digit.start()] if digit else core
    adverb = _ADVERB.search(core, 2)
    if adverb:
        return core[: adverb.start()]
    return without_verb(core)


def without_verb(text: str) -> str:
    """The object of the verb at the start, light or not."""
    verb = opening(text, "light-verb", "work-verb")
    return text[len(verb) :] if verb and len(text) - len(verb) >= 2 else text


def is_attribute(label: str) -> bool:
    """Whether a name says only which measure is meant (完成率) and needs a subject."""
    plain = re.sub(r"^(?:按期|按时|及时|平均|群众|累计|年度|总体|整体|综合)(?=.{2})", "", label)
    short = len(label) <= 3 and label.endswith(("率", "度"))
    return short or is_word(label, "attribute") or is_word(plain, "attribute")


def without_attribute(label: str) -> str:
    """The subject in a full name: `城镇就业完成数` → `城镇就业`."""
    measure = closing(label, "attribute")
    rest = label[: -len(measure)] if measure else label
    return rest.rstrip("的") if len(rest) >= 2 else label


def compose(subject: str, label: str) -> str:
    """Put a subject before a measure; what both print where they meet is printed once."""
    for size in range(min(len(subject), len(label)), 1, -1):
        if subject.endswith(label[:size]):
            return subject + label[size:]
    return subject + label


def bare(label: str) -> str:
    """A name without the words that targets and results print differently: 项目, 完成, 新增 …"""
    return anywhere("filler").sub("", label)
