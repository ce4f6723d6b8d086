"""A percentage over a zero base is kept as stated, and a finding says so."""

from __future__ import annotations

import pytest
from prose import read

from budget_kg.doubts import doubts
from budget_kg.model import Severity

TITLE = "五、一般公共预算财政拨款支出决算情况说明\n1、教育支出（类）。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年初预算为0万元，支出决算为8万元，完成年初预算的100%。", [("rate-over-zero", Severity.VIOLATION)]),
        ("年初预算为0万元，支出决算为0万元，完成年初预算的100%。", [("rate-over-zero", Severity.INFO)]),
        ("年初预算为8万元，支出决算为8万元，完成年初预算的100%。", []),
        ("年初预算为0万元，支出决算为8万元。", []),
        ("全年预算为0万元，支出决算为8万元，完成全年预算的100%。",
         [("rate-over-zero", Severity.VIOLATION), ("phase-as-printed", Severity.WARNING)]),
    ],
)  # fmt: skip
def test_rates_over_zero(text: str, expected: list[tuple[str, Severity]]) -> None:
    found = doubts(read(TITLE + text + "\n").facts)
    assert [(finding.rule, finding.severity) for finding in found] == expected
    assert all(finding.passages and finding.message.zh and finding.message.en for finding in found)
