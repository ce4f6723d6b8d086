"""Clean documents are quiet; a changed digit is noticed, and the finding names the figure."""

from __future__ import annotations

from random import Random

import pytest
from clean_documents import KINDS
from mutation import Change, changes, examine

from budget_kg.model import Severity

NOTICED = 0.95


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("kind", KINDS)
def test_clean_document_is_quiet(kind: str, seed: int) -> None:
    reported = examine(KINDS[kind](seed)).checked.reported
    assert [one.identity for one in reported if one.severity is Severity.VIOLATION] == []


def _found(kind: str, seed: int, share: float) -> list[Change]:
    return list(changes(KINDS[kind](seed), Random(seed), share))


def _judge(found: list[Change]) -> None:
    missed = [(one.printed, one.changed, one.said) for one in found if not one.named]
    assert len(found) - len(missed) >= NOTICED * len(found), missed


def test_changed_digits_are_noticed() -> None:
    """A sample of all kinds together."""
    found = [one for kind in KINDS for one in _found(kind, 1, 0.1)]
    assert len(found) >= 20
    _judge(found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_digit_is_noticed(kind: str) -> None:
    found = _found(kind, 2, 1.0)
    assert found
    _judge(found)
