"""School years and their halves: 2021—2022学年, 本学年, 下学年, 春季学期."""

from __future__ import annotations

import re
from datetime import date

from ningbo_lib.figures.iso_times import months_counted

#: The school year that a text is about or the one beside it, and the halves of one.
NAMES = "过去一个?学年|上一?个?学年|[本新下]一?个?学年|[春秋]季学期"
_SPAN = re.compile("([0-9]{4})-09/[0-9]{4}-08")
_SEPTEMBER, _FEBRUARY = 8, 1  # months counted from 0
_LENGTH, _HALF, _SPRING = 12, 5, 6  # months
_BEGINS = 9  # month
_NEW_IN_SIGHT = 6


def school_year(first: int) -> str:
    """From September of a year to the August after.

    >>> school_year(2021)
    '2021-09/2022-08'
    """
    return _months(first, _SEPTEMBER, _LENGTH)


def is_school_year(iso: str) -> bool:
    """Is it an interval from a September to the August after?"""
    return _SPAN.fullmatch(iso) is not None


def school_year_over(today: date) -> str:
    """The school year that a school's report looks back on: it began last year."""
    return school_year(today.year - 1)


def school_year_named(phrase: str, told: str, said: int | None, today: date | None) -> str:
    """What a phrase of ``NAMES`` means: by the school year ``told``, else by the day; a half with
    the year ``said`` before it is of that year.
    """
    first = _first_year(phrase, told, today)
    if phrase.endswith("学期"):
        spring = phrase.startswith("春")
        if said is not None:
            first = said - spring
        if first is None:
            return ""
        return (
            _months(first + 1, _FEBRUARY, _SPRING) if spring else _months(first, _SEPTEMBER, _HALF)
        )
    return school_year(first) if first is not None else ""


def _first_year(phrase: str, told: str, today: date | None) -> int | None:
    """The year in which the school year meant begins."""
    if named := _SPAN.fullmatch(told):
        away = {"上": -1, "下": 1, "新": 1}.get(phrase[0], 0)
        return int(named[1]) + away
    if today is None:
        return None
    first = today.year - (today.month < _BEGINS)
    if phrase.startswith(("过去", "上")):
        return first - 1
    new = phrase.startswith("新") and _NEW_IN_SIGHT <= today.month < _BEGINS
    return first + (new or phrase.startswith("下"))


def _months(year: int, first: int, length: int) -> str:
    return months_counted(year * 12 + first, year * 12 + first + length - 1)
