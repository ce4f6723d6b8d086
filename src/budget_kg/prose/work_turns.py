"""One figure to be read, the place it stands in, and what the clauses before have set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from budget_kg.facts import Fact, KeyWorkItem, Term, Year
from budget_kg.model import Layout, Section
from budget_kg.prose.work_clauses import Clause, Figure
from budget_kg.prose.work_phrases import bare
from budget_kg.vocab import scheme

YEAR = re.compile(r"((?:19|20)\d\d)年")
SEVERALLY = re.compile(r"分别")
_COMPARED = re.compile(r"(?:较|比|与|从|自|同|由)$")
FROM = re.compile(
    r"(?:由|从)(?:(?P<year>(?:19|20)\d\d)年(?:度|初|底|末)?|(?P<last>上年|去年|上年度)(?:同期|末|底)?|[^，由从]{0,6}?)的?$"
)


@dataclass(slots=True)
class Memory:
    """What the clauses before have set: the subject spoken of and the facts of this sentence."""

    topic: str = ""
    topic_start: int | None = None
    topic_fact: Fact | None = None
    base: Year | None = None
    facts: list[tuple[Figure, Fact]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are read: the layout, the section, the item of work they belong to (None for none) and their role."""

    layout: Layout
    section: Section
    item: KeyWorkItem | None
    role: Term
    title: str = ""
    known: tuple[tuple[str, str], ...] = ()

    def agreed(self, label: str, unit: str) -> str:
        """The target's name for the same thing (`招商项目签约金额`, `招商签约金额`), the name itself otherwise."""
        units = scheme("unit")
        for name, other in self.known:
            same = unit == other or (
                bool(unit and other) and units[unit].data["dimension"] == units[other].data["dimension"]
            )
            if same and bare(name) == bare(label):
                return name
        return label


@dataclass(frozen=True, slots=True)
class Named:
    label: str
    start: int
    role: Term | None = None
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One figure to be read, with all that its reading may look at."""

    place: Place
    memory: Memory
    clause: Clause
    figure: Figure
    sentence: int
    index: int

    @property
    def department(self) -> str:
        return self.place.layout.head.department

    @property
    def before_change(self) -> re.Match[str] | None:
        """The words 由2014年的 before a figure that only tells where a change began."""
        behind = self.place.layout.flow.text[self.figure.stop : self.figure.stop + 6]
        return FROM.search(self.figure.left) if re.match(r"[\u4e00-\u9fff]{1,4}(?:到|至)", behind) else None

    @property
    def year(self) -> Year:
        """The year named last before the figure, comparisons aside; the document's year otherwise."""
        text = self.place.layout.flow.text
        year = self.place.layout.head.year
        began = self.before_change
        if began:
            return Year(int(began["year"] or year - 1))
        for match in YEAR.finditer(text, self.sentence, self.figure.start):
            if not _COMPARED.search(text[self.sentence : match.start()]):
                year = int(match[1])
        return Year(year)
