"""The typed arguments of a tool: their JSON Schema, and the check of what a client gave, with one line for a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Protocol

from budget_kg.errors import Say, UsageError

LONGEST_VALUE: Final = 500
MOST_VALUES: Final = 50
_SHOWN: Final = 60


class Argument(Protocol):
    """One named argument: what it is for, its schema, and how a JSON value is read."""

    @property
    def name(self) -> str:
        """The name a client gives it by."""
        ...

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        ...

    @property
    def default(self) -> Any:
        """The value when it is not given."""
        ...

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        ...

    def read(self, value: Any) -> Any:
        """The value, checked; UsageError when it does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text of limited length, or one of a few words."""

    name: str
    about: str
    longest: int = 200
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        limits = {"enum": list(self.choices)} if self.choices else {"maxLength": self.longest}
        least = {"minLength": 1} if self.required else {}
        return {"type": "string", "description": self.about, **limits, **least}

    def read(self, value: Any) -> str:
        """The text, if it is one and within the limits."""
        if not isinstance(value, str):
            raise _wrong(self.name, value, Say("文字", "a text"))
        if len(value) > self.longest:
            raise UsageError(
                zh=f"参数 {self.name} 有 {len(value)} 个字符，最多 {self.longest} 个",
                en=f"argument {self.name} has {len(value)} characters; at most {self.longest} are read",
            )
        if self.required and not value.strip():
            raise UsageError(zh=f"参数 {self.name} 是空的", en=f"argument {self.name} is empty")
        if self.choices and value not in self.choices:
            raise _wrong(self.name, value, Say(" 或 ".join(self.choices), " or ".join(self.choices)))
        return value


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number within bounds."""

    name: str
    about: str
    lowest: int
    highest: int
    default: int
    required: bool = False

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        bounds = {"minimum": self.lowest, "maximum": self.highest, "default": self.default}
        return {"type": "integer", "description": self.about, **bounds}

    def read(self, value: Any) -> int:
        """The number, if it is whole and within bounds."""
        whole = not isinstance(value, bool) and (
            isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        )
        if not whole or not self.lowest <= value <= self.highest:
            bounds = f"{self.lowest} 到 {self.highest} 的整数", f"a whole number from {self.lowest} to {self.highest}"
            raise _wrong(self.name, value, Say(*bounds))
        return int(value)


@dataclass(frozen=True, slots=True)
class Values:
    """Named values as a person would write them: texts or numbers, or lists of these."""

    name: str
    about: str
    required: bool = False

    @property
    def default(self) -> dict[str, str | list[str]]:
        """No values."""
        return {}

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        one = {"type": ["string", "number"], "maxLength": LONGEST_VALUE}
        several = {"type": "array", "items": one, "maxItems": MOST_VALUES}
        return {
            "type": "object",
            "description": self.about,
            "maxProperties": MOST_VALUES,
            "additionalProperties": {"anyOf": [one, several]},
        }

    def read(self, value: Any) -> dict[str, str | list[str]]:
        """The values as texts; null is a value not given."""
        if not isinstance(value, Mapping) or len(value) > MOST_VALUES:
            form = Say(f"名称和值，最多 {MOST_VALUES} 个", f"names with values, at most {MOST_VALUES}")
            raise _wrong(self.name, value, form)
        return {str(name): self._read(str(name), one) for name, one in value.items() if one is not None}

    def _read(self, name: str, value: Any) -> str | list[str]:
        if isinstance(value, list) and len(value) <= MOST_VALUES:
            return [self._text(name, one) for one in value]
        return self._text(name, value)

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > LONGEST_VALUE:
            form = Say(
                f"不超过 {LONGEST_VALUE} 个字符的文字、数，或其列表",
                f"a text or number of at most {LONGEST_VALUE} characters, or a list of these",
            )
            raise _wrong(f"{self.name}.{name[:_SHOWN]}", value, form)
        return str(value)


def schema(arguments: Sequence[Argument]) -> dict[str, Any]:
    """The JSON Schema of all arguments of a tool; no others are allowed."""
    required = [one.name for one in arguments if one.required]
    whole = {
        "type": "object",
        "properties": {one.name: one.schema() for one in arguments},
        "additionalProperties": False,
    }
    return whole | ({"required": required} if required else {})


def read(tool: str, arguments: Sequence[Argument], given: Mapping[str, Any]) -> dict[str, Any]:
    """The checked value of every argument, null being one not given. UsageError for what is unknown, missing, wrong."""
    names = [one.name for one in arguments]
    for name in given:
        if name not in names:
            near = get_close_matches(name[:_SHOWN], names, 1)
            shown = _short(name)
            zh, en = (f"；是否指 {near[0]}", f"; did you mean {near[0]}") if near else ("", "")
            raise UsageError(
                zh=f"工具 {tool} 没有参数 {shown}；可用：{'、'.join(names)}{zh}",
                en=f"tool {tool} has no argument {shown}; it takes: {', '.join(names)}{en}",
            )
    found: dict[str, Any] = {}
    for one in arguments:
        value = given.get(one.name)
        if value is None and one.required:
            raise UsageError(zh=f"工具 {tool} 缺少参数 {one.name}", en=f"tool {tool} needs the argument {one.name}")
        found[one.name] = one.default if value is None else one.read(value)
    return found


def _wrong(name: str, value: Any, form: Say) -> UsageError:
    shown = _short(value)
    return UsageError(
        zh=f"参数 {name} 不接受 {shown}；应为{form.zh}", en=f"argument {name} does not accept {shown}; give {form.en}"
    )


def _short(value: Any) -> str:
    """A value as a client gave it, in one line of limited length."""
    text = value if isinstance(value, str) else repr(value)
    line = "".join(one if one.isprintable() else " " for one in text[: _SHOWN + 1])
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line or "''"
