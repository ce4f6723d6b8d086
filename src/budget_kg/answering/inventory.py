"""What a store holds to be asked about: its documents, and the statements of one document in a form for matching.

A plan is made by looking at this; the figures of an answer come from the rows of the plan's query, never from here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary

from budget_kg.answering.lexicon import FUNCTION, Lexicon, Sense, folded, with_words
from budget_kg.answering.word_cache import lexicon
from budget_kg.errors import Say
from budget_kg.stores.contract import Reader, Source, solutions
from budget_kg.triples import iri
from budget_kg.vocab import CODE, DEF, RDF_TYPE, TOTAL

DIMENSIONS: Final = {
    "function": "func",
    "economic": "econ-dep",
    "fundingSource": "fund",
    "expenditureType": "expenditure-type",
    "item": "item",
    "transferFrom": "transfer-level",
}
"""Properties that break an amount down, with the scheme of their codes."""
KINDS: Final = (
    "MoneyObservation",
    "QuantityObservation",
    "IndicatorResult",
    "RateStatement",
    "ChangeStatement",
    "DerivedObservation",
    "VarianceExplanation",
    "Issue",
    "Cause",
    "ImprovementMeasure",
    "Outcome",
    "ResultUse",
    "KeyWorkItem",
    "Duty",
    "GlossaryTerm",
    "ContactPoint",
    "SelfEvaluation",
    "BudgetUnit",
)
CONTRADICTING: Final = (2, 6, 8)
"""Families of checks that hold two statements of one thing together: printed twice, basis, verdict."""
_PARTS: Final = ("addressedBy", "hasCause", "raisesIssue", "hasOutcome", "hasResult")
_CLASSES: Final = frozenset(f"{CODE}{FUNCTION}/{number}" for number in range(200, 240))
"""Functional classes of the highest level, in use or not."""
_TEXTS: Final = ("text", "definition", "targetText", "achievedText", "note", "contact", "grade")
_VALUES: Final = ("amount", "value", "percent", "achieved", "score")
_KEPT: Final = 32


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure: IRI, title, kind (`FinalAccounts` or `BudgetStatement`), year; department, all its names."""

    iri: str
    title: str
    kind: str
    year: int
    department: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The department's full name."""
        return self.names[0]


@dataclass(slots=True, eq=False)
class Statement:
    """One statement of a document as it is matched: what it is about, its value, and the words it was read from."""

    iri: str
    kind: str
    data: dict[str, list[str]]
    dims: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    value: Decimal | None = None
    unit: str = ""
    project: str = ""
    owner: str = ""
    start: int = 0
    quote: str = ""
    section: str = ""
    names: list[str] = field(default_factory=list)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    about: str = ""
    hay: str = ""

    def first(self, name: str) -> str:
        """The first value of a property, by local name; empty when there is none."""
        return next(iter(self.data.get(name, ())), "")

    @property
    def phase(self) -> str:
        """The notation of the phase."""
        return self.first("phase").rpartition("/")[2]

    @property
    def flow(self) -> str:
        """Revenue, Expenditure, Balance or Stock."""
        return self.first("flow").removeprefix(DEF)

    @property
    def label(self) -> str:
        """The printed name of an indicator, duty or term."""
        return self.first("label")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A finding about statements of one thing that disagree: its rule and text, and the statements with their roles."""

    iri: str
    rule: str
    text: Say
    operands: tuple[tuple[str, str], ...]


@dataclass
class Inventory:
    """The statements of one document, and the words its names add to those of the ontology."""

    document: Document
    graphs: tuple[str, ...]
    statements: list[Statement]
    lexicon: Lexicon
    findings: dict[str, list[Contradiction]]

    @cached_property
    def by_iri(self) -> dict[str, Statement]:
        """The statements by IRI."""
        return {one.iri: one for one in self.statements}

    @cached_property
    def attached(self) -> dict[str, list[Statement]]:
        """Rates, changes and explanations by the statement they are about."""
        found: dict[str, list[Statement]] = {}
        for one in self.statements:
            for about in (*one.data.get("ofObservation", ()), *one.data.get("explains", ())):
                found.setdefault(about, []).append(one)
        return found

    @cached_property
    def codes(self) -> frozenset[tuple[str, str]]:
        """The codes that some statement has."""
        return frozenset(pair for one in self.statements for pair in one.dims.items())

    @cached_property
    def named(self) -> str:
        """The names of all statements, to look a word up in."""
        return "\n".join(dict.fromkeys(one.about for one in self.statements))

    @cached_property
    def frequency(self) -> dict[str, int]:
        """How many statements have a word, as far as asked."""
        return {}

    def knows(self, term: Any) -> bool:
        """Whether a term of a question names a code or a name of the document."""
        return term.sure or any(tuple(sense) in self.codes for sense in term.senses)

    def frequent(self, words: Iterable[str]) -> int:
        """In how many statements the commonest of some spellings occurs."""
        most = 0
        for word in words:
            if word not in self.frequency:
                self.frequency[word] = sum(word in one.hay for one in self.statements)
            most = max(most, self.frequency[word])
        return most

    def rarity(self, words: Iterable[str]) -> float:
        """How telling a word with these spellings is: 1 for one of a single statement, less for common ones."""
        least = self.frequent(words)
        return 1.0 if least <= 1 else max(0.6, 1.0 - 0.06 * least.bit_length())

    def of_kind(self, *kinds: str) -> list[Statement]:
        """The statements of some kinds, in the order of the text."""
        return [one for one in self.statements if one.kind in kinds]


_listed: WeakKeyDictionary[Reader, list[Document]] = WeakKeyDictionary()
_inventories: OrderedDict[tuple[Document, str], Inventory] = OrderedDict()


def documents(source: Source) -> list[Document]:
    """The documents of a store, newest first. Those of a reader are kept: what it reads does not change."""
    if not isinstance(source, Reader):
        return _documents(source)
    if source not in _listed:
        _listed[source] = _documents(source)
    return _listed[source]


def _documents(source: Source) -> list[Document]:
    rows = solutions(
        source,
        """
        SELECT ?document ?title ?kind ?year ?department ?name ?alt WHERE {
          { GRAPH id:registry {
              ?document bkg:disclosureYear ?year ; dct:title ?title ; dct:publisher ?department ; a ?kind .
              ?department skos:prefLabel ?name .
              FILTER(?kind IN (bkg:FinalAccounts, bkg:BudgetStatement)) } }
          OPTIONAL { GRAPH id:registry { ?department skos:altLabel ?alt } }
        } ORDER BY DESC(STR(?year)) ?document ?name ?alt""",
    )
    found: dict[str, Document] = {}
    for row in rows:
        key = row["document"].value
        known = found[key].names if key in found else (row["name"].value,)
        if row["alt"] is not None and row["alt"].value not in known:
            known = (*known, row["alt"].value)
        found[key] = Document(
            key,
            row["title"].value,
            row["kind"].value.removeprefix(DEF),
            int(row["year"].value),
            row["department"].value,
            known,
        )
    return list(found.values())


def inventory(source: Source, document: Document) -> Inventory:
    """The statements of a document, kept for the next question: the graph of a text never changes."""
    graphs = [
        row["graph"].value
        for row in solutions(
            source,
            f"""
        SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?layer prov:wasDerivedFrom {iri(document.iri)} }} }}""",
        )
    ]
    key = (document, " ".join(sorted(graphs)))
    if key not in _inventories:
        _inventories[key] = _read(source, document, graphs)
        while len(_inventories) > _KEPT:
            _inventories.popitem(last=False)
    _inventories.move_to_end(key)
    return _inventories[key]


def _read(source: Source, document: Document, graphs: Sequence[str]) -> Inventory:
    where = f"VALUES ?g {{ {' '.join(map(iri, graphs))} }} GRAPH ?g"
    said: dict[str, Statement] = {}
    for row in solutions(source, f"SELECT ?s ?p ?o WHERE {{ {where} {{ ?s bkg:org ?org ; ?p ?o }} }}"):
        name, predicate = row["s"].value, row["p"].value
        one = said.get(name)
        if one is None:
            one = said[name] = Statement(name, "", {})
        if predicate == RDF_TYPE:
            kind = row["o"].value.removeprefix(DEF)
            one.kind = kind if kind in KINDS else one.kind
        elif predicate.startswith(DEF):
            one.data.setdefault(predicate[len(DEF) :], []).append(row["o"].value)
    offices = _offices(source, document)
    for name, label, kind, independent in offices:
        said[name] = Statement(name, "BudgetUnit", {"label": [label], "officeKind": [kind], "independent": [independent]})
    for row in solutions(
        source,
        f"""
        SELECT ?s ?quote ?start ?section WHERE {{ {where} {{
          ?s prov:wasQuotedFrom ?passage . ?passage bkg:quote ?quote ; bkg:start ?start }}
          OPTIONAL {{ {where} {{ ?passage bkg:section ?section }} }} }} ORDER BY ?start""",
    ):
        one = said.get(row["s"].value)
        if one is not None and not one.quote:
            one.quote, one.start = row["quote"].value, int(row["start"].value)
            one.section = row["section"].value if row["section"] is not None else ""
    projects = _projects(source, document)
    codes = {
        code
        for one in said.values()
        for name in DIMENSIONS
        for code in one.data.get(name, ())
        if not code.endswith(f"/{TOTAL}")
    }
    words = _labels(source, codes)
    own = with_words(lexicon(), words)
    found = sorted((one for one in said.values() if one.kind), key=lambda one: (one.start, one.iri))
    for one in found:
        _complete(one, projects, said, own)
    _hand_down(found)
    return Inventory(document, tuple(sorted(graphs)), found, own, _contradictions(source, document))


def _hand_down(found: Iterable[Statement]) -> None:
    """Problems, causes, remedies and outcomes are of the project whose evaluation has them."""
    known = {one.iri: one for one in found}
    for _ in range(2):  # an evaluation has problems, and problems have causes
        for one in known.values():
            for name in _PARTS if one.project else ():
                for part in one.data.get(name, ()):
                    below = known.get(part)
                    if below is not None and not below.project:
                        below.project = one.project
                        below.about = folded(f"{below.about} {one.project}")
                        below.hay = folded(f"{below.hay} {one.project}")


def _contradictions(source: Source, document: Document) -> dict[str, list[Contradiction]]:
    """What checks found of two statements of one thing, by the IRI of each."""
    families = " ".join(iri(f"{CODE}check/family-{number}") for number in CONTRADICTING)
    rows = solutions(
        source,
        f"""
        SELECT ?finding ?rule ?statement ?role ?text ?order WHERE {{
          VALUES ?family {{ {families} }}
          GRAPH ?g {{
            ?finding bkg:document {iri(document.iri)} ; bkg:rule ?rule ; bkg:hasOperand ?operand ; bkg:text ?text .
            ?operand bkg:operand ?statement ; bkg:operandOrder ?order .
            OPTIONAL {{ ?operand bkg:operandRole ?role }}
          }}
          ?rule skos:broader ?family .
        }} ORDER BY ?finding ?order""",
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(row["finding"].value, {"rule": row["rule"].value, "texts": {}, "operands": {}})
        one["texts"][row["text"].language or "zh"] = row["text"].value
        one["operands"].setdefault(row["statement"].value, row["role"].value if row["role"] is not None else "")
    by_statement: dict[str, list[Contradiction]] = {}
    for name, one in found.items():
        texts = one["texts"]
        finding = Contradiction(
            name,
            one["rule"].rpartition("/")[2],
            Say(texts.get("zh", ""), texts.get("en", "")),
            tuple(one["operands"].items()),
        )
        for statement in one["operands"]:
            by_statement.setdefault(statement, []).append(finding)
    return by_statement


def _offices(source: Source, document: Document) -> list[tuple[str, str, str, str]]:
    rows = solutions(
        source,
        f"""
        SELECT ?unit ?label ?kind ?own WHERE {{
          {{ GRAPH id:registry {{ {iri(document.department)} org:hasUnit ?unit . ?unit skos:prefLabel ?label }} }}
          OPTIONAL {{ GRAPH id:registry {{ ?unit bkg:officeKind ?kind }} }}
          OPTIONAL {{ GRAPH id:registry {{ ?unit bkg:independentAccounting ?own }} }}
        }}""",
    )
    return [
        (
            row["unit"].value,
            row["label"].value,
            row["kind"].value.removeprefix(DEF) if row["kind"] is not None else "InternalOffice",
            row["own"].value if row["own"] is not None else "",
        )
        for row in rows
    ]


def _projects(source: Source, document: Document) -> dict[str, str]:
    """Names of projects by edition."""
    rows = solutions(
        source,
        f"""
        SELECT ?edition ?label WHERE {{ GRAPH id:registry {{
          ?project bkg:carriedOutBy {iri(document.department)} ; skos:prefLabel ?label .
          ?edition bkg:project ?project }} }}""",
    )
    return {row["edition"].value: row["label"].value for row in rows}


def _labels(source: Source, codes: Iterable[str]) -> list[tuple[Sense, str, str]]:
    """The names of the classes a document uses, and of all functional classes of the highest level, used or not."""
    rows = solutions(
        source,
        f"""
        SELECT ?code ?label WHERE {{
          VALUES ?code {{ {" ".join(map(iri, sorted({*codes, *_CLASSES})))} }}
          ?code skos:prefLabel|skos:altLabel ?label
        }} ORDER BY ?code ?label""",
    )
    found = []
    for row in rows:
        name = row["code"].value[len(CODE) :]
        sense = Sense(*name.split("/", 1))
        text, language = row["label"].value, row["label"].language or ""
        found.append((sense, text, language))
        if sense.scheme == FUNCTION and language == "zh" and text.endswith("支出") and len(text) > 4:
            found.append((sense, text.removesuffix("支出"), language))
    return found


def _complete(one: Statement, projects: dict[str, str], said: dict[str, Statement], words: Lexicon) -> None:
    """Work out what a statement is about from its properties."""
    data = one.data
    for name, of in DIMENSIONS.items():
        code = one.first(name).rpartition("/")[2]
        if code and code != TOTAL:
            one.dims[of] = code
    year = one.first("fiscalYear")
    one.year = int(year[:4]) if year else None
    value = next((one.first(name) for name in _VALUES if name in data), "")
    one.value = Decimal(value) if value else None
    one.unit = (one.first("printedUnit") or one.first("unit")).rpartition("/")[2]
    subject = one.first("subject") or one.first("evaluates")
    one.project = projects.get(subject, "")
    owner = said.get(subject)
    one.owner = owner.label if owner is not None else ""
    one.names = [folded(name) for name in (one.label, one.project) if name]
    one.about = folded(" ".join((one.label, one.project, one.owner)))
    one.codes = {of: tuple(words.words.get(Sense(of, code), ())[:3]) for of, code in one.dims.items()}
    dims = [word for labels in one.codes.values() for word in labels]
    texts = [text for name in _TEXTS for text in data.get(name, ())]
    one.hay = folded(" ".join((one.about, *dims, one.quote, *texts)))
