"""Names: the one normal form, what identifies a project, and the hashes made of them.

Whether two names may be one thing is asked of `comparison.py`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

from .name_words import PROJECT_SUFFIXES

_BRACKETS = str.maketrans(
    {
        **dict.fromkeys("[{〔【〈《〖", "("),
        **dict.fromkeys("]}〕】〉》〗", ")"),
        **dict.fromkeys("“”„‟″＂", '"'),
    }
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@lru_cache(maxsize=4096)
def normalise_name(name: str) -> str:
    """Return the form that is hashed: NFKC, nothing blank or invisible, one kind of bracket and quote."""
    text, before = name, ""
    while text != before:  # taking a character out can let its neighbours compose
        before = text
        folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS).translate(_DASHES)
        text = "".join(
            char for char in folded if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")
        )
    return text


@lru_cache(maxsize=4096)
def h10(text: str) -> str:
    """Return ten base32 characters of the SHA-256 of a normalised name."""
    return _base32(normalise_name(text), 10)


def h16(*parts: str) -> str:
    """Return sixteen base32 characters of the SHA-256 of parts as they are, joined with U+001F."""
    return _base32("\x1f".join(parts), 16)


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(high + low for high in _DIGITS for low in _DIGITS)


def _base32(text: str, length: int) -> str:
    """The first characters of the hash in base32 (RFC 4648), an even number; by pairs, for thousands are made."""
    bits = length * 5
    value = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big") >> (256 - bits)
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(bits - 10, -1, -10)])


def project_key(name: str) -> str:
    """Return what identifies a project: its normalised name, without quotes around it or 项目 at its end."""
    text = normalise_name(name)
    shorter = ""
    while shorter != text:
        shorter = text
        if (
            len(text) > 2
            and (text[0], text[-1]) in (('"', '"'), ("(", ")"))
            and not set('"()') & set(text[1:-1])
        ):
            text = text[1:-1]
        for suffix in PROJECT_SUFFIXES:
            if text.endswith(suffix) and len(text) - len(suffix) >= 2:
                text = text.removesuffix(suffix)
                break
    return text


def project_label(name: str) -> str:
    """Return a project's name as printed, less the suffix that `project_key` leaves out: its spellings share it."""
    printed = name.strip()
    for suffix in PROJECT_SUFFIXES:
        if printed.endswith(suffix) and len(printed) - len(suffix) >= 2:
            return printed.removesuffix(suffix)
    return printed
