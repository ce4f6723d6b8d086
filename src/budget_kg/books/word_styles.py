"""What the styles of a Word document give to a paragraph or a run: its list, and whether it is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

_DEEPEST = 20  # styles may be based on each other in a circle
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    list_number: str | None
    list_level: int | None
    hidden: bool | None


class Styles:
    """The styles of a document; a document without `styles.xml` has none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._usual = ""
        for node in root.iterfind("style") if root is not None else ():
            name = node.get("styleId", "")
            number, level = list_of(node.find("pPr"))
            self._styles[name] = _Style(value(node, "basedOn"), number, level, is_on(node.find("rPr"), "vanish"))
            if node.get("type") == "paragraph" and node.get("default") in {"1", "true"}:
                self._usual = name

    def listed(self, name: str) -> tuple[str, str | None, int | None]:
        """The style a paragraph style takes its list from, with the list's number and the level it says."""
        for style in self._chain(name or self._usual):
            if self._styles[style].list_number is not None or self._styles[style].list_level is not None:
                return style, self._styles[style].list_number, self._styles[style].list_level
        return "", None, None

    def hides(self, name: str) -> bool:
        """Whether text of a style is hidden."""
        return next((bool(self._styles[style].hidden) for style in self._chain(name)
                     if self._styles[style].hidden is not None), False)

    def _chain(self, name: str) -> list[str]:
        found: list[str] = []
        while name in self._styles and name not in found and len(found) < _DEEPEST:
            found.append(name)
            name = self._styles[name].based_on
        return found


def value(node: Element | None, name: str) -> str:
    """The `val` of a property, "" when it is not there."""
    found = node.find(name) if node is not None else None
    return "" if found is None else found.get("val", "")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch is on, None when it is not there."""
    found = properties.find(name) if properties is not None else None
    return None if found is None else found.get("val", "1").lower() not in _OFF


def whole(words: str | None, default: int = 0) -> int:
    """A small whole number of an attribute."""
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 6 else default


def list_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The number and the level of the list in the properties of a paragraph, None for what they do not say."""
    node = properties.find("numPr") if properties is not None else None
    if node is None:
        return None, None
    level = node.find("ilvl")
    return value(node, "numId") or None, None if level is None else whole(level.get("val"))
