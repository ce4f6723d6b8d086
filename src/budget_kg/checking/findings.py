"""Relations that do not hold become findings: messages in both languages, and all operands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from budget_kg.checking.engine import Checked, Relation, mentioned
from budget_kg.checking.explaining import Explainer, Explanation
from budget_kg.checking.operands import Operand, describe
from budget_kg.errors import Lang, Say
from budget_kg.model import Comparison, Finding
from budget_kg.stores.contract import Source
from budget_kg.vocab import scheme

_SLOT: Final = re.compile(r"\{(?P<name>[a-z]+)(?P<all>\*)?(?:\.(?P<part>[a-z]+))?\}")
_OPTIONAL: Final = re.compile(r"\[\[(.*?)\]\]")
_LISTED: Final = 6
_DIGITS: Final = 2


def findings(source: Source, checked: Checked, known: Mapping[str, Operand] | None = None) -> list[Finding]:
    """The findings of what was checked, in the order of the relations; `known` are operands described already."""
    reported = checked.reported
    known = describe(source, mentioned(reported)) if known is None else known
    explainer = Explainer(source)
    return [finding(relation, known, explainer.explain(relation)) for relation in reported]


def finding(relation: Relation, known: Mapping[str, Operand], explained: Explanation | None = None) -> Finding:
    """The finding of one relation whose operands are known, with what accounts for the difference."""
    verdict = relation.verdict
    said = message(relation, known)
    return Finding(
        rule=f"check/{relation.check.id}", severity=relation.severity, message=said,
        targets=tuple(dict.fromkeys(name for _, name in relation.operands)),
        comparison=Comparison(
            result=str(relation.result), operands=relation.operands, expected=verdict.expected, found=verdict.found,
            difference=verdict.difference, unit=unit_of(relation, known),
            explanation=explained.text if explained is not None else None,
            explained_by=explained.statements if explained is not None else (),
        ),
    )


# -- messages -------------------------------------------------------------------------------------------------------


def message(relation: Relation, known: Mapping[str, Operand]) -> Say:
    """The message of a check with its slots filled.

    `{role}` is the first operand in a role (`{operand}`: in any role) as it is printed, `{role.name}`,
    `{role.printed}`, `{role.year}` and `{role.text}` parts of it, `{role*}` the names of all; `{number}` counts the
    parts; `{expected}`, `{found}` and `{difference}` are in the printed unit; `{note}` is what the query says. A piece
    in `[[…]]` is left out when one of its slots is empty.
    """
    return Say(_filled(relation, known, "zh"), _filled(relation, known, "en"))


def _filled(relation: Relation, known: Mapping[str, Operand], lang: Lang) -> str:
    def value(match: re.Match[str]) -> str:
        return _value(match, relation, known, lang)

    def piece(match: re.Match[str]) -> str:
        empty = any(not value(slot) for slot in _SLOT.finditer(match[1]))
        return "" if empty else match[1]

    return _SLOT.sub(value, _OPTIONAL.sub(piece, relation.check.message(lang)))


def _value(match: re.Match[str], relation: Relation, known: Mapping[str, Operand], lang: Lang) -> str:
    name = match["name"]
    if name in ("expected", "found", "difference"):
        amount: Decimal | None = getattr(relation.verdict, name)
        return "" if amount is None else shown(amount, unit_of(relation, known), lang)
    if name == "note":
        return relation.note
    if name == "number":
        return str(len([one for role, one in relation.operands if role in ("part", "item")]) or len(relation.operands))
    named = mentioned([relation]) if name == "operand" else relation.of(name)
    own = [known[one] for one in named if one in known]
    if match["all"]:
        return _listed([_one(operand, match["part"] or "name", lang) for operand in own], lang)
    return _one(own[0], match["part"] or "", lang) if own else ""


def _listed(names: Sequence[str], lang: Lang) -> str:
    once = list(dict.fromkeys(names))
    shown_names = ("、" if lang == "zh" else ", ").join(once[:_LISTED])
    if len(once) <= _LISTED:
        return shown_names
    return f"{shown_names}等" if lang == "zh" else f"{shown_names} and others"


def _one(operand: Operand, part: str, lang: Lang) -> str:
    printed = f"{operand.printed}{_space(lang)}{unit_name(operand.unit, lang)}".strip() if operand.printed else ""
    if part == "printed":
        return printed
    if part in ("year", "text"):
        return str(getattr(operand, part))
    if part == "phase" or part == "":
        phase = _phase(operand, lang)
        if part == "phase":
            return phase
        inner = f"（{phase}）" if lang == "zh" else f" ({phase})"
        return f"{operand.name(lang)}{inner if phase else ''}{' ' if printed else ''}{printed}"
    return operand.name(lang)


def _space(lang: Lang) -> str:
    return "" if lang == "zh" else " "


def _phase(operand: Operand, lang: Lang) -> str:
    concept = scheme("phase").get(operand.phase.rpartition("/")[2])
    return "" if concept is None else (concept.zh if lang == "zh" else concept.en)


# -- amounts --------------------------------------------------------------------------------------------------------


_MONEY: Final = frozenset({"MoneyObservation", "DerivedObservation", "ChangeStatement"})


def unit_of(relation: Relation, known: Mapping[str, Operand]) -> str:
    """The unit of the figure that was found: that of a claim, a total, a whole, or of the first operand with one.

    A score has none, even beside indicators that have; an amount that is computed and not printed is in yuan.
    """
    operands = [(role, known[name]) for role, name in relation.operands if name in known]
    if any(role == "score" for role, _ in operands):
        return ""
    ranked = sorted(operands, key=lambda pair: pair[0] not in ("claim", "total", "whole"))
    printed = next((operand.unit for _, operand in ranked if operand.unit), "")
    return printed or ("yuan" if any(operand.kind in _MONEY for _, operand in operands) else "")


def unit_name(unit: str, lang: Lang) -> str:
    """The name of a unit, "" for none; one that is a multiple (10,000 yuan) is set apart from the figure before it."""
    concept = scheme("unit").get(unit)
    if concept is None or unit == "percent":
        return "" if concept is None else "%"
    name = concept.zh if lang == "zh" else concept.en
    return f"× {name}" if name[:1].isdigit() else name


def shown(amount: Decimal, unit: str, lang: Lang) -> str:
    """An amount of the base unit in a printed unit, exact; one with more digits than are ever printed is rounded."""
    concept = scheme("unit").get(unit)
    factor = Decimal(concept.data["factor"][0]) if concept is not None else Decimal(1)
    value = amount / factor
    if value != round(value, 4 if unit == "percent" else 8):
        value = round(value, _DIGITS)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    name = unit_name(unit, lang)
    return f"{text}{'' if name == '%' or lang == 'zh' else ' '}{name}".strip()
