"""How a date or a time of a sheet is printed under its number format; Chinese figures under `[DBNum1]`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = "一二三四五六日"
_FIGURES = "〇一二三四五六七八九"


class Piece(Protocol):
    """One piece of a number format: `date`, `half`, `elapsed`, `chinese`, `long-date` and `literal` are known here."""

    @property
    def kind(self) -> str: ...

    @property
    def words(self) -> str: ...


def is_date(section: Sequence[Piece]) -> bool:
    """Whether a section of a number format prints a date or a time."""
    return any(piece.kind in {"date", "elapsed", "half", "long-date"} for piece in section)


def printed_date(serial: float, section: Sequence[Piece], since_1904: bool) -> str | None:
    """The date as printed, None when the serial number is none of a date (negative, 0 or beyond the year 9999)."""
    units = "".join(piece.words[0] for piece in section if piece.kind == "date")
    moment = _moment(serial, since_1904, timed=bool(set(units) & set("hs")))
    if moment is None:
        return None
    chinese = any(piece.kind == "chinese" for piece in section)
    if any(piece.kind == "long-date" for piece in section):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    halved = any(piece.kind == "half" for piece in section)
    words = ""
    for index, piece in enumerate(section):
        if piece.kind == "date":
            words += _unit(moment, _meant(section, index), chinese, halved)
        elif piece.kind == "elapsed":
            words += str(int(serial * {"h": 24, "m": 1440, "s": 86400}[piece.words[0]]))
        elif piece.kind == "half":
            words += _half(moment, piece.words)
        elif piece.kind in {"literal", "comma"}:
            words += piece.words
    return words.strip()


def _moment(serial: float, since_1904: bool, timed: bool) -> datetime | None:
    first = 0 if timed or since_1904 else 1
    if not first <= serial < 2_958_466:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    seconds = round(serial * 86400)
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _half(moment: datetime, words: str) -> str:
    morning, evening = words.split("/")
    return morning if moment.hour < 12 else evening


def _meant(section: Sequence[Piece], index: int) -> str:
    """The unit of a piece: `m` means minutes behind hours and before seconds, else months."""
    unit = section[index].words
    if unit[0] != "m":
        return unit
    before = [piece.words[0] for piece in section[:index] if piece.kind in {"date", "elapsed"}]
    after = [piece.words[0] for piece in section[index + 1 :] if piece.kind == "date"]
    minutes = before[-1:] == ["h"] or after[:1] == ["s"]
    return unit.replace("m", "n") if minutes else unit


def _unit(moment: datetime, unit: str, chinese: bool, halved: bool) -> str:
    size = len(unit)
    if unit[0] in "ye":
        year = f"{moment.year % 100:02d}" if unit[0] == "y" and size <= 2 else f"{moment.year:04d}"
        return "".join(_FIGURES[int(digit)] for digit in year) if chinese else year
    if unit[0] == "a" or (unit[0] == "d" and size > 2):
        day = _WEEKDAYS[moment.weekday()]
        return day if size == 3 and unit[0] == "a" else f"星期{day}"
    if unit[0] == "m" and size > 2:
        return _MONTHS[moment.month - 1]
    hour = moment.hour % 12 or 12 if halved else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[unit[0]]
    if chinese:
        return _counted(number)
    return f"{number:02d}" if size > 1 else str(number)


def _counted(number: int) -> str:
    """A number below 100 in Chinese: 31 is 三十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _FIGURES[ones]
    return ("" if tens == 1 else _FIGURES[tens]) + "十" + (_FIGURES[ones] if ones else "")
