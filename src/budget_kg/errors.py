"""Faults of use and of the environment; faults of the data are `Finding` values, never exceptions.

    BudgetKgError
    ├── UsageError      exit 2   wrong option, unknown name, malformed parameter or query
    ├── InputError      exit 3   a file that is missing, unreadable, empty, or no disclosure
    ├── StoreError      exit 4   the store or an endpoint is unavailable, busy, or of another version
    └── LimitError      exit 5   a time or size limit was reached

Every error says what, where and what to do, in one line, in 中文 and English.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Say:
    """One message in both languages of the product."""

    zh: str
    en: str

    def __call__(self, lang: Lang) -> str:
        """Return the message in `lang`."""
        return self.zh if lang == "zh" else self.en


class BudgetKgError(Exception):
    """Root of the tree; `say(lang)` is the one line to print."""

    exit_code: ClassVar[int] = 2

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.say = Say(zh, en)


class UsageError(BudgetKgError):
    """The caller asked for something that does not exist or is malformed."""

    exit_code = 2


class InputError(BudgetKgError):
    """A document could not be read, or is no disclosure."""

    exit_code = 3


class StoreError(BudgetKgError):
    """The store or the endpoint cannot serve: missing, locked, of another version, or down."""

    exit_code = 4


class LimitError(BudgetKgError):
    """A time or size limit stopped the work."""

    exit_code = 5
