"""Numerals that state nothing are structure by rule; every numeral of a document is in exactly one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from budget_kg.facts import Contact, Fact, Outcome
from budget_kg.model import Layout, Structure
from budget_kg.reading import Reading
from budget_kg.structure import account, all_facts, structures
from budget_kg.unwrapping import unwrap

LayoutOf = Callable[[str], Layout]

TITLE = "云水县星河街道办事处2021年度部门决算\n"

LINES = [
    ("按照云财预〔2020〕31号文件的要求", {"2020": "document-number", "31": "document-number"}),
    ("根据《关于做好2019年第三批100项工作的通知》办理", {"2019": "quoted-title", "100": "quoted-title"}),
    ("与2020年相比增加4.5万元", {"2020": "fiscal-year"}),
    ("2019-2021年连续三年", {"2019": "fiscal-year", "2021": "fiscal-year"}),
    ("2003年建成的办公楼", {"2003": "date"}),
    ("截至2021年12月31日", {"2021": "date", "12": "date", "31": "date"}),
    ("3月5日至4月10日开展普查", {"3": "date", "5": "date", "4": "date", "10": "date"}),
    ("1-12月新增就业700人", {"1": "date", "12": "date"}),
    ("发布于2022-08-09 16:05", {"2022": "date", "08": "date", "09": "date", "16": "date", "05": "date"}),
    ("支出结构见图3，明细见附表2，说明见附件4。", {"3": "caption", "2": "caption", "4": "annex-number"}),
    ("公开05表", {"05": "caption-code"}),
    ("5号楼封顶，C2地块开工", {"5": "ordinal-name", "2": "ordinal-name"}),
    ("第3季度和第12次会议", {"3": "ordinal", "12": "ordinal"}),
    ("依照第14条第2款", {"14": "law-article", "2": "law-article"}),
    ("512防灾减灾周活动6场", {"512": "named-event"}),
    ("“6·26”国际禁毒日宣传", {"6": "named-event", "26": "named-event"}),
    ("办理12345热线工单300件", {"12345": "named-event"}),
    ("PM2.5平均浓度为31微克/立方米，PM10为50微克/立方米", {"2.5": "substance", "10": "substance"}),
    ("推行“1+2+N”治理和“3690”工程", {"1": "policy-shorthand", "2": "policy-shorthand", "3690": "quoted-name"}),
    ("2010301行政运行3.2万元", {"2010301": "classification-code"}),
    ("其他支出（科目编码：2299901）1.5万元", {"2299901": "classification-code"}),
    ("30201办公费 6.1", {"30201": "classification-code"}),
    ("详见http://www.example.cn/2021/t20210809_77.html公开", {
        "2021": "address", "20210809": "address", "77": "address",
    }),
    ("附件：1.支出决算表.xls", {"1": "address"}),
    ("措施：1、加强管理。2、节约开支。（3）做好公开。", {"1": "list-number", "2": "list-number", "3": "list-number"}),
    ("第12页，共40页", {"12": "page-number", "40": "page-number"}),
    ("栏次 1 2 3 4 合计 5.5", {"1": "column-number", "2": "column-number", "3": "column-number",
                            "4": "column-number"}),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_structure_by_form(line: str, expected: dict[str, str], layout_of: LayoutOf) -> None:
    text = TITLE + "一、说明\n" + line + "\n"
    layout = layout_of(text)
    found = {text[each.start : each.end]: each.rule for each in structures(layout) if each.start > len(TITLE)}
    assert found == expected


@pytest.mark.parametrize("line", [
    "收入320.5万元，下降12%", "接待36批次、162人次", "面积2021平方米", "补助1998元", "车辆3辆，设备5台（套）",
    "“5个平台”建设", "《意见》要求压减15%", "覆盖率88.8%，得分96.5分", "完成投资1,234.50亿元", "建档1,998户",
    "共3项、4条", "得分表3份", "5.2万元、6.3万元", "单位编制38名",
])
def test_numbers_with_units_are_never_structure(line: str, layout_of: LayoutOf) -> None:
    text = TITLE + "一、说明\n我单位今年" + line + "。\n"
    assert not [each for each in structures(layout_of(text)) if each.start > len(TITLE)]


def test_row_numbers_stand_alone_behind_their_column_head(layout_of: LayoutOf) -> None:
    text = TITLE + "一、重点工作\n序号 事项 数量 \n1 \n修路 \n4 条\n2 \n植树 3 3 \n普查 \n9 \n"
    rows = [each for each in structures(layout_of(text)) if each.rule == "row-number"]
    found = [(text[each.start : each.end], each.start) for each in rows]
    assert [printed for printed, _ in found] == ["1", "2", "3"]
    assert [text[start:].split()[1] for _, start in found] == ["修路", "植树", "普查"]


def test_a_table_of_contents_is_structure(layout_of: LayoutOf) -> None:
    leaders = "".join(f"{mark}、{name} .......... {page} " for mark, name, page in (
        ("一", "概况", 3), ("二", "说明", 7), ("三", "解释", 12)))
    text = f"{TITLE}目录 {leaders}\n一、概况\n本街道。\n"
    assert [each.rule for each in structures(layout_of(text))][1:] == ["table-of-contents"] * 3


def test_each_numeral_is_in_one_list_and_facts_come_first(layout_of: LayoutOf) -> None:
    text = TITLE + "一、说明\n2021年植树1,250棵，联系电话：0999-\n1234567，另有73。\n"
    layout = layout_of(text)
    phone = [(text.index("0999"), text.index("0999") + 4), (text.index("1234567"), text.index("1234567") + 7)]
    contact = Contact(passage=layout.passage(5, 9), number="0999-1234567", numerals=tuple(phone))
    year = text.rindex("2021")
    own = Structure(text.index("73"), text.index("73") + 2, "row-number")
    kept = account(layout, Reading(facts=[contact], structures=[own]))
    assert [(use.printed, use.facts) for use in kept.facts] == [("0999", (contact,)), ("1234567", (contact,))]
    assert {use.printed: use.rule for use in kept.structures} == {"2021": "fiscal-year", "73": "row-number"}
    assert year in {use.start for use in kept.structures}
    assert [use.printed for use in kept.unread] == ["1,250"]
    assert "植树1,250棵" in kept.unread[0].context


def test_facts_inside_facts_are_counted_once(layout_of: LayoutOf) -> None:
    passage = layout_of(TITLE + "一、说明\n").passage(0, 4)
    inner: list[Fact] = [Contact(passage=passage, number="1")]
    outer = Outcome(passage=passage, text="效果", year=2021, explains=tuple(inner))  # type: ignore[arg-type]
    assert [fact.SLUG for fact in all_facts([outer, *inner])] == ["contact", "outcome"]


def test_the_shipped_document_is_accounted_for(shipped_layout: Layout) -> None:
    residue = unwrap(shipped_layout.document.text)[1]
    kept = account(shipped_layout, Reading(), residue)
    rules = Counter(use.rule for use in kept.structures)
    assert rules == {
        "fiscal-year": 70, "list-number": 70, "date": 38, "ordinal-name": 23, "row-number": 7, "named-event": 6,
        "caption": 4, "annex-number": 3, "page-number": 2, "substance": 2,
    }
    assert len(kept.structures) + len(kept.unread) == 619
    digits = sum(char.isdecimal() for char in shipped_layout.document.text)
    uses = [*kept.structures, *kept.unread]
    assert sum(char.isdecimal() for use in uses for char in use.printed) == digits
    assert len({use.start for use in uses}) == len(uses)
