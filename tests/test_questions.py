"""The canned questions: each runs with its defaults, gives its golden rows, with evidence, and keeps documents apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from budget_kg.asking import questions
from budget_kg.asking.answers import Answer, Row
from budget_kg.asking.presenting import present
from budget_kg.asking.querylint import complaints
from budget_kg.asking.questionfile import Question
from budget_kg.errors import Lang, UsageError
from budget_kg.loading import ontology_graph
from budget_kg.pipeline import finish
from budget_kg.resources import shipped
from budget_kg.stores.contract import Reader
from budget_kg.stores.memory import MemoryStore

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden" / "questions"
DEFAULT = shipped("data") / "documents" / "hanzhong-2023" / "document.txt"
INVENTED = [ROOT / "fixtures" / "final" / f"water-{year}" / "document.txt" for year in (2022, 2023)]
NAMES = sorted(questions.paths())
WITHOUT_EVIDENCE = {"documents", "not-disclosed", "elsewhere", "per-resident"}


def reader_of(paths: list[Path]) -> Reader:
    store = MemoryStore()
    with store.staging() as stage:
        stage.share(ontology_graph())
        for path in paths:
            stage.put(finish(path).mapped.load)
    return store.reader()


@pytest.fixture(scope="module")
def one() -> Iterator[Reader]:
    with reader_of([DEFAULT]) as reader:
        yield reader


@pytest.fixture(scope="module")
def three() -> Iterator[Reader]:
    with reader_of([DEFAULT, *INVENTED]) as reader:
        yield reader


def department(reader: Reader) -> str:
    (document,) = (document for document in reader.documents() if document.year == 2023 and "水务" not in document.title)
    return document.department


def given(question: Question, **more: str) -> dict[str, str]:
    """What must be given: the examples of required parameters, and more for those the question has."""
    known = {parameter.name for parameter in question.params}
    needed = {p.name: p.example for p in question.params if p.required and p.example and p.default is None}
    return needed | {name: value for name, value in more.items() if name in known}


def ask(reader: Reader, name: str, lang: Lang = "zh", **more: str) -> Answer:
    question = questions.get(name)
    return questions.answer(reader, question, given(question, **more), lang, window=questions.Window(top=0))


def test_there_are_the_forty_two() -> None:
    numbers = [questions.get(f"n:{number}").id for number in range(1, 43)]
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
