"""The canned questions: finding one, binding the values given, running it, and making its answer.

A question is a file in a folder, `NN-id.rq`; only the file asked for is read. Rows are windowed here (`top`,
`offset`), never in the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budget_kg.asking import gaps
from budget_kg.asking.answers import Answer, Quote, Row
from budget_kg.asking.cells import Labels, Manner, cell, iris_in
from budget_kg.asking.entities import graphs, latest, resolve
from budget_kg.asking.evidence import evidence_of, united
from budget_kg.asking.parameters import LATEST, UNDEF, Parameter, fold, term, unit_of
from budget_kg.asking.questionfile import Column, Question, identity, load
from budget_kg.asking.sentences import sentence
from budget_kg.errors import Lang, Say, UsageError
from budget_kg.queryfile import bind
from budget_kg.resources import shipped
from budget_kg.stores.contract import REGISTRY, Scopable, Source, solutions
from budget_kg.triples import string

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

Given = Mapping[str, str | Sequence[str]]
"""Values by parameter, as a person wrote them."""

HIGHEST_TOP: Final = 10_000
_OWN_FOLDER: Final = "questions"
_SPOKEN: Final = "lang"
"""A slot of this name in a query takes the language of the answer, for texts the graph has in both."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are shown: `top` of them (None: what the question says, 0: all) from `offset` on."""

    top: int | None = None
    offset: int = 0


_ALL: Final = Window()


def folders(extra: Path | None = None) -> tuple[Path, ...]:
    """The folder of the shipped questions, and one of the user's own. UsageError when that is no folder."""
    own = shipped("queries") / _OWN_FOLDER
    if extra is None:
        return (own,)
    if not extra.is_dir():
        raise UsageError(zh=f"{extra}：没有这个目录", en=f"{extra}: no such folder")
    return (extra, own)


def paths(where: Sequence[Path] | None = None) -> dict[str, Path]:
    """The question files by id, in the order of their numbers; a file in an earlier folder hides a later one."""
    found: dict[str, Path] = {}
    for folder in where or folders():
        for path in folder.glob("*.rq"):
            found.setdefault(identity(path)[1], path)
    return dict(sorted(found.items(), key=lambda item: (identity(item[1])[0] or 1000, item[0])))


def get(name: str, where: Sequence[Path] | None = None) -> Question:
    """The question with that id, or number as `n:23`. UsageError with near matches when there is none."""
    known = paths(where)
    wanted = fold(name).lower()
    if wanted.startswith("n:"):
        for path in known.values():
            if str(identity(path)[0]) == wanted[2:].lstrip("0"):
                return load(path)
    elif wanted in known:
        return load(known[wanted])
    near = get_close_matches(wanted, known, n=3, cutoff=0.5) or [one for one in known if wanted in one][:3]
    raise UsageError(
        zh=f"没有问题“{name}”" + (f"；相近的有：{'、'.join(near)}" if near else "；用 budget-kg questions 列出全部"),
        en=f"no question {name!r}" + (f"; near matches: {', '.join(near)}" if near else "; list them with "
                                      "`budget-kg questions`"),
    )


def catalogue(
    where: Sequence[Path] | None = None, words: Iterable[str] = (), tags: Iterable[str] = ()
) -> list[Question]:
    """The questions in which every word occurs (titles, phrasings, tags, id) and that have every tag."""
    wanted, marked = [word.casefold() for word in words], set(tags)
    found = [load(path) for path in paths(where).values()]
    return [
        question for question in found
        if marked <= set(question.tags) and all(word in _words(question) for word in wanted)
    ]


def _words(question: Question) -> str:
    parts = [question.id, question.summary, question.title.zh, question.title.en, question.about.zh,
             question.about.en, *question.tags, *question.phrasings["zh"], *question.phrasings["en"]]
    return "\n".join(parts).casefold()


# -- values ---------------------------------------------------------------------------------------------------------


def bound_values(source: Source, question: Question, given: Given) -> gaps.Asked:
    """Terms for every parameter of a question. UsageError, in one line, for a value that does not fit."""
    _refuse_unknown(question, given)
    terms: dict[str, Sequence[str]] = {}
    words: dict[str, Say] = {}
    for parameter in sorted(question.params, key=lambda one: one.name != "dept"):
        values = _values(parameter, given)
        for choice in parameter.choices:
            if values and values[0] in (choice.name, choice.label.zh, choice.label.en):
                words[parameter.name] = choice.label
        terms[parameter.name] = tuple(_term(source, parameter, value, terms.get("dept", ())) for value in values)
    return gaps.Asked({name: found or (UNDEF,) for name, found in terms.items()}, words)


def _refuse_unknown(question: Question, given: Given) -> None:
    names = [parameter.name for parameter in question.params]
    for name in given:
        if name not in names:
            near = get_close_matches(name, names)
            zh, en = (f"；相近的有：{'、'.join(near)}", f"; near matches: {', '.join(near)}") if near else ("", "")
            raise UsageError(
                zh=f"问题 {question.id} 没有参数 {name}；可用：{'、'.join(names) or '无'}{zh}",
                en=f"question {question.id} has no parameter {name}; it takes: {', '.join(names) or 'none'}{en}",
            )


def _values(parameter: Parameter, given: Given) -> list[str]:
    value = given.get(parameter.name)
    values = [value] if isinstance(value, str) else list(value or ())
    if not values and parameter.default is not None:
        return [parameter.default]
    if not values and parameter.required:
        example = f"，如 {parameter.example}" if parameter.example else ""
        raise UsageError(
            zh=f"缺少参数 {parameter.name}（{parameter.label.zh}）{example}",
            en=f"parameter {parameter.name} ({parameter.label.en}) is required"
            + (f", such as {parameter.example}" if parameter.example else ""),
        )
    if len(values) > 1 and not parameter.multiple:
        raise parameter.wrong(" ".join(values), Say("一个值", "one value"))
    return values


def _term(source: Source, parameter: Parameter, value: str, departments: Sequence[str]) -> str:
    if parameter.type == "year" and fold(value).lower() == LATEST:
        last = latest(source, () if UNDEF in departments else departments)
        return term(parameter, last) if last is not None else UNDEF
    if parameter.type == "entity":
        return term(parameter, resolve(source, parameter, value, departments))
    return term(parameter, value)


def _scoped(source: Source, departments: Sequence[str]) -> Source:
    """The source narrowed to the documents of some departments (terms): the engine evaluates optional parts and
    sub-queries on their own, and would look at every document for them.
    """
    if not departments or not isinstance(source, Scopable):
        return source
    found = graphs(source, departments)
    return source.within([*source.shared, REGISTRY, *found]) if found else source


def _quotes(source: Source, question: Question, rows: Sequence[QuerySolution]) -> list[tuple[Quote, ...]]:
    """The quotes of every row; those of one department are looked for in its own graphs."""
    if all(column.name != "dept" for column in question.columns):
        return evidence_of(source, question, rows)
    found: dict[int, tuple[Quote, ...]] = {}
    departments = [str(row["dept"]) if row["dept"] is not None else "" for row in rows]
    for department in dict.fromkeys(departments):
        places = [index for index, own in enumerate(departments) if own == department]
        own_graphs = _scoped(source, [department] if department else [])
        quotes = evidence_of(own_graphs, question, [rows[place] for place in places])
        found.update(zip(places, quotes, strict=True))
    return [found[index] for index in range(len(rows))]


# -- answers --------------------------------------------------------------------------------------------------------


def answer(
    source: Source, question: Question, given: Given, lang: Lang = "zh", unit: str | None = None,
    window: Window = _ALL,
) -> Answer:
    """Answer a question. UsageError for a wrong value, or for a query that does not run."""
    manner = Manner(lang, unit_of(unit) if unit else ("万元" if lang == "zh" else "元"))
    start, stop = _bounds(question, window)
    asked = bound_values(source, question, given)
    sparql = bind(question.sparql, {_SPOKEN: (string(lang),), **asked.terms})
    scoped = _scoped(source, asked.departments)
    try:
        found = list(solutions(scoped, sparql))
    except (SyntaxError, ValueError) as error:
        raise UsageError(
            zh=f"{question.path}：查询无法运行：{error}", en=f"{question.path}: the query does not run: {error}"
        ) from error
    columns = tuple(column for column in question.columns if column.kind != "evidence")
    groups = _alike(found, columns)
    total = len(groups)
    groups = groups[start:stop]
    shown = [row for group in groups for row in group]
    quotes = iter(_quotes(source, question, shown) if scoped is source else evidence_of(scoped, question, shown))
    labels = Labels(source, iris_in(shown, columns), lang)
    rows = tuple(
        Row(tuple(cell(column, group[0][column.name], labels, manner) for column in columns),
            united([next(quotes) for _ in group]))
        for group in groups
    )
    said = sentence(question.answer(lang), columns, rows, total, manner) if rows else question.empty(lang)
    return Answer(
        question=question.id, title=question.title, lang=lang, unit=manner.unit, columns=columns, rows=rows,
        total=total, offset=start, sentence=said, sparql=sparql,
        missing=tuple(note(lang) for note in gaps.missing(source, question, asked)),
    )


def _alike(found: Sequence[QuerySolution], columns: Sequence[Column]) -> list[list[QuerySolution]]:
    """The rows in groups that say the same, in their order: one statement printed in several places is one row."""
    groups: dict[tuple[str, ...], list[QuerySolution]] = {}
    for row in found:
        groups.setdefault(tuple(str(row[column.name]) for column in columns), []).append(row)
    return list(groups.values())


def _bounds(question: Question, window: Window) -> tuple[int, int | None]:
    top = question.top if window.top is None else window.top
    for name, zh, value in (("top", "行数", top or 0), ("offset", "起始行", window.offset)):
        if not 0 <= value <= HIGHEST_TOP:
            wrong = Parameter(name=name, type="integer", label=Say(zh, "rows"), help=Say(zh, "rows"))
            raise wrong.wrong(str(value), Say(f"0 到 {HIGHEST_TOP}", f"0 to {HIGHEST_TOP}"))
    return window.offset, window.offset + top if top else None


