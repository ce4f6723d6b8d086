"""Labels of indicators: cleaned of the words around them, split where two share a value, classed, compared."""

from __future__ import annotations

import re

from budget_kg.facts import Code, Term
from budget_kg.prose.grammar import COMPARATORS, pattern
from budget_kg.text import in_order
from budget_kg.vocab import B, scheme

AND = re.compile(r"、|以及|及(?![时其格])|和(?![谐平])|与(?!会)")
_EDGE = " ，,。；;：:、（()"
_LEAD = re.compile(
    r"^(?:其中|同时|并且|并|且|另外|另有|还有|共计|共|累计|全年共?|年内|本年度?|当年|已经?|以及|及(?!时)|和(?!谐))[：:，,]?"
)
_TAIL = re.compile(
    r"(?:均|都|分别|已|共计|共|累计|总计|合计|达成|实现|提高[到至]|提升[到至]|上升[到至]|保持在?|控制在|[为是了在至到：:=＝、≥≤])+$"
)
_MEASURE_WORDS = re.compile(r"(?:人数|数量|次数|场次|户数|个数|数|率|量)$")
_RATE = re.compile(r"[率度]$|比例$|比重$")
_UNIT_CLASS = {
    "money": "output-cost", "count": "output-quantity", "area": "output-quantity", "length": "output-quantity",
    "land": "output-quantity", "mass": "output-quantity",
}
_TELLING = 4
_PLAN_NOT = re.compile(r"计划(?:生育|内|外|单列)|(?:按|依|照)计划")


def verdict(words: str) -> Term | None:
    """What the words say of an indicator: exceeded, not met, met; None when they judge nothing."""
    for notations, term in ((("exceeded",), B.Exceeded), (("not-met",), B.NotMet), (("met", "reached"), B.Met)):
        if pattern(*notations).search(words):
            return Term(term)
    return None


def pure_verdict(words: str) -> Term | None:
    """The verdict of words that say nothing else: `达标`, `超额完成年度目标`, `，已完成`."""
    said = rf"(?:已经?|全部|均|都|基本)*(?:{pattern('exceeded', 'not-met', 'met', 'reached').pattern})了?"
    what = "(?:年度|年初|全年|预期|预定|绩效|既定|计划|目标值?|任务|指标|要求|水平)*"
    return verdict(words) if re.fullmatch(said + what, words.strip(_EDGE)) else None


def class_of(label: str, dimension: str = "") -> Code | None:
    """The indicator class a label tells by its end or a telling word in it; else the one its unit tells."""
    best: tuple[int, int, str] | None = None
    for concept in scheme("indicator-class").values():
        for word in concept.words:
            at = label.rfind(word)
            tells = at >= 0 and (at + len(word) == len(label) or len(word) >= _TELLING)
            if tells and (best is None or (at + len(word), len(word)) > best[:2]):
                best = (at + len(word), len(word), concept.notation)
    notation = best[2] if best is not None else _UNIT_CLASS.get(dimension)
    return Code(f"indicator-class/{notation}") if notation else None


def is_measure(label: str) -> bool:
    """Whether a label ends in the name of a measure (`满意度`, `人数`)."""
    return bool(re.search(rf"(?:{pattern('indicator-noun').pattern})$", label))


def split_labels(label: str) -> list[str]:
    """Labels that share a value: cut behind each part that is an indicator by itself (`合规率、及时率`)."""
    cuts = [match for match in AND.finditer(label) if is_measure(label[: match.start()])]
    bounds = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(label)]
    found: list[str] = []
    for start, end in zip(bounds, ends, strict=True):
        part = label[start:end]
        if found and len(part) <= 4 and len(found[-1]) > len(part) + 1 and found[-1][-1:] == part[-1:]:
            part = found[-1][: -len(part)] + part
        found.append(part)
    return found if all(is_measure(part) for part in found) else [label]


def same_indicator(label: str, words: str) -> bool:
    """Whether words are about an indicator: they hold its label's characters in order, measure word aside."""
    core = _MEASURE_WORDS.sub("", label)
    return len(core) >= 3 and in_order(core, words)


def clean_label(words: str) -> str:
    """A label without the words that only lead to it or from it to the number."""
    label = untailed(_LEAD.sub("", words.strip(_EDGE)))
    leading = pattern("assurance").match(label)
    if leading and _RATE.search(label) and len(label) - leading.end() > 3:
        label = label[leading.end() :]
    return label.strip(_EDGE)


def untailed(words: str) -> str:
    """Words without the copulas and comparators they end in (`满意度达到不低于` → `满意度`)."""
    words = _TAIL.sub("", words)
    found = re.search(rf"(?:{pattern(*COMPARATORS).pattern})$", words)
    return untailed(words[: found.start()]) if found and found.start() > 0 else words


def is_planned(words: str) -> bool:
    """Whether the words before a number make it a target: the last of `计划 …`, `目标值为`, `实际 …` decides."""
    plans = [match for match in pattern("planned").finditer(words) if not _PLAN_NOT.match(words, match.start())]
    if not plans:
        return False
    last = plans[-1]
    rest = untailed(words)
    settled = [match.end() for match in pattern("realised").finditer(words)]
    if settled and max(settled) > last.end():
        return False
    before = words[: last.start()].strip(_EDGE)
    at_edge = last.end() >= len(rest) or before in ("", "年初", "全年", "年度", "原", "原定")
    return at_edge or (last[0].endswith("计划") and not _RATE.search(rest) and before[-1:] not in "按依照")


def unmarked(words: str) -> str:
    """The words without what marks a target or a result (`年初计划安置` → `安置`, `面积计划完成` → `面积`)."""
    words = re.sub(r"^(?:目前|截至目前|截至年底)|^实际(?:完成)?(?:值|数)?$", "", words)
    plans = list(pattern("planned").finditer(words)) if is_planned(words) else []
    if not plans:
        return words
    before, behind = words[: plans[-1].start()].strip(_EDGE), untailed(words[plans[-1].end() :])
    if before and (len(behind.removeprefix("完成")) < 2 or is_measure(before)):
        return before
    return behind if len(behind) >= 2 else ""
