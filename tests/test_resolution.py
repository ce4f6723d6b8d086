"""Names in one document that may mean one thing: stated as such, never merged, never by amount alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_comparison import pairs as compared

from budget_kg.comparison import compare, reduced
from budget_kg.facts import (
    Code,
    Fact,
    IndicatorResult,
    MoneyObservation,
    Office,
    Project,
    QuantityObservation,
    SelfEvaluation,
    Term,
    Year,
)
from budget_kg.model import Passage
from budget_kg.name_words import Kind
from budget_kg.resolution import NameMatch, alike, name_matches, possible_aliases
from budget_kg.text import Quantity
from budget_kg.vocab import B

DEPARTMENT = "青川市云门区水务局"
Row = tuple[str, str, str, bool]


def rows(matches: list[NameMatch]) -> list[Row]:
    return [(match.left.name, match.right.name, match.verdict, match.equal_amounts) for match in matches]


def passage(section: str) -> Passage:
    return Passage(0, 1, "x", section)


def spent(name: str, amount: str, section: str = "五、支出") -> MoneyObservation:
    """An amount printed for a project in a list of them."""
    value = Quantity(Decimal(amount), amount, "wan-yuan", Decimal("0.01"))
    return MoneyObservation(
        passage=passage(section), amount=value, year=Year(2022), phase=Code("phase/actual"), flow=Term(B.Expenditure),
        subject=Project(name),
    )


def evaluated(name: str, amount: str) -> list[Fact]:
    """A project evaluated in a section of its own, with what it spent."""
    section = f"十、绩效 > {name}绩效自评综述"
    return [SelfEvaluation(passage=passage(section), year=Year(2022), subject=Project(name)), spent(name, amount, section)]


def facts(listed: str, first: str = "河道清淤工程", second: str = "水质检测经费") -> list[Fact]:
    """Projects listed as `name amount、name amount`, and two evaluated ones that spent 28.5 and 12."""
    named = [item.split() for item in listed.split("、")]
    return [*(spent(name, amount) for name, amount in named), *evaluated(first, "28.5"), *evaluated(second, "12")]


def resolved(listed: str, first: str = "河道清淤工程", second: str = "水质检测经费") -> list[Row]:
    return rows(name_matches(facts(listed, first, second), DEPARTMENT, 2022))


# -- projects -----------------------------------------------------------------------------------------------------


def test_another_spelling_is_the_same() -> None:
    assert resolved("水质检测 12") == [("水质检测", "水质检测经费", "same", True)]
    assert resolved("水质检测专项资金 11") == [("水质检测专项资金", "水质检测经费", "same", False)]


def test_like_names_are_possibly_the_same_and_equal_amounts_only_strengthen() -> None:
    (equal,) = name_matches(facts("小河道清淤工程 28.5"), DEPARTMENT, 2022)
    (unequal,) = name_matches(facts("小河道清淤工程 28.4"), DEPARTMENT, 2022)
    assert (equal.verdict, equal.equal_amounts) == ("possible", True)
    assert (unequal.verdict, unequal.equal_amounts) == ("possible", False)
    assert unequal.score < equal.score <= 1
    assert "金额相等" in equal.reason.zh and "equal amounts" in equal.reason.en
    assert "金额相等" not in unequal.reason.zh


def test_names_alike_in_part_need_an_equal_amount() -> None:
    assert resolved("小河道清淤专项经费 28.5") == [("小河道清淤专项经费", "河道清淤工程", "possible", True)]
    assert resolved("清淤设备费 28.5") == [("清淤设备费", "河道清淤工程", "possible", True)]
    assert resolved("清淤设备费 28.4") == []


def test_equal_amounts_of_unlike_names_do_not_pair() -> None:
    assert resolved("图书采购经费 28.5") == []


def test_equal_amounts_do_not_join_what_names_keep_apart() -> None:
    assert resolved("河道清淤二期 28.5", first="河道清淤一期") == []
    assert resolved("省级河道清淤 28.5", first="市级河道清淤") == []


def test_the_same_name_is_one_project_not_a_pair() -> None:
    assert resolved("水质检测经费 12") == []


def test_two_names_in_one_list_are_two_things_unless_their_amounts_are_equal() -> None:
    listed = "水质检测支出 1.5、水质检测专项经费 2、河道清淤工程 3、小河道清淤工程 4"
    assert resolved(listed, "水土保持", "防汛值守") == [("水质检测支出", "水质检测专项经费", "possible", False)]
    listed = "河道清淤工程 3、小河道清淤工程 3"
    assert resolved(listed, "水土保持", "防汛值守") == [("河道清淤工程", "小河道清淤工程", "possible", True)]


def test_two_evaluated_projects_with_like_names_are_two() -> None:
    assert resolved("防汛值守 1", "河道清淤工程", "小河道清淤工程") == []


@pytest.mark.parametrize(("name", "verdict"), [("2022年水质检测", "same"), ("2021年水质检测", "possible")])
def test_the_money_of_another_year_is_not_safely_the_same(name: str, verdict: str) -> None:
    assert [row[2] for row in resolved(f"{name} 11")] == [verdict]


def test_aliases_pair_an_evaluated_project_with_its_best_name() -> None:
    stated = facts("小河道清淤专项经费 28.5、水质检测 12、图书采购 3")
    matches = name_matches(stated, DEPARTMENT, 2022)
    aliases = [(project.name, other.name) for project, other in possible_aliases(stated, matches)]
    assert aliases == [("河道清淤工程", "小河道清淤专项经费"), ("水质检测经费", "水质检测")]


def test_of_two_equally_good_aliases_neither_is_taken() -> None:
    stated = [spent("河道清淤疏浚", "28.5"), *evaluated("东湖河道清淤疏浚", "28.5"), *evaluated("西山河道清淤疏浚", "28.5")]
    matches = name_matches(stated, DEPARTMENT, 2022)
    assert len(matches) == 2 and len({match.score for match in matches}) == 1
    assert possible_aliases(stated, matches) == []
    assert len(possible_aliases(stated[:3], name_matches(stated[:3], DEPARTMENT, 2022))) == 1


def test_of_two_pairs_that_only_an_amount_brings_near_neither_is_taken() -> None:
    stated = [spent("清淤设备费", "28.5"), *evaluated("东湖疏浚清淤工程", "28.5"), *evaluated("西山疏浚清淤工程", "28.5")]
    assert name_matches(stated, DEPARTMENT, 2022) == []
    assert len(name_matches(stated[:3], DEPARTMENT, 2022)) == 1


# -- indicators ---------------------------------------------------------------------------------------------------


def quantity(unit: str) -> Quantity:
    return Quantity(Decimal(5), "5", unit, Decimal(1))


def result(project: str, label: str, unit: str = "percent") -> IndicatorResult:
    return IndicatorResult(
        passage=passage("绩效"), label=label, year=Year(2022), subject=Project(project), achieved=quantity(unit)
    )


def printed(project: str, label: str, unit: str, section: str) -> QuantityObservation:
    return QuantityObservation(
        passage=passage(section), label=label, year=Year(2022), subject=Project(project), value=quantity(unit)
    )


def indicators(*stated: Fact) -> list[Row]:
    return rows(name_matches(stated, DEPARTMENT, 2022))


def test_indicators_of_one_project_are_matched() -> None:
    found = indicators(result("水质检测", "群众满意度"), result("水质检测项目", "群众满意度指标"), result("水质检测", "居民满意度"))
    assert found == [("群众满意度", "群众满意度指标", "same", False)]


def test_indicators_of_two_projects_are_not() -> None:
    assert indicators(result("水质检测", "群众满意度"), result("河道清淤", "群众满意率")) == []


def test_what_is_measured_in_other_dimensions_is_another_thing() -> None:
    assert indicators(result("河道清淤", "清淤河道", "person"), result("河道清淤", "清淤小河道", "wan-yuan")) == []
    assert len(indicators(result("河道清淤", "清淤投资", "yi-yuan"), result("河道清淤", "河道清淤投资", "wan-yuan"))) == 1


def test_two_quantities_of_one_text_are_two_things() -> None:
    one, two = ("河道清淤", "清淤河道长度", "kilometre"), ("河道清淤", "城区清淤河道长度", "kilometre")
    assert indicators(printed(*one, "概况"), printed(*two, "概况")) == []
    assert indicators(printed(*one, "概况"), printed(*two, "成效")) == [(one[1], two[1], "possible", False)]


# -- bodies -------------------------------------------------------------------------------------------------------


def office(name: str, section: str = "机构", kind: str = B.SubordinateUnit) -> Office:
    return Office(passage=passage(section), name=name, kind=Term(kind))


def test_bodies_are_matched_with_each_other_and_the_department() -> None:
    found = rows(name_matches([office("云门区水务局"), office("青川市云门区水务局"), office("水质监测站")], DEPARTMENT, 2022))
    assert found == [(DEPARTMENT, "云门区水务局", "possible", False)]


def test_bodies_of_one_list_are_different_ones() -> None:
    together = [office("青川市云门区水质监测站"), office("水质监测站")]
    assert rows(name_matches(together, DEPARTMENT, 2022)) == []
    apart = [office("青川市云门区水质监测站"), office("水质监测站", "决算单位")]
    assert [row[2] for row in rows(name_matches(apart, DEPARTMENT, 2022))] == ["possible"]


# -- all of them --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["project", "indicator"])
def test_whatever_may_be_one_thing_is_worth_comparing(kind: Kind) -> None:
    for of, one, two, verdict in compared():
        if of == kind and verdict != "different":
            assert alike([reduced(one, kind), reduced(two, kind)]), (one, two)


def test_hundreds_of_alike_names() -> None:
    places = [f"{first}{second}" for first in "东西南北前后上下新旧" for second in "湖山河桥村镇湾岗坪堰"]
    works = ("社区道路维修经费", "社区环境整治工作经费", "社区网格员补助", "社区文化活动专项经费", "社区安全综合事务经费", "小学食堂改造")
    stated = [spent(place + work, "1", place + work) for place in places for work in works]
    matches = name_matches([*stated, spent("东湖社区道路维修", "2")], DEPARTMENT, 2022)
    assert ("东湖社区道路维修经费", "东湖社区道路维修", "same", False) in rows(matches)
    assert all(compare(match.left.name, match.right.name, "project").verdict != "different" for match in matches)
