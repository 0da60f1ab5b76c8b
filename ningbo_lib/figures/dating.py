"""When a number holds: each rule of time in its order.

``governing`` finds the time a text names for a number, ``durations`` the years that lengths of time
mean, ``apart`` the numbers of one sentence that have times of their own.  A number that this leaves
without a time may get the year that ``assumed`` takes from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ningbo_lib.figures.aims import is_goal
from ningbo_lib.figures.apart import (
    set_bases_apart,
    set_counts_apart,
    set_levels_apart,
    set_moments_apart,
    set_pairs_apart,
)
from ningbo_lib.figures.dated import DAY_LENGTH, OPEN, UNKNOWN, YEAR_LENGTH, Dated, is_of_days
from ningbo_lib.figures.durations import dates_what_follows, days_off, is_taken, years_meant
from ningbo_lib.figures.governing import times_of
from ningbo_lib.figures.iso_times import a_year_earlier, months_up_to
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.listed import set_listed_apart, set_rates_apart
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.present import FORMERLY, says_now_or_formerly
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import FRESH
from ningbo_lib.figures.timeless import is_class, is_dimension, is_grade, is_population, just_is
from ningbo_lib.figures.units import SHARES

_IN_A_ROW = re.compile("连续[0-9一二三四五六七八九十]{1,3}年$")
_ROW_FAR = 6
#: 比2008年底的3965元: the number is of the base.
_THAN_YEAR = re.compile("[比较与同和跟]([0-9]{4})年(?:([底末])|同期)?的$")
#: 由以前的一个半小时缩短为…, 往年占到六成: at some time gone by.
_FORMERLY = re.compile(  # what it may not follow stands last, so that the search is fast
    f"(?:{FORMERLY})(?![0-9一二三四五六七八九十几两])(?<![已超]过去)(?<![比较]..)(?:[^，]{{0,12}}|[^。；今现目眼这昨]{{0,20}})$"
)
_AGO_ITS = ("前的", "以前的", "之前的")
#: 较去年同期的33.9亿元: the same part of the year before.
_YEAR_BEFORE = tuple(
    f"{than}{year}{part}的"
    for than in "较比于"
    for year in ("去年", "上年")
    for part in ("同期", "")
)


def periods(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    mentions: Sequence[Mention],
    dating: Sequence[Mention],
    today: date | None,
) -> list[Dated]:
    """The period of each quantity: the last time named before it in the sentence.

    A sentence without one takes over the year or month named before it in its paragraph, or by
    the heading above; one that opens with 五年 speaks of those years.  ``dating`` are those of the
    ``mentions`` that can date a number (``dating_mentions``).
    """
    worded, aims = says_now_or_formerly(text), "目标" in text
    times = times_of(text, dating, today, present=worded)
    found: list[Dated] = []
    length: _Length | None = None
    for quantity, place in zip(quantities, places, strict=True):
        dated = times.of(quantity, place) if times else UNKNOWN
        if worded and quantity.kind != "multiple" and _FORMERLY.search(place.gap):
            dated = OPEN
        else:
            dated = _by_words_beside(text, quantity, place, dated, found)
            if aims and dated.iso[4:] and is_goal(text, quantity):
                dated = _of_whole_year(dated)
        told = dated
        if quantity.kind == "duration":
            beside = found if found and places[len(found) - 1].sentence == place.sentence else []
            dated, opens = _of_length(text, quantity, place, dated, beside, today)
            if opens:
                until = _end_of_mean(text, quantity, told)
                length = _Length(place.sentence, dated if dated.iso else OPEN, told, until)
        if length and not length.covers(place, told):
            length = None
        found.append(length.dated if length else dated)
    set_pairs_apart(found, places, text, dating, today)
    _take_over_among(found, places, text)
    if today is not None:
        set_levels_apart(found, quantities, places, text, today)
    set_moments_apart(found, quantities, places, text, today)
    set_listed_apart(found, places, text, dating)
    set_counts_apart(found, quantities, places, text, mentions)
    set_bases_apart(found, quantities, text, mentions)
    set_rates_apart(found, quantities, places)
    return found


_MONTHS_OF = {"月": 1, "季度": 3}


class _Length(NamedTuple):
    """A length of time (五年，……) that dates the numbers behind it in its sentence."""

    sentence: int
    dated: Dated
    told: Dated  # what the text names for it itself
    until: int  # where it is over

    def covers(self, place: Setting, told: Dated) -> bool:
        """Not what is told anew: 十年前……；如今……."""
        anew = told.origin == "named" and told != self.told
        return self.sentence == place.sentence and not anew and place.gap_start <= self.until


def _end_of_mean(text: str, quantity: Quantity, told: Dated) -> int:
    """Where 五年年均增长23.4%； ends, in a sentence with a time of its own: at the next ；."""
    mean = bool(told.iso) and text.startswith("年均", quantity.stop)
    end = text.find("；", quantity.stop, quantity.stop + _MEAN_FAR) if mean else -1
    return end if end >= 0 else len(text)


_MEAN_FAR = 60


def _of_length(
    text: str,
    quantity: Quantity,
    place: Setting,
    dated: Dated,
    before: Sequence[Dated],
    today: date | None,
) -> tuple[Dated, bool]:
    """The time of a length of time, and whether it dates what follows: 五年, …, 连续六个月.

    ``dated`` is what the text names for it, ``before`` are the times of the numbers in front of it.
    """
    if (months := _MONTHS_OF.get(quantity.unit)) and place.gap.endswith("连续"):
        known = before[-1] if before and not dated.iso else dated
        return known._replace(iso=months_up_to(known.iso, months * int(quantity.low or 0))), False
    told = _fresh_day(dated, today)
    if told is not None and (day := days_off(text, quantity, place, told)):
        return Dated(day, "named"), True
    if quantity.unit != "年" or today is None:
        return dated, False
    years = years_meant(text, quantity, place, dated, before, today)
    taken = years is not None and is_taken(text, quantity, place)
    return years or dated, taken or dates_what_follows(text, quantity, place)


def _fresh_day(dated: Dated, today: date | None) -> date | None:
    """The day a text tells of, if it is one just gone by, else its own: from it ago counts."""
    day = date.fromisoformat(dated.iso) if len(dated.iso) == DAY_LENGTH else None
    just_now = today is not None and day is not None and 0 <= (today - day).days <= FRESH
    return day if just_now else today


def _by_words_beside(
    text: str, quantity: Quantity, place: Setting, dated: Dated, before: Sequence[Dated]
) -> Dated:
    """What the words right before and behind a number make of its time."""
    gap, kind = place.gap, quantity.kind
    if kind == "count" and is_population(text, quantity, place):
        return OPEN
    if (kind in ("money", "measure") and is_grade(text, quantity)) or is_class(text, quantity):
        return OPEN
    if kind == "measure" and dated.iso and is_dimension(text, quantity, place):
        return OPEN
    if gap.endswith("的") and kind not in SHARES:  # 相当于去年同期的八成二 is of now
        dated = _by_base(gap, dated)
    behind_years = before and text[place.gap_start - 1 : place.gap_start] == "年"
    if before and (behind_years or not dated.iso or gap.startswith(_AGO_ITS)):
        dated = _as_before(text, quantity, place, dated, before[-1])
    is_thing = dated.origin == "carried" and just_is(text, quantity, place)
    if is_thing and not is_of_days(dated.iso):  # of a day all is told with its event
        return UNKNOWN
    if behind_years and _is_in_a_row(text, place):
        return before[-1]
    return dated


def _of_whole_year(dated: Dated) -> Dated:
    """A goal of a part of a year is that of the year."""
    year, last = dated.iso[:YEAR_LENGTH], dated.iso.rpartition("/")[2]
    return dated._replace(iso=year) if last.startswith(year) else dated


def _as_before(text: str, quantity: Quantity, place: Setting, dated: Dated, last: Dated) -> Dated:
    """The time of the number before, where the words say that it is the same."""
    its = place.gap.startswith(_AGO_ITS) or text.startswith("年年均", place.gap_start - 1)
    if its and quantity.kind != "multiple":  # 两年前的不到五成, 四年年均增长6%
        dated = last
    return dated


def _take_over_among(found: list[Dated], places: Sequence[Setting], text: str) -> None:
    """其中，轻工业9.21亿元 has the time of the number before, once that is known."""
    for number, (dated, place) in enumerate(zip(found, places, strict=True)):
        if number and dated == UNKNOWN and text.startswith("其中", place.sentence):
            last = found[number - 1]
            found[number] = Dated(last.iso, "carried" if last.iso else "")


def _is_in_a_row(text: str, place: Setting) -> bool:
    """连续七年稳定在230万吨以上: do the words behind a length of time tell of each of its years?"""
    stop = place.gap_start
    return bool(_IN_A_ROW.search(text, max(place.clause, stop - _ROW_FAR), stop))


def _by_base(gap: str, dated: Dated) -> Dated:
    """比2008年底的3965元, 较去年同期的33.9亿元: the number is of what is compared with."""
    if base := _THAN_YEAR.search(gap):
        return Dated(base[1] + ("-12" if base[2] else ""), "named")
    return dated._replace(iso=a_year_earlier(dated.iso)) if gap.endswith(_YEAR_BEFORE) else dated
