"""Which checks are run, and which findings of the reader and the shapes are wanted, by the names of rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from budget_kg.checking.checkfile import Check, checks, with_own
from budget_kg.checking.other_findings import types
from budget_kg.errors import UsageError

_PREFIXES = ("check/", "finding-type/")


@dataclass(frozen=True, slots=True)
class Selection:
    """Checks over one document, and finding types."""

    checks: tuple[Check, ...]
    types: tuple[str, ...]


def select(rules: Sequence[str] = (), own: Path | None = None) -> Selection:
    """Everything, or what the rules name: ids of checks, shipped or in the folder `own`, and finding types.

    UsageError with near names for a rule that is neither.
    """
    known = {check.id: check for check in (checks() if own is None else with_own(own)) if check.scope == "document"}
    if not rules:
        return Selection(tuple(known.values()), types())
    wanted = [_bare(rule) for rule in rules]
    for name in wanted:
        if name not in known and name not in types():
            raise _unknown(name, [*known, *types()])
    return Selection(
        tuple(check for name, check in known.items() if name in wanted), tuple(one for one in types() if one in wanted)
    )


def _bare(rule: str) -> str:
    for prefix in _PREFIXES:
        rule = rule.removeprefix(prefix)
    return rule


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    near = get_close_matches(name, known, n=3, cutoff=0.5) or [one for one in known if name and name in one][:3]
    return UsageError(
        zh=f"没有规则“{name}”" + (f"；相近的有：{'、'.join(near)}" if near else "；docs/checks.md 列出全部"),
        en=f"no rule {name!r}" + (f"; near matches: {', '.join(near)}" if near else "; docs/checks.md lists all"),
    )
