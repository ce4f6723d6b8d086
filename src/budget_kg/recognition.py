"""From a document to its layout: whose it is, of which year and kind, and its section tree. Refuses what is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import ModuleType

from budget_kg.errors import InputError, Say
from budget_kg.facts import Span
from budget_kg.grids import kinds
from budget_kg.grids.captions import bare_title
from budget_kg.grids.flat_forms import flattened_forms
from budget_kg.grids.flattened import flattened_tables
from budget_kg.heads import Title, find_title, publication_date
from budget_kg.layouts import Signs
from budget_kg.members import members
from budget_kg.model import Document, Finding, Flow, Head, Layout, Passage, Section, Severity, Structure
from budget_kg.overrides import Overrides
from budget_kg.placeholders import amounts, placeholders, unfilled
from budget_kg.sectioning import kind_of, section_tree, told_by_word
from budget_kg.titles import words_of
from budget_kg.unwrapping import unwrap
from budget_kg.variants import script_of, simplified
from budget_kg.vocab import scheme

_FEWEST_BLANKS = 5
_LONGEST_SIGN = 60


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout with the findings of recognising it and the structure left out of its flow."""

    layout: Layout
    findings: tuple[Finding, ...]
    structures: tuple[Structure, ...]


def recognise(document: Document, overrides: Overrides | None = None) -> Recognised:
    """Recognise a document. Raises InputError when it is an unfilled template, no disclosure, or of no known kind."""
    known = overrides or Overrides()
    for flattened in (flattened_tables, flattened_forms):
        document = replace(document, tables=(*document.tables, *flattened(document.text, document.tables)))
    flow, structures = unwrap(simplified(document.text), document.tables, wrapped=document.wrapped)
    blanks = list(placeholders(flow, document))
    _refuse_template(document, flow, len(blanks))
    root = section_tree(flow)
    said = find_title(flow, document)
    _refuse_foreign(document, said)
    title = _known(said, known, document)
    signs = _signs(document, flow, root)
    module = _member(document, title, signs)
    root.kind = module.MEANING
    passage = _passage(document, title)
    head = Head(
        department=known.department or title.name, year=known.year or title.year, kind=title.kind, scope=title.scope,
        title=title.words, published=publication_date(document.text), passages=(passage,) if passage else (),
        planned=title.planned, language=script_of(document.text), part=module.part(signs),
    )
    layout = Layout(document, head, flow, root)
    return Recognised(layout, (*document.findings, *_findings(layout, title, known, blanks)), tuple(structures))


def _known(title: Title | None, known: Overrides, document: Document) -> Title:
    """The title with what the user knows; refuses a document that leaves open whose it is, or of which year."""
    if title is None and known.department and known.year:
        return Title(known.department, known.year, "final", "department", 0, 0, f"{known.department}{known.year}")
    name, year = (known.department or (title.name if title else "")), (known.year or (title.year if title else 0))
    if title is not None and name and year:
        return title
    if title is None or (not name and not year):
        raise InputError(
            zh=f"{document.name}：不像公开文件：没有“某部门某年度部门决算（预算）”字样的标题；"
            "若确是，请用 --dept 和 --year 指明",
            en=f"{document.name}: no disclosure: no title names a department with its year and 决算 or 预算; "
            "if it is one, give --dept and --year",
        )
    lacks, option = (("部门名称", "the department's name"), "--dept") if not name else (("年度", "the year"), "--year")
    raise InputError(
        zh=f"{document.name}：文件中没有写明{lacks[0]}；请用 {option} 指明",
        en=f"{document.name}: nothing in it says {lacks[1]}; give it with {option}",
    )


def _passage(document: Document, title: Title) -> Passage | None:
    if title.end <= title.start:
        return None
    words = document.text[title.start : title.end]
    return Passage(title.start, title.end, words, "", document.page_at(title.start))


def _refuse_template(document: Document, flow: Flow, blanks: int) -> None:
    if blanks >= _FEWEST_BLANKS and blanks > amounts(flow, document):
        raise InputError(
            zh=f"{document.name}：是未填写的模板（{blanks} 处 XX、×××）；请提供填写后的文件",
            en=f"{document.name}: an unfilled template ({blanks} blanks such as XX or ×××); give the filled document",
        )


def _refuse_foreign(document: Document, title: Title | None) -> None:
    """Refuse a document whose first lines say that it is something else, unless its own title stands in them."""
    opening = [line.strip() for line in simplified(document.text)[:400].splitlines() if line.strip()][:3]
    for notation, concept in scheme("head-word").items():
        if not notation.startswith("foreign-"):
            continue
        for line in opening:
            word = next((word for word in words_of(notation) if line.rstrip("》）)。 ").endswith(word)), "")
            if word and len(line) <= _LONGEST_SIGN and not (title is not None and line.endswith(title.words)):
                raise InputError(
                    zh=f"{document.name}：是“{word}”，不是部门预算、决算公开文件；请提供公开文件",
                    en=f"{document.name}: {concept.en} ({word}), no disclosure of a department; give a disclosure",
                )


def _signs(document: Document, flow: Flow, root: Section) -> Signs:
    """The meanings that headings, short lines and cells of a document tell, and its words."""
    lines = [*flow.text.split("\n"), *document.text.splitlines()]
    lines += [document.text[cell.start : cell.end] for table in document.tables for cell in table.cells]
    short = {line.strip() for line in lines if 3 <= len(line.strip()) <= _LONGEST_SIGN}
    told = {kind_of(line) or told_by_word(line) for line in short if line.endswith(("表", "说明", "情况"))}
    titled = {kinds.kind_of(bare_title(line)) for line in short if line.endswith("表")} - {""}
    told |= {kinds.section_of(kind) for kind in titled}
    meanings = frozenset(told | {section.kind for section in root.walk()}) - {""}
    return Signs(meanings, "".join(simplified(document.text).split()), document)


def _member(document: Document, title: Title, signs: Signs) -> ModuleType:
    """The member for the kind of the document; refuses a document that has only the title of one."""
    member = next(module for module in members("budget_kg.layouts") if title.kind == module.KIND)
    if member.fits(signs):
        return member
    zh, en = member.NAME
    raise InputError(
        zh=f"{document.name}：标题是{zh}，但没有应有的章节标题或表格（收入支出、财政拨款、三公经费……）；请检查文件是否完整",
        en=f"{document.name}: titled {en}, but no headings or tables of one found (totals, appropriation, 三公 …); "
        "check that the file is complete",
    )


def _findings(layout: Layout, title: Title, known: Overrides, blanks: list[Span]) -> list[Finding]:
    found = []
    for doubt in title.doubts if not (known.department and known.year) else ():
        message = Say(f"{doubt.zh}；可用 --dept、--year 指明", f"{doubt.en}; state it with --dept or --year")
        found.append(Finding("doubtful-head", Severity.WARNING, message, layout.head.passages))
    for start, end in blanks:
        passage = layout.passage_at(start, end)
        message = Say(
            f"模板占位符“{passage.quote}”未填写", f"placeholder {passage.quote!r} of the template was not filled"
        )
        found.append(Finding("template-residue", Severity.WARNING, message, (passage,)))
    for start, end in unfilled(layout.flow):
        passage = layout.passage_at(start, end)
        message = Say(
            f"“{passage.quote}”是模板的文字，没有填写", f"{passage.quote!r} is text of the template, not filled in"
        )
        found.append(Finding("template-residue", Severity.WARNING, message, (passage,)))
    return found
