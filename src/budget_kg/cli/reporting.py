"""What a build says when it is done: its documents, their facts by kind, and the store."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budget_kg.cli.columns import pairs, table
from budget_kg.cli.printing import number, seconds
from budget_kg.cli.wording import tell

if TYPE_CHECKING:
    from budget_kg.batch import Handled
    from budget_kg.loading import Summary
    from budget_kg.stores.contract import StoredDocument

_NAMED = 5


def report(summary: Summary, store: Path) -> str:
    """What was read and what is in the store now."""
    read = [one for one in summary.handled if one.document is not None]
    lines: list[str] = []
    if len(summary.handled) == 1 and read:
        lines += [_document(read[0]), ""]
    elif summary.handled:
        lines += [_many(summary), ""]
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
        (tell("部门", "Department"), f"{document.department} · {document.year} · {kind_name(document.kind)}"),
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


def kind_name(kind: str) -> str:
    """What a kind of document is called."""
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


def _many(summary: Summary) -> str:
    """A line for each file that was read or could not be, and a last one that sums up."""
    fresh = [one for one in summary.handled if one.outcome != "unchanged"]
    shared = _common(fresh)
    rows = [_row(one, shared) for one in fresh]
    if len(rows) > 1:
        read = [one.document for one in fresh if one.document is not None]
        findings = sum(document.counts.get("findings", 0) for document in read)
        rows.append([
            tell("合计", "Total"), "", tell(f"{len(read)} 份文件", f"{len(read)} documents"), "",
            number(sum(map(_facts, fresh))), _known(read), number(findings),
            f"{sum(one.seconds for one in fresh):.1f}",
        ])
    heads = [
        tell("文件", "Document"), tell("种类", "Kind"), tell("部门", "Department"), tell("年度", "Year"),
        tell("事实", "Facts"), tell("读懂", "Known"), tell("问题", "Findings"), tell("秒", "Seconds"),
    ]
    told = [table(heads, rows, right=(3, 4, 5, 6, 7)), ""] if rows else []
    return "\n".join([*told, _outcomes(summary)])


def _row(one: Handled, shared: str) -> list[str]:
    name = str(one.path).removeprefix(shared)
    document = one.document
    if document is None:
        return [name, tell("没有读成", "not read"), "", "", "", "", "", f"{one.seconds:.1f}"]
    return [
        name, kind_name(document.kind), document.department, str(document.year), number(_facts(one)), _known([document]),
        number(document.counts.get("findings", 0)), f"{one.seconds:.1f}",
    ]


def _facts(one: Handled) -> int:
    """How many facts were read, with those that are parts of others."""
    return one.kinds.total() if one.kinds is not None else 0


def _common(handled: list[Handled]) -> str:
    """The folder that all files share, with its slash, when there is more than one file."""
    folders = [one.path.parent for one in handled]
    if len(folders) < 2 or len({folder.is_absolute() for folder in folders}) > 1:
        return ""
    folder = os.path.commonpath(folders)
    return folder.rstrip("/") + "/" if folder not in ("", ".") else ""


def _known(documents: list[StoredDocument]) -> str:
    """The share of numerals that are not unread."""
    numerals = sum(document.counts.get(name, 0) for document in documents for name in ("read", "structure", "unread"))
    unread = sum(document.counts.get("unread", 0) for document in documents)
    return f"{1 - unread / numerals:.1%}" if numerals else "-"


def _outcomes(summary: Summary) -> str:
    """How many files came out how."""
    counted = Counter(str(one.outcome) for one in summary.handled)
    counted["remaining"] = summary.remaining
    names = {
        "new": tell("新增", "new"), "replaced": tell("替换", "replaced"), "unchanged": tell("未变未重读", "unchanged"),
        "failed": tell("没有读成", "could not be read"), "remaining": tell("尚未读取", "left for another time"),
    }
    said = tell("，", ", ").join(
        tell(f"{word} {counted[name]} 份", f"{counted[name]} {word}") for name, word in names.items() if counted[name]
    )
    return tell("其中：", "Of these: ") + said


def record(summary: Summary, store: Path) -> dict[str, Any]:
    """The same for programs."""
    return {
        "store": str(store), "documents": summary.documents, "quads": summary.quads,
        "seconds": round(summary.seconds, 3), "remaining": summary.remaining,
        "files": [_record(one) for one in summary.handled],
    }


def _record(one: Handled) -> dict[str, Any]:
    found: dict[str, Any] = {"file": str(one.path), "outcome": str(one.outcome), "seconds": round(one.seconds, 3)}
    if one.document is not None:
        document = one.document
        found |= {
            "document": document.iri, "title": document.title, "kind": document.kind,
            "department": document.department, "year": document.year, **document.counts,
        }
    if one.fault is not None:
        found["fault"] = {"zh": one.fault.say.zh, "en": one.fault.say.en}
    return found


def _kinds(kinds: Counter[str]) -> str:
    """Facts by kind, with the labels of the ontology."""
    from budget_kg.vocab import term_labels

    labels = term_labels()
    rows = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    return pairs([(f"{number(count):>6}", tell(labels[kind].zh, labels[kind].en)) for kind, count in rows], indent=0)


def skipped(names: tuple[str, ...]) -> str:
    """The files that no reader takes, the first few by name."""
    shown, more = "、".join(names[:_NAMED]), len(names) > _NAMED
    return tell(
        f"跳过 {len(names)} 个不读取的文件：{shown}{'……' if more else ''}",
        f"Skipped {len(names)} files of formats that are not read: {', '.join(names[:_NAMED])}{' …' if more else ''}",
    )
