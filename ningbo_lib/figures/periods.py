"""Dates and periods to ISO 8601, read against a date of publication.

A *mention* is any phrase that fixes a time, with a numeral in it (3月15日, 今年前2个月) or without
(去年, 上半年, 年底).  Mentions give the figures around them their period; only those with a
numeral are figures themselves.  ``time_phrases`` finds them, ``surroundings`` looks at the words
around each, and ``resolving`` says what it means; here a text is walked through, since what was
told before decides on what comes after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.iso_times import a_year_earlier
from ningbo_lib.figures.lengths import Lengths, Told
from ningbo_lib.figures.parts import Kind
from ningbo_lib.figures.reporting import has_begun, looks_back, months_due
from ningbo_lib.figures.resolving import Context, resolve
from ningbo_lib.figures.school_years import is_school_year, school_year_over
from ningbo_lib.figures.stops import heads
from ningbo_lib.figures.surroundings import (
    Tie,
    is_ahead,
    is_base,
    is_beside_year,
    is_lunar,
    is_planned,
    said_again,
    tie,
)
from ningbo_lib.figures.time_phrases import SINCE, phrases

_NUMERALS = frozenset("0123456789〇○零一二两三四五六七八九十")
#: Rules of names, whose numerals are no numbers: “十四五”, “五一”.
_NAMES = ("plan", "holiday", "census")
#: Phrases that may be of a time gone by: 上半年 of last year, 24日 of last month.
_MAY_BE_OVER = frozenset(("part", "bare_day", "loose", "holiday", "season"))
#: Phrases that mean another year among plans.
_MAY_BE_PLANNED = frozenset(("near_year", "part", "loose", "mean"))
#: Rules of what is told from the time named before: 当日, 两年平均.
_OF_LAST = frozenset(("said_day", "mean", "clock"))
#: 由上月的…: before the month told about.
_MONTH_BEFORE = ("上月", "上个月")
_AMONG = ("其中", "其中，")
_MONTHS = re.compile("[0-9]{4}|[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}")
_DAY_OF_YEAR = re.compile("(1[0-2]|[1-9])月[0-9]{1,2}[日号]")
_YEAR_RULES = frozenset(("year", "near_year", "numeric_date"))
#: What a report may be on, as 报告期 says it again.
_REPORTED = frozenset(("year", "near_year", "part", "loose"))
#: 本报杭州11月5日电, 新华网合江5月14日讯.
_DATELINE = re.compile("(?:^|\n)[^，。；：（）\n0-9]{0,12}$")
_LONGEST_DATELINE = 13
#: Behind the day of a dateline; but 11月5日电价.
SENT = re.compile("电(?![价力网气脑商视影话子梯量站厂缆池动器信路压费源])|讯(?![息号问])")
_SENTENCE_END = re.compile(r"[。！？\n](?<![，；、,;]\n)")
_ENDS = "。！？\n"
_JOINED = ("和", "、", "与", "及", "以及")


class Mention(NamedTuple):
    """One time phrase.  ``iso`` is empty where the text and the date do not settle it."""

    start: int
    stop: int
    kind: Kind
    iso: str
    rule: str
    numeric: bool
    base: bool
    tied: Tie = ""


def find_mentions(text: str, published: date | None = None) -> list[Mention]:
    """Time phrases of folded ``text`` in order; a year named earlier in the sentence holds on."""
    found = phrases(text)
    if not found:
        return []
    walk = _Walk(text, _day_sent(text, found[0], published) or published)
    told = [walk.mention(match.lastgroup or "", match[0], match.start()) for match in found]
    return [mention for mention in told if mention.iso or mention.rule != "said_span"]


def _day_sent(text: str, first: re.Match[str], published: date | None) -> date | None:
    """The day of a dateline (本报杭州11月5日电), from which 昨天 and 今天 of its story count; it is
    the first time that a text tells.
    """
    if published is None or first.lastgroup != "part" or not SENT.match(text, first.end()):
        return None
    if not _DATELINE.search(text, max(0, first.start() - _LONGEST_DATELINE), first.start()):
        return None
    iso = resolve("part", first[0], Context(published, None))[1]
    sent = date.fromisoformat(iso) if len(iso) == DAY_LENGTH else published
    return sent if timedelta() <= published - sent <= _SENT_BEFORE else None


_SENT_BEFORE = timedelta(days=7)


class _Walk:
    """A walk through a text: the times it has told so far."""

    def __init__(self, text: str, today: date | None) -> None:
        self._text, self._today = text, today
        self._this_year = f"{today.year}" if today else ""
        self._said: int | None = None  # the year last named in the sentence
        self._framed: int | None = None  # the latest year with which a sentence began
        self._headed: int | None = None  # the year of the heading above
        self._headed_at = 0  # and where it stands
        self._last = ""  # the time last named
        self._last_month = ""  # the month last named
        self._last_beside = ""  # the same, if its paragraph named it
        self._up_to = ""  # up to when the sentence tells: 截至4月末
        self._lengths = Lengths(text, today)
        self._reported = ""  # the first months or year a text told about, if it says 报告期
        self._has_lines = "\n" in text
        self._says_reported = "报告期" in text
        self._is_of_school = "学年" in text
        self._school = ""  # the school year it is about
        self._base_stop = -1  # where the last base of comparison ends
        self._told: int | None = None  # where the last phrase began
        self._told_to = 0  # and where it ended

    def mention(self, rule: str, phrase: str, start: int) -> Mention:
        """What the next phrase says, which is remembered for those behind it."""
        text, stop = self._text, start + len(phrase)
        if self._told is not None and (end := _SENTENCE_END.search(text, self._told, start)):
            self._begin_sentence(end.start(), start)
        if self._said_is_to_come and text.find("；", self._told or 0, start) >= 0:
            self._said = None
        again = said_again(text, start, stop)
        same_part = again == "同期" and self._last != ""
        kind, iso = resolve(rule, phrase, self._context(rule, phrase, start, again))
        self._told, self._told_to = start, stop
        if same_part and len(iso) == YEAR_LENGTH:
            iso = a_year_earlier(self._last, years=int(self._last[:4]) - int(iso))
        lunar = is_lunar(text, start)
        iso = "" if lunar else iso
        base = start == self._base_stop or is_base(text, start, stop)
        if base and rule == "census" and start != self._base_stop:  # 与第六次……的261万人相比
            base = text[start - 1 : start] in ("比", "较")
        base = base and not same_part
        tied = tie(text, start, stop)
        if base:
            self._base_stop = stop
        if tied == "since" and self._today and iso[: len("2018-09")] > f"{self._today}"[:7]:
            iso = a_year_earlier(iso)  # 9月1日实行……以来, told in February
        iso = self._remember(rule, phrase, iso, stop, dates=not base, tied=tied)
        if not base and (not start or text[start - 1] in _ENDS):
            year = iso.removesuffix("-12")  # 2018年末 as well
            if year.isdigit():
                self._framed = max(self._framed or 0, int(year))
        year_alone = len(iso) == YEAR_LENGTH and iso.isdigit()
        if year_alone and self._has_lines and heads(text, start, stop):
            self._stand_below(int(iso), start)
        numeric = (
            (rule not in _NAMES or "初" in phrase)
            and not lunar
            and not _NUMERALS.isdisjoint(phrase)
        )
        return Mention(start, stop, kind, iso, rule, numeric, base, tied)

    @property
    def _said_is_to_come(self) -> bool:
        """明年9月建成；……于10月16日通车: a year to come is over with its ；."""
        return self._said is not None and self._today is not None and self._said > self._today.year

    def _begin_sentence(self, end: int, start: int) -> None:
        """A new sentence names its years anew, a new paragraph all but what it says again."""
        self._said, self._up_to = None, ""
        if self._text.find("\n", end, start) >= 0:
            self._framed = self._headed
            self._lengths.begin_paragraph()
            self._last_beside = ""

    def _stand_below(self, year: int, start: int) -> None:
        """What follows is of the year of a heading; of two (2018年总结及2019年要点), the first."""
        if self._headed is None or self._text.find("\n", self._headed_at, start) >= 0:
            self._headed = self._framed = year
        self._headed_at = start

    def _told_before(self, rule: str, phrase: str, start: int, again: str) -> str:
        """The time told before against which a phrase is read, ``""`` if it needs none."""
        text = self._text
        of_last = again or rule in _OF_LAST or phrase.endswith(SINCE)
        of_last = of_last or phrase == "全年"
        if not of_last and phrase in _MONTH_BEFORE:
            of_last = text.endswith(("由", "从", "而"), 0, start)
        last = self._last if of_last else ""
        if phrase in _MONTH_BEFORE and last:
            last = self._last_month or last
        if phrase.startswith("上年"):
            last = self._last_beside
        if phrase == "今年以来" and self._said is None:  # 截至4月末，……今年以来
            last = self._up_to
        if phrase.endswith(("学年", "学期")):
            last = self._school
        elif phrase == "一年来" and self._today and self._is_of_school:
            last = self._school or school_year_over(self._today)
        if phrase == "期末":  # of the years named before
            last = self._lengths.span or last
        # 7月31日前有效。截至当日
        if rule == "said_day" and self._today and last > f"{self._today}":
            last = self._lengths.first_day or last
        if rule == "clock":
            last = self._last_beside or self._lengths.first_day or last
        if rule == "said_span":
            last = self._months_named() if phrase == "报告期" else self._lengths.days(phrase)
        return last

    def _context(self, rule: str, phrase: str, start: int, again: str) -> Context:
        """What the phrase is read against: of all that was told only what may matter to it."""
        if rule == "year" and not phrase.endswith(SINCE):
            return Context(self._today, None)
        text, stop = self._text, start + len(phrase)
        if rule == "bare_day" and (beside := self._day_beside(start)):
            return Context(beside, None, ahead=True)
        part = rule == "part" and text.endswith(_AMONG, 0, start)  # 2020年……。其中，3月……
        said = (self._said or self._framed) if part else self._said
        if said is None and rule == "part":
            said = self._year_reported(phrase, start)
        return Context(
            self._today,
            said,
            rule in _MAY_BE_PLANNED and is_planned(text, start, stop) and not self._sums_up(start),
            self._told_before(rule, phrase, start, again),
            rule in _MAY_BE_OVER and is_ahead(text, start, stop),
            rule == "part" and is_beside_year(text, start, stop),
            self._framed,
        )

    def _year_reported(self, phrase: str, start: int) -> int | None:
        """The year before for a day (9月10日投入使用), if the heading tells of that year, or what
        was told before.
        """
        today, text, stop = self._today, self._text, start + len(phrase)
        day = _DAY_OF_YEAR.fullmatch(phrase)
        if today is None or not day or is_ahead(text, start, stop):
            return None
        months, year = today.month - int(day[1]), today.year - 1
        if months < 0 and text.startswith("起", stop):  # 自7月1日起，凡……
            return None
        if self._headed == year:
            return year if months not in (0, 1) else None  # what was just told of
        before = looks_back(today) and self._last.startswith(f"{year}") and months < -1
        return year if before else None

    def _day_beside(self, start: int) -> date | None:
        """8月1日和16日: the day to which the next one is joined, so that it is of its month."""
        last = self._last.rpartition("/")[2]
        if self._text[self._told_to : start] not in _JOINED or len(last) != DAY_LENGTH:
            return None
        return date.fromisoformat(last)

    def _sums_up(self, start: int) -> bool:
        """全年预计, and 预计全年 as a year begins: of the one before, not yet counted up."""
        if self._today is None or not looks_back(self._today):
            return False
        just_over = has_begun(self._today) and self._text.endswith("预计", 0, start)
        return just_over or self._text.startswith("全年预计", start)

    def _remember(
        self, rule: str, phrase: str, iso: str, stop: int, *, dates: bool, tied: Tie
    ) -> str:
        """Keep what a phrase tells for those behind it; its time, by what was told before."""
        if rule == "lately":
            told = Told(self._said, self._framed, self._last)
            iso = self._lengths.years(phrase, iso, stop, told)
        year = iso[:YEAR_LENGTH]
        if not year.isdigit():  # 3月 of no known year is --03
            return iso
        self._lengths.keep(rule, phrase, iso, dates=dates, tied=tied)
        if not dates:
            return iso
        of_past = rule == "part" and year < self._this_year
        begins = self._text.startswith("起", stop)  # 从明年1月1日起……，预计全年……
        if not (tied or begins) and (of_past or _says_year(rule, phrase)):
            self._said = int(year)
        if self._says_reported and not self._reported and rule in _REPORTED:
            self._reported = self._months_reported(iso, stop)
        if self._is_of_school and rule == "years" and is_school_year(iso):
            self._school = iso
        if rule != "plan":
            self._last = self._last_beside = iso
            if len(iso) == MONTH_LENGTH and phrase not in _MONTH_BEFORE:
                self._last_month = iso
            if self._text.endswith(("截至", "截止"), 0, stop - len(phrase)):
                self._up_to = iso
        return iso

    def _months_reported(self, iso: str, stop: int) -> str:
        """What a report is on, by a year or months (2020年半年报), ``""`` by another time."""
        if not _MONTHS.fullmatch(iso):
            return ""
        half = self._text.startswith(("半年", "中期"), stop)
        return f"{iso}-01/{iso}-06" if half else iso

    def _months_named(self) -> str:
        """What 报告期 means: the months that a report has told about, else those it is due on."""
        return self._reported or (months_due(self._today) if self._today else "")


def _says_year(rule: str, phrase: str) -> bool:
    """Do parts of a year that follow in the sentence belong to the year of this phrase?

    What lasts from a time on (去年12月以来) is told up to now.
    """
    return (rule in _YEAR_RULES and not phrase.endswith(SINCE)) or phrase == "全年"


def mask_times(text: str, mentions: Sequence[Mention]) -> str:
    """``text`` with every time phrase blanked by NUL characters, so that offsets stay true."""
    if not mentions:
        return text
    pieces: list[str] = []
    position = 0
    for mention in mentions:
        start, stop = mention.start, mention.stop
        pieces += (text[position:start], "\0" * (stop - start))
        position = stop
    pieces.append(text[position:])
    return "".join(pieces)


def resolve_period(phrase: str, published: date | None = None) -> str:
    """The ISO 8601 date or interval of one time phrase, ``""`` if it is none.

    >>> resolve_period("去年9月", date(2024, 3, 1)), resolve_period("前三季度", date(2021, 11, 2))
    ('2023-09', '2021-01/2021-09')
    """
    for mention in find_mentions(phrase, published):
        if mention.stop - mention.start == len(phrase):
            return mention.iso
    return ""
