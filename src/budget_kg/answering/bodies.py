"""The department: how to reach it, its offices and units, its duties, and the words its glossary explains."""

from __future__ import annotations

from budget_kg.answering.lexicon import QUESTION, Sense
from budget_kg.answering.matching import fits
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.quoting import ABOUT, ENOUGH, fitting, quoted
from budget_kg.answering.result import Result


def contact(planner: Planner) -> list[Result]:
    """The telephone number for questions."""
    if not planner.question.has("contact"):
        return []
    return quoted(planner, "contact", planner.inventory.of_kind("ContactPoint"))


def definition(planner: Planner) -> list[Result]:
    """What the glossary of the document says of a term."""
    if not planner.question.has("definition"):
        return []
    found = fits(planner.inventory, planner.question.terms, planner.inventory.of_kind("GlossaryTerm"))
    named = [
        fit
        for fit in found
        if fit.coverage >= ENOUGH
        and any(word in fit.statement.about for term in planner.question.terms for word in term.words)
    ]
    named.sort(key=lambda fit: -fit.score)
    return quoted(planner, "definition", [fit.statement for fit in named[:1]])


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
    asked = Sense(QUESTION, "subordinate" if question.has("subordinate") else "office")
    words = [word for word in planner.words.everyday.get(asked, ()) if len(word) > 1]
    counts = [
        one
        for one in planner.inventory.of_kind("QuantityObservation")
        if any(word in one.label for word in words) and one.value is not None
    ]
    if question.whether and question.terms:
        asked_for = {fit.statement.iri for fit in fitting(planner, ("BudgetUnit",))}
        results = quoted(planner, "bodies", [one for one in units if one.iri in asked_for])
        for result in results:
            result.verdict = True
        return results
    results = quoted(planner, "bodies", units)
    if counts:
        rows = planner.rows([these("count", counts[:1], ABOUT["BudgetUnit"])])
        count = planner.part(rows[0])
        if results:
            results[0].main.insert(0, count)
        else:
            plan = planner.plan("look-up", ABOUT["BudgetUnit"], [these("count", counts[:1], ABOUT["BudgetUnit"])])
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
        return quoted(planner, "duties", everything)
    found = fitting(planner, ("Duty",), 0.4)
    result = quoted(planner, "duties", [fit.statement for fit in found[:2]])
    for one in result:
        one.verdict = True
    return result
