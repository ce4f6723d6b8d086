"""One HTTP exchange with an endpoint: the request is SPARQLWrapper's, the connection is ours.

SPARQLWrapper opens addresses with a plain `urlopen`: redirects followed, no cap on size, a timeout for each
packet only. Here one deadline cuts the connection whatever the other side does.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from budget_kg.errors import BudgetKgError, LimitError, StoreError, UsageError
from budget_kg.stores.results import Form, Limits, out_of_time, too_large

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

MOST_BYTES: Final = 64 << 20
"""The cap on an answer when the limits name none."""

_SOLUTIONS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPH: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_AGENT: Final = "budget-kg (SPARQLWrapper)"
_CHUNK: Final = 1 << 16
_EXCERPT: Final = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer with status 200; `partial` when the server says it holds only a part."""

    media_type: str
    body: bytes
    partial: bool


@dataclass(slots=True)
class _Line:
    """The connection in use, so that it can be cut at the deadline."""

    sockets: list[socket.socket] = field(default_factory=list)
    cut_off: bool = False

    def cut(self) -> None:
        self.cut_off = True
        for connection in self.sockets:
            with suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RDWR)


def call(url: str, sparql: str, form: Form, limits: Limits) -> Reply:
    """Send the query and return the answer; LimitError, StoreError or UsageError otherwise."""
    line = _Line()
    timer = threading.Timer(limits.timeout or 0, line.cut)
    timer.daemon = True
    started = time.monotonic()
    if limits.timeout is not None:
        timer.start()
    try:
        response = _client(url, sparql, form, _opener(line), limits.timeout).query().response
        reply = _read(response, MOST_BYTES if limits.size is None else limits.size)
        if line.cut_off:
            raise TimeoutError
    except BudgetKgError:
        raise
    except Exception as error:
        late = limits.timeout is not None and time.monotonic() - started >= limits.timeout
        if limits.timeout is not None and (line.cut_off or late):
            raise out_of_time(limits.timeout) from error
        raise _failure(url, error) from error
    finally:
        timer.cancel()
        line.cut()
    return reply


def one_line(text: str) -> str:
    """Make a stranger's text fit for one line of a message: short, and without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_EXCERPT]


def _client(url: str, sparql: str, form: Form, opener: OpenerDirector, timeout: float | None) -> SPARQLWrapper:
    """A SPARQLWrapper that sends a query by POST, asks for standard types, and opens through `opener`."""
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    class Client(SPARQLWrapper):
        def _getAcceptHeader(self) -> str:  # noqa: N802 - the name is SPARQLWrapper's
            return _GRAPH if form.gives_graph else _SOLUTIONS

        def _query(self) -> tuple[Any, str]:
            return opener.open(self._createRequest(), timeout=timeout), self.returnFormat

    client = Client(url, returnFormat=JSON, agent=_AGENT)
    client.setMethod(POST)
    client.setOnlyConneg(True)
    client.setQuery(sparql)
    client.queryType = form.value  # known better: SPARQLWrapper guesses it with patterns, updates included
    return client


def _opener(line: _Line) -> OpenerDirector:
    """An opener that follows no redirect and hands each connection to `line`."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.sockets.append(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            line.sockets.append(self.sock)

    class PlainHandler(HTTPHandler):
        def http_open(self, req: Request) -> HTTPResponse:
            return self.do_open(Plain, req)

    class SecureHandler(HTTPSHandler):
        def https_open(self, req: Request) -> HTTPResponse:
            return self.do_open(Secure, req)

    class NoRedirect(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    return build_opener(PlainHandler, SecureHandler, NoRedirect)


def _read(response: HTTPResponse, most: int) -> Reply:
    """Read the whole body; LimitError beyond `most` bytes, HTTPException when it stops short."""
    pieces: list[bytes] = []
    left = most
    while piece := response.read(_CHUNK):
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raise too_large(most)
    if response.length:
        raise HTTPException(f"{response.length} bytes are missing")
    media_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    partial = response.headers.get("X-SQL-State") is not None  # Virtuoso's way to say so in a 200
    return Reply(media_type, b"".join(pieces), partial)


def _failure(url: str, error: Exception) -> BudgetKgError:
    if isinstance(error, HTTPError):
        return _refusal(url, error)
    reason = error.reason if isinstance(error, URLError) else error
    said = one_line(str(reason)) or type(reason).__name__
    if isinstance(error, URLError):
        return StoreError(
            zh=f"无法连接 {url}：{said}；请检查地址和网络",
            en=f"cannot reach {url}: {said}; check the address and the network",
        )
    return StoreError(zh=f"{url} 的回答中断：{said}", en=f"the answer of {url} broke off: {said}")


def _refusal(url: str, error: HTTPError) -> BudgetKgError:
    """Turn a status other than 200 into an error that says what to do."""
    try:
        said = one_line(error.read(4 * _EXCERPT).decode("utf-8", "replace"))
    except (OSError, HTTPException):
        said = ""
    code = error.code
    if 300 <= code < 400:
        target = one_line(error.headers.get("Location", "?"))
        return StoreError(
            zh=f"{url} 重定向到 {target}；不跟随重定向，请直接给出该地址",
            en=f"{url} redirects to {target}; redirects are not followed, give that address itself",
        )
    if code == 400:
        return UsageError(zh=f"{url} 认为查询有误：{said}", en=f"{url} finds the query malformed: {said}")
    if code == 404:
        return StoreError(
            zh=f"{url} 处没有 SPARQL 服务（404）；请检查地址",
            en=f"there is no endpoint at {url} (404); check the address",
        )
    if code in (408, 504):
        return LimitError(
            zh=f"{url} 超过其自身的时间上限（{code}）；请缩小范围",
            en=f"{url} ran into its own time limit ({code}); narrow the query down",
        )
    wait = one_line(error.headers.get("Retry-After", ""))
    zh_wait, en_wait = (f"；请 {wait} 后重试", f"; try again after {wait}") if wait else ("", "")
    return StoreError(
        zh=f"{url} 拒绝回答（{code} {error.reason}）：{said}{zh_wait}",
        en=f"{url} refused to answer ({code} {error.reason}): {said}{en_wait}",
    )
