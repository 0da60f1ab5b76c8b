"""Numerals to Decimal: exact, both scripts, with an independent writer to read back."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbo_lib.figures.numerals import LONGEST, NumeralError, fold, plain, read_numeral, to_decimal

VALUES = [
    ("0", "0"),
    ("007", "7"),
    ("1,234,567.8", "1234567.8"),
    ("１２３．４", "123.4"),
    ("9.5万亿", "9500000000000"),
    ("157.14亿", "15714000000"),
    ("103.35亿", "10335000000"),
    ("5千", "5000"),
    ("2百万", "2000000"),
    ("1亿2000万", "120000000"),
    ("1万5千亿", "1500000000000"),
    ("零", "0"),
    ("十", "10"),
    ("十四", "14"),
    ("二十", "20"),
    ("一百零五", "105"),
    ("一百一十一", "111"),
    ("三千零五", "3005"),
    ("一千零一十", "1010"),
    ("十万零五百", "100500"),
    ("两千三百亿", "230000000000"),
    ("三億兩千萬", "320000000"),
    ("百", "100"),
    ("百亿", "10000000000"),
    ("二〇二一", "2021"),
    ("二○二一", "2021"),
    ("一九九八", "1998"),
    ("一万五", "15000"),
    ("三百五", "350"),
    ("一万零五", "10005"),
    ("三点一四", "3.14"),
    ("零点五", "0.5"),
    ("廿五", "25"),
    ("卅", "30"),
    ("壹仟贰佰", "1200"),
    ("0.00万", "0"),
    ("万亿", "1000000000000"),
    ("四万万", "400000000"),
    ("万万", "100000000"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: str) -> None:
    assert str(to_decimal(text)) == value


VAGUE = [
    ("三十多", "30", "30", "over"),
    ("30余", "30", "30", "over"),
    ("2000多万", "20000000", "20000000", "over"),
    ("14亿多", "1400000000", "1400000000", "over"),
    ("十来", "10", "10", "approx"),
    ("十几", "11", "19", "approx"),
    ("几十万", "200000", "900000", "approx"),
    ("数百", "200", "900", "approx"),
    ("五六百", "500", "600", "approx"),
    ("十五六", "15", "16", "approx"),
    ("两三", "2", "3", "approx"),
    ("一二百", "100", "200", "approx"),
    ("三五", "3", "5", "approx"),
    ("三百五六十", "350", "360", "approx"),
    ("二〇一二", "2012", "2012", "exact"),
    ("一二三", "123", "123", "exact"),
    ("九八", "98", "98", "exact"),
    ("五五", "55", "55", "exact"),
    ("七九", "79", "79", "exact"),
    ("六五百", "6500", "6500", "exact"),
]


@pytest.mark.parametrize(("text", "low", "high", "vagueness"), VAGUE)
def test_vague_numerals(text: str, low: str, high: str, vagueness: str) -> None:
    found = read_numeral(text)
    assert (f"{found.low}", f"{found.high}", found.vagueness) == (low, high, vagueness)


@pytest.mark.parametrize("text", ["", " ", "abc", "1.2.3", "十人", "点五", "三点", "-5", "9" * 25])
def test_refuses_what_is_no_numeral(text: str) -> None:
    with pytest.raises(NumeralError):
        to_decimal(text)
    with pytest.raises(NumeralError):
        read_numeral(text)


def test_the_message_names_the_text_and_stays_short() -> None:
    with pytest.raises(NumeralError, match="999") as caught:
        to_decimal("9" * 1000)
    assert len(str(caught.value)) < 120
    assert str(LONGEST) in str(caught.value)


def in_chinese(value: int) -> str:
    """A numeral the way children learn to write it; not the way it is read here."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    if value == 0:
        return "零"
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group, text, gap = groups[place], "", False
        for power in (3, 2, 1, 0):
            digit = group // 10**power % 10
            if digit:
                text += ("零" if gap and (text or words) else "") + digits[digit] + units[power]
                gap = False
            else:
                gap = True
        if group:
            lead = "零" if words and group < 1000 and not text.startswith("零") else ""
            words += lead + text + ["", "万", "亿"][place]
    return words


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_reads_back_what_is_written_in_chinese(value: int) -> None:
    assert to_decimal(in_chinese(value)) == value


@settings(max_examples=200, deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False))
def test_arabic_is_exact_with_and_without_commas(value: Decimal) -> None:
    assert to_decimal(f"{value:f}") == to_decimal(f"{value:,f}") == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12))
def test_reads_or_refuses_and_nothing_else(text: str) -> None:
    with suppress(NumeralError):
        assert to_decimal(text) >= 0


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False))
def test_plain_writes_no_exponent_and_no_empty_decimals(value: Decimal) -> None:
    text = str(plain(value))
    assert "E" not in text
    assert "." not in text or text[-1] not in "0."
    assert Decimal(text) == value
