"""When a number holds: the time its sentence names, one named before, or the year assumed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
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
    governing = _Times(text, mentions, today) if mentions else None
    found = []
    spanned = (-1, UNKNOWN)
    for quantity, place in zip(quantities, places, strict=True):
        dated = governing.of(quantity, place) if governing else UNKNOWN
        if dated.origin == "carried" and _just_is(text, quantity, place):
            dated = UNKNOWN
        if quantity.kind == "duration" and quantity.unit == "年" and today is not None:
            years = _years_spanned(text, quantity, place, today)
            dated = Dated(years, "named") if years else dated
            if not place.gap:
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
        self.text, self.today = text, today
        lines = "\n" in text
        self.named = _Row(mentions)
        self.carried = _Row([m for m in mentions if _carries(text, m, today)])
        self.headings = _Row([m for m in mentions if lines and _in_heading(text, m)])
        self.paragraphs = [match.end() for match in _PARAGRAPH.finditer(text)] if lines else []

    def _since(self, mention: Mention) -> str:
        """自2012年起 lasts until today."""
        start, stop = mention.start, mention.stop
        lasts = self.text[start - 1 : start] == "自" and self.text.startswith("起", stop)
        if not lasts or self.today is None or len(mention.iso) != 4:
            return ""
        return f"{mention.iso}/{self.today.year}"

    def of(self, quantity: Quantity, place: Setting) -> Dated:
        """The last time named in the sentence, else in the paragraph, else by the heading."""
        named = self.named.last(quantity.start)
        if named and named.start >= place.sentence:
            return Dated(self._since(named) or named.iso, "named")
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
    if place.gap.endswith(("这", "刚好", "整整")):
        return f"{today.year - years}/{today.year}"
    opens = not place.gap and quantity.modifier == "exact" and years == _TERM
    if opens or (years > 1 and place.gap.endswith("连续")):
        return f"{today.year - years}/{today.year - (today.month <= 3)}"
    return ""


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    phrase = text[mention.start : mention.stop]
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
    if opens_pair(text, quantity, place) or _NORM.match(text, quantity.stop):
        return UNKNOWN
    if status == "target":
        return Dated(f"{today.year}", "assumed")
    unknown = _SPREAD.search(place.prefix) or _just_is(text, quantity, place)
    return UNKNOWN if unknown else Dated(f"{today.year - 1}", "assumed")


def _just_is(text: str, quantity: Quantity, place: Setting) -> bool:
    if quantity.kind != "count" or quantity.low is None or quantity.low >= _SMALL:
        return False
    noun = _ITS_NOUN.match(text, quantity.stop) and not _NOT_NOUN.match(text, quantity.stop)
    spelt = not text[quantity.start].isascii() and quantity.unit != "次"  # 两地, 三档
    return bool(noun or spelt) and not _HAPPENED.search(place.gap)
