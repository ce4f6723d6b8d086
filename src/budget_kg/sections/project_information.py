"""Projects of a budget told one by one: what they measure, what they cost in all, what the year has for them."""

from __future__ import annotations

import re
from dataclasses import replace

from budget_kg.facts import TOTAL_FUND, Code, Fact, MoneyObservation, Project, QuantityObservation, Term
from budget_kg.model import Layout, Section
from budget_kg.prose.evaluation_money import last_word
from budget_kg.prose.project_blocks import Aspect, aspects
from budget_kg.prose.work_figures import read_figures
from budget_kg.prose.work_turns import Place
from budget_kg.reading import Reading
from budget_kg.vocab import B, scheme

MEANINGS = ("project-information",)

_WHOLE = re.compile(r"总投资|总额|概算|估算|造价|累计|总预算|合同")
_PART_OF_YEAR = re.compile(r"季度|月|上半年|下半年|首期|尾款")
_OWN = re.compile(r"^(?:本|该)(?:工程|项目)")


def read(section: Section, layout: Layout) -> Reading:
    """Read the blocks of the projects; what no block explains stays unread."""
    reading = Reading()
    for aspect in aspects(section, layout):
        reading.facts += _told(aspect, layout)
    return reading


def _told(aspect: Aspect, layout: Layout) -> list[Fact]:
    """The figures of an aspect, about the project; money of the year is an amount of the budget."""
    facts: list[Fact] = []
    project = Project(aspect.project)
    for figure in _figures(aspect, layout):
        if not isinstance(figure, QuantityObservation) or _is_degree(figure):
            continue
        label = _OWN.sub("", figure.label) or figure.label
        fact = replace(figure, subject=project, label=label, part_of=None)
        facts.append(_amount(fact, aspect) or fact)
    return facts


def _figures(aspect: Aspect, layout: Layout) -> list[Fact]:
    """The figures of an aspect; a bare amount is what its heading says."""
    node = aspect.section
    place = Place(layout, node, None, Term(B.TargetValue))
    titled = replace(place, title=aspect.heading)
    found = read_figures(place, aspect.start, node.own[1])
    return found or (read_figures(titled, aspect.start, node.own[1]) if aspect.kind == "money" else [])


def _is_degree(figure: QuantityObservation) -> bool:
    """`烈度为7度`: a degree, not a unit of energy."""
    return figure.value.unit == "kilowatt-hour" and "电" not in figure.label


def _amount(figure: QuantityObservation, aspect: Aspect) -> MoneyObservation | None:
    """Money the year's budget has for the project; not what it costs over all years, nor a part of the year."""
    unit = scheme("unit")[figure.value.unit].data["dimension"] if figure.value.unit else ()
    if unit != ("money",) or _WHOLE.search(figure.label) or _PART_OF_YEAR.search(figure.label):
        return None
    if aspect.kind != "money" and "预算" not in figure.label:
        return None
    fund = last_word(figure.label, "fund")
    return MoneyObservation(
        passage=figure.passage, numerals=figure.numerals, amount=figure.value, year=figure.year,
        phase=Code("phase/budget"), flow=Term(B.Expenditure), subject=figure.subject, label=aspect.project,
        type=Code("expenditure-type/project"), fund=Code(f"fund/{fund[0].notation}") if fund else TOTAL_FUND,
        qualifier=figure.qualifier,
    )
