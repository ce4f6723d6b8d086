"""The page `docs/vocabulary.md`: classes, properties, enumerated values and code lists, as the ontology has them.

The groups are those of `ontology/budget.ttl`; of the classifications only the highest level is shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from budget_kg.prefixes import PREFIXES
from budget_kg.resources import shipped
from budget_kg.vocab import CODE, DEF, RDFS, SKOS, Concept, Scheme, read_quads, scheme

FIRST = 8
SYNONYMS = 3
_BIG = frozenset({"func", "econ-dep", "econ-gov"})
_HEADING = re.compile(r"# (Classes|Properties|Values of)(?:: | )(.+)")
_TERM = re.compile(r"bkg:(\w+) a ")
_KINDS = {"Classes": "类", "Properties": "属性", "Values of": "取值"}

_INTRO = """# 词汇 · Vocabulary

本页由 `python -m budget_kg.docs vocabulary` 从 `ontology/` 生成，请勿手改。
This page is generated from `ontology/` by `python -m budget_kg.docs vocabulary`; do not edit it.

- 命名空间 / namespace: `bkg:` = `{definitions}`，代码 / codes: `{codes}{{list}}/{{code}}`
- 部标元素名指预算管理一体化系统技术标准中的同义要素。
  Standard names are the elements of the Ministry of Finance's interface standard that mean the same.
- `_T` 表示未按该维度细分 / `_T` means not broken down along that dimension.
"""


@dataclass(frozen=True, slots=True)
class _Term:
    """A declared term with its texts: `about` is the parent of a class, the range of a property."""

    name: str
    zh: str
    en: str
    means_zh: str
    means_en: str
    about: str
    domain: str
    names: tuple[str, ...]


def page() -> str:
    """The whole page."""
    terms = _terms()
    parts = [_INTRO.format(definitions=DEF, codes=CODE)]
    for kind, title, names in _groups():
        parts.append(f"## {_KINDS[kind]} · {kind.removesuffix(' of')}: {title}\n")
        parts.append("\n".join(_table(kind, [terms[name] for name in names])) + "\n")
    parts.append("\n".join(_lists()))
    return "\n".join(parts)


# -- terms -------------------------------------------------------------------------------------------------------------


def _groups() -> Iterator[tuple[str, str, list[str]]]:
    """The groups of terms in the order of the file: kind, title, names."""
    group: tuple[str, str, list[str]] | None = None
    for line in (shipped("ontology") / "budget.ttl").read_text("utf-8").splitlines():
        heading, term = _HEADING.match(line), _TERM.match(line)
        if heading:
            if group:
                yield group
            group = (heading[1], heading[2], [])
        elif term and group:
            group[2].append(term[1])
    if group:
        yield group


def _terms() -> dict[str, _Term]:
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in read_quads(shipped("ontology") / "budget.ttl"):
        subject = str(quad.subject)[1:-1]
        if subject.startswith(DEF):
            value = quad.object
            language = getattr(value, "language", None)
            key = quad.predicate.value + (f"@{language}" if language else "")
            said[subject.removeprefix(DEF)][key].append(value.value)  # type: ignore[union-attr]
    return {name: _term(name, facts) for name, facts in said.items()}


def _term(name: str, facts: dict[str, list[str]]) -> _Term:
    def one(key: str) -> str:
        return facts.get(key, [""])[0]

    return _Term(
        name=name, zh=one(f"{RDFS}label@zh"), en=one(f"{RDFS}label@en"),
        means_zh=one(f"{SKOS}definition@zh"), means_en=one(f"{SKOS}definition@en"),
        about=_short(one(f"{RDFS}range") or one(f"{RDFS}subClassOf")), domain=_short(one(f"{RDFS}domain")),
        names=tuple(facts.get(f"{SKOS}altLabel", [])),
    )


def _short(iri: str) -> str:
    """An IRI with a prefix, as code."""
    found = [f"{name}:{iri.removeprefix(base)}" for name, base in PREFIXES.items() if iri.startswith(base)]
    return f"`{min(found, key=len)}`" if found else ""


def _table(kind: str, terms: Iterable[_Term]) -> Iterator[str]:
    middle = {"Classes": "上位类 / parent |", "Properties": "主体 / domain | 值域 / range |", "Values of": ""}[kind]
    yield f"| 词 / term | 名称 / label | {middle} 定义 / definition |"
    yield "| --- " * (3 + middle.count("|")) + "|"
    for term in terms:
        between = {"Classes": f"{term.about} |", "Properties": f"{term.domain} | {term.about} |", "Values of": ""}[kind]
        names = "".join(f"<br>部标 / standard: `{name}`" for name in term.names)
        yield (
            f"| `bkg:{term.name}` | {term.zh}<br>{term.en} | {between} "
            f"{term.means_zh}<br>{term.means_en}{names} |"
        )


# -- code lists --------------------------------------------------------------------------------------------------------


def _lists() -> Iterator[str]:
    names = sorted(path.stem for path in (shipped("ontology") / "codes").glob("*.ttl"))
    yield "## 代码表 · Code lists\n"
    yield "| 表 / list | 名称 / title | 代码数 / codes | 有文件为证 / attested |"
    yield "| --- | --- | ---: | ---: |"
    for name in names:
        zh, en = _title(name)
        concepts = scheme(name)
        seen = sum(concept.data.get("attested") == ("true",) for concept in concepts.values())
        yield f"| `{name}` | {zh}<br>{en} | {len(concepts)} | {seen or ''} |"
    for name in names:
        zh, en = _title(name)
        yield f"\n### `{name}` · {zh} · {en}\n"
        yield from _classes(scheme(name)) if name in _BIG else _rows(scheme(name))
    yield ""


def _title(name: str) -> tuple[str, str]:
    """The title of a list in both languages."""
    found = {
        quad.object.language: quad.object.value  # type: ignore[union-attr]
        for quad in read_quads(shipped("ontology") / "codes" / f"{name}.ttl")
        if str(quad.subject) == f"<{CODE}{name}>" and quad.predicate.value == f"{SKOS}prefLabel"
    }
    return found["zh"], found["en"]


def _rows(concepts: Scheme) -> Iterator[str]:
    yield "| 代码 / code | 名称 / label | 同义词 / synonyms |"
    yield "| --- | --- | --- |"
    for concept in list(concepts.values())[:FIRST]:
        also = "、".join(concept.alt[:SYNONYMS]) + (" …" if len(concept.alt) > SYNONYMS else "")
        yield f"| `{concept.notation}` | {concept.zh}<br>{concept.en} | {also} |"
    if len(concepts) > FIRST:
        yield f"\n共 {len(concepts)} 个，以上是前 {FIRST} 个 · the first {FIRST} of {len(concepts)}"


def _classes(concepts: Scheme) -> Iterator[str]:
    """The highest level of a classification, with how many codes stand below each."""
    levels = max(int(_level(concept)) for concept in concepts.values())
    below = ["款 / divisions", "项 / items"][: levels - 1]
    yield f"| 代码 / code | 类 / class | {' | '.join(below)} |"
    yield "| --- | --- |" + " ---: |" * len(below)
    for concept in concepts.values():
        if _level(concept) == "1":
            inside = [other for code, other in concepts.items() if code.startswith(concept.notation)]
            counts = [sum(_level(other) == str(level) for other in inside) for level in range(2, levels + 1)]
            yield f"| `{concept.notation}` | {concept.zh}<br>{concept.en} | {' | '.join(map(str, counts))} |"


def _level(concept: Concept) -> str:
    return concept.data.get("level", ("0",))[0]
