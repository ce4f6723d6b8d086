"""The command chat: questions and follow-ups, one a line, from a terminal or a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from budget_kg.cli.columns import pairs, paragraph
from budget_kg.cli.faults import whole
from budget_kg.cli.places import StoreOption, open_store
from budget_kg.cli.printing import is_terminal, remark, styled
from budget_kg.cli.wording import both, chosen, details, lang, tell
from budget_kg.errors import BudgetKgError, Lang, UsageError

if TYPE_CHECKING:
    from budget_kg.answering.conversation import Conversation, Turn
    from budget_kg.answering.reply import Answer
    from budget_kg.asking.answers import Quote

_PROMPT: Final = "> "
_KEPT_LINES: Final = 1000
_LEAVING: Final = frozenset(("/quit", "/exit", "/q"))


@details(
    "budget-kg chat",
    "budget-kg chat --dept 水务局 --year 2022 --unit 亿元",
    "budget-kg chat < questions.txt",
    zh="一行一问；追问（“上一年呢？”“为什么？”“换成亿元”）接着上一问，并说明理解成了什么。/help 列出命令，/quit 结束。",
    en="One question a line. A follow-up (“and the year before?”, “why?”, “in million yuan”) goes on from the question "
    "before, and what it was taken for is shown. /help lists the commands, /quit ends.",
)
def chat(
    dept: Annotated[
        str | None,
        typer.Option("--dept", metavar="NAME", help=both("部门：名称或简称", "Department: name or short name")),
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(
            "--year", metavar="YYYY", help=both("文件的年度，默认最新", "Year of the document, the newest by default")
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="元|万元|亿元", help=both("金额单位", "Unit of amounts: yuan, wan, yi")),
    ] = None,
    no_history: Annotated[
        bool,
        typer.Option("--no-history", help=both("不读写输入历史", "Neither read nor keep the history of input")),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Ask questions one after another."""
    from budget_kg.answering.conversation import Conversation
    from budget_kg.asking.parameters import unit_of

    wanted = None if year in (None, "latest") else whole("--year", str(year), 1949, 2100)
    counted = unit_of(unit) if unit is not None else None
    with open_store(store) as reader:
        talk = Conversation(reader, department=dept, year=wanted, unit=counted, lang=chosen())
        watched = sys.stdin is not None and is_terminal(sys.stdin) and is_terminal()
        with _history() if watched and not no_history else nullcontext():
            try:
                _talk(talk, watched)
            except (EOFError, KeyboardInterrupt):
                if watched:
                    print()


def _talk(talk: Conversation, watched: bool) -> None:
    """Answer line by line until the input ends."""
    if sys.stdin is None:
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if watched:
        title = talk.document.title
        print(paragraph(tell(
            f"问的是《{title}》。/help 列出命令，/quit 结束。", f"Asking {title}. /help lists the commands, /quit ends."
        )))
    while True:
        line = input(_PROMPT if watched else "").strip().lstrip("\ufeff")
        if not line:
            continue
        if line.lower() in _LEAVING:
            return
        try:
            said = _command(talk, line) if line[0] in "/／" else _answered(talk.ask(line))
        except BudgetKgError as error:
            remark(f"budget-kg: {error.say(lang())}")
        else:
            print(said, end="\n\n", flush=True)


def _answered(turn: Turn) -> str:
    """The answer with the first quote behind it, and above it what a follow-up was taken for."""
    if turn.place:
        return _quotes(turn.answer, chosen() or turn.question.lang)
    answer = turn.answer
    lines = []
    if turn.understood:
        lead = "理解为：" if answer.lang == "zh" else "Understood as: "
        lines.append(styled(_wrapped(lead + turn.understood), "dim"))
    lines.append(_wrapped(answer.sentence))
    lines += [_quoted(one, answer.lang) for one in answer.evidence[:1]]
    return "\n".join(lines)


def _wrapped(text: str, indent: int = 0) -> str:
    """Running text for a person; into a pipe it goes as it is."""
    return paragraph(text, indent) if is_terminal() else " " * indent + text


# -- commands -------------------------------------------------------------------------------------------------------


def _command(talk: Conversation, line: str) -> str:
    name = "/" + line[1:].split(maxsplit=1)[0].lower() if line[1:].strip() else "/"
    found = _COMMANDS.get(name)
    if found is None:
        known = [*_COMMANDS, "/quit"]
        raise UsageError(
            zh=f"没有命令 {name}；有：{'、'.join(known)}", en=f"there is no command {name}; there are: {', '.join(known)}"
        )
    return found(talk)


def _help(talk: Conversation) -> str:
    del talk
    return pairs([
        ("/help", tell("列出命令", "list the commands")),
        ("/evidence", tell("上一个回答的全部原文", "all passages behind the last answer")),
        ("/sparql", tell("上一个回答的计划和查询", "plan and queries of the last answer")),
        ("/quit", tell("结束（也可按 Ctrl-D）", "end (or press Ctrl-D)")),
    ])


def _evidence(talk: Conversation) -> str:
    return _quotes(_last(talk).answer, lang())


def _sparql(talk: Conversation) -> str:
    readings = _last(talk).answer.readings
    if not readings:
        return tell("上一个回答没有查到内容，没有查询", "the last answer found nothing; there is no query")
    return "\n\n".join("\n\n".join([f"# {one.plan}", *(query.strip() for query in one.sparql)]) for one in readings)


_COMMANDS: Final[dict[str, Callable[[Conversation], str]]] = {"/help": _help, "/evidence": _evidence, "/sparql": _sparql}


def _last(talk: Conversation) -> Turn:
    if talk.last is None:
        raise UsageError(zh="还没有问过问题", en="nothing has been asked yet")
    return talk.last


# -- quotes ---------------------------------------------------------------------------------------------------------


def _quotes(answer: Answer, speech: Lang) -> str:
    if not answer.evidence:
        return "上一个回答没有原文引句。" if speech == "zh" else "There is no quote behind the last answer."
    return "\n".join(_quoted(one, speech) for one in answer.evidence)


def _quoted(quote: Quote, speech: Lang) -> str:
    """The words of a quote, and below them where they stand."""
    from budget_kg.asking.citing import place, unwrapped

    opening, closing = ("“", "”") if speech == "zh" else ('"', '"')
    words = _wrapped(f"{opening}{unwrapped(quote.quote)}{closing}", 4)
    return f"{words}\n{styled(_wrapped(f'—— {place(quote, speech)}', 4), 'dim')}"


# -- history --------------------------------------------------------------------------------------------------------


@contextmanager
def _history() -> Iterator[None]:
    """Lines can be called back, also those of earlier runs, as far as the platform and the folder allow."""
    try:
        readline = import_module("readline")
    except ImportError:
        yield
        return
    path = _history_path()
    with suppress(OSError):
        readline.read_history_file(path)
    readline.set_history_length(_KEPT_LINES)
    try:
        yield
    finally:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(path)


def _history_path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("budget-kg") / "chat-history"
