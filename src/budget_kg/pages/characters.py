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
_FLAT = 0.05  # points: no character with ink is thinner
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
    for `unknown`, and for `unmapped` none that means something outside its font. `flat` tells that some have no height
    or width: their font is not there.
    """

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    count: int = 0
    unmapped: int = 0
    unknown: int = 0
    flat: bool = False


def read_characters(page: int, frame: Frame) -> Characters:
    """Read the characters of a text page (its address) seen in `frame`."""
    text = Text()
    letters = letters_of(_codes(text, page))
    indices = [index for index, letter in enumerate(letters) if letter and letter != " "]
    if not indices:
        return Characters(frame)
    sample = [_turn(text, page, index) for index in indices[:: len(indices) // 40 + 1]]
    main = Counter(turn for turn in sample if turn is not None).most_common(1)
    found = Characters(frame.turned(main[0][0]) if main else frame, count=len(indices))
    inked = [letters[index] for index in indices]
    found.unmapped, found.unknown = sum(map(is_unmapped, inked)), inked.count(UNKNOWN)
    scale = _Scale(found.frame, text, page)
    starts, runs = _runs(letters, indices, _sides(scale, indices, inked))
    found.flat = scale.flat
    turns = [_turn(text, page, start) for start in starts]
    found.runs = [run for run, turn in zip(runs, turns, strict=True) if turn == found.frame.rotation]
    if len(found.runs) < len(runs):
        _add_turned(found, runs, turns, [start > 0 and letters[start - 1] == " " for start in starts])
    found.runs = [run for run in found.runs if _is_on(found.frame, run)]
    return found


def _codes(text: Text, page: int) -> list[int]:
    """The character code of each character."""
    count = max(text.count(page), 0)
    units = (ctypes.c_uint16 * (count + 1))()
    # In one call, unless that leaves characters out or writes two units for one.
    if text.all(page, 0, count, ctypes.addressof(units)) == count + 1:
        codes = list(units[:count])
        if not any(0xD800 <= code < 0xE000 for code in set(codes)):
            return codes
    return [text.unicode(page, index) for index in range(count)]


def _turn(text: Text, page: int, index: int) -> int | None:
    """Degrees clockwise that make a character upright, None when it stands at a slant."""
    angle = text.angle(page, index)
    quarter = angle / (math.pi / 2) if math.isfinite(angle) else 0.0
    return -round(quarter) % 4 * 90 if abs(quarter - round(quarter)) < 0.03 else None


def _sides(scale: _Scale, indices: list[int], letters: list[str]) -> _Sides:
    """Left, top, right, bottom of characters in the frame, the advance of each included.

    Their height is that of the type around the base line: the heights that fonts claim differ within one line, and
    some claim none.
    """
    boxes = _boxes(scale.text, scale.page, indices)
    left, low, right, high = scale.frame.places(boxes[0::4], boxes[3::4], boxes[2::4], boxes[1::4])
    known: dict[str, tuple[float, float, float, float]] = {}  # of a letter: width, height, how far up and down it goes
    tops, bottoms = [], []
    for index, letter, west, north, east, south in zip(indices, letters, left, low, right, high, strict=True):
        like = known.get(letter)
        if like is None or not (-0.1 < east - west - like[0] < 0.1 and -0.1 < south - north - like[1] < 0.1):
            base, em = scale.measure(index)
            like = known[letter] = east - west, south - north, base - 0.85 * em - south, base + 0.15 * em - south
        tops.append(south + like[2])
        bottoms.append(south + like[3])
    return left, tops, right, bottoms


def _boxes(text: Text, page: int, indices: list[int]) -> list[float]:
    """Left, top, right and bottom of each character in turn, in PDF coordinates; 0 for what is no place on any page."""
    buffer, box = (ctypes.c_float * (4 * len(indices)))(), text.box
    at = ctypes.addressof(buffer)
    for index in indices:
        box(page, index, at)
        at += 16
    values = list(buffer)
    return values if math.isfinite(sum(values)) else [value if abs(value) < 1e6 else 0.0 for value in values]


class _Scale:
    """Measures the type of single characters: that of others like them is the same."""

    def __init__(self, frame: Frame, text: Text, page: int) -> None:
        self.frame, self.text, self.page = frame, text, page
        self.matrix = (ctypes.c_float * 6)()
        self.origin = (ctypes.c_double * 2)()
        self.ink = (ctypes.c_double * 4)()
        self.flat = False

    def measure(self, index: int) -> tuple[float, float]:
        """Where a character's base line is in the frame, and its size in points as seen."""
        at = ctypes.addressof(self.ink)
        if self.text.ink(self.page, index, at, at + 8, at + 16, at + 24):
            left, right, bottom, top = self.ink
            self.flat = self.flat or right - left < _FLAT or top - bottom < _FLAT
        at = ctypes.addressof(self.origin)
        self.text.origin(self.page, index, at, at + 8)
        across, up = self.origin
        _, base, _, _ = self.frame.place(across, up, across, up)
        turned = self.text.matrix(self.page, index, ctypes.addressof(self.matrix))
        em = self.text.size(self.page, index) * (math.hypot(self.matrix[2], self.matrix[3]) if turned else 1.0)
        return base if abs(base) < 1e6 else 0.0, em if 1.0 < em < 1000.0 else 10.0


def _runs(letters: list[str], indices: list[int], sides: _Sides) -> tuple[list[int], list[Run]]:
    """Put characters together that follow each other upright, in the order of the file.

    Gives the index in `letters` of each run's first character, and the runs. What lies between two `indices` has no
    ink.
    """
    starts: list[int] = []
    runs: list[Run] = []
    text: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    line_top = line_bottom = edge = 0.0
    before = -1
    for index, left, top, right, bottom in zip(indices, *sides, strict=True):
        height, gap = bottom - top, left - edge
        spaced = index - before > 1 and " " in letters[before + 1 : index]
        before = index
        if (
            text and abs(top + bottom - line_top - line_bottom) < _LEVEL * height
            and -_BACK * height < gap < (_SPACED if spaced else _JOINED) * height
        ):
            if spaced and is_space(text[-1], letters[index], gap / height, least=-1.0):
                text.append(" ")
                lefts.append(edge)
                rights.append(left)
        else:
            if text:
                runs.append(Run("".join(text), lefts, rights, line_top, line_bottom))
            starts.append(index)
            text, lefts, rights = [], [], []
            line_top, line_bottom = top, bottom
        edge = right if right > left else left
        text.append(letters[index])
        lefts.append(left)
        rights.append(edge)
    runs.append(Run("".join(text), lefts, rights, line_top, line_bottom))
    return starts, runs


@dataclass(slots=True)
class _Block:
    """Characters that follow each other but do not stand as the page does."""

    turn: int | None
    text: str
    box: Box

    def takes(self, turn: int | None, box: Box) -> bool:
        """Whether a character continues the block: turned the same way, and touching it."""
        left, top, right, bottom = box
        west, north, east, south = self.box
        reach = max(right - left, bottom - top)
        return (
            turn == self.turn and west - reach < right and left < east + reach
            and north - reach < bottom and top < south + reach
        )

    def run(self) -> Run:
        """The block as a run that cannot be cut."""
        left, top, right, bottom = self.box
        return Run(self.text, [left] * len(self.text), [right] * len(self.text), top, bottom)


def _add_turned(found: Characters, runs: list[Run], turns: list[int | None], spaced: list[bool]) -> None:
    """Put runs that do not stand as the page does together into blocks."""
    blocks: list[_Block] = []
    for run, turn, space in zip(runs, turns, spaced, strict=True):
        if turn == found.frame.rotation:
            continue
        box = run.left, run.top, run.right, run.bottom
        if blocks and blocks[-1].takes(turn, box):
            west, north, east, south = blocks[-1].box
            blocks[-1].text += f" {run.text}" if space else run.text
            blocks[-1].box = min(west, box[0]), min(north, box[1]), max(east, box[2]), max(south, box[3])
        else:
            blocks.append(_Block(turn, run.text, box))
    found.slanted = [block.text for block in blocks if block.turn is None]
    found.runs += [block.run() for block in blocks if block.turn is not None]


def _is_on(frame: Frame, run: Run) -> bool:
    """Whether a run can be seen on the page."""
    return run.left < frame.width and run.right > 0 and run.top < frame.height and run.bottom > 0
