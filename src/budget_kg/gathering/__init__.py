"""From what a user names to files to be read: files, folders, patterns, archives, and lists of addresses.

What is wrong with one of them is a value, so that the others are read. Copies out of archives and from the network
live in a folder that is gone when the work on them is done.
"""

from __future__ import annotations

import glob
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from budget_kg.errors import InputError
from budget_kg.gathering.archives import ARCHIVES, unpack
from budget_kg.gathering.downloads import LIST, Courtesy, addresses, download
from budget_kg.gathering.items import Item, Shelf
from budget_kg.members import members

__all__ = ["Gathered", "Item", "gather", "suffixes"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Files to be read, each once, and the names of those in folders and archives that no reader takes."""

    items: tuple[Item, ...]
    skipped: tuple[str, ...]


@dataclass(slots=True)
class _Hand:
    shelf: Shelf
    courtesy: Courtesy
    items: list[Item] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)


@contextmanager
def gather(paths: Sequence[str], *, allow_private: bool = False) -> Iterator[Gathered]:
    """Give the files that paths, folders, patterns, archives and lists stand for, while the context is open.

    A list is a file `NAME.urls` with an address in each line; addresses within private networks are refused unless
    `allow_private`. Raises InputError for a folder or a pattern that holds no file; whether a file exists is seen when
    it is read.
    """
    with tempfile.TemporaryDirectory(prefix="budget-kg-") as folder:
        hand = _Hand(Shelf(Path(folder), frozenset(suffixes())), Courtesy(allow_private))
        for text in paths:
            for path in _named(text, hand):
                _take(path, str(path), hand)
        yield Gathered(tuple(hand.items), tuple(hand.skipped))


def suffixes() -> list[str]:
    """The suffixes of the files that some reader takes."""
    return sorted(suffix for reader in members("budget_kg.readers") for suffix in reader.SUFFIXES)


def _named(text: str, hand: _Hand) -> list[Path]:
    """The files a path, a folder or a pattern stands for."""
    path = Path(text)
    if path.is_dir():
        return _inside(path, hand)
    if not path.exists() and glob.has_magic(text):
        matching = sorted(Path(one) for one in glob.glob(text, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        found = [one for one in matching if one.is_file()]
        if not found:
            raise InputError(
                zh=f"{text}：没有文件符合这个模式；请检查路径", en=f"{text}: no file matches this pattern; check the path"
            )
        return found
    return [path]


def _inside(folder: Path, hand: _Hand) -> list[Path]:
    known = {*suffixes(), *ARCHIVES, LIST}
    found: list[Path] = []
    others: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            (found if path.suffix.lower() in known else others).append(path)
    if not found:
        names = " ".join(sorted(known))
        raise InputError(
            zh=f"{folder}：目录中没有可读取的文件（{names}）；请检查路径",
            en=f"{folder}: the folder holds no file that can be read ({names}); check the path",
        )
    hand.skipped += [str(path) for path in others if not path.name.startswith(".")]
    return found


def _take(path: Path, name: str, hand: _Hand) -> None:
    """Put in a file, or what an archive or a list holds."""
    if path in hand.seen:
        return
    hand.seen.add(path)
    if path.suffix.lower() in ARCHIVES and path.is_file():
        items, skipped = unpack(path, name, hand.shelf)
        hand.items += items
        hand.skipped += skipped
    elif path.suffix.lower() == LIST and path.is_file():
        _take_list(path, name, hand)
    else:
        hand.items.append(Item(path, name))


def _take_list(path: Path, name: str, hand: _Hand) -> None:
    for address in addresses(path, name):
        item = address if isinstance(address, Item) else download(address, hand.shelf, hand.courtesy)
        if item.fault is None and item.path.suffix.lower() in ARCHIVES:
            _take(item.path, item.name, hand)
        else:
            hand.items.append(item)
