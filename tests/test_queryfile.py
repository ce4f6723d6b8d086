"""Binding: typed values become terms, terms go into slots, and nothing else of a query ever changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from unicodedata import category

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from budget_kg.asking import questionfile
from budget_kg.asking.parameters import TYPES, Choice, Parameter, term
from budget_kg.asking.querylint import complaints
from budget_kg.asking.questionfile import Question, identity, load
from budget_kg.errors import Say, UsageError
from budget_kg.prefixes import PREFIXES
from budget_kg.queryfile import bind, outline, slots

WORD = Say("词", "word")

QUERY = """# VALUES ?word { "in a comment" }
SELECT ?word ?n WHERE {
  VALUES ?word { UNDEF }
  BIND("VALUES ?word { 'in a string' }" AS ?s)
  { SELECT ?word (COUNT(*) AS ?n) WHERE { VALUES ?word { UNDEF } } GROUP BY ?word }
  VALUES (?word ?other) { (UNDEF 1) }
} ORDER BY ?word
"""


def parameter(kind: str, **more: object) -> Parameter:
    return Parameter(name="word", type=kind, label=WORD, help=WORD, **more)  # type: ignore[arg-type]


def accepted(kind: Parameter, value: str) -> str | None:
    """The term of a value, or None when it is refused in one line that names the parameter."""
    try:
        return term(kind, value)
    except UsageError as error:
        for line in (error.say("zh"), error.say("en")):
            assert "word" in line
            assert "\n" not in line
        return None


def test_slots_are_the_inline_data_of_one_variable_and_nothing_that_looks_like_it() -> None:
    found = slots(QUERY, ["word"])
    assert [QUERY[slot.start : slot.end].strip() for slot in found] == ["UNDEF", "UNDEF"]


def test_binding_fills_every_slot_with_the_same_terms() -> None:
    bound = bind(QUERY, {"word": ('"a"', '"b"@zh')})
    assert bound.count('{ "a" "b"@zh }') == 2
    assert outline(bound, ["word"]) == outline(QUERY, ["word"])
    assert bind(QUERY, {}) == QUERY


@pytest.mark.parametrize(
    "bad", ['"a" "b"', '"a" } FILTER(1=1) {', "<a b>", "?x", '"a"^^xsd:int', "", '"a', "<a>> <b>", '"\n"', "SERVICE"]
)
def test_only_a_single_term_can_be_bound(bad: str) -> None:
    with pytest.raises(ValueError, match="not one RDF term"):
        bind(QUERY, {"word": (bad,)})


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("year", "2023", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("year", "２０２３", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("amount", "100万元", '"1000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("amount", "１．５亿元", '"150000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("amount", "1,234.50", '"1234.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("amount", "-0.01元", '"-0.01"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("integer", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("percent", "12.5%", '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("percent", "１０％", '"10"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("code", "20805", '"20805"'),
        ("keyword", " 社区\x00\n ", '"社区"'),
        ("keyword", 'a"b\\c', '"a\\"b\\\\c"'),
        ("unit", "万元", '"万元"'),
        ("unit", "yuan", '"元"'),
        ("lang", "zh", '"zh"'),
        ("entity", "https://w3id.org/budget-kg/id/org-1", "<https://w3id.org/budget-kg/id/org-1>"),
    ],
)
def test_a_value_becomes_a_term_of_its_type(kind: str, value: str, expected: str) -> None:
    assert term(parameter(kind), value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("year", "23"), ("year", "2023年"), ("year", "３０２３"), ("year", ""), ("year", "2023\n"[:4] + "x"),
        ("amount", "NaN"), ("amount", "1e3"), ("amount", "12.3.4"), ("amount", "10公斤"), ("amount", "1,23"),
        ("amount", "9" * 19), ("amount", "٣"), ("amount", "Infinity"), ("amount", ""),
        ("integer", "1.0"), ("integer", "一"), ("percent", "100‰"),
        ("code", "208 05"), ("code", '"'), ("code", "类"), ("code", "a" * 33),
        ("keyword", ""), ("keyword", "\x00"), ("keyword", "长" * 65), ("keyword", "a\\u0022b"),
        ("keyword", "\\U0001F600"),
        ("unit", "千克"), ("lang", "fr"), ("enum", "nothing"),
        ("entity", "http://a/b c"), ("entity", "http://a/<b>"), ("entity", "no iri"), ("entity", "http://a/\\u003e"),
        ("entity", 'http://a/"'), ("entity", "http://a/\ud800"),
    ],
)
def test_what_a_type_does_not_accept_is_refused_in_one_line(kind: str, value: str) -> None:
    assert accepted(parameter(kind), value) is None


def test_ranges_and_patterns_hold() -> None:
    bounded = parameter("integer", lowest=Decimal(1), highest=Decimal(100))
    assert accepted(bounded, "100") is not None
    assert accepted(bounded, "0") is None
    assert accepted(bounded, "101") is None
    coded = parameter("code", pattern=r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
    assert accepted(coded, "20805") == '"20805"'
    assert accepted(coded, "2080") is None


def test_an_enumeration_accepts_names_and_labels_and_suggests() -> None:
    kinds = parameter("enum", choices=(Choice("goods", Say("货物", "goods"), "item:procurement-goods"),
                                       Choice("works", Say("工程", "works"))))
    assert term(kinds, "goods") == term(kinds, "货物") == f"<{PREFIXES['item']}procurement-goods>"
    assert term(kinds, "works") == '"works"'
    with pytest.raises(UsageError, match="near matches: goods"):
        term(kinds, "good")


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from("\"'\\<>{}|^`#?$;.@()=uU0041\n\r\t SERVICEVALUEUNDEF_:/*\u2028\u202e\x00￿"), max_size=80),
    st.sampled_from(['" } SERVICE <http://127.0.0.1/> { ?s ?p ?o } #', "> } DELETE WHERE { ?s ?p ?o } #", "UNDEF } #",
                     '"""', "\\", '\\"', "'", "?x", "$x", "{{}}", "\\u0022 } #", "http://a/> ?p ?o . <http://b/"]),
    st.builds("http://example.org/{}".format, st.text(max_size=40)),
)


def never_changes_the_structure(kind: str, value: str) -> None:
    """An accepted value comes back from the engine unchanged and alone; outside the slots nothing differs."""
    made = accepted(parameter(kind), value)
    if made is None:
        return
    bound = bind(QUERY, {"word": (made,)})
    assert outline(bound, ["word"]) == outline(QUERY, ["word"])
    rows = ox.Store().query(f"SELECT ?word WHERE {{ VALUES ?word {{ {made} }} }}")
    assert isinstance(rows, ox.QuerySolutions)
    found = [row["word"] for row in rows]
    assert len(found) == 1
    if kind == "keyword":
        assert isinstance(found[0], ox.Literal)
        kept = (one for one in value if category(one) not in ("Cc", "Cs") and one not in "\ufffe\uffff")
        assert found[0].value == "".join(kept).strip()
    if kind == "entity":
        assert isinstance(found[0], ox.NamedNode)
        assert found[0].value == value
    ox.Store().query(bound)


@seed(20231)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TYPES), HOSTILE)
def test_hostile_strings_never_change_a_query(kind: str, value: str) -> None:
    never_changes_the_structure(kind, value)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TYPES), HOSTILE)
def test_five_thousand_hostile_strings_never_change_a_query(kind: str, value: str) -> None:
    never_changes_the_structure(kind, value)


@seed(20232)
@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=64))
def test_rdflib_reads_the_same_keyword(value: str) -> None:
    from rdflib import Graph

    made = accepted(parameter("keyword"), value)
    if made is None:
        return
    rows = list(Graph().query(f"SELECT ?word WHERE {{ VALUES ?word {{ {made} }} }}"))
    assert [str(row[0]) for row in rows] == [value.strip()]  # type: ignore[index]


# -- files ------------------------------------------------------------------------------------------------------------

GOOD = """#+ tags:
#+   - 试
#+ summary: 试
#+ title: {zh: "试？", en: "Test?"}
#+ params:
#+   - year
#+   - {name: kind, type: enum, label: {zh: 类, en: kind}, enum: {a: {zh: 甲, en: a, iri: "bkg:A"}}, default: a}
#+ columns:
#+   year: {kind: year, zh: 年度, en: Year}
#+   amount: {kind: money, zh: 金额, en: Amount, digits: "2"}
#+   passage: evidence
#+ phrasings: {zh: [一, 二, 三, 四], en: [one, two, three, four]}
#+ answer: {zh: "{year} 年 {amount}", en: "{year}: {amount}"}
#+ expect: test
PREFIX bkg: <https://w3id.org/budget-kg/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?year ?amount ?passage WHERE {
  VALUES ?year { UNDEF }
  VALUES ?kind { bkg:A }
  ?o a ?kind ; bkg:fiscalYear ?year ; bkg:amount ?amount ; prov:wasQuotedFrom ?passage .
} ORDER BY ?year ?passage
"""


def question(tmp_path: Path, text: str = GOOD, name: str = "07-test.rq") -> Question:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return load(path)


def test_a_header_is_read_as_it_is_written(tmp_path: Path) -> None:
    found = question(tmp_path)
    assert (found.number, found.id) == (7, "test")
    assert found.title == Say("试？", "Test?")
    params = [(one.name, one.type, one.default) for one in found.params]
    assert params == [("year", "year", "latest"), ("kind", "enum", "a")]
    assert [(one.name, one.kind, one.digits) for one in found.columns] == [
        ("year", "year", None), ("amount", "money", 2), ("passage", "evidence", None)]
    assert not found.sparql.startswith("#+")
    assert complaints(found) == []


def test_identity_comes_from_the_file_name_alone() -> None:
    assert identity(Path("folder/23-largest-projects.rq")) == (23, "largest-projects")
    assert identity(Path("mine.rq")) == (None, "mine")


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("  VALUES ?kind { bkg:A }\n", "", "parameter kind has no slot"),
        ("{ bkg:A }", "{ bkg:B }", "slot of kind holds"),
        ("VALUES ?kind { bkg:A }", "VALUES ?kind { bkg:A } VALUES ?x { UNDEF }", "slot ?x is not declared"),
        ("SELECT ?year ?amount ?passage", "SELECT ?amount ?year ?passage", "projects"),
        ("ORDER BY ?year ?passage", "", "has no ORDER BY"),
        ("ORDER BY ?year ?passage", "ORDER BY ?year LIMIT 3", "has a LIMIT"),
        ("ORDER BY ?year ?passage", "ORDER BY ?year VALUES ?year { UNDEF }", "outside WHERE"),
        ("?o a ?kind ;", "SERVICE <http://a/> { ?o a ?kind } ?o", "calls SERVICE http://a/"),
        ("#+   passage: evidence\n", "#+   passage: {kind: text, zh: 甲, en: a}\n", "neither an evidence column"),
        ("{amount}\"", "{total}\"", "which is no column"),
        ("{year}: {amount}", "{year}: 5", "number that is in no row"),
        ("digits: \"2\"", "digits: 2", "should be quoted"),
        ("#+   - 试\n#+ summary: 试", "#+   - 试\n#+ x:\n#+   summary: 试", "nests the key summary"),
        ("[一, 二, 三, 四]", "[一, 二, 三]", "phrasings in zh"),
        ("?o a ?kind ;", "{ FILTER(?kind = bkg:A) } ?o a ?kind ;", "no slot for it"),
        ("?o a ?kind ;", "FILTER(?year > 2000) ?o a ?kind ;", "orders the typed year"),
        ("?o a ?kind ;", "FILTER(LANG(?x) = 'zh') ?o a ?kind ;", "use LANGMATCHES"),
        ("?o a ?kind ;", "GRAPH id:registry { ?o ?p ?q OPTIONAL { ?o ?r ?s } } ?o a ?kind ;", "OPTIONAL inside GRAPH"),
        ("SELECT ?year", "CONSTRUCT { ?o a ?kind } WHERE { ?o a ?kind } #", "does not parse"),
        ("expect: test", "expect: other", "its golden table is test.tsv"),
    ],
)
def test_the_lint_speaks_of_each_fault(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    assert was in GOOD
    said = "\n".join(complaints(question(tmp_path, GOOD.replace(was, becomes, 1))))
    assert complaint in said


@pytest.mark.parametrize("text", ["SELECT * {}", "#+ title: [\n", "#+ a\n", GOOD.replace("type: enum", "type: colour"),
                                  GOOD.replace("kind: money", "kind: colour"), GOOD.replace("#+ answer", "#+ reply")])
def test_a_malformed_header_is_one_line_that_names_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"07-test\.rq: malformed header") as caught:
        question(tmp_path, text)
    assert "\n" not in caught.value.say("zh")


def test_kinds_of_columns_are_closed() -> None:
    assert "evidence" in questionfile.KINDS
