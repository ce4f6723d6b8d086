"""The IRIs of things and statements: the only place that makes one. See docs/decisions for the pattern of each.

IRIs of enduring things come from what every copy of a document prints (division, normalised full names), those
of statements from where they are printed and what they are about, never from the value.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field

from budget_kg.facts import DerivedObservation, Fact, Office, Project, ProjectSubject
from budget_kg.model import Passage
from budget_kg.names import h10, h16, project_key
from budget_kg.vocab import ID

UNRESOLVED = "000000"


@dataclass(slots=True)
class Names:
    """Makes the IRIs of one document: `org_tail` is `{division}-{h10 of the name}`, `year` its fiscal year.

    `part` tells apart documents of one body, year and kind, such as the forms of two projects. `org` is the department,
    `document` the logical document, the same for every file of it.
    """

    org_tail: str
    year: int
    kind: str
    scope: str
    text_hash: str
    part: str = ""
    org: str = field(init=False)
    document: str = field(init=False)
    _facts: dict[int, str] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Make the IRIs that nearly every statement needs."""
        part = f"-{self.part}" if self.part else ""
        self.org = f"{ID}org-{self.org_tail}"
        self.document = f"{ID}doc-{self.org_tail}-{self.year}-{self.kind}-{self.scope}{part}"

    @property
    def series(self) -> str:
        """The same disclosure over the years."""
        return f"{ID}series-{self.org_tail}-{self.kind}"

    @property
    def text_layer(self) -> str:
        """The text layer of the file."""
        return f"{ID}text-{self.text_hash[:16]}"

    def passage(self, passage: Passage) -> str:
        """A place in the text layer."""
        return f"{ID}span-{self.text_hash[:16]}-{passage.start}-{passage.end}"

    def project(self, project: Project) -> str:
        """The enduring project."""
        return f"{ID}project-{self.org_tail}-{h10(project_key(project.name))}"

    def project_year(self, project: Project, year: int) -> str:
        """The project in one year."""
        return f"{ID}projectyear-{self.org_tail}-{h10(project_key(project.name))}-{year}"

    def indicator(self, subject: ProjectSubject, label: str) -> str:
        """The definition of an indicator of a project or of the department."""
        owner = self.project(subject) if subject is not None else self.org
        return f"{ID}indicator-{h16(owner, h10(label))}"

    def name_match(self, one: str, other: str) -> str:
        """That two things, given by their IRIs, may be one, as this document names them."""
        return f"{ID}match-{h16(self.document, *sorted((one, other)))}"

    def fact(self, fact: Fact) -> str:
        """The IRI of a statement: slug and hash of document, section path, identifying fields and occurrence."""
        known = self._facts.get(id(fact))
        if known is None:
            known = self._facts[id(fact)] = self._make(fact)
        return known

    def _make(self, fact: Fact) -> str:
        if isinstance(fact, Office):
            return f"{ID}unit-{self.org_tail}-{h10(fact.name)}"
        if isinstance(fact, DerivedObservation):
            return f"{ID}derived-{h16(self.fact(fact.observation), str(fact.year))}"
        values = [self._key(getattr(fact, name)) for name in fact.KEY]
        place = h16(self.document, fact.passage.section, fact.SLUG, *values)
        self._seen[place] += 1
        return f"{ID}{fact.SLUG}-{h16(place, str(self._seen[place]))}"

    def _key(self, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, Fact):
            return self.fact(value)
        if dataclasses.is_dataclass(value):
            return repr(value)
        return str(value)
