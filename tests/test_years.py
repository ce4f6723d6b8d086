"""One department over years: final accounts and budgets side by side are one department, and are never mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from budget_kg.asking import questions
from budget_kg.asking.answers import Answer
from budget_kg.asking.presenting import present
from budget_kg.pipeline import map_document, read_document
from budget_kg.shared_graphs import shared_graphs
from budget_kg.stores.contract import Reader, solutions
from budget_kg.stores.memory import MemoryStore

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden" / "years"
ACCOUNTS = [ROOT / "fixtures" / "final" / f"water-{year}" / "document.txt" for year in (2022, 2023)]
DEPARTMENT = "贵阳市南明区水务管理局"


def budget(year: int, total: int, more: int, basic: int) -> str:
    return f"""贵阳市南明区{year}年区级部门预算
预算主管部门：{DEPARTMENT}

第一部分 部门概况
一、主要职能
{DEPARTMENT}主管全区水务工作。

第二部分 部门预算编制说明
一、收入预算情况说明
{year}年收入年初预算合计{total}万元，比{year - 1}年增加{more}万元。
二、支出预算情况说明
{year}年本年支出年初预算合计{total}万元，比{year - 1}年增加{more}万元。其中：基本支出年初预算{basic}万元，项目支出年初预算{total - basic}万元。
三、“三公”经费情况
{year}年“三公”经费年初预算为12.5万元。
四、政府采购情况
{year}年政府采购预算总额600万元。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Final accounts of 2022 and 2023, budgets of 2023 and 2024, and a budget of another department."""
    folder, paths = tmp_path_factory.mktemp("years"), list(ACCOUNTS)
    for year, total, more, basic in ((2023, 3000, 200, 1100), (2024, 3300, 300, 1200)):
        paths.append(folder / f"{year}.txt")
        paths[-1].write_text(budget(year, total, more, basic), encoding="utf-8")
    paths.append(folder / "other.txt")
    paths[-1].write_text(budget(2024, 900, 100, 400).replace("水务管理局", "园林绿化局"), encoding="utf-8")
    memory = MemoryStore()
    with memory.staging() as stage:
        for graph in shared_graphs():
            stage.share(graph)
        for path in paths:
            stage.put(map_document(read_document(path)).load)
    with memory.reader() as reader:
        yield reader


def ask(reader: Reader, name: str, **given: str) -> Answer:
    return questions.answer(reader, questions.get(name), given, window=questions.Window(top=0))


def cells(answer: Answer) -> list[list[str]]:
    return [line.split("\t") for line in present(answer, "tsv").splitlines()[1:]]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("implied-last-year", {"dept": DEPARTMENT, "year": "2024"}),
        ("implied-last-year", {"dept": DEPARTMENT, "year": "2023"}),
        ("ranking", {"year": "2024"}),
        ("ranking", {"year": "2023"}),
        ("trend", {"dept": DEPARTMENT}),
        ("on-one-page", {"dept": DEPARTMENT, "year": "2023"}),
    ],
)
def test_rows_are_the_golden_ones(
    name: str, given: dict[str, str], store: Reader, request: pytest.FixtureRequest
) -> None:
    found = present(ask(store, name, **given), "tsv")
    golden = GOLDEN / f"{name}-{given.get('year', 'all')}.tsv"
    if request.config.getoption("--update"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_all_documents_are_of_one_department(store: Reader) -> None:
    rows = solutions(store, """SELECT ?dept (COUNT(DISTINCT ?document) AS ?n) WHERE {
        GRAPH id:registry { ?document a bkg:Disclosure ; dct:publisher ?dept } } GROUP BY ?dept ORDER BY DESC(?n)""")
    assert [row["n"].value for row in rows] == ["4", "1"]


def test_no_document_has_both_actual_and_budgeted_totals(store: Reader) -> None:
    rows = solutions(store, """SELECT ?document WHERE { GRAPH id:registry {
        ?document bkg:totalExpenditure|bkg:totalRevenue ?actual ; bkg:budgetedExpenditure|bkg:budgetedRevenue ?budgeted } }""")
    assert not list(rows)


def test_what_asks_for_actuals_has_no_row_of_a_budget(store: Reader) -> None:
    for name in ("revenue-expenditure", "basic-and-project", "revenue-sources", "three-public", "by-function"):
        assert not ask(store, name, dept=DEPARTMENT, year="2024").rows, name
    (row,) = cells(ask(store, "revenue-expenditure", dept=DEPARTMENT, year="2023"))
    assert "3150.5" in " ".join(row)


def test_latest_is_the_last_year_with_final_accounts(store: Reader) -> None:
    (row,) = cells(ask(store, "revenue-expenditure", dept=DEPARTMENT))
    assert "2023" in row
    assert {row[1] for row in cells(ask(store, "ranking"))} == {"2023"}


def test_one_phase_on_demand(store: Reader) -> None:
    trend = cells(ask(store, "trend", dept=DEPARTMENT, phase="initial", metric="expenditure"))
    assert {row[2] for row in trend} == {"年初预算"}
    assert {row[5] for row in trend} == {"2022", "2023", "2024"}
    assert len(cells(ask(store, "ranking", year="2024", phase="initial"))) == 2
    assert not ask(store, "ranking", year="2024", phase="actual").rows
