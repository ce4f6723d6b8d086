"""Free queries in their own process: every format, every limit, and what is left afterwards."""

from __future__ import annotations

import csv
import io
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import stored

from budget_kg.errors import LimitError, StoreError, UsageError
from budget_kg.sparql.execution import run_query, select, table
from budget_kg.sparql.worker import RowCounter
from budget_kg.stores.contract import Load, Reader, Store
from budget_kg.stores.memory import MemoryStore
from budget_kg.stores.oxigraph import EmbeddedStore
from budget_kg.stores.results import GRAPH_OUTPUTS, SOLUTION_OUTPUTS, Limits, Output

ROWS = 3000
GRAPH = "https://w3id.org/budget-kg/id/graph-a"
SUBJECT = "https://w3id.org/budget-kg/id/obs-"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CROSS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def fill(store: Store) -> Reader:
    amount = "https://w3id.org/budget-kg/def#amount"
    nquads = "".join(f'<{SUBJECT}{n}> <{amount}> "{n}" <{GRAPH}> .\n' for n in range(ROWS))
    document = stored("https://w3id.org/budget-kg/id/doc-a", GRAPH)
    with store.staging() as stage:
        stage.put(Load(document, nquads.encode()))
    return store.reader()


@pytest.fixture(scope="module", params=["embedded", "memory"])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    where = tmp_path_factory.mktemp("store")
    store: Store = EmbeddedStore(where) if request.param == "embedded" else MemoryStore()
    with fill(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with fill(EmbeddedStore(tmp_path_factory.mktemp("store"))) as opened:
        yield opened


def test_trusted_and_free_give_the_same_rows(reader: Reader) -> None:
    query = "SELECT ?s ?n ?none { ?s bkg:amount ?n } ORDER BY ?s LIMIT 3"
    trusted, free = select(reader, query), table(run_query(reader, query))
    assert trusted == free
    assert trusted.columns == ("s", "n", "none")
    assert len(trusted) == 3
    assert next(iter(trusted)) == (ox.NamedNode(f"{SUBJECT}0"), ox.Literal("0"), None)


@pytest.mark.parametrize("output", SOLUTION_OUTPUTS)
def test_solutions_in_every_format(reader: Reader, output: Output) -> None:
    result = run_query(reader, "SELECT ?s ?n { ?s bkg:amount ?n }", output=output)
    assert result.rows == ROWS
    if output is Output.CSV:
        lines = list(csv.reader(io.StringIO(result.body.decode(), newline="")))
        assert lines[0] == ["s", "n"]
        assert len(lines) == ROWS + 1
    else:
        kind = ox.QueryResultsFormat.from_extension(output)
        assert kind is not None
        found = ox.parse_query_results(result.body, format=kind)
        assert isinstance(found, ox.QuerySolutions)
        assert len(list(found)) == ROWS


@pytest.mark.parametrize("output", SOLUTION_OUTPUTS)
def test_ask_in_every_format(embedded: Reader, output: Output) -> None:
    yes = run_query(embedded, "ASK { ?s bkg:amount '7' }", output=output)
    no = run_query(embedded, "ASK { ?s bkg:amount '-7' }", output=output)
    assert (b"true" in yes.body, b"false" in no.body, yes.rows) == (True, True, 1)
    if output is Output.JSON:
        assert table(no).rows == ((ox.Literal(False),),)


@pytest.mark.parametrize("output", GRAPH_OUTPUTS)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s bkg:amount '7' }", "DESCRIBE id:obs-7"])
def test_graphs_in_every_format(embedded: Reader, output: Output, query: str) -> None:
    result = run_query(embedded, query, output=output)
    kind = ox.RdfFormat.from_extension(output)
    assert kind is not None
    (quad,) = ox.parse(result.body, format=kind)
    assert (quad.subject, quad.object) == (ox.NamedNode(f"{SUBJECT}7"), ox.Literal("7"))
    assert result.rows == 1
    if output in (Output.TTL, Output.TRIG):
        assert b"bkg:amount" in result.body


@pytest.mark.parametrize(
    ("dataset", "rows"),
    [
        ("", ROWS),
        (f"FROM <{GRAPH}>", ROWS),
        ("FROM <http://elsewhere>", 0),
        (f"FROM NAMED <{GRAPH}>", 0),
    ],
)
def test_from_names_the_graphs_to_ask(embedded: Reader, dataset: str, rows: int) -> None:
    assert run_query(embedded, f"SELECT ?s {dataset} {{ ?s bkg:amount ?n FILTER(?n != 'FROM') }}").rows == rows


@pytest.mark.parametrize(
    ("query", "output"),
    [("SELECT * { ?s ?p ?o }", Output.TTL), ("CONSTRUCT WHERE { ?s ?p ?o }", Output.CSV)],
)
def test_a_format_that_does_not_fit_is_wrong_use(embedded: Reader, query: str, output: Output) -> None:
    with pytest.raises(UsageError, match="use one of"):
        run_query(embedded, query, output=output)


@pytest.mark.parametrize("query", [CROSS, CROSS_ROWS], ids=["aggregate", "stream"])
def test_a_heavy_query_is_dead_at_its_limit_and_the_next_one_works(reader: Reader, query: str) -> None:
    started = time.monotonic()
    with pytest.raises(LimitError, match=r"limit of 0.7 s") as caught:
        run_query(reader, query, limits=Limits(timeout=0.7))
    assert time.monotonic() - started < 1.7
    assert caught.value.exit_code == 5
    assert worker_of(os.getpid()) is None
    assert run_query(reader, "ASK { ?s bkg:amount '7' }").body == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize("output", SOLUTION_OUTPUTS)
def test_one_row_too_many(embedded: Reader, output: Output) -> None:
    query = "SELECT ?s { ?s bkg:amount ?n }"
    assert run_query(embedded, query, output=output, limits=Limits(rows=ROWS)).rows == ROWS
    with pytest.raises(LimitError, match=f"more than {ROWS - 1} rows"):
        run_query(embedded, query, output=output, limits=Limits(rows=ROWS - 1))


def test_one_triple_too_many(embedded: Reader) -> None:
    query = "CONSTRUCT WHERE { ?s bkg:amount ?n }"
    assert run_query(embedded, query, limits=Limits(rows=ROWS)).rows == ROWS
    with pytest.raises(LimitError, match="more than 10 rows"):
        run_query(embedded, query, limits=Limits(rows=10))


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_too_many_bytes(embedded: Reader, query: str) -> None:
    size = len(run_query(embedded, query).body)
    assert len(run_query(embedded, query, limits=Limits(size=size)).body) == size
    with pytest.raises(LimitError, match=f"larger than {size - 1} bytes"):
        run_query(embedded, query, limits=Limits(size=size - 1))


def test_a_memory_bomb_harms_only_itself(embedded: Reader) -> None:
    bomb = f"{CROSS_ROWS} ORDER BY ?c ?f"
    with pytest.raises(LimitError, match="memory limit 900 MB"):
        run_query(embedded, bomb, limits=Limits(timeout=20, memory=900 << 20))
    assert select(embedded, "SELECT ?n { id:obs-7 bkg:amount ?n }").rows == ((ox.Literal("7"),),)


def test_a_crash_of_the_engine_harms_only_the_query(embedded: Reader) -> None:
    with pytest.raises(LimitError, match="crashed the engine"):
        run_query(embedded, "SELECT * {" + "{" * 30_000 + "}" * 30_000 + "}")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n ?s ?p \n", r"just before line 3, column 1"),
        ("SELECT * { ?s foo:bar ?o }", r"line 1, column \d+ .*: no PREFIX declares foo:"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", r"unbound"),
        ("SELECT * { ?s ?p <no scheme> }", r"line 1"),
    ],
)
def test_a_malformed_query_is_told_with_its_place(reader: Reader, query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as free:
        run_query(reader, query)
    assert "\n" not in free.value.say("en") + free.value.say("zh")
    with pytest.raises(UsageError, match=message):
        select(reader, query)


def test_updates_and_services_never_reach_the_process(embedded: Reader) -> None:
    with pytest.raises(UsageError, match="updates are refused"):
        run_query(embedded, "DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(UsageError, match="SERVICE"):
        run_query(embedded, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_an_allowed_service_is_called_and_its_failure_told(embedded: Reader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        query = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
        with pytest.raises(LimitError, match="limit of 1 s"):
            run_query(embedded, query, limits=Limits(timeout=1), allow_service=[url])
        server.settimeout(1)
        connection, _ = server.accept()
        assert connection.recv(20).startswith(b"POST /sparql")
        connection.close()
    with pytest.raises(StoreError, match="could not be completed"):
        run_query(embedded, query, allow_service=[url])


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_the_process_has_no_network_of_its_own() -> None:
    code = """
import socket, sys
from budget_kg.sparql.worker import leave_network
leave_network()
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2)
except OSError as error:
    print(error.errno)
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        done = subprocess.run([sys.executable, "-c", code, port], capture_output=True, text=True, check=True)
    if not done.stdout:
        pytest.skip("this system allows no unprivileged network namespaces")
    assert done.stdout.strip() == "101"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_process_dies_with_its_parent(embedded: Reader) -> None:
    code = f"""
import sys
from pathlib import Path
from budget_kg.sparql.execution import run_query
from budget_kg.stores.oxigraph import open_reader
run_query(open_reader(Path(sys.argv[1])), {CROSS!r})
"""
    assert embedded.location is not None
    root = embedded.location.parents[1]
    parent = subprocess.Popen([sys.executable, "-c", code, str(root)])
    worker = wait_for(lambda: worker_of(parent.pid))
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not Path(f"/proc/{worker}").exists() or is_zombie(worker))


def worker_of(parent: int) -> int | None:
    """The living query process of `parent`, from the process table in /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, ppid = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(ppid) == parent and state != "Z" and b"worker.py" in command:
            return int(folder.name)
    return None


def is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_for(condition: Any) -> Any:
    end = time.monotonic() + 5
    while not (value := condition()):
        assert time.monotonic() < end, "waited 5 s in vain"
        time.sleep(0.02)
    return value


def test_a_process_costs_little(embedded: Reader) -> None:
    times = [run_query(embedded, "ASK { ?s ?p ?o }").seconds for _ in range(7)]
    assert statistics.median(times) < 0.4, "typically 0.05 s"


HARD = st.text(alphabet="a\"\\{}[],:<>'&\n\r\t中 ", max_size=12)


@pytest.mark.parametrize("output", SOLUTION_OUTPUTS)
@settings(max_examples=150, deadline=None)
@given(cells=st.lists(st.tuples(HARD | st.none(), HARD | st.none()), max_size=6), cut=st.integers(1, 9))
def test_rows_are_counted_in_any_text_cut_anywhere(
    output: Output, cells: list[tuple[str | None, str | None]], cut: int
) -> None:
    values = " ".join(
        "({} {})".format(*("UNDEF" if cell is None else str(ox.Literal(cell)) for cell in row)) for row in cells
    )
    kind = ox.QueryResultsFormat.from_extension(output)
    assert kind is not None
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=kind)
    assert body is not None
    counter = RowCounter(output)
    for start in range(0, len(body), cut):
        counter.feed(body[start : start + cut])
    assert counter.rows == len(cells)
