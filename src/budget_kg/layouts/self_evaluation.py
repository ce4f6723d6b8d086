"""Form of self-evaluation standing alone (绩效自评表), of a project or of a whole department."""

from __future__ import annotations

import re

from budget_kg.layouts import Signs
from budget_kg.names import h10, project_key
from budget_kg.titles import words_of

KIND = "self-evaluation"
NAME = ("绩效自评表", "a form of self-evaluation")
MEANING = "project-evaluation"
_PROJECT = re.compile(r"项目名称[\s:：]*([^\s]{2,60})")


def fits(signs: Signs) -> bool:
    """Whether it has at least three of its columns."""
    return sum(1 for word in words_of("evaluation-column") if word in signs.text) >= 3


def part(signs: Signs) -> str:
    """What tells one project's form from another's: its name, or else its words."""
    name = _PROJECT.search(signs.document.text)
    return h10(project_key(name[1])) if name else signs.document.text_sha256[:10]
