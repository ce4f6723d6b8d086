"""The words of questions kept between runs: reading them from Turtle takes longer than a whole answer.

A kept list is named after the files it was made of, so that a changed file makes a new one. A cache that cannot be
written or read is as good as none.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from budget_kg.answering.lexicon import Lexicon, Sense, read_lexicon, word_files

_FORM: Final = 3
"""Number of the form of the file; a new form makes old files useless."""
_memory: dict[str, Lexicon] = {}


def lexicon() -> Lexicon:
    """The words that need no store, from memory, from the cache, or from the ontology."""
    paths = word_files()
    name = _name(paths)
    if name not in _memory:
        _memory.clear()
        _memory[name] = _kept(name) or _made(name, paths)
    return _memory[name]


def _name(paths: Iterable[Path]) -> str:
    stats = [(path.name, found.st_size, found.st_mtime_ns) for path in paths for found in (path.stat(),)]
    return f"words-{sha256(repr((_FORM, stats)).encode()).hexdigest()[:24]}.json"


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("budget-kg")


def _kept(name: str) -> Lexicon | None:
    try:
        said = json.loads((_folder() / name).read_bytes())
        return _unpacked(said)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _made(name: str, paths: Sequence[Path]) -> Lexicon:
    found = read_lexicon(paths)
    with contextlib.suppress(OSError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{name}.{os.getpid()}"
        draft.write_text(json.dumps(_packed(found), ensure_ascii=False), encoding="utf-8")
        draft.replace(folder / name)
        for old in folder.glob("words-*.json"):
            if old.name != name:
                old.unlink(missing_ok=True)
    return found


def _packed(found: Lexicon) -> dict[str, Any]:
    numbers: dict[Sense, int] = {}

    def number(sense: Sense) -> int:
        return numbers.setdefault(sense, len(numbers))

    packed = {
        "zh": {word: [number(sense) for sense in senses] for word, senses in found.zh.items()},
        "en": {" ".join(word): [number(sense) for sense in senses] for word, senses in found.en.items()},
        "words": [[number(sense), words] for sense, words in found.words.items()],
        "everyday": [[number(sense), words] for sense, words in found.everyday.items()],
        "labels": [[number(sense), labels] for sense, labels in found.labels.items()],
    }
    return {**packed, "senses": [list(sense) for sense in numbers]}


def _unpacked(said: dict[str, Any]) -> Lexicon:
    senses = [Sense(*pair) for pair in said["senses"]]
    return Lexicon(
        {word: [senses[number] for number in numbers] for word, numbers in said["zh"].items()},
        {tuple(word.split(" ")): [senses[number] for number in numbers] for word, numbers in said["en"].items()},
        {senses[number]: words for number, words in said["words"]},
        {senses[number]: words for number, words in said["everyday"]},
        {senses[number]: labels for number, labels in said["labels"]},
    )
