"""Forms of performance: one project each, as several provinces draw them; every number a fact, structure or unread."""

from __future__ import annotations

from decimal import Decimal

from form_facts import evaluations, money, of, printed, read, results
from invented_tables import Drawn, layout

from budget_kg import pipeline
from budget_kg.divisions import resolve
from budget_kg.facts import (
    Cause,
    ImprovementMeasure,
    IndicatorResult,
    Issue,
    MoneyObservation,
    Outcome,
    RateStatement,
    VarianceExplanation,
)
from budget_kg.structure import account
from budget_kg.tables import self_evaluation
from budget_kg.vocab import B

HEADS = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"


CENTRAL = """
项目支出绩效自评表 | < | < | < | < | < | < | <
（2022年度） | < | < | < | < | < | < | <
项目名称 | < | 河道清淤工程 | < | < | < | < | <
主管部门 | < | 青禾县水务局 | < | 实施单位 | < | 青禾县河道管理所 | <
项目资金（万元） | < | | 年 初 预 算 数 | 全 年 预 算 数 | 全年执行数 | 分值 | 执行率 | 得分
^ | < | 年度资金总额 | 120.00 | 110.50 | 99.45 | 10 | 90% | 9
^ | < | 其中：当年财政拨款 | 100.00 | 90.50 | 90.50 | — | 100% | —
^ | < | 上年结转资金 | 20.00 | 20.00 | 8.95 | — | 44.75% | —
^ | < | 其他资金 | | | | | |
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | <
^ | 清淤河道12公里，改善沿线水质 | < | < | 完成河道清淤，沿线水质明显改善 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标(50分) | 数量指标 | 清淤河道长度 | ≥12公里 | 10公里 | 15 | 12.5 | 因汛期提前，未完成全部河段；改进措施：合理安排工期
^ | ^ | 质量指标 | 验收合格率 | 100% | 100% | 15 | 15 | 无
^ | ^ | 时效指标 | 完工时间 | 2022年12月底前 | 2022年11月 | 10 | 10 |
^ | ^ | 成本指标 | 工程总成本 | ≤120万元 | 99.45 | 10 | 10 |
^ | 效益指标(30分) | 社会效益指标 | 防洪能力 | 有所提升 | 有所提升 | 30 | 28 |
^ | 满意度指标(10分) | 服务对象满意度指标 | 沿线居民满意度 | ≥95% | 0.96 | 10 | 10 |
总分 | < | < | < | < | < | 100 | 94.5 |
"""


def test_a_form_of_the_central_pattern() -> None:
    reading, unread = read(Drawn(CENTRAL))
    assert money(reading) == [
        "河道清淤工程 initial _T 1200000", "河道清淤工程 adjusted _T 1105000", "河道清淤工程 actual _T 994500",
        "河道清淤工程 initial fiscal 1000000", "河道清淤工程 adjusted fiscal 905000", "河道清淤工程 actual fiscal 905000",
        "河道清淤工程 initial carried-over 200000", "河道清淤工程 adjusted carried-over 200000",
        "河道清淤工程 actual carried-over 89500",
    ]
    assert results(reading) == [
        "预期目标 – 清淤河道12公里，改善沿线水质 -> NotStated",
        "清淤河道长度 output-quantity AtLeast 12000kilometre -> 10000kilometre NotMet 12.5/15",
        "验收合格率 output-quality 100percent -> 100percent Met 15/15",
        "完工时间 output-timeliness 2022年12月底前 -> 2022年11月 NotStated 10/10",
        "工程总成本 output-cost AtMost 1200000wan-yuan -> 994500wan-yuan Met 10/10",
        "防洪能力 benefit-social 有所提升 -> 有所提升 Met 28/30",
        "沿线居民满意度 satisfaction-served AtLeast 95percent -> 0.96 NotStated 10/10",
    ]
    assert evaluations(reading) == [("河道清淤工程", Decimal("94.5"), Decimal(100), None)]
    rates = [f for f in reading.facts if isinstance(f, RateStatement)]
    assert [(str(f.percent.value), printed(f.of), printed(f.base)) for f in rates] == [
        ("90", "99.45", "110.50"), ("100", "90.50", "90.50"), ("44.75", "8.95", "20.00"),
    ]
    assert [one and str(one.value) for one in (rates[0].weight, rates[0].points)] == ["10", "9"]
    assert [f.text for f in reading.facts if isinstance(f, Outcome)] == ["完成河道清淤，沿线水质明显改善"]
    assert len(of(reading, Issue)) == len(of(reading, Cause)) == 1
    assert [f.text for f in reading.facts if isinstance(f, ImprovementMeasure)] == ["合理安排工期"]
    goal = next(f for f in reading.facts if isinstance(f, IndicatorResult) and f.label == "预期目标")
    assert len(goal.numerals) == 1 and unread == []  # 12公里 is part of the goal's words


def test_why_a_target_was_missed_explains_its_result() -> None:
    reading, _ = read(Drawn(CENTRAL))
    (told,) = [f for f in reading.facts if isinstance(f, VarianceExplanation)]
    (result,) = told.explains
    assert isinstance(result, IndicatorResult) and result.label == "清淤河道长度"
    assert told.cause in of(reading, Cause) and "汛期" in told.cause.text


def test_parts_of_the_money_belong_to_the_whole_of_their_column() -> None:
    reading, _ = read(Drawn(CENTRAL))
    wholes = {f.amount.printed: f.part_of.amount.printed for f in reading.facts
              if isinstance(f, MoneyObservation) and f.part_of}
    assert wholes == {"100.00": "120.00", "90.50": "99.45", "20.00": "110.50", "8.95": "99.45"}


def test_two_pages() -> None:
    lines = CENTRAL.strip().splitlines()
    for cut in (12, 14):
        rest = [line.replace("^ |", " |", 1).replace("^", "") for line in lines[cut:]]
        whole, _ = read(Drawn(CENTRAL))
        parts, unread = read(Drawn("\n".join(lines[:cut])), Drawn("\n".join(rest), page=True))
        assert results(parts) == results(whole)
        assert evaluations(parts) == evaluations(whole) and unread == []


def test_two_pages_with_places() -> None:
    lines, left = CENTRAL.strip().splitlines(), tuple(range(40, 40 + 9 * 55, 55))
    rest = [line.replace("^ |", " |", 1).replace("^", "") for line in lines[14:]]
    parts, _ = read(Drawn("\n".join(lines[:14]), left=left), Drawn("\n".join(rest), left=left, page=True))
    whole, _ = read(Drawn(CENTRAL))
    assert results(parts) == results(whole) and evaluations(parts) == evaluations(whole)


def test_a_second_page_that_counts_other_columns() -> None:
    lines, left = CENTRAL.strip().splitlines(), tuple(range(40, 40 + 9 * 55, 55))
    rest = [line.replace("^ |", " |", 1).replace("^", "").split("|") for line in lines[14:-1]]
    split = ["|".join([*cells[:4], "", *cells[4:]]) for cells in rest]
    wider = (*left[:4], left[3] + 20, *left[4:])
    parts, _ = read(Drawn("\n".join(lines[:14]), left=left), Drawn("\n".join(split), left=wider, page=True))
    whole, _ = read(Drawn(CENTRAL))
    assert results(parts) == results(whole)


def test_heads_printed_again_on_the_second_page() -> None:
    lines = CENTRAL.strip().splitlines()
    again = [lines[11].replace("绩效指标 |", " |"), *(line.replace("^ |", " |", 1) for line in lines[13:])]
    parts, _ = read(Drawn("\n".join(lines[:13])), Drawn("\n".join(again).replace("^", ""), page=True))
    assert len(of(parts, IndicatorResult)) == 7 and len(evaluations(parts)) == 1


SEVERAL = f"""
2022年度项目绩效自评表 | < | < | < | < | < | < | <
项目名称 | 农村饮水安全补助 | < | < | 金额单位：元 | < | < | <
资金情况 | | 年初预算数 | 调整后预算数 | 实际支出 | 分值 | 执行率(%) | 得分
^ | 资金总额 | 300,000.00 | 280,000.00 | 280,000.00 | 10 | 100.00 | 10
{HEADS}
产出指标 | 数量指标 | 改造批次 | 1批次 | 1批次 | 45 | 45 |
效益指标 | 社会效益指标 | 饮水安全 | 及时 | 基本及时 | 45 | 40 | 个别管网维修滞后
合计 | < | < | < | < | 100 | 95 |
项目名称 | 水文监测设备购置 | < | < | | < | < | <
资金情况 | | 年初预算数 | 调整后预算数 | 实际支出 | 分值 | 执行率(%) | 得分
^ | 资金总额 | 50,000.00 | 50,000.00 | 0.00 | 10 | 0.00 | 0
{HEADS}
产出指标 | 数量指标 | 购置设备 | 5台 | 0台 | 90 | 0 | 采购流标
合计 | < | < | < | < | 100 | 0 |
项目名称 | | < | < | | < | < | <
资金情况 | | 年初预算数 | 调整后预算数 | 实际支出 | 分值 | 执行率(%) | 得分
^ | 资金总额 | | | | 10 | |
{HEADS}
产出指标 | 数量指标 | 指标1： | | | | |
合计 | < | < | < | < | 100 | |
"""


def test_several_forms_in_one_table_and_an_empty_one() -> None:
    reading, unread = read(Drawn(SEVERAL))
    assert money(reading) == [
        "农村饮水安全补助 initial _T 300000", "农村饮水安全补助 adjusted _T 280000", "农村饮水安全补助 actual _T 280000",
        "水文监测设备购置 initial _T 50000", "水文监测设备购置 adjusted _T 50000", "水文监测设备购置 actual _T 0",
    ]
    assert unread == ["10", "1", "100"]  # points and a number of the empty form
    assert evaluations(reading) == [
        ("农村饮水安全补助", Decimal(95), Decimal(100), None), ("水文监测设备购置", Decimal(0), Decimal(100), None),
    ]
    assert [r.rpartition("->")[2].strip() for r in results(reading)] == [
        "1batch Met 45/45", "基本及时 NotStated 40/45", "0set NotMet 0/90",
    ]
    assert [f.text for f in reading.facts if isinstance(f, Cause)] == ["个别管网维修滞后", "采购流标"]


TARGETS = """
财政项目支出绩效目标申报表 | < | < | < | < | <
（2023年度） | < | < | < | < | <
项目名称 | < | 水库巡查 | < | 项目类别 | 经常性项目
计划开始日期 | < | 2022-01-01 | < | 计划完成日期 | 2024-12-31
项目资金（元） | < | 项目资金总额 | 900,000.00 | 年度资金申请总额 | 300,000.00
^ | < | 其中：财政资金 | 900,000.00 | 其中：当年财政拨款 | 250,000.00
^ | < | 其他资金 | 0.00 | 上年结转资金 | 50,000.00
绩效目标 | 项目总目标 | < | < | 年度总体目标 | <
^ | 保障水库安全运行 | < | < | 按月巡查并及时整改 | <
^ | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | <
^ | 产出指标 | 数量指标 | 巡查次数 | ≥12.00(次) | <
^ | ^ | 质量指标 | 隐患整改率 | =100.00(%) | <
^ | 满意度指标 | 服务对象满意度指标 | 居民满意度 | 不低于85% | <
"""


def test_a_target_form_of_a_budget() -> None:
    reading, unread = read(Drawn(TARGETS), kind="budget", year=2023)
    assert money(reading) == [
        "水库巡查 budget _T 900000 project-lifetime", "水库巡查 budget _T 300000",
        "水库巡查 budget fiscal 900000 project-lifetime", "水库巡查 budget fiscal 250000",
        "水库巡查 budget other 0 project-lifetime", "水库巡查 budget carried-over 50000",
    ]
    assert results(reading)[2:] == [
        "巡查次数 output-quantity AtLeast 12occasion -> NotStated",
        "隐患整改率 output-quality EqualTo 100percent -> NotStated",
        "居民满意度 satisfaction-served AtLeast 85percent -> NotStated",
    ]
    assert not evaluations(reading) and unread == []


WHOLE = """
部门整体支出绩效自评表 | < | < | < | < | < | <
部门（单位）名称 | 青禾县水务局 | < | < | < | < | <
年度预算执行情况（万元） | 资金名称 | 年初预算 | 全年预算 | 全年执行数 | 预算执行率 |
^ | 年度资金总额 | 800 | 850.5 | 840.2 | 98.79% |
^ | 其中：基本支出 | 500 | 520.5 | 520.5 | 100% |
^ | 项目支出 | 300 | 330 | 319.7 | 96.88% |
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 未完成原因分析
产出指标 | 数量指标 | 巡河次数 | 大于等于24次 | 24 | 20 |
满意度指标 | 满意度指标 | 群众满意度 | 90%以上 | 92.5% | 10 |
自评得分 | 96.3 | < | 自评等级 | 优秀 | <
"""


def test_a_whole_department_without_a_column_of_points() -> None:
    reading, unread = read(Drawn(WHOLE))
    assert money(reading)[:3] == ["部门 initial _T 8000000", "部门 adjusted _T 8505000", "部门 actual _T 8402000"]
    types = [f.type[17:] for f in reading.facts if isinstance(f, MoneyObservation)]
    assert types == ["_T"] * 3 + ["basic"] * 3 + ["project"] * 3
    assert evaluations(reading) == [(None, Decimal("96.3"), None, "优秀")]
    assert ["Met" in r for r in results(reading)] == [True, True]
    assert unread == []


def test_the_title_tells_what_part_of_its_spending_a_department_evaluates() -> None:
    for title, subject in (
        ("2022年部门整体支出绩效自评表", None), ("青禾县水务局部门整体绩效自评表", None), ("绩效自评表", None),
        ("部门业务费绩效自评表", "部门业务费"), ("2022年度部门防汛经费绩效自评表", "部门防汛经费"),
    ):
        reading, _ = read(Drawn(WHOLE.replace("部门整体支出绩效自评表", title)))
        assert [name for name, *_ in evaluations(reading)] == [subject]


def test_a_form_of_projects_without_a_name_is_not_read_as_that_of_the_department() -> None:
    reading, unread = read(Drawn(WHOLE.replace("部门整体支出绩效自评表", "项目支出绩效自评表")))
    assert reading.facts == [] and "850.5" in unread
    assert [finding.rule for finding in reading.findings] == ["unread-section"]


def test_money_of_all_years_is_no_budget_of_the_year() -> None:
    made = layout(Drawn(TARGETS.replace("300,000.00", "310,000.00")), kind="budget", year=2023)
    reading, _ = self_evaluation.read(made.document.tables, made)
    items = {f.amount.printed: f.item for f in reading.facts if isinstance(f, MoneyObservation) and f.fund == "fund/_T"}
    assert items == {"900,000.00": "item/project-lifetime", "310,000.00": "item/_T"}
    made_of = pipeline.ReadDocument(made, resolve(made.head.department), reading, account(made, reading))
    registry = pipeline.map_document(made_of).load.registry
    assert isinstance(registry, bytes)
    lines = [line for line in registry.decode().splitlines() if f"<{B.initialBudget}>" in line]
    assert [line.split('"')[1] for line in lines] == ["310000"]


LISTED = """
单位名称 | 项目名称 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 度量单位
青禾县水务局 | 山塘整治 | 整治山塘 | 产出指标 | 数量指标 | 整治山塘数 | ≥8 | 座
^ | ^ | ^ | 效益指标 | 社会效益指标 | 受益人口 | ≥1200 | 人
^ | 节水宣传 | 普及节水 | 产出指标 | 数量指标 | 宣传活动 | ≥3 | 次
"""


def test_a_list_of_projects_in_columns() -> None:
    reading, unread = read(Drawn(LISTED, above="项目支出绩效目标表"), kind="budget", year=2023)
    found = [f for f in reading.facts if isinstance(f, IndicatorResult)]
    assert [(f.subject.name if f.subject else "", f.label, str(f.target.value if f.target else "")) for f in found] == [
        ("山塘整治", "整治山塘数", "8"), ("山塘整治", "受益人口", "1200"), ("节水宣传", "宣传活动", "3"),
    ]
    assert unread == []


def testprinteds_without_a_unit_are_not_read() -> None:
    reading, unread = read(Drawn(CENTRAL.replace("（万元）", "")))
    assert money(reading) == [] and "120.00" in unread
    assert [finding.rule for finding in reading.findings] == ["missing-unit"]


def test_a_template_states_nothing() -> None:
    empty = "\n".join(
        line for line in SEVERAL.strip().splitlines() if not any(char in line for char in "农水个采")
    )
    reading, _ = read(Drawn(empty))
    assert reading.facts == []
    blank, _ = read(Drawn(SEVERAL[SEVERAL.index("项目名称 | | ") :]))
    assert blank.facts == [] and blank.findings == []


def test_a_table_that_is_no_form_is_left_to_others() -> None:
    made = layout(Drawn("项目名称 | 预算数 | 决算数\n河道清淤 | 1.00 | 2.00", above="项目支出决算表 单位：万元"))
    assert self_evaluation.read(made.document.tables, made)[1] == frozenset()
