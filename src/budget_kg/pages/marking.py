"""Pages of a PDF as pictures with marks on them: for people who check what was recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from budget_kg.errors import UsageError
from budget_kg.model import Box
from budget_kg.pages.characters import Characters, Run, read_characters
from budget_kg.pages.opening import DamagedPageError, OpenPage, open_document, open_page

if TYPE_CHECKING:
    from PIL.Image import Image

COLOURS: Final = {"fact": "#1a8f3c", "structure": "#2f6fd0", "unread": "#d62020", "words": "#b8b8b8"}
_SCALE: Final = 2.0  # pixels a point
_LARGEST: Final = 4000  # pixels of a side: a poster is drawn smaller


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to be marked as one of `COLOURS`: a box, or words that stand on the page `times`, `before` times above."""

    kind: str
    box: Box | None
    words: str = ""
    before: int = 0
    times: int = 1


def draw(path: Path, marks: Mapping[int, Sequence[Mark]], folder: Path) -> list[Path]:
    """Draw the pages that have marks, by their numbers, into a folder as `page-007.png`.

    A page that cannot be loaded is left out. Raises InputError for a PDF that cannot be opened, UsageError when
    pictures cannot be written.
    """
    _require_pillow()
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_document(path.read_bytes(), path.name) as (document, _):
            for number, wanted in sorted(marks.items()):
                picture = _page(document, number, wanted)
                if picture is not None:
                    written.append(folder / f"page-{number:03}.png")
                    picture.save(written[-1])
    except OSError as error:
        raise UsageError(
            zh=f"--png {folder}：无法写入（{error.strerror or error}）",
            en=f"--png {folder}: cannot be written ({error.strerror or error})",
        ) from error
    return written


def _require_pillow() -> None:
    try:
        import PIL  # noqa: F401
    except ImportError as error:
        raise UsageError(
            zh="--png 需要 Pillow；请安装 budget-kg[png]", en="--png needs Pillow; install budget-kg[png]"
        ) from error


def _page(document: Any, number: int, marks: Sequence[Mark]) -> Image | None:
    try:
        with open_page(document, number - 1) as page:
            scale = min(_SCALE, _LARGEST / max(page.frame.width, page.frame.height))
            picture = _rendered(page, scale)
            characters = read_characters(page.text, page.frame)
            _mark(picture, scale, list(_boxes(marks, characters, page)))
            return picture
    except (DamagedPageError, ValueError, ArithmeticError):
        return None


def _rendered(page: OpenPage, scale: float) -> Image:
    import ctypes

    import pypdfium2.raw as raw
    from PIL.Image import frombuffer

    width, height = round(page.frame.width * scale), round(page.frame.height * scale)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise DamagedPageError
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        return frombuffer("RGB", (width, height), data, "raw", "BGRX", stride, 1).copy()
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _mark(picture: Image, scale: float, boxes: list[tuple[str, Box]]) -> None:
    """Draw outlines, the plain ones first so that they do not hide the others."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    order = ["words", "structure", "fact", "unread"]
    for kind, (left, top, right, bottom) in sorted(boxes, key=lambda one: order.index(one[0])):
        inset = 3 if kind == "words" else 1
        place = (left * scale + inset, top * scale + inset, right * scale - inset, bottom * scale - inset)
        if place[0] < place[2] and place[1] < place[3]:
            pen.rectangle(place, outline=COLOURS[kind], width=1 if kind == "words" else 2)


def _boxes(marks: Sequence[Mark], characters: Characters, page: OpenPage) -> Iterator[tuple[str, Box]]:
    line, owners = _written(characters.runs)
    for mark in marks:
        if mark.box is not None:
            yield mark.kind, mark.box
        elif mark.words:
            # A page on which they stand more or less often is in another order than its text: no mark is no wrong one.
            start = _nth(line, mark.words, mark.before) if line.count(mark.words) == mark.times else -1
            for run, first, last in _parts(owners[start : start + len(mark.words)]) if start >= 0 else ():
                box = (run.lefts[first], run.top, run.rights[last], run.bottom)
                yield mark.kind, characters.frame.seen_in(box, page.frame)


def _written(runs: Sequence[Run]) -> tuple[str, list[tuple[Run, int]]]:
    """All characters of a page but white space, and the run and index of each."""
    owners = [(run, index) for run in runs for index, letter in enumerate(run.text) if not letter.isspace()]
    return "".join(run.text[index] for run, index in owners), owners


def _nth(text: str, words: str, before: int) -> int:
    """Where words stand that stand `before` times before; -1 when they do not."""
    start = text.find(words)
    for _ in range(before):
        start = text.find(words, start + len(words)) if start >= 0 else -1
    return start


def _parts(owners: Sequence[tuple[Run, int]]) -> Iterator[tuple[Run, int, int]]:
    """Characters by their runs: each run with the first and last of them."""
    index = 0
    while index < len(owners):
        run, first = owners[index]
        last = first
        while index < len(owners) and owners[index][0] is run:
            last = owners[index][1]
            index += 1
        yield run, first, last
