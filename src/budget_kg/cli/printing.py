"""Output of the commands: standard output is for people or for programs, and colour only for people who want it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final

from budget_kg.cli.wording import tell
from budget_kg.errors import UsageError

_STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "reverse": "7"}


def is_terminal(stream: IO[str] | None = None) -> bool:
    """Tell whether a person watches the stream, by default standard output."""
    return (stream or sys.stdout).isatty()


def styled(text: str, style: str) -> str:
    """Return the text with a style, on a terminal and unless NO_COLOR is set."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not is_terminal():
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def number(value: int) -> str:
    """A count with separators."""
    return f"{value:,}"


def seconds(value: float) -> str:
    """A duration."""
    return tell(f"{value:.1f} 秒", f"{value:.1f} s")


def write_json(value: Any) -> None:
    """Print a value as JSON for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def write_bytes(pieces: Iterable[bytes]) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def write_file(name: str, pieces: Iterable[bytes], option: str = "--out") -> None:
    """Write bytes to the file that an option names; UsageError when it cannot be written."""
    try:
        with Path(name).open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UsageError(
            zh=f"{option} {name}：无法写入（{error.strerror}）",
            en=f"{option} {name}: cannot be written ({error.strerror})",
        ) from error


def forget_output() -> None:
    """Let what is still buffered go nowhere: whoever read it has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def remark(text: str) -> None:
    """Say something beside the result, on standard error."""
    print(text, file=sys.stderr)
