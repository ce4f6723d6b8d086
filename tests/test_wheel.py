"""The wheel carries ontology, queries and the document: it works in an empty folder, far from any checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_runs_the_demo_in_an_empty_folder(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path / "dist"), str(ROOT)], check=True)
    (wheel,) = (tmp_path / "dist").glob("budget_kg-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel)], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "LC_ALL": "C.UTF-8"}
    where = subprocess.run(
        [sys.executable, "-c", "import budget_kg; print(budget_kg.__file__)"],
        check=True, capture_output=True, text=True, env=environment, cwd=empty,
    )  # fmt: skip
    assert str(tmp_path) in where.stdout
    done = subprocess.run(
        [sys.executable, "-m", "budget_kg", "demo", "--lang", "en"],
        check=False, capture_output=True, text=True, env=environment, cwd=empty, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "394 in facts" in done.stdout
    assert list(empty.iterdir()) == []
