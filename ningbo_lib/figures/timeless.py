"""Numbers that hold whenever they are told: sizes of things, small counts of things that just are,
ages of a part of the people.
"""

from __future__ import annotations

import re
from functools import partial

from ningbo_lib.figures.linking import Setting, remembered
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "event_words.tsv")
#: What a thing is (全长18.6公里); but 占地区… is a share.
_SIZE = re.compile(rf"(?:{_words('size')})(?<!占地(?=区))[^，]{{0,6}}$")
#: 新增污水日处理能力1149万吨, 增加到900吨: what became of it.
_GROWN = re.compile("新增.{0,10}能力|(?:增加|提高|扩大)[到至]?$")
#: Before a small count, what happened (新建5个机场); else the count belongs to a thing that
#: just is (十项措施, 56个民族).
_HAPPENED = re.compile(
    rf"(?:[了增建成办获签]|(?<!建)设立?|了[^，]{{2,20}}等|[仍尚]有|{_words('counted')})$"
)
#: What becomes of the counted: 12个贫困县全部摘帽.
_OUTCOME = re.compile(rf"[^，。；、的]{{0,8}}?(?:{_words('outcome')})")
#: 十件民生实事全部办结: so many, if all of them did so.
_ALL_OF_THEM = re.compile("全部|全面|均|都|悉数")
#: 五次下调利率: behind 次 no noun, as in 三次会议.
_NO_NOUN = frozenset("提下上降调增减较被在为到地的等，。；、")
_SORTS = re.compile(
    "(?<=[上下])(?:[0-9]+[个家户宗]|(?:的|大|重[大点])?(?:项目|企业|工程|户型|中小户型|住[宅房]|商品房|高温|[^，。；]{0,6}事故))"
)
_GRADES = frozenset(("吨级", "千伏"))
_SMALL = 100
_PEOPLE = 100_000_000
#: 14亿多中国人的饭碗.
_THE_PEOPLE = ("中国人", "中华儿女", "各族", "人民")
_MEAN_TIME = re.compile(_words("mean"))


@remembered
def is_size(gap: str) -> bool:
    """Do the words before a number say what a thing is, not what part it has in that?"""
    share = gap.startswith("占") and not gap.startswith("占地")
    return not share and bool(_SIZE.search(gap)) and not _GROWN.search(gap)


def is_told_of_thing(text: str, quantity: Quantity, place: Setting) -> bool:
    """占地213亩的厂区, 投资2600万元的大桥, but not 总长200公里的轨道网, which may be a plan."""
    if not text.startswith("的", quantity.stop) or quantity.kind not in ("money", "measure"):
        return False
    return (is_size(place.gap) and not place.gap.endswith(_LONG)) or place.gap.endswith(_OF_THING)


_LONG = ("总长", "总长约", "总长近")
_OF_THING = ("投资", "日产", "日处理", "日供水", "年产", "年处理", "年发电", "装机", "容量")


def is_grade(text: str, quantity: Quantity) -> bool:
    """15万吨级航道, 10亿元以上项目, 90平方米以下的户型: what sorts things."""
    if quantity.unit in _GRADES:
        return True
    if text.startswith(("部分", "的部分"), quantity.stop):  # 100万元至300万元部分
        return True
    return quantity.modifier != "exact" and bool(_SORTS.match(text, quantity.stop))


def is_class(text: str, quantity: Quantity) -> bool:
    """超过100万人的有4个, 50万人至100万人之间的有5个: by what the counted are sorted."""
    if quantity.unit == "平方米" and text.startswith(_MOVES, quantity.stop):
        return True  # 90平方米及以下上涨0.9%
    bounds = quantity.modifier != "exact" or quantity.low != quantity.high
    return bounds and bool(_OF_CLASS.match(text, quantity.stop))


_MOVES = ("上涨", "下降", "下跌", "持平")
_OF_CLASS = re.compile("(?:之间)?的(?:共?有|占|为)[0-9一二三四五六七八九十]")


def is_dimension(text: str, quantity: Quantity, place: Setting) -> bool:
    """墓长6.8米、宽3.2米, 14英寸电视机, 一套96平方米的新房: what a thing measures, whenever it is
    told of.
    """
    unit = quantity.unit
    if unit in _SIDES_IN:
        return bool(_SIDE.search(place.gap))
    if unit in _GROUNDS_IN:
        return text.startswith("的", quantity.stop) and text.endswith(_ROOMS, 0, quantity.start)
    return unit in _INCHES


_SIDES_IN = frozenset(("米", "厘米", "毫米", "公里"))
#: But 增长5米, 比去年高2厘米 and 排成长200米的队.
_SIDE = re.compile("^(?!.*[比较])(?:.*[^增延成加提升达排总河])?[长宽高深厚][约近]?$")
_GROUNDS_IN = frozenset(("平方米", "亩"))
_ROOMS = tuple("套间处栋幢")
_INCHES = frozenset(("英寸", "吋", "寸"))


@remembered
def is_measured_time(gap: str) -> bool:
    """Is a length of time one that was measured (平均寿命, 用时), not one that passed?"""
    return bool(_MEAN_TIME.search(gap))


def is_age_group(quantity: Quantity) -> bool:
    """0—14岁, 60岁及以上: ages of a part of the people, not of a person."""
    vague = quantity.modifier not in ("exact", "approx")
    return quantity.kind == "age" and (vague or quantity.low != quantity.high)


def is_age_of_person(text: str, quantity: Quantity) -> bool:
    """62岁的船工, 七旬老人: the age that somebody has as he is told of."""
    if quantity.kind != "age" or quantity.modifier not in ("exact", "approx"):
        return False
    return quantity.low == quantity.high and text.startswith(_WHOSE, quantity.stop)


_WHOSE = ("的", "老人", "老汉", "老太", "高龄")


def is_population(text: str, quantity: Quantity, place: Setting) -> bool:
    """The people there are: 14亿人的粮食安全, 我国有13亿人口."""
    if quantity.kind != "count" or quantity.low is None or quantity.low < _PEOPLE:
        return False
    if place.gap.endswith(("我国有", "我国现有", "中国有")):
        return True
    if text.startswith(_THE_PEOPLE, quantity.stop):
        return True
    there_are = text.endswith("人口", 0, quantity.stop) and place.gap[-1:] in ("", "有")
    return there_are or text.startswith("的", quantity.stop)


def is_of_description(text: str, quantity: Quantity, place: Setting) -> bool:
    """全长38.6公里，设车站13座: does its sentence describe a line, a building or a thing sold?"""
    near = max(place.sentence, quantity.start - _IN_VIEW)
    described = _DESCRIBES.search(text, near, quantity.stop + _BEHIND)
    return described is not None or bool(_PRICED.search(place.gap))


_IN_VIEW, _BEHIND = 60, 12
_DESCRIBES = re.compile(
    "全长|线路长|总里程|总投资|建筑面积|占地|时速|桥隧比|全线[有设共]|沿线设|设车?站|(?<!增)[长宽高][0-9]"
    "|起步价|票价实行|全程[0-9.]+[元公]|间隔|分钟一班"
)
_PRICED = re.compile("(?:[售票定]价|月租金?)[从为约]?$")


def are_there(text: str, quantity: Quantity, place: Setting) -> bool:
    """全校43名学生, 户籍人口1140人: is it how many there are, not what happened, a rule, what a
    building is made of or what used to be?
    """
    if quantity.kind != "count" or quantity.low is None or just_is(text, quantity, place):
        return False
    if is_of_description(text, quantity, place):
        return False
    near = max(place.sentence, quantity.start - _IN_VIEW)
    return not _NOT_THERE.search(text, near, quantity.stop + 1)


_NOT_THERE = re.compile(
    "每|标准|限|不低于|不少于|(?<![不刚])过|[起曾将拟]|来自|从|以前|原来|当时|那时|当年|平日|平时|鼎盛|时有"
    f"|投资|奖|罚|判|赔|{_words('size')}"
)


def just_is(text: str, quantity: Quantity, place: Setting) -> bool:
    """Whether a small count in words (两地, 十项措施) belongs to a thing that is, not to something
    that happened; one in digits is told because it did.
    """
    if quantity.kind != "count" or quantity.low is None or quantity.low >= _SMALL:
        return False
    if text.startswith("民族", quantity.stop):
        return True
    behind = text[quantity.stop : quantity.stop + 1]
    if text[quantity.start].isascii() or (quantity.unit == "次" and behind in _NO_NOUN):
        return False
    outcome = _OUTCOME.match(text, quantity.stop)
    if outcome and _ALL_OF_THEM.search(outcome[0]):
        return False
    return not _HAPPENED.search(place.gap)
