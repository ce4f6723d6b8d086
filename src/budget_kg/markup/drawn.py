"""Tables drawn with characters in plain text: cells between bars or tabs. Finds them and leaves the text as it is.

Refused are lines that only happen to hold a bar: a sentence, a row of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget_kg.model import Cell, Table

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BAR = re.compile("[|｜│┃]")
_TAB = re.compile("\t")
_RULE = frozenset(" \t\u3000|｜│┃:+-—─━═┼├┤┌┐└┘┬┴")
_DASHES = re.compile("[-—─━═]{2}")
_NUMBER = re.compile(r"[-+－]?[\d０-９][\d０-９,，.．\s]*[%％]?|[-—－–]{1,2}|")
_SENTENCE = re.compile("[。；！？]")
_LONGEST_CELL = 24  # a cell with a sentence in it may be longer; half of the cells may not
_FEWEST_BARRED, _FEWEST_TABBED = 2, 3
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class _Piece:
    """One cell of a line: its trimmed words are `text[start:end]`, which may be empty."""

    start: int
    end: int

    def words(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    pieces: tuple[_Piece, ...]
    bar: bool


def drawn_tables(text: str) -> tuple[Table, ...]:
    """The tables of a text layer, in its order; their cells are where they are printed."""
    grids: list[tuple[int, int, list[list[_Piece]]]] = []
    for run in _runs(text):
        rows = _unframed(run, text)
        single = bool(rows) and all(len(row) == 1 for row in rows)
        grid = _single_file([row[0] for row in rows], text) if single else rows if _is_table(run, rows, text) else []
        if grid:
            grids.append((run[0].start, run[-1].end, grid))
    return tuple(
        Table(number, start, end, tuple(_cells(grid))) for number, (start, end, grid) in enumerate(grids, 1)
    )


def _rows(text: str) -> Iterator[_Row]:
    """The lines that have bars, or at least two tabs between words; a rule of dashes is a row without cells."""
    for match in _LINE.finditer(text):
        line = match[0]
        if _RULE.issuperset(line) and _DASHES.search(line):
            yield _Row(match.start(), match.end(), (), bar=True)
        elif _BAR.search(line):
            yield _Row(match.start(), match.end(), _pieces(line, match.start(), _BAR), bar=True)
        elif line.strip(" ").count("\t") >= _FEWEST_TABBED - 1 and line.strip():
            yield _Row(match.start(), match.end(), _pieces(line, match.start(), _TAB), bar=False)


def _pieces(line: str, offset: int, mark: re.Pattern[str]) -> tuple[_Piece, ...]:
    found, start = [], 0
    for stop, following in [*(match.span() for match in mark.finditer(line)), (len(line), len(line))]:
        part = line[start:stop]
        first = offset + start + len(part) - len(part.lstrip())
        found.append(_Piece(first, first + len(part.strip())))
        start = following
    return tuple(found)


def _runs(text: str) -> Iterator[list[_Row]]:
    """Rows of one kind that follow each other; an empty line may stand between two rows of as many cells."""
    run: list[_Row] = []
    for row in _rows(text):
        between = text[run[-1].end : row.start] if run else ""
        alike = bool(run) and len(row.pieces) == len(run[-1].pieces)
        if run and (run[-1].bar != row.bar or between.strip() or between.count("\n") > (2 if alike else 1)):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _unframed(run: Sequence[_Row], text: str) -> list[list[_Piece]]:
    """The cells of a run without the bars around the whole of it; a bar before some rows only marks an empty cell."""
    rows = [list(row.pieces) for row in run if row.pieces]
    lines = [text[row.start : row.end].strip() for row in run if row.pieces]
    if not rows or not run[0].bar:
        return rows
    if all(_BAR.match(line) for line in lines):
        rows = [row[1:] for row in rows]
    if all(_BAR.match(line[-1:]) for line in lines) and all(len(row) > 1 for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _is_table(run: Sequence[_Row], rows: Sequence[Sequence[_Piece]], text: str) -> bool:
    """Whether rows are a table: enough of them, and no sentences, no words of a menu."""
    if len(rows) < (_FEWEST_BARRED if run[0].bar else _FEWEST_TABBED) or max(len(row) for row in rows) < 2:
        return False
    filled = [words for row in rows for words in (piece.words(text) for piece in row) if words]
    wordy = sum(len(words) > _LONGEST_CELL and bool(_SENTENCE.search(words)) for words in filled)
    if not filled or wordy * 2 > len(filled):
        return False
    ruled = any(not row.pieces for row in run[1:])
    framed = run[0].bar and len(rows[0]) < len(next(row.pieces for row in run if row.pieces))
    return ruled or framed or any(char.isdigit() for words in filled for char in words)


def _single_file(pieces: Sequence[_Piece], text: str) -> list[list[_Piece]]:
    """A table printed one cell a line: as many columns as make each of them all words or all numbers."""
    kinds = [bool(_NUMBER.fullmatch(piece.words(text))) for piece in pieces]
    for width in range(2, min(len(pieces) // 2, _MOST_COLUMNS) + 1):
        head, body = kinds[:width], kinds[width:]
        even = all(kind == body[index % width] for index, kind in enumerate(body))
        if len(pieces) % width == 0 and even and not any(head) and not body[0] and any(body):
            return [list(pieces[at : at + width]) for at in range(0, len(pieces), width)]
    return []


def _cells(grid: Sequence[Sequence[_Piece]]) -> Iterator[Cell]:
    for index, row in enumerate(grid):
        for column, piece in enumerate(row):
            if piece.end > piece.start:
                yield Cell(index, column, piece.start, piece.end)
