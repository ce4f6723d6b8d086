"""From a name, code or IRI to the one thing it stands for in a store, and the years a store knows.

Several things of one name are a UsageError that lists them; an unknown name is one with near matches. No guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from budget_kg import triples
from budget_kg.asking.parameters import UNDEF, Parameter, expand, is_iri
from budget_kg.errors import Say
from budget_kg.names import normalise_name
from budget_kg.stores.contract import Source, solutions

_FORM: Final = Say("IRI、代码或完整名称", "an IRI, a code or a full name")
_NAMES: Final = "skos:prefLabel|skos:altLabel|bkg:possibleAlias|skos:notation"
_PLACE: Final = "(bkg:servesDivision|bkg:budgetDivision)/(skos:prefLabel|bkg:divisionCode)"
_OWNER: Final = "bkg:carriedOutBy|bkg:indicatorOf|(bkg:indicatorOf/bkg:carriedOutBy)"
_SHOWN: Final = 5
_MOST_NAMES: Final = 20_000
MOST_GRAPHS: Final = 100


def resolve(source: Source, parameter: Parameter, value: str, departments: Sequence[str]) -> str:
    """The IRI of the thing a value names. `departments` are terms that narrow down names used by many.

    UsageError when nothing, or more than one thing, has that name.
    """
    value = value.strip()
    full = expand(value)
    if is_iri(full) and "://" in full:
        if not _is_of_class(source, parameter, full):
            raise parameter.wrong(value, Say("库中已有的" + _FORM.zh, _FORM.en + " of a thing in the store"))
        return full
    hits = _by_name(source, parameter, value, departments)
    if not hits:
        raise parameter.wrong(value, _FORM, _near(source, parameter, value, departments))
    if len(hits) > 1:
        raise parameter.wrong(value, Say(f"其中一个（共 {len(hits)} 个同名）", f"one of {len(hits)} things of that name"),
                              tuple(f"{label} <{iri}>" for iri, label in hits[:_SHOWN]))
    return hits[0][0]


def years(source: Source, departments: Sequence[str]) -> list[str]:
    """The years of the documents in the store, of the given departments (terms) or of all, newest first."""
    rows = solutions(source, f"""
        SELECT DISTINCT (STR(?y) AS ?year) WHERE {{
          {_slot("department", departments)}
          GRAPH id:registry {{ ?document bkg:disclosureYear ?y ; dct:publisher ?department }}
        }} ORDER BY DESC(STR(?y))""")
    return [row["year"].value for row in rows]


def latest(source: Source, departments: Sequence[str]) -> str | None:
    """The last year that has final accounts in the store, or else the last year of any document; None when empty.

    A budget is disclosed a year and more before the final accounts of its year: most questions would find nothing.
    """
    rows = solutions(source, f"""
        SELECT (STR(MAX(?y)) AS ?year) WHERE {{
          {_slot("department", departments)}
          GRAPH id:registry {{ ?document bkg:disclosureYear ?y ; dct:publisher ?department ; a bkg:FinalAccounts }}
        }}""")
    row = next(iter(rows), None)
    if row is not None and row["year"] is not None:
        return str(row["year"].value)
    known = years(source, departments)
    return known[0] if known else None


def graphs(source: Source, departments: Sequence[str]) -> list[str]:
    """The graphs (IRIs) of claims and findings of the documents of some departments (terms), at most `MOST_GRAPHS`.

    Empty when there are more: then looking at all graphs is no slower.
    """
    rows = solutions(source, f"""
        SELECT DISTINCT ?graph WHERE {{
          {_slot("department", departments)}
          GRAPH id:registry {{ ?document dct:publisher ?department ; bkg:disclosureYear ?year }}
          GRAPH ?graph {{ ?one prov:wasDerivedFrom|bkg:document ?document }}
          FILTER(?graph != id:registry)
        }} ORDER BY ?graph LIMIT {MOST_GRAPHS + 1}""")
    found = [row["graph"].value for row in rows]
    return found if len(found) <= MOST_GRAPHS else []


def publishers(source: Source) -> int:
    """How many departments have a document in the store."""
    rows = solutions(source, """
        SELECT (COUNT(DISTINCT ?department) AS ?n) WHERE {
          GRAPH id:registry { ?document bkg:disclosureYear ?y ; dct:publisher ?department }
        }""")
    return int(next(iter(rows))["n"].value)


def _slot(variable: str, terms: Sequence[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(terms) or UNDEF} }}"


def _classes(parameter: Parameter) -> str:
    if not parameter.classes:
        return ""
    return _slot("class", [triples.iri(expand(name)) for name in parameter.classes]) + " ?thing a ?class ."


def _is_of_class(source: Source, parameter: Parameter, iri: str) -> bool:
    known = _classes(parameter) or "?thing ?property ?value ."
    rows = solutions(source, f"SELECT ?thing WHERE {{ {_slot('thing', [triples.iri(iri)])} {known} }} LIMIT 1")
    return next(iter(rows), None) is not None


def _by_name(
    source: Source, parameter: Parameter, value: str, departments: Sequence[str]
) -> list[tuple[str, str]]:
    """The things with exactly that name or code, each with its label, in the order of their labels."""
    spellings = sorted({value, normalise_name(value)})
    terms = [term for name in spellings for term in (triples.string(name, "zh"), triples.string(name, "en"),
                                                     triples.string(name))]
    paths = [f"{{ ?thing {_NAMES} ?name }}"]
    if any("Department" in name for name in parameter.classes):
        paths.append(f"{{ ?thing {_PLACE} ?name }}")
    rows = solutions(source, f"""
        SELECT DISTINCT ?thing ?label WHERE {{
          {_slot("name", terms)} {" UNION ".join(paths)} {_classes(parameter)} {_owned(parameter, departments)}
          OPTIONAL {{ ?thing skos:prefLabel ?label FILTER(LANGMATCHES(LANG(?label), "zh")) }}
        }} ORDER BY ?label ?thing""")
    found = {row["thing"].value: row["label"].value if row["label"] is not None else ""
             for row in rows}
    return list(found.items())


def _owned(parameter: Parameter, departments: Sequence[str]) -> str:
    owned = any(name.endswith((":Project", ":Indicator")) for name in parameter.classes)
    concepts = any(name == "skos:Concept" for name in parameter.classes)
    if not owned or concepts or not departments or UNDEF in departments:
        return ""
    return f"{_slot('owner', departments)} ?thing {_OWNER} ?owner ."


def _near(
    source: Source, parameter: Parameter, value: str, departments: Sequence[str]
) -> tuple[str, ...]:
    """Labels that contain the value, then labels that are spelled much like it."""
    rows = solutions(source, f"""
        SELECT DISTINCT ?label WHERE {{
          {_classes(parameter)} {_owned(parameter, departments)} ?thing skos:prefLabel|skos:altLabel ?label
        }} ORDER BY ?label LIMIT {_MOST_NAMES}""")
    labels = [row["label"].value for row in rows]
    wanted = normalise_name(value).lower()
    containing = [label for label in labels if wanted in label.lower() or label.lower() in wanted]
    close = get_close_matches(value, labels, n=_SHOWN, cutoff=0.4)
    return tuple(dict.fromkeys([*containing[:_SHOWN], *close]))[:_SHOWN]
