"""Endpoints: a real one (`oxigraph serve`), and servers that stall, redirect, lie and break off."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from budget_kg.errors import BudgetKgError, LimitError, StoreError, UsageError
from budget_kg.sparql.execution import run_query, select, table
from budget_kg.stores.remote import Endpoint
from budget_kg.stores.results import GRAPH_OUTPUTS, SOLUTION_OUTPUTS, Limits, Output

ROWS = 600
ANSWER = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"1"}}]}}'
JSON = "application/sparql-results+json"
QUERY = "SELECT ?a { ?a ?b ?c }"


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """The address of an Oxigraph server with `ROWS` triples and a time limit of one second."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}", "--timeout-s", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        amount = "https://w3id.org/budget-kg/def#amount"
        triples = "".join(f'<http://s/{n}> <{amount}> "{n}" .\n' for n in range(ROWS)).encode()
        load = Request(f"http://127.0.0.1:{port}/store?default", data=triples, method="POST")
        load.add_header("Content-Type", "application/n-triples")
        with urlopen(load, timeout=10):
            pass
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for_port(port: int) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on a free port that answers every POST with `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the standard library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/sparql"
        running.shutdown()


def reply(
    body: bytes, *, status: int = 200, media_type: str = JSON, length: int | None = None, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize("output", SOLUTION_OUTPUTS)
def test_solutions_in_every_format(oxigraph: str, output: Output) -> None:
    result = run_query(Endpoint(oxigraph), "SELECT ?s ?n { ?s bkg:amount ?n }", output=output)
    assert result.rows == ROWS
    assert result.body.count(b"http://s/") == ROWS
    ask = run_query(Endpoint(oxigraph), "ASK { ?s bkg:amount '7' }", output=output)
    assert b"true" in ask.body


@pytest.mark.parametrize("output", GRAPH_OUTPUTS)
def test_graphs_in_every_format(oxigraph: str, output: Output) -> None:
    result = run_query(Endpoint(oxigraph), "CONSTRUCT WHERE { ?s bkg:amount '7' }", output=output)
    kind = ox.RdfFormat.from_extension(output)
    assert kind is not None
    (quad,) = ox.parse(result.body, format=kind)
    assert quad.subject == ox.NamedNode("http://s/7")


def test_trusted_questions_are_asked_the_same_way(oxigraph: str) -> None:
    found = select(Endpoint(oxigraph), "SELECT ?s ?x { ?s bkg:amount '7' }")
    assert (found.columns, found.rows) == (("s", "x"), ((ox.NamedNode("http://s/7"), None),))


def test_the_servers_own_time_limit_is_no_result(oxigraph: str) -> None:
    heavy = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(?c, ?f, ?i)) > 20) }"
    for query in (f"SELECT * {heavy}", f"SELECT (COUNT(*) AS ?n) {heavy}", f"CONSTRUCT {{ ?a ?b ?c }} {heavy}"):
        with pytest.raises(LimitError, match="its own time limit"):
            run_query(Endpoint(oxigraph), query)


def test_a_malformed_query_is_wrong_use(oxigraph: str) -> None:
    with pytest.raises(UsageError, match=r"malformed: error at 1:\d+"):
        run_query(Endpoint(oxigraph), "SELECT * { ?a ?b")


def test_limits_on_rows_and_bytes(oxigraph: str) -> None:
    query = "SELECT ?s { ?s ?p ?o }"
    assert run_query(Endpoint(oxigraph), query, limits=Limits(rows=ROWS)).rows == ROWS
    with pytest.raises(LimitError, match="more than 599 rows"):
        run_query(Endpoint(oxigraph), query, limits=Limits(rows=ROWS - 1))
    with pytest.raises(LimitError, match="larger than 5000 bytes"):
        run_query(Endpoint(oxigraph), query, limits=Limits(size=5000))
    with pytest.raises(LimitError, match="more than 5 rows"):
        run_query(Endpoint(oxigraph), "CONSTRUCT WHERE { ?s ?p ?o }", limits=Limits(rows=5))


def test_updates_never_leave(oxigraph: str) -> None:
    with pytest.raises(UsageError, match="updates are refused"):
        run_query(Endpoint(oxigraph), "CLEAR ALL")
    assert run_query(Endpoint(oxigraph), "ASK { ?s ?p ?o }").body == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize("query", [QUERY, "# insert\nPREFIX delete: <http://d/> SELECT ?a { ?a delete:b 'drop' }"])
def test_the_request_is_a_query_by_post(query: str) -> None:
    seen: list[tuple[str, dict[str, list[str]]]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        handler.headers.replace_header("Content-Length", "0")
        seen.append((handler.headers["Accept"], parse_qs(body, strict_parsing=True)))
        reply(ANSWER)(handler)

    with server(answer) as url:
        assert table(run_query(Endpoint(url), query)).rows == ((ox.Literal("1"),),)
    accept, form = seen[0]
    assert accept.startswith(JSON)
    assert form == {"query": [query]}


def test_a_server_that_stalls_is_left_at_the_limit() -> None:
    release = threading.Event()
    with server(lambda _: [release.wait(10)].clear()) as url:
        started = time.monotonic()
        with pytest.raises(LimitError, match=r"limit of 0.5 s"):
            run_query(Endpoint(url), QUERY, limits=Limits(timeout=0.5))
        assert time.monotonic() - started < 1.5
        release.set()


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_dribbles_is_left_at_the_limit(part: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.0 200 OK\r\n" if part == "headers" else b"HTTP/1.0 200 OK\r\n\r\n"
        try:
            handler.wfile.write(start)
            for _ in range(100):
                handler.wfile.write(b"X-Slow: yes\r\n")
                time.sleep(0.1)
        except OSError:
            pass

    with server(answer) as url:
        started = time.monotonic()
        with pytest.raises(LimitError, match=r"limit of 0.5 s"):
            run_query(Endpoint(url), QUERY, limits=Limits(timeout=0.5))
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    reached: list[int] = []
    with (
        server(lambda _: reached.append(1)) as target,
        server(reply(b"", status=status, Location=target)) as url,
        pytest.raises(StoreError, match=f"redirects to {target}"),
    ):
        run_query(Endpoint(url), QUERY)
    assert reached == []


CASES: list[tuple[str, Callable[[BaseHTTPRequestHandler], None], type[BudgetKgError], str]] = [
    ("html", reply(b"<html>Welcome", media_type="text/html; charset=utf-8"), StoreError, "web page"),
    ("truncated", reply(ANSWER[:-20]), StoreError, "incomplete"),
    ("short", reply(ANSWER, length=len(ANSWER) + 7), StoreError, "broke off: 7 bytes are missing"),
    ("error in json", reply(b'{"error": "out of memory"}'), StoreError, "out of memory"),
    ("error after json", reply(ANSWER + b"\nError: disk"), StoreError, "incomplete or no result"),
    ("error in text", reply(b"Virtuoso 37000 Error", media_type="text/plain"), StoreError, "37000"),
    ("empty", reply(b""), StoreError, "incomplete or no result"),
    ("partial", reply(ANSWER, X_SQL_State="S1TAT"), LimitError, "own time limit"),
    ("control characters", reply(b"\x1b[31m\r\nred"), StoreError, r": \[31m red$"),
    ("not found", reply(b"", status=404), StoreError, "no endpoint"),
    ("unauthorised", reply(b"who?", status=401), StoreError, "401 .*who"),
    ("busy", reply(b"", status=503, Retry_After="120"), StoreError, "503 .*try again after 120"),
    ("gateway timeout", reply(b"", status=504), LimitError, "own time limit"),
    ("internal", reply(b"boom", status=500), StoreError, "500 .*boom"),
]


@pytest.mark.parametrize(("answer", "kind", "message"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_bad_answers_are_told(
    answer: Callable[[BaseHTTPRequestHandler], None], kind: type[BudgetKgError], message: str
) -> None:
    with server(answer) as url, pytest.raises(kind, match=message) as caught:
        run_query(Endpoint(url), QUERY)
    for line in (caught.value.say("en"), caught.value.say("zh")):
        assert line.isprintable()
        assert len(line) < 700


def test_a_graph_query_answered_with_solutions_is_no_graph() -> None:
    with server(reply(ANSWER)) as url, pytest.raises(StoreError, match="no result"):
        run_query(Endpoint(url), "CONSTRUCT WHERE { ?s ?p ?o }")


def test_xml_results_are_read_too() -> None:
    found = ox.Store().query("SELECT ?a { VALUES ?a { 1 2 } }")
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=ox.QueryResultsFormat.XML)
    assert body is not None
    with server(reply(body, media_type="application/sparql-results+xml")) as url:
        assert len(table(run_query(Endpoint(url), QUERY))) == 2


def test_nobody_there() -> None:
    with pytest.raises(StoreError, match="cannot reach"):
        run_query(Endpoint(f"http://127.0.0.1:{free_port()}/query"), QUERY)


@pytest.mark.parametrize(
    "url", ["", "query", "file:///etc/passwd", "ftp://example.org/", "http://", "http://me:secret@example.org/"]
)
def test_what_is_no_address_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError, match="not the address"):
        Endpoint(url)


def test_no_client_is_loaded_before_it_is_needed() -> None:
    code = "import sys; import budget_kg.sparql.execution; assert not {'SPARQLWrapper', 'rdflib'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
