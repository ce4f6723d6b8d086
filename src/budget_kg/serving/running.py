"""What runs each tool: the functions of the product, imported when they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budget_kg.errors import UsageError
from budget_kg.serving.tool import Call

if TYPE_CHECKING:
    from budget_kg.stores.results import Limits

# -- questions ------------------------------------------------------------------------------------------------------


def ask(call: Call) -> dict[str, Any]:
    """Answer a free question."""
    from budget_kg.answering import free

    return free.ask(call.reader, call.text("question"), call.lang).as_json()


def answer(call: Call) -> dict[str, Any]:
    """Answer a canned question."""
    from budget_kg.asking import questions
    from budget_kg.serving.shown import answered

    name = call.text("id")
    question = questions.get(f"n:{name}" if name.isascii() and name.isdigit() else name)
    window = questions.Window(call.count("top"), call.count("offset"))
    unit = call.text("unit") or None
    return answered(questions.answer(call.reader, question, call.given["parameters"], call.lang, unit, window))


def list_questions(call: Call) -> dict[str, Any]:
    """List or search the canned questions."""
    from budget_kg.asking.phrasings import matches, suggested
    from budget_kg.asking.questions import catalogue
    from budget_kg.serving.shown import canned

    words, tag = call.text("words"), call.text("tag")
    found = catalogue(words=words.split(), tags=[tag] if tag else ())
    near = not found
    if near:
        found = [match.question for match in suggested(matches(words, catalogue(tags=[tag] if tag else ())))]
    shown = found[call.count("offset") :][: call.count("top")]
    return {"questions": [canned(one, call.lang) for one in shown], "total": len(found), "near": near}


# -- things ---------------------------------------------------------------------------------------------------------


def search(call: Call) -> dict[str, Any]:
    """Find things by name or code."""
    from budget_kg.asking import searching
    from budget_kg.serving.shown import hit

    found = searching.search(call.reader, call.text("name"), call.lang, call.count("top"))
    return {"things": [hit(one) for one in found]}


def explain(call: Call) -> dict[str, Any]:
    """The card of a thing, or how a free question was understood."""
    from budget_kg.answering import free
    from budget_kg.asking.cards import card
    from budget_kg.asking.searching import find
    from budget_kg.serving.shown import carded, planned

    thing, question = _either(call)
    if question:
        return planned(free.ask(call.reader, question, call.lang))
    return carded(card(call.reader, find(call.reader, thing), call.lang, _no_text))


def _no_text(_text_hash: str) -> str | None:
    """A quote is shown as it is: the server opens no document, only the store."""
    return None


def evidence(call: Call) -> dict[str, Any]:
    """The passages behind a thing or behind the answer to a free question."""
    from budget_kg.answering import free
    from budget_kg.asking.evidence import quotes_behind
    from budget_kg.asking.searching import find
    from budget_kg.serving.shown import quoted_some
    from budget_kg.sparql.tabulation import short_name

    thing, question = _either(call)
    if question:
        reply = free.ask(call.reader, question, call.lang)
        said = {"sentence": reply.sentence, "confidence": reply.confidence}
        return said | quoted_some(reply.evidence, call.count("top"))
    found = find(call.reader, thing)
    quotes = quotes_behind(call.reader, found)
    if not quotes:
        raise UsageError(
            zh=f"{short_name(found)} 不是陈述，没有自己的出处；用 explain 查看有关它的陈述",
            en=f"{short_name(found)} is no statement, so no passage is its own; `explain` lists the statements about it",
        )
    return {"id": short_name(found)} | quoted_some(quotes, call.count("top"))


def _either(call: Call) -> tuple[str, str]:
    """The thing or the question, of which just one is to be given."""
    thing, question = call.text("thing"), call.text("question")
    if bool(thing) == bool(question):
        raise UsageError(
            zh="thing 和 question 两个参数中给出一个", en="give one of the two arguments thing and question"
        )
    return thing, question


def documents(call: Call) -> dict[str, Any]:
    """List the documents."""
    from budget_kg.serving.shown import document

    words = call.text("words").split()
    found = [
        one for one in call.reader.documents() if all(word in f"{one.title} {one.year} {one.iri}" for word in words)
    ]
    shown = found[call.count("offset") :][: call.count("top")]
    return {"documents": [document(one) for one in shown], "total": len(found)}


# -- SPARQL ---------------------------------------------------------------------------------------------------------


def sparql(call: Call, limits: Limits) -> dict[str, Any]:
    """Run a query in a process of its own; UsageError for an update or SERVICE, LimitError at a limit."""
    from budget_kg.serving.shown import result
    from budget_kg.sparql.execution import run_query
    from budget_kg.stores.results import Output

    form = call.text("format")
    output = Output(form) if form else None
    return result(run_query(call.reader, call.text("query"), output=output, limits=limits))
