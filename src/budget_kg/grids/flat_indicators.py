"""The indicators of a flattened form: rows between its classes, put together when words and columns are as many.

It owns the rows of cells under construction; words whose cell is not known stand beyond all columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from budget_kg.grids.flat_words import Word, is_number
from budget_kg.grids.form_words import bare_label, label_of
from budget_kg.grids.grid import key
from budget_kg.model import Cell
from budget_kg.text import decimal_of
from budget_kg.vocab import scheme

MOST_WORDS = 5  # words that one label may be printed in
_BEYOND = 40
_NARROWEST = 3  # columns behind the classes
_CIRCLED = re.compile("[①-⑳]")
_MEASURED = re.compile(r"[≥≤><＞＜=＝]?\d")
_LEFT_BLANK = ("deviation", "explanation")  # columns at the end that most rows leave blank


@dataclass(slots=True)
class FlatForm:
    """Rows of cells under construction."""

    cells: list[Cell] = field(default_factory=list)
    row: int = -1

    def put(self, places: Sequence[tuple[int, Sequence[Word]]]) -> None:
        """Put in a row of words by column; words out of place go beyond all columns."""
        self.row += 1
        self.cells += [Cell(self.row, column, words[0].start, words[-1].end) for column, words in places if words]

    def beside(self, words: Sequence[Word]) -> None:
        """Put words whose cell is not known beyond the columns, none beside or below another."""
        for index, word in enumerate(words):
            self.put([(_BEYOND + index % 2, [word])])


@dataclass(frozen=True, slots=True)
class FlatLabel:
    """A label in the words: `words[start:end]`."""

    start: int
    end: int
    role: str
    notation: str


def read_indicators(rows: FlatForm, words: Sequence[Word], head: Sequence[FlatLabel]) -> bool:
    """The rows behind the heads of the indicators; whether any was put together."""
    rows.put([(index, words[one.start : one.end]) for index, one in enumerate(head)])
    names = [one.notation for one in head]
    at, done = head[-1].end, 0
    classes = list(_classes(words, at))
    end = _end_of(words, at)
    first: Sequence[Word] = ()
    for index, (start, stop, level) in enumerate(classes):
        if start >= end:
            break
        if not index:
            rows.beside(words[at:start])
        following = classes[index + 1][0] if index + 1 < len(classes) else end
        if level == 1:
            first = words[start:stop]
        inside = words[stop : min(following, end)]
        cells = _chunks(inside, names[2:])
        for chunk in cells:
            rows.put([(0, first), (1, words[start:stop]) if level == 2 else (1, ()), *chunk])
            first, done = (), done + 1
        if not cells:
            rows.put([(1, words[start:stop])] if level == 2 or not inside else [(0, first)])
            first = () if level == 1 and inside else first
            rows.beside(inside)
    _total(rows, words, end, names)
    return done > 0


def _classes(words: Sequence[Word], at: int) -> Iterator[tuple[int, int, int]]:
    """Where the classes of indicators stand, with their level."""
    index = at
    while index < len(words):
        for size in range(MOST_WORDS + 1, 0, -1):
            joined = bare_label(key("".join(word.text for word in words[index : index + size])))
            level = _levels().get(joined)
            if level and index + size <= len(words):
                yield index, index + size, level
                index += size - 1
                break
        index += 1


@cache
def _levels() -> dict[str, int]:
    """Names of classes as forms print them, with their level; a word that may be an indicator's name is none."""
    return {
        key(word): 2 if concept.broader else 1
        for concept in scheme("indicator-class").values() for word in concept.words
        if word.endswith("指标") or (concept.broader == "benefit" and word.endswith("效益"))
    }


def _end_of(words: Sequence[Word], at: int) -> int:
    """Where the sum of the points stands, else the end."""
    for index in range(at, len(words)):
        label = label_of(key(words[index].text), "end") or label_of(key(words[index].text), "row")
        if label in ("sum", "total") and index + 1 < len(words) and is_number(words[index + 1]):
            return index
    return len(words)


def _chunks(words: Sequence[Word], names: Sequence[str]) -> list[list[tuple[int, list[Word]]]]:
    """The rows that words make: as wide as the heads, with or without the last column; none when in doubt.

    Where rows end with their points, one may lack the columns that only explain, when its values are measured.
    """
    cells = _cells_of(words)
    for width in (len(names), len(names) - 1):
        if width < _NARROWEST or not cells or len(cells) % width or (width < len(names) and names[-1] not in _LEFT_BLANK):
            continue
        chunks = [cells[at : at + width] for at in range(0, len(cells), width)]
        if all(_fits(chunk, names) for chunk in chunks):
            return [[(2 + place, cell) for place, cell in enumerate(chunk)] for chunk in chunks]
    return _uneven(cells, names)


def _cells_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words, a list numbered ①②③ together."""
    found: list[list[Word]] = []
    for word in words:
        mark, before = word.text[0], found[-1][-1].text[0] if found else ""
        if _CIRCLED.match(mark) and _CIRCLED.match(before) and ord(mark) == ord(before) + 1:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _uneven(cells: Sequence[list[Word]], names: Sequence[str]) -> list[list[tuple[int, list[Word]]]]:
    """Rows that each end with two numbers, weight and points; a row that is short lacks all that explains."""
    if tuple(names[-2:]) != ("weight", "points"):
        return []
    full = list(range(len(names)))
    short = [place for place in full if names[place] != "explanation"]
    rows: list[list[tuple[int, list[Word]]]] = []
    at = 0
    while at < len(cells):
        ways = [places for places in (full, short) if _is_row(cells, at, [names[place] for place in places])]
        if len(ways) != 1 or (len(full) == len(short) and ways):
            return []
        rows.append([(2 + place, cell) for place, cell in zip(ways[0], cells[at:], strict=False)])
        at += len(ways[0])
    return rows


def _is_row(cells: Sequence[list[Word]], at: int, names: Sequence[str]) -> bool:
    """Whether the words from `at` on are a row of these columns, and no number goes on behind it."""
    chunk = cells[at : at + len(names)]
    behind = cells[at + len(names)] if at + len(names) < len(cells) else None
    if len(chunk) < len(names) or not _fits(chunk, names) or (behind is not None and is_number(behind[0])):
        return False
    said = dict(zip(names, chunk, strict=True))
    if any(is_number(cell[0]) for cell in chunk[:-2]):
        return False
    measured = all(_MEASURED.match(said[name][0].text) for name in ("target", "achieved") if name in said)
    return "explanation" in names or measured


def _fits(chunk: Sequence[list[Word]], names: Sequence[str]) -> bool:
    """Whether points stand in the columns of points and words in that of the label."""
    said = dict(zip(names, chunk, strict=False))
    weight, points = said.get("weight"), said.get("points")
    if weight is None or points is None or is_number(chunk[0][0]):
        return False
    if not (is_number(weight[0]) and is_number(points[0])):
        return False
    return decimal_of(points[0].text) <= decimal_of(weight[0].text)


def _total(rows: FlatForm, words: Sequence[Word], end: int, names: Sequence[str]) -> None:
    """The sum of the points under its columns, and the grade behind it; the rest is no part of the form."""
    figures = [word for word in words[end + 1 : end + 3] if is_number(word)]
    if len(figures) == 2 and "weight" in names and "points" in names:
        weight, points = names.index("weight"), names.index("points")
        if weight < points and decimal_of(figures[1].text) <= decimal_of(figures[0].text):
            rows.put([(0, words[end : end + 1]), (weight, figures[:1]), (points, figures[1:])])
            grade = words[end + 3 : end + 5]
            if len(grade) == 2 and label_of(key(grade[0].text), "end") == "grade":
                rows.put([(0, grade[:1]), (1, grade[1:])])
