"""The figures of relations and what is said of these: a number with its step, an interval, a result, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Result(StrEnum):
    """What can be said of a relation."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    FAILS = "fails"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class Number:
    """The figure of an operand: `value` and `step` in the base unit of its dimension, the worth of its last digit.

    `direction` is the local name of a direction term, "" where none is stated; `about` tells that it is said to be
    approximate (余, 多, 约).
    """

    value: Decimal
    step: Decimal
    direction: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result, with what was expected and found where they are numbers."""

    result: Result
    expected: Decimal | None = None
    found: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Found less expected."""
        return None if self.expected is None or self.found is None else self.found - self.expected


@dataclass(frozen=True, slots=True)
class Interval:
    """What a computed or printed figure may really be."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high
