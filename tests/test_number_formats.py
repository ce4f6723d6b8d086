"""What a reader of a sheet sees of a number: formats of numbers, percentages, money, dates, and no float noise."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.books.number_formats import built_in, printed

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (1025.3, "#,##0.00", "1,025.30"), (205.0, "General", "205"), (0.1 + 0.2, "General", "0.3"), (1e-14, "General", "0"),
        (-0.0, "General", "0"), (1234567.891, ACCOUNTING, "1,234,567.89"), (0, ACCOUNTING, "-"), (-5.2, ACCOUNTING, "-5.20"),
        (0.235, "0.0%", "23.5%"), (1.0, "0%", "100%"), (0.00005, "0.00%", "0.01%"), (2, "00", "02"), (5, "000", "005"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"), (0, "#,##0.00;-#,##0.00;", ""), (0, "#", ""), (7, ";;;", ""),
        (2.675, "0.00", "2.68"), (1.005, "0.00", "1.01"), (-0.001, "0.00", "0.00"), (999.995, "#,##0.00", "1,000.00"),
        (12, "#.##", "12"), (1025.3, "[$¥-804]#,##0.00", "¥1,025.30"), (0.5, "# ?/?", "0.5"), (12345.67, "0.00E+00", "12345.67"),
        (5, "[<10]0.0;0", "5.0"), (50, "[<10]0.0;0", "50"), (5, '[Red]General"人"', "5人"), (5, "@", "5"),
        (123456, "0\\.0,", "12.3"), (123456, '0!.0,"万"', "12.3万"), (12345678.9, "#,##0.00,,", "12.35"),
        (8_000_000_000_000, "General", "8000000000000"), (0.123456789, "General", "0.123457"),
    ],
)
def test_numbers(value: float, code: str, seen: str) -> None:
    assert printed(value, code) == seen


@pytest.mark.parametrize(
    ("serial", "code", "seen"),
    [
        (45322, "yyyy\"年\"m\"月\"d\"日\"", "2024年1月31日"), (45322, built_in(14), "2024/1/31"), (45322, built_in(57), "2024年1月"),
        (45322, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年一月三十一日"), (45322.75, "yyyy/m/d h:mm", "2024/1/31 18:00"),
        (45322.75, "h:mm AM/PM", "6:00 PM"), (1.5, "[h]:mm", "36:00"), (0.5, "h:mm:ss", "12:00:00"), (45322, "yy-mm-dd", "24-01-31"),
        (45322, "[$-F800]dddd, mmmm dd, yyyy", "2024年1月31日"), (45322, "yyyy年mm月", "2024年01月"), (1, "yyyy-m-d", "1900-1-1"),
        (60, "m/d", "2/28"), (-3, "yyyy-m-d", "-3"), (9e9, "yyyy-m-d", "9000000000"), (45322, "aaaa", "星期三"),
    ],
)
def test_dates(serial: float, code: str, seen: str) -> None:
    assert printed(serial, code) == seen


def test_the_days_of_a_mac_workbook() -> None:
    assert printed(43860, "yyyy-m-d", since_1904=True) == "2024-1-31"


def test_no_number_is_printed_as_it_is() -> None:
    assert printed(math.inf, "0.00") == "inf"


@given(st.floats(min_value=-1e12, max_value=1e12).map(lambda value: round(value, 2)))
def test_money_is_printed_to_the_cent(value: float) -> None:
    seen = printed(value, "#,##0.00")
    assert Decimal(seen.replace(",", "")) == Decimal(repr(value)).quantize(Decimal("0.01"))
    assert all(len(group) == 3 for group in seen.lstrip("-").split(".")[0].split(",")[1:])


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#?.,%;"\\_*[]<>=ymdhsE+-/@ 年元$', max_size=30))
def test_no_format_breaks(value: float, code: str) -> None:
    assert isinstance(printed(value, code), str)
