"""Performance targets of a budget in prose: of the department and of its projects; all invented."""

from __future__ import annotations

import pytest
from prose import read

from budget_kg.facts import IndicatorResult, MoneyObservation, SelfEvaluation
from budget_kg.reading import Reading

HEAD = "第三部分 2024年部门预算绩效目标\n"
PROJECTS = HEAD + "二、项目支出绩效目标\n"


def budgets(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [
        (fact.subject.name if fact.subject else "", fact.amount.printed, fact.phase[6:], fact.fund[5:])
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def targets(reading: Reading) -> list[tuple[str, str, str, str, str]]:
    found = []
    for fact in reading.facts:
        if isinstance(fact, IndicatorResult):
            assert fact.achieved is None and fact.target is not None and fact.verdict.endswith("NotStated")
            told = (fact.comparator or "").partition("#")[2]
            found.append((fact.subject.name if fact.subject else "", fact.label, fact.target.printed, fact.target.unit, told))
    return found


def test_a_project_has_a_budget_and_targets() -> None:
    reading = read(
        PROJECTS + "1.镇村污水管网改造项目（政府性基金），预算45.00万元。目标：改造污水管网2.4公里，接入农户130户，"
        "工程验收合格率100%，2024年9月底前完工。\n"
        "2.村（社区）干部补贴项目，预算96.50万元（含上年结转6.50万元）。目标：保障村（社区）干部42人补贴，补贴发放及时率100%，"
        "人均补贴标准1800元，群众满意度不低于92%。\n", year=2024, kind="budget",
    )
    assert budgets(reading) == [
        ("镇村污水管网改造", "45.00", "budget", "government-fund"), ("村（社区）干部补贴", "96.50", "budget", "_T"),
        ("村（社区）干部补贴", "6.50", "budget", "carried-over"),
    ]
    one, two = "镇村污水管网改造", "村（社区）干部补贴"
    assert targets(reading) == [
        (one, "改造污水管网", "2.4", "kilometre", ""), (one, "接入农户", "130", "household", ""),
        (one, "工程验收合格率", "100", "percent", ""), (two, "保障村（社区）干部补贴", "42", "person", ""),
        (two, "补贴发放及时率", "100", "percent", ""), (two, "人均补贴标准", "1800", "yuan", ""),
        (two, "群众满意度", "92", "percent", "AtLeast"),
    ]
    assert not [fact for fact in reading.facts if isinstance(fact, SelfEvaluation)]


@pytest.mark.parametrize(
    ("text", "amount", "label"),
    [
        ("（一）河堤加固项目，年初预算30万元。年度绩效目标：加固河堤2公里。", ("30", "initial"), "加固河堤"),
        ("（一）河堤加固项目预算安排30万元，绩效目标为：加固河堤2公里。", ("30", "budget"), "加固河堤"),
        ("1、河堤加固项目。安排资金30万元。绩效目标：加固河堤不少于2公里。", ("30", "budget"), "加固河堤"),
        ("河堤加固项目：预算数30万元。目标：加固河堤2公里；", ("30", "budget"), "加固河堤"),
        ("1.河堤加固项目，预算30万元。全年加固河堤2公里。", ("30", "budget"), "加固河堤"),
    ],
)
def test_other_forms_of_a_list(text: str, amount: tuple[str, str], label: str) -> None:
    reading = read(f"{PROJECTS}{text}\n", year=2024, kind="budget")
    assert [one[:3] for one in budgets(reading)] == [("河堤加固", *amount)]
    assert [one[:3] for one in targets(reading)] == [("河堤加固", label, "2")]


def test_targets_of_the_whole_department() -> None:
    reading = read(
        HEAD + "一、部门整体绩效目标\n保障机关正常运转，年内预算执行率不低于95%，“三公”经费变动率不高于0，群众满意度不低于90%。\n",
        year=2024, kind="budget",
    )
    assert targets(reading) == [
        ("", "预算执行率", "95", "percent", "AtLeast"), ("", "“三公”经费变动率", "0", "", "AtMost"),
        ("", "群众满意度", "90", "percent", "AtLeast"),
    ]
    assert not [fact for fact in reading.facts if isinstance(fact, SelfEvaluation)]


def test_headings_inside_a_block_are_no_projects() -> None:
    reading = read(PROJECTS + "1.产出指标：修路2公里。\n2.各项目均按期完成。\n", year=2024, kind="budget")
    assert (budgets(reading), targets(reading)) == ([], [])


def test_a_list_that_tells_what_was_spent_is_one_of_evaluations() -> None:
    text = "二、项目支出绩效目标\n1.河堤加固项目。全年预算30.00万元，执行数29.00万元，执行率96.67%，自评93.5分。产出：加固河堤目标2公里，实际2公里。\n"
    reading = read(text)
    (evaluation,) = [fact for fact in reading.facts if isinstance(fact, SelfEvaluation)]
    assert evaluation.subject is not None and evaluation.subject.name == "河堤加固"
    assert evaluation.score is not None and evaluation.score.printed == "93.5"


def test_a_funding_source_in_brackets_is_no_part_of_a_projects_name() -> None:
    text = (
        "二、项目支出绩效自评结果\n1.客运站道路项目（政府性基金）。全年预算50.00万元，执行数48.00万元，执行率96.00%，自评91分。产出：道路2公里。\n"
        "2.产业路建设（衔接资金）项目。全年预算20.00万元，执行数20.00万元，执行率100%，自评96分。产出：硬化1公里。\n"
    )
    assert budgets(read(text)) == [
        ("客运站道路", "50.00", "adjusted", "government-fund"), ("客运站道路", "48.00", "actual", "government-fund"),
        ("产业路建设（衔接资金）", "20.00", "adjusted", "_T"), ("产业路建设（衔接资金）", "20.00", "actual", "_T"),
    ]
