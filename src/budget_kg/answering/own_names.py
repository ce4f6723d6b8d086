"""The department's own name in a question, in full or as people shorten it: it says who is asked about, not what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_ENDS: Final = re.compile(
    "街道办事处|办事处|人民政府|检察院|委员会|街道办|街道|政府|中心|法院|学校|医院|[局院镇乡委厅所队站办街处会校]"
)
_LEAST: Final = 3


def own_names(plain: str, names: Sequence[str]) -> list[str]:
    """The pieces of a folded text that name the body with these (folded) names, the longest first.

    A piece is a name, or ends like one and has its characters in their order: 财政局 and 云湖财政局 for 云湖县财政局.
    """
    found = [name for name in names if name and name in plain]
    for match in _ENDS.finditer(plain):
        best = ""
        for start in range(match.start() - 1, -1, -1):
            piece = plain[start : match.end()]
            if not any(_in_order(piece, name) for name in names):
                break
            best = piece
        if len(best) >= _LEAST:
            found.append(best)
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _in_order(piece: Iterable[str], name: str) -> bool:
    at = -1
    for character in piece:
        at = name.find(character, at + 1)
        if at < 0:
            return False
    return True
