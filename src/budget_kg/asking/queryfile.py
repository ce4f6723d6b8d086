"""A question as a file: its `#+` header, its `VALUES` slots, and the binding of terms into them.

Binding replaces the content of declared slots and nothing else: outside them the tokens of the bound query are
those of the file, or nothing is returned. The file itself, with its defaults, runs in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from budget_kg.asking.parameters import LATEST, TYPES, UNDEF, Choice, Parameter
from budget_kg.errors import Lang, Say, UsageError
from budget_kg.tokens import Kind, Token, scan

KINDS: Final = ("entity", "code", "year", "money", "percent", "number", "text", "flag", "evidence")
"""What a column holds. Columns of kind `evidence` are passages; they are shown as quotes, not as cells."""

NEEDS: Final = ("departments", "years", "budgets", "population", "links")
"""What a question would need to be answered in full; the answer says which of it the store lacks."""

_NUMBERED: Final = re.compile(r"(?P<number>[0-9]{1,3})-(?P<id>.+)")
_TERM: Final = re.compile(
    r"<[^\x00-\x20<>\"{}|^`\\]*>"
    r'|"(?:[^"\\\n\r]|\\[tbnrf\\"\'])*"(?:\^\^<[^\x00-\x20<>"{}|^`\\]*>|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?'
    r"|UNDEF"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer: its variable, kind and head, and how many decimals are shown (None: all)."""

    name: str
    kind: str
    head: Say
    digits: int | None = None
    context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A canned question: what its header says, and its query."""

    id: str
    number: int | None
    path: Path
    text: str
    tags: tuple[str, ...]
    summary: str
    title: Say
    about: Say
    params: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    evidence: str
    phrasings: Mapping[Lang, tuple[str, ...]]
    answer: Say
    empty: Say
    needs: tuple[str, ...]
    top: int | None
    federates: tuple[str, ...]
    expect: str

    @property
    def sparql(self) -> str:
        """The query without its header."""
        return without_header(self.text)


class Slot(NamedTuple):
    """The inline data block of one variable: its content is `text[start:end]`."""

    variable: str
    start: int
    end: int


def identity(path: Path) -> tuple[int | None, str]:
    """Number and id of a question from its file name, `NN-id.rq` or `id.rq`, without opening it."""
    match = _NUMBERED.fullmatch(path.stem)
    return (int(match["number"]), match["id"]) if match else (None, path.stem)


def load(path: Path) -> Question:
    """Read one question. UsageError when the file or its header is malformed."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(zh=f"{path}：无法读取（{error}）", en=f"{path}: cannot be read ({error})") from error
    try:
        return _question(path, text, _header(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            zh=f"{path}：文件头有误（{error}）；格式见 docs/questions.md",
            en=f"{path}: malformed header ({error}); see docs/questions.md for the format",
        ) from error


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
    found = []
    tokens = list(scan(text))
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
    chosen = slots(text, tuple(terms))
    pieces, at = [], 0
    for slot in chosen:
        for term in terms[slot.variable]:
            if not _TERM.fullmatch(term):
                raise ValueError(f"not one RDF term: {term!r}")
        pieces += [text[at : slot.start], " ", " ".join(terms[slot.variable]), " "]
        at = slot.end
    bound = "".join([*pieces, text[at:]])
    if outline(bound, tuple(terms)) != outline(text, tuple(terms)):
        raise ValueError("the bound query differs from its file outside the slots")
    return bound


def outline(text: str, names: Sequence[str]) -> list[tuple[Kind, str]]:
    """The tokens of a query without the content of the named slots."""
    inside = [(slot.start, slot.end) for slot in slots(text, names)]
    return [
        (token.kind, token.text)
        for token in scan(text)
        if not any(start <= token.start < end for start, end in inside)
    ]


def _opens_slot(word: Token, variable: Token, opening: Token) -> bool:
    is_values = word.kind is Kind.WORD and word.text.upper() == "VALUES"
    return is_values and variable.kind is Kind.VARIABLE and _is_mark(opening, "{")


def _is_mark(token: Token, mark: str) -> bool:
    return token.kind is Kind.MARK and token.text == mark


# -- header ---------------------------------------------------------------------------------------------------------


def _header(text: str) -> dict[str, Any]:
    import yaml

    # Every scalar stays the text it is: YAML would turn 07 into 7 and 3.14 into a binary float.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        header = yaml.load(header_text(text), Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    if not isinstance(header, dict):
        raise ValueError("no #+ header")
    return header


def _question(path: Path, text: str, header: dict[str, Any]) -> Question:
    number, name = identity(path)
    phrasings = header.get("phrasings") or {}
    top = header.get("pagination")
    return Question(
        id=name, number=number, path=path, text=text,
        tags=tuple(header.get("tags") or ()),
        summary=str(header.get("summary", "")),
        title=_say(header["title"]),
        about=_say(header.get("about") or header["title"]),
        params=tuple(_parameter(item) for item in header.get("params") or ()),
        columns=tuple(_column(name, item) for name, item in header["columns"].items()),
        evidence=header.get("evidence") or "",
        phrasings={"zh": tuple(phrasings.get("zh") or ()), "en": tuple(phrasings.get("en") or ())},
        answer=_say(header["answer"]),
        empty=_say(header.get("empty") or _EMPTY),
        needs=_listed(header.get("needs"), NEEDS),
        top=int(top) if top else None,
        federates=tuple(header.get("federates") or ()),
        expect=str(header.get("expect", "")),
    )


_EMPTY: Final = {"zh": "库中的文件没有说明。", "en": "The documents in the store do not say."}


def _say(item: Mapping[str, str]) -> Say:
    return Say(str(item["zh"]), str(item["en"]))


def _listed(items: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    for item in items or ():
        if item not in known:
            raise ValueError(f"{item!r} is none of {', '.join(known)}")
    return tuple(items or ())


def _column(name: str, item: Any) -> Column:
    if isinstance(item, str):
        item = {"kind": item, "zh": "出处", "en": "Source"}
    kind = item.get("kind", "text")
    if kind not in KINDS:
        raise ValueError(f"column {name}: kind {kind!r} is none of {', '.join(KINDS)}")
    digits = item.get("digits")
    return Column(name, kind, _say(item), int(digits) if digits else None, item.get("context") == "true")


COMMON: Final[Mapping[str, Parameter]] = {
    "dept": Parameter(
        name="dept", type="entity", label=Say("部门", "department"), classes=("bkg:BudgetDepartment", "bkg:BudgetUnit"),
        help=Say("部门的全称、简称、区划代码或 IRI；不给则为库中全部部门",
                 "full or short name, division code or IRI of a department; all in the store when not given"),
    ),
    "year": Parameter(
        name="year", type="year", label=Say("年度", "year"), default=LATEST,
        help=Say("四位年份，或 latest（库中最近一年，先看决算）",
                 "a year of four digits, or latest (the last one in the store, of final accounts if there are any)"),
    ),
}
"""Parameters that most questions take; a header lists them by name alone."""


def _parameter(item: Any) -> Parameter:
    if isinstance(item, str):
        return COMMON[item]
    kind = item["type"]
    if kind not in TYPES:
        raise ValueError(f"parameter {item['name']}: type {kind!r} is none of {', '.join(TYPES)}")
    classes = item.get("class") or ()
    lowest, highest = item.get("min"), item.get("max")
    return Parameter(
        name=item["name"], type=kind, label=_say(item["label"]), help=_say(item.get("help") or item["label"]),
        default=item.get("default"), required=item.get("required") == "true", multiple=item.get("multiple") == "true",
        example=str(item.get("example", "")),
        classes=(classes,) if isinstance(classes, str) else tuple(classes),
        choices=tuple(
            Choice(name, _say(value), value.get("iri")) for name, value in (item.get("enum") or {}).items()
        ),
        pattern=str(item.get("pattern", "")),
        lowest=Decimal(lowest) if lowest else None,
        highest=Decimal(highest) if highest else None,
        options=item.get("options") or {},
    )


def undefined(parameters: Sequence[Parameter]) -> dict[str, tuple[str, ...]]:
    """The binding that leaves every parameter open."""
    return {parameter.name: (UNDEF,) for parameter in parameters}
