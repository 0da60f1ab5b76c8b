"""The time of a number: which, and how it is known."""

from __future__ import annotations

from typing import Literal, NamedTuple

#: named: in its own sentence; carried: in an earlier one; assumed: from the date of publication.
Origin = Literal["named", "carried", "assumed", ""]


class Dated(NamedTuple):
    """The period of a number in ISO 8601, and how it is known."""

    iso: str
    origin: Origin


#: How long years, months and days are in ISO 8601: by that they are told apart.
YEAR_LENGTH, MONTH_LENGTH, DAY_LENGTH = len("2025"), len("2025-01"), len("2025-01-01")
UNKNOWN = Dated("", "")
#: Years are named, but not which: nothing may be assumed.
OPEN = Dated("", "named")


def is_of_days(iso: str) -> bool:
    """Is it a day, or several in a row, on which something happened?

    >>> is_of_days("2024-05-01/2024-05-03"), is_of_days("2024-05")
    (True, False)
    """
    return DAY_LENGTH in (len(iso), len(iso.partition("/")[2]))
