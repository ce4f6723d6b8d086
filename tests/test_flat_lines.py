"""Flattened tables with numbered lines: the run of the numbers tells what is a figure and what a line without a label."""

from __future__ import annotations

from prose import document

from budget_kg.facts import MoneyObservation, QuantityObservation
from budget_kg.grids.flattened import flattened_tables
from budget_kg.pipeline import ReadDocument, read_layout

HEAD = (
    "青禾县水务局2022年度部门决算 第二部分 决算表 一、收入支出决算总表 单位：万元 收 入 支 出 项 目 决算数 项目(按功能分类) 决算数 "
    "一、财政拨款收入 480.10 一、农林水支出 480.10 本年收入合计 480.10 本年支出合计 480.10 "
)
INFORMATION = (
    "九、部门决算相关信息统计表 金额单位：万元 项 目 行次 统计数 项 目 行次 统计数 栏 次 1 栏 次 2 "
    "一、“三公”经费支出 1 — 二、机关运行经费 7 31.50 （一）支出合计 2 9.20 （一）行政单位 8 31.50 "
    "1．因公出国（境）费 3 （二）参照公务员法管理事业单位 9 2．公务用车购置及运行维护费 4 7.20 10 "
    "（1）公务用车购置费 5 三、国有资产占用情况 11 — （2）公务用车运行维护费 6 7.20 （一）车辆数合计（辆） 12 3 "
)
PROCUREMENT = (
    "十、政府采购情况表 金额单位：万元 项目 行次 采购计划金额 实际采购金额 总计 采购预算(财政性资金) 非财政性资金 "
    "总计 采购预算(财政性资金) 非财政性资金 合计 一般公共预算 政府性基金预算 其他资金 合计 一般公共预算 政府性基金预算 其他资金 "
    "栏次 1 2 3 4 5 6 7 8 9 10 11 12 合 计 1 90.00 80.00 70.00 10.00 10.00 55.00 55.00 55.00 "
    "货物 2 90.00 80.00 70.00 10.00 10.00 55.00 55.00 55.00 工程 3 服务 4 "
)


def read(text: str) -> ReadDocument:
    return read_layout(document(HEAD + text))


def money(made: ReadDocument, item: str) -> list[str]:
    return [
        f"{fact.amount.printed} {fact.item.rpartition('/')[2]} {fact.phase.rpartition('/')[2]} {fact.fund.rpartition('/')[2]}"
        for fact in made.facts if isinstance(fact, MoneyObservation) and item in fact.item
    ]


def unread(made: ReadDocument) -> list[str]:
    return [use.printed for use in made.account.unread]


def test_lines_of_two_halves_are_read_each_half_from_the_top() -> None:
    made = read(INFORMATION)
    assert money(made, "operating") == [
        "31.50 operating-cost actual _T", "31.50 operating-cost-administrative actual _T",
    ]
    assert money(made, "three-public") == ["9.20 three-public actual _T"]
    assert money(made, "vehicle") == ["7.20 vehicle actual _T", "7.20 vehicle-running actual _T"]
    (cars,) = [fact for fact in made.facts if isinstance(fact, QuantityObservation)]
    assert (cars.value.printed, cars.value.unit, cars.item) == ("3", "vehicle", "item/vehicles")
    assert unread(made) == []


CARS = (
    "九、部门决算相关信息统计表 金额单位：万元 项目 行次 统计数 栏次 1 一、机关运行经费 1 31.50 二、国有资产占用情况 2 — "
    "（一）车辆数合计（辆） 3 3 1.副部（省）级及以上领导用车 4 2.主要领导干部用车 5 2 3.机要通信用车 6 1 "
)


def test_a_count_is_no_money_where_only_the_line_above_prints_its_unit() -> None:
    made = read(CARS)
    counts = [
        (fact.value.printed, fact.value.unit, fact.item.rpartition("/")[2])
        for fact in made.facts if isinstance(fact, QuantityObservation)
    ]
    assert counts == [("3", "vehicle", "vehicles"), ("2", "vehicle", "vehicles-leaders"),
                      ("1", "vehicle", "vehicles-confidential")]
    assert money(made, "operating-cost") == ["31.50 operating-cost actual _T"] and unread(made) == []


def test_lines_whose_numbers_have_a_gap_are_not_read() -> None:
    assert flattened_tables(INFORMATION.replace("购置费 5 ", "购置费 6 ")) == []
    assert flattened_tables(INFORMATION.replace(" 7.20 10 ", " 7.20 ")) == []


def test_groups_of_columns_and_what_the_sums_leave_open() -> None:
    made = read(PROCUREMENT)
    goods = money(made, "procurement-goods")
    assert goods[:2] == ["90.00 procurement-goods budget _T", "80.00 procurement-goods budget budgeted"]
    assert goods[-2:] == ["55.00 procurement-goods actual _T", "55.00 procurement-goods actual budgeted"]
    assert "10.00 procurement-goods budget unbudgeted" in goods
    assert unread(made) == ["70.00", "10.00", "55.00"] * 2  # of two funds in order, and of one


def test_heads_that_are_as_many_as_no_groups_make_are_not_read() -> None:
    assert flattened_tables(PROCUREMENT.replace("10 11 12 合", "10 11 合")) == []
