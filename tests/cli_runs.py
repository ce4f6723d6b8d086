"""Runs of the program for the tests of the terminal: what a run gives, documents to read, the program as a process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from budget_kg.resources import shipped

SHIPPED = next((shipped("data") / "documents").glob("*/document.txt"))
INVENTED = """青禾县水务局2022年度部门决算
一、收入支出决算总体情况说明
本年收入合计500万元，本年支出合计480万元。
二、机关运行经费支出情况
机关运行经费支出20万元。
"""
NOVEL = "那是最美好的时代，那是最糟糕的时代；那是智慧的年头，那是愚昧的年头。\n" * 40


@dataclass(frozen=True)
class Ran:
    """What a run gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "budget_kg", *map(str, arguments)]
