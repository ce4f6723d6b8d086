"""Invented checks and documents for the tests of reports; the shipped checks come and go."""

from __future__ import annotations

from pathlib import Path

from budget_kg.checking.selection import Selection, select
from budget_kg.examination import Examined, examine
from budget_kg.gathering import Item
from budget_kg.overrides import Overrides

HEADER = """\
#+ family: {family}
#+ relation: {relation}
#+ severity: {severity}
#+ title: {{zh: "编造的规则", en: "Invented rule"}}
#+ why: {{zh: "编造的依据", en: "Invented reason"}}
#+ remedy: {{zh: "对照原文", en: "Compare the quotes"}}
#+ message:
#+   zh: "{{total.name}}印为 {{found}}，各项相加为 {{expected}}"
#+   en: "{{total.name}} is printed as {{found}}, its parts add up to {{expected}}"
#+ example: {{zh: "一例", en: "One example"}}
"""
PARTS = """\
SELECT ?relation ?role ?operand WHERE {
  GRAPH ?g { ?part bkg:partOf ?total ; bkg:expenditureType ?type . ?total prov:wasQuotedFrom/bkg:start ?start }
  VALUES ?role { "total" "part" }
  BIND(IF(?role = "total", ?total, ?part) AS ?operand)
  BIND(?total AS ?relation)
} ORDER BY ?start DESC(?role) ?operand
"""
NO_BASE = PARTS.replace('"total" "part"', '"claim" "numerator"').replace("BIND(IF(?role = \"total\"", "BIND(IF(?role = \"claim\"")

CONTRADICTION = """青禾县水务局2022年度部门决算
一、收入支出决算总体情况说明
本年收入合计500万元，本年支出合计480万元，其中：基本支出200万元，项目支出250万元。
二、机关运行经费支出情况
机关运行经费支出20万元。
"""
SOUND = CONTRADICTION.replace("250", "280")


def own_checks(folder: Path, **queries: str) -> Path:
    """A folder with checks of the given names (`_` for `-`) and queries: sums, but for `no_base`, which is a ratio."""
    folder.mkdir(exist_ok=True)
    for name, query in queries.items():
        relation = "ratio" if name == "no_base" else "sum"
        header = HEADER.format(family=1, relation=relation, severity="violation")
        (folder / f"{name.replace('_', '-')}.rq").write_text(header + query, "utf-8")
    return folder


def selection(folder: Path, *rules: str) -> Selection:
    """The checks of `own_checks` alone, or those rules."""
    names = rules or tuple(path.stem for path in sorted(folder.glob("*.rq")))
    return select(names, folder)


def examined(folder: Path, text: str, chosen: Selection, name: str = "own.txt") -> Examined:
    """What is found in an invented document."""
    path = folder / name
    path.write_text(text, "utf-8")
    return examine(Item(path, name), Overrides(), chosen)
