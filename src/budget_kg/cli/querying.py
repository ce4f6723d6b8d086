"""The command query: free SPARQL on the store or on an endpoint, in a process that can be stopped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.columns import table
from budget_kg.cli.faults import number, one_of, whole
from budget_kg.cli.places import StoreOption, open_store
from budget_kg.cli.printing import is_terminal, remark, write_bytes
from budget_kg.cli.wording import both, details, tell
from budget_kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from budget_kg.sparql import execution
    from budget_kg.stores.contract import Reader
    from budget_kg.stores.results import Limits, RemoteSource

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "nq", "trig", "jsonld")


@details(
    "budget-kg query 'SELECT ?project ?actual { ?project bkg:actual ?actual } ORDER BY DESC(?actual) LIMIT 5'",
    "budget-kg query question.rq --format csv",
    "echo 'ASK {?s ?p ?o}' | budget-kg query - --endpoint http://localhost:7878/query",
    zh="常用前缀（bkg: id: fn: skos: …）不必声明。默认在全部命名图的并集上查询。拒绝更新；拒绝 SERVICE，"
    "除非用 --allow-service 指明。超过 --timeout 时真正停止查询。",
    en="Known prefixes (bkg: id: fn: skos: …) need no declaration. The default graph is the union of all graphs. Updates "
    "are refused, and so is SERVICE unless --allow-service names it. At --timeout the query is really stopped.",
)
def query(
    sparql: Annotated[
        str,
        typer.Argument(
            metavar="QUERY|FILE|-",
            help=both("查询、.rq 文件、或 -（标准输入）", "A query, a .rq file, or - for standard input"),
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=both(
                f"输出格式：{' '.join(_FORMATS)}；默认 table，图为 ttl",
                f"Format: {' '.join(_FORMATS)}; default table, ttl for a graph",
            ),
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint", metavar="URL", help=both("改为查询这个 SPARQL 服务", "Ask this SPARQL endpoint instead")
        ),
    ] = None,
    timeout: Annotated[
        str, typer.Option("--timeout", metavar="SECONDS", help=both("时间上限，默认 30", "Time limit, 30 by default"))
    ] = "30",
    max_rows: Annotated[
        str | None,
        typer.Option("--max-rows", metavar="N", help=both("结果行数上限，默认无", "Limit on rows, none by default")),
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-service",
            metavar="URL",
            help=both("允许 SERVICE 访问这个地址，可重复", "Allow SERVICE to this address; repeatable"),
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Run a SPARQL query."""
    from budget_kg.stores.results import Limits

    chosen = one_of("--format", form, _FORMATS) if form is not None else None
    limits = Limits(
        timeout=number("--timeout", timeout, 0.01, 86400),
        rows=whole("--max-rows", max_rows, 1, 10**9) if max_rows is not None else None,
    )
    text = _read(sparql)
    if endpoint is not None:
        from budget_kg.stores.remote import Endpoint

        _answer(Endpoint(endpoint), text, chosen, limits, allow_service or ())
        return
    with open_store(store) as reader:
        _answer(reader, text, chosen, limits, allow_service or ())


def _read(sparql: str) -> str:
    """Return the text of the query itself, of the file it names, or of standard input."""
    is_name = sparql.endswith((".rq", ".sparql")) and "{" not in sparql
    if not is_name and sparql != "-":
        return sparql
    try:
        data = sys.stdin.buffer.read() if sparql == "-" else Path(sparql).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        zh, en = (error.strerror, error.strerror) if isinstance(error, OSError) else ("不是 UTF-8", "not UTF-8")
        raise UsageError(
            zh=f"查询文件 {sparql} 无法读取（{zh}）", en=f"the query file {sparql} cannot be read ({en})"
        ) from error


def _answer(
    source: Reader | RemoteSource, sparql: str, form: str | None, limits: Limits, allowed: Collection[str]
) -> None:
    from budget_kg.exports.rdf import with_used_prefixes
    from budget_kg.sparql import execution, guard
    from budget_kg.stores.results import Output

    graph = guard.check(sparql, allowed).gives_graph
    chosen = form or ("ttl" if graph else "table")
    output = Output.JSON if chosen == "table" and not graph else Output(one_of("--format", chosen, _FORMATS[1:]))
    result = execution.run_query(source, sparql, output=output, limits=limits, allow_service=allowed)
    if chosen != "table":
        write_bytes(with_used_prefixes(result.body) if chosen in ("ttl", "trig") else [result.body])
        return
    _print_table(execution.table(result))
    remark(tell(f"{result.rows} 行，{result.seconds:.2f} 秒", f"{result.rows} rows, {result.seconds:.2f} s"))


def _print_table(found: execution.Table) -> None:
    """On a terminal a table that folds long cells, otherwise plain columns with nothing cut."""
    from budget_kg.sparql import tabulation

    if is_terminal():
        from rich.console import Console

        Console(no_color=True).print(tabulation.rich_table(found))
        return
    rows = [[tabulation.cell(term) for term in row] for row in found]
    print(table(found.columns, rows))
