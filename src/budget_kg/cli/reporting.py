"""What a build says when it is done: the documents, their facts by kind, and the store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from budget_kg.cli.columns import pairs, table
from budget_kg.cli.printing import number, seconds
from budget_kg.cli.wording import tell

if TYPE_CHECKING:
    from budget_kg.loading import Handled, Summary

_FEW = 3


def report(summary: Summary, store: Path) -> str:
    """What was read and what is in the store now."""
    read = [one for one in summary.handled if one.document is not None]
    lines: list[str] = []
    for one in read if len(read) <= _FEW else []:
        lines += [_document(one), ""]
    if len(read) > _FEW:
        lines += [_many(read), ""]
    kinds = sum((one.kinds for one in read if one.kinds is not None), Counter[str]())
    if kinds:
        lines += [tell("事实", "Facts") + f" {number(kinds.total())}:", _kinds(kinds), ""]
    many, quads = "s" if summary.documents != 1 else "", number(summary.quads)
    stored = tell(
        f"存储 {store}：{summary.documents} 份文件，{quads} 条四元组",
        f"Store {store}: {summary.documents} document{many}, {quads} quads",
    )
    nothing = tell("没有写入任何内容，存储未变", "Nothing was stored; the store is as it was")
    took = tell(f"，用时 {seconds(summary.seconds)}", f", {seconds(summary.seconds)}")
    return "\n".join([*lines, (stored if summary.documents else nothing) + took])


def _document(one: Handled) -> str:
    """One document: what it is, and what was read of it."""
    document = one.document
    assert document is not None
    counts = document.counts
    numerals = [counts.get(name, 0) for name in ("read", "structure", "unread")]
    share = f"{1 - numerals[2] / sum(numerals):.1%}" if sum(numerals) else "-"
    rows = [
        (tell("文件", "Document"), f"{document.title} ({_outcome(one)})"),
        (tell("部门", "Department"), f"{document.department} · {document.year} · {_kind(document.kind)}"),
        (tell("编号", "Name"), document.iri.rpartition("/")[2]),
        (
            tell("数字", "Numbers"),
            tell(
                f"{sum(numerals)} 个：事实 {numerals[0]}，结构 {numerals[1]}，未读 {numerals[2]}（读懂 {share}）",
                f"{sum(numerals)}: {numerals[0]} in facts, {numerals[1]} structure, {numerals[2]} unread ({share} known)",
            ),
        ),
        (tell("问题", "Findings"), _severities(one.severities or Counter(), counts.get("findings", 0))),
    ]
    return pairs(rows, indent=0)


def _outcome(one: Handled) -> str:
    return {
        "new": tell("新增", "new"),
        "replaced": tell("替换了原有的", "replaces the former one"),
        "unchanged": tell("已在存储中，未重读", "in the store already, not read again"),
    }[one.outcome]


def _kind(kind: str) -> str:
    names = {
        "final": tell("决算", "final accounts"), "budget": tell("预算", "budget"),
        "approval": tell("批复", "approval reply"),
        "three-public": tell("“三公”经费公开", "three public expenses"),
        "self-evaluation": tell("绩效自评表", "self-evaluation form"),
    }
    return names.get(kind, kind)


def _severities(found: Counter[str], total: int) -> str:
    names = {
        "Violation": tell("错误", "violations"),
        "Warning": tell("警告", "warnings"),
        "Info": tell("提示", "notes"),
    }
    said = tell("，", ", ").join(f"{names[name]} {found[name]}" for name in names if found[name])
    return f"{number(total)}" + (tell(f"（{said}）", f" ({said})") if said else "")


def _many(read: list[Handled]) -> str:
    """Many documents: a line for each."""
    rows = []
    for one in read:
        assert one.document is not None
        counts = one.document.counts
        numbers = [number(counts.get(name, 0)) for name in ("facts", "unread", "findings")]
        rows.append([_outcome(one), str(one.document.year), one.document.department, *numbers])
    heads = [
        tell("结果", "Outcome"),
        tell("年度", "Year"),
        tell("部门", "Department"),
        tell("事实", "Facts"),
        tell("未读数字", "Unread"),
        tell("问题", "Findings"),
    ]
    return table(heads, rows, right=(3, 4, 5))


def _kinds(kinds: Counter[str]) -> str:
    """Facts by kind, with the labels of the ontology."""
    from budget_kg.loading import kind_labels

    labels = kind_labels()
    rows = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    return pairs([(f"{number(count):>6}", tell(labels[kind].zh, labels[kind].en)) for kind, count in rows], indent=0)
