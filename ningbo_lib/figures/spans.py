"""Lengths of time around a day: 近十年来, 未来三年, 过去两天, 近三个月."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ningbo_lib.figures.numerals import read_numeral

#: How many days, months or years, and the mark of a range.
COUNT = r"(?:[0-9]{1,3}(?![0-9.])|[一二两三四五六七八九十百]{1,3}|几|数)[多余几]?"
TO = r"(?:—{1,2}|[-–~～至到])"
SPANS = (
    rf"今明(?:两|2)年|(?:近|过去|最近|未来|今后)(?:的|这)?(?:{COUNT})"
    rf"(?:{TO}[0-9一二三四五六七八九十]{{1,2}})?年(?!级|制|期|轻)(?:[间里]|以?来)?"
    rf"|(?:{COUNT})年多?(?:以来|来(?!源)|[以之]?内)"
    rf"|(?<![仅已才刚经])(?:近|过去|最近|未来|今后)(?:的|这)?(?:{COUNT})(?:天|个月)(?:[间里内]|以?来)?"
)
_LENGTH = re.compile(
    rf"(?P<n>{COUNT})(?:{TO}(?P<last>[0-9一二三四五六七八九十]{{1,2}}))?(?P<unit>年|天|个月)"
)
_AHEAD = ("今明", "未来", "今后")


def span_around(phrase: str, today: date | None) -> str:
    """The interval of a phrase that ``SPANS`` matches, in ISO 8601; ``""`` if nobody can say.

    近N年 runs up to the day; 过去N年 and N年来 in a text of the first quarter are whole calendar
    years, the last of them the year before; N年内, 今明两年 and 未来N年 begin with this year.
    Days and months run up to the day, or on from tomorrow and from this month.
    """
    found = _LENGTH.search(phrase)
    if today is None or found is None or found["n"][0] in "几数":
        return ""
    count = int(read_numeral(found["last"] or found["n"]).low)
    ahead = phrase.startswith(_AHEAD)
    if found["unit"] == "天":
        return _days(today, count, ahead)
    if found["unit"] == "个月":
        return _months(today, count, ahead)
    if ahead or phrase.endswith("内"):
        return f"{today.year}/{today.year + count - 1}"
    whole_years = today.month <= 3 and not phrase.startswith("近")
    first, last = today.year - count, today.year - 1 if whole_years else today.year
    return f"{first}" if first == last else f"{first}/{last}"


def _days(today: date, count: int, ahead: bool) -> str:
    first, last = (1, count) if ahead else (-count, 0)
    return "/".join((today + timedelta(days=days)).isoformat() for days in (first, last))


def _months(today: date, count: int, ahead: bool) -> str:
    this = today.year * 12 + today.month - 1
    edges = (this, this + count - 1) if ahead else (this - count, this)
    return "/".join(f"{edge // 12}-{edge % 12 + 1:02}" for edge in edges)
