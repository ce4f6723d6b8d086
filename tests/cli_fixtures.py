"""Fixtures for the tests of the terminal: the program run in this process, on stores that are made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cli_runs import INVENTED, Ran, Run

from budget_kg import cli


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process, in Chinese unless `--lang` says otherwise, on the store of `store`."""

    def go(*arguments: str | Path, store: Path | None = None) -> Ran:
        if store is not None:
            monkeypatch.setenv("BUDGET_KG_STORE", str(store))
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("BUDGET_KG_STORE", "/nonexistent/store")
    return go


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the shipped document; tests only read it."""
    path = tmp_path_factory.mktemp("cli") / "store"
    assert cli.run(["build", "--store", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small invented document, and a store with it; it is copied, never used."""
    path = tmp_path_factory.mktemp("small")
    (path / "own.txt").write_text(INVENTED, "utf-8")
    assert cli.run(["build", str(path / "own.txt"), "--store", str(path / "store")]) == 0
    return path


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A store with a small invented document, to be changed; the document is beside it."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"
