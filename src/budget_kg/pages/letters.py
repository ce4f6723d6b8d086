"""From the character codes of a PDF to letters: white space, characters without ink, radicals that mean ideographs."""

from __future__ import annotations

import unicodedata

UNKNOWN = "\ufffd"
# Fonts made on some systems name ideographs by their radical (公务⽤⻋); NFKC knows the Kangxi ones, not these.
_RADICALS = dict(zip(
    "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙", strict=True,
))
_LETTERS = {
    **{ord(radical): letter for radical, letter in _RADICALS.items()},
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), 0x2E9F, 0x2EF3)
    },
    **dict.fromkeys((*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys((0x2028, 0x2029, 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((1, *range(3, 9), *range(14, 32), 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF), ""),
    0x02: "-", 0xFFFE: "-",  # PDFium's marks for a hyphen at the end of a line
    0x00: UNKNOWN,
}


def letters_of(codes: list[int]) -> list[str]:
    """The letter of each code: a space for white space, nothing for what has no ink, U+FFFD for what has no letter."""
    known = {code: _letter(code) for code in set(codes)}
    return [known[code] for code in codes]


def is_unmapped(letter: str) -> bool:
    """Whether a file gives no letter for a character, or one that means nothing outside its font."""
    return letter == UNKNOWN or "\ue000" <= letter < "\uf900"


def _letter(code: int) -> str:
    letter = _LETTERS.get(code)
    if letter is not None:
        return letter
    return UNKNOWN if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
