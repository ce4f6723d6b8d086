"""The registry graph: what the documents present state of enduring things, each triple once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from stored import stored

from budget_kg.errors import InputError, StoreError
from budget_kg.stores import registry as registry_module
from budget_kg.stores import shelf as shelf_module
from budget_kg.stores import staging as staging_module
from budget_kg.stores.audit import repeated_triples
from budget_kg.stores.contract import REGISTRY, Load, Payload, Store
from budget_kg.stores.memory import MemoryStore
from budget_kg.stores.oxigraph import EmbeddedStore

SEED = 20230131
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(params=["embedded", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return EmbeddedStore(tmp_path / "store") if request.param == "embedded" else MemoryStore()


def line(word: str) -> str:
    return f'<http://thing/{word}> <http://p/label> "名称{word}"@zh .'


def load(name: str, words: str, *, edition: str = "a") -> Load:
    """A document that states one line in the registry for each letter of `words`."""
    return stating(name, "".join(f"{line(word)}\n" for word in words).encode(), edition=edition)


def stating(name: str, registry: Payload, *, edition: str = "a") -> Load:
    graph = f"http://g/{name}{edition}"
    document = stored(f"http://d/{name}", graph)
    return Load(document, f'<http://s/{name}> <http://p/edition> "{edition}" <{graph}> .\n'.encode(), registry)


def change(store: Store, *loads: Load, remove: str = "", fresh: bool = False) -> bool:
    with store.staging(fresh=fresh) as stage:
        for one in loads:
            stage.put(one)
        for name in remove:
            stage.remove(f"http://d/{name}")
    return stage.changed


def words(store: Store) -> str:
    """The letters whose lines stand in the registry, in order; each stands there in full."""
    with store.reader() as reader:
        found = sorted(reader.dump(REGISTRY).decode().splitlines())
        assert repeated_triples(reader) == []
    letters = [one.removeprefix("<http://thing/").split(">")[0] for one in found]
    assert found == [line(letter) for letter in letters]
    return "".join(letters)


def test_the_registry_is_the_union_of_what_documents_state(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "yz"))
    assert words(store) == "xyz"


def test_a_statement_stays_while_another_document_makes_it(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "yz"), load("c", "y"))
    change(store, remove="a")
    assert words(store) == "yz"
    change(store, remove="b")
    assert words(store) == "y"
    change(store, remove="c")
    assert words(store) == ""


def test_what_a_replaced_document_no_longer_states_vanishes(store: Store) -> None:
    change(store, load("a", "wxy"), load("b", "yz"))
    assert change(store, load("a", "xv", edition="b"))
    assert words(store) == "vxyz"


def test_statements_alone_can_change(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "y"))
    assert change(store, load("a", "z"))
    assert words(store) == "yz"
    assert change(store, load("a", ""))
    assert words(store) == "y"


def test_the_same_statements_change_nothing(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "xy"))
    assert not change(store, load("b", "yxx"), load("a", "xy"))
    assert words(store) == "xy"


def test_two_documents_of_the_same_statements_are_told_apart(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "xy"))
    change(store, remove="a")
    assert words(store) == "xy"
    change(store, load("b", ""))
    assert words(store) == ""


def test_what_leaves_and_comes_in_one_stage_stays(store: Store) -> None:
    change(store, load("a", "xy"))
    change(store, load("b", "xz"), remove="a")
    assert words(store) == "xz"
    change(store, load("b", ""), load("b", "xy"), load("c", "q"), remove="c")
    assert words(store) == "xy"


def test_a_fresh_build_forgets_statements(store: Store) -> None:
    change(store, load("a", "xy"))
    change(store, load("b", "yz"), fresh=True)
    assert words(store) == "yz"
    change(store, remove="b")
    assert words(store) == ""


def test_an_exception_leaves_the_registry_as_it_was(store: Store) -> None:
    change(store, load("a", "xy"), load("b", "y"))
    with pytest.raises(ZeroDivisionError), store.staging() as stage:
        stage.put(load("c", "z"))
        stage.remove("http://d/a")
        raise ZeroDivisionError
    assert words(store) == "xy"
    change(store, remove="a")
    assert words(store) == "y"


@pytest.mark.parametrize("limits", ["usual", "small", "same-sums"])
def test_any_changes_leave_the_union(store: Store, monkeypatch: pytest.MonkeyPatch, limits: str) -> None:
    if limits == "small":
        monkeypatch.setattr(registry_module, "GATHERED", 4)
        monkeypatch.setattr(staging_module, "COUNT_ALL_BELOW", 0)
    elif limits == "same-sums":
        monkeypatch.setattr(registry_module, "line_sum", len)
        monkeypatch.setattr(shelf_module, "line_sum", len)
    chance = random.Random(SEED)
    present: dict[str, str] = {}
    change(store)
    for _ in range(25):
        with store.staging() as stage:
            for _ in range(chance.randint(0, 6)):
                name = chance.choice("abcde")
                if name in present and chance.random() < 0.4:
                    stage.remove(f"http://d/{name}")
                    del present[name]
                else:
                    present[name] = "".join(chance.sample("pqrstuvwxyz", chance.randint(0, 5)))
                    stage.put(load(name, present[name], edition=chance.choice("ab")))
        assert words(store) == "".join(sorted(set("".join(present.values()))))
        with store.reader() as reader:
            assert [one.iri[-1] for one in reader.documents()] == sorted(present)


@pytest.mark.parametrize(
    ("registry", "message"),
    [
        (f'<http://a> <http://b> "1.50"^^<{XSD}decimal> .\n', r'not canonical N-Triples: .*"1\.50"'),
        ('<http://a> <http://b> "\\u4e00" .\n', "not canonical"),
        ('<http://a> <http://b>  "1" .\n', "not canonical"),
        ('_:a <http://b> "1" .\n', "not canonical"),
        ('<http://a> <http://b> "1" .\r<http://a> <http://b> "2" .\n', "not canonical"),
        ('<http://a> <http://b> "1" <http://g/x> .\n', "http://d/a are malformed: <http://a>"),
        ('<http://a> <http://b> "1" .\n<http://a> <http://b>\n', "http://d/a are malformed: <http://a> <http://b> "),
    ],
    ids=["decimal", "escape", "spaces", "blank-node", "two-in-a-line", "graph", "cut"],
)
def test_a_statement_has_one_form(store: Store, registry: str, message: str) -> None:
    change(store, load("b", "x"))
    with pytest.raises(StoreError, match=message) as caught:
        change(store, stating("a", registry.encode()))
    assert "\n" not in caught.value.say("zh") + caught.value.say("en")
    assert words(store) == "x"


@pytest.mark.parametrize("counted", ["all", "touched"])
def test_a_statement_lost_on_the_way_is_found(store: Store, monkeypatch: pytest.MonkeyPatch, counted: str) -> None:
    change(store, load("a", "x"))
    whole = registry_module.in_registry
    monkeypatch.setattr(staging_module, "in_registry", lambda lines: whole(lines[1:]))
    if counted == "touched":
        monkeypatch.setattr(staging_module, "COUNT_ALL_BELOW", 0)
    with pytest.raises(StoreError, match="verification failed"):
        change(store, load("b", "yz"))
    assert words(store) == "x"


def test_statements_come_from_a_file_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text(f"{line('x')}\n{line('y')}", encoding="utf-8")
    change(store, stating("a", path), load("b", "y"))
    assert words(store) == "xy"
    assert not change(store, load("a", "yx"))
    with pytest.raises(InputError, match=r"none\.nt"):
        change(store, stating("c", tmp_path / "none.nt"))


def test_records_on_disk_are_those_of_the_documents_present(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    change(store, load("a", "xy"), load("b", "xy"), load("c", "z"), load("d", ""))
    assert len(list((tmp_path / "registry").iterdir())) == 2
    change(store, load("c", "w"))
    assert len(list((tmp_path / "registry").iterdir())) == 2
    change(store, remove="ab")
    assert len(list((tmp_path / "registry").iterdir())) == 1


@pytest.mark.parametrize("damage", ["gone", "cut", "empty"])
def test_adding_reads_no_other_record_and_damage_is_told(tmp_path: Path, damage: str) -> None:
    store = EmbeddedStore(tmp_path)
    change(store, load("a", "xy"))
    (record,) = (tmp_path / "registry").iterdir()
    if damage == "gone":
        record.unlink()
    else:
        record.write_bytes(record.read_bytes()[: 14 if damage == "cut" else 0])
    assert change(store, load("b", "yz"))
    assert words(store) == "xyz"
    with pytest.raises(StoreError, match="rebuild"):
        change(store, remove="a")
    with pytest.raises(StoreError, match="rebuild"):
        change(store, remove="b")
    assert words(store) == "xyz"
    change(store, load("a", "xy"), load("b", "yz"), fresh=True)
    change(store, remove="a")
    assert words(store) == "yz"
