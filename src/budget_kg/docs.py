"""The generated pages of `docs/`: one function a page, from what the ontology, the queries and the terminal say.

`python -m budget_kg.docs checks|cli|questions|vocabulary|all` writes them; a test compares them with the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from budget_kg import checks_page, questions_page, vocabulary_page
from budget_kg.resources import shipped


def _cli() -> str:
    # Found by its name: this module tells of the terminal, but is neither above nor below it.
    page: Callable[[], str] = import_module("budget_kg.cli.reference").page
    return page()


PAGES: dict[str, Callable[[], str]] = {
    "checks": checks_page.page,
    "cli": _cli,
    "questions": questions_page.page,
    "vocabulary": vocabulary_page.page,
}
"""Every page by its name: `docs/<name>.md` holds what the function returns."""


def folder() -> Path:
    """The folder of the pages, in a checkout."""
    return shipped("ontology").parent / "docs"


def main(argv: Sequence[str]) -> int:
    """Write the named pages, or all of them; return the exit code."""
    names = sorted(PAGES) if list(argv) == ["all"] else list(argv)
    unknown = [name for name in names if name not in PAGES]
    if unknown or not names:
        pages = "|".join([*sorted(PAGES), "all"])
        wrong = f"{unknown[0]}: 没有这一页 / no such page; " if unknown else ""
        print(f"{wrong}用法 / usage: python -m budget_kg.docs {pages}", file=sys.stderr)
        return 2
    for name in names:
        (folder() / f"{name}.md").write_text(PAGES[name](), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
