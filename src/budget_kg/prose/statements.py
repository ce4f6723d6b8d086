"""Facts of finance prose: an amount, a count, a change, a rate or a reason, made from what a sentence has said so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budget_kg.facts import (
    Cause,
    ChangeStatement,
    Code,
    DerivedObservation,
    Fact,
    MoneyObservation,
    Outcome,
    QuantityObservation,
    RateStatement,
    Term,
    VarianceExplanation,
    Year,
)
from budget_kg.model import Passage
from budget_kg.prose import grammar
from budget_kg.prose.classification import match_economic
from budget_kg.prose.lexicon import Token
from budget_kg.prose.narrator import Narrator, broader_items
from budget_kg.prose.subjects import Dims, apply_token
from budget_kg.text import Numeral, Quantity
from budget_kg.vocab import B, scheme

DIRECTIONS = {"increase": Term(B.Increase), "decrease": Term(B.Decrease), "unchanged": Term(B.Unchanged)}
_DENIABLE = frozenset(
    {"fund/government-fund", "fund/state-capital", "item/three-public", "item/abroad", "item/reception"}
)
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
    direction: Token | None = None
    consumed: bool = True
    threshold: Decimal | None = None
    threshold_span: tuple[int, int] | None = None
    projects: list[MoneyObservation] = field(default_factory=list)
    denied: Token | None = None

    @property
    def text(self) -> str:
        """The flow."""
        return self.narrator.layout.flow.text

    def _source(self, numeral: Numeral) -> tuple[int, int]:
        return self.narrator.layout.flow.span(numeral.start, numeral.end)

    def _passage(self, numeral: Numeral, start: int | None = None) -> Passage:
        if start is None:
            start = max(self.start, min(self.segment, self.relation_start or self.segment, self.head))
        low, high = grammar.trim(self.text, (start, numeral.stop), " ，,。；;、\n")
        return self.narrator.layout.passage(low, high, self.narrator.section)

    def _amount(self, numeral: Numeral, value: Quantity) -> None:
        narrator, dims = self.narrator, self.narrator.dims
        flows = dims.flows or ((Term(B.Expenditure),) if dims.key != Dims().key else ())
        if not flows:
            return
        phase = dims.phase or Code("phase/budget" if narrator.layout.head.is_planned else "phase/actual")
        if dims.item == "item/additions":
            phase = Code("phase/adjustment")
        parent = narrator.parent_for(replace(dims, phase=phase))
        made = [
            self._observation(numeral, value, replace(dims, flows=(flow,), phase=phase), parent) for flow in flows
        ]
        narrator.last = made
        for fact in made:
            narrator.add(fact)
            if fact.subject is not None:
                self.projects.append(fact)
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
        dims = apply_token(narrator.base, token, "money")
        if dims.fund not in _DENIABLE and dims.item not in _DENIABLE:
            return
        span = grammar.trim(self.text, (max(self.start, self.segment), token.end))
        passage = narrator.layout.passage(*span, narrator.section)
        for flow in dims.flows:
            narrator.add(
                MoneyObservation(
                    passage=passage, amount=Quantity(Decimal(0), denied.text, "", Decimal(0)), year=narrator.year(dims),
                    phase=Code("phase/actual"), flow=flow, fund=dims.fund, item=dims.item, type=dims.type,
                    note=self.text[span[0] : span[1]],
                )
            )

    def _count(self, numeral: Numeral, value: Quantity) -> None:
        narrator = self.narrator
        dims, label = narrator.base, ""
        for token in self.pending:
            if token.kind == "dims" and any("count" in c.data.get("dimension", ()) for c in token.concepts):
                dims, label = apply_token(dims, token, "count", value.unit), token.text
        if not label:
            return
        parent = narrator.parent if isinstance(narrator.parent, QuantityObservation) else None
        if parent is not None and parent.item not in broader_items(dims.item):
            parent = None
        spans = (self._source(numeral), *((self.threshold_span,) if self.threshold_span else ()))
        passage = self._passage(numeral, self.segment)
        if self.threshold_span is not None:
            low = min(self.threshold_span[0], passage.start)
            passage = narrator.layout.passage_at(low, passage.end, narrator.section)
        narrator.add(
            QuantityObservation(
                passage=passage, numerals=spans, value=value, year=narrator.year(narrator.dims), label=label,
                item=dims.item, threshold=self.threshold, part_of=parent,
                qualifier=grammar.comparator(self.text, numeral),
            )
        )
        self.threshold, self.threshold_span, self.consumed = None, None, True

    def _change(self, numeral: Numeral | None, turn: Token) -> None:
        narrator = self.narrator
        target = narrator.find(narrator.dims, ("phase/actual", "phase/budget")) or narrator.latest
        if target is None:
            return
        value = numeral.quantity() if numeral is not None else None
        if value is not None and turn.kind == "decrease":
            value = value.negated()
        passage = self._passage(numeral) if numeral is not None else narrator.layout.passage(
            *grammar.trim(self.text, (self.segment, turn.end)), narrator.section
        )
        year = narrator.year(narrator.dims)
        change = ChangeStatement(
            passage=passage, numerals=(self._source(numeral),) if numeral is not None else (),
            direction=DIRECTIONS[turn.kind], year=year, amount=value, of=target,
            base_year=self.base_year or Year(year - 1),
        )
        narrator.add(change)
        narrator.last_change = change
        self._derive(target, change)

    def _derive(self, target: MoneyObservation, change: ChangeStatement) -> None:
        """Last year's figure, implied by this year's and the change."""
        if change.amount is None or change.base_year is None or change.base_year >= target.year:
            return
        self.narrator.facts.append(
            DerivedObservation(
                passage=change.passage, amount=target.amount.value - change.amount.value,
                step=max(target.amount.step, change.amount.step), year=change.base_year, observation=target,
                change=change,
            )
        )

    def _rate(self, numeral: Numeral, value: Quantity, turned: bool) -> None:
        narrator = self.narrator
        dims = narrator.dims
        of: Fact | None = narrator.find(dims, ("phase/actual",)) or narrator.latest
        label = next((t.text for t in reversed(self.pending) if t.kind in ("dims", "function")), None)
        if of is None and label is None:
            return
        kind = {"share": B.Share, "completion": B.Completion}.get(self.relation, B.Growth)
        turn = self.direction if turned else None
        if turn is not None:
            kind = B.Growth
            value = value.negated() if turn.kind == "decrease" else value
        base, base_text, base_phase = self._rate_base(kind, numeral, dims)
        year = narrator.year(dims)
        narrator.add(
            RateStatement(
                passage=self._passage(numeral), numerals=(self._source(numeral),), percent=value, kind=Term(kind),
                year=year, subject=dims.project, label=None if of else label, of=of, base=base, base_text=base_text,
                base_phase=base_phase,
                base_year=(self.base_year or Year(year - 1)) if kind == B.Growth else None,
                direction=DIRECTIONS[turn.kind] if turn is not None else None,
                qualifier=grammar.comparator(self.text, numeral),
            )
        )

    def _rate_base(
        self, kind: str, numeral: Numeral, dims: Dims
    ) -> tuple[MoneyObservation | None, str | None, Code | None]:
        """What a rate is computed on: the observation, the words that name it, its phase as printed."""
        narrator = self.narrator
        if kind == B.Growth or self.relation_dims is None:
            return None, None, None
        low, high = grammar.trim(self.text, (self.relation_start, numeral.start), " ，,的为：:了")
        words = self.text[low:high] or None
        asked = self.relation_dims
        if kind == B.Completion:
            phase = asked.phase or Code("phase/budget")
            phases = (phase,) if asked.phase else ("phase/initial", "phase/adjusted", "phase/budget")
            base = narrator.find(dims, phases) or narrator.find(dims, ("phase/budget", "phase/adjusted"))
            return base, words, phase
        if asked.key == Dims().key:
            running = narrator.parent if isinstance(narrator.parent, MoneyObservation) else None
            return running or narrator.announced or narrator.list_parent, words, None
        fund = asked.fund if asked.fund != "fund/_T" or "本年" in (words or "") else narrator.base.fund
        flows = asked.flows or dims.flows
        return narrator.find(replace(asked, fund=fund, flows=flows), ("phase/actual",)), words, None

    # -- words behind numbers ---------------------------------------------------------------------------------------

    def _reason(self, token: Token) -> bool:
        """Explain what this sentence (or the one before) stated; False when nothing is there to explain."""
        narrator = self.narrator
        explained = [fact for fact in narrator.stated or narrator.before if not isinstance(fact, DerivedObservation)]
        variances = [fact for fact in explained if isinstance(fact, (ChangeStatement, RateStatement))]
        span = grammar.reason_span(self.text, token.start, self.end)
        if span is None or not explained:
            return False
        if not variances and self.projects and "原因" not in token.text:
            self._tell(span)
            return True
        passage = narrator.layout.passage(*span, narrator.section)
        cause = Cause(passage=passage, text=self.text[span[0] : span[1]])
        narrator.facts.append(
            VarianceExplanation(passage=passage, explains=tuple(variances or explained), cause=cause)
        )
        return True

    def _outcome(self, token: Token) -> None:
        span = grammar.trim(self.text, (token.end, self.end), " ，,。；;：:\n是为")
        if span[0] < span[1] and self.projects:
            self._tell(span)

    def _tell(self, span: tuple[int, int]) -> None:
        """One outcome for each project of the sentence that is not a part of another."""
        narrator = self.narrator
        whole = [fact for fact in self.projects if fact.part_of is None or fact.part_of.subject is None]
        for fact in whole:
            narrator.facts.append(
                Outcome(
                    passage=narrator.layout.passage(*span, narrator.section), text=self.text[span[0] : span[1]],
                    year=fact.year, subject=fact.subject, explains=(fact,),
                )
            )
