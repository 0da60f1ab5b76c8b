"""The year of a number nobody dates, as a reader of the day of publication would take it."""

from __future__ import annotations

import re
from datetime import date

from ningbo_lib.figures.apart import UNKNOWN, Dated
from ningbo_lib.figures.dating import TERM, is_age_group, is_built, just_is
from ningbo_lib.figures.linking import Setting, opens_pair
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.spans import looks_back

#: Terms of office end in years of this remainder by five.
_TERM_ENDS = 3
_REACHED = re.compile(r"跃居|跃升|升[至到]|上升[至到]|提升[至到]")
_SPREAD = re.compile(r"年均|(?<![人户亩生])每年|平均每[年月天日]")
_SUMMED_SO_FAR = re.compile(r"累计[^，]{0,4}$")
_NORM = re.compile(r"[^，。]{0,6}[红底]线")
_SUMMED = frozenset(("count", "measure", "money", "percentage_point"))
_STATE = re.compile(r"突破|占(?!.*提高)|[居列]|[保维]持|稳定|[到至于在][^，]{0,2}$|[年月]末")
_DID = re.compile(
    r"新增|新建|改建|扩建|建设|完成|解决|改造|治理|惠及|投入|实施|淘汰|资助|转移|培训|取消|下放|支持|发放"
    r"|安置|减少|制定|培育|提高|下降|达到"
)
_YEARLY = re.compile(r"同比|比上年|增长[0-9.]+%|下降[0-9.]+%|上涨[0-9.]+%")
_RATE_BEHIND = 16
_FAR = 120
#: Kinds that have a time only behind certain words: ranks reached, means of lengths of time.
_MEAN_TIME = re.compile(r"平均|年限|寿命")
_NEEDED = {"ordinal": _REACHED, "duration": _MEAN_TIME, "age": _MEAN_TIME}


def assumed(
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
    if needed and not needed.search(place.gap):
        return UNKNOWN
    if is_built(place.gap) or _NORM.match(text, quantity.stop):
        return UNKNOWN
    if opens_pair(text, quantity, place):
        return UNKNOWN
    if status == "target":
        return Dated(f"{today.year}", "assumed")
    if _SPREAD.search(place.prefix) or _SUMMED_SO_FAR.search(place.gap):
        if _ends_term(today):
            return Dated(f"{today.year - TERM}/{today.year - 1}", "assumed")
        if not _SUMMED_SO_FAR.search(place.gap):
            return UNKNOWN
    unknown = just_is(text, quantity, place)
    unknown = unknown or (_ends_term(today) and _adds_up(text, quantity, place))
    return UNKNOWN if unknown else Dated(f"{today.year - 1}", "assumed")


def _ends_term(today: date) -> bool:
    """Early in 2013, 2018, 2023 … governments look back on five years as well as on one.

    What is a mean or a sum by its words (年均, 累计) then speaks of the five years; a bare sum
    (新建8951公里) may speak of either, and nothing is assumed.
    """
    return looks_back(today) and today.year % TERM == _TERM_ENDS


def first_end(second: Dated, status: str, today: date | None) -> Dated:
    """The time of 20% in 由20%提高到36%, from the time assumed of 36%: the year before, or at the
    end of a term of five years the year it began from.
    """
    if today is None or second.origin != "assumed" or not second.iso.isdigit():
        return UNKNOWN
    back = TERM if status == "actual" and _ends_term(today) else 1
    return Dated(f"{int(second.iso) - back}", "assumed")


def _adds_up(text: str, quantity: Quantity, place: Setting) -> bool:
    """May the number sum up years (新建8951公里)?  A level reached or a yearly rate does not."""
    reached = quantity.modifier == "over" and text.startswith("超", quantity.start)
    if quantity.kind not in _SUMMED or reached or _STATE.search(place.gap):
        return False
    start = max(place.sentence, quantity.start - _FAR)  # bounded: the time stays linear
    if not _DID.search(text, start, quantity.start):
        return False
    return not _YEARLY.search(text, start, quantity.stop + _RATE_BEHIND)
