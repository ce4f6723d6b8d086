"""The facts of one grid: every figure with the dimensions of its table, its column and its row.

A figure whose row or column is unknown, or whose dimensions do not fit together, states nothing and stays unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from budget_kg.facts import (
    TOTAL_FUND,
    TOTAL_ITEM,
    TOTAL_TYPE,
    ChangeStatement,
    Code,
    Fact,
    MoneyObservation,
    QuantityObservation,
    RateStatement,
    Term,
    Year,
)
from budget_kg.grids.columns import Block, Column, count_unit, year_of
from budget_kg.grids.dimensions import is_other, joined, within
from budget_kg.grids.grid import Row, Slot
from budget_kg.grids.numbers import Printed, number_in
from budget_kg.grids.rows import Label
from budget_kg.model import Layout, Passage, Section
from budget_kg.prose.narrator import broader_items
from budget_kg.prose.subjects import Dims
from budget_kg.text import Quantity
from budget_kg.vocab import B, Concept, scheme

_BUDGETED = frozenset({"phase/initial", "phase/adjusted", "phase/budget"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of a grid shares: document, section, dimensions, year, unit, the phase of a plain 预算数.

    `named_fund` is the fund the title itself names: it holds for items outside of the table's own, too.
    """

    layout: Layout
    section: Section
    dims: Dims
    year: int
    unit: Concept | None
    phase: Code
    budget_phase: Code
    named_fund: Code = TOTAL_FUND


@dataclass(slots=True)
class Statements:
    """Reads the figures of one block, all of them about `side`; `facts` are by row and column, `skipped` those unread."""

    frame: Frame
    block: Block
    side: Dims
    rows: Sequence[Row]
    labels: Sequence[Label]
    parents: dict[int, int]
    facts: dict[tuple[int, int], Fact] = field(default_factory=dict)
    skipped: list[tuple[Label, Column, Slot]] = field(default_factory=list)
    without_unit: list[Slot] = field(default_factory=list)
    _open: set[tuple[int, int]] = field(default_factory=set)

    def read(self) -> None:
        """Read every figure: amounts and counts first, then what is said of them."""
        relative = ("change", "rate")
        for later in (False, True):
            for label in self.labels:
                for column in self.block.figures:
                    if (column.measure in relative) == later and (label.row, column.index) not in self.facts:
                        self._figure(label, column)

    def _figure(self, label: Label, column: Column) -> Fact | None:
        place = (label.row, column.index)
        if place in self.facts or place in self._open:
            return self.facts.get(place)
        slot = self._slot(label, column)
        printed = self._printed(slot)
        if slot is None or printed is None:
            return None
        self._open.add(place)
        fact = None if self._is_shared(label, column, slot) else self._fact(label, column, slot, printed)
        self._open.discard(place)
        if fact is None:
            self.skipped.append((label, column, slot))
        else:
            self.facts[place] = fact
        return fact

    def _slot(self, label: Label, column: Column) -> Slot | None:
        row = self.rows[label.row]
        slot = row[column.index] if column.index < len(row) else None
        covered = slot is not None and column.index > 0 and row[column.index - 1] is slot
        above = label.row > 0 and slot is not None and slot in self.rows[label.row - 1]
        return None if covered or above else slot

    def _is_shared(self, label: Label, column: Column, slot: Slot) -> bool:
        """Whether a merged cell stands for several columns or rows of figures: whose figure it is, is not known."""
        row = self.rows[label.row]
        beside = any(
            other.path != column.path and other.index < len(row) and row[other.index] is slot
            for other in self.block.figures
        )
        below = self.labels[label.row + 1] if label.row + 1 < len(self.labels) else None
        return beside or (below is not None and below.slot is not label.slot and slot in self.rows[below.row])

    def _printed(self, slot: Slot | None) -> Printed | None:
        return number_in(self.frame.layout.document.text, slot.cell.start, slot.cell.end) if slot is not None else None

    def _fact(self, label: Label, column: Column, slot: Slot, printed: Printed) -> Fact | None:
        if label.kind in ("unknown", "head") or column.role != "figure":
            return None
        if column.measure == "rate":
            return self._rate(label, column, slot, printed)
        if column.measure == "change":
            return self._change(label, column, slot, printed)
        unit = printed.unit or label.unit or column.unit
        if unit is not None and unit.data["dimension"][0] == "count":
            return self._count(label, column, slot, printed)
        if column.measure == "count" or (unit is None and _is_counted(label.dims.item)):
            return self._count(label, column, slot, printed)
        return self._money(label, column, slot, printed)

    # -- amounts and counts -----------------------------------------------------------------------------------------

    def dims(self, label: Label, column: Column) -> Dims | None:
        """The dimensions of a figure, None when its row and its column exclude each other or no flow is known."""
        found = joined(label.dims, within(column.dims, self.side))
        if found is None:
            return None
        base = self.frame.dims
        if found.flows == (Term(B.Balance),):
            base = replace(base, item=TOTAL_ITEM, type=TOTAL_TYPE)
        elif found.item != TOTAL_ITEM and is_other(found.item, base.item):
            base = replace(base, item=TOTAL_ITEM, type=TOTAL_TYPE, fund=self.frame.named_fund)
        if found.flows == (Term(B.Revenue),):
            base = replace(base, type=TOTAL_TYPE)
        dims = within(found, base)
        if label.kind == "grand-total" and dims.item == TOTAL_ITEM:
            dims = replace(dims, item=Code("item/grand-total"))
        return dims if len(dims.flows) == 1 else None

    def _phase(self, dims: Dims) -> Code:
        phase = dims.phase or self.frame.phase
        return self.frame.budget_phase if phase == "phase/budget" else phase

    def _year(self, label: Label, column: Column) -> Year:
        return label.dims.year or year_of(column, self.frame.year)

    def _money(self, label: Label, column: Column, slot: Slot, printed: Printed) -> Fact | None:
        dims = self.dims(label, column)
        unit = printed.unit or label.unit or column.unit or self.frame.unit
        if unit is None:
            self.without_unit.append(slot)
            return None
        if dims is None or unit.data["dimension"][0] != "money":
            return None
        return MoneyObservation(
            passage=self._passage(slot), numerals=((printed.start, printed.end),), amount=printed.quantity(unit),
            year=self._year(label, column), phase=self._phase(dims), flow=dims.flows[0], subject=dims.project,
            function=dims.function, economic=dims.economic, fund=dims.fund, type=dims.type, item=dims.item,
            label=dims.project.name if dims.project else dims.class_name,
            part_of=_amount(self._whole(label, column)),
        )

    def _count(self, label: Label, column: Column, slot: Slot, printed: Printed) -> Fact | None:
        found = joined(label.dims, column.dims)
        unit = printed.unit or label.unit or column.unit or count_unit(column) or self._unit_above(label)
        if found is None or found.item == TOTAL_ITEM or (unit and unit.data["dimension"][0] != "count"):
            return None
        if not _is_counted(found.item):
            return None
        whole = self._whole(label, column)
        phase = found.phase or self.frame.phase
        return QuantityObservation(
            passage=self._passage(slot), numerals=((printed.start, printed.end),), value=printed.quantity(unit),
            year=self._year(label, column), label=label.name or column.path[-1].text, item=found.item,
            role=Term(B.TargetValue if phase in _BUDGETED else B.ResultValue),
            part_of=whole if isinstance(whole, QuantityObservation) else None,
        )

    def _unit_above(self, label: Label) -> Concept | None:
        """The unit of the counts a row is part of."""
        parent = self.parents.get(label.row)
        unit = self.labels[parent].unit if parent is not None else None
        return unit if unit is not None and unit.data["dimension"][0] == "count" else None

    def _whole(self, label: Label, column: Column) -> Fact | None:
        """What a figure is part of: the row's whole in the same column, else the column that holds its item."""
        parent = self.parents.get(label.row)
        if parent is not None:
            return self._figure(self.labels[parent], column)
        for item in broader_items(column.dims.item):
            for other in self.block.figures:
                own = other.dims.item if other.dims.item != TOTAL_ITEM else self.frame.dims.item
                if own == item and _beside(other, column):
                    return self._figure(label, other)
        return None

    # -- what is said of amounts ------------------------------------------------------------------------------------

    def _change(self, label: Label, column: Column, slot: Slot, printed: Printed) -> Fact | None:
        of = self._of(label, column)
        unit = printed.unit or column.unit or self.frame.unit
        if of is None or unit is None or unit.data["dimension"][0] != "money":
            return None
        value = self._signed(column, printed, unit)
        base_year, base_phase = self._compared_with(column, of.year)
        return ChangeStatement(
            passage=self._passage(slot), numerals=((printed.start, printed.end),), direction=_direction(value),
            year=of.year, amount=value, of=of, base_year=base_year, base_phase=base_phase,
        )

    def _rate(self, label: Label, column: Column, slot: Slot, printed: Printed) -> Fact | None:
        of = self._of(label, column)
        if of is None:
            return None
        unit = printed.unit or scheme("unit")["percent"]
        if unit.data["dimension"][0] != "ratio":
            return None
        value = self._signed(column, printed, unit)
        base: Fact | None = None
        kind = B.Growth
        if "completion" in column.asked:
            kind = B.Completion
            base = next((fact for fact in self._amounts(label, of.year) if fact.phase in _BUDGETED), None)
        elif "share" in column.asked:
            kind, base = B.Share, of.part_of
        grows = kind == B.Growth
        base_year, base_phase = self._compared_with(column, of.year) if grows else (None, None)
        if kind == B.Completion and isinstance(base, MoneyObservation):
            base_phase = base.phase
        return RateStatement(
            passage=self._passage(slot), numerals=((printed.start, printed.end),), percent=value, kind=Term(kind),
            year=of.year, subject=of.subject, of=of, base=base,
            base_phase=base_phase, base_year=base_year,
            direction=_direction(value) if grows else None,
        )

    def _signed(self, column: Column, printed: Printed, unit: Concept) -> Quantity:
        value = printed.quantity(unit)
        falls = "decrease" in column.asked and "change" not in column.asked and value.value > 0
        return value.negated() if falls else value

    @staticmethod
    def _compared_with(column: Column, year: Year) -> tuple[Year | None, Code | None]:
        """The year a change is measured against, or the phase of the same year's budget."""
        earlier = [one for one in column.years if one < year]
        if earlier:
            return Year(earlier[-1]), None
        own = {"budget", "compared"} <= column.asked or column.dims.phase in _BUDGETED
        if not own or "last-year" in column.asked:
            return Year(year - 1), None
        return None, column.dims.phase if column.dims.phase in _BUDGETED else Code("phase/budget")

    def _of(self, label: Label, column: Column) -> MoneyObservation | None:
        """The amount a change or rate is about: the one of the latest year in its row that its head fits."""
        amounts = self._amounts(label, None)
        if not amounts:
            return None
        latest = max(fact.year for fact in amounts)
        asked = within(column.dims, Dims())
        fits = [
            fact for fact in amounts
            if fact.year == latest and asked.type in (TOTAL_TYPE, fact.type) and asked.item in (TOTAL_ITEM, fact.item)
        ]
        actual = [fact for fact in fits if fact.phase == "phase/actual"]
        return next(iter(actual or fits), None)

    def _amounts(self, label: Label, year: Year | None) -> list[MoneyObservation]:
        found = (self.facts.get((label.row, column.index)) for column in self.block.figures)
        return [fact for fact in found if isinstance(fact, MoneyObservation) and year in (None, fact.year)]

    def _passage(self, slot: Slot) -> Passage:
        return self.frame.layout.passage_of(slot.table, slot.cell, self.frame.section)


def _is_counted(item: Code) -> bool:
    """Whether an item is counted: no money is ever said of it."""
    return scheme("item")[item.removeprefix("item/")].data.get("dimension") == ("count",)


def _amount(fact: Fact | None) -> MoneyObservation | None:
    return fact if isinstance(fact, MoneyObservation) else None


def _direction(value: Quantity) -> Term:
    return Term(B.Unchanged if value.value == 0 else B.Increase if value.value > 0 else B.Decrease)


def _beside(one: Column, other: Column) -> bool:
    """Whether two columns differ in nothing but the item."""
    same = replace(one.dims, item=TOTAL_ITEM, flows=()) == replace(other.dims, item=TOTAL_ITEM, flows=())
    return same and one.years == other.years and ("last-year" in one.asked) == ("last-year" in other.asked)
