"""A file in a folder is a member: finding the modules of a package without a list to edit."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def members(package: str) -> tuple[ModuleType, ...]:
    """Import the modules of `package` (`budget_kg.sections`), in the order of their names."""
    parent = import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(parent.__path__))
    return tuple(import_module(f"{package}.{name}") for name in names)
