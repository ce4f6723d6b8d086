"""From a question taken apart to plans and their results: what is asked, about which subject, worked out how.

Each operation looks for its subject among the statements of one document, makes a plan, runs it, and works with the
rows. An operation that does not apply gives nothing, and the next is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from budget_kg.answering import naming
from budget_kg.answering.figures import YUAN, Figure, figure_of, unit_of
from budget_kg.answering.inventory import Inventory, Statement
from budget_kg.answering.plan import Plan, Row, Selection, amounts, run, same_label
from budget_kg.answering.question import BUDGETS, Question, Term
from budget_kg.answering.result import Part
from budget_kg.answering.topics import VALUED, Topic, accepted, key, topics
from budget_kg.errors import Say
from budget_kg.stores.contract import Source


class Planner:
    """Plans for one question about one document."""

    def __init__(self, source: Source, inventory: Inventory, question: Question) -> None:
        self.source = source
        self.inventory = inventory
        self.question = question
        self.words = inventory.lexicon
        self.near: list[Topic] = []

    # -- subjects ---------------------------------------------------------------------------------------------------

    @property
    def year(self) -> int:
        """The year asked about."""
        own = self.inventory.document.year
        asked = [year for year in self.question.years if year != own]
        if asked and own not in self.question.years:
            return asked[0]
        if self.question.has("next-year") and not asked:
            return own + 1
        return own

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases asked about, or those that are meant when none is named."""
        asked = self.question.phases
        if "adjustment" in asked:
            return ("adjustment",)
        if self.inventory.document.kind == "BudgetStatement":
            if self.question.strict and set(self.question.strict) == {"actual"}:
                return ("actual",)
            return BUDGETS if not asked or set(asked) & {*BUDGETS, "actual"} else tuple(asked)
        if set(asked) & set(BUDGETS) and "actual" not in asked:
            return tuple(asked) if asked[0] != "budget" else BUDGETS
        return ("actual", "adjustment")

    def pool(self, *, phases: Iterable[str] | None = None, year: int | None = None) -> list[Statement]:
        """The valued statements of a year; amounts only of some phases."""
        wanted_phases = tuple(self.phases if phases is None else phases)
        of_year = self.year if year is None else year
        any_year = year is None and of_year == self.inventory.document.year
        kinds = (*VALUED, "RateStatement") if self.question.has("percent", "completion", "result") else VALUED
        return [
            one
            for one in self.inventory.of_kind(*kinds)
            if (one.kind != "RateStatement" or not one.data.get("ofObservation"))
            if (one.year == of_year and one.phase in wanted_phases)
            or (one.kind != "MoneyObservation" and (one.year == of_year or any_year))
        ]

    def flow_fits(self, one: Statement) -> bool:
        """Whether an amount is on the side asked about."""
        if one.kind != "MoneyObservation":
            return True
        if self.question.has("revenue") and not self.question.has("expenditure"):
            return one.flow == "Revenue"
        if "fund" in one.dims and not self.question.has("expenditure") and set(one.dims) == {"fund"}:
            side = self.question.side("fund")
            return not side or one.flow == side
        return one.flow in ("Expenditure", "Balance", "Stock")

    def subjects(self, terms: Sequence[Term], pool: Iterable[Statement]) -> list[Topic]:
        """The subjects that terms may mean, best first; those that do not account for the question are kept as near."""
        found = topics(self.inventory, terms, [one for one in pool if self.flow_fits(one)])
        found = self.with_number(found)
        good = [topic for topic in found[:12] if accepted(self.inventory, topic)]
        if not good:
            self.near += [topic for topic in found[:3] if topic.fit.coverage > 0.3]
        return good

    def with_number(self, found: list[Topic]) -> list[Topic]:
        """Subjects of which an amount named in the question is printed come first."""
        named = {number * YUAN[unit] for number, unit in self.question.numbers if unit in YUAN}
        if not named or self.question.has("more-than", "less-than", "equal-to"):
            return found
        keys = {key(one) for one in self.inventory.of_kind("MoneyObservation") if one.value in named}
        return sorted(found, key=lambda topic: (topic.key not in keys, -topic.fit.score))

    def plan(self, operation: str, about: Say, selections: Iterable[Selection]) -> Plan:
        """A plan for this question."""
        return Plan(
            self.inventory.document,
            operation,
            about,
            tuple(selections),
            year=self.year,
            unit=self.question.unit,
            limit=self.question.top,
        )

    def named(self, one: Statement) -> Say:
        """What a statement is about."""
        return naming.about(one, self.words)

    # -- running ----------------------------------------------------------------------------------------------------

    def select(self, role: str, topic: Topic, phases: Iterable[str] = ()) -> Selection:
        """The selection of the statements of a subject."""
        best = topic.best
        if best.kind == "MoneyObservation":
            found = [one for one in topic.members if (not phases or one.phase in phases) and one.year == best.year]
            return amounts(role, found or [best], self.named(best))
        return same_label(role, best, self.named(best))

    def rows(self, selections: Iterable[Selection]) -> list[Row]:
        """Run selections."""
        return run(self.source, self.inventory, selections)

    def of(self, topic: Topic, selection: Selection) -> list[Row]:
        """The rows of a selection that are about its subject: one name may stand for a number of things and of people."""
        return [row for row in self.rows([selection]) if key(row.statement) == topic.key]

    def part(self, row: Row) -> Part:
        """A row as a line of an answer."""
        one = row.statement
        figure = figure_of(one, row.value)
        text = (
            ""
            if figure is not None
            else next(
                (
                    words
                    for name in ("achievedText", "targetText", "text", "definition", "note")
                    if (words := one.first(name))
                ),
                "",
            )
        )
        said = naming.phase(one) if one.kind == "MoneyObservation" else naming.role_of(one)
        if one.kind == "ChangeStatement" and figure is None:
            text = naming.direction(one)
        of = self.inventory.by_iri.get(one.first("ofObservation")) if one.kind in naming.ATTACHED else None
        about = naming.attached(one, self.named(of)) if of is not None else self.named(one)
        return Part(about, figure, text, said, one.year, (row,))

    def parts(self, row: Row) -> list[Part]:
        """A row as lines: the target of an indicator is a line of its own."""
        one, part = row.statement, self.part(row)
        target = one.first("target") if one.kind == "IndicatorResult" else ""
        if not target:
            return [part]
        goal = replace(part, figure=Figure(Decimal(target), unit_of(one)), text="", phase=Say("目标", "target"))
        return [goal, part] if part.figure is not None or part.text else [goal]

    def merged(self, rows: Iterable[Row]) -> list[Part]:
        """Rows as lines; those that say the same of the same thing are one line."""
        found: dict[tuple[object, ...], Part] = {}
        for row, part in [(each, part) for each in rows for part in self.parts(each)]:
            name = (key(row.statement), part.phase.zh, part.year, part.figure, part.text)
            known = found.get(name)
            if known is None:
                found[name] = part
                continue
            plainer = len(row.statement.dims) < len(known.rows[0].statement.dims)
            found[name] = replace(known, about=part.about if plainer else known.about, rows=(*known.rows, row))
        return list(found.values())

    def operand(self, role: str, topic: Topic, phases: Iterable[str] = ()) -> tuple[Selection, Part] | None:
        """The one value of a subject, as an operand of arithmetic."""
        selection = self.select(role, topic, phases)
        parts = [part for part in self.merged(self.of(topic, selection)) if part.figure is not None]
        results = [part for part in parts if part.phase.en != "target"] or parts
        results.sort(key=lambda part: all(row.statement.dims != topic.best.dims for row in part.rows))
        return (selection, results[0]) if results else None
