"""The top of the program: its global options and its commands, each imported only when it is run."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from budget_kg.cli import faults
from budget_kg.cli.columns import paragraph
from budget_kg.cli.conversion import take_as_given
from budget_kg.cli.helping import Command, block, parameter_blocks, usage_line
from budget_kg.cli.wording import both, tell
from budget_kg.errors import Say

EXIT_CODES: Final = (
    (0, Say("完成（包括“文件没有说明”）", "done, also when the answer is “not stated”")),
    (1, Say("一批文件中有的没有读成", "some documents of a batch could not be read")),
    (2, Say("用法不对", "wrong use")),
    (3, Say("文件无法读取，或不是预决算公开文件", "input unreadable, or no disclosure")),
    (4, Say("存储或 SPARQL 服务不可用", "store or endpoint unavailable")),
    (5, Say("达到时间或大小上限", "time or size limit reached")),
    (6, Say("有达到 --fail-on 程度的发现", "findings as grave as --fail-on or graver")),
    (130, Say("被 Ctrl-C 中断", "interrupted by Ctrl-C")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, and its one line."""

    module: str
    about: Say
    settings: dict[str, Any] | None = None


COMMANDS: Final[dict[str, Entry]] = {
    "demo": Entry(
        "building",
        Say("读取附带的文件，在临时存储中回答三个问题", "Read the shipped document and answer three questions"),
    ),
    "build": Entry("building", Say("读取文件，写入存储", "Read documents into the store")),
    "inspect": Entry(
        "inspecting", Say("显示一份文件是怎样读懂的，不写入存储", "Show how a file was understood, storing nothing")
    ),
    "documents": Entry("stored", Say("列出存储中的文件", "List the documents in the store")),
    "remove": Entry("stored", Say("从存储中删除一份文件", "Take a document out of the store")),
    "info": Entry("stored", Say("显示存储的位置、内容和版本", "Show where the store is, what it holds, and versions")),
    "coverage": Entry("coverage", Say("一份文件中的每个数字读成了什么", "What became of every number of a document")),
    "check": Entry(
        "checking", Say("核对数字之间的关系，列出不符之处", "Check figures against each other; list what does not fit")
    ),
    "questions": Entry("asking", Say("列出、查找可以问的问题", "List and search the questions that can be asked")),
    "ask": Entry("asking", Say("回答一个问题", "Answer a question"), {"ignore_unknown_options": True}),
    "chat": Entry("chatting", Say("连续提问，可以追问", "Ask questions one after another, with follow-ups")),
    "show": Entry(
        "showing",
        Say("显示部门、项目、科目、指标或事实，连同原文", "Show a department, project, class, indicator or fact"),
    ),
    "query": Entry("querying", Say("执行 SPARQL 查询", "Run a SPARQL query")),
    "mcp": Entry(
        "serving",
        Say("把存储作为 MCP 工具提供给其他程序", "Offer the store as tools to programs that speak MCP"),
    ),
    "export": Entry("exporting", Say("导出为 RDF", "Write the store out as RDF")),
}


def load(name: str) -> Command:
    """Import the command and let typer build it."""
    entry = COMMANDS[name]
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    function = getattr(import_module(f"budget_kg.cli.{entry.module}"), name)
    settings = entry.settings
    app.command(name, cls=Command, help=both(entry.about.zh, entry.about.en), context_settings=settings)(function)
    command = typer.main.get_command(app)
    assert isinstance(command, Command)
    take_as_given(command.params)
    return command


class Root(TyperGroup):
    """The group of all commands; it knows their one lines without importing them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        return take_as_given([super().get_help_option(ctx)])[0]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command the arguments begin with; UsageError with near names when there is none."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise faults.unknown_command(args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of the program."""
        usage = f"{ctx.command_path} {tell('[选项] 命令 …', '[OPTIONS] COMMAND …')}"
        about = tell(
            "把中国政府部门的预决算公开文件变成可以提问的图谱，每个数字都有出处。",
            "Turns budget disclosures of Chinese government departments into a graph that answers questions, "
            "with evidence for every number.",
        )
        commands = [(name, tell(entry.about.zh, entry.about.en)) for name, entry in COMMANDS.items()]
        codes = [(str(code), tell(said.zh, said.en)) for code, said in EXIT_CODES]
        parts = [
            usage_line(usage),
            paragraph(about),
            *parameter_blocks(self.get_params(ctx)),
            block(tell("命令", "Commands"), commands),
            block(tell("退出码", "Exit codes"), codes),
        ]
        formatter.write("\n\n".join(parts) + "\n")


def build() -> Any:
    """Return the program."""
    app = typer.Typer(cls=Root, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_global)
    program = typer.main.get_command(app)
    take_as_given(program.params)
    return program


def _global(
    ctx: typer.Context,
    _lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help=both(
                "界面语言，可写在任何位置；默认按 LC_ALL、LC_MESSAGES、LANG",
                "Language, anywhere on the line; by default that of the locale",
            ),
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help=both("显示版本", "Show the version"))] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        print(f"budget-kg {installed('budget-kg')}")
    elif ctx.invoked_subcommand is None:
        print(ctx.get_help())
