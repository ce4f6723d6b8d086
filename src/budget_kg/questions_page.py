"""The page of the canned questions, made from their headers."""

from __future__ import annotations

from budget_kg.asking import questions
from budget_kg.asking.parameters import Parameter
from budget_kg.asking.questionfile import Question

_HEAD = """# Questions · 问题

Generated from the headers of `queries/questions/*.rq`; do not edit. A question goes by its id (`budget-kg ask ID`),
by its number (`n:23`), or by words close to one of its phrasings.

由查询文件头生成。可用编号、序号（`n:23`）或接近的说法提问。
"""


def page() -> str:
    """Return the page in Markdown."""
    known = sorted((questions.get(name) for name in questions.paths()), key=lambda question: question.number or 0)
    table = ["| # | Id | 问题 | Question |", "|---|---|---|---|"]
    table += [f"| {one.number} | [`{one.id}`](#{one.id}) | {one.title.zh} | {one.title.en} |" for one in known]
    return "\n".join([_HEAD, *table, "", *(_entry(one) for one in known)])


def _entry(question: Question) -> str:
    lines = [
        f"## {question.id}", "", f"**{question.number}. {question.title.zh}** · **{question.title.en}**", "",
        question.about.zh, "", question.about.en, "",
    ]
    if question.params:
        lines += ["| Parameter | 说明 | Meaning | Default |", "|---|---|---|---|"]
        lines += [_parameter(parameter) for parameter in question.params]
        lines.append("")
    shown = [column for column in question.columns if column.kind != "evidence"]
    lines.append("Columns · 列: " + "、".join(f"{column.head.zh} ({column.head.en})" for column in shown))
    for lang in ("zh", "en"):
        lines += ["", "；".join(question.phrasings[lang]) if lang == "zh" else "; ".join(question.phrasings[lang])]
    return "\n".join([*lines, ""])


def _parameter(parameter: Parameter) -> str:
    name = f"`--{parameter.name}`" + (" (required · 必填)" if parameter.required else "")
    choices = "、".join(choice.name for choice in parameter.choices)
    more = f": {choices}" if choices else ""
    default = parameter.default or ""
    return f"| {name} | {parameter.help.zh}{more} | {parameter.help.en}{more} | {default} |"
