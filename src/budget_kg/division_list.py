"""The list of administrative divisions: codes, names, what is above and below, and how each may be called.

It reads `data/divisions/` and decides nothing about a department's name (that is `divisions.py`). Levels 1 to
3 are read on first use, the streets and towns only when one is asked for.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast

from .errors import UsageError
from .resources import shipped

Manner: TypeAlias = Literal["full", "typed", "relative", "former", "short", "zone", "bare"]
_GROUPINGS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_SIZES = (9, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class Division:
    """One unit of the list; `parent` is the government above it, statistical groupings passed over."""

    code: str
    name: str
    level: int
    parent: str | None

    @property
    def six(self) -> str:
        """Return the six digits that stand for it (its county's, for a street or town): 42 → 420000."""
        return self.code[:6].ljust(6, "0")


class Form(NamedTuple):
    """One way to write a division's name; `relative` counts only after the city's own name."""

    code: str
    manner: Manner


class Street(NamedTuple):
    """One row of the fourth level with every name it goes by, the listed name first."""

    code: str
    names: tuple[str, ...]


class DivisionList(NamedTuple):
    """Levels 1 to 3: name by code, forms by text, the longest form, names that need their city first."""

    names: dict[str, str]
    forms: dict[str, list[Form]]
    longest: int
    common: frozenset[str]


def _is_grouping(code: str, names: dict[str, str]) -> bool:
    name = names.get(code)
    return name in _GROUPINGS or (len(code) == 6 and name is not None and names.get(code[:4]) == name)


@cache
def load() -> DivisionList:
    """Return levels 1 to 3 with all their forms; read once per process."""
    folder = shipped("data") / "divisions"
    rows = [line.split("\t") for line in (folder / "divisions.tsv").read_text("utf-8").splitlines()[1:]]
    names = {row[0]: row[1] for row in rows}
    aliases = [line.split("\t") for line in (folder / "aliases.tsv").read_text("utf-8").splitlines()[1:]]
    words = {name for kind, name, *_ in aliases if kind == "word"}
    forms: dict[str, list[Form]] = {}
    for code, name, stem, typed, relative in rows:
        if _is_grouping(code, names):
            continue
        forms.setdefault(name, []).append(Form(code, "full"))
        if stem and stem != name and not (len(code) == 6 and stem in words):
            forms.setdefault(stem, []).append(Form(code, "bare"))
        for text in typed.split():
            forms.setdefault(text, []).append(Form(code, "typed"))
        for text in relative.split():
            forms.setdefault(text, []).append(Form(code, "relative"))
    for kind, name, codes, *_ in aliases:
        if kind in ("former", "short", "zone"):
            manner = cast(Manner, kind)
            forms.setdefault(name, []).extend(Form(code, manner) for code in codes.split())
    common = frozenset(name for kind, name, *_ in aliases if kind == "common")
    return DivisionList(names, forms, max(map(len, forms)), common)


@cache
def street_text() -> str:
    """Return the fourth level as stored: a line per county, `code TAB 3 digits + name[=other name…] …`."""
    return gzip.decompress((shipped("data") / "divisions" / "streets.tsv.gz").read_bytes()).decode("utf-8")


@lru_cache(maxsize=256)
def streets_of(county: str) -> tuple[Street, ...]:
    """Return the streets, towns and zones the list has under a six-digit code; none is an empty tuple."""
    text = street_text()
    start = text.find(f"\n{county}\t")
    if start < 0:
        return ()
    cells = text[start + 8 : text.index("\n", start + 1)].split("\t")
    return tuple(Street(county + cell[:3], tuple(cell[3:].split("="))) for cell in cells)


def counties_under(code: str) -> Iterator[str]:
    """Yield the six-digit codes under a province or city, and a county itself, in order."""
    yield from (county for county in load().names if len(county) == 6 and county.startswith(code))


def streets_named(name: str) -> tuple[str, ...]:
    """Return the codes of every street or town of the country that goes by exactly this name."""
    text, found = street_text(), []
    for match in re.finditer(rf"[\t=][0-9]{{0,3}}{re.escape(name)}(?=[\t=\n])", text):
        county = text[text.rindex("\n", 0, match.start()) + 1 :][:6]
        cell = text[text.rindex("\t", 0, match.start() + 1) + 1 :][:3]
        found.append(county + cell)
    return tuple(dict.fromkeys(found))


def government(code: str) -> str:
    """Return the code of the unit a listed code stands for; a city without counties is its own county."""
    names = load().names
    if len(code) == 6 and _is_grouping(code, names):
        return code[:4]
    if len(code) == 4 and _is_grouping(code, names):
        return code[:2]
    return code


def _parent(code: str) -> str | None:
    if len(code) == 2:
        return None
    above = code[: {4: 2, 6: 4, 9: 6}[len(code)]]
    return above if len(above) == 4 and above == government(code) else government(above)


def _listed(code: str) -> Division | None:
    if len(code) == 9:
        for street in streets_of(code[:6]):
            if street.code == code:
                return Division(code, street.names[0], 4, _parent(code))
        return None
    name = load().names.get(code)
    return None if name is None else Division(code, name, len(code) // 2, _parent(code))


def get(code: str) -> Division:
    """Return the division of a 2, 4, 6 or 9-digit code; codes padded with zeros (420000) are understood."""
    if re.fullmatch("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}", code):
        for size in (len(code), *_SIZES):
            if size in _SIZES and not code[size:].strip("0") and (found := _listed(government(code[:size]))):
                return found
    raise UsageError(
        zh=f"行政区划代码“{code}”不在区划表中；请给出 2、4、6 或 9 位数字的代码，例如 420000",
        en=f'division code "{code}" is not in the list; give a code of 2, 4, 6 or 9 digits, such as 420000',
    )


def ancestors(code: str) -> tuple[Division, ...]:
    """Return the governments above a division, nearest first; statistical groupings are left out."""
    above, parent = list[Division](), get(code).parent
    while parent is not None:
        above.append(get(parent))
        parent = above[-1].parent
    return tuple(above)


def full_name(code: str) -> str:
    """Return the name with all that is above it: 北京市朝阳区."""
    return "".join(division.name for division in [*reversed(ancestors(code)), get(code)])
