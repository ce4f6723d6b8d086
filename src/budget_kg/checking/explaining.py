"""Why the parts of a sum do not close: known irregularities of single parts that account for the difference exactly.

Nothing is guessed from amounts alone: a part is only doubted where the document prints it twice, prints it otherwise
elsewhere, contains it in another part, or has it on another basis. One set of up to four of these that makes up the
difference, and no other as small, is an explanation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from budget_kg.checking.engine import Relation
from budget_kg.checking.figures import Result
from budget_kg.errors import Say
from budget_kg.stores.contract import Source, solutions
from budget_kg.vocab import CODE

_MOST: Final = 4
_CANDIDATES: Final = 30
_PLANNED: Final = frozenset({"adjusted", "initial", "budget"})
_SPENT: Final = frozenset({"actual", "adjustment"})
_LEAST_ZEROS: Final = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """What accounts for a difference, in words, and the statements that show it."""

    text: Say
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount that is stated of a project; `amount` in the base unit, `factor` that of the unit it is printed in."""

    iri: str
    project: str
    name: str
    phase: str
    year: str
    amount: Decimal
    addition: bool
    evaluated: bool
    factor: Decimal = Decimal(1)

    @property
    def printed(self) -> str:
        """The amount in its printed unit."""
        return _plain(self.amount / self.factor)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An irregularity of one part: by how much it is off, why, and the other statements that show it."""

    part: str
    change: Decimal
    reason: Say
    shown_by: tuple[str, ...]


class Explainer:
    """Explains failed sums over the projects of one source; asks it once, and only when there is a failed sum."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._asked: _Projects | None = None

    def explain(self, relation: Relation) -> Explanation | None:
        """The explanation of a failed sum; None when there is none, or more than one of the least size."""
        verdict = relation.verdict
        if relation.check.relation != "sum" or relation.result is not Result.FAILS or not verdict.difference:
            return None
        if self._asked is None:
            self._asked = _Projects(self._source)
        doubts = list(self._asked.doubts(relation.of("part")))
        found = _closing(doubts, verdict.difference)
        return None if found is None else _explanation(found)


def _closing(doubts: Sequence[Doubt], difference: Decimal) -> tuple[Doubt, ...] | None:
    """The one smallest set of doubts, one for each part, whose changes make up the difference exactly."""
    if len(doubts) > _CANDIDATES:
        return None
    for size in range(1, _MOST + 1):
        fitting = [
            chosen for chosen in combinations(doubts, size)
            if sum((doubt.change for doubt in chosen), Decimal(0)) == difference
            and len({doubt.part for doubt in chosen}) == size
        ]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _explanation(doubts: Sequence[Doubt]) -> Explanation:
    zh = "；".join(doubt.reason.zh for doubt in doubts)
    en = "; ".join(doubt.reason.en for doubt in doubts)
    statements = dict.fromkeys(name for doubt in doubts for name in (doubt.part, *doubt.shown_by))
    return Explanation(
        Say(f"差额恰好可由下列各项说明：{zh}", f"The difference is exactly accounted for: {en}"), tuple(statements)
    )


class _Projects:
    """All amounts stated of projects, and which of their names may mean one project."""

    def __init__(self, source: Source) -> None:
        rows = [_stated(row) for row in solutions(source, _STATED)]
        self.by_iri = {one.iri: one for one in rows}
        self.by_project: Mapping[str, list[Stated]] = _grouped(rows)
        self.matches: dict[str, set[str]] = defaultdict(set)
        for row in solutions(source, _MATCHES):
            self.matches[row["one"].value].add(row["other"].value)
            self.matches[row["other"].value].add(row["one"].value)

    def doubts(self, names: Sequence[str]) -> Iterator[Doubt]:
        """What is irregular about the parts of a sum, each part in turn."""
        parts = [self.by_iri[name] for name in names if name in self.by_iri]
        zeros = self._zero_additions(parts)
        for part in parts:
            yield from self._printed_otherwise(part, parts)
            yield from self._on_another_basis(part, zeros)
        yield from self._twice(parts)
        yield from self._contained(parts)

    def _elsewhere(self, part: Stated) -> list[Stated]:
        """Other statements of the same project and year, outside its self-evaluation when the part stands there."""
        own = [one for one in self.by_project[part.project] if one.iri != part.iri and one.year == part.year]
        return [one for one in own if not (part.evaluated and one.evaluated)]

    def _printed_otherwise(self, part: Stated, parts: Sequence[Stated]) -> Iterator[Doubt]:
        """Another printing of the part: an amount of the same phase, or the addition it was spent from."""
        among = {one.iri for one in parts}
        seen = set()
        for other in self._elsewhere(part):
            alike = other.phase == part.phase or {other.phase, part.phase} <= _SPENT
            change = other.amount - part.amount
            if other.iri not in among and alike and change and other.amount not in seen:
                seen.add(other.amount)
                said = Say(
                    f"{part.name}在此印为 {part.printed}，另处印为 {other.printed}（差 {_signed(change, part)}）",
                    f"{part.name} is printed as {part.printed} here and as {other.printed} elsewhere "
                    f"({_signed(change, part)})",
                )
                yield Doubt(part.iri, change, said, (other.iri,))

    def _zero_additions(self, parts: Sequence[Stated]) -> bool:
        """Whether the additions among budgeted parts are mostly printed with a budget of zero."""
        added = [part for part in parts if part.phase in _PLANNED and self._addition(part) is not None]
        zeros = sum(part.amount == 0 for part in added)
        return zeros >= _LEAST_ZEROS and 2 * zeros > len(added)

    def _addition(self, part: Stated) -> Stated | None:
        """The addition of the part's project, under this name or one that may mean the same."""
        named = [part.project, *sorted(self.matches[part.project])]
        return next((one for name in named for one in self.by_project[name] if one.addition), None)

    def _on_another_basis(self, part: Stated, zeros: bool) -> Iterator[Doubt]:
        """An addition printed with a budget, or a project that is none printed without, where additions have none."""
        if not zeros or part.phase not in _PLANNED:
            return
        added = self._addition(part)
        if added is not None and part.amount and added.amount == part.amount:
            said = Say(
                f"{part.name}列为追加，预算却印为 {part.printed}（差 {_signed(-part.amount, part)}）",
                f"{part.name} is listed as an addition, yet has a budget of {part.printed} "
                f"({_signed(-part.amount, part)})",
            )
            yield Doubt(part.iri, -part.amount, said, (added.iri,))
        spent = next((one for one in self._elsewhere(part) if one.phase == "actual" and one.amount), None)
        if added is None and not part.amount and spent is not None:
            said = Say(
                f"{part.name}不在追加之列（清单印为 {spent.printed}），预算却印为 0（差 {_signed(spent.amount, spent)}）",
                f"{part.name} is no addition (the list has {spent.printed}), yet has a budget of 0 "
                f"({_signed(spent.amount, spent)})",
            )
            yield Doubt(part.iri, spent.amount, said, (spent.iri,))

    def _twice(self, parts: Sequence[Stated]) -> Iterator[Doubt]:
        """Two parts of one amount whose names are, or may be, those of one project."""
        for one, other in combinations([part for part in parts if part.amount], 2):
            named = other.project in self.matches[one.project]
            if one.amount == other.amount and named:
                said = Say(
                    f"{one.name}与{other.name}金额都是 {one.printed}，名称可能指同一项目"
                    f"（差 {_signed(-other.amount, other)}）",
                    f"{one.name} and {other.name} are both {one.printed} and may name one project "
                    f"({_signed(-other.amount, other)})",
                )
                yield Doubt(other.iri, -other.amount, said, (one.iri,))

    def _contained(self, parts: Sequence[Stated]) -> Iterator[Doubt]:
        """A part that is the sum of another part, listed elsewhere too, and of an amount that is no part itself.

        The whole is not named outside its self-evaluation, the rest has no self-evaluation: each is the other's only
        counterpart.
        """
        taken = {part.project for part in parts}
        rest = [
            one for one in self.by_iri.values()
            if one.addition and one.amount and one.project not in taken and not self.matches[one.project] & taken
        ]
        inner = [part for part in parts if part.amount and any(
            one.addition and one.amount == part.amount for one in self._elsewhere(part)
        )]
        outer = {part.amount: part for part in parts if part.phase == "actual" and self._only_evaluated(part)}
        for part in inner:
            for left in rest:
                whole = outer.get(part.amount + left.amount)
                if whole is not None and whole.iri != part.iri and part.phase == whole.phase:
                    said = Say(
                        f"{whole.name} {whole.printed} 等于{part.name} {part.printed} 加{left.name} {left.printed}，"
                        f"而{part.name}又单独列出（差 {_signed(-part.amount, part)}）",
                        f"{whole.name} with {whole.printed} is {part.name} with {part.printed} and {left.name} with "
                        f"{left.printed}, and {part.name} is listed on its own as well ({_signed(-part.amount, part)})",
                    )
                    yield Doubt(part.iri, -part.amount, said, (whole.iri, left.iri))

    def _only_evaluated(self, part: Stated) -> bool:
        return part.evaluated and not self._elsewhere(part) and not self.matches[part.project]


def _grouped(rows: Sequence[Stated]) -> Mapping[str, list[Stated]]:
    found: dict[str, list[Stated]] = defaultdict(list)
    for one in rows:
        found[one.project].append(one)
    return found


def _stated(row: Any) -> Stated:
    return Stated(
        iri=row["o"].value, project=row["project"].value, name=row["name"].value,
        phase=row["phase"].value.rpartition("/")[2], year=row["year"].value, amount=Decimal(row["amount"].value),
        addition=row["item"].value == f"{CODE}item/additions", evaluated=row["evaluated"].value == "true",
        factor=Decimal(row["factor"].value),
    )


def _signed(amount: Decimal, like: Stated) -> str:
    value = _plain(abs(amount) / like.factor)
    return f"−{value}" if amount < 0 else f"+{value}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_STATED: Final = """
PREFIX section: <https://w3id.org/budget-kg/code/section/>
SELECT ?o ?project ?name ?phase ?year ?amount ?item ?factor ?evaluated WHERE {
  GRAPH ?g {
    ?o a bkg:MoneyObservation ; bkg:subject ?edition ; bkg:phase ?phase ; bkg:fiscalYear ?year ; bkg:amount ?amount ;
      bkg:item ?item ; bkg:printedUnit ?unit ; prov:wasQuotedFrom ?place .
    ?place bkg:start ?start .
    OPTIONAL { ?o bkg:inSection ?section }
  }
  GRAPH id:registry { ?edition bkg:project ?project . ?project skos:prefLabel ?name }
  GRAPH id:ontology { ?unit bkg:factor ?factor }
  BIND(COALESCE(?section = section:project-evaluation, false) AS ?evaluated)
} ORDER BY ?start ?o"""
_MATCHES: Final = "SELECT ?one ?other WHERE { GRAPH ?g { ?m a bkg:NameMatch ; bkg:oneName ?one ; bkg:otherName ?other } }"
