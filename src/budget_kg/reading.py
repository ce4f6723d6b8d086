"""What a reader of sections returns: facts, findings, and numerals known as structure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from budget_kg.facts import Fact
from budget_kg.model import Finding, Layout, Section, Structure


@dataclass(slots=True)
class Reading:
    """What one reader found: facts, findings, and numerals known as structure (offsets of the text layer).

    `sections` are those a reader of tables made for its tables, so that their facts have a place in the document.
    """

    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def extend(self, other: Reading) -> None:
        """Take over everything another reading found."""
        self.facts += other.facts
        self.findings += other.findings
        self.structures += other.structures
        self.sections += other.sections


Reader = Callable[[Section, Layout], Reading]
