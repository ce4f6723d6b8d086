"""From the tree of a web page to its blocks in the order they are seen: lines of text, and grids of cells.

It owns what HTML means: blocks, breaks, white space, what is not shown, which tables are tables and which only frame
the page. What of the page is the disclosure is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from budget_kg.layer import Entry
from budget_kg.markup.cells import Lattice, is_framework, joined, lattice, own_rows

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# fmt: off
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "o:p", "q", "rb", "rbc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
))
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "select", "option", "button",
    "textarea", "datalist", "svg", "math", "canvas", "audio", "video", "object", "embed", "iframe", "frame", "map",
    "rt", "rp", "rtc", "input", "!doctype",
))
# fmt: on
_FURNITURE_TAGS = frozenset(["nav", "footer", "aside"])
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:top|head|site|page|main|left|right|bottom)?[_-]?(?:nav|navi|navbar|navigation|menu|foot|footer|"
    r"bread|breadcrumb|crumbs?|bdshare|share|jiathis|sidebar|copyright|friendlinks?|toolbar|qrcode|pagination|"
    r"breadcutnav|search|login|prevnext|weizhi|dqwz|ewm)(?:$|[\s_\-\d])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_FORMATTING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_WRAP = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\xff])")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HEADINGS = frozenset(["h1", "h2", "h3"])
_DEEPEST = 6  # tables in tables; each level is looked at twice, as a table and as a frame
_AREAS = frozenset(["div", "td", "article", "section", "main", "body", "form", "center"])


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is seen; `linked` of its characters lead to other pages, `furniture` stands in a menu or the like."""

    text: str
    linked: int = 0
    heading: bool = False
    furniture: bool = False

    @property
    def ink(self) -> int:
        """How many characters it has without space."""
        return len("".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page."""

    entries: tuple[Entry, ...]
    width: int
    height: int


Block = Line | Grid


@dataclass(slots=True)
class Page:
    """The blocks of a page; `areas` are spans of them that one element frames, outer before inner.

    `links` are what it links to, with the words of the link, `pictures` how many large ones stand in it, `hidden`
    the words that are not shown.
    """

    blocks: list[Block] = field(default_factory=list)
    areas: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    hidden: list[str] = field(default_factory=list)


def is_hidden(node: LexborNode) -> bool:
    """Whether a browser shows nothing of an element."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def blocks_of(root: LexborNode, *, hidden: bool = False) -> Page:
    """The blocks below `root`, with the hidden ones when `hidden`."""
    walk = _Walk(hidden)
    walk.run(root)
    walk.page.blocks, walk.page.areas = _joined_grids(walk.page.blocks, walk.page.areas)
    return walk.page


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


class _Walk:
    """Goes through the tree without recursion: pages may be nested as deep as they like."""

    def __init__(self, hidden: bool, nested: int = 0) -> None:
        self.page = Page()
        self._with_hidden = hidden
        self._nested = nested
        self._line: list[str] = []
        self._linked = 0
        self._links = self._furniture = self._headings = self._plain = 0

    def run(self, root: LexborNode) -> None:
        waiting: list[tuple[LexborNode, int]] = [(root, -1)]
        while waiting:
            node, since = waiting.pop()
            if since >= 0:
                self._leave(node, since)
            elif node.tag == "-text":
                self._text(node.text_content or "")
            elif self._enter(node):
                waiting.append((node, len(self.page.blocks)))
                waiting += [(child, -1) for child in reversed(_children(node))]
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element; False when nothing below it is to be walked."""
        tag = node.tag or ""
        if tag == "br":
            self._flush()
            return False
        if tag == "img":
            self.page.pictures += _is_large(node)
            return False
        if tag in ("iframe", "frame", "embed", "object"):
            self.page.links.append((node.attributes.get("src") or node.attributes.get("data") or "", ""))
        if tag in _UNSEEN or tag.startswith("-"):
            return False
        if not self._with_hidden and is_hidden(node):
            self.page.hidden.append(node.text() or "")
            return False
        if tag == "a":
            self._link(node)
        if tag not in _INLINE:
            self._flush()
        if tag == "table" and self._nested < _DEEPEST and self._table(node):
            return False
        self._nested += tag == "table"
        self._furniture += _is_furniture(node)
        self._headings += tag in _HEADINGS
        self._plain += tag == "pre"
        return True

    def _leave(self, node: LexborNode, since: int) -> None:
        tag = node.tag or ""
        self._nested -= tag == "table"
        if tag not in _INLINE:
            self._flush()
            if tag in _AREAS:
                self.page.areas.append((since, len(self.page.blocks)))
        if tag == "a":
            self._links -= _leads_away(node)
        self._furniture -= _is_furniture(node)
        self._headings -= tag in _HEADINGS
        self._plain -= tag == "pre"

    def _link(self, node: LexborNode) -> None:
        target = node.attributes.get("href") or ""
        self._links += _leads_away(node)
        if target and not target.startswith("#"):
            self.page.links.append((target, _SPACE.sub(" ", node.text() or "").strip()))

    def _text(self, text: str) -> None:
        text = _FORMATTING.sub("", text)
        parts = re.split(r"\r\n|[\r\n]", text) if self._plain else [text]
        for number, part in enumerate(parts):
            if number:
                self._flush()
            self._line.append(part)
            self._linked += len("".join(part.split())) if self._links else 0

    def _flush(self) -> None:
        text = _seen("".join(self._line))
        if text.strip():
            self.page.blocks.append(Line(text, self._linked, self._headings > 0, self._furniture > 0))
        self._line, self._linked = [], 0

    def _table(self, node: LexborNode) -> bool:
        """Put in a table; False when it only frames the page, or when it is empty."""
        rows = own_rows(node, lambda one: not self._with_hidden and is_hidden(one))
        if is_framework(rows):
            return False
        found = lattice(rows, self._lines_of)
        if found.is_framework:
            return False
        caption = next((child for child in node.iter() if child.tag == "caption"), None)
        if caption is not None:
            self.page.blocks += [Line(line, heading=True) for line in self._lines_of(caption)]
        self.page.blocks.append(_grid(found))
        return True

    def _lines_of(self, node: LexborNode) -> list[str]:
        walk = _Walk(self._with_hidden, self._nested + 1)
        walk.run(node)
        self.page.links += walk.page.links
        self.page.pictures += walk.page.pictures
        self.page.hidden += walk.page.hidden
        return [line for block in walk.page.blocks for line in _words(block)]


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (entry.text for entry in block.entries)


def _grid(found: Lattice) -> Grid:
    entries = tuple(
        Entry(cell.row, cell.column, joined(cell.lines), cell.rows, cell.columns) for cell in found.cells if cell.lines
    )
    return Grid(entries, found.width, found.height)


def _seen(text: str) -> str:
    """A run of text with the white space a browser shows: a wrap between two Chinese characters is none."""
    return _SPACE.sub(" ", _WRAP.sub("", text)).strip(" ")


def _leads_away(node: LexborNode) -> bool:
    target = (node.attributes.get("href") or "").strip()
    return bool(target) and not target.startswith("#")


def _is_furniture(node: LexborNode) -> bool:
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return node.tag in _FURNITURE_TAGS or bool(named.strip() and node.tag != "body" and _FURNITURE.search(named))


def _is_large(node: LexborNode) -> bool:
    """Whether a picture may hold a page or a table: not known to be smaller than that."""
    sizes = [re.match(r"\d+", node.attributes.get(name) or "") for name in ("width", "height")]
    known = [int(size[0]) for size in sizes if size is not None]
    return bool(node.attributes.get("src")) and bool(known) and min(known) >= 200


def _joined_grids(blocks: list[Block], areas: list[tuple[int, int]]) -> tuple[list[Block], list[tuple[int, int]]]:
    """Tables that were cut into several with nothing between become one: as wide, and going on with numbers."""
    made: list[Block] = []
    place = []
    for block in blocks:
        before = made[-1] if made else None
        if isinstance(block, Grid) and isinstance(before, Grid) and _goes_on(before, block):
            moved = tuple(replace(entry, row=entry.row + before.height) for entry in block.entries)
            made[-1] = Grid((*before.entries, *moved), before.width, before.height + block.height)
        else:
            made.append(block)
        place.append(len(made) - 1)
    place.append(len(made))
    spans = [(place[low], place[high - 1] + 1) for low, high in areas if high > low]
    return made, sorted(set(spans), key=lambda span: (span[0] - span[1], span[0]))


def _goes_on(before: Grid, after: Grid) -> bool:
    first = [entry.text for entry in after.entries if entry.row == 0]
    return before.width == after.width and any(re.fullmatch(r"[-+\d,.，．%]*\d[\d,.，．%]*", words) for words in first)
