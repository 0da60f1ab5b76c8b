"""What the words around a number say about it: direction, basis, period, status.

Each question is one function over a ``Setting``, the place of a figure in its clause and
sentence.  Nothing is looked for beyond the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .lexicons import read_lexicon
from .periods import Mention
from .quantities import Quantity

_SENTENCE = re.compile(r"[。！？!?\n](?:[”’」』）])*")
_CLAUSE = re.compile(r"[，；：。！？\n（）;!?]|,(?![0-9])|:(?![0-9])")


class Setting(NamedTuple):
    """Where a figure stands: starts of sentence and clause, and the words since what came last."""

    sentence: int
    clause: int
    prefix: str  # clause text before the figure
    gap: str  # the part of it behind the previous figure
    gap_start: int


class Links(NamedTuple):
    """What linking adds to a quantity."""

    direction: str | None
    basis: str | None
    period: str
    status: str


def sentence_at(text: str, start: int) -> str:
    """The sentence of ``text`` around offset ``start``, with its closing marks."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if match.end() > start:
            return text[begin : match.end()].strip()
        begin = match.end()
    return text[begin:].strip()


def settings(text: str, quantities: Sequence[Quantity]) -> list[Setting]:
    """The setting of each quantity of ``text``."""
    sentences = [0, *(m.end() for m in _SENTENCE.finditer(text))]
    clauses = [0, *(m.end() for m in _CLAUSE.finditer(text))]
    found, previous = [], 0
    for quantity in quantities:
        start = quantity.start
        sentence = sentences[bisect_right(sentences, start) - 1]
        clause = max(sentence, clauses[bisect_right(clauses, start) - 1])
        prefix = text[max(clause, start - 60) : start]
        gap = max(clause, previous, start - 60)
        found.append(Setting(sentence, clause, prefix, text[gap:start], gap))
        previous = quantity.stop
    return found


# --- direction -------------------------------------------------------------------------------
def _words(role: str) -> str:
    rows = read_lexicon("change_words.tsv", ("word", "role"))
    words = sorted((row["word"] for row in rows if row["role"] == role), key=len, reverse=True)
    return "|".join(words)


def _first_characters() -> str:
    rows = read_lexicon("change_words.tsv", ("word", "role"))
    return "".join(sorted({row["word"][0] for row in rows}))


_CHANGE = re.compile(
    rf"(?=[{_first_characters()}高快多低慢少])(?:"
    rf"(?P<rate_up>{_words('rate_up')})|(?P<rate_down>{_words('rate_down')})"
    rf"|(?P<up>{_words('up')})|(?P<down>{_words('down')})|(?P<more>高出?|快|多)$|(?P<less>低|慢|少)$)"
)
#: A level follows, not an amount of change.
_LEVEL = re.compile(r"[到至达为占是]|突破|超过|的")
_DIRECT = re.compile(
    r"(?:了|幅度|速度|率|将|均|都|近|约|再|、|各|大约|额|分别|逾|超|率?均?超过|不低于|不超过|净)*$"
)
_RATE_LINK = re.compile(
    r"[^，]{0,3}(?:为|达到?|是|有|仅|只有|超过?|控制在|保持在?|维持在|连续|稳定在|高达|约|均|的)*"
    r"[^到至]{0,4}$"
)
_TAKES_OBJECT = re.compile(
    r"增[加发]?|减少?|降低|压减|下调|上调|提高|削减|减免|压缩|净增|缩短|延长|扩大"
)
_COORDINATED = re.compile(r"\s*(?:、|和|与|及|以及|或)\s*$")
_CHANGES = frozenset(
    (
        "percent",
        "percentage_point",
        "money",
        "count",
        "measure",
        "proportion",
        "multiple",
        "duration",
        "ratio",
    )
)
_AFTER_UP = re.compile(r"的(?:速度)?(?:增长|增速|增幅|涨幅|升幅|提升|增量)")
_AFTER_DOWN = re.compile(r"的(?:速度)?(?:降幅|下降|跌幅|减幅)")


def direction(text: str, quantity: Quantity, setting: Setting, before: str | None) -> str | None:
    """Increase or decrease where the number is itself the amount of a change.

    ``before`` is the direction of the previous figure, which a coordinated number shares.
    """
    if quantity.kind not in _CHANGES:
        return None
    if _COORDINATED.fullmatch(setting.gap):
        return before
    if _AFTER_UP.match(text, quantity.stop):
        return "increase"
    if _AFTER_DOWN.match(text, quantity.stop):
        return "decrease"
    last = _last(_CHANGE, setting.gap)
    return _read_change(last, setting.gap, quantity) if last else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _read_change(match: re.Match[str], gap: str, quantity: Quantity) -> str | None:
    role, rest = str(match.lastgroup), gap[match.end() :]
    if role in ("more", "less"):
        compared = quantity.kind != "percent" and _BASIS.search(gap)
        return ("increase" if role == "more" else "decrease") if compared else None
    if role in ("rate_up", "rate_down"):
        states = _RATE_LINK.fullmatch(rest)
    else:
        takes = _TAKES_OBJECT.fullmatch(match[0]) and len(rest) <= 14 and not _LEVEL.search(rest)
        states = _DIRECT.fullmatch(rest) or takes
    if not states:
        return None
    falls = role in ("down", "rate_down") or (quantity.low is not None and quantity.low < 0)
    return "decrease" if falls else "increase"


# --- basis -----------------------------------------------------------------------------------
_BASIS = re.compile(
    r"(?=[环同比较与跟和上去自])(?:(?P<mom>环比|[比较]上个?(?:月|季度?|周))"
    r"|(?P<yoy>同比|[比较](?:上年|去年|前年)|(?:与|同|跟|和)(?:上年|去年)同期|上年同期|去年同期|比上一年|较上一年)"
    r"|(?P<since>[比较](?:[0-9]{4}年?|[一二三五十两0-9]+年前|“?十[一二三四]五|改革|年初|历史|基期)|自[^，]{1,12}以来))"
)
_COMPARED = re.compile(r"(?:与|同|跟|和)[^，]{2,12}相比，?$")
_AMONG = re.compile(r"其中|[^。]{0,4}分(?:地区|行业|产业|类别|品种)看")


def basis(text: str, quantity: Quantity, setting: Setting) -> str | None:
    """What the change is measured against, if the clause itself says so."""
    if marker := _last(_BASIS, setting.gap):
        return marker.lastgroup
    before = text[max(setting.sentence, setting.clause - 20) : setting.clause]
    if compared := _COMPARED.search(before):
        marker = _BASIS.search(compared[0].replace("与", "比").replace("同", "比", 1))
        return marker.lastgroup if marker else None
    return None


def inherits_basis(text: str, setting: Setting, previous: Setting) -> bool:
    """A change without a basis shares the last one's: same sentence, or a next one with 其中."""
    if setting.sentence == previous.sentence:
        return True
    return bool(_AMONG.match(text, setting.sentence))


# --- period ----------------------------------------------------------------------------------
_NAMED_PLAN = re.compile(r".*(?:规划|计划)$")
_FROM = re.compile(r"[由从](?:[^，]{1,12}的)?$")
_TO = re.compile(r"[^，]{0,8}[到至]")
_CARRIED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?(?:/[0-9]{4}(?:-[0-9]{2})?)?")
_NOT_CARRIED = frozenset(("duration", "age", "ordinal"))


def periods(
    quantities: Sequence[Quantity], places: Sequence[Setting], mentions: Sequence[Mention]
) -> list[str]:
    """ISO period of each quantity: the last time named before it in the sentence.

    A sentence without one takes over the year or month of the sentence before it.  The two
    ends of a second from–to pair take the times of the first (由2011年的…增加到2019年的…).
    """
    starts = [mention.start for mention in mentions]
    found = []
    for quantity, place in zip(quantities, places, strict=True):
        index = bisect_right(starts, quantity.start) - 1
        found.append(_governing(mentions[index], quantity, place) if index >= 0 else "")
    pair: tuple[int, str, str] | None = None
    for first in range(len(quantities) - 1):
        sentence, second = places[first].sentence, first + 1
        if not _is_pair(places[first], places[second]):
            continue
        if found[first] != found[second]:
            pair = (sentence, found[first], found[second])
        elif pair and pair[0] == sentence:
            found[first], found[second] = pair[1:]
    return found


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    phrase = text[mention.start : mention.stop]
    return mention.rule != "plan" or not _NAMED_PLAN.fullmatch(phrase)


def _governing(mention: Mention, quantity: Quantity, place: Setting) -> str:
    if mention.start >= place.sentence:
        return mention.iso
    carried = quantity.kind not in _NOT_CARRIED and _CARRIED.fullmatch(mention.iso)
    return mention.iso if carried else ""


def _is_pair(first: Setting, second: Setting) -> bool:
    same = first.sentence == second.sentence
    return same and bool(_FROM.search(first.gap)) and bool(_TO.match(second.gap))


# --- status ----------------------------------------------------------------------------------
_WILL = (  # 将 tells of the future before these, and takes an object before a noun
    "达|建|在|于|实现|突破|超|投|完成|推|打造|形成|提|增|培|启动|开|安排|创|引|从|以|降|扩|加|减|有|为|是"
    "|实施|组织|举|召|陆续|逐步|重点|支持|给予|发|惠|覆盖|带|迎|成|构|深|强|优|促|与|对|向"
)
_TARGET = re.compile(
    rf"将(?:会|要|进一步|继续|力争|全面|累计|新|再)*(?:{_WILL})"
    r"|力争|争取|确保|预期|有望|拟|预计|计划(?!单列|经济|生育|的)|规划建设"
    r"|目标(?:是|为|：|包括)|(?:指标|目标)[^。]{0,12}(?:包括|是|为|：|有)"
    r"|(?<![主重需纲概首必摘只不次简紧提])要(?![求素点是么件闻领强塞职害约义目])"
    r"|控制在[0-9.]+(?:%|个百分点)(?:左右|以内)|安排(?=[0-9])"
)
_DONE = re.compile(r"[已了]|截至|目前|累计|完成了|实现了|过去")
_UNTIL = re.compile(r"[到至]$")


def status(text: str, quantity: Quantity, place: Setting, period: str, today: date | None) -> str:
    """``target`` where plan words stand before the number, or its time is still to come."""
    before = text[max(place.sentence, quantity.start - 150) : quantity.stop]
    done = _DONE.search(place.prefix)
    if today is not None and period:
        first = period.partition("/")[0]
        if first > today.isoformat()[: len(first)]:
            return "target"
        last = period.rpartition("/")[2]
        if last < today.isoformat()[: len(last)]:
            return "actual"
        if period == f"{today.year}" and today.month <= 4 and not done:
            return "target"  # a whole year that has only begun
    if _TARGET.search(before) and not done:
        return "target"
    return "actual"
