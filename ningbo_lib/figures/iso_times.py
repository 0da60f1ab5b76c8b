"""Dates and intervals in ISO 8601: told apart, counted on and back, never outside the calendar."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from ningbo_lib.figures.dated import MONTH_LENGTH

#: ISO 8601 of the years from one to another.
SPAN_OF_YEARS = re.compile("[0-9]{4}/[0-9]{4}")


@lru_cache(maxsize=2048)
def is_coming(period: str, today: date) -> bool:
    """Does the period begin after today?"""
    first = period.partition("/")[0]
    return first > today.isoformat()[: len(first)]


@lru_cache(maxsize=2048)
def is_over(period: str, today: date) -> bool:
    """Did the period end before today?"""
    last = period.rpartition("/")[2]
    return last < today.isoformat()[: len(last)]


def iso_year(year: int) -> str:
    """Four digits; ``""`` for a year outside the calendar (5000年前), which has 1 to 9999."""
    return f"{year:04}" if MINYEAR <= year <= MAXYEAR else ""


def iso_month(day: date) -> str:
    """Its year and month; ``strftime`` pads no year on some systems."""
    return day.isoformat()[:MONTH_LENGTH]


def iso_years(first: int, last: int) -> str:
    """The years from first to last; ``""`` if one of them is outside the calendar."""
    return iso_year(first) if first == last else _interval(iso_year(first), iso_year(last))


def day_away(today: date, days: int) -> str:
    """The day so many days later, or earlier; ``""`` if it is outside the calendar."""
    number = today.toordinal() + days
    inside = date.min.toordinal() <= number <= date.max.toordinal()
    return date.fromordinal(number).isoformat() if inside else ""


def days_away(today: date, first: int, last: int) -> str:
    """The days from so many to so many later; ``""`` if one of them is outside the calendar."""
    if first == last:
        return day_away(today, first)
    return _interval(day_away(today, first), day_away(today, last))


def up_to_yesterday(day: str, today: date) -> str:
    """The days from one on that are over; ``""`` if it is not two of them yet."""
    yesterday = day_away(today, -1)
    return f"{day}/{yesterday}" if day < yesterday else ""


def _interval(first: str, last: str) -> str:
    return f"{first}/{last}" if first and last else ""


_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?=-[0-9]{2}|/|$)")


def a_year_earlier(iso: str, *, years: int = 1) -> str:
    """The same part of the year before, or of so many years before.

    >>> a_year_earlier("2021-01/2021-09")
    '2020-01/2020-09'
    """
    inside = all(iso_year(int(year) - years) for year in _YEAR.findall(iso))
    return _YEAR.sub(lambda year: iso_year(int(year[0]) - years), iso) if inside else ""


def months_up_to(period: str, count: int) -> str:
    """So many months that end with the last of ``period`` (连续两个月); ``period`` itself if it has
    none.

    >>> months_up_to("2010-08", 2)
    '2010-07/2010-08'
    """
    last = period.rpartition("/")[2][:MONTH_LENGTH]
    if len(last) < MONTH_LENGTH or count < 2:
        return period
    number = int(last[:4]) * 12 + int(last[5:7]) - 1
    return months_counted(number - count + 1, number)


def years_up_to(last: int, count: int) -> str:
    """So many years that end with ``last``: 两年平均, 四年年均.

    >>> years_up_to(2021, 2)
    '2020/2021'
    """
    return iso_years(last - count + 1, last)


def month_counted(number: int) -> str:
    """A month counted from January of the year 0; ``""`` outside the calendar."""
    year = iso_year(number // 12)
    return year and f"{year}-{number % 12 + 1:02}"


def months_counted(first: int, last: int) -> str:
    """An interval of such months; ``""`` if one of them is outside the calendar."""
    return _interval(month_counted(first), month_counted(last))


def count_days(span: str) -> int:
    """How many days 2024-04-01/2024-04-03 has."""
    first, last = map(date.fromisoformat, span.split("/"))
    return (last - first).days + 1
