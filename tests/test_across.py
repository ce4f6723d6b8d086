"""Checks across documents: last year restated, budget against accounts, units against their department."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget_kg.across import ACROSS, concerned, examine, renew
from budget_kg.checking.figures import Result
from budget_kg.loading import ontology_graph
from budget_kg.pipeline import map_document, read_document
from budget_kg.stores.contract import Load, Reader, solutions
from budget_kg.stores.memory import MemoryStore


def accounts(department: str, year: int, spent: str, less: str, initial: str, units: str = "") -> str:
    """Final accounts in prose: what was spent, the fall on last year, and the initial budget."""
    return f"""{department}{year}年度部门决算

第一部分 部门概况
一、主要职能
{department}负责全市园林工作。
{units}
第二部分 部门决算情况说明
一、支出决算情况说明
{year}年度本年支出合计{spent}万元，与{year - 1}年度相比，减少{less}万元。
二、一般公共预算财政拨款支出决算情况说明
{year}年度一般公共预算财政拨款支出年初预算为{initial}万元，支出决算为{spent}万元。
"""


def budget(department: str, year: int, total: str) -> str:
    """A budget in prose."""
    return f"""{department}{year}年部门预算

第一部分 部门概况
一、主要职能
{department}负责全市园林工作。

第二部分 部门预算情况说明
一、支出预算情况说明
{year}年一般公共预算财政拨款支出年初预算为{total}万元。
"""


DEPARTMENT, OTHER = "宜昌市园林管理局", "荆门市园林管理局"


@pytest.fixture
def load(tmp_path: Path) -> object:
    def loaded(text: str) -> Load:
        path = tmp_path / "document.txt"
        path.write_text(text, encoding="utf-8")
        return map_document(read_document(path)).load

    return loaded


def put(store: MemoryStore, *loads: Load) -> None:
    with store.staging() as stage:
        stage.share(ontology_graph())
        for load in loads:
            stage.put(load)
        renew(stage, concerned(stage, {load.document.iri for load in loads}))


def said(reader: Reader) -> list[str]:
    rows = solutions(reader, f"""
        SELECT ?text WHERE {{ GRAPH <{ACROSS}> {{ ?f a bkg:Finding ; bkg:text ?text FILTER(LANG(?text) = "en") }} }}
        ORDER BY ?text""")
    return [row["text"].value for row in rows]


def department(reader: Reader) -> str:
    (found,) = concerned(reader, {reader.documents()[0].iri})
    return found


def test_agreeing_years_are_quiet(load: object) -> None:
    store = MemoryStore()
    put(store, load(accounts(DEPARTMENT, 2022, "100.00", "5.00", "90.00")),  # type: ignore[operator]
        load(accounts(DEPARTMENT, 2023, "88.00", "12.00", "85.00")))  # type: ignore[operator]
    with store.reader() as reader:
        assert said(reader) == []
        found = examine(reader, department(reader))
        assert found is not None
        assert found.checked.counts[Result.HOLDS] >= 1
        assert ACROSS not in reader.shared


def test_restated_last_year_is_found(load: object) -> None:
    store = MemoryStore()
    put(store, load(accounts(DEPARTMENT, 2022, "100.00", "5.00", "90.00")),  # type: ignore[operator]
        load(accounts(DEPARTMENT, 2023, "88.00", "13.00", "85.00")))  # type: ignore[operator]
    with store.reader() as reader:
        (message,) = said(reader)
        assert "100" in message
        assert "101" in message


def test_budget_and_accounts_differ(load: object) -> None:
    store = MemoryStore()
    put(store, load(budget(DEPARTMENT, 2023, "86.00")),  # type: ignore[operator]
        load(accounts(DEPARTMENT, 2023, "88.00", "13.00", "85.00")))  # type: ignore[operator]
    with store.reader() as reader:
        (message,) = said(reader)
        assert "86" in message
        assert "85" in message


def test_findings_follow_the_documents(load: object) -> None:
    """Others' findings stay while those of a department go with the document that made them."""
    store = MemoryStore()
    both = [
        load(accounts(name, year, spent, "13.00", "85.00"))  # type: ignore[operator]
        for name in (DEPARTMENT, OTHER) for year, spent in ((2022, "100.00"), (2023, "88.00"))
    ]
    put(store, *both[:2])
    put(store, *both[2:])
    with store.reader() as reader:
        assert len(said(reader)) == 2
    with store.staging() as stage:
        departments = concerned(stage, {both[0].document.iri})
        stage.remove(both[0].document.iri)
        renew(stage, departments)
    with store.reader() as reader:
        assert len(said(reader)) == 1
    put(store, load(accounts(OTHER, 2022, "101.00", "5.00", "90.00")))  # type: ignore[operator]
    with store.reader() as reader:
        assert said(reader) == []
        assert ACROSS not in reader.shared


def test_unit_larger_than_its_department(load: object) -> None:
    listed = "二、部门决算单位构成\n宜昌市园林管理局部门决算由局本级和1个下属单位决算组成，下属单位为：宜昌市儿童公园管理处。\n"
    store = MemoryStore()
    put(store, load(accounts(DEPARTMENT, 2023, "88.00", "13.00", "85.00", listed)),  # type: ignore[operator]
        load(accounts("宜昌市儿童公园管理处", 2023, "90.00", "1.00", "85.00")))  # type: ignore[operator]
    with store.reader() as reader:
        (message,) = said(reader)
        assert "90" in message
        assert "88" in message
