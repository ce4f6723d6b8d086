"""The head of a document from everything that may say it: titles, covers, labels, cells, prose, and the file's name."""

from __future__ import annotations

import pytest

from budget_kg.errors import InputError
from budget_kg.facts import MoneyObservation
from budget_kg.layer import Entry, Layer
from budget_kg.model import Document, Head
from budget_kg.overrides import Overrides
from budget_kg.pipeline import map_document, read_layout
from budget_kg.recognition import Recognised, recognise

BUDGET = """
一、收入预算情况说明
2024年收入预算合计500万元。
二、支出预算情况说明
2024年支出预算合计500万元。
"""
ACCOUNTS = """
一、收入决算情况说明
本年收入合计500万元。
二、支出决算情况说明
本年支出合计480万元。
"""


def document(text: str, *tables: list[list[str]], name: str = "a.txt", sheet: str = "") -> Document:
    """A document of tables and then lines, as a reader makes it."""
    layer = Layer()
    for rows in tables:
        layer.table([Entry(r, c, words) for r, row in enumerate(rows) for c, words in enumerate(row)], sheet=sheet)
    for line in text.split("\n"):
        layer.line(line)
    return layer.document(name, "text/plain", "0" * 64)


def recognised(text: str, *tables: list[list[str]], name: str = "a.txt", sheet: str = "") -> Recognised:
    return recognise(document(text, *tables, name=name, sheet=sheet))


def head(text: str, *tables: list[list[str]], name: str = "a.txt", sheet: str = "") -> Head:
    return recognised(text, *tables, name=name, sheet=sheet).layout.head


def rules(found: Recognised) -> list[str]:
    return [finding.rule for finding in found.findings]


@pytest.mark.parametrize(
    ("cover", "department", "kind", "scope"),
    [
        ("贵阳市南明区2024年区级部门预算\n预算主管部门：贵阳市南明区人民政府青山街道办事处\n", "贵阳市南明区人民政府青山街道办事处", "budget", "department"),
        ("贵阳市南明区2024年区级单位预算\n预算单位：贵阳市南明区第一中学\n", "贵阳市南明区第一中学", "budget", "unit"),
        ("贵阳市南明区人民政府青山街道办事处\n2024年度\n部门预算\n", "贵阳市南明区人民政府青山街道办事处", "budget", "department"),
        ("贵阳市南明区人民政府\n青山街道办事处\n2024年度部门预算公开\n", "贵阳市南明区人民政府青山街道办事处", "budget", "department"),
        ("贵阳市南明区水务局（本级）2024年度单位预算\n", "贵阳市南明区水务局（本级）", "budget", "unit"),
        ("关于贵阳市南明区水务局2024年部门预算的说明\n", "贵阳市南明区水务局", "budget", "department"),
        ("2024年贵阳市南明区人民代表大会常务委员会部门预算公开\n", "贵阳市南明区人民代表大会常务委员会", "budget", "department"),
        ("中共贵阳市南明区委机构编制委员会办公室2024年部门预算公开说明\n", "中共贵阳市南明区委机构编制委员会办公室", "budget", "department"),
        ("贵阳市南明区水务局部门预算公开（2024年）\n", "贵阳市南明区水务局", "budget", "department"),
        ("首页 信息公开 预算公开 贵阳市南明区水务局2024年部门预算及“三公”经费预算公开\n", "贵阳市南明区水务局", "budget", "department"),
    ],
)
def test_covers_and_titles(cover: str, department: str, kind: str, scope: str) -> None:
    found = recognised(cover + BUDGET)
    said = found.layout.head
    assert (said.department, said.year, said.kind, said.scope, said.planned) == (department, 2024, kind, scope, True)
    assert "doubtful-head" not in rules(found)


@pytest.mark.parametrize("label", ["编制单位：", "编制部门：", "部门：", "公开部门: ", "预算部门（单位）：", "单位名称："])
def test_a_label_in_a_cell_names_the_department(label: str) -> None:
    table = [["2024年部门收支总表", "", ""], [f"{label}贵阳市南明区水务局", "", "单位：万元"], ["项目", "预算数", ""], ["合计", "500.00", ""]]
    if label == "预算部门（单位）：":
        table[1] = ["编制单位：", "[301001]贵阳市南明区水务局", "单位：万元"]
    found = head("2024年部门预算编制说明\n" + BUDGET, table)
    assert (found.department, found.year, found.kind) == ("贵阳市南明区水务局", 2024, "budget")


def test_a_cover_sheet_is_a_cover() -> None:
    cover = [["贵阳市南明区2024年区级部门预算"], ["预算主管部门：贵阳市南明区水务局"]]
    found = head("2023年部门预算说明\n" + BUDGET, cover, sheet="封面")
    assert (found.department, found.year) == ("贵阳市南明区水务局", 2024)


def test_a_name_only_in_prose_is_doubtful() -> None:
    found = recognised("2024年部门预算编制说明\n贵阳市南明区水务局主要职责是管水。\n" + BUDGET)
    assert found.layout.head.department == "贵阳市南明区水务局"
    assert "doubtful-head" in rules(found)


def test_the_name_of_the_file_is_the_last_resort_and_doubtful() -> None:
    found = recognised("2024年部门预算编制说明\n" + BUDGET, name="贵阳市南明区水务局2024年部门预算.txt")
    assert found.layout.head.department == "贵阳市南明区水务局"
    assert "doubtful-head" in rules(found)
    said = recognised("贵阳市南明区财政局2024年部门预算\n" + BUDGET, name="贵阳市南明区水务局2024年部门预算.txt")
    assert said.layout.head.department == "贵阳市南明区财政局"


def test_two_departments_or_years_in_titles_are_doubtful() -> None:
    both = "贵阳市南明区水务局2024年部门预算\n贵阳市南明区财政局2024年部门预算\n" + BUDGET
    assert "doubtful-head" in rules(recognised(both))
    years = "贵阳市南明区水务局2024年部门预算\n贵阳市南明区水务局2023年部门预算\n" + BUDGET
    assert "doubtful-head" in rules(recognised(years))


@pytest.mark.parametrize(
    ("text", "words"),
    [("2024年部门预算编制说明\n" + BUDGET, "--dept"), ("贵阳市南明区水务局部门预算编制说明\n" + BUDGET.replace("2024年", "本年"), "--year")],
)
def test_what_is_not_said_is_asked_for(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        recognised(text)
    assert words in caught.value.say("en")
    known = recognise(document(text), Overrides(department="青禾县水务局", year=2024)).layout.head
    assert (known.department, known.year) == ("青禾县水务局", 2024)


def test_a_budget_speaks_of_the_year_before_and_stays_of_its_year() -> None:
    text = "贵阳市南明区水务局2024年部门预算\n" + BUDGET + "2023年预算执行数为9万元，2023年预算增加3万元。2023年预算安排6万元。\n" * 9
    found = recognised(text)
    assert found.layout.head.year == 2024
    assert "doubtful-head" not in rules(found)


def test_final_accounts_that_speak_of_budgets_are_final_accounts() -> None:
    text = "贵阳市南明区水务局2023年度部门决算\n" + ACCOUNTS + "三、预算绩效情况\n2023年度预算绩效管理。2024年预算安排3万元。\n"
    assert (head(text).kind, head(text).planned) == ("final", False)


def test_a_reply_that_approves() -> None:
    text = "贵阳市南明区财政局关于批复贵阳市南明区水务局2024年部门预算的通知\n贵阳市南明区水务局：\n一、收入预算500万元。二、支出预算500万元。\n"
    found = head(text)
    assert (found.kind, found.department, found.year, found.planned) == ("approval", "贵阳市南明区水务局", 2024, True)


def test_a_notice_of_three_public_expenses_over_all_departments() -> None:
    text = (
        "经贵阳市财政局汇总，2023年贵阳市本级部门使用财政拨款安排的“三公”经费支出总额为900万元。\n一、因公出国（境）费\n90万元。\n"
        "二、公务接待费\n210万元。\n附表：贵阳市本级2023年“三公”经费决算汇总表\n"
    )
    found = head(text)
    assert (found.kind, found.department, found.year, found.scope) == ("three-public", "贵阳市本级", 2023, "division")


def test_a_notice_of_one_department_is_of_the_department() -> None:
    text = "贵阳市南明区水务局2024年“三公”经费预算公开\n一、因公出国（境）费0万元。\n二、公务接待费2万元。\n"
    found = head(text)
    assert (found.kind, found.department, found.planned, found.scope) == ("three-public", "贵阳市南明区水务局", True, "department")


def test_a_notice_states_actuals_and_has_no_shortcuts() -> None:
    text = "贵阳市南明区水务局2023年“三公”经费决算公开\n一、因公出国（境）费\n2023年因公出国（境）费9万元。\n二、公务接待费\n2023年公务接待费2万元。\n"
    read = read_layout(document(text))
    phases = {(fact.item, fact.phase) for fact in read.facts if isinstance(fact, MoneyObservation)}
    assert phases == {("item/abroad", "phase/actual"), ("item/reception", "phase/actual")}
    registry = map_document(read).load.registry
    assert isinstance(registry, bytes)
    assert b"ThreePublicNotice" in registry and b"threePublicExpenses" not in registry


def test_forms_of_two_projects_are_two_documents() -> None:
    form = (
        "附件：\n项目支出绩效自评表\n（2022年度）\n项目名称 {name}\n主管部门 219-贵阳市南明区水务局 实施单位 219001-贵阳市南明区河道所\n"
        "年初预算数 全年预算数 全年执行数 分值 得分\n年度资金总额 90 89.9 89.9\n一级指标 二级指标 三级指标 年度指标值 实际完成值\n"
    )
    one, two = head(form.format(name="河道清淤")), head(form.format(name="堤防维护"))
    assert (one.kind, one.department, one.year) == ("self-evaluation", "贵阳市南明区水务局", 2022)
    assert one.part and one.part != two.part


def test_form_drawn_in_rules_names_its_department() -> None:
    found = head(
        "项目支出绩效自评表\n（2022年度）\n\n| 项目名称 | 河道清淤 |  |\n|---|---|---|\n| 主管部门 | 贵阳市南明区水务局 |  |\n"
        "| 年初预算数 | 全年预算数 | 全年执行数 |\n| 90 | 90 | 89.9 |\n| 一级指标 | 年度指标值 | 实际完成值 |\n"
    )
    assert (found.kind, found.department, found.year) == ("self-evaluation", "贵阳市南明区水务局", 2022)


def test_traditional_script_is_read_and_quoted_as_printed() -> None:
    text = (
        "貴陽市南明區幼兒園2017年度部門決算公開\n一、收入決算情況。\n2017年度，本單位收入為1687.45萬元。\n二、支出決算情況\n"
        "本單位支出為1942.57萬元。開展學(xué)前教育，財務預(yù)算、經費、機構(gòu)編制與業務發展，總額與車輛購置。\n"
    )
    found = recognised(text)
    assert found.layout.head.department == "贵阳市南明区幼儿园"
    assert found.layout.head.language == "zh-Hant"
    assert found.layout.head.passages[0].quote in text
    assert "xué" not in found.layout.flow.text and "学前教育" in found.layout.flow.text


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间: 2017-08-17 15:17", "2017-08-17"), ("日期：2023年2月10日", "2023-02-10"), ("发布日期：2023/2/9", "2023-02-09"),
        ("计划开始日期 2023-01-01", None), ("时间：2023-13-01", None),
    ],
)
def test_publication_dates(line: str, date: str | None) -> None:
    assert head(f"{line}\n贵阳市南明区水务局2024年部门预算\n{BUDGET}").published == date


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("贵阳市南明区水务局召开2023年度部门决算布置会\n昨日，水务局召开会议，部署2023年度部门决算工作，涉及资金300万元。\n", "no disclosure"),
        ("贵阳市南明区水务局2023年度部门决算编制服务项目竞争性磋商公告\n一、项目概况\n预算金额20万元。\n二、申请人的资格要求\n", "tender"),
        ("中华人民共和国预算法\n第一章 总则\n第一条 为了规范政府收支行为，2015年1月1日施行。\n", ""),
        ("贵阳市2023年国民经济和社会发展统计公报\n全年一般公共预算收入300亿元。\n", "statistics"),
        ("关于贵阳市2023年预算执行情况和2024年预算草案的报告\n一、2023年预算执行情况\n一般公共预算收入300亿元。\n", ""),
    ],
)
def test_documents_of_other_kinds_are_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        recognised(text)
    assert words in caught.value.say("en")
    assert "\n" not in caught.value.say("zh") + caught.value.say("en")


def test_blanks_in_cells_make_a_template_and_codes_do_not_fill_it() -> None:
    table = [["2024年部门收支总表", ""], ["编制单位：贵阳市南明区XX局", "单位：元"], ["205.0", "xxx"], ["2050205", "x,xxx"], ["合计", "XXX"]]
    with pytest.raises(InputError, match="template"):
        recognised("贵阳市南明区XX局2024年部门预算\n收入预算x,xxx万元。\n", table)
    filled = [["2024年部门收支总表", ""], ["编制单位：贵阳市南明区水务局", "单位：元"], *[["教育支出", f"{n},000.50"] for n in range(1, 20)], ["合计", "XXX"]]
    found = recognised("贵阳市南明区水务局2024年部门预算\n" + BUDGET, filled)
    assert rules(found).count("template-residue") == 1


def test_the_head_of_a_column_is_no_title() -> None:
    notice = (
        "经贵阳市财政局汇总，2023年贵阳市本级部门使用财政拨款安排的“三公”经费支出总额为900万元。\n一、因公出国（境）费\n90万元。\n"
        "二、公务接待费\n210万元。\n附表：贵阳市本级2023年“三公”经费决算汇总表\n"
    )
    table = [["项目", "2023年决算（万元）"], ["公务接待费", "210"]]
    assert head(notice, table).kind == head(notice).kind == "three-public"
