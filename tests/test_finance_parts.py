"""What the amounts of finance prose are parts of when the parts go on over sentences and numbered items."""

from __future__ import annotations

import pytest
from prose import read

from budget_kg.facts import MoneyObservation, RateStatement
from budget_kg.reading import Reading

TITLE = "五、一般公共预算财政拨款支出决算情况说明\n"
SPLIT = (
    "2022年一般公共预算财政拨款支出640.00万元；其中基本支出400.00万元，比2021年决算数减少20.00万元，下降5%。"
    "项目支出240.00万元，比2021年决算数增加40.00万元，增长20%。"
)
ITEMS = (
    "（一）2130301行政运行支出400.00万元，较2021年决算数减少20.00万元，下降5%。\n"
    "（二）2130306水利工程运行与维护支出240.00万元，较2021年决算数增加40.00万元，增长20%。\n"
)


def parts(reading: Reading) -> list[tuple[str, str]]:
    """Amounts and what they are part of, as printed."""
    return [
        (fact.amount.printed, fact.part_of.amount.printed if fact.part_of is not None else "")
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


@pytest.mark.parametrize("ahead", ["具体情况如下(按项级科目分类统计)：\n", "具体情况如下：\n"])
def test_items_below_a_split_are_parts_of_its_total(ahead: str) -> None:
    assert parts(read(TITLE + SPLIT + ahead + ITEMS)) == [
        ("640.00", ""), ("400.00", "640.00"), ("240.00", "640.00"), ("400.00", "640.00"), ("240.00", "640.00"),
    ]


def test_items_are_parts_of_what_the_last_sentence_names() -> None:
    items = "1.河道清淤专项经费90.00万元。\n2.农村饮水维护资金150.00万元。\n"
    found = parts(read(TITLE + SPLIT + "项目支出主要内容如下：\n" + items))
    assert found[3:] == [("90.00", "240.00"), ("150.00", "240.00")]


@pytest.mark.parametrize(
    "behind", ["政府性基金项目支出30.00万元。", "2021年项目支出200.00万元。", "公务接待费支出1.20万元。"]
)
def test_another_kind_of_amount_is_no_part(behind: str) -> None:
    text = "2022年一般公共预算财政拨款支出640.00万元；其中基本支出400.00万元。"
    assert parts(read(TITLE + text + behind))[2:] == [(parts(read(TITLE + behind))[0][0], "")]


def test_a_part_repeated_in_the_next_sentence_is_a_part_of_nothing() -> None:
    text = "2022年一般公共预算财政拨款支出640.00万元；其中基本支出400.00万元。基本支出400.00万元比上年减少20.00万元。"
    assert parts(read(TITLE + text)) == [("640.00", ""), ("400.00", "640.00"), ("400.00", "")]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年一般公共预算财政拨款支出200.00万元，2022年一般公共预算财政拨款支出300.00万元。", [2021, 2022]),
        ("2021年度项目支出200.00万元。项目支出300.00万元。", [2021, 2022]),
        ("2022年一般公共预算财政拨款支出300.00万元，其中：项目支出200.00万元。", [2022, 2022]),
        ("2023年一般公共预算财政拨款支出300.00万元。", [2022]),
    ],
)
def test_an_amount_is_of_the_earlier_year_its_subject_opens_with(text: str, years: list[int]) -> None:
    assert [fact.year for fact in read(TITLE + text).facts if isinstance(fact, MoneyObservation)] == years


BASIC = "六、一般公共预算财政拨款基本支出决算情况说明\n"


def told(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Amounts as (printed, type, economic class, what they are part of)."""
    return [
        (fact.amount.printed, fact.type[17:], fact.economic[9:], fact.part_of.amount.printed if fact.part_of else "")
        for fact in reading.facts if isinstance(fact, MoneyObservation)
    ]


def test_economic_classes_of_staff_and_office_costs_in_running_text() -> None:
    text = (
        "2022年度一般公共预算财政拨款基本支出180.00万元。其中：人员经费150.00万元，占基本支出的83.33%，主要包括基本工资、津贴补贴等，"
        "其中基本工资62.00万元、津贴补贴21.00万元；公用经费30.00万元，占基本支出的16.67%，主要包括办公费、差旅费等，其中差旅费8.00万元、办公费3.00万元。\n"
    )
    assert told(read(BASIC + text)) == [
        ("180.00", "basic", "_T", ""), ("150.00", "basic-staff", "_T", "180.00"), ("62.00", "basic-staff", "30101", "150.00"),
        ("21.00", "basic-staff", "30102", "150.00"), ("30.00", "basic-office", "_T", "180.00"),
        ("8.00", "basic-office", "30211", "30.00"), ("3.00", "basic-office", "30201", "30.00"),
    ]


def test_paragraphs_behind_of_which_are_parts_and_have_parts() -> None:
    text = (
        "2022年度一般公共预算财政拨款基本支出180.00万元，其中：\n人员经费150.00万元，主要包括：工资福利支出140.00万元（基本工资、津贴补贴等），"
        "对个人和家庭的补助10.00万元（遗属生活补助等）。\n公用经费30.00万元，主要包括：办公费24.00万元、会议费3.00万元、工会经费2.00万元。\n"
    )
    assert told(read(BASIC + text)) == [
        ("180.00", "basic", "_T", ""), ("150.00", "basic-staff", "_T", "180.00"), ("140.00", "basic-staff", "301", "150.00"),
        ("10.00", "basic-staff", "303", "150.00"), ("30.00", "basic-office", "_T", "180.00"),
        ("24.00", "basic-office", "30201", "30.00"), ("3.00", "basic-office", "_T", "30.00"), ("2.00", "basic-office", "30228", "30.00"),
    ]


def test_a_sentence_behind_the_paragraphs_is_no_part() -> None:
    text = "2022年度一般公共预算财政拨款基本支出180.00万元，其中：\n人员经费150.00万元。\n"
    behind = "六、机关运行经费支出情况\n机关运行经费支出20.00万元。\n"
    assert told(read(BASIC + text + behind))[2:] == [("20.00", "_T", "_T", "")]


def test_the_sides_of_a_grand_total_have_parts_of_their_own() -> None:
    text = (
        "四、财政拨款收入支出决算总体情况说明\n2022年度财政拨款收、支总计500.00万元。其中：年初财政拨款结转和结余30.00万元，本年财政拨款收入470.00万元；"
        "本年财政拨款支出480.00万元，年末财政拨款结转和结余20.00万元。\n"
    )
    found = [fact for fact in read(text).facts if isinstance(fact, MoneyObservation)]
    sides = [(fact.amount.printed, fact.part_of.flow.partition("#")[2]) for fact in found if fact.part_of]
    assert sides == [("30.00", "Revenue"), ("470.00", "Revenue"), ("480.00", "Expenditure"), ("20.00", "Expenditure")]


def test_classes_alone_in_a_section_split_the_total_stated_before() -> None:
    text = (
        "三、一般公共预算支出情况\n（一）规模及变化情况\n2022年一般公共预算支出86.00万元。\n（二）结构情况\n农林水支出（类）80.00万元，占93.02%；"
        "住房保障支出（类）6.00万元，占6.98%。\n"
    )
    reading = read(text)
    assert parts(reading) == [("86.00", ""), ("80.00", "86.00"), ("6.00", "86.00")]
    bases = [fact.base.amount.printed for fact in reading.facts if isinstance(fact, RateStatement) and isinstance(fact.base, MoneyObservation)]
    assert bases == ["86.00", "86.00"]


def test_official_hospitality_among_office_costs_is_part_of_them() -> None:
    text = (
        "2022年度一般公共预算财政拨款基本支出180.00万元，其中：\n公用经费30.00万元，主要包括：办公费24.00万元、公务接待费3.00万元。\n"
    )
    assert parts(read(BASIC + text)) == [("180.00", ""), ("30.00", "180.00"), ("24.00", "30.00"), ("3.00", "30.00")]


@pytest.mark.parametrize("words", ["全部为", "为", "全部用于"])
def test_an_amount_that_is_all_of_one_class(words: str) -> None:
    text = (
        "七、政府性基金预算财政拨款收入支出决算情况说明\n2022年度政府性基金预算财政拨款收入60.00万元，支出60.00万元，"
        f"{words}城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项），用于管网改造项目。\n"
    )
    found = [fact for fact in read(text).facts if isinstance(fact, MoneyObservation)]
    assert [(f.flow.partition("#")[2], f.function[5:], f.part_of.amount.printed if f.part_of else "") for f in found] == [
        ("Revenue", "_T", ""), ("Expenditure", "_T", ""), ("Expenditure", "2120803", "60.00"),
    ]
