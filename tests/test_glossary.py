"""Every term of a glossary is read with its number, its explanation and the code it means."""

from __future__ import annotations

from collections.abc import Callable

from budget_kg.facts import GlossaryTerm
from budget_kg.model import Layout
from budget_kg.reading import Reading
from budget_kg.sections.glossary import read

LayoutOf = Callable[[str], Layout]

TITLE = "云水县星河街道办事处2021年度部门决算\n第一部分 部门概况\n本街道。\n第四部分 名词解释\n"


def _read(layout: Layout) -> Reading:
    section = next(section for section in layout.root.walk() if section.kind == "glossary")
    return read(section, layout)


def _terms(reading: Reading) -> dict[str, GlossaryTerm]:
    return {fact.label: fact for fact in reading.facts if isinstance(fact, GlossaryTerm)}


def test_numbered_terms(layout_of: LayoutOf) -> None:
    reading = _read(layout_of(
        TITLE + "（一）财政拨款收入：指县级财政当年拨付的资金。\n（二）事业收入：指事业单位取得的收入。\n"
        "（三）“三公”经费：纳入预算管理的“三公”经费，是指出国费、用车费和接待费。\n"
    ))
    terms = _terms(reading)
    assert [(term.ordinal, label) for label, term in terms.items()] == [
        (1, "财政拨款收入"), (2, "事业收入"), (3, "“三公”经费"),
    ]
    assert terms["事业收入"].definition == "指事业单位取得的收入"
    assert terms["财政拨款收入"].concept == "fund/fiscal"
    assert terms["“三公”经费"].concept == "item/three-public"
    assert terms["事业收入"].passage.quote == "事业收入：指事业单位取得的收入"
    assert not reading.findings


def test_terms_in_paragraphs_without_numbers(layout_of: LayoutOf) -> None:
    terms = _terms(_read(layout_of(
        TITLE + "基本支出：指为保障机构正常运转发生的支出。\n项目支出：指为完成特定任务发生的支出。\n"
        "它不包括基本支出。\n"
    )))
    assert list(terms) == ["基本支出", "项目支出"]
    assert terms["项目支出"].definition.endswith("它不包括基本支出")
    assert terms["基本支出"].ordinal is None


def test_a_term_without_a_colon(layout_of: LayoutOf) -> None:
    terms = _terms(_read(layout_of(
        TITLE + "1.经营支出，是指在专业活动之外发生的支出。\n2.其他收入指上述之外的收入。\n"
    )))
    assert terms["经营支出"].definition == "是指在专业活动之外发生的支出"
    assert terms["其他收入"].ordinal == 2


def test_functional_classes_are_matched_under_their_printed_parents(layout_of: LayoutOf) -> None:
    reading = _read(layout_of(
        TITLE + "一、支出功能分类科目\n"
        "1.农林水支出（类）水利（款）行政运行（项）：反映行政单位的基本支出。\n"
        "2.农林水支出（类）水利（款）其他共产党事务支出（项）：反映其他支出。\n"
        "3.农林水支出（类）水利（款）河道星空治理（项）：反映治理支出。\n"
        "4、2080505机关事业单位基本养老保险缴费支出：反映缴费。\n"
        "5.事业运行：反映事业单位的基本支出。\n二、结余分配：指提取的基金。\n"
    ))
    terms = list(_terms(reading).values())
    assert [(term.ordinal, term.concept, term.printed_under) for term in terms[1:6]] == [
        (1, "func/2130301", None), (2, "func/2013699", "func/21303"), (3, None, None),
        (4, "func/2080505", None), (5, None, None),
    ]
    rules = [finding.rule for finding in reading.findings]
    assert rules == ["wrong-parent", "unknown-code", "ambiguous-class"]
    assert terms[0].label == "支出功能分类科目"
    assert terms[0].definition.startswith("1.农林水支出")
    assert terms[6].concept == "item/surplus-distribution"


def test_a_list_of_sentences_belongs_to_the_explanation(layout_of: LayoutOf) -> None:
    terms = _terms(_read(layout_of(
        TITLE + "一、机关运行经费：包括下列费用。\n1.办公费用。\n2.差旅费用。\n二、结余分配：指基金。\n"
    )))
    assert list(terms) == ["机关运行经费", "结余分配"]
    assert terms["机关运行经费"].definition.endswith("2.差旅费用。")


def test_words_of_the_web_page_are_no_explanation(layout_of: LayoutOf) -> None:
    page = "（一）结余分配：指提取的基金。 附件：1.表.xls 来源：云水在线 附件下载"
    terms = _terms(_read(layout_of(TITLE + page)))
    assert terms["结余分配"].definition == "指提取的基金"


def test_the_shipped_document(shipped_layout: Layout) -> None:
    reading = _read(shipped_layout)
    terms = [fact for fact in reading.facts if isinstance(fact, GlossaryTerm)]
    top = [term for term in terms if not str(term.concept).startswith("func/")]
    assert [term.ordinal for term in top] == list(range(1, 19))
    assert all(term.concept for term in terms if term.label != "各支出功能分类科目")
    misplaced = [(term.concept, term.printed_under) for term in terms if term.printed_under]
    assert misplaced == [("func/2012999", "func/20103"), ("func/2013699", "func/20103")]
    assert [finding.rule for finding in reading.findings] == ["wrong-parent", "wrong-parent"]
    text = shipped_layout.document.text
    assert all(text[fact.passage.start : fact.passage.end] == fact.passage.quote for fact in terms)
