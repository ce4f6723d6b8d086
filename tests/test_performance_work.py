"""What the overview of performance management tells: plan, spent and rate of the projects, and figures in passing; invented."""

from __future__ import annotations

import pytest
from prose import counts, money, rates, read

from budget_kg.facts import ImprovementMeasure, IndicatorResult, Issue, RateStatement
from budget_kg.vocab import B

WORK = "第四部分 2022年度预算绩效情况\n一、绩效管理工作开展情况\n"
RUN = "2022年度对4个项目支出开展绩效自评，全年预算数合计80.00万元，执行数合计76.40万元，执行率95.50%，占财政拨款项目支出的100%。"


def test_plan_spent_and_rate_of_the_projects_evaluated() -> None:
    reading = read(WORK + RUN + "\n")
    assert money(reading) == [
        ("80.00", "adjusted", "Expenditure", "evaluated-projects"), ("76.40", "actual", "Expenditure", "evaluated-projects"),
    ]
    assert rates(reading) == [("95.5", "Completion", "76.40"), ("100", "Share", "80.00")]
    (completion,) = [f for f in reading.facts if isinstance(f, RateStatement) and f.kind == B.Completion]
    assert completion.base is not None and completion.base.passage.quote.endswith("80.00万元")


@pytest.mark.parametrize(
    ("aside", "amounts", "things"),
    [
        ("全年完成政府采购58.60万元，采购程序规范。", [("58.60", "procurement")], []),
        ("从投入看，年末在职人员48人，机关运行经费25.41万元，总体控制在预算以内。", [("25.41", "operating-cost")], [("48", "person", "staff")]),
        ("完成预算100万元的95%。", [], []),  # a rate of what nobody names
        ("另有12件信访事项办结，投入9.5万元。", [], []),
    ],
)
def test_known_items_are_read_where_they_are_mentioned_in_passing(
    aside: str, amounts: list[tuple[str, str]], things: list[tuple[str, str, str]]
) -> None:
    reading = read(WORK + RUN + aside + "\n")
    assert [(one[0], one[3]) for one in money(reading)[2:]] == amounts
    assert counts(reading)[1:] == things


def test_one_count_under_an_item_is_compared_whatever_stands_before_its_name() -> None:
    text = "一、部门概况\n（一）人员情况。年末实有在职人员46人。\n" + WORK + "从投入看，年末在职人员48人。\n"
    assert counts(read(text)) == [("46", "person", "staff"), ("48", "person", "staff")]


def test_what_is_to_be_done_next_is_no_problem() -> None:
    text = (
        "四、存在的问题及改进措施\n一是前期工作不够充分，执行进度不均衡；二是个别绩效指标量化不足。下一步将加强项目储备，按月调度，"
        "对自评得分低于90分的项目压减预算。\n"
    )
    reading = read("第四部分 2022年度预算绩效情况\n" + text)
    assert [fact.text for fact in reading.facts if isinstance(fact, Issue)] == [
        "前期工作不够充分，执行进度不均衡", "个别绩效指标量化不足",
    ]
    (measure,) = [fact for fact in reading.facts if isinstance(fact, ImprovementMeasure)]
    assert measure.text.startswith("下一步将加强项目储备")


def test_a_bound_that_says_which_projects_are_meant_states_nothing() -> None:
    reading = read(
        "第四部分 2022年度预算绩效情况\n四、存在的问题及改进措施\n一是项目储备不足；二是对执行率低于90%的项目没有及时调整；三是自评得分80分以下的项目有2个。\n"
    )
    assert rates(reading) == []
    assert [one[0] for one in counts(reading)] == ["2"]


def test_vehicles_that_pass_are_counted_with_their_unit() -> None:
    reading = read(
        "二、项目支出绩效自评结果\n1.治超站项目。全年预算10.00万元，执行数10.00万元，执行率100%，自评96分。产出：查验车辆目标20万辆次，实际23.4万辆次。\n"
    )
    (result,) = [fact for fact in reading.facts if isinstance(fact, IndicatorResult)]
    assert (result.label, result.target.unit if result.target else "") == ("查验车辆", "wan-vehicle")
