"""What the registry says of a document: the department and its divisions, the disclosure record, and shortcuts.

Shortcuts are derived from the observations, for quick questions; they are never a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from budget_kg import triples
from budget_kg.divisions import Division, Resolution, ancestors
from budget_kg.facts import Fact, MoneyObservation, Office, Project, ShortName
from budget_kg.mapping import Mapper
from budget_kg.model import Head, Layout
from budget_kg.naming import Names
from budget_kg.parts import Parts
from budget_kg.prefixes import PREFIXES
from budget_kg.resolution import Indicator, NameMatch, Thing, name_matches, possible_aliases
from budget_kg.vocab import CODE, ID, RDF_TYPE, B

_LABEL = PREFIXES["skos"] + "prefLabel"
_KINDS = {
    "final": B.FinalAccounts, "budget": B.BudgetStatement, "approval": B.BudgetApproval,
    "three-public": B.ThreePublicNotice, "self-evaluation": B.SelfEvaluationForm,
}
_SCOPES = {"department": B.BudgetDepartment, "unit": B.BudgetUnit, "division": B.DepartmentGroup}
_SUMMED = frozenset({"final", "budget"})  # other kinds repeat figures of these: a shortcut would count them twice


def describe(mapper: Mapper, layout: Layout, resolution: Resolution, facts: Sequence[Fact]) -> None:
    """State department, divisions, disclosure record, text layer and shortcuts of one document."""
    _department(mapper, layout, resolution, facts)
    _disclosure(mapper, layout)
    money = [fact for fact in facts if isinstance(fact, MoneyObservation)]
    if layout.head.kind in _SUMMED:
        _totals(mapper, layout.head, money)
        _function_totals(mapper, layout, money)
    _project_years(mapper, layout.head, money)
    for fact in money:
        whole = fact.part_of.subject if fact.part_of is not None else None
        if fact.subject is not None and whole is not None and whole != fact.subject:
            part = mapper.names.project(fact.subject)
            mapper.register(part, B.partOfProject, triples.iri(mapper.names.project(whole)))
    _name_matches(mapper, layout, facts)


def _name_matches(mapper: Mapper, layout: Layout, facts: Sequence[Fact]) -> None:
    """State which names may mean one thing, and for quick questions the other name of an evaluated project."""
    matches = name_matches(facts, layout.head.department, layout.head.year)
    for match in matches:
        _name_match(mapper, match)
    names = mapper.names
    for project, other in possible_aliases(facts, matches):
        mapper.register(names.project(project), B.possibleAlias, triples.string(other.name, "zh"))
        mapper.register(names.project(other), B.possiblySameAs, triples.iri(names.project(project)))


def _name_match(mapper: Mapper, match: NameMatch) -> None:
    """One node for a pair; which of the two is `oneName` is told by the order of their IRIs."""
    one, other = sorted((_thing(mapper.names, match.left), _thing(mapper.names, match.right)))
    node, say = mapper.names.name_match(one, other), mapper.say
    say(node, RDF_TYPE, triples.iri(B.NameMatch))
    say(node, B.oneName, triples.iri(one))
    say(node, B.otherName, triples.iri(other))
    say(node, B.nameVerdict, triples.iri(B.SameName if match.verdict == "same" else B.PossibleName))
    say(node, B.matchScore, triples.decimal(Decimal(str(match.score))))
    say(node, B.matchReason, triples.string(match.reason.zh, "zh"))
    say(node, B.matchReason, triples.string(match.reason.en, "en"))
    if match.kind == "project":
        say(node, B.equalAmounts, triples.boolean(match.equal_amounts))


def _thing(names: Names, thing: Thing) -> str:
    if isinstance(thing, Project):
        return names.project(thing)
    if isinstance(thing, Indicator):
        return names.indicator(thing.owner, thing.name)
    return names.fact(thing) if isinstance(thing, Office) else names.org


def _department(mapper: Mapper, layout: Layout, resolution: Resolution, facts: Sequence[Fact]) -> None:
    org, say = mapper.names.org, mapper.register
    say(org, RDF_TYPE, triples.iri(_SCOPES[layout.head.scope]))
    say(org, _LABEL, triples.string(layout.head.department, "zh"))
    for fact in facts:
        if isinstance(fact, ShortName):
            say(org, PREFIXES["skos"] + "altLabel", triples.string(fact.name, "zh"))
    if resolution.budget is not None:
        say(org, B.budgetDivision, triples.iri(_division(mapper, resolution.budget)))
    if resolution.serves is not None:
        say(org, B.servesDivision, triples.iri(_division(mapper, resolution.serves)))


def _division(mapper: Mapper, division: Division) -> str:
    """Register a division and those above it."""
    chain = [division, *ancestors(division.code)]
    for step in chain:
        node = f"{ID}div-{step.code}"
        mapper.register(node, RDF_TYPE, triples.iri(B.Division))
        mapper.register(node, _LABEL, triples.string(step.name, "zh"))
        mapper.register(node, B.divisionCode, triples.string(step.code))
        mapper.register(node, B.level, triples.typed(step.level, "integer"))
        if step.parent is not None:
            mapper.register(node, B.parentDivision, triples.iri(f"{ID}div-{step.parent}"))
    return f"{ID}div-{division.code}"


def _disclosure(mapper: Mapper, layout: Layout) -> None:
    names, head, say = mapper.names, layout.head, mapper.register
    year = triples.typed(head.year, "gYear")
    say(names.document, RDF_TYPE, triples.iri(PREFIXES["dcat"] + "Dataset"))
    say(names.document, RDF_TYPE, triples.iri(B.Disclosure))
    say(names.document, RDF_TYPE, triples.iri(_KINDS[head.kind]))
    say(names.document, PREFIXES["dct"] + "title", triples.string(head.title, "zh"))
    say(names.document, PREFIXES["dct"] + "publisher", triples.iri(names.org))
    say(names.document, B.fiscalYear, year)
    say(names.document, B.disclosureYear, year)
    say(names.document, B.scope, triples.string(head.scope))
    say(names.document, PREFIXES["dct"] + "language", triples.string(head.language))
    if head.published:
        say(names.document, PREFIXES["dct"] + "issued", triples.typed(head.published, "date"))
    say(names.document, PREFIXES["dcat"] + "inSeries", triples.iri(names.series))
    say(names.series, RDF_TYPE, triples.iri(PREFIXES["dcat"] + "DatasetSeries"))
    say(names.series, PREFIXES["dct"] + "publisher", triples.iri(names.org))
    mapper.say(names.text_layer, RDF_TYPE, triples.iri(B.TextLayer))
    mapper.say(names.text_layer, B.sha256, triples.string(layout.document.text_sha256))
    mapper.say(names.text_layer, PREFIXES["prov"] + "wasDerivedFrom", triples.iri(names.document))


def count_numerals(mapper: Mapper, facts: int, structure: int, unread: int) -> None:
    """State how many numerals of the document were read as facts, known as structure, or left unread."""
    for term, number in ((B.readFacts, facts), (B.readStructure, structure), (B.readUnread, unread)):
        mapper.register(mapper.names.document, term, triples.typed(number, "integer"))


def state_parts(mapper: Mapper, parts: Parts) -> None:
    """State which kinds of sections and tables the file has."""
    for term, scheme, kinds in ((B.hasSection, "section", parts.sections), (B.hasTable, "table", parts.tables)):
        for kind in kinds:
            mapper.say(mapper.names.text_layer, term, triples.iri(f"{CODE}{scheme}/{kind}"))


# -- shortcuts ------------------------------------------------------------------------------------------------------


_FUNDS = {"fund/_T": 0, "fund/fiscal": 1, "fund/general-public": 2}
_NOT_SPENT = frozenset({"item/project-lifetime", "item/allocated"})  # of several years, or paid out to be spent


def _is_whole(fact: MoneyObservation, *free: str) -> bool:
    """Whether an amount is not broken down, except along the axes named in `free`."""
    axes = {"function": fact.function, "economic": fact.economic, "fund": fact.fund, "type": fact.type, "item": fact.item}
    return fact.subject is None and all(axis in free or code.endswith("/_T") for axis, code in axes.items())


def _first(money: Iterable[MoneyObservation], flow: str, **wanted: str) -> Decimal | None:
    """The first printed amount that has exactly the wanted codes, preferring all funds to appropriation."""
    for fund in ("fund/_T", "fund/fiscal", "fund/general-public"):
        for fact in money:
            codes = {name: getattr(fact, name) for name in wanted}
            if fact.fund == fund and fact.flow == flow and codes == wanted and _is_whole(fact, "fund", *wanted):
                return fact.amount.value
    return None


def _phases(head: Head) -> frozenset[str]:
    """The phases whose amounts of its own year a document is about: a plain budget in a budget is the initial one."""
    return frozenset({"phase/initial", "phase/budget"} if head.kind == "budget" else {"phase/actual"})


def _totals(mapper: Mapper, head: Head, money: list[MoneyObservation]) -> None:
    """State revenue, expenditure and parts of it: actuals of final accounts, initial budget of a budget, apart."""
    own = [fact for fact in money if fact.phase in _phases(head) and fact.year == head.year]
    found = {
        (B.totalRevenue, B.budgetedRevenue): _first(own, B.Revenue),
        (B.totalExpenditure, B.budgetedExpenditure): _first(own, B.Expenditure),
        (B.basicExpenditure, B.budgetedBasicExpenditure): _first(own, B.Expenditure, type="expenditure-type/basic"),
        (B.projectExpenditure, B.budgetedProjectExpenditure): _first(own, B.Expenditure, type="expenditure-type/project"),
        (B.threePublicExpenses, B.budgetedThreePublicExpenses): _first(own, B.Expenditure, item="item/three-public"),
        (B.operatingCost, B.budgetedOperatingCost): _first(own, B.Expenditure, item="item/operating-cost"),
        (B.procurementTotal, B.budgetedProcurement): _first(own, B.Expenditure, item="item/procurement"),
    }
    for (actual, budgeted), amount in found.items():
        if amount is not None:
            term = budgeted if head.kind == "budget" else actual
            mapper.register(mapper.names.document, term, triples.decimal(amount))


def _project_years(mapper: Mapper, head: Head, money: list[MoneyObservation]) -> None:
    """Budget and actual of each project-year, from the place that prints both if there is one."""
    terms = {"phase/initial": B.initialBudget, "phase/adjusted": B.annualBudget, "phase/actual": B.actual}
    if head.kind == "budget":
        terms["phase/budget"] = B.initialBudget
    paired = {
        (fact.passage.section, fact.subject) for fact in money
        if fact.subject is not None and fact.phase in ("phase/initial", "phase/adjusted", "phase/budget")
    }
    chosen: dict[tuple[str, str], Decimal] = {}
    for preferred in (True, False):
        for fact in sorted(money, key=lambda fact: _FUNDS.get(fact.fund, 3)):
            if fact.subject is None or fact.phase not in terms or fact.flow != B.Expenditure:
                continue
            if fact.item in _NOT_SPENT or (fact.transfer_from is not None and fact.part_of is not None):
                continue
            if ((fact.passage.section, fact.subject) in paired) == preferred:
                node = mapper.names.project_year(fact.subject, fact.year)
                chosen.setdefault((node, terms[fact.phase]), fact.amount.value)
    for (node, term), amount in chosen.items():
        mapper.register(node, term, triples.decimal(amount))


def _function_totals(mapper: Mapper, layout: Layout, money: list[MoneyObservation]) -> None:
    """One node for each functional class with its actual (initial budget), for sums over many documents.

    All funds together are preferred to the appropriation, that to the general public budget, and that to a fund.
    """
    seen: set[str] = set()
    wanted = _phases(layout.head)
    term = B.initialBudget if layout.head.kind == "budget" else B.actual
    for fact in sorted(money, key=lambda fact: _FUNDS.get(fact.fund, 3)):
        code = fact.function.removeprefix("func/")
        unwanted = code == "_T" or code in seen or fact.phase not in wanted or fact.flow != B.Expenditure
        if unwanted or fact.year != layout.head.year or not _is_whole(fact, "function", "fund"):
            continue
        seen.add(code)
        node = f"{ID}function-total-{mapper.names.document.removeprefix(ID)}-{code}"
        mapper.register(node, RDF_TYPE, triples.iri(B.FunctionTotal))
        mapper.register(node, B.document, triples.iri(mapper.names.document))
        mapper.register(node, B.function, triples.iri(f"{CODE}func/{code}"))
        mapper.register(node, B.disclosureYear, triples.typed(fact.year, "gYear"))
        mapper.register(node, term, triples.decimal(fact.amount.value))


