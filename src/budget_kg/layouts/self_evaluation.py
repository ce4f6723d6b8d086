"""Form of self-evaluation standing alone (绩效自评表), of a project or of a whole department."""

from __future__ import annotations

import re

from budget_kg.heads import Title
from budget_kg.model import Document, Flow
from budget_kg.names import h10, project_key
from budget_kg.titles import words_of

KIND = "self-evaluation"
NAME = ("绩效自评表", "a form of self-evaluation")
_PROJECT = re.compile(r"项目名称[\s:：]*([^\s]{2,60})")


def fits(signs: frozenset[str], text: str) -> bool:
    """Whether it has at least three of its columns."""
    return sum(1 for word in words_of("evaluation-column") if word in text) >= 3


def part(document: Document, flow: Flow, title: Title) -> str:
    """What tells one project's form from another's: its name, or else its words."""
    name = _PROJECT.search(document.text)
    return h10(project_key(name[1])) if name else document.text_sha256[:10]
