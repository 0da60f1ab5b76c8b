"""What stands around a time phrase: a comparison, words of a plan, a thing that has the time."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

from ningbo_lib.lexicons import alternation

_words = partial(alternation, "event_words.tsv")
#: What else than the sentence a time belongs to: to one end of a pair (由2011年的812亿元), to a
#: thing (2014年通车的高铁), or to something that lasts since (2010年建站以来).
Tie = Literal["", "pair", "thing", "since"]

#: 由2011年的812亿元, 由1—5月下降22.8%.
_FROM_NUMBER = re.compile(r"[^，。；0-9]{0,4}(?:的|[0-9])")
#: 到2016年的1347亿元, 至2016年全市的1347亿元, 到2016年1347亿元.
_TO_NUMBER = re.compile(r"[^，。；0-9]{0,4}的|[0-9]")
_PAIRING = {"由": _FROM_NUMBER, "从": _FROM_NUMBER, "到": _TO_NUMBER, "至": _TO_NUMBER}
_TIED = re.compile(
    # 2010年建站以来
    r"(?P<since>(?![是为])[^，。；0-9年月日]{0,14}以来)"
    # 2019年新建的码头; but not 2019年同期的…, 2019年全市投的…
    rf"|(?!{_words('level')}|[末底初前后中]|[全我本各][市省国区县州校院])"
    rf"[一-鿿]{{1,3}}(?<={_words('making')})的"
    # 2014年正式通车的高铁; but not 2014年投产的就有5个
    rf"|(?:[以之]?前)?(?:{_words('manner')})*(?:{_words('opening')}|{_words('founding')})的(?![就有共达]|[0-9]+(?!号))"
)
_NOT_TIED = frozenset("，。；0123456789")
#: 比2019年, 恢复到2019年, and 是2019年的3倍.
_BASE = re.compile(r"(?:(?P<than>比|较|相比|同比|跟|相当于|等于|恢复[到至])|是|为)$")
_BASE_ENDS = frozenset("比较跟于到至是为")
_LONGEST_BASE = 3
_OF_THAT = re.compile("的[约近]?[0-9一二两三四五六七八九十半]")
#: 不到2010年的三分之二.
_TIMES = frozenset("是为到足过近约占")
#: But 由2019年的12%提高到2021年的近三成.
_GROWN_TO = tuple(f"{change}到" for change in "高加升降大长少低小")
_PART_OF_THAT = re.compile(
    "[^，。；0-9]{0,6}的[约近]?[0-9.一二两三四五六七八九十几]+(?:分之|倍|成)"
)
#: 与2005年1%人口抽样调查推算数相比, 与上年基本持平; of a census, it tells the year of this one.
_WITH = frozenset("与同和跟")
_COMPARED = re.compile("[^，。；普]{0,40}(?:相比|持平|相当(?!于))")
#: 今年春节在1月，而去年春节在2月，…
_ASIDE = re.compile("而(?:去年|上年|前年)[^，。；0-9]{1,8}在$")
_LONGEST_ASIDE = 12
_THAN_FAR = re.compile("[比较][^，。；0-9]{1,8}的$")
#: 比他去年在这里创造的纪录慢了22秒.
_THAN_OWN = re.compile("[比较][^，。；0-9]{0,3}$")
_OF_OWN_RECORD = re.compile(
    "[^，。；0-9]{0,10}的[^，。；0-9]{0,8}(?:快|慢|高|低|多|少|长|短)(?:出|了)?[0-9]"
)
_APART = frozenset("高低多少增减升降上下回")
#: 在上年恢复的基础上继续增产.
_ON_TOP_OF = re.compile("[^，。；0-9]{1,10}的?基础上")
_AS_BASE = ("同期", "同月", "基础上", "的基础上", "相比", "基数", "的基数", "高基数", "低基数")
#: 预计到2025年, and 今年再减税, 今年的目标.
_PLAN_BEFORE = re.compile(r"(?:预计|预期|力争|争取|确保|计划|目标|拟)[^，。；]{0,4}$")
_PLAN_BEHIND = re.compile(
    "再|将|要|拟|控制在|预计|预期|力争|争取(?![^，。]{0,12}(?:资金|转移支付|国债|债券|补助|贷款|支持))|确保|计划|[^，。；0-9]{0,6}有望|[^，。；0-9]{0,10}目标"
)
_LONGEST_PLAN = 6
_AHEAD = re.compile(
    "将|拟|预计(?!数)|(?<!年度)计划(?!单列)|力争|争取|确保|目标|届时|要(?<![主重需必摘]要)(?![求素点])"
)
_WHOLE_YEAR = re.compile("全年|分季度")
_NEAR = 24
#: 去年同期 that opens a clause: 。去年同期, 由去年同期.
_OPENS = "，。；（由从而\n"


def tie(text: str, start: int, stop: int) -> Tie:
    """What a time belongs to besides its sentence, ``""`` for most."""
    of_number = _PAIRING.get(text[start - 1 : start])
    if of_number and of_number.match(text, stop):
        return "pair"
    if text[stop : stop + 1] in _NOT_TIED:
        return ""
    if text[start - 1 : start] == "于" and text.startswith("的", stop):  # 投产于1968年的铅锌矿
        return "thing"
    tied = _TIED.match(text, stop)
    return "" if tied is None else ("since" if tied["since"] else "thing")


#: 分别比上年末和上年增长1.7%和4.2%.
_SECOND_BASE = tuple(
    f"{than}{year}{end}和" for than in "比较" for year in ("上年", "去年") for end in "末底"
)


def is_base(text: str, start: int, stop: int) -> bool:
    """比2019年, 2019年同期: what a number is measured against is not its time."""
    on_top = text.find("基础上", stop, stop + _LONGEST_ASIDE) >= 0
    if text.startswith(_AS_BASE, stop) or (on_top and _ON_TOP_OF.match(text, stop)):
        return True
    before = text[start - 1 : start]
    if _THAN_OWN.search(text, max(0, start - 4), start) and _OF_OWN_RECORD.match(text, stop):
        return True
    if before in _WITH and (_COMPARED.match(text, stop) or text.endswith(_SECOND_BASE, 0, start)):
        return True
    if before in _TIMES and _PART_OF_THAT.match(text, stop):
        return not text.endswith(_GROWN_TO, 0, start)
    if before == "的" and text[stop : stop + 1] in _APART:  # 比危机前的2008年8月高出近两成
        return bool(_THAN_FAR.search(text, max(0, start - _LONGEST_ASIDE), start))
    if before == "在" and text.startswith("，", stop):
        return bool(_ASIDE.search(text, max(0, start - _LONGEST_ASIDE), start))
    if before not in _BASE_ENDS:
        return False
    base = _BASE.search(text, max(0, start - _LONGEST_BASE), start)
    return base is not None and bool(base["than"] or _OF_THAT.match(text, stop))


def said_again(text: str, start: int, stop: int) -> str:
    """同期 where 去年同期, 2020年同期 open a clause (the same part of that year), 当 where a year
    or day is the one just named.
    """
    if text[stop - 1] == "年" and text.startswith("同期", stop):
        return "同期" if not start or text[start - 1] in _OPENS else ""
    return "当" if text[start] in "当同次翌那" or text.startswith("第二年", start) else ""


def is_planned(text: str, start: int, stop: int) -> bool:
    """预计全年…, 全年再减税…: a plan word right before or behind."""
    before = _PLAN_BEFORE.search(text, max(0, start - _LONGEST_PLAN), start)
    return bool(before or _PLAN_BEHIND.match(text, stop))


def is_ahead(text: str, start: int, stop: int) -> bool:
    """Is the sentence around a phrase one of plans?"""
    return bool(_AHEAD.search(text, max(0, start - _NEAR), stop + _NEAR))


def is_beside_year(text: str, start: int, stop: int) -> bool:
    """一季度…, 上半年…, 全年…: the parts of a year that is told as a whole."""
    return bool(_WHOLE_YEAR.search(text, max(0, start - 2 * _NEAR), stop + 2 * _NEAR))


def is_lunar(text: str, start: int) -> bool:
    """农历五月: no month of the calendar."""
    return text[start - 1 : start] == "历" and text.endswith(("农历", "阴历", "旧历"), 0, start)
