"""The big code lists and the alignments: well formed, hierarchical, flagged, complete enough to rely on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from budget_kg.resources import shipped

CODE = "https://w3id.org/budget-kg/code/"
DEF = "https://w3id.org/budget-kg/def#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XKOS = "http://rdf-vocabulary.ddialliance.org/xkos#"
REPLACED_BY = "http://purl.org/dc/terms/isReplacedBy"
TOTAL = "_T"
SCHEMES = ("func", "econ-dep", "econ-gov")
FILES = [f"codes/{name}.ttl" for name in SCHEMES] + sorted(
    f"alignments/{path.name}" for path in (shipped("ontology") / "alignments").glob("*.ttl")
)
LEVELS = {"func": 3, "econ-dep": 2, "econ-gov": 2}
LENGTH = {1: 3, 2: 5, 3: 7}
# Counted low on purpose: codes may be corrected away, not lost by the hundred.
LEAST = {("func", 1): 30, ("func", 2): 280, ("func", 3): 1600}
LEAST |= {("econ-dep", 1): 10, ("econ-dep", 2): 100, ("econ-gov", 1): 15, ("econ-gov", 2): 65}
ATTESTED = {
    "func": {
        "201": "一般公共服务支出",
        "2010301": "行政运行",
        "2010399": "其他政府办公厅（室）及相关机构事务支出",
        "20139": "社会工作事务",
        "2080501": "行政单位离退休",
        "2080505": "机关事业单位基本养老保险缴费支出",
        "2080705": "公益性岗位补贴",
        "20805": "行政事业单位养老支出",
        "2100717": "计划生育服务",
        "2101101": "行政单位医疗",
        "2120501": "城乡社区环境卫生",
        "215": "资源勘探工业信息等支出",
        "2210201": "住房公积金",
        "22198": "超长期特别国债安排的支出",
        "2240299": "其他消防救援事务支出",
    },
    "econ-dep": {"30101": "基本工资", "30239": "其他交通费用", "31099": "其他资本性支出"},
    "econ-gov": {},
}
# Names and codes that old documents print, with the code they must lead to.
FORMER = {
    "行政事业单位离退休": "20805",
    "归口管理的行政单位离退休": "2080501",
    "基层政权和社区建设": "2080208",
    "医疗卫生与计划生育支出": "210",
    "文化体育与传媒支出": "207",
    "国土海洋气象等支出": "220",
    "资源勘探信息等支出": "215",
    "社会保障和就业": "208",
    "城乡社区": "212",
    "商业服务业": "216",
    "国有土地使用权出让收入及对应专项债务收入安排的支出": "21208",
}
HISTORIC = {
    "2040409": "“两房”建设",
    "2070101": "行政运行",
    "2100716": "计划生育机构",
    "2130705": "对村民委员会和村党支部的补助",
    "2299901": "其他支出",
    "2130310": "水土保持",
}


@dataclass
class Code:
    """One concept as the file states it."""

    zh: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    notation: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    scheme: list[str] = field(default_factory=list)
    level: list[str] = field(default_factory=list)
    attested: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)


FIELDS = {
    SKOS + "notation": "notation",
    SKOS + "broader": "broader",
    SKOS + "inScheme": "scheme",
    SKOS + "altLabel": "alt",
    DEF + "level": "level",
    DEF + "attested": "attested",
    REPLACED_BY: "replaced_by",
}


def text(relative: str) -> str:
    return (shipped("ontology") / relative).read_text(encoding="utf-8")


@cache
def quads(relative: str) -> list[tuple[str, str, pyoxigraph.NamedNode | pyoxigraph.Literal]]:
    rows = []
    for quad in pyoxigraph.parse(text(relative), format=pyoxigraph.RdfFormat.TURTLE):
        assert isinstance(quad.subject, pyoxigraph.NamedNode), f"{relative}: a blank node has no stable name"
        assert isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal), f"{relative}: {quad}"
        rows.append((quad.subject.value, quad.predicate.value, quad.object))
    return rows


@cache
def codes(name: str) -> dict[str, Code]:
    """The concepts of a list by the last part of their IRI."""
    found: dict[str, Code] = defaultdict(Code)
    prefix = f"{CODE}{name}/"
    for subject, predicate, value in quads(f"codes/{name}.ttl"):
        if not subject.startswith(prefix):
            continue
        code = found[subject.removeprefix(prefix)]
        if predicate == SKOS + "prefLabel" and isinstance(value, pyoxigraph.Literal):
            (code.zh if value.language == "zh" else code.en).append(value.value)
        elif predicate in FIELDS:
            getattr(code, FIELDS[predicate]).append(value.value.removeprefix(prefix))
    return dict(found)


def digits(name: str) -> dict[str, Code]:
    return {notation: code for notation, code in codes(name).items() if notation != TOTAL}


@pytest.mark.parametrize("relative", FILES)
def test_file_parses_alike_in_both_libraries(relative: str) -> None:
    graph = rdflib.Graph().parse(data=text(relative), format="turtle")
    assert len(graph) == len(set(quads(relative))) > 0


@pytest.mark.parametrize("relative", FILES)
def test_no_triple_is_written_twice(relative: str) -> None:
    twice = [row for row, count in Counter(quads(relative)).items() if count > 1]
    assert twice == []


@pytest.mark.parametrize("name", SCHEMES)
def test_every_concept_is_whole(name: str) -> None:
    for notation, code in codes(name).items():
        assert code.notation == [notation]
        assert code.scheme == [CODE + name]
        assert len(code.zh) == 1 and re.search(r"[\u4e00-\u9fff]", code.zh[0]), notation
        assert len(code.en) == 1 and code.en[0].isascii() and code.en[0].strip() == code.en[0] != "", notation
        assert code.attested in (["true"], ["false"]), notation


@pytest.mark.parametrize("name", SCHEMES)
def test_hierarchy_follows_the_digits(name: str) -> None:
    for notation, code in digits(name).items():
        assert re.fullmatch(r"[235]\d{2}(\d{2}){0,2}", notation), notation
        level = int(code.level[0])
        assert len(code.level) == 1 and level <= LEVELS[name]
        assert len(notation) == LENGTH[level], notation
        assert code.broader == ([] if level == 1 else [notation[:-2]])
        assert all(parent in codes(name) for parent in code.broader), notation


@pytest.mark.parametrize("name", SCHEMES)
def test_total_stands_apart(name: str) -> None:
    total = codes(name)[TOTAL]
    assert (total.zh, total.en, total.broader, total.level) == (["合计"], ["Total"], [], [])


@pytest.mark.parametrize("name", SCHEMES)
def test_levels_are_declared_with_their_pattern(name: str) -> None:
    depth: dict[str, str] = {}
    pattern: dict[str, str] = {}
    for subject, predicate, value in quads(f"codes/{name}.ttl"):
        if predicate == XKOS + "depth":
            depth[subject] = value.value
        elif predicate == XKOS + "notationPattern":
            pattern[subject] = value.value
    assert sorted(depth.values()) == [str(level) for level in range(1, LEVELS[name] + 1)]
    by_depth = {depth[iri]: pattern[iri] for iri in depth}
    for notation, code in digits(name).items():
        assert re.fullmatch(by_depth[code.level[0]], notation), notation


@pytest.mark.parametrize("name", SCHEMES)
def test_synonyms_add_something(name: str) -> None:
    for notation, code in codes(name).items():
        assert len(set(code.alt)) == len(code.alt), notation
        assert code.zh[0] not in code.alt, notation


@pytest.mark.parametrize("name", SCHEMES)
def test_a_word_names_one_current_code_under_its_parent(name: str) -> None:
    """(name, parent) must decide; only a code that another one replaced may share its words."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for notation, code in digits(name).items():
        if not code.replaced_by:
            for word in (code.zh[0], *code.alt):
                words[notation[:-2] if len(notation) > 3 else "", word].append(notation)
    assert {key: found for key, found in words.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_replacements_lead_to_current_codes(name: str) -> None:
    for notation, code in codes(name).items():
        for target in code.replaced_by:
            assert target != notation
            assert codes(name)[target].replaced_by == [], f"{notation} → {target} → ?"


@pytest.mark.parametrize("name", SCHEMES)
def test_attested_codes_carry_the_printed_name_and_others_are_flagged(name: str) -> None:
    for notation, zh in ATTESTED[name].items():
        assert (codes(name)[notation].zh, codes(name)[notation].attested) == ([zh], ["true"])
    attested = sum(code.attested == ["true"] for code in digits(name).values())
    assert attested == {"func": 136, "econ-dep": 65, "econ-gov": 0}[name]


def test_general_knowledge_is_not_passed_off_as_attested() -> None:
    for notation in ("2080208", "2012999", "2013699", "2100799", "2101103", "2101199", "2210202"):
        assert codes("func")[notation].attested == ["false"]


@pytest.mark.parametrize(("name", "level"), LEAST)
def test_lists_stay_full(name: str, level: int) -> None:
    assert sum(code.level == [str(level)] for code in codes(name).values()) >= LEAST[name, level]


@pytest.mark.parametrize(("word", "notation"), FORMER.items())
def test_former_and_short_names_are_known(word: str, notation: str) -> None:
    assert word in codes("func")[notation].alt


@pytest.mark.parametrize(("notation", "zh"), HISTORIC.items())
def test_codes_of_older_documents_are_known(notation: str, zh: str) -> None:
    assert codes("func")[notation].zh == [zh]


def test_concepts_are_sorted_one_block_each() -> None:
    for name in SCHEMES:
        order = re.findall(r"^[a-z]+:(\d+) a skos:Concept", text(f"codes/{name}.ttl"), re.MULTILINE)
        assert order == sorted(order) and len(order) == len(digits(name))


def known_iris() -> set[str]:
    """What our ontology declares: terms of budget.ttl and every subject of the code lists."""
    found = {row[0] for row in quads("budget.ttl")}
    for path in sorted(Path(shipped("ontology") / "codes").glob("*.ttl")):
        found |= {row[0] for row in quads(f"codes/{path.name}")} | {CODE + path.stem}
    return found


@pytest.mark.parametrize("relative", [name for name in FILES if name.startswith("alignments/")])
def test_alignment_speaks_only_of_declared_terms(relative: str) -> None:
    known = known_iris()
    ours = (DEF, CODE)
    for subject, predicate, value in quads(relative):
        for iri in (subject, value.value):
            assert not iri.startswith(ours) or iri in known, f"{relative}: {iri}"
        assert not predicate.startswith("http://www.w3.org/2002/07/owl#"), f"{relative} imports"


def test_cofog_covers_every_class_by_a_match_or_a_note() -> None:
    match: dict[str, list[str]] = defaultdict(list)
    noted: set[str] = set()
    for subject, predicate, value in quads("alignments/cofog.ttl"):
        notation = subject.removeprefix(CODE + "func/")
        if predicate in (SKOS + "broadMatch", SKOS + "relatedMatch"):
            match[notation].append(value.value)
        elif predicate == SKOS + "note":
            noted.add(notation)
    classes = {notation for notation, code in codes("func").items() if code.level == ["1"]}
    assert classes <= set(match) | noted
    assert match["21205"] == ["http://registry.it.csiro.au/def/agldwg/cofog/05-1"]
    pattern = r"http://registry\.it\.csiro\.au/def/agldwg/cofog/(0[1-9]|10)(-[1-9])?"
    assert all(re.fullmatch(pattern, iri) for iris in match.values() for iri in iris)
    assert all(len(notation) <= 5 for notation in match)


def test_phases_are_aligned() -> None:
    phase = CODE + "phase/"
    pairs = {
        (subject.removeprefix(phase), value.value.rpartition("/")[2])
        for relative in ("alignments/openbudgets.ttl", "alignments/fiscal-data-package.ttl")
        for subject, predicate, value in quads(relative)
        if subject.startswith(phase) and predicate in (SKOS + "exactMatch", SKOS + "closeMatch")
    }
    both = {("initial", "approved"), ("actual", "executed")}
    assert pairs == both | {("adjusted", "revised"), ("adjusted", "adjusted")}
