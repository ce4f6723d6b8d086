"""Read a department's name against the division list: the walk from the front, the street or town after.

It finds what the list has; what that means for the department is judged in `divisions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .division_list import Form, Manner, Street, counties_under, government, load, streets_of

# a place followed by one of these is part of the name of something smaller
_NO_PLACE = re.compile("街道|镇|乡(?!村)|苏木|社区|[东西南北中]?路|大道")
_REGIMENT = re.compile("第?[一二三四五六七八九十]+师")
_WIDER = {"6540": "654"}  # one prefecture contains two others, which the codes do not show
_LEAD = re.compile("人民政府|政府|委员会|委")
_OF_A_STREET = re.compile("(街道|镇|乡|苏木|办事处|地区|区公所|区|园|场|团|城|管委会|管理委员会)$")


class Step(NamedTuple):
    """One division read from a name, how it was written, and where in the name it ends."""

    code: str
    manner: Manner
    end: int


def best_walks(text: str) -> list[tuple[Step, ...]]:
    """Return the walks that read most of the name and lean least on bare names."""
    walks = list(_walks(text, Step("", "full", 0)))
    if not walks:
        return []

    def worth(walk: tuple[Step, ...]) -> tuple[int, int, int]:
        bare_county = walk[-1].manner == "bare" and len(walk[-1].code) == 6
        return walk[-1].end, -sum(step.manner == "bare" for step in walk), -bare_county

    best = max(map(worth, walks))
    return sorted((walk for walk in walks if worth(walk) == best), key=lambda walk: (-len(walk), walk))


def _walks(text: str, before: Step) -> Iterator[tuple[Step, ...]]:
    """Yield every way to read divisions after a step, each under the one before."""
    known, at = load(), before.end
    for end in range(min(len(text), at + known.longest), at + 1, -1):
        written = text[at:end]
        for form in known.forms.get(written, ()):
            if _may_follow(form, before, written) and not (
                form.manner == "bare" and _NO_PLACE.match(text, end)
            ):
                step = Step(form.code, form.manner, end)
                yield (step,)
                regiment = _REGIMENT.match(text, end) if form.manner == "zone" else None
                next_step = step._replace(end=regiment.end()) if regiment else step
                yield from ((step, *more) for more in _walks(text, next_step))


def _may_follow(form: Form, before: Step, written: str) -> bool:
    """Tell whether a form can be read after a step: under it, and with the city its short name needs."""
    above = before.code
    if written in load().common and not above:
        return False
    if form.manner == "relative" and len(above) < 4 and not is_municipality(above):
        return False
    if form.code == above:
        return "zone" in (form.manner, before.manner)
    return form.code.startswith(_WIDER.get(above, above))


def is_municipality(code: str) -> bool:
    """Tell whether a code is that of a city at province level."""
    return len(code) == 2 and load().names[code].endswith("市")


def street_in(code: str, rest: str) -> Street | None:
    """Return the street or town of a county that the rest of a name speaks of, first and longest."""
    lead = _LEAD.match(rest)
    starts = {0, lead.end()} if lead else {0}
    found: list[tuple[int, int, Street]] = []
    for county in counties_under(code) if len(code) == 6 or has_one_county(code) else ():
        for street in streets_of(county):
            for name in street.names:
                at = _place_of(name, rest, starts)
                if at is not None:
                    found.append((at, -len(name), street))
    return min(found)[2] if found else None


def has_one_county(code: str) -> bool:
    """Tell whether a code is that of a city without counties, whose towns hang from the city itself."""
    return len(code) == 4 and any(government(county) == code for county in counties_under(code))


def _place_of(name: str, rest: str, starts: Iterable[int]) -> int | None:
    """Return where a street's name stands in the rest of a department's name, or None."""
    if not _OF_A_STREET.search(name):
        return None
    stem = name.removesuffix("办事处").removesuffix("街道")
    spellings = (
        [name, *(stem + end for end in ("街办", "街工委", "街党工委", "办事处"))] if stem != name else [name]
    )
    for at in starts:
        if any(rest.startswith(spelling, at) for spelling in spellings):
            return at
    at = rest.find(name) if len(name) > 2 and name.endswith(("街道", "镇", "乡", "苏木")) else -1
    return at if at >= 0 else None
