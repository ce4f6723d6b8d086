"""What the rows of a block are about: classes by code or name, funds, types, items, totals, and what each is part of.

A label with a word nobody knows is unknown: the numbers of its row are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from budget_kg.errors import Say
from budget_kg.facts import Code, Project, Term
from budget_kg.grids.columns import Block, Column
from budget_kg.grids.economic import GOVERNMENT, economic_class, government_code, government_name, same_name, unlisted
from budget_kg.grids.grid import Row, Slot, key
from budget_kg.grids.heads import is_number, is_total
from budget_kg.grids.words import chosen, dims_of, narrow, split_unit, words_of
from budget_kg.prose.class_codes import agrees, functions, known_name, match_economic, match_function
from budget_kg.prose.subjects import Dims, names_the_department
from budget_kg.text import fold
from budget_kg.vocab import B, Concept, scheme

_MARKS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"), re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"), re.compile(r"[(（]\d{1,2}[)）]|\d{1,2}[)）]"), re.compile(r"[①-⑳]"),
)
_FIRST = re.compile(r"[(（]?(?:一|1|１|①)(?:[、.．)）]|$)")
_PIECE = re.compile(r"\d{1,7}(?:\.0)?")
_FUNCTION = re.compile(r"2\d\d(?:\d\d(?:\d\d)?)?")
_SENTENCE = re.compile(r"[。；]")


@dataclass(slots=True)
class Label:
    """What a row of a block says it is: `kind` is class, words, total, grand-total, subtotal, project, bare or unknown.

    `level` is the rank of its numbering (0: none), `part` that it begins with 其中; `parent` is its place among the
    labels; `codes` are the cells that print its code.
    """

    row: int
    kind: str
    name: str = ""
    slot: Slot | None = None
    codes: tuple[Slot, ...] = ()
    code: str = ""
    dims: Dims = field(default_factory=Dims)
    unit: Concept | None = None
    level: int = 0
    part: bool = False
    first: bool = False
    doubt: tuple[str, Say] | None = None


@cache
def _row_words() -> dict[str, Concept]:
    return {key(word): concept for concept in scheme("row-label").values() for word in concept.words}


def is_note(row: Row) -> bool:
    """Whether a row is a note under the table rather than one of its rows."""
    slots = list(dict.fromkeys(slot for slot in row if slot is not None))
    if len(slots) != 1 or is_number(slots[0]):
        return False
    text = slots[0].key
    opens = any(text.startswith(key(word)) for word in scheme("row-label")["note"].words)
    return opens or (len(text) > 30 and _SENTENCE.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Side:
    """What is known before the rows of a block are read: its flows, whether rows are items, whose table it is."""

    flows: tuple[Term, ...]
    items: bool
    department: str


def labels_of(block: Block, rows: Sequence[Row], side: Side) -> list[Label]:
    """The labels of the rows of a block. Rows of one unit among several, and classes told twice, are unknown."""
    codes = block.of_role("code")
    units = block.of_role("unit-name")
    found: list[Label] = []
    pieces: dict[int, str] = {}
    axis = block.axis
    for index, row in enumerate(rows):
        label = _label(index, row, block, codes, pieces)
        if label.kind == "unknown" and _is_whole(label, side.department):
            label.kind = "total"
        elif label.kind == "unknown":
            economic = bool(found) and found[-1].dims.economic != Dims().economic
            _understand(label, axis or ("economic" if economic else ""), side)
        if label.kind != "project" and any(not _names(_at(row, column), side.department) for column in units):
            label.kind = "unknown"
        found.append(label)
    told = Counter(label.code for label in found if label.kind == "class" and label.code)
    for label in found:
        if told[label.code] > 1:
            label.kind = "unknown"
    return found


def _is_whole(label: Label, department: str) -> bool:
    """Whether a row is that of the body itself: the total of its table."""
    return len(label.name) > 2 and not functions().get(label.code) and names_the_department(label.name, department)


def _names(slot: Slot | None, department: str) -> bool:
    """Whether the cell of a unit is blank, a total, or the body itself."""
    return slot is None or is_total(slot) or names_the_department(slot.text, department)


def _label(index: int, row: Row, block: Block, codes: Sequence[Column], pieces: dict[int, str]) -> Label:
    """The printed label of a row: its code, its words without numbering, its unit."""
    code, cells = _code(row, codes, pieces)
    named = [_at(row, column) for column in block.of_role("project-name", "name")]
    slot = next((one for one in reversed(named) if one is not None and not is_number(one)), None)
    if slot is None:
        others = [_at(row, column) for column in block.labels if column.role != "line-number"]
        slot = next((one for one in others if one is not None and not is_number(one)), None)
    if slot is None and not code:
        return Label(index, "bare")
    label = Label(index, "unknown", slot=slot, codes=cells, code=code)
    if slot is not None:
        _strip(label, slot.text)
    project = block.of_role("project-name")
    if project and slot is not None and slot in [_at(row, column) for column in project]:
        label.kind = "total" if _row_words().get(key(label.name)) else "project"
        label.dims = replace(Dims(), project=Project(slot.text)) if label.kind == "project" else Dims()
    return label


def _at(row: Row, column: Column) -> Slot | None:
    return row[column.index] if column.index < len(row) else None


def _code(row: Row, columns: Sequence[Column], pieces: dict[int, str]) -> tuple[str, tuple[Slot, ...]]:
    """The whole code of a row from one column or several, a blank higher level taken from the row above."""
    cells = [(column.level, slot) for column in columns if (slot := _at(row, column)) is not None]
    printed = [
        (level, fold(slot.text).removesuffix(".0").zfill(2 if level > 1 else 1), slot)
        for level, slot in cells if _PIECE.fullmatch(fold(slot.text))
    ]
    if not printed:
        return "", ()
    slots = tuple(slot for _, _, slot in printed)
    for level, piece, _ in printed:
        pieces.update({level: piece})
        for deeper in [known for known in pieces if known > level]:
            del pieces[deeper]
    level, piece, _ = printed[-1]
    if level <= 1 or len(piece) > 3 or (level == 2 and len(piece) == 3):
        return piece, slots
    whole = pieces.get(1, "")
    for step in range(2, level + 1):
        part = pieces.get(step, "")
        whole = part if len(part) > 3 else whole + part
    return whole, slots


def _strip(label: Label, text: str) -> None:
    """Take numbering, 其中 and a unit off the words of a label."""
    name = text
    for level, mark in enumerate(_MARKS, start=1):
        match = mark.match(name)
        if match:
            label.level, label.first, name = level, bool(_FIRST.match(name)), name[match.end() :]
            break
    openings = sorted(scheme("row-label")["part"].words, key=len, reverse=True)
    opening = next((word for word in openings if name.startswith(word)), "")
    if opening and len(name) > len(opening):
        label.part, name = True, name[len(opening) :].lstrip(":：")
        for mark in _MARKS:
            name = mark.sub("", name, count=1) if mark.match(name) else name
    bare, label.unit = split_unit(key(name))
    label.name = bare if label.unit is not None else name


def _understand(label: Label, axis: str, side: Side) -> None:
    """Find what a label means, in the order in which its place makes it likely."""
    word = _row_words().get(key(label.name))
    if word is not None and not label.code:
        _by_row_word(label, word)
        return
    if label.code:
        _by_code(label, axis)
        return
    spends = side.flows != (Term(B.Revenue),)
    tries = [_as_words] if side.items or not spends else _BY_AXIS.get(axis, [_as_function, _as_words, _as_economic])
    if side.items and spends:
        tries += [_as_function]
    any(attempt(label) for attempt in tries)


def _by_row_word(label: Label, word: Concept) -> None:
    label.dims = dims_by_row_word(word, label.name)
    if word.notation == "grand-total":
        label.kind = "grand-total"
    elif "total" in (word.notation, word.broader):
        label.kind = "total"
    elif word.data.get("expenditureType") and label.dims.flows != (Term(B.Balance),):
        label.kind = "subtotal"
    elif word.data:
        label.kind = "words"
    else:
        label.kind = "head"


def dims_by_row_word(word: Concept, name: str) -> Dims:
    """What a word of the list of row labels sets."""
    return narrow(Dims(), word, name)


def _by_code(label: Label, axis: str) -> None:
    """A class by its code; a name the list has for another class is a doubt, the code counts."""
    code, name = label.code, label.name
    if code in scheme("econ-dep") and axis != "government-economic":
        label.kind, label.dims = "class", replace(Dims(), economic=Code(f"econ-dep/{code}"))
        meant = match_economic(name) if name else None
        if meant is not None and meant != f"econ-dep/{code}" and not same_name(name, scheme("econ-dep")[code]):
            label.doubt = _mismatch(code, name)
        return
    if (government := government_code(code, name, axis)) is not None:
        label.kind, label.dims = "class", replace(Dims(), economic=government)
        return
    if (lacking := unlisted(code, name, axis)) is not None:
        label.kind, label.dims, label.doubt = "class", replace(Dims(), economic=lacking[0], class_name=name), lacking[1]
        return
    if not _FUNCTION.fullmatch(code):
        return
    match = match_function((name,), code)
    label.kind = "class"
    if match.code is not None:
        label.dims = replace(Dims(), function=match.code)
        if name and not agrees(name, code) and known_name(name, (len(code) - 1) // 2):
            label.doubt = _mismatch(code, name)
    else:
        label.dims = replace(Dims(), function=Code(f"func/{code}"), class_name=name or code)
        label.doubt = (match.status, Say(f"科目表中没有代码 {code}（{name}）", f"the list has no code {code} ({name})"))


def _mismatch(code: str, name: str) -> tuple[str, Say]:
    listed = functions()[code].zh if code in functions() else scheme("econ-dep")[code].zh
    return "code-name-mismatch", Say(
        f"代码 {code} 在科目表中是“{listed}”，此处印作“{name}”；以代码为准",
        f"code {code} is {listed!r} in the list but {name!r} is printed beside it; the code was taken",
    )


def _as_function(label: Label) -> bool:
    for level in (1, 0):
        match = match_function((label.name,), None, (level,))
        if match.code is not None:
            label.kind, label.dims = "class", replace(Dims(), function=match.code, flows=(Term(B.Expenditure),))
            return True
    return False


def _as_economic(label: Label) -> bool:
    code = match_economic(label.name) or economic_class(label.name)
    if code is not None:
        label.kind, label.dims = "class", replace(Dims(), economic=code, flows=(Term(B.Expenditure),))
    return code is not None


def _as_government(label: Label) -> bool:
    code = government_name(label.name)
    if code is not None:
        label.kind, label.dims = "class", replace(Dims(), economic=code, flows=(Term(B.Expenditure),))
    return code is not None


def _as_words(label: Label) -> bool:
    """Funds, types and items by words that explain the whole label."""
    words = words_of(label.name)
    groups = [group for group in words.concepts if group[0].scheme in ("fund", "expenditure-type", "item", "phase")]
    flowed = any(concept.data.get("flow") for group in words.concepts for concept in group)
    if words.rest or not (groups or flowed or words.years):
        return False
    dimension = label.unit.data["dimension"][0] if label.unit is not None else "money"
    counted = groups and all(c.data.get("dimension") == ("count",) for c in groups[-1])
    label.dims = dims_of(replace(words, unit=label.unit or words.unit), "count" if counted else dimension)
    if counted and label.unit is None:
        names = chosen(groups[-1], "count").data.get("related", ())
        label.unit = scheme("unit")[names[0]] if names else None
    label.kind = "grand-total" if label.dims.item == "item/grand-total" else "words"
    return True


_BY_AXIS = {"economic": [_as_economic, _as_words], GOVERNMENT: [_as_government, _as_words]}
"""What the names of rows can be, where the heads say what the rows are classes of."""
