"""Blanks of a template that were not filled, in prose and in cells; and how much of a document was filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from budget_kg.model import Document, Flow
from budget_kg.text import numerals
from budget_kg.vocab import scheme

_PLACEHOLDER = re.compile(  # what it can begin with is said first, for speed
    r"(?=[XxＸｘ×某○〇＊*])(?:(?<![A-Za-z0-9./])[XxＸｘ×]{2,}(?![A-Za-z0-9./])|某某(?=局|单位|部门|镇|街道|中心|委)|[xX],[xX]{3}(?:\.[xX]+)?"
    r"|[○〇＊*]{2,}(?=局|单位|部门|镇|街道|中心|委|万元|个))"
)
_CODE = re.compile(r"\d{2,3}|\d{5}|\d{7}|\d{3}\.0|0|0\.00|20\d\d")
_AMOUNT = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


def placeholders(flow: Flow, document: Document) -> Iterator[tuple[int, int]]:
    """The blanks left in a document, as offsets of its text layer."""
    for match in _PLACEHOLDER.finditer(flow.text):
        yield flow.span(match.start(), match.end())
    for table in document.tables:
        for cell in table.cells:
            for match in _PLACEHOLDER.finditer(document.text, cell.start, cell.end):
                yield match.span()


def unfilled(flow: Flow) -> Iterator[tuple[int, int]]:
    """Choices that were not made (增加（减少）/万元) and amounts left out (支出为万元，), as text layer offsets."""
    for found in (_choices(), _GAP):
        for match in found.finditer(flow.text):
            yield flow.span(*match.span(1))


_MEASURE = r"(?:万元|亿元|元|%|％|个百分点)"
_GAP = re.compile(
    rf"(?=[总共合增减下支收为])(?:总计|共计|合计|增加|减少|增长|下降|支出|收入|(?<![作认因以成])为)([_＿]*{_MEASURE})(?=[，,。；;、])"
)


@cache
def _choices() -> re.Pattern[str]:
    """Both directions where one is to be chosen, before a measure with or without a number."""
    rise, fall = (sorted(scheme("word")[name].words, key=len, reverse=True) for name in ("increase", "decrease"))
    up, down = ("|".join(map(re.escape, words)) for words in (rise, fall))
    both = rf"(?:(?:{up})[（(／/](?:{down})|(?:{down})[（(／/](?:{up}))[）)]?[／/_＿\s]*[\d.,]*{_MEASURE}"
    first = "".join(sorted({word[0] for word in (*rise, *fall)}))
    return re.compile(rf"(?=[{first}])({both}(?:[，,、]{both})*)")


def amounts(flow: Flow, document: Document) -> int:
    """How many amounts a document states: numbers with a unit of money in prose, numbers that are no codes in cells."""
    told = sum(1 for numeral in numerals(flow.text) if numeral.dimension == "money")
    cells = [document.text[cell.start : cell.end] for table in document.tables for cell in table.cells]
    return told + sum(1 for text in cells if _AMOUNT.fullmatch(text) and not _CODE.fullmatch(text))
