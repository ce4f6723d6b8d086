"""Whole-department self-evaluations, coverage and use of results; names and numbers are invented."""

from __future__ import annotations

from decimal import Decimal

import prose
import pytest

from budget_kg.extraction import assigned
from budget_kg.facts import (
    ImprovementMeasure,
    IndicatorResult,
    Issue,
    MoneyObservation,
    Outcome,
    Project,
    QuantityObservation,
    RateStatement,
    ResultUse,
    SelfEvaluation,
)
from budget_kg.model import Layout
from budget_kg.reading import Reading
from budget_kg.sections import evaluation_use, performance, project_evaluation, self_evaluation
from budget_kg.vocab import B

MODULES = (evaluation_use, performance, project_evaluation, self_evaluation)
TITLE = "第一部分 2021年度部门决算情况说明\n一、预算绩效情况说明\n"
WHOLE = TITLE + "（一）部门整体支出自评结果\n"


def read(text: str | Layout, kind: str = "final") -> Reading:
    """What the readers of performance state of a text."""
    layout = prose.layout(text, "青禾县林草局", 2021, kind) if isinstance(text, str) else text
    readers = {meaning: module.read for module in MODULES for meaning in module.MEANINGS}
    reading = Reading()
    for section, reader in assigned(layout.root, readers):
        reading.extend(reader(section, layout))
    for fact in reading.facts:
        assert fact.passage.quote == layout.document.text[fact.passage.start : fact.passage.end]
        for start, end in fact.numerals:
            assert fact.passage.start <= start < end <= fact.passage.end
    return reading


def evaluations(reading: Reading) -> list[SelfEvaluation]:
    return [fact for fact in reading.facts if isinstance(fact, SelfEvaluation)]


def test_the_body() -> None:
    reading = read(
        WHOLE + "我局组织对本部门开展整体支出自评，涉及资金1350.6万元。从评价情况来看，自评得分：95.6分，评定等级：优。"
        "项目全年预算数为820万元，执行数为779万元，完成预算的95%。主要产出和效果：一是造林1.2万亩；二是保障了生态安全。"
        "发现的问题及原因：一是资金拨付偏慢。部门衔接不畅，导致部分支出滞后；二是“成活率”“抚育面积”指标未达到年初目标值。"
        "下一步改进措施：一是完善指标；二是加快支付。\n"
    )
    involved, plan, actual = (fact for fact in reading.facts if isinstance(fact, MoneyObservation))
    assert (involved.item, involved.type) == ("item/evaluated-projects", "expenditure-type/_T")
    assert (plan.phase, plan.type, actual.phase) == ("phase/adjusted", "expenditure-type/project", "phase/actual")
    (evaluation,) = evaluations(reading)
    assert evaluation.subject is None and evaluation.grade == "优"
    assert evaluation.score is not None and evaluation.score.value == Decimal("95.6")
    assert evaluation.issues[0].text == "资金拨付偏慢"
    assert [cause.text for cause in evaluation.issues[0].causes] == ["部门衔接不畅，导致部分支出滞后"]
    assert [outcome.text for outcome in evaluation.outcomes] == ["保障了生态安全"]
    assert [(result.label, result.verdict) for result in evaluation.results] == [
        ("造林", B.NotStated), ("成活率", B.NotMet), ("抚育面积", B.NotMet),
    ]
    assert [measure.text for measure in evaluation.measures] == ["完善指标", "加快支付"]


ANNEX = (
    "第一部分 附件\n附件1：\n2021年度青禾县林草局整体绩效自评结果\n一、自评结论\n（一）部门整体绩效自评得分\n"
    "“2021年度青禾县林草局部门整体”绩效自评得分88.5分。\n（二）部门整体绩效目标完成情况\n1、执行率情况\n"
    "2021年度部门整体支出总预算为1500万元，实际执行金额为1425万元，资金执行率为95%。其中，基本支出预算总额为700万元，"
    "实际执行总额为693万元，资金执行率为99%；项目支出预算总额为800万元，实际执行总金额为732万元，资金执行率为91.5%。\n"
    "2、完成的绩效目标\n较好地完成了年度绩效目标。\n3、未完成的绩效目标\n“成活率”及“抚育面积”指标未达到年初目标值。\n"
    "（三）存在的问题和原因\n1、成活率、抚育面积方面：降雨偏少；地块权属有争议。\n2、持续完善指标体系。一方面结合实际设置指标。\n"
    "（四）下一步改进措施\n1、下一步改进措施\n（1）一是补植补造。加强管护。二是调解权属。\n（2）强化绩效管理。\n"
    "2、拟与预算安排相结合情况\n我局将结合评价结果安排预算。\n"
)


def test_the_annex_is_one_evaluation() -> None:
    reading = read(ANNEX)
    (evaluation,) = evaluations(reading)
    assert evaluation.score is not None and evaluation.score.value == Decimal("88.5")
    assert evaluation.passage.section.endswith("（一）部门整体绩效自评得分")
    amounts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert [(fact.type.partition("/")[2], fact.phase.partition("/")[2], fact.amount.printed) for fact in amounts] == [
        ("_T", "budget", "1500"), ("_T", "actual", "1425"), ("basic", "budget", "700"), ("basic", "actual", "693"),
        ("project", "budget", "800"), ("project", "actual", "732"),
    ]
    assert [fact.part_of for fact in amounts[2:]] == [amounts[0], amounts[1], amounts[0], amounts[1]]
    rates = [fact for fact in reading.facts if isinstance(fact, RateStatement)]
    assert [(rate.of, rate.base) for rate in rates] == [
        (amounts[1], amounts[0]), (amounts[3], amounts[2]), (amounts[5], amounts[4]),
    ]
    assert [result.label for result in evaluation.results] == ["成活率", "抚育面积"]
    (issue,) = evaluation.issues
    assert [cause.text for cause in issue.causes] == ["降雨偏少", "地块权属有争议"]
    assert [measure.text for measure in evaluation.measures] == [
        "持续完善指标体系。一方面结合实际设置指标", "补植补造。加强管护", "调解权属", "强化绩效管理",
    ]
    (use,) = (fact for fact in reading.facts if isinstance(fact, ResultUse))
    assert (use.kind, use.text) == (B.OtherUse, "我局将结合评价结果安排预算")


def test_an_annex_may_be_about_a_project() -> None:
    reading = read(
        "第一部分 附件\n附件2：\n2021年度护林补助资金项目自评结果\n一、自评结论\n（一）自评得分\n自评得分92分。\n"
        "（二）执行率情况\n项目预算为30万元，实际执行数为27万元，执行率为90%。\n二、存在的问题和原因\n拨付偏慢。\n"
    )
    (evaluation,) = evaluations(reading)
    assert evaluation.subject == Project("护林补助资金")
    assert [issue.text for issue in evaluation.issues] == ["拨付偏慢"]
    assert {fact.subject for fact in reading.facts if isinstance(fact, MoneyObservation)} == {evaluation.subject}


@pytest.mark.parametrize(
    ("text", "count", "amount", "fund"),
    [
        ("我局组织对2021年度一般公共预算项目支出全面开展绩效自评，共涉及项目8个，资金812.5万元，占一般公共预算项目支出总额的96.3%。",
         ("evaluated-project-count", Decimal(8)), ("evaluated-projects", Decimal(8125000)), "fund/general-public"),
        ("共对2021年4个清单项目实施绩效监控，涉及财政拨款资金115.4万元。",
         ("monitored-project-count", Decimal(4)), ("monitored-projects", Decimal(1154000)), "fund/fiscal"),
        ("我局对部门项目支出实施绩效评价，评价项目12个，涉及金额1,122.36万元。",
         ("reviewed-project-count", Decimal(12)), ("reviewed-projects", Decimal(11223600)), "fund/_T"),
    ],
)
def test_coverage(text: str, count: tuple[str, Decimal], amount: tuple[str, Decimal], fund: str) -> None:
    reading = read(TITLE + "（一）预算绩效管理工作开展情况\n" + text + "\n")
    (counted,) = (fact for fact in reading.facts if isinstance(fact, QuantityObservation))
    (covered,) = (fact for fact in reading.facts if isinstance(fact, MoneyObservation))
    assert (counted.item.removeprefix("item/"), counted.value.value) == count
    assert (covered.item.removeprefix("item/"), covered.amount.value) == amount
    assert (covered.fund, covered.phase) == (fund, "phase/actual")
    shares = [fact for fact in reading.facts if isinstance(fact, RateStatement)]
    assert [(share.base_text, share.of) for share in shares] == (
        [("一般公共预算项目支出总额", covered)] if "占" in text else []
    )


def test_coverage_by_level_goes_on_in_the_next_sentence() -> None:
    reading = read(
        TITLE + "（一）预算绩效管理工作开展情况\n我局对项目支出全面开展绩效自评。"
        "其中，一级项目3个，二级项目5个，共涉及资金80万元。"
        "党建工作取得成效，举办活动12场。\n"
    )
    counted = [fact for fact in reading.facts if isinstance(fact, QuantityObservation)]
    assert [(fact.label, fact.value.printed, str(fact.item)) for fact in counted] == [
        ("绩效自评一级项目", "3", "item/_T"), ("绩效自评二级项目", "5", "item/_T"),
    ]


def test_budgets_state_targets_not_results() -> None:
    reading = read(
        "第一部分 2021年部门预算情况说明\n一、绩效目标设置情况\n2021年项目支出均实行了绩效目标管理，"
        "涉及一般公共预算当年财政拨款263.15万元。\n", "budget",
    )
    (covered,) = (fact for fact in reading.facts if isinstance(fact, MoneyObservation))
    assert (covered.item, covered.phase, covered.fund) == (
        "item/targeted-projects", "phase/budget", "fund/general-public",
    )


def test_use_of_results() -> None:
    reading = read(
        TITLE + "（一）绩效评价结果应用情况\n针对目标设置不合理等情况，核减2021年“会务经费”“宣传经费”；"
        "因工作需要追加预算项目经费30万元。"
        "根据评价结果，取消项目2个，压减预算65万元。下一步我局将健全激励约束机制。\n"
    )
    uses = [fact for fact in reading.facts if isinstance(fact, ResultUse)]
    assert [(str(use.kind), use.names, [money.amount.printed for money in use.money]) for use in uses] == [
        (B.Cut, ("会务经费", "宣传经费"), []), (B.Addition, (), ["30"]), (B.Cut, (), ["65"]), (B.OtherUse, (), []),
    ]
    amounts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert [(fact.item, fact.phase) for fact in amounts] == [
        ("item/additions", "phase/adjustment"), ("item/budget-cuts", "phase/adjustment"),
    ]
    (dropped,) = (fact for fact in reading.facts if isinstance(fact, QuantityObservation))
    assert dropped.label == "取消项目" and dropped.value.value == 2


def test_evaluations_that_run_on_without_headings() -> None:
    reading = read(
        TITLE + "我校组织对项目支出进行了绩效自评，共涉及项目1个，涉及资金46.5万元，自评覆盖率达到100%。"
        " 安保服务项目绩效自评综述："
        "项目预算安排46.5万元，实际支出46.5万元，执行率100%。主要产出和效益：配备保安8名。\n"
    )
    (evaluation,) = evaluations(reading)
    assert evaluation.subject == Project("安保服务") and evaluation.results[0].label == "配备保安"
    assert ("Share", "100") in [(kind, percent) for percent, kind, _ in prose.rates(reading)]


def test_the_shipped_document(shipped_layout: Layout) -> None:
    reading = read(shipped_layout)
    wholes = [evaluation for evaluation in evaluations(reading) if evaluation.subject is None]
    assert [evaluation.score and evaluation.score.value for evaluation in wholes] == [None, Decimal("92.11")]
    assert [len(evaluation.issues) for evaluation in wholes] == [3, 1]
    assert [len(evaluation.measures) for evaluation in wholes] == [2, 6]
    assert [sum(result.verdict == B.NotMet for result in evaluation.results) for evaluation in wholes] == [3, 4]
    kinds = {IndicatorResult: 66, Outcome: 37, Issue: 10, ImprovementMeasure: 15, SelfEvaluation: 24, ResultUse: 6}
    assert {kind: len(prose.of_kind(reading, kind)) for kind in kinds} == kinds
    rates = [fact.percent.printed for fact in reading.facts if isinstance(fact, RateStatement) and not fact.subject]
    assert rates == ["100", "125.1", "100", "100", "100"]
    assert len({span for fact in reading.facts for span in fact.numerals}) == 130


def test_activities_of_one_sentence_and_what_they_count() -> None:
    reading = prose.read(
        "十、预算绩效管理情况\n本部门实行绩效管理：编报绩效目标的2022年度项目4个，涉及预算金额98.4万元；绩效跟踪评价的2022年度项目3个，"
        "涉及预算金额88.4万元；绩效自评的2022年度项目2个，涉及预算金额78.4万元，平均得分93.5分（其中，绩效评级为“优”的项目1个；"
        "绩效评级为“良”的项目1个。绩效自评中共发现问题2个，已经完成整改的1个，正在整改的1个）。\n"
    )
    assert [(row[0], row[1], row[3]) for row in prose.money(reading)] == [
        ("98.4", "budget", "targeted-projects"), ("88.4", "budget", "monitored-projects"),
        ("78.4", "budget", "evaluated-projects"),
    ]
    assert prose.counts(reading) == [
        ("4", "piece", "targeted-project-count"), ("3", "piece", "monitored-project-count"),
        ("2", "piece", "evaluated-project-count"), ("93.5", "score", "绩效自评平均得分"),
        ("1", "piece", "绩效自评评级“优”项目"), ("1", "piece", "绩效自评评级“良”项目"),
        ("2", "piece", "绩效自评发现问题"), ("1", "piece", "绩效自评完成整改"), ("1", "piece", "绩效自评正在整改"),
    ]
