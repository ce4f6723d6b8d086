"""One free query in a process of its own, which its parent can kill; run as a program, by its path.

In: a line of JSON on standard input, then N-Quads when the store is in memory. Out: the serialised result on
standard output, and as the last line of standard error a JSON object that says how it ended.

It starts in 30 ms because it imports the standard library and pyoxigraph only, nothing of this package.
"""

from __future__ import annotations

import _thread
import json
import os
import re
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox

_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


class LimitReachedError(Exception):
    """`rows` or `size` of the request is exceeded."""


class RowCounter:
    """Counts the solutions in a serialised result while it is written, in pieces cut anywhere."""

    def __init__(self, output: str) -> None:
        self._feed = {"csv": self._csv, "tsv": self._tsv, "json": self._json, "xml": self._xml}[output]
        self._tail = b""
        self._last = b""
        self._quoted = False
        self.rows = -1 if output in ("csv", "tsv") else 0  # the header is a line too

    def feed(self, piece: bytes) -> None:
        """Count what the next piece completes."""
        self._feed(piece)

    def _tsv(self, piece: bytes) -> None:
        self.rows += piece.count(b"\n")

    def _csv(self, piece: bytes) -> None:
        for number, part in enumerate(piece.split(b'"')):
            if number:
                self._quoted = not self._quoted
            if not self._quoted:
                self.rows += part.count(b"\n")

    def _xml(self, piece: bytes) -> None:
        text = self._tail + piece
        self.rows += text.count(b"<result>")
        self._tail = text[-7:]

    def _json(self, piece: bytes) -> None:
        """Outside strings, only a row is an object that follows `[` or `,`."""
        text = _JSON_STRING.sub(b"", self._tail + piece)
        opened = text.find(b'"')
        done, self._tail = (text, b"") if opened < 0 else (text[:opened], text[opened:])
        done = self._last + done
        self.rows += done.count(b"[{") + done.count(b",{")
        self._last = done[-1:]


class Sink:
    """Standard output with a limit on rows and bytes."""

    def __init__(self, counter: RowCounter | None, rows: int | None, size: int | None) -> None:
        self._counter = counter
        self._rows = rows
        self._size = size
        self._written = 0

    def write(self, piece: bytes) -> int:
        """Pass a piece on; LimitReachedError when it is one too many."""
        self._written += len(piece)
        if self._counter is not None:
            self._counter.feed(piece)
            if self._rows is not None and self._counter.rows > self._rows:
                raise LimitReachedError("rows")
        if self._size is not None and self._written > self._size:
            raise LimitReachedError("size")
        sys.stdout.buffer.write(piece)
        return len(piece)

    def flush(self) -> None:
        """Push everything out."""
        sys.stdout.buffer.flush()


class TripleCounter:
    """Passes triples through and counts them; LimitReachedError when there is one too many."""

    def __init__(self, triples: Iterator[ox.Triple], most: int | None) -> None:
        self._triples = triples
        self._most = most
        self.rows = 0

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            self.rows += 1
            if self._most is not None and self.rows > self._most:
                raise LimitReachedError("rows")
            yield triple


def run(request: dict[str, Any], nquads: bytes) -> int:
    """Evaluate the request, write its result, and return how many rows it has."""
    import pyoxigraph as ox

    if request["location"] is None:
        store = ox.Store()
        store.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
    else:
        store = ox.Store.read_only(request["location"])
    found = store.query(request["query"], prefixes=request["prefixes"], use_default_graph_as_union=request["union"])
    output = request["output"]
    if isinstance(found, ox.QueryTriples):
        triples = TripleCounter(found, request["rows"])
        prefixes = request["prefixes"] if output in ("ttl", "trig", "xml") else None
        sink = Sink(None, None, request["size"])
        ox.serialize(triples, sink, ox.RdfFormat.from_extension(output), prefixes=prefixes)  # type: ignore[arg-type]
        sink.flush()
        return triples.rows
    solutions = RowCounter(output) if isinstance(found, ox.QuerySolutions) else None
    sink = Sink(solutions, request["rows"], request["size"])
    found.serialize(sink, ox.QueryResultsFormat.from_extension(output))  # type: ignore[arg-type]
    sink.flush()
    return solutions.rows if solutions is not None else 1


def outcome(request: dict[str, Any], nquads: bytes) -> dict[str, Any]:
    """Run the request and say how it ended."""
    try:
        return {"end": "done", "rows": run(request, nquads)}
    except LimitReachedError as limit:
        return {"end": "limit", "what": str(limit)}
    except SyntaxError as error:
        return {"end": "syntax", "what": str(error)}
    except MemoryError:
        return {"end": "limit", "what": "memory"}
    except (OSError, ValueError, RuntimeError) as error:
        return {"end": "failed", "what": str(error)}


def confine(request: dict[str, Any]) -> None:
    """Give up memory beyond the cap, and the network unless a SERVICE is allowed; die with the parent."""
    memory = request["memory"]
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not request["network"] and sys.platform == "linux":
        leave_network()
    _thread.start_new_thread(die_with_parent, ())


def leave_network() -> None:
    """Enter a network namespace of our own, where there is none to reach; not every system lets us."""
    try:
        if sys.version_info >= (3, 12):
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
        else:
            import ctypes

            ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)
    except (OSError, AttributeError):
        pass  # the guard has refused SERVICE twice already


def die_with_parent() -> None:
    """End the process when standard input closes: a native query would outlive its parent."""
    while os.read(0, 1):
        pass
    os._exit(1)


def main() -> None:
    """Read the request, answer it, say how it ended."""
    request = json.loads(sys.stdin.buffer.readline())
    nquads = sys.stdin.buffer.read(request["nquads"])
    confine(request)
    end = outcome(request, nquads)
    sys.stderr.write(f"\n{json.dumps(end)}\n")
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(0)  # no clean-up: nothing here outlives the process


if __name__ == "__main__":
    main()
