"""What a plan came to: rows, values worked out from them with the arithmetic, and how sure it is. No wording here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from budget_kg.answering.figures import Figure
from budget_kg.answering.plan import Plan, Row
from budget_kg.errors import Say

NO_PHASE: Final = Say("", "")
Confidence = Literal["stated", "derived", "conflicting", "not-stated", "unclear"]
"""How sure an answer is: printed so; worked out; printed in two ways; not in the document; asked in several senses."""


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of arithmetic: operands, the sign between them, what comes out; `printed` is what the document says."""

    sign: str
    operands: tuple[Figure, ...]
    result: Figure
    printed: Figure | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an answer: what it is, of which year and phase, its figure or words, and the rows it comes from."""

    about: Say
    figure: Figure | None
    text: str = ""
    phase: Say = NO_PHASE
    year: int | None = None
    rows: tuple[Row, ...] = ()


@dataclass(slots=True, kw_only=True)
class Result:
    """The outcome of one plan; `main` are the parts that answer, `other` those that only explain."""

    plan: Plan
    confidence: Confidence
    main: list[Part]
    other: list[Part] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    verdict: bool | None = None
    findings: list[Say] = field(default_factory=list)
    notes: list[Say] = field(default_factory=list)
    count: int | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows of all parts, each once."""
        return list(dict.fromkeys(row for part in (*self.main, *self.other) for row in part.rows))
