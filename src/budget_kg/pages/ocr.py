"""Words and ruling lines of a page that is a picture, as far as the extra `ocr` is installed.

A page that was scanned askew, on its side or upside down is set right first. It owns nothing of what the words mean.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from functools import cache
from statistics import median
from typing import Any

from budget_kg.model import Box
from budget_kg.pages.characters import Run
from budget_kg.pages.frames import Frame
from budget_kg.pages.opening import OpenPage
from budget_kg.pages.rules import Rule

_SHARP = 200 / 72  # pixels for a point, at most
_LONGEST = 2000  # pixels: the recogniser looks at no larger picture
_SURE = 0.93  # pages read with less are tried upside down
_ASKEW = math.radians(0.15)
_RULE = 24  # points: shorter dark lines are strokes of characters
_PADDING = 0.12  # of a word's height, above and below it


@dataclass(slots=True)
class Picture:
    """What was recognised in a picture: words and rules in `frame`, and how sure the words are (0 to 1)."""

    frame: Frame
    runs: list[Run] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    score: float = 0.0

    def within(self, boxes: list[Box]) -> Picture:
        """What of it lies in these places."""
        return Picture(
            self.frame, [run for run in self.runs if _in((run.left + run.right) / 2, (run.top + run.bottom) / 2, boxes)],
            [rule for rule in self.horizontal if _in((rule[1] + rule[2]) / 2, rule[0], boxes)],
            [rule for rule in self.vertical if _in(rule[0], (rule[1] + rule[2]) / 2, boxes)], self.score,
        )


@dataclass(frozen=True, slots=True)
class _Shot:
    """A picture of a page, what was recognised in it, and how much of that is sure."""

    frame: Frame
    image: Any
    scale: float
    lines: list[tuple[Any, list[tuple[str, Any]], float]]

    @property
    def weight(self) -> float:
        """The number of characters recognised, each as far as it is sure."""
        return sum(score * len(letters) for _, letters, score in self.lines)

    @property
    def score(self) -> float:
        """How sure a character is in the mean."""
        return self.weight / max(sum(len(letters) for _, letters, _ in self.lines), 1)


class UnrecognisedError(Exception):
    """The recogniser gave up, mostly for want of memory."""


def read_picture(page: OpenPage) -> Picture | None:
    """Recognise the words on a page; None when the extra `ocr` is not installed. Raises UnrecognisedError."""
    try:
        import onnxruntime  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError:
        return None
    try:
        return _picture(_best(page))
    except Exception as error:  # three foreign libraries work here, each with errors of its own
        raise UnrecognisedError from error


def _best(page: OpenPage) -> _Shot:
    """The page as it is drawn, or turned so that its words stand upright."""
    shot = _shot(page, 0)
    if _is_sideways(shot):
        shot = max((_shot(page, 90), _shot(page, 270)), key=lambda other: other.weight)
    elif shot.lines and shot.score < _SURE:
        shot = max((shot, _shot(page, 180)), key=lambda other: other.weight)
    return shot


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False})


def _shot(page: OpenPage, turn: int) -> _Shot:
    """Draw the page turned clockwise by so many degrees, and recognise what it says."""
    frame = page.frame.turned(page.frame.rotation + turn)
    scale = min(_SHARP, _LONGEST / max(frame.width, frame.height))
    image = _drawn(page, frame, scale, turn)
    found = _engine()(image, return_word_box=True, return_single_char_box=True)
    lines = []
    if found.boxes is not None:
        for box, words, score in zip(found.boxes, found.word_results, found.scores, strict=True):
            letters = [(text, place) for text, _, place in words if text.strip() and place is not None]
            if letters:
                lines.append((box, letters, float(score)))
    return _Shot(frame, image, scale, lines)


def _drawn(page: OpenPage, frame: Frame, scale: float, turn: int) -> Any:
    import numpy
    import pypdfium2.raw as raw

    width, height = max(int(frame.width * scale), 1), max(int(frame.height * scale), 1)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise ValueError("no memory for a picture of the page")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, turn // 90, 0)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return numpy.frombuffer(data, numpy.uint8).reshape(height, stride)[:, : width * 3].reshape(height, width, 3)


def _is_sideways(shot: _Shot) -> bool:
    """Whether most lines of several characters stand upright."""
    lines = [box for box, letters, _ in shot.lines if len(letters) > 2]
    tall = [box for box in lines if abs(box[2][1] - box[0][1]) > 1.5 * abs(box[2][0] - box[0][0])]
    return len(tall) * 2 > len(lines)


def _picture(shot: _Shot) -> Picture:
    import cv2

    height, width = shot.image.shape[:2]
    angles = [
        math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box, letters, _ in shot.lines if len(letters) > 4
    ]
    askew = median(angles) if angles else 0.0
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(askew if abs(askew) > _ASKEW else 0.0), 1.0)
    image = cv2.warpAffine(shot.image, turn, (width, height), borderValue=(255, 255, 255)) if turn[0][1] else shot.image
    picture = Picture(shot.frame, score=round(shot.score, 4))
    picture.horizontal, picture.vertical = _rules(image, shot.scale)
    for _, letters, _ in shot.lines:
        picture.runs += _cut(_run(letters, turn, shot.scale), picture.vertical)
    return picture


def _rules(image: Any, scale: float) -> tuple[list[Rule], list[Rule]]:
    """Long dark lines along the picture, in points."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    length = max(int(_RULE * scale), 3)
    across = _pieces(cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1))))
    down = _pieces(cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (1, length))))
    return (
        [((y + h / 2) / scale, x / scale, (x + w) / scale) for x, y, w, h in across if w > 4 * h],
        [((x + w / 2) / scale, y / scale, (y + h) / scale) for x, y, w, h in down if h > 4 * w],
    )


def _pieces(mask: Any) -> list[tuple[int, int, int, int]]:
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:]]


def _run(letters: list[tuple[str, Any]], turn: Any, scale: float) -> Run:
    """The letters of a recognised line set right by the matrix `turn`, in points."""
    text: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    tops, bottoms = [], []
    for words, place in letters:
        across = [(turn[0][0] * x + turn[0][1] * y + turn[0][2]) / scale for x, y in place]
        down = [(turn[1][0] * x + turn[1][1] * y + turn[1][2]) / scale for x, y in place]
        left, right = min(across), max(across)
        tops.append(min(down))
        bottoms.append(max(down))
        step = (right - left) / len(words)
        for index, letter in enumerate(words):
            text.append(letter)
            lefts.append(float(left + index * step))
            rights.append(float(left + (index + 1) * step))
    top, bottom = float(median(tops)), float(median(bottoms))
    pad = _PADDING * (bottom - top)
    return Run("".join(text), lefts, rights, top + pad, bottom - pad)


def _cut(run: Run, vertical: list[Rule]) -> list[Run]:
    """The parts of a run between the rules that cross it: neighbouring cells are often recognised as one line."""
    middle = (run.top + run.bottom) / 2
    crossing = sorted(x for x, top, bottom in vertical if top <= middle <= bottom and run.left < x < run.right)
    parts, start = [], 0
    for x in crossing:
        end = start
        while end < len(run.text) and (run.lefts[end] + run.rights[end]) / 2 < x:
            end += 1
        if start < end:
            parts.append(run.part(start, end))
        start = end
    if start < len(run.text):
        parts.append(run.part(start, len(run.text)))
    return parts


def _in(x: float, y: float, boxes: list[Box]) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)
