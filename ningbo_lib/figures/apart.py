"""Numbers of one sentence that have times of their own: ends of pairs, levels, lists of years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from ningbo_lib.figures.linking import TO, Setting, begins_pair
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity

#: named: in its own sentence; carried: in an earlier one; assumed: from the date of publication.
Origin = Literal["named", "carried", "assumed", ""]


class Dated(NamedTuple):
    """The period of a number in ISO 8601, and how it is known."""

    iso: str
    origin: Origin


UNKNOWN = Dated("", "")
#: Years are named, but not which: nothing may be assumed.
OPEN = Dated("", "named")
#: So many numbers behind a pair get back the time spoken of before it.
_MOST_LATER = 12
_OWN_TIME = re.compile(r"[由从](?:去年|上年|前年|[0-9]{4}年)[^，到至]{0,12}$")
#: 明年1月1日起，……由3500元调整为5000元: the first of the two held until then.
_FROM_DAY = re.compile("日起")
_WHOLE_YEARS = re.compile(r"[0-9]{4}(?:/[0-9]{4})?")


def is_pair(first: Setting, second: Setting) -> bool:
    """Whether two numbers are the ends of one change: 由8件增加到11件."""
    same = first.sentence == second.sentence
    return same and begins_pair(first.gap) and bool(TO.match(second.gap))


def set_pairs_apart(
    found: list[Dated], places: Sequence[Setting], text: str, today: date | None
) -> None:
    """The two ends of a from–to pair have two times.

    A second pair takes the times of the first (由2003年的…增加到2008年的…), and under one year
    the first end is the year before it.
    """
    pair: tuple[int, Dated, Dated] | None = None
    for first in range(len(places) - 1):
        second, sentence = first + 1, places[first].sentence
        if not is_pair(places[first], places[second]):
            continue
        gap = places[first].gap
        if found[first] != found[second]:
            pair = (sentence, found[first], found[second])
        elif pair and pair[0] == sentence:
            found[first], found[second] = pair[1:]
        elif _OWN_TIME.search(gap):  # 由去年的…增加到…
            before, own = found[first - 1] if first else UNKNOWN, found[first]
            if first and places[first - 1].sentence != sentence:
                later_time = before.iso > own.iso  # 去年's follower is no older than it
                before = before._replace(origin="carried") if later_time else UNKNOWN
            for later in range(second, min(second + _MOST_LATER, len(places))):
                if places[later].sentence == sentence and found[later] == own:
                    found[later] = before
        elif _FROM_DAY.search(text, sentence, places[first].gap_start + len(gap)) and (
            until := _year_before_day(found[first].iso)
        ):
            found[first] = found[first]._replace(iso=until)
        elif today and found[first].iso[:4] > f"{today.year}":  # what is to rise is known now
            found[first] = OPEN
        elif _WHOLE_YEARS.fullmatch(found[first].iso.removesuffix("-12")) and "前" not in gap:
            iso, origin = found[first].iso.removesuffix("-12"), found[first].origin
            begin, _, end = iso.partition("/")
            lasts = bool(today and end == f"{today.year}")  # 5年间 up to the day
            lasts = lasts or text.startswith(f"从{begin}年", sentence)
            found[first], found[second] = (
                Dated(f"{int(begin) - (not lasts)}", origin),
                Dated(end or begin, origin),
            )


def _year_before_day(iso: str) -> str:
    """The year until the day before: 2022 for 2023-01-01."""
    is_day = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", iso)
    return f"{(date.fromisoformat(iso) - timedelta(days=1)).year}" if is_day else ""


#: What was reached by the end of some years; what they add up to or what each had is theirs.
_REACHED = re.compile(r"(?:突破|[跨跃迈]上|达到?|[升增]至|(?:提高|增加|提升)到|是[0-9]{4}年的)$")
_ADDED_UP = re.compile(
    r"累计|共|总计|总投|[年月日]均|每年|新[增建签开改]|完成|投[入资]|建成|改造|实施|培训|帮助|解决|增[长加]|增幅|下降|减少|引进|签|接待|资助|惠及"
)
_PAST_YEARS = re.compile(r"[0-9]{4}/[0-9]{4}")


def set_levels_apart(found: list[Dated], places: Sequence[Setting], today: date) -> None:
    """过去五年，……人均突破7000美元: a level reached in a span of years is one of its last year."""
    for number, place in enumerate(places):
        dated = found[number]
        spanned = dated.iso[4:5] == "/" and _PAST_YEARS.fullmatch(dated.iso)
        if not spanned or dated.iso[5:] >= f"{today.year}":
            continue
        if _REACHED.search(place.gap) and not _ADDED_UP.search(place.prefix):
            found[number] = dated._replace(iso=dated.iso[5:])


_MOST_LISTED = 12
_AND = re.compile("[、和与及]|以及")


def set_listed_apart(
    found: list[Dated], places: Sequence[Setting], text: str, mentions: Sequence[Mention]
) -> None:
    """2019年、2020年和2021年营业收入分别为……: the first number to the first year, and so on."""
    first, runs = 0, {}  # where the run begins that a mention ends
    for number in range(1, len(mentions)):
        if not _AND.fullmatch(text, mentions[number - 1].stop, mentions[number].start):
            first = number
        elif number - first < _MOST_LISTED:
            runs[number] = first
    if not runs:
        return
    starts = [mention.start for mention in mentions]
    for number, place in enumerate(places):
        if "分别" not in place.gap:
            continue
        last = bisect_right(starts, place.gap_start + len(place.gap)) - 1
        listed = last in runs and starts[last] >= place.sentence
        years = [m.iso for m in mentions[runs[last] : last + 1]] if listed else []
        apart = places[number + 1 : number + len(years)]
        if years and len(apart) == len(years) - 1 and all(_AND.fullmatch(p.gap) for p in apart):
            found[number : number + len(years)] = [Dated(iso, "named") for iso in years]


def years_between(found: list[Dated], quantity: Quantity, place: Setting) -> Dated | None:
    """四年 behind 2017年的18.2% and 2021年的24.7%: the years from the one to the other."""
    if place.gap or len(found) < 2:
        return None
    first, last = found[-2].iso, found[-1].iso
    years = len(first) == len(last) == 4 and first.isdigit() and last.isdigit()
    if not (years and int(last) - int(first) == quantity.low):
        return None
    return Dated(f"{first}/{last}", "named")
