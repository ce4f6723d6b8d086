"""The tools on offer: what each is for and what it takes. None takes an address or a path.

Descriptions are English with the Chinese terms, for whoever chooses a tool; answers and errors are in one language.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from budget_kg.serving import running
from budget_kg.serving.arguments import Count, Text, Values
from budget_kg.serving.tool import LANGUAGES, Tool

if TYPE_CHECKING:
    from budget_kg.stores.results import Limits

_LONGEST_QUERY: Final = 20_000
_LANG: Final = Text(
    "lang",
    "Language of the answer (语言): zh or en. By default that of the question, else that of the server.",
    choices=LANGUAGES,
)
_TOP: Final = Count("top", "How many at most (最多几条).", 1, 200, 20)
_OFFSET: Final = Count("offset", "How many to skip (跳过几条).", 0, 10_000, 0)
_FREE: Final = "A question in your own words, Chinese or English (自由提问), such as 三公经费花了多少？"
_THING: Final = (
    "A name, a code, or an id given by another tool (名称、代码或编号), such as 2120501, fn:212 or id:obs-…; "
    "give this or question."
)
_ALWAYS: Final = (
    Tool(
        "ask",
        "自由提问 · Ask",
        "Answer a question about public budgets and final accounts (部门预算、决算) in the words of the asker: amounts, "
        "rankings, shares, changes, reasons, targets. Gives a sentence, exact figures, the quotes they were read from, "
        "and how sure it is: stated (原文写明), derived (计算得出), conflicting (前后不一), not-stated (没有说明), "
        "unclear (有几种理解).",
        (Text("question", _FREE, 500, required=True), _LANG),
        running.ask,
        asked="question",
    ),
    Tool(
        "answer",
        "预设问题 · Answer",
        "Answer one of the canned questions (预设问题) of list_questions, by its id, with parameters. Gives rows "
        "with exact values (money in yuan 元, as text), the text shown in the unit asked for, and the quotes behind "
        "each row.",
        (
            Text("id", "Id or number of the question (问题编号), such as largest-projects or 23.", 100, required=True),
            Values(
                "parameters",
                "Values by the names that list_questions gives (参数), such as {\"year\": 2023, \"dept\": \"…街道\"}.",
            ),
            Text("unit", "Unit of the amounts shown (金额单位).", choices=("元", "万元", "亿元")),
            Count("top", "How many rows at most (最多几行).", 1, 200, 20),
            _OFFSET,
            _LANG,
        ),
        running.answer,
    ),
    Tool(
        "list_questions",
        "查找问题 · List questions",
        "List or search the canned questions (预设问题) that answer can run, with the parameters each takes. Where no "
        "question has all the words, those that sound most like them are given (near).",
        (
            Text("words", "Words that must occur (要查找的词), such as 三公 or projects; all questions without it."),
            Text("tag", "A tag that the question must have (标签), such as 支出.", 100),
            _TOP,
            _OFFSET,
            _LANG,
        ),
        running.list_questions,
        asked="words",
    ),
    Tool(
        "search",
        "查找 · Search",
        "Find departments, projects, classes of functions, indicators (部门、项目、科目、指标) by name or code: "
        "exactly, else those with a name that contains the words or is spelled much like them. Gives ids for "
        "explain and evidence.",
        (Text("name", "Name, part of one, or a code (名称、部分名称或代码).", 200, required=True), _TOP, _LANG),
        running.search,
        asked="name",
    ),
    Tool(
        "explain",
        "说明 · Explain",
        "Explain a thing or an answer. Of a thing (部门、项目、科目、指标、事实): its properties and the statements "
        "about it, each with its quote. Of a free question: how it was understood, the plan in words, and the SPARQL "
        "that was run.",
        (Text("thing", _THING), Text("question", f"{_FREE} Give this or thing.", 500), _LANG),
        running.explain,
        asked="question",
    ),
    Tool(
        "evidence",
        "出处 · Evidence",
        "Give the passages (原文出处) that a statement, a finding or the answer to a free question was read "
        "from: the quote word for word, document, section, page, and first and last character.",
        (
            Text("thing", _THING),
            Text("question", f"{_FREE} Give this or thing.", 500),
            Count("top", "How many passages at most (最多几处).", 1, 200, 20),
            _LANG,
        ),
        running.evidence,
        asked="question",
    ),
    Tool(
        "documents",
        "文件 · Documents",
        "List the budget documents (预决算公开文件) in the store: title, department, year, and how many facts, unread "
        "numbers and findings of checks each has.",
        (Text("words", "Words that the title must have (标题中的词)."), _TOP, _OFFSET, _LANG),
        running.documents,
    ),
)


def offered(queries: Limits | None) -> tuple[Tool, ...]:
    """The tools on offer; SPARQL is among them only when there are limits to hold it to."""
    return _ALWAYS if queries is None else (*_ALWAYS, _sparql(queries))


def _sparql(limits: Limits) -> Tool:
    from budget_kg.stores.results import GRAPH_OUTPUTS, SOLUTION_OUTPUTS

    formats = tuple(dict.fromkeys(str(one) for one in (*SOLUTION_OUTPUTS, *GRAPH_OUTPUTS)))
    held = f"{limits.timeout:g} s, {limits.rows} rows, {limits.size} bytes"
    return Tool(
        "sparql",
        "SPARQL 查询 · SPARQL",
        "Run a read-only SPARQL query (只读查询): SELECT, ASK, CONSTRUCT or DESCRIBE on the union of all graphs. "
        "Known prefixes (bkg: id: fn: skos: prov: …) need no declaration. "
        f"Stopped at {held}; updates and SERVICE are refused.",
        (
            Text("query", "The query (查询).", _LONGEST_QUERY, required=True),
            Text("format", "Format of the result (输出格式); JSON, or N-Triples for a graph.", choices=formats),
            _LANG,
        ),
        partial(running.sparql, limits=limits),
        bounded=True,
    )
