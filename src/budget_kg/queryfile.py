"""A query as a file: its `#+` header, its `VALUES` slots, and the binding of terms into them.

Binding replaces the content of declared slots and nothing else: outside them the tokens of the bound query are
those of the file, or nothing is returned. The file itself, with its defaults, runs in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from budget_kg.tokens import Kind, Token, scan

_TERM: Final = re.compile(
    r"<[^\x00-\x20<>\"{}|^`\\]*>"
    r'|"(?:[^"\\\n\r]|\\[tbnrf\\"\'])*"(?:\^\^<[^\x00-\x20<>"{}|^`\\]*>|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?'
    r"|UNDEF"
)


class Slot(NamedTuple):
    """The inline data block of one variable: its content is `text[start:end]`."""

    variable: str
    start: int
    end: int


def header_text(text: str) -> str:
    """The YAML of the `#+` lines."""
    lines = (line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    return "\n".join(lines) + "\n"


def without_header(text: str) -> str:
    """A query without its `#+` lines."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n"


# -- slots ----------------------------------------------------------------------------------------------------------


def slots(text: str, names: Sequence[str]) -> list[Slot]:
    """The slots of the named variables, in the order of the text."""
    return _slots(list(scan(text)), names)


def _slots(tokens: Sequence[Token], names: Sequence[str]) -> list[Slot]:
    found = []
    for index in range(len(tokens) - 2):
        word, variable, opening = tokens[index : index + 3]
        if not _opens_slot(word, variable, opening) or variable.text[1:] not in names:
            continue
        closing = next((token for token in tokens[index + 3 :] if _is_mark(token, "}")), None)
        if closing is None:
            raise ValueError(f"the slot of {variable.text} is not closed")
        found.append(Slot(variable.text[1:], opening.start + 1, closing.start))
    return found


def bind(text: str, terms: Mapping[str, Sequence[str]]) -> str:
    """Put terms, in N-Triples form, into the slots of their variables. ValueError when anything else would change."""
    names = tuple(terms)
    chosen, before = _scanned(text, names)
    pieces, at = [], 0
    for slot in chosen:
        for term in terms[slot.variable]:
            if not _TERM.fullmatch(term):
                raise ValueError(f"not one RDF term: {term!r}")
        pieces += [text[at : slot.start], " ", " ".join(terms[slot.variable]), " "]
        at = slot.end
    bound = "".join([*pieces, text[at:]])
    if outline(bound, names) != before:
        raise ValueError("the bound query differs from its file outside the slots")
    return bound


@lru_cache(maxsize=256)
def _scanned(text: str, names: tuple[str, ...]) -> tuple[list[Slot], list[tuple[Kind, str]]]:
    """Slots and outline of a file, which is bound again and again."""
    return slots(text, names), outline(text, names)


def outline(text: str, names: Sequence[str]) -> list[tuple[Kind, str]]:
    """The tokens of a query without the content of the named slots."""
    tokens = list(scan(text))
    inside = [(slot.start, slot.end) for slot in _slots(tokens, names)]
    return [
        (token.kind, token.text)
        for token in tokens
        if not any(start <= token.start < end for start, end in inside)
    ]


def _opens_slot(word: Token, variable: Token, opening: Token) -> bool:
    is_values = word.kind is Kind.WORD and word.text.upper() == "VALUES"
    return is_values and variable.kind is Kind.VARIABLE and _is_mark(opening, "{")


def _is_mark(token: Token, mark: str) -> bool:
    return token.kind is Kind.MARK and token.text == mark


# -- header ---------------------------------------------------------------------------------------------------------


def header(text: str) -> dict[str, Any]:
    import yaml

    # Every scalar stays the text it is: YAML would turn 07 into 7 and 3.14 into a binary float.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        said = yaml.load(header_text(text), Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    if not isinstance(said, dict):
        raise ValueError("no #+ header")
    return said
