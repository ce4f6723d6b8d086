"""Budget (预算) of a department or unit: prose and tables whose headings are recognised by meaning."""

from __future__ import annotations

from budget_kg.layouts.final_accounts import fits, part

__all__ = ["KIND", "MEANING", "NAME", "fits", "part"]

KIND = "budget"
NAME = ("预算", "a budget")
MEANING = ""
