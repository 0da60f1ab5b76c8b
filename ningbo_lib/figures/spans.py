"""Lengths of time around a day: 近十年来, 未来三年, 过去两天, 近三个月."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from ningbo_lib.figures.dated import MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.numerals import read_numeral
from ningbo_lib.lexicons import alternation

#: How many days, months or years, and the mark of a range.
COUNT = r"(?:[0-9]{1,3}(?![0-9.])|[一二两三四五六七八九十百]{1,3}|几|数)[多余几]?"
TO = r"(?:—{1,2}|[-–~～至到])"
#: ISO 8601 of the years from one to another.
SPAN_OF_YEARS = re.compile("[0-9]{4}/[0-9]{4}")
_AROUND_NOW = rf"(?:近|过去|最近|未来|今后)(?:的|这)?(?:{COUNT})"
SPANS = "|".join(
    (
        # 五年，…; the term of office alone, where no word makes another thing of it
        r"(?<![一-鿿0-9“])五年(?![级制期前后内间以来中里之的规计行多])(?=[一-鿿，])",
        # 这五年，…, 回顾五年的成就
        r"(?<=这)五年(?=[，来间里])|(?<=[回首]顾)五年",
        # 走过的五年，…
        r"(?<=的)五年(?=[，。；])",
        # 全市五年新增…
        r"(?<![前用每后满达近再第0-9一二三四五六七八九十])五年"
        rf"(?={alternation('event_words.tsv', 'of_term')})",
        # 比前五年增长, 是前五年的3.2倍
        rf"(?<=[比较是于])前(?:{COUNT})年(?![级制期的度])|(?<=[是于])前(?:{COUNT})年(?=的)",
        # 此前十年里, 此后十年间
        rf"此[前后](?:{COUNT})年(?:间(?!隔)|里|来)?",
        r"今明(?:两|2)年",
        # 近十年来, 未来3至5年; but not 已建成近十年。, 近百年一遇
        rf"(?!(?<=[一-鿿])近(?:{COUNT})年[，。；！？])(?!近(?:{COUNT})年一遇){_AROUND_NOW}"
        rf"(?:{TO}[0-9一二三四五六七八九十]{{1,2}})?年(?!级|制|期|轻)(?:[间里]|以?来)?",
        # 十年间, 三年内, 五年累计
        rf"(?:{COUNT})年多?(?:以来|来(?!源)|[以之]?内|[之期]?间(?!隔)|中(?![国央])"
        r"|(?=累计|共(?!同|产|建|享|识))|(?<=，..)(?=净?增加|减少))",
        # 三个月内, 一周累计
        r"(?:[0-9]{1,2}|[一两三])(?:周|个月)[以之]?内(?!部|的)|一周(?=累计)",
        # 近三个月, 过去24小时内; but not 仅近三个月
        rf"(?<![仅已才刚经去]){_AROUND_NOW}(?:天|个月|小时|周(?![年期一二三四五六日末]))"
        r"(?:[间里内]|以?来)?",
    )
)
#: 两年平均: the years of a mean.
MEAN = "(?<![0-9每平上])[两三四五2-5]年(?=平均)"
_LENGTH = re.compile(
    rf"(?P<n>{COUNT})(?:{TO}(?P<last>[0-9一二三四五六七八九十]{{1,2}}))?(?P<unit>年|天|周|个月|小时)"
)
_AHEAD = ("今明", "未来", "今后")
#: Annual results come out until April: communiqués, work reports, annual reports.
_LAST_MONTH_OF_RESULTS = 4
#: Until then 去年以来 is a report on last year; later it runs up to the day.
_LAST_MONTH_LOOKING_BACK = 3
_LAST_MONTH_SUMMING_UP = 2
_SECOND_HALF = 7
_YEAR_TOLD = 11
HOURS = 24  # of a day


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


def is_told(year: int, today: date) -> bool:
    """Is the year over, or near enough to its end for a text to sum it up?"""
    return year < today.year or (year == today.year and today.month >= _YEAR_TOLD)


def looks_back(today: date) -> bool:
    """Does a text of this day report the year before, where it names none?"""
    return today.month <= _LAST_MONTH_OF_RESULTS


def has_begun(today: date) -> bool:
    """Has the year only begun, so that texts still sum up the one before?"""
    return today.month <= _LAST_MONTH_SUMMING_UP


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


def span_around(phrase: str, today: date | None) -> str:
    """The interval of a phrase that ``SPANS`` matches, in ISO 8601; ``""`` if nobody can say.

    In a text that reports the year before, N年 are whole calendar years up to that year, and so
    are 过去N年 in any text, but 近N年来 runs up to the day.  N年内, 今明两年 and 未来N年 begin with
    this year, the last from July on with the next.  Days and months run up to the day, or on from
    it and from this month; weeks to come, too, others are left open.
    """
    found = _LENGTH.search(phrase)
    if today is None or found is None or found["n"][0] in "几数":
        return ""
    count = int(read_numeral(found["last"] or found["n"]).low)
    ahead = phrase.startswith(_AHEAD)
    if found["unit"] == "周":
        return days_away(today, 0, 7 * count - 1) if ahead else ""
    if found["unit"] == "小时":
        count = -(-count // HOURS)
    if found["unit"] in ("小时", "天"):
        return days_away(today, 0, count - 1) if ahead else days_away(today, -count, 0)
    if found["unit"] == "个月":
        return _months(today, count, ahead)
    if ahead or phrase.endswith("内"):
        next_year = phrase.startswith("未来") and today.month >= _SECOND_HALF
        next_year = next_year or (phrase.startswith("今后") and is_told(today.year, today))
        first = today.year + next_year
        return iso_years(first, first + count - 1)
    to_the_day = phrase.startswith("近") and phrase.endswith("来")
    past = phrase.startswith("过去") and not is_told(today.year, today)
    whole_years = past or (looks_back(today) and not to_the_day)
    first, last = today.year - count, today.year - 1 if whole_years else today.year
    to_year_end = phrase.startswith("过去") or phrase.endswith("来") or phrase == "五年"
    ends_now = is_told(today.year, today) and to_year_end
    ends_now = ends_now or (phrase.startswith("近") and not looks_back(today))  # 近三年来 in July
    if ends_now and count > 1:
        first += 1  # 五年来 at the end of the fifth
    return iso_year(first) if first == last else iso_years(first, last)


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
    if first == f"{today.year}":
        return f"{first}-01/{iso_month(today)}"
    last = today.isoformat()[: len(first)]
    return first if last == first else f"{first}/{last}"


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


def _months(today: date, count: int, ahead: bool) -> str:
    this = today.year * 12 + today.month - 1
    first, last = (this, this + count - 1) if ahead else (this - count, this)
    return months_counted(first, last)


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
