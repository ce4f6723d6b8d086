"""Forms of performance that the text of a page has flattened, as tables again: their labels tell where cells begin.

A row of indicators or money is put together only when its words are as many as its columns and points stand where
points belong; words of any other row stand beside the columns, and nobody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budget_kg.grids.form_words import bare_label, label_of, phase_in
from budget_kg.grids.flat_words import Word, is_number, words_in
from budget_kg.grids.grid import key
from budget_kg.model import Cell, Table
from budget_kg.text import decimal_of
from budget_kg.vocab import scheme

_TITLE = re.compile(r"[^\s。；;]{0,30}(?:绩效|自评)[^\s。；;]{0,12}表(?=[\s(（])")
_TITLE_REACH = 60
_LONGEST = 12_000
_MOST_WORDS = 4  # words that one label may be printed in
_BEYOND = 40
_FEWEST_HEADS = 5
_MONEY = ("initial", "adjusted", "budget", "actual")


@dataclass(slots=True)
class _Rows:
    """Rows of cells under construction."""

    cells: list[Cell] = field(default_factory=list)
    row: int = -1

    def put(self, places: Sequence[tuple[int, Sequence[Word]]]) -> None:
        """Put in a row of words by column; words out of place go beyond all columns."""
        self.row += 1
        self.cells += [Cell(self.row, column, words[0].start, words[-1].end) for column, words in places if words]

    def beside(self, words: Sequence[Word]) -> None:
        """Put words whose cell is not known into a row of their own, beyond the columns."""
        if words:
            self.put([(_BEYOND + index, [word]) for index, word in enumerate(words)])


def flattened_forms(text: str, known: Sequence[Table] = ()) -> list[Table]:
    """The flattened forms of a text layer outside the known tables, numbered after these."""
    tables: list[Table] = []
    for start, end in _regions(text):
        if any(table.start < end and start < table.end for table in known):
            continue
        rows = _read(words_in(text, start, end))
        if rows is not None:
            cells = tuple(rows.cells)
            tables.append(
                Table(len(known) + len(tables) + 1, min(one.start for one in cells), max(one.end for one in cells), cells)
            )
    return tables


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """From each title of a form, right before the name of what it is about, to the next title, line or far away."""
    words = [word for name in ("project-name", "department-name") for word in scheme("form-field")[name].words]
    names = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace(r"\(", "[(（]").replace(r"\)", "[)）]"))
    starts = [
        title.start() for title in _TITLE.finditer(text)
        if names.search(text, title.end(), min(len(text), title.end() + _TITLE_REACH))
    ]
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        line = text.find("\n", start)
        yield start, min(following, start + _LONGEST, line if line >= 0 else len(text))


# -- one form ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in the words: `words[start:end]`."""

    start: int
    end: int
    role: str
    notation: str


def _read(words: list[Word]) -> _Rows | None:
    """The rows of a form, None when its heads of indicators are not in order."""
    labels = _labels(words)
    head = _head_of_indicators(labels)
    name = next((one for one in labels if one.notation in ("project-name", "department-name")), None)
    if not head or name is None or name.start > head[0].start:
        return None
    rows = _Rows()
    upper = [one for one in labels if one.end <= head[0].start]
    rows.put([(0, words[:1])])
    rows.beside(words[1 : name.start])
    after = next((one for one in upper if one.start >= name.end), head[0])
    rows.put([(0, words[name.start : name.end]), (1, words[name.end : after.start])])
    _money(rows, words, upper, (after.start, head[0].start))
    if not _indicators(rows, words, head):
        return None
    return rows


def _labels(words: Sequence[Word]) -> list[_Label]:
    """The labels in the words from left to right, longest first."""
    found: list[_Label] = []
    index = 0
    while index < len(words):
        label = next(filter(None, (_label(words, index, index + size) for size in range(_MOST_WORDS, 0, -1))), None)
        if label is not None:
            found.append(label)
        index = label.end if label is not None else index + 1
    return found


def _label(words: Sequence[Word], start: int, end: int) -> _Label | None:
    if end > len(words):
        return None
    joined = key("".join(word.text for word in words[start:end]))
    for role in ("head", "row", "column", "goal", "indicator", "end"):
        notation = label_of(joined, role)
        if notation:
            return _Label(start, end, role, notation)
    phase = phase_in(joined) if end == start + 1 else ""
    return _Label(start, end, "phase", phase) if phase else None


def _head_of_indicators(labels: Sequence[_Label]) -> list[_Label]:
    """The labels that stand side by side from the first class of indicators on."""
    for index, label in enumerate(labels):
        if label.notation != "class-1":
            continue
        run = [label]
        for one in labels[index + 1 :]:
            if one.start != run[-1].end or one.role not in ("indicator", "column", "goal", "end"):
                break
            run.append(one)
        names = [one.notation for one in run]
        if len(run) >= _FEWEST_HEADS and names[:3] == ["class-1", "class-2", "indicator"]:
            return run
    return []


# -- money ------------------------------------------------------------------------------------------------------------


def _money(rows: _Rows, words: Sequence[Word], labels: Sequence[_Label], span: tuple[int, int]) -> None:
    """The heads of the money and its rows, and everything else over the indicators beside the columns."""
    inside = [one for one in labels if span[0] <= one.start < span[1]]
    heads = _money_heads(inside)
    if not heads:
        rows.beside(words[slice(*span)])
        return
    before = [one for one in inside if one.end <= heads[0].start and one.notation == "funds"]
    funds = words[before[-1].start : heads[0].start] if before else []
    rows.beside(words[span[0] : heads[0].start - len(funds)])
    columns = [one.notation for one in heads]
    rows.put([(0, funds), *((2 + index, words[one.start : one.end]) for index, one in enumerate(heads))])
    at = heads[-1].end
    for index, one in enumerate(inside):
        if one.start < at or one.role not in ("row", "end"):
            continue
        if one.start > at:
            break
        stop = inside[index + 1].start if index + 1 < len(inside) else span[1]
        figures = [word for word in words[one.end : stop] if is_number(word)]
        if len(figures) != stop - one.end or len(figures) > len(columns):
            break
        at = stop
        row = [(1, words[one.start : one.end])]
        if len(figures) == len(columns) or _are_amounts(figures, columns):
            rows.put([*row, *((2 + place, [word]) for place, word in enumerate(figures))])
        else:
            rows.put([*row, *((_BEYOND + place, [word]) for place, word in enumerate(figures))])
    rows.beside(words[at : span[1]])


def _money_heads(labels: Sequence[_Label]) -> list[_Label]:
    """The phases and points that stand side by side."""
    run: list[_Label] = []
    for one in labels:
        if one.role not in ("phase", "column"):
            continue
        if run and one.start != run[-1].end:
            run = []
        run.append(one)
        known = {each.notation for each in run}
        if {"rate", "points"} <= known and len(known & set(_MONEY)) >= 2:
            return run
    return []


def _are_amounts(figures: Sequence[Word], columns: Sequence[str]) -> bool:
    """Whether as many figures as there are phases are amounts: the last is none that its two neighbours make."""
    phases = [name for name in columns if name in _MONEY]
    if len(figures) != len(phases) or columns[: len(phases)] != phases or len(figures) < 2:
        return False
    values = [decimal_of(word.text) for word in figures]
    one, other, last = values[0], values[-2], values[-1]
    rates = {other / one * 100, other / one} if one else {Decimal(0)}
    return last <= max(values[:-1]) and not any(abs(last - rate) < Decimal("0.01") for rate in rates if len(values) > 2)


# -- indicators -------------------------------------------------------------------------------------------------------


def _indicators(rows: _Rows, words: Sequence[Word], head: Sequence[_Label]) -> bool:
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
        for size in range(_MOST_WORDS + 1, 0, -1):
            joined = bare_label(key("".join(word.text for word in words[index : index + size])))
            level = _levels().get(joined)
            if level and index + size <= len(words):
                yield index, index + size, level
                index += size - 1
                break
        index += 1


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
    """The rows that words make: with or without the last column, points where points belong; none when in doubt."""
    for width in (len(names), len(names) - 1):
        if width < 3 or not words or len(words) % width or (width < len(names) and names[-1] not in ("deviation", "explanation")):
            continue
        chunks = [words[at : at + width] for at in range(0, len(words), width)]
        if all(_fits(chunk, names) for chunk in chunks):
            return [[(2 + place, [word]) for place, word in enumerate(chunk)] for chunk in chunks]
    return []


def _fits(chunk: Sequence[Word], names: Sequence[str]) -> bool:
    """Whether points stand in the columns of points and words in that of the label."""
    said = dict(zip(names, chunk, strict=False))
    weight, points = said.get("weight"), said.get("points")
    if weight is None or points is None or is_number(chunk[0]):
        return False
    if not (is_number(weight) and is_number(points)):
        return False
    return decimal_of(points.text) <= decimal_of(weight.text)


def _total(rows: _Rows, words: Sequence[Word], end: int, names: Sequence[str]) -> None:
    """The sum of the points under its columns, and the grade behind it; the rest is no part of the form."""
    figures = [word for word in words[end + 1 : end + 3] if is_number(word)]
    if len(figures) == 2 and "weight" in names and "points" in names:
        weight, points = names.index("weight"), names.index("points")
        if weight < points and decimal_of(figures[1].text) <= decimal_of(figures[0].text):
            rows.put([(0, words[end : end + 1]), (weight, figures[:1]), (points, figures[1:])])
            grade = words[end + 3 : end + 5]
            if len(grade) == 2 and label_of(key(grade[0].text), "end") == "grade":
                rows.put([(0, grade[:1]), (1, grade[1:])])
