"""What stands over a table: its title, its year and its unit, in lines before it, in its first rows, or as its sheet.

The unit is the table's own; where none is printed, one the document states for all its tables counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budget_kg.grids.grid import Grid, Row, key, slots_of
from budget_kg.grids.kinds import kind_of
from budget_kg.grids.words import unit_of
from budget_kg.model import Document, Table
from budget_kg.vocab import Concept

_UNIT = re.compile(r"(?:单位|金额单位|计量单位)[:：为]?\(?(?:人民币)?([百千万亿]*元)")
_BARE_UNIT = re.compile(r"\((?:人民币)?([百千万亿]*元)\)")
_FOR_ALL = re.compile(
    r"(?:表|数据|金额)(?:的|中)?(?:数据|金额|数字)?(?:计量)?单位(?:均|统一)?(?:为|是|:)(?:人民币)?([百千万亿]*元)"
)
_BEHIND_A_TITLE = re.compile(
    r"(?:编制|填报|公开|制表)?(?:部门|单位)(?:名称|\(公章\)|\(盖章\))?[:：]|金额单位|计量单位|公开\d|[(（]?单位[:：]"
)
_NUMBERING = re.compile(
    r"^(?:附[件表]?\d{0,2}(?:-\d{1,2})?[:：]?|表[一二三四五六七八九十\d]{1,3}(?:-\d{1,2})?[:：、.]?|公开\d{2}表|\d{1,2}[、.．](?!\d)"
    r"|[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])+"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)")
_BODY = re.compile(r"(?:编制|填报|公开|制表)?(?:部门|单位)(?:名称)?[(公盖)章]*[:：]")
_LINES = 8
_REACH = 1500
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Caption:
    """The title as printed ("" when none), the kind it means, its year and unit; `rows` are its rows in the grid."""

    title: str
    kind: str
    year: int | None
    unit: Concept | None
    rows: int


def lines_before(text: str, table: Table) -> list[str]:
    """The lines that stand over a table, from the top, down from the table or sentence before it."""
    before = text[max(0, table.start - _REACH) : table.start]
    lines: list[str] = []
    for line in reversed(before.splitlines()):
        if not line.strip("\f \u3000"):
            continue
        if "\t" in line or len(lines) == _LINES:
            break
        words = re.split(r"[。；;！？]", line)[-1]
        if len(words) > _LONGEST:
            words = words[-_LONGEST:]
        if words.strip():
            lines.insert(0, words)
        if words is not line and len(words) != len(line):
            break
    return lines


def caption_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top of a grid are its title, its body and its unit rather than its head."""
    count = 0
    for index, row in enumerate(rows[:6]):
        texts = [slot.key for slot in slots_of(row)]
        joined = "".join(texts)
        titled = kind_of(joined) or joined.endswith("表") or _YEAR.search(joined)
        alone = len(texts) == 1 and titled and not _is_group(rows, index)
        if alone or _UNIT.search(joined) or _BODY.match(joined) or _NUMBERING.fullmatch(joined):
            count = index + 1
        elif count != index:
            break
    return count


def _is_group(rows: Sequence[Row], index: int) -> bool:
    """Whether a lone cell is the head of a group: it stands over part of the row only, or right over the figures."""
    (slot,) = slots_of(rows[index])
    starts_late = rows[index][0] is not slot
    return starts_late and not slot.key.endswith("表")


def caption_of(grid: Grid, document: Document, for_all: Concept | None) -> Caption:
    """Read what stands over a grid; `for_all` is the unit the document states for all its tables."""
    rows = caption_rows(grid.rows)
    inside = [slot.text for row in grid.rows[:rows] for slot in slots_of(row)]
    outside = lines_before(document.text, grid.tables[0])
    title, kind = _title(inside)
    if not kind:
        other, other_kind = _title(outside)
        title, kind = (other, other_kind) if other_kind or not title else (title, kind)
    sheet = grid.tables[0].sheet
    if not kind and kind_of(bare_title(sheet)):
        title, kind = title or sheet, kind_of(bare_title(sheet))
    near = [*outside[-4:], *inside]
    years = [int(found[1]) for line in [title, *reversed(near)] for found in [_YEAR.search(key(line))] if found]
    return Caption(title, kind, years[0] if years else None, _unit(near) or for_all, rows)


def unit_for_all(document: Document, prose: str) -> Concept | None:
    """The unit the prose states for all tables, None when it states none or several."""
    found = {match[1] for match in _FOR_ALL.finditer(key(prose[:200_000]))}
    return unit_of(found.pop()) if len(found) == 1 and document.tables else None


def _unit(lines: Sequence[str]) -> Concept | None:
    """The unit printed nearest to the table."""
    for pattern in (_UNIT, _BARE_UNIT):
        for line in reversed(lines):
            found = pattern.findall(key(line))
            if found:
                return unit_of(found[-1])
    return None


def bare_title(line: str) -> str:
    """A line without numbering before the title and body or unit behind it."""
    plain = _NUMBERING.sub("", key(line))
    behind = _BEHIND_A_TITLE.search(plain)
    if behind and behind.start() == 0:
        plain = plain[behind.end() :]
        behind = None
    return plain[: behind.start()] if behind else plain


def _title(lines: Sequence[str]) -> tuple[str, str]:
    """The line that names a kind of table, the lowest first, joined with the line it was wrapped from; and the kind."""
    for index in range(len(lines) - 1, -1, -1):
        words = bare_title(lines[index])
        if "表" not in words:
            continue
        kind = kind_of(words)
        above = bare_title(lines[index - 1]) if index else ""
        wrapped = kind_of(above + words) if above and not above.endswith("表") else ""
        if wrapped and (not kind or wrapped != kind):
            return above + words, wrapped
        if kind:
            return _printed(lines[index]), kind
    titled = [line for line in lines if key(line).endswith("表")]
    return (_printed(titled[-1]), "") if titled else ("", "")


def _printed(line: str) -> str:
    """A title as printed, spaces and what follows it left out."""
    plain = re.sub(r"\s", "", line)
    behind = _BEHIND_A_TITLE.search(plain)
    return plain[: behind.start()] if behind and behind.start() else plain
