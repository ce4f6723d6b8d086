"""Questions on a store of many synthetic documents against the same questions on a store of one."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import Pattern, documents, template, thinned
from benchmarks.measure import median_ms, own_peak_megabytes, row
from budget_kg.answering.free import ask
from budget_kg.asking import questions
from budget_kg.asking.questionfile import Question
from budget_kg.shared_graphs import shared_graphs
from budget_kg.stores.contract import Reader, solutions
from budget_kg.stores.oxigraph import EmbeddedStore

_ONE_DEPARTMENT = {
    "totals of one department": "SELECT ?t ?e { ?doc dct:publisher <ORG> ; bkg:disclosureYear ?y ; "
    "bkg:totalRevenue ?t ; bkg:totalExpenditure ?e }",
    "its overspent projects": "SELECT ?p ?b ?a { ?project bkg:carriedOutBy <ORG> . ?p bkg:project ?project ; "
    "bkg:annualBudget ?b ; bkg:actual ?a FILTER(?a > ?b) } ORDER BY DESC(?a)",
    "evidence of its total": "SELECT ?q { ?o bkg:org <ORG> ; a bkg:MoneyObservation ; bkg:item item:_T ; "
    "bkg:flow bkg:Expenditure ; bkg:function fn:_T ; bkg:fundingSource fs:_T ; bkg:phase ph:actual ; "
    "prov:wasQuotedFrom ?p . ?p bkg:quote ?q } LIMIT 5",
}
_NATIONAL = {
    "top 20 departments by spending": "SELECT ?org ?e { GRAPH <https://w3id.org/budget-kg/id/registry> { "
    '?doc bkg:disclosureYear "2023"^^xsd:gYear ; dct:publisher ?org ; bkg:totalExpenditure ?e } } '
    "ORDER BY DESC(?e) LIMIT 20",
    "spending by function": "SELECT ?f (SUM(?a) AS ?sum) { GRAPH <https://w3id.org/budget-kg/id/registry> { "
    '?t a bkg:FunctionTotal ; bkg:disclosureYear "2023"^^xsd:gYear ; bkg:function ?f ; bkg:actual ?a } } '
    "GROUP BY ?f ORDER BY DESC(?sum)",
}


def main() -> None:
    """Print the rows for `--documents N` (default 1,000)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--thin", action="store_true", help="about 2,000 quads a document, for very many")
    chosen = parser.parse_args()
    count = chosen.documents
    base = thinned(template()) if chosen.thin else template()
    with tempfile.TemporaryDirectory() as folder:
        small, large = EmbeddedStore(Path(folder, "one")), EmbeddedStore(Path(folder, "many"))
        _fill(small, 1, base)
        seconds, quads = _fill(large, count, base)
        row(f"loading {count} documents, {quads:,} quads", f"{seconds:.0f} s", "", None)
        with small.reader() as few, large.reader() as many:
            _compare(few, many, count)
            _answers(few, many, count)
            _free(few, many, count)
    row("peak memory of this run", f"{own_peak_megabytes():.0f} MB", "", None)


def _fill(store: EmbeddedStore, count: int, base: Pattern) -> tuple[float, int]:
    start = time.perf_counter()
    with store.staging() as stage:
        for graph in shared_graphs():
            stage.share(graph)
        for load in documents(count, base):
            stage.put(load)
    spent = time.perf_counter() - start
    with store.reader() as reader:
        return spent, reader.quads


def _compare(few: Reader, many: Reader, count: int) -> None:
    for name, sparql in _ONE_DEPARTMENT.items():
        one, all_ = (_spent(reader, _about(reader, sparql), 15) for reader in (few, many))
        what = f"{name}: {one:.2f} ms with 1, {all_:.2f} ms with {count}"
        row(what, f"{all_ / one:.2f} x", "2 x", all_ <= 2 * one)
    for name, sparql in _NATIONAL.items():
        spent = _spent(many, sparql, 9)
        row(f"{name}, nation, {count} documents", f"{spent:.1f} ms", "100 ms", spent <= 100)


def _answers(few: Reader, many: Reader, count: int) -> None:
    """The canned questions about one department, whole: values, query, labels, evidence."""
    times: list[tuple[float, str, float, float]] = []
    for name in questions.paths():
        question = questions.get(name)
        if all(parameter.name != "dept" for parameter in question.params):
            continue
        one, all_ = (_answered(reader, question) for reader in (few, many))
        times.append((all_ / one, name, one, all_))
    times.sort()
    ratio, name, one, all_ = times[len(times) // 2]
    row(f"median of {len(times)} canned questions about one department", f"{ratio:.2f} x", "2 x", ratio <= 2)
    for ratio, name, one, all_ in times[-6:] + [slow for slow in times[:-6] if slow[0] > 2]:
        what = f"  slowest by ratio: {name}, {one:.0f} ms with 1, {all_:.0f} ms with {count}"
        row(what, f"{ratio:.2f} x", "2 x", ratio <= 2)


_FREE = (
    "{}一共花了多少钱？", "{}三公经费比上年少了多少？", "{}哪个项目花钱最多？",
    "{}项目支出占总支出的比例", "{}为什么超预算？",
)


def _free(few: Reader, many: Reader, count: int) -> None:
    """Free questions that name one department, warm."""
    for asked in _FREE:
        one, all_ = (_freely(reader, asked) for reader in (few, many))
        what = f"free question {asked.format('…')}, {count} documents: {one:.0f} ms with 1"
        row(what, f"{all_:.0f} ms", "50 ms", all_ <= 50)


def _freely(reader: Reader, asked: str) -> float:
    department = _department(reader)
    rows = solutions(reader, f"SELECT ?name {{ <{department}> skos:prefLabel ?name }} LIMIT 1")
    text = asked.format(next(rows)["name"].value)
    return median_ms(lambda: ask(reader, text), 9)


def _answered(reader: Reader, question: Question) -> float:
    department = _department(reader)
    return median_ms(lambda: questions.answer(reader, question, {"dept": department}), 5)


def _spent(reader: Reader, sparql: str, times: int) -> float:
    return median_ms(lambda: list(solutions(reader, sparql)), times)


def _department(reader: Reader) -> str:
    """The first department of the store that has one document, as the small store has."""
    rows = solutions(
        reader, "SELECT ?org { ?doc bkg:disclosureYear ?y ; dct:publisher ?org } GROUP BY ?org "
        "HAVING(COUNT(?doc) = 1) ORDER BY ?org LIMIT 1",
    )
    return str(next(rows)["org"].value)


def _about(reader: Reader, sparql: str) -> str:
    return sparql.replace("<ORG>", f"<{_department(reader)}>")


if __name__ == "__main__":
    main()
