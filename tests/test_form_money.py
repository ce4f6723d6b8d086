"""The money of forms of performance: levels of government, what was paid out, received and left over, one-line heads."""

from __future__ import annotations

from form_facts import money, printed, read
from invented_tables import Drawn, layout

from budget_kg import pipeline
from budget_kg.divisions import resolve
from budget_kg.facts import IndicatorResult, MoneyObservation, RateStatement
from budget_kg.structure import account
from budget_kg.tables import self_evaluation
from budget_kg.vocab import B

INDICATORS = """
一级指标 | 二级指标 | 三级指标 | 指标解释 | 绩效目标值 | 实际完成值 | 指标分值 | 自评得分 | |
产出指标 | 数量指标 | 护林员人数 | 巡护12个村 | 15名，其中女性3名 | 14名，其中女性3名 | 50 | 46 | |
合计 | < | < | < | < | < | 100 | 96 | |
"""
MOVED = f"""
项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
项目名称 | 护林补助 | 主管部门及代码 | 青禾县林业局 031002 | | | | | |
资金结构（万元） | < | 预算安排、支出情况 | < | < | < | 实际支出情况 | < | < | <
^ | < | 年初部门预算安排金额① | 年中调整金额② | 年度拨付金额③ | 本年度结余金额④=①+②-③ | 实际到位金额⑤ | 实际支出金额⑥ | 本年度结余金额⑦ | 结余率(%)⑧=⑦/⑤
财政资金小计 | < | 30 | 6 | 34 | 2 | 34 | 32.3 | 1.7 | 5%
①中央财政资金 | < | 20 | | 20 | 0 | 20 | 20 | 0 | 0
②省级财政资金 | < | 4 | 6 | 10 | 0 | 10 | 8.3 | 1.7 | 0.17
③地方财政资金 | < | 6 | | 4 | 2 | 4 | 4 | 0 | 0
其他资金小计 | < | | | | | | | |
合 计 | < | 30 | 6 | 34 | 2 | 34 | 32.3 | 1.7 | 5%
{INDICATORS.strip()}
"""


def observations(*tables: Drawn, kind: str = "final") -> list[MoneyObservation]:
    reading, _ = read(*tables, kind=kind)
    return [fact for fact in reading.facts if isinstance(fact, MoneyObservation)]


def test_money_that_was_paid_out_received_and_left_over() -> None:
    reading, unread = read(Drawn(MOVED))
    fiscal = [line for line in money(reading) if " fiscal " in line][:7]
    assert fiscal == [
        "护林补助 initial fiscal 300000", "护林补助 adjustment fiscal 60000", "护林补助 actual fiscal 340000 allocated",
        "护林补助 actual fiscal 20000 unallocated", "护林补助 actual fiscal 340000 received",
        "护林补助 actual fiscal 323000", "护林补助 actual fiscal 17000 closing-balance",
    ]
    flows = {fact.item: fact.flow.partition("#")[2] for fact in observations(Drawn(MOVED))}
    assert flows == {
        "item/_T": "Expenditure", "item/allocated": "Expenditure", "item/received": "Revenue",
        "item/unallocated": "Balance", "item/closing-balance": "Balance",
    }
    rates = [fact for fact in reading.facts if isinstance(fact, RateStatement)]
    assert [(str(f.percent.value), f.kind, printed(f.of), printed(f.base)) for f in rates] == [
        ("5", B.Share, "1.7", "34"), ("0", B.Share, "0", "20"), ("17", B.Share, "1.7", "10"), ("0", B.Share, "0", "4"),
        ("5", B.Share, "1.7", "34"),
    ]
    assert unread == []


def test_levels_of_government_are_parts_of_the_fiscal_money() -> None:
    found = [fact for fact in observations(Drawn(MOVED)) if fact.phase == "phase/actual" and fact.item == "item/_T"]
    assert [(f.amount.printed, (f.transfer_from or "").rpartition("/")[2], printed(f.part_of)) for f in found] == [
        ("32.3", "", ""), ("20", "central", "32.3"), ("8.3", "province", "32.3"), ("4", "local", "32.3"), ("32.3", "", ""),
    ]


def test_what_is_left_over_behind_no_known_column_is_not_read() -> None:
    reading, unread = read(Drawn(MOVED.replace("年度拨付金额③", "其他变动③")))
    assert "unallocated" not in " ".join(money(reading)) and unread.count("34") == 2


def test_a_project_spent_what_all_its_funds_spent() -> None:
    two = MOVED.replace("其他资金小计 | < | | | | | | | |", "其他资金小计 | < | 9 | | 9 | 0 | 9 | 9 | 0 | 0")
    two = two.replace("合 计 | < | 30 | 6 | 34 | 2 | 34 | 32.3", "合 计 | < | 39 | 6 | 43 | 2 | 43 | 41.3")
    made = layout(Drawn(two))
    reading, _ = self_evaluation.read(made.document.tables, made)
    mapped = pipeline.map_document(
        pipeline.ReadDocument(made, resolve(made.head.department), reading, account(made, reading))
    )
    assert isinstance(mapped.load.registry, bytes)
    lines = mapped.load.registry.decode().splitlines()
    stated = {term: [line.split('"')[1] for line in lines if f"<{term}>" in line] for term in (B.initialBudget, B.actual)}
    assert stated == {B.initialBudget: ["390000"], B.actual: ["413000"]}


HEADED = f"""
项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
项目名称 | 护林补助 | 金额单位：万元 | | | | | | |
项目资金 | 年初预算数 | 12.5 | 全年预算数 | 11 | 执行数 | 10.4 | 执行率 | 94.55% |
其中 | 中央补助资金 | 8 | 8 | 8 | | | | |
{INDICATORS.strip()}
"""


def test_a_row_that_prints_phases_and_amounts_side_by_side() -> None:
    reading, unread = read(Drawn(HEADED))
    assert money(reading) == [
        "护林补助 initial _T 125000", "护林补助 adjusted _T 110000", "护林补助 actual _T 104000",
    ]
    assert unread == ["8", "8", "8"]  # of no phase


def test_words_with_several_numbers_are_kept_with_them() -> None:
    reading, _ = read(Drawn(HEADED))
    (result,) = [fact for fact in reading.facts if isinstance(fact, IndicatorResult)]
    assert (result.target, result.target_text, result.achieved_text) == (None, "15名，其中女性3名", "14名，其中女性3名")
    assert len(result.numerals) == 6
    assert result.passage.cell is not None and result.passage.cell.cell.column == 5
