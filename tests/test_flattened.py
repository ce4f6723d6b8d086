"""Tables whose cells a page's text gives one after another, without the empty ones: what is certain becomes a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from prose import document

from budget_kg.facts import MoneyObservation
from budget_kg.grids.flattened import flattened_tables
from budget_kg.model import Table
from budget_kg.pipeline import read_layout

REVENUE = (
    "二、收入决算表 编制单位：青禾县水务局 2022年度 金额单位：万元 项 目 本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 "
    "附属单位上缴收入 其他收入 支出功能分类科目编码 科目名称 类 款 项 合 计 512.40 480.10 32.30 208 社会保障和就业支出 60.00 60.00 "
    "20805 行政事业单位养老支出 60.00 60.00 213 农林水支出 452.40 420.10 32.30 21303 水利 452.40 420.10 32.30 2130301 行政运行 "
    "300.10 300.10 2130305 水利工程建设 152.30 120.00 32.30 三、其他 "
)
PROSE = "第三部分 情况说明 一、收入决算情况说明 2022年度收入合计512.40万元，其中：财政拨款收入480.10万元；其他收入32.30万元。"
BASIC = (
    "六、一般公共预算财政拨款基本支出决算表 单位：万元 项目 合计 人员经费 公用经费 经济分类科目编码 科目名称 合计 300.10 250.00 50.10 "
    "301 工资福利支出 250.00 250.00 30101 基本工资 150.00 150.00 30107 绩效工资 30113 住房公积金 100.00 100.00 "
    "302 商品和服务支出 50.10 50.10 30201 办公费 50.10 50.10 30202 印刷费 "
)
SIDES = (
    "一、收入支出决算总表 单位：万元 收 入 支 出 项 目 决算数 项目(按功能分类) 决算数 一、财政拨款收入 480.10 一、一般公共服务支出 "
    "二、上级补助收入 二、外交支出 三、其他收入 32.30 八、社会保障和就业支出 60.00 十二、农林水支出 452.40 本年收入合计 512.40 "
    "本年支出合计 512.40 不知何物 7.77 "
)


def grid(text: str, table: Table) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, text[cell.start : cell.end]) for cell in table.cells]


def figures(text: str) -> dict[str, list[int]]:
    """The columns of the figures of each row, by the words of its label."""
    (table,) = flattened_tables(text)
    rows: dict[int, str] = {}
    found: dict[str, list[int]] = {}
    for row, column, words in grid(text, table):
        if row > 2 and column == 1:
            rows[row] = words
        if row > 2 and column > 1:
            found.setdefault(rows[row], []).append(column - 2)
    return found


def test_columns_come_from_sums_and_what_the_prose_says() -> None:
    found = figures(REVENUE + PROSE)
    assert found["合 计"] == [0, 1, 6]
    assert found["水利工程建设"] == [0, 1, 6]
    assert found["行政运行"] == [0, 1]
    assert found["社会保障和就业支出"] == [0, 1]


def test_without_the_prose_only_totals_are_known_and_nothing_is_lost() -> None:
    found = figures(REVENUE)
    assert all(columns[0] == 0 and min(columns[1:]) >= 7 for columns in found.values())
    (table,) = flattened_tables(REVENUE)
    assert REVENUE[: table.end].endswith("32.30")


def test_economic_classes_with_blank_rows() -> None:
    found = figures(BASIC + "第三部分 基本支出300.10万元，其中：人员经费250.00万元，公用经费50.10万元。")
    assert found["基本工资"] == [0, 1]
    assert found["办公费"] == [0, 2]
    assert "绩效工资" not in found


def test_two_sides_by_their_words() -> None:
    (table,) = flattened_tables(SIDES)
    rows = {(row, words): column for row, column, words in grid(SIDES, table)}
    places = {words: column for (row, words), column in rows.items() if row > 3}
    assert places["三、其他收入"] == 0 and places["32.30"] == 1
    assert places["十二、农林水支出"] == 2 and places["452.40"] == 3
    assert places["7.77"] > 4


BALANCES = (
    "一、收入支出决算总表 单位：万元 收 入 支 出 项 目 决算数 项目(按功能分类) 决算数 一、财政拨款收入 480.10 一、一般公共服务支出 "
    "二、其他收入 32.30 二、农林水支出 509.00 本年收入合计 512.40 本年支出合计 509.00 用事业基金弥补收支差额 结余分配 "
    "年初结转和结余 6.60 交纳所得税 基本支出结转 6.10 转入事业基金 其中：财政拨款结转 5.00 年末结转和结余 10.00 "
    "项目支出结转和结余 0.50 基本支出结转 9.20 其中：财政拨款结转和结余 0.50 其中：财政拨款结转 9.10 经营结余 "
    "项目支出结转和结余 0.80 其中：财政拨款结转和结余 0.80 经营结余 合计 519.00 合计 519.00 "
)
APPROPRIATION = (
    "四、财政拨款收入支出决算总表 单位：万元 收 入 支 出 项 目 决算数 项目（按功能分类） 合计 一般公共预算财政拨款 政府性基金预算财政拨款 "
    "一、一般公共预算财政拨款 450.00 一、农林水支出 470.00 440.00 30.00 二、政府性基金预算财政拨款 30.10 本年收入合计 480.10 "
    "本年支出合计 470.00 440.00 30.00 年初财政拨款结转和结余 5.50 年末财政拨款结转和结余 15.60 15.50 0.10 "
    "一、一般公共预算财政拨款 5.50 基本支出结转 15.50 15.50 二、政府性基金预算财政拨款 项目支出结转和结余 0.10 0.10 "
    "总计 485.60 总计 485.60 455.50 30.10 "
)


def balances(text: str) -> list[str]:
    read = read_layout(document(f"青禾县水务局2022年度部门决算 第二部分 决算表 {text}第三部分 情况说明"))
    return [
        " ".join((fact.amount.printed, *(code.rpartition("/")[2] for code in (fact.item, fact.type, fact.fund))))
        for fact in read.facts if isinstance(fact, MoneyObservation) and fact.item != "item/_T"
    ]


def test_carry_overs_of_both_sides_are_told_apart_by_what_they_add_up_to() -> None:
    assert sorted(balances(BALANCES)) == sorted([
        "6.60 opening-balance _T _T", "6.10 opening-balance basic _T", "5.00 opening-balance basic fiscal",
        "0.50 opening-balance project _T", "0.50 opening-balance project fiscal", "519.00 grand-total _T _T",
        "10.00 closing-balance _T _T", "9.20 closing-balance basic _T", "9.10 closing-balance basic fiscal",
        "0.80 closing-balance project _T", "0.80 closing-balance project fiscal", "519.00 grand-total _T _T",
    ])
    doubtful = BALANCES.replace("9.20 其中：财政拨款结转和结余", "9.50 其中：财政拨款结转和结余")
    assert [line for line in balances(doubtful) if "basic" in line or "project" in line] == []
    assert [line for line in balances(BALANCES.replace("合计 519.00", "合计 520.00", 1)) if "grand" in line] == []


FUND = (
    "八、政府性基金预算财政拨款收入支出决算表 单位：万元 项目 年初结转和结余 本年收入 本年支出 年末结转和结余 支出功能分类科目编码 科目名称 "
    "小计 基本支出 项目支出 类 款 项 合计 1.50 70.20 71.70 71.70 2120801 征地和拆迁补偿支出 70.20 70.20 70.20 "
    "2120802 土地开发支出 1.50 1.50 1.50 "
)


def test_what_is_certain_of_a_row_is_read_and_the_rest_is_not() -> None:
    text = f"青禾县水务局2022年度部门决算 第二部分 决算表 {SIDES}{FUND}第三部分 情况说明"
    read = read_layout(document(text))
    found = [
        f"{fact.amount.printed} {fact.flow.partition('#')[2]} {fact.type.rpartition('/')[2]}"
        for fact in read.facts if isinstance(fact, MoneyObservation) and fact.function == "func/2120801"
    ]
    assert found == ["70.20 Revenue _T", "70.20 Expenditure _T"]
    assert [use.printed for use in read.account.unread] == ["7.77", "71.70", "70.20", "1.50"]
    whole = [
        fact for fact in read.facts
        if isinstance(fact, MoneyObservation) and fact.function == "func/_T" and fact.fund == "fund/government-fund"
    ]
    assert [f"{fact.amount.printed} {fact.type.rpartition('/')[2]}" for fact in whole] == [
        "1.50 _T", "70.20 _T", "71.70 _T",
    ]


def test_parts_of_an_opening_balance_are_no_revenue() -> None:
    found = balances(APPROPRIATION)
    assert "5.50 opening-balance _T fiscal" in found and "5.50 opening-balance _T general-public" in found
    assert "15.50 closing-balance _T general-public" in found and "0.10 closing-balance project government-fund" in found
    assert [line for line in found if "grand" in line] == [
        "485.60 grand-total _T fiscal", "485.60 grand-total _T fiscal", "455.50 grand-total _T general-public",
        "30.10 grand-total _T government-fund",
    ]


def test_facts_of_a_document_of_one_line() -> None:
    text = f"青禾县水务局2022年度部门决算 第二部分 决算表 {SIDES}{REVENUE}{BASIC}{PROSE}"
    read = read_layout(document(text))
    stated = {
        (fact.amount.printed, fact.function, fact.fund, fact.economic)
        for fact in read.facts if isinstance(fact, MoneyObservation)
    }
    assert ("120.00", "func/2130305", "fund/fiscal", "econ-dep/_T") in stated
    assert ("32.30", "func/2130305", "fund/other", "econ-dep/_T") in stated
    assert ("100.00", "func/_T", "fund/general-public", "econ-dep/30113") in stated
    assert [use.printed for use in read.account.unread] == ["7.77"]
    for fact in read.facts:
        assert text[fact.passage.start : fact.passage.end] == fact.passage.quote


def test_a_title_in_a_sentence_is_no_table() -> None:
    assert flattened_tables("详见收入决算表（单位：万元），本年收入512.40万元，支出480.10万元，结转32.30万元。") == []


@given(st.text(alphabet="一二、，。合计收入支出决算表单位：万元 项目科编码名称类款1234567890.\n", max_size=200))
def test_any_text_has_its_digits_in_cells_or_outside(text: str) -> None:
    for table in flattened_tables(f"收入决算表 单位：万元 {text}"):
        assert table.start < table.end
