"""When a file was published, as its name or a table says it; nothing is guessed."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:(?P<sep>[-_./年 ])(\d{1,2})(?!\d)(?:[-_./月 ](\d{1,2})(?!\d))?|(\d\d)(\d\d)?(?!\d)|(?!\d))"
)
#: Day and month before the year: which is which is not to be known, so it is asked for.
_YEAR_LAST = re.compile(
    r"(?<![\dA-Za-z_./-])\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2},? )?(?:19|20)\d\d",
    re.IGNORECASE,
)


class DateError(ValueError):
    """A text states several dates, or one that is in no calendar."""


def stated_date(text: str) -> tuple[date, str] | None:
    """The one date in ``text`` and its precision (day, month or year); None without a date.

    Understood are 2021-03-31, 2021_3_31, 2021.03.31, 20210331, 2021年3月31日, 2021/03/31, and the
    same without day or without month.  A month counts from its 15th, a year from 1 July, so
    that no period is further away than it must be.  Raises ``DateError`` for more than one date,
    for one that does not exist, and for one whose year stands last (05/10/2021, 10 May 2021).

    >>> stated_date("A02_2021-03-31")
    (datetime.date(2021, 3, 31), 'day')
    """
    if odd := _YEAR_LAST.search(text):
        raise DateError(f"{odd[0]} has its year last; write dates as 2021-03-31")
    found = dict.fromkeys(_read(match) for match in _DATE.finditer(text))
    if len(found) > 1:
        raise DateError("more than one date: " + ", ".join(str(day) for day, _ in found))
    return next(iter(found), None)


def _read(match: re.Match[str]) -> tuple[date, str]:
    year, month, day = match[1], match[3] or match[5], match[4] or match[6]
    if day and month[0] == "0" and len(day) == 1:
        day = None  # 2021_03_2 is the second file of a month
    precision = "day" if day else "month" if month else "year"
    try:
        return date(int(year), int(month or 7), int(day or (15 if month else 1))), precision
    except ValueError:
        raise DateError(f"{match[0]} is not a date") from None
