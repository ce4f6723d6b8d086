"""Why a sum fails: only irregularities of its parts that the document shows, and only when they make up all of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from check_cases import check, laid_out

from budget_kg.checking.engine import run
from budget_kg.checking.findings import findings
from budget_kg.model import Comparison

CODE = "https://w3id.org/budget-kg/code/"
NAMES = {
    "flood": "防汛物资储备", "road": "道路养护工程", "lamp": "路灯改造", "tree": "行道树补植",
    "grant": "中央防汛补助", "rest": "抢险追加", "street": "街巷防汛经费",
}


class Case:
    """A document in which two or more evaluated projects do not make up the money said to be evaluated."""

    def __init__(self, total: str, budget: str = "") -> None:
        self.lines: list[str] = []
        self.evaluated: list[str] = []
        self.total, self.budget, self.matches = total, budget, ""

    def evaluation(self, key: str, spent: str, budget: str = "") -> Case:
        """A project with its self-evaluation."""
        self.evaluated.append(key)
        self.lines.append(f"  id:self-{key} a bkg:SelfEvaluation ; bkg:evaluates id:{key}-2022 ; bkg:org id:org-case .")
        self._amount(f"spent-{key}", key, spent, "actual", section="project-evaluation")
        if budget:
            self._amount(f"plan-{key}", key, budget, "adjusted", section="project-evaluation")
        return self

    def listed(self, key: str, amount: str, phase: str = "actual") -> Case:
        """The same or another project in the list of projects."""
        self._amount(f"listed-{key}-{len(self.lines)}", key, amount, phase)
        return self

    def addition(self, key: str, amount: str) -> Case:
        """A project among the additions."""
        self._amount(f"added-{key}", key, amount, "adjustment", item="additions")
        return self

    def same_name(self, one: str, other: str) -> Case:
        """Two names that may be those of one project."""
        self.matches += f"  id:match-{one} a bkg:NameMatch ; bkg:oneName id:{one} ; bkg:otherName id:{other} .\n"
        return self

    def _amount(self, name: str, key: str, printed: str, phase: str, item: str = "_T", section: str = "other-matters") -> None:
        subject = f"id:{key}-2022" if key else "id:org-case"
        start = 10 + len(self.lines) if key or item == "evaluated-projects" else 5
        value = Decimal(printed)
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        part = "bkg:partOf id:all-additions ; " if item == "additions" else ""
        self.lines.append(
            f'  id:{name} a bkg:MoneyObservation ; bkg:subject {subject} ; bkg:org id:org-case ; bkg:fiscalYear "2022"^^xsd:gYear ;\n'
            f"    bkg:item <{CODE}item/{item}> ; bkg:phase <{CODE}phase/{phase}> ; bkg:inSection <{CODE}section/{section}> ; {part}\n"
            f"    bkg:expenditureType <{CODE}expenditure-type/project> ; bkg:amount {value * 10000:f} ; bkg:printedValue \"{printed}\" ;\n"
            f"    bkg:printedStep {step * 10000:f} ; bkg:printedUnit <{CODE}unit/wan-yuan> ; prov:wasQuotedFrom id:span-{name} .\n"
            f'  id:span-{name} bkg:textLayer id:layer ; bkg:start {start} ; bkg:end {start + 4} ; bkg:quote "{printed}" ; bkg:section "绩效" .'
        )

    def compared(self, folder: Path) -> list[Comparison]:
        """What the check of self-evaluated projects finds."""
        self._amount("money", "", self.total, "actual", item="evaluated-projects", section="performance-work")
        if self.budget:
            self._amount("executed", "", self.total, "actual")
            self._amount("planned", "", self.budget, "adjusted")
        count = (
            f'  id:count bkg:item <{CODE}item/evaluated-project-count> ; bkg:value {len(self.evaluated)} ; prov:wasQuotedFrom id:span-money .'
        )
        registry = "\n".join(
            f'  id:{key}-2022 a bkg:ProjectYear ; bkg:project id:{key} . id:{key} skos:prefLabel "{label}"@zh .'
            for key, label in NAMES.items()
        )
        text = "\n".join(["id:graph-case {", *self.lines, count, f"{self.matches}}}", "id:registry {", registry, "}"])
        path = folder / "case.trig"
        path.write_text(text, "utf-8")
        with laid_out(path) as source:
            found = findings(source, run(source, [check("self-evaluated-projects")]))
        return [one.comparison for one in found if one.comparison is not None]


def only(compared: Iterable[Comparison]) -> Comparison:
    (one,) = compared
    return one


def test_another_printing_of_a_part(tmp_path: Path) -> None:
    case = Case("120.00").evaluation("flood", "70.30").evaluation("road", "50.00")
    found = only(case.listed("flood", "70.00").listed("road", "50.00").compared(tmp_path))
    assert found.difference == Decimal(-3000)
    assert found.explanation is not None
    assert "防汛物资储备在此印为 70.3，另处印为 70（差 −0.3）" in found.explanation.zh
    assert "is printed as 70.3 here and as 70 elsewhere (−0.3)" in found.explanation.en
    assert {name.rpartition("/")[2] for name in found.explained_by} == {"spent-flood", "listed-flood-4"}


def test_a_part_within_a_part_and_another_printing(tmp_path: Path) -> None:
    case = Case("120.00").evaluation("street", "30.00").evaluation("grant", "10.00").evaluation("road", "90.10")
    case.addition("grant", "10.00").addition("rest", "20.00").listed("road", "90.00")
    found = only(case.compared(tmp_path))
    assert found.explanation is not None
    assert "街巷防汛经费 30 等于中央防汛补助 10 加抢险追加 20" in found.explanation.zh
    assert "道路养护工程在此印为 90.1" in found.explanation.zh


def test_budgets_on_another_basis(tmp_path: Path) -> None:
    case = Case("100.00", "45.00")
    case.evaluation("flood", "10.00", "0").evaluation("road", "20.00", "0").evaluation("lamp", "25.00", "25.00")
    case.evaluation("tree", "45.00", "0").addition("flood", "10.00").addition("road", "20.00").addition("lamp", "25.00")
    found = only(case.listed("tree", "45.00").compared(tmp_path))
    assert found.difference == Decimal(200000)
    assert found.explanation is not None
    assert "路灯改造列为追加，预算却印为 25（差 −25）" in found.explanation.zh
    assert "行道树补植不在追加之列（清单印为 45），预算却印为 0（差 +45）" in found.explanation.zh


@pytest.mark.parametrize("named", [True, False])
def test_equal_amounts_explain_only_with_names(tmp_path: Path, named: bool) -> None:
    case = Case("120.00").evaluation("flood", "30.00").evaluation("grant", "30.00").evaluation("road", "90.00")
    if named:
        case.same_name("flood", "grant")
    found = only(case.compared(tmp_path))
    assert (found.explanation is not None) is named


def test_two_ways_to_explain_are_none(tmp_path: Path) -> None:
    case = Case("120.00").evaluation("flood", "70.30").evaluation("road", "50.00")
    case.listed("flood", "70.00").listed("road", "49.70")
    assert only(case.compared(tmp_path)).explanation is None


def test_what_explains_a_part_of_the_difference_explains_nothing(tmp_path: Path) -> None:
    case = Case("120.00").evaluation("flood", "70.30").evaluation("road", "51.00")
    found = only(case.listed("flood", "70.00").compared(tmp_path))
    assert (found.explanation, found.explained_by) == (None, ())


def test_amounts_alone_explain_nothing(tmp_path: Path) -> None:
    case = Case("120.00").evaluation("flood", "80.00").evaluation("road", "50.00").evaluation("lamp", "10.00")
    assert only(case.listed("tree", "20.00").compared(tmp_path)).explanation is None
