"""From runs of characters to lines of print, and into the cells of a grid.

Characters printed twice at one place are one. A word that overflows its cell is not cut; two numbers that touch are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from budget_kg.model import Box
from budget_kg.pages.characters import Run, is_space
from budget_kg.pages.grids import Grid

_SAME = 0.15  # of a line's height: how far a second print of the same character may stand off
_OVERLAP = 0.4
_TOUCHING = 0.2
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[-+]?\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print and its place."""

    text: str
    box: Box

    @property
    def height(self) -> float:
        """Height of its type."""
        return self.box[3] - self.box[1]


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Put runs into lines, from top to bottom."""
    groups: list[tuple[Run, list[Run]]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.lefts[0])):
        if groups:
            tallest, members = groups[-1]
            shared = min(run.bottom, tallest.bottom) - max(run.top, tallest.top)
            if shared >= 0.5 * min(run.bottom - run.top, tallest.bottom - tallest.top):
                members.append(run)
                if run.height > tallest.height:
                    groups[-1] = run, members
                continue
        groups.append((run, [run]))
    return [_line(members) for _, members in groups]


def _line(runs: list[Run]) -> Line:
    if len(runs) == 1:
        run = runs[0]
        return Line(run.text, (run.left, run.top, run.right, run.bottom))
    runs = sorted(runs, key=lambda run: run.lefts[0])
    kept = [runs[0]]
    right = runs[0].right
    for run in runs[1:]:
        rest: Run | None = run
        if run.left < right - _OVERLAP * run.height:
            rest = _fresh(run, kept)
        if rest is not None:
            kept.append(rest)
            right = max(right, rest.right)
    text, before = kept[0].text, kept[0]
    for run in kept[1:]:
        text += f" {run.text}" if is_space(text[-1], run.text[0], (run.left - before.right) / run.height) else run.text
        if run.right > before.right:
            before = run
    box = kept[0].left, min(run.top for run in kept), right, max(run.bottom for run in kept)
    return Line(text, box)


def _fresh(run: Run, kept: list[Run]) -> Run | None:
    """What of a run is not printed already at the same place; None when nothing is left."""
    near = _SAME * run.height
    if run.lefts[0] == run.lefts[-1] and len(run.text) > 1:  # a turned block
        printed = any(run.text == other.text and abs(run.left - other.left) < near for other in kept)
        return None if printed else run
    places: dict[str, list[float]] = {}
    for other in kept:
        for letter, left in zip(other.text, other.lefts, strict=True):
            places.setdefault(letter, []).append(left)
    new = [
        index for index, (letter, left) in enumerate(zip(run.text, run.lefts, strict=True))
        if letter != " " and not any(abs(left - place) < near for place in places.get(letter, ()))
    ]
    if len(new) == len(run.text) - run.text.count(" "):
        return run
    if not new:
        return None
    return Run(
        "".join(run.text[index] for index in new), [run.lefts[index] for index in new],
        [run.rights[index] for index in new], run.top, run.bottom,
    )


def fill(grid: Grid, runs: Iterable[Run]) -> dict[int, list[Run]]:
    """Put runs into the cells of a grid, by index of cell."""
    filled: dict[int, list[Run]] = {}
    for run in runs:
        row = grid.owner[grid.row_at((run.top + run.bottom) / 2)]
        reach = min(_TOUCHING * run.height, (run.right - run.left) / 2)
        first, last = row[grid.column_at(run.left + reach)], row[grid.column_at(run.right - reach)]
        if first == last:
            filled.setdefault(first, []).append(run)
            continue
        for cell, part in _parts(grid, row, run):
            filled.setdefault(cell, []).append(part)
    return filled


def _parts(grid: Grid, row: tuple[int, ...], run: Run) -> list[tuple[int, Run]]:
    """Cut a run where it crosses from one cell to the next, unless that would cut a word."""
    marks: list[tuple[int, int]] = []
    for index, (left, right) in enumerate(zip(run.lefts, run.rights, strict=True)):
        cell = row[grid.column_at((left + right) / 2)]
        if run.text[index] != " " and (not marks or marks[-1][0] != cell):
            marks.append((cell, index))
    ends = [start for _, start in marks[1:]] + [len(run.text)]
    parts = [(cell, run.part(start, end)) for (cell, start), end in zip(marks, ends, strict=True)]
    numbers = all(_NUMBER.fullmatch(part.text.strip()) for _, part in parts)
    if len(parts) < 2 or numbers or any(_is_apart(run, end) for end in ends[:-1]):
        return [(cell, _trimmed(part)) for cell, part in parts]
    if _NUMBER.fullmatch(run.text):  # numbers stand at the right of their cell
        return [(parts[-1][0], run)]
    return [(max(parts, key=lambda part: len(part[1].text))[0], run)]


def _is_apart(run: Run, index: int) -> bool:
    return run.text[index - 1] == " " or run.lefts[index] - run.rights[index - 1] > _TOUCHING * run.height


def _trimmed(run: Run) -> Run:
    end = len(run.text.rstrip())
    return run if end == len(run.text) else run.part(0, end)
