"""Descriptions of projects in a budget: one block for each, its aspects under headings (概况, 依据, 周期, 预算安排).

A block belongs to the project its heading or its overview names; a block that names none states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from budget_kg.model import Layout, Section
from budget_kg.prose.grammar import pattern

_BY = r"(?:由[\u4e00-\u9fff（）()]{2,40}?(?:建设|实施|承担|负责|组织|开展)的)?"
_NAME = rf"{_BY}[“\"《]?(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()·\-—]{{4,50}}?"
_FIRST = re.compile(
    rf"(?:^|[。\n]){_NAME}(?:工程|项目|经费|专项|资金))[”\"》]?(?=[，,。：:]|是|为|主要|位于|用于|计划|拟)"
)
_SAID = re.compile(r"项目名称[为是]?[：:]?[“\"《]?([^，,。；;\n”\"》]{3,50})")
_GENERIC = re.compile(r"^(?:本|该|此|各|上述)")


_ASPECTS = (("overview", "project-overview"), ("money", "project-money"), ("other", "project-aspect"))
_LONGEST_REST = 8


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of a project: what it tells (`overview`, `money`, `other`), its heading up to `start`, its section."""

    project: str
    kind: str
    heading: str
    start: int
    section: Section


def aspects(section: Section, layout: Layout) -> Iterator[Aspect]:
    """The aspects of the projects described below a section, in the order of the text."""
    name, above = "", section
    for node in section.walk():
        told = _told(node, layout) if node is not section else None
        if told is None and any(_told(child, layout) for child in node.children):
            name, above = ("" if node is section else _heading(node.title)), node
        if told is not None and told[0] == "overview":
            named = _named(layout.flow.text[told[1] : node.end])
            name = named or (name if node.parent is above and above is not section else "")
        if told is not None and name:
            yield Aspect(name, told[0], layout.flow.text[node.body : told[1]], told[1], node)


def _told(node: Section, layout: Layout) -> tuple[str, int] | None:
    """What the heading of a section tells of a project and where it ends, None when it is none of its aspects."""
    flow = layout.flow
    for kind, words in _ASPECTS:
        opening = pattern(words).match(flow.text, node.body)
        if opening and (flow.text[opening.end() : opening.end() + 1] in "：:。，\n" or flow.gap_before(opening.end())):
            return kind, opening.end()
        inside = pattern(words).search(node.title)
        if inside and len(node.title) <= len(inside[0]) + _LONGEST_REST:
            return kind, node.body + len(node.title)
    return None


def _heading(title: str) -> str:
    name = re.sub(r"[（(]?(?:情况|说明|介绍)[)）]?$", "", title.strip("“”\"：: "))
    return name if len(name) >= 4 else ""


def _named(text: str) -> str:
    """The name an overview says, or that of its first sentence."""
    said = _SAID.search(text)
    if said:
        return said[1].strip()
    first = _FIRST.search(text.lstrip("：:。 \n"))
    return first["name"] if first and not _GENERIC.match(first["name"]) else ""
