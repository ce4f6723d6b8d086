"""Fixtures shared by the tests: layouts of invented texts and of the shipped document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from budget_kg.heads import find_title
from budget_kg.model import Document, Head, Layout
from budget_kg.pipeline import finish
from budget_kg.resources import shipped
from budget_kg.sectioning import section_tree
from budget_kg.shared_graphs import shared_graphs
from budget_kg.stores.contract import Reader
from budget_kg.stores.memory import MemoryStore
from budget_kg.unwrapping import unwrap


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes the expected files anew; read the diff before you commit it."""
    parser.addoption("--update", action="store_true", help="write expected files")


LayoutOf = Callable[[str], Layout]


def _layout(text: str) -> Layout:
    digest = sha256(text.encode()).hexdigest()
    flow, _ = unwrap(text)
    document = Document("invented.txt", "text/plain", digest, text, digest)
    title = find_title(flow, document)
    assert title is not None, "an invented text begins with a title"
    head = Head(title.name, title.year, title.kind, title.scope, title.words, None, ())
    return Layout(document, head, flow, section_tree(flow))


@pytest.fixture(scope="session")
def layout_of() -> LayoutOf:
    """Make the layout of a text that begins with a title."""
    return _layout


@pytest.fixture(scope="session")
def shipped_layout() -> Layout:
    """The layout of the document that ships with the package."""
    return _layout((shipped("data") / "documents/hanzhong-2023/document.txt").read_text("utf-8"))


@pytest.fixture(scope="module")
def bureau_reader() -> Iterator[Reader]:
    """A store of the invented accounts of a bureau that free questions are asked of."""
    store = MemoryStore()
    with store.staging() as stage:
        for graph in shared_graphs():
            stage.share(graph)
        stage.put(finish(Path(__file__).parent / "fixtures" / "questions" / "bureau.txt").mapped.load)
    with store.reader() as found:
        yield found
