"""Quads as JSON-LD with short names: one node object for each subject of a graph, keys and values in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from budget_kg.prefixes import PREFIXES
from budget_kg.vocab import RDF_TYPE

if TYPE_CHECKING:
    import pyoxigraph as ox

_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def jsonld(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    """Yield a JSON-LD document, a line for each subject; the quads come grouped by graph and subject."""
    yield f'{{"@context": {json.dumps(dict(sorted(PREFIXES.items())))},\n"@graph": ['.encode()
    for number, (graph, inside) in enumerate(groupby(quads, key=lambda quad: str(quad.graph_name))):
        yield f'{"," if number else ""}\n{{"@id": {json.dumps(_short(graph[1:-1]))}, "@graph": ['.encode()
        for index, (_, node) in enumerate(groupby(inside, key=lambda quad: str(quad.subject))):
            yield f"{',' if index else ''}\n{json.dumps(_node(list(node)), ensure_ascii=False)}".encode()
        yield b"]}"
    yield b"]}\n"


def _node(quads: list[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _reference(quads[0].subject)["@id"]}
    for predicate, same in groupby(quads, key=lambda quad: quad.predicate.value):
        values = [quad.object for quad in same]
        if predicate == RDF_TYPE:
            node["@type"] = [_reference(value)["@id"] for value in values]
        else:
            objects = [_value(value) for value in values]
            node[_short(predicate)] = objects if len(objects) > 1 else objects[0]
    return node


def _value(term: Any) -> Any:
    import pyoxigraph as ox

    if not isinstance(term, ox.Literal):
        return _reference(term)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == PREFIXES["xsd"] + "string":
        return term.value
    return {"@value": term.value, "@type": _short(datatype)}


def _reference(term: Any) -> dict[str, str]:
    import pyoxigraph as ox

    return {"@id": str(term) if isinstance(term, ox.BlankNode) else _short(term.value)}


def _short(iri: str) -> str:
    """The IRI as `prefix:rest` where a prefix is known. What follows never begins with `//`, so it reads back."""
    for name, start in _LONGEST_FIRST:
        if iri.startswith(start) and not iri.startswith("//", len(start)):
            return f"{name}:{iri[len(start) :]}"
    return iri
