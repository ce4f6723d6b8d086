"""The answer to a free question: sentence, lines, evidence, arithmetic, and how sure it is; values ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from budget_kg.answering.result import Confidence
from budget_kg.asking.answers import Quote
from budget_kg.errors import Lang


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: what, which phase and year, the figure or words, and the quotes it was read from."""

    what: str
    phase: str
    year: int | None
    value: str
    exact: str
    unit: str
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sense in which the question was answered, from one disclosure (its title).

    `sparql` are the queries run, `plan` says them in words; `steps` is the arithmetic, `findings` what checks found.
    """

    document: str
    sentence: str
    lines: tuple[Line, ...]
    basis: tuple[Line, ...]
    steps: tuple[str, ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    confidence: Confidence
    plan: str
    sparql: tuple[str, ...]

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The quotes of all lines, each once."""
        return tuple(dict.fromkeys(quote for line in (*self.lines, *self.basis) for quote in line.evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a free question in `lang`: `sentence` says it, `readings` have its lines and their quotes.

    `document` is the title of the disclosure that was asked (of several, the first), `verdict` the answer to a question
    of yes or no, `near` what the document does give of something it does not say, `notes` what the question left open
    and was taken; `via` says which way it was found: `plan`, `semantic` (a plan for the thing nearest in meaning),
    `question:ID` for a prepared question, or `model` when a language model chose.
    """

    question: str
    lang: Lang
    document: str
    confidence: Confidence
    sentence: str
    readings: tuple[Reading, ...]
    near: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    verdict: bool | None = None
    via: str = "plan"

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The quotes behind the answer."""
        return tuple(dict.fromkeys(quote for reading in self.readings for quote in reading.evidence))

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON values, in the form that `docs/answer.schema.json` describes."""
        return {
            "question": self.question, "lang": self.lang, "document": self.document, "confidence": self.confidence,
            "sentence": self.sentence, "verdict": self.verdict, "via": self.via,
            "readings": [_reading(one) for one in self.readings], "near": list(self.near), "notes": list(self.notes),
        }


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "document": one.document, "sentence": one.sentence, "confidence": one.confidence,
        "lines": [_line(line) for line in one.lines], "basis": [_line(line) for line in one.basis],
        "steps": list(one.steps), "findings": list(one.findings),
        "notes": list(one.notes), "plan": one.plan, "sparql": list(one.sparql),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "what": line.what, "phase": line.phase or None, "year": line.year, "value": line.value,
        "exact": line.exact or None, "unit": line.unit or None,
        "evidence": [_quote(quote) for quote in line.evidence],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    spot = quote.spot
    cell = None if spot is None else {
        "table": spot.table, "row": spot.row, "column": spot.column,
        "sheet": spot.sheet or None, "address": spot.address or None,
    }
    return {
        "document": quote.title, "section": quote.section, "page": quote.page, "start": quote.start, "end": quote.end,
        "quote": quote.quote, "passage": quote.passage, "cell": cell,
    }
