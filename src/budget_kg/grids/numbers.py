"""The number a cell prints, with sign and unit: blank, dash and words are none, and 0 is one.

A cell of more than one number is not read: which of them counts is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.text import Quantity, fold, numerals, quantity
from budget_kg.vocab import Concept

_SIGNED = re.compile(r"(?P<open>[(（])?(?P<sign>[-－﹣−—–+＋])?(?:人民币)?[¥￥]?$")
_MINUS = frozenset("-－﹣−—–")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number in the text layer: `text[start:end]` are its digits; `unit` is the one printed in the cell itself."""

    start: int
    end: int
    digits: str
    negative: bool
    unit: Concept | None

    def quantity(self, unit: Concept | None) -> Quantity:
        """Its exact value in `unit`, below zero when printed so."""
        value = quantity(self.digits, unit)
        return replace(value.negated(), printed=f"-{value.printed}") if self.negative and value.value else value


def number_in(text: str, start: int, end: int) -> Printed | None:
    """The only number of the cell `text[start:end]`, None when it has none, several, or words around it."""
    words = text[start:end]
    found = numerals(words)
    if len(found) != 1 or not found[0].is_number:
        return None
    numeral = found[0]
    before = _SIGNED.fullmatch(re.sub(r"\s", "", words[: numeral.start]))
    after = re.sub(r"\s", "", words[numeral.stop :])
    if before is None or numeral.qualifier is not None:
        return None
    bracketed = before["open"] is not None
    if fold(after) != (")" if bracketed else ""):
        return None
    negative = bracketed or (before["sign"] or "+") in _MINUS
    return Printed(start + numeral.start, start + numeral.end, numeral.printed, negative, numeral.unit)
