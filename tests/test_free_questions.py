"""Free questions on an invented bureau's accounts: what is asked, in everyday words, and what has to come out."""

from __future__ import annotations

import pytest

from budget_kg.answering.free import ask
from budget_kg.answering.reply import Answer
from budget_kg.errors import UsageError
from budget_kg.stores.contract import Reader


@pytest.fixture(scope="module")
def reader(bureau_reader: Reader) -> Reader:
    return bureau_reader


@pytest.fixture(autouse=True)
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the words of the ontology, no model of any kind."""
    monkeypatch.setenv("BUDGET_KG_SEMANTIC", "0")
    monkeypatch.delenv("BUDGET_KG_LLM_URL", raising=False)


STATED = [
    ("总支出是多少", "3200.5 万元"),
    ("这个局一年下来一共花了多少钱？", "3200.5 万元"),
    ("年初预算是多少", "2800 万元"),
    ("三公经费花了多少？", "9 万元"),
    ("吃喝招待花了多少钱", "3 万元"),
    ("人头费花了多少万", "900.5 万元"),
    ("三公經費用了多少", "9 万元"),
    ("人员经费是多少亿元？", "0.09005 亿元"),
    ("农林水支出为什么超预算？", "新增灌区改造项目"),
    ("有没有买新车？", "否。2023 年财政拨款公务用车购置费决算 0 万元"),
    ("科室有几个？分别是什么？", "水政股"),
    ("什么叫机关运行经费？", "保障行政单位运行"),
    ("打电话找谁？", "0755-12345678"),
    ("防汛归他们管吗？", "防汛抗旱"),
    ("灌区改造有什么问题，怎么改进？", "提前安排施工计划"),
    ("三公经费完成了预算的百分之几", "75%"),
    ("How much was spent on official vehicles?", "60,000 yuan"),
    ("How much did guanqu gaizao cost?", "14,500,000 yuan"),
    ("What did the office spend in total, in million yuan?", "32.005 million yuan"),
    ("What was the approved budget at the start of the year?", "28,000,000 yuan"),
]


@pytest.mark.parametrize(("question", "expected"), STATED)
def test_what_is_printed_is_quoted(reader: Reader, question: str, expected: str) -> None:
    found = ask(reader, question)
    assert found.confidence == "stated", found.sentence
    assert expected in found.sentence
    assert_proven(found)


DERIVED = [
    ("吃喝招待平均一个人多少钱？", "120 元", "3 万元 ÷ 250 人次"),
    ("农林水支出是卫生健康支出的几倍？", "23.64 倍", "2600 万元 ÷ 110 万元"),
    ("上一年三公经费是多少？", "10 万元", "9 万元 − -1 万元"),
    ("三公经费里没花完的有多少？", "3 万元", "12 万元 − 9 万元"),
    ("卫生健康和社会保障一共花了多少？", "400.5 万元", "110 万元 + 290.5 万元"),
    ("卫生健康比社会保障少花多少，差额是多少？", "180.5 万元", "290.5 万元 − 110 万元"),
    ("花钱最多的两个功能科目是哪两个，合计多少？", "2890.5 万元", "2600 万元 + 290.5 万元"),
    ("灌区改造占项目支出的百分之几？", "72.5%", "1450 万元 ÷ 2000 万元"),
    ("What did each reception guest cost?", "120 yuan", "30,000 yuan ÷ 250"),
]


@pytest.mark.parametrize(("question", "expected", "step"), DERIVED)
def test_what_is_worked_out_shows_its_arithmetic(reader: Reader, question: str, expected: str, step: str) -> None:
    found = ask(reader, question)
    assert found.confidence == "derived", found.sentence
    assert expected in found.sentence
    assert any(step in one for reading in found.readings for one in reading.steps)
    assert_proven(found)


def test_parts_are_added_up_and_compared(reader: Reader) -> None:
    found = ask(reader, "三公各项加起来等于总数吗？")
    assert found.verdict is True
    assert "0 万元 + 6 万元 + 3 万元 = 9 万元" in found.sentence


def test_a_printed_rate_is_worked_out_again(reader: Reader) -> None:
    found = ask(reader, "三公经费减少10%，这个百分比对不对？")
    assert found.verdict is True
    assert "-10%" in found.sentence


@pytest.mark.parametrize(("question", "expected"), [
    ("哪些科目超了年初预算？", {"卫生", "农林水"}),
    ("哪些科目没花完年初预算？", {"社会保障"}),
    ("哪些项目的全年预算超过1000万元？", {"灌区改造"}),
])
def test_lists_meet_their_condition(reader: Reader, question: str, expected: set[str]) -> None:
    found = ask(reader, question)
    lines = [line.what for line in found.readings[0].lines]
    assert len(lines) == len(expected)
    assert all(any(name in line for line in lines) for name in expected)


def test_the_second_clause_asks_of_what_the_first_found(reader: Reader) -> None:
    found = ask(reader, "哪个项目花钱最多，为什么没花完？")
    assert "灌区改造" in found.sentence
    assert "汛期推迟施工" in found.sentence


NOT_STATED = [
    "教育支出花了多少？", "2019年总支出是多少？", "局长工资是多少？", "出差花了多少钱？", "他们修了几座水库？",
    "全县有多少人口？", "明年预算打算花多少？", "How much did they pay the mayor?", "How many tonnes of cement were used?",
    "What was spent on schools?", "How many kilometres did the cars drive?", "三公经费2020年是多少？", "购买了多少台电脑？",
]


@pytest.mark.parametrize("question", NOT_STATED)
def test_what_the_document_does_not_say_is_not_answered(reader: Reader, question: str) -> None:
    found = ask(reader, question)
    assert found.confidence == "not-stated", found.sentence
    assert found.readings == ()
    assert not any(name.isdigit() for name in found.near)


def test_the_nearest_is_named_without_its_figure(reader: Reader) -> None:
    found = ask(reader, "公务接待费有多少批外宾？")
    assert found.confidence == "not-stated"
    assert "最接近" in found.sentence
    assert "万元" not in found.sentence


def test_a_plan_can_be_explained(reader: Reader) -> None:
    reading = ask(reader, "三公经费花了多少？").readings[0]
    assert "三公" in reading.plan and "2023" in reading.plan
    assert "SERVICE" not in "".join(reading.sparql)
    assert "code/item/three-public" in "".join(reading.sparql)


@pytest.mark.parametrize("injected", [
    '三公经费" } UNION { SERVICE <http://example.org/> { ?s ?p ?o } } #', "三公经费 \\u007d } DROP ALL", "三公经费>.?a ?b ?c.<",
])
def test_a_question_never_becomes_sparql(reader: Reader, injected: str) -> None:
    try:
        found = ask(reader, f"花了多少钱 {injected}")
    except UsageError:
        return  # a query is refused as one
    assert "SERVICE" not in "".join(query for one in found.readings for query in one.sparql)
    assert "DROP" not in "".join(query for one in found.readings for query in one.sparql)


def assert_proven(found: Answer) -> None:
    """Every line has a quote, and the quote has the digits of what is stated."""
    for reading in found.readings:
        for line in reading.lines:
            assert line.evidence, line
