"""The graphs every store shares: the ontology with its code lists, alignments with other vocabularies, the checks.

A graph's version is a hash of the files it is made of, so that a store made with other ones is recognised.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from budget_kg.checking.checkfile import checks
from budget_kg.checking.concepts import turtle
from budget_kg.resources import shipped
from budget_kg.stores.contract import ONTOLOGY, SharedGraph
from budget_kg.vocab import ID, ontology_files

ALIGNMENTS: Final = f"{ID}alignments"
"""One graph for all of them: two alignments may say the same, and no triple may stand in two graphs."""


CHECKS: Final = f"{ID}checks"
"""What findings give as their rule when a check made them."""


def ontology_version() -> str:
    """Return the version of the ontology graph that this program carries."""
    return _version(_contents(ontology_files()))


def checks_version() -> str:
    """Return the version of the checks that this program carries, with their queries; a store may be of others."""
    return _version([turtle(), *(check.text.encode() for check in checks())])


def ontology_graph() -> SharedGraph:
    """Return the graph of the ontology and all code lists."""
    return _graph(ONTOLOGY, _contents(ontology_files()))


def shared_graphs() -> list[SharedGraph]:
    """Return all shared graphs that this program carries."""
    alignments = sorted((shipped("ontology") / "alignments").glob("*.ttl"))
    listed = SharedGraph(CHECKS, checks_version(), (turtle(),))
    return [ontology_graph(), _graph(ALIGNMENTS, _contents(alignments)), listed]


def _graph(iri: str, contents: list[bytes]) -> SharedGraph:
    return SharedGraph(iri, _version(contents), tuple(contents))


def _contents(files: list[Path]) -> list[bytes]:
    return [path.read_bytes() for path in files]


def _version(contents: list[bytes]) -> str:
    whole = hashlib.sha256()
    for content in contents:
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()[:16]
