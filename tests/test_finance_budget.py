"""Budgets in prose: what the year is to have, beside last year's budget and last year's execution; all invented."""

from __future__ import annotations

import pytest
from prose import about, counts, money, rates, read

from budget_kg.facts import ChangeStatement, DerivedObservation, MoneyObservation, QuantityObservation
from budget_kg.vocab import B

BUDGET = (
    "部门预算编制说明\n2023年，青禾县水务局收入预算497.86万元，其中：财政拨款收入487.86万元，比2022年（上一年度，下同）预算增加21.25万元；"
    "事业收入10万元；其他收入0万元。\n支出预算497.86万元，其中：财政拨款支出预算487.86万元，比2022年预算增加21.25万元。"
    "财政拨款支出预算中，一般公共预算拨款支出预算487.86万元，比2022年预算增加21.25万元；政府性基金拨款支出预算0万元，"
    "比2022年预算减少3万元。\n财政拨款支出主要内容如下：\n"
    "1. “农林水支出（类）水利（款）水土保持（项）”45.41万元，主要用于水土保持行政运行。2022年当年预算执行数为11.67万元，"
    "2023年预算安排45.41万元，比2022年预算执行数增加289.12%。主要原因是：新增河道治理。\n"
    "2. “教育支出（类）进修及培训（款）培训支出（项）”5万元，主要用于培训。2022年当年预算执行数为5万元，2023年预算安排5万元，"
    "比2022年预算执行数持平。\n\n其他相关情况说明\n一、2023年“三公”经费预算情况说明\n2023年“三公”经费预算数为22.9万元，"
    "比2022年预算增加2.9万元。其中：\n（一）因公出国（境）费0万元，比2022年预算持平。\n（二）公务用车购置及运行费21.5万元，"
    "其中：公务用车购置费0万元，公务用车运行费21.5万元。\n（三）公务接待费1.4万元。\n"
)


def amounts(text: str = BUDGET) -> list[MoneyObservation]:
    return [fact for fact in read(text, year=2023, kind="budget").facts if isinstance(fact, MoneyObservation)]


def test_totals_of_a_budget_with_their_flow_and_parts() -> None:
    found = [
        (f.amount.printed, f.phase[6:], f.flow.partition("#")[2], about(f), f.part_of.amount.printed if f.part_of else "")
        for f in amounts()[:8]
    ]
    assert found == [
        ("497.86", "budget", "Revenue", "", ""), ("487.86", "budget", "Revenue", "fiscal", "497.86"),
        ("10", "budget", "Revenue", "institutional", "497.86"), ("0", "budget", "Revenue", "other", "497.86"),
        ("497.86", "budget", "Expenditure", "", ""), ("487.86", "budget", "Expenditure", "fiscal", "497.86"),
        ("487.86", "budget", "Expenditure", "general-public", ""), ("0", "budget", "Expenditure", "government-fund", ""),
    ]


def test_classes_of_a_budget_beside_last_years_execution() -> None:
    classes = [fact for fact in amounts() if fact.function != "func/_T"]
    assert [(f.amount.printed, f.year, f.phase[6:], f.function[5:]) for f in classes] == [
        ("45.41", 2023, "budget", "2130310"), ("11.67", 2022, "actual", "2130310"), ("45.41", 2023, "budget", "2130310"),
        ("5", 2023, "budget", "2050803"), ("5", 2022, "actual", "2050803"), ("5", 2023, "budget", "2050803"),
    ]
    assert {fact.fund for fact in classes} == {"fund/fiscal"}
    wholes = {fact.part_of for fact in classes}
    assert [about(whole) for whole in wholes if whole] == ["fiscal"]
    reading = read(BUDGET, year=2023, kind="budget")
    assert rates(reading) == [("289.12", "Growth", "45.41")]


def test_changes_of_a_budget_name_the_phase_of_their_base_when_it_is_another() -> None:
    reading = read(BUDGET, year=2023, kind="budget")
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    told = [(fact.base_year, (fact.base_phase or "")[6:], fact.direction == B.Unchanged) for fact in changes]
    assert told == [(2022, "", False)] * 4 + [(2022, "actual", True), (2022, "", False), (2022, "", True)]
    derived = [fact for fact in reading.facts if isinstance(fact, DerivedObservation)]
    assert [str(fact.amount) for fact in derived] == ["4666100"] * 3 + ["30000", "200000"]


def test_three_public_of_a_budget() -> None:
    found = [(f.amount.printed, f.item[5:], f.part_of.item[5:] if f.part_of else "") for f in amounts()[-6:]]
    assert found[1:] == [
        ("0", "abroad", "three-public"), ("21.5", "vehicle", "three-public"), ("0", "vehicle-purchase", "vehicle"),
        ("21.5", "vehicle-running", "vehicle"), ("1.4", "reception", "three-public"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四、“三公”经费预算情况说明\n2023年“三公”经费预算数为10万元，比2022年预算减少1万元；上年执行数8万元。其中：公务接待费3万元。",
         [("10", 2023, "budget", ""), ("8", 2022, "actual", ""), ("3", 2023, "budget", "10")]),
        ("四、“三公”经费预算情况说明\n上年决算数为8万元，2023年预算数为10万元。", [("8", 2022, "actual", ""), ("10", 2023, "budget", "")]),
        ("一、收入支出预算总体情况\n2023年收支总预算5000万元。", [("5000", 2023, "budget", "")] * 2),
        ("二、收入预算情况说明\n2023年，部门预算收入总计500万元，其中：财政拨款收入480万元。",
         [("500", 2023, "budget", ""), ("480", 2023, "budget", "500")]),
        ("三、一般公共预算支出预算情况说明\n本部门2023年无政府性基金预算财政拨款支出。", [("无", 2023, "budget", "")]),
    ],
)  # fmt: skip
def test_last_year_stands_beside_the_year(text: str, expected: list[tuple[str, int, str, str]]) -> None:
    found = [
        (f.amount.printed, f.year, f.phase[6:], f.part_of.amount.printed if f.part_of else "") for f in amounts(text + "\n")
    ]
    assert found == expected


def test_procurement_and_targets_of_a_budget() -> None:
    reading = read(
        "二、政府采购预算情况\n2023年所属各预算单位政府采购预算总额60.41万元，其中：政府采购货物预算28.6万元、政府采购工程预算0万元、"
        "政府采购服务预算31.81万元。预留给小型和微型企业的政府采购项目预算为2.5万元。\n三、绩效目标设置情况\n"
        "本部门2个预算单位开展了2023年项目预算绩效目标编报工作，编报绩效目标的项目5个，涉及项目预算资金28.13万元。\n",
        year=2023, kind="budget",
    )
    assert [(row[0], row[1], row[3]) for row in money(reading)] == [
        ("60.41", "budget", "procurement"), ("28.6", "budget", "procurement-goods"), ("0", "budget", "procurement-works"),
        ("31.81", "budget", "procurement-services"), ("2.5", "budget", "procurement-reserved-micro"),
        ("28.13", "budget", "targeted-projects"),
    ]
    assert counts(reading) == [("2", "piece", "绩效目标编报预算单位"), ("5", "piece", "targeted-project-count")]


PROJECTS = "项目经费情况说明\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一、项目概况\n由青禾县水务局建设的城南水厂新建工程，位于城南，用地面积约为400.6平方米。\n二、立项依据\n按规划。\n"
         "三、年度预算安排\n2023年预算安排财政拨款120万元，第一季度用款计划20万元。\n", "城南水厂新建工程"),
        ("一、河道清淤项目\n（一）项目概述\n清理河道，用地面积400.6平方米。\n（二）实施主体\n青禾县水务局。\n"
         "（三）年度预算安排\n2023年预算安排财政拨款120万元，第一季度用款计划20万元。\n", "河道清淤项目"),
        ("一、项目概述\n项目名称：农村饮水维护。用地面积400.6平方米。\n二、实施周期\n一年。\n三、年度预算安排\n"
         "2023年预算安排财政拨款120万元，第一季度用款计划20万元。\n", "农村饮水维护"),
    ],
)  # fmt: skip
def test_projects_of_a_budget_are_told_in_blocks(text: str, name: str) -> None:
    reading = read(f"部门职责\n负责供水。\n{PROJECTS}{text}", year=2023, kind="budget")
    [amount] = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert amount.subject is not None and amount.subject.name == name
    assert (amount.amount.printed, amount.year, amount.phase, amount.fund) == ("120", 2023, "phase/budget", "fund/fiscal")
    told = [fact for fact in reading.facts if isinstance(fact, QuantityObservation)]
    assert [(f.value.printed, f.subject.name if f.subject else "", f.role) for f in told] == [
        ("400.6", name, B.TargetValue), ("20", name, B.TargetValue),
    ]


def test_a_block_that_names_no_project_states_nothing() -> None:
    text = "一、项目概况\n建筑面积400.6平方米，高度9米。\n二、年度预算安排\n2023年预算安排120万元。\n"
    reading = read(f"部门职责\n负责供水。\n{PROJECTS}{text}", year=2023, kind="budget")
    assert not money(reading) and not counts(reading)


def test_a_second_project_has_its_own_name() -> None:
    text = (
        "一、项目概述\n甲河治理工程，位于城南。\n二、立项依据\n按规划。\n三、年度预算安排\n2023年预算安排12万元。\n"
        "一、项目概述\n乙河治理工程，位于城北。\n二、立项依据\n按规划。\n三、年度预算安排\n2023年预算安排13万元。\n"
    )
    found = [fact for fact in amounts(f"部门职责\n负责供水。\n{PROJECTS}{text}") if fact.subject]
    assert [(fact.amount.printed, fact.subject.name) for fact in found if fact.subject] == [
        ("12", "甲河治理工程"), ("13", "乙河治理工程"),
    ]
