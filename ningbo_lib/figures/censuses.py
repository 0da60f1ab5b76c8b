"""Censuses: of the people in 1990 and every ten years, of the economy in 2008 and every five."""

from __future__ import annotations

import re
from datetime import date

from ningbo_lib.figures.parts import integer

CENSUS = "第(?:[四五六七八九]次(?:全国)?人口|[二三四五六]次(?:全国)?经济)普查"
#: Without it no text tells of one.
_WORD = "普查"
#: 与2010年第六次全国人口普查相比, and 与第六次全国人口普查2010年的…相比.
_COMPARED_WITH = re.compile(f"({CENSUS})[^，。；]{{0,40}}相比")
_COMPARED_WITH_YEAR = re.compile(
    "[与同和跟](?:第[四五六七八]次(?:全国)?人口普查)?([0-9]{4})年[^，。；]{0,40}相比"
)

_STANDARD = ("标准时点", "标准时间")
_STANDARD_MOMENT = re.compile("[^，。；]{0,6}(?:标准时[点间]|为时点)")
_NEAR_BEFORE = 8
_NEAR_BEHIND = 12
_REACH = 100  # characters in which midnight and the census stand together


def tells_of_census(text: str) -> bool:
    """Is one named at all?"""
    return _WORD in text


def is_of_people(text: str) -> bool:
    """Is one of the people named?"""
    return "人口普查" in text


def census_year(phrase: str) -> int:
    """The year of 第六次全国人口普查 (2010) or 第四次全国经济普查 (2018)."""
    fourth = 1990 if "人口" in phrase else 2018
    return fourth + years_between_censuses(phrase) * (integer(phrase[1]) - 4)


def years_between_censuses(phrase: str) -> int:
    """Ten for those of the people, five for those of the economy."""
    return 10 if "人口" in phrase else 5


def is_standard_moment(text: str, start: int, stop: int) -> bool:
    """Is a day that on which all was counted: 以2020年11月1日零时为标准时点, 标准时间是2010年…?"""
    midnight = text.endswith("零时", start, stop)
    if not midnight and text.find("时", max(0, start - _NEAR_BEFORE), stop + _NEAR_BEHIND) < 0:
        return False
    before = text[max(0, start - _NEAR_BEFORE) : start].rstrip("是为：")
    if before.endswith(_STANDARD) or _STANDARD_MOMENT.match(text, stop):
        return True
    return midnight and text.find(_WORD, max(0, start - _REACH), stop + _REACH) >= 0


def census_told(text: str, today: date | None, day: str) -> str:
    """The ``day`` on which the census a text tells of counted, or its year where that is not named,
    if the text first says with which it compares (与2010年第六次全国人口普查相比).
    """
    before = _COMPARED_WITH.search(text)
    if before is None or today is None:
        return ""
    if day:
        return day
    following = census_year(before[1]) + years_between_censuses(before[1])
    return f"{following}" if following <= today.year else ""


def year_compared(text: str) -> str:
    """The year with which a census compares all along, ``""`` without a census."""
    year = _COMPARED_WITH_YEAR.search(text) if tells_of_census(text) else None
    return year[1] if year else ""
