"""Which disclosures a question is about: by the department and the years it names, or by what is given beside it.

Nothing is taken in silence: what the question left open is said with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from budget_kg.answering.inventory import Document
from budget_kg.answering.lexicon import folded
from budget_kg.errors import Say, UsageError
from budget_kg.stores.contract import Source

MOST_TRIED: Final = 3
"""Departments that are tried in turn when a question names none."""
_SHORTEST: Final = 3
_ACCOUNTS: Final = "FinalAccounts"
_BUDGET_DOCUMENT: Final = (
    "部门预算", "预算公开", "预算文件", "单位预算", "budgetdocument", "budgetstatement", "departmentalbudget",
)
_PLACES: Final = ("街道", "镇", "乡")
_BEFORE: Final = "的和与跟及同问是在看下对由给比年里让将按从到"
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_fold = lru_cache(maxsize=65_536)(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked: for each department and year, the documents to try in turn.

    `doubtful` has one document for each department that may be meant, when that is not clear; `mentions` are the names
    of departments as they stand in the question, folded; `given` says that the department was given beside it.
    """

    targets: tuple[tuple[Document, ...], ...]
    doubtful: tuple[Document, ...] = ()
    mentions: tuple[str, ...] = ()
    open_year: bool = False
    absent: tuple[int, ...] = ()
    given: bool = False
    known: tuple[Document, ...] = ()

    def without_mentions(self, text: str, own: Sequence[str] = ()) -> str:
        """The text without the names of departments, but for the full names `own`."""
        others = [name for name in self.mentions if name not in own]
        if others and any(name not in text for name in others):
            text = _fold(text)
        for name in others:
            text = text.replace(name, "")
        return text

    def remarks(self, taken: Document, years: Container[int | None] = ()) -> list[Say]:
        """What to say of the choice when `taken` was asked: which department and year, which years are not there.

        `years` are those the answer has figures of.
        """
        found = []
        if self.doubtful:
            count = len(self.doubtful)
            found.append(Say(
                f"库中有 {count} 个部门的文件，问题没有说明是哪个；这里答的是{taken.name}",
                f"the store has documents of {count} departments and the question names none; this is {taken.name}"
                if not self.mentions else
                f"{count} departments have a name like that; this is {taken.name}",
            ))
        there = [str(year) for year in sorted({one.year for one in self.known if one.department == taken.department})]
        if self.open_year and len(there) > 1:
            listed = "、".join(there), ", ".join(there)
            found.append(Say(f"库中有该部门 {listed[0]} 年的文件，问题没有说明年度；这里答的是 {taken.year} 年",
                             f"the store has this department's documents of {listed[1]} and the question names no year; "
                             f"this is {taken.year}"))
        absent = [str(year) for year in self.absent if year not in years]
        if absent:
            listed = "、".join(absent), ", ".join(absent)
            found.append(Say(f"库中没有该部门 {listed[0]} 年的文件",
                             f"the store has no document of {listed[1]} of this department"))
        return found


def department_of(source: Source, known: Sequence[Document], name: str) -> str:
    """The IRI of the department that a name, short name, division code or IRI names; UsageError for none or several."""
    plain = _fold(name)
    owners = {owner for piece, own in _named(known, plain).items() if piece == plain for owner in own}
    if len(owners) == 1:
        return owners.pop()
    from budget_kg.asking.entities import resolve
    from budget_kg.asking.questionfile import COMMON

    return resolve(source, COMMON["dept"], name, ())


def choose(known: Sequence[Document], text: str, years: Sequence[int], department: str | None = None) -> Choice:
    """Choose among the documents of a store, newest first. UsageError when the department given has none."""
    plain = _fold(text)
    mentions: tuple[str, ...] = ()
    doubtful: list[str] = []
    if department is not None:
        wanted = [department]
        if all(one.department != department for one in known):
            raise UsageError(zh="库中没有这个部门的文件", en="the store has no document of this department")
    else:
        named = _named(known, plain)
        mentions = tuple(named)
        wanted = list(dict.fromkeys(one for found in named.values() if len(found) == 1 for one in found))
        if not wanted:
            everyone = next(iter(named.values()), None) or _departments(known)
            doubtful = list(everyone) if len(everyone) > 1 else []
            wanted = list(everyone)[:MOST_TRIED]
    by_department = [[one for one in known if one.department == name] for name in wanted]
    targets = [found for own in by_department for found in _targets(own, years, plain)]
    if doubtful:
        targets = _one_after_another(targets, by_department)
    there = {one.year for own in by_department for one in own}
    return Choice(
        targets=tuple(targets),
        doubtful=tuple(next(one for one in known if one.department == name) for name in doubtful),
        mentions=mentions, open_year=not years, absent=tuple(year for year in years if year not in there),
        known=tuple(known), given=department is not None,
    )


def _departments(known: Sequence[Document]) -> list[str]:
    """All departments, those with the newest final accounts first."""
    accounts = [one.department for one in known if one.kind == _ACCOUNTS]
    return list(dict.fromkeys([*accounts, *(one.department for one in known)]))


def newest_year(known: Sequence[Document]) -> int:
    """The last year with final accounts, or else with any document."""
    return max([one.year for one in known if one.kind == _ACCOUNTS] or [one.year for one in known])


def _targets(own: Sequence[Document], years: Sequence[int], plain: str) -> list[tuple[Document, ...]]:
    """The documents of one department for each year asked about, as far as there are any; else for the nearest year."""
    there = [year for year in years if any(one.year == year for one in own)]
    if there:
        return [_in_turn([one for one in own if one.year == year], plain) for year in sorted(there, reverse=True)]
    later = [one.year for one in own if years and one.year > max(years)]
    year = min(later) if later else newest_year(own)
    found = _in_turn([one for one in own if one.year == year], plain)
    budget = next((one for one in own if one.kind != _ACCOUNTS and one not in found), None) if not years else None
    if budget is not None:
        found = (budget, *found) if _wants_budget(plain) else (*found, budget)
    return [found]


def _in_turn(found: Iterable[Document], plain: str) -> tuple[Document, ...]:
    """Final accounts before budgets, which they repeat; the other way round when the budget document is asked for."""
    return tuple(sorted(found, key=lambda one: ((one.kind == _ACCOUNTS) == _wants_budget(plain), one.iri)))


def _wants_budget(plain: str) -> bool:
    return any(word in plain for word in _BUDGET_DOCUMENT)


def _one_after_another(
    targets: Sequence[tuple[Document, ...]], by_department: Sequence[Sequence[Document]]
) -> list[tuple[Document, ...]]:
    """When the department is open, the years asked about of the departments to be tried in turn."""
    years = sorted({found[0].year for found in targets}, reverse=True)
    if len(years) > 1 and len(targets) > len(by_department):  # several years were named: those of the first department
        first = by_department[0][0].department
        return [found for found in targets if found[0].department == first]
    return [tuple(one for found in targets for one in found)]


def _named(known: Sequence[Document], plain: str) -> dict[str, list[str]]:
    """The departments a question names, by the name as it stands in the question; the longest names first."""
    names: dict[str, list[str]] = {}
    for one in known:
        for name in one.names:
            owners = names.setdefault(_fold(name), [])
            if one.department not in owners:
                owners.append(one.department)
    found = _found(names, plain)
    if len({one.department for one in known}) > 1:
        for name in found:
            plain = plain.replace(name, "　")
        taken = {owner for owners in found.values() for owner in owners}
        short = _found(_shortened(names, plain), plain)
        found |= {name: owners for name, owners in short.items() if not taken & set(owners)}
    return found


def _found(names: Mapping[str, Sequence[str]], plain: str) -> dict[str, list[str]]:
    """The names in a text with their owners; what stands inside a longer name is not counted."""
    found: dict[str, list[str]] = {}
    for name in sorted((name for name in names if name and name in plain), key=lambda name: (-len(name), name)):
        if name in plain:
            found[name] = list(names[name])
            plain = plain.replace(name, "　")
    return found


def _shortened(names: Mapping[str, Sequence[str]], plain: str) -> dict[str, list[str]]:
    """What people leave of a name, as far as it is in the text: its end (水务局), or its place (清河街道)."""
    found: dict[str, list[str]] = {}
    for name, owners in names.items():
        ends = [(name.rfind(place), len(place)) for place in _PLACES]
        pieces = [name[start:] for start in range(1, len(name) - _SHORTEST + 1)]
        pieces += [name[start : at + size] for at, size in ends for start in range(at + size - _SHORTEST + 1) if at > 0]
        for piece in pieces:
            if _stands_alone(piece, plain):
                known = found.setdefault(piece, [])
                known += [owner for owner in owners if owner not in known]
    return found


def _stands_alone(piece: str, plain: str) -> bool:
    """Whether a piece of a name is in a text, and not the end of another name (党群服务中心 is no 服务中心)."""
    at = plain.find(piece)
    before = plain[at - 1 : at] if at > 0 else ""
    return at >= 0 and (before in _BEFORE or not _HAN.match(before))
