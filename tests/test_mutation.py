"""Clean documents are quiet; a changed digit is noticed, and the finding names the figure."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

import pytest
from clean_documents import KINDS
from mutation import Change, changes, examine

from budget_kg.model import Severity

NOTICED = 0.95
PARTS = 4


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("kind", KINDS)
def test_clean_document_is_quiet(kind: str, seed: int) -> None:
    reported = examine(KINDS[kind](seed)).checked.reported
    assert [one.identity for one in reported if one.severity is Severity.VIOLATION] == []


def _found(kind: str, seed: int, share: float, part: tuple[int, int] = (0, 1)) -> list[Change]:
    return list(changes(KINDS[kind](seed), Random(seed), share, part))


def _share_named(found: list[Change]) -> float:
    return sum(one.named for one in found) / len(found)


def test_changed_digits_are_noticed() -> None:
    """A tenth of the figures of all kinds together; of so few, one more or less may be a matter of chance."""
    found = [one for kind in KINDS for one in _found(kind, 1, 0.1)]
    assert len(found) >= 20
    assert _share_named(found) >= 0.9, [(one.printed, one.changed, one.said) for one in found if not one.named]


def _some(work: tuple[str, tuple[int, int]]) -> list[Change]:
    return _found(work[0], 2, 1.0, work[1])


@pytest.mark.slow
def test_every_changed_digit_is_noticed() -> None:
    """All figures: what is missed is the last digit of a term of a sum, which the digits of the others may excuse."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # hundreds of documents are read
        work = [(kind, (number, PARTS)) for kind in KINDS for number in range(PARTS)]
        found = [one for part in pool.map(_some, work) for one in part]
    assert len(found) >= 300
    assert _share_named(found) >= NOTICED, [(one.printed, one.changed, one.said) for one in found if not one.named]
