"""The command coverage: the account of numbers of one document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from budget_kg.asking.grid import width
from budget_kg.cli.columns import pad, table
from budget_kg.cli.limiting import MEGABYTES, SECONDS, MemoryLimitOption, TimeLimitOption, limits, read_within
from budget_kg.cli.places import StoreOption, find_document, open_store, store_path
from budget_kg.cli.printing import number, styled, write_json
from budget_kg.cli.wording import both, details, tell
from budget_kg.errors import InputError

if TYPE_CHECKING:
    from budget_kg.overrides import Overrides
    from budget_kg.structure import Account, NumeralUse


@details(
    "budget-kg coverage",
    "budget-kg coverage report.txt --unread",
    "budget-kg coverage doc-… --structure",
    zh="每个数字恰属一类：事实（读成了有主体、有度量的陈述）、结构（编号、日期、名称的一部分；规则可查）、未读（不猜）。"
    "不给参数则看附带的文件。",
    en="Each numeral is one of: fact (read as a statement with a subject and a measure), structure (numbering, a date, "
    "part of a name; the rule is named), unread (never guessed). Without an argument it is the shipped document.",
)
def coverage(
    document: Annotated[
        str | None,
        typer.Argument(metavar="[FILE|DOC]", help=both("文件，或存储中的文件编号", "A file, or a document of the store")),
    ] = None,
    structure: Annotated[
        bool,
        typer.Option("--structure", help=both("逐个列出结构数字及其规则", "List each structural numeral with its rule")),
    ] = False,
    unread: Annotated[bool, typer.Option("--unread", help=both("逐个列出未读数字", "List each unread numeral"))] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=both("输出 JSON，含每个数字", "Write JSON, with every numeral"))
    ] = False,
    time_limit: TimeLimitOption = SECONDS,
    memory_limit: MemoryLimitOption = MEGABYTES,
    store: StoreOption = None,
) -> None:
    """What became of every number of a document."""
    most = limits(time_limit, memory_limit)
    path, overrides = _source(document, store)
    read = read_within(path, overrides, most)
    if as_json:
        write_json({"file": path.name, "title": read.layout.head.title, **_record(read.account)})
        return
    print(read.layout.head.title)
    print(_counts(read.account))
    if structure:
        print(_rules(read.account.structures))
        print(_listed(tell("结构", "Structure"), read.account.structures))
    if unread:
        print(_listed(tell("未读", "Unread"), read.account.unread))


def _source(document: str | None, store: str | None) -> tuple[Path, Overrides | None]:
    """Find the file: the one given, the one kept for a document of the store, or the shipped one."""
    from budget_kg.loading import default_paths
    from budget_kg.sources import Sources

    if document is None:
        return default_paths()[0], None
    if Path(document).exists() or Path(document).suffix:
        return Path(document), None
    with open_store(store) as reader:
        wanted = find_document(reader.documents(), document)
    kept = Sources(store_path(store)).find(wanted.file_hash)
    if kept is None:
        raise InputError(
            zh=f"{wanted.title}：存储没有留存它的原文件；请给出文件路径",
            en=f"{wanted.title}: the store keeps no copy of its file; give the path of the file",
        )
    return kept.path, kept.overrides


def _counts(account: Account) -> str:
    parts = (
        (tell("事实", "fact"), account.facts, "green"),
        (tell("结构", "structure"), account.structures, "dim"),
        (tell("未读", "unread"), account.unread, "yellow"),
    )
    total = sum(len(uses) for _, uses, _ in parts)
    names = max(width(name) for name, _, _ in parts)
    lines = [
        styled(f"  {pad(name, names)}  {number(len(uses)):>6}  {len(uses) / total if total else 0:>6.1%}", style)
        for name, uses, style in parts
    ]
    return "\n".join([*lines, f"  {pad(tell('合计', 'total'), names)}  {number(total):>6}"])


def _rules(uses: tuple[NumeralUse, ...]) -> str:
    counted = Counter(use.rule for use in uses)
    rows = [[rule, number(count)] for rule, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    return "\n" + table([tell("规则", "Rule"), tell("个数", "Count")], rows, right=(1,))


def _listed(title: str, uses: tuple[NumeralUse, ...]) -> str:
    if not uses:
        return f"\n{title}: 0"
    rows = [[str(use.start), use.printed, use.rule, use.context] for use in uses]
    heads = [tell("位置", "Offset"), tell("数字", "Numeral"), tell("规则", "Rule"), tell("上下文", "Context")]
    if not any(use.rule for use in uses):
        rows, heads = [[row[0], row[1], row[3]] for row in rows], [heads[0], heads[1], heads[3]]
    return f"\n{title}: {number(len(uses))}\n{table(heads, rows, right=(0,))}"


def _record(account: Account) -> dict[str, Any]:
    def uses(found: tuple[NumeralUse, ...]) -> list[dict[str, Any]]:
        return [
            {
                "start": use.start,
                "end": use.end,
                "printed": use.printed,
                "context": use.context,
                **({"rule": use.rule} if use.rule else {}),
                **({"facts": [type(fact).__name__ for fact in use.facts]} if use.facts else {}),
            }
            for use in found
        ]

    lists = {"facts": account.facts, "structure": account.structures, "unread": account.unread}
    return {"counts": {name: len(found) for name, found in lists.items()}} | {
        name: uses(found) for name, found in lists.items()
    }
