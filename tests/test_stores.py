"""One suite over every backend, then what only a store on disk can promise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from stored import stored

from budget_kg.errors import StoreError, UsageError
from budget_kg.stores import payload
from budget_kg.stores.audit import repeated_triples
from budget_kg.stores.contract import (
    ONTOLOGY,
    REGISTRY,
    Load,
    Reader,
    SharedGraph,
    Source,
    Store,
    StoredDocument,
    solutions,
)
from budget_kg.stores.memory import MemoryStore
from budget_kg.stores.oxigraph import EmbeddedStore

ID = "https://w3id.org/budget-kg/id/"
DEF = "https://w3id.org/budget-kg/def#"


def load(name: str, amounts: list[int], *, edition: str = "a", title: str = "决算") -> Load:
    """A document of one graph with some amounts, and a registry line for each."""
    graph = f"{ID}graph-{name}{edition}"
    lines = [f'<{ID}obs-{name}-{i}> <{DEF}amount> "{n}" <{graph}> .' for i, n in enumerate(amounts)]
    document = StoredDocument(
        iri=f"{ID}doc-{name}",
        title=title,
        department="某部门",
        year=2023,
        kind="final",
        file_hash=f"sha-{name}{edition}",
        text_hash=f"text-{name}{edition}",
        graphs=(graph,),
        counts={"facts": len(amounts)},
    )
    seen = [f'<{ID}obs-{name}-{i}> <{DEF}seen> "{n}" .' for i, n in enumerate(amounts)]
    return Load(document, text(lines), text(seen))


def text(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


ONTOLOGY_1 = SharedGraph(ONTOLOGY, "v1", (b'<http://t/a> <http://t/label> "one" .',))
ONTOLOGY_2 = SharedGraph(ONTOLOGY, "v2", (b'<http://t/a> <http://t/label> "two" .',))


@pytest.fixture(params=["embedded", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return EmbeddedStore(tmp_path / "store") if request.param == "embedded" else MemoryStore()


def put(store: Store, *loads: Load, ontology: SharedGraph = ONTOLOGY_1, fresh: bool = False) -> bool:
    with store.staging(fresh=fresh) as stage:
        stage.share(ontology)
        for one in loads:
            stage.put(one)
    return stage.changed


def triples(reader: Reader, graph: str) -> list[str]:
    return sorted(reader.dump(graph).decode().splitlines())


def amounts(reader: Source) -> list[str]:
    return sorted(str(row["n"]).strip('"') for row in solutions(reader, "SELECT ?n { ?s bkg:amount ?n }"))


def test_a_document_is_given_back_as_it_was_put(store: Store) -> None:
    put = load("one", [1, 2])
    with store.staging() as stage:
        stage.put(put)
        stage.put(load("two", [3]))
        stage.put(replace(load("three", []), registry=b""))
    with store.reader() as reader:
        back = reader.load(put.document.iri)
        assert back.document == put.document
        for own, other in ((back.nquads, put.nquads), (back.registry, put.registry)):
            assert isinstance(own, bytes) and isinstance(other, bytes)
            assert sorted(own.splitlines()) == sorted(other.splitlines())
        assert reader.load(f"{ID}doc-three") == Load(load("three", []).document, b"", b"")
        with pytest.raises(UsageError, match="doc-none"):
            reader.load(f"{ID}doc-none")


def test_no_store_says_build_first(store: Store) -> None:
    with pytest.raises(StoreError, match="build") as caught:
        store.reader()
    assert caught.value.exit_code == 4
    assert "\n" not in caught.value.say("zh") + caught.value.say("en")


def test_what_is_put_is_answered_from_the_union_of_graphs(store: Store) -> None:
    put(store, load("a", [1, 2]), load("b", [3]))
    with store.reader(ontology="v1") as reader:
        assert amounts(reader) == ["1", "2", "3"]
        assert [document.iri for document in reader.documents()] == [f"{ID}doc-a", f"{ID}doc-b"]
        assert reader.documents()[0] == load("a", [1, 2]).document
        assert reader.shared == {ONTOLOGY: "v1"}
        assert len(triples(reader, REGISTRY)) == 3
        assert repeated_triples(reader) == []


def test_loading_the_same_twice_changes_nothing(store: Store) -> None:
    put(store, load("a", [1, 2]))
    with store.reader() as before:
        dump = sorted(before.dump().splitlines())
    assert not put(store, load("a", [1, 2]))
    with store.reader() as after:
        assert sorted(after.dump().splitlines()) == dump


def test_a_new_edition_replaces_graphs_and_registry(store: Store) -> None:
    put(store, load("a", [1, 2]), load("b", [3]))
    assert put(store, load("a", [7], edition="b"))
    with store.reader() as reader:
        assert amounts(reader) == ["3", "7"]
        assert [document.file_hash for document in reader.documents()] == ["sha-ab", "sha-ba"]
        assert triples(reader, f"{ID}graph-aa") == []
        assert [line.split()[-2] for line in triples(reader, REGISTRY)] == ['"7"', '"3"']


def test_two_editions_in_one_stage_leave_the_last(store: Store) -> None:
    put(store, load("a", [1]), load("a", [2, 3], edition="b"), load("a", [4]))
    with store.reader() as reader:
        assert amounts(reader) == ["4"]


def test_metadata_alone_can_change(store: Store) -> None:
    put(store, load("a", [1]))
    assert put(store, load("a", [1], title="新题名"))
    with store.reader() as reader:
        assert reader.documents()[0].title == "新题名"
        assert amounts(reader) == ["1"]


def test_remove_takes_graphs_and_registry_lines(store: Store) -> None:
    put(store, load("a", [1]), load("b", [2]))
    with store.staging() as stage:
        assert stage.remove(f"{ID}doc-a").file_hash == "sha-aa"
    with store.reader() as reader:
        assert amounts(reader) == ["2"]
        assert len(triples(reader, REGISTRY)) == 1
        assert [document.iri for document in reader.documents()] == [f"{ID}doc-b"]


def test_removing_an_unknown_document_is_wrong_use(store: Store) -> None:
    put(store, load("a", [1]))
    with pytest.raises(UsageError, match="doc-zzz"), store.staging() as stage:
        stage.remove(f"{ID}doc-zzz")
    with store.reader() as reader:
        assert amounts(reader) == ["1"]


def test_an_exception_leaves_the_store_as_it_was(store: Store) -> None:
    put(store, load("a", [1]))
    with pytest.raises(ZeroDivisionError), store.staging() as stage:
        stage.put(load("b", [2]))
        raise ZeroDivisionError
    with store.reader() as reader:
        assert amounts(reader) == ["1"]
    assert put(store, load("c", [5]))


def test_a_reader_keeps_its_state_while_writers_come_and_go(store: Store) -> None:
    put(store, load("a", [1]))
    with store.reader() as old:
        for number in range(2, 5):
            put(store, load("a", [number], edition=str(number)))
            assert amounts(old) == ["1"]
        with store.reader() as new:
            assert amounts(new) == ["4"]
        assert amounts(old) == ["1"]


def test_a_second_writer_is_refused_at_once(store: Store) -> None:
    put(store, load("a", [1]))
    with store.staging() as stage:
        stage.put(load("b", [2]))
        with pytest.raises(StoreError, match="another") as caught, store.staging():
            pass
    assert "\n" not in caught.value.say("zh")
    with store.reader() as reader:
        assert amounts(reader) == ["1", "2"]


def test_another_ontology_is_recognised_and_not_mixed(store: Store) -> None:
    put(store, load("a", [1]), load("b", [2]))
    with pytest.raises(StoreError, match="ontology"):
        store.reader(ontology="v2")
    with pytest.raises(StoreError, match=r"1 documents .* older ontology"):
        put(store, load("a", [1]), ontology=ONTOLOGY_2)
    assert put(store, load("a", [1]), load("b", [2]), ontology=ONTOLOGY_2)
    with store.reader(ontology="v2") as reader:
        assert triples(reader, ONTOLOGY) == ['<http://t/a> <http://t/label> "two" .']


def test_fresh_starts_from_nothing(store: Store) -> None:
    put(store, load("a", [1]))
    put(store, load("b", [2]), ontology=ONTOLOGY_2, fresh=True)
    with store.reader(ontology="v2") as reader:
        assert amounts(reader) == ["2"]


@pytest.mark.parametrize(
    ("nquads", "message"),
    [
        (b"<http://a> <http://b> .\n", "doc-a are malformed in line 1"),
        (f'<{ID}o> <{DEF}amount> "1" <{ID}graph-other> .\n'.encode(), "given 1 quads but holds 0"),
        (f'<{ID}o> <{DEF}amount> "1" <{ID}graph-aa> .\n'.encode() * 2, "given 2 quads but holds 1"),
        (f'<{ID}o> <{DEF}amount> "1" .\n'.encode(), "given 1 quads but holds 0"),
        (
            f'<{ID}o> <{DEF}amount> "1" <{ID}graph-x> .\r<{ID}o> <{DEF}amount> "1" <{ID}graph-aa> .\n'.encode(),
            "given 2 quads but holds 1",
        ),
    ],
    ids=["malformed", "other-graph", "repeated-line", "no-graph", "two-in-a-line"],
)
def test_what_does_not_verify_is_not_stored(store: Store, nquads: bytes, message: str) -> None:
    put(store, load("b", [9]))
    with pytest.raises(StoreError, match=message):
        put(store, Load(load("a", [1]).document, nquads))
    with store.reader() as reader:
        assert amounts(reader) == ["9"]


def test_quads_smuggled_into_another_graph_are_found(store: Store) -> None:
    own = f'<{ID}o> <{DEF}amount> "1" <{ID}graph-aa> .\n'
    with pytest.raises(StoreError, match="verification failed"):
        put(store, Load(load("a", []).document, f"{own}{own.replace('graph-aa', 'graph-x')}".encode()))


def test_a_graph_has_one_owner(store: Store) -> None:
    put(store, load("a", [1]))
    thief = stored(f"{ID}doc-thief", f"{ID}graph-aa")
    with pytest.raises(StoreError, match="belongs to"):
        put(store, Load(thief, b""))


def test_a_file_loads_like_its_bytes(store: Store, tmp_path: Path) -> None:
    one = load("a", [1, 2])
    assert isinstance(one.nquads, bytes)
    path = tmp_path / "a.nq"
    path.write_bytes(one.nquads.rstrip(b"\n"))
    put(store, Load(one.document, path), load("b", [3]))
    with store.reader() as reader:
        assert amounts(reader) == ["1", "2", "3"]


def test_more_than_waits_in_memory_is_spooled(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "IN_MEMORY", 400)
    put(store, *(load(f"n{number}", [number]) for number in range(30)))
    with store.reader() as reader:
        assert sorted(map(int, amounts(reader))) == list(range(30))
    bad = Load(load("bad", []).document, b'<http://a> <http://b> "fine" <http://g> .\n<http://a> "no" .\n')
    with pytest.raises(StoreError, match="doc-bad are malformed in line 2"):
        put(store, *(load(f"m{number}", [number, 1]) for number in range(9)), bad, load("z", [1]))
    with store.reader() as reader:
        assert len(reader.documents()) == 30


def test_repeated_triples_are_named(store: Store) -> None:
    a, b = load("a", [1]), load("b", [])
    assert isinstance(a.nquads, bytes)
    put(store, a, Load(b.document, a.nquads.replace(b"graph-aa", b"graph-ba")))
    with store.reader() as reader:
        (repeated,) = repeated_triples(reader)
    assert repeated.graphs == (f"{ID}graph-aa", f"{ID}graph-ba")
    assert repeated.triple == (f"<{ID}obs-a-0>", f"<{DEF}amount>", '"1"')


def test_many_documents_are_counted_together(store: Store) -> None:
    put(store, *(load(f"n{number:03}", [number]) for number in range(120)))
    with store.reader() as reader:
        assert len(amounts(reader)) == 120
        assert len(reader.documents()) == 120
