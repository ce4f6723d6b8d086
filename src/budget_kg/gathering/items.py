"""A file to be read with the name its user knows it by, and the shelf for copies that are not files of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from budget_kg.errors import InputError

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')
_LONGEST_NAME = 200  # bytes; file systems take 255


@dataclass(frozen=True, slots=True)
class Item:
    """A file: where it is, what its user calls it (`accounts.zip!town/report.pdf`), and why it cannot be read."""

    path: Path
    name: str
    fault: InputError | None = None

    def named(self, error: InputError) -> InputError:
        """The error with the name its user knows instead of that of a copy."""
        if self.name == str(self.path):
            return error
        return InputError(zh=self._said(error.say.zh), en=self._said(error.say.en))

    def _said(self, text: str) -> str:
        if str(self.path) in text:
            return text.replace(str(self.path), self.name)
        if text.startswith(self.path.name):
            return self.name + text.removeprefix(self.path.name)
        return f"{self.name}: {text}"


@dataclass(slots=True)
class Shelf:
    """A folder for copies, each in a folder of its own so that it keeps its name; `suffixes` are those readers take."""

    folder: Path
    suffixes: frozenset[str]
    _count: int = 0

    def place(self, name: str) -> Path:
        """A free place for a copy called `name`, made safe for any file system."""
        self._count += 1
        place = self.folder / f"{self._count:06}"
        place.mkdir()
        return place / safe_name(name)


def safe_name(name: str) -> str:
    """The last part of a name without what file systems refuse; its suffix stays when it is cut."""
    plain = _UNSAFE.sub("_", name).strip(" .") or "file"
    suffix = Path(plain).suffix
    stem = plain.removesuffix(suffix).encode()[: _LONGEST_NAME - len(suffix.encode())].decode(errors="ignore")
    return stem + suffix


def refused(name: str, zh: str, en: str) -> Item:
    """An item that cannot be read, and why."""
    return Item(Path(name), name, InputError(zh=f"{name}：{zh}", en=f"{name}: {en}"))
