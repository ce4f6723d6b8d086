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
    """Checks over one document, finding types, and checks across documents; `suggests` asks for suggestions too."""

    checks: tuple[Check, ...]
    types: tuple[str, ...]
    across: tuple[Check, ...] = ()
    suggests: bool = False

    @property
    def all_checks(self) -> tuple[Check, ...]:
        """All checks, whatever they look at."""
        return self.checks + self.across


def select(rules: Sequence[str] = (), own: Path | None = None) -> Selection:
    """Everything, or what the rules name: ids of checks, shipped or in the folder `own`, and finding types.

    UsageError with near names for a rule that is neither.
    """
    known = {check.id: check for check in (checks() if own is None else with_own(own))}
    wanted = [_bare(rule) for rule in rules] or [*known, *types()]
    for name in wanted:
        if name not in known and name not in types():
            raise _unknown(name, [*known, *types()])
    chosen = [check for name, check in known.items() if name in wanted]
    return Selection(
        checks=tuple(check for check in chosen if check.scope == "document"),
        types=tuple(one for one in types() if one in wanted),
        across=tuple(check for check in chosen if check.scope == "store"),
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
