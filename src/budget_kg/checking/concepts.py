"""The checks as a code list in the graph: findings name theirs, so its title and reason can be asked for."""

from __future__ import annotations

from typing import Final

from budget_kg import triples
from budget_kg.checking.checkfile import FAMILIES, SEVERITIES, Check, checks
from budget_kg.errors import Lang, Say
from budget_kg.prefixes import PREFIXES
from budget_kg.vocab import CODE, RDF_TYPE, RDFS, SKOS, B

SCHEME: Final = f"{CODE}check"
_LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")


def turtle() -> bytes:
    """The code list of the shipped checks; N-Triples, which are Turtle."""
    lines = [
        f"<{SCHEME}> <{RDF_TYPE}> <{SKOS}ConceptScheme>",
        f'<{SCHEME}> <{SKOS}prefLabel> {triples.string("核对规则", "zh")}',
        f'<{SCHEME}> <{SKOS}prefLabel> {triples.string("Checks", "en")}',
    ]
    for severity, name in SEVERITIES.items():
        iri = f"{PREFIXES['sh']}{severity}"
        lines += [f"<{iri}> <{RDFS}label> {triples.string(name(lang), lang)}" for lang in _LANGUAGES]
    for number, family in enumerate(FAMILIES, start=1):
        lines += _family(number, family)
    for check in checks():
        lines += _concept(check)
    return "".join(f"{line} .\n" for line in lines).encode()


def _family(number: int, family: Say) -> list[str]:
    return [
        f"<{SCHEME}/family-{number}> <{RDF_TYPE}> <{SKOS}Concept>",
        f"<{SCHEME}/family-{number}> <{SKOS}inScheme> <{SCHEME}>",
        f"<{SCHEME}/family-{number}> <{SKOS}notation> {triples.string(f'family-{number}')}",
        *(f"<{SCHEME}/family-{number}> <{SKOS}prefLabel> {triples.string(family(lang), lang)}" for lang in _LANGUAGES),
    ]


def _concept(check: Check) -> list[str]:
    said = (("prefLabel", check.title), ("definition", check.why), ("scopeNote", check.remedy))
    return [
        f"<{check.iri}> <{RDF_TYPE}> <{SKOS}Concept>",
        f"<{check.iri}> <{SKOS}inScheme> <{SCHEME}>",
        f"<{check.iri}> <{SKOS}notation> {triples.string(check.id)}",
        f"<{check.iri}> <{SKOS}broader> <{SCHEME}/family-{check.family}>",
        f"<{check.iri}> <{B.severity}> <{PREFIXES['sh']}{check.severity}>",
        *(
            f"<{check.iri}> <{SKOS}{term}> {triples.string(text(lang), lang)}"
            for term, text in said for lang in _LANGUAGES
        ),
    ]
