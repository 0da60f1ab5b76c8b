"""How far a time reaches: which of those a text names dates a number.

It is the last one named in the sentence; else one that its paragraph carries on, else the one of
the heading above.  The rules about single mentions are in ``mention_roles``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from ningbo_lib.figures.aims import may_propose, proposes
from ningbo_lib.figures.carrying import Carried, Row
from ningbo_lib.figures.censuses import census_told, tells_of_census
from ningbo_lib.figures.dated import (
    DAY_LENGTH,
    MONTH_LENGTH,
    OPEN,
    UNKNOWN,
    YEAR_LENGTH,
    Dated,
    is_of_days,
)
from ningbo_lib.figures.durations import AGO
from ningbo_lib.figures.flows import of_whole_year
from ningbo_lib.figures.iso_times import SPAN_OF_YEARS, up_to_yesterday
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.mention_roles import is_as_long, is_in_heading, is_until
from ningbo_lib.figures.passing import Passing
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.present import (
    Present,
    is_news,
    is_reportage,
    says_now,
    tells_news,
)
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import TERM, until_now
from ningbo_lib.figures.stops import REACH, SENTENCE_END
from ningbo_lib.figures.timeless import (
    is_age_group,
    is_age_of_person,
    is_measured_time,
    is_of_description,
    is_size,
    is_told_of_thing,
)

_SUMMED = re.compile("年均|累计|[总合共]计|共(?!同|建|享|产)")
_UP_TO = re.compile("起?[^，。；、的0-9]{0,10}[至到]")
#: 建成后每天可接待2500人次: what a thing is there for.
_ONCE_DONE = re.compile(
    "(?:建成|投产|达产|投用|投入使用|完工|竣工|通车|投运)(?:投用|使用|运营)?以?后，?[^，。；]{0,8}[可将预每年能]"
)
#: 工程2021年3月开工，分3个标段实施: what it is, not what was done then.
_WORK_BEGAN = re.compile("(?:正式|全面)?(?:开工|动工|破土|奠基|开业|开馆)[，；](?!届时)")
#: 业内人士预计，价格将在24元至28元之间: not on the day told of before.
_FORESEEN = re.compile("预计|有望|预测|估计|届时")
#: 截至3月16日，全市今年以旧换新……
_SO_FAR = re.compile("，?[^，。；0-9]{0,8}")
#: 自6月27日起，最高气温已连续9天……
_EVER_SINCE_THEN = re.compile("起，?[^，。；0-9]{0,16}(?:已|(?<!再)连续|累计)")
_DEADLINE = re.compile("[以之]?前(?!后|，)")
_DEADLINE_BEGINS = frozenset("以之前")
#: 全市住宅建筑面积5亿平方米: no size of one thing.
_OF_REGION = re.compile("全[市省县区国州盟旗]|城[镇市]|人均|住宅")
#: Behind how many were asked, up to the time they were asked about.
_SURVEYED = re.compile("[^。；，]{0,24}调查[^。；，]{0,8}，")
_NEAR_SURVEY = 3
_LONGEST_SURVEY = 26
_SINCE_CENSUS = re.compile("[比与同和跟]([12][0-9]{3})年第[四五六七八九]次(?:全国)?人口普查")
#: 从2009年起每年拿出5%, 2018年起已累计…
_EVER_SINCE = re.compile("(?:开始|起)[^，。；0-9]{0,12}(?:每年|累计|已|至今)")
_SINCE_THEN = re.compile("起|[^，。；0-9]{1,14}以来")
#: 比2002年增长65.5%，年均增长10.6%.
_COMPARED = re.compile(
    "(?:[比较]|是|为|相当于)([0-9]{4})年[^，。；]{2,16}，[^，。；]{0,4}年平?均[^，。；]{0,8}$"
)
_NEAR_BASE = 60
_AMOUNTS = frozenset(("money", "measure", "count", "percent", "proportion"))
_OPENS_LEAD = ("", "\n", "）", "。")
_NOT_CARRIED = frozenset(("duration", "age", "ordinal"))
_YEAR_OR_MONTH = re.compile("[0-9]{4}(?:-[0-9]{2})?")


def _is_mean(words: str) -> bool:
    return "年均" in words or "年平均" in words


def times_of(
    text: str, mentions: Sequence[Mention], today: date | None, *, present: bool
) -> Times | None:
    """The times of a text, None if it says none: most short ones.  ``present``: it may say now."""
    now = None
    if present and says_now(text):
        news = today is not None and is_news(text, mentions, today)
        now = Present(text, today, news=news)
    return Times(text, mentions, today, now) if mentions or now or tells_of_census(text) else None


class Times:
    """The mentions of a text that date figures, to be asked for the time of each figure."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        today: date | None,
        present: Present | None,
    ) -> None:
        self.text, self.today, self.mentions = text, today, mentions
        self._present = present
        self._this_year = f"{today.year}" if today else ""
        self._may_propose = may_propose(text)
        self._named = Row(mentions)
        self._dates: dict[int, Dated] = {}
        self._carried = Carried(text, mentions, today)
        self._passing = Passing(text, mentions, self._named, self._carried)

    def of(self, quantity: Quantity, place: Setting) -> Dated:
        """The last time named in the sentence, else in the paragraph, else by the heading."""
        named = self._passing.last_named(place, quantity.start)
        if self._present and (now := self._present.of(named, quantity.start, place)):
            return now
        if named and named.start >= place.sentence:
            near = max(named.stop, place.clause - REACH)
            behind = self.text.find("；", near, place.clause) >= 0
            dated = self._by(named, quantity, place)
            return of_whole_year(dated, self.text[named.stop - 1], place.prefix, behind=behind)
        return self._by_earlier(quantity, place)

    def _up_to_now(self, named: Mention, sentence: int) -> str:
        """截至9月底，今年已完工163部: the months of this year up to then."""
        if named.rule != "near_year" or self.today is None or named.iso != f"{self.today.year}":
            return ""
        before = self._named.last(named.start - 1)
        if before is None or before.start < sentence or not is_until(before, self.text):
            return ""
        if len(before.iso) < MONTH_LENGTH or not _SO_FAR.fullmatch(
            self.text, before.stop, named.start
        ):
            return ""
        last = before.iso[:MONTH_LENGTH]
        return f"{named.iso}-01/{last}" if last.startswith(named.iso) else ""

    # --- named in the sentence ---
    def _by(self, named: Mention, quantity: Quantity, place: Setting) -> Dated:
        """What the time named in its sentence says of a number."""
        other_clause = named.start < place.clause
        if other_clause and self._proposes(quantity, place, named):
            return OPEN
        if other_clause and _WORK_BEGAN.match(self.text, named.stop):
            return OPEN
        if other_clause and self._is_deadline(named):
            return Dated(named.iso[:YEAR_LENGTH], "named")
        if _is_mean(place.gap):
            years = self._between_censuses(quantity.start, place)
            if years := years or self._years_up_to(named, place, quantity.start):
                return Dated(years, "named")
        if other_clause and named.tied == "pair" and (years := self._of_pair(named, place)):
            return Dated(years, "named")
        if other_clause and self._is_once_done(quantity, place):
            return OPEN
        if is_told_of_thing(self.text, quantity, place) or self._is_threshold(quantity):
            return OPEN
        until = self.text[named.start - 1 : named.start] in ("到", "至")
        size = is_size(place.gap) and not _OF_REGION.search(place.prefix)
        if other_clause and size and not until:  # 将于9月20日开工，全长18.6公里
            return OPEN
        if months := self._up_to_now(named, place.sentence):
            return Dated(months, "named")
        return self._date_of(named)

    def _is_threshold(self, quantity: Quantity) -> bool:
        """判处五年以上有期徒刑, 账龄在3年以上的: what is counted, not for how long."""
        if quantity.kind != "duration" or quantity.modifier != "at_least":
            return False
        return self.text.startswith(("有期徒刑", "的有期徒刑", "的占"), quantity.stop)

    def _is_deadline(self, named: Mention) -> bool:
        """9月底前完成…，投入18亿元: of a deadline within a year the next clause has the year."""
        start = named.stop
        near = self.text[start : start + 1] in _DEADLINE_BEGINS
        deadline = _DEADLINE.match(self.text, start) if near else None
        if deadline is None or "/" in named.iso or named.iso.endswith("-12"):
            return False
        return self.text.find("届时", deadline.end(), deadline.end() + REACH) < 0

    def _proposes(self, quantity: Quantity, place: Setting, told: Mention) -> bool:
        """Does a company tell here of what it has in mind, behind its results of that time?"""
        if not self._may_propose:
            return False
        return proposes(self.text, quantity, place, told=told, today=self.today)

    def _date_of(self, mention: Mention) -> Dated:
        """What a mention says of the numbers behind it, worked out once."""
        dated = self._dates.get(mention.start)
        if dated is None:
            iso = self._since(mention) or self._up_to(mention) or self._within(mention)
            dated = Dated(iso, "named")
            self._dates[mention.start] = dated
        return dated

    def _since(self, mention: Mention) -> str:
        """自2012年起, 2018年起，…… lasts until today."""
        start, stop = mention.start, mention.stop
        since = mention.tied == "since"
        if self.today and len(mention.iso) == DAY_LENGTH:  # 4月1日入汛以来
            begun = since or _EVER_SINCE_THEN.match(self.text, stop)
            return up_to_yesterday(mention.iso, self.today) if begun else ""
        lasts = self.text.startswith("起，", stop) or (
            self.text.endswith("自", 0, start) and _SINCE_THEN.match(self.text, stop)
        )
        lasts = lasts or since or _EVER_SINCE.match(self.text, stop)
        this_year = mention.rule == "near_year" and mention.iso == self._this_year
        if this_year and self.text.startswith(("起", "已"), stop):  # 今年起……，已……
            return until_now(mention.iso, self.today)
        if not lasts or self.today is None or not _YEAR_OR_MONTH.fullmatch(mention.iso):
            return ""
        today = self.today.isoformat()[: len(mention.iso)]
        return f"{mention.iso}/{today}" if mention.iso < today else ""

    def _up_to(self, mention: Mention) -> str:
        """自1月26日春运启动至昨日, 本月10日起至5月31日: all that lies between the two."""
        if not self.text.endswith(("至", "到"), 0, mention.start):
            return ""
        first = self._named.last(mention.start - 1)
        if first is None or not _UP_TO.fullmatch(self.text, first.stop, mention.start):
            return ""
        begin, end = first.iso.partition("/")[0], mention.iso.rpartition("/")[2]
        begun = self.text.startswith("起", first.stop) or self.text.endswith(
            ("自", "从"), 0, first.start
        )
        days = len(begin) == len(end) == DAY_LENGTH  # 1月24日关门到4月28日复业
        return f"{begin}/{end}" if (begun or days) and begin < end else ""

    def _within(self, mention: Mention) -> str:
        """年底前 is some time of that year."""
        edge = mention.iso.endswith("-12") and len(mention.iso) == MONTH_LENGTH
        before = edge and AGO.match(self.text, mention.stop)
        return mention.iso[:4] if before else mention.iso

    def _years_up_to(self, named: Mention, place: Setting, at: int) -> str:
        """今后五年……到2020年……年均增长, 2007年……比2002年增长65.5%，年均……: the years that end with
        the one named.
        """
        base = _COMPARED.search(self.text, max(place.sentence, at - _NEAR_BASE), at)
        last = named.iso.removesuffix("-12")
        if base and last.isdigit() and base[1] < last:
            return f"{int(base[1]) + 1}/{last}"
        if self.today and last.isdigit() and int(last) - self.today.year in (TERM - 1, TERM):
            return f"{int(last) - TERM + 1}/{last}"  # 到2030年……，年均, told in 2026 or 2025
        before = self._named.last(named.start - 1)
        spans = before is not None and before.start >= place.sentence
        year = len(named.iso) == 4 and named.iso.isdigit()
        if year and not spans and (plan := self._plans.last(named.start)):
            return plan.iso if plan.iso.endswith(f"/{named.iso}") else ""
        if not (before and spans and year and SPAN_OF_YEARS.fullmatch(before.iso)):
            return ""
        first, end = map(int, before.iso.split("/"))
        later = int(named.iso) - end  # counted from this year or from the next
        return f"{first + later}/{named.iso}" if later in (0, 1) else ""

    @cached_property
    def _plans(self) -> Row:
        """The spans of years: “十五”时期, 过去五年."""
        return Row([one for one in self.mentions if SPAN_OF_YEARS.fullmatch(one.iso)])

    def _of_pair(self, last: Mention, place: Setting) -> str:
        """从2007年的248亿元上升到2012年的772亿元，年均……: a mean is of the five years from the one
        to the other, a sum (共资助2130万名) of all that are named.
        """
        first = self._named.last(last.start - 1)
        summed = _SUMMED.search(place.gap)
        if first is None or first.start < place.sentence or not summed:
            return ""
        if not (first.tied == "pair" and len(first.iso) == len(last.iso) == YEAR_LENGTH):
            return ""
        return f"{int(first.iso) + _is_mean(summed[0])}/{last.iso}"

    @cached_property
    def _is_reportage(self) -> bool:
        return is_reportage(self.text)

    # --- named before the sentence ---
    def _by_earlier(self, quantity: Quantity, place: Setting) -> Dated:
        """What the paragraph or a heading says of a number whose sentence names no time."""
        if quantity.kind == "count" and (told := self._of_sample(quantity)):
            return Dated(told.iso, "named")
        if self.text.startswith("同期", place.sentence):  # 一季度……。同期，……
            last = self._carried.longer(place.sentence)
            return Dated(last.iso, "carried") if last else UNKNOWN
        carried = self._carried.last(quantity.start, place.sentence)
        carried = carried or self._carried.event(quantity, place.sentence)
        if _is_mean(place.gap) and (years := self._between_censuses(quantity.start, place)):
            return Dated(years, "carried")
        if carried is None and self._census:
            return Dated(self._census, "carried")
        if quantity.kind in _NOT_CARRIED and not self._is_told_with(carried, quantity, place):
            return UNKNOWN
        if carried is None or self._is_of_design(quantity, place):
            said = self._present and self._present.stands_between(place.sentence, quantity.start)
            return OPEN if said else UNKNOWN
        last = self._named.last(quantity.start)
        pair = last is not None and last.start >= place.sentence and last.tied == "pair"
        if last and pair and last.iso[:4] > carried.iso.rpartition("/")[2][:4]:
            return UNKNOWN  # 由去年的5亿元增加到8亿元 is no earlier than last year
        if self._proposes(quantity, place, carried):
            return OPEN
        near = max(place.sentence, quantity.start - REACH)
        if is_of_days(carried.iso) and _FORESEEN.search(self.text, near, quantity.start):
            return UNKNOWN
        if is_of_days(carried.iso) and is_of_description(self.text, quantity, place):
            return UNKNOWN
        if quantity.kind in _AMOUNTS and self._is_left_behind(carried, quantity, place):
            return UNKNOWN
        dated = Dated(carried.iso, "carried")
        return of_whole_year(dated, self.text[carried.stop - 1], place.prefix, behind=True)

    def _is_left_behind(self, carried: Mention, quantity: Quantity, place: Setting) -> bool:
        """Does a reporter go on to what has no time, or another?  Not in a paragraph that opens
        with this year, nor right behind a sentence that opens with its time.
        """
        if not self._is_reportage or is_of_days(carried.iso):
            return False
        before = self.text[carried.start - 1 : carried.start]
        headed = before in ("", "\n") and is_in_heading(carried, self.text)
        if headed or self._carried.is_statistic(place.sentence, quantity.start):
            return False
        if before not in _OPENS_LEAD:
            return True
        beside = self._carried.is_beside(carried.start, place.sentence)
        if beside and carried.iso == self._this_year:  # 今年是……之年。方案明确了13个指标
            return False
        end = SENTENCE_END.search(self.text, carried.stop, place.sentence)
        next_one = beside and end is not None and end.end() == place.sentence
        return not (next_one and self.text.startswith("，", carried.stop))

    def _of_sample(self, quantity: Quantity) -> Mention | None:
        """据对720户的抽样调查，今年上半年……: the time that the survey tells of."""
        if self.text.find("调查", quantity.stop, quantity.stop + _LONGEST_SURVEY) < 0:
            return None
        surveyed = _SURVEYED.match(self.text, quantity.stop)
        if surveyed is None:
            return None
        told = self._named.last(surveyed.end() + _NEAR_SURVEY)
        return told if told and told.start >= surveyed.end() else None

    def _between_censuses(self, start: int, place: Setting) -> str:
        """比2010年第六次人口普查……减少，年均下降0.2%: the years from the one to the next."""
        base = _SINCE_CENSUS.search(self.text, max(place.sentence, start - REACH), start)
        return f"{base[1]}/{int(base[1]) + TERM * 2}" if base else ""

    def _is_of_design(self, quantity: Quantity, place: Setting) -> bool:
        """全长18.6公里, and 建成后每天可接待2500人次."""
        if is_size(place.gap) or is_told_of_thing(self.text, quantity, place):
            return True
        return self._is_once_done(quantity, place)

    def _is_once_done(self, quantity: Quantity, place: Setting) -> bool:
        """建成后每天可接待2500人次."""
        near = max(place.sentence, quantity.start - REACH)
        return bool(_ONCE_DONE.search(self.text, near, quantity.start))

    @cached_property
    def _census(self) -> str:
        """The census that the text tells of: the day on which it counted, else its year."""
        if not tells_of_census(self.text):
            return ""
        day = self._carried.census_day
        return census_told(self.text, self.today, day.iso if day else "")

    def _is_told_with(self, carried: Mention | None, quantity: Quantity, place: Setting) -> bool:
        """Is a length of time, an age or a rank one of what was measured, or of a day's event?"""
        if carried is not None and (
            len(carried.iso) == DAY_LENGTH
            or (quantity.kind != "duration" and is_of_days(carried.iso))
        ):
            fresh = self.today is None or tells_news([carried], self.today)
            return fresh or not is_age_of_person(self.text, quantity)
        told = is_age_group(quantity) or is_measured_time(place.gap) or quantity.unit == "秒"
        told = told or (carried is not None and is_as_long(quantity, carried))
        return told or quantity.unit == "周年"
