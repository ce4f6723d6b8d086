"""What a free query may not do: change anything, or reach another service than those named.

SERVICE is refused twice: by the tokens, read so that a doubtful reading counts as a refusal, and by rdflib's
algebra. A query in which the word cannot occur skips both. A third defence is in the worker: no network.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from budget_kg.errors import UsageError
from budget_kg.prefixes import PREFIXES
from budget_kg.stores.results import Form
from budget_kg.tokens import Kind, Token, scan

if TYPE_CHECKING:
    from rdflib.term import Node

_UPDATES: Final = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_MOST_READINGS: Final = 4
_MOST_CHARACTERS: Final = 8192
"""What rdflib reads in seconds at worst: its time can grow with the square of the length."""
_ENDS_EXPRESSION: Final = (Kind.VARIABLE, Kind.STRING, Kind.LANGUAGE, Kind.IRI, Kind.NAME, Kind.WORD)


def check(sparql: str, allow_service: Collection[str] = ()) -> Form:
    """Return the form of a query; UsageError for an update, or for a SERVICE whose IRI is not allowed."""
    form = _form(sparql)
    readings = _readings(sparql)
    if any(_has_service(reading) for reading in readings):
        if len(sparql) > _MOST_CHARACTERS:
            raise _doubtful(f"more than {_MOST_CHARACTERS} characters", f"超过 {_MOST_CHARACTERS} 个字符")
        called = [_services(reading, allow_service) for reading in readings]
        _ask_algebra(sparql, max(called), allow_service)
    return form


def _form(sparql: str) -> Form:
    word = next(_after_prologue(scan(sparql)), None)
    name = word.text.upper() if word is not None else ""
    if name in _UPDATES:
        raise UsageError(
            zh=f"拒绝执行更新（{name}）：这里只读；修改存储请用 budget-kg build 或 remove",
            en=f"updates are refused ({name}): queries only read; change the store with `budget-kg build` or `remove`",
        )
    try:
        return Form(name)
    except ValueError:
        what = repr(word.text) if word is not None else "nothing"
        raise UsageError(
            zh=f"查询应以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开始，而不是 {what}",
            en=f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {what}",
        ) from None


def _after_prologue(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        word = token.text.upper() if token.kind is Kind.WORD else ""
        if word in ("BASE", "PREFIX", "VERSION"):
            for _ in range(2 if word == "PREFIX" else 1):
                next(tokens, None)
            continue
        yield token


def _readings(sparql: str) -> list[str]:
    """The text as it stands, and with code point escapes undone: engines differ in where they do so."""
    readings = [sparql]
    while (plain := _CODE_POINT.sub(_character, readings[-1])) != readings[-1]:
        readings.append(plain)
        if len(readings) > _MOST_READINGS:
            raise _doubtful("escapes within escapes", "层层转义")
    return readings


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _has_service(text: str) -> bool:
    """Over-inclusive: `ſervice` counts too, for some parsers compare in upper case."""
    return "SERVICE" in text.upper() or "service" in text.casefold()


def _services(text: str, allowed: Collection[str]) -> int:
    """Count the SERVICE clauses of one reading; UsageError unless each has an allowed, written-out IRI."""
    if any("\r" in line for line in text.split("\r\n")):
        raise _doubtful("a bare carriage return", "单独的回车符")
    tokens = list(scan(text))
    _refuse_doubtful(tokens)
    found = 0
    for index, token in enumerate(tokens):
        if not _names_service(token):
            continue
        if token.kind is not Kind.WORD or token.text.upper() != "SERVICE":
            raise _doubtful(f"{token.text!r}", f"{token.text!r}")
        found += 1
        target = tokens[index + 1 :][:2]
        if target and target[0].text.upper() == "SILENT":
            target = target[1:]
        if not target or target[0].kind is not Kind.IRI or target[0].text[1:-1] not in allowed:
            raise _refused(target[0].text if target else "")
    return found


def _names_service(token: Token) -> bool:
    """Tell whether a parser could find SERVICE at the start of this token: some read `SERVICEex:a` as two."""
    if token.kind is Kind.NAME:
        return _has_service(token.text.partition(":")[0])
    return token.kind in (Kind.WORD, Kind.LANGUAGE) and _has_service(token.text)


def _refuse_doubtful(tokens: list[Token]) -> None:
    """Refuse what parsers could read in two ways, hiding a clause in what looks like a string.

    In `(?a<?b#c>"…)` the part from `<` is an IRI to us, but less-than and a comment to a parser.
    """
    opened: list[str] = []
    before: Token | None = None
    for token in tokens:
        if token.kind is Kind.MARK:
            if token.text in "([{":
                opened.append(token.text)
            elif token.text in ")]}" and opened:
                opened.pop()
            elif token.text in "\"'\\":
                raise _doubtful(f"a stray {token.text}", f"孤立的 {token.text}")
        elif token.kind is Kind.IRI and "#" in token.text and before is not None:
            after_operand = before.kind in _ENDS_EXPRESSION or before.text == ")"
            if before.text == "<" or (after_operand and opened[-1:] == ["("]):
                raise _doubtful(f"{token.text} after {before.text}", f"{before.text} 之后的 {token.text}")
        before = token


def _ask_algebra(sparql: str, expected: int, allowed: Collection[str]) -> None:
    """Refuse unless rdflib finds the same number of SERVICE clauses, each with an allowed IRI."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it warns of odd IRIs, which are no matter here
    try:
        algebra = translateQuery(parseQuery(sparql), initNs=PREFIXES).algebra
        targets = list(_targets(algebra, set()))
    except Exception as error:  # whatever stops the second reader, the query is not known to be safe
        raise _doubtful(f"a form rdflib cannot read ({type(error).__name__})", "rdflib 无法解析的写法") from error
    for target in targets:
        if str(target) not in allowed:
            raise _refused(f"<{target}>")
    if len(targets) != expected:
        raise _doubtful(f"{len(targets)} or {expected} SERVICE clauses", f"{len(targets)} 或 {expected} 处 SERVICE")


def _targets(node: Any, seen: set[int]) -> Iterable[Node]:
    """Yield the targets of all SERVICE clauses below a node of the algebra, each clause once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if getattr(node, "name", "") == "ServiceGraphPattern":
        yield node.term
    if isinstance(node, dict):
        children: Iterable[Any] = node.values()
    elif isinstance(node, (list, tuple, set)):
        children = node
    else:
        return
    for child in children:
        yield from _targets(child, seen)


def _refused(target: str) -> UsageError:
    return UsageError(
        zh=f"拒绝 SERVICE {target}：只能访问用 --allow-service 完整写出的地址",
        en=f"SERVICE {target} is refused: only an address given in full with --allow-service may be called",
    )


def _doubtful(en: str, zh: str) -> UsageError:
    return UsageError(
        zh=f"拒绝查询：其中出现 SERVICE 一词且有{zh}，无法确认安全；请改写",
        en=f"refused: the query has the word SERVICE and {en}, so it cannot be shown to be safe; rewrite it",
    )
