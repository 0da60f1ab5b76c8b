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
#: Up to and with the last mark that ends a clause; linking looks no further back than _REACH.
_LAST_CLAUSE = re.compile(r".*(?:[，；：。！？\n（）;!?]|,(?![0-9])|:(?![0-9]))", re.DOTALL)
_REACH = 60


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


def sentence_starts(text: str) -> list[int]:
    """Offsets where the sentences of ``text`` begin."""
    return [0, *(match.end() for match in _SENTENCE.finditer(text))]


def sentence_at(text: str, start: int, starts: Sequence[int]) -> str:
    """The sentence of ``text`` around offset ``start``, with its closing marks."""
    index = bisect_right(starts, start)
    stop = starts[index] if index < len(starts) else len(text)
    return text[starts[index - 1] : stop].strip()


def settings(text: str, quantities: Sequence[Quantity], sentences: Sequence[int]) -> list[Setting]:
    """The setting of each quantity of ``text``, whose sentences start at ``sentences``."""
    found, previous = [], 0
    for quantity in quantities:
        start = quantity.start
        sentence = sentences[bisect_right(sentences, start) - 1]
        mark = _LAST_CLAUSE.match(text, max(sentence, start - _REACH), start)
        clause = mark.end() if mark else max(sentence, start - _REACH)
        gap = max(clause, previous)
        found.append(Setting(sentence, clause, text[clause:start], text[gap:start], gap))
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
    r"新增|增[加发]?|减少?|降低|压减|下调|上调|提高|削减|减免|压缩|净增|缩短|延长|扩大"
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
_BETTERS = re.compile("提高|提升")  # 提高1200万教师待遇 speaks of their pay
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
    if not (_states_rate(rest) if role.startswith("rate") else _states_amount(match[0], rest)):
        return None
    if _BETTERS.fullmatch(match[0]) and quantity.unit in ("", "人", "名"):
        return None
    falls = role in ("down", "rate_down") or (quantity.low is not None and quantity.low < 0)
    return "decrease" if falls else "increase"


def _states_rate(rest: str) -> bool:
    return bool(_RATE_LINK.fullmatch(rest))


def _states_amount(verb: str, rest: str) -> bool:
    """Nothing between verb and number, or for some verbs their object, but never a level."""
    if _DIRECT.fullmatch(rest):
        return True
    takes = _TAKES_OBJECT.fullmatch(verb) and len(rest) <= 14
    return bool(takes) and not _LEVEL.search(rest)


# --- basis -----------------------------------------------------------------------------------
_BASIS = re.compile(
    r"(?=[环同比较与跟和上去自])(?:(?P<mom>环比|[比较]上个?(?:月|季度?|周))"
    r"|(?P<yoy>同比|[比较](?:上一?年|去年|前年)|(?:与|同|跟|和)(?:上年|去年)同期|[上去]年同期)"
    r"|(?P<since>自[^，]{1,12}以来|[比较](?:第?[一二三四]季度|前[一二三两0-9]|[0-9]{1,2}月"
    r"|[0-9]{4}年?|[一二三五十两0-9]+年前|“?十[一二三四]五|改革|年初|历史|基期)))"
)
_COMPARED = re.compile(r"(?:与|同|跟|和)[^，]{2,12}相比，?$")
_AMONG = re.compile(r"其中|[^。]{0,4}分(?:地区|行业|产业|类别|品种)看")


def basis(text: str, quantity: Quantity, setting: Setting) -> str | None:
    """What the change is measured against, if the clause itself says so."""
    words = setting.prefix if setting.gap.startswith("前") else setting.gap  # 比五年前增加
    if marker := _last(_BASIS, words):
        return marker.lastgroup
    before = text[max(setting.sentence, setting.clause - 20) : setting.clause]
    if compared := _COMPARED.search(before):
        marker = _last(_BASIS, compared[0].replace("与", "比").replace("同", "比", 1))
        return marker.lastgroup if marker else None
    return None


def inherits_basis(text: str, setting: Setting, previous: Setting) -> bool:
    """A change without a basis shares the last one's: same sentence, or a next one with 其中."""
    if setting.sentence == previous.sentence:
        return True
    return bool(_AMONG.match(text, setting.sentence))


# --- period ----------------------------------------------------------------------------------
_NAMED_PLAN = re.compile(r".*(?:规划|计划)$")
_FROM = re.compile(r"[由从][^，到至]{0,12}$")
_OWN_TIME = re.compile(r"[由从](?:去年|上年|前年|[0-9]{4}年)[^，到至]{0,12}$")
_AGO = re.compile(r"[以之]?前")
_WHOLE_YEARS = re.compile(r"[0-9]{4}(?:/[0-9]{4})?")
_TO = re.compile(r"[^，]{0,8}[到至]")
_CARRIED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?(?:/[0-9]{4}(?:-[0-9]{2})?)?")
_NOT_CARRIED = frozenset(("duration", "age", "ordinal"))


def periods(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    mentions: Sequence[Mention],
    today: date | None,
) -> list[str]:
    """ISO period of each quantity: the last time named before it in the sentence.

    A sentence without one takes over the year or month of the sentence before it.  The two ends
    of a from–to pair lie apart: a second pair takes the times of the first (由2011年的…增加到
    2019年的…), and under one year the first end is the year before it.
    """
    starts = [mention.start for mention in mentions]
    found = []
    spanned = (-1, "")  # a sentence that opens with 五年 speaks of those years
    for quantity, place in zip(quantities, places, strict=True):
        index = bisect_right(starts, quantity.start) - 1
        period = _governing(mentions[index], quantity, place) if index >= 0 else ""
        if quantity.kind == "duration" and quantity.unit == "年" and today is not None:
            period = _years_spanned(text, quantity, place, today) or period
            spanned = (place.sentence, period) if not place.gap else spanned
        found.append(period or (spanned[1] if spanned[0] == place.sentence else ""))
    pair: tuple[int, str, str] | None = None
    for first in range(len(quantities) - 1):
        sentence, second = places[first].sentence, first + 1
        if not _is_pair(places[first], places[second]):
            continue
        if found[first] != found[second]:
            pair = (sentence, found[first], found[second])
        elif pair and pair[0] == sentence:
            found[first], found[second] = pair[1:]
        elif _OWN_TIME.search(places[first].gap):  # 由去年的…增加到…
            found[second] = ""
        elif _WHOLE_YEARS.fullmatch(found[first]) and "前" not in places[first].gap:
            begin, _, end = found[first].partition("/")
            found[first], found[second] = f"{int(begin) - 1}", end or begin
    return found


def _years_spanned(text: str, quantity: Quantity, place: Setting, today: date) -> str:
    """Which years a length of time means: 20年前, 这20年, 连续五年."""
    years = int(quantity.low or 0)
    if _AGO.match(text, quantity.stop):
        return f"{today.year - years}"
    if place.gap.endswith("这"):
        return f"{today.year - years}/{today.year}"
    opens = not place.gap and quantity.modifier == "exact"
    if years > 1 and (opens or place.gap.endswith("连续")):
        return f"{today.year - years}/{today.year - (today.month <= 3)}"
    return ""


def assumed_period(quantity: Quantity, status: str, today: date | None) -> str:
    """The year a number without any time belongs to, as a reader of the day would take it.

    A plan speaks of the year of publication; a text of the first quarter reports the year before.
    """
    if today is None or quantity.kind in ("duration", "ordinal"):
        return ""
    if status == "target":
        return f"{today.year}"
    return f"{today.year - 1}" if today.month <= 3 else ""


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    phrase = text[mention.start : mention.stop]
    if phrase == "年初":  # 年初确定的目标 dates the plan, not the number
        return False
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
    r"|再(?=降|提|减|增|解决|新|安排|支持)|控制在[0-9.]+(?:%|个百分点)(?:左右|以内)"
)
_TARGET_BEHIND = re.compile(r"[^。]{0,24}(?:计划[于在]|将[于在]|预计)")
#: Clauses that open with such a verb give an order, unless they tell what was done.
_ORDER = re.compile(
    r"(?:[^，。]{0,4}[是要])?(?:继续|加强|加快|深化|深入|推进|推动|扩大|加大|抓紧|抓好|做好|大力|着力|积极|稳步|严格|支持|鼓励|实施"
    r"|降低|提高|再|把|进一步|优化|完善|健全|严控|压减|保持|落实|启动|引导|促进)"
)
#: Flows under a bound (增长8%左右, 新增900万人以上) are aims more often than results.
_FLOW = re.compile(r"(?:增长|增幅|涨幅|新增就业|下降|减少|失业率|控制在)[^，]{0,3}$")
_AGENDA = re.compile(r"任务|要求|建议|将|力争|政策取向|清单|安排")
_DONE = re.compile(r"[已了]|截至|目前|累计|完成了|实现了|过去")
_UNTIL = re.compile(r"[到至]$")


def status(text: str, quantity: Quantity, place: Setting, period: str, today: date | None) -> str:
    """``target`` where plan words stand around the number, or its time is still to come."""
    before = text[max(place.sentence, quantity.start - 150) : quantity.stop]
    done = _DONE.search(place.prefix)
    if today is not None and period:
        lasting = "/" in period and period[-4:] > f"{today.year}" and "达" not in place.gap
        if is_coming(period, today) or lasting:
            return "target"
        if is_over(period, today) or (done and quantity.kind != "duration"):
            return "actual"
    if _FROM.search(place.gap) or done:
        return "actual"
    if _TARGET.search(before) or _TARGET_BEHIND.match(text, quantity.stop):
        return "target"
    if _ORDER.match(place.prefix) and quantity.modifier != "over" and not _DONE.search(before):
        return "target"
    bounds = ("approx", "at_most", "at_least" if "新增" in place.gap else "")
    if quantity.modifier in bounds and _FLOW.search(place.gap):
        return "target"
    begun = today is not None and today.month <= 4 and period == f"{today.year}"
    return "target" if begun and quantity.kind not in ("duration", "age") else "actual"


def is_coming(period: str, today: date) -> bool:
    """Does the period begin after today?"""
    first = period.partition("/")[0]
    return first > today.isoformat()[: len(first)]


def is_over(period: str, today: date) -> bool:
    """Did the period end before today?"""
    last = period.rpartition("/")[2]
    return last < today.isoformat()[: len(last)]


def time_status(text: str, mention: Mention, today: date | None) -> str:
    """A time is a target if it is to come, or not over in a sentence of plan words."""
    if today is None or not mention.iso or is_over(mention.iso, today):
        return "actual"
    if is_coming(mention.iso, today):
        return "target"
    lasting = mention.rule == "years" and not is_over(mention.iso[-4:], today)
    if mention.numeric and len(mention.iso) in (4, 9) and (lasting or _AGENDA.search(text)):
        return "target"
    return "actual"
