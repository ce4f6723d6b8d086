"""Reads finance prose: walks the tokens of each sentence, keeps what is being spoken of, and states facts at numbers.

The state is small: the dimensions of the head, the last amounts, the relation the next percentage stands in, and
the parent while parts (其中) are listed. A number whose words are not understood is left unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budget_kg import grammar
from budget_kg.classification import match_economic
from budget_kg.facts import (
    Cause,
    ChangeStatement,
    Code,
    DerivedObservation,
    Fact,
    MoneyObservation,
    Outcome,
    Project,
    QuantityObservation,
    RateStatement,
    Term,
    VarianceExplanation,
    Year,
)
from budget_kg.lexicon import Token, tokens
from budget_kg.model import Layout, Passage, Section
from budget_kg.subjects import (
    Dims,
    apply_token,
    names_the_department,
    project_phrase,
    residue,
    section_dims,
)
from budget_kg.text import Numeral, Quantity
from budget_kg.vocab import B, scheme

_DIRECTIONS = {"increase": Term(B.Increase), "decrease": Term(B.Decrease), "unchanged": Term(B.Unchanged)}
_SUBJECT_KINDS = frozenset({"dims", "function", "revenue", "expenditure", "both-flows"})
_INCLUDES = re.compile(r"[，,]?(?:主要)?(?:包括|包含)[:：]?([^；;。\n]{2,900})")
_TRANSFER = re.compile(r"^(?:提前下达)?(?:20\d\d年?)?(中央|省级|自治区|市级|州级|区级|县级)")


def _broader(code: Code) -> list[Code]:
    """The item codes above an item, nearest first, the total excluded."""
    found, notation = [], scheme("item")[code.removeprefix("item/")].broader
    while notation and notation != "_T":
        found.append(Code(f"item/{notation}"))
        notation = scheme("item")[notation].broader
    return found


@dataclass(slots=True)
class Narrator:
    """Reads one section's own text after another; `facts` collects what they state."""

    layout: Layout
    functions: bool
    facts: list[Fact] = field(default_factory=list)
    section: Section = field(init=False)
    base: Dims = field(init=False)
    dims: Dims = field(init=False)
    parent: MoneyObservation | QuantityObservation | None = None
    list_parent: MoneyObservation | None = None
    last: list[MoneyObservation] = field(default_factory=list)
    last_change: ChangeStatement | None = None
    mark: int = 0
    stated: list[Fact] = field(default_factory=list)
    before: list[Fact] = field(default_factory=list)

    # -- sections and sentences -----------------------------------------------------------------------------------

    def read(self, section: Section, list_parent: MoneyObservation | None) -> MoneyObservation | None:
        """Read a section's own text; return the amount its numbered subsections break down, if it announces them."""
        self.section = section
        self.base = self.dims = section_dims(section)
        self.parent, self.list_parent, self.last, self.before = None, list_parent, [], []
        text = self.layout.flow.text
        start, end = section.own
        start += len(section.title) if section.kind else 0
        mark = len(self.facts)
        self.mark = mark
        for low, high in grammar.sentences(text, start, end):
            Sentence(self, low, high).read()
        if not text[start:end].rstrip().endswith(("：", ":")):
            return None
        money = [fact for fact in self.facts[mark:] if isinstance(fact, MoneyObservation)]
        return next((fact for fact in money if fact.phase == "phase/actual"), money[0] if money else None)

    # -- looking back ---------------------------------------------------------------------------------------------

    def find(self, dims: Dims, phases: tuple[str, ...]) -> MoneyObservation | None:
        """The latest amount about the same thing in one of `phases` (any when empty)."""
        for fact in reversed(self.facts):
            if not isinstance(fact, MoneyObservation):
                continue
            same = (fact.fund, fact.type, fact.item, fact.function, fact.economic, fact.subject) == (
                dims.fund, dims.type, dims.item, dims.function, dims.economic, dims.project,
            )
            if same and (not dims.flows or fact.flow in dims.flows) and (not phases or fact.phase in phases):
                return fact
        return None

    def parent_for(self, dims: Dims) -> MoneyObservation | None:
        """What an amount is a part of: the running 其中, else the nearest amount of a broader item, else the list."""
        running = self.parent if isinstance(self.parent, MoneyObservation) else None
        wider = _broader(dims.item)
        if not wider or (running is not None and running.item in wider):
            return running or (None if wider else self.list_parent)
        for fact in reversed(self.facts):
            if isinstance(fact, MoneyObservation) and fact.item in wider and fact.phase == (dims.phase or fact.phase):
                return fact if fact.fund == dims.fund else self.list_parent
        return self.list_parent

    def year(self, dims: Dims) -> Year:
        """The year the head names, else the year of the document."""
        return dims.year or Year(self.layout.head.year)

    def add(self, fact: Fact) -> None:
        """Keep a fact, as stated in this sentence."""
        self.facts.append(fact)
        self.stated.append(fact)


@dataclass(slots=True)
class Sentence:
    """One sentence being read: where the running segment began, and the relation the next number stands in."""

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

    @property
    def text(self) -> str:
        """The flow."""
        return self.narrator.layout.flow.text

    def read(self) -> None:
        """Walk the tokens."""
        narrator = self.narrator
        self.segment = self.head = self.start
        narrator.before, narrator.stated = narrator.stated or narrator.before, []
        if narrator.parent is not None:
            narrator.parent = None
            narrator.dims = narrator.base
        for token in tokens(self.text, self.start, self.end, narrator.functions):
            if token.kind == "reason":
                if self._reason(token):
                    return
            elif token.kind == "outcome":
                self._outcome(token)
                return
            else:
                self._step(token)

    # -- tokens ---------------------------------------------------------------------------------------------------

    def _step(self, token: Token) -> None:
        if token.kind == "number":
            if token.numeral is not None:
                self._number(token.numeral)
        elif token.kind == "stop":
            self._stop(token)
        elif token.kind in _DIRECTIONS:
            self._turn(token)
        elif token.kind == "part":
            self._parts(token)
        elif token.kind in ("share", "completion"):
            self.relation, self.relation_dims, self.relation_start = token.kind, Dims(), token.end
            if token.kind == "completion":
                self._completion_words(token)
            self.pending.append(token)
        elif token.kind in ("comparison", "last-year"):
            self._comparison(token)
        elif self.relation in ("share", "completion") and self.relation_dims is not None:
            self.relation_dims = apply_token(self.relation_dims, token, "money")
            self.pending.append(token)
        elif self.relation == "comparison" and token.kind in ("year", "phase"):
            if token.kind == "year":
                self.base_year = Year(int(token.text[:4]))
            self.pending.append(token)
        else:
            self._head(token)

    def _completion_words(self, token: Token) -> None:
        """`完成年初预算的` names its base itself."""
        for phase in ("initial", "adjusted", "budget"):
            words = sorted(scheme("phase")[phase].words, key=len, reverse=True)
            if any(word in token.text for word in words) and self.relation_dims is not None:
                self.relation_dims = replace(self.relation_dims, phase=Code(f"phase/{phase}"))
                return

    def _head(self, token: Token) -> None:
        if token.kind in _SUBJECT_KINDS and self.consumed:
            self._restart()
        self.pending.append(token)
        if token.kind in _SUBJECT_KINDS:
            self.consumed = False
        self.narrator.dims = apply_token(self.narrator.dims, token, "money")

    def _restart(self) -> None:
        """A new subject: forget the old one, keep what the section or the parent implies."""
        self.narrator.dims = self._ground()
        self.head = self.segment

    def _ground(self) -> Dims:
        parent = self.narrator.parent
        if not isinstance(parent, MoneyObservation):
            return self.narrator.base
        return Dims(
            (parent.flow,), parent.fund, parent.type, parent.item, parent.function, parent.economic,
            parent.subject, parent.phase, parent.year,
        )

    def _stop(self, token: Token) -> None:
        if self.relation == "comparison" and token.text in "，,":
            self.pending = []
        elif self.relation:
            self.relation, self.relation_dims = "", None
        if self.relation != "comparison":
            self.relation_start = 0
        self.direction = None
        self.segment = token.end
        self.pending = [kept for kept in self.pending if kept.kind in _SUBJECT_KINDS or kept.kind in ("phase", "year")]

    def _turn(self, token: Token) -> None:
        self.direction = token
        self.pending.append(token)
        if token.kind == "unchanged" and self.relation == "comparison" and self.narrator.last:
            self._change(None, token)

    def _parts(self, token: Token) -> None:
        here = self.narrator.facts[self.narrator.mark :]
        quantities = [fact for fact in here if isinstance(fact, (MoneyObservation, QuantityObservation))]
        if quantities:
            self.narrator.parent = quantities[-1]
            self.narrator.dims = self._ground()
        self.pending.append(token)
        self.consumed = True
        self.segment = token.start

    def _comparison(self, token: Token) -> None:
        if self.relation in ("share", "completion"):
            return
        self.relation = "comparison"
        self.relation_start = self.relation_start or token.start
        self.pending.append(token)
        if token.kind == "last-year" or "同比" in token.text:
            self.base_year = Year(self.narrator.layout.head.year - 1)

    # -- numbers --------------------------------------------------------------------------------------------------

    def _number(self, numeral: Numeral) -> None:
        dimension = numeral.dimension
        if dimension == "money" and self._is_threshold(numeral):
            return
        if dimension in ("money", "ratio", "ratio-difference", "count") and self._readable(numeral):
            try:
                value = numeral.quantity()
            except ValueError:
                value = None
            if value is not None:
                self._state(numeral, value)
        self.segment, self.pending, self.consumed = numeral.stop, [], True

    def _state(self, numeral: Numeral, value: Quantity) -> None:
        turned = self.direction is not None and numeral.start - self.direction.end <= 2
        if numeral.dimension == "money" and turned and self.direction is not None:
            self._change(numeral, self.direction)
        elif numeral.dimension == "money":
            self._amount(numeral, value)
        elif numeral.dimension == "count":
            self._count(numeral, value)
        elif turned or self.relation in ("share", "completion"):
            self._rate(numeral, value, turned)
        self.direction = None
        if self.relation in ("share", "completion"):
            self.relation, self.relation_dims = "", None

    def _readable(self, numeral: Numeral) -> bool:
        """Whether the words before the number are all understood; an unknown phrase may be a project's name."""
        narrator = self.narrator
        segment = [token for token in self.pending if token.start >= self.segment]
        rest = residue(self.text, self.segment, numeral.start, segment)
        if not rest or names_the_department(rest, narrator.layout.head.department):
            return bool(segment) or not self.text[self.segment : numeral.start].strip("，,、 ")
        if numeral.dimension != "money" or self.relation or self.direction is not None:
            return self.relation in ("share", "completion")
        return self._project(numeral, segment)

    def _project(self, numeral: Numeral, segment: list[Token]) -> bool:
        span = project_phrase(self.text, self.segment, numeral.start, segment)
        allowed = "project" in self.narrator.base.type or self.narrator.functions
        if span is None or not allowed:
            return False
        name = self.text[span[0] : span[1]]
        economic = match_economic(name)
        ground = self._ground() if self.narrator.parent is not None else self.narrator.base
        if economic:
            self.narrator.dims = replace(ground, economic=Code(economic), project=None)
        else:
            item = ground.item if ground.item == "item/additions" else Code("item/_T")
            self.narrator.dims = replace(
                ground, project=Project(name), type=Code("expenditure-type/project"), function=Code("func/_T"),
                flows=(Term(B.Expenditure),), item=item,
            )
        self.consumed = False
        self.head = self.segment
        return True

    def _is_threshold(self, numeral: Numeral) -> bool:
        """`单价50万元（含）以上`: not an amount but the price from which equipment is counted."""
        behind = self.text[numeral.stop : numeral.stop + 5]
        priced = any(token.kind == "unit-price" for token in self.pending if token.end <= numeral.start)
        if not priced or "以上" not in behind:
            return False
        self.threshold = numeral.quantity().value
        self.threshold_span = self._source(numeral)
        self.segment = numeral.stop + behind.index("以上")
        self.pending = []
        return True

    # -- facts ----------------------------------------------------------------------------------------------------

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
        phase = dims.phase or Code("phase/actual" if narrator.layout.head.kind == "final" else "phase/budget")
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
        transfer = _TRANSFER.match(name)
        level = {"中央": "central", "省级": "province", "自治区": "province", "区级": "county", "县级": "county"}
        passage = self._passage(numeral)
        return MoneyObservation(
            passage=passage, numerals=(self._source(numeral),), amount=value, year=self.narrator.year(dims),
            phase=dims.phase or Code("phase/actual"), flow=dims.flows[0], subject=dims.project,
            function=dims.function, economic=dims.economic, fund=dims.fund, type=dims.type, item=dims.item,
            label=name or None, part_of=parent,
            includes=self._includes(numeral), qualifier=grammar.comparator(self.text, numeral),
            transfer_from=Code(f"transfer-level/{level.get(transfer[1], 'city')}") if transfer else None,
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

    def _count(self, numeral: Numeral, value: Quantity) -> None:
        narrator = self.narrator
        dims, label = narrator.base, ""
        for token in self.pending:
            if token.kind == "dims" and any("count" in c.data.get("dimension", ()) for c in token.concepts):
                dims, label = apply_token(dims, token, "count"), token.text
        if not label:
            return
        parent = narrator.parent if isinstance(narrator.parent, QuantityObservation) else None
        if parent is not None and parent.item not in _broader(dims.item):
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
        target = narrator.find(narrator.dims, ("phase/actual", "phase/budget")) or (narrator.last or [None])[-1]
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
            direction=_DIRECTIONS[turn.kind], year=year, amount=value, of=target,
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
        of: Fact | None = narrator.find(dims, ("phase/actual",)) or (narrator.last or [None])[-1]
        if of is None:
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
                year=year, subject=dims.project, of=of, base=base, base_text=base_text, base_phase=base_phase,
                base_year=(self.base_year or Year(year - 1)) if kind == B.Growth else None,
                direction=_DIRECTIONS[turn.kind] if turn is not None else None,
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
            parent = narrator.parent if isinstance(narrator.parent, MoneyObservation) else narrator.list_parent
            return parent, words, None
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
