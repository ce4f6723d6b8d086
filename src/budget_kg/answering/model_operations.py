"""The operations that a language model may choose: the words of questions that ask for them, what they take and give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from budget_kg.answering.wording import OPERATIONS as NAMES
from budget_kg.errors import Say

GROUPS: Final = {"projects": "project", "functional classes": "class", "economic classes": "class"}
BODIES: Final = {"offices": "office", "subordinate units": "subordinate"}
"""Things of one sort, with the word of questions that asks for them."""
SORTS: Final = {
    "projects": Say("项目", "projects"),
    "functional classes": Say("功能科目", "functional classes"),
    "economic classes": Say("经济科目", "economic classes"),
    "offices": Say("内设机构", "offices"),
    "subordinate units": Say("下属单位", "subordinate units"),
}
"""What they are called."""

About = Literal["thing", "thing or group", "group", "body", "thing or none", "none"]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a model is told of an operation (`hint`), and what that is for us.

    `asks` are words of questions, `gives` the operations of the results that are what was chosen.
    """

    asks: tuple[str, ...]
    gives: tuple[str, ...]
    about: About
    hint: str
    other: Literal["", "may", "must"] = ""

    @property
    def takes(self) -> str:
        """The subjects it takes, in words."""
        own = "no subject" if self.about == "none" else f"subject: a {self.about}"
        return own + {"": "", "may": ", other_subject or none", "must": ", other_subject"}[self.other]


def _own(name: str, ask: str, about: About, hint: str) -> Operation:
    """An operation that one word asks for, and that gives results of its own name."""
    return Operation((ask,), (name,), about, hint)


OPERATIONS: Final[Mapping[str, Operation]] = {
    "look-up": Operation((), ("look-up",), "thing", "the printed value"),
    "completion": _own("completion", "completion", "thing", "how much of its budget was spent, as a rate"),
    "change": _own("change", "change", "thing", "change on the year before"),
    "last-year": Operation(("last-year",), ("last-year", "look-up"), "thing", "the value of the year before"),
    "share": Operation(("share",), ("share",), "thing", "share of other_subject, or of the total", "may"),
    "ratio": Operation(("ratio",), ("ratio",), "thing", "how many times the other", "must"),
    "difference": Operation(
        ("difference",), ("difference",), "thing", "less other_subject; without one, actual less budget", "may"
    ),
    "sum": Operation(("add-up",), ("sum",), "thing", "the two together", "must"),
    "per": Operation(("per", "amount"), ("per",), "thing", "cost for each unit of what was done with it"),
    "remaining": _own("remaining", "remaining", "thing", "what is left of its budget"),
    "overrun": _own("overrun", "overrun", "thing", "how far over its budget"),
    "rank": _own("rank", "rank-high", "group", "the largest of a group"),
    "rank-low": _own("rank", "rank-low", "group", "the smallest of a group"),
    "list": _own("list", "list", "group", "all of a group with their values"),
    "breakdown": _own("breakdown", "breakdown", "thing", "the parts it is made of"),
    "add-up": _own("add-up", "add-up", "thing or group", "whether the parts make up the whole"),
    "check-rate": Operation(("add-up", "percent"), ("check-rate",), "thing", "whether a printed rate is right"),
    "why": _own("why", "why", "thing", "the reason the document gives"),
    "definition": _own("definition", "definition", "thing", "what a term means"),
    "target-result": Operation(("target", "result"), ("target-result",), "thing", "target and result of an indicator"),
    "unmet": Operation(("unmet", "list"), ("unmet",), "none", "the targets that were missed"),
    "score": _own("score", "score", "thing or none", "self-assessed score"),
    "issue": _own("issue", "problem", "thing or none", "problems"),
    "improvementmeasure": _own("improvementmeasure", "remedy", "thing or none", "remedies"),
    "outcome": _own("outcome", "outcome", "thing or none", "what was achieved"),
    "duties": _own("duties", "duty", "thing or none", "duties of the department"),
    "bodies": Operation(("list",), ("bodies", "look-up"), "body", "its offices or subordinate units"),
    "contact": _own("contact", "contact", "none", "telephone number"),
}
"""All that a plan of a model may do. Passages are left out: they are found by words, and the words are the model's."""

_OWN_NAMES: Final = {
    "rank": Say("从大到小排序", "ranking, largest first"),
    "rank-low": Say("从小到大排序", "ranking, smallest first"),
    "last-year": Say("上年数", "value of the year before"),
}


def name_of(operation: str) -> Say:
    """What an operation is called."""
    return _OWN_NAMES.get(operation) or NAMES[operation]
