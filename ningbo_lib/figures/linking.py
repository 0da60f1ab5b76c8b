"""What the words around a number say about it: which way it moves, and against what.

Each question is one function over a ``Setting``, the place of a figure in its clause and
sentence.  Nothing is looked for beyond the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.lexicons import alternation, read_lexicon

#: A line break within a list does not end its sentence.
_SENTENCE = re.compile(r"[。！？!?\n](?<![，；、,;]\n)[”’」』）]*+")
#: Up to and with the last mark that ends a clause; linking looks no further back than _REACH.
_LAST_CLAUSE = re.compile(r".*(?:[，；：。！？\n（）;!?]|,(?![0-9])|:(?![0-9]))", re.DOTALL)
_REACH = 60
#: Words between numbers come back again and again: what they say is read once.
remembered = lru_cache(maxsize=2048)
#: In front of the first end of a from–to pair, and behind it.
FROM = re.compile(r"[由从][^，到至]{0,12}$")
TO = re.compile(r"[^，。；]{0,8}(?:[到至]|(?:调整|转变?|变|改|升|降|增加|减少|提高|缩短|扩大)为)")


class Setting(NamedTuple):
    """Where a figure stands: starts of sentence and clause, and the words since what came last."""

    sentence: int
    clause: int
    prefix: str  # clause text before the figure
    gap: str  # the part of it behind the previous figure
    gap_start: int


def sentence_starts(text: str) -> list[int]:
    """Offsets where the sentences of ``text`` begin."""
    return [0, *[match.end() for match in _SENTENCE.finditer(text)]]


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
        reach = max(sentence, start - _REACH)
        mark = _LAST_CLAUSE.match(text, reach, start)
        clause = mark.end() if mark else reach
        prefix = gap = text[clause:start]
        gap_start = clause
        if previous > clause:
            gap, gap_start = text[previous:start], previous
        found.append(Setting(sentence, clause, prefix, gap, gap_start))
        previous = quantity.stop
    return found


def opens_pair(text: str, quantity: Quantity, place: Setting) -> bool:
    """Is this the first end of a from–to pair (由20%提升到36%)?"""
    return begins_pair(place.gap) and bool(TO.match(text, quantity.stop))


def begins_pair(gap: str) -> bool:
    """Do the words before a number make it the first end of a pair (由去年的)?"""
    return ("由" in gap or "从" in gap) and bool(FROM.search(gap))


# --- direction -------------------------------------------------------------------------------
_words = partial(alternation, "change_words.tsv")


def _first_characters() -> str:
    rows = read_lexicon("change_words.tsv", ("word", "role"))
    return "".join(sorted({row["word"][0] for row in rows}))


_CHANGE = re.compile(
    rf"(?=[{_first_characters()}高快多低慢少贵便])(?!减灾)(?:"
    rf"(?P<rate_up>{_words('rate_up')})|(?P<rate_down>{_words('rate_down')})"
    rf"|(?P<up>{_words('up')})|(?P<down>{_words('down')})|(?P<more>[高多]出?了?|快了?|贵了?)$|(?P<less>低了?|慢了?|少了?|便宜了?)$)"
)
#: A level follows, not an amount of change.
_LEVEL = re.compile(r"[到至达为占是]|突破|超过|的|^值")
_DIRECT = re.compile(
    r"(?:了|幅度|速度|率|将|均|都|近|约|再|、|各|大约|额|分别|逾|超|率?均?超过|不低于|不超过|净)*$"
)
_RATE_LINK = re.compile(
    r"(?!.*[居列]$)[^，]{0,3}(?:为|达到?|是|有|仅|只有|超过?|控制在|保持在?|维持在|连续|稳定在|高达|约|均|的)*"
    r"[^到至]{0,4}$"
)
_TAKES_OBJECT = re.compile(
    r"新增|增[加发]?|减少?|降低|压减|下调|上调|提高|削减|减免|压缩|净增|缩短|延长|扩大"
)
#: 涨幅回落到2.6%: what the rate came to is still the amount of a change.
_RATE_CAME_TO = re.compile(
    rf"(?:(?P<up>{_words('rate_up')})|{_words('rate_down')})(?:从[^，]{{0,8}})?(?:回落|提高|扩大|收窄|放缓|加快|降|升|回升|缩小)[到至为]$"
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
        "age",
        "ratio",
    )
)
#: 同比+15.6%, 环比-4.2%, （+1.2pct）: a rate with its sign.
_SIGNED = ("+", "同比", "环比", "（")
_RATES = frozenset(("percent", "percentage_point"))
_LENGTHENS = re.compile(r"延长|缩短|压缩|增加|减少|[缩增]?减|多|少|净?增|压减|提高|递增|精简|再?减")
_SIDES = frozenset(("方面", "领域", "环节"))
#: 比纪录快了52秒: so much less time.
_FASTER = {"快了": "decrease", "慢了": "increase"}
_BETTERS = re.compile("提高|提升")  # 提高1200万教师待遇 speaks of their pay
_AFTER_UP = re.compile(r"的(?:速度)?(?:增长|增速|增幅|涨幅|升幅|提升|增量)")
_AFTER_DOWN = re.compile(r"的(?:速度)?(?:降幅|下降|跌幅|减幅)")


def direction(text: str, quantity: Quantity, setting: Setting, before: str | None) -> str | None:
    """Increase or decrease where the number is itself the amount of a change.

    ``before`` is the direction of the previous figure, which a coordinated number shares.
    """
    if quantity.kind not in _CHANGES or (quantity.kind == "age" and quantity.modifier != "exact"):
        return None
    if before and _is_coordinated(quantity, setting):
        return before
    if text.startswith("的", quantity.stop):
        if _AFTER_UP.match(text, quantity.stop):
            return "increase"
        if _AFTER_DOWN.match(text, quantity.stop):
            return "decrease"
    negative = quantity.low is not None and quantity.low < 0
    return _way_of(setting.gap, quantity.kind, quantity.unit, negative)


@remembered
def _way_of(gap: str, kind: str, unit: str, negative: bool) -> str | None:
    """Which way the words before a number say that it goes."""
    if rate := _RATE_CAME_TO.search(gap):
        return "increase" if rate["up"] else "decrease"
    if kind in _RATES and gap.endswith(_SIGNED):
        return "decrease" if negative else ("increase" if gap.endswith("+") else None)
    last = _last(_CHANGE, gap)
    way = _read_change(last, gap, kind, unit) if last else None
    falls = negative and last and last.lastgroup in ("up", "rate_up")
    return "decrease" if way and falls else way


def _is_coordinated(quantity: Quantity, setting: Setting) -> bool:
    """增加2.8和5.5平方米; 压减钢铁产能260万吨、煤炭产能415万吨."""
    if _is_side_by_side(setting.gap):
        return True
    thing = quantity.kind in ("count", "measure") and _NEXT_THING.fullmatch(setting.gap)
    first = setting.prefix.removesuffix(setting.gap)
    return bool(thing and _TAKES_OBJECT.match(first) and not _LEVEL.search(setting.gap))


@remembered
def _is_side_by_side(gap: str) -> bool:
    return bool(_COORDINATED.fullmatch(gap))


#: The next of the things that one verb adds or takes away.
_NEXT_THING = re.compile("[、和与及][^0-9，；。、]{2,12}")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _read_change(match: re.Match[str], gap: str, kind: str, unit: str) -> str | None:
    role, rest = str(match.lastgroup), gap[match.end() :]
    if unit in _SIDES:  # 从增加供给和抑制需求两方面
        return None
    if kind == "percentage_point" and _DIFFERENCE.search(gap):
        return None
    if kind == "duration" and match[0] in _FASTER:
        return _FASTER[match[0]]
    if kind == "duration" and not _LENGTHENS.fullmatch(match[0]):
        return None
    if role in ("more", "less"):
        told = match[0].endswith("了") and (
            match[0].startswith(_DEARER) or _NOUN_BEFORE.search(gap, 0, match.start())
        )
        apart = kind != "percent" or match[0].endswith("出")  # 高出5%
        compared = told or (apart and _BASIS.search(gap))
        return ("increase" if role == "more" else "decrease") if compared else None
    if not (_states_rate(rest) if role.startswith("rate") else _states_amount(match[0], rest)):
        return None
    if _BETTERS.fullmatch(match[0]) and unit in ("", "人", "名") and not _BASIS.search(gap):
        return None
    return "decrease" if role in ("down", "rate_down") else "increase"


#: 居民收入增速高于经济增速1个百分点: two things apart, no change.
_DIFFERENCE = re.compile("[高低快慢]于[^，]*$")
#: 客人少了三成, but not 多了 after 更, 不 or at the head of a clause.
_NOUN_BEFORE = re.compile("[一-鿿](?<![更很太不过])$")
_DEARER = ("贵", "便")


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
    r"(?=[环同比较与跟和上去自按在])(?:(?P<mom>环比|按[季月](?=[增减升降上下])|[比较]上个?(?:月|季度?|周))"
    r"|(?P<yoy>同比|按年(?=[增减升降上下])|[比较](?:上一?年|去年|前年)|(?:与|同|跟|和)(?:上年|去年)同期|[上去]年同期)"
    r"|(?P<since>自[^，]{1,12}以来|在[0-9]{4}年(?:的)?基础上|[比较](?:第?[一二三四]季度|前[一二三四五六七八九十两0-9]|[0-9]{1,2}(?:[—-][0-9]{1,2})?月"
    r"|[^，。；0-9]{0,8}[0-9]{4}年?|上次|[^，。；]{0,6}(?:假期|期间)|[^，。；]{1,12}(?:纪录|记录|成绩)|[一二三五十两0-9]+年前|“?十[一二三四五六]?五|改革|年初|历史|基期)))"
)
#: 较去年同期的33.9亿元增长两成.
_AGAINST_NUMBER = re.compile(
    r"[较比](?:去年|上年|前年)(?:同期)?的[^，增减升降上下]{2,16}[增减升降上下][^，]{0,4}$"
    r"|[较比]前[一二三四五六七八九十两0-9]+年[增减升降上下][^，]{0,4}$"
)
_MEAN_RATE = re.compile(r"[年平]均[增下上]")
_OTHER_TIME = re.compile(r"累计|[年月季]")
_COMPARED = re.compile(r"(?:与|同|跟|和)[^，。；]{2,40}相比，?$")
#: 比年初增加743.2亿元，增长13.6%: the same change once more.
_BARE_CHANGE = re.compile("(?:增长|增幅为?|下降|降幅为?|上涨|上升|涨幅为?|提高)")
AMONG = re.compile(r"其中|[^。]{0,4}分[^，。；]{2,6}看")


def basis(text: str, quantity: Quantity, setting: Setting) -> str | None:
    """What the change is measured against, if the clause itself says so."""
    within = setting.gap.startswith("前") or _AGAINST_NUMBER.search(setting.prefix)
    words = setting.prefix if within else setting.gap  # 比五年前增加
    if base := _basis_in(words):
        return base
    before = text[max(setting.sentence, setting.clause - 44) : setting.clause]
    if before.endswith("）") and (opening := before.rfind("（")) >= 0:  # 比去年同期（下同）增长
        return _basis_in(before[:opening])
    if "相比" in before and (compared := _COMPARED.search(before)):
        return _basis_in(_WITH.sub("比", compared[0], count=1))
    return None


_WITH = re.compile("[与同跟和]")


@remembered
def _basis_in(words: str) -> str | None:
    marker = _last(_BASIS, words)
    return marker.lastgroup if marker else None


_SHARES = frozenset(("multiple", "percent", "proportion"))
_OF_WHAT = ("的", "的约", "的近")
#: 是2016年的3.6倍, 约为上年末的3.8倍, 是五年前的1.9倍.
_TIMES_OF = re.compile(
    r"(?:是|为|相当于|不足|不到|超过)(?:(?P<yoy>(?:上年|去年)(?:同[期月]|[末底])?)"
    r"|[0-9]{4}年(?:同[期月]|[末底])?"
    r"|[0-9一二三四五六七八九十]+年前)的[约近]?$"
)


def basis_of_multiple(quantity: Quantity, setting: Setting) -> str | None:
    """What a level is so many times of."""
    if quantity.kind not in _SHARES or not setting.prefix.endswith(_OF_WHAT):
        return None
    of = _TIMES_OF.search(setting.prefix)
    return of and ("yoy" if of["yoy"] else "since")


def basis_by_time(base: str, setting: Setting, period: str) -> str:
    """What the time of a number makes of its basis: against 2020年 a number of 2021 is year on
    year; against the end of last year (比上年末) one of this June is not; and against the month or
    quarter just before a number is of a month on month.
    """
    if _is_month_before(setting.gap, period):
        return "mom"
    whole_year = len(period) == len("2025") or period.endswith("-12")
    if base == "since" and whole_year and (year := _BASE_YEAR.search(setting.prefix)):
        return "yoy" if period.startswith(f"{int(year[1]) + 1:04}") else base
    if base == "yoy" and period and not whole_year and _BASE_YEAR_END.search(setting.gap):
        return "since"
    return base


def _is_month_before(gap: str, period: str) -> bool:
    """Is a number of a month or quarter set against the one just before (8月份……，比7月份下降)?"""
    if "月" not in gap and "季" not in gap:
        return False
    last, base = period.rpartition("/")[2], _BASE_MONTH.search(gap)
    if base is None or len(last) < len("2025-01"):
        return False
    month = int(last[5:7])
    if base["quarter"]:  # the end of the next quarter
        return "/" in period and month == (_QUARTERS.index(base["quarter"]) + 2) * _QUARTER
    return month == int(base["month"]) + 1


_BASE_MONTH = re.compile(
    r"[比较](?:第?(?P<quarter>[一二三])季度末?|(?:[0-9]{1,2}[—-])?(?P<month>[0-9]{1,2})月)"
)
_QUARTERS = "一二三"
_QUARTER = 3  # months
_BASE_YEAR = re.compile(r"[比较]([0-9]{4})年(?!同期)[^，；。0-9]{0,8}$")
_BASE_YEAR_END = re.compile("[比较](?:上年|去年)[末底]")


def inherits_basis(text: str, setting: Setting, previous: Setting) -> bool:
    """A change without a basis shares the last one's: same sentence, or a next one with 其中."""
    if setting.sentence == previous.sentence:
        return True
    return bool(AMONG.match(text, setting.sentence))


def starts_anew(text: str, setting: Setting, previous: Setting, base: str | None) -> bool:
    """Does a change share the basis its sentence began with, and not the last one's?  In a sentence
    of parts (分产业看), and behind a ； what is against the month before is over.
    """
    if setting.sentence != previous.sentence:
        return True
    return base == "mom" and text.find("；", previous.gap_start, setting.gap_start) >= 0


def is_part_of_change(quantity: Quantity, setting: Setting, previous: Quantity) -> bool:
    """新增1.97万公里，其中高速铁路8951公里: a part of an amount of change is one, too."""
    alike = quantity.unit == previous.unit and quantity.kind in ("money", "count", "measure")
    first = setting.gap.startswith("其中")
    within = not first or (quantity.low or 0) <= (previous.high or 0)  # no more than the whole
    return alike and within and setting.prefix.startswith("其中")


def is_mean_rate(setting: Setting) -> bool:
    """Is the change a mean over years (年均增长), with no basis of its own?"""
    return bool(_MEAN_RATE.search(setting.gap))


def carries_basis(base: str | None, setting: Setting) -> bool:
    """Not a base of its own (比2015年), and a month's change says nothing of other months.

    Numbers side by side (增加2.8和5.5平方米) share any base, means over years (年均) none.
    """
    if _is_side_by_side(setting.gap) or _BARE_CHANGE.fullmatch(setting.prefix):
        return True
    if is_mean_rate(setting):
        return False
    return base == "yoy" or (base == "mom" and not _OTHER_TIME.search(setting.prefix))
