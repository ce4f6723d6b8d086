"""Faults of use that typer finds, as one line in the language spoken."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer

from budget_kg.cli.wording import tell
from budget_kg.errors import UsageError

# typer exports only this one of its exceptions of use; its parent covers all of them.
WrongUse: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")


def line(error: Any) -> str:
    """Say what is wrong, and which help page has more."""
    path = error.ctx.command_path if error.ctx is not None else "budget-kg"
    return _fault(error) + tell(f"；用法见 {path} --help", f"; see {path} --help")


def _fault(error: Any) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return tell("没有选项 ", "there is no option ") + str(error.option_name) + _near(error)
    if kind == "MissingParameter":
        name = error.param.metavar or error.param.name
        return tell(f"缺少 {name}", f"{name} is missing")
    if kind == "BadOptionUsage":
        return tell(
            f"选项 {error.option_name} 的用法不对（{error.message}）",
            f"wrong use of {error.option_name}: {error.message}",
        )
    if "extra argument" in error.message:
        extra = error.message.partition("(s) (")[2].rstrip(")")
        return tell(f"多余的参数 {extra}", f"unexpected argument {extra}")
    return str(error.format_message()).rstrip(".")


def _near(error: Any) -> str:
    known = [name for parameter in error.ctx.command.params for name in parameter.opts] if error.ctx else []
    zh, en = _meant(error.option_name, [name for name in known if name.startswith("--")])
    return tell(zh, en)


def _meant(name: str, known: Sequence[str]) -> tuple[str, str]:
    """The known names that look like one that is not known, as the end of a message in both languages."""
    near = get_close_matches(name, known, 3, 0.5)
    return (f"；是否指 {'、'.join(near)}", f"; did you mean {', '.join(near)}") if near else ("", "")


def unknown_command(name: str, known: list[str]) -> UsageError:
    """There is no such command; name those that look like it."""
    zh, en = _meant(name, known)
    return UsageError(
        zh=f"没有命令 {name}{zh}；budget-kg --help 列出全部命令",
        en=f"no command {name}{en}; `budget-kg --help` lists all",
    )


def one_of(option: str, value: str, possible: tuple[str, ...]) -> str:
    """Return the value of an option if it is one of the possible ones; UsageError otherwise."""
    if value in possible:
        return value
    zh, en = _meant(value, possible)
    raise UsageError(
        zh=f"{option} 不接受“{value}”{zh}；可用：{'、'.join(possible)}",
        en=f"{option} does not take {value!r}{en}; use one of: {', '.join(possible)}",
    )


def number(option: str, value: str, lowest: float, highest: float) -> float:
    """Return the value of an option as a number within bounds; UsageError otherwise."""
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if lowest <= found <= highest:
        return found
    raise UsageError(
        zh=f"{option} 不接受“{value}”；应为 {lowest:g} 到 {highest:g} 的数",
        en=f"{option} does not take {value!r}; give a number from {lowest:g} to {highest:g}",
    )


def whole(option: str, value: str, lowest: int, highest: int) -> int:
    """Return the value of an option as a whole number within bounds; UsageError otherwise."""
    if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
        return int(value)
    raise UsageError(
        zh=f"{option} 不接受“{value}”；应为 {lowest} 到 {highest} 的整数",
        en=f"{option} does not take {value!r}; give a whole number from {lowest} to {highest}",
    )
