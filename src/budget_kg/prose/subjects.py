"""What a number in finance prose is about: the words before it as dimensions, a project, or nothing we can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from budget_kg.facts import (
    TOTAL_ECONOMIC,
    TOTAL_FUNCTION,
    TOTAL_FUND,
    TOTAL_ITEM,
    TOTAL_TYPE,
    Code,
    MoneyObservation,
    Project,
    Term,
    Year,
)
from budget_kg.model import Section
from budget_kg.prose.grammar import pattern, trim
from budget_kg.prose.lexicon import Token
from budget_kg.text import in_order
from budget_kg.vocab import B, Concept, scheme

_PUNCTUATION = re.compile(r"[（）()“”\"、\-—－:：\s《》·/]+")
_LEADING = frozenset({"part", "includes", "year", "outcome", "comparison", "last-year", "stop", "phase"})


@dataclass(frozen=True, slots=True)
class Dims:
    """The dimensions of an amount as read so far; `flows` has two members for 收入支出总计."""

    flows: tuple[Term, ...] = ()
    fund: Code = TOTAL_FUND
    type: Code = TOTAL_TYPE
    item: Code = TOTAL_ITEM
    function: Code = TOTAL_FUNCTION
    economic: Code = TOTAL_ECONOMIC
    project: Project | None = None
    phase: Code | None = None
    year: Year | None = None
    class_name: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What it is about, without phase and year."""
        return self.flows, self.fund, self.type, self.item, self.function, self.economic, self.project


def section_dims(section: Section) -> Dims:
    """The dimensions a section's meaning implies, as the section scheme says."""
    data = scheme("section")[section.meaning].data if section.meaning else {}
    flow = tuple(Term(getattr(B, name)) for name in data.get("flow", ()))
    return Dims(
        flows=flow,
        fund=Code(f"fund/{data['fundingSource'][0]}") if "fundingSource" in data else TOTAL_FUND,
        type=Code(f"expenditure-type/{data['expenditureType'][0]}") if "expenditureType" in data else TOTAL_TYPE,
        item=Code(f"item/{data['item'][0]}") if "item" in data else TOTAL_ITEM,
    )


def _flows_of(word: str) -> tuple[Term, ...]:
    """Revenue, expenditure or both, as the word ends."""
    if re.search(r"收[入、]?[和及、]?支出?(?:总计|合计|决算)?$", word) or word.startswith(("收入支出", "收支", "收、支")):
        return Term(B.Revenue), Term(B.Expenditure)
    if re.search(r"收入(?:总计|合计|总额)?$", word) or word.startswith("总收入"):
        return (Term(B.Revenue),)
    if re.search(r"支出(?:总计|合计|总额)?$", word) or word.startswith("总支出"):
        return (Term(B.Expenditure),)
    return ()


def _phase_flow(token: Token) -> tuple[Term, ...]:
    """The flow a phase begins with: `收入预算`, `支出决算数`."""
    flows = {"收入": (Term(B.Revenue),), "支出": (Term(B.Expenditure),)}
    return flows.get(token.text[:2], ())


def _chosen(token: Token, dimension: str, unit: str) -> Concept:
    """Of several concepts of a word, the one whose dimension, and unit if it has one, is that of the number."""
    fits = [concept for concept in token.concepts if concept.data.get("dimension", ("money",))[0] == dimension]
    exact = [concept for concept in fits if unit in concept.data.get("related", ())]
    return (exact or fits or list(token.concepts))[0]


def as_source(token: Token, parent: object) -> Token:
    """A word for a balance as the source it is where a total is split: `收入预算…，其中…，上年结转…`."""
    sources = tuple(concept for concept in token.concepts if concept.scheme == "fund")
    split = isinstance(parent, MoneyObservation) and parent.flow != Term(B.Balance) and parent.item == TOTAL_ITEM
    return replace(token, concepts=sources) if token.kind == "dims" and sources and split else token


def apply_token(dims: Dims, token: Token, dimension: str, unit: str = "") -> Dims:
    """Narrow `dims` by one token, which goes with a number of this dimension and unit."""
    if token.kind == "phase":
        return replace(dims, phase=Code(f"phase/{token.concepts[0].notation}"), flows=_phase_flow(token) or dims.flows)
    if token.kind == "year":
        return replace(dims, year=Year(int(token.text[:4])))
    if token.kind == "function":
        flows = dims.flows or (Term(B.Expenditure),)
        name = token.text if token.doubt is not None else None
        return replace(dims, function=Code(token.code), flows=flows, class_name=name) if token.code else dims
    if token.kind in ("revenue", "expenditure", "both-flows"):
        flows = {
            "revenue": (Term(B.Revenue),), "expenditure": (Term(B.Expenditure),),
            "both-flows": (Term(B.Revenue), Term(B.Expenditure)),
        }[token.kind]
        return replace(dims, flows=flows)
    if token.kind != "dims":
        return dims
    return _narrowed(dims, token, _chosen(token, dimension, unit))


def _narrowed(dims: Dims, token: Token, concept: Concept) -> Dims:
    flows = _flows_of(token.text) or tuple(Term(getattr(B, name)) for name in concept.data.get("flow", ()))
    if concept.scheme == "item":
        return replace(dims, item=Code(f"item/{concept.notation}"), flows=flows or dims.flows)
    if concept.scheme == "fund":
        implied = flows or dims.flows or ((Term(B.Revenue),) if concept.notation not in _FISCAL else ())
        return replace(dims, fund=Code(f"fund/{concept.notation}"), flows=implied)
    return replace(
        dims, type=Code(f"expenditure-type/{concept.notation}"), flows=(Term(B.Expenditure),),
        item=TOTAL_ITEM if not concept.data.get("item") else dims.item,
    )


def is_spending(token: Token) -> bool:
    """Whether a token names an item money is spent on, such as 因公出国（境）费 or 会议费."""
    return token.kind == "dims" and any(
        concept.scheme == "item" and concept.data.get("flow") == ("Expenditure",) and "dimension" not in concept.data
        for concept in token.concepts
    )


_FISCAL = frozenset({"fiscal", "general-public", "government-fund", "state-capital", "carried-over"})


def residue(text: str, start: int, end: int, tokens: Sequence[Token]) -> str:
    """The text of a segment no token explains, without filler words and punctuation."""
    pieces, at = [], start
    for token in tokens:
        pieces.append(text[at : max(at, token.start)])
        at = max(at, token.end)
    pieces.append(text[at:end])
    kept = (pattern("filler").sub("", _PUNCTUATION.sub("", piece)) for piece in pieces)
    return "".join(kept)


def names_the_department(words: str, department: str) -> bool:
    """Whether left-over words only name the department itself, in full, in part, or as 本单位."""
    rest = pattern("self").sub("", words)
    return not rest or (len(rest) >= 2 and in_order(rest, department))


def project_phrase(span: tuple[int, int], text: str, tokens: Sequence[Token], listed: bool) -> tuple[int, int] | None:
    """The span of a project's name in a segment: behind its leading relations, ending in a project noun.

    In a list of projects (`listed`) any phrase that long is a name.
    """
    start, end = span
    begin = start
    for index, token in enumerate(tokens):
        leads = token.kind in _LEADING or (
            token.kind == "dims" and index + 1 < len(tokens) and tokens[index + 1].kind == "includes"
            and tokens[index + 1].start == token.end
        )
        if not leads or text[begin : token.start].strip("、，, "):
            break
        begin = token.end
    low, high = trim(text, (begin, end), "、，,：: ")
    endings = [match.end() for match in pattern("project-noun").finditer(text[low:high])]
    if high - low < 4 or not (listed or (endings and endings[-1] == high - low)):
        return None
    foreign = ("year", "stop") if listed else ("year", "stop", "phase")
    if any(token.kind in foreign and token.start >= low for token in tokens):
        return None
    return low, high
