"""The money of a form: amounts by fund and phase, the rate of execution with its points.

A figure is read when its row or the label before it says what money it is, and its column or the kind of document in
which phase, or that it was paid out, received or left over; any other stays unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from budget_kg.facts import TOTAL_FUND, TOTAL_ITEM, TOTAL_TYPE, Code, Fact, MoneyObservation, RateStatement, Term
from budget_kg.grids.form_values import CellScope, points_in
from budget_kg.grids.form_words import bare_label, field_of, phase_in
from budget_kg.grids.grid import Row, Slot, slots_of
from budget_kg.grids.numbers import Printed, number_in
from budget_kg.grids.words import words_of
from budget_kg.prose.grammar import Span
from budget_kg.text import Quantity
from budget_kg.vocab import B, Concept, scheme

PLANS = ("adjusted", "budget", "initial")
_NEAR = Decimal("0.006")


@dataclass(slots=True)
class Money:
    """What the rows of money state; `without_unit` are amounts that no unit was printed for."""

    facts: list[Fact] = field(default_factory=list)
    without_unit: list[Slot] = field(default_factory=list)


@dataclass(slots=True)
class _RowOfMoney:
    """The figures of one row: amounts by phase, and the cells of rate and points."""

    amounts: dict[str, MoneyObservation] = field(default_factory=dict)
    others: dict[str, Slot] = field(default_factory=dict)


class MoneyReader:
    """Reads the rows over the indicators of one form; `plan` is the phase of amounts in a budget, "" in accounts."""

    def __init__(self, scope: CellScope, unit: Concept | None, plan: str) -> None:
        self.scope = scope
        self.unit = unit
        self.plan = plan
        self.found = Money()
        self.wholes: dict[tuple[str, str], MoneyObservation] = {}
        self.fiscal: dict[tuple[str, str], MoneyObservation] = {}
        self.heads: dict[int, str] = {}
        self.items: dict[int, Code] = {}
        self.read_slots: set[Slot] = set()

    def read(self, rows: Sequence[Row]) -> Money:
        """Read the rows in order."""
        for row in rows:
            heads = _heads(row)
            if len(set(heads.values())) >= 2 and not any(self._number(slot) for slot in slots_of(row)):
                self.heads = heads
                continue
            self._row(row)
        return self.found

    def _number(self, slot: Slot) -> Printed | None:
        return number_in(self.scope.text, slot.cell.start, slot.cell.end)

    def _row(self, row: Row) -> None:
        read = _RowOfMoney()
        label, phase = _named_by_head(row), ""
        for index, slot in enumerate(row):
            if slot is None or slot in self.read_slots or (index and row[index - 1] is slot):
                continue
            if field_of(slot, "row") or _means_money(slot):
                label, phase = slot, ""
            elif _phase(slot) or field_of(slot, "column"):
                phase = field_of(slot, "column") or _phase(slot)
            elif self._number(slot) is not None:
                self._figure(slot, label, phase or self.heads.get(index, ""), read)
                phase = ""
            elif field_of(slot, "head") and field_of(slot, "head") != "funds":
                label, phase = None, ""
        self._rate(read)

    def _figure(self, slot: Slot, label: Slot | None, column: str, read: _RowOfMoney) -> None:
        if column in ("weight", "points", *_RATES):
            read.others[column] = slot
            return
        own = _phase(label) if label is not None else ""
        phase = column or own or (self.plan if not self.heads else "")
        if label is None or not phase:
            return
        printed = self._number(slot)
        assert printed is not None
        unit = printed.unit or self.unit
        if unit is None or unit.data["dimension"][0] != "money":
            self.found.without_unit.append(slot)
            return
        self.read_slots.add(slot)
        fact = self._observation(slot, label, (phase, printed, unit))
        if not self.heads and fact.fund == TOTAL_FUND:
            self.items[slot.cell.column] = fact.item
        read.amounts[phase] = fact
        self.found.facts.append(fact)

    def _observation(self, slot: Slot, label: Slot, said: tuple[str, Printed, Concept]) -> MoneyObservation:
        phase, printed, unit = said
        fund, item, type_ = _dimensions(label, TOTAL_TYPE if self.scope.subject is None else _PROJECT)
        item = item if item != TOTAL_ITEM else self.items.get(slot.cell.column, item) if fund != TOTAL_FUND else item
        flow = Term(B.Expenditure)
        if phase in _MOVEMENTS:
            data = scheme("form-field")[phase].data
            item, flow, phase = Code(f"item/{data['item'][0]}"), Term(getattr(B, data["flow"][0])), "actual"
            type_ = type_ if flow == B.Expenditure else TOTAL_TYPE
        level = _level(label)
        whole = self.wholes.get((phase, item)) if fund != TOTAL_FUND or type_ not in (_PROJECT, TOTAL_TYPE) else None
        whole = self.fiscal.get((phase, item), whole) if level is not None else whole
        fact = MoneyObservation(
            passage=self.scope.passage(slot.cell.start, slot.cell.end),
            numerals=((printed.start, printed.end),), amount=printed.quantity(unit), year=self.scope.year,
            phase=Code(f"phase/{phase}"), flow=flow, subject=self.scope.subject, fund=fund, type=type_,
            item=item, part_of=whole, transfer_from=level,
        )
        if fund == TOTAL_FUND:
            self.wholes[phase, item] = fact
        elif "其中" in label.key and whole is not None and level is None:
            self.wholes.setdefault((phase, item), fact)
        if field_of(label, "row") == "fiscal":
            self.fiscal[phase, item] = fact
        return fact

    def _rate(self, read: _RowOfMoney) -> None:
        """The rates of a row: of execution, with its points, and of what is left over."""
        base = next((read.amounts[phase] for phase in PLANS if phase in read.amounts), None)
        self._percentage(read, "rate", (read.amounts.get("actual"), base))
        self._percentage(read, "unspent-rate", (read.amounts.get("unspent"), read.amounts.get("received")))

    def _percentage(
        self, read: _RowOfMoney, name: str, of: tuple[MoneyObservation | None, MoneyObservation | None]
    ) -> None:
        slot = read.others.get(name)
        actual, base = of
        if slot is None:
            return
        printed = self._number(slot)
        percent = _percent(printed, actual, base) if printed is not None else None
        if printed is None or percent is None:
            return
        scored = read.others if name == "rate" else {}
        weight, at_weight = points_in(self.scope.text, scored.get("weight"))
        points, at_points = points_in(self.scope.text, scored.get("points"))
        spans: tuple[Span, ...] = ((printed.start, printed.end), *at_weight, *at_points)
        cells = [one for one in (slot, *map(scored.get, ("weight", "points"))) if one and one.table is slot.table]
        start, end = min(one.cell.start for one in cells), max(one.cell.end for one in cells)
        if any(not start <= low < high <= end for low, high in spans):
            start, end, spans = slot.cell.start, slot.cell.end, spans[:1]
            weight = points = None
        self.found.facts.append(
            RateStatement(
                passage=self.scope.passage(start, end), numerals=spans, percent=percent, kind=Term(_RATES[name]),
                year=self.scope.year, subject=self.scope.subject, of=actual, base=base, weight=weight, points=points,
            )
        )


_PROJECT = Code("expenditure-type/project")
_RATES = {"rate": B.Completion, "unspent-rate": B.Share}
_MOVEMENTS = ("allocated", "received", "unspent", "unallocated")


def _heads(row: Row) -> dict[int, str]:
    """The columns of money a row heads, by place."""
    found: dict[int, str] = {}
    for index, slot in enumerate(row):
        if slot is not None and not field_of(slot, "row", "head"):
            said = field_of(slot, "column") or _phase(slot)
            if said:
                found[index] = said
    return dict(zip(found, told_balances(list(found.values())), strict=True))


def told_balances(columns: Sequence[str]) -> list[str]:
    """Columns of money in their order; what is left over behind what was paid out is what was not paid out.

    Where neither what was paid out nor what was spent stands before it, a column of what is left over is "".
    """
    found: list[str] = []
    for name in columns:
        last = next((one for one in reversed(found) if one in ("allocated", "actual")), "")
        meant = {"allocated": "unallocated", "actual": "unspent"}.get(last, "")
        found.append(meant if name == "unspent" else name)
    return found


def _named_by_head(row: Row) -> Slot | None:
    """The heading of the money as the label of its row, where a phase follows it: `项目资金 | 年初预算数 | 12.5`."""
    for head, behind in pairwise(slots_of(row)):
        if field_of(head, "head") == "funds":
            return head if _phase(behind) and not field_of(behind, "row") else None
    return None


def _level(label: Slot) -> Code | None:
    """The level of government a row says its money comes from."""
    name = field_of(label, "row")
    data = scheme("form-field")[name].data if name else {}
    return Code(f"transfer-level/{data['transferFrom'][0]}") if "transferFrom" in data else None


def _phase(slot: Slot) -> str:
    """The phase a label names."""
    return phase_in(slot.key)


def _means_money(slot: Slot) -> bool:
    """Whether a label is nothing but funds and types of spending."""
    words = words_of(bare_label(slot.key))
    known = {concept.scheme for group in words.concepts for concept in group}
    return bool(words.concepts) and not words.rest and not words.years and bool(known & {"fund", "expenditure-type"})


def _dimensions(label: Slot, type_: Code) -> tuple[Code, Code, Code]:
    """Fund, item and type of spending of a label."""
    data = scheme("form-field")[field_of(label, "row")].data if field_of(label, "row") else {}
    fund = Code(f"fund/{data['fundingSource'][0]}") if "fundingSource" in data else TOTAL_FUND
    item = Code(f"item/{data['item'][0]}") if "item" in data else TOTAL_ITEM
    for concept in _first(words_of(bare_label(label.key)).concepts) if not field_of(label, "row") else ():
        if concept.scheme == "fund" and fund == TOTAL_FUND:
            fund = Code(f"fund/{concept.notation}")
        elif concept.scheme == "expenditure-type":
            type_ = Code(f"expenditure-type/{concept.notation}")
    return fund, item, type_


def _first(groups: Iterable[tuple[Concept, ...]]) -> Iterable[Concept]:
    for group in groups:
        yield from [concept for concept in group if concept.scheme in ("fund", "expenditure-type")][:1]


def _percent(printed: Printed, actual: MoneyObservation | None, base: MoneyObservation | None) -> Quantity | None:
    """A rate as printed in percent; a bare one when it is surely that, as its amounts tell."""
    percent = scheme("unit")["percent"]
    if printed.unit is not None:
        return printed.quantity(printed.unit) if printed.unit.data["dimension"][0] == "ratio" else None
    value = printed.quantity(percent)
    if actual is None or base is None or not base.amount.value:
        return value if value.value > 2 or not value.value else None
    rate = actual.amount.value / base.amount.value
    if abs(value.value - rate) <= _NEAR and abs(value.value - rate * 100) > _NEAR * 100:
        return replace(printed.quantity(scheme("unit")["times"]), unit="times")
    return value
