"""Forms of performance flattened into text: read where labels and counts make the cells certain, else left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from form_facts import evaluations, money, results
from invented_tables import Drawn, layout

from budget_kg.grids.flat_forms import flattened_forms
from budget_kg.model import Layout
from budget_kg.sectioning import section_tree
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


def test_flattened_text_without_the_heads_in_order_is_no_form() -> None:
    assert flattened_forms(FLAT.replace("二级指标 三级指标", "三级指标 二级指标")) == []
    assert flattened_forms("") == []
