"""The sentences of an answer, in the language of the question. Every figure in them is one of the result's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from budget_kg.answering.result import Part, Result, Step
from budget_kg.errors import Lang, Say

_MOST: Final = 8
_LONG: Final = 120
_YES: Final = Say("是。", "Yes. ")
_NO: Final = Say("否。", "No. ")
_VERDICTS: Final = frozenset(
    (
        "look-up",
        "target-result",
        "change",
        "remaining",
        "overrun",
        "add-up",
        "duties",
        "bodies",
        "list",
        "completion",
        "difference",
        "share",
        "outcome",
        "passage",
        "check-rate",
    )
)
OPERATIONS: Final = {
    "look-up": Say("查数", "look up"),
    "completion": Say("预算完成率", "completion of the budget"),
    "change": Say("与上年相比", "change on the year before"),
    "last-year": Say("倒推上年", "the year before, worked out"),
    "share": Say("占比", "share"),
    "ratio": Say("倍数", "ratio"),
    "difference": Say("差额", "difference"),
    "per": Say("平均", "cost for each"),
    "remaining": Say("预算结余", "left of the budget"),
    "overrun": Say("超预算", "over the budget"),
    "rank": Say("排序", "ranking"),
    "list": Say("列出", "list"),
    "breakdown": Say("构成", "breakdown"),
    "add-up": Say("加总核对", "adding up"),
    "why": Say("原因", "reason"),
    "duties": Say("职责", "duties"),
    "bodies": Say("机构", "offices and units"),
    "contact": Say("联系", "contact"),
    "definition": Say("名词解释", "definition"),
    "target-result": Say("目标与结果", "target and result"),
    "sum": Say("合计", "sum"),
    "check-rate": Say("核对比率", "check a rate"),
    "unmet": Say("未完成的指标", "missed targets"),
    "score": Say("得分", "score"),
    "issue": Say("问题", "problems"),
    "improvementmeasure": Say("改进措施", "remedies"),
    "outcome": Say("成效", "outcomes"),
    "passage": Say("原文", "passage"),
}


def sentence(result: Result, lang: Lang, *, whether: bool) -> str:
    """What a result says, in one or two sentences."""
    verdict = result.verdict
    if whether and verdict is None and result.plan.operation == "look-up" and result.main:
        figure = result.main[0].figure
        verdict = bool(figure.value) if figure is not None else None
    lead = ""
    if whether and verdict is not None and result.plan.operation in _VERDICTS:
        lead = (_YES if verdict else _NO)(lang)
    said = _SENTENCES.get(result.plan.operation, _listing)(result, lang)
    notes = "".join(_sep(lang) + note(lang) for note in result.notes)
    return lead + said + notes + ("。" if lang == "zh" else ".")


def _sep(lang: Lang) -> str:
    return "；" if lang == "zh" else "; "


def part(one: Part, result: Result, lang: Lang) -> str:
    """One line in words: year, what, phase, value."""
    value = shown(one, result, lang)
    if lang == "zh":
        year = f"{one.year} 年" if one.year is not None else ""
        return f"{year}{one.about.zh}{one.phase.zh} {value}".strip()
    year = f", {one.year}" if one.year is not None else ""
    phase = f" ({one.phase.en}{year})" if one.phase.en else f" ({one.year})" if one.year is not None else ""
    return f"{one.about.en}{phase}: {value}".strip()


def shown(one: Part, result: Result, lang: Lang) -> str:
    """The figure or words of a line."""
    if one.figure is not None:
        return one.figure.written(lang, result.plan.unit)
    return one.text if len(one.text) <= _LONG else one.text[:_LONG] + "…"


def _listing(result: Result, lang: Lang) -> str:
    parts = [part(one, result, lang) for one in result.main[:_MOST]]
    rest = len(result.main) - _MOST
    if rest > 0:
        parts.append(Say(f"另有 {rest} 项", f"{rest} more")(lang))
    return _sep(lang).join(parts)


def _counted(result: Result, lang: Lang) -> str:
    count = result.count if result.count is not None else len(result.main)
    lead = Say(f"共 {count} 项", f"{count} in all")(lang)
    return f"{lead}{'：' if lang == 'zh' else ': '}{_listing(result, lang)}" if result.main else lead


def _texts(result: Result, lang: Lang) -> str:
    parts = []
    for one in result.main[:_MOST]:
        value = shown(one, result, lang)
        about = one.about(lang)
        parts.append(f"{about}{'：' if lang == 'zh' else ': '}{value}" if about and about != value else value)
    return _sep(lang).join(parts)


def _worked_out(result: Result, lang: Lang) -> str:
    said = _listing(result, lang)
    how = [step(one, result, lang) for one in result.steps]
    if how:
        return f"{said}（{'；'.join(how)}）" if lang == "zh" else f"{said} ({'; '.join(how)})"
    basis = [part(one, result, lang) for one in result.other[:2]]
    return said + (_sep(lang) + Say("其次：", "next: ")(lang) + _sep(lang).join(basis) if basis else "")


def step(one: Step, result: Result, lang: Lang) -> str:
    """A piece of arithmetic."""
    unit = result.plan.unit
    values = [value.written(lang, unit) for value in one.operands]
    if len(values) > 6:
        values = [*values[:3], "…", values[-1]]
    sign = f" {one.sign} "
    text = f"{sign.join(values)} = {one.result.written(lang, unit)}"
    if one.printed is not None:
        printed = one.printed.written(lang, unit)
        text += Say(f"，文件印为 {printed}", f", printed as {printed}")(lang)
    return text


def _with_basis(result: Result, lang: Lang) -> str:
    said = _listing(result, lang)
    if result.other:
        said += _sep(lang) + _sep(lang).join(part(one, result, lang) for one in result.other[:3])
    return said


def reading(result: Result, lang: Lang) -> str:
    """A plan in words."""
    operation = OPERATIONS.get(result.plan.operation, Say(result.plan.operation, result.plan.operation))
    document = result.plan.document
    said = [
        Say(f"文件：{document.title}", f"document: {document.title}")(lang),
        Say(f"做什么：{operation.zh}", f"operation: {operation.en}")(lang),
        Say(f"对象：{result.plan.about.zh}", f"subject: {result.plan.about.en}")(lang),
        Say(f"年度：{result.plan.year}", f"year: {result.plan.year}")(lang),
    ]
    return _sep(lang).join(said)


def _with_variants(result: Result, lang: Lang) -> str:
    said = _listing(result, lang)
    if result.other:
        said += (
            _sep(lang)
            + Say("另印有", "also printed: ")(lang)
            + _sep(lang).join(part(one, result, lang) for one in result.other)
        )
    return said


_SENTENCES: Final[dict[str, Callable[[Result, Lang], str]]] = {
    "look-up": _with_variants,
    "last-year": _worked_out,
    "share": _worked_out,
    "ratio": _worked_out,
    "difference": _worked_out,
    "per": _worked_out,
    "remaining": _worked_out,
    "overrun": _worked_out,
    "add-up": _worked_out,
    "sum": _worked_out,
    "check-rate": _worked_out,
    "list": _counted,
    "unmet": _counted,
    "completion": _with_basis,
    "change": _with_basis,
    "rank": _worked_out,
    "why": _texts,
    "duties": _texts,
    "definition": _texts,
    "contact": _texts,
    "issue": _texts,
    "improvementmeasure": _texts,
    "outcome": _texts,
    "passage": _texts,
    "bodies": _texts,
}


def names(parts: Sequence[Say], lang: Lang) -> str:
    """Several names as a list."""
    return ("、" if lang == "zh" else "; ").join(one(lang) for one in parts)
