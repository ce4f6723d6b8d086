"""Read budget disclosures into a graph that answers questions with evidence.

    import budget_kg

    answer = budget_kg.ask("path/to/store", "三公经费是多少，为什么减少？")
    print(answer.sentence, answer.confidence)
    for quote in answer.evidence:
        print(quote.title, quote.section, quote.start, quote.quote)

Errors are those of `budget_kg.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from budget_kg.answering.reply import Answer
    from budget_kg.errors import Lang
    from budget_kg.stores.contract import Source

__all__ = ["Answer", "ask"]


def ask(
    store: str | Path | Source, text: str, lang: Lang | None = None, *,
    dept: str | None = None, year: int | None = None, unit: str | None = None,
) -> Answer:
    """Answer a question in 中文 or English, in its own words, from a store: its folder, or one that is open.

    The answer is in the language of the question unless `lang` (`zh`, `en`) says otherwise. `dept` (name, short name,
    division code or IRI) and `year` say which disclosure is asked, as far as the question does not; `unit` (元, 万元,
    亿元) is that of amounts. Every figure comes from a statement of a document, with its quote; what the documents do not
    say has the confidence `not-stated`. Raises UsageError when there is nothing to answer (an empty or too long text,
    another language, a query, an unknown department, no documents), StoreError when the store cannot be opened.
    """
    from os import PathLike

    from budget_kg.answering import free

    if not isinstance(store, (str, PathLike)):
        return free.ask(store, text, lang, dept=dept, year=year, unit=unit)
    from pathlib import Path

    from budget_kg.shared_graphs import ontology_version
    from budget_kg.stores.oxigraph import open_reader

    with open_reader(Path(store).expanduser(), ontology=ontology_version()) as reader:
        return free.ask(reader, text, lang, dept=dept, year=year, unit=unit)


def __getattr__(name: str) -> object:
    """The type of answers, imported when it is first asked for."""
    if name == "Answer":
        from budget_kg.answering.reply import Answer

        return Answer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
