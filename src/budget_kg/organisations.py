"""The full name of a public body in a run of characters: where it begins, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from budget_kg.division_list import load

_BODY = (
    "办事处|政府|局|委员会|委|人大|政协|检察院|法院|院|中心|办公室|厅|部|处|所|站|校|学|园|会|队|馆|社|台|库|场|公司|府|办|团|"
    "总工会|妇联|残联|科协|文联|工商联|侨联|社科联|支队|大队|指挥部|街道|监狱|基地|宫|厂|室|组|段|集团|银行|农场|林场|疾控|党校"
)
_END = r"(?:[（(](?:本级|本部|机关|本级机关)[)）]|本级|机关|本部)?$"
_ORGANISATION = re.compile(rf"(?:{_BODY}|区|镇|乡|苏木|县|开发区){_END}")
_PROPER = re.compile(rf"(?:{_BODY}){_END}")
_BODIES = re.compile(r"^(?:中共|中国|共青团|民盟|民革|民建|民进|九三学社|农工党|致公党|国家|最高人民|全国)")
_LEAD = re.compile(
    r"^.*(?:第[一二三四五六七八九十]+部分|目录|公开(?!办)|决算|预算(?!编审|评审|编制中心)|附[件表]\d*|标题|关于(?:批复|印发|公布|下达)?|说明|"
    r"首页|总表|[:：、，。；]|(?<!代)表(?!大会|彰)|印发|来源)"
)
_NOT_NAMES = re.compile(
    r"财政拨款|收入|支出|公共预算|按照|根据|以及|情况|收支|决算|说明|(?<!机构)编制|列入|批复|较|上年|本年|主要|召开|"
    r"项目概况|纳入|包括|下属|本部门|本单位|我[局委院校单部办]|所有|各级|各部门|有关|相关|其他|按规定|依据|负责|关于|公开|属于|使用"
)
_EDGES: Final = "“”\"'-—·《》<>〈〉_ |*#"
_LONGEST: Final = 45
_CERTAIN: Final = frozenset({"full", "typed"})  # 青山街道 is a street more often than one of 青山区


def organisation(run: str, gaps: Sequence[int] = ()) -> str:
    """The name of the body a run of characters ends with, "" when it ends with none.

    `gaps` are the places in it before which there was blank space or a line break: a name may begin there. A name
    that begins with a place is taken whole over gaps: a cover breaks it.
    """
    start = _begin(run, gaps)
    name = run[start:].strip(_EDGES)
    for opening, closing in ("（）", "()"):
        if name.count(opening) != name.count(closing):
            name = name.strip(opening + closing)
    name = re.sub(r"(?:部门|单位)$", "", name)
    fits = 3 <= len(name) <= _LONGEST and _ORGANISATION.search(name) and not _NOT_NAMES.search(name)
    return name if fits and not is_place(name) else ""


def _begin(run: str, gaps: Sequence[int]) -> int:
    lead = _LEAD.match(run)
    first = lead.end() if lead else 0
    starts = [first, *(gap for gap in gaps if gap > first)]
    placed = [start for start in starts if begins_with_place(run[start:].lstrip(_EDGES))]
    if not placed:
        named = [start for start in starts if len(run) - start > 3 and _ORGANISATION.search(run[start:])]
        return named[-1] if named else first
    chosen = placed[0]
    for start in placed[1:]:
        if _PROPER.search(run[chosen:start]) and begins_with_place(run[start:].lstrip(_EDGES), _CERTAIN):
            chosen = start
    return chosen


def begins_with_place(name: str, manners: frozenset[str] = frozenset()) -> bool:
    """Whether a name begins with a province, city or county of the list, or as national bodies and parties do.

    `manners` are the ways to write one that count; all of them when none is given.
    """
    if _BODIES.match(name):
        return True
    known = load()
    forms = [form for size in range(2, min(known.longest, len(name)) + 1) for form in known.forms.get(name[:size], ())]
    return any(not manners or form.manner in manners for form in forms)


def is_place(name: str) -> bool:
    """Whether a name is that of a province, city or county alone."""
    known = load()
    while name:
        size = next((size for size in range(min(known.longest, len(name)), 1, -1) if name[:size] in known.forms), 0)
        if not size:
            return False
        name = name[size:]
    return True
