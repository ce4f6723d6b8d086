"""From what a person types to the one thing in the store it stands for, whatever kind of thing that is."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from budget_kg.asking.cells import Labels
from budget_kg.asking.parameters import expand, is_iri
from budget_kg.errors import Lang, UsageError
from budget_kg.names import normalise_name
from budget_kg.sparql.tabulation import short_name
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri, string
from budget_kg.vocab import CODE

_NAMES: Final = "skos:prefLabel|skos:altLabel|bkg:possibleAlias|skos:notation"
_NEAR: Final = 8
_MOST_NAMES: Final = 20_000
_NAMES_EACH: Final = 4
_CLASSIFICATIONS: Final = ("func", "econ-dep", "econ-gov", "item", "fund", "expenditure-type")
"""Schemes whose codes people look for; those of the grammar hold words of tables, not things."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its IRI, label and kind, the name that fits, and whether that is exactly what was looked for."""

    iri: str
    label: str
    kind: str
    matched: str
    exact: bool


def find(source: Source, wanted: str) -> str:
    """Return the IRI of what a name, code, or IRI (also `fn:212`, `id:obs-…`) stands for.

    UsageError when there is nothing of that name, with near names, or more than one thing.
    """
    full = expand(wanted.strip())
    if is_iri(full) and "://" in full:
        if not _exists(source, full):
            raise UsageError(zh=f"存储中没有 {wanted}", en=f"there is no {wanted} in the store")
        return full
    hits = _named(source, wanted.strip())
    if len(hits) == 1:
        return hits[0][0]
    if hits:
        names = [f"{label} {short_name(thing)}" for thing, label in hits[:_NEAR]]
        raise UsageError(
            zh=f"“{wanted}”可指 {len(hits)} 个：{'、'.join(names)}；请用其编号指明",
            en=f"{wanted!r} may be any of {len(hits)}: {', '.join(names)}; name one by its identifier",
        )
    near = _containing(source, wanted.strip())
    zh = f"；相近的有：{'、'.join(near)}" if near else ""
    en = f"; near matches: {', '.join(near)}" if near else ""
    raise UsageError(
        zh=f"存储中没有名为“{wanted}”的部门、项目、科目或指标{zh}",
        en=f"nothing in the store has the name or code {wanted!r}{en}",
    )


def _exists(source: Source, thing: str) -> bool:
    rows = solutions(source, f"SELECT ?p WHERE {{ {{ {iri(thing)} ?p ?o }} UNION {{ ?s ?p {iri(thing)} }} }} LIMIT 1")
    return next(iter(rows), None) is not None


def _named(source: Source, wanted: str) -> list[tuple[str, str]]:
    """The things with exactly that name or code, those that documents state before codes no document uses."""
    names = {wanted, normalise_name(wanted)}
    terms = sorted(term for name in names for term in (string(name), string(name, "zh"), string(name, "en")))
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?thing ?label (EXISTS {{ ?fact ?any ?thing ; bkg:org ?org }} AS ?used) WHERE {{
          VALUES ?name {{ {" ".join(terms)} }}
          ?thing {_NAMES} ?name .
          OPTIONAL {{ ?thing skos:prefLabel ?label FILTER(LANGMATCHES(LANG(?label), "zh")) }}
        }} ORDER BY ?label ?thing""",
    )
    found = [(row["thing"].value, row["label"].value if row["label"] else "", row["used"].value) for row in rows]
    used = [(thing, label) for thing, label, flag in found if flag == "true"]
    return used if len(used) == 1 else [(thing, label) for thing, label, _ in found]


def _containing(source: Source, wanted: str) -> list[str]:
    """Names in the registry that contain the words, then those that are spelled much like them."""
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?label WHERE {{ GRAPH id:registry {{ ?thing skos:prefLabel|skos:altLabel ?label }} }}
        ORDER BY ?label LIMIT {_MOST_NAMES}""",
    )
    labels = [row["label"].value for row in rows]
    containing = sorted((label for label in labels if wanted.lower() in label.lower()), key=len)
    return list(dict.fromkeys([*containing, *get_close_matches(wanted, labels, _NEAR, 0.4)]))[:_NEAR]


def search(source: Source, words: str, lang: Lang, most: int) -> tuple[Hit, ...]:
    """The things with that name or code, or with a name that contains it; else those that are spelled much like it.

    Exact ones come first, then what documents state before codes, then the shortest names; empty when nothing is near.
    """
    wanted = words.strip()
    if not wanted:
        return ()
    named = dict.fromkeys((thing for thing, _ in _named(source, wanted)), wanted)
    names = named | {thing: name for thing, name in _with(source, wanted, most).items() if thing not in named}
    if not names:
        names = {thing: name for name in _containing(source, wanted) for thing, _ in _named(source, name)}
    exact = {thing for thing, name in names.items() if name == wanted}
    found = sorted(names, key=lambda thing: thing not in exact)[:most]
    kinds = _kinds(source, found)
    labels = Labels(source, {*found, *kinds.values()}, lang)
    return tuple(
        Hit(thing, labels.of(thing), labels.of(kinds[thing]) if thing in kinds else "", names[thing], thing in exact)
        for thing in found
    )


def _with(source: Source, wanted: str, most: int) -> dict[str, str]:
    """Things of the registry, then codes, with a name in which the words stand; the shortest names first."""
    schemes = " ".join(iri(f"{CODE}{name}") for name in _CLASSIFICATIONS)
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?thing ?name ?scheme WHERE {{
          {{ GRAPH id:registry {{ ?thing {_NAMES} ?name }} }}
          UNION {{ VALUES ?scheme {{ {schemes} }} ?thing skos:inScheme ?scheme ; {_NAMES} ?name }}
          FILTER(CONTAINS(LCASE(STR(?name)), LCASE({string(wanted)})))
        }} ORDER BY BOUND(?scheme) STRLEN(STR(?name)) STR(?name) ?thing LIMIT {most * _NAMES_EACH}""",
    )
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row["thing"].value, row["name"].value)
    return found


def _kinds(source: Source, things: list[str]) -> dict[str, str]:
    """What each thing is: its class in the ontology, or the scheme that a code belongs to."""
    rows = solutions(
        source,
        f"""
        SELECT DISTINCT ?thing ?kind ?scheme WHERE {{
          VALUES ?thing {{ {" ".join(map(iri, things))} }}
          OPTIONAL {{ ?thing skos:inScheme ?scheme }}
          OPTIONAL {{ ?thing a ?kind FILTER(STRSTARTS(STR(?kind), STR(bkg:))) }}
        }} ORDER BY ?thing ?kind ?scheme""",
    )
    found: dict[str, str] = {}
    for row in rows:
        kind = row["scheme"] or row["kind"]
        if kind is not None:
            found.setdefault(row["thing"].value, kind.value)
    return found
