"""The page of the checks, made from their headers: what each looks at and why, and how to write one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from budget_kg.checking.checkfile import FAMILIES, RELATIONS, SEVERITIES, Check, checks
from budget_kg.checking.figures import Result
from budget_kg.checking.judging import needed
from budget_kg.checking.writing.records import FORM
from budget_kg.checking.writing.rows import COLUMNS
from budget_kg.checking.writing.wording import RESULTS
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_HEAD: Final = """# Checks · 核对规则

Generated from the headers of `queries/checks/*.rq`; do not edit. `budget-kg check` runs them on files or on what is
stored; `--rule ID` runs one, `--explain` lists what holds and what cannot be told.

由规则文件头生成。`budget-kg check` 对文件或存储中的文件运行这些规则；`--rule 编号` 只运行一条，
`--explain` 列出成立的和无法判断的关系。

A check looks at a relation between printed figures. A figure stands for half a unit of its last printed digit on both
sides, and a relation holds when its two sides can meet. Nothing is said of who is wrong: a finding tells what is printed
where, and what does not fit.

规则核对印出的数字之间的关系。一个数代表其末位上下各半个单位的区间；两边的区间能够相遇，关系就成立。
发现只说明何处印着什么、哪里对不上，不判断谁错。
"""
_RESULTS: Final = {
    Result.HOLDS: Say("在印出的位数所能表示的范围内相符", "the printed digits agree"),
    Result.ROUNDING: Say(
        "差额可由截去尾数而不是四舍五入解释，列为提示", "cutting instead of rounding explains the difference; a note"
    ),
    Result.FAILS: Say("不能同时成立，列为发现", "both cannot be true; a finding"),
    Result.CANNOT_TELL: Say("某个数没有印出或没有读出；不是问题", "a figure is absent or was not read; no fault"),
}
_RELATIONS: Final = {
    "sum": Say("`total` 等于各 `part` 之和减去各 `minus`", "`total` is the sum of the `part`s less the `minus`es"),
    "equal": Say("各数相等，按其中较粗的位数比较", "all figures are equal, at the coarser of their digits"),
    "ratio": Say("`claim` 是 `numerator` 占 `base` 的百分比", "`claim` is `numerator` as a percentage of `base`"),
    "growth": Say(
        "`claim` 是 `current` 比 `previous` 增减的百分比；或由 `change` 推出上年",
        "`claim` is the percentage by which `current` differs from `previous`, or from what `change` implies",
    ),
    "bound": Say(
        "各 `part` 不大于 `whole`；或各 `value` 在 `lowest` 与 `highest` 之间",
        "each `part` is at most the `whole`; or each `value` lies between `lowest` and `highest`",
    ),
    "direction": Say(
        "`claim` 所说的增减与 `current` 对 `previous` 相符", "the direction of `claim` is that of `current` to `previous`"
    ),
    "count": Say("`claim` 是 `item` 的个数", "`claim` is how many `item`s there are"),
    "judged": Say(
        "查询自己给出 `?result`（以及 `?expected`、`?found`）",
        "the query gives the `?result` itself, and may give `?expected` and `?found`",
    ),
}


def page() -> str:
    """Return the page in Markdown."""
    return "\n".join([_HEAD, *_results(), *_overview(), *_families(), *_own(), *_formats()]).rstrip() + "\n"


def _results() -> Iterator[str]:
    yield "| Result | 结果 | | |"
    yield "|---|---|---|---|"
    for result, about in _RESULTS.items():
        yield f"| `{result}` | {RESULTS[result].zh} | {about.zh} | {about.en} |"
    yield ""


def _overview() -> Iterator[str]:
    yield "| Id | 规则 | Check | Relation | Severity |"
    yield "|---|---|---|---|---|"
    for check in checks():
        yield (
            f"| [`{check.id}`](#{check.id}) | {_cell(check.title.zh)} | {_cell(check.title.en)} | `{check.relation}` | "
            f"{_severity(check)} |"
        )
    yield ""


def _families() -> Iterator[str]:
    for number, family in enumerate(FAMILIES, start=1):
        own = [check for check in checks() if check.family == number]
        if own:
            yield f"## {number}. {family.zh} · {family.en}"
            yield ""
        for check in own:
            yield from _entry(check)


def _entry(check: Check) -> Iterator[str]:
    scope = " · 跨文件 · across documents" if check.scope == "store" else ""
    yield f"### {check.id}"
    yield ""
    yield f"**{check.title.zh}** · **{check.title.en}**"
    yield ""
    yield f"`{check.relation}` · {_severity(check)}{scope}"
    yield ""
    for zh, en, say in (
        ("依据", "Why", check.why), ("例", "Example", check.example), ("处理", "What to look at", check.remedy),
    ):
        yield f"- {zh}：{say.zh}"
        yield f"- {en}: {say.en}"
    yield ""


def _severity(check: Check) -> str:
    return f"{SEVERITIES[check.severity].zh} · {SEVERITIES[check.severity].en}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# -- writing checks, reading reports --------------------------------------------------------------------------------


def _own() -> Iterator[str]:
    yield _OWN
    yield "| `relation` | Roles it needs | | |"
    yield "|---|---|---|---|"
    for relation in RELATIONS:
        about = _RELATIONS[relation]
        roles = ", ".join(f"`{role}`" for role in needed(relation)) or "–"
        yield f"| `{relation}` | {roles} | {about.zh} | {about.en} |"
    yield ""
    names = scheme("operand-role").items()
    yield "Roles that have a name, from `ontology/codes/operand-role.ttl` · 有名称的角色: " + ", ".join(
        f"`{role}` {concept.zh}" for role, concept in names
    )
    yield ""


_OWN: Final = """\
## Checks of your own · 自己的规则

`budget-kg check --checks DIR` also runs the files `DIR/*.rq`; one with the id (file name) of a shipped check takes its
place. A check is a SPARQL query that selects operands, never faults, and a header in YAML on lines that begin with `#+`:

`budget-kg check --checks 目录` 也运行 `目录/*.rq`；与附带规则同名的取代它。规则是一个只选出相关数字（不选错误）的
SPARQL 查询，文件头是以 `#+` 开头的 YAML：

```sparql
#+ family: 1                # 1 to 14, see above
#+ relation: sum            # how the operands are related, see below
#+ severity: violation      # violation, warning or information
#+ scope: document          # document, or store: the documents of one department, bound to ?dept
#+ closes: true             # the parts of a sum are all there are; false: only an excess is a contradiction
#+ exact: true              # the figures are counts, whose last digit is not rounded
#+ title: {zh: "…", en: "…"}
#+ why: {zh: "…", en: "…"}        # the law or the accounting rule
#+ remedy: {zh: "…", en: "…"}     # what a reader should look at
#+ message: {zh: "{total.name}印为 {found}，各项相加为 {expected}", en: "{total.name} is printed as {found} …"}
#+ example: {zh: "…", en: "…"}
SELECT ?relation ?role ?operand WHERE {
  GRAPH ?g { ?part bkg:partOf ?total }
  VALUES ?role { "total" "part" }
  BIND(IF(?role = "total", ?total, ?part) AS ?operand)
  BIND(?total AS ?relation)
} ORDER BY ?relation ?role ?operand
```

All rows with one `?relation` are one relation; `?operand` is a statement (its figure, unit and digits are read from the
graph), a passage, or another thing of the graph. `?severity` may soften a relation, `?note` is text for the message.
`?closes` tells of one relation when its parts are all there are: `true`, `read` (all rows and columns of its table were
read), `shares` (those of the parts add up to 100 %), `constituents` (each code that makes up that of the total is there),
`remainder` (that of all the rest is there);
one of several must be true, `a+b` asks for both. Of operands with one role and `?key` the first is taken, and one whose
key is a code under that of another is left out: it is contained in it. `lowest` and `highest` bound a `value`. Known
prefixes need no declaration. In a message, `{role}` is the first operand in
a role as it is printed, `{role.name}`, `{role.printed}`, `{role.year}`, `{role.phase}` and `{role.text}` are parts of it,
`{role*}` names all; `{number}`, `{expected}`, `{found}`, `{difference}` and `{note}` are what they say; a piece in
`[[…]]` is left out when one of its slots is empty.

`?relation` 相同的行是一个关系；`?operand` 是一条陈述（其数字、单位、位数由图中读取）、一段原文或图中的其他事物。
`?severity` 可减轻某个关系的程度，`?note` 是消息中的文字；`?closes` 说明某个关系的组成何时列全：
`true`、`read`（所在表的行列全部读出）、`shares`（各组成占比合计为百分之百）、`constituents`（合成上位项的各项都在）、`remainder`（列有“其余”项），
数个之一成立即可，`a+b` 须同时成立；
角色与 `?key` 相同的只取第一个，
代码在另一个之下的已含于其中，不再相加；`lowest`、`highest` 是 `value` 的界限。已知前缀无须声明。
消息中 `{角色}` 是该角色的第一个数，`{角色.name}` 等是它的一部分，`{角色*}` 列出全部名称；`[[…]]` 中有空项时整段省略。
"""


def _formats() -> Iterator[str]:
    yield _JSON.replace("FORM", FORM)
    yield "| Where | Keys | |"
    yield "|---|---|---|"
    for where, about, keys in KEYS:
        yield f"| {f'`{where}`' if where else ''} | {', '.join(f'`{key}`' for key in keys)} | {about} |"
    yield ""
    yield _SARIF
    yield "CSV has one finding a line · CSV 每行一项发现: " + ", ".join(f"`{column}`" for column in COLUMNS) + "."


_JSON: Final = """\
## Reports for programs · 供程序读取的报告

`--format json` gives one object. Keys are never renamed or removed while `form` is `FORM`; new ones may be added. Texts
are `{"zh": …, "en": …}`, what does not apply is `null`; amounts are strings in the base unit (yuan), offsets are code
points of the text layer.

`--format json` 输出一个对象。`form` 不变时，键只增不改。文字是 `{"zh": …, "en": …}`，不适用的是 `null`；
金额是以基本单位（元）计的字符串，位置按文本层的字符计。
"""
KEYS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("", "", ("form", "documents", "failed")),
    (
        "documents[]", "one for each document, `document` is its IRI; `suggestions` with `--suggest`, the last two with "
        "`--explain`",
        ("document", "title", "department", "year", "kind", "file", "relations", "severities", "findings", "suggestions",
         "holding", "undecided"),
    ),
    ("documents[].relations", "how many there are", ("checked", *map(str, Result))),
    ("documents[].severities", "all findings", ("violation", "warning", "information")),
    (
        "documents[].findings[]", "in the order of the text; `id` is the same when it is found again, `family` is null "
        "for what was found while reading, `unit` is the notation of the printed one",
        ("id", "rule", "family", "severity", "result", "section", "title", "message", "expected", "found", "difference",
         "unit", "explanation", "explained_by", "why", "remedy", "operands"),
    ),
    (
        "documents[].holding[], undecided[]", "`reason` tells why nothing can be told",
        ("rule", "family", "result", "section", "title", "expected", "found", "difference", "unit", "reason", "operands"),
    ),
    (
        "documents[].suggestions[]", "`vanishing` are ids of findings, `breaking` rules of relations that would fail",
        ("statement", "name", "printed", "value", "other", "vanishing", "breaking", "places"),
    ),
    (
        "….operands[]", "`statement` is an IRI",
        ("role", "statement", "kind", "name", "printed", "unit", "phase", "year", "places"),
    ),
    (
        "….places[]", "`passage` and `document` are IRIs, `quote` the exact words",
        ("passage", "document", "section", "page", "table", "start", "end", "quote"),
    ),
    ("failed[]", "files that could not be read", ("file", "fault")),
)
"""The keys of a report in JSON: where, what is to be said of them, which."""

_SARIF: Final = """\
`--format sarif` gives SARIF 2.1.0: a rule for each check, a result for each finding with the first place as its location
and the others as related ones. `charOffset` counts characters of the text layer, which for a text file is the file; lines
are given for text files only.

`--format sarif` 输出 SARIF 2.1.0：每条规则一项 rule，每项发现一个 result。
`charOffset` 按文本层的字符计；只有文本文件给出行号。
"""
