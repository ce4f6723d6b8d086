"""The result of a free query: its form, the formats it can take, the limits it was held to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable

from budget_kg.errors import LimitError, UsageError


class Form(StrEnum):
    """The four forms of a SPARQL query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Tell whether the result is a graph (else solutions, or yes and no)."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


class Output(StrEnum):
    """Standard result formats; `xml` is SPARQL results for SELECT and ASK, RDF/XML for a graph."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"


SOLUTION_OUTPUTS: Final = (Output.CSV, Output.TSV, Output.JSON, Output.XML)
GRAPH_OUTPUTS: Final = (Output.TTL, Output.NT, Output.NQ, Output.TRIG, Output.JSONLD, Output.XML)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may cost: seconds, rows or triples, bytes of result, bytes of memory; None is no limit."""

    timeout: float | None = 30.0
    rows: int | None = None
    size: int | None = None
    memory: int | None = 1536 << 20


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A complete result: `rows` counts solutions or triples (1 for ASK), `body` is in format `output`."""

    form: Form
    output: Output
    body: bytes
    rows: int
    seconds: float


def fitting_output(form: Form, output: Output | None) -> Output:
    """Return `output`, or the plainest one when None; UsageError when the form of query cannot give it."""
    possible = GRAPH_OUTPUTS if form.gives_graph else SOLUTION_OUTPUTS
    if output is None:
        return Output.NT if form.gives_graph else Output.JSON
    if output not in possible:
        names = ", ".join(possible)
        raise UsageError(
            zh=f"{form} 查询不能输出 {output}；可用格式：{names}",
            en=f"a {form} query cannot be given as {output}; use one of: {names}",
        )
    return output


def out_of_time(seconds: float) -> LimitError:
    """The query ran longer than allowed."""
    return LimitError(
        zh=f"查询超过时间上限 {seconds:g} 秒，已停止；请缩小范围，或调大 --timeout",
        en=f"the query was stopped at its limit of {seconds:g} s; narrow it down, or raise --timeout",
    )


def too_many_rows(limit: int) -> LimitError:
    """The query has more rows or triples than allowed."""
    return LimitError(
        zh=f"结果超过 {limit} 行的上限；请加 LIMIT 或条件，或调大 --max-rows",
        en=f"the result has more than {limit} rows; add a LIMIT or a condition, or raise --max-rows",
    )


def too_large(limit: int) -> LimitError:
    """The result has more bytes than allowed."""
    return LimitError(
        zh=f"结果超过 {limit} 字节的上限；请加 LIMIT 或条件，或调大 --max-bytes",
        en=f"the result is larger than {limit} bytes; add a LIMIT or a condition, or raise --max-bytes",
    )


@runtime_checkable
class RemoteSource(Protocol):
    """An endpoint that evaluates a query elsewhere."""

    def fetch(self, sparql: str, form: Form, output: Output, limits: Limits) -> tuple[bytes, int]:
        """Return the result in format `output` and its number of rows; LimitError or StoreError otherwise."""
        ...
