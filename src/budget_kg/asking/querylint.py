"""What is wrong with a question file, one line for each complaint; nothing when it is good.

It looks at the file alone: header against query, slots, form, ordering, evidence, patterns. That the query also
runs on a second engine, and what rows it gives, is for the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from budget_kg.asking.parameters import LATEST, UNDEF, Parameter, term
from budget_kg.asking.questionfile import Question
from budget_kg.asking.sentences import PLACE
from budget_kg.errors import UsageError
from budget_kg.prefixes import PREFIXES
from budget_kg.queryfile import header_text, slots
from budget_kg.tokens import Kind, Token, scan

_FORBIDDEN: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "CONSTRUCT", "DESCRIBE", "ASK")
_LINE_KEYS: Final = re.compile(r"^\s+(?:-\s+)?(summary|description|endpoint|tags)\s*:")
_LEAST_PHRASINGS: Final = 4
_REGISTRY: Final = "ID:REGISTRY"


def complaints(question: Question) -> list[str]:
    """Everything wrong with a question file, in a fixed order."""
    return [f"{question.path.name}: {said}" for check in _CHECKS for said in check(question)]


def _parses(question: Question) -> Iterator[str]:
    """One SELECT that projects the declared columns; the evidence query, if any, projects a passage and its keys."""
    declared = [column.name for column in question.columns]
    projected = _projected(question.sparql)
    if isinstance(projected, str):
        yield f"does not parse: {projected}"
    elif projected != declared:
        yield f"projects {projected}, but declares {declared}"
    if question.evidence:
        projected = _projected(question.evidence)
        if isinstance(projected, str):
            yield f"evidence query does not parse: {projected}"
        elif "passage" not in projected or not set(projected) - {"passage"} <= set(declared):
            yield f"evidence query projects {projected}; it should give ?passage and columns of the answer"
        elif set(projected) - {"passage"} != {slot.variable for slot in slots(question.evidence, declared)}:
            yield "evidence query should have a slot for every column it projects, and project every slot"


def _projected(sparql: str) -> list[str] | str:
    import pyoxigraph as ox

    try:
        found = ox.Store().query(sparql)
    except SyntaxError as error:
        return str(error)
    if not isinstance(found, ox.QuerySolutions):
        return "not a SELECT"
    return [variable.value for variable in found.variables]


def _words(question: Question) -> Iterator[str]:
    """No update, no second form, no SERVICE but of a named federate."""
    tokens = list(scan(question.sparql)) + list(scan(question.evidence))
    for index, token in enumerate(tokens):
        word = token.text.upper() if token.kind is Kind.WORD else ""
        if word in _FORBIDDEN:
            yield f"has the word {word}"
        if word == "SERVICE":
            target = tokens[index + 1].text.strip("<>") if index + 1 < len(tokens) else ""
            if target not in question.federates:
                yield f"calls SERVICE {target}, which `federates` does not list"


def _slots(question: Question) -> Iterator[str]:
    """Every parameter has a slot with its default; a block with UNDEF belongs to a parameter."""
    names = [parameter.name for parameter in question.params]
    found = slots(question.sparql, names)
    for parameter in question.params:
        own = [slot for slot in found if slot.variable == parameter.name]
        if not own:
            yield f"parameter {parameter.name} has no slot"
        for slot in own:
            said = question.sparql[slot.start : slot.end]
            if _terms(said) != _terms(_default(parameter)):
                yield f"slot of {parameter.name} holds {said.strip()}, not the default {_default(parameter)}"
    variables = {token.text[1:] for token in scan(question.sparql) if token.kind is Kind.VARIABLE}
    for slot in slots(question.sparql, sorted(variables - set(names))):
        if UNDEF in question.sparql[slot.start : slot.end]:
            yield f"slot ?{slot.variable} is not declared as a parameter"


def _default(parameter: Parameter) -> str:
    if parameter.default is None or parameter.default == LATEST:
        return UNDEF
    return term(parameter, parameter.default)


def _terms(content: str) -> list[str]:
    import pyoxigraph as ox

    rows = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {content} }} }}", prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return [str(row["x"]) for row in rows]


@dataclass(slots=True)
class _Group:
    """One pair of braces: the variables bound in it, those its filters use, the filter it stands in."""

    bound: set[str] = field(default_factory=set)
    filtered: set[str] = field(default_factory=set)
    outside: tuple[bool, int] = (False, 0)


def _scopes(question: Question) -> Iterator[str]:
    """A parameter used in a filter is bound in the same group, and no slot trails behind the query."""
    names = {parameter.name for parameter in question.params}
    groups, depth, in_filter = [_Group()], 0, False
    tokens = list(scan(question.sparql))
    for index, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.text.upper() == "FILTER":
            in_filter, depth = True, 0
        elif token.kind is Kind.VARIABLE and token.text[1:] in names:
            (groups[-1].filtered if in_filter else groups[-1].bound).add(token.text[1:])
            if len(groups) == 1 and index and tokens[index - 1].text.upper() == "VALUES":
                yield f"the slot of {token.text} stands outside WHERE, where no filter sees it"
        elif token.text in ("(", ")") and in_filter:
            depth += 1 if token.text == "(" else -1
            in_filter = depth > 0
        elif token.text == "{" and _is_group(tokens, index):
            groups.append(_Group(outside=(in_filter, depth)))
            in_filter = False
        elif token.text == "}" and len(groups) > 1 and not _closes_data(tokens, index):
            done = groups.pop()
            in_filter, depth = done.outside
            for name in sorted(done.filtered - done.bound):
                yield f"a filter uses ?{name} in a group that has no slot for it"


def _is_group(tokens: list[Token], index: int) -> bool:
    """Whether an opening brace begins a group, not the data of VALUES."""
    before = [token.text.upper() for token in tokens[max(0, index - 2) : index]]
    return not (before[:1] == ["VALUES"] or (before[-1:] == [")"] and _in_values(tokens, index)))


def _in_values(tokens: list[Token], index: int) -> bool:
    opening = index - 1
    while opening > 0 and tokens[opening].text != "(":
        opening -= 1
    return opening > 0 and tokens[opening - 1].text.upper() == "VALUES"


def _closes_data(tokens: list[Token], index: int) -> bool:
    opening = max((at for at in range(index) if tokens[at].text == "{" and _match(tokens, at) == index), default=-1)
    return opening >= 0 and not _is_group(tokens, opening)


def _match(tokens: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at
    return -1


def _plans(question: Question) -> Iterator[str]:
    """No OPTIONAL inside the block of the registry: Oxigraph evaluates such a block over every document's part of it."""
    for text in (question.sparql, question.evidence):
        tokens = list(scan(text))
        words = [token.text.upper() for token in tokens]
        for index, token in enumerate(tokens):
            opens = token.text == "{" and words[max(0, index - 2) : index] == ["GRAPH", _REGISTRY]
            if opens and "OPTIONAL" in words[index : _match(tokens, index)]:
                yield "has an OPTIONAL inside GRAPH id:registry; give it a GRAPH of its own outside"


def _comparisons(question: Question) -> Iterator[str]:
    """Years are compared as text, languages by matching: engines differ otherwise."""
    years = {parameter.name for parameter in question.params if parameter.type == "year"}
    years |= {column.name for column in question.columns if column.kind == "year"}
    tokens = list(scan(question.sparql))
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.kind is Kind.VARIABLE and token.text[1:] in years and {before.text, after.text} & {"<", ">"}:
            yield f"orders the typed year {token.text}; compare STR({token.text})"
    for index, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.text.upper() == "LANG" and "=" in _texts(tokens, index + 4, 1):
            yield "compares LANG() with =; use LANGMATCHES"


def _texts(tokens: list[Token], start: int, length: int) -> list[str]:
    return [token.text for token in tokens[start : start + length]]


def _ordered(question: Question) -> Iterator[str]:
    """The query ends with an ORDER BY, so that windows are stable."""
    tail = question.sparql.rpartition("}")[2].upper()
    if not re.search(r"\bORDER\s+BY\b", tail):
        yield "has no ORDER BY at its end"
    if re.search(r"\bLIMIT\b|\bOFFSET\b", tail):
        yield "has a LIMIT; rows are windowed by the runner"


def _evidence(question: Question) -> Iterator[str]:
    if not question.evidence and not any(column.kind == "evidence" for column in question.columns):
        yield "has neither an evidence column nor an evidence query"


def _sentences(question: Question) -> Iterator[str]:
    """Patterns use columns of the answer only; both languages use the same ones."""
    names = {column.name for column in question.columns if column.kind != "evidence"} | {"rows"}
    used = [{match["name"] for match in PLACE.finditer(text)} for text in (question.answer.zh, question.answer.en)]
    for name in sorted((used[0] | used[1]) - names):
        yield f"the answer pattern uses {{{name}}}, which is no column"
    if used[0] != used[1]:
        yield "the answer patterns of the two languages use different columns"
    for text in (question.answer.zh, question.answer.en, question.empty.zh, question.empty.en):
        if re.search(r"[0-9]", PLACE.sub("", text)):
            yield f"a sentence has a number that is in no row: {text}"


def _header(question: Question) -> Iterator[str]:
    """The traps of other readers of the header: line-based keys, tags first, numbers unquoted."""
    import yaml

    text = header_text(question.text)
    for line in text.splitlines():
        match = _LINE_KEYS.match(line)
        if match:
            yield f"nests the key {match[1]}, which line-based readers take for the question's own"
    if not re.match(r"tags:\n  - ", text) or not re.search(r"\n  - [^\n]+\nsummary: ", text):
        yield "should begin with tags in block form, then summary"
    for value in _scalars(yaml.safe_load(text)):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield f"the number {value} should be quoted"
    if question.expect != question.id:
        yield f"expects {question.expect!r}; its golden table is {question.id}.tsv"


def _scalars(item: Any) -> Iterator[Any]:
    if isinstance(item, dict):
        item = list(item.values())
    if isinstance(item, list):
        for one in item:
            yield from _scalars(one)
    else:
        yield item


def _phrasings(question: Question) -> Iterator[str]:
    for lang, said in question.phrasings.items():
        if len(said) < _LEAST_PHRASINGS or len(set(said)) != len(said):
            yield f"has {len(set(said))} phrasings in {lang}; it needs {_LEAST_PHRASINGS}"


def _parameters(question: Question) -> Iterator[str]:
    for parameter in question.params:
        example = parameter.example or (parameter.default if parameter.default != LATEST else "")
        if example and parameter.type != "entity":
            try:
                term(parameter, example)
            except UsageError as error:
                yield f"its own example does not fit: {error}"


_CHECKS: Final[tuple[Callable[[Question], Iterator[str]], ...]] = (
    _parses, _words, _slots, _scopes, _plans, _comparisons, _ordered, _evidence, _sentences, _header, _phrasings,
    _parameters,
)
