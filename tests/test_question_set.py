"""The question set that free questions are measured with: its form, and that the answers to its first part stay as good."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks import asking

HERE = asking.HERE
PARTS = ("dev", "test")
CLASSES = ("answerable", "derived", "conflict", "ambiguous", "not_stated")


def cases(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(HERE.glob(f"*-{part}.jsonl")) for line in path.open(encoding="utf-8")]


def test_the_set_is_large_and_of_both_languages() -> None:
    found = [case for part in PARTS for case in cases(part)]
    assert len(found) >= 200
    assert len({case["id"] for case in found}) == len(found)
    langs = Counter(case["lang"] for case in found)
    assert min(langs.values()) >= 0.4 * len(found)
    kinds = Counter(case["class"] for case in found)
    assert set(kinds) == set(CLASSES)
    assert kinds["not_stated"] >= 0.2 * len(found)


@pytest.mark.parametrize("part", PARTS)
def test_expected_evidence_is_in_the_document(part: str) -> None:
    for case in cases(part):
        paths = [path for key in case["documents"] if (path := asking.document(key, None)) is not None]
        text = asking.squeezed("".join(path.read_text("utf-8") for path in paths))
        if len(paths) == len(case["documents"]):
            assert all(asking.squeezed(one) in text for one in case["evidence"]), case["id"]
        assert bool(case["figures"] or case["any_figures"]) is False or case["class"] != "not_stated", case["id"]


def test_a_wrong_figure_counts_against_an_answer() -> None:
    assert asking.holds({"value": "5386.94", "unit": "万元"}, asking.values("in all 53,869,400 yuan"))
    assert asking.holds({"value": "14.29", "unit": "%"}, asking.values("14.286%"))
    assert not asking.holds({"value": "5386.94", "unit": "万元"}, asking.values("5386.94 人"))
    assert not asking.holds({"value": "2", "unit": "人"}, asking.values("12 人"))


@pytest.mark.slow
def test_answers_to_the_first_part_stay_as_good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the public samples and without any model: two of three right, few wrong figures, guesses declined."""
    monkeypatch.setenv("BUDGET_KG_SEMANTIC", "0")
    found = asking.run("dev", None, tmp_path)
    assert len(found) >= 100
    assert sum(one.points for one in found) / len(found) >= 0.65
    assert sum(one.points < 0 for one in found) / len(found) <= 0.06
    declined = [one.points for one in found if one.case["class"] == "not_stated"]
    assert sum(declined) / len(declined) >= 0.85
    assert all(one.answer.evidence for one in found if one.answer.readings)
