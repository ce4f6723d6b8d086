"""Amounts of another year or phase that finance prose prints only to compare with; all invented."""

from __future__ import annotations

import pytest
from prose import about, rates, read

from budget_kg.facts import ChangeStatement, MoneyObservation
from budget_kg.reading import Reading

GENERAL = "五、一般公共预算财政拨款支出决算情况说明\n"
THREE = "八、“三公”经费财政拨款支出决算情况说明\n"
PLANNED_THREE = "五、“三公”经费财政拨款预算安排情况\n"


def amounts(reading: Reading) -> list[tuple[str, int, str, str]]:
    """Amounts as (printed, year, phase, what)."""
    return [
        (fact.amount.printed, fact.year, fact.phase[6:], about(fact))
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def changes(reading: Reading) -> list[tuple[str, str, int | None, str]]:
    """Changes as (printed, printed amount they are of, base year, base phase)."""
    return [
        (fact.amount.printed if fact.amount else "", fact.of.amount.printed if isinstance(fact.of, MoneyObservation) else "",
         fact.base_year, (fact.base_phase or "")[6:])
        for fact in reading.facts if isinstance(fact, ChangeStatement)
    ]


@pytest.mark.parametrize(
    ("base", "year", "phase", "told"),
    [
        ("比2023年预算数9.40万元", 2023, "budget", ""),
        ("较2023年年初预算数9.40万元", 2023, "initial", ""),
        ("比上年预算数9.40万元", 2023, "budget", ""),
        ("比上年预算9.40万元", 2023, "budget", ""),
        ("与上年9.40万元相比", 2023, "budget", ""),
        ("比2022年决算数9.40万元", 2022, "actual", "actual"),
        ("比2023年执行数9.40万元", 2023, "actual", "actual"),
        ("比上年决算数9.40万元", 2023, "actual", "actual"),
    ],
)
def test_a_budget_is_compared_with_an_amount_of_its_own_year_and_phase(base: str, year: int, phase: str, told: str) -> None:
    text = f"2024年“三公”经费财政拨款预算数8.10万元，{base}减少1.30万元，下降13.83%。\n"
    reading = read(PLANNED_THREE + text, year=2024, kind="budget")
    assert amounts(reading) == [
        ("8.10", 2024, "budget", "fiscal three-public"), ("9.40", year, phase, "fiscal three-public"),
    ]
    assert changes(reading) == [("1.30", "8.10", year, told)]
    assert rates(reading) == [("-13.83", "Growth", "8.10")]


def test_parts_are_of_the_years_total_and_not_of_the_one_it_is_compared_with() -> None:
    text = (
        "2024年“三公”经费财政拨款预算数8.10万元，比2023年预算数9.40万元减少1.30万元，下降13.83%。其中：\n"
        "（一）因公出国（境）经费0万元，与2023年预算持平。\n（二）公务接待费2.10万元，比2023年预算数2.60万元减少0.50万元。\n"
        "（三）公务用车购置及运行维护费6.00万元，比2023年预算数6.80万元减少0.80万元，其中公务用车购置费0万元，运行维护费6.00万元。\n"
    )
    reading = read(PLANNED_THREE + text, year=2024, kind="budget")
    wholes = [
        (fact.amount.printed, fact.year, fact.part_of.amount.printed if fact.part_of else "")
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]
    assert wholes == [
        ("8.10", 2024, ""), ("9.40", 2023, ""), ("0", 2024, "8.10"), ("2.10", 2024, "8.10"), ("2.60", 2023, "9.40"),
        ("6.00", 2024, "8.10"), ("6.80", 2023, "9.40"), ("0", 2024, "6.00"), ("6.00", 2024, "6.00"),
    ]


def test_a_class_beside_its_budget_of_the_year_before() -> None:
    text = (
        "三、一般公共预算支出情况\n（三）具体使用情况\n1.农林水（类）水利（款）水土保持（项）2024年预算数为56.20万元，"
        "比2023年预算数50.10万元增加6.10万元，主要原因是河道治理增加。\n"
    )
    reading = read(text, year=2024, kind="budget")
    assert amounts(reading) == [
        ("56.20", 2024, "budget", "2130310 general-public"), ("50.10", 2023, "budget", "2130310 general-public"),
    ]
    assert changes(reading) == [("6.10", "56.20", 2023, "")]


def test_totals_of_both_flows_beside_those_of_the_year_before() -> None:
    text = (
        "一、收入支出决算总体情况说明\n2022年度收、支总计640.20万元。与上年度700.20万元相比，收、支总计各减少60.00万元，"
        "下降8.57%。\n四、财政拨款收入支出决算总体情况说明\n2022年度财政拨款收、支总计500.00万元，与上年度480.00万元相比，"
        "增加20.00万元，增长4.17%。其中：年初财政拨款结转和结余30.00万元。\n"
    )
    reading = read(text)
    assert amounts(reading) == [
        *[("640.20", 2022, "actual", "grand-total")] * 2, *[("700.20", 2021, "actual", "grand-total")] * 2,
        *[("500.00", 2022, "actual", "fiscal grand-total")] * 2, *[("480.00", 2021, "actual", "fiscal grand-total")] * 2,
        ("30.00", 2022, "actual", "fiscal opening-balance"),
    ]
    assert [(change[0], change[1]) for change in changes(reading)] == [("60.00", "640.20"), ("20.00", "500.00")]
    assert [rate[2] for rate in rates(reading)] == ["640.20", "500.00"]


def test_accounts_are_compared_with_last_years_after_their_budget() -> None:
    text = (
        "2022年度财政拨款“三公”经费支出预算为18.00万元，支出决算为11.37万元，完成预算的63.17%；与上年度12.94万元相比减少1.57万元，"
        "下降12.13%。\n公务接待费支出预算为6.00万元，支出决算为3.85万元，与上年5.12万元相比减少1.27万元。\n"
    )
    reading = read(THREE + text)
    assert amounts(reading) == [
        ("18.00", 2022, "budget", "fiscal three-public"), ("11.37", 2022, "actual", "fiscal three-public"),
        ("12.94", 2021, "actual", "fiscal three-public"), ("6.00", 2022, "budget", "fiscal reception"),
        ("3.85", 2022, "actual", "fiscal reception"), ("5.12", 2021, "actual", "fiscal reception"),
    ]
    assert changes(reading) == [("1.57", "11.37", 2021, ""), ("1.27", "3.85", 2021, "")]


def test_an_amount_is_compared_with_the_budget_of_its_own_year() -> None:
    reading = read(GENERAL + "2022年度一般公共预算财政拨款支出95.00万元，比年初预算数98.00万元减少3.00万元，下降3.06%。\n")
    assert amounts(reading) == [("95.00", 2022, "actual", "general-public"), ("98.00", 2022, "initial", "general-public")]
    assert changes(reading) == [("3.00", "95.00", None, "initial")]


def test_a_budget_of_the_accounts_is_compared_before_its_actual_is_told() -> None:
    text = "“三公”经费支出预算为8.00万元，比上年预算数9.00万元减少1.00万元，支出决算为7.50万元，比上年决算数8.20万元减少0.70万元。\n"
    reading = read(THREE + text)
    assert [(one[0], one[1], one[2]) for one in amounts(reading)] == [
        ("8.00", 2022, "budget"), ("9.00", 2021, "budget"), ("7.50", 2022, "actual"), ("8.20", 2021, "actual"),
    ]
    assert [(change[0], change[1]) for change in changes(reading)] == [("1.00", "8.00"), ("0.70", "7.50")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("与上年相比，公务接待费支出3.20万元，减少0.40万元。", [("3.20", 2022)]),  # said of this year
        ("公务接待费支出3.20万元，上年3.60万元，减少0.40万元。", [("3.20", 2022), ("3.60", 2021)]),
        ("公务接待费支出3.20万元，比上年公务接待费支出3.60万元减少0.40万元，公务用车运行维护费5.00万元。",
         [("3.20", 2022), ("3.60", 2021), ("5.00", 2022)]),
    ],
)
def test_the_year_of_a_base_reaches_no_further_than_the_base(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(one[0], one[1]) for one in amounts(read(THREE + text + "\n"))] == expected


@pytest.mark.parametrize("before", ["上年度", "上年", "2021年度"])
def test_nothing_in_the_year_before_is_nothing_of_that_year(before: str) -> None:
    text = f"七、政府性基金预算财政拨款收入支出决算情况说明\n2022年度政府性基金预算财政拨款支出6.00万元。{before}无政府性基金预算财政拨款支出。\n"
    assert [(one[0], one[1]) for one in amounts(read(text))] == [("6.00", 2022), ("无", 2021)]


def test_what_is_left_over_is_no_more_than_its_amount() -> None:
    text = "一、收入支出决算总体情况说明\n2022年度本年收入合计64.00万元。另有年初结转和结余5.20万元。年末结转和结余7.30余万元。\n"
    found = [fact for fact in read(text).facts if isinstance(fact, MoneyObservation)]
    told = [(fact.amount.printed, (fact.qualifier or "").partition("#")[2]) for fact in found]
    assert told == [("64.00", ""), ("5.20", ""), ("7.30", "MoreThan")]


def test_what_a_budget_carries_over_is_a_source_of_its_revenue() -> None:
    text = (
        "（一）收入预算情况\n2024年收入预算846.80万元，其中：一般公共预算拨款收入818.30万元，占96.63%；"
        "政府性基金预算拨款收入10.00万元，占1.18%；上年结转18.50万元，占2.18%。\n"
    )
    found = [fact for fact in read(text, year=2024, kind="budget").facts if isinstance(fact, MoneyObservation)]
    told = [(f.amount.printed, f.flow.partition("#")[2], f.fund[5:], f.part_of.amount.printed if f.part_of else "") for f in found]
    assert told == [
        ("846.80", "Revenue", "_T", ""), ("818.30", "Revenue", "general-public", "846.80"),
        ("10.00", "Revenue", "government-fund", "846.80"), ("18.50", "Revenue", "carried-over", "846.80"),
    ]


@pytest.mark.parametrize(("kind", "year"), [("budget", 2024), ("final", 2024)])
def test_what_a_total_contains_of_last_years_money_stands_in_brackets(kind: str, year: int) -> None:
    text = (
        "三、一般公共预算支出情况\n（一）规模及变化情况\n2024年一般公共预算支出86.80万元（含上年结转6.50万元），比2023年预算数87.60万元减少0.80万元，下降0.91%。\n"
    )
    found = [fact for fact in read(text, year=year, kind=kind).facts if isinstance(fact, MoneyObservation)]
    assert [(f.amount.printed, f.year, f.flow.partition("#")[2], f.fund[5:]) for f in found] == [
        ("86.80", 2024, "Expenditure", "general-public"), ("6.50", 2024, "Expenditure", "carried-over"),
        ("87.60", 2023, "Expenditure", "general-public"),
    ]
    assert found[1].part_of is found[0] and found[2].part_of is None
