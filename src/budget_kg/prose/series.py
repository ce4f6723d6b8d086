"""Numbers in a row that belong to as many subjects: `收入、支出分别为12万元、11万元，比上年增长3%、2%`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from budget_kg.facts import Term
from budget_kg.prose.lexicon import Token
from budget_kg.prose.subjects import Dims, apply_token
from budget_kg.text import Numeral
from budget_kg.vocab import B

_SUBJECTS = frozenset({"dims", "function", "revenue", "expenditure", "both-flows"})
_BETWEEN = re.compile(r"[、，,和及与/\s]{1,2}")
_OF_EACH = re.compile(r"(?:均|都|同|各)[为是达]{0,2}$")


def runs(text: str, found: Sequence[Numeral]) -> dict[int, list[Numeral]]:
    """Numerals of one unit with nothing but a joint between them, by where the first begins; two at least."""
    rows: list[list[Numeral]] = []
    for numeral in found:
        last = rows[-1][-1] if rows else None
        joined = last is not None and bool(_BETWEEN.fullmatch(text, last.stop, numeral.start))
        if joined and last is not None and numeral.unit is not None and numeral.unit == last.unit:
            rows[-1].append(numeral)
        else:
            rows.append([numeral])
    return {row[0].start: row for row in rows if len(row) > 1}


def is_of_each(words: str) -> bool:
    """Whether the words before a number say that it is of each subject before them: `收入、支出均为`."""
    return bool(_OF_EACH.search(words))


def subjects(text: str, pending: Sequence[Token], base: Dims) -> list[Dims]:
    """What each number of a row is about: the subjects, or the phases, enumerated in a row before it."""
    for kinds in (_SUBJECTS, frozenset({"phase"})):
        row: list[Token] = []
        for token in reversed([one for one in pending if one.kind in kinds]):
            if row and not _BETWEEN.fullmatch(text, token.end, row[0].start):
                break
            row.insert(0, token)
        if len(row) == 1 and row[0].kind == "both-flows":
            return [replace(base, flows=(Term(flow),)) for flow in (B.Revenue, B.Expenditure)]
        if len(row) > 1:
            shared = apply_token(base, row[-1], "money")  # 收入、支出总计: the total is of both
            plain = [shared if token.kind in ("revenue", "expenditure") else base for token in row]
            return [apply_token(dims, token, "money") for dims, token in zip(plain, row, strict=True)]
    return []
