"""The command show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.columns import pairs, paragraph
from budget_kg.cli.places import StoreOption, open_store, store_path
from budget_kg.cli.printing import number, styled
from budget_kg.cli.wording import both, details, lang, tell

if TYPE_CHECKING:
    from budget_kg.asking.cards import Card, Group
    from budget_kg.asking.contexts import Context, Texts
    from budget_kg.stores.oxigraph import EmbeddedReader


@details(
    "budget-kg show 2120501",
    "budget-kg show fn:212",
    "budget-kg show 某项目名称",
    zh="名称有重名时列出全部，用前缀编号（id:…、fn:…）指明其中之一。句中的数字用【】标出。",
    en="When several things have the name, all are listed; give one by its prefixed name (id:…, fn:…). The number in a "
    "sentence is marked 【】.",
)
def show(
    wanted: Annotated[
        str, typer.Argument(metavar="NAME|CODE|IRI", help=both("名称、代码或 IRI", "A name, a code or an IRI"))
    ],
    store: StoreOption = None,
) -> None:
    """Show a department, project, class, indicator or fact."""
    from budget_kg.asking.cards import card
    from budget_kg.asking.searching import find

    with open_store(store) as reader:
        found = card(reader, find(reader, wanted), lang(), _texts(reader, store))
    print(_page(found))


def _texts(reader: EmbeddedReader, store: str | None) -> Texts:
    """Find text layers in the files kept beside the store."""
    from functools import cache

    from budget_kg.pipeline import read_file
    from budget_kg.sources import Sources

    files = {document.text_hash: document.file_hash for document in reader.documents()}
    sources = Sources(store_path(store))

    @cache
    def text(text_hash: str) -> str | None:
        source = sources.find(files.get(text_hash, ""))
        return read_file(source.path).text if source is not None else None

    return text


def _page(found: Card) -> str:
    from budget_kg.sparql.tabulation import short_name

    head = f"{styled(found.title, 'bold')}\n{found.kind + ' · ' if found.kind else ''}{short_name(found.iri)}"
    parts = [head]
    if found.fields:
        parts.append(pairs(found.fields))
    parts += [_sentence(context) for context in found.contexts]
    parts += [_group(group) for group in found.groups]
    return "\n\n".join(parts)


def _group(group: Group) -> str:
    from budget_kg.sparql.tabulation import short_name

    lines = [styled(f"{group.title} ({number(group.total)})", "bold")]
    for line in group.lines:
        lines.append(f"  {line.text}  {styled(short_name(line.iri), 'dim')}")
        if line.context is not None:
            lines.append(_sentence(line.context, indent=6))
    left = group.total - len(group.lines)
    if left:
        lines.append(tell(f"  … 另有 {left} 条", f"  … and {left} more"))
    return "\n".join(lines)


def _sentence(context: Context, indent: int = 2) -> str:
    """The sentence with its number marked, and where it stands."""
    from budget_kg.asking.contexts import marked

    text = marked(context, mark=lambda number: f"【{number}】", quote=lambda quote: quote)
    page = tell(f"第 {context.page} 页，", f"p. {context.page}, ") if context.page is not None else ""
    place = f"{context.document} — {page}{context.section.rpartition(' > ')[2]}"
    return f"{paragraph(f'“{text}”', indent)}\n{' ' * indent}{styled(place, 'dim')}"
