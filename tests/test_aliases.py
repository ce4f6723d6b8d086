"""Projects under two names in one document: stated as possible, never merged, never by amount alone."""

from __future__ import annotations

from prose import read

from budget_kg.aliases import possible_aliases

TEXT = """五、一般公共预算财政拨款支出决算情况说明
项目支出主要用于{listed}，主要成效是改善环境。
十、预算绩效情况说明
（三）项目支出自评结果
1、{first}项目绩效自评综述：项目全年预算数为30万元，执行数为28.5万元，完成预算的95%。
2、{second}项目绩效自评综述：项目全年预算数为12万元，执行数为12万元，完成预算的100%。
"""


def pairs(listed: str, first: str = "河道清淤工程", second: str = "水质检测经费") -> list[tuple[str, str]]:
    facts = read(TEXT.format(listed=listed, first=first, second=second)).facts
    return [(alias.project.name, alias.other.name) for alias in possible_aliases(facts)]


def test_like_names_with_equal_amounts_pair() -> None:
    assert pairs("小河道清淤专项经费28.5万元") == [("河道清淤工程", "小河道清淤专项经费")]


def test_equal_amounts_of_unlike_names_do_not() -> None:
    assert pairs("图书采购经费28.5万元") == []


def test_the_same_name_is_one_project_not_a_pair() -> None:
    assert pairs("水质检测经费12万元") == []
