"""Numbers of one sentence that have times of their own: ends of pairs, levels, lists of years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import partial
from operator import attrgetter

from ningbo_lib.figures.censuses import year_compared
from ningbo_lib.figures.dated import (
    DAY_LENGTH,
    MONTH_LENGTH,
    OPEN,
    UNKNOWN,
    YEAR_LENGTH,
    Dated,
    is_of_days,
)
from ningbo_lib.figures.iso_times import SPAN_OF_YEARS, iso_month, iso_year
from ningbo_lib.figures.linking import Setting, is_pair, is_side_by_side
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.present import is_news, says_now
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import is_told
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "event_words.tsv")
#: So many numbers behind a pair get back the time spoken of before it.
_MOST_LATER = 12
#: 由去年的8件, 从上半年出口的8件, 由1—5月的8件: a time between 由 and the first end.
_OWN_TIME = re.compile(
    r"[由从](?:年初|去年|上年|前年|[0-9]{4}年|上半年|[上一二三四]季度|上个?月"
    r"|[0-9]{1,2}(?:[—-][0-9]{1,2})?月(?![0-9]))[^，到至]{0,12}$"
)
_NOW_OF_PAIR = re.compile("[由从](?:目前|现在|眼下)的?[^，到至]{0,6}$")
#: 等候时间由18分钟压缩到7分钟: how long it took is of a time nobody says.
_TAKES = re.compile("时间|时限|审批|办[理结]|间隔|车程|路程")
_SHORTENED = re.compile("[^，。；]{0,4}(?:压缩|压减|缩短|缩减|精简)")
_WHOLE_YEARS = re.compile(r"[0-9]{4}(?:/[0-9]{4})?")


def set_pairs_apart(
    found: list[Dated],
    places: Sequence[Setting],
    text: str,
    mentions: Sequence[Mention],
    today: date | None,
) -> None:
    """The two ends of a from–to pair have two times.

    A second pair takes the times of the first (由2003年的…增加到2008年的…), and under one year
    the first end is the year before it; but in the news nobody says when it was so.
    """
    if "由" not in text and "从" not in text:
        return
    pairs = [n for n in range(len(places) - 1) if is_pair(places[n], places[n + 1])]
    news = bool(pairs) and today is not None and is_news(text, mentions, today)
    told: tuple[int, Dated, Dated] | None = None  # a sentence, and the times of its last pair
    for first in pairs:
        place, second = places[first], first + 1
        if today is not None and _NOW_OF_PAIR.search(place.gap):
            found[first] = Dated(iso_month(today), "named")
        elif _SHORTENED.match(places[second].gap) and _TAKES.search(place.prefix):
            found[first] = OPEN
        elif found[first] != found[second]:
            told = (place.sentence, found[first], found[second])
        elif told and told[0] == place.sentence:
            found[first], found[second] = told[1:]
        elif _OWN_TIME.search(place.gap):
            _give_back(found, places, first)
            told = (place.sentence, found[first], found[second])
        elif base := _compared_year(found[first], place, text):
            found[first] = found[first]._replace(iso=base)
            told = (place.sentence, found[first], found[second])
        else:
            found[first], found[second] = _ends_of_change(found[first], place, text, today)
            if news:
                found[first] = OPEN
        _set_mean_apart(found, places, second)


#: 比2013年上升1.9个百分点, 是2002年的2.1倍, 与2010年第六次全国人口普查的4318人相比.
_COMPARED_YEAR = re.compile(
    r"(?:[比较]|是|为|相当于)([0-9]{4})年|[与同和跟]([0-9]{4})年(?:[^，。；]{0,30}相比|同期)"
)
_FAR = 120
_YEAR = re.compile("[0-9]{4}")


def _compared_year(dated: Dated, place: Setting, text: str) -> str:
    """The year with which the sentence compared before, ``""`` if with none: it is that of the
    first end of a pair, too.
    """
    start = max(place.sentence, place.gap_start - _FAR)
    bases = [base[1] or base[2] for base in _COMPARED_YEAR.finditer(text, start, place.gap_start)]
    whole = _YEAR.fullmatch(dated.iso.removesuffix("-12"))
    if whole and bases:
        return bases[-1] if bases[-1] < dated.iso[:4] else ""
    census = year_compared(text) if dated.origin == "carried" else ""
    return census if census < dated.iso[:4] else ""


def _set_mean_apart(found: list[Dated], places: Sequence[Setting], second: int) -> None:
    """由2002年的…增加到2007年的…，年均: the mean is of the years behind the first."""
    if second + 1 == len(places) or places[second + 1].sentence != places[second].sentence:
        return
    first, last = found[second - 1].iso, found[second].iso
    spelt = _YEAR.fullmatch(first) and _YEAR.fullmatch(last) and int(last) - int(first) > 1
    if spelt and "年均" in places[second + 1].gap and found[second + 1].iso == last:
        found[second + 1] = Dated(f"{int(first) + 1}/{last}", "named")


def _give_back(found: list[Dated], places: Sequence[Setting], first: int) -> None:
    """由去年的…增加到…: 去年 is the time of the first end alone; what follows in the sentence gets
    back the time spoken of before.
    """
    sentence, own = places[first].sentence, found[first]
    before = found[first - 1] if first else UNKNOWN
    if first and places[first - 1].sentence != sentence:
        later_time = before.iso > own.iso  # 去年's follower is no older than it
        before = before._replace(origin="carried") if later_time else UNKNOWN
    for later in range(first + 1, min(first + 1 + _MOST_LATER, len(places))):
        if places[later].sentence == sentence and found[later] == own:
            found[later] = before


#: What is set, not measured, has been so for a time nobody knows: 低保标准由580元提高到630元.
_STANDARD = re.compile(_words("standard"))


def clear_plans(found: list[Dated], states: Sequence[str], today: date | None) -> None:
    """A plan is not of the day of the event that was told before it."""
    for number, dated in enumerate(found):
        over = dated.origin == "carried" and is_of_days(dated.iso)
        over = over and today is not None and dated.iso <= f"{today}"
        if states[number] == "target" and over:
            found[number] = UNKNOWN


def clear_first_ends(found: list[Dated], places: Sequence[Setting], states: Sequence[str]) -> None:
    """In a plan (带动配套率由38%提高到45%) the first end has no time but its own (由目前的)."""
    for number in range(1, len(places)):
        planned = states[number] == "target" and is_pair(places[number - 1], places[number])
        gap = places[number - 1].gap
        if planned and not (_OWN_TIME.search(gap) or _NOW_OF_PAIR.search(gap)):
            found[number - 1] = UNKNOWN


def _ends_of_change(
    dated: Dated, place: Setting, text: str, today: date | None
) -> tuple[Dated, Dated]:
    """The times of the two ends where the text names one; ``place`` is that of the first."""
    if today and dated.iso[:4] > f"{today.year}":  # what is to rise is known now
        return OPEN, dated
    iso = dated.iso.removesuffix("-12")
    whole = _WHOLE_YEARS.fullmatch(iso) and "前" not in place.gap
    begin, _, end = iso.partition("/")
    second = dated._replace(iso=end or begin) if whole else dated
    if _STANDARD.search(place.prefix):
        return OPEN, second
    if not whole:
        now = (
            today
            and dated.iso == iso_month(today)
            and says_now(text[place.sentence : place.gap_start + len(place.gap)])
        )
        return (OPEN if now else dated), dated
    begun = bool(today and begin <= f"{today.year}")
    lasts = bool(today and end and begun and not is_told(int(end), today))  # 5年间 up to the day
    spelt = (f"从{begin}年", f"{begin}年到", f"{begin}年至")
    lasts = lasts or text.startswith(spelt, place.sentence)
    within = (f"自{begin}年", f"：{begin}年到")
    lasts = lasts or any(text.find(w, place.sentence, place.gap_start) >= 0 for w in within)
    return dated._replace(iso=iso_year(int(begin) - (not lasts))), second


#: 较上年末增加, 比5月底多: what is set against the end of a time is of the end of its own.
_THAN_END = re.compile(
    "[比较](?:上年|去年|上月|上季度?|[0-9]{1,2}月|[0-9]{4}年)?(?:[末底]|年初(?=净?[增减新多少]))"
)
_SET_AGAINST = re.compile(f"[^，。；0-9]{{0,6}}，?{_THAN_END.pattern}")


_MOMENTS = (MONTH_LENGTH, DAY_LENGTH)
_THAN_YEAR = re.compile("[比较](?:[0-9]{4}年|[一二三四五六七八九十两0-9]{1,3}年前)")
_YEAR_AGAINST = re.compile(f"[^，。；0-9]{{0,6}}，?{_THAN_YEAR.pattern}")
_SET_AGAINST_TIME = re.compile(f"{_THAN_END.pattern}|{_THAN_YEAR.pattern}")


def set_moments_apart(
    found: list[Dated],
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    text: str,
    today: date | None,
) -> None:
    """前三季度……，贷款余额5亿元，比年初增加1亿元: a level at the end of what is told about."""
    if not (("比" in text or "较" in text) and _SET_AGAINST_TIME.search(text)):
        return
    this_year = f"{today.year}" if today else ""
    was = end = ""  # the time of the level before, and its moment
    for number, dated in enumerate(found):
        iso = dated.iso
        if not iso or len(iso) in _MOMENTS or not iso[:4].isdigit():
            continue
        if this_year and len(iso) == YEAR_LENGTH and iso >= this_year:
            continue
        quantity, place = quantities[number], places[number]
        against = _THAN_END.search(place.gap) or _SET_AGAINST.match(text, quantity.stop)
        if against:
            was, end = iso, iso.rpartition("/")[2]
            end = f"{end}-12" if len(end) == YEAR_LENGTH else end
            found[number] = dated._replace(iso=end)
        elif number and _OF_LEVEL.match(place.gap) and was == iso and found[number - 1].iso == end:
            found[number] = dated._replace(iso=end)
        elif iso[4:5] == "/" and SPAN_OF_YEARS.fullmatch(iso) and "均" not in place.gap:
            than = _THAN_YEAR.search(place.prefix) or _YEAR_AGAINST.match(text, quantity.stop)
            if than:
                found[number] = at_its_end(dated)


#: 14206辆，比上年末增加1518辆，其中私人汽车6930辆，增长21.4%.
_OF_LEVEL = re.compile("其中|占|增长|下降")
#: Between a count and the time of what becomes of it: 7个泊位中有4个于去年三季度投入试运行.
_BECOMES = re.compile(
    "[^，。；：0-9、的]{0,4}(?:集中|发生|出现)[在于]|[^，。；：0-9、的]{0,14}(?:已|将|可|计划|拟|预计|力争|争取|有望|最迟|最快|最早){1,2}[于在到]?|[^，。；：0-9、的]{0,10}[于从自]"
)
#: 剩下的8个村明年6月底前全部建成.
_TILL = re.compile("[^，。；：0-9、的]{0,14}")
_BEHIND = 20
_MOST_OF = ("集中", "发生", "出现")  # 八成以上集中在前三天
_COUNTED = frozenset(("count", "proportion", "percent"))


def set_counts_apart(
    found: list[Dated],
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    text: str,
    mentions: Sequence[Mention],
) -> None:
    """2个泊位计划于2017年6月投产: a count of things is of the time behind it, where its clause
    names none before.
    """
    if not mentions or mentions[-1].start < quantities[0].stop:
        return
    starts = [mention.start for mention in mentions]
    for number, quantity in enumerate(quantities):
        if quantity.stop >= starts[-1]:
            break
        if quantity.kind not in _COUNTED:
            continue
        index, clause = bisect_right(starts, quantity.stop), places[number].clause
        if index == len(starts) or not mentions[index].iso:
            continue
        if starts[index] > quantity.stop + _BEHIND or (index and starts[index - 1] >= clause):
            continue
        if quantity.kind != "count" and not text.startswith(_MOST_OF, quantity.stop):
            continue
        becomes = _TILL if text.startswith("前", mentions[index].stop) else _BECOMES
        if becomes.fullmatch(text, quantity.stop, starts[index]):
            found[number] = Dated(mentions[index].iso, "named")


_OF_BASE = re.compile("[^，。；0-9]{0,10}的(?:每[一-鿿]{1,2})?[约近]?")


def set_bases_apart(
    found: list[Dated], quantities: Sequence[Quantity], text: str, mentions: Sequence[Mention]
) -> None:
    """比11月初的每斤38元便宜了6元: what is compared with is of its own month or day; 比去年的5亿元
    may be of the same part of last year.
    """
    for mention in mentions:
        before = text[mention.start - 1 : mention.start]
        named = mention.rule == "census" and before == "年"  # 比2000年第五次人口普查的310万人
        if not mention.base or not (named or before in ("比", "较")):
            continue
        if len(mention.iso) <= YEAR_LENGTH and mention.rule != "census":
            continue
        number = bisect_right(quantities, mention.stop - 1, key=attrgetter("start"))
        if number == len(quantities) or text.startswith("同期", mention.stop):
            continue
        if _OF_BASE.fullmatch(text, mention.stop, quantities[number].start):
            found[number] = Dated(mention.iso, "named")


#: What was reached by the end of some years; what they add up to or what each had is theirs.
_REACHED = re.compile(rf"(?:{_words('reached')}|是[0-9]{{4}}年的|是[一二三四五十0-9]+年前的)$")
_SUMMED = re.compile(f"(?!建成区)(?:{_words('summed')})")


_HOW_MANY_OF_ALL = re.compile("[^，。；0-9]{0,8}(?:已有|中有|全部通|都通)")


def _is_of_all(text: str, quantity: Quantity, place: Setting) -> bool:
    """312个行政村已有274个通了水泥路, 87个乡镇全部通上公交: how far it has come by the end."""
    return place.gap.endswith(("已有", "中有")) or bool(_HOW_MANY_OF_ALL.match(text, quantity.stop))


def set_levels_apart(
    found: list[Dated],
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    text: str,
    today: date,
) -> None:
    """过去五年，……人均突破7000美元: a level reached in a span of years is of its last year; so is a
    rank, and what part a level reached is (2.5万公里，占世界的三分之二).
    """
    for number, dated in enumerate(found):
        if dated.iso[4:5] != "/" or not SPAN_OF_YEARS.fullmatch(dated.iso):
            continue
        quantity, place, last = quantities[number], places[number], at_its_end(dated)
        if not is_told(int(dated.iso[5:]), today):
            reached = _TO_REACH.search(place.gap)
            if reached and not _SUMMED.search(place.gap, 0, reached.start()):
                found[number] = last
            continue
        reached = _REACHED.search(place.gap)
        level = reached is not None and not _SUMMED.search(place.gap, 0, reached.start())
        beside = place.gap.startswith(_PART_OF_LEVEL) or is_side_by_side(place.gap)
        beside = beside and number > 0 and found[number - 1] == last
        share = quantity.kind in ("percent", "proportion") and _COVERS.search(place.gap)
        many = quantity.kind == "count" and _is_of_all(text, quantity, place)
        if (
            many
            or level
            or beside
            or share
            or quantity.kind == "ordinal"
            or _COVERED.search(place.gap)
        ):
            found[number] = last


def at_its_end(dated: Dated) -> Dated:
    """The last year of a span of years, and any other time as it is."""
    return dated._replace(iso=dated.iso[5:]) if SPAN_OF_YEARS.fullmatch(dated.iso) else dated


#: 参保率超过80%: a rate that is reached, not one of change.
_COVERS = re.compile(
    "^(?!.*(?:连续|保持|稳定))[^，]*(?:[参合普保覆入]|就诊|合格|满意|普及|覆盖|占比|比重)[^，增长速]{0,4}[率面例重]?[为达]?$"
)
#: 覆盖36万所农村中小学: what there is by then.
_COVERED = re.compile("覆盖(?!率)[^，率]{0,3}$")
_TO_REACH = re.compile(
    "(?:达到|[迈跃跨]上|提[高升]到|增加到|上升到|下降到|降[到至]|缩小到|扩大到)[^，]{0,2}$"
)
_PART_OF_LEVEL = ("、占", "，占")
