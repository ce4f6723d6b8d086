"""Finance prose in the styles of several provinces; names and numbers are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest
from prose import about, counts, money, of_kind, rates, read

from budget_kg.facts import (
    ChangeStatement,
    DerivedObservation,
    MoneyObservation,
    QuantityObservation,
    RateStatement,
    VarianceExplanation,
)
from budget_kg.reading import Reading
from budget_kg.vocab import B

TOTALS = "一、收入支出决算总体情况说明\n"


def test_totals_change_reason_and_implied_last_year() -> None:
    reading = read(
        TOTALS + "2022年度收、支总计均为812.40万元。与2021年相比，收、支总计各增加102.40万元，增长14.4%，"
        "主要原因是新建水厂投入使用。\n"
    )
    assert money(reading) == [
        ("812.40", "actual", "Revenue", "grand-total"), ("812.40", "actual", "Expenditure", "grand-total"),
    ]
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    assert [change.amount.value for change in changes if change.amount] == [Decimal(1024000)]
    assert [change.base_year for change in changes] == [2021]
    assert rates(reading) == [("14.4", "Growth", "812.40")]
    derived = [fact for fact in reading.facts if isinstance(fact, DerivedObservation)]
    assert [(fact.amount, int(fact.year)) for fact in derived] == [(Decimal(7100000), 2021)]
    reasons = [fact for fact in reading.facts if isinstance(fact, VarianceExplanation)]
    assert [fact.cause.text for fact in reasons] == ["新建水厂投入使用"]


@pytest.mark.parametrize("words", ["财政拨款收入支出总计", "财政拨款收支总计", "财政拨款收、支总计"])
def test_total_of_the_appropriation_with_its_carry_over(words: str) -> None:
    reading = read(f"四、财政拨款收入支出决算总体情况说明\n2022年度{words}均为812.40万元。\n")
    facts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert {(fact.item, fact.fund) for fact in facts} == {("item/grand-total", "fund/fiscal")}


def test_a_decrease_is_negative_and_unchanged_has_no_amount() -> None:
    reading = read(
        TOTALS + "本年支出合计96.5万元，比上年减少3.5万元，下降3.5%。政府性基金预算财政拨款收入0万元，与上年持平。\n"
    )
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    assert [(c.direction, c.amount.value if c.amount else None) for c in changes] == [
        (B.Decrease, Decimal(-35000)), (B.Unchanged, None),
    ]
    assert rates(reading) == [("-3.5", "Growth", "96.5")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年收入合计500万元，其中：财政拨款收入480万元，占96%；事业收入15万元，占3%；其他收入5万元，占1%。",
         [("500", "actual", "Revenue", ""), ("480", "actual", "Revenue", "fiscal"),
          ("15", "actual", "Revenue", "institutional"), ("5", "actual", "Revenue", "other")]),
        ("2022年度收入合计30,125.60万元，其中：上级补助收入1，025.60万元；经营收入100.00万元；附属单位上缴收入0万元。",
         [("30,125.60", "actual", "Revenue", ""), ("1，025.60", "actual", "Revenue", "higher-level"),
          ("100.00", "actual", "Revenue", "business"), ("0", "actual", "Revenue", "affiliated")]),
        ("本年收入5649006.18元，其中财政拨款收入5649006.18元。",
         [("5649006.18", "actual", "Revenue", ""), ("5649006.18", "actual", "Revenue", "fiscal")]),
    ],
)  # fmt: skip
def test_revenue_by_source(text: str, expected: list[tuple[str, ...]]) -> None:
    assert money(read(f"二、收入决算情况说明\n{text}\n")) == expected


def test_amounts_in_yuan_keep_their_step() -> None:
    fact = next(f for f in read(TOTALS + "本年支出5649006.18元。\n").facts if isinstance(f, MoneyObservation))
    assert (fact.amount.value, fact.amount.step, fact.amount.unit) == (Decimal("5649006.18"), Decimal("0.01"), "yuan")


def test_expenditure_by_type_with_parts() -> None:
    reading = read(
        "三、支出决算情况说明\n本年支出合计640.00万元，其中：基本支出400.00万元，占62.5%；项目支出240.00万元，占37.5%；"
        "上缴上级支出0万元；经营支出0万元。\n"
    )
    assert money(reading) == [
        ("640.00", "actual", "Expenditure", ""), ("400.00", "actual", "Expenditure", "basic"),
        ("240.00", "actual", "Expenditure", "project"), ("0", "actual", "Expenditure", "remit-up"),
        ("0", "actual", "Expenditure", "business"),
    ]
    parts = [f.part_of.amount.printed for f in reading.facts if isinstance(f, MoneyObservation) and f.part_of]
    assert parts == ["640.00"] * 4


GENERAL = "五、一般公共预算财政拨款支出决算情况说明\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算为30.5万元，"
         "支出决算为28.9万元，完成年初预算的94.8%，决算数小于预算数的主要原因是人员调出。",
         [("30.5", "initial", "2080505"), ("28.9", "actual", "2080505")]),
        ("1.农林水支出-水利-水土保持（科目编码：2130310）18万元，较上年决算数增加14万元，增长350%。", [("18", "actual", "2130310")]),
        ("（一）2130301行政运行支出312.6万元，较2021年决算数减少2.1万元，下降0.7%。主要原因是人员退休。",
         [("312.6", "actual", "2130301")]),
        ("1.教育支出（类）支出12.00万元，占1.9%；", [("12.00", "actual", "205")]),
    ],
)  # fmt: skip
def test_functional_classes_in_many_styles(text: str, expected: list[tuple[str, ...]]) -> None:
    found = [(f.amount.printed, f.phase[6:], f.function[5:]) for f in read(GENERAL + text + "\n").facts
             if isinstance(f, MoneyObservation)]
    assert found == expected


def test_projects_with_nested_parts_effects_and_additions() -> None:
    reading = read(
        GENERAL + "项目支出主要用于河道清淤专项经费88.2万元，主要成效是改善水质。农村饮水维护资金40万元，其中管网维修经费25万元，"
        "水质检测经费15万元，主要成效是保障供水。年中预算追加项目经费12万元，其中省级抗旱补助资金9万元；市级应急物资储备3万元。\n"
    )
    assert [(row[0], row[1], row[3]) for row in money(reading)] == [
        ("88.2", "actual", "河道清淤专项经费 general-public project"),
        ("40", "actual", "农村饮水维护资金 general-public project"),
        ("25", "actual", "管网维修经费 general-public project"),
        ("15", "actual", "水质检测经费 general-public project"),
        ("12", "adjustment", "general-public additions"),
        ("9", "adjustment", "省级抗旱补助资金 general-public project additions"),
        ("3", "adjustment", "市级应急物资储备 general-public project additions"),
    ]
    facts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert [fact.part_of.amount.printed if fact.part_of else None for fact in facts] == [
        None, None, "40", "40", None, "12", "12",
    ]
    assert [fact.transfer_from for fact in facts[-2:]] == ["transfer-level/province", "transfer-level/city"]


def test_basic_expenditure_names_its_classes() -> None:
    reading = read(
        "六、一般公共预算财政拨款基本支出决算情况说明\n2022年度一般公共预算财政拨款基本支出400万元，其中：\n"
        "（一）人员经费350万元，主要包括：基本工资、津贴补贴、奖金、住房公积金。\n"
        "（二）公用经费50万元，主要包括：办公费、维修(护)费、其他商品和服务支出。\n"
    )
    facts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert [about(fact) for fact in facts] == [
        "general-public basic", "general-public basic-staff", "general-public basic-office",
    ]
    assert facts[1].includes == tuple(f"econ-dep/{c}" for c in ("30101", "30102", "30103", "30113"))
    assert facts[2].includes == tuple(f"econ-dep/{c}" for c in ("30201", "30213", "30299"))
    assert facts[1].part_of is facts[0] and facts[2].part_of is facts[0]


THREE = "九、“三公”经费支出决算情况说明\n"


def test_three_public_expenses_counts_and_parents() -> None:
    reading = read(
        THREE + "2022年度“三公”经费支出决算为9.6万元，完成预算的80%。其中：因公出国（境）费支出0万元，"
        "公务用车购置及运行维护费支出8.1万元，公务接待费支出1.5万元。\n"
        "1.公务用车购置及运行维护费8.1万元。其中：公务用车购置费0万元，购置公务用车0辆；公务用车运行维护费8.1万元，"
        "年末公务用车保有量3辆。\n2.公务接待费1.5万元，国内公务接待12批次、96人次。\n"
    )
    assert [(row[0], row[3]) for row in money(reading)] == [
        ("9.6", "fiscal three-public"), ("0", "fiscal abroad"), ("8.1", "fiscal vehicle"), ("1.5", "fiscal reception"),
        ("8.1", "fiscal vehicle"), ("0", "fiscal vehicle-purchase"), ("8.1", "fiscal vehicle-running"),
        ("1.5", "fiscal reception"),
    ]
    assert counts(reading)[:2] == [("0", "vehicle", "vehicles-purchased"), ("3", "vehicle", "vehicles-kept")]
    running = next(f for f in reading.facts if isinstance(f, MoneyObservation) and f.item == "item/vehicle-running")
    assert running.part_of is not None and running.part_of.item == "item/vehicle"


def test_procurement_and_assets() -> None:
    reading = read(
        "十、政府采购支出情况\n2022年度政府采购支出总额73.5万元，其中：政府采购货物支出20.5万元、政府采购工程支出0万元、"
        "政府采购服务支出53万元。授予中小企业合同金额70万元，占政府采购支出总额的95.2%，其中：授予小微企业合同金额35万元，"
        "占授予中小企业合同金额的50%。\n十一、国有资产占用情况说明\n截至2022年12月31日，我局共有车辆4辆，其中，"
        "主要领导干部用车1辆、执法执勤用车2辆、其他用车1辆；单价50万元以上通用设备1台（套），单价100万元以上专用设备0台（套）。\n"
    )
    assert [row[3] for row in money(reading)] == [
        "procurement", "procurement-goods", "procurement-works", "procurement-services", "procurement-sme",
        "procurement-micro",
    ]
    assert rates(reading) == [("95.2", "Share", "70"), ("50", "Share", "35")]
    assert counts(reading) == [
        ("4", "vehicle", "vehicles"), ("1", "vehicle", "vehicles-leaders"), ("2", "vehicle", "vehicles-enforcement"),
        ("1", "vehicle", "vehicles-other"), ("1", "set", "equipment-general"), ("0", "set", "equipment-special"),
    ]


def test_none_is_a_stated_zero_with_its_words() -> None:
    reading = read("七、政府性基金预算财政拨款支出决算情况说明\n本部门2022年度没有政府性基金预算财政拨款收入，也没有安排支出。\n")
    facts = [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]
    assert facts and all(fact.amount.value == 0 and fact.fund == "fund/government-fund" for fact in facts)
    assert all(fact.note and not fact.numerals for fact in facts)


@pytest.mark.parametrize(
    "text",
    [
        "据统计，全县旱灾损失约320万元。",  # not the department's own money
        "下一步将争取投资500万元建设新厂区。",
        "完成12.3.4万元。",
    ],
)
def test_what_is_not_understood_stays_unread(text: str) -> None:
    assert money(read(TOTALS + text + "\n")) == []


def test_every_quote_is_its_place() -> None:
    reading = read(TOTALS + "2022 年度收 、支 总计 均为\n\n812.40 万元。其中 ：财政 拨款收入 800 万元。\n")
    assert money(reading)
    for fact in reading.facts:
        assert fact.passage.quote.strip()
        assert len(fact.passage.quote) == fact.passage.end - fact.passage.start


def findings(text: str) -> list[str]:
    return [finding.rule for finding in read(GENERAL + text + "\n").findings]


def test_an_unknown_code_is_provisional_and_an_ambiguous_name_is_unread() -> None:
    reading = read(GENERAL + "（一）2130388水网试点支出18.5万元，较上年增加18.5万元。\n")
    fact = next(fact for fact in reading.facts if isinstance(fact, MoneyObservation))
    assert (fact.function, fact.label) == ("func/2130388", "水网试点支出")
    assert [finding.rule for finding in reading.findings] == ["unknown-code"]
    assert money(read(GENERAL + "（一）行政运行18.5万元。\n")) == []
    assert findings("（一）行政运行18.5万元。") == ["ambiguous-class"]


def test_amounts_without_unit_and_broken_digits_are_findings() -> None:
    assert findings("2022年度一般公共预算财政拨款支出812.40，其中基本支出12.3.4万元。") == ["missing-unit", "unparsed-amount"]


STYLES = [
    # punctuation of a stored web page is half-width; classes are listed in one sentence
    ("五、一般公共预算财政拨款支出决算情况说明\n(二)一般公共预算财政拨款支出决算结构情况\n"
     "2021年一般公共预算财政拨款支出1264.9万元,主要用于以下方面:社会保障和就业支出67.6万元,占5.3%;卫生健康支出1196.5万元,占94.6%;农林水支出0.8万元,占0.1%。\n",
     [("1264.9", "actual", ""), ("67.6", "actual", "208"), ("1196.5", "actual", "210"), ("0.8", "actual", "213")]),
    ("五、一般公共预算财政拨款支出决算情况说明\n(三)一般公共预算财政拨款支出决算具体情况\n2021年一般公共预算支出决算数为1264.9万元,完成预算59.7%。其中:\n"
     "1.社会保障和就业(类)行政事业单位养老支出(款)机关事业单位基本养老保险缴费支出(项): 支出决算为67.6万元,完成预算89.5%,决算数小于预算数的主要原因是人员减少。\n",
     [("1264.9", "actual", ""), ("67.6", "actual", "2080505")]),
    ("四、财政拨款收入支出决算总体情况说明\n2021年财政拨款收入总计1614.6万元,与2020年相比增加540.2万元,增长50.3%;财政拨款支出总计1870.9万元,与2020年相比增加633.4万元,增长51.2%。\n",
     [("1614.6", "actual", ""), ("1870.9", "actual", "")]),
    ("一、决算收支增减变化情况说明\n2021年部门收入5649006.18元,支出5238630.16元,比上年收入增加50.8%,支出比上年增加42.5 %。\n",
     [("5649006.18", "actual", ""), ("5238630.16", "actual", "")]),
    ("二、收入支出预算执行情况分析\n(一)收入支出预决算对比。2021年年初预算收入800万元,决算收入850万元,完成预算的106.3%。\n",
     [("800", "initial", ""), ("850", "actual", "")]),
    ("三、\n支出决算情况说明\n2021年本年支出合计4021.7万元,其中:基本支出2719.2万元,占67.6%;项目支出1302.5万元,占32.4%。\n",
     [("4021.7", "actual", ""), ("2719.2", "actual", ""), ("1302.5", "actual", "")]),
    ("第二部分 收支情况\n一、收入决算情况\n本年收入决算总额为903.2万元,其中财政拨款收入决算数903.2万元。\n", [("903.2", "actual", ""), ("903.2", "actual", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STYLES)
def test_styles_of_other_provinces(text: str, expected: list[tuple[str, str, str]]) -> None:
    facts = [fact for fact in read(text, year=2021).facts if isinstance(fact, MoneyObservation)]
    found = [(f.amount.printed, f.phase[6:], f.function.removeprefix("func/").replace("_T", "")) for f in facts]
    assert found == expected


def test_three_public_with_counts_in_other_words() -> None:
    reading = read(
        "三、“三公”经费支出情况\n2021年度“三公”经费财政拨款支出预算为44.5万元,2021年实际支出“三公经费”决算为22.6万元。"
        "其中公务接待费为20.1万元,占88.9%;公务用车运行维护费为2.5万元,占11.1%。"
        "公务用车保有量为2辆,国内公务接待批次为520个,接待人次为4200人。\n",
        year=2021,
    )
    assert [(row[0], row[1], row[3]) for row in money(reading)] == [
        ("44.5", "budget", "fiscal three-public"), ("22.6", "actual", "fiscal three-public"),
        ("20.1", "actual", "fiscal reception"), ("2.5", "actual", "fiscal vehicle-running"),
    ]
    assert [row[2] for row in counts(reading)] == ["vehicles-kept", "receptions", "reception-persons"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("国内公务接待12批次，接待人数96人。", ["receptions", "reception-persons"]),
        ("国内公务接待12批次、96人次（不含陪同人员）。", ["receptions", "reception-persons"]),
        ("公务接待费支出1万元，国内公务接待支出1万元，公务接待96人次。", ["reception-persons"]),
        ("因公出国（境）团组1个，因公出国（境）累计3人次。", ["trips", "trip-persons"]),
    ],
)
def test_counts_go_by_their_unit(text: str, items: list[str]) -> None:
    assert [row[2] for row in counts(read(THREE + text + "\n"))] == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年财政拨款收入、支出分别为125.49万元、143.91万元，比上年增长23.51%、38.28%。",
         [("125.49", "Revenue", "23.51"), ("143.91", "Expenditure", "38.28")]),
        ("2022年度收入总计、支出总计分别为9.5万元和8.5万元，分别增长2.6%和1.8%。",
         [("9.5", "Revenue", "2.6"), ("8.5", "Expenditure", "1.8")]),
        ("2022年度收入总计、支出总计均为12.4万元。", [("12.4", "Revenue", ""), ("12.4", "Expenditure", "")]),
    ],
)  # fmt: skip
def test_numbers_in_a_row_belong_to_their_subjects(text: str, expected: list[tuple[str, str, str]]) -> None:
    reading = read(TOTALS + text + "\n")
    growth = {of: percent for percent, _, of in rates(reading)}
    assert [(row[0], row[2], growth.get(row[0], "")) for row in money(reading)] == expected


def test_a_row_without_as_many_subjects_states_its_first_number_only() -> None:
    assert [row[0] for row in money(read(TOTALS + "本年收入12.5万元、13.5万元、14.5万元。\n"))] == ["12.5"]


def changes(text: str, kind: str = "final") -> list[tuple[str, int | None, str]]:
    """Changes as (printed amount of what changed, base year, base phase)."""
    return [
        (fact.of.amount.printed, fact.base_year, (fact.base_phase or "")[6:])
        for fact in read(text, kind=kind).facts
        if isinstance(fact, ChangeStatement) and isinstance(fact.of, MoneyObservation)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年支出95万元，比年初预算减少3万元，下降3.1%；比上年增加1万元，增长1.1%。",
         [("95", None, "initial"), ("95", 2021, "")]),
        ("年初预算为95万元，支出决算为95万元。决算数与预算数基本持平。", [("95", None, "budget")]),
        ("本年支出95万元，与2021年度决算数持平。", [("95", 2021, "")]),
    ],
)  # fmt: skip
def test_a_change_is_against_a_year_or_the_budget_of_the_year(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert changes(f"三、支出决算情况说明\n{text}\n") == expected


@pytest.mark.parametrize(("text", "told"), [
    ("预算为4.5万元，支出决算为3万元。决算数小于预算数的主要原因是厉行节约。", [("Decrease", "phase/budget")]),
    ("年初预算为4.5万元，支出决算为6万元，决算数高于年初预算数，主要是车辆更新。", [("Increase", "phase/initial")]),
    ("预算为4.5万元，支出决算为3万元，未超过预算。", []),
    ("支出决算为6万元。其中，公务接待费2万元，公务用车运行维护费4万元，决算数小于预算数。", []),  # which of them?
])
def test_words_alone_compare_with_the_budget(text: str, told: list[tuple[str, str]]) -> None:
    reading = read("九、财政拨款“三公”经费支出决算情况说明\n“三公”经费" + text + "\n")
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    assert [(change.direction.partition("#")[2], change.base_phase) for change in changes] == told
    assert all(change.amount is None and change.of is not None for change in changes)


@pytest.mark.parametrize("words", ["减少3.5万元，增长-3.5%", "增加-3.5万元，增长率为-3.5%", "减少3.5万元，下降3.5%"])
def test_a_negative_increase_is_a_decrease(words: str) -> None:
    reading = read(TOTALS + f"本年支出合计96.5万元，比上年{words}。\n")
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    assert [(fact.direction, fact.amount.value) for fact in changes if fact.amount] == [(B.Decrease, Decimal(-35000))]
    growth = [fact for fact in reading.facts if isinstance(fact, RateStatement)]
    assert [(rate.direction, rate.percent.value) for rate in growth] == [(B.Decrease, Decimal("-3.5"))]


def test_nearly_unchanged_is_about() -> None:
    text = "教育支出年初预算为95万元，支出决算为94.8万元。决算数与预算数基本持平。\n"
    changes = [fact for fact in read(TOTALS + text).facts if isinstance(fact, ChangeStatement)]
    assert [change.qualifier for change in changes] == [B.About]


def test_only_a_change_against_last_year_implies_last_year() -> None:
    reading = read(TOTALS + "本年支出95万元，比年初预算减少3万元。政府性基金预算财政拨款支出5万元，比上年增加9万元。\n")
    assert not [fact for fact in reading.facts if isinstance(fact, DerivedObservation)]  # nor what is below zero


@pytest.mark.parametrize(
    ("text", "printed", "about_what"),
    [
        ("结余分配/万元，年末结转和结余2.5万元。", "/", "surplus-distribution"),
        ("公务用车购置费为零。", "零", "vehicle-purchase"),
        ("因公出国（境）费用本年度未发生。", "未发生", "abroad"),
        ("2022年未发生政府采购支出。", "未发生", "procurement"),
        ("我单位为事业单位，无机关运行经费支出。", "无", "operating-cost"),
        ("会议费0亿元。", "0", "meeting"),
    ],
)
def test_nil_in_many_words_is_a_stated_zero(text: str, printed: str, about_what: str) -> None:
    facts = [fact for fact in read(TOTALS + text + "\n").facts if isinstance(fact, MoneyObservation)]
    assert (facts[0].amount.value, facts[0].amount.printed, about(facts[0])) == (Decimal(0), printed, about_what)


@pytest.mark.parametrize(
    "text",
    ["（一）×××（项级科目）/万元，较上年增加（减少）/万元。", "本年收入  万元，增加（减少）  万元，增长（下降）  %。", "由于人员减少，严控3.5万元，减少2.6万元。"],
)
def test_blanks_of_a_template_and_torn_sentences_state_nothing(text: str) -> None:
    assert money(read(TOTALS + text + "\n")) == []


def test_a_purpose_says_nothing_of_the_numbers_behind_it() -> None:
    reading = read(
        GENERAL + "1、农林水支出（类）水利（款）行政运行（项）。主要用于：本局人员经费及公用经费的基本支出，在职人员住房公积金。"
        "年初预算为15.5万元，支出决算为14.5万元。\n"
    )
    assert [row[3] for row in money(reading)] == ["2130301 general-public"] * 2


def test_a_reason_ends_where_other_numbers_are_stated() -> None:
    reading = read(
        THREE + "公务用车购置费0万元，比上年减少3万元，主要原因是未购车；公务接待费1.5万元，比上年减少0.5万元，主要原因是厉行节约。\n"
    )
    assert [row[3] for row in money(reading)] == ["fiscal vehicle-purchase", "fiscal reception"]
    reasons = [fact for fact in reading.facts if isinstance(fact, VarianceExplanation)]
    assert [(fact.cause.text, len(fact.explains)) for fact in reasons] == [("未购车", 1), ("厉行节约", 1)]


def test_remarks_in_brackets_and_parts_in_brackets() -> None:
    reading = read(
        THREE + "2022年度（上一年度为2021年，下同）“三公”经费支出9.6万元。公务用车购置及运行维护费8.1万元"
        "（其中：公务用车购置费0万元、公务用车运行维护费8.1万元），比上年增加0.6万元。\n", year=2022,
    )
    found = [(row[0], row[3]) for row in money(reading)]
    assert found[-3:] == [("8.1", "fiscal vehicle"), ("0", "fiscal vehicle-purchase"), ("8.1", "fiscal vehicle-running")]
    change = next(fact for fact in reading.facts if isinstance(fact, ChangeStatement))
    assert isinstance(change.of, MoneyObservation) and change.of.item == "item/vehicle"
    remark = read(TOTALS + "本年支出（以下均为本级，不含下属）96.5万元。\n")
    assert [row[0] for row in money(remark)] == ["96.5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.（213类）水利（03款）行政运行（01项）18.5万元。", [("18.5", "2130301")]),
        ("2.2130301 行政运行 18.5万元，2130310 水土保持 3万元。", [("18.5", "2130301"), ("3", "2130310")]),
        ("3. “农林水支出”科目12.3万元，主要用于防汛，比上年增加2.3万元。", [("12.3", "213")]),
        ("4.“农林水支出（类）水利（款）水土保持（项）”６.5万元。", [("６.5", "2130310")]),
    ],
)  # fmt: skip
def test_more_styles_of_classes(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(f.amount.printed, f.function[5:]) for f in read(GENERAL + text + "\n").facts
             if isinstance(f, MoneyObservation)]
    assert found == expected


def test_meetings_and_training_and_money_behind_counts() -> None:
    reading = read(
        "八、“三公”经费、会议费、培训费支出决算情况说明\n（一）因公出国（境）支出情况说明。2022年因公出国（境）团组1个，3人次，支出6万元。\n"
        "（二）公务用车购置及运行维护费支出情况说明。2022年购置车辆0台，支出0万元；公务用车运行维护支出3.2万元。\n"
        "（三）培训费支出1.2万元，较上年减少0.3万元。\n（四）会议费支出0.4万元。\n"
    )
    assert [(row[0], row[3].split()[-1]) for row in money(reading)] == [
        ("6", "abroad"), ("0", "vehicle-purchase"), ("3.2", "vehicle-running"), ("1.2", "training"), ("0.4", "meeting"),
    ]
    assert counts(reading) == [
        ("1", "piece", "trips"), ("3", "person-time", "trip-persons"), ("0", "set", "vehicles-purchased"),
    ]


def test_procurement_reserved_for_small_enterprises() -> None:
    reading = read(
        "十、政府采购支出情况\n2022年度本部门面向中小企业预留政府采购项目预算金额24.5万元，面向小微企业预留政府采购项目预算金额0万元。"
        "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额23.5万元；"
        "在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额4.5万元。\n"
    )
    assert [(row[0], row[1], row[3]) for row in money(reading)] == [
        ("24.5", "budget", "procurement-reserved-sme"), ("0", "budget", "procurement-reserved-micro"),
        ("23.5", "actual", "procurement-reserved-sme-awarded"), ("4.5", "actual", "procurement-open-sme-awarded"),
    ]


def test_stocks_are_of_the_day_they_were_counted() -> None:
    reading = read(
        "五、国有资产占有使用情况\n截止2021年12月31日，本部门流动资产48.5万元。固定资产149.5万元，其中：房屋609.8平方米；车辆7辆"
        "（一般公务用车3辆，执法执勤用车4辆）；单价50万元以上通用设备1台/套；其他固定资产0万元。在建工程1项77.7万元。"
        "2022年部门预算安排购置车辆2辆，其中：执法执勤用车2辆；部门预算安排购置单价100万元（含）以上设备（不含车辆）3台（套）。\n",
        kind="budget",
    )
    assert not money(reading)
    counted = [fact for fact in reading.facts if isinstance(fact, QuantityObservation)]
    assert [(f.value.printed, f.item[5:] if f.item != "item/_T" else f.label, f.year) for f in counted] == [
        ("48.5", "assets-current", 2021), ("149.5", "assets-fixed", 2021), ("609.8", "buildings", 2021),
        ("7", "vehicles", 2021), ("3", "vehicles-leaders", 2021), ("4", "vehicles-enforcement", 2021),
        ("1", "equipment-general", 2021), ("0", "assets-fixed-other", 2021), ("1", "在建工程", 2021),
        ("77.7", "construction-in-progress", 2021),
        ("2", "vehicles-purchased", 2022), ("2", "安排购置车辆执法执勤用车", 2022), ("3", "equipment-purchased", 2022),
    ]


def test_bodies_are_counted_by_the_noun_behind() -> None:
    reading = read("九、机关运行经费预算\n2022年我局下属1家机关和2家参公事业单位财政拨款的机关运行经费预算为86.5万元。\n", kind="budget")
    assert [row[0] for row in money(reading)] == ["86.5"]
    assert [row[2] for row in counts(reading)] == ["机关", "参公事业单位"]


_LISTED = (
    "三、“三公”经费支出情况说明\n2022年“三公”经费支出30.5万元，比2021年减少4.5万元。其中：因公出国（境）费用10万元，比2021年减少2万元，"
    "主要是因为严格执行有关规定，{second}，比2021年减少1.5万元，主要是根据“八项规定”，{third}12.5万元，比2021年减少1万元，"
    "主要是根据公务范围，减少用车成本；公务用车购置费0万元，与2021年一致。\n"
)


def _changed(reading: Reading) -> list[tuple[str, str, str]]:
    changes = [fact for fact in reading.facts if isinstance(fact, ChangeStatement)]
    return [
        (about(fact.of).removeprefix("fiscal "), fact.of.amount.printed, fact.amount.printed if fact.amount else "0")
        for fact in changes if isinstance(fact.of, MoneyObservation)
    ]


def test_a_reason_ends_at_the_comma_before_another_amount_and_its_change() -> None:
    reading = read(_LISTED.format(second="公务接待费8万元", third="公务用车运行维护费"))
    assert [row[0] for row in money(reading)] == ["30.5", "10", "8", "12.5", "0"]
    assert _changed(reading)[1:] == [
        ("abroad", "10", "2"), ("reception", "8", "1.5"), ("vehicle-running", "12.5", "1"),
        ("vehicle-purchase", "0", "0"),
    ]
    told = [fact.cause.text for fact in reading.facts if isinstance(fact, VarianceExplanation)]
    assert told == ["严格执行有关规定", "根据“八项规定”", "根据公务范围，减少用车成本"]


def test_a_name_that_lost_its_beginning_is_still_one_item() -> None:
    reading = read(_LISTED.format(second="公务接待费8万元", third="严格车运行维护费"))
    assert ("12.5", "actual", "Expenditure", "fiscal vehicle-running") in money(reading)
    assert ("vehicle-running", "12.5", "1") in _changed(reading)


def test_what_is_said_of_an_amount_nobody_names_is_not_said_of_the_one_before() -> None:
    text = (
        "三、“三公”经费支出情况说明\n2022年“三公”经费支出40万元。其中：因公出国（境）费用10万元，比2021年减少2万元，"
        "杂项甲乙8万元，比2021年减少1.5万元，下降15.79%，公务接待费3万元，比2021年减少1万元。\n"
    )
    reading = read(text)
    assert [row[0] for row in money(reading)] == ["40", "10", "3"]
    assert _changed(reading) == [("abroad", "10", "2"), ("reception", "3", "1")]
    assert rates(reading) == []


def test_an_amount_whose_name_is_lost_is_the_item_the_printed_sum_leaves() -> None:
    reading = read(_LISTED.format(second="严控8万元", third="公务用车运行维护费"))
    assert ("8", "actual", "Expenditure", "fiscal reception") in money(reading)
    assert ("reception", "8", "1.5") in _changed(reading)
    assert [finding.rule for finding in reading.findings] == ["lost-name"]


@pytest.mark.parametrize("second", ["严控7万元", "公务接待费8万元，严控8万元", "严控8万元，又控8万元"])
def test_an_amount_whose_name_is_lost_stays_unread_when_the_sum_does_not_tell(second: str) -> None:
    reading = read(_LISTED.format(second=second, third="公务用车运行维护费"))
    assert [row for row in money(reading) if row[3] == "fiscal reception" and "公务" not in second] == []
    assert reading.findings == []


def test_meetings_and_courses_are_counted_beside_their_cost() -> None:
    reading = read(
        "十、一般性支出情况说明\n2022年度会议费支出3.36万元，召开会议5次，参会人数共280人，内容主要是灌区管理推进会；"
        "培训费支出3.90万元，开展培训2期，参训130人次。\n"
    )
    assert [(one[0], one[3]) for one in money(reading)] == [("3.36", "meeting"), ("3.90", "training")]
    assert [(one[0], one[2]) for one in counts(reading)] == [
        ("5", "meetings-held"), ("280", "meeting-persons"), ("2", "trainings-held"), ("130", "training-persons"),
    ]
    assert not of_kind(reading, VarianceExplanation)


@pytest.mark.parametrize("words", ["主要是燃料费、维修费、过路过桥费、保险费等", "主要是：燃料费、维修费"])
def test_what_a_cost_is_made_of_is_no_reason(words: str) -> None:
    text = f"公务用车运行维护费支出决算为17.52万元，{words}，与上年19.84万元相比减少2.32万元，主要原因是报废车辆。\n"
    (told,) = [fact for fact in read(THREE + text).facts if isinstance(fact, VarianceExplanation)]
    assert told.cause.text == "报废车辆"


def test_assets_vehicles_and_premises_in_other_words() -> None:
    reading = read(
        "十二、国有资产占用情况说明\n资产总额815.70万元，其中固定资产净值385.12万元；办公用房建筑面积326平方米。现有公务用车3辆。"
        "更新购置执法执勤用车1辆。\n"
    )
    assert [(one[0], one[2]) for one in counts(reading)] == [
        ("815.70", "assets-total"), ("385.12", "assets-fixed"), ("326", "buildings"), ("3", "vehicles-kept"), ("1", "vehicles-purchased"),
    ]
