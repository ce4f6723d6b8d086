"""Why nothing can be told of a relation: which operand is absent, or has no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from budget_kg.checking.engine import Relation
from budget_kg.checking.figures import Number
from budget_kg.checking.judging import needed
from budget_kg.checking.operands import Operand
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_NAMED: Final = 4


def role_name(role: str) -> Say:
    """What a role is called; one that a check of one's own made up is called what it is."""
    concept = scheme("operand-role").get(role)
    return Say(concept.zh, concept.en) if concept is not None else Say(role, role)


def reason(relation: Relation, figures: Mapping[str, Number], known: Mapping[str, Operand]) -> Say:
    """Why the relation could not be judged."""
    present = {role for role, _ in relation.operands}
    absent = [role for role in needed(relation.check.relation) if role not in present]
    if absent:
        return Say(
            f"没有读出：{'、'.join(role_name(role).zh for role in absent)}",
            f"not read: {', '.join(role_name(role).en for role in absent)}",
        )
    blank = [
        known[name].name for role, name in relation.operands
        if role != "item" and name not in figures and name in known
    ]
    if blank and relation.check.relation != "judged":
        return Say(
            f"没有印出数字：{'、'.join(_few(name.zh for name in blank))}",
            f"no figure is printed: {', '.join(_few(name.en for name in blank))}",
        )
    if relation.note:
        return Say(relation.note, relation.note)
    if relation.check.relation == "sum":
        return Say("列出的组成可能不是全部", "the parts that are listed may not be all")
    return Say("印出的数字不足以判断", "the printed figures do not decide it")


def _few(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_NAMED]
