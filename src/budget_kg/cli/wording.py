"""The language of the terminal: decided before anything is built, carried by every help text and message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

from budget_kg.errors import Lang, Say, UsageError

LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")
_SEPARATOR: Final = "\x1e"
_CURRENT: ContextVar[Lang] = ContextVar("language", default="zh")
_CHOSEN: ContextVar[Lang | None] = ContextVar("chosen", default=None)
_F = TypeVar("_F", bound=Callable[..., object])


def use(lang: Lang, *, asked_for: bool = False) -> None:
    """Speak `lang` from here on; `asked_for` when an option says so and not the locale."""
    _CURRENT.set(lang)
    _CHOSEN.set(lang if asked_for else None)


def chosen() -> Lang | None:
    """Return the language that an option asked for; None when it is that of the locale."""
    return _CHOSEN.get()


def lang() -> Lang:
    """Return the language spoken."""
    return _CURRENT.get()


def tell(zh: str, en: str) -> str:
    """Return the text in the language spoken."""
    return zh if lang() == "zh" else en


def both(zh: str, en: str) -> str:
    """Pack a help text in both languages into the one string that typer takes; `unpack` takes it apart."""
    return f"{zh}{_SEPARATOR}{en}"


def unpack(text: str | None) -> str:
    """Return the text of `both` in the language spoken; any other text as it is."""
    zh, _, en = (text or "").partition(_SEPARATOR)
    return tell(zh, en) if en else zh


def decide(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Lang, list[str]]:
    """Return the language and the arguments without `--lang`, which may stand anywhere before `--`.

    Without the option it is Chinese when the locale of messages begins with zh; `chosen` tells the two apart. Raises
    UsageError for another language.
    """
    left: list[str] = []
    wanted: str | None = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            left += [argument, *rest]
        elif argument == "--lang":
            wanted = next(rest, "")
        elif argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        else:
            left.append(argument)
    _CHOSEN.set(None)
    if wanted is None:
        return of_locale(environment), left
    for known in LANGUAGES:
        if wanted == known:
            _CHOSEN.set(known)
            return known, left
    raise UsageError(zh=f"--lang 只能是 zh 或 en，不是“{wanted}”", en=f"--lang is zh or en, not {wanted!r}")


def of_locale(environment: Mapping[str, str]) -> Lang:
    """Return the language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@dataclass(frozen=True, slots=True)
class Details:
    """What the help page of a command says beside its one line and its options."""

    more: Say
    examples: tuple[str, ...]


DETAILS: Final[dict[str, Details]] = {}
"""By the name of the command."""


def details(*examples: str, zh: str = "", en: str = "") -> Callable[[_F], _F]:
    """Give a command the further text and the examples of its help page."""

    def keep(function: _F) -> _F:
        DETAILS[function.__name__] = Details(Say(zh, en), examples)
        return function

    return keep
