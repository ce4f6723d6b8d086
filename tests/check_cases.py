"""Cases of checks: a graph (TriG) or a short disclosure (text) laid out for a check to run on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from budget_kg.checking.checkfile import Check, checks
from budget_kg.checking.desk import desk
from budget_kg.checking.engine import Checked, run
from budget_kg.checking.findings import findings
from budget_kg.model import Finding
from budget_kg.pipeline import map_document, read_document
from budget_kg.prefixes import PREFIXES
from budget_kg.stores.contract import REGISTRY
from budget_kg.stores.scope import Whole

CASES = Path(__file__).parent / "cases" / "checks"
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def check(name: str) -> Check:
    """The shipped check of that id."""
    return next(one for one in checks() if one.id == name)


@contextmanager
def laid_out(path: Path) -> Iterator[Whole]:
    """A case on the desk; the known prefixes are declared in a TriG file."""
    if path.suffix == ".trig":
        quads = list(ox.parse(_PREFIXES + path.read_text("utf-8"), format=ox.RdfFormat.TRIG))
        own = [quad for quad in quads if str(quad.graph_name) != f"<{REGISTRY}>"]
        shared = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads if quad not in own]
        with desk(_text(own, ox.RdfFormat.N_QUADS), _text(shared, ox.RdfFormat.N_TRIPLES)) as source:
            yield source
    else:
        mapped = map_document(read_document(path))
        with desk(mapped.nquads, mapped.registry) as source:
            yield source


def _text(statements: list[ox.Quad] | list[ox.Triple], form: ox.RdfFormat) -> bytes:
    written = ox.serialize(statements, format=form)
    assert written is not None
    return written


def checked(path: Path, *names: str) -> tuple[Checked, list[Finding]]:
    """What some checks say of a case."""
    with laid_out(path) as source:
        found = run(source, [check(name) for name in names])
        return found, findings(source, found)
