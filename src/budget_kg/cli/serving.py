"""The command mcp: the store as tools for other programs."""

from __future__ import annotations

import os
import signal
from typing import Annotated

import typer

from budget_kg.cli.faults import number, whole
from budget_kg.cli.places import StoreOption, open_store
from budget_kg.cli.wording import both, details, lang


@details(
    "budget-kg mcp --store ~/budgets",
    "budget-kg mcp --store ~/budgets --allow-sparql --timeout 5",
    zh="由支持 Model Context Protocol 的程序启动，经标准输入输出对话；需要 pip install 'budget-kg[mcp]'。"
    "配置方法和各工具的说明见 docs/mcp.md。回答所用的语言随问题，否则按 --lang。",
    en="To be started by a program that speaks the Model Context Protocol, over standard input and output; needs "
    "pip install 'budget-kg[mcp]'. See docs/mcp.md for the configuration and the tools. Answers are in the language of "
    "the question, else in that of --lang.",
)
def mcp(
    store: StoreOption = None,
    allow_sparql: Annotated[
        bool, typer.Option("--allow-sparql", help=both("提供只读的 SPARQL 工具", "Offer the read-only SPARQL tool"))
    ] = False,
    timeout: Annotated[
        str,
        typer.Option(
            "--timeout",
            metavar="SECONDS",
            help=both("SPARQL 的时间上限，默认 10", "Time limit of a SPARQL query, 10 by default"),
        ),
    ] = "10",
    max_rows: Annotated[
        str,
        typer.Option(
            "--max-rows",
            metavar="N",
            help=both("SPARQL 的结果行数上限，默认 1000", "Limit on rows of a SPARQL query, 1000 by default"),
        ),
    ] = "1000",
    max_bytes: Annotated[
        str,
        typer.Option(
            "--max-bytes",
            metavar="N",
            help=both("SPARQL 的结果字节数上限，默认 500000", "Limit on bytes of a SPARQL result, 500000 by default"),
        ),
    ] = "500000",
) -> None:
    """Offer the store as tools of a Model Context Protocol server."""
    from budget_kg.serving import protocol
    from budget_kg.stores.results import Limits

    limits = Limits(
        timeout=number("--timeout", timeout, 0.1, 300),
        rows=whole("--max-rows", max_rows, 1, 100_000),
        size=whole("--max-bytes", max_bytes, 1000, protocol.MOST_BYTES),
    )
    protocol.require()
    open_store(store).close()  # a store that cannot be read is said at once, not at the first call
    # The thread that waits for input cannot be interrupted, and there is nothing to be finished.
    signal.signal(signal.SIGINT, lambda _signal, _frame: os._exit(130))
    protocol.serve(lambda: open_store(store), lang(), limits if allow_sparql else None)
