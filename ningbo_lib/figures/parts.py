"""Parts of a year, behind it or alone: months, quarters, halves, days, its edges."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from ningbo_lib.figures.dated import DAY_LENGTH
from ningbo_lib.figures.iso_times import iso_year
from ningbo_lib.figures.numerals import to_decimal
from ningbo_lib.figures.spans import TO

Kind = Literal["date", "period"]

_MONTH = r"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|[一二三四五六七八九])"
#: Months of a year counted: no 几个月, no 18个月.
_SEVERAL = r"1[0-2](?![0-9])|[2-9](?![0-9])|十[一二]?|[二两三四五六七八九]"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|三?二?十[一二三四五六七八九]?|[一二三四五六七八九])"
HOUR = r"(?:2[0-4]|1?[0-9]|零(?=时))(?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|许|整)?)"
_PART_OF_DAY = "凌晨|白天|早上|早晨|清晨|上午|中午|下午|傍晚|晚间|晚上?|深夜|夜间|夜里"
CLOCK = rf"(?:(?:{_PART_OF_DAY})?{HOUR}|{_PART_OF_DAY})?"


#: What can stand behind a year, or alone.  The first that fits wins.
_PARTS: dict[str, str] = {
    "days": rf"(?P<m1>{_MONTH})月(?P<d1>{_DAY})(?:[日号]{CLOCK})?{TO}"
    rf"(?:(?P<m2>{_MONTH})月)?(?P<d2>{_DAY})[日号]{CLOCK}",
    "hours": rf"(?P<m1>{_MONTH})月(?P<d1>{_DAY})[日号](?:{_PART_OF_DAY})?"
    rf"(?:[0-9]{{1,2}}|零(?=时))(?:[时点]|[:：][0-5][0-9])?{TO}{HOUR}",
    "day": rf"(?P<m1>{_MONTH})月(?P<d1>{_DAY})[日号]{CLOCK}",
    "to_day": rf"(?P<m1>{_MONTH})月{TO}(?P<m2>{_MONTH})月(?P<d2>{_DAY})[日号]",
    "months": rf"(?P<m1>{_MONTH})(?:(?:月份?)?{TO}|、)(?P<m2>{_MONTH})月份?(?![球亮饼饷薪票])",
    "thirds": rf"(?P<m1>{_MONTH})月份?(?P<third>[上中下])旬{TO}"
    rf"(?:(?P<m2>{_MONTH})月份?)?(?P<last>[上中下])旬",
    "third": rf"(?P<m1>{_MONTH})月份?(?P<third>[上中下])旬",
    "week": rf"(?P<m1>{_MONTH})月份?第(?P<week>[一二三四1-4])周(?![年期])",
    "month": rf"(?P<m1>{_MONTH})月(?![球亮饼饷薪票])份?(?:[底初末中](?!期))?",
    "quarter_end": r"第?(?P<q2>[一二三四1-4])季度末",
    "quarters": rf"(?:第?(?P<q1>[一二三1-3])(?:季度)?{TO})?第?(?P<q2>[一二三四1-4])季度",
    "first_quarters": r"前(?P<q2>[一二三两23])个?季度",
    "first_months": rf"(?<![提之以])[前头](?P<m2>{_SEVERAL})个月(?!免|内|后|的?租)",
    "last_months": rf"(?<![^，。；])后(?P<back>{_SEVERAL})个月",
    "half": r"(?P<half>[上下])半年",
    "season": r"(?P<season>[春夏秋冬])[天季]",
    "edge": r"(?P<edge>年[底末终]|[底末])(?!端|尾|座)",
    "start": r"年?初(?![次中级步期衷始])",
    "middle": r"(?<![一二三四五六七八九十几])年中(?![国央、])",
}
#: One look at the first character fails faster than all the rules.
_FIRST = "(?=[0-9一二三四五六七八九十第前后头上下年底末初春夏秋冬])"


def _any_of(rules: Iterable[str]) -> str:
    return "|".join(f"(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', _PARTS[rule])})" for rule in rules)


PART = f"{_FIRST}(?:{_any_of(_PARTS)})"
_ALONE = _any_of(rule for rule in _PARTS if rule != "season")
LONE_PART = f"{_FIRST}(?:{_ALONE})".replace("年[底末终]|[底末]", "年[底末终]").replace(
    "年?初", "年初"
)


_PART_RULES = {name: re.compile(pattern) for name, pattern in _PARTS.items()}


def with_part(year: int | None, rest: str) -> tuple[Kind, str]:
    """Kind and ISO 8601 form of a year and what follows it: 2020年 and 上半年."""
    year = year if year is not None and iso_year(year) else None  # outside the calendar
    rest = rest.lstrip("度的")
    if not rest:
        return "date", "" if year is None else f"{year:04}"
    kind, pieces = _part_of_year(rest)
    if year is None:
        within = len(pieces) == 1 or pieces[0][:2] == pieces[-1][:2]  # 12月中旬
        return kind, f"--{pieces[0] if len(pieces) == 1 else pieces[0][:2]}" if within else ""
    if pieces == (_LEAP_DAY,):  # the last year that had one
        year -= next(back for back in range(9) if isleap(year - back))
    return kind, in_calendar("/".join(_dated(year, piece) for piece in pieces))


def _dated(year: int, piece: str) -> str:
    """A month or day of a year; the end of a month is a day of its own."""
    if piece.startswith(_NEXT):
        return f"{iso_year(year + 1)}-{piece.removeprefix(_NEXT)}"
    if not piece.endswith(_END):
        return f"{year:04}-{piece}"
    month = int(piece[:2])
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]}"


def third_of(month: str, which: str) -> str:
    """The ten days, or to the end of the month, of 上旬, 中旬 and 下旬 in a month like 2024-02."""
    first, last = _THIRDS[which]
    year, number = int(month[:4]), month[5:]
    return f"{year}-{number}-{first}/{_dated(year, f'{number}-{last}')}"


def in_calendar(iso: str) -> str:
    """The date or interval itself, ``""`` where a day of it does not exist (31 June)."""
    try:
        for end in iso.split("/"):
            date.fromisoformat((end + "-01-01")[:DAY_LENGTH])
    except ValueError:
        return ""
    return iso


_LEAP_DAY = "02-29"
_END = "-end"
_NEXT = "next-"
#: First and last month of a season; those of the next year count on.
SEASON_MONTHS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}
_THIRDS = {"上": ("01", "10"), "中": ("11", "20"), "下": ("21", "end")}
_WEEK = 7
_MONTHS = 12


@lru_cache(maxsize=1024)
def _part_of_year(phrase: str) -> tuple[Kind, tuple[str, ...]]:
    """``("period", ("01", "09"))`` for 前三季度: month or month-day, one or two of them."""
    for rule, pattern in _PART_RULES.items():
        if match := pattern.match(phrase):
            return _PART_READERS[rule](match.groupdict())
    return "date", ("01",)


Groups = dict[str, str | None]
_PartReader = Callable[[Groups], tuple[Kind, tuple[str, ...]]]


def _two(text: str | None, times: int = 1) -> str:
    return f"{integer(text or '1') * times:02}"


def _read_days(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    first = f"{_two(g['m1'])}-{_two(g['d1'])}"
    return "period", (first, f"{_two(g['m2'] or g['m1'])}-{_two(g['d2'])}")


def _read_third(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    month = _two(g["m1"])
    first, last = (f"{month}-{day}" for day in _THIRDS[g["third"] or "上"])
    return "period", (first, last)


def _read_thirds(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    first, last = _two(g["m1"]), _two(g["m2"] or g["m1"])
    return "period", (
        f"{first}-{_THIRDS[g['third'] or '上'][0]}",
        f"{last}-{_THIRDS[g['last'] or '上'][1]}",
    )


def _read_week(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    month, last = _two(g["m1"]), integer(g["week"] or "1") * _WEEK
    return "period", (f"{month}-{last - _WEEK + 1:02}", f"{month}-{last:02}")


def _read_quarters(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    last = integer(g["q2"] or "1")
    first = integer(g["q1"] or "1") if g.get("q1") else last
    return "period", (f"{first * 3 - 2:02}", f"{last * 3:02}")


def _read_last_months(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    first = max(1, _MONTHS + 1 - integer(g["back"] or "1"))
    return "period", (f"{first:02}", f"{_MONTHS}")


def _read_season(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    first, last = SEASON_MONTHS[g["season"] or "春"]
    end = f"{last:02}" if last <= _MONTHS else f"{_NEXT}{last - _MONTHS:02}"
    return "period", (f"{first:02}", end)


_PART_READERS: dict[str, _PartReader] = {
    "days": _read_days,
    "hours": lambda g: ("period", (f"{_two(g['m1'])}-{_two(g['d1'])}",)),
    "day": lambda g: ("date", (f"{_two(g['m1'])}-{_two(g['d1'])}",)),
    "to_day": lambda g: ("period", (f"{_two(g['m1'])}-01", f"{_two(g['m2'])}-{_two(g['d2'])}")),
    "months": lambda g: ("period", (_two(g["m1"]), _two(g["m2"]))),
    "thirds": _read_thirds,
    "third": _read_third,
    "week": _read_week,
    "month": lambda g: ("date", (_two(g["m1"]),)),
    "quarter_end": lambda g: ("date", (_two(g["q2"], 3),)),
    "quarters": _read_quarters,
    "first_quarters": lambda g: ("period", ("01", _two(g["q2"], 3))),
    "first_months": lambda g: ("period", ("01", _two(g["m2"]))),
    "last_months": _read_last_months,
    "half": lambda g: ("period", ("01", "06") if g["half"] == "上" else ("07", "12")),
    "season": _read_season,
    "edge": lambda g: ("date", ("12",)),
    "start": lambda g: ("date", ("01",)),
    "middle": lambda g: ("date", ("06",)),
}


@lru_cache(maxsize=1024)
def integer(text: str) -> int:
    """A whole number in Chinese or Arabic numerals."""
    return int(to_decimal(text))
