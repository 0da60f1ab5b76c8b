"""Fact or plan: what the words, the time and the roundness of a number say about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property, partial
from typing import Literal

from ningbo_lib.figures.aims import Aims, goes_on, is_goal
from ningbo_lib.figures.bases import AMONG
from ningbo_lib.figures.dated import YEAR_LENGTH, Dated
from ningbo_lib.figures.iso_times import SPAN_OF_YEARS, is_coming, is_over
from ningbo_lib.figures.linking import Setting, opens_pair, remembered
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.present import is_reportage
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import has_begun, is_told, looks_back
from ningbo_lib.figures.timeless import is_population
from ningbo_lib.lexicons import alternation

Status = Literal["actual", "target"]


_words = partial(alternation, "plan_words.tsv")
#: Plan words that are such only before or behind certain others.
_PLAN_IN_PLACE = (
    rf"将(?:会|要|进一步|继续|力争|全面|累计|新|再)*(?:{_words('will')})",
    r"预期(?![转寿])",
    r"争取(?![^，。]{0,12}(?:资金|国债|债券|补助|贷款|支持|项目[0-9]+个(?!以上|左右)))",
    r"(?<![个项])计划(?!单列|经济|生育|的|惠及)",
    r"指标(?!中)[^。]{0,12}(?:包括|是|为|：|有)",
    r"目标[^。]{0,12}(?:包括|是|为|：|有)",
    r"要(?<![主重需纲概首必摘只不次简紧提]要)(?![求素点是么件闻领强塞职害约义目看清认务花磨等排倒])",
    r"再(?=降|提|减|增|解决|新|安排|支持|开|压|延长|完成)",
    r"可(?=降至|降到|提至|提到|减|享受)",
    r"年底(?:[以之])?前",
    r"控制在[0-9.]+(?:%|个百分点)(?:左右|以内)",
)
#: 预计达到2.05%, told as a year begins: of the one that is over.
_NOT_YET_COUNTED = re.compile("预计(?:达到?|完成|增长|实现|为)")
#: Words that make what follows in their sentence a plan.  Here and below every alternative
#: begins with a plain character: so the search skips all others at once.
_PLAN = re.compile(f"{_words('plan')}|{'|'.join(_PLAN_IN_PLACE)}")
#: What a plan does, behind 要.
_AIMS_AT = re.compile(
    "[再新]?[建招]|实现|完成|达到?|力争|培育|新增|打造|推|加[快大强]|提[高升]|增加|确保|争取|引进|突破"
)
_PLAN_BEHIND = re.compile(r"计划[于在]|将[于在]|红线|底线|。|已")
#: 两校合并后，学生将达4200人.
_AFTERWARDS = re.compile(r"[^，。；]{0,6}后，[^，。；]{0,8}将")
#: 今年毕业生749万人，为历史最高.
_RECORD_SET = re.compile("，[为创是](?:历史|历年)?(?:最[高多低好]|新高)")
_EXPECTED = re.compile(r"[^，。；]{0,20}预计")
#: 提前一年实现……500元的目标.
_ATTAINED = re.compile("(?:提前|已|率先|如期)[^，。；]{0,8}(?:实现|完成|达到)")
_YEARS_SINCE = "|".join(f"{number}年来" for number in "一二三四五十")
_DONE = re.compile(f"{_words('done')}|了(?<![除为]了)|{_YEARS_SINCE}")
#: 计划改造142个，目前已开工95个，完工31个.
_ALREADY = re.compile("(?:目前|现|截至[^，]{1,8}，?)[均都]?已(?!有)")
#: Such a clause goes on with what was said of the number before it.
_PART = re.compile(r"其中|用于|分别用于|占")
#: In a clause of its own, whatever time was named before: 2022年……，拟每10股派…….
_INTENDED = re.compile("^拟|公司拟")
_PEOPLE = 100_000_000
_FEW = 10
_ARE_PEOPLE = re.compile(_words("people"))
_NAMED_THINGS = re.compile(
    r"(?:国内国际|城乡|以下|如下|[一-鿿]{2,}(?:[和与、])[^，。和与、]{1,8})$"
)
_AGENDA = re.compile(rf"{_words('agenda')}|预期(?![转寿])")
#: Words of what was done reach this far within a sentence.
_FAR = 80
_AHEAD = 26
_LONGEST = 20  # characters of a plan phrase


#: A line without the marks of a sentence; 安排 alone may also tell how a budget was spent.
_HEADINGS = re.compile("^[^\n。，；！？]{2,40}$", re.MULTILINE)
_OF_PLANS = re.compile(
    "^(?!.*(?:总结|情况|回顾))(?:.*(?:工作|下一步|下半年|明年|今年|[0-9]{4}年)"
    ".{0,8}(?:安排|打算|要点|计划|任务|举措|重点)$|.*下半年.{0,4}工作$|.*(?:主要|预期)目标$)"
)
#: Most texts have no line that ends so.
_PLANS_END = re.compile("(?:安排|打算|要点|计划|任务|举措|重点|工作|目标)\n")


class Reading:
    """A text read on a day, number after number: no part of a sentence is searched twice."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text, self.today = text, today
        self.aims = Aims(text)
        self.has_goals = "目标" in text
        self._sums_up = today is not None and has_begun(today)
        self._sentence, self._searched, self._planned = -1, 0, -1

    def is_among_plans(self, at: int) -> bool:
        """Does the place stand below a heading of plans (二、下半年工作安排)?"""
        if self.today is None:
            return False
        section = bisect_right(self._sections, (at, True)) - 1
        return section >= 0 and self._sections[section][1]

    @cached_property
    def _sections(self) -> list[tuple[int, bool]]:
        """Where headings stand, and which of them are of plans."""
        if not _PLANS_END.search(self.text):
            return []
        headings = _HEADINGS.finditer(self.text)
        return [(one.start(), _OF_PLANS.search(one[0]) is not None) for one in headings]

    def planned(self, sentence: int, before: int) -> bool:
        """Does a plan word stand between the start of the sentence and here, with no word behind
        it of what is already done?
        """
        if sentence != self._sentence:
            self._sentence, self._searched, self._planned = sentence, sentence, -1
        start = max(sentence, self._searched - _LONGEST)
        for word in _PLAN.finditer(self.text, start, before):
            needed = word[0] == "要" and not _AIMS_AT.match(self.text, word.end())
            needed = needed and is_reportage(self.text)  # 每月要做两次理疗
            if not needed and not (
                self._sums_up and _NOT_YET_COUNTED.match(self.text, word.start())
            ):
                self._planned = word.end()
        self._searched = before
        if self._planned < 0:
            return False
        return not _ALREADY.search(self.text, max(self._planned, before - _FAR), before)


def statuses(
    text: str,
    amounts: Sequence[Quantity],
    places: Sequence[Setting],
    dated: Sequence[Dated],
    today: date | None,
) -> list[Status]:
    """The status of each number; parts of a plan and numbers side by side share it."""
    now = Reading(text, today)
    states: list[Status] = []
    for quantity, place, period in zip(amounts, places, dated, strict=True):
        planned = bool(states) and states[-1] == "target"
        part = planned and (
            AMONG.match(text, place.sentence)
            or _PART.match(place.prefix)
            or goes_on(quantity, place, places[len(states) - 1])
        )
        states.append(_status(now, quantity, place, period.iso, part_of_plan=bool(part)))
    share_plans(states, places, [bool(period.iso) for period in dated])
    return states


def _status(
    now: Reading, quantity: Quantity, place: Setting, period: str, *, part_of_plan: bool
) -> Status:
    """Is the number a plan?  What settles it, in this order: its time, words of what was done in
    its clause, plan words in its sentence, the plan it is a part of (其中 behind a target), and
    last the shape of clause and number.
    """
    text = now.text
    if now.has_goals and is_goal(text, quantity) and not _ATTAINED.search(place.prefix):
        return "target"
    settled = _by_time(place, period, now.today)
    if settled == "target" and opens_pair(text, quantity, place):
        return "actual"
    if settled == "actual" and "拟" in place.prefix and _INTENDED.search(place.prefix):
        return "target"
    if settled:
        return settled
    if text.startswith("，", quantity.stop) and _RECORD_SET.match(text, quantity.stop):
        return "actual"
    if _is_given(text, quantity, place):
        return "target" if _AFTERWARDS.match(text, quantity.stop) else "actual"
    done = _DONE.search(place.prefix)
    if done and done[0] == "累计" and period and now.planned(place.sentence, quantity.start):
        return "target"  # 预计到年底，累计完成86亿元
    if done or opens_pair(text, quantity, place) or "现行" in place.gap:
        return "actual"
    below = period and quantity.kind != "age" and now.is_among_plans(quantity.start)
    if below or now.planned(place.sentence, quantity.start):
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
    if _DONE.search(before) or _is_summed_up(period, now.today):
        return "actual"
    return "target" if now.aims.include(quantity, place) else "actual"


def _is_summed_up(period: str, today: date | None) -> bool:
    """Is a number of this year told when it is as good as over?  Then no order says it."""
    return today is not None and period == f"{today.year}" and is_told(today.year, today)


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
        people = text.endswith("人口", 0, quantity.stop) or is_population(text, quantity, place)
        return people or bool(_ARE_PEOPLE.match(text, quantity.stop))
    spelt = quantity.low < _FEW and not text[quantity.start].isascii()
    return spelt and bool(_NAMED_THINGS.search(place.gap))


_BY_TENSE: dict[str, Status] = {"coming": "target", "over": "actual"}


@remembered
def _tense(period: str, today: date) -> str:
    """Is a period over, coming, or lasting beyond this year?  ``""`` if it is now."""
    if is_coming(period, today) or period.startswith(f"{today}/"):
        return "coming"
    so_far = SPAN_OF_YEARS.fullmatch(period) and period.endswith(f"/{today.year}")
    if so_far or is_over(period, today):  # 从教58年来
        return "over"
    return "lasting" if period.partition("/")[2][:4] > f"{today.year}" else ""


def _by_time(place: Setting, period: str, today: date | None) -> Status | None:
    if today is None or not period:
        return None
    tense = _tense(period, today)
    if tense != "lasting":
        return _BY_TENSE.get(tense)
    begins = period[:4] >= f"{today.year}" and period[-4:] >= f"{today.year + 4}"  # a plan of five
    return "target" if begins or "达" not in place.gap else None


def _begun(quantity: Quantity, period: str, today: date | None) -> bool:
    """Early in a year its numbers are plans."""
    if today is None or quantity.kind in ("duration", "age"):
        return False
    return looks_back(today) and period == f"{today.year}"


#: 2018年工作总结及2019年工作要点, told in December.
_REVIEWED = re.compile("([0-9]{4})年[^，。；0-9]{0,8}(?:总结|情况|回顾)")


def time_status(text: str, mention: Mention, today: date | None) -> Status:
    """A time is a target if it is to come, or not over in a sentence of plan words."""
    if today is None or not mention.iso or is_over(mention.iso, today):
        return "actual"
    begun = (f"{today.year}/", f"{today}/")  # 未来三年, 未来三天
    ahead = mention.rule == "lately" and mention.iso.startswith(begun)
    if is_coming(mention.iso, today) or ahead:
        return "target"
    since = mention.rule in ("year", "near_year") and "/" in mention.iso
    if since and not is_coming(mention.iso[-len("2025-01") :], today):
        return "actual"  # 2016年以来
    if mention.rule == "loose" and mention.numeric and len(mention.iso) == YEAR_LENGTH:
        return "target"  # 新的一年
    lasting = mention.rule == "years" and not is_over(mention.iso[-4:], today)
    if mention.numeric and len(mention.iso) in (4, 9) and (lasting or _AGENDA.search(text)):
        reviewed = [year[1] for year in _REVIEWED.finditer(text)]
        return "actual" if mention.iso in reviewed else "target"
    return "actual"
