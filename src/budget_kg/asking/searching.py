"""From what a person types to the one thing in the store it stands for, whatever kind of thing that is."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from budget_kg.asking.parameters import expand, is_iri
from budget_kg.errors import UsageError
from budget_kg.names import normalise_name
from budget_kg.sparql.tabulation import short_name
from budget_kg.stores.contract import Source, solutions
from budget_kg.triples import iri, string

_NAMES: Final = "skos:prefLabel|skos:altLabel|bkg:possibleAlias|skos:notation"
_NEAR: Final = 8
_MOST_NAMES: Final = 20_000


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
