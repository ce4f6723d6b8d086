"""Quotes under an answer, for a person: the words, and where in which document they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from budget_kg.asking.answers import Answer, Quote, Row, Spot
from budget_kg.errors import Lang, Say

_INDENT: Final = "    "
_MOST_QUOTES: Final = 4
_NEAREST_HEADINGS: Final = 2
_NO_QUOTE: Final = Say("（由登记信息得出，没有原文引句）", "(from the register of documents; there is no quote)")
_BROKEN_WORD: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def cited(answer: Answer, row: Row, said: str) -> list[str]:
    """What a row says, then its quotes with their document, section and place."""
    lines = [said]
    for quote in first(row.evidence, _MOST_QUOTES):
        lines += [_INDENT + line for line in quoted(quote, answer.lang)]
    if not row.evidence:
        lines.append(_INDENT + _NO_QUOTE(answer.lang))
    rest = len(row.evidence) - _MOST_QUOTES
    if rest > 0:
        more = Say(f"……另有 {rest} 处原文，用 --format json 查看", f"… {rest} more passages; see them with --format json")
        lines.append(_INDENT + more(answer.lang))
    return lines


def first(quotes: Sequence[Quote], most: int) -> list[Quote]:
    """The quotes a person is shown, in their order: prose says more than a bare figure of a table."""
    shown = sorted(quotes, key=lambda quote: quote.spot is not None)[:most]
    return [quote for quote in quotes if quote in shown]


def quoted(quote: Quote, lang: Lang, longest: int | None = None) -> tuple[str, str]:
    """The words of a quote, at most `longest` characters of them, and the line that says where they stand."""
    opening, closing = ("“", "”") if lang == "zh" else ('"', '"')
    text = unwrapped(quote.quote)
    if longest is not None and len(text) > longest:
        text = f"{text[:longest]}…"
    return f"{opening}{text}{closing}", f"—— {place(quote, lang)}"


def place(quote: Quote, lang: Lang) -> str:
    """Document, section, page, and cell or characters of a quote."""
    page = Say(f"第 {quote.page} 页，", f"p. {quote.page}, ")(lang) if quote.page is not None else ""
    cell = _cell(quote.spot)(lang) if quote.spot is not None else ""
    chars = Say(f"字符 {quote.start}–{quote.end}", f"characters {quote.start}–{quote.end}")(lang)
    section = " > ".join(quote.section.split(" > ")[-_NEAREST_HEADINGS:])
    return " · ".join(part for part in (quote.title, section, page + cell + chars) if part)


def _cell(spot: Spot) -> Say:
    """`table 3 row 5 column 2`, or the address in a sheet."""
    if spot.address:
        return Say(f"工作表“{spot.sheet}”{spot.address}，", f"sheet {spot.sheet}, {spot.address}, ")
    return Say(
        f"表 {spot.table} 第 {spot.row} 行第 {spot.column} 列，",
        f"table {spot.table} row {spot.row} column {spot.column}, ",
    )


def unwrapped(quote: str) -> str:
    """A quote on one line: a line break inside Chinese text is nothing, elsewhere a blank."""
    return " ".join(_BROKEN_WORD.sub("", quote).split())
