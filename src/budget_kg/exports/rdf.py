"""A store as RDF text in five formats, sorted: the same store gives the same bytes, whatever the order inside it.

N-Quads, TriG and JSON-LD keep the graphs; N-Triples and Turtle give their union, each triple once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from budget_kg.exports.jsonld import jsonld
from budget_kg.prefixes import PREFIXES
from budget_kg.vocab import RDF_TYPE

if TYPE_CHECKING:
    import pyoxigraph as ox

    from budget_kg.stores.contract import Reader


class Format(StrEnum):
    """The formats of an export, by their usual file suffix."""

    TTL = "ttl"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    NT = "nt"


def export(reader: Reader, form: Format) -> Iterator[bytes]:
    """Yield everything in the store as text of the given format, in pieces."""
    lines = reader.dump().splitlines(keepends=True)
    if form is Format.NQ:
        lines.sort()
        return iter(lines)
    quads = _sorted(lines)
    if form is Format.JSONLD:
        return jsonld(quads)
    if form is Format.TRIG:
        return _trig(quads)
    return _union(quads, form)


def _sorted(lines: Iterable[bytes]) -> list[ox.Quad]:
    """Quads by graph, subject, predicate with the type first, and object."""
    import pyoxigraph as ox

    def order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
        predicate = quad.predicate.value
        return str(quad.graph_name), str(quad.subject), predicate != RDF_TYPE, predicate, str(quad.object)

    return sorted(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS), key=order)


def _union(quads: list[ox.Quad], form: Format) -> Iterator[bytes]:
    import pyoxigraph as ox

    triples = sorted(
        {quad.triple for quad in quads},
        key=lambda one: (str(one.subject), one.predicate.value != RDF_TYPE, one.predicate.value, str(one.object)),
    )
    if form is Format.NT:
        return iter([ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""])
    return with_used_prefixes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def _trig(quads: list[ox.Quad]) -> Iterator[bytes]:
    import pyoxigraph as ox

    return with_used_prefixes(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"")


def with_used_prefixes(text: bytes) -> Iterator[bytes]:
    """Declare the known prefixes that a Turtle or TriG text uses, in order: the engine declares all, in any order."""
    lines = text.splitlines(keepends=True)
    body = b"".join(line for line in lines if not line.startswith(b"@prefix"))
    for name in sorted(PREFIXES):
        if f"{name}:".encode() in body:
            yield f"@prefix {name}: <{PREFIXES[name]}> .\n".encode()
    yield body
