"""What a free query may not do, in every spelling we know; a queue of them reaches no socket."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import pyoxigraph as ox
import pytest

from budget_kg.errors import UsageError
from budget_kg.prefixes import PREFIXES, with_prefixes
from budget_kg.sparql.guard import check
from budget_kg.stores.results import Form
from budget_kg.tokens import Kind, scan

HOSTILE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE # a comment\n <URL> { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { SERVICE ex:a { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { SERVICEex:a { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { SERVICESILENTex:a { ?s ?p ?o } }",
    "PREFIX service: <URL> SELECT * { SERVICE service:a { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <a> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?one) OPTIONAL{SERVICE<URL>{?s ?p ?o}} }",
    "SELECT * { BIND(1 AS ?one) FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?b) }",
    "SELECT * { BIND(1 AS ?x) } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { { BIND(1 AS ?x) } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { BIND(1 AS ?x) MINUS { SERVICE <URL> { ?x ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p trueSERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'@en.SERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\\\'. SERVICE <URL> { ?s ?p ?o } FILTER(?p = '') }",
    "SELECT * { ?s ?p '''a''b'''. SERVICE <URL> { ?s ?p ?o } FILTER(?p = '') }",
    "PREFIX ex: <URL> SELECT * { ?s ?p ex:a\\'. SERVICE <URL> { ?s ?p ?o } FILTER(?s != ex:b\\') }",
    # less-than and a comment to a parser, an IRI and a long string to a scanner
    'SELECT * { VALUES ?a {1} VALUES ?b {2} FILTER(?a<?b#c>"""\n) SERVICE <URL> { ?s ?p ?o } } #"""',
    'SELECT * { VALUES ?q { """a" } SERVICE <URL> { ?s ?p ?o } }',
    "SELECT * # \r { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u005Cu0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ſERVICE <URL> { ?s ?p ?o } }",
    "ASK{SERVICE<URL>{}}",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
]

HARMLESS = [
    "SELECT ?service { ?service a bkg:Service }",
    "SELECT * { ?s ?p 'SERVICE <http://example.org/> {}' } # SERVICE <http://example.org/>",
    "SELECT * { <http://example.org/service#SERVICE> ?p ?o }",
    "SELECT * { ?s bkg:publicService ?o . ?o skos:prefLabel '''SERVICE''' }",
]

UPDATES = [
    "INSERT DATA { <http://a> <http://b> <http://c> }",
    "insert { ?s ?p ?o } where { ?s ?p ?o }",
    "# SELECT\nDELETE WHERE { ?s ?p ?o }",
    "PREFIX select: <http://select/> LOAD <http://example.org/>",
    "BASE <http://x/> CLEAR ALL",
    "DROP GRAPH <http://x>",
    "WITH <http://x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CREATE GRAPH <http://x>",
    "COPY <http://x> TO <http://y>",
    "MOVE <http://x> TO <http://y>",
    "ADD <http://x> TO <http://y>",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_service_is_refused_in_every_spelling(query: str) -> None:
    for allowed in ((), ("http://other.example/",), ("http://127.0.0.1:1",)):
        with pytest.raises(UsageError, match="SERVICE") as caught:
            check(query.replace("URL", "http://127.0.0.1:1/"), allowed)
        assert "\n" not in caught.value.say("en") + caught.value.say("zh")


def test_the_spellings_are_dangerous() -> None:
    """The engine itself would call most of them: the list is no straw man."""
    reached = 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal(1)))
        for query in HOSTILE:
            code = f"import pyoxigraph as ox; s = ox.Store(); list(s.query({query.replace('URL', url)!r}))"
            process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
            try:
                server.accept()[0].close()
                reached += 1
            except TimeoutError:
                pass
            process.kill()
            process.wait()
    assert reached >= 12


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_offence(query: str) -> None:
    assert check(query) is Form.SELECT


def test_only_the_very_address_is_allowed() -> None:
    query = "SELECT * { SERVICE SILENT <http://example.org/sparql> { ?s a <http://example.org/x#y> } }"
    assert check(query, ["http://example.org/sparql"]) is Form.SELECT
    for near in ("http://example.org/sparql/", "http://example.org/", "http://example.org/sparq", ""):
        with pytest.raises(UsageError, match="refused"):
            check(query, [near])
    both = query.replace("} }", "} SERVICE <http://evil.example/> { ?s ?p ?o } }")
    with pytest.raises(UsageError, match="evil"):
        check(both, ["http://example.org/sparql"])


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(UsageError, match="updates are refused"):
        check(update)


@pytest.mark.parametrize("text", ["", "# nothing", "FOO", "{ ?s ?p ?o }", "PREFIX a: <b>", "'SELECT'"])
def test_what_is_no_query_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="a query begins with"):
        check(text)


@pytest.mark.parametrize("form", list(Form))
def test_forms_are_recognised(form: Form) -> None:
    query = f"# INSERT\nBASE <http://b/> PREFIX insert: <http://i#> {form.lower()} * {{ ?s ?p ?o }}"
    assert check(query) is form


def test_a_usual_query_loads_no_rdflib() -> None:
    code = """
import sys
from budget_kg.sparql.guard import check
check("SELECT * { ?s skos:prefLabel 'a' . FILTER(?s < 3) }")
assert "rdflib" not in sys.modules
check("SELECT ?service { ?service ?p ?o }")
assert "rdflib" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_known_prefixes_are_supplied_once_on_the_first_line() -> None:
    query = "PREFIX skos: <http://mine#>\nSELECT * { ?s a bkg:Project ; skos:x ex:y ; bkg:z '#org:a' }"
    completed = with_prefixes(query)
    assert completed == f"PREFIX bkg: <{PREFIXES['bkg']}> {query}"
    assert with_prefixes(completed) == completed


@pytest.mark.parametrize(
    "piece", ["a.", "a.b-", '"""a', '"\n', "<a", "a:.", ":", "\\", "'''", "a:%", "#\r", "?a<?b#c>", "@a-"]
)
def test_no_text_takes_long_to_scan(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    assert sum(len(token.text) for token in scan(text)) <= len(text)
    assert time.process_time() - started < 3, "linear: about 0.3 s; a pattern that backtracks takes a minute"


def test_a_long_query_with_the_word_is_not_read_twice() -> None:
    started = time.process_time()
    with pytest.raises(UsageError, match="8192 characters"):
        check("SELECT ?service { FILTER(1" + " + 1" * 5000 + ") }")
    assert time.process_time() - started < 2
    assert check("SELECT ?s { FILTER(1" + " + 1" * 5000 + ") }") is Form.SELECT


def test_tokens_keep_strings_iris_and_comments_apart() -> None:
    text = 'SELECT ?a{<http://x#y> a:b-c.d\\# "q\\"{" ; """long " \n#""" \'\'@zh-Hans#end\n}'
    assert [(token.kind, token.text) for token in scan(text)] == [
        (Kind.WORD, "SELECT"),
        (Kind.VARIABLE, "?a"),
        (Kind.MARK, "{"),
        (Kind.IRI, "<http://x#y>"),
        (Kind.NAME, "a:b-c.d\\#"),
        (Kind.STRING, '"q\\"{"'),
        (Kind.MARK, ";"),
        (Kind.STRING, '"""long " \n#"""'),
        (Kind.STRING, "''"),
        (Kind.LANGUAGE, "@zh-Hans"),
        (Kind.MARK, "}"),
    ]
    assert all(text[token.start :].startswith(token.text) for token in scan(text))
