"""From a department's full official name to the unit of government whose budget it belongs to.

The name is walked from the front, province to county, each step the longest form the list knows; then a
street or town of that county is looked for. What the list does not settle is `ambiguous` or `unknown`, with
the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .division_list import Division, ancestors, full_name, get, government, load, streets_named
from .division_walks import Step, best_walks, has_one_county, is_municipality, street_in
from .errors import Say

__all__ = ["Division", "Resolution", "ancestors", "full_name", "get", "load", "resolve"]

_PARTIES = (
    "中国共产党 中国共产主义青年团 中国人民政治协商会议 中国民主同盟 中国国民党革命委员会 中国民主建国会 "
    "中国民主促进会 中国农工民主党 中国致公党 台湾民主自治同盟 中国国际贸易促进委员会 九三学社 农工党 致公党 "
    "共青团 中共 政协 民盟 民革 民建 民进 台盟 武警"
)
_PREFIX = re.compile("|".join([*_PARTIES.split(), "中国(?=.{2,4}自由贸易试验区)"]))
_CENTRAL = re.compile("国家(?!级)|国务院|中央|最高人民|全国|中华人民共和国|中国人民银行|中国科学院|海关总署")
_TOWN = re.compile("(?:人民政府|政府|委)?([^局厅院校会]{1,12}?(?:街道|镇|乡|苏木))(?![镇村])")
_TOWN_OFFICE = re.compile(_TOWN.pattern + "(?:办事处|人民政府|政府|党委|党工委|工委|工作委员会|委员会|人大)")
_ZONE = re.compile(
    "[^局委厅办院校所站]{0,10}?(?:开发区|高新区|经开区|示范区|新区|园区|管理区|聚集区|保税区|实验区|试验区|合作区|"
    "自贸区|风景区|度假区)"
)
_BRANCH = re.compile("分局|分院|支队|大队|分中心")
_OF_THE_CITY = re.compile("生态环境|环境保护|自然资源|规划|国土|税务|气象|烟草|公积金")
_PART_OF_FREE_ZONE = re.compile("(?:试验区|自贸区)(.{2,6}?)片区")
_ORGAN = re.compile(
    "(?!.*(?:监狱|戒毒|林业|农垦|水库|灌区|油田|航道|铁路))(?:|.*(?:局|厅|委员会|政府|法院|检察院|办公室|办事处|委|"
    "部|政协|人大|总工会|联合会|妇联|红十字会|党校|档案馆|本级))"
)
_UNLISTED = re.compile(
    "(?:[^局委厅办院校所站会中社园市地片辖小景库灾灌山牧林]{1,4}(?:区|县|旗)|[^局委厅办院校所站会城超股门]{2,4}市)"
    "(?:人民政府|人民法院|人民检察院|.{1,10}(?:局|委员会|办公室)$)"
)


_CENTRAL_BODY = Say("中央单位，不属于地方预算", "a central body, in no local budget")
_ZONE_ITSELF = Say("功能区自身没有区划代码", "a zone with no division code of its own")
_ONLY_WITH_STREET = Say("同名区划中只有它有该街镇", "the only one of that name with this street or town")
_HOMONYMS = Say("同名区划不止一个", "several divisions have this name")
_STREET_LISTED = Say("区划名和街镇名均在区划表中", "division and street or town are in the list")
_BARE_PLACE = Say("名称只有地名而无“市”“县”“区”，不能确定", "the place is named without its kind of unit")
_STREET_UNLISTED = Say(
    "区划已定，但街镇不在区划表中（或已更名、撤并）",
    "division certain, street or town not in the list (renamed or merged?)",
)
_IN_FRONT = Say("名称以区划名开头", "the name begins with the division's name")
_BRANCH_ABOVE = Say("分支机构的预算可能在上级", "a branch office may be in the budget above")
_BRANCH_HERE = Say("分局按其所在区县", "a branch, taken to its district")
_ONLY_IN_CITY = Say("全市只有一处同名街镇", "the only street or town of that name in the city")
_COUNTY_LEFT_OUT = Say("未写区县，街镇须确认", "the county is not named; confirm the street or town")
_FREE_ZONE_PART = Say("自贸试验区片区，按地名推测", "part of a free trade zone, place suggested by its name")
_ZONE_AFTER = Say(
    "功能区可能有自己的预算，且没有县级代码", "a zone, perhaps with a budget of its own and no county code"
)
_COUNTY_UNLISTED = Say("其后的区县不在区划表中", "the county named after it is not in the list")
_ONLY_STREET = Say("只写了街镇名，没有区县", "only the street or town is named, no county")
_NOT_IN_FRONT = Say(
    "区划名不在名称开头，只能推测", "the place is not at the start of the name, only suggested"
)
_NOWHERE = Say("名称中没有已知的区划名", "no known division in the name")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a department belongs: `budget` is level 1 to 3; `serves` is its street or town, if it has one.

    `resolved` has a budget and no candidates; `ambiguous` has candidates (possible budgets; perhaps one that
    the name only suggests) and no budget; `unknown` has neither, save that a central body may show where it
    sits. A resolved street office that the list does not have keeps `serves` empty.
    """

    status: Literal["resolved", "ambiguous", "unknown"]
    budget: Division | None
    serves: Division | None
    candidates: tuple[Division, ...]
    reason: Say


def resolve(name: str) -> Resolution:
    """Return the division of a department's full name; never a guess in silence."""
    text = re.sub(r"[\s()\[\]〔〕【】〈〉《》“”\"·]", "", unicodedata.normalize("NFKC", name))
    prefix = _PREFIX.match(text)
    text = text[prefix.end() :] if prefix else text
    if _CENTRAL.match(text):
        return Resolution("unknown", None, None, _places_inside(text), _CENTRAL_BODY)
    walks = best_walks(text)
    if not walks:
        return _without_place_in_front(text)
    finals = tuple(dict.fromkeys(government(walk[-1].code) for walk in walks))
    rest = text[walks[0][-1].end :]
    if all(walk[-1].manner == "zone" for walk in walks):
        return _ambiguous(finals, _ZONE_ITSELF)
    if len(finals) == 1:
        return _settled(walks[0], rest)
    with_street = [(code, street) for code in finals if (street := street_in(code, rest))]
    if len(with_street) == 1:
        code, street = with_street[0]
        return _resolved(code, street.code, _ONLY_WITH_STREET)
    return _ambiguous(finals, _HOMONYMS)


def _settled(walk: tuple[Step, ...], rest: str) -> Resolution:
    """Judge the one division a name begins with, by what follows it."""
    code, manner = government(walk[-1].code), walk[-1].manner
    if len(code) < 6:
        found = _branch(code, rest) or _town_of_city(code, rest) or _zone(code, rest) or _unlisted(code, rest)
        if found:
            return found
    street = street_in(code, rest)
    if street:
        return _resolved(code, street.code, _STREET_LISTED)
    if manner == "bare" and not _bare_suffices(walk, rest):
        above = [step.code for step in walk[-2:-1]]
        return _ambiguous([code, *above], _BARE_PLACE)
    if _TOWN_OFFICE.match(rest):
        return Resolution("resolved", get(code), None, (), _STREET_UNLISTED)
    if manner == "former":
        now = full_name(code)
        return _resolved(code, code, Say(f"旧名，现为{now}", f"a former name, now {now}"))
    return _resolved(code, code, _IN_FRONT)


def _bare_suffices(walk: tuple[Step, ...], rest: str) -> bool:
    """Tell whether a place without its kind of unit may stand: 北京朝阳医院 is not of 朝阳区."""
    code, before = walk[-1].code, walk[-2].code if len(walk) > 1 else ""
    if len(code) == 2:
        return "大学" not in rest
    if len(code) == 6 and (not before or (len(before) == 2 and not is_municipality(before))):
        return False
    return _ORGAN.fullmatch(rest) is not None


def _branch(code: str, rest: str) -> Resolution | None:
    """Read a branch that is named after its district: 公安局…分局."""
    for match in _BRANCH.finditer(rest):
        for start in range(max(0, match.start() - load().longest), match.start() - 1):
            forms = load().forms.get(rest[start : match.start()], ())
            inside = [form.code for form in forms if form.code.startswith(code) and len(form.code) == 6]
            if not inside:
                continue
            if len(inside) > 1 or _OF_THE_CITY.search(rest) or (len(code) == 2 and not is_municipality(code)):
                return _ambiguous([*inside, code], _BRANCH_ABOVE)
            return _resolved(inside[0], inside[0], _BRANCH_HERE)
    return None


def _town_of_city(code: str, rest: str) -> Resolution | None:
    """Find a street or town named right after a city or province, its county left out."""
    match = _TOWN.match(rest)
    if has_one_county(code) or not match:
        return None
    found = [street for street in streets_named(match[1]) if street.startswith(code)]
    counties = tuple(dict.fromkeys(street[:6] for street in found))
    if len(found) == 1 and (len(code) == 4 or is_municipality(code)):
        return _resolved(counties[0], found[0], _ONLY_IN_CITY)
    if found:
        return _ambiguous(counties, _COUNTY_LEFT_OUT)
    return None


def _zone(code: str, rest: str) -> Resolution | None:
    """Stop at a development zone that is no county of the list."""
    match = _ZONE.match(rest)
    if not match:
        return None
    part = _PART_OF_FREE_ZONE.search(rest)
    if part:
        forms = load().forms.get(part[1], ())
        inside = [form.code for form in forms if form.code.startswith(code)]
        if inside:
            return _ambiguous(inside, _FREE_ZONE_PART)
    rows = [street[:6] for street in streets_named(match[0]) if street.startswith(code)]
    return _ambiguous([code, *rows], _ZONE_AFTER)


def _unlisted(code: str, rest: str) -> Resolution | None:
    """Stop at a county or city that the list does not have (abolished, renamed or misspelt)."""
    if not _UNLISTED.match(rest):
        return None
    return _ambiguous([code], _COUNTY_UNLISTED)


def _without_place_in_front(text: str) -> Resolution:
    """Say what a name that begins with no division still suggests."""
    match = _TOWN_OFFICE.match(text)
    if match:
        counties = [street[:6] for street in streets_named(match[1])]
        if counties and len(counties) < 20:
            return _ambiguous(counties, _ONLY_STREET)
    part = _PART_OF_FREE_ZONE.search(text)
    suggested = [form.code for form in load().forms.get(part[1], ())] if part else []
    inside = suggested or [division.code for division in _places_inside(text)]
    if inside:
        return _ambiguous(inside, _NOT_IN_FRONT)
    return Resolution("unknown", None, None, (), _NOWHERE)


def _places_inside(text: str) -> tuple[Division, ...]:
    """Return the division that a name speaks of first, after its start, in full form."""
    known = load()
    for at in range(len(text)):
        for end in range(min(len(text), at + known.longest), at + 2, -1):
            forms = [form for form in known.forms.get(text[at:end], ()) if form.manner in ("full", "typed")]
            if forms:
                return tuple(get(government(form.code)) for form in forms)
    return ()


def _resolved(code: str, serves: str, reason: Say) -> Resolution:
    return Resolution("resolved", get(government(code)), get(serves), (), reason)


def _ambiguous(codes: Iterable[str], reason: Say) -> Resolution:
    unique = tuple(dict.fromkeys(government(code) for code in codes))
    named = "、".join(full_name(code) for code in unique[:4])
    more = Say(f"{reason.zh}：{named}", f"{reason.en}: {named}")
    return Resolution("ambiguous", None, None, tuple(get(code) for code in unique), more)
