"""The judged list of relations of the shipped document: well formed, and every operand stands where the list says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from budget_kg.readers import plain
from budget_kg.resources import shipped

_FOLDER = Path(__file__).parents[1] / "docs" / "evaluation"
_HEADER = ["id", "family", "result", "severity", "relation", "operands", "expected", "found", "difference", "start", "why"]
_SEVERITIES = {
    "holds": {"-"}, "cannot-tell": {"-"}, "rounding": {"information"}, "soft": {"warning", "information"}, "fails": {"violation"},
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    lines = (_FOLDER / "default-document.tsv").read_text("utf-8").splitlines()
    assert lines[0].split("\t") == _HEADER
    assert all(line.count("\t") == len(_HEADER) - 1 for line in lines)
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def text() -> str:
    return plain.read(shipped("data") / "documents" / "hanzhong-2023" / "document.txt").text


def _operands(row: dict[str, str]) -> list[tuple[str, int]]:
    parted = [operand.rsplit("@", 1) for operand in row["operands"].split(" ; ")]
    return [(printed, int(offset)) for printed, offset in parted]


def _stands(printed: str, text: str, offset: int) -> bool:
    """Whether the printed form, whose blanks and line breaks do not count, starts at that offset and is not part of a longer number."""
    blank = r"\s*"
    found = re.compile(blank.join(map(re.escape, printed))).match(text, offset)
    before, after = text[offset - 1 : offset], text[found.end() :][:1] if found else ""
    cut_before = printed[0].isdigit() and (before.isdigit() or before == ".")
    cut_after = printed[-1].isdigit() and (after.isdigit() or after == ".")
    return found is not None and not cut_before and not cut_after


def test_each_row_is_well_formed(rows: list[dict[str, str]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({(row["family"], row["relation"], row["operands"]) for row in rows}) == len(rows), "no relation twice"
    for row in rows:
        assert re.fullmatch(r"R\d{3}", row["id"])
        assert 1 <= int(row["family"]) <= 14, row["id"]
        assert row["severity"] in _SEVERITIES[row["result"]], row["id"]
        assert row["relation"] and row["why"].endswith("."), row["id"]


def test_each_operand_is_printed_at_its_offset(rows: list[dict[str, str]], text: str) -> None:
    wrong = [
        (row["id"], printed, offset) for row in rows for printed, offset in _operands(row) if not _stands(printed, text, offset)
    ]
    assert wrong == []
    assert [row["id"] for row in rows if int(row["start"]) != _operands(row)[0][1]] == []


@pytest.mark.parametrize(("printed", "offset"), [("86.94万元", 2), ("5386.9", 0), ("5386.94万元", 1), ("5386.95万元", 0)])
def test_a_wrong_place_or_a_cut_number_is_noticed(printed: str, offset: int) -> None:
    assert _stands("5386.94万元", "5386.94 \n万元。", 0)
    assert not _stands(printed, "5386.94 \n万元。", offset)


def test_differences_are_found_less_expected(rows: list[dict[str, str]]) -> None:
    numbered = [row for row in rows if row["difference"]]
    assert len(numbered) > len(rows) // 2
    assert [
        row["id"] for row in numbered
        if Decimal(row["found"]) - Decimal(row["expected"]) != Decimal(row["difference"])
    ] == []


def test_the_page_tells_the_counts_of_the_list(rows: list[dict[str, str]]) -> None:
    page = (_FOLDER / "default-document.md").read_text("utf-8")
    head, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    counts = Counter((row["family"], row["result"]) for row in rows)
    table = {line[0].split()[0]: dict(zip(head[1:-1], map(int, line[1:-1]), strict=True)) for line in lines}
    for family in map(str, range(1, 15)):
        assert table[family] == {result: counts[family, result] for result in head[1:-1]}
    assert table["all"] == Counter(row["result"] for row in rows)
    listed = re.findall(r"^- (R\d{3}): ", page.partition("## Doubtful")[0], re.MULTILINE)
    assert sorted(listed) == [row["id"] for row in rows if row["result"] == "fails"]
    assert all(first["id"] < second["id"] for first, second in pairwise(rows))
