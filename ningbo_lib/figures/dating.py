"""When a number holds: the time its sentence names, one named before, or the year assumed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from ningbo_lib.figures.linking import FROM, TO, Setting, opens_pair
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
_NAMED_PLAN = re.compile(r".*(?:规划|计划)$")
_OWN_TIME = re.compile(r"[由从](?:去年|上年|前年|[0-9]{4}年)[^，到至]{0,12}$")
_AGO_ITS = re.compile(r"[以之]?前的")
#: 如今 speaks of the day itself, whatever year was named before.
_NOW = re.compile(r"如今|目前|现在|眼下|现[有共已]")
#: A beginning dates only itself.
_BEGAN = re.compile(r"(?:成立|建成|[始创]建|创[办立]|诞生|出生|开业|注册|入[党职伍])于?$")
_AGO = re.compile(r"[以之]?前")
_WHOLE_YEARS = re.compile(r"[0-9]{4}(?:/[0-9]{4})?")
_CARRIED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?(?:/[0-9]{4}(?:-[0-9]{2})?)?")
_CARRYING = frozenset(("year", "near_year", "years", "part", "lately", "loose"))
_NOT_CARRIED = frozenset(("duration", "age", "ordinal"))
_PARAGRAPH = re.compile(r"[。！？][”’」』）]*\n")
_HEADING_LENGTH = 40
_HEADING = re.compile(rf"[^\n，。；！？]{{1,{_HEADING_LENGTH}}}(?:\n|$)")
#: A term of office and a plan have five years: 五年 alone means the last five.
_TERM = 5
_TERM_ENDS = 3
#: 五年累计, 五年共: the last five; not 前五年, 用五年 or 每五年.
_SUMMED_UP = re.compile(r"累计|共|来|新增")
_NO_TERM = ("前", "用", "每", "后", "满", "达", "近", "再")


def periods(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    mentions: Sequence[Mention],
    today: date | None,
) -> list[Dated]:
    """The period of each quantity: the last time named before it in the sentence.

    A sentence without one takes over the year or month named before it in its paragraph, or by
    the heading above; one that opens with 五年 speaks of those years.
    """
    governing = _Times(text, mentions, today) if mentions or _NOW.search(text) else None
    found: list[Dated] = []
    spanned = (-1, UNKNOWN)
    for quantity, place in zip(quantities, places, strict=True):
        dated = governing.of(quantity, place) if governing else UNKNOWN
        if found and _AGO_ITS.match(place.gap):  # 两年前的不到五成
            dated = found[-1]
        if dated.origin == "carried" and _just_is(text, quantity, place):
            dated = UNKNOWN
        if quantity.kind == "duration" and quantity.unit == "年" and today is not None:
            years = _years_spanned(text, quantity, place, today)
            dated = Dated(years, "named") if years else dated
            if place.gap.strip("—-") in ("", "这") or _SUMMED_UP.match(text, quantity.stop):
                spanned = (place.sentence, dated if dated.iso else OPEN)
        found.append(dated if dated.iso or spanned[0] != place.sentence else spanned[1])
    _set_pairs_apart(found, places)
    return found


class _Row:
    """Mentions in order, to be asked for the last one before a place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]

    def last(self, before: int) -> Mention | None:
        index = bisect_right(self.starts, before)
        return self.mentions[index - 1] if index else None


class _Times:
    """The mentions of a text, each with how far it reaches: sentence, paragraph or section."""

    def __init__(self, text: str, mentions: Sequence[Mention], today: date | None) -> None:
        self.text, self.today, self.mentions = text, today, mentions
        self.named = _Row(mentions)
        self.present = [match.end() for match in _NOW.finditer(text)]

    @cached_property
    def carried(self) -> _Row:
        """The mentions that date later sentences of their paragraph."""
        return _Row([m for m in self.mentions if _carries(self.text, m, self.today)])

    @cached_property
    def headings(self) -> _Row:
        """The mentions in headings, which date the paragraphs below."""
        lines = "\n" in self.text
        return _Row([m for m in self.mentions if lines and _in_heading(self.text, m)])

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where paragraphs begin, but the first."""
        return [match.end() for match in _PARAGRAPH.finditer(self.text)]

    def _since(self, mention: Mention) -> str:
        """自2012年起 and 2012年以来 last until today."""
        start, stop = mention.start, mention.stop
        began = self.text[start - 1 : start] == "自" and self.text.startswith("起", stop)
        lasts = began or self.text.startswith("以来", stop)
        if not lasts or self.today is None or len(mention.iso) != 4:
            return ""
        return f"{mention.iso}/{self.today.year}"

    def _within(self, mention: Mention) -> str:
        """年底前 is some time of that year."""
        edge = mention.iso.endswith("-12") and len(mention.iso) == len("2025-12")
        before = edge and _AGO.match(self.text, mention.stop)
        return mention.iso[:4] if before else mention.iso

    def of(self, quantity: Quantity, place: Setting) -> Dated:
        """The last time named in the sentence, else in the paragraph, else by the heading."""
        named = self.named.last(quantity.start)
        since = max(place.sentence, named.stop if named else 0)
        if bisect_right(self.present, quantity.start) > bisect_right(self.present, since):
            return OPEN
        if named and named.start >= place.sentence:
            return Dated(self._since(named) or self._within(named), "named")
        if quantity.kind in _NOT_CARRIED:
            return UNKNOWN
        index = bisect_right(self.paragraphs, place.sentence)
        paragraph = self.paragraphs[index - 1] if index else 0
        carried = self.carried.last(quantity.start)
        if carried is None or carried.start < paragraph:
            carried = self.headings.last(quantity.start)
        return Dated(carried.iso, "carried") if carried else UNKNOWN


def _carries(text: str, mention: Mention, today: date | None) -> bool:
    """A time that is over, or began; 到2025年 and the like date their own sentence only."""
    if mention.rule not in _CARRYING or not _CARRIED.fullmatch(mention.iso):
        return False
    aim = text[mention.start - 1 : mention.start] in ("到", "至")
    return not aim and (today is None or mention.iso[:4] <= f"{today.year}")


def _in_heading(text: str, mention: Mention) -> bool:
    """Does the mention stand in a short line without any stop?"""
    line = text.rfind("\n", max(0, mention.start - _HEADING_LENGTH), mention.start) + 1
    if not line and mention.start > _HEADING_LENGTH:
        return False
    return bool(_CARRIED.fullmatch(mention.iso) and _HEADING.match(text, line))


def _set_pairs_apart(found: list[Dated], places: Sequence[Setting]) -> None:
    """The two ends of a from–to pair have two times.

    A second pair takes the times of the first (由2011年的…增加到2019年的…), and under one year
    the first end is the year before it.
    """
    pair: tuple[int, Dated, Dated] | None = None
    for first in range(len(places) - 1):
        second, sentence = first + 1, places[first].sentence
        if not _is_pair(places[first], places[second]):
            continue
        gap = places[first].gap
        if found[first] != found[second]:
            pair = (sentence, found[first], found[second])
        elif pair and pair[0] == sentence:
            found[first], found[second] = pair[1:]
        elif _OWN_TIME.search(gap):  # 由去年的…增加到…
            found[second] = UNKNOWN
        elif _WHOLE_YEARS.fullmatch(found[first].iso) and "前" not in gap:
            (iso, origin) = found[first]
            begin, _, end = iso.partition("/")
            found[first], found[second] = (
                Dated(f"{int(begin) - 1}", origin),
                Dated(end or begin, origin),
            )


def _years_spanned(text: str, quantity: Quantity, place: Setting, today: date) -> str:
    """Which years a length of time means: 20年前, 这20年, 连续五年, and 五年 alone."""
    years = int(quantity.low or 0)
    if _AGO.match(text, quantity.stop):
        return f"{today.year - years}"
    exact = quantity.modifier == "exact" and years == _TERM
    summed = not place.gap or place.gap.endswith("这") or _SUMMED_UP.match(text, quantity.stop)
    if exact and summed and not place.gap.endswith(_NO_TERM):
        return f"{today.year - years}/{today.year - (today.month <= 3)}"
    if place.gap.endswith(("这", "刚好", "整整")):
        return f"{today.year - years}/{today.year}"
    if years > 1 and place.gap.endswith("连续"):
        return f"{today.year - years}/{today.year - (today.month <= 3)}"
    return ""


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    phrase = text[mention.start : mention.stop]
    if text.startswith(("不变价", "可比价", "价格"), mention.stop):
        return False
    if _BEGAN.search(text, max(0, mention.start - 4), mention.start):
        return False
    if phrase == "年初":  # 年初确定的目标 dates the plan, not the number
        return False
    return mention.rule != "plan" or not _NAMED_PLAN.fullmatch(phrase)


def _is_pair(first: Setting, second: Setting) -> bool:
    same = first.sentence == second.sentence
    return same and bool(FROM.search(first.gap)) and bool(TO.match(second.gap))


# --- nothing named ---------------------------------------------------------------------------
_REACHED = re.compile(r"跃居|跃升|升[至到]|上升[至到]|提升[至到]")
_SPREAD = re.compile(r"年均|每年|平均每")
_NORM = re.compile(r"[^，。]{0,6}[红底]线")
#: Before a small count, what happened (新建5个机场); else the count belongs to a thing that
#: just is (十项措施, 56个民族).
_HAPPENED = re.compile(r"(?:[了增建成办获签]|(?<!建)设|新增|完成|取消|下放|开工|出台|举办|引进)$")
_ITS_NOUN = re.compile(r"[一-鿿]")
_NOT_NOUN = re.compile(r"[较提被在为到地的等]|以上|以内|左右")
_SMALL = 100
#: What a thing is, whenever it is spoken of.
_IS_BUILT = re.compile(
    r"(?:占地|全长|总长|总投资|建筑面积|主跨|跨径|海拔|注册资本|设计|时速|直径|身高|体重|相距|距离|厚度|容纳|规划|设置)"
    r"[^，]{0,6}$"
)
_SUMMED = frozenset(("count", "measure", "money", "percentage_point"))
_STATE = re.compile(r"突破|占(?!.*提高)|[居列]|[保维]持|稳定|[到至于在][^，]{0,2}$|[年月]末")
_DID = re.compile(
    r"新增|新建|[改扩]建|建设|完成|解决|改造|治理|惠及|投入|实施|淘汰|资助|转移|培训|取消|下放|支持|发放"
    r"|安置|减少|制定|培育|提高|下降|达到"
)
_YEARLY = re.compile(r"同比|比上年|(?:增长|下降|上涨)[0-9.]+%")
_RATE_BEHIND = 16
_FAR = 120
#: Kinds that have a time only behind certain words: ranks reached, means of lengths of time.
_NEEDED = {"ordinal": _REACHED, "duration": re.compile(r"平均|年限|寿命")}


def assumed(
    text: str, quantity: Quantity, place: Setting, status: str, today: date | None
) -> Dated:
    """The year of a number nobody dates, as a reader of the day would take it.

    A plan speaks of the year of publication; a text of the first quarter reports the year
    before.  Unknown stays what has no single year: lengths of time, ranks kept, yearly means,
    the first end of a from–to pair, and small counts of things that just are.
    """
    if today is None or (status == "actual" and today.month > 3):
        return UNKNOWN
    needed = _NEEDED.get(quantity.kind)
    if needed and not needed.search(place.gap):
        return UNKNOWN
    if quantity.kind == "age" and quantity.modifier == "exact":
        return UNKNOWN
    if _IS_BUILT.search(place.gap) or _NORM.match(text, quantity.stop):
        return UNKNOWN
    if opens_pair(text, quantity, place):
        return UNKNOWN
    if status == "target":
        return Dated(f"{today.year}", "assumed")
    unknown = _SPREAD.search(place.prefix) or _just_is(text, quantity, place)
    unknown = unknown or (_ends_term(today) and _adds_up(text, quantity, place))
    return UNKNOWN if unknown else Dated(f"{today.year - 1}", "assumed")


def _ends_term(today: date) -> bool:
    """In March 2013, 2018, 2023 … governments look back on five years, not on one."""
    return today.month == 3 and today.year % _TERM == _TERM_ENDS


def _adds_up(text: str, quantity: Quantity, place: Setting) -> bool:
    """May the number sum up years (新建8951公里)?  A level reached or a yearly rate does not."""
    reached = quantity.modifier == "over" and text.startswith("超", quantity.start)
    if quantity.kind not in _SUMMED or reached or _STATE.search(place.gap):
        return False
    start = max(place.sentence, quantity.start - _FAR)  # bounded: the time stays linear
    if not _DID.search(text, start, quantity.start):
        return False
    return not _YEARLY.search(text, start, quantity.stop + _RATE_BEHIND)


def _just_is(text: str, quantity: Quantity, place: Setting) -> bool:
    if quantity.kind != "count" or quantity.low is None or quantity.low >= _SMALL:
        return False
    noun = _ITS_NOUN.match(text, quantity.stop) and not _NOT_NOUN.match(text, quantity.stop)
    spelt = not text[quantity.start].isascii() and quantity.unit != "次"  # 两地, 三档
    return bool(noun or spelt) and not _HAPPENED.search(place.gap)
