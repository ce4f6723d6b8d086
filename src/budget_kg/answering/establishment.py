"""Authorised posts against staff in post: vacancies and posts above the establishment (编制)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from budget_kg.answering.figures import Figure
from budget_kg.answering.inventory import Statement
from budget_kg.answering.plan import these
from budget_kg.answering.planning import Planner
from budget_kg.answering.result import Part, Result, Step
from budget_kg.errors import Say

_ASKED: Final = re.compile(
    r"超编|缺编|空编|满编|编制.*(?:空|缺|超|满)|(?:空|缺|超|满).*编制|vacan\w+|overstaffed|understaffed|"
    r"unfilled post|posts? .*(?:empty|unfilled|vacant)|above .*establishment"
)
_SURPLUS: Final = re.compile(r"超|overstaffed|above")
_ABOUT: Final = Say("编制与在职人数之差", "authorised posts less staff in post")


def posts(planner: Planner) -> list[Result]:
    """The difference of posts and staff; of the totals, printed or added up from their parts."""
    lower = planner.question.text.casefold()
    if not _ASKED.search(lower):
        return []
    authorised, staffed = _side(planner, "staff-posts"), _side(planner, "staff")
    if authorised is None or staffed is None or authorised.figure is None or staffed.figure is None:
        return []
    surplus = bool(_SURPLUS.search(lower))
    one, other = (staffed, authorised) if surplus else (authorised, staffed)
    assert one.figure is not None and other.figure is not None
    left = Figure(one.figure.value - other.figure.value, "person")
    rows = (*one.rows, *other.rows)
    selection = these("value", [row.statement for row in rows], _ABOUT)
    result = Result(
        plan=planner.plan("difference", _ABOUT, [selection]),
        confidence="derived",
        main=[Part(_ABOUT, left, rows=rows)],
        other=[authorised, staffed],
        steps=[Step("−", (one.figure, other.figure), left)],
    )
    result.verdict = left.value > 0
    return [result]


def _side(planner: Planner, item: str) -> Part | None:
    """The posts, or the staff: the figure of a total, or the sum of its kinds."""
    found = [
        one
        for one in planner.inventory.of_kind("QuantityObservation")
        if one.dims.get("item") == item and one.value is not None
    ]
    if not found:
        return None
    about = planner.named(found[0])
    chosen = [one for one in found if _whole(one)][:1] or _different(found)
    rows = tuple(planner.rows([these("value", chosen, about)]))
    total = sum((row.value for row in rows if row.value is not None), Decimal(0))
    return Part(about, Figure(total, "person"), rows=rows)


def _whole(one: Statement) -> bool:
    return one.label.endswith(
        ("人员编制数", "人员编制", "编制数", "编制", "在职人数", "在职人员", "实有人数", "实有在职人员", "在职人员数")
    ) and not re.search("行政|事业|工勤|参公|参照", one.label)


def _different(found: list[Statement]) -> list[Statement]:
    by_label: dict[str, Statement] = {}
    for one in found:
        by_label.setdefault(one.label, one)
    return list(by_label.values())
