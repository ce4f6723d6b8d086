"""A question as a file: what its `#+` header says of parameters, columns, phrasings and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from budget_kg.asking.parameters import LATEST, TYPES, UNDEF, Choice, Parameter
from budget_kg.errors import Lang, Say, UsageError
from budget_kg.queryfile import header, without_header

KINDS: Final = ("entity", "code", "year", "money", "percent", "number", "text", "flag", "evidence")
"""What a column holds. Columns of kind `evidence` are passages; they are shown as quotes, not as cells."""

NEEDS: Final = ("departments", "years", "budgets", "population", "links")
"""What a question would need to be answered in full; the answer says which of it the store lacks."""

_NUMBERED: Final = re.compile(r"(?P<number>[0-9]{1,3})-(?P<id>.+)")
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
        return _question(path, text, header(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            zh=f"{path}：文件头有误（{error}）；格式见 docs/questions.md",
            en=f"{path}: malformed header ({error}); see docs/questions.md for the format",
        ) from error


# -- header ---------------------------------------------------------------------------------------------------------


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
