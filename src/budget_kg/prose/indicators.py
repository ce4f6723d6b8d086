"""Indicators in prose: what was measured, its target, what was reached and what the text thinks of it.

An item is cut into pieces that hold one numeral each. The words before the numeral are the label; where the
number comes first (`举办12场活动`), the label is the piece without its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from budget_kg.facts import IndicatorResult, Term
from budget_kg.model import Passage
from budget_kg.prose.evaluations import Scope
from budget_kg.prose.grammar import Span, comparator, direction, is_condition, pattern, trim
from budget_kg.prose.indicator_labels import (
    AND,
    class_of,
    clean_label,
    is_measure,
    is_planned,
    pure_verdict,
    same_indicator,
    split_labels,
    unmarked,
    untailed,
    verdict,
)
from budget_kg.text import Numeral, numerals
from budget_kg.vocab import B

_BREAK = re.compile(rf"{AND.pattern}|[（(]")
_CUT = re.compile(r"[，,；;。：:\n]")
_CLOSED = re.compile(r"[（(][^（）()]*[)）]|“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"")
_BEHIND = re.compile(r"^(?:以上|以下|以内|左右|及以上)?(?:的目标|目标值?|的标准)?$")
_DATE = re.compile(r"[年月日号时点]")
_NUMBER_FIRST = ("count", "money", "ratio", "area", "land", "length", "mass", "volume")
_BASELINE = re.compile(r"[由从]$")
_BARE_RATE = re.compile("(?:完成|达标|达成|及时|合格|执行|合规)率")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item with at most one numeral that counts."""

    start: int
    end: int
    numeral: Numeral | None = None


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What an item states: results, and whether words are left over that no result states."""

    results: tuple[IndicatorResult, ...]
    narrates: bool


def read_item(scope: Scope, item: Span, known: tuple[str, ...] = (), *, aims: bool = False) -> ItemReading:
    """Read one item. `known` are labels of the evaluation's indicators; a piece about one of them takes its label.

    Where targets are set (`aims`) a value is one, unless the words say what it was in fact.
    """
    reader = _ItemReader(scope, known, aims)
    if not reader.read_verdict(item):
        for piece in pieces(scope.text, item):
            reader.read(piece)
    return ItemReading(tuple(reader.results), reader.narrates)


def pieces(text: str, item: Span) -> list[Piece]:
    """Cut an item at its punctuation and behind each of its numerals that an enumeration goes on from."""
    found: list[Piece] = []
    counted = [numeral for numeral in numerals(text, *item) if _counts(text, item, numeral)]
    for span in _clauses(text, item):
        inside = [numeral for numeral in counted if span[0] <= numeral.start < span[1]]
        start = span[0]
        for index, numeral in enumerate(inside):
            end = span[1] if index + 1 == len(inside) else _break(text, numeral, inside[index + 1])
            found.append(Piece(*trim(text, (start, end)), numeral))
            start = end
        if not inside:
            found.append(Piece(*trim(text, span)))
    return [piece for piece in found if piece.start < piece.end]


def _break(text: str, numeral: Numeral, following: Numeral) -> int:
    """Where a piece ends that another numeral follows: at the conjunction or bracket, else behind the numeral."""
    mark = _BREAK.search(text, numeral.stop, following.start)
    return mark.start() if mark else numeral.stop


def _clauses(text: str, item: Span) -> list[Span]:
    """Parts between punctuation that stands in no bracket, quotation or numeral."""
    closed = [match.span() for match in _CLOSED.finditer(text, *item)]
    closed += [(numeral.start, numeral.end) for numeral in numerals(text, *item)]
    start, found = item[0], []
    for mark in _CUT.finditer(text, *item):
        if not any(low <= mark.start() < high for low, high in closed):
            found.append((start, mark.start()))
            start = mark.end()
    return [*found, (start, item[1])]


def _counts(text: str, item: Span, numeral: Numeral) -> bool:
    """Whether a numeral can be a measured value: a number, no date or ordinal, nothing quoted or aside."""
    try:
        value = numeral.quantity().value
    except ValueError:
        return False
    if numeral.dimension == "count" and value % 1:
        return False  # `3.5个站点` is item 3 with five of them
    if text[max(item[0], numeral.start - 1) : numeral.start] in ("第", "-", "—") or is_condition(text, numeral):
        return False
    around = [match[0] for match in _CLOSED.finditer(text, *item) if match.start() < numeral.start < match.end()]
    if around and not (around[0][0] in "（(" and pattern("planned", "realised").search(around[0])):
        return False
    if numeral.unit is not None:
        return True
    before = untailed(text[item[0] : numeral.start])
    return not _DATE.match(text, numeral.end) and is_measure(before)


def judged(result: IndicatorResult) -> IndicatorResult:
    """The result with the verdict its two numbers make, when the text gives none."""
    if result.verdict != B.NotStated or result.target is None or result.achieved is None:
        return result
    low, high = result.target.value, result.achieved.value
    if result.comparator in (B.AtMost, B.LessThan):
        low, high = high, low
    return replace(result, verdict=Term(B.Met if high >= low else B.NotMet), verdict_basis=Term(B.Computed))


class _ItemReader:
    """Reads the pieces of one item from left to right; remembers the last words and the last result."""

    def __init__(self, scope: Scope, known: tuple[str, ...], aims: bool) -> None:
        self.scope = scope
        self.known = known
        self.aims = aims
        self.results: list[IndicatorResult] = []
        self.narrates = False
        self.words = ""
        self.words_at = 0

    def read_verdict(self, item: Span) -> bool:
        """Read an item without numerals, of one or two clauses, that ends in a verdict (`整改率达标`)."""
        text = self.scope.text
        if any(_counts(text, item, numeral) for numeral in numerals(text, *item)):
            return False
        return len(_CUT.findall(text, *item)) <= 1 and self._verdict(item, graded=True)

    def _verdict(self, span: Span, graded: bool = False) -> bool:
        words = self.scope.text[slice(*span)]
        judged = re.search(
            rf"(?:全部|均|都|基本)?(?:{pattern('reached', 'not-met', 'exceeded').pattern})$"
            rf"|(?<=达到|评为)(?:{pattern('grade').pattern})(?:等次|水平|标准|等级)?$",
            words,
        )
        label = clean_label(words[: judged.start()]) if judged else ""
        if judged is None or len(label) < 2:
            return False
        is_grade = pattern("grade").match(judged[0]) is not None
        if is_grade and not graded:
            return False
        said = None if is_grade else verdict(judged[0])
        for each in split_labels(label):
            self._keep(span, each, said, judged[0])
        return True

    def _keep(self, span: Span, label: str, said: Term | None, words: str) -> None:
        self.results.append(
            IndicatorResult(
                passage=self.scope.passage(*span), label=label, year=self.scope.year, subject=self.scope.subject,
                indicator_class=class_of(label), achieved_text=words, verdict=said or Term(B.NotStated),
                verdict_basis=Term(B.Printed) if said else None,
            )
        )

    def read(self, piece: Piece) -> None:
        """Read one piece; what is no result is narrative."""
        words = self.scope.text[piece.start : piece.end]
        if piece.numeral is None:
            if not self._judge_last(piece, words) and not self._verdict((piece.start, piece.end)):
                self.narrates = True
            self.words, self.words_at = words, piece.start
            return
        before = self.scope.text[piece.start : piece.numeral.start]
        after = self.scope.text[piece.numeral.stop : piece.end]
        changes = pattern("comparison").search(before) and direction(before)
        if _BASELINE.search(before) or changes:
            self.narrates = True
            self.words, self.words_at = _BASELINE.sub("", before), piece.start
            return
        label, start = self._label(piece, before, after)
        if label:
            self._add(replace(piece, start=start), label, (before, after))
            self.words, self.words_at = label, start
        else:
            self.narrates = True

    def _judge_last(self, piece: Piece, words: str) -> bool:
        """Give the last result the verdict a piece of its own states (`…12场，超额完成年度目标`)."""
        said = pure_verdict(words)
        if said is None or not self.results or self.results[-1].verdict_basis == B.Printed:
            return False
        self.results[-1] = replace(
            self.results[-1], passage=self._joined(self.results[-1], piece), verdict=said,
            verdict_basis=Term(B.Printed),
        )
        return True

    def _label(self, piece: Piece, before: str, after: str) -> tuple[str, int]:
        """The label of a piece, and where the words begin that show it: in this piece or in the one before."""
        matched = [known for known in self.known if same_indicator(known, before)]
        if matched:
            return matched[0], piece.start
        noun = after.strip(" ，,。；;：:、（()）")
        label = clean_label(unmarked(before))
        label = "" if pattern("realised").fullmatch(label) else label
        judged = bool(_BEHIND.match(noun)) or pure_verdict(noun) is not None
        if not judged and noun and piece.numeral is not None and piece.numeral.dimension in _NUMBER_FIRST:
            lead = "为" if before.strip() == "为" else label
            label = clean_label(lead + re.sub(r"^(?:以上|左右|以内)?的?", "", noun))
        if len(label) < 2:
            label = clean_label(unmarked(self.words))
            return (label, self.words_at) if len(label) >= 2 else ("", piece.start)
        if _BARE_RATE.fullmatch(label) and self.results and not self.results[-1].label.endswith("率"):
            last = self.results[-1]
            return f"{last.label}{label}", self.scope.layout.flow.position(last.passage.start)
        return label, piece.start

    def _add(self, piece: Piece, label: str, around: tuple[str, str]) -> None:
        numeral = piece.numeral
        assert numeral is not None
        planned, said = self.aims or is_planned(around[0]), pure_verdict(around[1])
        value, compared = numeral.quantity(), comparator(self.scope.text, numeral)
        last = self.results[-1] if self.results else None
        named_again = last is not None and label == last.label
        settles = named_again or (not planned and pattern("realised").search(around[0]))
        if last is not None and settles and _completes(last, planned, numeral):
            self.results[-1] = judged(
                replace(
                    last, passage=self._joined(last, piece), numerals=(*last.numerals, *self.scope.spans(numeral)),
                    target=value if planned else last.target, achieved=last.achieved if planned else value,
                    comparator=compared if planned else last.comparator, verdict=said or last.verdict,
                    verdict_basis=Term(B.Printed) if said else last.verdict_basis,
                )
            )
            return
        for each in split_labels(label):
            self.results.append(
                IndicatorResult(
                    passage=self.scope.passage(piece.start, piece.end), numerals=self.scope.spans(numeral),
                    label=each, year=self.scope.year, subject=self.scope.subject,
                    indicator_class=class_of(each, numeral.dimension), comparator=compared,
                    target=value if planned else None, achieved=None if planned else value,
                    verdict=said or Term(B.NotStated), verdict_basis=Term(B.Printed) if said else None,
                )
            )

    def _joined(self, last: IndicatorResult, piece: Piece) -> Passage:
        return self.scope.passage(self.scope.layout.flow.position(last.passage.start), piece.end)


def _completes(last: IndicatorResult, planned: bool, numeral: Numeral) -> bool:
    """Whether a value is the other half of the last result: its target, or what came of it."""
    has, lacks = (last.achieved, last.target) if planned else (last.target, last.achieved)
    return has is not None and lacks is None and has.unit == (numeral.unit.notation if numeral.unit else "")
