"""Where the store is, and how a command opens it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.wording import both
from budget_kg.errors import UsageError

if TYPE_CHECKING:
    from budget_kg.stores.contract import StoredDocument
    from budget_kg.stores.oxigraph import EmbeddedReader

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help=both(
            "存储目录；默认为 BUDGET_KG_STORE，否则为用户数据目录",
            "Store folder; default BUDGET_KG_STORE, else the user's data folder",
        ),
    ),
]


def store_path(option: str | None) -> Path:
    """Return the folder of the store: the option, else BUDGET_KG_STORE, else one in the user's data folder."""
    chosen = option or os.environ.get("BUDGET_KG_STORE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("budget-kg") / "store"


def open_store(option: str | None) -> EmbeddedReader:
    """Open the store for reading; StoreError when there is none, or when another ontology made it."""
    from budget_kg.shared_graphs import ontology_version
    from budget_kg.stores.oxigraph import open_reader

    return open_reader(store_path(option), ontology=ontology_version())


def find_document(documents: tuple[StoredDocument, ...], wanted: str) -> StoredDocument:
    """Return the one document with this IRI, file hash, or words of its title; UsageError for none or several."""
    exact = [
        one for one in documents if wanted in (one.iri, one.iri.rpartition("/")[2], f"id:{one.iri.rpartition('/')[2]}")
    ]
    found = exact or [
        one
        for one in documents
        if wanted in one.title or wanted in one.department or (len(wanted) >= 8 and one.file_hash.startswith(wanted))
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            zh=f"存储中没有文件“{wanted}”；budget-kg documents 列出已有文件",
            en=f"no document {wanted!r} in the store; `budget-kg documents` lists what is there",
        )
    names = "、".join(one.iri.rpartition("/")[2] for one in found[:5])
    raise UsageError(
        zh=f"“{wanted}”可指 {len(found)} 份文件：{names}；请给出编号",
        en=f"{wanted!r} fits {len(found)} documents: {names}; give one of these names",
    )
