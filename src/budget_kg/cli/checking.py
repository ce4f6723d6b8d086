"""The command check: relations between the figures of documents, read now or stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from budget_kg.cli.faults import one_of
from budget_kg.cli.overriding import DepartmentOption, DivisionOption, YearOption, said
from budget_kg.cli.places import StoreOption, find_document, open_store, store_path
from budget_kg.cli.printing import is_terminal, remark, write_bytes, write_file
from budget_kg.cli.wording import both, details, lang
from budget_kg.errors import InputError, UsageError
from budget_kg.model import SEVERITIES_BY_WORD, Severity

if TYPE_CHECKING:
    from budget_kg.checking.report import Report
    from budget_kg.checking.selection import Selection
    from budget_kg.examination import Comparison, Examined
    from budget_kg.overrides import Overrides
    from budget_kg.stores.contract import StoredDocument

_FORMATS: Final = ("table", "json", "csv", "sarif", "html", "md")
FOUND: Final = 6
"""The exit code when there are findings as grave as `--fail-on`."""


@details(
    "budget-kg check report.pdf",
    "budget-kg check --severity warning --explain",
    "budget-kg check accounts/ --format sarif --output findings.sarif --fail-on violation",
    "budget-kg check 水务局 --year 2023 --format html --output report.html",
    zh="给出文件则现在读取并核对，不写入存储；给出存储中文件的编号、标题或部门名称，则用本程序的规则重新核对；"
    "都不给则核对存储中的全部文件；--year 也可限定其年度。存储中的文件还与同一部门的其他文件相互核对。"
    "每个关系有四种结果：成立、仅舍入之差、不成立、无法判断；规则见 docs/checks.md。"
    "形状检查只在写入存储时运行，其结果随存储中的文件列出。"
    "--severity 只决定列出哪些；--fail-on 按全部发现决定退出码：有达到其程度的为 6，"
    "一份文件也没读成为 3，没有这样的发现而有文件没读成为 1。",
    en="Files are read now, checked, and not stored. A document of the store, by its name, title or department, is "
    "checked again with the checks of this program; without any, all documents of the store are; --year limits them to "
    "those of a year. Stored documents are also checked against others of the department. A relation "
    "holds, differs by rounding, fails, or cannot be told; "
    "docs/checks.md has the rules. Shapes are run when a document is stored; what they found is listed with stored "
    "documents. --severity decides what is listed; --fail-on decides the exit code by all findings: 6 when some are that "
    "grave, 3 when no file could be read, 1 when only some could not.",
)
def check(
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOC]...",
            help=both("文件、目录，或存储中的文件编号、标题、部门", "Files, folders, or documents of the store"),
        ),
    ] = None,
    severity: Annotated[
        str,
        typer.Option(
            "--severity",
            metavar="|".join(SEVERITIES_BY_WORD),
            help=both("只列出这种及更严重的发现；默认 information", "List findings so grave or graver; all by default"),
        ),
    ] = "information",
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID", help=both("只用这条规则，可重复", "Only this rule; repeatable")),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help=both("也列出成立的和无法判断的关系", "List relations that hold or cannot be told, too"),
        ),
    ] = False,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest",
            help=both(
                "指出最多五个数字，若印错则可解释最多的不成立关系；不改动任何内容",
                "Name at most five figures that, were they misprints, explain most contradictions; changes nothing",
            ),
        ),
    ] = False,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="violation|warning|never",
            help=both("有这种及更严重的发现时退出码为 6；默认 never", "Exit code 6 for findings so grave; default never"),
        ),
    ] = "never",
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="|".join(_FORMATS), help=both("输出格式，默认 table", "Format, table by default")
        ),
    ] = "table",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help=both("写入文件；默认写到标准输出", "File to write; standard output by default"),
        ),
    ] = None,
    checks: Annotated[
        str | None,
        typer.Option(
            "--checks", metavar="DIR", help=both("另外使用这个目录中的规则", "Use the checks in this folder too")
        ),
    ] = None,
    dept: DepartmentOption = None,
    year: YearOption = None,
    division: DivisionOption = None,
    store: StoreOption = None,
) -> int:
    """Check the figures of documents against each other."""
    from budget_kg.checking.selection import select
    from budget_kg.cli.check_report import write

    chosen = one_of("--format", form, _FORMATS)
    least = SEVERITIES_BY_WORD[one_of("--severity", severity, tuple(SEVERITIES_BY_WORD))]
    grave = one_of("--fail-on", fail_on, ("violation", "warning", "never"))
    if chosen == "html" and output is None and is_terminal():
        raise UsageError(
            zh="html 不能显示在终端上；请加 --output FILE", en="html is not for a terminal; give --output FILE"
        )
    selection = select(rule or (), Path(checks) if checks is not None else None)
    selection = replace(selection, suggests=suggest)
    overrides = said(dept, year, division)
    found = list(_examined(list(documents or ()), overrides, selection, store))
    read = [one for one in found if one.report is not None]
    for one in found:
        if one.fault is not None:
            remark(f"budget-kg: {one.fault.say(lang())}")
    if read:
        listed = [replace(one, report=_only(one, least)) for one in read]
        failed = {one.file: one.fault for one in found if one.fault is not None}
        pieces = write(listed, failed, selection, chosen, explain=explain)
        if output is None:
            write_bytes(pieces)
        else:
            write_file(output, pieces, "--output")
    return _ended(found, read, grave)


def _only(one: Examined, least: Severity) -> Report:
    assert one.report is not None
    return replace(one.report, findings=one.report.at_least(least))


def _ended(found: list[Examined], read: list[Examined], grave: str) -> int:
    if found and not read:
        return 3
    if grave != "never" and any(one.report.at_least(SEVERITIES_BY_WORD[grave]) for one in read if one.report is not None):
        return FOUND
    return 1 if len(read) < len(found) else 0


# -- what is checked ------------------------------------------------------------------------------------------------


def _examined(
    names: list[str], overrides: Overrides, selection: Selection, store: str | None
) -> Iterator[Examined]:
    """The named documents in the order they are given, or all of the store."""
    from budget_kg.examination import is_file

    stored = [name for name in names if not is_file(name)]
    with ExitStack() as stack:
        shelf = _Shelf(stack, selection, store) if stored or not names else None
        wanted = shelf.wanted(stored, overrides.year) if shelf is not None else {}
        for name in names or wanted:
            if shelf is not None and name in wanted:
                yield shelf.examined(wanted[name])
            else:
                yield from _files(name, overrides, selection)


class _Shelf:
    """The store, opened, with the documents of it that are checked."""

    def __init__(self, stack: ExitStack, selection: Selection, store: str | None) -> None:
        from budget_kg.sources import Sources

        self._reader = stack.enter_context(open_store(store))
        self._sources = Sources(store_path(store))
        self._selection = selection
        self._compared: Comparison | None = None

    def wanted(self, names: list[str], year: int | None) -> dict[str, StoredDocument]:
        """The documents by the names that are given, of the year that is given; all by their IRIs without names."""
        from budget_kg.examination import Comparison

        known = tuple(one for one in self._reader.documents() if year in (None, one.year))
        found = {name: find_document(known, name) for name in names} or {one.iri: one for one in known}
        documents = {one.iri for one in found.values()}
        self._compared = Comparison(self._reader, self._selection.across, documents)
        return found

    def examined(self, stored: StoredDocument) -> Examined:
        """A document checked by itself and against others."""
        from budget_kg.examination import examine_stored

        found = examine_stored(self._reader, stored, self._sources, self._selection)
        assert found.report is not None and self._compared is not None
        return replace(found, report=self._compared.added(found.report))


def _files(name: str, overrides: Overrides, selection: Selection) -> Iterator[Examined]:
    from budget_kg.cli.reporting import skipped
    from budget_kg.examination import examine, unreadable
    from budget_kg.gathering import gather

    with ExitStack() as stack:
        try:
            gathered = stack.enter_context(gather([name]))
        except InputError as error:  # a folder or a pattern without a file
            yield unreadable(name, error)
            return
        for item in gathered.items:
            yield examine(item, overrides, selection)
        if gathered.skipped:
            remark(skipped(gathered.skipped))
