"""The rows of a flattened table: by code and name, by numbered lines, or by the labels of two sides.

Each gives cells in columns: labels first, then figures; a number whose column the sums do not tell stands in a column
behind all heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budget_kg.facts import Term
from budget_kg.grids.alignment import Candidate, Relation, Row, Shape, Told, align
from budget_kg.grids.flat_words import Word, is_number
from budget_kg.grids.grid import key
from budget_kg.grids.heads import LABEL_ROLES
from budget_kg.grids.words import dims_of, words_of
from budget_kg.model import Cell
from budget_kg.prose.class_codes import match_function
from budget_kg.text import decimal_of, fold
from budget_kg.vocab import B, scheme

_CODE = re.compile(r"[2-5]\d\d(?:\d\d){0,2}")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|其中[:：]?)+")
_HALF_STEP = Decimal("0.005")
_NEAR = 6


@dataclass(slots=True)
class FlatRow:
    """A row as its words come: what says what it is, and its numbers."""

    labels: list[Word]
    numbers: list[Word]

    @property
    def code(self) -> str:
        """The code it begins with, "" when it has none."""
        first = self.labels[0].text if self.labels else ""
        return first if _CODE.fullmatch(first) else ""

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Its numbers."""
        return tuple(decimal_of(fold(word.text)) for word in self.numbers)


# -- heads ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The heads of columns of labels and of figures, each in the order of its columns.

    `over` is a head that stands over `span` of the figures, from one to before another.
    """

    labels: tuple[tuple[Word, ...], ...]
    figures: tuple[Word, ...]
    over: Word | None = None
    span: tuple[int, int] = (0, 0)

    def cells(self) -> list[Cell]:
        """Its cells in two rows."""
        first = len(self.labels)
        cells = [cell(0, column, words) for column, words in enumerate(self.labels)]
        start, end = self.span
        if self.over is not None:
            cells.append(replace(cell(0, first + start, [self.over]), columns=end - start))
        for column, word in enumerate(self.figures):
            cells.append(cell(1 if start <= column < end else 0, first + column, [word]))
        return cells

    def shape(self) -> Shape:
        """How the figures of a row add up: a total in the first place is the sum of the others."""
        relations: list[Relation] = []
        roles = [words_of(key(word.text)).roles() for word in self.figures]
        count = len(self.figures)
        carried = [index for index, names in enumerate(roles) if names & {"opening", "closing"}]
        if carried:
            relations = _carried(self.figures, roles)
        elif count > 1 and (roles[0] & {"total", "revenue", "expenditure"} or _are_parts(self.figures)):
            relations = [Relation((0,), tuple(range(1, count)))]
        return Shape(count, tuple(relations), _HALF_STEP)


def _are_parts(figures: Sequence[Word]) -> bool:
    """Whether all heads but the first name a fund or a type: the first is then the total."""
    named = [
        any(group[0].scheme in ("fund", "expenditure-type") for group in words_of(key(word.text)).concepts)
        for word in figures
    ]
    return not named[0] and all(named[1:])


def _carried(figures: Sequence[Word], roles: Sequence[set[str]]) -> list[Relation]:
    """Opening balance and revenue are expenditure and closing balance; expenditure is the sum of its types."""
    types = tuple(
        index for index, word in enumerate(figures)
        if any(group[0].scheme == "expenditure-type" for group in words_of(key(word.text)).concepts)
    )
    places = {name: index for index, names in enumerate(roles) for name in names}
    spent = places.get("total", places.get("expenditure"))
    if spent is None or not {"opening", "closing", "revenue"} <= places.keys():
        return []
    relations = [Relation((places["opening"], places["revenue"]), (spent, places["closing"]))]
    return [*relations, Relation((spent,), types)] if len(types) > 1 else relations


def is_label(word: Word) -> bool:
    """Whether a word of a head stands over labels of rows."""
    roles = words_of(key(word.text)).roles()
    return bool(roles & {*LABEL_ROLES, "by-function", "by-economic"})


def is_figure(word: Word) -> bool:
    """Whether a word of a head stands over figures: every part of it is known, and none of labels."""
    words = words_of(key(word.text))
    return not words.rest and bool(words.concepts) and not is_label(word)


def coded_head(words: Sequence[Word]) -> Head | None:
    """The head of a table of classes: figures in one line or two, and the labels of codes and names."""
    figures: list[Word] = []
    below: list[Word] = []
    labels: list[Word] = []
    for word in words:
        if is_label(word):
            labels.append(word)
        elif is_figure(word):
            (below if len([one for one in labels if key(one.text) != key(labels[0].text)]) else figures).append(word)
    code = tuple(word for word in labels if words_of(key(word.text)).roles() & {"code", "by-function", "by-economic"})
    code = tuple(word for word in code if not words_of(key(word.text)).roles() & {"class", "division", "class-item"})
    name = [word for word in labels if "name" in words_of(key(word.text)).roles()]
    if not code or not name or not figures:
        return None
    if below:
        spent = [index for index, word in enumerate(figures) if "expenditure" in words_of(key(word.text)).roles()]
        if len(spent) != 1:
            return None
        over, start = figures[spent[0]], spent[0]
        figures[start : start + 1] = below
        return Head(((_known_part(code),), (name[-1],)), tuple(figures), over, (start, start + len(below)))
    return Head(((_known_part(code),), (name[-1],)), tuple(figures))


def _known_part(words: Sequence[Word]) -> Word:
    """The head of the codes without what stands before the words that are known (a misprint, a mark)."""
    first, last = words[0], words[-1]
    cut = next((at for at in range(len(first.text)) if not words_of(key(first.text[at:])).rest), 0)
    return Word(first.start + cut, last.end, first.text[cut:])


# -- rows of classes --------------------------------------------------------------------------------------------------


def coded_rows(words: Sequence[Word]) -> list[FlatRow]:
    """Rows of a code, a name and numbers; before the first code there may be a row of the total."""
    rows: list[FlatRow] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        named = following is not None and not is_number(following)
        if is_number(word) and not (_CODE.fullmatch(word.text) and named):
            if rows:
                rows[-1].numbers.append(word)
        elif rows and rows[-1].labels and not rows[-1].numbers and not _CODE.fullmatch(word.text):
            rows[-1].labels.append(word)
        else:
            rows.append(FlatRow([word], []))
    return rows


def parents(rows: Sequence[FlatRow]) -> list[int | None]:
    """For each row the one it is part of: the class its code begins with, else the row without a code before it."""
    found: list[int | None] = []
    total = next((index for index, row in enumerate(rows) if not row.code and row.numbers), None)
    last: dict[str, int] = {}
    for index, row in enumerate(rows):
        above = [last[row.code[:size]] for size in (5, 3) if len(row.code) > size and row.code[:size] in last]
        found.append(above[0] if above else total if row.code else None)
        last[row.code] = index
    return found


def columns_of(rows: Sequence[FlatRow], above: Sequence[int | None], head: Head, stated: str) -> list[Told]:
    """Where the numbers of each row stand, by the sums and by what the rest of the document says of the total."""
    shape = head.shape()
    if shape.columns == 1 or not shape.relations:
        full: Told = list(range(shape.columns))
        return [full if len(row.numbers) == shape.columns else [None] * len(row.numbers) for row in rows]
    flat = [Row(row.values, parent) for row, parent in zip(rows, above, strict=True)]
    roots: dict[int, Candidate] = {}
    for index, (row, parent) in enumerate(zip(rows, above, strict=True)):
        if parent is None and 1 < len(row.numbers) < shape.columns:
            told = _told(row, head, stated)
            roots |= {index: told} if told is not None else {}
    return align(flat, shape, roots)


def _told(row: FlatRow, head: Head, stated: str) -> Candidate | None:
    """The columns of a total of which the document says the same elsewhere: `财政拨款收入1,797.66万元`."""
    found: list[int] = []
    for word in row.numbers[1:]:
        places = [
            index for index, name in enumerate(head.figures[1:], start=1)
            if re.search(f"{re.escape(key(name.text))}[^\\d,.]{{0,{_NEAR}}}{re.escape(word.text)}(?![\\d,.])", stated)
        ]
        later = [place for place in places if not found or place > found[-1]]
        if len(later) != 1:
            return None
        found.append(later[0])
    return (0, *found)


# -- rows of two sides ------------------------------------------------------------------------------------------------


def side_of(label: str) -> Term | None:
    """Whether a label is of the revenue or the expenditure side; None when its words do not tell."""
    name = _ORDINAL.sub("", key(label))
    if match_function((name,), None, (1,)).code is not None:
        return Term(B.Expenditure)
    words = words_of(name)
    known = next((c for c in scheme("row-label").values() if name in map(key, c.words)), None)
    if known is not None and "flow" in known.data:
        return Term(getattr(B, known.data["flow"][0])) if len(known.data["flow"]) == 1 else None
    flows = dims_of(words).flows if not words.rest and words.concepts else ()
    if len(flows) == 1 and flows[0] in (B.Revenue, B.Expenditure):
        return flows[0]
    funds = not words.rest and words.concepts and all(group[0].scheme == "fund" for group in words.concepts)
    return Term(B.Revenue) if funds else None


def labelled_rows(words: Sequence[Word]) -> list[FlatRow]:
    """Rows of one label and the numbers behind it."""
    rows: list[FlatRow] = []
    for word in words:
        if is_number(word) and rows:
            rows[-1].numbers.append(word)
        elif not is_number(word):
            rows.append(FlatRow([word], []))
    return rows


def without_tail(rows: list[FlatRow]) -> list[FlatRow]:
    """Rows up to the last that has a code or numbers: what follows is text behind the table."""
    while rows and not rows[-1].numbers and not rows[-1].code:
        rows.pop()
    return rows


# -- cells ------------------------------------------------------------------------------------------------------------


def cell(row: int, column: int, words: Sequence[Word]) -> Cell:
    """A cell of words that follow each other."""
    return Cell(row, column, words[0].start, words[-1].end)


def placed(rows: Sequence[FlatRow], told: Sequence[Told], first: int, labels: int, width: int) -> list[Cell]:
    """The cells of rows from the grid's row `first`: labels, `labels` columns of them, then figures, then the untold."""
    cells: list[Cell] = []
    for index, (row, columns) in enumerate(zip(rows, told, strict=True), start=first):
        if row.labels and labels > 1 and row.code:
            cells.append(cell(index, 0, row.labels[:1]))
        named = row.labels[1:] if row.code and labels > 1 else row.labels
        if named:
            cells.append(cell(index, labels - 1, named))
        for place, (column, word) in enumerate(zip(columns, row.numbers, strict=True)):
            cells.append(cell(index, labels + (column if column is not None else width + 1 + place), [word]))
    return cells
