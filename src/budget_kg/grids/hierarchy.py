"""Which row of a block another one is part of, and what it takes over from the row above it.

Codes tell it for classes, numbering and 其中 for everything else, totals for what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budget_kg.facts import TOTAL_ECONOMIC, TOTAL_FUNCTION, TOTAL_FUND, TOTAL_ITEM, TOTAL_TYPE
from budget_kg.grids.dimensions import within
from budget_kg.grids.rows import Label
from budget_kg.prose.narrator import broader_items
from budget_kg.prose.subjects import Dims
from budget_kg.vocab import B

_READ = ("class", "words", "total", "grand-total", "subtotal", "project")


def settle(labels: Sequence[Label]) -> dict[int, int]:
    """Give every label what it takes over from those above it; return for rows the row each is part of."""
    _grand_totals(labels)
    parents: dict[int, int] = {}
    codes: dict[str, int] = {}
    stack: list[Label] = []
    lost: Label | None = None
    for label in labels:
        if lost is not None and _is_part_of_unknown(label, lost):
            label.kind = "unknown"
            continue
        if label.kind not in (*_READ, "head"):
            stack, lost = ([], label) if label.kind == "unknown" else (stack, lost)
            continue
        lost = None
        above = _above(label, stack)
        if above is None and _is_of_a_balance(label) and label.dims.item == TOTAL_ITEM:
            label.kind, lost = "unknown", label
            continue
        if above is not None and above.kind not in ("total", "grand-total", "subtotal"):
            label.dims = _inherited(label.dims, above.dims)
            if above.kind != "head":
                parents[label.row] = above.row
        coded = _by_code(label, codes)
        if coded is not None:
            parents[label.row] = coded
        stack = _pushed(stack, label)
    _under_totals(labels, parents)
    return parents


def _is_part_of_unknown(label: Label, lost: Label) -> bool:
    """Whether a row is a part of one whose meaning nobody knows: then nobody knows its own."""
    if label.code or label.kind in ("total", "grand-total"):
        return False
    return label.part or (label.level > lost.level > 0) or (lost.level == 0 and label.level > 0 and label.first)


def _inherited(own: Dims, above: Dims) -> Dims:
    """A part of a carry-over is a carry-over; a class does not take over the class above it."""
    taken = replace(above, function=TOTAL_FUNCTION, economic=TOTAL_ECONOMIC, class_name=None)
    if own.function == TOTAL_FUNCTION:
        taken = replace(taken, function=above.function, class_name=above.class_name)
    if own.economic == TOTAL_ECONOMIC and own.function == TOTAL_FUNCTION:
        taken = replace(taken, economic=above.economic)
    found = within(own, taken)
    if above.flows == (B.Balance,) and own.item == TOTAL_ITEM:
        found = replace(found, flows=above.flows)
    return found


def _above(label: Label, stack: Sequence[Label]) -> Label | None:
    """The row whose part this one is, by its numbering, its 其中, or an item that holds its item."""
    if label.kind in ("total", "grand-total", "subtotal", "project") and not label.level:
        return None
    if label.part:
        return next((one for one in reversed(stack) if not one.part), None)
    if _is_of_a_balance(label):
        return next((one for one in reversed(stack) if one.dims.item in _BALANCES and not _is_of_a_balance(one)), None)
    wider = broader_items(label.dims.item)
    if wider:
        holder = next((one for one in reversed(stack) if one.dims.item in wider), None)
        if holder is not None:
            return holder
    if not label.level:
        return None
    for one in reversed(stack):
        if one.part:
            continue
        if 0 < one.level < label.level:
            return one
        if one.level == 0:
            return one if label.first or any(two.level == label.level for two in stack[stack.index(one) :]) else None
    return None


_BALANCES = ("item/opening-balance", "item/closing-balance")


def _is_of_a_balance(label: Label) -> bool:
    """Whether a row names a type or fund of a balance, and the balance is that of a row above it."""
    typed = label.dims.type != TOTAL_TYPE or label.dims.fund != TOTAL_FUND
    return label.dims.flows == (B.Balance,) and typed and not label.level


def _pushed(stack: list[Label], label: Label) -> list[Label]:
    """The rows that may still have parts, the new one last."""
    if label.part:
        return [*stack, label]
    if label.level:
        kept = [one for one in stack if not one.part and (one.level == 0 or one.level <= label.level)]
        return [*(one for one in kept if one.level < label.level), label]
    if _is_of_a_balance(label):
        return [*(one for one in stack if one.dims.item in _BALANCES and not _is_of_a_balance(one)), label]
    wider = broader_items(label.dims.item)
    return [*(one for one in stack if one.dims.item in wider and wider), label]


def _by_code(label: Label, codes: dict[str, int]) -> int | None:
    """The row of the nearest code above; the row itself is kept for those below it."""
    code = label.code
    if not code and label.kind == "class" and label.dims.economic != TOTAL_ECONOMIC:
        code = label.dims.economic.rpartition("/")[2]
    elif not code and label.kind == "class":
        code = label.dims.function.rpartition("/")[2]
    if not code or not code.isdigit():
        return None
    above = next((codes[code[:size]] for size in (5, 3) if size < len(code) and code[:size] in codes), None)
    codes[code] = label.row
    return above


def _grand_totals(labels: Sequence[Label]) -> None:
    """Tell the total of everything from that of the year: 总计, or a second total behind carry-overs."""
    sums = [label for label in labels if label.kind in ("total", "grand-total")]
    carried = [label.row for label in labels if label.dims.flows == (B.Balance,)]
    if len(sums) < 2 and not carried:
        for label in sums:
            label.kind = "total"
        return
    for index, label in enumerate(sums):
        behind = any(sums[0].row < row < label.row for row in carried)
        alone = len(sums) == 1 and any(row < label.row for row in carried)
        if label.kind == "grand-total" or alone or (index and behind):
            label.kind = "grand-total"


def _under_totals(labels: Sequence[Label], parents: dict[int, int]) -> None:
    """Rows that are part of nothing else are part of the total they are added up in."""
    total = [label for label in labels if label.kind == "total"]
    grand = [label for label in labels if label.kind == "grand-total"]
    subtotals = [label for label in labels if label.kind == "subtotal"]
    whole = total[0].row if len(total) == 1 else None
    top = grand[0].row if len(grand) == 1 else None
    for label in labels:
        if label.row in parents or label.kind not in _READ or label.kind == "grand-total":
            continue
        if label.kind == "total" or label.dims.flows == (B.Balance,) or label.dims.fund == "fund/non-fiscal-surplus":
            parent = top
        elif subtotals and label.kind != "subtotal":
            parent = subtotals[0].row if len(subtotals) == 1 else None
        else:
            parent = whole if whole is not None else (top if not total else None)
        if parent is not None and parent != label.row:
            parents[label.row] = parent
