"""The page of the documentation about the terminal: the help pages of all commands, in both languages."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any, Final

from budget_kg.cli import PROGRAM, columns, root, wording
from budget_kg.errors import Lang

_CELLS: Final = 96
_INTRODUCTION: Final = """\
# 命令行 · Command line

`budget-kg` 的每个命令都有中英文帮助；语言按 `--lang`，否则按 `LC_ALL`、`LC_MESSAGES`、`LANG`。
存储目录按 `--store`，否则按 `BUDGET_KG_STORE`，否则为用户数据目录。设了 `NO_COLOR` 就不用颜色。
结果写到标准输出，进度和说明写到标准错误。

Every command of `budget-kg` has its help in Chinese and in English, by `--lang`, else by `LC_ALL`, `LC_MESSAGES` or
`LANG`. The store is the folder of `--store`, else of `BUDGET_KG_STORE`, else one in the user's data folder. With
`NO_COLOR` set there is no colour. Results go to standard output, progress and remarks to standard error.
"""


def page() -> str:
    """Return the page as Markdown; it depends on nothing but the program."""
    parts = [_INTRODUCTION, _section(PROGRAM, None)]
    parts += [_section(f"{PROGRAM} {name}", name) for name in root.COMMANDS]
    return "\n".join(parts)


def _section(title: str, name: str | None) -> str:
    blocks = (copy_context().run(_help, name, lang) for lang in wording.LANGUAGES)
    return f"## {title}\n\n" + "\n".join(f"```text\n{block}\n```\n" for block in blocks)


def _help(name: str | None, lang: Lang) -> str:
    wording.use(lang)
    columns.fix(_CELLS)
    program = root.build()
    context: Any = program.context_class(program, info_name=PROGRAM)
    if name is None:
        return str(program.get_help(context))
    command: Any = root.load(name)
    return str(command.get_help(command.context_class(command, info_name=name, parent=context)))
