"""An answer to a free question as text: for a terminal, as Markdown, as JSON. Nothing is computed here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from budget_kg.answering.reply import Answer, Line, Reading
from budget_kg.answering.result import Confidence
from budget_kg.asking.answers import Quote
from budget_kg.asking.citing import first, quoted
from budget_kg.asking.escaping import markdown
from budget_kg.asking.grid import grid, wrap
from budget_kg.errors import Lang, Say, UsageError

OUTPUTS: Final = ("table", "md", "json")
_QUOTES: Final = 2
_SHORT: Final = 120
_INDENT: Final = "  "
_CONFIDENCE: Final[Mapping[Confidence, Say]] = {
    "stated": Say("原文写明", "stated"), "derived": Say("由原文数字算出", "worked out from stated figures"),
    "conflicting": Say("原文前后不一", "the document contradicts itself"),
    "not-stated": Say("文件没有说明", "not stated"), "unclear": Say("有几种理解", "several readings"),
}
_VIA: Final[Mapping[str, Say]] = {
    "plan": Say("查询计划", "plan"), "semantic": Say("查询计划，按含义匹配", "plan, matched by meaning"),
    "model": Say("由语言模型选择", "chosen by a language model"),
}
_SEVERAL: Final = Say("这个问题有几种理解：", "This can be read in several ways:")
_HOW: Final = Say("算法：", "Worked out: ")
_CHECK: Final = Say("核对发现：", "A check found: ")
_QUOTED: Final = Say("原文：", "Quotes:")
_PLAN: Final = Say("查询计划：", "Plan: ")
_HEADS: Final = (Say("内容", "What"), Say("口径", "Basis"), Say("年度", "Year"), Say("数值", "Value"))


def show(answer: Answer, output: str = "table", *, evidence: bool = False, explain: bool = False, room: int = 100) -> str:
    """The answer in a format, without a line break at its end; UsageError for a format that answers cannot take.

    `evidence` gives all quotes in full instead of the first ones in short, `explain` the plan and its queries.
    """
    check_output(output)
    if output == "json":
        return json.dumps(answer.as_json(), ensure_ascii=False, indent=1)
    if output == "md":
        return "\n".join(_markdown(answer, evidence=evidence, explain=explain))
    return "\n".join(_terminal(answer, evidence=evidence, explain=explain, room=room))


def check_output(output: str) -> None:
    """Raise UsageError for a format that answers to free questions cannot take."""
    if output not in OUTPUTS:
        listed = ", ".join(OUTPUTS)
        raise UsageError(
            zh=f"格式 {output} 只用于编号问题（budget-kg questions）；自由提问可用：{listed}",
            en=f"the format {output} is for prepared questions (`budget-kg questions`); free ones take: {listed}",
        )


# -- terminal -------------------------------------------------------------------------------------------------------


def _terminal(answer: Answer, *, evidence: bool, explain: bool, room: int) -> Iterator[str]:
    lang = answer.lang
    several = answer.confidence == "unclear" and len(answer.readings) > 1
    yield from wrap(_SEVERAL(lang) if several else answer.sentence, room)
    for note in answer.notes:
        yield from wrap(f"※ {note}", room)
    for number, reading in enumerate(answer.readings, 1):
        if several:
            yield ""
            yield from wrap(f"[{number}] {reading.sentence}", room)
        if len(_lines(reading)) > 1:
            yield ""
            yield from _table(_lines(reading), lang, room)
        if reading.steps or reading.findings:
            yield ""
        for text in _remarks(reading, lang):
            yield from wrap(text, room)
    yield from _quotes(answer, room, evidence=evidence)
    if explain:
        for reading in answer.readings:
            yield ""
            for line in f"{_PLAN(lang)}{reading.plan}".split("\n"):
                yield from wrap(line, room)
            for query in reading.sparql:
                yield from ("", *(f"{_INDENT}{line}".rstrip() for line in query.strip().split("\n")))
    yield ""
    yield from wrap(_how_found(answer), room)


def _lines(reading: Reading) -> Sequence[Line]:
    return (*reading.lines, *reading.basis)


def _table(lines: Sequence[Line], lang: Lang, room: int) -> list[str]:
    """The columns that say anything; values stand right when all are figures."""
    rows = [[line.what, line.phase, str(line.year) if line.year is not None else "", line.value] for line in lines]
    shown = [column for column in range(len(_HEADS)) if any(row[column] for row in rows)]
    figures = all(line.unit for line in lines)
    right = [column == 2 or (column == 3 and figures) for column in shown]
    heads = [_HEADS[column](lang) for column in shown]
    return grid(heads, [[row[column] for column in shown] for row in rows], right, room)


def _remarks(reading: Reading, lang: Lang) -> Iterator[str]:
    yield from (f"{_HOW(lang)}{step}" for step in reading.steps)
    yield from (f"{_CHECK(lang)}{finding}" for finding in reading.findings)


def _quotes(answer: Answer, room: int, *, evidence: bool) -> Iterator[str]:
    quotes = _shown(answer.evidence, evidence=evidence)
    if quotes:
        yield ""
        yield _QUOTED(answer.lang)
    for quote in quotes:
        for line in quoted(quote, answer.lang, None if evidence else _SHORT):
            yield from (_INDENT + piece for piece in wrap(line, room - len(_INDENT)))
    left = len(answer.evidence) - len(quotes)
    if left:
        more = Say(f"……另有 {left} 处，加 --evidence 查看", f"… {left} more; see them with --evidence")
        yield _INDENT + more(answer.lang)


def _shown(quotes: Sequence[Quote], *, evidence: bool) -> Sequence[Quote]:
    return quotes if evidence else first(quotes, _QUOTES)


def _how_found(answer: Answer) -> str:
    """How sure the answer is, which document was asked, and which way it was found."""
    documents = list(dict.fromkeys(quote.title for quote in answer.evidence)) or [answer.document]
    several = Say(f"{len(documents)} 份文件", f"{len(documents)} documents")
    title = documents[0] if len(documents) == 1 else several(answer.lang)
    name = answer.via.partition(":")[2]
    via = _VIA.get(answer.via, Say(answer.via, answer.via))
    if name:
        via = Say(f"备好的问题 {name}", f"prepared question {name}")
    return f"· {' · '.join((_CONFIDENCE[answer.confidence](answer.lang), title, via(answer.lang)))}"


# -- Markdown -------------------------------------------------------------------------------------------------------


def _markdown(answer: Answer, *, evidence: bool, explain: bool) -> Iterator[str]:
    lang = answer.lang
    several = answer.confidence == "unclear" and len(answer.readings) > 1
    yield f"### {markdown(answer.question)}"
    yield from ("", markdown(_SEVERAL(lang) if several else answer.sentence))
    for note in answer.notes:
        yield from ("", f"> {markdown(note)}")
    for number, reading in enumerate(answer.readings, 1):
        if several:
            yield from ("", f"{number}. {markdown(reading.sentence)}")
        if len(_lines(reading)) > 1:
            yield ""
            yield from _piped(_lines(reading), lang)
        yield from (line for text in _remarks(reading, lang) for line in ("", markdown(text)))
    quotes = _shown(answer.evidence, evidence=evidence)
    if quotes:
        yield ""
    for quote in quotes:
        words, where = quoted(quote, lang, None if evidence else _SHORT)
        yield from (f"- {markdown(words)}", f"  {markdown(where)}")
    if explain:
        for reading in answer.readings:
            yield from ("", markdown(f"{_PLAN(lang)}{reading.plan}"))
            yield from (line for query in reading.sparql for line in ("", "```sparql", *query.strip().split("\n"), "```"))
    yield from ("", markdown(_how_found(answer)))


def _piped(lines: Sequence[Line], lang: Lang) -> Iterator[str]:
    yield f"| {' | '.join(head(lang) for head in _HEADS)} |"
    yield "| --- | --- | ---: | ---: |"
    for line in lines:
        cells = (line.what, line.phase, str(line.year) if line.year is not None else "", line.value)
        yield f"| {' | '.join(map(markdown, cells))} |"
