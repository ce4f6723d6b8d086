"""How things are called in an answer: what a statement is about, in both languages, from the ontology's labels."""

from __future__ import annotations

from typing import Final

from budget_kg.answering.inventory import Statement
from budget_kg.answering.lexicon import Lexicon, Sense
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_TOTALS: Final = {
    "Revenue": Say("本年收入", "total revenue"),
    "Expenditure": Say("本年支出", "total expenditure"),
    "Balance": Say("结转和结余", "carry-over"),
    "Stock": Say("存量", "stock"),
}
_FLOWS: Final = {"Revenue": Say("收入", "revenue"), "Expenditure": Say("支出", "expenditure")}
_ORDER: Final = ("fund", "func", "econ-dep", "expenditure-type", "item", "transfer-level")
_BUDGET: Final = Say("预算", "budget")


def about(one: Statement, words: Lexicon) -> Say:
    """What a statement is about, without year and phase."""
    if one.kind == "RateStatement" and (one.label or one.owner):
        name = one.label or one.owner
        kind = _ATTACHED.get(one.first("rateKind").rpartition("#")[2], Say("", ""))
        return Say(f"{name}{kind.zh}", f"{name} {kind.en}".strip())
    if one.kind in ("QuantityObservation", "IndicatorResult", "Duty", "GlossaryTerm", "KeyWorkItem") or (
        one.label and not one.dims and not one.project
    ):
        owner = f"{one.project}：" if one.project and one.project != one.label else ""
        name = one.label
        item = one.dims.get("item")
        en = words.label(Sense("item", item)).en if item else name
        return Say(f"{owner}{name}", f"{owner}{en}")
    if one.project:
        return Say(f"“{one.project}”", f"“{one.project}”")
    parts = [words.label(Sense(of, one.dims[of])) for of in _ORDER if of in one.dims]
    if not parts:
        return _TOTALS.get(one.flow, Say("金额", "amount"))
    zh, en = "".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    flow = _FLOWS.get(one.flow)
    if flow is not None and set(one.dims) <= {"fund", "func", "transfer-level"}:
        zh = zh if flow.zh in zh else zh + flow.zh
        en = en if flow.en in en else f"{en} {flow.en}"
    return Say(zh, en)


ATTACHED: Final = ("RateStatement", "ChangeStatement", "DerivedObservation")
_ATTACHED: Final = {
    "Share": Say("占比", "share"),
    "Completion": Say("完成率", "completion"),
    "Growth": Say("增长率", "growth"),
}


def attached(one: Statement, of: Say) -> Say:
    """What a rate or change of something is called."""
    if one.kind == "ChangeStatement":
        year = one.first("baseYear")[:4]
        return Say(f"{of.zh}比{year or '预算'}{'年' if year else ''}增减", f"{of.en}, change on {year or 'the budget'}")
    if one.kind == "DerivedObservation":
        return of
    kind = _ATTACHED.get(one.first("rateKind").rpartition("#")[2], Say("比率", "rate"))
    return Say(f"{of.zh}{kind.zh}", f"{of.en}, {kind.en}")


_DIRECTIONS: Final = {"Unchanged": "持平", "Decrease": "减少", "Increase": "增加"}


def direction(one: Statement) -> str:
    """The word for a change of which no amount is printed."""
    return _DIRECTIONS.get(one.first("direction").rpartition("#")[2], "")


def phase(one: Statement) -> Say:
    """The name of the phase of an amount; empty for other statements."""
    if one.phase == "budget":
        return _BUDGET
    concept = scheme("phase").get(one.phase)
    return Say(concept.zh, concept.en) if concept is not None else Say("", "")


def role_of(one: Statement) -> Say:
    """Whether a quantity is a target; empty for a result."""
    return Say("目标", "target") if one.first("role").endswith("TargetValue") else Say("", "")


def code_label(of: str, notation: str, words: Lexicon) -> Say:
    """The label of a code that a document uses."""
    found = words.label(Sense(of, notation))
    if found.zh == notation and of in ("item", "fund", "expenditure-type"):
        concept = scheme(of).get(notation)
        return Say(concept.zh, concept.en) if concept is not None else found
    return found
