"""Which years or days a length of time means by what a text has told before it: 五年累计 behind
过去五年, 十年间 behind 2010年 and 2020年, 三天里 behind 5月1日至3日.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, date
from typing import NamedTuple

from ningbo_lib.figures.censuses import years_between_censuses
from ningbo_lib.figures.dated import DAY_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.iso_times import (
    SPAN_OF_YEARS,
    count_days,
    days_away,
    iso_years,
    up_to_yesterday,
    years_up_to,
)
from ningbo_lib.figures.parts import integer
from ningbo_lib.figures.reporting import FRESH, TERM, looks_back
from ningbo_lib.figures.surroundings import Tie

#: 4月1日—3日, 2月10日至17日: days in a row, of which 三天里 and 假期里 may speak.
_DAYS_LENGTH = len("2024-04-01/2024-04-03")
_COUNT_OF_DAYS = re.compile("(?P<part>[前后])?(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})天")
_COUNT_OF_YEARS = re.compile(
    "(?:[近前]|此[前后])?([0-9]{1,2}|[二三四五六七八九十]{1,2})年多?(?:来|间|里)?"
)
#: A day with its year (2018年3月5日在……会议上) is that of a report.
_WITH_YEAR = frozenset(("year", "numeric_date"))
_RECORD = re.compile("的?(?:同期)?(?:最|新高|新低|首次)")


class Told(NamedTuple):
    """The year last named in the sentence, that with which one began, and the time last named."""

    said: int | None
    framed: int | None
    last: str


class Lengths:
    """The years, spans and days that a text has told, to be asked for what a length means."""

    def __init__(self, text: str, today: date | None) -> None:
        self._text, self._today = text, today
        self._this_year = today.year if today else MAXYEAR
        self.span = ""  # the years last named as a span
        self.first_day = ""  # the first day that the text names
        self._tells_news = False  # is that day one of the news (3月8日, 昨天)?
        self._days = ""  # the days last named as a span
        self._years: set[int] = set()
        self._all_years: set[int] = set()

    def begin_paragraph(self) -> None:
        """A new paragraph names its years anew."""
        self._years.clear()

    def keep(self, rule: str, phrase: str, iso: str, *, dates: bool, tied: Tie) -> None:
        """Keep the years and days of a phrase; ``dates``: it is no base of comparison."""
        year = int(iso[:YEAR_LENGTH])
        self._years.add(year)
        self._all_years.add(year)
        if rule == "census" and self._today is not None:  # 与第六次……相比，十年……
            following = int(iso) + years_between_censuses(phrase)
            self._years |= {following} if following <= self._today.year else set()
        if len(iso) == _DAYS_LENGTH:
            self._days = iso
        elif tied == "since" and len(iso) == DAY_LENGTH and self._today:  # 7月1日放假以来，前10天
            self._days = up_to_yesterday(iso, self._today) or self._days
        elif dates and SPAN_OF_YEARS.fullmatch(iso):
            part = phrase.startswith("前") or (rule == "plan" and phrase.endswith("年"))
            self.span = self.span if part else iso  # 前五年, “十五”前三年
        if dates and not self.first_day and len(iso) == DAY_LENGTH:
            self.first_day = iso
            self._tells_news = rule not in _WITH_YEAR

    def days(self, phrase: str) -> str:
        """The days last named, if 三天里 counts as many; 假期里 says no number, 前三天 a part."""
        count = _COUNT_OF_DAYS.match(phrase)
        if count is None or not self._days:
            return "" if count and count["part"] else self._days
        several, there = integer(count["n"]), count_days(self._days)
        if not count["part"]:
            return self._days if there == several else ""
        if not 1 < several < there:
            return ""
        first, last = map(date.fromisoformat, self._days.split("/"))
        if count["part"] == "前":
            return days_away(first, 0, several - 1)
        return days_away(last, 1 - several, 0)

    def years(self, phrase: str, iso: str, stop: int, told: Told) -> str:
        """The years that a phrase (十年来) ending at ``stop`` means, which are those of ``iso`` by
        the day alone.
        """
        count = _COUNT_OF_YEARS.fullmatch(phrase)
        years = self._years_meant(phrase, integer(count[1]), stop, told) if count else ""
        return years or self._up_to_today(phrase, iso)

    def _up_to_today(self, phrase: str, iso: str) -> str:
        """从教58年来 in the news: up to this year, in January as well."""
        if not (self._today and self._tells_news and phrase.endswith(("来", "里"))):
            return iso
        days = (self._today - date.fromisoformat(self.first_day)).days
        ends_last = iso.endswith(f"/{self._today.year - 1}")
        return (
            f"{iso[:YEAR_LENGTH]}/{self._today.year}" if ends_last and 0 <= days <= FRESH else iso
        )

    def _years_meant(self, phrase: str, length: int, stop: int, told: Told) -> str:
        """五年累计 behind 过去五年; 近十年来最高 ends with this one."""
        today, said = self._today, told.said
        if today is not None and _RECORD.match(self._text, stop):
            before = looks_back(today) and told.last[:YEAR_LENGTH] != f"{today.year}"
            return years_up_to(said or today.year - before, length)
        if phrase.startswith("此"):
            return _years_beside(told.last, length, after=phrase.startswith("此后"))
        begun = said or told.framed
        runs = phrase.endswith("来") and today is not None and not looks_back(today)
        if runs and begun and begun + length == self._this_year:
            return iso_years(begun, self._this_year)  # 2014年起……，三年多来
        first, _, last = self.span.partition("/")
        if phrase.startswith("前"):  # 五年……，是前五年的3.2倍
            return iso_years(int(first) - length, int(first) - 1) if last else ""
        if last and self._text.endswith("前", 0, stop - len(phrase)):  # “十三五”……，前四年
            return f"{first}/{int(first) + length - 1}"
        return self._between(phrase, length, stop) or self._since(phrase, length, told)

    def _between(self, phrase: str, length: int, stop: int) -> str:
        """十年来 behind 2010年 and 2020年: the years from one named to another, or their span."""
        latest = MAXYEAR
        if self._today is not None and not phrase.endswith(("年", "间")):  # 五年来, 五年累计
            latest = self._today.year - looks_back(self._today)
        if phrase.endswith("来") and length > TERM and latest - length in self._all_years:
            return iso_years(latest - length, latest)  # 1983年……。37年来
        ends = [year for year in self._years if year <= latest and year - length in self._years]
        told = max((year for year in ends if year < self._this_year), default=0)
        first, _, last = self.span.partition("/")
        ended = bool(last) and told and (int(last) > self._this_year or told > int(last))
        if last and int(last) - int(first) + 1 == length and int(last) <= latest and not ended:
            return self.span  # but not a plan to come, where 2002年 and 2007年 were named
        if not ends and phrase.endswith("间"):  # 比2010年……。十年间, in a later paragraph
            ends = [year for year in self._all_years if year - length in self._all_years]
        if ends and self._text.startswith(("累计", "分别年均"), stop):
            return years_up_to(max(ends), length)
        return f"{max(ends) - length}/{max(ends)}" if ends else ""

    def _since(self, phrase: str, length: int, told: Told) -> str:
        """2012年9月下决心治河，三年先后投入…: from then on, if that is as long; else up to then."""
        reported = told.said or told.framed
        if reported is None or reported >= self._this_year or not phrase.endswith(("年", "间")):
            return ""
        if reported + length == self._this_year:
            return iso_years(reported + told.last.endswith("-12"), self._this_year)
        return years_up_to(reported, length)


def _years_beside(last: str, length: int, *, after: bool) -> str:
    """2003年……，此后十年间: the years behind the one last named, or before it."""
    told = last[:YEAR_LENGTH]
    if not told.isdigit():
        return ""
    first = int(told) + 1 if after else int(told) - length
    return iso_years(first, first + length - 1)
