"""Which names in one document may mean one thing: among its projects, the indicators of each, and its bodies.

Nothing is merged. Equal amounts strengthen what names suggest and never decide; two names that stand side by side in
one list are taken for two things unless they are the same name in another spelling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from budget_kg.comparison import Match, compare, other_names, reduced, year_in
from budget_kg.errors import Say
from budget_kg.facts import (
    Fact,
    IndicatorResult,
    MoneyObservation,
    Office,
    Project,
    ProjectSubject,
    QuantityObservation,
    SelfEvaluation,
    ShortName,
)
from budget_kg.name_words import COMMON_PAIRS, Kind
from budget_kg.names import normalise_name, project_key
from budget_kg.text import Quantity
from budget_kg.vocab import scheme


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a project, or of the department (None), by its label."""

    owner: ProjectSubject
    name: str


@dataclass(frozen=True, slots=True)
class Department:
    """The department of the document."""

    name: str


Thing: TypeAlias = Project | Indicator | Office | Department


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Two things of one kind under two names that are, or may be, one; `score` is from 0 to 1."""

    kind: Kind
    left: Thing
    right: Thing
    verdict: Literal["same", "possible"]
    score: float
    reason: Say
    equal_amounts: bool = False


_MOST_SHARING = 8
"""An amount of more projects than these says nothing of any two of them."""


class _Pair(NamedTuple):
    left: int
    right: int


@dataclass(slots=True)
class _Seen:
    """Where a project is printed, and the amounts other than zero with their years."""

    project: Project
    places: set[tuple[str, str]] = field(default_factory=set)
    amounts: set[tuple[int, Decimal]] = field(default_factory=set)


@dataclass(slots=True)
class _Label:
    """Where an indicator is printed as a bare quantity (its section) or as a result (""), and what it measures."""

    indicator: Indicator
    places: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)

    def add(self, fact: IndicatorResult | QuantityObservation) -> None:
        """Note one statement of it."""
        quantities = (fact.value,) if isinstance(fact, QuantityObservation) else (fact.target, fact.achieved)
        self.places.add(fact.passage.section if isinstance(fact, QuantityObservation) else "")
        self.measures |= {_dimension(quantity) for quantity in quantities if quantity is not None}

    def is_beside(self, other: _Label) -> bool:
        """Whether the two are two quantities of one text, or measures of different dimensions."""
        together = bool(self.places & other.places - {""})
        return together or bool(self.measures and other.measures and not self.measures & other.measures)


def name_matches(facts: Iterable[Fact], department: str, year: int) -> list[NameMatch]:
    """Give the matches among the names of one document, each pair once.

    `department` is its full name, `year` the fiscal year: a project of another year is not safely the same.
    """
    stated = list(facts)
    return [*_projects(stated, str(year)), *_indicators(stated), *_organisations(stated, department)]


def possible_aliases(facts: Iterable[Fact], matches: Iterable[NameMatch]) -> list[tuple[Project, Project]]:
    """Pair each evaluated project with the one named only in passing that may be it, where there is one best."""
    evaluated = {project_key(fact.subject.name) for fact in facts if isinstance(fact, SelfEvaluation) and fact.subject}
    candidates: dict[Project, list[tuple[float, Project]]] = defaultdict(list)
    for match in matches:
        for one, other in ((match.left, match.right), (match.right, match.left)):
            if isinstance(one, Project) and isinstance(other, Project):
                known = [project_key(project.name) in evaluated for project in (one, other)]
                if known == [True, False]:
                    candidates[other].append((match.score, one))
    found = []
    for other, scored in candidates.items():
        scored.sort(key=lambda pair: (-pair[0], pair[1].name))
        if len(scored) == 1 or scored[0][0] > scored[1][0]:
            found.append((scored[0][1], other))
    return found


# -- projects ---------------------------------------------------------------------------------------------------


def _projects(facts: Sequence[Fact], year: str) -> Iterator[NameMatch]:
    seen = _seen_projects(facts)
    sharing = _sharing_amounts(seen)
    pairs = {*alike([reduced(item.project.name, "project") for item in seen]), *sharing}
    judged = {pair: _judged(seen[pair.left], seen[pair.right], pair in sharing, year) for pair in pairs}
    doubtful = {pair: match for pair, match in judged.items() if match is not None and match.verdict == "different"}
    best = _only_best(doubtful)
    for pair in sorted(pairs):
        match = judged[pair]
        if match is None or (pair in doubtful and pair not in best):
            continue
        verdict: Literal["same", "possible"] = "same" if match.verdict == "same" else "possible"
        left, right = seen[pair.left].project, seen[pair.right].project
        yield NameMatch("project", left, right, verdict, match.score, match.reason, pair in sharing)


def _seen_projects(facts: Iterable[Fact]) -> list[_Seen]:
    found: dict[str, _Seen] = {}
    for fact in facts:
        subject = getattr(fact, "subject", None)
        if not isinstance(subject, Project):
            continue
        item = found.setdefault(project_key(subject.name), _Seen(subject))
        if isinstance(fact, SelfEvaluation):
            item.places.add((fact.passage.section.rpartition(" > ")[0] or fact.passage.section, "evaluation"))
        if isinstance(fact, MoneyObservation):
            item.places.add((fact.passage.section, fact.phase))
            if fact.amount.value:
                item.amounts.add((fact.year, fact.amount.value))
    return list(found.values())


def _sharing_amounts(seen: Sequence[_Seen]) -> set[_Pair]:
    holders: dict[tuple[int, Decimal], list[int]] = defaultdict(list)
    for at, item in enumerate(seen):
        for amount in item.amounts:
            holders[amount].append(at)
    few = (sharing for sharing in holders.values() if len(sharing) <= _MOST_SHARING)
    return {_Pair(*pair) for sharing in few for pair in combinations(sorted(sharing), 2)}


def _judged(one: _Seen, two: _Seen, equal_amounts: bool, year: str) -> Match | None:
    """What names, places and amounts say together; `different` is for pairs that only an equal amount brings near."""
    match = compare(one.project.name, two.project.name, "project")
    side_by_side = bool(one.places & two.places)
    years = {year_in(one.project.name), year_in(two.project.name)} - {""}
    if match.verdict == "different":
        near = equal_amounts and not side_by_side and not match.barred and _shares_word(one.project, two.project)
        said = Say("名称仅部分相同，金额相等", "alike in part, with equal amounts")
        return Match("different", round(0.4 + 0.3 * match.score, 3), said) if near else None
    if side_by_side and match.verdict == "possible" and not equal_amounts:
        return None
    if match.verdict == "same" and (side_by_side or years - {year}):
        match = replace(match, verdict="possible", score=round(match.score * 0.9, 3))
    if len(years) == 2 and not equal_amounts:
        return None
    if not equal_amounts:
        return match
    said = Say(f"{match.reason.zh}；金额相等", f"{match.reason.en}; equal amounts")
    return replace(match, score=round(match.score + (1 - match.score) / 2, 3), reason=said)


def _only_best(doubtful: dict[_Pair, Match]) -> set[_Pair]:
    """The doubtful pairs of which no other one with one of the two scores as high."""
    scores: dict[int, list[float]] = defaultdict(list)
    for pair, match in doubtful.items():
        for one in pair:
            scores[one].append(match.score)
    highest = {one: (max(found), found.count(max(found))) for one, found in scores.items()}
    return {pair for pair, match in doubtful.items() if all(highest[one] == (match.score, 1) for one in pair)}


def _shares_word(one: Project, two: Project) -> bool:
    """Whether two characters in a row of one name stand in the other, words of all budgets left out."""
    return bool(_pairs_of(normalise_name(one.name)) & _pairs_of(normalise_name(two.name)) - COMMON_PAIRS)


# -- indicators, bodies -----------------------------------------------------------------------------------------


def _indicators(facts: Iterable[Fact]) -> Iterator[NameMatch]:
    labels: dict[str, dict[str, _Label]] = defaultdict(dict)
    for fact in facts:
        coded = isinstance(fact, QuantityObservation) and fact.item != "item/_T"
        if isinstance(fact, (IndicatorResult, QuantityObservation)) and not coded:
            owner = project_key(fact.subject.name) if fact.subject is not None else ""
            name = normalise_name(fact.label)
            label = labels[owner].setdefault(name, _Label(Indicator(fact.subject, fact.label)))
            label.add(fact)
    for found in labels.values():
        seen = list(found.values())
        for pair in sorted(alike([reduced(label.indicator.name, "indicator") for label in seen])):
            one, two = seen[pair.left], seen[pair.right]
            if not one.is_beside(two):
                match = compare(one.indicator.name, two.indicator.name, "indicator")
                yield from _stated("indicator", one.indicator, two.indicator, match)


def _dimension(quantity: Quantity) -> str:
    concept = scheme("unit").get(quantity.unit)
    return concept.data["dimension"][0] if concept is not None else ""


def _organisations(facts: Iterable[Fact], department: str) -> Iterator[NameMatch]:
    stated = list(facts)
    offices = {normalise_name(fact.name): fact for fact in stated if isinstance(fact, Office)}
    offices.pop(normalise_name(department), None)
    short_names = [fact.name for fact in stated if isinstance(fact, ShortName)]
    known = other_names([[department, *short_names]], "organisation")
    things: list[Office | Department] = [Department(department), *offices.values()]
    for left, right in combinations(things, 2):
        match = compare(left.name, right.name, "organisation", known)
        if isinstance(left, Office) and isinstance(right, Office) and _listed_together(left, right):
            if match.verdict != "same":
                continue
            match = replace(match, verdict="possible", score=round(match.score * 0.9, 3))
        yield from _stated("organisation", left, right, match)


def _listed_together(one: Office, two: Office) -> bool:
    return one.passage.section == two.passage.section and one.kind == two.kind


def _stated(kind: Kind, left: Thing, right: Thing, match: Match) -> Iterator[NameMatch]:
    if match.verdict != "different":
        yield NameMatch(kind, left, right, match.verdict, match.score, match.reason)


# -- which names are worth comparing ------------------------------------------------------------------------------


def alike(names: Sequence[str]) -> set[_Pair]:
    """The pairs of names of which the one with fewer character pairs has half of them in common with the other.

    Found without comparing all with all: of the rarest half of a name's character pairs, and one more, the other must
    have one.
    """
    pieces = [_pairs_of(name) for name in names]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, found in enumerate(pieces):
        for piece in found:
            holders[piece].append(at)
    alike = set()
    for at, found in enumerate(pieces):
        rarest = sorted(found, key=lambda piece: (len(holders[piece]), piece))[: len(found) // 2 + 1]
        for other in {holder for piece in rarest for holder in holders[piece]}:
            fewer = min(len(found), len(pieces[other]))
            if other != at and 2 * len(found & pieces[other]) >= fewer:
                alike.add(_Pair(min(at, other), max(at, other)))
    return alike


def _pairs_of(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset({text})
