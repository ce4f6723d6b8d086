"""Help pages in the language spoken, without the help renderer of typer, which costs 50 ms and speaks English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperOption

from budget_kg.cli.columns import pairs, paragraph
from budget_kg.cli.conversion import take_as_given
from budget_kg.cli.printing import forget_output
from budget_kg.cli.wording import DETAILS, tell, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable


class Command(TyperCommand):
    """A command whose help page is in the language spoken."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        arguments = [str(parameter.metavar) for parameter in self.params if _is_argument(parameter)]
        usage = " ".join([ctx.command_path, tell("[选项]", "[OPTIONS]"), *arguments])
        formatter.write("\n\n".join([usage_line(usage), *self._body(ctx)]) + "\n")

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Whoever reads its output may leave before the end."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            forget_output()
            return 0

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        return take_as_given([super().get_help_option(ctx)])[0]

    def _body(self, ctx: Any) -> list[str]:
        parts = [paragraph(unpack(self.help))]
        known = DETAILS.get(self.name or "")
        if known is not None and known.more.en:
            parts.append(paragraph(tell(known.more.zh, known.more.en)))
        parts += parameter_blocks(self.get_params(ctx))
        if known is not None and known.examples:
            lines = "\n".join(f"  {example}" for example in known.examples)
            parts.append(f"{tell('例', 'Examples')}:\n{lines}")
        return parts


def usage_line(usage: str) -> str:
    """The first line of a page."""
    return f"{tell('用法', 'Usage')}: {usage}"


def block(title: str, entries: list[tuple[str, str]]) -> str:
    """A titled list of names and what they are."""
    return f"{title}:\n{pairs(entries)}"


def parameter_blocks(parameters: Iterable[Any]) -> list[str]:
    """The arguments and the options of a command, each as a block; none for an empty list."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in parameters:
        if getattr(parameter, "hidden", False):
            continue
        if _is_argument(parameter):
            arguments.append((str(parameter.metavar), unpack(parameter.help)))
        else:
            options.append((_option_names(parameter), _option_help(parameter)))
    titled = ((tell("参数", "Arguments"), arguments), (tell("选项", "Options"), options))
    return [block(title, entries) for title, entries in titled if entries]


def _is_argument(parameter: Any) -> bool:
    return not isinstance(parameter, TyperOption)


def _option_names(parameter: Any) -> str:
    names = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    return f"{names} {parameter.metavar}" if parameter.metavar and not parameter.is_flag else names


def _option_help(parameter: Any) -> str:
    fixed = {
        "help": tell("显示这一页", "Show this page"),
        "install_completion": tell("为当前 shell 安装自动补全", "Install completion for the current shell"),
        "show_completion": tell("显示当前 shell 的补全脚本", "Show the completion script of the current shell"),
    }
    return fixed.get(parameter.name) or unpack(parameter.help)
