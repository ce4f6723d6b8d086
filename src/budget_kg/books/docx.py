"""Word documents of Office Open XML: the body in its order, then the notes. Headers and footers are page furniture."""

from __future__ import annotations

from budget_kg.books.kinds import Source, damaged
from budget_kg.books.package import Package
from budget_kg.books.word_body import Body, put_blocks
from budget_kg.errors import Say
from budget_kg.layer import Layer
from budget_kg.model import Finding, Severity


def put_docx(source: Source, layer: Layer) -> None:
    """Put a document into the layer. Raises InputError when it is damaged, too large, locked, or a zip bomb."""
    package = Package(source)
    main = package.main("word/document.xml")
    story = package.tree(main).find("body")
    if story is None:
        raise damaged(source.name, Say("没有正文", "it has no body"))
    body = Body(package, main)
    try:
        put_blocks(body.blocks(story), layer)
        _put_notes(body, package, main, layer)
    except RecursionError as error:
        raise damaged(source.name, Say("嵌套过深", "it is nested too deeply")) from error
    layer.findings += _findings(body)


def _put_notes(body: Body, package: Package, main: str, layer: Layer) -> None:
    """The footnotes and endnotes in the order they are referred to, each once."""
    for kind in ("footnote", "endnote"):
        part = package.related(main, f"{kind}s")
        wanted = dict.fromkeys(number for note, number in body.runs.notes if note == kind)
        if part is None or not wanted:
            continue
        notes = {node.get("id", ""): node for node in package.tree(part).iterfind(kind)}
        for number in wanted:
            if number in notes:
                put_blocks(body.blocks(notes[number]), layer)


def _findings(body: Body) -> list[Finding]:
    found = []
    if body.runs.pictures:
        message = Say(
            f"有 {body.runs.pictures} 幅图片或嵌入对象，其中的数字未读；若是表格，请取得原件",
            f"{body.runs.pictures} pictures or embedded objects whose numbers are not read; "
            "if they are tables, get the originals",
        )
        found.append(Finding("picture", Severity.INFO, message))
    if body.runs.hidden:
        message = Say(
            f"文档有隐藏文字，其中 {body.runs.hidden} 个数字未读",
            f"hidden text of the document was left out, with {body.runs.hidden} numbers",
        )
        found.append(Finding("hidden-text", Severity.INFO, message))
    return found
