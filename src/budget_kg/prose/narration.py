"""Reads finance prose: walks the tokens of each sentence, keeps what is being spoken of, and states facts at numbers.

The state is small: the dimensions of the head, the last amounts, the relation the next percentage stands in, and
the parent while parts (其中) are listed. A number whose words are not understood is left unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.errors import Say
from budget_kg.facts import Code, MoneyObservation, Project, QuantityObservation, Term, Year
from budget_kg.model import Section
from budget_kg.prose import grammar
from budget_kg.prose.classification import match_economic
from budget_kg.prose.lexicon import Token, tokens
from budget_kg.prose.narrator import Narrator
from budget_kg.prose.explanations import Explanations
from budget_kg.prose.statements import DIRECTIONS
from budget_kg.prose.subjects import Dims, apply_token, names_the_department, project_phrase, residue
from budget_kg.prose.series import is_of_each, runs, subjects
from budget_kg.text import Numeral, Quantity, numerals
from budget_kg.vocab import B, scheme

_AS_OF = re.compile(r"截[至止]到?(20\d\d)年(?!度)")
_OPENING = frozenset("比较与")
_SUBJECT_KINDS = frozenset({"dims", "function", "revenue", "expenditure", "both-flows"})


def read_section(
    narrator: Narrator, section: Section, list_parent: MoneyObservation | None
) -> MoneyObservation | None:
    """Read a section's own text; return the amount its numbered subsections break down, if it announces them."""
    narrator.enter(section, list_parent)
    text = narrator.layout.flow.text
    start, end = section.own
    start += len(section.title) if section.kind else 0
    for low, high in grammar.sentences(text, start, end):
        Sentence(narrator, low, high).read()
    if not text[start:end].rstrip().endswith(("：", ":")):
        return None
    if not narrator.stated and narrator.dims.key != narrator.base.key:
        return narrator.find(narrator.dims, narrator.own_phases)  # 财政拨款支出主要内容如下：
    money = [fact for fact in narrator.facts[narrator.mark :] if isinstance(fact, MoneyObservation)]
    return next((fact for fact in money if fact.phase == "phase/actual"), money[0] if money else None)


def read_notes(narrator: Narrator, section: Section) -> None:
    """Read the notes under tables (`注：本单位无…`); the tables themselves are no prose."""
    narrator.enter(section, None)
    text = narrator.layout.flow.text
    for low, high in grammar.sentences(text, section.body, section.end):
        if re.match(r"(?:备?注|说明)\d?[:：]", text[low:high]):
            Sentence(narrator, low, high).read()


@dataclass(slots=True)
class Sentence(Explanations):
    """Walks the tokens of one sentence; `outside` is what was spoken of before a bracket of parts."""

    outside: tuple[Dims, MoneyObservation | QuantityObservation | None, list[MoneyObservation], int] = (
        Dims(), None, [], 0
    )

    def read(self) -> None:
        """Walk the tokens."""
        narrator = self.narrator
        self.segment = self.head = self.start
        narrator.before, narrator.stated, narrator.announced = narrator.stated or narrator.before, [], None
        if narrator.parent is not None:
            narrator.parent = None
            narrator.dims = narrator.base
        dated = _AS_OF.search(self.text, self.start, self.end)
        narrator.as_of = Year(int(dated[1])) if dated else narrator.as_of
        resume = self.taken = self.start
        self.rows = runs(self.text, numerals(self.text, self.start, self.end))
        for token in tokens(self.text, self.start, self.end, narrator.functions):
            if token.start < resume:
                continue
            if self.bracket and token.start >= self.bracket:
                self._close_bracket()
            if token.kind == "reason":
                end = self._reason_end(token)
                if self._reason(token, end):
                    resume = self.segment = end
            elif token.kind == "includes" and self._purpose_end(token) > token.end:
                resume = self.segment = self._purpose_end(token)
            elif token.kind == "outcome":
                self._outcome(token)
                return
            else:
                self._step(token)

    # -- tokens ---------------------------------------------------------------------------------------------------

    def _step(self, token: Token) -> None:
        if token.kind == "none":
            self.denied = token
        elif token.kind in _SUBJECT_KINDS and self.denied is not None:
            self._nil(token)
        elif token.kind == "number":
            if token.numeral is not None and token.start >= self.taken:
                self._number(token.numeral)
        elif token.kind == "nil":
            self._printed_nil(token)
        elif token.kind == "stop":
            self._stop(token)
        elif token.kind in DIRECTIONS:
            self._turn(token)
        elif token.kind == "part":
            self._parts(token)
        elif token.kind in ("share", "completion"):
            self.relation, self.relation_dims, self.relation_start = token.kind, Dims(), token.end
            if token.kind == "completion":
                self._completion_words(token)
            self.pending.append(token)
        elif token.kind == "last-year" and self.relation != "comparison":
            self._last_year(token)
        elif token.kind in ("comparison", "last-year"):
            self._comparison(token)
        elif self.relation in ("share", "completion") and self.relation_dims is not None:
            self.relation_dims = apply_token(self.relation_dims, token, "money")
            self.pending.append(token)
        elif self.relation == "comparison" and token.kind in ("year", "phase"):
            if token.kind == "year":
                self.base_year = Year(int(token.text[:4]))
            else:
                self.base_phase = Code(f"phase/{token.concepts[0].notation}")
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
        self.narrator.dims = self.narrator.ground()
        self.head = self.segment

    def _stop(self, token: Token) -> None:
        if self.denied is not None and self.denied.end == token.start and not self.consumed:
            self._denied_behind(self.denied)
        if self.relation == "comparison" and token.text in "，,":
            self.pending = []
        elif self.relation:
            self.relation, self.relation_dims = "", None
        if self.relation != "comparison":
            self.relation_start = 0
        if token.text in "：:" and self.narrator.last and self.narrator.parent is None:
            self.narrator.announced = self.narrator.last[0]  # 主要用于以下方面：…
        if token.text not in "，,":
            self.counted_item = ""
        self.direction = self.denied = None
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
        own = [fact for fact in quantities if not self._is_of_before(fact)] or quantities
        if own:
            self.narrator.parent = own[-1]
            self.narrator.dims = self.narrator.ground()
        self.pending.append(token)
        self.consumed = True
        self.segment = token.start

    def _is_of_before(self, fact: MoneyObservation | QuantityObservation) -> bool:
        """Whether an amount is one of an earlier year, which is printed for comparison only."""
        spent = isinstance(fact, MoneyObservation) and fact.flow != Term(B.Stock)
        return spent and fact.year < self.narrator.layout.head.year

    def _open_bracket(self, numeral: Numeral) -> None:
        """`7辆（一般公务用车3辆，…）`: what stands in the brackets are parts of the number before them."""
        narrator, at = self.narrator, numeral.stop
        close = next((i for i in range(at + 1, self.end) if self.text[i] in "）)"), 0)
        stated = narrator.stated[-1] if narrator.stated else None
        if self.bracket or self.text[at : at + 1] not in ("（", "(") or not close:
            return
        whole = isinstance(stated, (MoneyObservation, QuantityObservation)) and self._source(numeral) in stated.numerals
        if whole and self._first_measure(at, close) is not None:
            self.outside = narrator.dims, narrator.parent, narrator.last, self.head
            self.bracket, narrator.parent = close, stated
            narrator.dims = narrator.ground()

    def _close_bracket(self) -> None:
        """Behind the brackets the sentence goes on about what it spoke of before them."""
        narrator = self.narrator
        narrator.dims, narrator.parent, narrator.last, self.head = self.outside
        self.bracket, self.relation, self.direction, self.pending = 0, "", None, []
        self.consumed = True

    def _comparison(self, token: Token) -> None:
        if self.relation in ("share", "completion"):
            return
        if self.relation != "comparison" or token.text in _OPENING:
            self.base_year = self.base_phase = None
        self.relation = "comparison"
        self.relation_start = self.relation_start or token.start
        self.pending.append(token)
        if token.kind == "last-year" or "同比" in token.text:
            self.base_year = Year(self.narrator.layout.head.year - 1)

    def _last_year(self, token: Token) -> None:
        """`上年执行数8万元`: what is spoken of is last year's."""
        year = Year(self.narrator.layout.head.year - 1)
        phase = Code("phase/actual") if "决算" in token.text else self.narrator.dims.phase
        self.narrator.dims = replace(self.narrator.dims, year=year, phase=phase)
        self.pending.append(token)

    # -- numbers --------------------------------------------------------------------------------------------------

    def _number(self, numeral: Numeral) -> None:
        dimension = numeral.dimension
        if dimension == "money" and self._is_threshold(numeral):
            return
        if dimension in ("money", "ratio", "ratio-difference", "count", "area") and self._readable(numeral):
            self._value(numeral)
            self._open_bracket(numeral)
        elif not dimension and "." in numeral.printed and self._readable(numeral):
            self._doubt(numeral, "missing-unit", Say("数字没有单位，未读作金额", "no unit; not read as an amount"))
        self.segment, self.pending, self.consumed = max(numeral.stop, self.segment), [], True

    def _value(self, numeral: Numeral) -> None:
        """State what a number with a unit says, unless its digits or its class cannot be told."""
        unclear = [token for token in self.pending if token.kind == "function" and token.doubt is not None]
        for token in unclear:
            if token.doubt is not None:
                self._doubt(numeral, *token.doubt)
        if any(token.code is None for token in unclear):
            return
        try:
            value = numeral.quantity()
        except ValueError:
            message = Say(f"“{numeral.printed}”不是数字", f"{numeral.printed!r} is not a number")
            self._doubt(numeral, "unparsed-amount", message)
            return
        row = self.rows.get(numeral.start, [])
        if row and all(one.is_number for one in row) and self._row(row):
            return
        if numeral.dimension == "money" and is_of_each(self.text[self.start : numeral.start]) and self._of_each(numeral):
            return
        self._state(numeral, value)

    def _of_each(self, numeral: Numeral) -> bool:
        """State one number of every subject before it; False when there are not several."""
        about = subjects(self.text, self.pending, self.narrator.dims)
        if len(about) < 2 or self.direction is not None or self.relation:
            return False
        self._each([numeral] * len(about), about)
        return True

    def _each(self, row: list[Numeral], about: list[Dims]) -> None:
        narrator, made = self.narrator, list[MoneyObservation]()
        for numeral, dims in zip(row, about, strict=True):
            narrator.dims = dims
            self._amount(numeral, numeral.quantity())
            made += narrator.last
        narrator.last, narrator.dims = made, replace(about[-1], flows=())

    def _row(self, row: list[Numeral]) -> bool:
        """State a row of numbers, each of its own subject; False when there are not as many subjects.

        Then the first is read alone, and the others stay unread: nobody says what they are of.
        """
        narrator, turn = self.narrator, self.direction
        self.taken = row[-1].stop
        if turn is None and row[0].dimension == "money" and not self.relation:
            about = subjects(self.text, self.pending, narrator.dims)
            if len(about) != len(row):
                return False
            self._each(row, about)
        elif len(narrator.last) != len(row):
            return False
        elif turn is not None and row[0].dimension == "money":
            for numeral, fact in zip(row, narrator.last, strict=True):
                self._change(numeral, turn, fact)
        elif row[0].dimension == "ratio":
            for numeral, fact in zip(row, narrator.last, strict=True):
                self._rate(numeral, numeral.quantity(), turn is not None, fact)
        else:
            return False
        self.segment = row[-1].stop
        self.direction = None
        return True

    def _doubt(self, numeral: Numeral, rule: str, message: Say) -> None:
        span = grammar.trim(self.text, (self.segment, numeral.stop))
        self.narrator.doubt(rule, message, self.narrator.layout.passage(*span, self.narrator.section))

    def _state(self, numeral: Numeral, value: Quantity) -> None:
        turned = self.direction is not None and numeral.start - self.direction.end <= 2
        if numeral.dimension == "money" and turned and self.direction is not None:
            self._change(numeral, self.direction)
        elif numeral.dimension == "money":
            self._amount(numeral, value)
        elif numeral.dimension in ("count", "area"):
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
            said = bool(segment) or not self.consumed
            return said or not self.text[self.segment : numeral.start].strip("，,、 和及")
        if numeral.dimension != "money" or self.relation or self.direction is not None:
            return self.relation in ("share", "completion")
        return self._project(numeral, segment)

    def _project(self, numeral: Numeral, segment: list[Token]) -> bool:
        parent = self.narrator.parent
        listed = isinstance(parent, MoneyObservation) and (
            parent.subject is not None or parent.item == "item/additions"
        )
        span = project_phrase((self.segment, numeral.start), self.text, segment, listed)
        allowed = "project" in self.narrator.base.type or self.narrator.functions
        if span is None or not allowed:
            return False
        name = self.text[span[0] : span[1]]
        economic = match_economic(name)
        ground = self.narrator.ground() if self.narrator.parent is not None else self.narrator.base
        if economic:
            self.narrator.dims = replace(ground, economic=Code(economic), project=None)
        else:
            item = ground.item if ground.item == "item/additions" else Code("item/_T")
            self.narrator.dims = replace(
                ground, project=Project(name), type=Code("expenditure-type/project"), function=Code("func/_T"),
                flows=(Term(B.Expenditure),), item=item,
            )
        self.consumed, self.pending = False, []
        self.head = self.segment
        return True

    def _is_threshold(self, numeral: Numeral) -> bool:
        """`单价50万元（含）以上`: not an amount but the price from which equipment is counted."""
        behind = self.text[numeral.stop : numeral.stop + 5]
        priced = any(token.kind == "unit-price" for token in self.pending if token.end <= numeral.start)
        if not priced or "以上" not in behind or not numeral.is_number:
            return False
        self.bought = any(token.kind == "unit-price" and "购置" in token.text for token in self.pending)
        self.threshold = numeral.quantity().value
        self.threshold_span = self._source(numeral)
        self.segment = numeral.stop + behind.index("以上")
        self.pending = []
        return True

