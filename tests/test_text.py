"""Numerals and units of printed text: lists of good and bad forms, and round-trip properties."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.text import _scan, chinese_number, decimal_of, fold, numerals, plain, quantity, unit_words

GOOD = [
    ("1335.93万元", "13359300", "100"),
    ("1，335.93万元", "13359300", "100"),
    ("1,335.93 万元", "13359300", "100"),
    ("1, 537.4万元", "15374000", "1000"),
    ("５６４９００６.18元", "5649006.18", "0.01"),
    ("0万元", "0", "10000"),
    ("0.00万元", "0", "100"),
    ("30.5亿元", "3050000000", "10000000"),
    ("77％", "77", "1"),
    ("13.71%", "13.71", "0.01"),
    ("1.5倍", "150", "10"),
    ("3万人次", "30000", "10000"),
]


@pytest.mark.parametrize(("text", "value", "step"), GOOD)
def test_good_forms(text: str, value: str, step: str) -> None:
    (numeral,) = numerals(text)
    found = numeral.quantity()
    assert (found.value, found.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize("text", ["12.3.4", "1.2.3万元", ""])
def test_broken_digits_raise(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        decimal_of(text.removesuffix("万元"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80余万元", [("80", "wan-yuan", "MoreThan")]),
        ("120余次", [("120", "occasion", "MoreThan")]),
        ("2000多人", [("2000", "person", "MoreThan")]),
        ("0台（套）", [("0", "set", None)]),
        ("16（μg/m³）", [("16", "microgram-per-cubic-metre", None)]),
        ("5个百分点", [("5", "percentage-point", None)]),
        ("3个月", [("3", "month", None)]),
        ("36批次、162人次", [("36", "batch", None), ("162", "person-time", None)]),
        ("2022年", [("2022", None, None)]),
        ("12345,678", [("12345", None, None), ("678", None, None)]),
    ],
)
def test_units_and_qualifiers(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = [(n.printed, n.unit.notation if n.unit else None, n.qualifier) for n in numerals(text)]
    assert found == expected


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_a_printed_amount_comes_back_exactly(number: Decimal, unit: str) -> None:
    (numeral,) = numerals(f"{number:f}{unit}")
    factor = Decimal(unit_words()[unit].data["factor"][0])
    assert numeral.quantity().value == number * factor
    assert numeral.quantity().printed == f"{number:f}"


@given(st.integers(min_value=1000, max_value=10**11), st.sampled_from([",", "，", ", "]))
def test_thousands_separators_change_nothing(number: int, separator: str) -> None:
    (numeral,) = numerals(f"{number:,}".replace(",", separator) + "元")
    assert numeral.quantity().value == number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_plain_never_uses_an_exponent(number: Decimal) -> None:
    assert plain(number) == number
    assert "E" not in str(plain(number))


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="0123456789.,，万元个人%年月 余", max_size=40))
def test_numerals_never_overlap_and_stay_inside(text: str) -> None:
    end = 0
    for numeral in numerals(text):
        assert end <= numeral.start < numeral.end <= numeral.stop <= len(text)
        assert text[numeral.start : numeral.end] == numeral.printed
        end = numeral.end


@pytest.mark.parametrize(("word", "value"), [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35)])
def test_chinese_numerals(word: str, value: int) -> None:
    assert chinese_number(word) == value


@pytest.mark.parametrize("word", ["", "甲", "一二", "十十", "二三十", "十一二"])
def test_no_chinese_numeral(word: str) -> None:
    with pytest.raises(ValueError, match="Chinese numeral"):
        chinese_number(word)


def test_quantity_without_unit_counts_ones() -> None:
    found = quantity("12", None)
    assert (found.value, found.unit, found.step) == (Decimal(12), "", Decimal(1))


@given(st.text(alphabet="0123456789.,，万元个人%年月 余", max_size=40), st.data())
def test_numerals_of_a_part_are_those_a_scan_of_it_finds(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert numerals(text, start, end) == _scan(text, start, end)
