"""The command export."""

from __future__ import annotations

from typing import Annotated

import typer

from budget_kg.cli.faults import one_of
from budget_kg.cli.places import StoreOption, open_store
from budget_kg.cli.printing import write_bytes, write_file
from budget_kg.cli.wording import both, details

_FORMATS = ("ttl", "nq", "trig", "jsonld", "nt")


@details(
    "budget-kg export --format nq --out store.nq",
    "budget-kg export --format ttl | less",
    zh="输出按固定顺序，同一存储总得到相同的字节。nq、trig、jsonld 保留命名图；ttl、nt 给出并集。",
    en="The output is sorted: the same store gives the same bytes. nq, trig and jsonld keep the named graphs; "
    "ttl and nt give their union.",
)
def export(
    form: Annotated[
        str,
        typer.Option("--format", metavar="|".join(_FORMATS), help=both("输出格式，默认 ttl", "Format, ttl by default")),
    ] = "ttl",
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE", help=both("写入文件；默认写到标准输出", "File to write; standard output by default")
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the store out as RDF."""
    from budget_kg.exports.rdf import Format
    from budget_kg.exports.rdf import export as as_rdf

    chosen = Format(one_of("--format", form, _FORMATS))
    with open_store(store) as reader:
        pieces = as_rdf(reader, chosen)
        if out is None:
            write_bytes(pieces)
        else:
            write_file(out, pieces)
