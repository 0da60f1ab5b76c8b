"""Days and seasons that have a name: “五一”假期, 春节期间, 双11, 今夏, 去冬今春, 暑期."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ningbo_lib.figures.dated import MONTH_LENGTH
from ningbo_lib.figures.iso_times import day_away, iso_month, iso_year, months_counted
from ningbo_lib.figures.parts import SEASON_MONTHS, integer
from ningbo_lib.figures.reporting import until_now
from ningbo_lib.lexicons import read_lexicon

#: Holidays of a fixed date, for years without a row in the table.
_FIXED = {"五一": "05", "国庆": "10", "元旦": "01-01", "双11": "11-11"}
NAMES = "双(?:11|十一)|五一|国庆|元旦|清明|端午|中秋|春节"
_TWO = "(?:中秋节?[、和]?)?国庆|国庆节?[、和]?中秋"
#: Days of the lunar year's turn; 初一 alone where nothing makes it a form at school.
_NEW_YEAR = (
    "大年(?:三十|初[一二三四五六七八九十])|除夕(?=[，当之前]|夜(?!饭)|至|到)"
    "|(?:(?<=正月)|(?<=春节))初(?:[一二三四五六七八九]|十(?![一二三四五六七八九]))"
    "|(?<![一-鿿])初[一二三四五六七](?=当[天日]|[早上下晚凌至到])"
)
#: Alone they are parts of names (五一广场, 国庆 as a given name): only what follows makes a time.
HOLIDAYS = (
    rf"[“‘]?(?:{_TWO}|(?<!元旦)(?<!元旦[、和])(?:{NAMES}))节?[”’]?"
    "(?:期间|(?=[小长]*假期|小?长假|黄金周|当[天日]|[0-9三七八]天))"
    rf"|{_NEW_YEAR}"
    rf"|(?<=[今去前明]年)[“‘](?:{NAMES})[”’]|(?:[“‘](?:{NAMES})[”’]|(?<![^，。；：年\n])(?:双(?:11|十一)|五一)节?)(?=，)"
)
_HOLIDAY = re.compile(NAMES)
SEASONS = (
    "去冬今春|今冬明春|入[春夏秋冬]以来|(?<![如至而当从现])今[春夏秋冬](?![晚节])|[今去明]年的?[春夏秋冬][天季]"
    "|(?:暑期|暑假|寒假)(?![^，。]{0,4}(?:班|档|工|课|作业|实践))"
)
#: The second character of a phrase of this module, looking back at the first.
NAME_BEGINS = (
    "年(?<=大.)(?=[三初])|夕(?<=除.)|[一二三四五六七八九十](?<=初.)|[1十](?<=双.)|一(?<=五.)|庆(?<=国.)|旦(?<=元.)|明(?<=清.)|午(?<=端.)|秋(?<=中.)|节(?<=春.)"
    "|[春夏秋冬](?<=[今去入].)|[期假](?<=[暑寒].)"
)
NAME_SECONDS = "夕1十一庆旦明午秋节春夏冬期假"
_MONTHS = SEASON_MONTHS | {"暑": (7, 8), "寒": (1, 2)}
_WINTER_AND_SPRING = (12, 17)
_WINTER_LASTS = 3
_YEARS = {"去": -1, "今": 0, "明": 1}


@lru_cache(maxsize=1)
def _days_off() -> dict[tuple[str, int], tuple[str, str]]:
    """First and last day of each holiday by name and by the year it ends in."""
    rows = read_lexicon("holidays.tsv", ("holiday", "first", "last"))
    return {(row["holiday"], int(row["last"][:4])): (row["first"], row["last"]) for row in rows}


def holiday(phrase: str, said: int | None, today: date | None, *, ahead: bool) -> str:
    """The days of a holiday, in ISO 8601: of the year ``said``, else of the last one that has
    begun, or among plans (``ahead``) of the next.  ``""`` where the table does not know them.
    """
    if "初" in phrase or phrase.startswith(("大年", "除夕")):
        return _day_of_new_year(phrase, said, today, ahead=ahead)
    name = _HOLIDAY.findall(phrase)[-1].replace("十一", "11")
    if said is not None:
        return _in_year(name, said, phrase)
    if today is None:
        return ""
    year = today.year
    if ahead:
        return _in_year(name, year + (_edge(name, year, last=True) < f"{today}"), phrase)
    near = _edge(name, year + 1) if today.month == 12 else ""
    if near and near <= f"{today}":  # 元旦 that begins in December
        return _in_year(name, year + 1, phrase)
    return _in_year(name, year - (_edge(name, year) > f"{today}"), phrase)


@lru_cache(maxsize=1)
def _new_years() -> dict[int, date]:
    """The first day of the lunar year by the year of the calendar."""
    days = [date.fromisoformat(row["day"]) for row in read_lexicon("lunar_new_year.tsv", ("day",))]
    return {day.year: day for day in days}


def _day_of_new_year(phrase: str, said: int | None, today: date | None, *, ahead: bool) -> str:
    """大年初三 and 除夕: of the year ``said``, else of the last that has begun."""
    first = integer(phrase[-1]) - 1 if "初" in phrase else -1
    years, year = _new_years(), said
    if year is None and today is not None:
        year = today.year
        begins = years.get(year)
        if begins and begins.toordinal() + first > today.toordinal() and not ahead:
            year -= 1
    day = years.get(year) if year is not None else None
    return day_away(day, first) if day else ""


def season(phrase: str, said: int | None, today: date | None, *, ahead: bool) -> str:
    """The months of a season, in ISO 8601, ``""`` if nobody can say of which year.

    今冬 of the first months of a year began in the year before; 暑期 is of the year ``said``, else
    the last that has begun, or among plans (``ahead``) the next.
    """
    if phrase.endswith("以来"):  # 入夏以来: from its first month on
        months = _season_of(phrase[1], said, today, ahead=ahead).partition("/")[0]
        begun = today is not None and "" < months <= iso_month(today)
        return until_now(months, today) if begun else ""
    return _season_of(phrase, said, today, ahead=ahead)


def _season_of(phrase: str, said: int | None, today: date | None, *, ahead: bool) -> str:
    near = phrase[0] in _YEARS
    first, last = _MONTHS[phrase.rstrip("天季")[-1] if near else phrase[0]]
    if phrase in ("去冬今春", "今冬明春"):
        first, last = _WINTER_AND_SPRING
    if said is not None and not near:
        return _months(said, first, last)
    if today is None:
        return ""
    if near:
        begun = phrase.startswith("今冬") and today.month <= _WINTER_LASTS
        return _months(today.year + _YEARS[phrase[0]] - begun, first, last)
    later = today.month > last if ahead else -(today.month < first)
    return _months(today.year + later, first, last)


def _months(year: int, first: int, last: int) -> str:
    january = year * 12
    return months_counted(january + first - 1, january + last - 1)


def _edge(name: str, year: int, *, last: bool = False) -> str:
    """The first or last day of a holiday; the beginning where only the month is known."""
    days = _days_off().get((name, year))
    return days[last] if days else f"{year}-{_FIXED.get(name, '01')}"


def _in_year(name: str, year: int, phrase: str) -> str:
    if days := _days_off().get((name, year)):
        return days[0] if days[0] == days[1] else "/".join(days)
    if name not in _FIXED or not iso_year(year):
        return ""
    day = f"{iso_year(year)}-{_FIXED[name]}"
    return day[:MONTH_LENGTH] if phrase.endswith("期间") else day
