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
_JOINED = re.compile(r"[、，,和及与/\s]{0,2}")


def runs(text: str, found: Sequence[Numeral]) -> dict[int, list[Numeral]]:
    """Numerals of one dimension with nothing but a joint between them, by where the first begins; two at least."""
    rows: list[list[Numeral]] = []
    for numeral in found:
        last = rows[-1][-1] if rows else None
        joined = last is not None and bool(_BETWEEN.fullmatch(text, last.stop, numeral.start))
        if joined and last is not None and numeral.dimension == last.dimension != "":
            rows[-1].append(numeral)
        else:
            rows.append([numeral])
    return {row[0].start: row for row in rows if len(row) > 1}


def subjects(text: str, pending: Sequence[Token], base: Dims) -> list[Dims]:
    """What each number of a row is about: the subjects, or the phases, enumerated in a row before it."""
    for kinds in (_SUBJECTS, frozenset({"phase"})):
        row: list[Token] = []
        for token in reversed([one for one in pending if one.kind in kinds]):
            if row and not _JOINED.fullmatch(text, token.end, row[0].start):
                break
            row.insert(0, token)
        if len(row) == 1 and row[0].kind == "both-flows":
            return [replace(base, flows=(Term(flow),)) for flow in (B.Revenue, B.Expenditure)]
        if len(row) > 1:
            return [apply_token(base, token, "money") for token in row]
    return []
