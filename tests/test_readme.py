"""The README's commands are run in its order and their output is compared; `pytest --update` writes it anew.

A line `…` in the README stands for lines left out. Seconds, quads and paths are compared as placeholders.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block with the output printed under each."""
    parts = _COMMAND.split(block)[1:]
    return [(parts[i], parts[i + 1].strip("\n")) for i in range(0, len(parts), 2)]


def run(command: str, store: Path) -> str:
    """Run a command as the README's reader would, with `budget-kg` of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "BUDGET_KG_STORE": str(store), "COLUMNS": "110", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, shell=True, check=False, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip("\n")


def settled(text: str, store: Path) -> list[str]:
    """Lines with what changes from run to run replaced."""
    text = text.replace(str(store), "STORE")
    text = re.sub(r"^Store \S+:", "Store STORE:", text, flags=re.MULTILINE)
    text = re.sub(r"\d+\.\d+ s\b", "N s", text)
    return [line.rstrip() for line in text.splitlines()]


def matches(expected: list[str], found: list[str]) -> bool:
    """Whether the expected lines are the found ones, `…` standing for any number of lines."""
    if not expected:
        return not found
    if expected[0] == "…":
        return any(matches(expected[1:], found[skip:]) for skip in range(len(found) + 1))
    return bool(found) and expected[0] == found[0] and matches(expected[1:], found[1:])


def shortened(found: list[str], expected: list[str]) -> list[str]:
    """The found lines, cut where the README cut them: after as many lines as it shows before `…`."""
    if "…" not in expected:
        return found
    shown = expected.index("…")
    behind = len(expected) - shown - 1
    return [*found[:shown], "…", *(found[-behind:] if behind else [])]


def _as_seen(text: str) -> str:
    """Placeholders as a reader would see them."""
    return text.replace("STORE", "~/.local/share/budget-kg").replace(", N s", ", 2.1 s")


def test_commands_print_what_the_readme_shows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    store = tmp_path / "store"
    text = README.read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    assert len(blocks) >= 4
    for block in blocks:
        written = ""
        for command, output in commands(block):
            found = settled(run(command, store), store)
            expected = settled(output, store)
            if request.config.getoption("--update"):
                lines = "\n".join(shortened(found, expected))
                written += f"$ {command}\n{_as_seen(lines)}\n\n"
            else:
                assert matches(expected, found), f"$ {command}\n" + "\n".join(found)
        if written:
            text = text.replace(block, written.removesuffix("\n"))
    if request.config.getoption("--update"):
        README.write_text(text, encoding="utf-8")


def test_the_two_commands_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in text and f"\n{target}:" in makefile
    assert "make PYTHON" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
