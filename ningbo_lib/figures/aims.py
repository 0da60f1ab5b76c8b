"""Aims, budgets and orders: plans that show in the shape of a clause and in round numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from ningbo_lib.figures.iso_times import is_over
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.stops import FULL_STOP
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "plan_words.tsv")
#: Clauses that open with such a verb give an order, unless they tell what was done.
_ORDER = re.compile(
    rf"(?:[^，。]{{0,4}}[是要])?(?:(?P<firm>{_words('firm')})|{_words('order')})(?!后)"
)
#: A neighbour to the last of three digits tells of results: 260万吨、煤炭产能415万吨.
_RESULT = re.compile(r"、[^，。；0-9]{0,12}(?=[0-9.]*[1-9](?![0-9.]))[0-9](?:\.?[0-9]){2,}")
#: What an order in the clause before is to bring about.
_SO_THAT = re.compile("使|让")
#: A feast to come: 迎接……成立70周年, 以优异成绩庆祝……, 组织好……庆祝活动.
_FEAST = re.compile(r"迎接|以[^，。]{1,10}庆祝|组织好|办好|筹备")
#: Flows under a bound (增长8%左右, 新增900万人以上) are aims more often than results.
_FLOW = re.compile(rf"(?:{_words('flow')})(?!稳定在|保持在)[^，]{{0,3}}$")
#: What a yearly plan sets: under a lower bound it is an aim, since results are exact.
_HEADLINE = re.compile(rf"(?:{_words('headline')})[^，；]{{0,8}}$")
_MEAN = re.compile(r"均|每[年月日]|连续")
#: One of these makes a list of aims of its whole sentence, and what is set ahead of a year.
_AIM = re.compile(
    r"国内生产总值(?:实际)?增长[0-9.]+%(?:左右|以上|至)|地区生产总值(?:实际)?增长[0-9.]+%(?:左右|以上|至)"
    r"|控制在[0-9.]+%(?:左右|以内)"
    r"|新增就业[0-9]+万人以上，[^，]*失业率|失业率(?:控制在)?[0-9.]+%(?:左右|以内)"
)
_SET_AHEAD = re.compile(r"赤字[率]?[^，；。到至]{0,3}$|预算内投资[^，；。]{0,4}安排[^，]{0,2}$")
#: 将标准提高到240元: what is done to a thing in front of the verb is ordered, not told.
_DISPOSED = re.compile(rf"[将把][^，；。]{{2,30}}(?:{_words('disposed')})[到至为]$")
#: Against a time that is over, results are told.
_COMPARED = re.compile("同期|同比|环比")
_LEVEL = re.compile(r"(?:[到达占至于的]|稳定在)$")
_AMOUNTS = frozenset(("percent", "money", "count", "measure"))
_BUDGET = re.compile(rf"(?:{_words('budget')})(?:按|为)?[^，]{{0,2}}$")
#: 低于4.5%的年度控制目标: what the number is, whatever became of it.
_IS_GOAL = re.compile(rf"的?(?:{_words('goal')})*目标")
#: 公司拟以不超过3亿元回购股份, 董事会拟每10股派发红利2.5元.
_PROPOSED = re.compile(
    "拟(?!合)|计划(?<!原计划)(?<!年计划)(?<!年度计划)|(?:建议|提议)(?=[^。]{0,30}派)"
)
_OF_COMPANY = re.compile("公司|董事会|股东")
_COMPANY_NEAR = 200
#: So far back is looked in a sentence: the time stays linear.
_FAR = 80


class Aims:
    """Which numbers of a text have the shape of a plan; the aims of a sentence are listed once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._listed = (-1, False)  # start of the sentence asked about last, and the answer

    def include(self, quantity: Quantity, place: Setting) -> bool:
        """Aims, budgets and orders have round or bounded numbers; results have many digits."""
        text = self._text
        if quantity.kind == "percent" and quantity.low != quantity.high:
            return True
        if (
            _is_budget(quantity, place)
            or _is_support(quantity, place)
            or _is_aim(text, quantity, place)
        ):
            return True
        if quantity.kind in _AMOUNTS and self._are_listed(place.sentence):
            return True
        if quantity.unit == "周年":
            start = max(place.sentence, quantity.start - _FAR)
            return bool(_FEAST.search(text, start, quantity.start))
        return _is_ordered(text, quantity, place)

    def _are_listed(self, sentence: int) -> bool:
        """Does the sentence that begins here list the aims of a year?"""
        if self._listed[0] != sentence:
            stop = FULL_STOP.search(self._text, sentence)
            end = stop.start() if stop else len(self._text)
            self._listed = (sentence, bool(_AIM.search(self._text, sentence, end)))
        return self._listed[1]


def goes_on(quantity: Quantity, place: Setting, previous: Setting) -> bool:
    """新建农田10万亩，……居民收入增长8%: a round rate behind the aims of its sentence."""
    beside = quantity.kind == "percent" and place.sentence == previous.sentence
    return beside and bool(_FLOW.search(place.gap)) and _significant(quantity) <= 1


def _is_budget(quantity: Quantity, place: Setting) -> bool:
    """Deficits and what a government sets aside: round money."""
    if _SET_AHEAD.search(place.gap):
        return True
    set_aside = quantity.kind == "money" and _BUDGET.search(place.gap)
    return bool(set_aside) and _significant(quantity) <= 2


def _is_support(quantity: Quantity, place: Setting) -> bool:
    """补助标准由380元提高到420元: what a government grants is raised by a round number."""
    granted = quantity.modifier == "exact" and _SUPPORT.search(place.prefix)
    return bool(granted) and _significant(quantity) <= 2


_SUPPORT = re.compile(
    rf"(?:{_words('grant')})(?:标准)?(?:由[^，。]{{0,14}}|分别|再|人均|每人)*"
    rf"(?:{_words('raised')})到?[^，。]{{0,6}}$"
)


def _is_aim(text: str, quantity: Quantity, place: Setting) -> bool:
    """A bounded flow (增长8%左右), or a headline number under a lower bound."""
    bound, gap = quantity.modifier, place.gap
    about = text.startswith("左右", quantity.stop - 2)  # 约 tells of results
    if _COMPARED.search(place.prefix):
        return False
    if bound == "at_least":
        aimed = _HEADLINE.search(place.prefix) and not _MEAN.search(place.prefix)
        return bool(aimed) or ("新增" in gap and bool(_FLOW.search(gap)))
    if about and quantity.kind == "percent" and not _LEVEL.search(gap):
        return True
    if bound == "under" and text.startswith("低于", quantity.start):
        return gap.endswith("失业率")
    return (about or bound == "at_most") and bool(_FLOW.search(gap))


def _is_ordered(text: str, quantity: Quantity, place: Setting) -> bool:
    """建设300万套: a clause that opens with the verb, and a round number."""
    if _DISPOSED.search(place.prefix):
        return True
    purpose = _SO_THAT.match(place.prefix)
    order = _ORDER.match(text, place.sentence) if purpose else _ORDER.match(place.prefix)
    has_been = (
        not purpose and place.gap.endswith("的") and quantity.kind == "count"
    )  # 扩大内需的十项措施
    if order is None or quantity.modifier in ("over", "under") or has_been:
        return False
    if quantity.modifier == "exact" and _significant(quantity) > 1 + bool(order["firm"]):
        return False
    return quantity.kind == "money" or not _RESULT.match(text, quantity.stop)


def _significant(quantity: Quantity) -> int:
    """Digits of the number without the zeros at its end: plans are round, results seldom."""
    return len(quantity.low.normalize().as_tuple().digits) if quantity.low else 0


def is_goal(text: str, quantity: Quantity) -> bool:
    """低于4.5%的年度控制目标: is the number a goal by the words behind it?"""
    return bool(_IS_GOAL.match(text, quantity.stop))


def proposes(
    text: str, quantity: Quantity, place: Setting, *, told: Mention, today: date | None
) -> bool:
    """Does a company tell here of what it has in mind, behind its results of some time?

    ``told`` is the time of the results; the number is of no time that the text names.
    """
    if today is None or not is_over(told.iso, today):
        return False
    near = max(0, quantity.start - _COMPANY_NEAR)
    begin = max(place.sentence, told.stop, near)
    if text.find("为基数", max(told.stop, near), quantity.start) >= 0:  # 拟以2012年末总股本为基数
        begin = max(place.sentence, near)
    proposed = _PROPOSED.search(text, begin, quantity.start)
    return proposed is not None and bool(_OF_COMPANY.search(text, near, quantity.start))


def may_propose(text: str) -> bool:
    """Has a text a word without which nothing in it is proposed?"""
    return "拟" in text or "计划" in text
