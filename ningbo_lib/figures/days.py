"""Days said by their distance or number alone: 昨天, 周四, 24日, 当日."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.iso_times import day_away, days_away
from ningbo_lib.figures.parts import Kind, in_calendar
from ningbo_lib.figures.spans import TO

_NEAR_DAYS = {"今天": 0, "今日": 0, "今晨": 0, "今早": 0, "今晚": 0, "昨天": -1, "昨日": -1}
_NEAR_DAYS |= {
    "昨晚": -1,
    "昨夜": -1,
    "昨晨": -1,
    "前天": -2,
    "前日": -2,
    "前晚": -2,
    "明天": 1,
    "明日": 1,
}
_NEAR_DAYS |= {"后天": 2, "今夜": 0, "明晨": 1, "明晚": 1, "明夜": 1, "即日": 0, "今起": 0}
#: Words that are days in some places only: not 目前日均…, 以前晚…, 提前晚…, 如今起初.
_IN_PLACE = {
    "前天": "(?<!目)前天",
    "前日": "(?<!目)前日",
    "前晚": "(?<![之以提目])前晚",
    "即日": "即日(?=起)",
    "今起": "(?<![如至而当从现])今起(?![初码点伏])",
}
NEAR_DAY = "|".join(_IN_PLACE.get(day, day) for day in _NEAR_DAYS)
_WEEKDAYS = "一二三四五六日天"
_WEEKS = {"上": -7, "本": 0, "这": 0, "下": 7}
_HOURS = re.compile(f"[0-9时]{TO}[0-9]")
_DAYS_IN = re.compile(rf"(?:([0-9]{{1,2}})(?:[日号]|(?={TO}[0-9]{{1,2}}[日号]))|今[晨早天日])")


_HALF_A_MONTH = 15


def day_near(phrase: str, today: date, *, ahead: bool) -> str:
    """The day of 昨天, 下周三; of 周四 alone the last one, or among plans the next."""
    if "周" not in phrase:
        days = _NEAR_DAYS.get(phrase[:2], 0)
    else:
        days = min(_WEEKDAYS.index(phrase[-1]), 6) - today.weekday()
        if phrase[0] in _WEEKS:
            days += _WEEKS[phrase[0]]
        elif days and (days > 0) != ahead:
            days += 7 if ahead else -7
    return day_away(today, days)


def week_near(phrase: str, today: date) -> str:
    """The seven days of 上周, 本周 or 下周, from Monday; of 上周末 the last two."""
    monday = _WEEKS[phrase[0]] - today.weekday()
    return days_away(today, monday + 5 * phrase.endswith("末"), monday + 6)


def days_of_month(phrase: str, today: date | None, *, ahead: bool) -> tuple[Kind, str]:
    """24日, 11日8时至12日8时: of this month, but of the last one where no plan is near and that day
    is nearer to today, or the span ends today.
    """
    first, *rest = _DAYS_IN.findall(phrase)
    kind: Kind = "period" if rest or _HOURS.search(phrase) else "date"
    if today is None:
        return kind, ""
    month: date | None = today
    until = int(first) - today.day
    if until > 0 and not ahead and (until > _HALF_A_MONTH or rest == [""]):
        month = _month_before(today)
    iso = _day_of(month, first)
    if not rest:
        return kind, iso
    second = month if int(rest[0] or today.day) >= int(first) else today
    last = _day_of(second, rest[0]) if rest[0] else today.isoformat()
    return kind, f"{iso}/{last}" if iso and last else ""


def _day_of(month: date | None, day: str) -> str:
    for _ in range(2):  # of two neighbouring months one has a 31st
        if month is None:
            break
        if iso := in_calendar(f"{month.isoformat()[:7]}-{int(day):02}"):
            return iso
        month = _month_before(month)
    return ""


def _month_before(day: date) -> date | None:
    """Its last day; None before the first month of the calendar."""
    first = day.replace(day=1)
    return first - timedelta(days=1) if first > date.min else None


def day_named(phrase: str, last: str) -> str:
    """当日, 当月: the day or month of ``last``, the time named before, ``""`` if it has none; 次日:
    the day behind it; 当季: its quarter; 月末, 季末, 期末: the month or year with which it ended;
    期初: the end of the year before.
    """
    if (phrase[1] == "日" and phrase[0] in "次翌") or phrase.startswith("第"):  # 次日, 第二天
        known = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", last[-DAY_LENGTH:])
        return day_away(date.fromisoformat(known[0]), 1) if known else ""
    if phrase.startswith("当月") and phrase.endswith("日"):
        day = f"{last[:MONTH_LENGTH]}-{int(phrase[2:-1]):02}"
        return in_calendar(day) if len(last) >= MONTH_LENGTH else ""
    if phrase == "当季":
        return _quarter_of(last.rpartition("/")[2])
    if phrase in ("月末", "季末"):
        phrase = "当月"
    elif phrase == "期初":
        return f"{int(last[:4]) - 1:04}-12" if last[:4].isdigit() and int(last[:4]) > 1 else ""
    elif phrase == "期末":
        last, span = last.rpartition("/")[2][:MONTH_LENGTH], "/" in last
        return last if span or len(last) != YEAR_LENGTH else f"{last}-12"
    length = MONTH_LENGTH if phrase == "当月" else DAY_LENGTH
    end = last.rpartition("/")[2]
    return end[:length] if len(end) >= length else ""


def _quarter_of(iso: str) -> str:
    """The months of the quarter of a month or day; ``""`` for a year."""
    month = iso[len("2025-") : MONTH_LENGTH]
    if not month.isdigit():
        return ""
    first = (int(month) - 1) // 3 * 3 + 1
    return f"{iso[:4]}-{first:02}/{iso[:4]}-{first + 2:02}"
