"""The registry statements of each document, kept beside the graphs so that they can be taken out again.

A record is named by the hash of its statements. It begins with a short sum of every line: whether a document
may state a triple is told from those alone, without unpacking the lines.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from budget_kg.errors import StoreError

Lines = frozenset[bytes]

_LENGTH: Final = struct.Struct("<I")
_FAST: Final = 1


class Shelf(Protocol):
    """Where records stand while a change is made."""

    def write(self, name: str, record: bytes) -> None:
        """Keep a record, in place of one of the same name."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Open a record for reading; OSError when it is not there."""
        ...


class MemoryShelf:
    """Records in a dictionary."""

    def __init__(self, records: dict[str, bytes]) -> None:
        self.records = records

    def write(self, name: str, record: bytes) -> None:
        """Keep a record."""
        self.records[name] = record

    def open(self, name: str) -> BinaryIO:
        """Open a record for reading; OSError when it is not there."""
        if name not in self.records:
            raise FileNotFoundError(name)
        return io.BytesIO(self.records[name])


class FolderShelf:
    """Records as files: new ones in the staging folder, those of the present state where all states share them.

    Linking ten thousand files into every generation would take longer than the change itself.
    """

    def __init__(self, staged: Path, kept: Path | None) -> None:
        self._staged = staged
        self._kept = kept

    def write(self, name: str, record: bytes) -> None:
        """Keep a record in the staging folder."""
        self._staged.mkdir(exist_ok=True)
        (self._staged / name).write_bytes(record)

    def open(self, name: str) -> BinaryIO:
        """Open a record for reading; OSError when it is not there."""
        try:
            return (self._staged / name).open("rb")
        except FileNotFoundError:
            if self._kept is None:
                raise
            return (self._kept / name).open("rb")


def name_of(lines: Lines) -> str:
    """Return the name of the record of `lines`: a hash, or nothing for no lines."""
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest() if lines else ""


def line_sum(line: bytes) -> int:
    """Return the short sum of a line; two lines rarely have the same."""
    return zlib.crc32(line)


def pack(lines: Lines) -> bytes:
    """Return the record of `lines`."""
    ordered = sorted(lines)
    sums = struct.pack(f"<{len(ordered)}I", *map(line_sum, ordered))
    return _LENGTH.pack(len(ordered)) + sums + zlib.compress(b"\n".join(ordered), _FAST)


def read_sums(shelf: Shelf, name: str) -> tuple[int, ...]:
    """Return the sums of the lines in a record; StoreError when it is damaged."""
    try:
        with shelf.open(name) as file:
            return _sums(file)
    except (OSError, struct.error) as error:
        raise _damaged(name) from error


def read_statements(shelf: Shelf, name: str) -> Lines:
    """Return the lines of a record; StoreError when it is damaged."""
    try:
        with shelf.open(name) as file:
            _sums(file)
            return frozenset(zlib.decompress(file.read()).split(b"\n"))
    except (OSError, struct.error, zlib.error) as error:
        raise _damaged(name) from error


def _sums(file: BinaryIO) -> tuple[int, ...]:
    (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
    return struct.unpack(f"<{length}I", file.read(4 * length))


def _damaged(name: str) -> StoreError:
    return StoreError(
        zh=f"存储损坏：登记记录 {name} 无法读取；请用 budget-kg build --rebuild 重建",
        en=f"the store is damaged: registry record {name} cannot be read; rebuild it with `budget-kg build --rebuild`",
    )
