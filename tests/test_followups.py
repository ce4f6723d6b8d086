"""Follow-ups: which texts go on from the question before, what they then mean, and which stand alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget_kg import cli
from budget_kg.answering.conversation import Conversation
from budget_kg.answering.followups import FollowUp, follow_up, says_nothing
from budget_kg.answering.question import Question, analyse
from budget_kg.answering.restating import in_words
from budget_kg.answering.word_cache import lexicon
from budget_kg.errors import UsageError
from budget_kg.stores.oxigraph import open_reader

pytest_plugins = ("cli_fixtures",)

YEAR = 2023
CARS_ZH = "公务用车运行维护费花了多少钱？"
CARS_EN = "How much was spent on official vehicles?"


def read(text: str) -> Question:
    return analyse(text, lexicon())


def after(before: str | Question, text: str) -> FollowUp | None:
    question = read(before) if isinstance(before, str) else before
    return follow_up(question, text, read, year=YEAR, names=["青禾县水务局"])


def meant(before: str | Question, *texts: str) -> Question:
    """The question that is meant after several texts, each a follow-up of the one before."""
    question = read(before) if isinstance(before, str) else before
    for text in texts:
        found = after(question, text)
        assert found is not None, f"{text!r} goes on from what was asked"
        question = found.question
    return question


def words(before: str, *texts: str) -> str:
    question = meant(before, *texts)
    return in_words(question, lexicon(), question.lang)


# -- what goes on, and what it means ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        (CARS_ZH, "上一年呢？", "2022 年公务用车运行维护费是多少钱？"),
        (CARS_ZH, "去年呢", "2022 年公务用车运行维护费是多少钱？"),
        (CARS_ZH, "那2021年呢？", "2021 年公务用车运行维护费是多少钱？"),
        (CARS_ZH, "2022年", "2022 年公务用车运行维护费是多少钱？"),
        (CARS_ZH, "前年呢", "2021 年公务用车运行维护费是多少钱？"),
        (CARS_ZH, "为什么？", "公务用车运行维护费的原因是什么？"),
        (CARS_ZH, "原因是什么", "公务用车运行维护费的原因是什么？"),
        (CARS_ZH, "为什么减少了？", "公务用车运行维护费为什么减少？"),
        (CARS_ZH, "换成亿元", "公务用车运行维护费是多少钱（以亿元计）？"),
        (CARS_ZH, "用元表示呢？", "公务用车运行维护费是多少钱（以元计）？"),
        (CARS_ZH, "那是多少亿", "公务用车运行维护费是多少钱（以亿元计）？"),
        (CARS_ZH, "以万元为单位", "公务用车运行维护费是多少钱（以万元计）？"),
        (CARS_ZH, "那公务接待费呢？", "公务接待费是多少钱？"),
        (CARS_ZH, "公务接待费呢", "公务接待费是多少钱？"),
        (CARS_ZH, "公务接待费？", "公务接待费是多少钱？"),
        (CARS_ZH, "还有因公出国费", "因公出国费是多少钱？"),
        (CARS_ZH, "预算呢？", "公务用车运行维护费预算是多少钱？"),
        (CARS_ZH, "年初预算呢", "公务用车运行维护费年初预算是多少钱？"),
        (CARS_ZH, "占多少？", "公务用车运行维护费占多少？"),
        (CARS_ZH, "它占三公经费的多少？", "公务用车运行维护费占三公经费的多少？"),
        (CARS_ZH, "比上年增加了多少", "公务用车运行维护费比上年增减多少？"),
        (CARS_ZH, "和预算比呢", "公务用车运行维护费相差多少？"),
        (CARS_ZH, "超过预算了吗", "公务用车运行维护费超支了吗？"),
        (CARS_ZH, "列出来", "公务用车运行维护费由哪些部分构成？"),
        (CARS_ZH, "其中公务接待费呢", "公务接待费是多少钱？"),
        (CARS_ZH, "in million yuan", "How much money was vehicle running costs, in million yuan?"),
        ("哪些指标没完成？", "为什么", "指标为什么没有完成？"),
        ("总支出比上年减少多少？", "去年是多少", "2022 年总支出是多少？"),
        ("总支出比上年减少多少？", "为什么", "总支出为什么减少？"),
        ("建档立卡多少人？", "完成目标了吗", "建档立卡完成目标了吗？"),
        ("建档立卡多少人？", "为什么没完成", "建档立卡为什么没有完成？"),
        ("总收入是多少？", "支出呢", "支出是多少？"),
        (CARS_EN, "And the year before?", "How much money was official vehicles (actual, 2022)?"),
        (CARS_EN, "what about 2021?", "How much money was official vehicles (actual, 2021)?"),
        (CARS_EN, "2021?", "How much money was official vehicles (actual, 2021)?"),
        (CARS_EN, "why?", "What is the reason for official vehicles (actual)?"),
        (CARS_EN, "Why did it fall?", "Why did official vehicles (actual) decrease?"),
        (CARS_EN, "in million yuan", "How much money was official vehicles (actual), in million yuan?"),
        (CARS_EN, "how much is that in hundred million yuan?",
         "How much money was official vehicles (actual), in hundred million yuan?"),
        (CARS_EN, "Can you convert that to yuan?", "How much money was official vehicles (actual), in yuan?"),
        (CARS_EN, "and receptions?", "How much money was receptions (actual)?"),
        (CARS_EN, "how about official receptions", "How much money was official receptions (actual)?"),
        (CARS_EN, "and the budget?", "How much money was official vehicles (budget)?"),
        (CARS_EN, "what share is that?", "What share is official vehicles (actual)?"),
        (CARS_EN, "what share of total spending is that?", "What share is official vehicles (actual)?"),
        (CARS_EN, "is that more than the budget?", "Was official vehicles overspent?"),
        (CARS_EN, "break it down", "What does official vehicles (actual) consist of?"),
        (CARS_EN, "上一年呢", "2022 年公务用车购置及运行维护费决算是多少钱？"),
    ],
)
def test_a_follow_up_keeps_what_it_does_not_say(before: str, text: str, said: str) -> None:
    assert words(before, text) == said


@pytest.mark.parametrize("text", ["在哪一页？", "出处呢", "原文", "where does it say that?", "which page?", "source?"])
def test_a_question_for_the_place_keeps_everything(text: str) -> None:
    found = after(CARS_ZH, text)
    assert found is not None and found.place
    assert [term.text for term in found.question.terms] == ["公务用车运行维护费"] and found.question.has("amount")


def test_follow_ups_add_up() -> None:
    assert words(CARS_ZH, "上一年呢", "再上一年呢", "那公务接待费呢", "换成亿元") == "2021 年公务接待费是多少钱（以亿元计）？"
    assert words(CARS_EN, "why?", "and receptions?") == "What is the reason for receptions (actual)?"
    assert words(CARS_ZH, "为什么？", "预算呢？") == "公务用车运行维护费预算是多少钱？", "a budget has a value, no reason"
    assert words(CARS_ZH, "2021年呢", "今年呢") == "2023 年公务用车运行维护费是多少钱？"


def test_a_list_keeps_its_condition() -> None:
    question = meant("有多少个项目超过100万元？", "列出来")
    assert question.has("project", "list", "more-than") and question.numbers == read("超过100万元").numbers


def test_the_other_part_of_a_share_stays() -> None:
    assert words("公务接待费占三公经费的多少？", "那公务用车运行维护费呢？") == "公务用车运行维护费占三公经费的多少？"


def test_what_was_found_is_the_subject_of_the_next_question() -> None:
    found = follow_up(
        read("哪个项目花钱最多？"), "为什么？", read, year=YEAR, answered=read("环境卫生").terms
    )
    assert found is not None and in_words(found.question, lexicon(), "zh") == "环境卫生的原因是什么？"
    assert not found.question.has("rank-high", "project")


def test_digits_alone_stay_in_the_language_of_the_talk() -> None:
    assert meant(CARS_ZH, "2022?").lang == "zh" and meant(CARS_EN, "2022?").lang == "en"


# -- what stands alone ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "三公经费一共花了多少？",
        "一共花了多少钱？",
        "总支出是多少？",
        "本年收入合计多少",
        "支出为什么减少了？",
        "为什么总支出减少了",
        "公务接待费花了多少钱呢？",
        "那公务接待费花了多少？",
        "2022年三公经费决算是多少",
        "教育支出占总支出的多少？",
        "哪个项目花钱最多？",
        "有几个项目没完成？",
        "存在什么问题？",
        "电话是多少？",
        "那联系电话呢",
        "内设机构有哪些？",
        "青禾县水务局花了多少钱？",
        "街道办事处花了多少钱？",
        "机关运行经费比上年增加多少？",
        "有公务用车吗？",
        "医疗卫生支出完成预算了吗？",
        "群众团体事务增幅三倍多，按它自己的两个数算是百分之几？",
        "三公经费是什么意思？",
        "三公经费写在哪一页？",
        "How much was spent in total?",
        "What was the total revenue?",
        "Why did spending fall?",
        "How much did they spend on receptions?",
        "And how much did receptions cost?",
        "Which project cost the most?",
        "What share of spending went to education?",
        "What problems does it mention?",
        "How many people were trained?",
        "What is the phone number?",
        "Did the office buy any cars?",
        "Is the reception budget higher than last year?",
        "Tell me about the drainage works",
        "three public expenses",
        "On which page are the three public expenses?",
        "What does three public expenses mean?",
    ],
)
@pytest.mark.parametrize("before", [CARS_ZH, CARS_EN])
def test_a_whole_question_is_no_follow_up(before: str, text: str) -> None:
    assert after(before, text) is None


def test_a_whole_question_tied_to_the_one_before_is_about_the_same_year() -> None:
    found = after("2021年公务用车运行维护费花了多少钱？", "那公务接待费花了多少？")
    assert found is not None and found.question.years == [2021]
    assert [term.text for term in found.question.terms] == ["公务接待费"]


@pytest.mark.parametrize("text", ["嗯", "ok", "thanks", "那呢", "the", "……", "?"])
def test_a_text_that_says_nothing(text: str) -> None:
    assert says_nothing(read(text)) and after(CARS_ZH, text) is None


# -- conversations ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the accounts of a department for two years, and those of another."""
    path = tmp_path_factory.mktemp("talk")
    for name, year, spent, running in (("青禾县水务局", 2022, 480, 20), ("青禾县水务局", 2023, 510, 22), ("青禾县林业局", 2022, 300, 9)):
        (path / f"{name}{year}.txt").write_text(
            f"{name}{year}年度部门决算\n一、收入支出决算总体情况说明\n本年收入合计600万元，本年支出合计{spent}万元。\n"
            f"二、机关运行经费支出情况\n机关运行经费支出{running}万元。\n", "utf-8",
        )
    assert cli.run(["build", *map(str, sorted(path.glob("*.txt"))), "--store", str(path / "store")]) == 0
    return path / "store"


def test_another_year_is_asked_of_the_document_of_that_year(two_years: Path) -> None:
    with open_reader(two_years) as reader:
        talk = Conversation(reader, department="水务局")
        first, second, third = (talk.ask(text).answer for text in ("本年支出合计多少？", "上一年呢？", "换成元"))
    assert "2023 年" in first.sentence and "510 万元" in first.sentence
    assert "2022 年" in second.sentence and "480 万元" in second.sentence and "2022年度" in second.document
    assert "4800000 元" in third.sentence and third.question == "2022 年支出合计是多少（以元计）？"


def test_a_conversation_begins_with_what_was_chosen(two_years: Path) -> None:
    with open_reader(two_years) as reader:
        talk = Conversation(reader, department="林业局", unit="元", lang="en")
        assert "3,000,000 yuan" in talk.ask("本年支出合计多少？").answer.sentence
        assert "青禾县水务局" in talk.ask("青禾县水务局的机关运行经费是多少？").answer.document
        assert Conversation(reader, year=2022).document.year == 2022
        with pytest.raises(UsageError, match="no department 'nowhere'"):
            Conversation(reader, department="nowhere")
        with pytest.raises(UsageError, match="no document of 2020; there are: 2022, 2023"):
            Conversation(reader, department="水务局", year=2020)


def test_the_place_of_an_answer_is_that_of_the_answer_before(stored: Path) -> None:
    with open_reader(stored) as reader:
        talk = Conversation(reader)
        value = talk.ask("公务用车运行维护费花了多少钱？").answer
        place = talk.ask("在哪一页？")
        assert place.place and place.answer == value and value.evidence
        assert talk.ask("预算呢？").understood == "公务用车运行维护费预算是多少钱？"


def test_an_answer_of_one_project_can_be_asked_about(stored: Path) -> None:
    with open_reader(stored) as reader:
        talk = Conversation(reader)
        assert "社区工作者报酬" in talk.ask("哪个项目花钱最多？").answer.sentence
        assert talk.ask("为什么？").understood == "社区工作者报酬的原因是什么？"


@pytest.mark.parametrize("text", ["", "   ", "嗯", "多" * 501])
def test_what_cannot_be_answered_is_said(stored: Path, text: str) -> None:
    with open_reader(stored) as reader, pytest.raises(UsageError):
        Conversation(reader).ask(text)
