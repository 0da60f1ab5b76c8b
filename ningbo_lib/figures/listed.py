"""Numbers of a list that have a time each (2019年、2020年和2021年收入分别为……), and rates, each of
the time of its amount.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ningbo_lib.figures.dated import Dated
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.units import RATES

_MOST_LISTED = 12
_AND = re.compile("[、和与及]|以及")


def set_listed_apart(
    found: list[Dated], places: Sequence[Setting], text: str, mentions: Sequence[Mention]
) -> None:
    """2019年、2020年和2021年营业收入分别为……: the first number to the first year, and so on; and
    1至4月分别成交……: to each month or quarter of a span of as many.
    """
    if not ("分别" in text or "先后" in text) or not mentions:
        return
    first, runs = 0, {}  # where the run begins that a mention ends
    for number in range(1, len(mentions)):
        if not _AND.fullmatch(text, mentions[number - 1].stop, mentions[number].start):
            first = number
        elif number - first < _MOST_LISTED:
            runs[number] = first
    starts = [mention.start for mention in mentions]
    for number, place in enumerate(places):
        if "分别" not in place.gap and "先后" not in place.gap:
            continue
        last = bisect_right(starts, place.gap_start + len(place.gap)) - 1
        if last < 0 or starts[last] < place.sentence:
            continue
        size = _listed_from(places, number)
        if last in runs:
            times = [mention.iso for mention in mentions[runs[last] : last + 1]]
        else:
            words = text[mentions[last].stop : place.gap_start + len(place.gap)]
            near = max(place.sentence, starts[last] - _REACH)  # 农机、汽车……，前三季度分别
            several = text.count("、", near, starts[last]) >= size - 1
            of_one = not several and _OF_ONE.fullmatch(words)
            times = _each_of(mentions[last].iso, size) if of_one else []
        if times and len(times) == size:
            found[number : number + size] = [Dated(iso, "named") for iso in times]


#: Between a span and its numbers: what one thing did, not two or three.
_OF_ONE = re.compile("[^、和与及0-9一二三四五六七八九十两；。]{0,14}")
#: So far back heads are looked for: the time stays linear.
_REACH = 60
_FEWEST_EACH = 3
_QUARTER = 3  # months


def _listed_from(places: Sequence[Setting], number: int) -> int:
    """How many numbers stand side by side from this one on."""
    stop = number + 1
    while stop < len(places) and stop - number < _MOST_LISTED and _AND.fullmatch(places[stop].gap):
        stop += 1
    return stop - number


def _each_of(span: str, size: int) -> list[str]:
    """The ``size`` months or quarters of a span of months, none if it has not as many.

    >>> _each_of("2021-01/2021-09", 3)
    ['2021-01/2021-03', '2021-04/2021-06', '2021-07/2021-09']
    """
    ends = _MONTHS.fullmatch(span)
    if ends is None or size < _FEWEST_EACH:
        return []
    year, first = ends["year"], int(ends["first"])
    months = int(ends["last"]) - first + 1
    if months == size:
        return [f"{year}-{month:02}" for month in range(first, first + size)]
    if months != _QUARTER * size:
        return []
    quarters = range(first, first + months, _QUARTER)
    return [f"{year}-{month:02}/{year}-{month + _QUARTER - 1:02}" for month in quarters]


_MONTHS = re.compile("(?P<year>[0-9]{4})-(?P<first>[0-9]{2})/(?P=year)-(?P<last>[0-9]{2})")


_GROWS = re.compile(
    "(?:^|分别)(?:同比|比上年|较上年|比去年|较去年)?(?:增长|下降|上涨|提高|减少|增加)[了约近]?$"
)


def set_rates_apart(
    found: list[Dated], quantities: Sequence[Quantity], places: Sequence[Setting]
) -> None:
    """年末存栏28万头，全年出栏41万头，分别增长5.3%和1.9%: each rate is of the time of its amount,
    and so is one behind a flow (年末……；出栏41万头，增长1.9%).
    """
    for number, place in enumerate(places):
        if quantities[number].kind not in RATES or "均" in place.gap:
            continue
        if not _GROWS.search(place.gap):
            continue
        if "分别" not in place.gap:
            if number and found[number].iso == f"{found[number - 1].iso}-12":  # 完成29亿元，增长5%
                found[number] = found[number - 1]
            continue
        size = _listed_from(places, number)
        amounts = range(max(0, number - size), number)
        alike = len(amounts) == size > 1 and all(
            places[one].sentence == place.sentence and quantities[one].kind not in RATES
            for one in amounts
        )
        if alike:
            found[number : number + size] = [found[one] for one in amounts]
