"""The generated pages are in step with what they are generated from."""

from __future__ import annotations

import pytest

from budget_kg import docs
from budget_kg.vocab import scheme
from budget_kg.vocabulary_page import FIRST


@pytest.mark.parametrize("name", sorted(docs.PAGES))
def test_page_is_in_step(name: str) -> None:
    written = (docs.folder() / f"{name}.md").read_text("utf-8")
    assert written == docs.PAGES[name](), f"run: python -m budget_kg.docs {name}"


@pytest.mark.parametrize("name", sorted(docs.PAGES))
def test_generating_twice_gives_the_same(name: str) -> None:
    assert docs.PAGES[name]() == docs.PAGES[name]()


def test_unknown_page_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main(["nothing"]) == 2
    assert docs.main([]) == 2
    said = capsys.readouterr().err
    assert "nothing" in said and "vocabulary" in said


def test_vocabulary_has_every_term_and_list_once() -> None:
    lines = docs.PAGES["vocabulary"]().splitlines()
    terms = [line.split("`")[1] for line in lines if line.startswith("| `bkg:")]
    assert len(terms) == len(set(terms)) > 150
    assert {"bkg:MoneyObservation", "bkg:amount", "bkg:Expenditure"} <= set(terms)
    cells = {line.count(" | ") for line in lines if line.startswith("| `bkg:")}
    assert cells <= {2, 3, 4}, "no cell has a bar of its own"
    assert sum(line.startswith("### `func`") for line in lines) == 1


def test_vocabulary_shows_classes_with_the_codes_below_them() -> None:
    below = [code for code in scheme("func") if code.startswith("201")]
    divisions = sum(len(code) == 5 for code in below)
    items = sum(len(code) == 7 for code in below)
    (row,) = [line for line in docs.PAGES["vocabulary"]().splitlines() if line.startswith("| `201` ")]
    assert row.endswith(f"| {divisions} | {items} |")


def test_vocabulary_shortens_long_lists() -> None:
    page = docs.PAGES["vocabulary"]()
    assert f"the first {FIRST} of {len(scheme('unit'))}" in page
    assert "`2010101`" not in page
