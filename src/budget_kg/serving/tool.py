"""What a tool is: its name, what it is for, its arguments, what runs it, and the language it answers in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from budget_kg.errors import Lang
from budget_kg.serving import arguments
from budget_kg.serving.arguments import Argument

if TYPE_CHECKING:
    from budget_kg.stores.contract import Reader

LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")
_READ: Final = 500
"""Characters that tell the language of a text."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool: the store as it is now, the checked arguments, the language to answer in."""

    reader: Reader
    given: Mapping[str, Any]
    lang: Lang

    def text(self, name: str) -> str:
        """A text argument, without blanks around it."""
        return str(self.given[name]).strip()

    def count(self, name: str) -> int:
        """A whole number."""
        return int(self.given[name])


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it is for, its arguments, and what runs it. `asked` is the argument in a human language.

    `bounded` says that what it runs is held to limits in a process of its own.
    """

    name: str
    title: str
    about: str
    arguments: tuple[Argument, ...]
    run: Callable[[Call], dict[str, Any]]
    asked: str = ""
    bounded: bool = False

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return arguments.schema(self.arguments)

    def language(self, given: Mapping[str, Any], otherwise: Lang) -> Lang:
        """The language to answer in: the one given, else that of the question, else another."""
        for known in LANGUAGES:
            if given.get("lang") == known:
                return known
        words = given.get(self.asked)
        if not isinstance(words, str) or not any(one.isalpha() for one in words):
            return otherwise
        from budget_kg.answering.question import language

        return language(words[:_READ])

    def call(self, reader: Reader, given: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
        """Check the arguments and run; a BudgetKgError says in one line what is wrong."""
        return self.run(Call(reader, arguments.read(self.name, self.arguments, given), lang))
