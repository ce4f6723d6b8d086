"""The kinds of facts a document can state. Each field names its term, so that mapping is a loop.

A fact is a claim of one document with the passage it was read from; facts refer to each other as objects.
A `Code` is `scheme/notation` (`phase/actual`), a `Term` the IRI of an enumerated value (`B.Expenditure`).
`numerals` are the spans, in offsets of the text layer, of the numerals the fact states: the account of numbers
counts them as read. `KEY` names the fields that identify a fact within its section; never the value itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, NewType

from budget_kg.model import Passage
from budget_kg.text import Quantity
from budget_kg.vocab import B

Code = NewType("Code", str)
Term = NewType("Term", str)
Year = NewType("Year", int)
Span = tuple[int, int]

TOTAL_FUNCTION = Code("func/_T")
TOTAL_ECONOMIC = Code("econ-dep/_T")
TOTAL_FUND = Code("fund/_T")
TOTAL_TYPE = Code("expenditure-type/_T")
TOTAL_ITEM = Code("item/_T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fact:
    """Something a document states, with its evidence. Compared by identity."""

    KIND: ClassVar[str]
    SLUG: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]] = ()

    passage: Passage
    numerals: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """An enduring project of the department, known by its full printed name."""

    name: str


ProjectSubject = Project | None
"""What a statement is about: a project in the year of the statement, or (None) the department itself."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MoneyObservation(Fact):
    """One printed amount of the department's own money: which year, phase, flow, of what, how much."""

    KIND = B.MoneyObservation
    SLUG = "obs"
    KEY = ("subject", "function", "economic", "fund", "type", "item", "flow", "phase", "year")

    amount: Annotated[Quantity, B.amount]
    year: Annotated[Year, B.fiscalYear]
    phase: Annotated[Code, B.phase]
    flow: Annotated[Term, B.flow]
    subject: Annotated[ProjectSubject, B.subject] = None
    function: Annotated[Code, B.function] = TOTAL_FUNCTION
    economic: Annotated[Code, B.economic] = TOTAL_ECONOMIC
    fund: Annotated[Code, B.fundingSource] = TOTAL_FUND
    type: Annotated[Code, B.expenditureType] = TOTAL_TYPE
    item: Annotated[Code, B.item] = TOTAL_ITEM
    label: Annotated[str | None, B.label] = None
    part_of: Annotated[MoneyObservation | None, B.partOf] = None
    includes: Annotated[tuple[Code, ...], B.includes] = ()
    transfer_from: Annotated[Code | None, B.transferFrom] = None
    direct: Annotated[bool | None, B.directTransfer] = None
    qualifier: Annotated[Term | None, B.qualifier] = None
    note: Annotated[str | None, B.note] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuantityObservation(Fact):
    """One printed quantity: a count, a stock, a measured value, or money that is not the department's own.

    `item` is its code where the item scheme has one (vehicles held); otherwise `label` names the indicator.
    """

    KIND = B.QuantityObservation
    SLUG = "obs"
    KEY = ("subject", "label", "item", "role", "year", "threshold")

    value: Annotated[Quantity, B.value]
    year: Annotated[Year, B.fiscalYear]
    label: Annotated[str, B.label]
    subject: Annotated[ProjectSubject, B.subject] = None
    item: Annotated[Code, B.item] = TOTAL_ITEM
    role: Annotated[Term, B.role] = Term(B.ResultValue)
    qualifier: Annotated[Term | None, B.qualifier] = None
    threshold: Annotated[Decimal | None, B.threshold] = None
    part_of: Annotated[QuantityObservation | None, B.partOf] = None
    key_work: Annotated[KeyWorkItem | None, B.subject] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RateStatement(Fact):
    """One printed percentage: share, completion of a budget, growth, or achievement of something."""

    KIND = B.RateStatement
    SLUG = "rate"
    KEY = ("subject", "kind", "label", "of", "base_text", "year")

    percent: Annotated[Quantity, B.percent]
    kind: Annotated[Term, B.rateKind]
    year: Annotated[Year, B.fiscalYear]
    subject: Annotated[ProjectSubject, B.subject] = None
    label: Annotated[str | None, B.label] = None
    of: Annotated[Fact | None, B.ofObservation] = None
    base: Annotated[Fact | None, B.baseObservation] = None
    base_text: Annotated[str | None, B.baseText] = None
    base_phase: Annotated[Code | None, B.basePhase] = None
    base_year: Annotated[Year | None, B.baseYear] = None
    direction: Annotated[Term | None, B.direction] = None
    qualifier: Annotated[Term | None, B.qualifier] = None
    role: Annotated[Term, B.role] = Term(B.ResultValue)
    key_work: Annotated[KeyWorkItem | None, B.subject] = None
    weight: Annotated[Quantity | None, B.weight] = None
    points: Annotated[Quantity | None, B.points] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangeStatement(Fact):
    """One printed change against a base year or budget; `amount` is negative for a decrease.

    It is None when only a word is printed: 持平, 决算数小于预算数.
    """

    KIND = B.ChangeStatement
    SLUG = "change"
    KEY = ("of", "base_year", "year")

    direction: Annotated[Term, B.direction]
    year: Annotated[Year, B.fiscalYear]
    amount: Annotated[Quantity | None, B.amount] = None
    of: Annotated[Fact | None, B.ofObservation] = None
    base_year: Annotated[Year | None, B.baseYear] = None
    base_phase: Annotated[Code | None, B.basePhase] = None
    qualifier: Annotated[Term | None, B.qualifier] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cause(Fact):
    """A cause the document gives, in its words."""

    KIND = B.Cause
    SLUG = "cause"
    KEY = ("text",)

    text: Annotated[str, B.text]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VarianceExplanation(Fact):
    """The document's explanation of the figures it is printed after."""

    KIND = B.VarianceExplanation
    SLUG = "explanation"
    KEY = ("cause",)

    explains: Annotated[tuple[Fact, ...], B.explains]
    cause: Annotated[Cause, B.hasCause]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome(Fact):
    """A narrated effect or output of a project or of the department's spending, in the document's words."""

    KIND = B.Outcome
    SLUG = "outcome"
    KEY = ("subject", "text")

    text: Annotated[str, B.text]
    year: Annotated[Year, B.fiscalYear]
    subject: Annotated[ProjectSubject, B.subject] = None
    explains: Annotated[tuple[Fact, ...], B.explains] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImprovementMeasure(Fact):
    """A remedy the document proposes."""

    KIND = B.ImprovementMeasure
    SLUG = "measure"
    KEY = ("text",)

    text: Annotated[str, B.text]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Issue(Fact):
    """A problem the document admits, with the causes and remedies it gives."""

    KIND = B.Issue
    SLUG = "issue"
    KEY = ("subject", "text")

    text: Annotated[str, B.text]
    subject: Annotated[ProjectSubject, B.subject] = None
    causes: Annotated[tuple[Cause, ...], B.hasCause] = ()
    measures: Annotated[tuple[ImprovementMeasure, ...], B.addressedBy] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IndicatorResult(Fact):
    """Target, achieved value and verdict of one indicator in the year; words are kept where there is no number."""

    KIND = B.IndicatorResult
    SLUG = "result"
    KEY = ("subject", "label", "year")

    label: Annotated[str, B.label]
    year: Annotated[Year, B.fiscalYear]
    subject: Annotated[ProjectSubject, B.subject] = None
    indicator_class: Annotated[Code | None, B.indicatorClass] = None
    comparator: Annotated[Term | None, B.comparator] = None
    target: Annotated[Quantity | None, B.target] = None
    target_text: Annotated[str | None, B.targetText] = None
    achieved: Annotated[Quantity | None, B.achieved] = None
    achieved_text: Annotated[str | None, B.achievedText] = None
    qualifier: Annotated[Term | None, B.qualifier] = None
    verdict: Annotated[Term, B.verdict] = Term(B.NotStated)
    verdict_basis: Annotated[Term | None, B.verdictBasis] = None
    weight: Annotated[Quantity | None, B.weight] = None
    points: Annotated[Quantity | None, B.points] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelfEvaluation(Fact):
    """A performance self-evaluation of a project or (subject None) of the department's whole spending."""

    KIND = B.SelfEvaluation
    SLUG = "evaluation"
    KEY = ("subject", "year")

    year: Annotated[Year, B.fiscalYear]
    subject: Annotated[ProjectSubject, B.evaluates] = None
    ordinal: Annotated[int | None, B.ordinal] = None
    score: Annotated[Quantity | None, B.score] = None
    weight: Annotated[Quantity | None, B.weight] = None
    grade: Annotated[str | None, B.grade] = None
    results: Annotated[tuple[IndicatorResult, ...], B.hasResult] = ()
    outcomes: Annotated[tuple[Outcome, ...], B.hasOutcome] = ()
    issues: Annotated[tuple[Issue, ...], B.raisesIssue] = ()
    measures: Annotated[tuple[ImprovementMeasure, ...], B.addressedBy] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultUse(Fact):
    """What was done with evaluation results: projects cut, money added, or other use in words."""

    KIND = B.ResultUse
    SLUG = "use"
    KEY = ("kind", "text")

    kind: Annotated[Term, B.useKind]
    text: Annotated[str, B.text]
    year: Annotated[Year, B.fiscalYear]
    names: Annotated[tuple[str, ...], B.names] = ()
    money: Annotated[tuple[MoneyObservation, ...], B.explains] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyWorkItem(Fact):
    """One item of key work: what it is, its target and its result in the document's words."""

    KIND = B.KeyWorkItem
    SLUG = "work"
    KEY = ("ordinal", "label")

    label: Annotated[str, B.label]
    year: Annotated[Year, B.fiscalYear]
    ordinal: Annotated[int | None, B.ordinal] = None
    target_text: Annotated[str | None, B.targetText] = None
    achieved_text: Annotated[str | None, B.achievedText] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Duty(Fact):
    """A duty of the department."""

    KIND = B.Duty
    SLUG = "duty"
    KEY = ("ordinal", "label")

    ordinal: Annotated[int, B.ordinal]
    label: Annotated[str, B.label]
    text: Annotated[str, B.text]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Office(Fact):
    """An internal office (科室) or a subordinate unit of the department.

    `length` is how many names the list has that ends with this one; None for other names, and where it may go on (等).
    """

    KIND = B.BudgetUnit
    SLUG = "unit"
    KEY = ("name",)

    name: Annotated[str, B.label]
    kind: Annotated[Term, B.officeKind]
    independent: Annotated[bool | None, B.independentAccounting] = None
    ordinal: Annotated[int | None, B.ordinal] = None
    length: Annotated[int | None, B.listLength] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contact(Fact):
    """A telephone number for questions."""

    KIND = B.ContactPoint
    SLUG = "contact"
    KEY = ("number",)

    number: Annotated[str, B.contact]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShortName(Fact):
    """A shorter name the document uses for the department."""

    KIND = B.NameUse
    SLUG = "name"
    KEY = ("name",)

    name: Annotated[str, B.shortName]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GlossaryTerm(Fact):
    """A term the document explains; `concept` is the code it was matched to, `printed_under` its printed parent."""

    KIND = B.GlossaryTerm
    SLUG = "term"
    KEY = ("label", "ordinal")

    label: Annotated[str, B.label]
    definition: Annotated[str, B.definition]
    ordinal: Annotated[int | None, B.ordinal] = None
    concept: Annotated[Code | None, B.concept] = None
    printed_under: Annotated[Code | None, B.printedUnder] = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DerivedObservation(Fact):
    """A value computed from printed ones (last year's from this year's and the change); not printed itself."""

    KIND = B.DerivedObservation
    SLUG = "derived"
    KEY = ("observation", "year")

    amount: Annotated[Decimal, B.amount]
    step: Annotated[Decimal, B.printedStep]
    year: Annotated[Year, B.fiscalYear]
    observation: Annotated[MoneyObservation, B.ofObservation]
    change: Annotated[ChangeStatement, B.explains]
