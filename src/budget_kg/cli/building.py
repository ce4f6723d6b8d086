"""The commands build and demo."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.faults import whole
from budget_kg.cli.limiting import MEGABYTES, SECONDS, MemoryLimitOption, TimeLimitOption, limits
from budget_kg.cli.overriding import DepartmentOption, DivisionOption, YearOption, said
from budget_kg.cli.places import StoreOption, store_path
from budget_kg.cli.printing import remark, styled, write_json
from budget_kg.cli.progress import shown, stoppable
from budget_kg.cli.reporting import record, report, skipped
from budget_kg.cli.wording import both, details, lang, tell
from budget_kg.errors import UsageError

if TYPE_CHECKING:
    from budget_kg.batch import Handled, Running
    from budget_kg.loading import Summary

_DEMO_ROWS = 3
_DEMO_QUESTIONS = ("revenue-expenditure", "largest-projects", "missed-targets")


@details(
    "budget-kg build",
    "budget-kg build accounts/ 'more/**/*.txt'",
    "budget-kg build report.txt --dept 某区某局 --year 2023",
    zh="路径可以是文件、目录、通配模式、ZIP 压缩包或网址清单（.urls，每行一个网址）；不给则读取附带的文件。"
    "全部文件一次写入：要么都可见，要么存储不变。已在存储中的文件不再重读。"
    "每份文件在单独的进程中读取，超过时间或内存上限就停止，其余照读。"
    "按 Ctrl-C 则写入已读完的文件，余下的下次再读（重建时存储不变）；再按一次立即放弃。"
    "读不了的文件最后列出，退出码 1（一份也没读成则为 3）。",
    en="Paths are files, folders, patterns, ZIP archives or lists of addresses (.urls, one a line); without any, the "
    "shipped document is read. All files become visible at once, or the store stays as it was. Files that are in the "
    "store already are not read again. Each file is read in a process of its own, which is stopped when it takes too "
    "much time or memory; the others are read all the same. Ctrl-C stores what was read by then, the next build reads "
    "the rest (a rebuild leaves the store as it was); pressed twice, it gives up at once. Files that cannot be read are "
    "listed at the end; the exit code is then 1, or 3 when none could be read.",
)
def build(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help=both("文件、目录、通配模式、压缩包、网址清单", "Files, folders, patterns, archives, lists of addresses"),
        ),
    ] = None,
    dept: DepartmentOption = None,
    year: YearOption = None,
    division: DivisionOption = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help=both(
                "全部重读：存储留存的文件和给出的文件", "Read everything again: what the store keeps and what is given"
            ),
        ),
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            help=both("网址清单中也可下载内部网络的文件", "Fetch addresses of a list within private networks too"),
        ),
    ] = False,
    jobs: Annotated[
        str | None,
        typer.Option(
            "--jobs",
            metavar="N",
            help=both("同时读取几份文件；默认为处理器核数", "Files read at the same time; by default one for each core"),
        ),
    ] = None,
    time_limit: TimeLimitOption = SECONDS,
    memory_limit: MemoryLimitOption = MEGABYTES,
    as_json: Annotated[
        bool, typer.Option("--json", help=both("结果输出为 JSON", "Write the outcome as JSON"))
    ] = False,
    store: StoreOption = None,
) -> int:
    """Read documents into the store."""
    from budget_kg import loading
    from budget_kg.gathering import gather
    from budget_kg.sources import Sources

    overrides = said(dept, year, division)
    running = _running(jobs, time_limit, memory_limit)
    where = store_path(store)
    kept = rebuild and not paths and Sources(where).all()
    named = [] if kept else paths or [str(path) for path in loading.default_paths()]
    with gather(named, allow_private=allow_private) as gathered:
        if dept is not None and len(gathered.items) > 1:
            raise UsageError(
                zh=f"--dept 只能用于一份文件，这里有 {len(gathered.items)} 份；请分别读取",
                en=f"--dept is for one file, but there are {len(gathered.items)}; read them one at a time",
            )
        with shown() as progress, stoppable() as stopped:
            running = replace(running, progress=progress, stopped=stopped)
            summary = loading.build(gathered.items, where, overrides, rebuild=rebuild, running=running)
    if as_json:
        write_json(record(summary, where))
    else:
        print(report(summary, where))
    if gathered.skipped:
        remark(skipped(gathered.skipped))
    return _ended(summary)


def _running(jobs: str | None, time_limit: str, memory_limit: str) -> Running:
    from budget_kg.batch import Running

    most = limits(time_limit, memory_limit)
    return Running(whole("--jobs", jobs, 1, 256) if jobs is not None else 0, most)


def _ended(summary: Summary) -> int:
    """Name what was not read, and return the exit code."""
    for one in summary.failed:
        remark(_complaint(one))
    if summary.remaining:
        remark(_interrupted(summary))
        return 130
    if not summary.failed:
        return 0
    return 1 if len(summary.failed) < len(summary.handled) else 3


@details("budget-kg demo", "budget-kg demo --lang en")
def demo() -> int:
    """Read the shipped document into a scratch store and answer three questions."""
    from budget_kg import loading
    from budget_kg.asking import questions
    from budget_kg.asking.presenting import present
    from budget_kg.batch import Running
    from budget_kg.stores.oxigraph import open_reader

    with tempfile.TemporaryDirectory(prefix="budget-kg-") as folder:
        store = Path(folder) / "store"
        with shown() as progress:
            summary = loading.build(loading.default_paths(), store, running=Running(progress=progress))
        print(report(summary, store))
        with open_reader(store) as reader:
            for name in _DEMO_QUESTIONS:
                question = questions.get(name)
                answer = questions.answer(reader, question, {}, lang(), window=questions.Window(top=_DEMO_ROWS))
                print(f"\n{styled(f'$ budget-kg ask {name} --top {_DEMO_ROWS} --evidence', 'bold')}")
                print(present(answer, evidence=True))
    print(
        tell(
            "\n演示用的存储已删除。接下来：budget-kg build，然后 budget-kg questions 看能问什么。",
            "\nThe scratch store is gone. Next: `budget-kg build`, then `budget-kg questions` lists what can be asked.",
        )
    )
    return 0


def _interrupted(summary: Summary) -> str:
    left, what = summary.remaining, summary.documents
    return tell(
        f"budget-kg: 已中断，还有 {left} 份没有读；"
        + ("已读完的已写入，再次运行同一命令读取其余" if what else "存储未变"),
        f"budget-kg: interrupted, {left} not read; "
        + ("what was read is stored, the same command reads the rest" if what else "the store is as it was"),
    )


def _complaint(one: Handled) -> str:
    assert one.fault is not None
    return f"budget-kg: {one.fault.say(lang())}"
