"""Performance management: which projects and how much money were evaluated, monitored or given targets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budget_kg.facts import (
    TOTAL_FUND,
    TOTAL_ITEM,
    Code,
    Fact,
    MoneyObservation,
    QuantityObservation,
    RateStatement,
    Term,
)
from budget_kg.model import Layout, Section
from budget_kg.prose.evaluation_money import last_word, phase_of
from budget_kg.prose.evaluation_parts import Statements
from budget_kg.prose.evaluations import Scope, title_end
from budget_kg.prose.finance_asides import read_known_items
from budget_kg.prose.grammar import Span, clauses, comparator, pattern, sentences, trim
from budget_kg.prose.project_evaluations import heads, read_span
from budget_kg.reading import Reading
from budget_kg.text import Numeral, Quantity, numerals
from budget_kg.vocab import B

MEANINGS = ("performance", "performance-work")

_ITEMS = {
    "self-evaluating": ("evaluated-project-count", "evaluated-projects"),
    "monitoring": ("monitored-project-count", "monitored-projects"),
    "target-setting": ("targeted-project-count", "targeted-projects"),
    "reviewing": ("reviewed-project-count", "reviewed-projects"),
}
_PHASES = ("initial", "adjusted", "actual")
_PROJECTS = re.compile(r"(?:[\u4e00-\u9fa5]{0,6}?)项目(?:支出)?")
_COUNT_LEAD = re.compile(r"([\u4e00-\u9fa5]{0,6}?项目)(?:支出)?(?:数量?|共|共计|合计|[为是：:])*$")
_MONEY_LEAD = re.compile(r"(?:涉及|资金|金额|拨款|支出|经费|预算|总额|投入)[\u4e00-\u9fa5]{0,4}?[为是共计：:]*$")
_NO_ACTIVITY = re.compile("结果|表|报告|综述|情况来看")
_COVERED = re.compile("([\u4e00-\u9fa5]{0,8}覆盖[率面])(?:[达到为是：:]|均)*$")
_GOES_ON = re.compile("其中|共|涉及|包括")
_UNITS = re.compile("(?:预算|所属|下属)?单位")
_GRADED = re.compile(r"评[级定]为?[“\"]?([\u4e00-\u9fa5]{1,4})[”\"]?的?项目数?[为是有]?$")
_PROBLEMS = re.compile(r"(发现问题|完成整改|正在整改|尚未整改)的?(?:问题)?(?:数量?)?[为是有]?$")
_SCORED = re.compile(r"(平均得分|平均分数?|平均自评得分)[为是达]*$")
_PART_ITEM = re.compile(r"一级|二级|其中")


@dataclass(frozen=True, slots=True)
class _Activity:
    """An activity of evaluation as printed (`绩效自评`, `绩效监控`) and the word class it belongs to."""

    kind: str
    words: str
    end: int

    def shown(self, sentence: Span, end: int) -> Span:
        """From the beginning of the sentence to the number and the name of the activity."""
        return sentence[0], max(end, self.end)


def read(section: Section, layout: Layout) -> Reading:
    """Read the texts of these meanings; sections of evaluations inside have readers of their own."""
    reading = Reading()
    for node in section.walk():
        if node.meaning not in MEANINGS:
            continue
        scope = Scope(layout, node, None)
        own = (title_end(node, layout), node.own[1])
        if own[0] < own[1]:
            found = _overview(scope, own)
            found.facts += read_known_items(layout, node, own, found.facts)
            reading.extend(found)
    return reading


def _overview(scope: Scope, span: Span) -> Reading:
    """Coverage, and the evaluations that run on in the same text without headings of their own."""
    reading = Reading()
    found = heads(scope.layout, span)
    end = found[0].start if found else span[1]
    whole = _whole_start(scope.text, (span[0], end))
    reading.facts += _coverage(scope, (span[0], whole))
    if whole < end:
        statements = Statements.of(scope)
        statements.read((whole, end))
        if not statements.is_empty():
            reading.facts += statements.facts(trim(scope.text, sentences(scope.text, whole, end)[0]))
    if found:
        reading.extend(read_span(scope.section, scope.layout, (end, span[1])))
    return reading


def _whole_start(text: str, span: Span) -> int:
    """Where an evaluation of the whole department begins in running text, the end of the span if none does."""
    if not pattern("outcome", "score").search(text, *span):
        return span[1]
    for sentence in sentences(text, *span):
        words = text[slice(*sentence)]
        if "整体" in words and pattern("self-evaluating", "reviewing").search(words):
            return sentence[0]
    return span[1]


def _coverage(scope: Scope, span: Span) -> list[Fact]:
    """Projects evaluated or monitored, the money they cover, and its share."""
    facts: list[Fact] = []
    activity: _Activity | None = None
    begun = span[0]
    for sentence in sentences(scope.text, *span):
        for clause in clauses(scope.text, *sentence):
            named = _activity(scope.text, clause)
            goes_on = clause[0] > sentence[0] or _GOES_ON.match(scope.text, *trim(scope.text, clause))
            if named is None and not (activity and goes_on):
                activity = None
                continue
            if named is not None:
                activity, begun = named, trim(scope.text, clause)[0]
            if activity is not None:
                facts += _covered(scope, (begun, trim(scope.text, clause)[1]), activity, clause[0])
    return facts


def _activity(text: str, sentence: Span) -> _Activity | None:
    """The activity a sentence is about: the most specific one it names first."""
    for kind in _ITEMS:
        found = pattern(kind).search(text, *sentence)
        if found and not _NO_ACTIVITY.match(text, found.end()):
            return _Activity(kind, found[0], found.end())
    return None


def _covered(scope: Scope, sentence: Span, activity: _Activity, start: int) -> list[Fact]:
    """The numbers from `start` on; `sentence` begins where the activity was named."""
    facts: list[Fact] = []
    money = _Money()
    for numeral in numerals(scope.text, start, sentence[1]):
        lead, behind = scope.text[start : numeral.start], scope.text[numeral.stop : sentence[1]]
        try:
            number = (numeral, numeral.quantity())
        except ValueError:
            continue
        made: Fact | None = None
        if numeral.dimension == "money":
            made = _money(scope, sentence, number, (lead, behind, activity))
            money.take(made)
        elif numeral.dimension == "count":
            made = _count(scope, sentence, number, (lead, behind, activity))
        elif numeral.dimension == "score":
            made = _scored(scope, sentence, number, (lead, activity))
        elif numeral.dimension == "ratio":
            made = _ratio(scope, (sentence, activity), number, (lead, money))
        if made is not None:
            facts.append(made)
        if made is not None or numeral.dimension in ("money", "count"):
            start = numeral.stop
    return facts


@dataclass(slots=True)
class _Money:
    """The amounts of one activity: that a share is of, the plan and what was spent of it."""

    covered: MoneyObservation | None = None
    plan: MoneyObservation | None = None
    spent: MoneyObservation | None = None

    def take(self, made: MoneyObservation | None) -> None:
        """Remember an amount: what was spent of a plan stands beside it, any other is the one spoken of."""
        if made is None:
            return
        if self.plan is not None and made.phase == "phase/actual":
            self.spent = made
            return
        self.covered, self.plan = made, made if made.phase != "phase/actual" else self.plan


def _scored(
    scope: Scope, sentence: Span, number: tuple[Numeral, Quantity], words: tuple[str, _Activity]
) -> QuantityObservation | None:
    """`平均得分93.5分`."""
    lead, activity = words
    scored = _SCORED.search(lead)
    if scored is None:
        return None
    return QuantityObservation(
        passage=scope.passage(*activity.shown(sentence, number[0].stop)), numerals=scope.spans(number[0]),
        value=number[1], year=scope.year, label=f"{activity.words}{scored[1]}",
    )


def _ratio(
    scope: Scope, place: tuple[Span, _Activity], number: tuple[Numeral, Quantity], words: tuple[str, _Money]
) -> RateStatement | None:
    """The share an amount is, how far its plan was carried out, or how much is covered."""
    (sentence, activity), (lead, money) = place, words
    if money.spent is not None and pattern("completion").search(lead):
        return RateStatement(
            passage=scope.passage(sentence[0], number[0].stop), numerals=scope.spans(number[0]), percent=number[1],
            kind=Term(B.Completion), year=scope.year, of=money.spent, base=money.plan,
            qualifier=comparator(scope.text, number[0]),
        )
    if pattern("share").search(lead):
        return _share(scope, sentence, number, (lead, money.covered))
    covered = _COVERED.search(lead)
    return None if covered is None else RateStatement(
        passage=scope.passage(*activity.shown(sentence, number[0].stop)), numerals=scope.spans(number[0]),
        percent=number[1], kind=Term(B.Share), year=scope.year, label=covered[1],
        qualifier=comparator(scope.text, number[0]),
    )


def _count(
    scope: Scope, sentence: Span, number: tuple[Numeral, Quantity], words: tuple[str, str, _Activity]
) -> QuantityObservation | None:
    """`涉及项目22个` or `对4个清单项目开展`: how many projects, named as printed."""
    lead, behind, activity = words
    before, after = _COUNT_LEAD.search(lead), _PROJECTS.match(behind)
    named = _counted_else(lead, behind)
    if named:
        end = number[0].stop + (len(named) if behind.startswith(named) else 0)
        return QuantityObservation(
            passage=scope.passage(*activity.shown(sentence, end)), numerals=scope.spans(number[0]),
            value=number[1], year=scope.year, label=f"{activity.words}{named}",
            qualifier=comparator(scope.text, number[0]),
        )
    if before is None and after is None:
        return None
    noun = after[0] if after else _noun(before[1] if before else "")
    plain = noun in ("项目", "项目支出") and not _PART_ITEM.search(lead)
    return QuantityObservation(
        passage=scope.passage(*activity.shown(sentence, number[0].stop + (len(after[0]) if after else 0))),
        numerals=scope.spans(number[0]), value=number[1], year=scope.year, label=f"{activity.words}{noun}",
        item=Code(f"item/{_ITEMS[activity.kind][0]}") if plain or after else TOTAL_ITEM,
        qualifier=comparator(scope.text, number[0]),
    )


def _counted_else(lead: str, behind: str) -> str:
    """What is counted when it is no plain number of projects: units, projects of one grade, problems found."""
    unit = _UNITS.match(behind)
    if unit:
        return unit[0]
    graded, found = _GRADED.search(lead), _PROBLEMS.search(lead)
    return f"评级“{graded[1]}”项目" if graded else found[1] if found else ""


def _noun(words: str) -> str:
    """The kind of project without the verb before it (`共涉及项目` → `项目`)."""
    return re.sub(r"^.*(?:涉及|包括|评价|自评|其中|共|计|有|对|完成|开展|的|年度)", "", words) or "项目"


def _money(
    scope: Scope, sentence: Span, number: tuple[Numeral, Quantity], words: tuple[str, str, _Activity]
) -> MoneyObservation | None:
    lead, behind, activity = words
    named = re.match(r"(?:的)?([\u4e00-\u9fa5]{2,12}?)(?:进行|开展|实施|组织)", behind)
    phase = phase_of(re.sub(r"(?:合计|共计|总计|总额|共)+[为是：:]*$", "", lead))
    if _MONEY_LEAD.search(lead) is None and named is None and phase not in _PHASES:
        return None
    own = last_word(lead, "fund") if named is None else None
    fund = own or last_word(scope.text[sentence[0] : number[0].start], "fund")
    planned = _MONEY_LEAD.search(lead)
    if scope.layout.head.is_planned or phase not in _PHASES:
        phase = "budget" if scope.layout.head.is_planned or (planned is not None and "预算" in planned[0]) else "actual"
    return MoneyObservation(
        passage=scope.passage(*activity.shown(sentence, number[0].stop + (named.end(1) if named else 0))),
        numerals=scope.spans(number[0]), amount=number[1], year=scope.year,
        phase=Code(f"phase/{phase}"), flow=Term(B.Expenditure),
        fund=Code(f"fund/{fund[0].notation}") if fund and not named else TOTAL_FUND,
        item=Code(f"item/{_ITEMS[activity.kind][1]}"),
        label=named[1] if named else None, qualifier=comparator(scope.text, number[0]),
    )


def _share(
    scope: Scope, sentence: Span, number: tuple[Numeral, Quantity], words: tuple[str, MoneyObservation | None]
) -> RateStatement:
    """`占一般公共预算项目支出总额的100%`."""
    share = list(pattern("share").finditer(words[0]))[-1]
    base = re.sub(r"(?:的比例|的比重|比例|比重)?[的为是达到：:]*$", "", words[0][share.end() :])
    return RateStatement(
        passage=scope.passage(sentence[0], number[0].stop), numerals=scope.spans(number[0]), percent=number[1],
        kind=Term(B.Share), year=scope.year, of=words[1], base_text=base or None,
        qualifier=comparator(scope.text, number[0]),
    )
