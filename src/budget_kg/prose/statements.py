"""Facts of finance prose: an amount, a stated nil or a count, made from what a sentence has said so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budget_kg.facts import TOTAL_ITEM, Code, MoneyObservation, QuantityObservation, Term, Year
from budget_kg.model import Passage
from budget_kg.prose import grammar
from budget_kg.prose.classification import match_economic
from budget_kg.prose.lexicon import Token
from budget_kg.prose.narrator import Narrator, broader_items
from budget_kg.prose.subjects import Dims, apply_token, residue
from budget_kg.text import Numeral, Quantity
from budget_kg.vocab import B, scheme

DIRECTIONS = {"increase": Term(B.Increase), "decrease": Term(B.Decrease), "unchanged": Term(B.Unchanged)}
_DENIABLE = frozenset(
    {
        "fund/government-fund", "fund/state-capital", "item/three-public", "item/abroad", "item/reception",
        "item/vehicle", "item/vehicle-purchase", "item/vehicle-running", "item/meeting", "item/training",
        "item/operating-cost", "item/procurement",
    }
)
_SPENT_ON = {
    "item/vehicles-purchased": "item/vehicle-purchase", "item/trips": "item/abroad", "item/trip-persons": "item/abroad",
    "item/receptions": "item/reception", "item/reception-persons": "item/reception",
}
_INCLUDES = re.compile(r"[，,]?(?:主要)?(?:包括|包含)[:：]?([^；;。\n]{2,900})")
_BEFORE_A_LEVEL = re.compile(r"(?:提前下达)?(?:20\d\d年?)?")


def _transfer_level(name: str) -> Code | None:
    """The level of government the name of a project or transfer begins with, None when it names none."""
    opening = _BEFORE_A_LEVEL.match(name)
    start = opening.end() if opening else 0
    for concept in scheme("transfer-level").values():
        if name.startswith(concept.words, start):
            return Code(f"transfer-level/{concept.notation}")
    return None


@dataclass(slots=True)
class Statements:
    """One sentence being read, and the facts its numbers state.

    `segment` is where the words before the next number began, `head` where its subject began; `relation` is what
    the next percentage says (share, completion) or the comparison a change is measured against.
    """

    narrator: Narrator
    start: int
    end: int
    segment: int = 0
    head: int = 0
    pending: list[Token] = field(default_factory=list)
    relation: str = ""
    relation_dims: Dims | None = None
    relation_start: int = 0
    base_year: Year | None = None
    base_phase: Code | None = None
    direction: Token | None = None
    consumed: bool = True
    threshold: Decimal | None = None
    threshold_span: tuple[int, int] | None = None
    projects: list[MoneyObservation] = field(default_factory=list)
    denied: Token | None = None
    rows: dict[int, list[Numeral]] = field(default_factory=dict)
    taken: int = 0
    explained: int = 0
    bought: bool = False
    counted: Token | None = None
    counted_item: str = ""
    bracket: int = 0
    unnamed: bool = False
    compared: MoneyObservation | None = None

    @property
    def text(self) -> str:
        """The flow."""
        return self.narrator.layout.flow.text

    def _source(self, numeral: Numeral) -> tuple[int, int]:
        return self.narrator.layout.flow.span(numeral.start, numeral.end)

    def _passage(self, numeral: Numeral, start: int | None = None) -> Passage:
        if start is None:
            start = max(self.start, min(self.segment, self.relation_start or self.segment, self.head))
        low, high = grammar.trim(self.text, (start, numeral.stop), " ，,。；;、.．\n")
        return self.narrator.layout.passage(low, high, self.narrator.section)

    def _amount(self, numeral: Numeral, value: Quantity) -> None:
        narrator, dims = self.narrator, self._spent_on(self.narrator.dims)
        flows = dims.flows or ((Term(B.Expenditure),) if dims.key != Dims().key else ())
        if flows == (Term(B.Stock),):
            self._stock(numeral, value, dims)
            return
        if not flows:
            return
        phase = self._phase(dims)
        parent = narrator.parent_for(replace(dims, phase=phase))
        made = [
            self._observation(numeral, value, replace(dims, flows=(flow,), phase=phase), parent) for flow in flows
        ]
        narrator.last, self.unnamed = made, False
        for fact in made:
            narrator.add(fact)
            if fact.subject is not None:
                self.projects.append(fact)
        self.consumed = True

    def _spent_on(self, dims: Dims) -> Dims:
        """`购置车辆1辆，支出20万元`: money behind a count, with no subject of its own, is spent on what was counted."""
        named = [token.kind for token in self.pending if token.kind in ("dims", "function", "revenue", "expenditure")]
        item = _SPENT_ON.get(self.counted_item)
        return replace(dims, item=Code(item)) if item and named in ([], ["expenditure"]) else dims

    def _phase(self, dims: Dims) -> Code:
        """The phase of an amount: additions are adjustments."""
        return Code("phase/adjustment") if dims.item == "item/additions" else dims.phase or self.narrator.plain_phase

    def _stock(self, numeral: Numeral, value: Quantity, dims: Dims) -> None:
        """Money that something held is worth: no flow of money."""
        held = [token.text for token in self.pending if token.kind == "dims"]
        label = held[-1] if held else scheme("item")[dims.item.removeprefix("item/")].zh
        self.narrator.add(
            QuantityObservation(
                passage=self._passage(numeral), numerals=(self._source(numeral),), value=value, label=label,
                year=self.narrator.year(dims), item=dims.item, qualifier=grammar.comparator(self.text, numeral),
            )
        )
        self.consumed = True

    def _observation(
        self, numeral: Numeral, value: Quantity, dims: Dims, parent: MoneyObservation | None
    ) -> MoneyObservation:
        name = dims.project.name if dims.project is not None else ""
        passage = self._passage(numeral)
        return MoneyObservation(
            passage=passage, numerals=(self._source(numeral),), amount=value, year=self.narrator.year(dims),
            phase=dims.phase or Code("phase/actual"), flow=dims.flows[0], subject=dims.project,
            function=dims.function, economic=dims.economic, fund=dims.fund, type=dims.type, item=dims.item,
            label=name or dims.class_name, part_of=parent,
            includes=self._includes(numeral), qualifier=grammar.comparator(self.text, numeral),
            transfer_from=_transfer_level(name),
            direct=True if "直达" in name else None, note=self._note(numeral, value),
        )

    def _includes(self, numeral: Numeral) -> tuple[Code, ...]:
        """The economic classes named behind an amount: `主要包括：基本工资、…`."""
        match = _INCLUDES.match(self.text, numeral.stop, self.end)
        if match is None:
            return ()
        found = (match_economic(name.strip("等。 ")) for name in re.split(r"[、，,]", match[1]))
        return tuple(dict.fromkeys(Code(code) for code in found if code))

    def _note(self, numeral: Numeral, value: Quantity) -> str | None:
        """The words that explain a stated zero."""
        if value.value != 0:
            return None
        for part in re.split(r"[，,。；;]", self.text[numeral.stop : self.end]):
            bare = re.sub(r"(?:19|20)\d\d年", "", part)
            if grammar.pattern("none").search(bare) and not re.search(r"\d", bare):
                return grammar.pattern("reason").sub("", part).lstrip("是：: ")
        return None

    def _nil(self, token: Token) -> None:
        """`未安排政府性基金预算财政拨款支出`: a stated zero, its printed value the word that denies it."""
        narrator, denied = self.narrator, self.denied
        if denied is None:
            return
        dims = apply_token(replace(narrator.base, year=self._year_told()), token, "money")
        if dims.fund not in _DENIABLE and dims.item not in _DENIABLE:
            return
        if dims.flows:
            self._state_nil(dims, denied.text, (max(self.start, self.segment), token.end))

    def _year_told(self) -> Year | None:
        """The year the words before the next statement name: `2021年`, `上年度`."""
        head = self.narrator.layout.head.year
        named = [token for token in self.pending if token.kind in ("year", "last-year")]
        if not named:
            return self.narrator.base.year
        return Year(head - 1 if named[-1].kind == "last-year" else min(int(named[-1].text[:4]), head))

    def _denied_behind(self, token: Token) -> None:
        """`因公出国（境）费本年未发生`: the word that denies it stands behind the subject."""
        dims = self.narrator.dims
        words = [one for one in self.pending if one.start >= self.segment]
        deniable = dims.fund in _DENIABLE or dims.item in _DENIABLE
        if deniable and dims.flows and not residue(self.text, self.segment, token.start, words):
            self._state_nil(dims, token.text, (max(self.start, self.head), token.end))
            self.consumed = True

    def _printed_nil(self, token: Token) -> None:
        """`结余分配/万元`, `支出为零`: a stated zero, its printed value the mark or word for it."""
        dims = self.narrator.dims
        words = [one for one in self.pending if one.start >= self.segment]
        understood = not residue(self.text, self.segment, token.start, words)
        stated = any(one.kind in ("dims", "function", "revenue", "expenditure") for one in self.pending)
        if understood and stated and not self.relation and self.direction is None:
            self._state_nil(dims, token.text, (max(self.start, self.segment), token.end))
        self.segment, self.pending, self.consumed = token.end, [], True

    def _state_nil(self, dims: Dims, printed: str, span: tuple[int, int]) -> None:
        narrator = self.narrator
        low, high = grammar.trim(self.text, span)
        for flow in dims.flows or (Term(B.Expenditure),):
            narrator.add(
                MoneyObservation(
                    passage=narrator.layout.passage(low, high, narrator.section),
                    amount=Quantity(Decimal(0), printed, "", Decimal(0)), year=narrator.year(dims),
                    phase=self._phase(dims), flow=flow, function=dims.function, economic=dims.economic, fund=dims.fund,
                    item=dims.item, type=dims.type, note=self.text[low:high],
                )
            )

    def _counted_thing(self, numeral: Numeral, value: Quantity) -> tuple[Dims, str]:
        """What a count is of, and the words for it; "" when nothing says it."""
        narrator, dimension = self.narrator, numeral.dimension
        dims, label = narrator.base, ""
        for token in self.pending:
            measured = token.kind == "dims" and any(
                dimension in c.data.get("dimension", ()) or (c.scheme == "item" and "Stock" in c.data.get("flow", ()))
                for c in token.concepts
            )
            if measured:
                dims, label, self.counted = apply_token(dims, token, dimension, value.unit), token.text, token
        if not label and self.counted is not None and not self.text[self.segment : numeral.start].strip("，,、 和共"):
            again = apply_token(dims, self.counted, dimension, value.unit)  # 国内公务接待12批次、96人次
            if value.unit in scheme("item")[again.item.removeprefix("item/")].data.get("related", ()):
                return again, self.counted.text
        body = grammar.pattern("body", "subordinate-unit").match(self.text, numeral.stop) if not label else None
        if body is not None:
            self.segment = body.end()
            return replace(dims, item=TOTAL_ITEM), body[0]
        if label and dimension not in scheme("item")[dims.item.removeprefix("item/")].data.get("dimension", ()):
            dims = replace(dims, item=TOTAL_ITEM)  # 在建工程1项: the item itself is money
        if self.bought:
            dims = replace(dims, item=Code("item/equipment-purchased"), flows=(Term(B.Expenditure),))
        return dims, label

    def _count(self, numeral: Numeral, value: Quantity) -> None:
        narrator = self.narrator
        dims, label = self._counted_thing(numeral, value)
        if not label:
            return
        parent = narrator.parent if isinstance(narrator.parent, QuantityObservation) else None
        if parent is not None and parent.item not in broader_items(dims.item):
            held = dims.flows == (Term(B.Stock),) and not self.bought
            if parent.item == "item/vehicles-purchased" and held:  # which of them are bought, not held
                dims, label = replace(dims, item=TOTAL_ITEM, flows=()), f"{parent.label}{label}"
            else:
                parent = None
        spans = (self._source(numeral), *((self.threshold_span,) if self.threshold_span else ()))
        low, high = min(self.segment, numeral.start), max(self.segment, numeral.stop)  # 1家机关: the noun behind it
        passage = narrator.layout.passage(*grammar.trim(self.text, (low, high), " ，,。；;、\n"), narrator.section)
        if self.threshold_span is not None:
            low = min(self.threshold_span[0], passage.start)
            passage = narrator.layout.passage_at(low, passage.end, narrator.section)
        flows = dims.flows if dims.flows == (Term(B.Stock),) else ()
        narrator.add(
            QuantityObservation(
                passage=passage, numerals=spans, value=value, label=label,
                year=narrator.year(replace(narrator.dims, flows=flows)), item=dims.item, threshold=self.threshold,
                part_of=parent, qualifier=grammar.comparator(self.text, numeral),
            )
        )
        self.counted_item = dims.item
        self.threshold, self.threshold_span, self.bought, self.consumed = None, None, False, True
