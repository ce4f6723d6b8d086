"""Figures of answers: how amounts, counts and rates are written in a language and unit, exactly or rounded once.

Values are exact decimals in yuan or base units. Only quotients are rounded: half up, two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from budget_kg.answering.inventory import Statement
from budget_kg.errors import Lang, Say
from budget_kg.vocab import scheme

MONEY: Final = "money"
PERCENT: Final = "percent"
_EXACT: Final = Context(prec=60)
_UNITS: Final[Mapping[str, tuple[Decimal, Say]]] = {
    "元": (Decimal(1), Say("元", "yuan")),
    "千元": (Decimal(10**3), Say("千元", "thousand yuan")),
    "万元": (Decimal(10**4), Say("万元", "× 10,000 yuan")),
    "百万元": (Decimal(10**6), Say("百万元", "million yuan")),
    "亿元": (Decimal(10**8), Say("亿元", "× 100 million yuan")),
    "十亿元": (Decimal(10**9), Say("十亿元", "billion yuan")),
}


YUAN: Final[Mapping[str, int]] = {"亿元": 10**8, "亿": 10**8, "万元": 10**4, "万": 10**4, "元": 1}
"""What one of the units that amounts in a question are named in is in yuan."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it is measured in: `money` (yuan), `percent`, or the notation of a unit."""

    value: Decimal
    unit: str
    digits: int | None = None

    def written(self, lang: Lang, money: str | None = None) -> str:
        """The figure as people write it, with its unit; money in the unit asked for."""
        if self.unit == MONEY:
            small = self.digits is not None and abs(self.value) < _UNITS["万元"][0]
            factor, name = _UNITS[money or ("万元" if lang == "zh" and not small else "元")]
            value = _EXACT.divide(self.value, factor)
            return _spaced(number(value, lang, self.digits), name(lang), lang)
        if self.unit == PERCENT:
            return f"{number(self.value, lang, self.digits)}%"
        if self.unit == "times":
            return _spaced(number(self.value, lang, self.digits), Say("倍", "times")(lang), lang)
        concept = scheme("unit").get(self.unit)
        if concept is None:
            return number(self.value, lang, self.digits)
        factor = Decimal(concept.data.get("factor", ("1",))[0])
        value = _EXACT.divide(self.value, factor)
        return _spaced(number(value, lang, self.digits), concept.zh if lang == "zh" else concept.en, lang)


def _spaced(value: str, unit: str, lang: Lang) -> str:
    return (
        f"{value} {unit}"
        if lang == "en" or unit[:1].isascii()
        else f"{value}{unit}"
        if unit in "%"
        else f"{value} {unit}"
    )


def number(value: Decimal, lang: Lang, digits: int | None = None) -> str:
    """A number: exact, or rounded half up to some decimals; grouped by thousands in English."""
    if digits is not None:
        value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
    text = f"{value:,f}" if lang == "en" else f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def figure_of(one: Statement, value: Decimal | None = None) -> Figure | None:
    """The figure a statement states; None when it states words."""
    known = one.value if value is None else value
    if known is None:
        return None
    return Figure(known, unit_of(one))


def unit_of(one: Statement) -> str:
    """What the value of a statement is measured in."""
    if one.kind in ("MoneyObservation", "DerivedObservation", "ChangeStatement"):
        return MONEY
    if one.kind == "RateStatement":
        return PERCENT
    if one.kind == "SelfEvaluation":
        return "score"
    kind = dimension(one.unit)
    return MONEY if kind == "money" else PERCENT if kind == "ratio" and one.unit == "percent" else one.unit


def dimension(unit: str) -> str:
    """The dimension of a unit: money, ratio, count, area, …; empty for none."""
    concept = scheme("unit").get(unit)
    return concept.data.get("dimension", ("",))[0] if concept is not None else ""


def quotient(one: Decimal, other: Decimal) -> Decimal:
    """One divided by the other, to sixty digits."""
    return _EXACT.divide(one, other)
