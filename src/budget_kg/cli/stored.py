"""Commands about what is in the store: documents, remove, info."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from budget_kg.cli.columns import pairs, table
from budget_kg.cli.places import StoreOption, find_document, open_store, store_path
from budget_kg.cli.printing import number, write_json
from budget_kg.cli.wording import both, details, tell

if TYPE_CHECKING:
    from budget_kg.stores.contract import StoredDocument

JsonOption = Annotated[bool, typer.Option("--json", help=both("输出 JSON", "Write JSON"))]


@details("budget-kg documents", "budget-kg documents --json")
def documents(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the documents in the store."""
    with open_store(store) as reader:
        found = reader.documents()
    if as_json:
        write_json([_record(one) for one in found])
        return
    rows = [
        [str(one.year), one.department, _short(one), *(number(one.counts.get(name, 0)) for name in _COUNTS)]
        for one in found
    ]
    heads = [
        tell("年度", "Year"),
        tell("部门", "Department"),
        tell("编号", "Name"),
        tell("事实", "Facts"),
        tell("未读数字", "Unread"),
        tell("问题", "Findings"),
    ]
    print(table(heads, rows, right=(3, 4, 5)))
    print(tell(f"共 {len(found)} 份文件", f"{len(found)} document{'s' if len(found) != 1 else ''}"))


_COUNTS = ("facts", "unread", "findings")


def _short(document: StoredDocument) -> str:
    return document.iri.rpartition("/")[2]


def _record(document: StoredDocument) -> dict[str, Any]:
    return {
        "document": document.iri,
        "title": document.title,
        "department": document.department,
        "year": document.year,
        "kind": document.kind,
        "file": document.file_hash,
        "graphs": list(document.graphs),
        **document.counts,
    }


@details(
    "budget-kg remove doc-…-2023-final-department",
    zh="文件的原文留存也一并删除；其他文件不受影响。",
    en="The kept copy of its file goes too; other documents are untouched.",
)
def remove(
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOC",
            help=both(
                "文件的编号、IRI、或标题中的文字（见 documents）", "Name or IRI of the document, or words of its title"
            ),
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Take a document out of the store."""
    from budget_kg import loading
    from budget_kg.stores.oxigraph import EmbeddedStore

    path = store_path(store)
    with EmbeddedStore(path).reader() as reader:
        wanted = find_document(reader.documents(), document)
    gone, left = loading.remove(path, wanted.iri)
    print(tell(f"已删除 {gone.title}；存储中还有 {left} 份文件", f"removed {gone.title}; {left} left in the store"))


def _ontology_note(found: dict[str, Any]) -> str:
    """What to do when the store was made with another ontology."""
    if found["up_to_date"]:
        return ""
    from budget_kg.shared_graphs import ontology_version

    ours = ontology_version()
    return tell(
        f"（本程序的本体是 {ours}；请运行 budget-kg build --rebuild）",
        f" (this program has {ours}; run `budget-kg build --rebuild`)",
    )


def _checks_note(found: dict[str, Any]) -> str:
    """Whether the findings in the store are by the checks of this program."""
    if found["checks_up_to_date"]:
        return tell("与本程序相同", "those of this program")
    return tell(
        "与本程序不同：存储中的发现由其他规则得出；check 按本程序的规则重新核对，build --rebuild 更新存储",
        "other than those of this program, and so are the findings in the store; "
        "`check` uses those of this program, `build --rebuild` renews the store",
    )


@details("budget-kg info", "budget-kg info --json")
def info(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Show where the store is, what it holds, and versions."""
    from importlib.metadata import version
    from platform import python_version

    from budget_kg.shared_graphs import CHECKS, checks_version, ontology_version
    from budget_kg.stores.contract import ONTOLOGY
    from budget_kg.stores.oxigraph import open_reader

    path = store_path(store)
    with open_reader(path) as reader:
        made_with, ours = reader.shared.get(ONTOLOGY, ""), ontology_version()
        found: dict[str, Any] = {
            "store": str(path),
            "documents": len(reader.documents()),
            "quads": reader.quads,
            "ontology": made_with,
            "up_to_date": made_with == ours,
            "checks_up_to_date": reader.shared.get(CHECKS) == checks_version(),
            "budget-kg": version("budget-kg"),
            "pyoxigraph": version("pyoxigraph"),
            "python": python_version(),
        }
    if as_json:
        write_json(found)
        return
    print(
        pairs(
            [
                (tell("存储", "Store"), found["store"]),
                (tell("文件", "Documents"), number(found["documents"])),
                (tell("四元组", "Quads"), number(found["quads"])),
                (tell("本体版本", "Ontology"), found["ontology"] + _ontology_note(found)),
                (tell("核对规则", "Checks"), _checks_note(found)),
                *((name, found[name]) for name in ("budget-kg", "pyoxigraph", "python")),
            ],
            indent=0,
        )
    )
