"""The registry graph of a change in the making: the set union of the statements of the documents present.

Adding costs in proportion to what is added. Taking out looks once through the sums of all records, however
many documents left or changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from budget_kg.errors import StoreError
from budget_kg.stores.contract import REGISTRY
from budget_kg.stores.shelf import Lines, Shelf, line_sum, pack, read_statements, read_sums

if TYPE_CHECKING:
    import pyoxigraph as ox

GATHERED: Final = 200_000
"""Lines held in memory, to be added or perhaps taken out, before they are worked off."""


class RegistryChange:
    """What changes in the registry; `size` is its number of triples once everything is worked off."""

    def __init__(self, shelf: Shelf, size: int) -> None:
        self._shelf = shelf
        self.size = size
        self._coming: set[bytes] = set()
        self._doubted: set[bytes] = set()
        self._stated: set[str] = set()

    @property
    def full(self) -> bool:
        """Tell whether it is time to work off what has been gathered."""
        return len(self._coming) + len(self._doubted) >= GATHERED

    def replace(self, old: str, new: str, lines: Lines) -> None:
        """Let a document that made the statements of record `old` make `lines`, its record being `new`."""
        if new:
            self._shelf.write(new, pack(lines))
            self._stated.add(new)
            self._coming |= lines
        if old:
            self._doubted |= read_statements(self._shelf, old) - lines

    def arrivals(self, store: ox.Store) -> list[bytes]:
        """Return the gathered lines that the registry does not hold yet, and count them in."""
        coming, self._coming = sorted(self._coming), set()
        if self.size:
            coming = [line for line, quad in _quads(coming) if quad not in store]
        self.size += len(coming)
        return coming

    def settle(self, store: ox.Store, present: set[str]) -> int:
        """Take out what no record of `present` states any more; return how many triples that were.

        The caller has loaded the arrivals.
        """
        doubted, self._doubted = self._doubted, set()
        gone = self._stated_by_none(doubted, present)
        for line, quad in _quads(sorted(gone)):
            if quad not in store:
                raise _missing(line)
            store.remove(quad)
        self.size -= len(gone)
        return len(gone)

    def verify(self, store: ox.Store, present: set[str]) -> None:
        """Check that every statement made in this change stands in the store."""
        for name in sorted(self._stated & present):
            for line, quad in _quads(sorted(read_statements(self._shelf, name))):
                if quad not in store:
                    raise _missing(line)

    def _stated_by_none(self, lines: set[bytes], present: set[str]) -> set[bytes]:
        by_sum: dict[int, set[bytes]] = {}
        for line in lines:
            by_sum.setdefault(line_sum(line), set()).add(line)
        for name in sorted(present):
            if not by_sum:
                break
            shared = by_sum.keys() & read_sums(self._shelf, name)
            stated = read_statements(self._shelf, name) if shared else frozenset()
            for key in shared:
                by_sum[key] -= stated
                if not by_sum[key]:
                    del by_sum[key]
        return {line for left in by_sum.values() for line in left}


def refuse_unusual(iri: str, lines: Lines) -> None:
    """Check that `lines` are what the store would write; StoreError names the document and the line.

    Were one triple written in two ways, taking out one would take out the other.
    """
    import pyoxigraph as ox

    text, scratch = b"\n".join(sorted(lines)), ox.Store()
    try:
        scratch.load(text, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        wrong = text.split(b"\n")[(error.lineno or 1) - 1].decode("utf-8", "replace")
        raise StoreError(
            zh=f"{iri} 的登记陈述有误：{wrong}（{error.msg}）",
            en=f"the registry statements of {iri} are malformed: {wrong} ({error.msg})",
        ) from error
    written = scratch.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    unusual = lines.difference(written.split(b"\n"))
    if unusual:
        line = min(unusual).decode("utf-8", "replace")
        raise StoreError(
            zh=f"{iri} 的登记陈述不是规范的 N-Triples：{line}",
            en=f"the registry statements of {iri} are not canonical N-Triples: {line}",
        )


def in_registry(lines: list[bytes]) -> bytes:
    """Return canonical N-Triples lines as N-Quads of the registry graph."""
    ending = f"<{REGISTRY}> .\n".encode()
    return b"".join(line[:-1] + ending for line in lines)


def _quads(lines: list[bytes]) -> Iterator[tuple[bytes, ox.Quad]]:
    import pyoxigraph as ox

    graph = ox.NamedNode(REGISTRY)
    for line, quad in zip(lines, ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES), strict=True):
        yield line, ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _missing(line: bytes) -> StoreError:
    text = line.decode("utf-8", "replace")
    return StoreError(
        zh=f"写入核对失败：登记图中缺少 {text}；请用 budget-kg build --rebuild 重建",
        en=f"verification failed: the registry lacks {text}; rebuild it with `budget-kg build --rebuild`",
    )
