"""Economic classes of rows beyond the list of the department side: the government side, and codes no list has.

A code no list has is read under its own number when its name is that of no other class; else it stays unread.
"""

from __future__ import annotations

import re
from typing import Final

from budget_kg.errors import Say
from budget_kg.facts import Code
from budget_kg.grids.grid import key
from budget_kg.prose.class_codes import match_economic
from budget_kg.vocab import Concept, scheme

GOVERNMENT: Final = "government-economic"
_DIGITS: Final = {"econ-dep": re.compile(r"3\d\d(?:\d\d)?"), "econ-gov": re.compile(r"5\d\d(?:\d\d)?")}


def same_name(name: str, concept: Concept) -> bool:
    """Whether a printed name is a word of a concept, or one holds the other."""
    return any(key(name) in key(word) or key(word) in key(name) for word in concept.words)


def government_code(code: str, name: str, axis: str) -> Code | None:
    """A listed class of the government side: by its code where the heads say so, else with its name too."""
    listed = scheme("econ-gov").get(code)
    if listed is None or not code.isdigit():
        return None
    return Code(f"econ-gov/{code}") if axis == GOVERNMENT or (name and same_name(name, listed)) else None


def government_name(name: str) -> Code | None:
    """The class of the government side of exactly that name, None when there is none or there are several."""
    found = [
        notation for notation, concept in scheme("econ-gov").items()
        if notation.isdigit() and key(name) in map(key, concept.words)
    ]
    return Code(f"econ-gov/{found[0]}") if len(found) == 1 else None


def unlisted(code: str, name: str, axis: str) -> tuple[Code, tuple[str, Say]] | None:
    """A class the list lacks, where the heads say which list is meant, and the doubt about it."""
    named = {"economic": "econ-dep", GOVERNMENT: "econ-gov"}.get(axis, "")
    if not named or not name or not _DIGITS[named].fullmatch(code) or code[:3] not in scheme(named):
        return None
    if (match_economic(name) if named == "econ-dep" else government_name(name)) is not None:
        return None
    doubt = "unknown-code", Say(f"科目表中没有代码 {code}（{name}）", f"the list has no code {code} ({name})")
    return Code(f"{named}/{code}"), doubt


def economic_class(name: str) -> Code | None:
    """The economic class, 类, of exactly that name: a row without a code is one rather than a division of its name."""
    found = [
        notation for notation, concept in scheme("econ-dep").items()
        if len(notation) == 3 and notation.isdigit() and key(name) in map(key, concept.words)
    ]
    return Code(f"econ-dep/{found[0]}") if len(found) == 1 else None
