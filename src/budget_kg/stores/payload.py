"""RDF text on its way into a store: measured, hashed, gathered into batches that load in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budget_kg.errors import InputError, StoreError
from budget_kg.stores.contract import Load, Payload

if TYPE_CHECKING:
    import pyoxigraph as ox

Lines = frozenset[bytes]

BULK_FROM: Final = 1 << 20
"""Bytes from which a bulk load, which writes new files, beats a transaction."""

BATCH: Final = 128 << 20
"""Bytes gathered before they are loaded. One batch needs no compaction, at six times its size in memory."""

_CHUNK: Final = 1 << 20


def measure(payload: Payload) -> tuple[str, int]:
    """Return a hash of the text and its number of lines."""
    digest = hashlib.sha256()
    lines, last = 0, b"\n"
    for chunk in _chunks(payload):
        digest.update(chunk)
        lines += chunk.count(b"\n")
        last = chunk[-1:]
    return digest.hexdigest(), lines + (last != b"\n")


def read_lines(payload: Payload) -> Lines:
    """Return the distinct lines of the text, empty ones left out."""
    text = payload if isinstance(payload, bytes) else payload.read_bytes()
    return frozenset(text.split(b"\n")) - {b""}


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


class _Stream:
    """Several payloads read as one file, a line break between them."""

    def __init__(self, payloads: list[Payload]) -> None:
        self._chunks = (piece for payload in payloads for part in (payload, b"\n") for piece in _chunks(part))
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)


class Pending:
    """Documents waiting to be loaded together."""

    def __init__(self) -> None:
        self._loads: list[Load] = []
        self._size = 0

    @property
    def full(self) -> bool:
        """Tell whether it is time to load."""
        return self._size >= BATCH

    def add(self, load: Load) -> None:
        """Put a document on the pile."""
        payload = load.nquads
        self._loads.append(load)
        self._size += len(payload) if isinstance(payload, bytes) else payload.stat().st_size

    def load_into(self, store: ox.Store) -> None:
        """Load the pile and forget it; StoreError names the document that is malformed."""
        import pyoxigraph as ox

        loads, self._loads = self._loads, []
        size, self._size = self._size, 0
        if not loads:
            return
        payloads = [load.nquads for load in loads]
        try:
            if any(isinstance(payload, Path) for payload in payloads):
                store.bulk_load(_Stream(payloads), format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
            else:
                text = b"\n".join(payload for payload in payloads if isinstance(payload, bytes))
                load = store.bulk_load if size >= BULK_FROM else store.load
                load(text, format=ox.RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise _malformed(loads, error) from error
        except OSError as error:
            raise StoreError(zh=f"写入存储失败：{error}", en=f"writing to the store failed: {error}") from error


def _malformed(loads: list[Load], error: SyntaxError) -> StoreError:
    import pyoxigraph as ox

    for load in loads:
        try:
            for _ in ox.parse(b"".join(_chunks(load.nquads)), format=ox.RdfFormat.N_QUADS):
                pass
        except SyntaxError as own:
            iri, line, message = load.document.iri, own.lineno, own.msg
            return StoreError(
                zh=f"{iri} 的 N-Quads 第 {line} 行有误：{message}",
                en=f"the N-Quads of {iri} are malformed in line {line}: {message}",
            )
    return StoreError(zh=f"N-Quads 有误：{error}", en=f"malformed N-Quads: {error}")
