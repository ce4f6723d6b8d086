"""Flattened tables whose lines are numbered: label, number of the line, figures; in one half, or in two side by side.

The numbers of the lines run without a gap, and the words behind a figure tell whether the next number is a figure or a
line without a label; where they do not run, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from budget_kg.grids.alignment import Relation, Row, Shape, Told, align
from budget_kg.grids.flat_rows import FlatRow, cell, is_figure, is_label, labelled_rows, without_tail
from budget_kg.grids.flat_words import Word
from budget_kg.grids.grid import key
from budget_kg.grids.words import dims_of, words_of
from budget_kg.model import Cell

_FEWEST = 3  # lines
_MOST_GROUPS = 4
_HALF_STEP = Decimal("0.005")
_STROKES = frozenset("-—–－/／*")
_LABELS = 2  # columns before the figures: label and number of the line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: the words of its label, none for a line without one, the number of the line, and its figures."""

    label: Sequence[Word]
    number: Word
    figures: Sequence[Word]


def numbered_lines(words: Sequence[Word], first: int) -> list[Cell]:
    """The cells of a table whose first number is `words[first]`; none when its lines are not in order."""
    columns, at = _column_numbers(words, first)
    head = [word for word in words[: first - 1 if columns else first] if is_label(word) or is_figure(word)]
    places = [index for index, word in enumerate(head) if "line-number" in words_of(key(word.text)).roles()]
    if not places or places[0] != 1 or (not columns and at == first):
        at = first - 1
    found = _lines(without_tail(labelled_rows([word for word in words[at:] if not set(word.text) <= _STROKES])))
    if not places or places[0] != 1 or len(found) < _FEWEST:
        return []
    halves = _one_of_halves(head, places)
    if halves is not None:
        told: list[Told] = [[0] if len(line.figures) == 1 else [None] * len(line.figures) for line in found]
        return [*_head_cells(halves), *_numbers_row(columns, 1), *_body(found, told, len(halves), 1)]
    tree = _tree(head[2:], sum(len(figures) for _, figures in columns))
    if tree is None or len(places) > 1:
        return []
    told = align([Row(_values(line), 0 if index else None) for index, line in enumerate(found)], tree.shape(), {})
    cells = [cell(0, column, [word]) for column, word in enumerate(head[:2])]
    return [*cells, *tree.cells(), *_numbers_row(columns, 3), *_body(found, told, _LABELS + tree.width, 3)]


def _column_numbers(words: Sequence[Word], first: int) -> tuple[list[tuple[Word, list[Word]]], int]:
    """The words that head numbers of columns, each with its numbers from 1 on; and the place behind them."""
    found: list[tuple[Word, list[Word]]] = []
    at, expected = first - 1, 1
    while at < len(words) and "column-number" in words_of(key(words[at].text)).roles():
        numbers: list[Word] = []
        while at + 1 + len(numbers) < len(words) and words[at + 1 + len(numbers)].text == str(expected):
            numbers.append(words[at + 1 + len(numbers)])
            expected += 1
        if not numbers:
            break
        found.append((words[at], numbers))
        at += 1 + len(numbers)
    return found, at


def _numbers_row(columns: Sequence[tuple[Word, list[Word]]], row: int) -> Iterator[Cell]:
    """The numbers of the columns, those of each half in a row of their own."""
    for index, (word, numbers) in enumerate(columns):
        yield cell(row + index, 0, [word])
        yield from (cell(row + index, _LABELS + column, [one]) for column, one in enumerate(numbers))


def _body(lines: Sequence[_Line], told: Sequence[Told], width: int, first: int) -> Iterator[Cell]:
    """The lines in the order of their numbers; a figure whose column is not told stands behind all columns."""
    ordered = sorted(zip(lines, told, strict=True), key=lambda entry: int(entry[0].number.text))
    for row, (line, columns) in enumerate(ordered, start=first + 2):
        if line.label:
            yield cell(row, 0, line.label)
        yield cell(row, 1, [line.number])
        for index, (column, word) in enumerate(zip(columns, line.figures, strict=True)):
            yield cell(row, _LABELS + column if column is not None else width + 1 + index, [word])


# -- lines ------------------------------------------------------------------------------------------------------------


def _lines(rows: Sequence[FlatRow]) -> list[_Line]:
    """The lines of rows in their printed order, none when their numbers have a gap."""
    numbered = [row for row in rows if row.numbers]
    firsts = [row.numbers[0].text for row in numbered]
    if len(firsts) < _FEWEST or len(numbered) < len(rows) or firsts[0] != "1" or not all(map(str.isdigit, firsts)):
        return []
    half = 0 if firsts[1] == "2" else int(firsts[1]) - 1
    expected = _sequence(half)
    found: list[_Line] = []
    for row, following in [*pairwise(numbered), (numbered[-1], None)]:
        if next(expected, "") != row.numbers[0].text:
            return []
        rest = row.numbers[1:]
        blank = _blank_lines(rest, following.numbers[0].text if following else "", half, row.numbers[0].text)
        if blank is None:
            return []
        found.append(_Line(row.labels, row.numbers[0], rest[: len(rest) - blank]))
        found += [_Line((), word, ()) for word in rest[len(rest) - blank :]]
        for _ in range(blank):
            next(expected, "")
    complete = not half or len(found) == 2 * half
    return found if complete else []


def _sequence(half: int) -> Iterator[str]:
    """The numbers of lines as they are printed: 1, 2, 3, or in two halves of `half` lines 1, 22, 2, 23."""
    if not half:
        yield from map(str, range(1, 10_000))
    for number in range(1, half + 1):
        yield str(number)
        yield str(half + number)


def _blank_lines(rest: Sequence[Word], following: str, half: int, number: str) -> int | None:
    """How many numbers at the end of a line are those of lines without a label; None when they do not fit."""
    behind = list(_sequence(half))
    place = behind.index(number) if number in behind else len(behind)
    if following and following not in behind[place + 1 :]:
        return None
    last = behind.index(following) if following else len(behind) if half else place + 1
    skipped = behind[place + 1 : last]
    if not skipped:
        return 0
    return len(skipped) if [word.text for word in rest[-len(skipped) :]] == skipped else None


def _values(line: _Line) -> tuple[Decimal, ...]:
    return FlatRow([], list(line.figures)).values


# -- heads ------------------------------------------------------------------------------------------------------------


def _one_of_halves(head: Sequence[Word], places: Sequence[int]) -> list[Word] | None:
    """Label, number and figure of one half, where there is one figure for each."""
    texts = [key(word.text) for word in head]
    if texts not in (texts[:3], texts[:3] * 2) or len(head) < 3 or len(places) > 2:
        return None
    return list(head[:3]) if is_figure(head[2]) else None


def _head_cells(head: Sequence[Word]) -> list[Cell]:
    return [cell(0, column, [word]) for column, word in enumerate(head)]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Heads in up to three rows: groups, the same columns in each, and the parts of the column at `split` in each."""

    groups: tuple[Word, ...]
    columns: tuple[Word, ...]
    parts: tuple[Word, ...]
    split: int

    @property
    def each(self) -> int:
        """How many columns a group has, those that are split counted once."""
        return len(self.columns) // len(self.groups)

    @property
    def inner(self) -> int:
        """How many columns the split one has."""
        return max(1, len(self.parts) // len(self.groups))

    @property
    def width(self) -> int:
        """How many columns of figures there are."""
        return len(self.groups) * (self.each - 1 + self.inner)

    def _places(self) -> Iterator[tuple[int, list[int], list[int]]]:
        """For each group its first place, the places of its columns, and those of the parts of the split one."""
        for index in range(len(self.groups)):
            start = index * (self.each - 1 + self.inner)
            columns = [start + one + (self.inner - 1 if one > self.split else 0) for one in range(self.each)]
            first = columns[self.split]
            yield start, columns, list(range(first, first + self.inner)) if self.parts else []

    def shape(self) -> Shape:
        """In each group the first column is the sum of the others, and so is the first of the parts."""
        relations: list[Relation] = []
        for _, columns, parts in self._places():
            relations += [Relation((one[0],), tuple(one[1:])) for one in (columns, parts) if len(one) > 1]
        return Shape(self.width, tuple(relations), _HALF_STEP)

    def cells(self) -> Iterator[Cell]:
        """The cells of the heads."""
        for index, (start, columns, parts) in enumerate(self._places()):
            whole = cell(0, _LABELS + start, [self.groups[index]])
            yield replace(whole, columns=self.each - 1 + self.inner)
            for place, column in enumerate(columns):
                one = cell(1, _LABELS + column, [self.columns[index * self.each + place]])
                yield replace(one, columns=self.inner) if parts and place == self.split else one
            for place, column in enumerate(parts):
                yield cell(2, _LABELS + column, [self.parts[index * self.inner + place]])


def _tree(words: Sequence[Word], width: int) -> _Tree | None:
    """The heads of `width` columns of figures, None where they can be put over them in no way, or in several."""
    found = [
        tree for groups in range(1, _MOST_GROUPS + 1) for columns in range(2, len(words) + 1)
        for tree in [_tree_of(words, groups, columns, width)] if tree is not None
    ]
    return found[0] if len(found) == 1 else None


def _tree_of(words: Sequence[Word], groups: int, columns: int, width: int) -> _Tree | None:
    over, rest = tuple(words[:groups]), words[groups:]
    middle, parts = tuple(rest[: groups * columns]), tuple(rest[groups * columns :])
    if len(middle) < groups * columns or len(parts) % groups or not all(map(is_figure, words)):
        return None
    if not all(_repeats(some, groups) for some in (middle, parts)) or not _is_total(middle[0]):
        return None
    split = [index for index in range(1, columns) if _names_fiscal(middle[index])] if parts else [0]
    tree = _Tree(over, middle, parts, split[0]) if len(split) == 1 else None
    told = tree is not None and tree.width == width and (not parts or _is_total(parts[0]))
    return tree if told else None


def _repeats(words: Sequence[Word], times: int) -> bool:
    """Whether words are the same ones several times."""
    texts = [key(word.text) for word in words]
    return texts == texts[: len(texts) // times] * times


def _is_total(word: Word) -> bool:
    words = words_of(key(word.text))
    return "total" in words.roles() and len(words.concepts) == 1


def _names_fiscal(word: Word) -> bool:
    """Whether a head names the money that budgets appropriate: its parts are funds."""
    return dims_of(words_of(key(word.text))).fund in ("fund/budgeted", "fund/fiscal")
