"""A little of `make fuzz`: mutated files of every format, and mutated prose, are read or refused in one line."""

from __future__ import annotations

import random
from pathlib import Path

import fuzzing
import pytest
from fuzz_files import MAKERS, material
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget_kg.members import members

_SEEDS = st.integers(0, 1 << 32)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_the_sound_file_is_read(tmp_path: Path, name: str) -> None:
    read = fuzzing.check(name, material(name), tmp_path)
    assert read is not None and len(read.account.facts) >= 4


def test_every_format_is_fuzzed() -> None:
    known = {suffix for reader in members("budget_kg.readers") for suffix in reader.SUFFIXES}
    fuzzed = {suffix for suffix, _ in MAKERS.values()}
    for reader in members("budget_kg.readers"):
        assert fuzzed & set(reader.SUFFIXES), f"no file of {reader.__name__} is fuzzed"
    assert fuzzed <= known


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"shipped"}))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(seed=_SEEDS)
def test_mutated_files(tmp_path: Path, name: str, seed: int) -> None:
    fuzzing.check(name, fuzzing.mutated(name, random.Random(seed)), tmp_path)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(seed=_SEEDS)
def test_mutated_prose_of_the_shipped_document(tmp_path: Path, seed: int) -> None:
    fuzzing.check("shipped", fuzzing.mutated("shipped", random.Random(seed)), tmp_path)
