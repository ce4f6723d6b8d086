"""The options by which a user says what a document leaves unclear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from budget_kg.cli.faults import whole
from budget_kg.cli.wording import both

if TYPE_CHECKING:
    from budget_kg.overrides import Overrides

DepartmentOption = Annotated[
    str | None,
    typer.Option(
        "--dept",
        metavar="NAME",
        help=both("部门全称，文件标题不清时用", "Full name of the department, where the title is unclear"),
    ),
]
YearOption = Annotated[
    str | None,
    typer.Option(
        "--year", metavar="YYYY", help=both("年度，文件标题不清时用", "Fiscal year, where the title is unclear")
    ),
]
DivisionOption = Annotated[
    str | None,
    typer.Option(
        "--division",
        metavar="CODE",
        help=both("行政区划代码，无法从名称确定时用", "Division code, where the name does not tell"),
    ),
]


def said(dept: str | None, year: str | None, division: str | None) -> Overrides:
    """The values of the options; UsageError for a year that is none."""
    from budget_kg.overrides import Overrides

    return Overrides(dept, whole("--year", year, 1949, 2100) if year is not None else None, division)
