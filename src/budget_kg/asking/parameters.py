"""Typed parameters of a question: what each accepts, and the RDF term a value becomes, in N-Triples form.

Nothing here looks into a store: names of entities and `latest` are resolved before (see `entities`). A value that
a type does not accept is a UsageError that names the parameter and the accepted form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

from budget_kg import triples
from budget_kg.errors import Say, UsageError
from budget_kg.prefixes import PREFIXES

LATEST: Final = "latest"
UNDEF: Final = "UNDEF"
UNITS: Final[Mapping[str, Decimal]] = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
UNIT_NAMES: Final[Mapping[str, Say]] = {
    "元": Say("元", "yuan"),
    "万元": Say("万元", "× 10,000 yuan"),
    "亿元": Say("亿元", "× 100 million yuan"),
}
_UNIT_ALIASES: Final = {"yuan": "元", "wan": "万元", "yi": "亿元", "10k": "万元", "100m": "亿元"}
_FOLD: Final = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,18})?")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE_POINT_ESCAPE: Final = re.compile(r"\\[uU]")
_LONGEST_KEYWORD: Final = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration: the term it stands for (an IRI, or None for the literal of its name)."""

    name: str
    label: Say
    iri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One declared parameter. `default` is a value of its type, `latest`, or None for "any"."""

    name: str
    type: str
    label: Say
    help: Say
    default: str | None = None
    required: bool = False
    multiple: bool = False
    example: str = ""
    classes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    pattern: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, value: str, form: Say, near: tuple[str, ...] = ()) -> UsageError:
        """The error for a value that does not fit: parameter, value, accepted form, near matches; one line."""
        shown = _CONTROL.sub(" ", value if len(value) <= 80 else value[:80] + "…")
        zh = f"；相近的有：{'、'.join(near)}" if near else ""
        en = f"; near matches: {', '.join(near)}" if near else ""
        return UsageError(
            zh=f"参数 {self.name}（{self.label.zh}）不接受“{shown}”；应为{form.zh}{zh}",
            en=f"parameter {self.name} ({self.label.en}) does not accept {shown!r}; give {form.en}{en}",
        )


def fold(value: str) -> str:
    """Full-width digits and marks as ASCII, without blanks around."""
    return value.translate(_FOLD).strip()


def number(value: str) -> Decimal | None:
    """Read a plain decimal with optional thousands separators, or None when it is no such number."""
    text = fold(value)
    if not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def is_iri(value: str) -> bool:
    """Whether the value is an absolute IRI that can be written between angle brackets as it is."""
    if _IRI.fullmatch(value) is None:
        return False
    import pyoxigraph as ox

    try:  # the engine refuses more than the brackets do: bad percent signs, unassigned characters
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def expand(name: str) -> str:
    """A prefixed name of the known prefixes as an IRI; an IRI as it is."""
    prefix, mark, local = name.partition(":")
    return PREFIXES[prefix] + local if mark and prefix in PREFIXES else name


def term(parameter: Parameter, value: str) -> str:
    """The N-Triples form of one value. UsageError when the type does not accept it."""
    return _BUILDERS[parameter.type](parameter, value)


# -- one builder for each type --------------------------------------------------------------------------------------


def _entity(parameter: Parameter, value: str) -> str:
    if not is_iri(value):
        raise parameter.wrong(value, Say("IRI、代码或完整名称", "an IRI, a code or a full name"))
    return triples.iri(value)


def _year(parameter: Parameter, value: str) -> str:
    text = fold(value)
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", text):
        raise parameter.wrong(value, Say("四位年份或 latest", "a year of four digits, or latest"))
    return triples.typed(text, "gYear")


def _amount(parameter: Parameter, value: str) -> str:
    text = fold(value)
    unit = next((unit for unit in ("亿元", "万元", "元") if text.endswith(unit)), "")
    found = number(text.removesuffix(unit))
    if found is None:
        en = "an amount with optional unit 元, 万元 or 亿元, such as 100万元"
        raise parameter.wrong(value, Say("金额，可带单位元、万元、亿元，如 100万元", en))
    return triples.decimal(_in_range(parameter, value, found * UNITS[unit or "元"]))


def _integer(parameter: Parameter, value: str) -> str:
    found = number(value)
    if found is None or found != found.to_integral_value() or "." in fold(value):
        raise parameter.wrong(value, Say("整数" + _range_zh(parameter), "an integer" + _range_en(parameter)))
    return triples.typed(int(_in_range(parameter, value, found)), "integer")


def _percent(parameter: Parameter, value: str) -> str:
    found = number(fold(value).removesuffix("%"))
    if found is None:
        raise parameter.wrong(value, Say("百分数，如 10 或 10%", "a percentage, such as 10 or 10%"))
    return triples.decimal(_in_range(parameter, value, found))


def _code(parameter: Parameter, value: str) -> str:
    text = fold(value)
    pattern = parameter.pattern or r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}"
    if not re.fullmatch(pattern, text) or _CONTROL.search(text) or not text.isascii():
        raise parameter.wrong(value, Say(f"符合 {pattern} 的代码", f"a code that matches {pattern}"))
    return triples.string(text)


def _keyword(parameter: Parameter, value: str) -> str:
    text = _CONTROL.sub("", value).strip()
    if not text or len(text) > _LONGEST_KEYWORD:
        raise parameter.wrong(value, Say("1 到 64 个字符的关键词", "a keyword of 1 to 64 characters"))
    if _CODE_POINT_ESCAPE.search(text):  # some engines undo \u before they parse
        raise parameter.wrong(value, Say("不含 \\u 的关键词", "a keyword without \\u"))
    return triples.string(text)


def _enum(parameter: Parameter, value: str) -> str:
    wanted = value.strip()
    for choice in parameter.choices:
        if wanted in (choice.name, choice.label.zh, choice.label.en):
            return triples.iri(expand(choice.iri)) if choice.iri else triples.string(choice.name)
    names = [choice.name for choice in parameter.choices]
    listed = Say("下列之一：" + "、".join(names), "one of: " + ", ".join(names))
    raise parameter.wrong(value, listed, tuple(get_close_matches(wanted, names)))


def _unit(parameter: Parameter, value: str) -> str:
    return triples.string(unit_of(value, parameter))


def _lang(parameter: Parameter, value: str) -> str:
    if value not in ("zh", "en"):
        raise parameter.wrong(value, Say("zh 或 en", "zh or en"))
    return triples.string(value)


def unit_of(value: str, parameter: Parameter | None = None) -> str:
    """The unit 元, 万元 or 亿元 that a word names. UsageError for any other word."""
    unit = _UNIT_ALIASES.get(value.strip().lower(), value.strip())
    if unit not in UNITS:
        asked = parameter or UNIT
        raise asked.wrong(value, Say("元、万元或亿元", "元, 万元 or 亿元"))
    return unit


UNIT: Final = Parameter(
    name="unit", type="unit", label=Say("单位", "unit"), help=Say("金额单位", "the unit of amounts"), default="万元"
)

_BUILDERS: Final[Mapping[str, Callable[[Parameter, str], str]]] = {
    "entity": _entity, "year": _year, "amount": _amount, "integer": _integer, "percent": _percent,
    "code": _code, "keyword": _keyword, "enum": _enum, "unit": _unit, "lang": _lang,
}
TYPES: Final = tuple(_BUILDERS)


def _in_range(parameter: Parameter, value: str, found: Decimal) -> Decimal:
    low, high = parameter.lowest, parameter.highest
    if (low is not None and found < low) or (high is not None and found > high):
        raise parameter.wrong(value, Say("数值" + _range_zh(parameter), "a number" + _range_en(parameter)))
    return found


def _range_zh(parameter: Parameter) -> str:
    return "".join(
        [f"，不小于 {parameter.lowest}" if parameter.lowest is not None else "",
         f"，不大于 {parameter.highest}" if parameter.highest is not None else ""]
    )


def _range_en(parameter: Parameter) -> str:
    limits = [f"at least {parameter.lowest}" if parameter.lowest is not None else "",
              f"at most {parameter.highest}" if parameter.highest is not None else ""]
    said = " and ".join(limit for limit in limits if limit)
    return f" ({said})" if said else ""
