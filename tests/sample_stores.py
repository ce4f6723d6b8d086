"""Stores in memory for tests of questions, and their documents: the shipped one, two years of an invented department."""

from __future__ import annotations

from pathlib import Path

from budget_kg.pipeline import finish
from budget_kg.resources import shipped
from budget_kg.shared_graphs import shared_graphs
from budget_kg.stores.contract import Reader
from budget_kg.stores.memory import MemoryStore

SHIPPED = shipped("data") / "documents" / "hanzhong-2023" / "document.txt"
WATER = [Path(__file__).parent / "fixtures" / "final" / f"water-{year}" / "document.txt" for year in (2022, 2023)]
BUREAU = "贵阳市南明区水务管理局"
OFFICE = "武汉市硚口区人民政府汉中街道办事处"


def reader_of(*paths: Path) -> Reader:
    """A store in memory with these documents, open for reading."""
    store = MemoryStore()
    with store.staging() as stage:
        for graph in shared_graphs():
            stage.share(graph)
        for path in paths:
            stage.put(finish(path).mapped.load)
    return store.reader()
