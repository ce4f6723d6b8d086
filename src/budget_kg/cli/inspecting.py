"""The command inspect: how a file was understood, as a page or as JSON, and drawn on its pages."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from budget_kg.cli.columns import page as page_width
from budget_kg.cli.columns import pairs, table
from budget_kg.cli.faults import whole
from budget_kg.cli.limiting import MEGABYTES, SECONDS, MemoryLimitOption, TimeLimitOption, limits, read_within
from budget_kg.cli.overriding import DepartmentOption, DivisionOption, YearOption, said
from budget_kg.cli.printing import number, remark, styled, write_json
from budget_kg.cli.reporting import kind_name
from budget_kg.cli.wording import both, details, lang, tell
from budget_kg.errors import InputError

if TYPE_CHECKING:
    from budget_kg.inspection import SeenFact, SeenSection, SeenTable
    from budget_kg.model import Finding
    from budget_kg.pipeline import ReadDocument

_SHOWN = 30
"""Lines of a list that people are shown; JSON has all."""


@details(
    "budget-kg inspect report.pdf",
    "budget-kg inspect report.pdf --png pages/",
    "budget-kg inspect report.txt --json",
    zh="显示标题信息、章节及其含义、表格、最前面的事实、问题和未读数字；不写入存储，也不运行形状检查。"
    "--png 把各页画成图片（PDF）：绿色为读成事实的单元格和文句，蓝色为编号等结构数字，红色为未读数字，灰色为其他单元格。",
    en="Shows the head, the sections with their meaning, the tables, the first facts, findings and unread numbers; "
    "nothing is stored, and the shapes are not run. --png draws the pages of a PDF: green for cells and lines that "
    "became facts, blue for numbering and other structure, red for unread numbers, grey for other cells.",
)
def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE", help=both("文件", "A file"))],
    facts: Annotated[
        str, typer.Option("--facts", metavar="N", help=both("显示多少条事实；默认 10", "Facts to show; default 10"))
    ] = "10",
    png: Annotated[
        str | None,
        typer.Option(
            "--png", metavar="DIR", help=both("把标出识别结果的各页画到目录中", "Draw the pages, marked, into a folder")
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=both("输出 JSON，各项齐全", "Write JSON, with everything"))
    ] = False,
    dept: DepartmentOption = None,
    year: YearOption = None,
    division: DivisionOption = None,
    time_limit: TimeLimitOption = SECONDS,
    memory_limit: MemoryLimitOption = MEGABYTES,
) -> None:
    """Show how a file was understood, storing nothing."""
    most = whole("--facts", facts, 0, 1_000_000)
    path = Path(file)
    read = read_within(path, said(dept, year, division), limits(time_limit, memory_limit))
    if png is not None:
        _draw(read, path, Path(png))
    if as_json:
        write_json(_record(read, path))
    else:
        print("\n\n".join(part for part in _page(read, most) if part))


def _draw(read: ReadDocument, path: Path, folder: Path) -> None:
    if read.layout.document.media_type != "application/pdf":
        raise InputError(
            zh=f"{path}：这种格式没有可画的页面；--png 只用于 PDF",
            en=f"{path}: the format has no pages to draw; --png is for PDF",
        )
    from budget_kg.inspection import marks
    from budget_kg.pages.marking import draw

    written = draw(path, marks(read), folder)
    remark(tell(f"已把 {len(written)} 页画到 {folder}", f"drew {len(written)} pages into {folder}"))


def _page(read: ReadDocument, most: int) -> list[str]:
    from budget_kg import inspection

    return [
        styled(read.layout.head.title, "bold"),
        _head(read),
        _sections(inspection.sections(read)),
        _tables(inspection.tables(read)),
        _facts(inspection.facts(read, most), len(read.facts)),
        _findings(inspection.findings(read)),
        _unread(read),
    ]


def _head(read: ReadDocument) -> str:
    head, document, found = read.layout.head, read.layout.document, read.resolution
    known = [one for one in (found.budget, found.serves) if one is not None]
    places = " · ".join(dict.fromkeys(f"{one.name} {one.code}" for one in known))
    used = [len(read.account.facts), len(read.account.structures), len(read.account.unread)]
    rows = [
        (tell("部门", "Department"), head.department),
        (tell("年度", "Year"), str(head.year)),
        (tell("种类", "Kind"), f"{kind_name(head.kind)} · {_scope(head.scope)}"),
        (tell("行政区划", "Division"), places or tell("未能确定", "not resolved")),
        (tell("发布日期", "Published"), head.published or tell("未写明", "not stated")),
        (tell("格式", "Format"), _format(document.media_type, len(document.pages))),
        (
            tell("数字", "Numbers"),
            tell(
                f"{sum(used)} 个：事实 {used[0]}，结构 {used[1]}，未读 {used[2]}",
                f"{sum(used)}: {used[0]} in facts, {used[1]} structure, {used[2]} unread",
            ),
        ),
    ]
    return pairs(rows, indent=0)


def _scope(scope: str) -> str:
    return {
        "department": tell("部门", "department"), "unit": tell("单位", "unit"),
        "division": tell("全地区", "all departments of a government"),
    }[scope]


def _format(media_type: str, pages: int) -> str:
    return f"{media_type} · {tell(f'{pages} 页', f'{pages} pages')}" if pages else media_type


def _titled(title: str, count: int, body: list[str]) -> str:
    """A list under its title with its number; what is more than people read is left out and said so."""
    more = [tell(f"  …… 另有 {count - len(body)} 项", f"  … and {number(count - len(body))} more")]
    return "\n".join([styled(f"{title} ({number(count)})", "bold"), *body, *(more if count > len(body) else [])])


def _sections(found: list[SeenSection]) -> str:
    lines = []
    for section in found:
        words = _cut("  " * section.depth + section.words, page_width() - 30)
        meaning = f"  [{section.meaning(lang())}]" if section.meaning is not None else ""
        many = "s" if section.facts != 1 else ""
        facts = tell(f"  {section.facts} 条事实", f"  {section.facts} fact{many}") if section.facts else ""
        lines.append(f"  {words}{styled(meaning + facts, 'dim')}")
    return _titled(tell("章节", "Sections"), len(found), lines)


def _tables(found: list[SeenTable]) -> str:
    if not found:
        return ""
    rows = [
        [
            str(one.number), one.title or "-", one.kind(lang()) if one.kind is not None else "-", one.unit or "-",
            f"{one.rows} × {one.columns}", number(one.facts), number(one.unread), _where(one),
        ]
        for one in found
    ]
    heads = [
        "#", tell("标题", "Title"), tell("读作", "Read as"), tell("单位", "Unit"), tell("行 × 列", "Rows × columns"),
        tell("事实", "Facts"), tell("未读", "Unread"), tell("位置", "Place"),
    ]
    return styled(f"{tell('表格', 'Tables')} ({len(found)})", "bold") + "\n" + table(heads, rows, right=(0, 5, 6))


def _where(one: SeenTable) -> str:
    if one.sheet:
        return one.sheet
    if not one.pages:
        return ""
    ends = f"{one.pages[0]}" if len(one.pages) == 1 else f"{one.pages[0]}–{one.pages[-1]}"
    return tell(f"第 {ends} 页", f"p. {ends}")


def _facts(found: list[SeenFact], count: int) -> str:
    lines = []
    for one in found:
        lines.append(f"  {one.kind(lang())}  {one.says(lang())}")
        at = tell(f"第 {one.page} 页 ", f"p. {one.page} ") if one.page is not None else ""
        cell = tell(f"单元格 {one.cell} ", f"cell {one.cell} ") if one.cell else ""
        quote = _cut(" ".join(one.quote.split()), page_width() - 20)
        lines.append(styled(f"      {at}{cell}{one.start}–{one.end} “{quote}”", "dim"))
    title = styled(tell(f"事实（{number(count)}）", f"Facts ({number(count)})"), "bold")
    more = tell(f"  …… 另有 {number(count - len(found))} 条", f"  … and {number(count - len(found))} more")
    return "\n".join([title, *lines, *([more] if count > len(found) else [])])


def _findings(found: list[Finding]) -> str:
    names = {"Violation": tell("错误", "violation"), "Warning": tell("警告", "warning"), "Info": tell("提示", "note")}
    lines = [f"  {names[one.severity]}  {one.message(lang())}" for one in found[:_SHOWN]]
    return _titled(tell("问题", "Findings"), len(found), lines)


def _unread(read: ReadDocument) -> str:
    from budget_kg.inspection import unread

    found = unread(read)
    lines = [
        f"  {tell(f'第 {one.page} 页 ', f'p. {one.page} ') if one.page is not None else ''}{one.printed}"
        + styled(f"  …{one.context}…", "dim")
        for one in found[:_SHOWN]
    ]
    return _titled(tell("未读数字", "Unread numbers"), len(found), lines)


def _cut(text: str, room: int) -> str:
    from budget_kg.asking.grid import wrap

    first, *more = wrap(text, max(room, 20))
    return f"{first}…" if more else first


def _record(read: ReadDocument, path: Path) -> dict[str, Any]:
    from budget_kg import inspection

    head, document, account = read.layout.head, read.layout.document, read.account
    budget = read.resolution.budget
    return {
        "file": str(path), "format": document.media_type, "pages": len(document.pages), "title": head.title,
        "department": head.department, "year": head.year, "kind": head.kind, "scope": head.scope,
        "division": budget.six if budget is not None else None, "published": head.published, "language": head.language,
        "numbers": {
            "facts": len(account.facts), "structure": len(account.structures), "unread": len(account.unread),
        },
        "sections": [asdict(one) for one in inspection.sections(read)],
        "tables": [asdict(one) for one in inspection.tables(read)],
        "facts": [asdict(one) for one in inspection.facts(read, len(read.facts))],
        "findings": [
            {
                "rule": one.rule, "severity": str(one.severity), "message": asdict(one.message),
                "places": [[passage.start, passage.end, passage.page] for passage in one.passages],
            }
            for one in inspection.findings(read)
        ],
        "unread": [asdict(one) for one in inspection.unread(read)],
    }
