"""A check as a file: what its `#+` header says of the relation between the operands that its query selects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from budget_kg.errors import Say, UsageError
from budget_kg.model import SEVERITIES_BY_WORD, Severity
from budget_kg.queryfile import header, without_header
from budget_kg.resources import shipped
from budget_kg.vocab import CODE

RELATIONS: Final = ("sum", "equal", "ratio", "growth", "bound", "direction", "count", "judged")
"""How operands can be related; see `judging`."""

SCOPES: Final = ("document", "store")
"""A check looks at one document, or (`store`) at the documents of one department, bound to `?dept`."""

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what its header says, and its query.

    `closes` tells that the parts of a sum are all there are; otherwise they may be a selection, and only an excess
    is a contradiction. `rounding` tells that a difference which cutting instead of rounding explains is one (a sum of
    cut figures), rather than a contradiction. `whole` is the total of a sum that is no operand (100 percent). `lowest`
    and `highest` bound a value. `exact` tells that the figures are counts: their last digit is not rounded.
    """

    id: str
    path: Path
    text: str
    family: int
    relation: str
    severity: Severity
    scope: str
    title: Say
    why: Say
    remedy: Say
    message: Say
    example: Say
    closes: bool = True
    exact: bool = False
    whole: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def sparql(self) -> str:
        """The query without its header."""
        return without_header(self.text)

    @property
    def iri(self) -> str:
        """The concept that stands for the check in the graph."""
        return f"{CODE}check/{self.id}"


def folder() -> Path:
    """The folder of the shipped checks."""
    return shipped("queries") / "checks"


@cache
def checks() -> tuple[Check, ...]:
    """The shipped checks by family and id. UsageError when one is malformed."""
    found = [load(path) for path in sorted(folder().glob("*.rq"))]
    return tuple(sorted(found, key=lambda check: (check.family, check.id)))


def document_checks() -> tuple[Check, ...]:
    """The shipped checks that look at one document."""
    return tuple(check for check in checks() if check.scope == "document")


def with_own(folder: Path) -> tuple[Check, ...]:
    """The shipped checks and those of a user's folder, by family and id; an own one hides a shipped one of its id.

    UsageError when that is no folder, or one of its files is malformed.
    """
    if not folder.is_dir():
        raise UsageError(zh=f"{folder}：没有这个目录", en=f"{folder}: no such folder")
    known = {check.id: check for check in checks()} | {
        check.id: check for check in map(load, sorted(folder.glob("*.rq")))
    }
    return tuple(sorted(known.values(), key=lambda check: (check.family, check.id)))


def load(path: Path) -> Check:
    """Read one check. UsageError when the file or its header is malformed."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(zh=f"{path}：无法读取（{error}）", en=f"{path}: cannot be read ({error})") from error
    try:
        return _check(path, text, header(text))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise UsageError(
            zh=f"{path}：文件头有误（{error}）；格式见 docs/checks.md",
            en=f"{path}: malformed header ({error}); see docs/checks.md for the format",
        ) from error


def _check(path: Path, text: str, said: Mapping[str, Any]) -> Check:
    if not _NAME.fullmatch(path.stem):
        raise ValueError(f"a check is named by small letters, digits and hyphens, not {path.stem!r}")
    family = int(said["family"])
    if not 1 <= family <= len(FAMILIES):
        raise ValueError(f"family {family} is none of 1 to {len(FAMILIES)}")
    return Check(
        id=path.stem, path=path, text=text, family=family,
        relation=_one_of("relation", said["relation"], RELATIONS),
        severity=SEVERITIES_BY_WORD[_one_of("severity", said["severity"], tuple(SEVERITIES_BY_WORD))],
        scope=_one_of("scope", said.get("scope", "document"), SCOPES),
        title=_say(said["title"]), why=_say(said["why"]), remedy=_say(said["remedy"]), message=_say(said["message"]),
        example=_say(said["example"]),
        closes=said.get("closes", "true") == "true", exact=said.get("exact") == "true",
        whole=Decimal(said["whole"]) if "whole" in said else None,
        lowest=Decimal(said["lowest"]) if "lowest" in said else None,
        highest=Decimal(said["highest"]) if "highest" in said else None,
    )


def _one_of(what: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise ValueError(f"{what} {given!r} is none of {', '.join(known)}")
    return given


def _say(item: Mapping[str, str]) -> Say:
    return Say(str(item["zh"]), str(item["en"]))


FAMILIES: Final = (
    Say("部分与合计", "parts and totals"),
    Say("同一事实两处印出", "same fact, printed twice"),
    Say("比率", "rates"),
    Say("增减方向", "direction words"),
    Say("跨年等式", "identity over years"),
    Say("预算口径", "budget basis"),
    Say("计数", "counts"),
    Say("目标、结果与判定", "targets, results, verdicts"),
    Say("重复计列", "double counting"),
    Say("科目归类", "classification"),
    Say("收支平衡", "balance"),
    Say("界限与日期", "bounds and dates"),
    Say("完整性", "completeness"),
    Say("雷同文字", "text twins"),
)
"""The families of checks, from 1."""

SEVERITIES: Final[Mapping[Severity, Say]] = {
    Severity.VIOLATION: Say("错误", "violation"), Severity.WARNING: Say("警告", "warning"),
    Severity.INFO: Say("提示", "note"),
}
"""What severities are called."""
