"""RDF text on its way into a store: measured, hashed, gathered into batches that load in one go."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Final

from budget_kg.errors import InputError, StoreError
from budget_kg.stores.contract import Load, Payload
from budget_kg.stores.shelf import Lines

if TYPE_CHECKING:
    import pyoxigraph as ox

BULK_FROM: Final = 1 << 20
"""Bytes from which a bulk load, which writes new files, beats a transaction."""

IN_MEMORY: Final = 32 << 20
"""Bytes that wait in memory; more goes to a file, so that everything still loads in one go."""

_CHUNK: Final = 1 << 20


def measure(payload: Payload) -> tuple[str, int]:
    """Return a hash of the text and its number of lines.

    A carriage return ends a line too: canonical text has none, and a parser would see two statements.
    """
    digest = hashlib.sha256()
    lines, last = 0, b"\n"
    for chunk in _chunks(payload):
        digest.update(chunk)
        lines += chunk.count(b"\n") + chunk.count(b"\r")
        last = chunk[-1:]
    return digest.hexdigest(), lines + (last != b"\n")


def read_lines(payload: Payload) -> Lines:
    """Return the distinct lines of the text, empty ones left out."""
    return frozenset(b"".join(_chunks(payload)).split(b"\n")) - {b""}


def _chunks(payload: Payload) -> Iterator[bytes]:
    if isinstance(payload, bytes):
        if payload:
            yield payload
        return
    try:
        with payload.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise InputError(
            zh=f"无法读取 {payload}：{error.strerror}", en=f"cannot read {payload}: {error.strerror}"
        ) from error


class Pending:
    """Documents waiting to be loaded together: one bulk load of many is several times faster than many."""

    def __init__(self, scratch: Path | None) -> None:
        self._scratch = scratch
        self._texts: list[bytes] = []
        self._size = 0
        self._spool: IO[bytes] | None = None
        self._names: list[str] = []
        self._starts: list[int] = []
        self._lines = 0

    def add(self, load: Load, lines: int) -> None:
        """Put a document of so many lines on the pile."""
        self._names.append(load.document.iri)
        self._starts.append(self._lines)
        self._lines += lines
        last = b"\n"
        for chunk in _chunks(load.nquads):
            self._texts.append(chunk)
            self._size += len(chunk)
            last = chunk[-1:]
        if last != b"\n":
            self._texts.append(b"\n")
        if self._size >= IN_MEMORY:
            self._write_out()

    def append(self, text: bytes) -> None:
        """Put quads known to be well formed on the pile; no document comes after them."""
        self._texts.append(text)
        self._size += len(text)

    def load_into(self, store: ox.Store) -> None:
        """Load the pile, once; StoreError names the document that is malformed."""
        if not self._size and self._spool is None:
            return
        try:
            if self._spool is not None:
                self._write_out()
                self._load_spool(store, self._spool)
            else:
                self._load_texts(store)
        except SyntaxError as error:
            raise self._malformed(error) from error
        except OSError as error:
            raise StoreError(zh=f"写入存储失败：{error}", en=f"writing to the store failed: {error}") from error

    def discard(self) -> None:
        """Delete the file, if there is one."""
        if self._spool is not None:
            self._spool.close()

    def _write_out(self) -> None:
        if self._spool is None:
            self._spool = NamedTemporaryFile(dir=self._scratch, suffix=".nq")  # noqa: SIM115 - closed by discard
        self._spool.writelines(self._texts)
        self._texts, self._size = [], 0

    def _load_spool(self, store: ox.Store, spool: IO[bytes]) -> None:
        import pyoxigraph as ox

        spool.flush()
        store.bulk_load(path=spool.name, format=ox.RdfFormat.N_QUADS)

    def _load_texts(self, store: ox.Store) -> None:
        import pyoxigraph as ox

        load = store.bulk_load if self._size >= BULK_FROM else store.load
        load(b"".join(self._texts), format=ox.RdfFormat.N_QUADS)

    def _malformed(self, error: SyntaxError) -> StoreError:
        said = " ".join(error.msg.split())
        if error.lineno is None:
            return StoreError(zh=f"N-Quads 有误：{said}", en=f"malformed N-Quads: {said}")
        index = bisect_right(self._starts, error.lineno - 1) - 1
        iri, line = self._names[index], error.lineno - self._starts[index]
        return StoreError(
            zh=f"{iri} 的 N-Quads 第 {line} 行有误：{said}",
            en=f"the N-Quads of {iri} are malformed in line {line}: {said}",
        )
