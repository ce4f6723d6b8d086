"""A readable card of one thing in the store: what is said of it, with the sentence each figure comes from.

It reads the graph as it is: names of properties and of kinds come from the ontology, so a new kind of fact has a card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from budget_kg.asking.cells import Labels, is_named
from budget_kg.asking.contexts import Context, Texts, contexts
from budget_kg.errors import Lang, Say
from budget_kg.prefixes import PREFIXES
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri
from budget_kg.vocab import CODE, RDF_TYPE, SKOS, B

_SHOWN: Final = 20
_ABOUT: Final = (
    "bkg:subject|bkg:evaluates|bkg:function|bkg:economic|bkg:item|bkg:fundingSource|bkg:indicator|bkg:concept|"
    "(bkg:subject/bkg:project)|(bkg:evaluates/bkg:project)"
)
_PARTS: Final = (
    ("^bkg:carriedOutBy", Say("项目", "Projects")),
    ("org:hasUnit", Say("内设机构和下属单位", "Offices and units")),
    ("^bkg:indicatorOf", Say("指标", "Indicators")),
    ("^skos:broader", Say("下级科目", "Narrower classes")),
)
_DIMENSIONS: Final = (
    B.phase, B.rateKind, B.direction, B.flow, B.function, B.economic, B.fundingSource, B.expenditureType, B.item,
)  # fmt: skip
_VALUES: Final = (B.amount, B.value, B.percent, B.score, B.achieved, B.achievedText)
_WORDS: Final = (B.label, B.text, B.targetText, B.verdict)
_YEARS: Final = (
    ("^bkg:project", Say("各年度（元）", "Years (yuan)"), (B.initialBudget, B.annualBudget, B.actual)),
    (
        "^dct:publisher",
        Say("各年度公开文件（元）", "Disclosures (yuan)"),
        (B.totalRevenue, B.totalExpenditure, B.basicExpenditure, B.projectExpenditure, B.threePublicExpenses),
    ),
)
"""Things of one year, and the sums the registry has of them."""
_QUOTED: Final = PREFIXES["prov"] + "wasQuotedFrom"
_PRINTED: Final = (B.printedValue, B.printedUnit, B.printedStep)
_HIDDEN: Final = frozenset(
    (
        RDF_TYPE, B.inSection, B.org, B.hasOperand, B.explainedBy, SKOS + "inScheme", SKOS + "prefLabel", _QUOTED,
        *_PRINTED,
    )
)
_FOREIGN: Final = {
    SKOS + "altLabel": Say("别名", "also called"),
    SKOS + "notation": Say("代码", "code"),
    SKOS + "broader": Say("上级", "broader"),
    SKOS + "definition": Say("定义", "definition"),
    SKOS + "broadMatch": Say("对应", "corresponds to"),
    PREFIXES["dct"] + "title": Say("标题", "title"),
    PREFIXES["dct"] + "publisher": Say("发布部门", "publisher"),
    PREFIXES["dct"] + "issued": Say("公开日期", "issued"),
    PREFIXES["sh"] + "resultSeverity": Say("严重程度", "severity"),
}
"""Names of properties that are not of our ontology; others of that sort are left out."""

Properties = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """Something said in one line, with its IRI and the sentence it comes from."""

    text: str
    iri: str
    context: Context | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one sort; `total` counts also those that are not shown."""

    title: str
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Card:
    """A thing: name, kind, IRI, its properties as pairs of texts, its own sentences, and what is said of it."""

    title: str
    kind: str
    iri: str
    fields: tuple[tuple[str, str], ...]
    contexts: tuple[Context, ...]
    groups: tuple[Group, ...]


def card(source: Source, thing: str, lang: Lang, texts: Texts) -> Card:
    """Return the card of what has this IRI; `texts` finds the text layers that quotes are shown in."""
    facts, total = _facts_about(source, thing)
    operands = _operands(source, thing)
    statements = [*operands[:_SHOWN], *facts]
    said = _properties(source, [thing, *statements])
    own = said.get(thing, [])
    parts = [(title(lang), _parts(source, thing, path)) for path, title in _PARTS]
    named = [part for _, found in parts for part in found]
    labels = Labels(source, {*_mentioned(said.values()), thing, *statements, *named, *_sums()}, lang)
    quotes = contexts(source, {one: _first(said.get(one, []), B.printedValue) for one in (thing, *statements)}, texts)
    groups = [*_years(source, thing, labels, lang), *(_group(title, found, labels) for title, found in parts if found)]
    told = {
        one: Line(_title(one, said.get(one, []), labels), one, next(iter(quotes.get(one, ())), None))
        for one in statements
    }
    for heading, found, number in (
        (Say("核对的陈述", "Statements compared"), operands[:_SHOWN], len(operands)),
        (Say("有关的陈述", "Statements about it"), facts, total),
    ):
        if found:
            groups.append(Group(heading(lang), tuple(told[one] for one in found), number))
    kinds = [value.value for predicate, value in own if predicate == RDF_TYPE]
    return Card(
        title=_title(thing, own, labels),
        kind=next((labels.of(kind) for kind in kinds if kind.startswith(PREFIXES["bkg"])), ""),
        iri=thing,
        fields=tuple(_fields(own, labels, lang)),
        contexts=quotes.get(thing, ()),
        groups=tuple(groups),
    )


def _facts_about(source: Source, thing: str) -> tuple[list[str], int]:
    """The first statements about a thing, in the order of the text, and how many there are."""
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?fact ?start WHERE {{
          ?fact {_ABOUT} {iri(thing)} ; prov:wasQuotedFrom/bkg:start ?start .
        }} ORDER BY ?start ?fact""",
    )
    found = list(dict.fromkeys(row["fact"].value for row in rows))
    return found[:_SHOWN], len(found)


def _operands(source: Source, finding: str) -> list[str]:
    """The statements that a check compared, in their order."""
    rows = solutions(
        source,
        f"""
        SELECT ?operand WHERE {{
          {iri(finding)} bkg:hasOperand ?said . ?said bkg:operand ?operand ; bkg:operandOrder ?order .
        }} ORDER BY ?order""",
    )
    return list(dict.fromkeys(row["operand"].value for row in rows))


def _properties(source: Source, things: Sequence[str]) -> dict[str, Properties]:
    """Everything said of things, in a stable order."""
    rows = solutions(
        source,
        f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(map(iri, things))} }} ?s ?p ?o }} ORDER BY ?s ?p ?o",
    )
    found: dict[str, Properties] = {}
    for row in rows:
        found.setdefault(row["s"].value, []).append((row["p"].value, row["o"]))
    return found


def _mentioned(properties: Iterable[Properties]) -> set[str]:
    pairs = [pair for rows in properties for pair in rows]
    return {predicate for predicate, _ in pairs} | {value.value for _, value in pairs if is_named(value)}


def _parts(source: Source, thing: str, path: str) -> list[str]:
    rows = solutions(source, f"SELECT DISTINCT ?part WHERE {{ {iri(thing)} {path} ?part }} ORDER BY ?part")
    return [row["part"].value for row in rows]


def _group(title: str, things: list[str], labels: Labels) -> Group:
    lines = sorted((Line(labels.of(thing), thing) for thing in things), key=lambda line: (line.text, line.iri))
    return Group(title, tuple(lines[:_SHOWN]), len(lines))


def _sums() -> set[str]:
    return {term for _, _, terms in _YEARS for term in terms}


def _years(source: Source, thing: str, labels: Labels, lang: Lang) -> Iterable[Group]:
    """The years of a project, and those a department published for, with the sums of the registry."""
    for path, title, terms in _YEARS:
        lines = []
        for edition, said in _properties(source, _parts(source, thing, path)).items():
            year = _first(said, B.fiscalYear)[:4]
            sums = [f"{labels.of(term)} {_grouped(_first(said, term))}" for term in terms if _first(said, term)]
            if year:
                lines.append(Line(" · ".join([year, *sums]), edition))
        if lines:
            yield Group(title(lang), tuple(sorted(lines, key=lambda line: line.text)), len(lines))


def _grouped(amount: str) -> str:
    return f"{Decimal(amount):,f}"


def _first(properties: Properties, predicate: str) -> str:
    return next((value.value for name, value in properties if name == predicate), "")


def _title(thing: str, own: Properties, labels: Labels) -> str:
    """The label of a thing; for a statement, which has none, what it says."""
    return _describe(own, labels) if _first(own, B.org) else labels.of(thing)


def _describe(properties: Properties, labels: Labels) -> str:
    """One line for a statement: kind, year, what it is broken down by, words, value."""
    kinds = [value.value for predicate, value in properties if predicate == RDF_TYPE]
    parts = [labels.of(kind) for kind in kinds if kind.startswith(PREFIXES["bkg"])]
    parts.append(_first(properties, B.fiscalYear)[:4])
    for predicate in (*_DIMENSIONS, *_WORDS):
        for name, value in properties:
            if name == predicate and not _is_total(value):
                parts.append(labels.of(value.value) if is_named(value) else value.value)
    values = [_printed(properties, labels)] if _first(properties, B.printedValue) else []
    return " · ".join(part for part in [*parts, *values] if part)


def _is_total(value: Any) -> bool:
    return is_named(value) and value.value.startswith(CODE) and value.value.endswith("/_T")


def _printed(properties: Properties, labels: Labels) -> str:
    unit = _first(properties, B.printedUnit)
    name = labels.of(unit) if unit else ""
    by = "× " if name[:1].isdigit() else ""  # 123.45 × 10,000 yuan
    return f"{_first(properties, B.printedValue)} {by}{name}".rstrip()


def _fields(own: Properties, labels: Labels, lang: Lang) -> Iterable[tuple[str, str]]:
    """The properties worth reading, those with several values as one list; of two languages the one that is asked."""
    found: dict[str, list[str]] = {}
    spoken = {(name, getattr(value, "language", None)) for name, value in own if name != SKOS + "altLabel"}
    for predicate, value in own:
        ours = predicate.startswith(PREFIXES["bkg"])
        if predicate in _HIDDEN or _is_total(value) or not (ours or predicate in _FOREIGN):
            continue
        if (predicate, lang) in spoken and getattr(value, "language", None) not in (None, lang):
            continue
        text = labels.of(value.value) if is_named(value) else value.value
        if predicate in _VALUES and _first(own, B.printedValue):
            text = f"{text}（{_printed(own, labels)}）"
        name = labels.of(predicate) if ours else _FOREIGN[predicate](lang)
        found.setdefault(name, []).append(text)
    return [(name, "、".join(dict.fromkeys(values))) for name, values in found.items()]
