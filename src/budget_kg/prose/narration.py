"""Reads finance prose: walks the tokens of each sentence, keeps what is being spoken of, and states facts at numbers.

The state is small: the dimensions of the head, the last amounts, the relation the next percentage stands in, and
the parent while parts (其中) are listed. A number whose words are not understood is left unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.facts import TOTAL_FUNCTION, Code, MoneyObservation, QuantityObservation, Term, Year
from budget_kg.model import Section
from budget_kg.prose import grammar
from budget_kg.prose.lexicon import Token, tokens
from budget_kg.prose.narrator import COSTS, Narrator
from budget_kg.prose.numbers import Numbers
from budget_kg.prose.statements import DIRECTIONS
from budget_kg.prose.subjects import Dims, apply_token, as_source
from budget_kg.text import numerals
from budget_kg.vocab import B, scheme

_AS_OF = re.compile(r"截[至止]到?(20\d\d)年(?!度)")
_OPENING = frozenset("比较与")
_OF_WHICH = tuple(f"{word}{colon}" for word in scheme("word")["part"].words for colon in "：:")
_COSTS_LISTED = re.compile(r"[：:]?(?:[^、，,。；;：:\d]{1,10}费(?:用)?(?:、|等?(?=[，,。；;\n]|$))){2,}")
_ALL = re.compile(r"(?:全部|均|全额|都)?(?:为|是|用于|属于|列入)")
_DONE = scheme("word")["completion"].zh
_SUBJECT_KINDS = frozenset({"dims", "function", "revenue", "expenditure", "both-flows"})


def read_section(
    narrator: Narrator, section: Section, list_parent: MoneyObservation | None
) -> MoneyObservation | None:
    """Read a section's own text; return the amount its numbered subsections break down, if it announces them."""
    narrator.enter(section, list_parent)
    text = narrator.layout.flow.text
    start, end = section.own
    start += len(section.title) if section.kind else 0
    low = high = start
    for low, high in grammar.sentences(text, start, end):
        Sentence(narrator, low, high).read()
        if text[low:high].rstrip().endswith(_OF_WHICH) and narrator.stated:
            narrator.list_parent = _announcing(narrator)  # its parts are the paragraphs behind
    if not text[start:end].rstrip().endswith(("：", ":")):
        return None
    money = [fact for fact in narrator.facts[narrator.mark :] if isinstance(fact, MoneyObservation)]
    if not narrator.stated and narrator.dims.key != narrator.base.key and (not money or _names(narrator, low, high)):
        return narrator.find(narrator.dims, narrator.own_phases)  # 财政拨款支出主要内容如下：
    return next((fact for fact in money if fact.phase == "phase/actual"), money[0] if money else None)


def _announcing(narrator: Narrator) -> MoneyObservation | None:
    """The amount of the document's own year that a sentence states last, before it lists the parts."""
    year = narrator.layout.head.year
    stated = [fact for fact in narrator.stated if isinstance(fact, MoneyObservation) and fact.year == year]
    return stated[-1] if stated else narrator.list_parent


def _names(narrator: Narrator, start: int, end: int) -> bool:
    """Whether a sentence names what it is about; `具体情况如下` does not."""
    found = tokens(narrator.layout.flow.text, start, end, narrator.functions)
    return any(token.kind in _SUBJECT_KINDS for token in found)


def read_notes(narrator: Narrator, section: Section) -> None:
    """Read the notes under tables (`注：本单位无…`); the tables themselves are no prose."""
    narrator.enter(section, None)
    text = narrator.layout.flow.text
    for low, high in grammar.sentences(text, section.body, section.end):
        if re.match(r"(?:备?注|说明)\d?[:：]", text[low:high]):
            Sentence(narrator, low, high).read()


@dataclass(slots=True)
class Sentence(Numbers):
    """Walks the tokens of one sentence."""

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
        resume = self.taken = told = self.start
        self._survey()
        for token in tokens(self.text, self.start, self.end, narrator.functions):
            if token.start < resume:
                continue
            if self.bracket and token.start >= self.bracket:
                self._close_bracket()
            if token.kind == "reason" and self._is_content(token):
                resume = self.segment = self._purpose_end(token)
            elif token.kind == "reason":
                self._told_against_budget(told, token.start)
                told = token.end
                end = self._reason_end(token)
                if self._reason(token, end):
                    resume = self.segment = end
                    self.relation, self.direction = "", None
            elif token.kind == "includes" and self._purpose_end(token) > token.end:
                resume = self.segment = self._purpose_end(token)
            elif token.kind == "outcome":
                self._outcome(token)
                return
            else:
                self._step(token)
        self._told_against_budget(max(told, resume), self.end)

    # -- tokens ---------------------------------------------------------------------------------------------------

    def _step(self, token: Token) -> None:
        if token.kind == "none":
            self.denied = token
        elif token.kind == "function" and self._all_of_one(token):
            self.pending.append(token)
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
        elif token.kind == "completion" and token.text == _DONE and self._does(token):
            self.pending.append(token)
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
        elif self.relation == "comparison" and token.kind in ("year", "phase") and self.relation_start >= self.segment:
            if token.kind == "year":
                self.base_year = Year(int(token.text[:4]))
            else:
                self.base_phase = Code(f"phase/{token.concepts[0].notation}")
            self.pending.append(token)
        else:
            self._head(token)

    def _is_content(self, token: Token) -> bool:
        """`内容主要是…`, `主要是燃料费、维修费等` tell what it was about, and no reason."""
        if _COSTS_LISTED.match(self.text, token.end, self.end) and "因" not in token.text:
            return True
        return grammar.pattern("content").search(self.text, max(self.start, token.start - 4), token.start) is not None

    def _all_of_one(self, token: Token) -> bool:
        """`支出60万元，全部为城乡社区支出（类）…（项）`: the amount before is all of one class; True if so stated."""
        narrator, whole = self.narrator, self.narrator.latest
        clause = next((at for at in self.ends if at > token.end), self.end)
        comma = min((at for at in (self.text.find(mark, token.end, clause) for mark in "，,") if at >= 0), default=clause)
        opening = _ALL.match(self.text, self.segment, token.end)
        said = opening and opening.end() >= token.start and self._first_measure(token.end, comma) is None
        if not said or whole is None or token.code is None or whole.function != TOTAL_FUNCTION or not self.consumed:
            return False
        if whole.flow != Term(B.Expenditure) or whole not in narrator.stated or token.doubt is not None:
            return False
        start = narrator.layout.flow.position(whole.passage.start)
        passage = narrator.layout.passage(start, token.end, narrator.section)
        narrator.add(replace(whole, passage=passage, function=Code(token.code), part_of=whole))
        return True

    def _does(self, token: Token) -> bool:
        """`完成政府采购20万元`: what was done, and no rate of it."""
        end = next((at for at in self.ends if at > token.end), self.end)
        first = next((one for one in numerals(self.text, token.end, end) if one.unit is not None), None)
        return first is not None and first.dimension == "money" and "预算" not in self.text[token.end : first.start]

    def _completion_words(self, token: Token) -> None:
        """`完成年初预算的` names its base itself."""
        for phase in ("initial", "adjusted", "budget"):
            words = sorted(scheme("phase")[phase].words, key=len, reverse=True)
            if any(word in token.text for word in words) and self.relation_dims is not None:
                self.relation_dims = replace(self.relation_dims, phase=Code(f"phase/{phase}"))
                return

    def _head(self, token: Token) -> None:
        if token.kind in _SUBJECT_KINDS and self.consumed:
            self._restart(token)
        self.pending.append(token)
        if token.kind in _SUBJECT_KINDS:
            self.consumed = False
        parent = self.narrator.parent if self.narrator.layout.head.is_planned or self.bracket else None
        self.narrator.dims = apply_token(self.narrator.dims, as_source(token, parent), "money")

    def _restart(self, token: Token) -> None:
        """A new subject: keep what the section or the parent implies, and an earlier year it opens with.

        A year later than that of the document is taken for a misprint, as no account is of the future.
        """
        self.narrator.dims = self.narrator.ground()
        before = self.pending[-1] if self.pending else None
        if before is not None and before.kind == "year" and before.end == token.start:
            dated = apply_token(self.narrator.dims, before, "money")
            if dated.year is not None and dated.year < self.narrator.layout.head.year:
                self.narrator.dims = dated
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
        if token.text in "：:" and self.narrator.last:
            last = self.narrator.last[0]
            if self.narrator.parent is None or (last.type in COSTS and last.part_of is self.narrator.parent):
                self.narrator.announced = last  # 主要用于以下方面：…
        if token.text not in "，,":
            self.counted_item = ""
        self.direction = self.denied = None
        self.segment = token.end
        self.pending = [kept for kept in self.pending if kept.kind in _SUBJECT_KINDS or kept.kind in ("phase", "year")]

    def _turn(self, token: Token) -> None:
        self.direction = token
        self.pending.append(token)
        if token.kind == "unchanged" and self.relation == "comparison" and self.narrator.last and not self.unnamed:
            self._change(None, token)

    def _parts(self, token: Token) -> None:
        whole = self._last_quantity()
        if whole is not None:
            self.narrator.parent = whole
            self.narrator.dims = self.narrator.ground()
        self.pending.append(token)
        self.consumed = True
        self.segment = token.start

    def _last_quantity(self) -> MoneyObservation | QuantityObservation | None:
        """The quantity stated last in the section; one of an earlier year, printed to compare, if there is no other."""
        facts, last = self.narrator.facts, None
        for index in range(len(facts) - 1, self.narrator.mark - 1, -1):
            fact = facts[index]
            if isinstance(fact, (MoneyObservation, QuantityObservation)):
                if not self._is_of_before(fact):
                    return fact
                last = last or fact
        return last

    def _is_of_before(self, fact: MoneyObservation | QuantityObservation) -> bool:
        """Whether an amount is one of an earlier year, which is printed for comparison only."""
        spent = isinstance(fact, MoneyObservation) and fact.flow != Term(B.Stock)
        return spent and fact.year < self.narrator.layout.head.year

    def _comparison(self, token: Token) -> None:
        if self.relation in ("share", "completion"):
            return
        if self.relation != "comparison" or token.text in _OPENING:
            self.base_year = self.base_phase = self.compared = None
            self.relation_start = token.start if self.relation_start < self.segment else self.relation_start
        self.relation = "comparison"
        self.relation_start = self.relation_start or token.start
        self.pending.append(token)
        if token.kind == "last-year" or "同比" in token.text:
            self.base_year = Year(self.narrator.layout.head.year - 1)
        if "决算" in token.text:
            self.base_phase = Code("phase/actual")

    def _last_year(self, token: Token) -> None:
        """`上年执行数8万元`: what is spoken of is last year's."""
        year = Year(self.narrator.layout.head.year - 1)
        phase = Code("phase/actual") if "决算" in token.text else self.narrator.dims.phase
        self.narrator.dims = replace(self.narrator.dims, year=year, phase=phase)
        self.pending.append(token)
