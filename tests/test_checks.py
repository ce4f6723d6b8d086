"""Every check speaks in its fail cases and is quiet in its pass cases; every check has both."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from check_cases import CASES, checked

from budget_kg.checking.checkfile import Check, checks
from budget_kg.checking.figures import Result
from budget_kg.checking.findings import shown
from budget_kg.model import Severity
from budget_kg.vocab import scheme

FILES = sorted(CASES.glob("*/*"))


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith("fail.")], ids=_id)
def test_fail_case_speaks(path: Path) -> None:
    found, said = checked(path, path.parent.name)
    assert found.counts[Result.FAILS] > 0
    assert said
    for finding in said:
        for message in (finding.message.zh, finding.message.en):
            assert message.strip()
            assert not re.search(r"\{[a-z.*]+\}|\[\[|\]\]|None", message), message
        assert finding.comparison is not None
        assert finding.targets


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith("rounding.")], ids=_id)
def test_rounding_case_is_information(path: Path) -> None:
    found, _ = checked(path, path.parent.name)
    assert (found.counts[Result.FAILS], found.counts[Result.ROUNDING] > 0) == (0, True)


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith("pass.")], ids=_id)
def test_pass_case_is_quiet(path: Path) -> None:
    found, said = checked(path, path.parent.name)
    assert [finding.message.en for finding in said] == []
    assert found.counts[Result.FAILS] == 0


@pytest.mark.parametrize(
    ("case", "severity"),
    [
        ("growth-of-what-was-not-there", Severity.WARNING),  # a widespread way to say that there was nothing last year
        ("a-rate-of-what-was-not-there", Severity.VIOLATION),
        ("spent-of-nothing", Severity.VIOLATION),
        ("nothing-of-nothing", Severity.INFO),
    ],
)
def test_severity_of_a_percentage_of_nothing(case: str, severity: Severity) -> None:
    _, said = checked(CASES / "rate-over-zero" / f"fail.{case}.txt", "rate-over-zero")
    assert {finding.severity for finding in said} == {severity}


@pytest.mark.parametrize(
    ("percent", "text"),
    [("-79.451", "-79.451%"), ("3.10", "3.1%"), ("12.3456", "12.3456%"), ("66.666666667", "66.67%")],
)
def test_a_printed_percentage_is_shown_as_printed(percent: str, text: str) -> None:
    assert shown(Decimal(percent), "percent", "en") == text


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_check_has_cases(check: object) -> None:
    folder = CASES / check.id  # type: ignore[attr-defined]
    kinds = {path.name.partition(".")[0] for path in folder.iterdir()} if folder.is_dir() else set()
    assert {"pass", "fail"} <= kinds


def test_no_case_without_a_check() -> None:
    assert {path.parent.name for path in FILES} <= {check.id for check in checks()}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_roles_have_names(check: Check) -> None:
    lines = "\n".join(line for line in check.sparql.splitlines() if "?role" in line)
    assert set(re.findall(r'"([a-z-]+)"', lines)) <= set(scheme("operand-role"))
