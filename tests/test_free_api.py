"""Free questions from Python: `budget_kg.ask`, the documents it chooses, comparisons, JSON in step with its schema."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_stores import BUREAU, OFFICE, SHIPPED, WATER, reader_of

import budget_kg
from budget_kg.answering.free import in_doubt
from budget_kg.errors import BudgetKgError, StoreError, UsageError
from budget_kg.stores.contract import Reader

pytest_plugins = ("cli_fixtures",)
SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "answer.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def one() -> Iterator[Reader]:
    with reader_of(SHIPPED) as reader:
        yield reader


@pytest.fixture(scope="module")
def three() -> Iterator[Reader]:
    with reader_of(SHIPPED, *WATER) as reader:
        yield reader


@pytest.fixture(scope="module")
def empty() -> Iterator[Reader]:
    with reader_of() as reader:
        yield reader


def check(answer: budget_kg.Answer) -> dict[str, Any]:
    """The answer as JSON, which fits the schema."""
    from jsonschema import Draft202012Validator

    whole: dict[str, Any] = json.loads(json.dumps(answer.as_json(), ensure_ascii=False))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(whole)] == []
    return whole


# -- the call -------------------------------------------------------------------------------------------------------


def test_a_folder_or_an_open_store_is_asked(stored: Path, one: Reader) -> None:
    text = "三公经费到底花了多少"
    by_path, by_text, opened = (budget_kg.ask(where, text) for where in (stored, str(stored), one))
    assert by_path == by_text == opened
    assert "0.61 万元" in opened.sentence and opened.confidence == "stated"
    assert any("0.61万元" in quote.quote for quote in opened.evidence)


def test_the_language_is_that_of_the_question_unless_given(one: Reader) -> None:
    assert budget_kg.ask(one, "三公经费到底花了多少").lang == "zh"
    assert budget_kg.ask(one, "How much were the three public expenses?").lang == "en"
    answer = budget_kg.ask(one, "三公经费到底花了多少", "en")
    assert answer.lang == "en" and "6,100 yuan" in answer.sentence


def test_amounts_in_the_unit_wanted(one: Reader) -> None:
    assert "6100 元" in budget_kg.ask(one, "三公经费到底花了多少", unit="元").sentence
    assert "6100 元" in budget_kg.ask(one, "三公经费到底花了多少", unit="yuan").sentence
    with pytest.raises(UsageError, match="斤"):
        budget_kg.ask(one, "三公经费到底花了多少", unit="斤")


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        budget_kg.ask(tmp_path / "nothing", "三公经费到底花了多少")


def test_importing_the_package_imports_nothing_of_it() -> None:
    script = "import budget_kg, sys; print([name for name in sys.modules if name.startswith('budget_kg.')]); budget_kg.Answer"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
    with pytest.raises(AttributeError):
        _ = budget_kg.Nothing


# -- what cannot be asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no question"),
        (" \n\u3000 \u200b", "no question"),
        ("钱" * 10_000, "10000 characters"),
        ("😀😀🎉", "no words"),
        ("2023?!", "no words"),
        ("Сколько денег потратили?", "only questions in"),
        ("كم أنفقت الحكومة؟", "only questions in"),
        ("予算はいくらですか", "only questions in"),
        ("SELECT * WHERE { ?s ?p ?o }", "SPARQL"),
        ("三公经费 } UNION { ?s ?p ?o", "SPARQL"),
        ("ASK { SERVICE <http://x/> { ?s ?p ?o } }", "SPARQL"),
        ("DROP ALL", "SPARQL"),
        ("你好", "nothing is asked"),
        ("hello", "nothing is asked"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(text: str, words: str, one: Reader) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        budget_kg.ask(one, text)
    for lang in ("zh", "en"):
        assert caught.value.say(lang) and "\n" not in caught.value.say(lang)


@pytest.mark.parametrize(
    "text",
    [
        "天气怎么样", "why is the sky blue", "Combien d'argent a été dépensé ?", "三公经费😀是多少？", "“'\"\\<>|&;$(rm -rf)三公经费",
        "\udcff三公经费\ud800是多少", "三公\x00经费\x1b[31m是多少", "绝对不存在的火星基地花了多少钱", "a" * 500, "三" * 500, "?x 三公经费",
        "1 2 3 4 5 三公", "select the three public expenses", "%s %d {0} 三公经费",
    ],
)
def test_whatever_is_asked_there_is_a_sentence(text: str, one: Reader) -> None:
    answer = budget_kg.ask(one, text)
    whole = check(answer)
    assert answer.sentence and "\n" not in answer.sentence
    assert json.dumps(whole, ensure_ascii=False).encode()
    assert all(line.evidence for reading in answer.readings for line in reading.lines)


def test_what_the_document_does_not_say_is_not_stated(one: Reader) -> None:
    answer = budget_kg.ask(one, "绝对不存在的火星基地花了多少钱")
    assert (answer.confidence, answer.readings) == ("not-stated", ())
    assert "没有给出" in answer.sentence


def test_a_store_without_documents(empty: Reader) -> None:
    with pytest.raises(UsageError, match="no document"):
        budget_kg.ask(empty, "三公经费到底花了多少")


# -- which document -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{BUREAU}2022年机关运行经费是多少", f"{BUREAU}2022年度部门决算"),
        ("水务管理局2022年度的机关运行经费", f"{BUREAU}2022年度部门决算"),
        ("请问水务管理局机关运行经费多少", f"{BUREAU}2023年度部门决算"),
        ("2023年汉中街道的机关运行经费是多少", f"{OFFICE}2023年度部门决算"),
        ("汉中街道 办事处机关运行经费是多少", f"{OFFICE}2023年度部门决算"),
        ("What was the operating cost of 水务管理局 in 2022?", f"{BUREAU}2022年度部门决算"),
    ],
)
def test_the_department_and_year_named_are_asked(text: str, title: str, three: Reader) -> None:
    answer = budget_kg.ask(three, text)
    assert answer.document == title
    assert answer.confidence == "stated"
    assert in_doubt(three, text) == ()


def test_department_and_year_given_beside_the_question(three: Reader) -> None:
    text = "机关运行经费是多少"
    iri = next(one.department for one in in_doubt(three, text) if one.name == BUREAU)
    for dept in (BUREAU, "水务管理局", "水务 管理局", iri):
        answer = budget_kg.ask(three, text, dept=dept, year=2022)
        assert answer.document == f"{BUREAU}2022年度部门决算" and "105 万元" in answer.sentence
        assert answer.notes == ()
    with pytest.raises(UsageError, match="火星局"):
        budget_kg.ask(three, text, dept="火星局")
    with pytest.raises(UsageError, match="1800"):
        budget_kg.ask(three, text, year=1800)


def test_what_is_taken_is_said(three: Reader, one: Reader) -> None:
    answer = budget_kg.ask(three, "机关运行经费是多少", "en")
    assert any("2 departments" in note for note in answer.notes)
    assert {one.name for one in in_doubt(three, "机关运行经费是多少")} == {OFFICE, BUREAU}
    answer = budget_kg.ask(three, "水务管理局机关运行经费是多少", "en")
    assert any("2022, 2023" in note and "this is 2023" in note for note in answer.notes)
    assert budget_kg.ask(one, "机关运行经费是多少").notes == ()


def test_a_year_that_is_not_there_is_said(three: Reader) -> None:
    answer = budget_kg.ask(three, "水务管理局2015年有几辆公务用车？", "en")
    assert any("no document of 2015" in note for note in answer.notes)


def test_a_department_is_not_read_into_another_name(three: Reader) -> None:
    """The end of a department's name counts only where a name may begin."""
    assert len(in_doubt(three, "建成党群水务管理局几个")) == 2


# -- several documents ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("水务管理局2022和2023年机关运行经费相差多少", ("105 万元", "100 万元", "减少 5 万元", "4.76%")),
        ("水务管理局三公经费2022年与2023年对比", ("9.5 万元", "10 万元", "增加 0.5 万元", "5.26%")),
        ("水务管理局和汉中街道2023年机关运行经费谁多", ("100 万元", "136.88 万元", "多 36.88 万元")),
    ],
)
def test_two_documents_are_compared(text: str, figures: tuple[str, ...], three: Reader) -> None:
    answer = budget_kg.ask(three, text)
    assert all(figure in answer.sentence for figure in figures), answer.sentence
    assert answer.confidence == "derived" and answer.readings[0].steps
    assert len({quote.title for quote in answer.evidence}) == 2
    check(answer)


@pytest.mark.parametrize(
    ("text", "first", "via"),
    [
        ("哪个部门支出最多", OFFICE, "question:ranking"),
        ("哪个部门支出最少", BUREAU, "question:ranking"),
        ("which department has the highest three public expenses", BUREAU, "question:ranking"),
        ("各部门机关运行经费排名", OFFICE, "question:ranking"),
        ("哪个部门公务接待费最高", BUREAU, "plan"),
    ],
)
def test_departments_are_ranked(text: str, first: str, via: str, three: Reader) -> None:
    answer = budget_kg.ask(three, text)
    assert answer.via == via and in_doubt(three, text) == ()
    assert answer.readings[0].lines[0].what.startswith(first), answer.sentence
    assert all(line.evidence for line in answer.readings[0].lines)
    check(answer)


def test_one_measure_over_the_years(three: Reader) -> None:
    answer = budget_kg.ask(three, "水务管理局历年三公经费")
    assert answer.via == "question:trend"
    assert "2022 年 9.5 万元" in answer.sentence and "2023 年 10 万元" in answer.sentence
    check(answer)


def test_one_department_is_not_compared_with_itself(one: Reader) -> None:
    answer = budget_kg.ask(one, "哪个部门支出最多")
    assert answer.via == "question:ranking" and answer.notes, "that there is one department is said"


# -- the schema -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "三公经费到底花了多少", "一般公共预算财政拨款支出按功能分类都有哪些", "机关运行经费为什么增加", "机关运行经费比上年增加多少",
        "办公电话是多少", "How much was spent on community workers' pay?", "哪些指标没有完成", "社会保障和就业支出占比多少",
        "绝对不存在的火星基地花了多少钱",
    ],
)
def test_json_fits_the_published_schema(text: str, one: Reader) -> None:
    whole = check(budget_kg.ask(one, text))
    assert whole["question"] == text


def test_the_schema_is_one_and_refuses_what_is_no_answer(one: Reader) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(SCHEMA)
    whole = check(budget_kg.ask(one, "三公经费到底花了多少"))
    for name in whole:
        rest = {key: value for key, value in whole.items() if key != name}
        assert not Draft202012Validator(SCHEMA).is_valid(rest), name
    assert not Draft202012Validator(SCHEMA).is_valid({**whole, "confidence": "not-stated"})
    assert not Draft202012Validator(SCHEMA).is_valid({**whole, "more": 1})


def test_errors_have_one_root() -> None:
    assert issubclass(UsageError, BudgetKgError) and issubclass(StoreError, BudgetKgError)
