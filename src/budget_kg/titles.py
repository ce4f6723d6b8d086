"""Where a text says whose it is and of which year: titles with their year, labels before names, openings of prose.

Finds what is printed and how much it counts; `heads.py` decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from budget_kg.organisations import organisation
from budget_kg.vocab import scheme

_TITLE = re.compile(
    r"(?P<year>20\d\d)\s?年?度?(?P<between>[^。；;，,！？!?\n\t0-9:：]{0,45}?)(?P<kind>决算|预算)(?P<tail>[^\n]{0,4})"
)
_LATE_YEAR = re.compile(r"(?P<kind>决算|预算)[\u4e00-\u9fa5]{0,6}[（(](?P<year>20\d\d)年?度?[)）]")
_ABOUT = re.compile(
    r"(?:(?:[省市区县州]级|本级)?(?P<scope>部门|预算单位|单位)?"
    r"(?:及|和|“?三公”?经费|财务|收支|综合|财政拨款|收入|支出|一般公共|基本|政府性基金|国有资本经营|拨款|功能分类|总|[、“”])*)$"
)
_THREE_PUBLIC = re.compile(r"三公[”\"]?\s?经费")
_OF_MONEY = re.compile(
    r"收|支|执行|数|安排|资金|调整|绩效|增|减|为|金额|总额|批复的|项目|单位|管理|编制范围|口径|法|内|外|\d"
)
_TITLE_TAIL = re.compile(
    r"公开|说明|情况|其他事项|编制|报告|信息|批复|草案|文本|报表|明细"
    r"|部分|汇总|目|总?表|支出|收支|及|和|[（(【\n\s“]|$"
)
_RUN_BEFORE = re.compile(r"[\u4e00-\u9fa5（）()·“”\-—]{3,60}$")
_SHORT: Final = 45
_OPENING: Final = 300


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a body, a year or a kind; `start` to `end` are offsets of the text it was found in.

    `kind` is final, budget or "" ; `level` tells how much it counts: 4 a cover, 2 a title, 1 inside prose, less what
    is only a hint.
    """

    name: str
    year: int | None
    kind: str
    scope: str
    start: int
    end: int
    level: float
    three_public: bool = False
    approval: bool = False


_YEARLESS = re.compile(r"(?P<kind>决算|预算)(?=公开|说明|编制说明|情况说明|报告|信息|\n|$)")


Gap = Callable[[int], bool]


def titles(text: str, gap: Gap, level: float | None = None) -> Iterator[Mention]:
    """Titles that print a year with 决算 or 预算; `gap(i)` tells whether blank space stood before `text[i]`."""
    for match in _TITLE.finditer(text):
        mention = _titled(text, match, gap, level)
        if mention is not None:
            yield mention
    for match in _LATE_YEAR.finditer(text):
        run, offset = _run_before(text, match.start())
        about = _ABOUT.search(run)
        bare = run[: about.start()] if about else run
        name = organisation(bare, _gaps(gap, offset, len(bare)))
        if name:
            start = offset + bare.rfind(name)
            yield Mention(name, int(match["year"]), _kind(match["kind"]), _scope(about), start, match.end("kind"),
                          level or _level(text, start, match.end()))


def yearless(text: str, gap: Gap) -> Iterator[Mention]:
    """Titles that name a body and no year, in lines of their own."""
    for match in _YEARLESS.finditer(text):
        run, offset = _run_before(text, match.start())
        about = _ABOUT.search(run)
        level = _level(text, offset, match.end())
        if level < 2 or about is None or not about["scope"] or text[offset - 1 : offset].isdigit():
            continue
        name = organisation(run[: about.start()], _gaps(gap, offset, about.start()))
        if name:
            start = offset + run.rfind(name, 0, about.start())
            yield Mention(name, None, _kind(match["kind"]), _scope(about), start, match.end("kind"), level / 2)


def _titled(text: str, match: re.Match[str], gap: Gap, level: float | None) -> Mention | None:
    about = _ABOUT.search(match["between"])
    inside = match["between"][: about.start()] if about else match["between"]
    within = match.start("between")
    name = organisation(inside, _gaps(gap, within, len(inside))) if inside else ""
    start = match.start()
    if not inside:
        run, offset = _run_before(text, match.start())
        name = organisation(run, _gaps(gap, offset, len(run)))
        start = offset + run.rfind(name) if name else start
    tail = text[match.end("kind") : match.end("kind") + 4]
    is_title = bool(_TITLE_TAIL.match(tail)) or _ends_here(text, match.end("kind"), gap)
    said = f"{match['between']}{tail}"
    if not name and (not is_title or inside):
        return None
    if name and not is_title and _OF_MONEY.match(tail):
        return None
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.end() + _SHORT].split("\n")[0]
    counted = level or _level(text, start, match.end("kind"))
    return Mention(
        name, int(match["year"]), _kind(match["kind"]), _scope(about), start, match.end("kind"),
        counted if name or is_title else counted / 2, bool(_THREE_PUBLIC.search(said)) and not _scope(about),
        "批复" in line[: 2 * _SHORT] and counted > 1,
    )


def _ends_here(text: str, at: int, gap: Gap) -> bool:
    return at >= len(text) or text[at] in "\n\t" or gap(at)


def _run_before(text: str, at: int) -> tuple[str, int]:
    low = max(0, at - 60, text.rfind("\n", 0, at) + 1)
    run = _RUN_BEFORE.search(text[low:at])
    return (run[0], low + run.start()) if run else ("", at)


def _gaps(gap: Gap, offset: int, size: int) -> list[int]:
    return [index for index in range(1, size) if gap(offset + index)]


def _kind(word: str) -> str:
    return "final" if word == "决算" else "budget"


def _scope(about: re.Match[str] | None) -> str:
    word = about["scope"] if about else None
    return {"部门": "department", "单位": "unit", "预算单位": "unit"}.get(word or "", "")


def _level(text: str, start: int, end: int) -> float:
    if start < _OPENING:
        return 4
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    return 2 if (high if high >= 0 else len(text)) - low <= _SHORT else 1


@cache
def words_of(notation: str) -> tuple[str, ...]:
    """The words of the head for something, longest first."""
    return tuple(sorted(scheme("head-word")[notation].words, key=len, reverse=True))


@cache
def _labels(notation: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, words_of(notation)))
    first = re.escape("".join(sorted({word[0] for word in words_of(notation)})))
    return re.compile(
        rf"(?=[{first}])(?:^|(?<=[\s>|【\[（(]))(?P<label>{words})"
        r"[ \t\u3000\xa0]*[:：】|│]?[ \t\u3000\xa0]*[:：]?[ \t\u3000\xa0]*"
        r"(?:[\[（(]?\d{2,}[\]）)]?[ \t]*[-—–]?[ \t]*)?(?P<name>[\u4e00-\u9fa5（）()·“”\-—]{3,45})",
        re.MULTILINE,
    )


def labelled(text: str, notation: str, level: float = 2) -> Iterator[Mention]:
    """Names behind a label (`编制单位：`), in the text layer as it stands: blank space ends a name."""
    for match in _labels(notation).finditer(text):
        between = text[match.end("label") : match.start("name")]
        name = organisation(match["name"])
        if name and between:
            start = match.start("name") + match["name"].rfind(name)
            scope = {"预算单位": "unit", "预算主管部门": "department"}.get(match["label"], "")
            yield Mention(name, None, "", scope, start, start + len(name), level)


def openings(text: str, gap: Gap) -> Iterator[Mention]:
    """Names before words that open a body's own description: a hint when no title names it."""
    pattern = re.compile("|".join(map(re.escape, words_of("opening"))))
    for match in pattern.finditer(text):
        run, offset = _run_before(text, match.start())
        name = organisation(run, _gaps(gap, offset, len(run)))
        if len(name) > 4:
            start = offset + run.rfind(name)
            yield Mention(name, None, "", "", start, start + len(name), 0.5)
