"""Shorter names a document uses for its department: those it introduces, and those it uses again and again.

A short name keeps the order of the characters of the full name and more than words every office has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from budget_kg.facts import ShortName
from budget_kg.model import Layout
from budget_kg.prose.grammar import pattern

_INTRODUCED = r"[（(]?(?:{called})(?:为|：|:)?[“\"‘《]?([\u4e00-\u9fff]{{2,16}}?)[”\"’》]?[)）]"
_ENDING = re.compile(
    r"街道办事处|街道办|办事处|街道|人民政府|镇政府|乡政府|政府|[镇乡街]|委员会|[局委办厅部处院校园站所馆队]|中心|联合会|总工会|联"
)
_COMMON = re.compile(
    r"(?:中国共产党|中华人民共和国|人民|政府|街道|办事处|办公室|检察院|法院|委员会|服务|中心|管理|综合|行政|事业|单位"
    r"|小学|中学|学校|医院|联合会|[局委办厅部处院校园站所馆队街省市县区旗镇乡村])+"
)
_OTHER_BODY = re.compile(r"[\u4e00-\u9fff]{0,16}?(?:中心|站|社区|工委|党委|支部|派出所|大队|卫生院|学校|商会|指挥部)")
_ABOVE = "省市区县州旗盟镇乡府国"
_AREA = re.compile(r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|自治州|市|区|县|旗|州|盟)(?:人民政府)?)+(?=.{3})")
_SHORTEST = 3
_TELLING = 5


def short_names(layout: Layout) -> list[ShortName]:
    """The short names of the department with the first place each is used."""
    full, text = layout.head.department, layout.flow.text
    found: dict[str, int] = {}
    for name, at in _introduced(text, full):
        found.setdefault(name, at)
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for name, at in _used(text, full):
        counts[name] += 1
        places.setdefault(name, at)
    for name, count in counts.items():
        if count >= (1 if len(name) >= _TELLING else 2):
            found.setdefault(name, places[name])
    ordered = sorted(found.items(), key=lambda entry: entry[1])
    return [ShortName(passage=layout.passage(at, at + len(name)), name=name) for name, at in ordered]


def _introduced(text: str, full: str) -> Iterator[tuple[str, int]]:
    """`某某局（以下简称“某局”）`, when the words before the bracket are the department's name or its end."""
    for match in re.finditer(_INTRODUCED.format(called=pattern("called").pattern), text):
        before = text[max(0, match.start() - len(full)) : match.start()]
        if before.endswith(full[-6:]) and match[1] != full:
            yield match[1], match.start(1)


def _used(text: str, full: str) -> Iterator[tuple[str, int]]:
    """Places outside the full name where words end like an office and go back through the full name in order."""
    masked = text.replace(full, "\n" * len(full))
    area = _AREA.match(full)
    own = area.end() if area else 0
    taken = 0
    for ending in _ENDING.finditer(masked):
        if full.rfind(masked[ending.end() - 1]) < own:
            continue
        start = _start_of(masked, full, ending.end(), taken)
        name = masked[start : ending.end()]
        if not _is_short_name(name, full) or masked[start - 1 : start] in tuple(_ABOVE):
            continue
        if _OTHER_BODY.match(masked, ending.end()) or _goes_on(masked, full, ending.end()):
            continue
        taken = ending.end()
        yield name, start


def _start_of(text: str, full: str, end: int, low: int) -> int:
    """How far back from `end` the text is a subsequence of the full name."""
    at, left = end, len(full)
    while at > low:
        found = full.rfind(text[at - 1], 0, left)
        if found < 0:
            break
        at, left = at - 1, found
    return at


def _is_short_name(name: str, full: str) -> bool:
    return _SHORTEST <= len(name) < len(full) and not _COMMON.fullmatch(name) and not full.startswith(name)


def _goes_on(text: str, full: str, end: int) -> bool:
    """Whether a longer ending follows at once: 某镇 in 某镇人民政府 is no use of the shorter name."""
    follows = _ENDING.match(text, end)
    return bool(follows and follows[0][0] in full) or text[end : end + 2] in ("人民", "人大")
