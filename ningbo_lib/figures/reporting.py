"""Which year a text of some day reports on: the calendar of communiqués, reports and results."""

from __future__ import annotations

from datetime import date

from ningbo_lib.figures.dated import DAY_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.iso_times import iso_month, iso_year, up_to_yesterday

#: A term of office and a plan have five years: 五年 alone means the last five.
TERM = 5
#: Annual results come out until April: communiqués, work reports, annual reports.
_LAST_MONTH_OF_RESULTS = 4
#: Until then 去年以来 is a report on last year; later it runs up to the day.
_LAST_MONTH_LOOKING_BACK = 3
#: So far into the next one a year is still summed up.
_LAST_MONTH_SUMMING_UP = 2
#: From this month on a year is as good as over.
_YEAR_TOLD = 11
#: A day just gone by lies so many days before the text, at most.
FRESH = 10


def is_told(year: int, today: date) -> bool:
    """Is the year over, or near enough to its end for a text to sum it up?"""
    return year < today.year or (year == today.year and today.month >= _YEAR_TOLD)


def looks_back(today: date) -> bool:
    """Does a text of this day report the year before, where it names none?"""
    return today.month <= _LAST_MONTH_OF_RESULTS


def has_begun(today: date) -> bool:
    """Has the year only begun, so that texts still sum up the one before?"""
    return today.month <= _LAST_MONTH_SUMMING_UP


def months_due(today: date) -> str:
    """What companies report on in a month, where a report names no time: by the calendar of
    results the year before, the first half of this one, or its first nine months.
    """
    if looks_back(today):
        return iso_year(today.year - 1)
    due = {7: "06", 8: "06", 9: "06", 10: "09", 11: "09"}.get(today.month)
    return f"{today.year}-01/{today.year}-{due}" if due else ""


def until_now(first: str, today: date | None) -> str:
    """From then to the day, in the precision of the text; years to the year reported on."""
    first = first.partition("/")[0]
    if today is None or not first[:YEAR_LENGTH].isdigit():
        return ""
    told = today.year - 1
    if first == f"{told}" and today.month <= _LAST_MONTH_LOOKING_BACK:
        return first  # 去年以来 in January to March
    if len(first) == YEAR_LENGTH and today.month <= _LAST_MONTH_LOOKING_BACK and first < f"{told}":
        return f"{first}/{told}"
    if first == f"{today.year}" and today.month == 12:
        return first
    if first == f"{today.year}":
        return f"{first}-01/{iso_month(today)}"
    if len(first) == DAY_LENGTH:
        return up_to_yesterday(first, today) or first
    last = today.isoformat()[: len(first)]
    return first if last == first else f"{first}/{last}"
