"""The canned questions: each runs with its defaults, gives its golden rows, with evidence, and keeps documents apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_stores import SHIPPED as DEFAULT
from sample_stores import WATER as INVENTED
from sample_stores import reader_of

from budget_kg.asking import questions
from budget_kg.asking.answers import Answer, Row
from budget_kg.asking.phrasings import chosen, matches
from budget_kg.asking.presenting import present
from budget_kg.asking.querylint import complaints
from budget_kg.asking.questionfile import Question
from budget_kg.errors import Lang, UsageError
from budget_kg.stores.contract import Reader

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden" / "questions"
NAMES = sorted(questions.paths())
WITHOUT_EVIDENCE = {"documents", "not-disclosed", "elsewhere", "per-resident", "relations-checked"}


@pytest.fixture(scope="module")
def one() -> Iterator[Reader]:
    with reader_of(DEFAULT) as reader:
        yield reader


@pytest.fixture(scope="module")
def three() -> Iterator[Reader]:
    with reader_of(DEFAULT, *INVENTED) as reader:
        yield reader


def department(reader: Reader) -> str:
    (document,) = (document for document in reader.documents() if document.year == 2023 and "水务" not in document.title)
    return document.department


def given(question: Question, **more: str | list[str]) -> dict[str, str | list[str]]:
    """What must be given: the examples of required parameters, and more for those the question has."""
    known = {parameter.name for parameter in question.params}
    needed: dict[str, str | list[str]] = {
        p.name: p.example for p in question.params if p.required and p.example and p.default is None
    }
    return needed | {name: value for name, value in more.items() if name in known}


def ask(reader: Reader, name: str, lang: Lang = "zh", **more: str | list[str]) -> Answer:
    question = questions.get(name)
    return questions.answer(reader, question, given(question, **more), lang, window=questions.Window(top=0))


def test_there_are_the_forty_four() -> None:
    numbers = [questions.get(f"n:{number}").id for number in range(1, 45)]
    assert sorted(numbers) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_file_is_sound(name: str) -> None:
    question = questions.get(name)
    assert list(complaints(question)) == []
    assert all(len(question.phrasings[lang]) >= 4 for lang in ("zh", "en"))
    assert question.title.zh and question.title.en and question.about.zh and question.about.en


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_golden_ones(name: str, one: Reader, request: pytest.FixtureRequest) -> None:
    found = present(ask(one, name), "tsv")
    golden = GOLDEN / f"{name}.tsv"
    if request.config.getoption("--update"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_evidence_and_its_quotes_are_their_places(name: str, one: Reader) -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    answer = ask(one, name)
    for row in answer.rows:
        assert row.evidence or name in WITHOUT_EVIDENCE
        for quote in row.evidence:
            assert quote.quote == text[quote.start : quote.end]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_answer_with_the_same_numbers(name: str, one: Reader) -> None:
    zh, en = ask(one, name), ask(one, name, "en")
    assert zh.total == en.total
    assert zh.sentence and en.sentence and zh.sentence != en.sentence
    assert not any("\u4e00" <= char <= "\u9fff" for char in en.title.en)


@pytest.mark.parametrize("name", NAMES)
def test_other_documents_change_nothing_about_a_department(name: str, one: Reader, three: Reader) -> None:
    question = questions.get(name)
    if all(parameter.name != "dept" for parameter in question.params):
        return
    alone = ask(one, name, dept=department(one), year="2023")
    among = ask(three, name, dept=department(three), year="2023")
    assert present(among, "tsv") == present(alone, "tsv")


@pytest.mark.parametrize("name", NAMES)
def test_asked_of_all_departments_each_has_the_rows_it_has_alone(name: str, one: Reader, three: Reader) -> None:
    question = questions.get(name)
    names = [column.name for column in question.columns if column.kind != "evidence"]
    if "dept" not in names or name == "per-resident":
        return
    place, own = names.index("dept"), department(three)
    everywhere = [row for row in ask(three, name, year="2023").rows if row.cells[place].text == own]
    alone = [row for row in ask(one, name, year="2023").rows if row.cells[place].text == own]

    def texts(rows: list[Row]) -> list[tuple[str, ...]]:
        return sorted(tuple(cell.text for cell in row.cells) for row in rows)

    assert texts(everywhere) == texts(alone)


def test_two_years_of_one_department_are_compared(three: Reader) -> None:
    other = next(document.department for document in three.documents() if "水务" in document.title)
    implied = ask(three, "implied-last-year", dept=other, year="2023")
    assert any(cell.text for row in implied.rows for cell in row.cells)
    assert not implied.missing
    trend = ask(three, "trend", dept=other)
    years = {cell.text for row in trend.rows for cell in row.cells if cell.text in ("2022", "2023")}
    assert years == {"2022", "2023"}


def test_ranking_has_both_departments_and_says_when_there_is_one(one: Reader, three: Reader) -> None:
    assert ask(three, "ranking").total == 2
    assert ask(one, "ranking").missing


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("largest-projects", {"top": "3"}, "no parameter"),
        ("largest-projects", {"min": "lots"}, "min"),
        ("largest-projects", {"year": "23"}, "year"),
        ("largest-projects", {"dept": "不存在的局"}, "不存在的局"),
        ("by-function", {"level": "kind"}, "level"),
    ],
)
def test_wrong_values_are_refused_in_one_line(name: str, values: dict[str, str], words: str, one: Reader) -> None:
    with pytest.raises(UsageError) as caught:
        questions.answer(one, questions.get(name), values)
    assert words in caught.value.say("en")
    assert "\n" not in caught.value.say("en") + caught.value.say("zh")


def test_unknown_questions_name_their_neighbours() -> None:
    with pytest.raises(UsageError, match="largest-projects"):
        questions.get("largest-project")


# -- what the checks found ------------------------------------------------------------------------------------------

CHANGES = {
    "事业收入80.5万元": "事业收入90.5万元",
    "占本年收入96.8%": "占本年收入86.8%",
    "二、2023": "2023年度收、支总计均为3200.5万元，比2022年增加180万元。\n\n二、2023",
}
"""A sum, a share and last year's total that no longer fit."""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    text = INVENTED[1].read_text("utf-8")
    for was, becomes in CHANGES.items():
        assert was in text
        text = text.replace(was, becomes, 1)
    text = text[: text.index("十一、")] + text[text.index("十二、") :]  # nothing of procurement
    path = tmp_path_factory.mktemp("faulty") / "2023.txt"
    path.write_text(text, "utf-8")
    with reader_of(path) as reader:
        yield reader


def column(answer: Answer, name: str) -> list[str]:
    place = answer.index(name)
    return [row.cells[place].text for row in answer.rows]


def test_a_sum_that_does_not_close_is_told_with_its_parts(faulty: Reader) -> None:
    found = ask(faulty, "parts-and-totals")
    assert [column(found, name) for name in ("total", "number", "expected", "found", "difference", "unit")] == [
        ["收入"], ["3"], ["3110.5"], ["3100.5"], ["-10"], ["万元"]]
    assert [quote.column for quote in found.rows[0].evidence] == ["passage", "partPassage"]
    relations, holding = column(found, "relations")[0], column(found, "holding")[0]
    assert f"核对了 {relations} 项关系，{holding} 项成立" in found.sentence and int(holding) < int(relations)


def test_rates_are_told_as_printed_and_as_recomputed(faulty: Reader) -> None:
    found = ask(faulty, "recomputed-rates", "en")
    rows = zip(*(column(found, name) for name in ("printed", "computed", "amount", "base")), strict=True)
    assert set(rows) == {("86.8", "96.76", "30,000,000", "31,005,000"), ("2.6", "2.92", "905,000", "31,005,000")}


def test_two_figures_of_last_year_are_told_with_the_contradiction(faulty: Reader) -> None:
    found = ask(faulty, "implied-last-year")
    told = {value for value, said in zip(column(found, "implied"), column(found, "contradiction"), strict=True) if said}
    assert told == {"3000", "3020.5"}


def test_what_is_not_disclosed_has_the_finding_beside_it(faulty: Reader) -> None:
    found = ask(faulty, "not-disclosed")
    assert [text for text in column(found, "absent") if text] == ["政府采购支出情况"]
    (said,) = (text for text in column(found, "finding") if text)
    assert "政府采购支出情况" in said and said in found.sentence


def test_findings_are_listed_by_severity_in_the_language_of_the_answer(faulty: Reader) -> None:
    violations, warnings = ask(faulty, "contradictions", "en"), ask(faulty, "contradictions", "en", severity="warning")
    both = ask(faulty, "contradictions", severity=["violation", "warning"])
    assert (set(column(violations, "severity")), column(warnings, "severity")) == ({"violation"}, ["warning"])
    assert column(both, "severity") == ["错误"] * violations.total + ["警告"]
    assert not any("印为" in text for text in column(violations, "message"))
    assert set(column(both, "family")) == {"部分与合计", "比率", "跨年等式", "完整性"}
    counted = ask(faulty, "relations-checked")
    assert [column(counted, name) for name in ("violations", "warnings", "notes")] == [[str(violations.total)], ["1"], ["0"]]
    assert ask(faulty, "contradictions", severity="information").sentence == questions.get("contradictions").empty.zh


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("这份决算有哪些地方对不上", "contradictions"),
        ("有哪些矛盾？", "contradictions"),
        ("What does not add up in these accounts?", "contradictions"),
        ("核对了多少项关系，多少项成立", "relations-checked"),
        ("how many relations were checked", "relations-checked"),
    ],
)
def test_free_words_lead_to_the_findings(words: str, name: str) -> None:
    best = chosen(matches(words, questions.catalogue()))
    assert best is not None and best.question.id == name
