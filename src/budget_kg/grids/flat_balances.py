"""Which side of a flattened table the lines of carry-overs stand on: opening balances with revenue, closing ones not.

The parts of both have the same words. A part belongs to a balance printed before it, and the parts of a balance add up
to it; when more than one way to share them out does, or none, no part is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from budget_kg.facts import Term
from budget_kg.grids.flat_rows import FlatRow, side_of
from budget_kg.grids.grid import key
from budget_kg.grids.words import dims_of, words_of
from budget_kg.vocab import B, scheme

_HALF_STEP = Decimal("0.005")
_MOST = 10  # parts with numbers whose sides are tried
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）])")
_SIDES = {"item/opening-balance": Term(B.Revenue), "item/closing-balance": Term(B.Expenditure)}


@dataclass(slots=True)
class Line:
    """A label with its numbers; `below` is the balance it is part of, `words` its label without numbering."""

    row: FlatRow
    words: str
    side: Term | None
    is_part: bool = False
    is_balance: bool = False
    is_distribution: bool = False
    is_year: bool = False
    is_grand: bool = False
    is_total: bool = False
    below: Line | None = field(default=None, repr=False)

    @property
    def value(self) -> Decimal | None:
        """Its first number: that of its total."""
        return self.row.values[0] if self.row.numbers else None


def line_of(row: FlatRow) -> Line:
    """A row with what its own words tell."""
    words = _ORDINAL.sub("", key(row.labels[0].text))
    part = words.startswith("其中")
    words = words.removeprefix("其中").lstrip(":")
    line = Line(row, words, side_of(row.labels[0].text), part)
    known = words_of(words)
    item = dims_of(known).item if known.concepts and not known.rest else ""
    if item in _SIDES and not part:
        line.side, line.is_balance = _SIDES[item], True
    elif item == "item/surplus-distribution":
        line.side, line.is_distribution = Term(B.Expenditure), True
    line.is_grand = item == "item/grand-total" and line.side is not None
    total = next((c for c in scheme("row-label").values() if words in map(key, c.words)), None)
    kind = "" if total is None else total.broader or total.notation
    line.is_year = kind == "total" and line.side is not None
    line.is_total = kind in ("total", "grand-total") and line.side is None
    return line


def told_sides(lines: Sequence[Line], width: int) -> Sequence[Line]:
    """The lines with the sides of the parts of balances and of the totals of both sides; `width` is that of the right."""
    openers = [line for line in lines if line.is_balance]
    if [line.side for line in openers] not in ([B.Revenue, B.Expenditure], [B.Expenditure, B.Revenue]):
        return lines
    first, second = (next(i for i, line in enumerate(lines) if line is opener) for opener in openers)
    if not any(line.is_year for line in lines[:first]):
        return lines
    stop = next((i for i in range(second, len(lines)) if lines[i].is_total or lines[i].is_grand), len(lines))
    inside = [line for line in lines[first + 1 : stop] if not (line.is_balance or line.is_distribution or line.is_year)]
    _share_out(inside, openers, lines[second + 1 : stop], width)
    _totals(lines, lines[stop:], openers)
    return lines


def _share_out(inside: Sequence[Line], openers: Sequence[Line], late: Sequence[Line], width: int) -> None:
    """Give each part with numbers the balance it belongs to; without a single way no part has a side."""
    parts = [line for line in inside if line.row.numbers and line.words]
    for line in inside:
        line.side = None
    if len(parts) > _MOST:
        return
    choices = [
        [one for one in (openers if any(line is other for other in late) else openers[:1])
         if len(line.row.numbers) <= (1 if one.side == B.Revenue else width)]
        for line in parts
    ]
    ways = [way for way in product(*choices) if _adds_up(parts, way, openers)]
    if len(ways) == 1:
        for line, balance in zip(parts, ways[0], strict=True):
            line.below, line.side = balance, balance.side


def _adds_up(parts: Sequence[Line], way: Sequence[Line], openers: Sequence[Line]) -> bool:
    for balance in openers:
        own = [line for line, chosen in zip(parts, way, strict=True) if chosen is balance]
        direct = [line for line in own if not line.is_part]
        if len({line.words for line in direct}) < len(direct):
            return False
        if direct and not _is_sum(balance.value, direct):
            return False
        if any(not _holds(whole, below) for whole, below in _groups(balance, own)):
            return False
    return True


def _groups(balance: Line, own: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each line with the lines behind it that say 其中."""
    whole, below = balance, list[Line]()
    for line in own:
        if line.is_part:
            below.append(line)
        else:
            yield whole, below
            whole, below = line, []
    yield whole, below


def _is_sum(total: Decimal | None, parts: Sequence[Line]) -> bool:
    found = sum((line.value or Decimal(0) for line in parts), Decimal(0))
    return total is not None and abs(total - found) <= _HALF_STEP * (len(parts) + 1)


def _holds(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether lines of 其中 are different things and no more than what they are part of."""
    if len({line.words for line in parts}) < len(parts):
        return False
    found = sum((line.value or Decimal(0) for line in parts), Decimal(0))
    return not parts or (whole.value is not None and found <= whole.value + _HALF_STEP * (len(parts) + 1))


def _totals(lines: Sequence[Line], behind: Sequence[Line], openers: Sequence[Line]) -> None:
    """Two totals behind all: the first is that of the left, where both are what their sides add up to."""
    totals = [line for line in behind if line.is_total and line.row.numbers]
    if len(totals) != 2:
        return
    for side, total in zip((Term(B.Revenue), Term(B.Expenditure)), totals, strict=True):
        own = [line for line in lines if line.side == side and _counts(line, openers) and line.row.numbers]
        if not any(line.is_year for line in own) or not _is_sum(total.value, own):
            return
    for side, total in zip((Term(B.Revenue), Term(B.Expenditure)), totals, strict=True):
        total.side, total.is_grand = side, True


def _counts(line: Line, openers: Sequence[Line]) -> bool:
    """Whether a line is added up in the total of its side."""
    surplus = words_of(line.words)
    used = not surplus.rest and any(
        concept.scheme == "fund" and concept.notation == "non-fiscal-surplus"
        for group in surplus.concepts for concept in group
    )
    return line.is_year or line.is_distribution or used or any(line is opener for opener in openers)
