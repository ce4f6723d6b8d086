"""The checks as a code list in the graph: findings name theirs, so its title and reason can be asked for."""

from __future__ import annotations

from budget_kg import triples
from budget_kg.checking.checkfile import FAMILIES, Check, checks
from budget_kg.prefixes import PREFIXES
from budget_kg.vocab import CODE, RDF_TYPE, SKOS, B

SCHEME = f"{CODE}check"


def turtle() -> bytes:
    """The code list of the shipped checks; N-Triples, which are Turtle."""
    lines = [
        f"<{SCHEME}> <{RDF_TYPE}> <{SKOS}ConceptScheme>",
        f'<{SCHEME}> <{SKOS}prefLabel> {triples.string("核对规则", "zh")}',
        f'<{SCHEME}> <{SKOS}prefLabel> {triples.string("Checks", "en")}',
    ]
    for check in checks():
        lines += _concept(check)
    return "".join(f"{line} .\n" for line in lines).encode()


def _concept(check: Check) -> list[str]:
    family = FAMILIES[check.family - 1]
    said = (
        ("prefLabel", check.title), ("definition", check.why), ("scopeNote", check.remedy), ("editorialNote", family),
    )
    return [
        f"<{check.iri}> <{RDF_TYPE}> <{SKOS}Concept>",
        f"<{check.iri}> <{SKOS}inScheme> <{SCHEME}>",
        f"<{check.iri}> <{SKOS}notation> {triples.string(check.id)}",
        f"<{check.iri}> <{B.severity}> <{PREFIXES['sh']}{check.severity}>",
        *(
            f"<{check.iri}> <{SKOS}{term}> {triples.string(text(lang), lang)}"
            for term, text in said for lang in ("zh", "en")
        ),
    ]
