"""What tools give, as JSON values: quotes, cards, things found, documents, questions, results of SPARQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from budget_kg.asking.answers import Quote
from budget_kg.asking.cards import Card, Line
from budget_kg.asking.contexts import Context
from budget_kg.asking.parameters import Parameter
from budget_kg.asking.questionfile import Question
from budget_kg.asking.searching import Hit
from budget_kg.errors import Lang
from budget_kg.sparql.tabulation import short_name
from budget_kg.stores.contract import StoredDocument

if TYPE_CHECKING:
    from budget_kg.answering.reply import Answer as FreeAnswer
    from budget_kg.answering.reply import Reading
    from budget_kg.asking.answers import Answer
    from budget_kg.stores.results import QueryResult

MOST_QUOTES: Final = 10
"""Quotes given with one row; how many there are is said beside them."""


def answered(found: Answer) -> dict[str, Any]:
    """The answer to a canned question: what its JSON output says, with the first quotes of every row."""
    from budget_kg.asking.presenting import present

    whole: dict[str, Any] = json.loads(present(found, "json", evidence=True))
    for row in whole["rows"]:
        quotes = row["evidence"]
        row["evidence"], row["evidence_total"] = quotes[:MOST_QUOTES], len(quotes)
    return whole


def quoted(quote: Quote) -> dict[str, Any]:
    """A passage: the words, and where in which document they stand."""
    return {
        "passage": quote.passage, "document": quote.document, "title": quote.title, "section": quote.section,
        "page": quote.page, "start": quote.start, "end": quote.end, "quote": quote.quote,
    }  # fmt: skip


def quoted_some(quotes: tuple[Quote, ...], top: int) -> dict[str, Any]:
    """The first passages, and how many there are."""
    return {"evidence": [quoted(one) for one in quotes[:top]], "total": len(quotes)}


def planned(found: FreeAnswer) -> dict[str, Any]:
    """How a free question was understood: each reading with its plan in words and the SPARQL that was run."""
    return {
        "question": found.question, "lang": found.lang, "document": found.document, "confidence": found.confidence,
        "sentence": found.sentence, "readings": [_plan(one) for one in found.readings],
    }  # fmt: skip


def _plan(reading: Reading) -> dict[str, Any]:
    return {
        "sentence": reading.sentence, "plan": reading.plan, "steps": list(reading.steps),
        "notes": list(reading.notes), "sparql": list(reading.sparql),
    }  # fmt: skip


def carded(found: Card) -> dict[str, Any]:
    """A card: what a thing is, its properties, its own sentences, and what is said of it."""
    return {
        "id": short_name(found.iri), "iri": found.iri, "name": found.title, "kind": found.kind,
        "properties": [{"name": name, "value": value} for name, value in found.fields],
        "quotes": [_sentence(one) for one in found.contexts],
        "groups": [
            {"title": group.title, "total": group.total, "lines": [_line(one) for one in group.lines]}
            for group in found.groups
        ],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    quote = {"quote": _sentence(line.context)} if line.context is not None else {}
    return {"text": line.text, "id": short_name(line.iri), **quote}


def _sentence(context: Context) -> dict[str, Any]:
    return {"document": context.document, "section": context.section, "page": context.page, "quote": context.text}


def hit(found: Hit) -> dict[str, Any]:
    """A thing that was found by its name."""
    return {
        "id": short_name(found.iri), "iri": found.iri, "name": found.label, "matched": found.matched,
        "kind": found.kind, "exact": found.exact,
    }  # fmt: skip


def document(found: StoredDocument) -> dict[str, Any]:
    """A document in the store."""
    return {
        "id": short_name(found.iri), "iri": found.iri, "title": found.title, "department": found.department,
        "year": found.year, "kind": found.kind, **found.counts,
    }  # fmt: skip


def canned(question: Question, lang: Lang) -> dict[str, Any]:
    """A canned question: what it asks, and the parameters it takes."""
    return {
        "id": question.id, "number": question.number, "title": question.title(lang), "about": question.about(lang),
        "tags": list(question.tags), "phrasings": list(question.phrasings[lang][:2]),
        "parameters": [_parameter(one, lang) for one in question.params],
    }  # fmt: skip


def _parameter(one: Parameter, lang: Lang) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.name, "type": one.type, "label": one.label(lang), "about": one.help(lang),
        "required": one.required,
    }  # fmt: skip
    if one.default is not None:
        said["default"] = one.default
    if one.choices:
        said["choices"] = [choice.name for choice in one.choices]
    if one.multiple:
        said["multiple"] = True
    return said


def result(found: QueryResult) -> dict[str, Any]:
    """The result of a SPARQL query: JSON results as such, any other format as text."""
    from budget_kg.stores.results import Output

    text = found.body.decode("utf-8")
    body = {"results": json.loads(text)} if found.output is Output.JSON else {"text": text}
    return {"form": str(found.form), "format": str(found.output), "rows": found.rows, **body}
