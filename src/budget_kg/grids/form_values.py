"""What is filled into the cells of a form: values with comparison and unit, words, points; and the scope of a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.facts import Project, Term, Year
from budget_kg.grids.form_words import is_blank
from budget_kg.grids.grid import Slot, key
from budget_kg.grids.numbers import number_in
from budget_kg.grids.words import unit_of
from budget_kg.model import CellPlace, Flow, Layout, Passage, Section
from budget_kg.prose.evaluations import Scope
from budget_kg.prose.grammar import COMPARATORS, Span, comparator, pattern
from budget_kg.text import Numeral, Quantity, numerals, quantity
from budget_kg.vocab import B, Concept

_DATE = re.compile(r"\s*[年月日号季]|\s*[-./]\d")
_BRACKETED = re.compile(r"\s*[(（]([^()（）]{1,8})[)）]")
_LONGEST = 30
_EQUAL = re.compile(r"[=＝等于]+$")
_PLAIN = re.compile(r"[=＝:：了至为到的]*")


@dataclass(frozen=True, slots=True)
class CellScope(Scope):
    """A scope whose text is the text layer and whose passages name their cell."""

    given: int = 0

    @property
    def year(self) -> Year:
        """The year of the form."""
        return Year(self.given)

    def passage(self, start: int, end: int, at: int | None = None) -> Passage:
        """The passage of a span of a cell or row, with the cell it begins in, or that `at` is in."""
        passage = self.layout.passage_at(start, end, self.section)
        place = start if at is None else at
        for table in self.layout.document.tables:
            if table.start <= place < table.end:
                for cell in table.cells:
                    if cell.start <= place < cell.end:
                        return replace(passage, cell=CellPlace(table.number, cell, table.sheet))
        return passage


def in_cells(layout: Layout) -> Layout:
    """The layout with a flow that is the text layer itself: readers of prose read cells in it."""
    text = layout.document.text
    return replace(layout, flow=Flow(text, text, list(range(len(text) + 1))))


def scope_of(layout: Layout, section: Section, subject: Project | None, year: int) -> CellScope:
    """The scope of a form; `layout` is one of `in_cells`."""
    return CellScope(layout, section, subject, year)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says of an indicator: a number with its comparison, the words where they say more, its numerals.

    Of several numbers none is the value; the words are, and its numerals are all of them.
    """

    number: Quantity | None = None
    compared: Term | None = None
    text: str | None = None
    dimension: str = ""
    numerals: tuple[Span, ...] = ()
    bare: bool = False


def value_in(text: str, slot: Slot | None, unit: Concept | None = None) -> Value:
    """Read a cell; `unit` is that of its row, for a number without one."""
    if slot is None or (is_blank(slot) and not any(char.isdigit() for char in slot.key)):
        return Value()
    start, end = slot.cell.start, slot.cell.end
    counted = [one for one in numerals(text, start, end) if _counts(text, start, one)]
    words = text[start:end]
    if len(counted) != 1 or len(slot.key) > _LONGEST:
        return Value(text=words, numerals=tuple((one.start, one.end) for one in counted))
    numeral = counted[0]
    own, stop = _unit(text, numeral, end)
    counted_in = own or unit
    value = quantity(numeral.printed, counted_in)
    before = re.sub(r"\s", "", text[start : numeral.start])
    compared = comparator(text, numeral) or (Term(B.EqualTo) if _EQUAL.search(before) else None)
    after = re.sub(r"\s", "", text[stop:end])
    more = not (_is_plain(before) and _is_plain(after))
    if counted_in is None and more and _DATE.match(text, numeral.end):
        return Value(text=words, numerals=())
    return Value(
        value, compared, words if more else None,
        counted_in.data["dimension"][0] if counted_in else "", ((numeral.start, numeral.end),),
        own is None,
    )


def numbers_in(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The places of the numbers that words kept whole state: no dates, no ordinals."""
    return tuple((one.start, one.end) for one in numerals(text, start, end) if _counts(text, start, one))


def _counts(text: str, start: int, numeral: Numeral) -> bool:
    """Whether a numeral is a value: a number, no date, no ordinal."""
    if not numeral.is_number or text[max(start, numeral.start - 1) : numeral.start] in ("第", "-", "—", "/", "~", "."):
        return False
    return numeral.unit is not None or not _DATE.match(text, numeral.end)


def _unit(text: str, numeral: Numeral, end: int) -> tuple[Concept | None, int]:
    """The unit behind a number, in brackets or not, and where it ends."""
    if numeral.unit is not None:
        return numeral.unit, numeral.stop
    behind = _BRACKETED.match(text, numeral.end, end)
    if behind is None:
        return None, numeral.end
    unit = unit_of(behind[1])
    return unit, behind.end() if unit is not None else numeral.end


def _is_plain(words: str) -> bool:
    """Whether words around a number only compare it."""
    bare = re.sub(pattern(*COMPARATORS), "", key(words)) if words else ""
    return bool(_PLAIN.fullmatch(bare)) or not bare


def points_in(text: str, slot: Slot | None) -> tuple[Quantity | None, tuple[Span, ...]]:
    """The points a cell prints, and their place."""
    if slot is None:
        return None, ()
    printed = number_in(text, slot.cell.start, slot.cell.end)
    if printed is None or printed.negative or (printed.unit and printed.unit.data["dimension"][0] != "score"):
        return None, ()
    return printed.quantity(printed.unit), ((printed.start, printed.end),)
