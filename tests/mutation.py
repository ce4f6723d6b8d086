"""One printed digit changed in a clean document: which changes the checks notice, and whether they name the figure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from budget_kg.checking.checkfile import document_checks
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import Checked, Relation, run
from budget_kg.checking.operands import Operand, describe
from budget_kg.errors import InputError
from budget_kg.pipeline import map_document, read_document


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure that takes part in a relation: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """A figure with one digit changed; whether a finding came of it, and one that names the figure."""

    figure: Figure
    printed: str
    changed: str
    noticed: bool
    named: bool
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was checked in a text, with the operands described."""

    checked: Checked
    known: dict[str, Operand]

    @property
    def keys(self) -> set[str]:
        """The relations that do not hold."""
        return {relation.identity for relation in self.checked.reported}


def examine(text: str) -> Examined:
    """Read and check a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.md")
        path.write_text(text, encoding="utf-8")
        mapped = map_document(read_document(path))
    with desk(mapped.nquads, mapped.registry) as source:
        checked = run(source, document_checks())
        names = {name for relation in checked.relations for _, name in relation.operands}
        return Examined(checked, describe(source, names))


def figures(text: str, examined: Examined) -> list[Figure]:
    """The figures of the operands that relations pin down, in the order of the text.

    A figure that is only bounded (a result above its target, a part within its whole) may well be another one.
    """
    found = set()
    for relation in filter(_pins, examined.checked.relations):
        for _, name in relation.operands:
            operand, number = examined.known[name], examined.checked.figures.get(name)
            if number is None or not operand.printed[:1].isdigit():
                continue
            if relation.check.relation == "judged" and number.value != relation.verdict.found:
                continue  # another figure of the statement is compared
            for place in operand.places:
                at = text.rfind(operand.printed, place.start, place.end)
                if at >= 0:
                    found.add(Figure(at, at + len(operand.printed)))
    return sorted(found, key=lambda figure: figure.start)


def _pins(relation: Relation) -> bool:
    verdict = relation.verdict
    equation = relation.check.relation in ("sum", "equal", "ratio", "growth", "count")
    return equation or (verdict.expected is not None and verdict.expected == verdict.found)


def changes(text: str, dice: Random, share: float = 1.0, part: tuple[int, int] = (0, 1)) -> Iterator[Change]:
    """Change one digit of each figure, or of a share of them, one at a time; of parts, each has every so manyth."""
    clean = examine(text)
    for number, figure in enumerate(figures(text, clean)):
        if dice.random() >= share or number % part[1] != part[0]:
            continue
        printed = text[figure.start : figure.end]
        changed = _other(printed, dice)
        mutated = text[: figure.start] + changed + text[figure.end :]
        try:
            examined = examine(mutated)
        except InputError as error:
            yield Change(figure, printed, changed, True, True, (error.say.en,))
            continue
        new = [one for one in examined.checked.reported if one.identity not in clean.keys]
        named = any(_holds(figure, examined.known[name]) for one in new for _, name in one.operands)
        yield Change(figure, printed, changed, bool(new), named, tuple(one.check.id for one in new))


def _holds(figure: Figure, operand: Operand) -> bool:
    return any(place.start <= figure.start and figure.end <= place.end for place in operand.places)


def _other(printed: str, dice: Random) -> str:
    """The figure with one of its digits changed; the first stays other than nought."""
    places = [at for at, char in enumerate(printed) if char.isdigit()]
    at = dice.choice(places)
    low = 1 if at == 0 and len(printed) > 1 else 0
    digit = dice.choice([str(digit) for digit in range(low, 10) if str(digit) != printed[at]])
    return printed[:at] + digit + printed[at + 1 :]
