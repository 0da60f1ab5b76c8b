"""What a change is measured against: the year before, the month before, or some time in between.

``changes`` asks each question here of one number after the other.
"""

from __future__ import annotations

import re

from ningbo_lib.figures.dated import MONTH_LENGTH, YEAR_LENGTH
from ningbo_lib.figures.linking import (
    Setting,
    is_pair,
    is_side_by_side,
    last_match,
    remembered,
)
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.stops import REACH
from ningbo_lib.figures.units import SHARES

BASIS = re.compile(
    r"(?=[环同比较与跟和上去自按在])(?:(?P<mom>环比|按[季月](?=[增减升降上下])|[比较]上个?(?:月|旬|季度?|周))"
    r"|(?P<yoy>同比|按年(?=[增减升降上下])|[比较](?:上一?学?年|去年|前年)|(?:与|同|跟|和)(?:上年|去年)同期|[上去]年同期)"
    r"|(?P<since>自[^，]{1,12}以来|在[0-9]{4}年(?:的)?基础上|[比较](?:第?[一二三四]季度|[上下]半年|前[一二三四五六七八九十两0-9]|[0-9]{1,2}(?:[—-][0-9]{1,2})?月"
    r"|[^，。；0-9]{0,8}[0-9]{4}年?|上[次届]|期初|此前|峰值|第[一二三四五六七八]次|[^，。；]{0,6}(?:假期|期间)|[^，。；]{1,12}(?:纪录|记录|成绩)|[一二三四五六七八九十两0-9]+(?:年|个月|天)前|“?十[一二三四五六]?五|改革|年初|历史|基期|常年|往年|多年|平[常日时]|原[来先]|现行|上一?[轮届次]|前天|[^，。；0-9]{1,8}(?<![眼目面跟当])前(?=[增减升降上下多少高低贵便快慢长短提偏缩]))))"
)
#: 较去年同期的33.9亿元增长两成.
_AGAINST_NUMBER = re.compile(
    r"[较比](?:(?:去年|上年|前年)(?:同期)?|[0-9]{4}年(?:[0-9]{1,2}月)?|[0-9]{1,2}月[初末底中]?)的"
    r"[^，增减升降上下]{2,16}[增减升降上下缩涨跌多少贵便高低回][^，]{0,4}$"
    r"|[较比]前[一二三四五六七八九十两0-9]+年[增减升降上下][^，]{0,4}$"
)
_MEAN_RATE = re.compile(r"[年平]均[增下上]")
_OTHER_TIME = re.compile(r"累计|[年月季]")
_COMPARED = re.compile(r"(?:与|同|跟|和)[^，。；]{2,40}相比，?$")
#: 比年初增加743.2亿元，增长13.6%: the same change once more.
_BARE_CHANGE = re.compile("增长|[增降涨跌升]幅为?|下降|上涨|上升|提高|压减|减少|增加")
AMONG = re.compile(
    r"其中|[^。]{0,4}分[^，。；]{2,6}看|从(?![环同]比)[^，。；]{2,8}看|[^，。；0-9]{2,5}中，"
)


def basis(text: str, setting: Setting) -> str | None:
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
_COMPARES_ALL = re.compile("(?:与|同|跟|和)[^，。；]{2,40}相比，")
#: So far back in its paragraph a rate is framed by 从同比看.
_FRAMED_FROM = 400
_FRAMED = ("从同比看", "从同比来看")
_FRAMED_BY_MONTH = ("从环比看", "从环比来看")


_THE_SAME_BELOW = re.compile(
    "(?:(?P<yoy>[比较与](?:去年|上年)(?:同期)?|同比)|(?P<mom>[比较与]上[个]?月|环比))"
    "[^（）。；0-9]{0,6}(?:（[^（）]{0,10}下同）|，下同）)"
)


def basis_below(text: str) -> tuple[int, str] | None:
    """比去年同期（下同）增长6.8%: from where on a base holds that is not said again, and which."""
    same = _THE_SAME_BELOW.search(text) if "下同" in text else None
    return (same.end(), str(same.lastgroup)) if same else None


def frames_bases(text: str) -> bool:
    """Does a text say 与……相比， or 从同比看 at all?"""
    return "相比，" in text or "比看" in text or "比来看" in text


def basis_of_sentence(text: str, setting: Setting) -> str | None:
    """与2019年同期相比，人次增长18.4%，收入增长13.8%: one base for all that is told in a row; and
    从同比看 for all behind it in its paragraph.
    """
    opening = max(setting.sentence, text.rfind("；", setting.sentence, setting.gap_start) + 1)
    near = max(opening, setting.gap_start - REACH)
    if compared := _COMPARES_ALL.search(text, near, setting.gap_start):
        return _basis_in(_WITH.sub("比", compared[0], count=1))
    near = max(0, setting.gap_start - _FRAMED_FROM)
    near = max(near, text.rfind("\n", near, setting.gap_start) + 1)
    yoy, mom = (
        max(text.rfind(words, near, setting.gap_start) for words in frames)
        for frames in (_FRAMED, _FRAMED_BY_MONTH)
    )
    if mom > yoy:
        return "mom" if mom >= setting.sentence else None
    return "yoy" if yoy >= 0 else None


@remembered
def _basis_in(words: str) -> str | None:
    marker = last_match(BASIS, words)
    return marker.lastgroup if marker else None


_OF_WHAT = ("的", "的约", "的近")
#: 是2016年的3.6倍, 约为上年末的3.8倍, 是五年前的1.9倍.
_TIMES_OF = re.compile(
    r"(?:是|为|相当于|不足|不到|超过|恢复[到至](?=[0-9]))(?:(?P<yoy>(?:上年|去年)(?:同[期月]|[末底])?)"
    r"|[0-9]{4}年(?:同[期月]|[末底]|[^，。；0-9的]{1,4})?|去年全年[^，。；0-9的]{0,6}|年初|期初"
    r"|前[一二三四五六七八九十两0-9]+年(?:总和)?|“?十[一二三四五六]?五[^，。；0-9的]{0,3}"
    r"|[0-9一二三四五六七八九十]+年前)的[约近]?$"
)


def basis_of_multiple(quantity: Quantity, setting: Setting) -> str | None:
    """What a level is so many times of."""
    if quantity.kind not in SHARES or not setting.prefix.endswith(_OF_WHAT):
        return None
    of = _TIMES_OF.search(setting.prefix)
    return of and ("yoy" if of["yoy"] else "since")


def basis_of_pair(first: Setting, second: Setting, setting: Setting) -> str | None:
    """由上年的86立方米降至79立方米，下降8.1%: the same change once more, against the first end."""
    if second.sentence != setting.sentence or not is_pair(first, second):
        return None
    if not _BARE_CHANGE.fullmatch(setting.prefix):
        return None
    if _FROM_LAST_YEAR.search(first.gap):
        return "yoy"
    return "since" if _FROM_THEN.search(first.gap) else None


_FROM_LAST_YEAR = re.compile("[由从](?:上年|去年)(?:同期)?的?$")
_FROM_THEN = re.compile("[由从][^，]{0,4}(?:年初|[0-9]年|月|[末底])")


def basis_by_time(base: str, setting: Setting, period: str) -> str:
    """What the time of a number makes of its basis: against 2020年 a number of 2021 is year on
    year; against the end of last year (比上年末) one of this June is not; and against the month or
    quarter just before a number is of a month on month.
    """
    if _is_month_before(setting.gap, period):
        return "mom"
    if base == "since" and period and (year := _SAME_PART.search(setting.gap)):
        part = len(period) > YEAR_LENGTH and period.startswith(f"{int(year[1]) + 1:04}")
        return "yoy" if part else base
    whole_year = len(period) == YEAR_LENGTH or period.endswith("-12")
    if base == "yoy" and not whole_year and period and _BASE_YEAR_WHOLE.search(setting.gap):
        return "since"
    if base == "yoy" and (month := _BASE_MONTH_LAST_YEAR.search(setting.gap)):
        return base if period.endswith(f"-{int(month[1]):02}") else "since"
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
    if last.endswith("-03") and "/" in period and _LAST_QUARTER.search(gap):
        return True
    if base is None or len(last) < MONTH_LENGTH:
        return False
    month = int(last[5:7])
    if base["quarter"]:  # the end of the next quarter
        return "/" in period and month == (_QUARTERS.index(base["quarter"]) + 2) * _QUARTER
    return month == int(base["month"]) + 1


_BASE_MONTH = re.compile(
    r"[比较](?:第?(?P<quarter>[一二三])季度末?|(?:[0-9]{1,2}[—-])?(?P<month>[0-9]{1,2})月)"
)
_LAST_QUARTER = re.compile("[比较](?:上年|去年)四季度")
_QUARTERS = "一二三"
_QUARTER = 3  # months
_BASE_YEAR = re.compile(r"[比较]([0-9]{4})年(?!同期)[^，；。0-9]{0,8}$")
#: 比2022年同期, 比上年全年, 比去年12月.
_SAME_PART = re.compile("[比较]([0-9]{4})年同[期月]")
_BASE_YEAR_WHOLE = re.compile("[比较](?:上年|去年)全年")
_BASE_MONTH_LAST_YEAR = re.compile("[比较](?:上年|去年)([0-9]{1,2})月")
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
    if is_side_by_side(setting.gap) or _BARE_CHANGE.fullmatch(setting.prefix):
        return True
    if is_mean_rate(setting):
        return False
    return base == "yoy" or (base == "mom" and not _OTHER_TIME.search(setting.prefix))
