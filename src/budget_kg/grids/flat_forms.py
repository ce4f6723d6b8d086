"""Forms of performance that the text of a page has flattened, as tables again: their labels tell where cells begin.

A row of indicators or money is put together only when its words are as many as its columns and points stand where
points belong; words of any other row stand beside the columns, and nobody reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from budget_kg.grids.flat_indicators import MOST_WORDS, FlatForm, FlatLabel, read_indicators
from budget_kg.grids.flat_money import money_heads, read_money
from budget_kg.grids.flat_words import Word, words_in
from budget_kg.grids.form_words import label_of, phase_in
from budget_kg.grids.grid import key
from budget_kg.model import Table
from budget_kg.text import fold
from budget_kg.vocab import scheme

_TITLE = re.compile(r"(?:绩效|自评)[^\s。；;]{0,12}表(?=[\s(（])")
_BEFORE = re.compile(r"[^\s。；;]*\Z")
_TITLE_LEAD = 30
_TITLE_REACH = 60
_LONGEST = 12_000
_FEWEST_HEADS = 5
_MOST_VALUE = 3  # words of a value at the head of a form
_CIRCLED = re.compile(r"(?:[①-⑳+＋\-－–=＝/／÷]|\([%％]\))+$")


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
    names = re.compile("|".join(sorted(_names(), key=len, reverse=True)))
    starts = [
        _opening(text, title.start()) for title in _TITLE.finditer(text)
        if names.search(text, title.end(), min(len(text), title.end() + _TITLE_REACH))
    ]
    for start, following in zip(starts, [*starts[1:], len(text)], strict=False):
        line = text.find("\n", start)
        yield start, min(following, start + _LONGEST, line if line >= 0 else len(text))


def _opening(text: str, at: int) -> int:
    """Where the words before `at` begin that belong to the same title."""
    before = _BEFORE.search(text[max(0, at - _TITLE_LEAD) : at])
    return at - len(before[0]) if before else at


def _names() -> Iterator[str]:
    """Patterns of the labels a form opens with, brackets of either width."""
    for name in ("project-name", "department-name"):
        for word in scheme("form-field")[name].words:
            yield re.escape(word).replace(r"\(", "[(（]").replace(r"\)", "[)）]")


# -- one form ---------------------------------------------------------------------------------------------------------


def _read(words: list[Word]) -> FlatForm | None:
    """The rows of a form, None when its heads of indicators are not in order."""
    labels = _labels(words)
    head = _head_of_indicators(labels)
    name = next((one for one in labels if one.notation in ("project-name", "department-name")), None)
    if not head or name is None or name.start > head[0].start:
        return None
    rows = FlatForm()
    upper = [one for one in labels if one.end <= head[0].start]
    rows.put([(0, words[:1])])
    rows.beside(words[1 : name.start])
    after = next((one for one in upper if one.start >= name.end), head[0])
    rows.put([(0, words[name.start : name.end]), (1, words[name.end : after.start])])
    _money(rows, words, upper, (after.start, head[0].start))
    if not read_indicators(rows, words, head):
        return None
    return rows


def _labels(words: Sequence[Word]) -> list[FlatLabel]:
    """The labels in the words from left to right, longest first."""
    found: list[FlatLabel] = []
    index = 0
    while index < len(words):
        label = next(filter(None, (_label(words, index, index + size) for size in range(MOST_WORDS, 0, -1))), None)
        if label is not None:
            found.append(label)
        index = label.end if label is not None else index + 1
    return found


def _label(words: Sequence[Word], start: int, end: int) -> FlatLabel | None:
    if end > len(words) or any("=" in fold(word.text) for word in words[start : end - 1]):
        return None  # a formula ends a label
    joined = key("".join(word.text for word in words[start:end]))
    for role in ("head", "row", "column", "goal", "indicator", "end"):
        notation = label_of(joined, role)
        if notation:
            return FlatLabel(start, end, role, notation)
    phase = phase_in(joined) if end == start + 1 or _CIRCLED.sub("", joined) in _phases() else ""
    return FlatLabel(start, end, "phase", phase) if phase else None


@cache
def _phases() -> frozenset[str]:
    """The words for phases: one may be printed in several words, or with the number of its column behind it."""
    return frozenset(key(word) for concept in scheme("phase").values() for word in concept.words)


def _head_of_indicators(labels: Sequence[FlatLabel]) -> list[FlatLabel]:
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


def _money(rows: FlatForm, words: Sequence[Word], labels: Sequence[FlatLabel], span: tuple[int, int]) -> None:
    """The heads of the money and its rows, and everything else over the indicators beside the columns."""
    inside = [one for one in labels if span[0] <= one.start < span[1]]
    heads = money_heads(words, inside)
    if not heads:
        _goals(rows, words, inside, span)
        return
    before = [one for one in inside if one.end <= heads[0].start and one.notation == "funds"]
    funds = words[before[-1].start : heads[0].start] if before else []
    _pairs(rows, words, inside, (span[0], heads[0].start - len(funds)))
    rows.put([(0, funds), *((2 + index, words[one.start : one.end]) for index, one in enumerate(heads))])
    at = read_money(rows, words[: span[1]], inside, heads)
    _goals(rows, words, inside, (at, span[1]))


def _pairs(rows: FlatForm, words: Sequence[Word], labels: Sequence[FlatLabel], span: tuple[int, int]) -> None:
    """Labels of the head with the few words behind each; everything else beside the columns."""
    heads = [one for one in labels if one.role == "head" and span[0] <= one.start and one.end <= span[1]]
    at = span[0]
    for one, after in zip(heads, [*heads[1:], None], strict=True):
        stop = after.start if after is not None else span[1]
        if one.notation not in ("funds", "indicators") and 0 < stop - one.end <= _MOST_VALUE:
            rows.beside(words[at : one.start])
            rows.put([(0, words[one.start : one.end]), (1, words[one.end : stop])])
            at = stop
    rows.beside(words[at : span[1]])


def _goals(rows: FlatForm, words: Sequence[Word], labels: Sequence[FlatLabel], span: tuple[int, int]) -> None:
    """A goal and what came of it, when the labels of both stand before just two words; the rest beside the columns."""
    at = span[0]
    inside = [one for one in labels if span[0] <= one.start]
    for one, other, after in zip(inside, inside[1:], [*inside[2:], None], strict=False):
        stop = after.start if after is not None else span[1]
        if (one.notation, other.notation) == ("goal", "goal-result") and one.end == other.start:
            if stop - other.end == 2:
                rows.beside(words[at : one.start])
                rows.put([(0, words[one.start : one.end]), (1, words[other.start : other.end])])
                rows.put([(0, words[other.end : other.end + 1]), (1, words[other.end + 1 : stop])])
                at = stop
            break
    rows.beside(words[at : span[1]])
