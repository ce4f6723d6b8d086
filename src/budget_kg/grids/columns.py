"""What the columns of a grid mean: labels of rows, or figures with dimensions, a measure and a unit.

A head with a word nobody knows makes a column unknown: its numbers are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from budget_kg.facts import Year
from budget_kg.grids.dimensions import within
from budget_kg.grids.grid import Grid, Row, Slot
from budget_kg.grids.heads import is_number, label_role, paths
from budget_kg.grids.words import Words, dims_of, unit_of, words_of
from budget_kg.prose.subjects import Dims
from budget_kg.vocab import Concept, scheme

_WORD = re.compile("[\u4e00-\u9fffA-Za-z]{2}")
_HINTS = ("by-function", "by-economic", "by-government-economic")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `role` is that of a label, `figure`, or `unknown`; `level` is that of a code in several columns.

    `measure` is money, count, change or rate; `years` are those printed in its head, `asked` its other words.
    """

    index: int
    path: tuple[Slot, ...]
    role: str
    level: int = 0
    measure: str = ""
    dims: Dims = field(default_factory=Dims)
    unit: Concept | None = None
    years: tuple[int, ...] = ()
    asked: frozenset[str] = frozenset()

    @property
    def head(self) -> str:
        """The words over it, from the top."""
        return " / ".join(slot.text for slot in self.path)


@dataclass(slots=True)
class Block:
    """Columns that belong together: labels of rows and the figures beside them."""

    labels: list[Column] = field(default_factory=list)
    figures: list[Column] = field(default_factory=list)

    @property
    def axis(self) -> str:
        """What its heads say the rows are classes of: function, economic, government-economic, or ""."""
        asked = [name for column in self.labels for slot in column.path for name in words_of(slot.key).roles()]
        return next((hint.removeprefix("by-") for hint in reversed(_HINTS) if hint in asked), "")

    @property
    def dims(self) -> Dims:
        """What the heads over its labels say of all its figures."""
        dims = Dims()
        for column in self.labels:
            for slot in column.path:
                dims = within(dims_of(words_of(slot.key)), dims)
        return replace(dims, phase=None, year=None)

    def of_role(self, *roles: str) -> list[Column]:
        """Its label columns of some roles."""
        return [column for column in self.labels if column.role in roles]


def columns_of(grid: Grid, head: Sequence[Row], body: Sequence[Row]) -> list[Column]:
    """The columns from left to right."""
    found = [_column(index, path, body, grid.width) for index, path in enumerate(paths(grid, head))]
    return _levelled(found)


def blocks_of(columns: Sequence[Column]) -> list[Block]:
    """Columns in blocks: labels behind figures begin a new one."""
    blocks = [Block()]
    for column in columns:
        is_label = column.role not in ("figure", "unknown")
        if is_label and column.role not in ("remark", "line-number") and blocks[-1].figures:
            blocks.append(Block())
        if is_label:
            blocks[-1].labels.append(column)
        elif column.path or column.role == "unknown":
            blocks[-1].figures.append(column)
    return blocks


def _column(index: int, path: tuple[Slot, ...], body: Sequence[Row], width: int) -> Column:
    cells = [row[index] for row in body if index < len(row) and row[index] is not None]
    worded = [slot for slot in cells if slot is not None and _WORD.search(slot.text) and not is_number(slot)]
    role = label_role(path[-1].key) if path else ""
    if role:
        levels = [concept for group in words_of(path[-1].key).concepts for concept in group if "level" in concept.data]
        level = int(levels[0].data["level"][0]) if levels else 0
        return Column(index, path, role, level)
    if path and len(worded) * 2 > len(cells) and cells:
        return Column(index, path, "name")
    if not path:
        return Column(index, path, "name" if worded and len(worded) == len(cells) else "unknown")
    return _figure(index, path, width)


def _figure(index: int, path: tuple[Slot, ...], width: int) -> Column:
    """A column of figures, its head read from the top; unknown words make it unknown unless they stand over all."""
    said = [words_of(slot.key) for slot in path]
    whole = [slot.cell.columns >= width > 1 for slot in path]
    if any(words.rest and not over for words, over in zip(said, whole, strict=True)):
        unit = unit_of(path[-1].key)
        return Column(index, path, "figure" if unit else "unknown", measure=_measure_of(unit), unit=unit)
    asked = frozenset(name for words in said for name in words.roles())
    unit = next((words.unit for words in reversed(said) if words.unit is not None), None)
    measure = _measure(asked, said, unit)
    dims = Dims()
    for words in said:
        dims = within(dims_of(words, "count" if measure == "count" else "money"), dims)
    years = tuple(year for words in said for year in words.years)
    if measure in ("change", "rate"):
        dims = replace(dims, year=None)
    return Column(index, path, "figure", 0, measure, dims, unit, years, asked)


def _measure_of(unit: Concept | None) -> str:
    dimension = unit.data["dimension"][0] if unit is not None else "money"
    return "rate" if dimension == "ratio" else "count" if dimension == "count" else "money"


def _measure(asked: frozenset[str], said: Sequence[Words], unit: Concept | None) -> str:
    if asked & {"percent", "completion", "share"} or (unit is not None and _measure_of(unit) == "rate"):
        return "rate"
    if asked & {"change", "decrease"}:
        return "change"
    groups = [group for words in said for group in words.concepts]
    counted = [group for group in groups if all(c.data.get("dimension") == ("count",) for c in group)]
    return "count" if counted or _measure_of(unit) == "count" else "money"


def _levelled(columns: Sequence[Column]) -> list[Column]:
    """Give code columns that stand side by side the levels 1, 2, 3 when their heads do not."""
    found = list(columns)
    for index, column in enumerate(found):
        if column.role != "code" or column.level:
            continue
        run = [other for other in found[index:] if other.role == "code"]
        side_by_side = [other for step, other in enumerate(run) if other.index == column.index + step]
        if len(side_by_side) > 1:
            for step, other in enumerate(side_by_side[:3]):
                found[other.index] = replace(other, level=step + 1)
    return found


def year_of(column: Column, year: int) -> Year:
    """The year of a column of money or counts in a table of `year`."""
    if column.years:
        return Year(column.years[-1])
    return Year(year - 1 if "last-year" in column.asked else year)


def count_unit(column: Column) -> Concept | None:
    """The unit a column of counts goes with when none is printed: the one its item goes with."""
    item = scheme("item").get(column.dims.item.removeprefix("item/"))
    names = item.data.get("related", ()) if item is not None else ()
    return scheme("unit")[names[0]] if names else None
