"""The words of a Word paragraph as a reader sees them: no field codes, no deleted or hidden text, each box once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from budget_kg.books.word_styles import Styles, is_on, value

_NOT_SEEN = {
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText",
    "rt", "rubyPr", "annotationRef",
    "binData", "docPr", "fPr", "ctrlPr", "numPr", "customXmlPr", "smartTagPr", "tblPr", "tblGrid",
}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOXES = {
    ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□", ("wingdings", 0xFE): "☑", ("wingdings", 0xFC): "✓",
    ("wingdings", 0x78): "☒", ("wingdings", 0xFD): "☒", ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x54): "☒", ("wingdings 2", 0x2A): "□",
}
_NUMERAL = re.compile(r"\d[\d,.]*")
_WIDE, _HIGH = 1_800_000, 720_000  # EMU: pictures smaller than 5 x 2 cm are seals, logos and lines


@dataclass(slots=True)
class Runs:
    """Reads runs one after the other; fields may begin in one paragraph and end in another.

    `boxes` are text boxes met and not yet taken, `notes` the footnotes and endnotes referred to, in order;
    `pictures` counts large pictures, `hidden` the numerals of hidden text.
    """

    styles: Styles
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    hidden: int = 0
    _fields: list[bool] = field(default_factory=list)
    _hiding: int = 0

    def words(self, paragraph: Element) -> str:
        """The words of a paragraph."""
        parts: list[str] = []
        self._walk(paragraph, parts)
        return "".join(parts)

    def take_boxes(self) -> list[Element]:
        """The text boxes met since the last time."""
        taken, self.boxes = self.boxes, []
        return taken

    def _walk(self, node: Element, parts: list[str]) -> None:
        for child in node:
            tag = child.tag
            if tag == "r":
                hiding = self._is_hidden(child)
                self._hiding += hiding
                self._walk(child, parts)
                self._hiding -= hiding
            elif tag == "t":
                self._say(child.text or "", parts)
            elif tag in _SIGNS:
                self._say(_SIGNS[tag], parts)
            elif tag == "sym":
                self._say(_sign(child), parts)
            elif tag == "fldChar":
                self._field(child.get("fldCharType", ""))
            else:
                self._enter(child, parts)

    def _enter(self, child: Element, parts: list[str]) -> None:
        tag = child.tag
        if tag == "AlternateContent":
            chosen = child.find("Choice")
            chosen = child.find("Fallback") if chosen is None else chosen
            if chosen is not None:
                self._walk(chosen, parts)
        elif tag == "txbxContent":
            if not self._hiding:
                self.boxes.append(child)
        elif tag in {"footnoteReference", "endnoteReference"}:
            self.notes.append((tag.removesuffix("Reference"), child.get("id", "")))
        elif tag not in _NOT_SEEN:
            before = len(self.boxes)
            self._walk(child, parts)
            if tag in {"drawing", "pict", "object"} and len(self.boxes) == before and not self._hiding:
                self.pictures += _is_large(child)

    def _say(self, words: str, parts: list[str]) -> None:
        if any(self._fields):
            return
        if self._hiding:
            self.hidden += len(_NUMERAL.findall(words))
        else:
            parts.append(words)

    def _field(self, kind: str) -> None:
        """Fields stand on each other; True while the code of one is spelt out."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find("rPr")
        if properties is None:
            return False
        said = is_on(properties, "vanish")
        return self.styles.hides(value(properties, "rStyle")) if said is None else said


def _sign(node: Element) -> str:
    """A sign of a symbol font: ticks and empty boxes have characters of their own, others are decoration."""
    code = node.get("char", "")
    number = int(code, 16) & 0xFF if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
    return _BOXES.get((node.get("font", "").lower(), number), "")


def _is_large(node: Element) -> bool:
    """Whether a drawing is a picture that may hold numbers: its size is told, or it is an embedded object."""
    extent = node.find(".//extent")
    if extent is None:
        return node.tag == "object" or node.find(".//imagedata") is not None
    return _size(extent, "cx") >= _WIDE and _size(extent, "cy") >= _HIGH


def _size(node: Element, name: str) -> int:
    words = node.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 12 else 0
