"""What a reader of finance prose remembers while it walks a section: dimensions, last amounts, the running list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from budget_kg.errors import Say
from budget_kg.facts import (
    TOTAL_FUNCTION,
    TOTAL_ITEM,
    ChangeStatement,
    Code,
    Fact,
    MoneyObservation,
    QuantityObservation,
    Term,
    Year,
)
from budget_kg.model import Finding, Layout, Passage, Section, Severity
from budget_kg.prose.lexicon import tokens
from budget_kg.prose.subjects import Dims, apply_token, is_spending, section_dims
from budget_kg.text import Numeral
from budget_kg.vocab import B, scheme

COSTS = frozenset({"expenditure-type/basic-staff", "expenditure-type/basic-office"})
BUDGETS = frozenset({"phase/initial", "phase/adjusted", "phase/budget"})


def broader_items(code: Code) -> list[Code]:
    """The item codes above an item, nearest first, the total excluded."""
    found, notation = [], scheme("item")[code.removeprefix("item/")].broader
    while notation and notation != "_T":
        found.append(Code(f"item/{notation}"))
        notation = scheme("item")[notation].broader
    return found


def _are_siblings(one: Code, other: Code) -> bool:
    """Whether two different types of expenditure split the same broader one."""
    types = scheme("expenditure-type")
    above = [types[code.removeprefix("expenditure-type/")].broader for code in (one, other)]
    return one != other and bool(above[0]) and above[0] == above[1]


@dataclass(slots=True)
class Narrator:
    """Reads one section's own text after another; `facts` collects what they state, `unnamed` the amounts of nothing.

    `lost` gives the items of such amounts, by their start in the flow, when they are known otherwise.
    """

    layout: Layout
    functions: bool
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    section: Section = field(init=False)
    base: Dims = field(init=False)
    dims: Dims = field(init=False)
    parent: MoneyObservation | QuantityObservation | None = None
    list_parent: MoneyObservation | None = None
    announced: MoneyObservation | None = None
    last: list[MoneyObservation] = field(default_factory=list)
    last_change: ChangeStatement | None = None
    mark: int = 0
    as_of: Year | None = None
    stated: list[Fact] = field(default_factory=list)
    before: list[Fact] = field(default_factory=list)
    unnamed: list[Numeral] = field(default_factory=list)
    lost: dict[int, Code] = field(default_factory=dict)

    @property
    def plain_phase(self) -> Code:
        """The phase of an amount that names none."""
        return Code("phase/budget" if self.layout.head.is_planned else "phase/actual")

    @property
    def own_phases(self) -> tuple[str, ...]:
        """The phases of the amounts the document is about."""
        return (*sorted(BUDGETS), "phase/actual") if self.layout.head.is_planned else ("phase/actual",)

    def find(self, dims: Dims, phases: tuple[str, ...], but: Year | None = None) -> MoneyObservation | None:
        """The latest amount about the same thing in one of `phases` (any when empty), of no year `but`.

        One of the year spoken of comes before those of other years.
        """
        year, other = self.year(dims), None
        for fact in reversed(self.facts):
            if not isinstance(fact, MoneyObservation) or (but is not None and fact.year == but):
                continue
            same = (fact.fund, fact.type, fact.item, fact.function, fact.economic, fact.subject) == (
                dims.fund, dims.type, dims.item, dims.function, dims.economic, dims.project,
            )
            if same and (not dims.flows or fact.flow in dims.flows) and (not phases or fact.phase in phases):
                if fact.year == year:
                    return fact
                other = other or fact
        return other

    @property
    def latest(self) -> MoneyObservation | None:
        """The amount stated last in this section."""
        return self.last[-1] if self.last else None

    def parent_for(self, dims: Dims) -> MoneyObservation | None:
        """What an amount is a part of: the running 其中, else the nearest amount of a broader item, else the list."""
        running = self._running()
        if running is not None and running.part_of is not None and _are_siblings(running.type, dims.type):
            running = running.part_of  # 人员经费…，其中基本工资…；公用经费…
        running = self._same_side(running, dims)
        wider = broader_items(dims.item)
        if not wider or (running is not None and running.item in wider):
            told = self.announced or self._split_by(dims) or self.list_parent
            return running or (None if wider else told or self._split_into_classes(dims))
        year = self.year(dims)
        for fact in reversed(self.facts):
            if not isinstance(fact, MoneyObservation) or fact.year != year:
                continue
            if fact.item in wider and fact.phase == (dims.phase or fact.phase):
                return fact if fact.fund == dims.fund else self.list_parent
        return running if running is not None and running.type in COSTS else self.list_parent

    def _running(self) -> MoneyObservation | None:
        """What parts are listed of: the running 其中, or the staff or office costs within it (`…，主要包括：`)."""
        running = self.parent if isinstance(self.parent, MoneyObservation) else None
        costs = self.announced if self.announced is not None and self.announced.type in COSTS else None
        return costs if costs is not None and (self.parent is None or costs.part_of is running) else running

    def _same_side(self, running: MoneyObservation | None, dims: Dims) -> MoneyObservation | None:
        """Of the grand totals of both sides that one number states, the one a part belongs to."""
        if running is None or running.item != "item/grand-total":
            return running
        opens = dims.item == "item/opening-balance"
        side = Term(B.Revenue) if opens or dims.flows == (Term(B.Revenue),) else Term(B.Expenditure)
        for fact in reversed(self.facts):
            if isinstance(fact, MoneyObservation) and fact.numerals == running.numerals and fact.flow == side:
                return fact
        return running

    def _split_by(self, dims: Dims) -> MoneyObservation | None:
        """The total the sentence before began to split: `…，其中基本支出40万元。项目支出24万元。`"""
        wanted = (dims.fund, dims.item, dims.function, dims.economic, dims.project, dims.phase, self.year(dims))
        for fact in reversed([*self.before, *self.stated]):
            if not isinstance(fact, MoneyObservation) or fact.part_of is None or fact.flow not in dims.flows:
                continue
            own = (fact.fund, fact.item, fact.function, fact.economic, fact.subject, fact.phase, fact.year)
            if own == wanted and _are_siblings(fact.type, dims.type):
                return fact.part_of
        return None

    def _split_into_classes(self, dims: Dims) -> MoneyObservation | None:
        """The total stated before that a section of nothing but classes (`结构情况`) splits."""
        alone = "结构" in self.section.title and self.section.meaning.startswith("general-public")
        classes = alone and re.fullmatch(r"func/\d{3}", dims.function)
        return self.find(replace(dims, function=TOTAL_FUNCTION), (dims.phase or self.plain_phase,)) if classes else None

    def year(self, dims: Dims) -> Year:
        """The year named; for a stock that of the day it was counted; else the year of the document."""
        if self.as_of is not None and dims.flows == (Term(B.Stock),):
            return self.as_of
        return dims.year or Year(self.layout.head.year)

    def add(self, fact: Fact) -> None:
        """Keep a fact, as stated in this sentence."""
        self.facts.append(fact)
        self.stated.append(fact)

    def doubt(self, rule: str, message: Say, passage: Passage) -> None:
        """Keep a finding of the reader about a place, once."""
        finding = Finding(rule, Severity.WARNING, message, (passage,))
        if finding not in self.findings:
            self.findings.append(finding)

    def enter(self, section: Section, list_parent: MoneyObservation | None) -> None:
        """Begin a section: what it implies, nothing stated yet."""
        self.section = section
        self.base = self.dims = self._implied(section, list_parent)
        self.as_of = None
        self.parent, self.list_parent, self.announced, self.last, self.before = None, list_parent, None, [], []
        self.mark = len(self.facts)

    @staticmethod
    def _implied(section: Section, list_parent: MoneyObservation | None) -> Dims:
        """What the meaning and the title of a section imply; an item of a list is of the flow and fund of the list."""
        dims = section_dims(section)
        named = [token for token in tokens(section.title, 0, len(section.title), False) if is_spending(token)]
        if section.kind and len(named) == 1:
            return apply_token(dims, named[0], "money")
        if list_parent is None or dims.key != Dims().key:
            return dims
        return Dims(flows=(list_parent.flow,), fund=list_parent.fund)

    def ground(self) -> Dims:
        """What a new subject starts from: the parent of a running 其中, else what the section implies."""
        parent = self._running()
        if parent is None:
            return self.base
        item = TOTAL_ITEM if parent.item == "item/grand-total" else parent.item
        return Dims(
            (parent.flow,), parent.fund, parent.type, item, parent.function, parent.economic,
            parent.subject, parent.phase, parent.year,
        )
