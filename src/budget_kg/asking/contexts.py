"""The sentence a statement was read from, with its number marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri

Texts = Callable[[str], str | None]
"""From the hash of a text layer to its text, or None when the text is not at hand."""

_STOPS: Final = "。！？；"
_REACH: Final = 90
_FOLD: Final = re.compile(r"\s*\n\s*|(?<=[^\x00-\x7f])[ \t]+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Context:
    """A passage in its sentence: `text[start:end]` is the quote, `text[mark[0]:mark[1]]` the number, if there is one."""

    document: str
    section: str
    page: int | None
    text: str
    start: int
    end: int
    mark: tuple[int, int] | None


def contexts(source: Source, printed: Mapping[str, str], texts: Texts) -> dict[str, tuple[Context, ...]]:
    """Return the contexts of statements. `printed` has the printed value of each, empty when it has none."""
    if not printed:
        return {}
    rows = solutions(
        source,
        f"""
        SELECT ?statement ?title ?section ?page ?start ?end ?quote ?hash WHERE {{
          VALUES ?statement {{ {" ".join(map(iri, printed))} }}
          ?statement prov:wasQuotedFrom ?passage .
          ?passage bkg:quote ?quote ; bkg:start ?start ; bkg:end ?end ; bkg:textLayer ?layer .
          ?layer bkg:sha256 ?hash ; prov:wasDerivedFrom/dct:title ?title .
          OPTIONAL {{ ?passage bkg:section ?section }}
          OPTIONAL {{ ?passage bkg:page ?page }}
        }} ORDER BY ?hash ?start ?end""",
    )
    found: dict[str, tuple[Context, ...]] = {}
    for row in rows:
        statement = row["statement"].value
        found[statement] = (*found.get(statement, ()), _context(row, printed[statement], texts))
    return found


def _context(row: Any, printed: str, texts: Texts) -> Context:
    quote, start, end = row["quote"].value, int(row["start"].value), int(row["end"].value)
    text = texts(row["hash"].value)
    before, after = _around(text, start, end) if text is not None and text[start:end] == quote else ("", "")
    before, quote, after = _plain(before).lstrip(), _plain(quote), _plain(after).rstrip()
    mark = _last(printed, quote)
    return Context(
        document=row["title"].value,
        section=row["section"].value if row["section"] is not None else "",
        page=int(row["page"].value) if row["page"] is not None else None,
        text=before + quote + after,
        start=len(before),
        end=len(before) + len(quote),
        mark=(len(before) + mark[0], len(before) + mark[1]) if mark else None,
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the quote in its sentence, at most so much of it."""
    before = text[max(0, start - _REACH) : start]
    cut = max(before.rfind(stop) for stop in _STOPS)
    if text[start:end].rstrip()[-1:] in _STOPS:
        return before[cut + 1 :], ""
    after = text[end : end + _REACH]
    ends = [after.find(stop) + 1 for stop in _STOPS if stop in after]
    return before[cut + 1 :], after[: min(ends)] if ends else after


def _plain(text: str) -> str:
    """Undo line wraps and the blanks a layout puts between Chinese characters."""
    return _FOLD.sub("", text).replace("\n", "")


def _last(printed: str, quote: str) -> tuple[int, int] | None:
    """Where the printed value stands last in the quote: quotes grow until they hold the figure they are for."""
    if not printed:
        return None
    digits = r"\s*".join(map(re.escape, printed))
    places = [match.span() for match in re.finditer(rf"(?<![\d.]){digits}(?!\d)", quote)]
    return places[-1] if places else None


def marked(found: Context, mark: Callable[[str], str], quote: Callable[[str], str]) -> str:
    """Return the sentence with its number passed through `mark` and the rest of the quote through `quote`."""
    first, last = found.mark or (found.end, found.end)
    pieces: Iterable[str] = (
        found.text[: found.start],
        quote(found.text[found.start : first]),
        mark(found.text[first:last]) if found.mark else "",
        quote(found.text[last : found.end]) if found.mark else "",
        found.text[found.end :],
    )
    return "".join(pieces)
