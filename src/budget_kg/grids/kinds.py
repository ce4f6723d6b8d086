"""Which kind of table a title names, which kind heads alone tell, and whether the two agree.

The kinds, the titles and what each kind says of its figures are the code list `table`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from budget_kg.facts import TOTAL_FUND, TOTAL_TYPE, Code, Term
from budget_kg.grids.columns import Block
from budget_kg.grids.dimensions import narrower_fund
from budget_kg.grids.grid import key
from budget_kg.grids.words import dims_of, words_of
from budget_kg.prose.subjects import Dims
from budget_kg.vocab import B, scheme

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_TAIL = re.compile(
    r"\((?:续|[一二三四五六七八九十\d]|续.{1,2}|.{0,2}元|.{1,8}口径|汇总|本级)\)$|(?<=表)[一二三四五六七八九十\d]$"
)
_NOT_FISCAL = frozenset({"fund/institutional", "fund/business", "fund/affiliated", "fund/other", "fund/higher-level"})
_OWN_TYPES = frozenset({"expenditure-type/remit-up", "expenditure-type/business", "expenditure-type/subsidy-affiliated"})


@cache
def _titles() -> list[tuple[str, str]]:
    """Titles without the words that do not tell, longest first, with their kinds."""
    found = {
        _plain(word): kind for kind, concept in scheme("table").items() if kind not in ("left-out", "body")
        for word in concept.words
    }
    return sorted(found.items(), key=lambda entry: -len(entry[0]))


@cache
def _left_out() -> re.Pattern[str]:
    words = sorted(map(key, scheme("table")["left-out"].words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _plain(title: str) -> str:
    """A title without year, 决算 and 预算 (kept nowhere: funds are named without it too) and other words."""
    return _left_out().sub("", _YEAR.sub("", key(title))).replace("预算", "").replace("、", "").replace("及", "和")


def kind_of(title: str) -> str:
    """The kind a title names, "" when it names none: the longest known title it ends with."""
    plain = key(title)
    while _TAIL.search(plain):
        plain = _TAIL.sub("", plain)
    plain = _plain(plain)
    if not plain.endswith(("表", "清单")):
        return ""
    found = next((entry for entry in _titles() if plain.endswith(entry[0])), None)
    return found[1] if found and _adds_nothing(plain.removesuffix(found[0])) else ""


def _adds_nothing(before: str) -> bool:
    """Whether the words before a known title are whose table it is, or name a fund or a type."""
    fund = next((word for word in _funds() if before.endswith(word)), "")
    whose = before.removesuffix(fund)
    return not whose or whose.endswith(scheme("table")["body"].words) or not words_of(whose).rest


@cache
def _funds() -> list[str]:
    """The names of funds as they stand in titles, longest first."""
    words = {_plain(word) for concept in scheme("fund").values() for word in concept.words}
    return sorted(words, key=len, reverse=True)



def kind_dims(kind: str) -> Dims:
    """What a kind of table says of all its figures."""
    data = scheme("table")[kind].data
    return Dims(
        flows=tuple(Term(getattr(B, name)) for name in sorted(data.get("flow", ()), reverse=True)),
        fund=Code(f"fund/{data['fundingSource'][0]}") if "fundingSource" in data else TOTAL_FUND,
        type=Code(f"expenditure-type/{data['expenditureType'][0]}") if "expenditureType" in data else TOTAL_TYPE,
        item=Code(f"item/{data['item'][0]}") if "item" in data else Dims().item,
    )


def title_dims(kind: str, title: str) -> Dims:
    """What a title says of all figures: its kind, and a narrower fund or a type it names."""
    base = kind_dims(kind)
    base = replace(base, fund=narrower_fund(base.fund, fund_in(title)))
    types = [group[0] for group in words_of(title).concepts if group[0].scheme == "expenditure-type"]
    if types and base.type == TOTAL_TYPE:
        base = replace(base, type=Code(f"expenditure-type/{types[-1].notation}"))
    return base


def fund_in(title: str) -> Code:
    """The fund a title itself names, all funds when it names none."""
    said = Dims()
    for group, word in zip(words_of(title).concepts, words_of(title).texts, strict=True):
        if group[0].scheme == "fund":
            said = replace(said, fund=narrower_fund(said.fund, dims_of(words_of(word)).fund))
    return said.fund


def section_of(kind: str) -> str:
    """The kind of section that tells of the same figures, "" when none does."""
    return next(iter(scheme("table")[kind].data.get("related", ())), "")


def kind_by_heads(blocks: Sequence[Block]) -> str:
    """The kind that heads alone tell, "" when they fit several kinds."""
    figures = [column.dims for block in blocks for column in block.figures]
    funds = {dims.fund for dims in figures if dims.flows != (Term(B.Expenditure),)}
    types = {dims.type for dims in figures}
    items = {dims.item for dims in figures}
    coded = any(block.of_role("code") for block in blocks)
    sides = [block.dims.flows for block in blocks]
    if sides.count((Term(B.Revenue),)) == 1 and (Term(B.Expenditure),) in sides:
        fiscal = any(dims.fund == "fund/government-fund" for dims in figures)
        named = any(block.dims.fund == "fund/fiscal" for block in blocks)
        return "appropriation" if fiscal or named else ""
    if coded and len(funds & _NOT_FISCAL) >= 2:
        return "revenue"
    if coded and types & _OWN_TYPES:
        return "expenditure"
    if not coded and {"item/abroad", "item/reception", "item/vehicle"} <= items:
        return "three-public"
    return _by_fund({dims.fund for dims in figures if dims.flows == (Term(B.Expenditure),)}) if coded else ""


def _by_fund(funds: set[Code]) -> str:
    kinds = {"fund/general-public": "general-public", "fund/government-fund": "government-fund-expenditure",
             "fund/state-capital": "state-capital-expenditure"}
    return kinds.get(next(iter(funds)), "") if len(funds) == 1 else ""


def contradicts(kind: str, blocks: Sequence[Block]) -> bool:
    """Whether the heads are those of another kind of table than the title names."""
    base = kind_dims(kind)
    figures = [column.dims for block in blocks for column in block.figures if column.measure == "money"]
    sources = {dims.fund for dims in figures} & _NOT_FISCAL
    types = {dims.type for dims in figures} - {TOTAL_TYPE}
    if base.flows == (Term(B.Revenue),) and types and not sources:
        return True
    if base.flows == (Term(B.Expenditure),) and len(sources) >= 2 and not types:
        return True
    own = {"fund/general-public", "fund/government-fund", "fund/state-capital"}
    said = {dims.fund for dims in figures} & own
    return base.fund in own and bool(said) and base.fund not in said
