"""Self-evaluations of projects in the styles of several provinces; names and numbers are invented."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import prose
import pytest

from budget_kg.facts import (
    Cause,
    ImprovementMeasure,
    IndicatorResult,
    Issue,
    MoneyObservation,
    Outcome,
    Project,
    QuantityObservation,
    RateStatement,
    SelfEvaluation,
    VarianceExplanation,
)
from budget_kg.model import Layout
from budget_kg.prose.indicator_labels import class_of, is_planned, pure_verdict, split_labels
from budget_kg.reading import Reading
from budget_kg.sections import project_evaluation
from budget_kg.vocab import B

TITLE = "青禾县林草局2021年度部门决算\n第一部分 2021年度部门决算情况说明\n一、预算绩效情况说明\n（一）项目支出自评结果\n"


def read(body: str, title: str = TITLE) -> Reading:
    layout = prose.layout(title + body, "青禾县林草局", 2021)
    section = next(node for node in layout.root.walk() if node.kind == "project-evaluation")
    reading = project_evaluation.read(section, layout)
    for fact in reading.facts:
        assert fact.passage.quote == layout.document.text[fact.passage.start : fact.passage.end]
        for start, end in fact.numerals:
            assert fact.passage.start <= start < end <= fact.passage.end
    return reading


def money(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (fact.subject.name if fact.subject else "", fact.phase.removeprefix("phase/"), fact.amount.printed)
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def results(reading: Reading) -> dict[str, list[IndicatorResult]]:
    found: dict[str, list[IndicatorResult]] = defaultdict(list)
    for fact in reading.facts:
        if isinstance(fact, IndicatorResult):
            found[fact.label].append(fact)
    return dict(found)


def achieved(outputs: str) -> dict[str, str]:
    """Read one outcome part and return what was achieved, by label."""
    reading = read(f"1、护林项目绩效自评综述：项目全年预算数为10万元，执行数为9万元。主要产出和效果：{outputs}。\n")
    return {
        label: found[0].achieved.printed + found[0].achieved.unit if found[0].achieved else found[0].achieved_text or ""
        for label, found in results(reading).items()
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("项目全年预算数为10.5万元，执行数为9.66万元，完成预算的92%", [("adjusted", "10.5"), ("actual", "9.66")]),
        ("年初预算10.5万元，实际支出9.66万元，执行率92%", [("initial", "10.5"), ("actual", "9.66")]),
        ("项目预算安排10.5万元，全年支出9.66万元，预算执行率为92%", [("budget", "10.5"), ("actual", "9.66")]),
        ("调整预算数1,010.5万元，年中追加20万元，执行数962.3万元，完成全年预算的92%",
         [("adjusted", "1,010.5"), ("adjustment", "20"), ("actual", "962.3")]),
    ],
)
def test_the_phase_is_the_printed_one(sentence: str, expected: list[tuple[str, str]]) -> None:
    reading = read(f"1、护林项目绩效自评综述：{sentence}。\n")
    assert [(phase, amount) for _, phase, amount in money(reading)] == expected
    (rate,) = (fact for fact in reading.facts if isinstance(fact, RateStatement))
    of, base = rate.of, rate.base
    assert rate.percent.value == 92 and rate.kind == B.Completion
    assert isinstance(of, MoneyObservation) and of.phase == "phase/actual"
    assert isinstance(base, MoneyObservation) and base.amount.printed == expected[0][1]
    assert {fact.type for fact in reading.facts if isinstance(fact, MoneyObservation)} == {"expenditure-type/project"}


def test_each_rate_has_the_base_it_names() -> None:
    reading = read(
        "1、护林项目绩效自评综述：年初预算数为120万元，全年预算数150万元，执行数140.25万元，完成年初预算的116.9%，"
        "完成全年预算的93.5%。其中：财政拨款100万元，其他资金40.25万元。\n"
    )
    rates = [fact for fact in reading.facts if isinstance(fact, RateStatement)]
    assert [rate.base.phase for rate in rates if isinstance(rate.base, MoneyObservation)] == [
        "phase/initial", "phase/adjusted",
    ]
    parts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation) and fact.part_of is not None]
    assert [(part.fund, part.amount.value, part.phase) for part in parts] == [
        ("fund/fiscal", Decimal(1000000), "phase/actual"), ("fund/other", Decimal(402500), "phase/actual"),
    ]


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ("一是造林人数30人；二是成活率达到95%；三是抚育经费为15万元",
         {"造林人数": "30person", "成活率": "95percent", "抚育经费": "15wan-yuan"}),
        ("1、巡护96次；2、举办12场宣传活动；3、参与群众1500余人次",
         {"巡护": "96occasion", "举办宣传活动": "12event", "参与群众": "1500person-time"}),
        ("一是护林员培训3次、防火演练2次、巡查场次4次", {
            "护林员培训": "3occasion", "防火演练": "2occasion", "巡查场次": "4occasion"}),
        ("一是苗木合格率、补植完成率为100%", {"苗木合格率": "100percent", "补植完成率": "100percent"}),
        ("一是补助发放合规率、及时率达100%", {"补助发放合规率": "100percent", "补助发放及时率": "100percent"}),
        ("一是护林员、巡查员人数为70名", {"护林员、巡查员人数": "70person"}),
        ("一是完成补贴发放率100%", {"补贴发放率": "100percent"}),
        ("一是提升国有林占林地总数的比例达到30%", {"国有林占林地总数的比例": "30percent"}),
        ("一是林农满意度≥90%，受益对象满意度95%以上", {"林农满意度": "90percent", "受益对象满意度": "95percent"}),
        ("一是防火考核达到优秀；二是隐患整改率达标", {"防火考核": "优秀", "隐患整改率": "达标"}),
        ("一是优良天数由280天提高到301天", {"优良天数": "301day"}),
        ("一是2020年前造林成活率97%", {"2020年前造林成活率": "97percent"}),
    ],
)
def test_indicators(outputs: str, expected: dict[str, str]) -> None:
    assert achieved(outputs) == expected


@pytest.mark.parametrize(
    "outputs",
    ["一是落实第12条规定", "一是“110”联动更加顺畅", "一是2021年12月31日前完成验收", "一是比上年减少火情3起"],
)
def test_what_is_no_indicator_is_narrated(outputs: str) -> None:
    reading = read(f"1、护林项目绩效自评综述：项目全年预算数为10万元。主要产出和效果：{outputs}。\n")
    assert results(reading) == {}
    (outcome,) = (fact for fact in reading.facts if isinstance(fact, Outcome))
    assert outcome.text == outputs.removeprefix("一是") and outcome.numerals == ()


@pytest.mark.parametrize(
    ("item", "target", "value", "verdict"),
    [
        ("巡护次数年度指标值≥24次，实际完成值26次", 24, 26, B.Met),
        ("抚育面积计划完成5000亩，实际完成4800亩", 5000, 4800, B.NotMet),
        ("安置护林员12名（目标值10名）", 10, 12, B.Met),
        ("火灾发生次数目标值不超过2次，实际3次", 2, 3, B.NotMet),
        ("林农满意度目标值≥90%，实际达到96%", 90, 96, B.Met),
    ],
)
def test_target_and_result_are_one_result(item: str, target: int, value: int, verdict: str) -> None:
    reading = read(f"1、护林项目绩效自评综述：项目全年预算数为10万元。主要产出和效果：一是{item}。\n")
    ((result,),) = results(reading).values()
    assert result.target is not None and result.target.value == target
    assert result.achieved is not None and result.achieved.value == value
    assert (result.verdict, result.verdict_basis) == (verdict, B.Computed)
    assert len(result.numerals) == 2


def test_a_printed_verdict_counts_and_a_problem_may_contradict_it() -> None:
    reading = read(
        "1、护林项目绩效自评综述：项目全年预算数为10万元，执行数为9万元，完成预算的90%。主要产出和效果：一是护林员招录人数10名；"
        "二是招录任务完成率100%达标；三是宣传活动12场，超额完成年度目标。发现的问题及原因：一是护林员招录人数未达标；"
        "二是档案管理不规范。年初县局计划在南片招录护林员12名，实际招录到岗护林员10名，另外2人体检未通过，导致目标未能完成。"
        "下一步改进措施：提前发布公告；做好档案整理。\n"
    )
    found = results(reading)
    assert [result.verdict for result in found["招录任务完成率"]] == [B.Met]
    assert [result.verdict for result in found["宣传活动"]] == [B.Exceeded]
    placed = found["护林员招录人数"]
    assert [(result.verdict, result.verdict_basis) for result in placed] == [
        (B.NotStated, None), (B.NotMet, B.Printed),
    ]
    (paired,) = (result for found_ in found.values() for result in found_ if result.target is not None)
    assert paired.achieved is not None and paired.target is not None
    assert paired.target.value == 12 and paired.achieved.value == 10
    (left,) = (fact for fact in reading.facts if isinstance(fact, QuantityObservation))
    assert left.label == "体检未通过" and left.value.value == 2
    issues = [fact for fact in reading.facts if isinstance(fact, Issue)]
    assert [issue.text for issue in issues] == ["护林员招录人数未达标", "档案管理不规范"]
    assert [len(issue.causes) for issue in issues] == [1, 1]
    assert issues[0].causes[0] is issues[1].causes[0]


@pytest.mark.parametrize(
    ("part", "issue", "cause"),
    [
        ("发现的问题及原因：由于降雨偏多，导致补植进度滞后", "补植进度滞后", "降雨偏多"),
        ("发现的问题及原因：受降雨影响，造成补植进度滞后", "补植进度滞后", "受降雨影响"),
        ("发现的问题及原因：按照上级要求压缩编制，故人数与年初不符", "人数与年初不符", "按照上级要求压缩编制"),
        ("发现的问题是补植进度滞后，原因是降雨偏多", "补植进度滞后", "降雨偏多"),
        ("存在的问题：补植进度滞后，主要原因是降雨偏多", "补植进度滞后", "降雨偏多"),
        ("存在的问题：补植进度滞后。原因：降雨偏多", "补植进度滞后", "降雨偏多"),
        ("发现的问题及原因：补植进度滞后", "补植进度滞后", None),
        ("发现的主要问题及原因：暂无", None, None),
    ],
)
def test_problem_and_cause(part: str, issue: str | None, cause: str | None) -> None:
    reading = read(f"1、护林项目绩效自评综述：项目全年预算数为10万元。{part}。下一步改进措施：一是早安排；二是勤调度。\n")
    assert [fact.text for fact in reading.facts if isinstance(fact, Issue)] == ([issue] if issue else [])
    assert [fact.text for fact in reading.facts if isinstance(fact, Cause)] == ([cause] if cause else [])
    measures = [fact for fact in reading.facts if isinstance(fact, ImprovementMeasure)]
    assert [measure.text for measure in measures] == ["早安排", "勤调度"]
    for fact in reading.facts:
        if isinstance(fact, Issue):
            assert list(fact.measures) == measures


def test_name_number_score_and_grade() -> None:
    reading = read(
        "我局在部门决算中反映“湿地巡护”及2015年前退耕还林补助等2个项目绩效自评结果。\n"
        "1、2015年前退耕还林补助项目绩效自评综述：项目全年预算数为10万元，执行数为10万元，完成预算的100%。\n"
        "2、“湿地巡护”项目绩效自评综述：根据年初设定的绩效目标，“湿地巡护”项目绩效自评得分为93.5分，评价等级为“优”。"
        "全年预算30万元，执行数为28.5万元，预算执行率95%。\n"
    )
    first, second = (fact for fact in reading.facts if isinstance(fact, SelfEvaluation))
    assert (first.subject, first.ordinal, first.score) == (Project("2015年前退耕还林补助"), 1, None)
    assert (second.subject, second.ordinal, second.grade) == (Project("湿地巡护"), 2, "优")
    assert second.score is not None and second.score.value == Decimal("93.5")
    assert [structure.rule for structure in reading.structures] == ["name"]


def test_a_document_on_one_line_with_a_flattened_table() -> None:
    reading = read(
        "护林补助等经费项目绩效自评综述：根据年初设定的绩效目标，护林补助等经费项目自评得分为96.8分，自评等次为优秀。"
        "项目全年预算数为50万元，执行数为47.5万元，完成预算的95%。主要产出和效果：林区秩序明显好转。发现的主要问题：1、计划不细；"
        "2、拨付偏慢。下一步改进措施：1、加强管理。2、加快拨付。"
        " 2021年财政支出项目绩效自评表 （ 2021年度） 项目名称 护林补助等经费"
        " 主管部门 林草局 财政资金小计 50 50 0 47.5 2.5 数量指标 巡护次数 24次 24次 15 15 合计 100 96.8 自评得分等次 优秀"
        " 2020年“防火储备”奖励金项目绩效自评综述：根据年初设定的绩效目标，2020年“防火储备”奖励金项目自评得分为0分，"
        "自评等次暂无。项目全年预算数为44万元，执行数为0万元，完成预算的0%。主要产出和效果：暂无产出和效果。 ",
        TITLE.replace("\n", " "),
    )
    assert money(reading) == [
        ("护林补助等经费", "adjusted", "50"), ("护林补助等经费", "actual", "47.5"),
        ("2020年“防火储备”奖励金", "adjusted", "44"), ("2020年“防火储备”奖励金", "actual", "0"),
    ]
    first, second = (fact for fact in reading.facts if isinstance(fact, SelfEvaluation))
    assert (first.grade, second.grade) == ("优秀", None)
    assert [issue.text for issue in first.issues] == ["计划不细", "拨付偏慢"]
    assert [measure.text for measure in first.measures] == ["加强管理", "加快拨付"]
    assert results(reading) == {} and second.outcomes == ()


def test_projects_headed_by_their_names_only() -> None:
    reading = read(
        "1.文化服务专项经费\n项目全年预算数为300万元，执行数为285.5万元，完成预算的95.2%。主要产出：演出108场。\n"
        "2.宣传资金\n年初预算安排80万元，实际支出78.6万元，预算执行率98.3%。\n"
    )
    assert [subject for subject, *_ in money(reading)] == ["文化服务专项经费"] * 2 + ["宣传资金"] * 2
    assert list(results(reading)) == ["演出"]


def test_a_target_joins_its_own_indicator_only() -> None:
    reading = read(
        "1、护林项目绩效自评综述：项目全年预算数为10万元。主要产出和效果：一是工程合格率100%，"
        "林农满意度目标值≥90%，实际达到96%。\n"
    )
    ((quality,), (pleased,)) = results(reading).values()
    assert quality.label == "工程合格率" and quality.target is None
    assert pleased.label == "林农满意度" and pleased.comparator == B.AtLeast
    assert pleased.target is not None and pleased.target.value == 90


def test_money_of_a_project_headed_in_no_known_way_stays_unread() -> None:
    reading = read(
        "1、护林项目绩效自评综述：项目全年预算数为10万元，执行数为9万元，完成预算的90%。\n"
        "养老补贴全年预算数30万元，执行数27万元，完成预算的90%。培训8次。\n"
    )
    assert [amount for *_, amount in money(reading)] == ["10", "9"] and results(reading) == {}


def test_outcomes_and_reasons_without_labels() -> None:
    reading = read(
        "1、护林项目绩效自评综述：全年预算数10万元，执行数6万元，完成预算的60%，原因是雨季停工。为36名护林员购买保险，"
        "投保及时率100%。\n"
    )
    (why,) = (fact for fact in reading.facts if isinstance(fact, VarianceExplanation))
    assert why.cause.text == "雨季停工" and isinstance(why.explains[0], RateStatement)
    assert [(label, found[0].achieved and found[0].achieved.printed) for label, found in results(reading).items()] == [
        ("为护林员购买保险", "36"), ("投保及时率", "100"),
    ]


def test_words() -> None:
    assert split_labels("使用率及满意度") == ["使用率", "满意度"]
    assert split_labels("党建、群团及社工人数") == ["党建、群团及社工人数"]
    assert class_of("村民满意度") == "indicator-class/satisfaction-served"
    assert class_of("项目社会效益") == "indicator-class/benefit-social"
    assert class_of("补助及时率") == "indicator-class/output-timeliness"
    assert class_of("任务完成率", "ratio") is None
    assert is_planned("年初计划安置") and not is_planned("清扫按计划完成率")
    assert pure_verdict("，超额完成年度目标") == B.Exceeded and pure_verdict("完成培训") is None


@pytest.fixture(scope="module")
def shipped_reading(shipped_layout: Layout) -> Reading:
    section = next(node for node in shipped_layout.root.walk() if node.kind == "project-evaluation")
    return project_evaluation.read(section, shipped_layout)


def test_the_shipped_document_has_its_22_projects(shipped_reading: Reading) -> None:
    evaluations = [fact for fact in shipped_reading.facts if isinstance(fact, SelfEvaluation)]
    assert [evaluation.ordinal for evaluation in evaluations] == list(range(1, 23))
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for fact in shipped_reading.facts:
        if isinstance(fact, MoneyObservation):
            amounts[fact.phase] += fact.amount.value
    assert amounts == {"phase/adjusted": Decimal(27225100), "phase/actual": Decimal(34784600)}
    with_issues = [evaluation.ordinal for evaluation in evaluations if evaluation.issues]
    assert with_issues == [1, 5, 8, 9, 12]
    assert all(evaluation.measures for evaluation in evaluations if evaluation.issues)


def test_the_shipped_documents_indicators(shipped_reading: Reading) -> None:
    values: dict[int | None, list[str]] = {
        evaluation.ordinal: [
            result.achieved.printed for result in evaluation.results if result.achieved is not None
        ]
        for evaluation in shipped_reading.facts if isinstance(evaluation, SelfEvaluation)
    }
    assert {number: found for number, found in values.items() if found} == {
        1: ["10", "100", "10"], 2: ["150", "30", "95"], 3: ["100", "100", "95", "100"], 4: ["12", "3", "12"],
        6: ["100", "100"], 7: ["3", "1", "4"], 9: ["133"], 10: ["100", "100"], 11: ["95", "95"], 12: ["70", "96"],
        13: ["16", "100", "95"], 14: ["10", "2", "100"], 15: ["100", "100", "100", "100"],
        16: ["15", "20", "30", "6", "95"], 17: ["100"], 20: ["100", "100", "95", "95", "95"], 21: ["100", "100", "95"],
    }
