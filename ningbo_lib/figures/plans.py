"""Fact or plan: what the words, the time and the roundness of a number say about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from ningbo_lib.figures.linking import Setting, opens_pair, remembered
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.lexicons import alternation

Status = Literal["actual", "target"]


def _words(role: str) -> str:
    return alternation("plan_words.tsv", role)


#: Plan words that are such only before or behind certain others.
_PLAN_IN_PLACE = (
    rf"将(?:会|要|进一步|继续|力争|全面|累计|新|再)*(?:{_words('will')})",
    r"预期(?![转寿])",
    r"计划(?!单列|经济|生育|的|惠及)",
    r"指标[^。]{0,12}(?:包括|是|为|：|有)",
    r"目标[^。]{0,12}(?:包括|是|为|：|有)",
    r"要(?<![主重需纲概首必摘只不次简紧提]要)(?![求素点是么件闻领强塞职害约义目])",
    r"再(?=降|提|减|增|解决|新|安排|支持|开|压|延长|完成)",
    r"可(?=降至|降到|提至|提到|减|享受)",
    r"年底(?:[以之])?前",
    r"控制在[0-9.]+(?:%|个百分点)(?:左右|以内)",
)
#: Words that make what follows in their sentence a plan.  Here and below every alternative
#: begins with a plain character: so the search skips all others at once.
_PLAN = re.compile(f"{_words('plan')}|{'|'.join(_PLAN_IN_PLACE)}")
_PLAN_BEHIND = re.compile(r"计划[于在]|将[于在]|红线|底线|。|已")
#: 两校合并后，学生将达4200人.
_AFTERWARDS = re.compile(r"[^，。；]{0,6}后，[^，。；]{0,8}将")
_EXPECTED = re.compile(r"[^，。；]{0,20}预计")
#: 低于4.5%的年度控制目标: what the number is, whatever became of it.
_IS_GOAL = re.compile(r"的?(?:年度|全年|年初|预期|控制|增长|约束性|发展|规划|总|既定)*目标")
_YEARS_SINCE = "|".join(f"{number}年来" for number in "一二三四五十")
_DONE = re.compile(f"{_words('done')}|了(?<![除为]了)|{_YEARS_SINCE}")
#: Clauses that open with such a verb give an order, unless they tell what was done.
_ORDER = re.compile(
    rf"(?:[^，。]{{0,4}}[是要])?(?:(?P<firm>{_words('firm')})|{_words('order')})(?!后)"
)
#: A neighbour to the last of three digits tells of results: 260万吨、煤炭产能415万吨.
_RESULT = re.compile(r"、[^，。；0-9]{0,12}(?=[0-9.]*[1-9](?![0-9.]))[0-9](?:\.?[0-9]){2,}")
#: 计划改造142个，目前已开工95个，完工31个.
_ALREADY = re.compile("(?:目前|现|截至[^，]{1,8}，?)[均都]?已(?!有)")
#: What an order in the clause before is to bring about.
_SO_THAT = re.compile("使|让")
#: A feast to come: 迎接……成立70周年, 以优异成绩庆祝…….
_FEAST = re.compile(r"迎接|以[^，。]{1,10}庆祝")
#: Such a clause goes on with what was said of the number before it.
PART = re.compile(r"其中|用于|分别用于|占")
#: Flows under a bound (增长8%左右, 新增900万人以上) are aims more often than results.
_FLOW = re.compile(
    r"(?:增长|增幅|涨幅|新增就业|下降|减少|失业率|控制在)(?!稳定在|保持在)[^，]{0,3}$"
)
#: What a yearly plan sets: under a lower bound it is an aim, since results are exact.
_HEADLINE = re.compile(
    r"(?:国内生产总值|地区生产总值|生产总值|能耗|粮食产量|粮食综合生产能力|消费价格|贫困人口)[^，；]{0,8}$"
)
_MEAN = re.compile(r"均|每[年月日]|连续")
#: One of these makes a list of aims of its whole sentence, and what is set ahead of a year.
_AIM = re.compile(
    r"国内生产总值(?:实际)?增长[0-9.]+%(?:左右|以上|至)|地区生产总值(?:实际)?增长[0-9.]+%(?:左右|以上|至)"
    r"|控制在[0-9.]+%(?:左右|以内)"
    r"|新增就业[0-9]+万人以上，[^，]*失业率|失业率(?:控制在)?[0-9.]+%(?:左右|以内)"
)
_SET_AHEAD = re.compile(r"赤字[率]?[^，；。到至]{0,3}$|预算内投资[^，；。]{0,4}安排[^，]{0,2}$")
#: 将标准提高到240元: what is done to a thing in front of the verb is ordered, not told.
_DISPOSED = re.compile(
    r"[将把][^，；。]{2,30}(?:提高|扩大|增加|调整|上调|下调|降低?|减|延长)[到至为]$"
)
#: Against a time that is over, results are told.
_COMPARED = re.compile("同期|同比|环比")
_LEVEL = re.compile(r"(?:[到达占至于的]|稳定在)$")
_AMOUNTS = frozenset(("percent", "money", "count", "measure"))
#: In a clause of its own, whatever time was named before: 2022年……，拟每10股派…….
_INTENDED = re.compile("^拟|公司拟")
_STOP = re.compile(r"[。！？]")
_PEOPLE = 100_000_000
_FEW = 10
_ARE_PEOPLE = re.compile(r"各族|中国|人[民口]|同胞|儿女|农民|劳动")
_NAMED_THINGS = re.compile(r"(?:国内国际|城乡|[一-鿿]{2,}(?:[和与、])[^，。和与、]{1,8})$")
_BUDGET = re.compile(r"(?:安排|拿出|赤字|赤字率)(?:按|为)?[^，]{0,2}$")
_AGENDA = re.compile(r"任务|要求|建议|将|预期(?![转寿])|力争|预计|确保|政策取向|清单|安排")
#: Words of what was done reach this far within a sentence.
_FAR = 80
_AHEAD = 26
_LONGEST = 20  # characters of a plan phrase


class Reading:
    """A text read on a day, number after number: no part of a sentence is searched twice."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text, self.today = text, today
        self._sentence, self._searched, self._planned = -1, 0, -1
        self._aims = (-1, False)

    def planned(self, sentence: int, before: int) -> bool:
        """Does a plan word stand between the start of the sentence and here, with no word behind
        it of what is already done?
        """
        if sentence != self._sentence:
            self._sentence, self._searched, self._planned = sentence, sentence, -1
        start = max(sentence, self._searched - _LONGEST)
        for word in _PLAN.finditer(self.text, start, before):
            self._planned = word.end()
        self._searched = before
        if self._planned < 0:
            return False
        return not _ALREADY.search(self.text, max(self._planned, before - _FAR), before)

    def aims(self, sentence: int) -> bool:
        """Does the sentence that begins here list the aims of a year?"""
        if self._aims[0] != sentence:
            stop = _STOP.search(self.text, sentence)
            end = stop.start() if stop else len(self.text)
            self._aims = (sentence, bool(_AIM.search(self.text, sentence, end)))
        return self._aims[1]


def status(
    now: Reading, quantity: Quantity, place: Setting, period: str, *, part_of_plan: bool
) -> Status:
    """Is the number a plan?  What settles it, in this order: its time, words of what was done in
    its clause, plan words in its sentence, the plan it is a part of (其中 behind a target), and
    last the shape of clause and number.
    """
    text = now.text
    if _IS_GOAL.match(text, quantity.stop):
        return "target"
    settled = _by_time(quantity, place, period, now.today)
    if settled == "target" and opens_pair(text, quantity, place):
        return "actual"
    if settled == "actual" and "拟" in place.prefix and _INTENDED.search(place.prefix):
        return "target"
    if settled:
        return settled
    if _is_given(text, quantity, place):
        return "target" if _AFTERWARDS.match(text, quantity.stop) else "actual"
    done = _DONE.search(place.prefix)
    if done and done[0] == "累计" and period and now.planned(place.sentence, quantity.start):
        return "target"  # 预计到年底，累计完成86亿元
    if done or opens_pair(text, quantity, place) or "现行" in place.gap:
        return "actual"
    if now.planned(place.sentence, quantity.start):
        return "target"
    behind = _PLAN_BEHIND.search(text, quantity.stop, quantity.stop + _AHEAD)
    expected = _EXPECTED.match(text, quantity.stop)
    to_come = behind and behind[0] not in "。已"
    if behind and behind[0].startswith("将"):  # that of the next clause is another thing's
        to_come = "，" not in text[quantity.stop : behind.start()]
    if expected or to_come or part_of_plan:
        return "target"
    if _begun(quantity, period, now.today):
        return "target"
    before = text[max(place.sentence, quantity.start - _FAR) : quantity.start]
    return "actual" if _DONE.search(before) else _by_shape(now, quantity, place)


def goes_on(quantity: Quantity, place: Setting, previous: Setting) -> bool:
    """新建农田10万亩，……居民收入增长8%: a round rate behind the aims of its sentence."""
    rate = quantity.kind == "percent" and _significant(quantity) <= 1
    return rate and place.sentence == previous.sentence and bool(_FLOW.search(place.gap))


def share_plans(states: list[Status], places: Sequence[Setting], settled: Sequence[bool]) -> None:
    """Numbers side by side in one clause (8000亿元、……1.8万亿元) are one plan, if one of them is;
    but for those whose time is over.
    """
    for number in range(1, len(places)):
        joined = places[number].clause == places[number - 1].clause
        if joined and _JOINED.match(places[number].gap):
            first, second = states[number - 1 : number + 1]
            if "target" in (first, second) and not (settled[number - 1] or settled[number]):
                states[number - 1 : number + 1] = ["target", "target"]


_JOINED = re.compile("[、和与及]|以及")


def _is_given(text: str, quantity: Quantity, place: Setting) -> bool:
    """What no plan sets: people there are (14亿人民), the number of things named (城乡两个)."""
    if quantity.kind != "count" or quantity.low is None:
        return False
    if quantity.low >= _PEOPLE:
        return bool(_ARE_PEOPLE.match(text, quantity.stop) or quantity.unit == "人口")
    spelt = quantity.low < _FEW and not text[quantity.start].isascii()
    return spelt and bool(_NAMED_THINGS.search(place.gap))


_BY_TENSE: dict[str, Status] = {"coming": "target", "over": "actual"}


@remembered
def _tense(period: str, today: date) -> str:
    """Is a period over, coming, or lasting beyond this year?  ``""`` if it is now."""
    if is_coming(period, today):
        return "coming"
    if is_over(period, today):
        return "over"
    return "lasting" if period.partition("/")[2][:4] > f"{today.year}" else ""


def _by_time(quantity: Quantity, place: Setting, period: str, today: date | None) -> Status | None:
    if today is None or not period:
        return None
    tense = _tense(period, today)
    return "target" if tense == "lasting" and "达" not in place.gap else _BY_TENSE.get(tense)


def _begun(quantity: Quantity, period: str, today: date | None) -> bool:
    """Early in a year its numbers are plans."""
    if today is None or quantity.kind in ("duration", "age"):
        return False
    return today.month <= 4 and period == f"{today.year}"


def _by_shape(now: Reading, quantity: Quantity, place: Setting) -> Status:
    """Aims, budgets and orders with round or bounded numbers; results have many digits."""
    if quantity.kind == "percent" and quantity.low != quantity.high:
        return "target"
    if _is_budget(quantity, place) or _is_aim(now.text, quantity, place):
        return "target"
    if quantity.kind in _AMOUNTS and now.aims(place.sentence):
        return "target"
    if quantity.unit == "周年":
        feast = _FEAST.search(now.text, max(place.sentence, quantity.start - _FAR), quantity.start)
        return "target" if feast else "actual"
    return "target" if _is_ordered(now.text, quantity, place) else "actual"


def _is_budget(quantity: Quantity, place: Setting) -> bool:
    """Deficits and what a government sets aside: round money."""
    if _SET_AHEAD.search(place.gap):
        return True
    rounded = quantity.kind == "money" and _significant(quantity) <= 2
    return rounded and bool(_BUDGET.search(place.gap))


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


def is_coming(period: str, today: date) -> bool:
    """Does the period begin after today?"""
    first = period.partition("/")[0]
    return first > today.isoformat()[: len(first)]


def is_over(period: str, today: date) -> bool:
    """Did the period end before today?"""
    last = period.rpartition("/")[2]
    return last < today.isoformat()[: len(last)]


def time_status(text: str, mention: Mention, today: date | None) -> Status:
    """A time is a target if it is to come, or not over in a sentence of plan words."""
    if today is None or not mention.iso or is_over(mention.iso, today):
        return "actual"
    ahead = mention.rule == "lately" and mention.iso.startswith(f"{today.year}/")
    if is_coming(mention.iso, today) or ahead:
        return "target"
    lasting = mention.rule == "years" and not is_over(mention.iso[-4:], today)
    if mention.numeric and len(mention.iso) in (4, 9) and (lasting or _AGENDA.search(text)):
        return "target"
    return "actual"
