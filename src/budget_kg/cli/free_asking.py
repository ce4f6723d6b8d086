"""Free questions at the terminal: which department is meant is asked back, the answer is shown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from budget_kg.cli.columns import room
from budget_kg.cli.faults import whole
from budget_kg.cli.places import open_store
from budget_kg.cli.printing import is_terminal, remark, write_bytes, write_file
from budget_kg.cli.wording import chosen, tell
from budget_kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from budget_kg.answering.inventory import Document
    from budget_kg.stores.contract import Source

_MOST_LISTED: Final = 20
_LATEST: Final = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What the options of `ask` say of a free question."""

    dept: str | None = None
    year: str | None = None
    unit: str | None = None
    form: str = "table"
    evidence: bool = False
    explain: bool = False
    show_sparql: bool = False
    asks_back: bool = True
    out: str | None = None


def answer_freely(text: str, manner: Manner, unfit: Mapping[str, object], store: str | None) -> None:
    """Answer a question in free words. UsageError for options (`unfit`, those with a value) only prepared ones take."""
    from budget_kg.answering.free import ask
    from budget_kg.answering.showing import check_output, show

    _refuse(unfit)
    check_output(manner.form)
    year = None if manner.year is None or manner.year == _LATEST else whole("--year", manner.year, 1949, 2100)
    with open_store(store) as reader:
        dept = manner.dept or _asked_back(reader, text, manner)
        answer = ask(reader, text, chosen(), dept=dept, year=year, unit=manner.unit)
    if manner.show_sparql:
        for reading in answer.readings:
            for query in reading.sparql:
                remark(f"{query.strip()}\n")
    shown = show(answer, manner.form, evidence=manner.evidence, explain=manner.explain, room=room())
    body = f"{shown}\n".encode()
    if manner.out is None:
        write_bytes([body])
    else:
        write_file(manner.out, [body])


def _refuse(unfit: Mapping[str, object]) -> None:
    names = [f"--{name}" for name, value in unfit.items() if value is not None]
    if names:
        raise UsageError(
            zh=f"{'、'.join(names)} 只用于编号问题（budget-kg questions）；自由提问时写进问题里",
            en=f"{', '.join(names)} is for prepared questions (`budget-kg questions`); in a free one, say it in words",
        )


def _asked_back(source: Source, text: str, manner: Manner) -> str | None:
    """The department a person picks when a question names none of several; None without a terminal."""
    if not manner.asks_back or manner.out is not None or not (is_terminal(sys.stdin) and is_terminal()):
        return None
    from budget_kg.answering.free import in_doubt

    possible = in_doubt(source, text)
    if len(possible) < 2:
        return None
    _list(possible)
    given = sys.stdin.readline().strip()
    if not given:
        return None
    if given.isascii() and given.isdigit() and 1 <= int(given) <= min(len(possible), _MOST_LISTED):
        return possible[int(given) - 1].department
    return given


def _list(possible: Sequence[Document]) -> None:
    remark(tell("问的是哪个部门？", "Which department is meant?"))
    for number, one in enumerate(possible[:_MOST_LISTED], 1):
        remark(f"  {number}  {one.name}")
    left = len(possible) - _MOST_LISTED
    if left > 0:
        remark(tell(f"  … 另有 {left} 个，可直接写名称", f"  … {left} more; write a name"))
    sys.stderr.write(tell("编号或名称（回车则不指定）：", "Number or name (Enter for none): "))
    sys.stderr.flush()
