"""Runs checks on a source: their queries select operands, the judging says what holds, and what does not is described.

Rows are `?relation ?role ?operand`: rows of one relation belong together. A check whose relation is `judged` says the
`?result` itself, and may say `?expected` and `?found`. `?severity` may soften a row's relation (`warning`,
`information`), `?note` is text for the message, `?closes` tells when the parts of a relation are all there are.
Operands of one role with the same `?key` are printings of one thing: the first is taken; where keys are codes, one
whose code lies under that of another of its role is contained in it, and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from budget_kg.checking.checkfile import Check
from budget_kg.checking.closing import Closing, closing, codes_above
from budget_kg.checking.figures import Number, Result, Verdict
from budget_kg.checking.judging import judge
from budget_kg.checking.operands import numbers
from budget_kg.errors import UsageError
from budget_kg.model import SEVERITIES_BY_WORD, Severity
from budget_kg.queryfile import bind
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri

_COLUMNS: Final = ("relation", "role", "operand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation that a check looked at: its operands (role, IRI) in the order of the query, and the verdict.

    `check` is as it was applied: it `closes` when the parts of this relation are all there are.
    """

    check: Check
    key: str
    operands: tuple[tuple[str, str], ...]
    verdict: Verdict
    severity: Severity
    note: str = ""

    @property
    def identity(self) -> str:
        """The check and the relation: two checks may look at one thing."""
        return f"{self.check.id} {self.key}"

    @property
    def result(self) -> Result:
        """Whether it holds."""
        return self.verdict.result

    @property
    def reported(self) -> bool:
        """Whether a reader is told: it fails, or only rounding excuses it."""
        return self.result in (Result.FAILS, Result.ROUNDING)

    def of(self, role: str) -> tuple[str, ...]:
        """The operands in a role."""
        return tuple(name for own, name in self.operands if own == role)


@dataclass(slots=True)
class _Rows:
    """What a query says of one relation."""

    operands: dict[tuple[str, str], None] = field(default_factory=dict)
    keys: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    severity: str = ""
    note: str = ""
    result: str = ""
    closes: str = ""
    expected: Decimal | None = None
    found: Decimal | None = None

    def add(self, operand: tuple[str, str], key: tuple[str, str]) -> None:
        """Take an operand (role, IRI) unless it is a later printing of one that is there."""
        self.operands.setdefault(self.keys.setdefault(key, operand))

    def uncontained(self) -> tuple[tuple[str, str], ...]:
        """The operands that are not contained in others."""
        inner = {
            operand for (role, code), operand in self.keys.items()
            if any((role, above) in self.keys for above in codes_above(code))
        }
        return tuple(operand for operand in self.operands if operand not in inner)

    def closed(self, closing: Closing) -> bool:
        """Whether the parts are all there are, by what the query says of it."""
        whole, total = next(((key, name) for (role, key), (_, name) in self.keys.items() if role == "total"), ("", ""))
        return closing.closes(self.closes, total, (whole, {key for role, key in self.keys if role == "part"}))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked once of a source, for all checks."""

    figures: Mapping[str, Number]
    closing: Closing


@dataclass(frozen=True, slots=True)
class Checked:
    """All relations that were looked at in a source, and the figures of its statements."""

    relations: tuple[Relation, ...]
    figures: Mapping[str, Number]

    @property
    def counts(self) -> Counter[Result]:
        """How many relations hold, fail, and so on."""
        return Counter(relation.result for relation in self.relations)

    @property
    def reported(self) -> list[Relation]:
        """The relations that do not hold."""
        return [relation for relation in self.relations if relation.reported]


def run(source: Source, checks: Iterable[Check], department: str | None = None) -> Checked:
    """Run checks on a source; those over a store are bound to a department (IRI), when one is given.

    UsageError for a query that does not run, or that gives rows of another form.
    """
    selected = [(check, _selected(source, check, department)) for check in checks]
    operands = (name for _, grouped in selected for rows in grouped.values() for _, name in rows.operands)
    known = _Known(numbers(source, operands), closing(source))
    return Checked(
        tuple(_relation(check, key, rows, known) for check, grouped in selected for key, rows in grouped.items()),
        known.figures,
    )


def _selected(source: Source, check: Check, department: str | None) -> dict[str, _Rows]:
    """What the query of a check selects, by relation; a figure that is printed but once is no relation of equals."""
    asked = check.sparql
    if department is not None:
        asked = bind(asked, {"dept": (iri(department),)})
    try:
        grouped = _grouped(solutions(source, asked))
        if check.relation == "judged":
            for rows in grouped.values():
                Result(rows.result)
    except (SyntaxError, ValueError, ArithmeticError) as error:
        raise UsageError(
            zh=f"{check.path}：核对无法运行：{error}", en=f"{check.path}: the check does not run: {error}"
        ) from error
    least = 2 if check.relation == "equal" else 1
    return {key: rows for key, rows in grouped.items() if len(rows.operands) >= least}


def _grouped(rows: Any) -> dict[str, _Rows]:
    """The rows by relation, which keeps the order of its first row."""
    optional = {variable.value for variable in rows.variables}
    missing = [name for name in _COLUMNS if name not in optional]
    if missing:
        raise ValueError(f"the query selects no ?{missing[0]}")
    grouped: dict[str, _Rows] = {}
    for row in rows:
        unbound = [name for name in _COLUMNS if row[name] is None]
        if unbound:
            raise ValueError(f"a row has no ?{unbound[0]}")
        one = grouped.setdefault(row["relation"].value, _Rows())
        role, operand = row["role"].value, row["operand"].value
        key = row["key"].value if "key" in optional and row["key"] is not None else operand
        one.add((role, operand), (role, key))
        if "severity" in optional and row["severity"] is not None and row["severity"].value not in SEVERITIES_BY_WORD:
            raise ValueError(f"severity {row['severity'].value!r} is none of {', '.join(SEVERITIES_BY_WORD)}")
        for name in ("severity", "note", "result", "closes"):
            if name in optional and row[name] is not None:
                setattr(one, name, row[name].value)
        for name in ("expected", "found"):
            if name in optional and row[name] is not None:
                setattr(one, name, Decimal(row[name].value))
    return grouped


def _relation(check: Check, key: str, rows: _Rows, known: _Known) -> Relation:
    operands = rows.uncontained()
    if rows.closes:
        check = replace(check, closes=rows.closed(known.closing))
    if check.relation == "judged":
        verdict = Verdict(Result(rows.result), rows.expected, rows.found)
    else:
        verdict = judged(check, operands, known.figures)
    severity = SEVERITIES_BY_WORD[rows.severity] if rows.severity else check.severity
    if verdict.result is Result.ROUNDING:
        severity = Severity.INFO
    return Relation(check=check, key=key, operands=operands, verdict=verdict, severity=severity, note=rows.note)


def judged(check: Check, operands: Iterable[tuple[str, str]], figures: Mapping[str, Number]) -> Verdict:
    """The verdict on operands (role, IRI) of a check by their figures; not for one that says the result itself."""
    by_role: dict[str, list[Number | None]] = {}
    for role, name in operands:
        by_role.setdefault(role, []).append(figures.get(name))
    return judge(check, by_role)


def mentioned(relations: Sequence[Relation]) -> list[str]:
    """The operands of relations, once each, in their order."""
    return list(dict.fromkeys(name for relation in relations for _, name in relation.operands))
