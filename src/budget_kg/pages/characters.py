"""The characters of a page as PDFium gives them, put together into runs: characters that follow each other in a line.

White space is kept only where it stands between two characters of a run; characters without ink are left out.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field

from budget_kg.model import Box
from budget_kg.pages.frames import Frame
from budget_kg.pages.letters import UNKNOWN, is_unmapped, letters_of
from budget_kg.pages.native import Text

_JOINED = 0.35  # a wider gap than that (in line heights) without white space in it ends a run
_SPACED = 1.0  # the same with white space in it
_SPREAD = 0.8  # ideographs may stand that far apart to fill a line or a cell
_LEVEL = 0.6  # of a line's height: twice how far the middles of neighbours may differ
_BACK = 0.4  # how far a character may reach back into the one before
_Sides = tuple[list[float], list[float], list[float], list[float]]


def is_space(before: str, letter: str, gap: float, least: float = _JOINED) -> bool:
    """Whether a gap (in line heights) between two characters is a space; ideographs are only spread over a line."""
    return gap > (_SPREAD if before >= "\u2e80" and letter >= "\u2e80" else least)


@dataclass(slots=True)
class Run:
    """Characters following each other in one line: `lefts[i]` and `rights[i]` are the sides of `text[i]`."""

    text: str
    lefts: list[float]
    rights: list[float]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Left side of its first character."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """Right side of its last character."""
        return self.rights[-1]

    @property
    def height(self) -> float:
        """Height of its line."""
        return self.bottom - self.top

    def part(self, start: int, end: int) -> Run:
        """The run of some of its characters."""
        return Run(self.text[start:end], self.lefts[start:end], self.rights[start:end], self.top, self.bottom)


@dataclass(slots=True)
class Characters:
    """What is written on a page, in a frame turned so that most of it stands upright.

    `slanted` are words written across the page (a watermark). Of `count` characters with ink the file gives no letter
    for `unknown`, and for `unmapped` none that means something outside its font.
    """

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    count: int = 0
    unmapped: int = 0
    unknown: int = 0


@dataclass(slots=True)
class _Marks:
    """Characters with ink: index in PDFium's text, letter, whether white space stands before."""

    indices: list[int] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)


def read_characters(page: int, frame: Frame) -> Characters:
    """Read the characters of a text page (its address) seen in `frame`."""
    text = Text()
    marks = _marks(letters_of([text.unicode(page, index) for index in range(max(text.count(page), 0))]))
    if not marks.indices:
        return Characters(frame)
    turns = _turns([text.angle(page, index) for index in marks.indices])
    main = Counter(turn for turn in turns if turn is not None).most_common(1)
    found = Characters(frame.turned(main[0][0]) if main else frame, count=len(marks.indices))
    found.unmapped, found.unknown = sum(map(is_unmapped, marks.letters)), marks.letters.count(UNKNOWN)
    sides = _sides(found.frame, text, page, marks.indices)
    _write(found, marks, turns, sides)
    found.runs = [run for run in found.runs if _is_on(found.frame, run)]
    return found


def _marks(letters: list[str]) -> _Marks:
    marks, spaced = _Marks(), False
    for index, letter in enumerate(letters):
        if letter == " ":
            spaced = True
        elif letter:
            marks.indices.append(index)
            marks.letters.append(letter)
            marks.spaced.append(spaced)
            spaced = False
    return marks


def _turns(angles: list[float]) -> list[int | None]:
    """Degrees clockwise that make each character upright, None for one that stands at a slant."""
    known: dict[float, int | None] = {}
    for angle in set(angles):
        quarter = angle / (math.pi / 2) if math.isfinite(angle) else 0.0
        known[angle] = -round(quarter) % 4 * 90 if abs(quarter - round(quarter)) < 0.03 else None
    return [known[angle] for angle in angles]


def _sides(frame: Frame, text: Text, page: int, indices: list[int]) -> _Sides:
    """Left, top, right, bottom of characters in the frame, the advance of each included.

    Their height is that of the type around the base line: the heights that fonts claim differ within one line, and
    some claim none.
    """
    boxes, starts = _boxes(text, page, indices), _origins(text, page, indices)
    left, high, right, low = (boxes[side::4] for side in range(4))
    shapes = [(int(8 * (r - x)), int(8 * (t - b))) for x, b, r, t in zip(left, low, right, high, strict=True)]
    lefts, _, rights, _ = frame.places(left, low, right, high)
    across, up = starts[0::2], starts[1::2]
    _, base, _, _ = frame.places(across, up, across, up)
    ems = _ems(text, page, indices, shapes)
    tops = [y - 0.85 * em for y, em in zip(base, ems, strict=True)]
    return lefts, tops, rights, [y + 0.15 * em for y, em in zip(base, ems, strict=True)]


def _boxes(text: Text, page: int, indices: list[int]) -> list[float]:
    """Left, top, right and bottom of each character in turn, in PDF coordinates."""
    buffer, box = (ctypes.c_float * (4 * len(indices)))(), text.box
    address = ctypes.addressof(buffer)
    for place, index in enumerate(indices):
        box(page, index, address + 16 * place)
    return _finite(list(buffer))


def _origins(text: Text, page: int, indices: list[int]) -> list[float]:
    """Where each character's base line begins: x and y in turn, in PDF coordinates."""
    buffer, origin = (ctypes.c_double * (2 * len(indices)))(), text.origin
    address = ctypes.addressof(buffer)
    for place, index in enumerate(indices):
        origin(page, index, address + 16 * place, address + 16 * place + 8)
    return _finite(list(buffer))


def _finite(values: list[float]) -> list[float]:
    """The same numbers, with 0 for what is no place on any page."""
    return values if math.isfinite(sum(values)) else [value if abs(value) < 1e6 else 0.0 for value in values]


def _ems(text: Text, page: int, indices: list[int], shapes: list[tuple[int, int]]) -> list[float]:
    """The size of the type of each character in points as seen; `shapes` (width and height) tell which are alike."""
    matrix = (ctypes.c_float * 6)()
    address = ctypes.addressof(matrix)
    known: dict[tuple[int, int], float] = {}
    found = []
    for index, shape in zip(indices, shapes, strict=True):
        em = known.get(shape)
        if em is None:
            scale = math.hypot(matrix[2], matrix[3]) if text.matrix(page, index, address) else 1.0
            em = text.size(page, index) * scale
            em = known[shape] = em if 1.0 < em < 1000.0 else 10.0
        found.append(em)
    return found


def _write(found: Characters, marks: _Marks, turns: list[int | None], sides: _Sides) -> None:
    """Put characters together: upright ones into runs, others into blocks."""
    upright = found.frame.rotation
    rows = list(zip(marks.letters, marks.spaced, *sides, strict=True))
    if any(turn != upright for turn in turns):
        blocks: list[_Block] = []
        for turn, (letter, spaced, *box) in zip(turns, rows, strict=True):
            if turn != upright:
                _put_turned(blocks, turn, f" {letter}" if spaced else letter, (box[0], box[1], box[2], box[3]))
        found.slanted = [block.text.strip() for block in blocks if block.turn is None]
        found.runs = [block.run() for block in blocks if block.turn is not None]
        rows = [row for turn, row in zip(turns, rows, strict=True) if turn == upright]
    found.runs += _runs(rows)


def _runs(rows: list[tuple[str, bool, float, float, float, float]]) -> list[Run]:
    """Runs of upright characters in the order of the file: letter, white space before it, and its sides."""
    runs: list[Run] = []
    text: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    line_top = line_bottom = edge = 0.0
    for letter, spaced, left, top, right, bottom in rows:
        height, gap = bottom - top, left - edge
        if (
            text and abs(top + bottom - line_top - line_bottom) < _LEVEL * height
            and -_BACK * height < gap < (_SPACED if spaced else _JOINED) * height
        ):
            if spaced and is_space(text[-1], letter, gap / height, least=-1.0):
                text.append(" ")
                lefts.append(edge)
                rights.append(left)
        else:
            if text:
                runs.append(Run("".join(text), lefts, rights, line_top, line_bottom))
            text, lefts, rights = [], [], []
            line_top, line_bottom = top, bottom
        edge = right if right > left else left
        text.append(letter)
        lefts.append(left)
        rights.append(edge)
    if text:
        runs.append(Run("".join(text), lefts, rights, line_top, line_bottom))
    return runs


@dataclass(slots=True)
class _Block:
    """Characters that follow each other but do not stand as the page does."""

    turn: int | None
    text: str
    box: Box

    def run(self) -> Run:
        """The block as a run that cannot be cut."""
        left, top, right, bottom = self.box
        return Run(self.text.strip(), [left] * len(self.text.strip()), [right] * len(self.text.strip()), top, bottom)


def _put_turned(blocks: list[_Block], turn: int | None, text: str, box: Box) -> None:
    """Continue the last block when the character touches it, else begin one."""
    left, top, right, bottom = box
    if blocks and blocks[-1].turn == turn:
        block, (west, north, east, south) = blocks[-1], blocks[-1].box
        reach = max(right - left, bottom - top)
        if west - reach < right and left < east + reach and north - reach < bottom and top < south + reach:
            block.text += text
            block.box = min(west, left), min(north, top), max(east, right), max(south, bottom)
            return
    blocks.append(_Block(turn, text, box))


def _is_on(frame: Frame, run: Run) -> bool:
    """Whether a run can be seen on the page."""
    return run.left < frame.width and run.right > 0 and run.top < frame.height and run.bottom > 0
