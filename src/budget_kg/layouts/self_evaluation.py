"""Form of self-evaluation standing alone (绩效自评表), of a project or of a whole department."""

from __future__ import annotations

import re

from budget_kg.heads import Title
from budget_kg.model import Document, Flow
from budget_kg.names import h10, project_key

KIND = "self-evaluation"
NAME = ("绩效自评表", "a form of self-evaluation")
_SIGNS = ("年度指标值", "实际完成值", "三级指标", "全年执行数", "全年预算数", "分值")
_PROJECT = re.compile(r"项目名称[\s:：]*([^\s]{2,60})")


def fits(signs: frozenset[str], text: str) -> bool:
    """Whether it has the columns of one; they may be cells of a table, which the text leaves out."""
    return True


def part(document: Document, flow: Flow, title: Title) -> str:
    """What tells one project's form from another's: its name, or else its words."""
    name = _PROJECT.search(document.text)
    return h10(project_key(name[1])) if name else document.text_sha256[:10]
