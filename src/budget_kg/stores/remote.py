"""Any SPARQL 1.1 endpoint, through SPARQLWrapper: POST, one deadline, a cap on bytes, no redirects, no updates.

What comes back is parsed before it is passed on, so that an error inside a 200 never looks like a result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from budget_kg.errors import LimitError, StoreError, UsageError
from budget_kg.prefixes import PREFIXES, with_prefixes
from budget_kg.stores.remote_call import Reply, call, one_line
from budget_kg.stores.results import Form, Limits, Output, too_many_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

_USUAL: Final = Limits()
_CANCELLED: Final = b"The SPARQL operation has been cancelled"
_EXCERPT: Final = 160


class Endpoint:
    """A SPARQL endpoint by its address; `limits` hold for `query`, which asks trusted questions."""

    def __init__(self, url: str, limits: Limits = _USUAL) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise UsageError(
                zh=f"不是可用的 SPARQL 服务地址：{url}（应为 http:// 或 https:// 开头，不含用户名）",
                en=f"not the address of a SPARQL endpoint: {url} (give http:// or https://, without a user name)",
            )
        self.url = parts._replace(fragment="").geturl()
        self.limits = limits

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean:
        """Evaluate a trusted SELECT or ASK there; known prefixes are declared."""
        import pyoxigraph as ox

        body, _ = self.fetch(sparql, Form.SELECT, Output.JSON, self.limits)
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)

    def fetch(self, sparql: str, form: Form, output: Output, limits: Limits) -> tuple[bytes, int]:
        """Return the result in format `output` and its number of rows; LimitError or StoreError otherwise."""
        reply = call(self.url, with_prefixes(sparql), form, limits)
        if reply.body.rstrip().endswith(_CANCELLED) or reply.partial:
            raise LimitError(
                zh=f"{self.url} 因其自身的时间上限中止了查询，结果不完整；请缩小范围",
                en=f"{self.url} stopped the query at its own time limit, the result is incomplete; narrow it down",
            )
        if "html" in reply.media_type:
            raise StoreError(
                zh=f"{self.url} 返回的是网页，不是查询结果；请检查地址是否为 SPARQL 服务",
                en=f"{self.url} answered with a web page instead of results; is it the address of an endpoint?",
            )
        convert: Callable[[Reply, Output, int | None], tuple[bytes, int]]
        convert = _graph if form.gives_graph else _solutions
        try:
            return convert(reply, output, limits.rows)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(reply, error) from error

    def _unreadable(self, reply: Reply, error: Exception) -> StoreError:
        text = one_line(reply.body[:_EXCERPT].decode("utf-8", "replace"))
        reason = one_line(str(error))
        return StoreError(
            zh=f"{self.url} 的回答不完整或不是查询结果（{reply.media_type or '无类型'}；{reason}）：{text}",
            en=f"the answer of {self.url} is incomplete or no result ({reply.media_type or 'no type'}; {reason}): {text}",
        )


def _solutions(reply: Reply, output: Output, most: int | None) -> tuple[bytes, int]:
    import pyoxigraph as ox

    kind = ox.QueryResultsFormat.from_media_type(reply.media_type) or ox.QueryResultsFormat.JSON
    rows = _count(reply.body, kind)
    if most is not None and rows > most:
        raise too_many_rows(most)
    found = ox.parse_query_results(reply.body, format=kind)
    body = found.serialize(format=ox.QueryResultsFormat.from_extension(output))
    return body or b"", rows


def _count(body: bytes, kind: ox.QueryResultsFormat) -> int:
    """Count the rows, and so read everything; no result object may outlive a failure.

    It would hang on the traceback, and the engine forbids that another thread throws it away.
    """
    import pyoxigraph as ox

    found: ox.QuerySolutions | ox.QueryBoolean | None = ox.parse_query_results(body, format=kind)
    rows = 1
    try:
        if isinstance(found, ox.QuerySolutions):
            rows = 0
            for _ in found:
                rows += 1
    finally:
        found = None
    return rows


def _graph(reply: Reply, output: Output, most: int | None) -> tuple[bytes, int]:
    import pyoxigraph as ox

    kind = ox.RdfFormat.from_media_type(reply.media_type)
    if kind is None:
        raise ValueError("not a graph")
    triples = [quad.triple for quad in ox.parse(reply.body, format=kind)]
    if most is not None and len(triples) > most:
        raise too_many_rows(most)
    prefixes = PREFIXES if output in (Output.TTL, Output.TRIG, Output.XML) else None
    body = ox.serialize(triples, format=ox.RdfFormat.from_extension(output), prefixes=prefixes)
    return body or b"", len(triples)
