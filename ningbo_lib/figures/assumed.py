"""The year of a number nobody dates, as a reader of the day of publication would take it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from ningbo_lib.figures.apart import at_its_end
from ningbo_lib.figures.dated import OPEN, UNKNOWN, Dated, is_of_days
from ningbo_lib.figures.iso_times import iso_month, iso_year, iso_years
from ningbo_lib.figures.linking import Setting, is_pair, opens_pair
from ningbo_lib.figures.plans import Status
from ningbo_lib.figures.present import is_reportage
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import TERM, looks_back
from ningbo_lib.figures.stops import FULL_STOP, REACH
from ningbo_lib.figures.timeless import (
    are_there,
    is_age_group,
    is_age_of_person,
    is_measured_time,
    is_size,
    is_told_of_thing,
    just_is,
)
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "event_words.tsv")
#: By five, the remainder of the years in which terms of office end, and of those after a plan.
_TERM_ENDS = 3
_PLAN_ENDED = 1
_NEW_RANK = re.compile(_words("rank"))
#: Means of years; 每年 behind 每人 or 每户 is a rate.
_SPREAD = re.compile(r"年均|每年(?<![人户亩生]..)|平均每[年月天日]")
_SUMMED_SO_FAR = re.compile(r"累计[^，]{0,4}$")
#: 1.2亿亩红线, a norm, is of no year.
_NORM = re.compile(r"[^，。]{0,6}[红底]线")
#: 以总股本5000万股为基数，每10股派0.3元: proposed, and not yet of a year.
_PAYS_OUT = re.compile("为基数|每10股")
_NEAR_BEHIND = 4
#: What a bare number of works (新建8951公里) may add up; a level or a yearly rate does not.
_KINDS_ADDED_UP = frozenset(("count", "measure", "money", "percentage_point"))
#: So many per cent less is not of one year: 排放量下降18.2%.
_MUCH = 10
_FELL = re.compile("(?:下降|降低|减少|缩减|压减)(?:了|和|、|[0-9.]+%|近)*$")
_STATE = re.compile(rf"{_words('state')}|占(?!.*提高)|[到至于在][^，]{{0,2}}$")
_WORK = re.compile(_words("work"))
_YEARLY = re.compile(r"同比|比上年|[比较][0-9]{4}年|增长[0-9.]+%|下降[0-9.]+%|上涨[0-9.]+%")
_RATE_BEHIND = 16
_FAR = 120
#: Kinds that have a time only behind certain words: ranks reached, means of lengths of time.
_NEEDED: dict[str, Callable[[str], object]] = {
    "ordinal": _NEW_RANK.search,
    "duration": is_measured_time,
    "age": is_measured_time,
}


def assume(
    text: str,
    amounts: list[Quantity],
    places: list[Setting],
    dated: list[Dated],
    states: list[Status],
    today: date | None,
) -> None:
    """Give numbers without a time the one that a reader would assume, ranks that of the number
    beside them, and first ends of pairs one before the second end's.
    """
    reportage = today is not None and is_reportage(text)
    for number, (quantity, place, state) in enumerate(zip(amounts, places, states, strict=True)):
        if dated[number] == OPEN:
            dated[number] = UNKNOWN
        elif not dated[number].iso:
            if not reportage or (state == "target" and _says_this_year(text, place.sentence)):
                dated[number] = _assumed(text, quantity, place, state, today)
            beside = number and places[number - 1].sentence == place.sentence
            if beside and not dated[number].iso and quantity.kind == "ordinal":
                dated[number] = at_its_end(dated[number - 1])
        if number and not dated[number - 1].iso and is_pair(places[number - 1], place):
            dated[number - 1] = _first_end(dated[number], state, today)


def _says_this_year(text: str, sentence: int) -> bool:
    """建设一条研发线，计划于今年年中投入使用: does a sentence of plans name the year somewhere?"""
    end = FULL_STOP.search(text, sentence, sentence + REACH)
    return text.find("今年", sentence, end.start() if end else sentence + REACH) >= 0


def _assumed(
    text: str, quantity: Quantity, place: Setting, status: str, today: date | None
) -> Dated:
    """The year of a number nobody dates, as a reader of the day would take it.

    A plan speaks of the year of publication; a text of January to April reports the year
    before, and at the end of a term of five years their means and sums.  Unknown stays what has
    no single year: lengths of time, ranks kept, yearly means, and small counts of things that
    just are.
    """
    if today is None or (status == "actual" and not looks_back(today)):
        return UNKNOWN
    needed = _NEEDED.get(quantity.kind)
    if quantity.unit == "周年" or is_age_group(quantity):
        needed = None
    if needed and not needed(place.gap):
        return UNKNOWN
    if (
        is_size(place.gap)
        or is_told_of_thing(text, quantity, place)
        or _NORM.match(text, quantity.stop)
    ):
        return UNKNOWN
    if opens_pair(text, quantity, place):
        return UNKNOWN
    if status == "target":
        return _assuming(iso_year(today.year))
    near = max(place.sentence, quantity.start - REACH)
    if _PAYS_OUT.search(text, near, quantity.stop + _NEAR_BEHIND):
        return UNKNOWN
    of_years = today.year % TERM in (_TERM_ENDS, _PLAN_ENDED)
    if _SPREAD.search(place.prefix) or _SUMMED_SO_FAR.search(place.gap):
        if of_years:
            return _assuming(iso_years(today.year - TERM, today.year - 1))
        if not _SUMMED_SO_FAR.search(place.gap):
            return UNKNOWN
    unknown = just_is(text, quantity, place)
    unknown = unknown or (of_years and _adds_up(text, quantity, place))
    return UNKNOWN if unknown else _assuming(iso_year(today.year - 1))


def tell_what_there_is(
    found: list[Dated],
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    states: Sequence[Status],
    today: date,
) -> None:
    """全校43名学生, 已开网店64家: what a reporter finds there is, is of the month of the text."""
    for number, (quantity, place) in enumerate(zip(quantities, places, strict=True)):
        if found[number] != UNKNOWN or states[number] != "actual":
            continue
        pair = number and is_pair(places[number - 1], place)
        if not (pair or opens_pair(text, quantity, place)) and are_there(text, quantity, place):
            found[number] = _assuming(iso_month(today))


def tell_lengths(
    found: list[Dated],
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    today: date,
) -> None:
    """12年跑完73场全马, 尘封19年的纪录: in the news, so many years up to that of the text."""
    for number, (quantity, place) in enumerate(zip(quantities, places, strict=True)):
        told = found[number]
        if quantity.kind != "duration" or quantity.unit != "年":
            continue
        if told != UNKNOWN and not is_of_days(told.iso):
            continue
        years = int(quantity.low or 0)
        passed = years > 1 and quantity.low == years and quantity.modifier in ("exact", "under")
        passed = passed and text[quantity.start] != "不"  # 成立不满2年的企业
        if passed and not (_LASTS_ON.search(place.prefix) or _OF_RULE.match(text, quantity.stop)):
            found[number] = _assuming(iso_years(today.year - years, today.year))
        else:
            found[number] = UNKNOWN


#: 再修五年, 还有6年退休, 有效期3年: to come, or however long it takes.
_LASTS_ON = re.compile(
    "再|还[有要需得]|将|要|需|须|[可能]|每|期|限|刑|满|保|连补|用$|贷|债|权|学制|禁|延长|缩短|缴|抗战|长征|历时|大学"
)
_OF_RULE = re.compile(
    "[以之]?[上下内前后]|期|就|[即便]可|有期|疫情|等额|楼龄|[和或、][0-9一二三四五六七八九十]"
)


def tell_ages(found: list[Dated], quantities: Sequence[Quantity], text: str, today: date) -> None:
    """The age of a person of whom no time is told (62岁的船工) is that of the year of the text."""
    for number, quantity in enumerate(quantities):
        if quantity.kind == "age" and found[number] == UNKNOWN and is_age_of_person(text, quantity):
            found[number] = _assuming(iso_year(today.year))


def _assuming(iso: str) -> Dated:
    return Dated(iso, "assumed") if iso else UNKNOWN


def _ends_term(today: date) -> bool:
    """Early in 2013, 2018, 2023 … governments look back on five years as well as on one.

    What is a mean or a sum by its words (年均, 累计) then speaks of the five years; a bare sum
    (新建8951公里) may speak of either, and nothing is assumed.
    """
    return looks_back(today) and today.year % TERM == _TERM_ENDS


def _first_end(second: Dated, status: str, today: date | None) -> Dated:
    """The time of 20% in 由20%提高到36%, from the time assumed of 36%: the year before, or at the
    end of a term of five years the year it began from.
    """
    if (
        today is None
        or status == "target"
        or second.origin != "assumed"
        or not second.iso.isdigit()
    ):
        return UNKNOWN
    back = TERM if status == "actual" and _ends_term(today) else 1
    return _assuming(iso_year(int(second.iso) - back))


def _adds_up(text: str, quantity: Quantity, place: Setting) -> bool:
    """May the number sum up years (新建8951公里)?  A level reached or a yearly rate does not."""
    reached = quantity.modifier == "over" and text.startswith("超", quantity.start)
    if quantity.kind == "percent":
        return (quantity.low or 0) >= _MUCH and bool(_FELL.search(place.prefix))
    if quantity.kind not in _KINDS_ADDED_UP or reached or _STATE.search(place.gap):
        return False
    start = max(place.sentence, quantity.start - _FAR)  # bounded: the time stays linear
    if not _WORK.search(text, start, quantity.start):
        return False
    return not _YEARLY.search(text, start, quantity.stop + _RATE_BEHIND)
