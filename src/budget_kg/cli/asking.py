"""The commands questions and ask."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from budget_kg.cli.columns import pairs, paragraph, room, table
from budget_kg.cli.faults import one_of, whole
from budget_kg.cli.free_asking import Manner, answer_freely
from budget_kg.cli.places import StoreOption, open_store
from budget_kg.cli.printing import is_terminal, remark, styled, write_bytes, write_file
from budget_kg.cli.wording import both, details, lang, tell
from budget_kg.errors import UsageError

if TYPE_CHECKING:
    from budget_kg.asking.answers import Answer
    from budget_kg.asking.parameters import Parameter
    from budget_kg.asking.questionfile import Question

_ID: Final = re.compile(r"n:\d+|[a-z0-9]+(?:-[a-z0-9]+)+")
_LIKE: Final = 0.75
_FORMATS = ("table", "md", "csv", "tsv", "json", "xlsx")

QuestionsOption = Annotated[
    str | None,
    typer.Option(
        "--questions", metavar="DIR", help=both("另外使用这个目录中的问题", "Use the questions in this folder too")
    ),
]


@details(
    "budget-kg questions",
    "budget-kg questions 三公",
    "budget-kg questions largest-projects",
    zh="给出的词都要出现。只剩一个问题时显示它的参数和问法。",
    en="All words must occur. When one question is left, its parameters and phrasings are shown.",
)
def questions(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help=both("要查找的词", "Words to look for"))
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="TAG", help=both("只列有此标签的，可重复", "Only those with this tag; repeatable")),
    ] = None,
    folder: QuestionsOption = None,
) -> None:
    """List and search the questions that can be asked."""
    from budget_kg.asking.questions import catalogue

    found = catalogue(_folders(folder), words or (), tag or ())
    if len(found) == 1:
        print(_one(found[0]))
    elif found:
        rows = [[str(one.number or ""), one.id, one.title(lang()), " ".join(one.tags)] for one in found]
        heads = ["", tell("编号", "Id"), tell("问题", "Question"), tell("标签", "Tags")]
        print(table(heads, rows, right=(0,)))
    else:
        raise UsageError(
            zh=f"没有问题含有“{' '.join([*(words or ()), *(tag or ())])}”；不带参数可列出全部",
            en=f"no question has {' '.join([*(words or ()), *(tag or ())])!r}; without words all are listed",
        )


def _one(question: Question) -> str:
    """One question in full."""
    language = lang()
    parts = [
        f"{styled(question.title(language), 'bold')}\nbudget-kg ask {question.id}",
        paragraph(question.about(language)),
    ]
    if question.params:
        entries = [(f"--{one.name}", _parameter(one)) for one in question.params]
        parts.append(f"{tell('参数', 'Parameters')}:\n{pairs(entries)}")
    phrasings = "\n".join(f"  {phrasing}" for phrasing in question.phrasings[language])
    parts.append(f"{tell('问法', 'Phrasings')}:\n{phrasings}")
    return "\n\n".join(parts)


def _parameter(parameter: Parameter) -> str:
    language = lang()
    said = [f"{parameter.label(language)}{tell('：', ': ')}{parameter.help(language)}"]
    if parameter.choices:
        said.append(" | ".join(choice.name for choice in parameter.choices))
    if parameter.required:
        said.append(tell("必给", "required"))
    if parameter.default is not None:
        said.append(tell(f"默认 {parameter.default}", f"default {parameter.default}"))
    return tell("；", "; ").join(said)


def _ids(incomplete: str) -> list[str]:
    """The ids of questions, for the completion of the shell."""
    from budget_kg.asking.questions import paths

    return [name for name in paths() if name.startswith(incomplete)]


@details(
    "budget-kg ask largest-projects --top 5 --evidence",
    "budget-kg ask 14 --year 2023 --unit 元",
    "budget-kg ask by-function --level 类 --format csv",
    "budget-kg ask 上头一共给了多少钱，都是哪来的？",
    "budget-kg ask 'How much was spent on official cars, and why?' --explain",
    zh="备好的问题用编号（largest-projects 或 23）指明，也可照它的一种问法来问；它自己的参数写作 --名称 值，"
    "budget-kg questions ID 列出它们。其他的话是自由提问：答案用提问的语言，只用文件里的数字，附原文；"
    "文件没有说明的，就说没有说明（退出码仍为 0）。自由提问可用 --dept、--year、--unit、--evidence、--explain，"
    "格式为 table、md 或 json。库中有几个部门而没有说是哪个时，在终端上会反问。",
    en="A prepared question is named by its id (largest-projects, or 23), or asked in one of its phrasings; its own "
    "parameters are written --name value, and `budget-kg questions ID` lists them. Any other words are a free question: "
    "it is answered in its own language, only with figures of the documents, and with quotes; what the document does "
    "not say is said to be not stated (the exit code is still 0). Free questions take --dept, --year, --unit, --evidence "
    "and --explain, and the formats table, md and json. When the store has several departments and none is named, you "
    "are asked which on a terminal.",
)
def ask(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|TEXT", autocompletion=_ids, help=both("问题的编号或问法", "Id of a question, or its words")
        ),
    ],
    dept: Annotated[
        str | None,
        typer.Option(
            "--dept", metavar="NAME", help=both("部门：名称、简称或 IRI", "Department: name, short name or IRI")
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YYYY", help=both("年度，或 latest", "Fiscal year, or latest"))
    ] = None,
    top: Annotated[
        str | None,
        typer.Option("--top", metavar="N", help=both("最多显示几行，0 为全部", "How many rows at most, 0 for all")),
    ] = None,
    offset: Annotated[
        str | None, typer.Option("--offset", metavar="N", help=both("跳过前几行", "How many rows to skip"))
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="元|万元|亿元", help=both("金额单位", "Unit of amounts: yuan, wan, yi")),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="|".join(_FORMATS), help=both("输出格式，默认 table", "Format, table by default")
        ),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help=both("附上原文出处", "Show the passages the figures come from"))
    ] = False,
    show_sparql: Annotated[
        bool, typer.Option("--show-sparql", help=both("显示执行的查询", "Show the query that is run"))
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help=both("显示查询计划和查询", "Show the plan in words, and its queries")),
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=both("不反问", "Never ask back"))
    ] = False,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help=both("写入文件（xlsx 需要）", "File to write, needed for xlsx")),
    ] = None,
    folder: QuestionsOption = None,
    store: StoreOption = None,
) -> None:
    """Answer a question."""
    from budget_kg.asking.questions import Window, answer

    chosen = one_of("--format", form or "table", _FORMATS)
    text, given = _split(words)
    question = _named(text, folder)
    if question is None:
        manner = Manner(
            dept=dept, year=year, unit=unit, form=chosen, evidence=evidence, explain=explain, show_sparql=show_sparql,
            asks_back=not no_input, out=out,
        )
        answer_freely(text, manner, {**given, "top": top, "offset": offset}, store)
        return
    given |= {name: value for name, value in (("dept", dept), ("year", year)) if value is not None}
    window = Window(
        top=whole("--top", top, 0, 10_000) if top is not None else None,
        offset=whole("--offset", offset, 0, 10_000) if offset is not None else 0,
    )
    with open_store(store) as reader:
        found = answer(reader, question, given, lang(), unit, window)
    if show_sparql or explain:
        remark(f"{found.sparql.strip()}\n")
    _give(found, chosen, evidence, out)


def _give(found: Answer, form: str, evidence: bool, out: str | None) -> None:
    """Print the answer, or write it to a file; a workbook is not for a terminal."""
    from budget_kg.asking.presenting import present, workbook

    if form == "xlsx":
        if out is None and is_terminal():
            raise UsageError(
                zh="xlsx 不能显示在终端上；请加 --out FILE", en="xlsx is not for a terminal; give --out FILE"
            )
        body = workbook(found, evidence=evidence)
    else:
        body = f"{present(found, form, evidence=evidence, room=room())}\n".encode()
    if out is None:
        write_bytes([body])
    else:
        write_file(out, [body])


def _split(words: list[str]) -> tuple[str, dict[str, str | list[str]]]:
    """Take the parameters of the question, `--name value` or `--name=value`, out of the words."""
    text: list[str] = []
    given: dict[str, str | list[str]] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--") or word == "--":
            text += [word] if word != "--" else list(rest)
            continue
        name, mark, value = word[2:].partition("=")
        if not mark:
            value = next(rest, "")
            if not value or value.startswith("--"):
                raise UsageError(zh=f"--{name} 后面缺少值", en=f"--{name} needs a value")
        before = given.get(name)
        given[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    return " ".join(text), given


def _folders(folder: str | None) -> tuple[Path, ...]:
    from budget_kg.asking.questions import folders

    return folders(Path(folder) if folder is not None else None)


def _named(text: str, folder: str | None) -> Question | None:
    """The prepared question that a text names by its id or number, or asks in one of its phrasings; None for free words.

    One word that looks like an id and is none is a UsageError with the ids like it.
    """
    from budget_kg.asking.questions import get, paths

    where = _folders(folder)
    if not text:
        raise UsageError(
            zh="缺少问题；budget-kg questions 列出全部", en="no question is given; `budget-kg questions` lists all"
        )
    if text.isascii() and " " not in text:
        if text.isdigit() or _ID.fullmatch(text) or get_close_matches(text.lower(), paths(where), 1, _LIKE):
            return get(f"n:{text}" if text.isdigit() else text, where)
        return None
    return _phrased(text, where)


def _phrased(text: str, where: tuple[Path, ...]) -> Question | None:
    from budget_kg.asking.phrasings import chosen, matches
    from budget_kg.asking.questions import catalogue

    best = chosen(matches(text, catalogue(where)))
    if best is None:
        return None
    title = best.question.title(lang())
    remark(tell(f"取问题 {best.question.id}：{title}", f"taken as {best.question.id}: {title}"))
    return best.question
