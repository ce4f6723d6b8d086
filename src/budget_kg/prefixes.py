"""The prefixes the product knows: supplied to every query that does not declare them itself."""

from __future__ import annotations

from typing import Final

from budget_kg.tokens import prefix_use

BASE: Final = "https://w3id.org/budget-kg/"

PREFIXES: Final[dict[str, str]] = {
    "bkg": f"{BASE}def#",
    "id": f"{BASE}id/",
    "fn": f"{BASE}code/func/",
    "ph": f"{BASE}code/phase/",
    "fs": f"{BASE}code/fund/",
    "ind": f"{BASE}code/indicator-class/",
    "u": f"{BASE}code/unit/",
    "item": f"{BASE}code/item/",
    "econ": f"{BASE}code/econ-dep/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "sh": "http://www.w3.org/ns/shacl#",
}


def with_prefixes(sparql: str) -> str:
    """Declare the known prefixes that the query uses and does not declare, on its first line."""
    use = prefix_use(sparql)
    missing = sorted((use.used & PREFIXES.keys()) - use.declared)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in missing) + sparql
