"""Where a functional class is printed: a path with level marks or dashes, a code with a name, a bare name.

It finds the printed class; which code the names mean is `class_codes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from budget_kg.prose.class_codes import (
    ClassMatch,
    agrees,
    fold_name,
    known_name,
    match_economic,
    match_function,
    name_end,
)

__all__ = [
    "ClassMatch", "PrintedClass", "find_function_prefix", "function_classes", "match_economic",
    "match_function",
]

Span = tuple[int, int]

_LEVELS = {"类": 1, "款": 2, "项": 3}
_LEVEL_OF_LENGTH = {3: 1, 5: 2, 7: 3}
_CODE = r"(?<!\d)(?:\d{7}|\d{5}|\d{3})(?![\d.]|,\d)"
_CODE_WORD = r"(?:支出)?(?:功能)?(?:分类)?(?:科目)?(?:编码|代码|编号):?"
_PARTS = re.compile(r"\(?(\d{3})\)?类\)?[- ]?(\d{2})款[- ]?(?:(\d{2})项)?")
_LEADING = re.compile(rf"[(\[]?(?:{_CODE_WORD})?({_CODE})[类款项]?[)\]]?[-_: ]{{0,2}}")
_BEHIND = r"(?<!\d)[12]\d{6}(?![\d.]|,\d)"
_TRAILING = re.compile(rf"[(\[]?{_CODE_WORD}({_CODE})[)\]]?|[(\[]({_CODE})[)\]]|({_BEHIND})")
_MARK = r"\((?P<digits>\d{2,7})?(?P<level>[类款项])级?(?:科目)?\)(?:支出)?"
_MARKED = re.compile(rf"(?P<before>\d{{2,7}})?[-_ ]?(?P<name>[^，。；;,:\n%<>《》\d]{{1,40}}?){_MARK}")
_SEGMENT = r"[^，。；;,:\n%<>《》\d\-/]{2,40}?"
_DASH_END = rf"(?=\({_CODE_WORD}\d|[(\[]?\d|[，。；;,:\n]|$)"
_DASHED = re.compile(rf"({_SEGMENT})[-/]({_SEGMENT})(?:[-/]({_SEGMENT}))?{_DASH_END}")
_NAMED = re.compile(r"[^，。；;,:\n\d()]{2,30}?(?=\d|[，。；;,:\n(]|$)")
_WINDOW = 160
_SHORTEST_BARE = 4


@dataclass(frozen=True, slots=True)
class PrintedClass:
    """A class printed at `text[start:end]`: names, outermost first, their levels (0: not said), code."""

    start: int
    end: int
    words: tuple[str, ...]
    levels: tuple[int, ...]
    code: str | None = None

    @property
    def name(self) -> str:
        """The innermost name."""
        return self.words[-1]

    def match(self) -> ClassMatch:
        """The code these names and this number mean."""
        return match_function(self.words, self.code, self.levels)


@dataclass(frozen=True, slots=True)
class _Path:
    end: int
    words: tuple[Span, ...]
    levels: tuple[int, ...]
    code: str | None = None
    digits: str = ""


def find_function_prefix(text: str, start: int = 0, stop: int | None = None) -> PrintedClass | None:
    """Read the functional class printed at `start`, with its code before or behind; None when there is none.

    A name without level marks or code counts only when the list has it and it is four characters long.
    """
    window = _folded(text)[start : min(start + _WINDOW, len(text) if stop is None else stop)]
    code, at = _leading_code(window)
    path = _marked_path(window, at) or _dashed_path(window, at, code) or _bare_name(window, at, code)
    if path is None:
        return None
    end, inner = path.end, path.code
    if code and path.digits and len(code) == 1 + 2 * (path.levels[0] - 1):
        code += path.digits  # （204类）司法（06款）行政运行（01项）
    trailing = _TRAILING.match(window, end)
    if trailing:
        end, inner = trailing.end(), trailing[1] or trailing[2] or trailing[3]
    words = tuple(text[start + low : start + high] for low, high in path.words)
    return PrintedClass(start, start + end, words, path.levels, code or inner)


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """The folded form of a whole text, in which classes are looked for at place after place."""
    return fold_name(text)


def function_classes(text: str, start: int = 0, stop: int | None = None) -> Iterator[PrintedClass]:
    """Every functional class of a span that is marked with levels or a code, left to right."""
    at, last = start, len(text) if stop is None else stop
    low = max(0, start - 1)
    folded = _folded(text)[low : last + _WINDOW]
    while at < last:
        found = find_function_prefix(text, at, last) if _may_start(folded, at - low) else None
        if found is not None and (found.code or any(found.levels)):
            yield found
            at = found.end
        else:
            at += 1


def _may_start(folded: str, at: int) -> bool:
    if folded[at].isdigit():
        return at == 0 or not (folded[at - 1].isdigit() or folded[at - 1] in ".,，．")
    return name_end(folded, at) > at


def _leading_code(window: str) -> tuple[str | None, int]:
    parts = _PARTS.match(window)
    if parts:
        return "".join(part for part in parts.groups() if part), parts.end()
    code = _LEADING.match(window)
    return (code[1], code.end()) if code else (None, 0)


def _marked_path(window: str, at: int) -> _Path | None:
    """`名称（类）名称（款）名称（项）`, 支出 on either side of a mark, digits in or before it."""
    words: list[Span] = []
    levels: list[int] = []
    digits, end = "", at
    while match := _MARKED.match(window, end + 1 if words and window[end : end + 1] in ("-", "/") else end):
        level = _LEVELS[match["level"]]
        if (levels and level <= levels[-1]) or (not words and not _plausible(match["name"], level)):
            break
        words.append(match.span("name"))
        levels.append(level)
        inner = match["digits"] or match["before"] or ""
        digits = inner if len(inner) == 1 + 2 * level else digits + inner
        end = match.end()
    if not words:
        return None
    code = digits if levels and len(digits) == 1 + 2 * levels[-1] else None
    below = digits if code is None and len(digits) == 2 * len(levels) else ""
    return _Path(end, tuple(words), tuple(levels), code, below)


def _plausible(name: str, level: int) -> bool:
    """Whether the words before a level mark are a class name: a known one, or one short unknown phrase."""
    return known_name(name, level) or (name_end(name, 0) == 0 and len(name) <= 30)


def _dashed_path(window: str, at: int, code: str | None) -> _Path | None:
    """`类-款-项`: at least two names of the list, or one and a code."""
    match = _DASHED.match(window, at)
    if match is None:
        return None
    spans = tuple(match.span(group) for group in (1, 2, 3) if match[group] is not None)
    known = sum(known_name(window[low:high]) for low, high in spans)
    coded = code is not None or _TRAILING.match(window, match.end()) is not None
    if known < (1 if coded else 2):
        return None
    deepest = 3 if len(spans) == 3 or not known_name(window[slice(*spans[0])], 1) else 2
    return _Path(match.end(), spans, tuple(range(deepest - len(spans) + 1, deepest + 1)))


def _bare_name(window: str, at: int, code: str | None) -> _Path | None:
    end = name_end(window, at)
    if end == at and code is not None:
        named = _NAMED.match(window, at)
        end = named.end() if named and agrees(named[0], code) else at
    if end == at:
        return None
    coded = code is not None or _TRAILING.match(window, end) is not None
    if not coded and end - at < _SHORTEST_BARE:
        return None
    return _Path(end, ((at, end),), (_LEVEL_OF_LENGTH.get(len(code or ""), 0),))
