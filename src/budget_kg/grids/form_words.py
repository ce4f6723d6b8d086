"""The labels of forms of performance, as the code list `form-field` knows them; and what counts as left blank."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from budget_kg.grids.grid import Slot, key
from budget_kg.grids.words import unit_of
from budget_kg.prose.evaluation_money import phase_of
from budget_kg.vocab import Concept, scheme

_LONGEST_PHASE = 20
_OPENING = re.compile(
    r"^(?:其中|其中,|内)[:：]?|^(?:[①-⑳]|\(?\d{1,2}[、.)]|\([一二三四五六七八九十]\)|[一二三四五六七八九十]、)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_FORMULA = re.compile(r"[①-⑳](?:[=＝].*)?$|[=＝][①-⑳].*$|[:：]$|\*$")
_BLANK = re.compile(
    r"[/／\\\-—－–_.…。、·*xX×]*|[(（]?(?:无|暂无|不涉及|不适用)[)）]?|(?:指标)?\d{1,2}[:：.、…]*"
)
_UNIT = re.compile(r"\((?:单位[:：]?|人民币)?([^()]{1,4})\)|单位[:：]([百千万亿]*元)")


@cache
def _index() -> dict[tuple[str, str], Concept]:
    """Labels by role and word."""
    found: dict[tuple[str, str], Concept] = {}
    for concept in scheme("form-field").values():
        for word in concept.words:
            found.setdefault((concept.broader, key(word)), concept)
    return found


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label without 其中, numbering, formula, and the unit or points in brackets; `text` in `key` form."""
    plain = _OPENING.sub("", _OPENING.sub("", text))
    return _FORMULA.sub("", _FORMULA.sub("", _BRACKETS.sub("", _FORMULA.sub("", plain))))


def field_of(slot: Slot | None, *roles: str) -> str:
    """The label a cell is in one of the roles, "" when it is none."""
    return _first_label(slot.key, roles) if slot is not None else ""


@lru_cache(maxsize=4096)
def _first_label(words: str, roles: tuple[str, ...]) -> str:
    return next(filter(None, (label_of(words, role) for role in roles)), "")


def label_of(words: str, role: str) -> str:
    """The label that words in `key` form are in a role, "" when they are none."""
    for plain in (words, words.rstrip(":"), bare_label(words)):
        concept = _index().get((role, plain))
        if concept is not None:
            return concept.notation
    return ""


def phase_in(words: str) -> str:
    """The phase that a label in `key` form names, "" when it names none."""
    bare = bare_label(words)
    return phase_of(bare) if len(bare) <= _LONGEST_PHASE and not any(char.isdigit() for char in bare) else ""


def unit_in(slot: Slot) -> Concept | None:
    """The unit of money in the brackets of a label."""
    for found in _UNIT.finditer(slot.key):
        unit = unit_of(found[1] or found[2])
        if unit is not None and unit.data["dimension"][0] == "money":
            return unit
    return None


def is_blank(slot: Slot | None) -> bool:
    """Whether nothing is filled in: no words, a stroke, 无, or the number of a place to fill in."""
    return slot is None or bool(_BLANK.fullmatch(slot.key))
