"""Which time goes on: that of a sentence in the later ones of its paragraph, that of a paragraph in
the one below, that of a heading in all that stands under it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from ningbo_lib.figures.censuses import is_of_people, is_standard_moment
from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, is_of_days
from ningbo_lib.figures.iso_times import SPAN_OF_YEARS, is_coming
from ningbo_lib.figures.mention_roles import (
    carries,
    is_in_heading,
    is_part,
    is_until,
    is_within,
    opens_clause,
)
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.stops import HEADING, PARAGRAPH_END, REACH, SENTENCE_END
from ningbo_lib.numbering import section_ordinal

#: Words of a statistic, which is of the time of the one in the paragraph above.
_STATISTIC = re.compile(
    "[同环]比|占[全总比]|占同期|[合总]计|贡献[了率]|数据显示|[人户均]均|平均[为达每]|增幅|降幅|涨幅|增速"
)
_GROWS = "增长|下降|上涨|上升|回落"
#: 31.2亿元，下降26.5%, and 增长5% itself.
_GROWTH = re.compile(
    f"[^。；，\n]{{0,12}}，(?:同比|比上年)?(?:{_GROWS})(?:了|近|约)*[0-9]|(?<={_GROWS})[0-9]"
)
_REPORTS = ("工作报告", "工作总结", "工作汇报", "工作情况", "述职报告")
_TITLE_OF_REPORT = re.compile(
    f"^[^\n，。；]{{0,40}}(?:{'|'.join(_REPORTS)})[^\n，。；]{{0,20}}$", re.MULTILINE
)
#: 同时也要看到，……: what is amiss is so now.
_TURNS = ("同时", "但", "也要看到", "当前", "存在", "大会", "本次", "各位")
_LEAST_RUN = 3
_DIGIT = re.compile("[0-9]")
#: So many times are gone back to one that has the others as its parts.
_MOST_PARTS = 4
#: So opens a paragraph that takes apart what the one above has told.
_BREAKS_DOWN = re.compile(
    "[分按从][^，。；：0-9]{1,8}[看分]，|在[^，。；：0-9]{1,8}中，|其中|同期|具体[来]?看"
)
#: A part of a report opens with its numbered heading (（二）城市更新) or a label (项目建设方面，).
_HEADING = re.compile("[^\n。]{2,44}[\n。]")
_LABEL = re.compile("[^，。；\n0-9]{2,12}方面，")
_LONGEST_ORDINAL = 6
#: What an event of a day is told with in later paragraphs, and lengths of time within a day.
_OF_EVENT = frozenset(("count", "money", "age", "proportion", "ordinal", "percent", "multiple"))
_SHORT = frozenset(("秒", "分钟", "小时"))


#: “现场来了1.2万人。”, but not “小巨人”企业40家.
_SPEECH = re.compile("“[^”\n]{0,80}[，。！？]")
#: 本届赛事共有……: what is told of belongs to the day of the lead.
_THIS_EVENT = re.compile("(?:[^，。；\n]{2,10}，)?(?:本届|本次|此次|这次|这届)")


#: 从环比看，……: what a month rose or fell by.
_BY_MONTH = ("从环比看", "环比看", "与上月相比", "从当月看")


class Row:
    """Mentions in order, to be asked for the last one before a place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]

    def last(self, before: int) -> Mention | None:
        """The last mention that begins at ``before`` or earlier."""
        index = bisect_right(self.starts, before)
        return self.mentions[index - 1] if index else None


class Carried:
    """The mentions of a text that date later sentences, to be asked for the one that does."""

    def __init__(self, text: str, mentions: Sequence[Mention], today: date | None) -> None:
        self.text, self.mentions, self.today = text, mentions, today
        self._paragraphs = _paragraph_starts(text) if "\n" in text else []

    def last(self, start: int, sentence: int) -> Mention | None:
        """The last mention that its paragraph carries on up to here, else that of the heading."""
        carried = self._row.last(sentence - 1)
        counted = self._counted
        if counted and counted.start < sentence and not (carried and carried.iso > counted.iso):
            return counted
        if not self._paragraphs:
            return carried
        index = bisect_right(self._paragraphs, sentence)
        paragraph = self._paragraphs[index - 1] if index else 0
        if carried is not None and carried.start >= paragraph:
            return carried
        return self._headings.last(start) or self._from_above(carried, paragraph, sentence, start)

    def _from_above(
        self, carried: Mention | None, paragraph: int, sentence: int, start: int
    ) -> Mention | None:
        """分市场看，……, and a sentence of shares or growth: it goes on about the time above."""
        of_a_day = carried is None or len(carried.iso) == DAY_LENGTH
        heading = HEADING.match(self.text, paragraph)
        if self._opens_part(paragraph):
            told = self._longest(paragraph - 1)
            if told and SPAN_OF_YEARS.fullmatch(told.iso):  # 2015年……，“十二五”以来……
                told = self._years.last(told.start) or told
            return None if told is None or self._is_to_come(told) else told
        if self.text.startswith(_BY_MONTH, paragraph):  # of the month, not of those so far
            told = self._months.last(paragraph - 1)
        elif _BREAKS_DOWN.match(self.text, heading.end() if heading else paragraph):
            told = self._longer.last(paragraph - 1) if of_a_day else carried  # 昨天发布8月份数据
        elif of_a_day or not (self._goes_on(paragraph) or self.is_statistic(sentence, start)):
            return None
        else:
            told = self._longest(sentence - 1)
        return None if told is None or self._is_to_come(told) else told

    def _goes_on(self, paragraph: int) -> bool:
        """Is it a paragraph of a report that does not turn to what is still to be done?"""
        return self._is_report and not self.text.startswith(_TURNS, paragraph)

    @cached_property
    def _is_report(self) -> bool:
        """Does its title call it a report on work done, of which each paragraph tells a part?"""
        titled = any(word in self.text for word in _REPORTS)
        return titled and _TITLE_OF_REPORT.search(self.text) is not None

    def _opens_part(self, paragraph: int) -> bool:
        """Does a part of a report begin here?"""
        if _LABEL.match(self.text, paragraph):
            return True
        opening = self.text[paragraph : paragraph + _LONGEST_ORDINAL]
        numbered = section_ordinal(opening) is not None
        return numbered and _HEADING.match(self.text, paragraph) is not None

    def is_statistic(self, sentence: int, start: int) -> bool:
        """Has its sentence, or what stands right behind the number, the words of a statistic?"""
        if _STATISTIC.search(self.text, max(sentence, start - REACH), start):
            return True
        return _GROWTH.match(self.text, start) is not None

    @cached_property
    def _counted(self) -> Mention | None:
        """The day on which a census counted the people, of which all it tells is."""
        return self.census_day if is_of_people(self.text) else None

    @cached_property
    def census_day(self) -> Mention | None:
        """The day on which a census counted, wherever the text names it."""
        moments = (m for m in self.mentions if is_standard_moment(self.text, m.start, m.stop))
        return next((m for m in moments if len(m.iso) == DAY_LENGTH), None)

    def longer(self, before: int) -> Mention | None:
        """The last mention of more than a day."""
        return self._longer.last(before - 1)

    def event(self, quantity: Quantity, sentence: int) -> Mention | None:
        """调派7辆消防车 below 昨日凌晨……起火: what is counted belongs to the day told above."""
        if not self._paragraphs or not (quantity.kind in _OF_EVENT or quantity.unit in _SHORT):
            return None
        told = self._row.last(sentence - 1)
        lead = self._of_lead
        if lead and lead.start < sentence:
            this_event = _THIS_EVENT.match(self.text, sentence)
            if this_event or (told and "/" in lead.iso and _is_among(told.iso, lead.iso)):
                told = lead
        if told is None or not is_of_days(told.iso):
            return None
        if self._is_to_come(told) and not self.text.startswith("起", told.stop):
            return None
        return None if _SPEECH.match(self.text, sentence) else told

    @cached_property
    def _of_lead(self) -> Mention | None:
        """The first day or days that the text tells of."""
        return next((one for one in self._row.mentions if is_of_days(one.iso)), None)

    def _longest(self, before: int) -> Mention | None:
        """The last time told, but for 一季度 where 3月份 was told as a part of it."""
        told = self._flows.last(before)
        for _ in range(_MOST_PARTS):
            earlier = told and self._flows.last(told.start - 1)
            if not (told and earlier and is_part(told.iso, earlier.iso)):
                break
            told = earlier
        return told

    @cached_property
    def _flows(self) -> Row:
        """Those of them in which something can grow: not 3月末."""
        kept = [one for one in self._longer.mentions if self.text[one.stop - 1] not in "末底"]
        kept = [one for one in kept if not self.text.endswith("其中", 0, one.start)]
        return Row([one for one in kept if carries(one, self.text, self.today)])

    @cached_property
    def _years(self) -> Row:
        """Those of a year or a part of one."""
        return Row([one for one in self._flows.mentions if not SPAN_OF_YEARS.fullmatch(one.iso)])

    @cached_property
    def _longer(self) -> Row:
        """The mentions of more than a day."""
        return Row([mention for mention in self.mentions if len(mention.iso) != DAY_LENGTH])

    @cached_property
    def _months(self) -> Row:
        """Those of a month."""
        return Row([one for one in self.mentions if len(one.iso) == MONTH_LENGTH])

    def is_beside(self, start: int, stop: int) -> bool:
        """Do two places stand in one paragraph?"""
        return bisect_right(self._paragraphs, start) == bisect_right(self._paragraphs, stop)

    def _is_to_come(self, mention: Mention) -> bool:
        return self.today is not None and is_coming(mention.iso.rpartition("/")[2], self.today)

    @cached_property
    def _row(self) -> Row:
        """The mentions that date later sentences of their paragraph: of those of one sentence
        (9月份……；前三季度累计……) the first, but for a later year; and a part of the time a
        paragraph began with, or a longer time around it, does not take its place.
        """
        kept: list[Mention] = []
        event: Mention | None = None  # on whose day
        told, position, paragraph = False, 0, 0
        for number, mention in enumerate(self.mentions):
            told = told and not SENTENCE_END.search(self.text, position, mention.start)
            if self._is_of_run(number):
                position, told = mention.stop, True
                continue
            later = not told or (
                bool(kept)
                and mention.iso[:4] > kept[-1].iso[:4]
                and not self._is_beside(position, mention)
            )
            position = mention.stop
            if not (later and carries(mention, self.text, self.today)):
                continue
            told = True
            here = bisect_right(self._paragraphs, mention.start)
            frame = kept[-1] if kept and here == paragraph else None
            if frame and not self._is_up_to_day(frame, mention) and self._stays(frame, mention):
                continue
            if event and here == paragraph and _is_year_of(mention, event):
                kept.append(event._replace(start=mention.start, stop=mention.stop))
                continue  # 昨日……。2014年……，今年……: what follows is of the day again
            third = frame is None and self.text[mention.stop - 1] == "旬"
            if third:
                continue  # 上半年……。3月下旬遭遇倒春寒，……
            if frame and mention.iso < frame.iso and not opens_clause(mention, self.text):
                continue  # 一季度……。扭转了去年全年下降的局面
            kept.append(mention)
            if paragraph != here or len(mention.iso) == DAY_LENGTH:
                tells = len(mention.iso) == DAY_LENGTH and not is_until(mention, self.text)
                event = mention if tells else None
            paragraph = here
        return Row(kept)

    def _is_up_to_day(self, frame: Mention, mention: Mention) -> bool:
        """截至12月20日，…… below the heading of a year: what follows is of the day."""
        up_to = len(mention.iso) == DAY_LENGTH and is_until(mention, self.text)
        return up_to and is_in_heading(frame, self.text)

    def _stays(self, frame: Mention, mention: Mention) -> bool:
        """Is a time within the other, so that its paragraph stays at that?"""
        return is_within(frame, mention, self.text) and self._dates_any(frame, mention)

    def _dates_any(self, frame: Mention, mention: Mention) -> bool:
        """Has a number been told of a time before the next: not 下半年逐步恢复。全年……?"""
        return _DIGIT.search(self.text, frame.stop, mention.start) is not None

    def _is_of_run(self, number: int) -> bool:
        """3月增长9.2%，4月回落到8.7%，5月……: one of three months of a sentence, told in a row."""
        if len(self.mentions[number].iso) != MONTH_LENGTH:
            return False
        run = self.mentions[number : number + _LEAST_RUN]
        if len(run) < _LEAST_RUN or any(len(one.iso) != MONTH_LENGTH for one in run):
            return False
        return run[0].iso < run[1].iso < run[2].iso

    def _is_beside(self, last: int, mention: Mention) -> bool:
        """Is it told with the one that ends at ``last``: joined to it, or in one heading?"""
        between = self.text[last : mention.start]
        same_heading = "\n" not in between and is_in_heading(mention, self.text)
        return between in ("和", "与", "及") or same_heading

    @cached_property
    def _headings(self) -> Row:
        """The first mention of each heading, which dates what is below.  The second of a heading
        (“十三五”时期发展成就和“十四五”时期目标任务) does so from the line on that begins with it.
        """
        kept: list[Mention] = []
        to_come = ""
        for mention in self.mentions:
            beside = kept and self.text.find("\n", kept[-1].stop, mention.start) < 0
            if is_in_heading(mention, self.text):
                to_come = mention.iso if beside else to_come
                if not beside:
                    kept.append(mention)
            elif mention.iso == to_come and self.text[mention.start - 1] == "\n":
                kept.append(mention)
                to_come = ""
        return Row(kept)


def _is_year_of(mention: Mention, event: Mention) -> bool:
    return mention.rule == "near_year" and event.iso.startswith(mention.iso)


def _paragraph_starts(text: str) -> list[int]:
    """Where paragraphs begin, but the first."""
    return [match.end() for match in PARAGRAPH_END.finditer(text)]


def _is_among(day: str, days: str) -> bool:
    """Is a day one of several in a row?"""
    first, _, last = days.partition("/")
    return len(day) == DAY_LENGTH and first <= day <= last
