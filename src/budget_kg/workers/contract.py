"""What passes between a build and the processes that read for it: a task out, a result back, as lines of JSON.

Quads do not pass: a worker writes them to files, and the result says where.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from budget_kg import errors
from budget_kg.errors import BudgetKgError
from budget_kg.overrides import Overrides
from budget_kg.stores.contract import Load, StoredDocument

SECONDS: Final = 60.0
MEGABYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take: seconds of the clock, megabytes of address space."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read; its quads go to `stem` with suffixes, its result is known by `number`."""

    number: int
    path: Path
    overrides: Overrides
    stem: Path

    def encode(self) -> bytes:
        """The task as a line."""
        message = {"path": str(self.path), "overrides": asdict(self.overrides), "stem": str(self.stem)}
        return json.dumps(message).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> Task:
        """The task of a line; its number is the build's affair."""
        message = json.loads(line)
        return cls(0, Path(message["path"]), Overrides(**message["overrides"]), Path(message["stem"]))


@dataclass(frozen=True, slots=True)
class Result:
    """How a task ended: what is to be stored with its facts by kind and findings by severity, or the fault.

    `seen` is the file of a document that was only to be looked at.
    `stopped` tells that a limit or a crash ended it, so that it may end otherwise another time; `limited` that it was a
    limit.
    """

    seconds: float
    load: Load | None = None
    seen: Path | None = None
    kinds: Counter[str] | None = None
    severities: Counter[str] | None = None
    fault: BudgetKgError | None = None
    stopped: bool = False
    limited: bool = False

    def discard(self) -> None:
        """Delete the files of its quads."""
        if self.load is not None:
            for payload in (self.load.nquads, self.load.registry):
                if isinstance(payload, Path):
                    payload.unlink(missing_ok=True)


def encode_load(load: Load) -> dict[str, Any]:
    """A document whose quads are in files, for JSON."""
    return {
        "document": asdict(load.document), "nquads": str(load.nquads), "registry": str(load.registry),
    }


def decode_load(message: dict[str, Any]) -> Load:
    """The document of `encode_load`."""
    fields = message["document"]
    document = StoredDocument(**{**fields, "graphs": tuple(fields["graphs"])})
    return Load(document, Path(message["nquads"]), Path(message["registry"]))


def encode_fault(error: BudgetKgError) -> dict[str, str]:
    """An error of the program, for JSON."""
    return {"kind": type(error).__name__, "zh": error.say.zh, "en": error.say.en}


def decode_fault(message: dict[str, str]) -> BudgetKgError:
    """The error of `encode_fault`."""
    kind: type[BudgetKgError] = getattr(errors, message["kind"])
    return kind(zh=message["zh"], en=message["en"])
