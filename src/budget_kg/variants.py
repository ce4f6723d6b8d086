"""Which script a text is written in, and its characters in the simplified script, one for one: offsets stay.

Knows no words beyond single characters: phrases that differ between places are left as they are.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

SIMPLIFIED: Final = "zh-Hans"
TRADITIONAL: Final = "zh-Hant"
_TELLING = re.compile("[決門單財撥費萬縣區務經預總額業計關車購辦國學]")
_SHARE: Final = 0.01  # of the characters; a few alone may be in a name or a quotation


@lru_cache(maxsize=8)
def script_of(text: str) -> str:
    """The language tag of a text: `zh-Hant` when traditional characters are usual in it, else `zh-Hans`."""
    return TRADITIONAL if len(_TELLING.findall(text)) > max(5, _SHARE * len(text)) else SIMPLIFIED


@lru_cache(maxsize=8)
def simplified(text: str) -> str:
    """The text with each traditional character as its simplified one; the result is as long as the text."""
    if script_of(text) == SIMPLIFIED:
        return text
    return "".join(map(_simple, text))


def one_script(text: str) -> str:
    """A short text with each traditional character as its simplified one, however few there are."""
    return "".join(map(_simple, text))


@cache
def _simple(character: str) -> str:
    if character < "\u3400":
        return character
    found: str = _converter().convert(character)
    return found if len(found) == 1 else character


@cache
def _converter():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("t2s")
