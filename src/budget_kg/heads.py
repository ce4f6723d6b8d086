"""Who a document is about, which year, and whether it is a department's or one unit's: read from its titles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from budget_kg.model import Flow

_NAME = r"[\u4e00-\u9fa5（）()·“”\-—]{3,45}?"
_SCOPE = r"(?P<scope>部门|单位)?"
_PATTERNS = (
    re.compile(rf"(?P<name>{_NAME})(?P<year>20\d\d)年?度?{_SCOPE}(?P<kind>决算|预算)(?!收|支)"),
    re.compile(
        rf"(?P<year>20\d\d)年?度?(?P<name>{_NAME}){_SCOPE}(?P<kind>决算|预算)"
        r"(?:公开|说明|情况|报告|表|信息|\n|$)"
    ),
)
_LEAD = re.compile(r"^(?:第[一二三四五六七八九十]+部分|标题|关于公开|关于|附件\d*|公开|目录|中共中央)?[:：]?")
_ORGANISATION = re.compile(
    r"(?:办事处|政府|局|委员会|委|人大|政协|检察院|法院|院|中心|办公室|厅|部|处|所|站|校|学|园|会|队|馆|社|台|库|场|"
    r"公司|区|镇|乡|府|办|团|总工会|妇联|残联|科协|文联|工商联|服务中心|支队|大队|指挥部)(?:[（(]本级[)）]|本级|机关)?$"
)
_PUBLISHED = re.compile(r"(?:发布时间|发布日期|公开时间|时间|日期)[:：]\s?(20\d\d)-(\d{1,2})-(\d{1,2})")
_NOT_NAMES = re.compile(
    r"财政拨款|收入|支出|公共预算|按照|根据|以及|情况|收支|决算|预算|说明|编制|列入|批复|较|上年|本年"
)


@dataclass(frozen=True, slots=True)
class Title:
    """The head as read: name, year, kind (final or budget), scope and the flow span of the best title."""

    name: str
    year: int
    kind: str
    scope: str
    start: int
    end: int
    doubtful: bool


def _candidates(flow: Flow) -> list[tuple[int, str, int, str, str, int, int]]:
    found = []
    for rank, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(flow.text):
            name = _LEAD.sub("", match["name"]).strip("“”-—")
            if len(name) < 3 or not _ORGANISATION.search(name) or _NOT_NAMES.search(name):
                continue
            kind = "final" if match["kind"] == "决算" else "budget"
            scope = {"部门": "department", "单位": "unit"}.get(match["scope"] or "", "")
            offset = match["name"].find(name)
            start = match.start("name") + offset
            found.append((rank, name, int(match["year"]), kind, scope, start, match.end("kind")))
    return found


def find_title(flow: Flow) -> Title | None:
    """Return the title most often printed, None when the text names no department with year and 决算 or 预算."""
    found = _candidates(flow)
    if not found:
        return None
    names = Counter(name for _, name, *_ in found)
    weight = {name: (count + flow.text.count(name) / 4, len(name)) for name, count in names.items()}
    best = max(weight, key=lambda name: weight[name])
    rows = [row for row in found if row[1] == best]
    year = Counter(row[2] for row in rows).most_common(1)[0][0]
    kind = Counter(row[3] for row in rows).most_common(1)[0][0]
    scopes = Counter(row[4] for row in rows if row[4])
    first = min(row for row in rows if row[2] == year)
    others = {row[2] for row in found if row[3] == kind} - {year}
    return Title(
        name=best, year=year, kind=kind, scope=scopes.most_common(1)[0][0] if scopes else "department",
        start=first[5], end=first[6], doubtful=len(names) > 1 or bool(others),
    )


def publication_date(flow: Flow) -> str | None:
    """The publication date printed around the text (ISO), None when there is none."""
    match = _PUBLISHED.search(flow.text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None
