"""Times that are told as one: 为期3天……28日闭幕, 前天和昨天, 7月和8月两个月, 2011年和2012年年均."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.iso_times import count_days, days_away
from ningbo_lib.figures.linking import AND
from ningbo_lib.figures.parts import integer
from ningbo_lib.figures.periods import Mention

_DAYS = "(?:为期|历时)([0-9]{1,2}|[一二两三四五六七八九十]{1,3})天"
_END = "落幕|落下帷幕|闭幕|结束|收官|收兵|收枪"
#: 为期3天的博览会28日闭幕, and 昨晚，历时9天的运动会闭幕.
_DAYS_BEFORE = re.compile(rf"{_DAYS}[^，。；：]*$")
_DAYS_BEHIND = re.compile(rf"，{_DAYS}(?=的[^，。；：]{{0,30}}(?:{_END}))")
_OVER = re.compile(f"，?[^，。；：]{{0,30}}?(?:{_END})")
_MOST_DAYS = 31
_LONGEST_NAME = 40  # of what took so many days, with 为期3天 before it
#: 7月和8月两个月: only so are months one time.
_AS_ONE = re.compile("[两2]个月|，?(?:累计|共|合计|年均)")
#: 前天和昨天分别有132人和98人.
_APART = "分别"
_APART_FAR = 30


def in_all_days(mentions: Sequence[Mention], text: str) -> Sequence[Mention]:
    """The day on which something ended that took so many days stands for all of them."""
    if "为期" not in text and "历时" not in text:
        return mentions
    return [_in_all_days(mention, text) for mention in mentions]


def _in_all_days(mention: Mention, text: str) -> Mention:
    if len(mention.iso) != DAY_LENGTH or not _OVER.match(text, mention.stop):
        return mention
    before = _DAYS_BEFORE.search(text, max(0, mention.start - _LONGEST_NAME), mention.start)
    told = before or _DAYS_BEHIND.match(text, mention.stop)
    days = integer(told[1]) if told else 0
    if not 1 < days <= _MOST_DAYS:
        return mention
    return _spanning(mention, days_away(date.fromisoformat(mention.iso), 1 - days, 0))


def joined(mentions: list[Mention], text: str) -> list[Mention]:
    """Two days, months or years that are joined as one stand each for both."""
    found = list(mentions)
    for number in range(1, len(found)):
        first, second = found[number - 1 : number + 1]
        between = text[first.stop : second.start]
        one_time = between in AND and _is_one(first.iso, second, text)
        if one_time or (between in _UP_TO and _are_days(first.iso, second.iso)):
            span = f"{first.iso}/{second.iso}"
            found[number - 1 : number + 1] = [_spanning(one, span) for one in (first, second)]
    return found


_UP_TO = ("到", "至")


def _are_days(first: str, second: str) -> bool:
    """前天夜间到昨天上午: from one day to a later one."""
    return len(first) == len(second) == DAY_LENGTH and first < second


def _is_one(first: str, second: Mention, text: str) -> bool:
    if len(first) != len(second.iso) or not _follows(first, second.iso):
        return False
    if text.find(_APART, second.stop, second.stop + _APART_FAR) >= 0:
        return False
    return len(first) != MONTH_LENGTH or _AS_ONE.match(text, second.stop) is not None


def _follows(first: str, second: str) -> bool:
    """Is the second the day, month or year right behind the first?"""
    if len(first) == DAY_LENGTH:
        return count_days(f"{first}/{second}") == len((first, second))
    known = first[:YEAR_LENGTH].isdigit() and second[:YEAR_LENGTH].isdigit()
    if len(first) not in (YEAR_LENGTH, MONTH_LENGTH) or not known:
        return False
    months = [int(iso[:4]) * 12 + int(iso[5:] or 1) for iso in (first, second)]
    return months[1] - months[0] == (12 if len(first) == YEAR_LENGTH else 1)


def _spanning(mention: Mention, span: str) -> Mention:
    return mention._replace(kind="period", iso=span, rule="said_span") if span else mention
