"""The money of a flattened form: its heads side by side, and rows whose numbers are put under them where that is certain.

A row with a number for each head is. With fewer numbers the formulas that the heads print (`④=①+②-③`) and what is left
over of what came in must leave one column for a number; else it stands beside the columns, and nobody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget_kg.grids.alignment import Candidate, Relation, Row, Shape, agreed, candidates
from budget_kg.grids.flat_indicators import FlatForm, FlatLabel
from budget_kg.grids.flat_words import Word, is_number
from budget_kg.grids.form_money import told_balances
from budget_kg.grids.grid import key
from budget_kg.text import decimal_of, fold

_PHASES = ("initial", "adjustment", "adjusted", "budget", "actual")
_MOVED = ("allocated", "received", "unspent", "unallocated")
_FORMULA = re.compile(r"([①-⑳])(?:[=＝]([①-⑳](?:[+＋\-－–/／÷][①-⑳])*))?$")
_TERM = re.compile(r"([+＋\-－–/／÷]?)([①-⑳])")
_STROKE = re.compile(r"[①-⑳]?[.…。·/／—–\-]+")
_PERCENT = re.compile(r"[%％]$")
_HALF_STEP = Decimal("0.005")
_NEAR = Decimal("0.006")
_FEWEST = 3  # columns of amounts in a head without points


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns of the money: their meanings, and the sums and ratios they print; ratios are (share, part, whole)."""

    names: tuple[str, ...]
    sums: tuple[Relation, ...]
    ratios: tuple[tuple[int, int, int], ...]


def money_heads(words: Sequence[Word], labels: Sequence[FlatLabel]) -> list[FlatLabel]:
    """The phases, movements and points that stand side by side; where they are numbered, those before ① are groups."""
    run: list[FlatLabel] = []
    found: list[FlatLabel] = []
    for one in labels:
        if one.role not in ("phase", "column"):
            continue
        run = [*run, one] if run and one.start == run[-1].end else [one]
        if _is_head([each.notation for each in run]):
            found = list(run)
        elif found:
            break
    numbered = [_FORMULA.search(text) for text in _printed(words, found)]
    first = next((index for index, mark in enumerate(numbered) if mark is not None and mark[1] == "①"), 0)
    return found[first:] if all(numbered[first:]) and _is_head([one.notation for one in found[first:]]) else found


def _printed(words: Sequence[Word], heads: Sequence[FlatLabel]) -> list[str]:
    return [key("".join(word.text for word in words[one.start : one.end])) for one in heads]


def _is_head(names: Sequence[str]) -> bool:
    amounts = set(names) & {*_PHASES, *_MOVED}
    scored = {"rate", "points"} <= set(names) and len(amounts - {"adjustment"}) >= 2
    return scored or ("actual" in amounts and bool(amounts & set(_MOVED)) and len(amounts) >= _FEWEST)


def read_money(
    rows: FlatForm, words: Sequence[Word], labels: Sequence[FlatLabel], heads: Sequence[FlatLabel]
) -> int:
    """Put the rows of money below their heads; return the place of the first word behind them."""
    head = _head_of(words, heads)
    at = heads[-1].end
    for index, one in enumerate(labels):
        if one.start < at or one.role not in ("row", "end"):
            continue
        if not all(_STROKE.fullmatch(word.text) for word in words[at : one.start]):
            break
        rows.beside(words[at : one.start])
        stop = labels[index + 1].start if index + 1 < len(labels) else len(words)
        figures = _figures(words[one.end : stop])
        behind = words[one.end + len(figures) : stop]
        last = index + 1 == len(labels) or labels[index + 1].role not in ("row", "end")
        if len(figures) > len(head.names) or not (last or all(_STROKE.fullmatch(word.text) for word in behind)):
            break
        at = one.end + len(figures)
        columns = _columns(figures, head)
        placed = [(2 + column, [word]) for column, word in zip(columns, figures, strict=True) if column is not None]
        rows.put([(1, words[one.start : one.end]), *placed])
        rows.beside([word for column, word in zip(columns, figures, strict=True) if column is None])
    return at


def _figures(words: Sequence[Word]) -> list[Word]:
    """The numbers at the beginning, percentages among them."""
    count = next((index for index, word in enumerate(words) if not _is_figure(word)), len(words))
    return list(words[:count])


def _is_figure(word: Word) -> bool:
    return is_number(Word(word.start, word.end, _PERCENT.sub("", word.text)))


def _value(word: Word) -> Decimal:
    return decimal_of(fold(_PERCENT.sub("", word.text)))


# -- columns ----------------------------------------------------------------------------------------------------------


def _head_of(words: Sequence[Word], heads: Sequence[FlatLabel]) -> _Head:
    names = tuple(told_balances([one.notation for one in heads]))
    formulas = [_FORMULA.search(text) for text in _printed(words, heads)]
    places = {found[1]: index for index, found in enumerate(formulas) if found}
    sums: list[Relation] = []
    ratios: list[tuple[int, int, int]] = []
    for index, found in enumerate(formulas):
        terms = _TERM.findall(found[2]) if found and found[2] else []
        if not terms or any(mark not in places for _, mark in terms):
            continue
        if any(sign in "/／÷" for sign, _ in terms if sign):
            ratios += [(index, places[terms[0][1]], places[terms[1][1]])] if len(terms) == 2 else []
        else:
            taken = [places[mark] for sign, mark in terms if sign in "-－–" and sign]
            added = [places[mark] for sign, mark in terms if not sign or sign in "+＋"]
            sums.append(Relation((index, *taken), tuple(added)))
    return _Head(names, (*sums, *_left_over(names)), tuple(ratios))


def _left_over(names: Sequence[str]) -> list[Relation]:
    """What is left over and what was spent are what was received."""
    wanted = ("unspent", "actual", "received")
    if any(names.count(name) != 1 for name in wanted):
        return []
    left, spent, received = map(names.index, wanted)
    return [Relation((left, spent), (received,))]


def _columns(figures: Sequence[Word], head: _Head) -> list[int | None]:
    """The column of each figure, None where there is more than one."""
    if len(figures) == len(head.names):
        return list(range(len(figures)))
    if _are_amounts(figures, head.names):
        return [index for index, name in enumerate(head.names) if name in _PHASES]
    if not head.sums:
        return [None] * len(figures)
    row = Row(tuple(map(_value, figures)))
    ways = [way for way in candidates(row, Shape(len(head.names), head.sums, _HALF_STEP)) if _fits(way, figures, head)]
    return agreed(ways, len(figures))


def _fits(way: Candidate, figures: Sequence[Word], head: _Head) -> bool:
    """Whether percentages stand in columns of rates, and rates are what their columns make."""
    placed = dict(zip(way, figures, strict=True))
    shares = {share for share, _, _ in head.ratios}
    if any(_PERCENT.search(word.text) and column not in shares for column, word in placed.items()):
        return False
    for share, part, whole in head.ratios:
        if share not in placed:
            continue
        base = _value(placed[whole]) if whole in placed else Decimal(0)
        rate = (_value(placed[part]) if part in placed else Decimal(0)) / base if base else Decimal(0)
        value = _value(placed[share])
        if abs(value - rate) > _NEAR and abs(value - rate * 100) > _NEAR * 10:
            return False
    return True


def _are_amounts(figures: Sequence[Word], columns: Sequence[str]) -> bool:
    """Whether as many figures as there are phases are amounts: the last is none that its two neighbours make."""
    phases = [name for name in columns if name in _PHASES]
    if len(figures) != len(phases) or list(columns[: len(phases)]) != phases or len(figures) < 2:
        return False
    if any(_PERCENT.search(word.text) for word in figures) or set(columns) & set(_MOVED):
        return False
    values = list(map(_value, figures))
    one, other, last = values[0], values[-2], values[-1]
    rates = {other / one * 100, other / one} if one else {Decimal(0)}
    return last <= max(values[:-1]) and not any(abs(last - rate) < Decimal("0.01") for rate in rates if len(values) > 2)
