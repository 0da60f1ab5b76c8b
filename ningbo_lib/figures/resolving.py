"""What a time phrase means where it stands: its rule, its words and its context to ISO 8601.

Spans are written ``first/last``, both ends included and in the precision of the text: 2021/2025,
2021-01/2021-02.  The edge of a year is a month (年底: 12), since nobody says which day.  A part of
a year nobody knows is ``--03``; what the text and the day do not settle at all is ``""``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ningbo_lib.figures.censuses import census_year
from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.days import day_named, day_near, days_of_month, week_near
from ningbo_lib.figures.holidays import holiday, season
from ningbo_lib.figures.iso_times import (
    a_year_earlier,
    iso_month,
    iso_year,
    month_counted,
    years_up_to,
)
from ningbo_lib.figures.parts import Kind, in_calendar, integer, third_of, with_part
from ningbo_lib.figures.reporting import has_begun, is_told, looks_back, until_now
from ningbo_lib.figures.school_years import school_year, school_year_named
from ningbo_lib.figures.spans import TO, span_around
from ningbo_lib.figures.time_phrases import NEAR_YEARS

#: These count from the year last named, not from today; without one the second few say nothing.
_SAID_YEARS = frozenset(("当年", "同年", "次年", "翌年", "那年", "那一年", "第二年"))
_ONLY_SAID = frozenset(("那年", "那一年", "第二年"))


class Context(NamedTuple):
    """What a phrase is read against: publication date, year last named in the sentence, words
    of a plan by it, the last time named in the text, words of a plan anywhere near, 全年 near, the
    year a paragraph began with.
    """

    today: date | None
    said: int | None
    planned: bool = False
    last: str = ""
    ahead: bool = False
    beside_year: bool = False
    framed: int | None = None

    @property
    def year(self) -> int | None:
        """The year of a part of a year that names none (9月, 上半年)."""
        if self.said is not None or self.today is None:
            return self.said
        return max(self.framed or 0, self.today.year)  # of a year to come, if the text is

    @property
    def reported(self) -> int | None:
        """The year a report speaks of, which 上年 precedes."""
        if self.said is not None or self.today is None or self.planned:
            return self.year
        return self.today.year - looks_back(self.today)


@lru_cache(maxsize=4096)
def resolve(rule: str, phrase: str, context: Context) -> tuple[Kind, str]:
    """Kind and ISO 8601 form of what ``rule`` matched; 2012年以来 lasts up to now."""
    begun = phrase.removesuffix("以来").removesuffix("至今") if rule in _BEGINNINGS else phrase
    kind, iso = _RESOLVERS[rule](begun, context)
    return (kind, iso) if begun == phrase else ("period", _since(iso, context))


def _since(iso: str, context: Context) -> str:
    """From a month on to the last month told about, else up to now."""
    last = context.last.rpartition("/")[2]
    month = len(iso) == len(last) == MONTH_LENGTH
    if month and iso < last:
        return f"{iso}/{last}"
    if iso.isdigit() and last.startswith(f"{iso}-"):  # 截至4月末，……今年以来
        return f"{iso}-01/{last[:7]}"
    today = context.today
    of_report = today is not None and has_begun(today) and context.framed == today.year - 1
    if of_report and len(iso) == MONTH_LENGTH and iso.startswith(f"{context.framed}-"):
        return f"{iso}/{context.framed}-12"  # 自去年9月以来
    return until_now(iso, today)


_BEGINNINGS = frozenset(("year", "near_year", "part"))


# --- one function for each rule that takes more than a call ------------------------------------
def _numeric_date(phrase: str, context: Context) -> tuple[Kind, str]:
    year, month, day = re.split(r"[-./]", phrase)
    return "date", in_calendar(f"{year}-{int(month):02}-{int(day):02}")


def _years(phrase: str, context: Context) -> tuple[Kind, str]:
    if phrase.endswith("学年"):
        return "period", school_year(integer(phrase[:YEAR_LENGTH]))
    first, last = re.split(f"年?{TO}", phrase.rstrip("度").rstrip("年"), maxsplit=1)
    start = integer(first)
    stop = integer(last) if len(last) == 4 else start // 100 * 100 + integer(last)
    return "period", f"{start}/{stop}"


def _year(phrase: str, context: Context) -> tuple[Kind, str]:
    """2021年3月, 去年9月, and from one of them to another."""
    if across := _ACROSS.search(phrase):
        begin = _year(phrase[: across.start()], context)[1].partition("/")[0]
        said = int(begin[:4]) if begin[:4].isdigit() else None
        end = _year(phrase[across.end() :], context._replace(said=said))[1].rpartition("/")[2]
        return "period", f"{begin}/{end}" if said and end[:4].isdigit() else ""
    if phrase.startswith(tuple(NEAR_YEARS)):
        return _near_year(phrase, context)
    if phrase.endswith("届"):  # 2013届毕业生
        return "date", phrase[:YEAR_LENGTH]
    head, _, rest = phrase.partition("年")
    return with_part(integer(head), rest)


_ACROSS = re.compile(
    rf"(?<=[月日号底初末]){TO}(?=[0-9〇○零一二三四五六七八九]{{4}}年|{'|'.join(NEAR_YEARS)})"
)


def _near_year(phrase: str, context: Context) -> tuple[Kind, str]:
    word = next(word for word in NEAR_YEARS if phrase.startswith(word))
    base = context.year if word in _SAID_YEARS else (context.today.year if context.today else None)
    if word in _SAID_YEARS and context.said is None and context.last:
        base = int(context.last[:4])
    elif word in _ONLY_SAID and context.said is None:
        base = None
    this = context.today is not None and context.last[:4] == f"{context.today.year}"
    if word == "上年" and not (this or phrase.endswith("月份")):  # 一季度……，比上年四季度
        base = context.reported
    year = None if base is None else base + NEAR_YEARS[word]
    return with_part(year, phrase[len(word) :])


def _part(phrase: str, context: Context) -> tuple[Kind, str]:
    """A part of the year last named, else of this one or of the year before."""
    if across := _NEXT_YEAR.search(phrase):  # 11月至明年2月
        first = _part(phrase[: across.start()], context)[1]
        year = iso_year(int(first[:4]) + 1) if first[:4].isdigit() else ""
        return "period", f"{first}/{year}-{int(across[1]):02}" if year else ""
    kind, iso = with_part(context.year, phrase)
    today = context.today
    if today is None or not _is_of_last_year(phrase, iso, context, today):
        return kind, iso
    return with_part(today.year - 1, phrase)


def _months(phrase: str, context: Context) -> tuple[Kind, str]:
    """7、8、9三个月: from the first to the last, if they are as many, one behind the other."""
    months = [int(month) for month in re.findall("[0-9]+", phrase)]
    in_row = months == list(range(months[0], months[0] + integer(phrase[-3])))
    return _part(f"{months[0]}至{months[-1]}月", context) if in_row else ("period", "")


_NEXT_YEAR = re.compile(f"{TO}[明次翌]年([0-9]+)月$")


def _is_of_last_year(phrase: str, iso: str, context: Context, today: date) -> bool:
    """Is a part of this year (``iso``) rather that of the year before, where no year is named?"""
    if context.said is not None:
        return False
    told = iso[-2:] if phrase.startswith("前") else iso[5:7]  # 前10个月 in January
    ahead = int(told) - today.month if told.isdigit() else 0
    if phrase.endswith("月份") and ahead >= _HALF_YEAR and not context.ahead:
        return True
    if context.planned or context.framed == today.year:
        return False
    reports = looks_back(today)
    whole = iso.endswith("-12") and "-01/" in iso  # 一季度至四季度
    if reports and (phrase == "年末" or whole):
        return True
    if phrase == "年初" and has_begun(today) and not context.ahead:
        return True  # 由年初的31家减少到4家, told in January
    if context.ahead:
        return False
    over = iso[-2:] < f"{today.month:02}"
    if reports and context.beside_year and not over and _LONG_PART.search(phrase):
        return True
    if ahead >= _FAR_AHEAD and not phrase.startswith("年"):  # 四季度 in January
        return True
    to_come = iso > today.isoformat()[: len(iso)]
    return to_come and context.framed == today.year - 1  # 2019年……。5月1日起通车


#: So many months ahead a part of the year is one gone by, where nothing speaks of plans.
_FAR_AHEAD = 8
_HALF_YEAR = 6  # 12月份 is a month told about more often than 12月
#: Of a year that has only begun these are not told before they are over.
_LONG_PART = re.compile("季度|半年|个月")


def _decade(phrase: str, context: Context) -> tuple[Kind, str]:
    century, found, rest = phrase.rpartition("世纪")
    tens = integer(rest.partition("年代")[0])
    first = (_century_number(century) - 1) * 100 + tens if found else 1900 + tens
    return "period", f"{first}/{first + 9}"


def _century(phrase: str, context: Context) -> tuple[Kind, str]:
    first = (_century_number(phrase.partition("世纪")[0]) - 1) * 100 + 1
    return "period", f"{first}/{first + 99}"


def _century_number(text: str) -> int:
    return {"上": 20, "上个": 20, "本": 21}.get(text) or integer(text)


def _plan(phrase: str, context: Context) -> tuple[Kind, str]:
    """Five-year plans: the tenth ran from 2001 to 2005, the fourteenth from 2021 to 2025."""
    name = re.split("[”’]", phrase)[0].strip("“‘").rpartition("五")[0]
    first = 2001 + 5 * (integer(name) - 10)  # 十五 is the tenth, 十五五 the fifteenth
    if part := _YEARS_OF_PLAN.search(phrase):
        years = integer(part[2])
        return "period", (
            f"{first}/{first + years - 1}"
            if part[1] == "前"
            else f"{first + 5 - years}/{first + 4}"
        )
    if phrase.endswith("以来") and context.today:
        reported = context.today.year - looks_back(context.today)
        return "period", f"{first}/{max(first, min(first + 4, reported))}"
    return "period", f"{first + 4}" if phrase.endswith("末") else f"{first}/{first + 4}"


_YEARS_OF_PLAN = re.compile("([前后])([一两二三四])年$")


def _census(phrase: str, context: Context) -> tuple[Kind, str]:
    return "date", f"{census_year(phrase)}"


def _mean(phrase: str, context: Context) -> tuple[Kind, str]:
    """In a report on a part of this year a mean ends with this year."""
    this = context.today is not None and context.last[:4] == f"{context.today.year}"
    last = int(context.last[:4]) if this and context.said is None else context.reported
    return "period", years_up_to(last, integer(phrase[0])) if last else ""


def _loose(phrase: str, context: Context) -> tuple[Kind, str]:
    """全年, 上个月, 本月上旬, 下周, 昨天: counted from the day, or from the month told about."""
    today = context.today
    if phrase == "新的一年":
        return "period", "" if today is None else f"{today.year + (not looks_back(today))}"
    if phrase in ("全年", "年内"):
        return "period", _whole_year(phrase, context)
    if today is None:
        return "date", ""
    if "月" in phrase:
        month = _month_near(phrase, context.last, today)
        if day := _DAY.search(phrase):  # 上月26日下午
            return "date", in_calendar(f"{month}-{int(day[0]):02}")
        return ("period", third_of(month, phrase[-2])) if phrase[-1] == "旬" else ("date", month)
    if phrase.endswith(("周", "周末")):
        return "period", week_near(phrase, today)
    return "date", day_near(phrase, today, ahead=context.ahead)


def _month_near(phrase: str, last: str, today: date) -> str:
    """The month of 上个月, 本月, 下月: by the month told about, else by the day."""
    told = last if _MONTH.fullmatch(last) else iso_month(today)
    months = {"上": -1, "本": 0, "下": 1}[phrase[0]] + int(told[:4]) * 12 + int(told[5:]) - 1
    return month_counted(months)


_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_DAY = re.compile("(?<=月)[0-9]+(?=[日号])")


def _clock(phrase: str, context: Context) -> tuple[Kind, str]:
    """Times of day alone: of the day told about."""
    day = context.last if len(context.last) == DAY_LENGTH else ""
    return "period" if re.search(TO, phrase) else "date", day


def _whole_year(phrase: str, context: Context) -> str:
    """全年 without plan words looks back on the year that has just ended."""
    this = context.today is not None and context.framed == context.today.year
    result = phrase == "全年" and not (context.planned or this) and context.said is None
    if result and context.framed and context.today and context.framed < context.today.year:
        return f"{context.framed}"
    if result and context.today and not is_told(context.today.year, context.today):
        last_year = f"{context.today.year - 1}"
        if looks_back(context.today) or context.last == last_year:
            return last_year
    return f"{context.year}" if context.year is not None else ""


def _lately(phrase: str, context: Context) -> str:
    """近十年来, 未来三年 counted from the day; 一年来 among school years is one of them."""
    if phrase.endswith(("学年", "学期")):
        return school_year_named(phrase, context.last, context.said, context.today)
    told = context.last if phrase == "一年来" else ""
    return told or span_around(phrase, context.today)


_RESOLVERS: dict[str, Callable[[str, Context], tuple[Kind, str]]] = {
    "numeric_date": _numeric_date,
    "year_ago": lambda phrase, at: (
        "date",
        "" if at.today is None else a_year_earlier(iso_month(at.today)),
    ),
    "years": _years,
    "decade": _decade,
    "century": _century,
    "year": _year,
    "near_year": _year,
    "plan": _plan,
    "census": _census,
    "season": lambda phrase, at: ("period", season(phrase, at.said, at.today, ahead=at.ahead)),
    "lately": lambda phrase, at: ("period", _lately(phrase, at)),
    "mean": _mean,
    "months": _months,
    "part": _part,
    "loose": _loose,
    "holiday": lambda phrase, at: ("period", holiday(phrase, at.said, at.today, ahead=at.ahead)),
    "clock": _clock,
    "bare_day": lambda phrase, at: days_of_month(phrase, at.today, ahead=at.ahead),
    "said_span": lambda phrase, at: ("period", at.last),
    "said_day": lambda phrase, at: ("date", day_named(phrase, at.last)),
}
