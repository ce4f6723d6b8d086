"""Operations whose answer is words: reasons, duties, offices, definitions, problems and remedies, verdicts, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import PERCENT, Figure, unit_of
from budget_kg.answering.inventory import Statement
from budget_kg.answering.matching import Fit, fits
from budget_kg.answering.operations import contradict
from budget_kg.answering.plan import Row, these
from budget_kg.answering.planning import Planner
from budget_kg.answering.question import Question
from budget_kg.answering.result import Part, Result
from budget_kg.answering.topics import VALUED, accepted, as_good, topics, wanted
from budget_kg.errors import Say
from budget_kg.vocab import scheme

_ENOUGH: Final = 0.55
_ABOUT: Final = {
    "Duty": Say("职责", "duty"),
    "BudgetUnit": Say("机构", "unit"),
    "Cause": Say("原因", "reason"),
    "Issue": Say("问题", "problem"),
    "ImprovementMeasure": Say("改进措施", "remedy"),
    "Outcome": Say("成效", "outcome"),
    "GlossaryTerm": Say("名词解释", "definition"),
    "ContactPoint": Say("联系电话", "telephone"),
    "KeyWorkItem": Say("重点工作", "key work"),
    "ResultUse": Say("评价结果应用", "use of results"),
}


def _result(planner: Planner, operation: str, found: Sequence[Statement], about: Say | None = None) -> list[Result]:
    if not found:
        return []
    words = about or _ABOUT.get(found[0].kind, Say("内容", "content"))
    selection = these("text", found, words)
    rows = {row.statement.iri: row for row in planner.rows([selection])}
    parts = [_said(rows[one.iri]) for one in found if one.iri in rows]
    plan = planner.plan(operation, words, [selection])
    return [Result(plan=plan, confidence="stated", main=_merged(parts))] if parts else []


def _said(row: Row) -> Part:
    one = row.statement
    text = one.first("definition") or one.first("text") or one.first("contact") or one.label
    about = _ABOUT.get(one.kind, Say("", ""))
    if one.label and text != one.label:
        about = Say(one.label, one.label)
    elif one.project:
        about = Say(f"{one.project}：{about.zh}", f"{one.project}: {about.en}")
    figure = Figure(row.value, "score") if one.kind == "SelfEvaluation" and row.value is not None else None
    return Part(about, figure, text if figure is None else "", rows=(row,))


def _merged(parts: Iterable[Part]) -> list[Part]:
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        found.setdefault((part.about.zh, part.text or str(part.figure)), part)
    return list(found.values())


def _fitting(planner: Planner, kinds: Iterable[str], least: float = _ENOUGH) -> list[Fit]:
    found = fits(planner.inventory, planner.question.terms, planner.inventory.of_kind(*kinds))
    return [fit for fit in found if fit.coverage >= least]


# -- the document and its body --------------------------------------------------------------------------------------


def contact(planner: Planner) -> list[Result]:
    """The telephone number for questions."""
    if not planner.question.has("contact"):
        return []
    return _result(planner, "contact", planner.inventory.of_kind("ContactPoint"))


def definition(planner: Planner) -> list[Result]:
    """What the glossary of the document says of a term."""
    if not planner.question.has("definition"):
        return []
    found = fits(planner.inventory, planner.question.terms, planner.inventory.of_kind("GlossaryTerm"))
    named = [
        fit
        for fit in found
        if fit.coverage >= _ENOUGH
        and any(word in fit.statement.about for term in planner.question.terms for word in term.words)
    ]
    named.sort(key=lambda fit: -fit.score)
    return _result(planner, "definition", [fit.statement for fit in named[:1]])


def bodies(planner: Planner) -> list[Result]:
    """Internal offices and subordinate units: which and how many."""
    question = planner.question
    if not question.has("office", "subordinate") or (
        not question.has("list", "how-many", "total", "breakdown") and not question.units and not question.whether
    ):
        return []
    if question.has("duty", "why", "amount"):
        return []
    kind = "SubordinateUnit" if question.has("subordinate") else "InternalOffice"
    units = [one for one in planner.inventory.of_kind("BudgetUnit") if one.first("officeKind") == kind]
    if question.has("subordinate"):
        words = ("下属", "二级", "预算单位", "所属", "直属")
    else:
        words = ("内设", "科室", "处室", "股室", "机构设置")
    counts = [
        one
        for one in planner.inventory.of_kind("QuantityObservation")
        if any(word in one.label for word in words) and one.value is not None
    ]
    results = _result(planner, "bodies", units)
    if counts:
        rows = planner.rows([these("count", counts[:1], _ABOUT["BudgetUnit"])])
        count = planner.part(rows[0])
        if results:
            results[0].main.insert(0, count)
        else:
            plan = planner.plan("look-up", _ABOUT["BudgetUnit"], [these("count", counts[:1], _ABOUT["BudgetUnit"])])
            results = [Result(plan=plan, confidence="stated", main=[count])]
    elif results:
        results[0].count = len(units)
        results[0].confidence = "derived"
    return results


def duties(planner: Planner) -> list[Result]:
    """The duties of the department, or the one that a question is about."""
    question = planner.question
    if not question.has("duty"):
        return []
    everything = planner.inventory.of_kind("Duty")
    if not question.terms:
        return _result(planner, "duties", everything)
    found = _fitting(planner, ("Duty",), 0.4)
    result = _result(planner, "duties", [fit.statement for fit in found[:2]])
    for one in result:
        one.verdict = True
    return result


# -- reasons --------------------------------------------------------------------------------------------------------


def reasons(planner: Planner) -> list[Result]:
    """The reasons that the document gives for a figure, a change, or a target that was missed."""
    question = planner.question
    if not question.has("why"):
        return []
    explained, of = _explained(planner)
    if explained:
        results = _result(planner, "why", explained, Say("原因", "reason"))
        for result in results:
            result.other = planner.merged(planner.rows([these("explained", of, result.plan.about)]))[:4]
        return results
    found = _fitting(planner, ("Cause", "VarianceExplanation", "Issue"))
    if not found:
        found = [fit for fit in _fitting(planner, ("Issue", "Cause"), 0.45) if fit.coverage >= 0.45]
    causes: list[Statement] = []
    for fit in found[:2]:
        one = fit.statement
        if one.kind == "Issue":
            causes += [
                planner.inventory.by_iri[name]
                for name in one.data.get("hasCause", ())
                if name in planner.inventory.by_iri
            ] or [one]
        else:
            causes.append(one)
    return _result(planner, "why", [one for one in causes if one.kind in ("Cause", "Issue")][:3], Say("原因", "reason"))


def _explained(planner: Planner) -> tuple[list[Statement], list[Statement]]:
    """The causes of what is printed of the subject, and what they explain."""
    question, inventory = planner.question, planner.inventory
    subjects = [one for one in inventory.of_kind(*VALUED) if one.year is not None]
    with_reason: list[Statement] = []
    causes: dict[str, list[Statement]] = {}
    for one in subjects:
        own = _causes(planner, one)
        if own:
            with_reason.append(one)
            causes[one.iri] = own
    flowing = [one for one in with_reason if planner.flow_fits(one)] or with_reason
    found = [topic for topic in topics(inventory, question.terms, flowing) if accepted(inventory, topic)]
    result: list[Statement] = []
    of: list[Statement] = []
    for topic in as_good(found)[:2]:
        for one in topic.members:
            result += [cause for cause in causes[one.iri] if cause not in result]
            of += [said for said in (one, *inventory.attached.get(one.iri, ())) if said.value is not None]
    return result[:4], of[:6]


def _causes(planner: Planner, one: Statement) -> list[Statement]:
    inventory = planner.inventory
    found: list[Statement] = []
    about = [one, *inventory.attached.get(one.iri, ())]
    for statement in about:
        for said in (statement, *inventory.attached.get(statement.iri, ())):
            if said.kind == "VarianceExplanation":
                found += [inventory.by_iri[name] for name in said.data.get("hasCause", ()) if name in inventory.by_iri]
    return found


# -- problems, remedies, outcomes, scores ---------------------------------------------------------------------------


def narrated(planner: Planner) -> list[Result]:
    """Problems, remedies and outcomes of a project or of the department."""
    question = planner.question
    kinds = [
        kind
        for name, kind in (("problem", "Issue"), ("remedy", "ImprovementMeasure"), ("outcome", "Outcome"))
        if question.has(name)
    ]
    if not kinds or question.has("amount", "rank-high", "rank-low"):
        return []
    results = []
    for kind in kinds:
        pool = planner.inventory.of_kind(kind)
        if question.terms:
            found = [fit.statement for fit in _fitting(planner, (kind,))]
            projects = _of_project(planner, pool)
            results += _result(planner, kind.lower(), (projects or found)[:6])
        else:
            whole = [one for one in pool if not one.project] or pool
            results += _result(planner, kind.lower(), whole[:8])
    return results


def _of_project(planner: Planner, pool: Sequence[Statement]) -> list[Statement]:
    money = [one for one in planner.inventory.of_kind("MoneyObservation") if one.project]
    found = planner.subjects(planner.question.terms, money)
    return [one for one in pool if found and one.project == found[0].best.project]


# -- targets and verdicts -------------------------------------------------------------------------------------------


def targets(planner: Planner) -> list[Result]:
    """Target and result of an indicator, and whether the target was met as printed or by the figures."""
    question = planner.question
    if not question.has("target", "result", "met", "unmet") or question.has("amount", "why", "completion"):
        return []
    if question.has("unmet") and (question.has("list", "how-many", "indicator") or question.units) and not question.terms:
        return unmet(planner)
    pool = [one for one in planner.pool() if one.kind != "MoneyObservation"]
    if question.has("percent"):
        pool = [one for one in pool if unit_of(one) == PERCENT]
    found = planner.subjects(question.terms, pool)
    if not found:
        return []
    chosen = [one for topic in as_good(found)[:2] for one in topic.members]
    fitting = wanted(question)
    if question.units or question.has("people", "how-many"):
        chosen = [one for one in chosen if one.value is not None and fitting(one)]
        if not chosen:
            return []
    selection = these("value", chosen, planner.named(chosen[0]))
    parts = planner.merged(planner.rows([selection]))
    if not parts:
        return []
    result = Result(plan=planner.plan("target-result", selection.words, [selection]), confidence="stated", main=parts)
    result.verdict = _met(chosen)
    contradict(planner, result)
    for one in chosen:
        verdict = one.first("verdict").rpartition("#")[2]
        if verdict in ("Met", "NotMet", "Exceeded"):
            said = {
                "Met": Say("印为已完成", "said to be met"),
                "NotMet": Say("印为未完成（未达到）", "said not to be met"),
                "Exceeded": Say("印为超额完成", "said to be exceeded"),
            }[verdict]
            if said not in result.notes:
                result.notes.append(said)
    return [result]


def _met(found: Sequence[Statement]) -> bool | None:
    target = next(
        (one.value for one in found if one.first("role").endswith("TargetValue") and one.value is not None), None
    )
    result = next(
        (
            one.value
            for one in found
            if one.kind == "QuantityObservation"
            and one.value is not None
            and not one.first("role").endswith("TargetValue")
        ),
        None,
    )
    for one in found:
        if one.kind == "IndicatorResult" and one.first("target") and one.value is not None and target is None:
            target, result = Decimal(one.first("target")), one.value
    if target is not None and result is not None:
        return result >= target
    verdicts = {one.first("verdict").rpartition("#")[2] for one in found}
    if "NotMet" in verdicts:
        return False
    return True if verdicts & {"Met", "Exceeded"} else None


def unmet(planner: Planner) -> list[Result]:
    """The indicators that are said, or shown by their figures, not to have been met."""
    chosen = [one for one in planner.inventory.of_kind("IndicatorResult") if one.first("verdict").endswith("NotMet")]
    if not chosen:
        return []
    selection = these("value", chosen, Say("未完成的指标", "targets that were missed"))
    rows = {row.statement.iri: row for row in planner.rows([selection])}
    parts: dict[str, Part] = {}
    for one in chosen:
        if one.iri in rows:
            parts.setdefault(one.label, planner.part(rows[one.iri]))
    result = Result(
        plan=planner.plan("unmet", selection.words, [selection]), confidence="derived", main=list(parts.values())
    )
    result.count = len(parts)
    return [result]


def passages(planner: Planner) -> list[Result]:
    """Sentences of the document that account for the whole question; with a number of the kind asked for, if one is."""
    question = planner.question
    if not question.terms or question.has("share", "change", "remaining", "per", "ratio", "difference", "add-up", "why"):
        return []
    if planner.year != planner.inventory.document.year:
        return []
    numeral = _numeral(question)
    kinds: tuple[str, ...] = ("KeyWorkItem", "Outcome", "Issue", "ImprovementMeasure", "ResultUse")
    kinds += (
        ("Duty", "GlossaryTerm", "Cause", "BudgetUnit") if numeral is None else ("QuantityObservation", "IndicatorResult")
    )
    found = [
        fit
        for fit in _fitting(planner, kinds, 0.75 if numeral is None else 0.85)
        if numeral is None or numeral.search(fit.statement.quote + fit.statement.first("achievedText"))
    ]
    return _result(planner, "passage", [fit.statement for fit in found[:2]])


def _numeral(question: Question) -> re.Pattern[str] | None:
    """What a number of the kind that is asked for looks like in the text; None when none is asked for."""
    if question.has("amount") or question.phases:
        return re.compile(r"\d\s*(?:亿|万)?元")
    if question.has("people"):
        return re.compile(r"\d\s*(?:余|多)?\s*(?:人|名|位|户)")
    if question.units:
        words = [
            word
            for unit in question.units
            for concept in (scheme("unit").get(unit),)
            if concept
            for word in concept.words
        ]
        return re.compile(rf"\d\s*(?:余|多)?\s*(?:{'|'.join(map(re.escape, words))})")
    if question.has("how-many", "percent", "completion"):
        return re.compile(r"\d")
    return None
