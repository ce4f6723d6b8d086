"""Cards of things in the store, and the sentences their figures stand in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from budget_kg import loading
from budget_kg.asking.cards import card
from budget_kg.asking.contexts import Context, contexts, marked
from budget_kg.asking.searching import find
from budget_kg.errors import Lang, UsageError
from budget_kg.pipeline import read_file
from budget_kg.stores.audit import repeated_triples
from budget_kg.stores.contract import solutions
from budget_kg.stores.oxigraph import EmbeddedReader, open_reader

pytest_plugins = ("cli_fixtures",)


@pytest.fixture(scope="module")
def reader(stored: Path) -> Iterator[EmbeddedReader]:
    """The store with the shipped document."""
    with open_reader(stored) as opened:
        yield opened


@pytest.fixture(scope="module")
def text() -> str:
    """The text layer of the shipped document."""
    return read_file(loading.default_paths()[0]).text


def printed(reader: EmbeddedReader) -> dict[str, str]:
    rows = solutions(reader, "SELECT ?o ?v { ?o bkg:printedValue ?v ; prov:wasQuotedFrom ?p } ORDER BY ?o")
    return {row["o"].value: row["v"].value for row in rows}


def test_every_printed_value_is_marked_in_its_sentence(reader: EmbeddedReader, text: str) -> None:
    known = printed(reader)
    found = contexts(reader, known, lambda _: text)
    assert found.keys() == known.keys()
    missing = []
    for statement, value in known.items():
        for one in found[statement]:
            assert 0 <= one.start < one.end <= len(one.text)
            if one.mark is None:
                missing.append(statement)
            else:
                assert one.start <= one.mark[0] < one.mark[1] <= one.end
                assert "".join(one.text[slice(*one.mark)].split()) == "".join(value.split())
    assert len(missing) <= len(known) // 100, missing


def test_a_sentence_is_longer_than_its_quote_and_shorter_than_the_text(reader: EmbeddedReader, text: str) -> None:
    with_text = contexts(reader, printed(reader), lambda _: text)
    without = contexts(reader, printed(reader), lambda _: None)
    longer = 0
    for statement, (one, *_) in with_text.items():
        (bare, *_) = without[statement]
        assert one.text[one.start : one.end] == bare.text, "the quote itself is the same with and without its text"
        longer += len(one.text) > len(bare.text)
        assert len(one.text) <= len(bare.text) + 200
    assert longer > len(with_text) // 2


def test_marking() -> None:
    found = Context("文件", "节", None, "前，预算为 5 万元，后。", 2, 10, (6, 7))
    assert marked(found, lambda number: f"【{number}】", lambda quote: f"<{quote}>") == "前，<预算为 >【5】< 万元>，后。"
    plain = Context("文件", "节", None, "前，没有数字。", 2, 6, None)
    assert marked(plain, lambda number: f"【{number}】", lambda quote: quote) == "前，没有数字。"


def test_card_of_a_project(reader: EmbeddedReader, text: str) -> None:
    row = next(iter(solutions(reader, """SELECT ?p ?l ?a { ?p a bkg:Project ; skos:prefLabel ?l .
        ?y bkg:project ?p ; bkg:actual ?a } ORDER BY DESC(?a) LIMIT 1""")))  # fmt: skip
    project, label = row["p"].value, row["l"].value
    found = card(reader, find(reader, label), "zh", lambda _: text)
    assert (found.iri, found.title, found.kind) == (project, label, "项目")
    years = found.groups[0]
    assert years.title == "各年度（元）" and f"{int(float(row['a'].value)):,}" in years.lines[0].text
    said = found.groups[-1]
    assert said.title == "有关的陈述" and said.total >= len(said.lines) >= 2
    assert all(line.context is not None and line.context.section for line in said.lines)


def test_card_of_a_department_has_its_sums(reader: EmbeddedReader) -> None:
    (document,) = reader.documents()
    found = card(reader, find(reader, document.department), "en", lambda _: None)
    titles = [group.title for group in found.groups]
    assert titles[0] == "Disclosures (yuan)" and "Projects" in titles and "Offices and units" in titles
    (line,) = found.groups[0].lines
    assert line.text.startswith("2023 · ") and line.iri == document.iri


@pytest.mark.parametrize(("lang", "severity", "compared"), [
    ("zh", ("严重程度", "错误"), "核对的陈述"), ("en", ("severity", "violation"), "Statements compared"),
])
def test_card_of_a_finding(
    reader: EmbeddedReader, text: str, lang: Lang, severity: tuple[str, str], compared: str
) -> None:
    rows = solutions(reader, """SELECT ?f ?t (COUNT(?o) AS ?n) { ?f sh:resultSeverity sh:Violation ; bkg:text ?t ;
        bkg:hasOperand ?o } GROUP BY ?f ?t ORDER BY DESC(?n) ?f ?t""")  # fmt: skip
    row = next(row for row in rows if row["t"].language == lang)
    found = card(reader, row["f"].value, lang, lambda _: text)
    assert severity in found.fields
    assert row["t"].value in dict(found.fields).values(), "the message in one language alone"
    (group,) = found.groups
    assert (group.title, group.total) == (compared, int(row["n"].value)) and group.total > len(group.lines)
    assert all(line.context is not None for line in group.lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_thing_has_a_card(reader: EmbeddedReader, lang: str) -> None:
    rows = solutions(reader, "SELECT (SAMPLE(?s) AS ?one) ?kind { ?s a ?kind } GROUP BY ?kind ORDER BY ?kind")
    for row in rows:
        found = card(reader, row["one"].value, "zh" if lang == "zh" else "en", lambda _: None)
        assert found.title and found.iri == row["one"].value


def test_codes_are_found_by_notation_and_prefixed_name(reader: EmbeddedReader) -> None:
    assert find(reader, "2120501") == find(reader, "fn:2120501")
    assert find(reader, find(reader, "2120501")) == find(reader, "2120501")


@pytest.mark.parametrize("wanted", ["", "乌有之乡", "id:obs-nothing", "http://example.org/x", 'x" } # ', "a\\u0022"])
def test_what_is_not_there_is_refused(reader: EmbeddedReader, wanted: str) -> None:
    with pytest.raises(UsageError):
        find(reader, wanted)


def test_no_triple_stands_in_two_graphs(reader: EmbeddedReader) -> None:
    assert repeated_triples(reader) == []


def test_sources_are_kept_and_tidied(tmp_path: Path) -> None:
    from budget_kg.overrides import Overrides
    from budget_kg.sources import Sources

    store, sources = tmp_path / "store", Sources(tmp_path / "store")
    loading.build(loading.default_paths(), store)
    (kept,) = sources.all()
    assert kept.path.read_bytes() == loading.default_paths()[0].read_bytes() and kept.overrides == Overrides()
    (tmp_path / "x.txt").write_text("x")
    sources.keep(tmp_path / "x.txt", "0" * 64, Overrides(year=2020))
    found = sources.find("0" * 64)
    assert found is not None and found.overrides == Overrides(year=2020)
    sources.tidy()
    assert sources.find("0" * 64) is None and len(sources.all()) == 1
    assert sources.find("") is None
