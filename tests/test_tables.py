"""The tables of accounts and budgets: every figure as a fact with its dimensions, in the habits of several provinces."""

from __future__ import annotations

from decimal import Decimal

import pytest
from invented_tables import Drawn, layout, money, read, rules, said, structures, unread, wholes

from budget_kg.facts import MoneyObservation
from budget_kg.mapping import Mapper
from budget_kg.naming import Names
from budget_kg.tables import accounts

TOTALS = Drawn(
    """
    收入 | < | < | 支出 | < | <
    项目 | 行次 | 决算数 | 项目(按功能分类) | 行次 | 决算数
    栏次 | | 1 | 栏次 | | 2
    一、一般公共预算财政拨款收入 | 1 | 900.50 | 一、一般公共服务支出 | 14 | 700.00
    二、政府性基金预算财政拨款收入 | 2 | | 二、外交支出 | 15 | -
    三、事业收入 | 3 | 60.00 | 三、农林水支出 | 16 | 250.50
    其中：教育收费 | 4 | 20.00 | | 17 |
    四、其他收入 | 5 | 0.00 | | 18 |
    本年收入合计 | 6 | 960.50 | 本年支出合计 | 19 | 950.50
    使用非财政拨款结余 | 7 | | 结余分配 | 20 | 3.00
    年初结转和结余 | 8 | 12.00 | 年末结转和结余 | 21 | 19.00
    总计 | 9 | 972.50 | 总计 | 22 | 972.50
    注：本表反映部门本年度的总收支和年末结转结余情况。 | < | < | < | < | <
    """,
    above="收入支出决算总表\n公开01表\n部门：青禾县水务局 单位：万元",
)


def test_two_halves() -> None:
    assert money(read(TOTALS)) == [
        "900.50 2022 actual Revenue general-public",
        "60.00 2022 actual Revenue institutional",
        "20.00 2022 actual Revenue special-account",
        "0.00 2022 actual Revenue other",
        "960.50 2022 actual Revenue",
        "12.00 2022 actual Balance opening-balance",
        "972.50 2022 actual Revenue grand-total",
        "700.00 2022 actual Expenditure 201",
        "250.50 2022 actual Expenditure 213",
        "950.50 2022 actual Expenditure",
        "3.00 2022 actual Balance surplus-distribution",
        "19.00 2022 actual Balance closing-balance",
        "972.50 2022 actual Expenditure grand-total",
    ]


def test_every_row_is_part_of_the_total_it_is_added_up_in() -> None:
    assert wholes(read(TOTALS)) == {
        "900.50": "960.50", "60.00": "960.50", "20.00": "60.00", "0.00": "960.50", "960.50": "972.50",
        "12.00": "972.50", "700.00": "950.50", "250.50": "950.50", "950.50": "972.50", "3.00": "972.50", "19.00": "972.50",
    }


def test_nothing_in_the_table_is_unread() -> None:
    assert unread(TOTALS) == []
    assert {rule for _, rule in structures(TOTALS)} == {"row-number", "column-number"}


def test_amounts_are_exact_in_yuan_with_unit_place_and_section() -> None:
    fact = read(TOTALS).facts[0]
    assert isinstance(fact, MoneyObservation)
    assert (fact.amount.value, fact.amount.unit, fact.amount.step) == (Decimal(9005000), "wan-yuan", Decimal(100))
    assert fact.passage.cell is not None and (fact.passage.cell.table, fact.passage.cell.cell.column) == (1, 2)
    assert fact.passage.section.endswith("收入支出决算总表")


def test_section_of_a_table_has_the_meaning_of_the_prose_about_it() -> None:
    (section,) = read(TOTALS).sections
    assert (section.title, section.kind) == ("收入支出决算总表", "totals") and section.parent is not None


REVENUE = Drawn(
    """
    项目 | < | < | < | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | < | 其他收入
    支出功能分类科目编码 | < | < | 科目名称 | ^ | ^ | ^ | 小计 | 其中：教育收费 | ^
    类 | 款 | 项 | 合计 | 96.00 | 80.00 | | 15.00 | 5.00 | 1.00
    208 | | | 社会保障和就业支出 | 96.00 | 80.00 | | 15.00 | 5.00 | 1.00
    208 | 05 | | 行政事业单位养老支出 | 96.00 | 80.00 | | 15.00 | 5.00 | 1.00
    208 | 05 | 01 | 行政单位离退休 | 96.00 | 80.00 | | 15.00 | 5.00 | 1.00
    """,
    above="收入决算表\n单位：万元",
)


def test_functions_by_sources_with_the_total_in_the_row_of_the_code_heads() -> None:
    found = money(read(REVENUE))
    assert found[:5] == [
        "96.00 2022 actual Revenue", "80.00 2022 actual Revenue fiscal", "15.00 2022 actual Revenue institutional",
        "5.00 2022 actual Revenue special-account", "1.00 2022 actual Revenue other",
    ]
    assert "80.00 2022 actual Revenue 2080501 fiscal" in found and len(found) == 20
    assert unread(REVENUE) == []


EXPENDITURE = Drawn(
    """
    科目编码 | 科目名称 | 本年支出合计 | 基本支出 | < | < | 项目支出 | 经营支出
    ^ | ^ | ^ | 小计 | 人员经费 | 公用经费 | ^ | ^
    栏次 | < | 1 | 2=3+4 | 3 | 4 | 5 | 6
    合计 | < | 70.00 | 40.00 | 30.00 | 10.00 | 30.00 |
    213 | 农林水支出 | 70.00 | 40.00 | 30.00 | 10.00 | 30.00 |
    21303 | 水利 | 70.00 | 40.00 | 30.00 | 10.00 | 30.00 |
    2130301 | 行政运行 | 40.00 | 40.00 | 30.00 | 10.00 | |
    2130399 | 其他水利支出 | 30.00 | | | | 30.00 |
    """,
    above="支出决算表\n金额单位：元",
)


def test_types_in_merged_heads_and_codes_in_one_column() -> None:
    found = read(EXPENDITURE)
    assert "30.00 2022 actual Expenditure 2130301 basic-staff" in money(found)
    assert "30.00 2022 actual Expenditure 2130399 project" in money(found)
    assert unread(EXPENDITURE) == [] and found.findings == []


def test_items_are_part_of_their_division_in_the_same_column() -> None:
    found = [fact for fact in read(EXPENDITURE).facts if isinstance(fact, MoneyObservation) and fact.part_of]
    assert {(fact.function, fact.part_of.function) for fact in found if fact.part_of} == {
        ("func/213", "func/_T"), ("func/21303", "func/213"), ("func/2130301", "func/21303"), ("func/2130399", "func/21303"),
    }
    assert all(fact.part_of and fact.part_of.type == fact.type for fact in found)


def test_three_sides_and_carry_over_by_fund() -> None:
    found = read(Drawn(
        """
        财政拨款收入 | < | 财政拨款支出 | < | < | <
        项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
        一、一般公共预算财政拨款 | 50.00 | 一、农林水支出 | 52.00 | 40.00 | 12.00
        二、政府性基金预算财政拨款 | 12.00 | 二、国有资本经营预算支出 | | |
        本年收入合计 | 62.00 | 本年支出合计 | 52.00 | 40.00 | 12.00
        年初财政拨款结转和结余 | 3.00 | 年末财政拨款结转和结余 | 13.00 | 13.00 | 0.00
        一、一般公共预算财政拨款 | 2.00 | | | |
        二、政府性基金预算财政拨款 | 1.00 | | | |
        总计 | 65.00 | 总计 | 65.00 | 53.00 | 12.00
        """,
        above="财政拨款收入支出决算总表\n单位：万元",
    ))
    assert money(found)[:7] == [
        "50.00 2022 actual Revenue general-public", "12.00 2022 actual Revenue government-fund",
        "62.00 2022 actual Revenue fiscal", "3.00 2022 actual Balance fiscal opening-balance",
        "2.00 2022 actual Balance general-public opening-balance", "1.00 2022 actual Balance government-fund opening-balance",
        "65.00 2022 actual Revenue fiscal grand-total",
    ]
    assert "12.00 2022 actual Expenditure 213 government-fund" in money(found)
    assert wholes(found)["2.00"] == wholes(found)["1.00"] == "3.00"


def test_basic_expenditure_in_three_groups() -> None:
    drawn = Drawn(
        """
        人员经费 | < | < | 公用经费 | < | < | < | < | <
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 8.00 | 302 | 商品和服务支出 | 3.50 | 310 | 资本性支出 | 0.50
        30101 | 基本工资 | 8.00 | 30201 | 办公费 | 3.50 | 31002 | 办公设备购置 | 0.50
        人员经费合计 | < | 8.00 | 公用经费合计 | < | < | < | < | 4.00
        """,
        above="一般公共预算财政拨款基本支出决算表\n单位：万元",
    )
    assert money(read(drawn)) == [
        "8.00 2022 actual Expenditure 301 general-public basic-staff",
        "8.00 2022 actual Expenditure 30101 general-public basic-staff",
        "8.00 2022 actual Expenditure general-public basic-staff",
        "3.50 2022 actual Expenditure 302 general-public basic-office",
        "3.50 2022 actual Expenditure 30201 general-public basic-office",
        "0.50 2022 actual Expenditure 310 general-public basic-office",
        "0.50 2022 actual Expenditure 31002 general-public basic-office",
        "4.00 2022 actual Expenditure general-public basic-office",
    ]
    assert unread(drawn) == []


THREE_PUBLIC = Drawn(
    """
    预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
    合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费
    ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
    1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
    9.50 | 0.00 | 7.00 | | 7.00 | 2.50 | 6.20 | | 5.10 | | 5.10 | 1.10
    注：预算数为全年预算数，反映按规定程序调整后的预算数。 | < | < | < | < | < | < | < | < | < | < | <
    """,
    above="一般公共预算财政拨款“三公”经费支出决算表\n单位：万元",
)


def test_three_public_expenses_side_by_side() -> None:
    assert money(read(THREE_PUBLIC)) == [
        "9.50 2022 adjusted Expenditure general-public three-public", "0.00 2022 adjusted Expenditure general-public abroad",
        "7.00 2022 adjusted Expenditure general-public vehicle", "7.00 2022 adjusted Expenditure general-public vehicle-running",
        "2.50 2022 adjusted Expenditure general-public reception", "6.20 2022 actual Expenditure general-public three-public",
        "5.10 2022 actual Expenditure general-public vehicle", "5.10 2022 actual Expenditure general-public vehicle-running",
        "1.10 2022 actual Expenditure general-public reception",
    ]
    assert wholes(read(THREE_PUBLIC))["1.10"] == "6.20" and unread(THREE_PUBLIC) == []


def test_plain_budget_of_final_accounts_is_neither_initial_nor_adjusted_without_a_note() -> None:
    text = THREE_PUBLIC.text.partition("    注：")[0]
    assert money(read(Drawn(text, above=THREE_PUBLIC.above)))[0] == "9.50 2022 budget Expenditure general-public three-public"


def test_note_under_the_table_says_which_budget_it_is() -> None:
    text = THREE_PUBLIC.text.partition("    注：")[0]
    found = read(Drawn(text, above=THREE_PUBLIC.above), after="注：预算数为年初预算数。")
    assert money(found)[0] == "9.50 2022 initial Expenditure general-public three-public"


def test_three_public_expenses_in_rows_with_the_year_in_the_head_of_the_column() -> None:
    drawn = Drawn(
        """
        项目 | 2021年决算数 | 2022年预算数 | 2022年决算数 | 比上年增减额 | 比上年增减% | 完成预算%
        合计 | 10.00 | 9.00 | 8.00 | -2.00 | -20 | 88.89
        1.因公出国(境)费用 | | | | | |
        2.公务接待费 | 3.00 | 2.00 | 2.00 | （1.00） | -33.33% | 100
        3.公务用车费 | 7.00 | 7.00 | 6.00 | -1.00 | -14.29 | 85.71
        """,
        above="“三公”经费支出情况表\n单位：万元",
    )
    found = read(drawn)
    assert money(found)[:4] == [
        "10.00 2021 actual Expenditure fiscal three-public", "9.00 2022 budget Expenditure fiscal three-public",
        "8.00 2022 actual Expenditure fiscal three-public", "3.00 2021 actual Expenditure fiscal reception",
    ]
    assert said(found)[:3] == ["change -20000 Decrease of 8.00 since 2021", "Growth -20 of 8.00", "Completion 88.89 of 8.00"]
    assert "change -10000 Decrease of 2.00 since 2021" in said(found)
    assert unread(drawn) == ["7.00", "7.00", "6.00", "1.00", "14.29", "85.71"] and rules(found) == ["unread-row"]


def test_government_fund_with_balances() -> None:
    drawn = Drawn(
        """
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
        功能分类科目编码 | 科目名称 | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^
        合计 | < | 5.00 | 20.00 | 18.00 | | 18.00 | 7.00
        212 | 城乡社区支出 | 5.00 | 20.00 | 18.00 | | 18.00 | 7.00
        """,
        above="政府性基金预算财政拨款收入支出决算表\n单位：万元",
    )
    assert money(read(drawn)) == [
        f"{amount} 2022 actual {flow}"
        for function in ("", "212 ") for amount, flow in (
            ("5.00", f"Balance {function}government-fund opening-balance"), ("20.00", f"Revenue {function}government-fund"),
            ("18.00", f"Expenditure {function}government-fund"), ("18.00", f"Expenditure {function}government-fund project"),
            ("7.00", f"Balance {function}government-fund closing-balance"),
        )
    ]


def test_budget_of_a_year_with_the_year_before() -> None:
    drawn = Drawn(
        """
        科目编码 | 科目名称 | 2022年执行数 | 2023年预算数 | < | < | 2023年预算数比2022年执行数 | <
        ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | 增减额 | 增减%
        合计 | < | 90.00 | 99.00 | 60.00 | 39.00 | 9.00 | 10.00
        213 | 农林水支出 | 90.00 | 99.00 | 60.00 | 39.00 | 9.00 | 10.00
        """,
        above="一般公共预算支出表\n单位：元",
    )
    found = read(drawn, kind="budget", year=2023)
    assert money(found)[:4] == [
        "90.00 2022 actual Expenditure general-public", "99.00 2023 budget Expenditure general-public",
        "60.00 2023 budget Expenditure general-public basic", "39.00 2023 budget Expenditure general-public project",
    ]
    assert said(found)[:2] == ["change 9 Increase of 99.00 since 2022", "Growth 10 of 99.00"]
    assert unread(drawn, kind="budget", year=2023) == []


def test_budget_totals_with_numbered_parts() -> None:
    found = read(
        Drawn(
            """
            本年收入 | < | 本年支出 | <
            项目 | 预算数 | 项目 | 预算数
            一、财政拨款收入 | 500 | 一、农林水支出 | 540
            1. 一般公共预算资金 | 480 | 二、住房保障支出 | 60
            2. 政府性基金 | 20 | |
            二、事业收入 | 100 | |
            收入总计 | 600 | 支出总计 | 600
            """,
            above="2023年部门财务收支预算总表\n编制部门：青禾县水务局 单位：元",
        ),
        kind="budget", year=2023,
    )
    assert money(found)[:5] == [
        "500 2023 budget Revenue fiscal", "480 2023 budget Revenue general-public", "20 2023 budget Revenue government-fund",
        "100 2023 budget Revenue institutional", "600 2023 budget Revenue grand-total",
    ]
    assert wholes(found) == {"500": "600", "480": "500", "20": "500", "100": "600", "540": "600", "60": "600"}


def test_operation_of_the_body_with_counts() -> None:
    drawn = Drawn(
        """
        项目 | 年初预算数 | 全年预算数 | 统计数
        一、“三公”经费支出 | — | — | —
        （一）支出合计 | 8.00 | 7.50 | 6.00
        1．因公出国（境）费 | | |
        2．公务用车购置及运行维护费 | 6.00 | 6.00 | 5.00
        （1）公务用车购置费 | | |
        （2）公务用车运行维护费 | 6.00 | 6.00 | 5.00
        3．公务接待费 | 2.00 | 1.50 | 1.00
        （二）相关统计数 | — | — | —
        1．公务用车保有量（辆） | — | — | 4
        2．国内公务接待批次（个） | — | — | 12
        3．国内公务接待人次（人） | — | — | 96
        四、机关运行经费 | — | — | 30.00
        （一）行政单位 | — | — | 21.00
        """,
        above="机构运行信息表\n单位：万元",
    )
    found = read(drawn)
    assert money(found)[:3] == [
        "8.00 2022 initial Expenditure three-public", "7.50 2022 adjusted Expenditure three-public",
        "6.00 2022 actual Expenditure three-public",
    ]
    assert "21.00 2022 actual Expenditure operating-cost-administrative" in money(found)
    assert wholes(found)["21.00"] == "30.00"
    assert said(found) == ["vehicles-kept 4 vehicle ResultValue", "receptions 12 piece ResultValue", "reception-persons 96 person ResultValue"]


def test_projects() -> None:
    found = read(Drawn(
        """
        项目名称 | 合计 | 一般公共预算 | 政府性基金预算
        合计 | 50.00 | 50.00 |
        青禾河清淤工程 | 30.00 | 30.00 |
        节水宣传经费 | 20.00 | 20.00 |
        """,
        above="项目支出表\n单位：万元",
    ))
    assert "30.00 2022 actual Expenditure 青禾河清淤工程 general-public project" in money(found)
    assert wholes(found) == {"30.00": "50.00", "20.00": "50.00"}


# -- doubt --------------------------------------------------------------------------------------------------------------


def test_without_a_unit_nothing_is_read() -> None:
    drawn = Drawn(EXPENDITURE.text, above="支出决算表")
    found = read(drawn)
    assert money(found) == [] and rules(found) == ["missing-unit"]
    assert len(unread(drawn)) == 21


def test_unit_the_document_states_for_all_tables_counts() -> None:
    found = read(Drawn(EXPENDITURE.text, above="支出决算表"), after="说明：以上报表金额单位均为万元。")
    assert found.findings == [] and found.facts[0].amount.unit == "wan-yuan"  # type: ignore[attr-defined]


def test_unit_in_the_head_of_a_column_is_that_of_the_column() -> None:
    found = read(Drawn("项目 | 2022年决算（万元）\n公务接待费 | 1,014\n公务用车购置及运行维护费 | 2,712", above="“三公”经费决算汇总表"))
    assert [fact.amount.value for fact in found.facts if isinstance(fact, MoneyObservation)] == [10140000, 27120000]


def test_column_nobody_knows_stays_unread() -> None:
    drawn = Drawn("科目编码 | 科目名称 | 合计 | 瑕疵金\n213 | 农林水支出 | 8.00 | 3.00", above="支出决算表\n单位：万元")
    found = read(drawn)
    assert money(found) == ["8.00 2022 actual Expenditure 213"] and unread(drawn) == ["3.00"]
    assert rules(found) == ["unread-column"] and "瑕疵金" in found.findings[0].message.zh


def test_part_of_a_row_nobody_knows_stays_unread() -> None:
    drawn = Drawn(
        "项目 | 决算数 | 项目 | 决算数\n一、天外收入 | 8.00 | 一、农林水支出 | 9.00\n其中：财政拨款 | 5.00 | |\n二、其他收入 | 1.00 | |",
        above="收入支出决算总表\n单位：万元",
    )
    assert unread(drawn) == ["8.00", "5.00"]


def test_title_and_heads_that_contradict_each_other() -> None:
    drawn = Drawn(EXPENDITURE.text, above="收入决算表\n单位：万元")
    assert rules(read(drawn)) == ["table-contradiction"] and money(read(drawn)) == []


def test_heads_alone_tell_the_kind_when_they_can() -> None:
    assert money(read(Drawn(EXPENDITURE.text, above="单位：元")))[0] == "70.00 2022 actual Expenditure"
    ambiguous = Drawn("科目编码 | 科目名称 | 合计 | 基本支出\n213 | 农林水支出 | 8.00 | 8.00", above="单位：元")
    assert read(ambiguous).facts == []


def test_code_and_name_that_do_not_agree() -> None:
    found = read(Drawn("科目编码 | 科目名称 | 合计\n213 | 教育支出 | 8.00\n21377 | 青禾事务 | 8.00", above="支出决算表\n单位：万元"))
    assert rules(found) == ["code-name-mismatch", "unknown-code"]
    assert [fact.label for fact in found.facts if isinstance(fact, MoneyObservation)] == [None, "青禾事务"]
    assert money(found)[1] == "8.00 2022 actual Expenditure 21377"


@pytest.mark.parametrize("blank", ["x,xxx", "XXX", "×××", "…", "-", "—", ""])
def test_unfilled_cells_are_no_facts(blank: str) -> None:
    drawn = Drawn(f"科目编码 | 科目名称 | 合计\n213 | 农林水支出 | {blank}\n21303 | 水利 | 0", above="支出决算表\n单位：万元")
    assert money(read(drawn)) == ["0 2022 actual Expenditure 21303"]


def test_tables_of_performance_are_left_to_others() -> None:
    made = layout(Drawn("项目名称 | 年初预算数 | 执行数\n清淤 | 3.0 | 2.0", above="项目支出绩效自评表\n单位：万元"))
    reading, taken = accounts.read(made.document.tables, made)
    assert reading.facts == [] and taken == frozenset()


def test_codes_that_lost_their_zeros() -> None:
    drawn = Drawn("类 | 款 | 科目名称 | 合计\n301 | 1 | 基本工资 | 8\n301 | 2.0 | 津贴补贴 | 9", above="基本支出表\n单位：元")
    assert money(read(drawn)) == ["8 2022 actual Expenditure 30101 basic", "9 2022 actual Expenditure 30102 basic"]


def test_codes_with_blank_higher_levels_take_them_from_above() -> None:
    drawn = Drawn("类 | 款 | 项 | 科目名称 | 合计\n213 | | | 农林水支出 | 8\n | 03 | | 水利 | 8\n | | 01 | 行政运行 | 8", above="支出决算表\n单位：元")
    assert [fact.split()[-1] for fact in money(read(drawn))] == ["213", "21303", "2130301"]


def test_figure_over_several_columns_or_rows_is_nobodys() -> None:
    wide = Drawn("科目编码 | 科目名称 | 基本支出 | 项目支出\n213 | 农林水支出 | 8.00 | <", above="支出决算表\n单位：元")
    high = Drawn("科目编码 | 科目名称 | 合计\n213 | 农林水支出 | 8.00\n214 | 交通运输支出 | ^", above="支出决算表\n单位：元")
    for drawn in (wide, high):
        assert money(read(drawn)) == [] and unread(drawn) == ["8.00"]


def test_rows_of_one_unit_among_several_are_not_those_of_the_department() -> None:
    drawn = Drawn(
        """
        单位名称 | 科目编码 | 科目名称 | 合计
        合计 | | | 30.00
        青禾县水务局 | 213 | 农林水支出 | 20.00
        青禾县水利站 | 213 | 农林水支出 | 10.00
        """,
        above="支出决算表\n单位：万元",
    )
    assert money(read(drawn)) == ["30.00 2022 actual Expenditure", "20.00 2022 actual Expenditure 213"]
    assert unread(drawn) == ["10.00"] and rules(read(drawn)) == ["unread-row"]


def test_classes_told_twice_are_broken_down_by_something_unknown() -> None:
    drawn = Drawn(
        """
        科目编码 | 科目名称 | 合计
        101 | 青禾县水务局 | 30.00
        213 | 农林水支出 | 20.00
        102 | 青禾县水利站 | 10.00
        213 | 农林水支出 | 10.00
        """,
        above="支出决算表\n单位：万元",
    )
    assert money(read(drawn)) == ["30.00 2022 actual Expenditure"] and unread(drawn) == ["20.00", "10.00", "10.00"]


def test_economic_classes_beside_functions() -> None:
    drawn = Drawn(
        """
        收入 | < | 支出 | < | < | <
        项目 | 决算数 | 项目(按功能分类) | 决算数 | 项目(按支出性质和经济分类) | 决算数
        一、财政拨款收入 | 30.00 | 一、农林水支出 | 28.00 | 一、基本支出 | 20.00
        二、事业收入 | 1.00 | 二、其他支出 | 3.00 | 其中：人员经费 | 15.00
        | | | | 二、项目支出 | 11.00
        | | | | 按经济分类 |
        | | | | 工资福利支出 | 15.00
        | | | | 其他支出 | 16.00
        本年收入合计 | 31.00 | 本年支出合计 | 31.00 | 本年支出合计 | 31.00
        """,
        above="收入支出决算总表\n单位：万元",
    )
    found = money(read(drawn))
    assert "3.00 2022 actual Expenditure 229" in found and "16.00 2022 actual Expenditure 399" in found
    assert "20.00 2022 actual Expenditure basic" in found and "15.00 2022 actual Expenditure basic-staff" in found
    assert unread(drawn) == [] and len(found) == 12


def test_last_year_and_this_year_without_printed_years() -> None:
    found = read(
        Drawn(
            "项目 | 上年预算数 | 本年预算数 | 增减率\n合计 | 10.00 | 9.00 | -10%\n公务接待费 | 10.00 | 9.00 | -10%",
            above="2024年“三公”经费预算表\n单位：万元",
        ),
        kind="budget", year=2024,
    )
    assert money(found)[:2] == ["10.00 2023 budget Expenditure fiscal three-public", "9.00 2024 budget Expenditure fiscal three-public"]
    assert said(found) == ["Growth -10 of 9.00", "Growth -10 of 9.00"]


def test_procurement() -> None:
    found = read(Drawn(
        "项目 | 金额\n一、政府采购支出合计 | 90.00\n1.政府采购货物支出 | 20.00\n2.政府采购工程支出 | 30.00\n3.政府采购服务支出 | 40.00\n"
        "二、政府采购授予中小企业合同金额 | 80.00\n其中：授予小微企业合同金额 | 50.00",
        above="政府采购情况表\n单位：万元",
    ))
    assert [line.split()[-1] for line in money(found)] == [
        "procurement", "procurement-goods", "procurement-works", "procurement-services", "procurement-sme", "procurement-micro",
    ]
    assert wholes(found)["20.00"] == "90.00" and wholes(found)["50.00"] == "80.00"


def _basic(rows: str, head: str) -> Drawn:
    return Drawn(
        f"{head} | < | 金额\n科目编码 | 科目名称 | ^\n{rows}",
        above="一般公共预算财政拨款基本支出决算表\n公开06表\n部门：青禾县水务局 单位：万元",
    )


def test_classes_of_the_government_side() -> None:
    table = _basic(
        "501 | 机关工资福利支出 | 70.00\n50101 | 工资奖金津补贴 | 60.00\n50188 | 青年津贴 | 10.00\n"
        "502 | 机关商品和服务支出 | 30.00\n合计 | < | 100.00", "政府预算支出经济分类",
    )
    found = read(table)
    assert [line.split("Expenditure ")[1].removesuffix(" general-public basic") for line in money(found)][:4] == [
        "501", "50101", "50188", "502",
    ]
    codes = [fact.economic for fact in found.facts if isinstance(fact, MoneyObservation)]
    assert codes == ["econ-gov/501", "econ-gov/50101", "econ-gov/50188", "econ-gov/502", "econ-dep/_T"]
    assert wholes(found) == {"70.00": "100.00", "60.00": "70.00", "10.00": "70.00", "30.00": "100.00"}
    assert rules(found) == ["unknown-code"] and unread(table) == []


def test_names_of_the_government_side_without_codes_are_no_classes_of_departments() -> None:
    table = _basic(" | 机关工资福利支出 | 70.00\n | 离奇支出 | 30.00\n合计 | < | 100.00", "政府预算支出经济分类")
    found = [fact.economic for fact in read(table).facts if isinstance(fact, MoneyObservation)]
    assert found == ["econ-gov/501", "econ-dep/_T"]


def test_a_class_the_economic_list_lacks_is_read_under_its_own_code() -> None:
    table = _basic(
        "301 | 工资福利支出 | 70.00\n30101 | 基本工资 | 60.00\n30188 | 青年津贴 | 10.00\n合计 | < | 70.00", "部门预算支出经济分类",
    )
    found = read(table)
    codes = [fact.economic for fact in found.facts if isinstance(fact, MoneyObservation)]
    assert codes == ["econ-dep/301", "econ-dep/30101", "econ-dep/30188", "econ-dep/_T"]
    assert [fact.label for fact in found.facts if isinstance(fact, MoneyObservation)][2] == "青年津贴"
    assert rules(found) == ["unknown-code"]


@pytest.mark.parametrize("row", ["30188 | 基本工资 | 10.00", "30188 | | 10.00", "3018 | 青年津贴 | 10.00", "70188 | 青年津贴 | 10.00"])
def test_an_unlisted_code_with_the_name_of_another_class_or_none_is_unread(row: str) -> None:
    table = _basic(f"301 | 工资福利支出 | 70.00\n30102 | 津贴补贴 | 60.00\n{row}\n合计 | < | 70.00", "部门预算支出经济分类")
    assert unread(table) == ["10.00"]


def test_a_class_no_list_has_becomes_a_provisional_concept() -> None:
    table = _basic("301 | 工资福利支出 | 10.00\n30188 | 青年津贴 | 10.00\n合计 | < | 10.00", "部门预算支出经济分类")
    made = layout(table)
    names = Names(org_tail="x", year=2022, kind="final", scope="department", text_hash=made.document.text_sha256)
    mapper = Mapper(names, made.document, {})
    mapper.add_all(read(table).facts)
    concept = mapper.quads.registry["https://w3id.org/budget-kg/code/econ-dep/30188"]
    assert any('"青年津贴"@zh' in line for line in concept)
    assert any(line.endswith("/econ-dep/301>") and "broader" in line for line in concept)
    assert list(mapper.quads.registry) == ["https://w3id.org/budget-kg/code/econ-dep/30188"]
