"""Where no numeral can be claimed is skipped, and nothing else: every rule finds what it finds without the short cut."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from budget_kg.prose import numeral_rules
from budget_kg.resources import shipped
from budget_kg.text import fold

PATTERNS = numeral_rules._PATTERNS
WITH_FIRST = [(index, rule) for index, (rule, first, _) in enumerate(PATTERNS) if first]
ADDRESS = next(pattern for rule, pattern in numeral_rules._compiled() if rule == "address")
DIGITS = "0123456789"


@cache
def documents() -> tuple[str, ...]:
    """The folded text of every document that is shipped, and of those of the tests."""
    folders = (shipped("data") / "documents", Path(__file__).parent / "fixtures")
    found = [path for folder in folders for path in sorted(folder.rglob("document.txt"))]
    return tuple(fold(path.read_text("utf-8")) for path in found)


def invented(pattern: str) -> tuple[str, ...]:
    """Strings of what a pattern is written with: its words, its single characters, numerals and letters."""
    words = re.findall(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}|[^\w\s\\]", pattern)
    characters = [*characters_of(pattern), *DIGITS, *"AbNxVμ一支出 \n"]
    numerals = ["2023", "1998", "202", "12", "7", "08", "31", "120", "1.3", "20230105", "3月", "5日", "2023年", "22.2080501", "2023年第5号"]
    chance = random.Random(pattern)
    pieces = ((chance.choice(chance.choice((words, characters, numerals))) for _ in range(40)) for _ in range(400))
    return tuple(fold("".join(piece)) for piece in pieces)


def characters_of(pattern: str) -> list[str]:
    return sorted(set(re.sub(r"[\\\n]", "", pattern)))


def with_another_beginning(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    """What a pattern finds, with what stands around it and another first character, or one or two more before it."""
    found = islice(((text, match.start(), match.end()) for text in texts for match in pattern.finditer(text)), 200)
    before = [*characters_of(pattern.pattern), "科目", "7"]
    for text, start, end in found:
        for other in before:
            yield text[max(0, start - 5) : start] + other + text[start + 1 : end + 20]
            yield text[max(0, start - 5) : start] + other + text[start : end + 20]


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def test_documents_are_found() -> None:
    assert len(documents()) >= 3


@pytest.mark.parametrize(("index", "rule"), WITH_FIRST, ids=[f"{index}-{rule}" for index, rule in WITH_FIRST])
def test_a_rule_begins_with_its_first_characters(index: int, rule: str) -> None:
    plain, (name, quick) = re.compile(PATTERNS[index][2]), numeral_rules._compiled()[index]
    assert name == rule
    texts = [*documents(), *invented(PATTERNS[index][2])]
    assert any(spans(plain, text) for text in texts), "a rule that matches nowhere proves nothing"
    for text in (*texts, *with_another_beginning(plain, reversed(texts))):
        assert spans(quick, text) == spans(plain, text)


def test_a_line_without_a_sign_has_no_address() -> None:
    texts = [*documents(), *invented(ADDRESS.pattern)]
    assert any(spans(ADDRESS, text) for text in texts)
    for text in texts:
        assert [match.span() for match in numeral_rules._addresses(ADDRESS, text)] == spans(ADDRESS, text)
