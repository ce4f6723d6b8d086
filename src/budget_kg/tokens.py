"""SPARQL text as tokens, so that words inside comments, strings and IRIs are not taken for keywords.

The scanner follows the terminals of SPARQL 1.1, in the order a greedy parser tries them. It does not parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What a token is; comments and white space are none."""

    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NAME = "name"
    WORD = "word"
    MARK = "mark"


class PrefixUse(NamedTuple):
    """Prefix names a query writes before a colon, and those it declares."""

    used: frozenset[str]
    declared: frozenset[str]


class Token(NamedTuple):
    """One token: its kind, its text, and where it begins."""

    kind: Kind
    text: str
    start: int


_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[\w:·.\-]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})"
_LOCAL_END = rf"(?:[\w:·\-]|%[0-9A-Fa-f]{{2}}|{_ESCAPE})"

# A prefix is looked for over 256 characters at most: without an end, `a.a.a.…` would cost its length squared.
_SCANNER: Final = re.compile(
    rf'''
    (?P<space>   \s+ )
  | (?P<comment> \#[^\n\r]* )
  | (?P<string>  """ (?:"{{0,2}} (?:[^"\\]|\\.) )* """ | \'\'\' (?:'{{0,2}} (?:[^'\\]|\\.) )* \'\'\'
               | " (?:[^"\\\n\r]|\\.)* " | ' (?:[^'\\\n\r]|\\.)* ' )
  | (?P<iri>     < (?:[^\x00-\x20<>"{{}}|^`\\] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}})* > )
  | (?P<variable>[?$] [\w·]+ )
  | (?P<language>@ [A-Za-z]+ (?:-+[A-Za-z0-9]+)* )
  | (?P<name>    (?:\w(?:[\w.·\-]{{0,255}}[\w·\-])?)? : (?:{_LOCAL}*{_LOCAL_END})? )
  | (?P<word>    \w+ )
  | (?P<mark>    . )
    ''',
    re.VERBOSE | re.DOTALL,
)


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of a query. A quote that opens nothing comes as a mark."""
    for match in _SCANNER.finditer(text):
        if match.lastgroup is not None and match.lastgroup not in ("space", "comment"):
            yield Token(Kind(match.lastgroup), match.group(), match.start())


def prefix_use(text: str) -> PrefixUse:
    """Return which prefixes a query uses, declarations left out, and which it declares."""
    used: set[str] = set()
    declared: set[str] = set()
    for before, token in pairwise((Token(Kind.MARK, "", 0), *scan(text))):
        if token.kind is Kind.NAME:
            declares = before.kind is Kind.WORD and before.text.upper() == "PREFIX"
            (declared if declares else used).add(token.text.partition(":")[0])
    return PrefixUse(frozenset(used - {"_"}), frozenset(declared))
