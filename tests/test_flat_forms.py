"""Forms of performance flattened into text: read where labels and counts make the cells certain, else left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from form_facts import evaluations, money, results
from invented_tables import Drawn, layout

from budget_kg.facts import MoneyObservation
from budget_kg.grids.flat_forms import flattened_forms
from budget_kg.model import Layout
from budget_kg.reading import Reading
from budget_kg.sectioning import section_tree
from budget_kg.structure import account
from budget_kg.tables import self_evaluation
from budget_kg.unwrapping import unwrap

FLAT = (
    "附件 青禾县水务局 项目支出绩效自评表 (2022年度) 项目名称 河道 保洁 主管部门 青禾县水务局 实施单位 河道管理所 "
    "项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额: 60 50 45.5 10 91 9.1 "
    "其中:本年财政拨款 60 50 45.5 上年结转资金 其他资金 年度总体目标 预期目标 实际完成情况 全年保洁 已全年保洁 "
    "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施 "
    "产 出 指 标 (50分) 数量指标 保洁河道 ≥30条 28条 20 18 质量指标 水面洁净率 ≥95% 96% 20 20 抽查合格率 100% 100% 10 10 "
    "效益指标(30分) 社会效益指标 村民受益 明显 较 明显 30 30 满意度指标(10分) 满意度指标 村民满意度 ≥90% 93% 10 10 "
    "总分 100 97.1 自评等级 优秀"
)


def test_a_form_flattened_into_text() -> None:
    (table,) = flattened_forms(FLAT)
    made = layout(Drawn("甲 | 乙"))
    document = replace(made.document, text=FLAT, tables=(table,), pages=())
    flow, _ = unwrap(FLAT, (table,))
    reading, _ = self_evaluation.read((table,), Layout(document, made.head, flow, section_tree(flow)))
    assert money(reading)[:3] == ["河道保洁 initial _T 600000", "河道保洁 adjusted _T 500000", "河道保洁 actual _T 455000"]
    assert [r.split(" ")[0] for r in results(reading)] == [
        "预期目标", "保洁河道", "水面洁净率", "抽查合格率", "村民满意度",
    ]  # the words of 村民受益 are more than its columns
    assert evaluations(reading) == [("河道保洁", Decimal("97.1"), Decimal(100), "优秀")]
    held = {offset for cell in table.cells for offset in range(cell.start, cell.end)}
    assert all(offset in held for offset in range(table.start, table.end) if FLAT[offset].isdigit())


MOVED = (
    "2022年财政支出项目绩效自评表 （2022年度） 项目名称 护林补助 主管部门及部门预算编码 青禾县林业局 031002 财政资金安排和使用情况 "
    "资金结构 （万元） 项目预算安排、支出情况 项目单位实际支出情况 年初部门预算安排金额① 年中调整金额 ② 年度拨付金额③ "
    "本年度结余金额 ④=①+②-③ 实际到位 金额⑤ 实际支出金额 ⑥ 本年度结余金额⑦ 结余率（%） ⑧=⑦/⑤ "
    "财政资金小计 30 6 34 2 34 32.3 1.7 5% ①中央财政资金 ②省级财政资金 20 20 0 20 18.3 1.7 0.085 "
    "③地方财政资金 10 6 14 2 14 14 0 0 其他资金小计 ①…… 合 计 30 6 34 2 34 32.3 1.7 5% "
    "年度 绩效 目标 完成 情况 一级指标 二级 指标 三级指标 指标解释 绩效目标值 实际完成值 指标分值 自评得分 "
    "产 出 指 标 （60分） 数量指标 巡护里程 ≥300公里 320公里 20 20 巡护村数 巡护12个村的情况 12个村，3个片区 12个村，2个片区 20 18 "
    "质量指标 ①设立30块标牌； ②修缮5处岗亭。 按批复 全部完成 未完成 20 16 效 益 指 标 （40分） 社会效益 指标 / / / / / / "
    "生态效益 指标 火情 扑救及时 及时 及时 40 40 合计 100 94 自评得分等次 优秀 "
)


def made_of(text: str) -> tuple[Reading, list[str]]:
    (table,) = flattened_forms(text)
    made = layout(Drawn("甲 | 乙"))
    document = replace(made.document, text=text, tables=(table,), pages=())
    flow, _ = unwrap(text, (table,))
    flat = Layout(document, made.head, flow, section_tree(flow))
    reading, _ = self_evaluation.read((table,), flat)
    return reading, [use.printed for use in account(flat, reading).unread]


def test_money_that_moved_is_put_under_its_heads_by_their_formulas() -> None:
    reading, unread = made_of(MOVED)
    assert [line for line in money(reading) if " actual fiscal " in line][:5] == [
        "护林补助 actual fiscal 340000 allocated", "护林补助 actual fiscal 20000 unallocated",
        "护林补助 actual fiscal 340000 received", "护林补助 actual fiscal 323000",
        "护林补助 actual fiscal 17000 closing-balance",
    ]
    province = [f for f in reading.facts if isinstance(f, MoneyObservation) and f.transfer_from == "transfer-level/province"]
    assert [(f.amount.printed, f.item) for f in province] == [
        ("20", "item/allocated"), ("0", "item/unallocated"), ("20", "item/received"), ("18.3", "item/_T"),
        ("1.7", "item/closing-balance"),
    ]
    assert unread == ["20"]  # budgeted at first or added in the year: both make what was paid out


def test_rows_of_indicators_without_an_explanation_and_lists_in_a_cell() -> None:
    reading, _ = made_of(MOVED)
    assert results(reading) == [
        "巡护里程 output-quantity AtLeast 300000kilometre -> 320000kilometre Met 20/20",
        "巡护村数 output-quantity 12个村，3个片区 -> 12个村，2个片区 NotStated 18/20",
        "①设立30块标牌；②修缮5处岗亭。 output-quality 全部完成 -> 未完成 NotMet 16/20",
        "火情 benefit-ecological 及时 -> 及时 Met 40/40",
    ]
    assert evaluations(reading) == [("护林补助", Decimal(94), Decimal(100), "优秀")]


def test_a_short_row_whose_values_are_not_measured_is_left_alone() -> None:
    reading, unread = made_of(MOVED.replace("≥300公里 320公里", "按规定 已完成"))
    assert not any("巡护" in line for line in results(reading)) and {"12", "18"} <= set(unread)


def test_flattened_text_without_the_heads_in_order_is_no_form() -> None:
    assert flattened_forms(FLAT.replace("二级指标 三级指标", "三级指标 二级指标")) == []
    assert flattened_forms("") == []
