"""Running SPARQL: trusted queries here and now, free queries in a process that can be killed.

The engine has no timeout, no cancellation and no memory ceiling, so only the end of a process stops a query.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from budget_kg.errors import UsageError
from budget_kg.prefixes import PREFIXES
from budget_kg.sparql import confinement, guard
from budget_kg.stores.contract import Reader, Source, solutions
from budget_kg.stores.results import Limits, Output, QueryResult, RemoteSource, fitting_output
from budget_kg.tokens import Kind, prefix_use, scan

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_USUAL: Final = Limits()
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_SENTENCE: Final = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z]+)* [a-z]+")
_EXCERPT: Final = 30


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions as rows of terms, an unbound cell being None; an ASK is one column `ask`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)


def select(source: Source, sparql: str) -> Table:
    """Evaluate a trusted SELECT in this process, at no cost of starting one; it cannot be stopped."""
    try:
        found = solutions(source, sparql)
    except SyntaxError as error:
        raise syntax_error(sparql, str(error)) from error
    columns = tuple(variable.value for variable in found.variables)
    return Table(columns, tuple(tuple(row) for row in found))


def run_query(
    source: Reader | RemoteSource,
    sparql: str,
    *,
    output: Output | None = None,
    limits: Limits = _USUAL,
    allow_service: Collection[str] = (),
) -> QueryResult:
    """Evaluate a free query, and give its whole result in format `output`, or raise.

    UsageError for an update, a SERVICE not allowed, a malformed query; LimitError names the limit reached.
    Without `output`, SELECT and ASK give JSON and the others N-Triples.
    """
    form = guard.check(sparql, allow_service)
    output = fitting_output(form, output)
    started = time.monotonic()
    if isinstance(source, RemoteSource):
        body, rows = source.fetch(sparql, form, output, limits)
    else:
        request = confinement.Request(
            query=sparql,
            prefixes=PREFIXES,
            output=output,
            location=source.location,
            nquads=b"" if source.location is not None else source.dump(),
            union=not _names_dataset(sparql),
            network=bool(allow_service),
        )
        try:
            body, rows = confinement.run(request, limits)
        except confinement.MalformedQueryError as error:
            raise syntax_error(sparql, str(error)) from error
    return QueryResult(form, output, body, rows, time.monotonic() - started)


def _names_dataset(sparql: str) -> bool:
    """Tell whether the query has FROM: the engine ignores it when it is told to take the union of all graphs."""
    return any(token.kind is Kind.WORD and token.text.upper() == "FROM" for token in scan(sparql))


def table(result: QueryResult) -> Table:
    """Return the rows of a SELECT or ASK result that is in `Output.JSON`."""
    import pyoxigraph as ox

    found = ox.parse_query_results(result.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Table(("ask",), ((ox.Literal(bool(found)),),))
    return Table(tuple(variable.value for variable in found.variables), tuple(tuple(row) for row in found))


def syntax_error(sparql: str, message: str) -> UsageError:
    """Turn what the engine says of a malformed query into one line with the place.

    The engine looks ahead by the length of the keyword it hoped for, so the fault is there or just before.
    """
    match = _PLACE.match(message)
    if match is None:
        said = " ".join(message.split())[:200]
        return UsageError(zh=f"查询有语法错误：{said}", en=f"syntax error in the query: {said}")
    line, column = int(match[1]), int(match[2])
    written = (sparql.split("\n")[line - 1 : line] or [""])[0][: column - 1].rstrip()
    excerpt = f"…{written[-_EXCERPT:]}" if len(written) > _EXCERPT else written
    zh_why, en_why = _why(sparql, match[3])
    return UsageError(
        zh=f"查询有语法错误，在第 {line} 行第 {column} 列或稍前（{excerpt}）{zh_why}",
        en=f"syntax error in the query at or just before line {line}, column {column} ({excerpt}){en_why}",
    )


def _why(sparql: str, expected: str) -> tuple[str, str]:
    use = prefix_use(sparql)
    unknown = sorted(use.used - use.declared - PREFIXES.keys())
    if unknown:
        names = ", ".join(f"{name}:" for name in unknown)
        return f"：前缀 {names} 没有声明", f": no PREFIX declares {names}"
    sentence = _SENTENCE.search(expected)
    return (f"：{sentence[0]}", f": {sentence[0]}") if sentence else ("", "")
