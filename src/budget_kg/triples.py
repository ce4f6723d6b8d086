"""RDF terms as canonical N-Triples text: IRIs, literals, and the lines made of them. Writes, never parses."""

from __future__ import annotations

import re
from decimal import Decimal

XSD = "http://www.w3.org/2001/XMLSchema#"
_SPECIAL = re.compile('[\\\\"\n\r\t\b\f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def iri(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


def string(value: str, language: str = "") -> str:
    """A plain or language-tagged literal."""
    text = f'"{_SPECIAL.sub(_escaped, value)}"'
    return f"{text}@{language}" if language else text


def _escaped(special: re.Match[str]) -> str:
    return _ESCAPES[special[0]]


def decimal(value: Decimal) -> str:
    """An xsd:decimal in canonical form: no exponent, no trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f'"{text}"^^<{XSD}decimal>'


def typed(value: object, datatype: str) -> str:
    """A literal of an XSD datatype, by its local name."""
    return f'"{value}"^^<{XSD}{datatype}>'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return typed("true" if value else "false", "boolean")
