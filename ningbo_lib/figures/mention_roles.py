"""What a time phrase is there for: to date the figures behind it, or something else.

A base of comparison, a plan's name, the beginning of a company or the day on which something was
told dates no figure.  Of the times that do, some date later sentences, too, or all below a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from ningbo_lib.figures.censuses import is_standard_moment
from ningbo_lib.figures.dated import DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH, is_of_days
from ningbo_lib.figures.iso_times import SPAN_OF_YEARS, count_days, is_coming
from ningbo_lib.figures.periods import SENT, Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.stops import HEADING, MARKS, REACH, SENTENCE_END, heads
from ningbo_lib.figures.stretches import in_all_days, joined
from ningbo_lib.figures.surroundings import is_planned
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "event_words.tsv")
#: The prices of a year (2015年不变价), what is named after a time (2022年半年报, but not 报告期),
#: and what is numbered in it (今年第8号台风).
_IN_NAME = re.compile(
    rf"{_words('prices')}|(?=[半全年一三季中业公报])"
    r"(?:[半全]?年度?|[一三]?季度?|中期|业绩)?(?:公报|报(?:告(?![期病给])|(?![告名废考])))"
)
#: 今年第8号台风; but 昨天第三次刷新纪录.
_NUMBERED = re.compile("第[0-9一二三四五六七八九十]+[号个次场轮批]")
#: 今年67岁 tells how old somebody is, and the year of nothing else.
_AGED = re.compile("(?:已经?|刚满?|才|只有|年满|快)?[0-9]{1,3}岁(?!及?以[上下])")
#: A beginning (成立于2003年) dates only itself, so does an end (持续到明年1月底, 订单排到明年3月).
_ITS_EDGE = re.compile(rf"(?:(?:{_words('founding')})于?|(?:{_words('lasting')})[到至])$")
_LONGEST_EDGE = 8
_EDGE_ENDS = frozenset(("于", "到", "至", *(word[-1] for word in _words("founding").split("|"))))
#: 1951年成立的县卫生院，当时只有7人, 创办于2014年，首届只有3500人: a beginning, and what was then.
_AT_FIRST = re.compile(
    "[^，。；0-9]{0,12}，(?:首[届批期]|当时|那时|最初|起初|刚?[开创成挂][业办港馆园立牌]时)"
)
#: 小长假昨天落幕, 博览会21日闭幕: the day of an end dates nothing else.
_ENDED = re.compile(r"(?:圆满|正式)?(?:落幕|落下帷幕|闭幕|收官(?!之年)|收市)")
_AIMED_ENDS = frozenset("向准定眼")
_ENDED_BEGINS = frozenset("圆正落闭收")
#: 面向2030年的科技创新项目.
_AIMED = ("面向", "迈向", "瞄准", "锚定", "着眼")
#: 受暑期出行需求带动: why, not when.
_CAUSE = re.compile("[^，。；]{0,16}(?:带动|影响|拉动|推动|作用)")
#: 查看其近24个月的纳税记录.
_RECORDS = re.compile("的?[^，。；0-9]{0,6}(?:记录|流水|账单|数据)")
#: 继6月29日、7月3日之后第三次……
_LAST_TIMES = re.compile("(?:、[^，。；]{1,12})?[之以]?后")
#: 10月底前……: a deadline is that of its sentence.
_DEADLINE = re.compile("[以之]?前(?!后)")
_DASHES = frozenset("—－-（(")
_PLAN_NAMES = ("规划", "计划")
#: “十五五”开局之年.
_OPENS_OR_CLOSES = ("开局", "收官")
#: 7月1日……，今年首次突破…, 今年以来第三次: says what that day was among others.
_RECORD_OF_YEAR = re.compile(rf"以?来?(?:{_words('record')}|第[0-9一二三四五六七八九十]+次)")
#: 这是今年的第6次调价, 这是沙洋今年开出的第300列班列.
_THIS_IS = re.compile("[。；，\n]这[^，。；0-9]{0,4}是[^，。；0-9]{0,8}$")
_LONGEST_OPENING = 16
_ONE_OF_YEAR = re.compile("(?:以来)?[^，。；0-9]{0,8}第[0-9一二三四五六七八九十百]+[次个列批场]")
#: 为2016年以来首次下降, 2016年以来同期最高.
_RECORD = re.compile(rf"(?:历史)?(?:同期)?(?:{_words('record')}|第[0-9一二三四五六七八九十]|最)")
#: 2016年开园以来首次不足300人.
_SINCE_RECORD = re.compile(f"[^，。；0-9]{{0,10}}以来的?{_RECORD.pattern}")
_A_DAY_BEFORE = re.compile(rf"(?:[0-9][日号]|[昨前今][日天])[^{MARKS}\n]*$")
#: The day on which something was told: 记者3月15日从市统计局获悉, 昨日，该公司披露年报.
_TOLD = re.compile(
    rf"[^，。；：0-9]{{0,8}}，?[^，。；：0-9]{{0,20}}?(?:{_words('telling')})"
    "(?![^，。；0-9]{0,8}(?:预警|警报))"  # is what happened
)
#: 完成全年目标的23.2%.
_SHARE_OF_GOAL = ("目标的", "目标任务的", "任务的", "计划的", "预算的", "预计数的")
#: 已于去年5月投产 dates that alone.
_OPENED_THEN = re.compile(f"(?:{_words('manner')})*(?:{_words('opening')})")
#: 大桥2021年3月开工，总投资……: the time of a beginning alone.
_BEGAN = re.compile(f"(?:{_words('manner')})*(?:开工|动工|破土|奠基|{_words('opening')})[，；]")
_CARRIED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?(?:/[0-9]{4}(?:-[0-9]{2})?)?")
_CARRYING = frozenset(("year", "near_year", "years", "part", "lately", "loose", "plan"))
#: 去年价格变动的翘尾因素约为0.5个百分点: a part of what a month rose by.
_CARRY_OVER = ("价格变动的", "价格上涨的翘尾", "涨价的翘尾")
_SENTENCE_ENDS = ("", "。", "！", "？", "\n", "”", "：")
#: Before a time that opens its clause, or stands behind its short subject (公司上半年, 全市去年).
_OPENING_OF_CLAUSE = re.compile(
    r"(?:(?:^|[，。；：！？、（\n“]|[）讯电]\s?)(?:截[至止]|[在据到至而但及]|其中)?"
    r"|公司|集团|[全我本该各][市省国区县州行校院])$"
)
_FIRST_WORDS = 2
#: 本报讯（记者王磊）昨天上午……
_DATELINE = re.compile(r"[^，。；\n（）]{0,8}[讯电](?:（[^（）\n]{1,40}）)?\s*")
_FIRST_CLAUSE = re.compile(r"[^，。；：！？\n]{0,24}")
_HOUR_OF_DAY = re.compile("[日号].*[时点分许]$")
#: 清明小长假刚过，上周……
_NOT_THEN = re.compile(
    "节?[”’]?[小长假期]{0,3}(?:刚刚?过|过后|已过|[之以]后|结束|临近|将至|前夕|即将)"
)
_UP_TO_DAY = ("截至", "截止", "截至昨", "截至今")
_NEAR_DAY = 10


def dating_mentions(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions that can date the figures behind them; what is told as one time is one."""
    kept = [mention for mention in in_all_days(mentions, text) if governs(mention, text)]
    if len(kept) == 1:
        return kept
    kept = joined(kept, text)
    return [mention for number, mention in enumerate(kept) if not _names_event(kept, number, text)]


def _names_event(mentions: list[Mention], number: int, text: str) -> bool:
    """昨天，2017年市象棋王赛开赛, 2007年市运动会昨日结束: is the year in the name of what happened,
    on a day that the text tells beside it?
    """
    year = mentions[number]
    if year.rule != "year" or len(year.iso) != YEAR_LENGTH:
        return False
    before = mentions[number - 1] if number else None
    if before and text[year.stop - 1] == "届":  # 截至8月31日，2024届毕业生
        return text[before.stop : year.start] == "，"
    if not _EVENT_NAME.match(text, year.stop):
        return False
    if before and is_of_days(before.iso) and text[before.stop : year.start] in ("", "，"):
        return before.iso.startswith(year.iso)
    after = mentions[number + 1] if number + 1 < len(mentions) else None
    if after is None or not (is_of_days(after.iso) and after.iso.startswith(year.iso)):
        return False
    return _WITHIN_CLAUSE.fullmatch(text, year.stop, after.start) is not None


_EVENT_NAME = re.compile(
    "[^，。；：0-9\n]{2,24}?(?:赛|马拉松|运动会|[博展]览会|[展洽招][销谈聘]会|节|论坛)"
)
_WITHIN_CLAUSE = re.compile("[^，。；：\n]{0,40}")


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    start, stop = mention.start, mention.stop
    before = text[start - 1 : start]
    edge = before in _EDGE_ENDS and _ITS_EDGE.search(text, max(0, start - _LONGEST_EDGE), start)
    if edge or mention.tied == "thing":
        return bool(_AT_FIRST.match(text, stop))
    if text.startswith(_CARRY_OVER, stop):
        return False
    if mention.rule == "lately" and _RECORDS.match(text, stop):
        return False
    if text.startswith("出生", stop):
        return False
    if _LAST_TIMES.match(text, stop) and "继" in text[max(0, start - _NEAR_DAY) : start]:
        return False
    if len(mention.iso) == YEAR_LENGTH and _NUMBERED.match(text, stop):
        return False
    if _IN_NAME.match(text, stop):
        return False
    if before == "于" and _OPENED_THEN.match(text, stop):
        return False
    if len(mention.iso) == DAY_LENGTH and _is_only_told(mention, text):
        return False
    if before in _DASHES and text.startswith("在", stop):  # ——2015年1月29日在……大会上
        return False
    if before == "受" and mention.rule in ("season", "holiday") and _CAUSE.match(text, stop):
        return False
    if before in _AIMED_ENDS and text.endswith(_AIMED, 0, start):
        return False
    if mention.rule == "holiday" and (before == "是" or _NOT_THEN.match(text, stop)):
        return False  # 昨天是春节假期最后一天
    phrase = text[start:stop]
    return not (_is_of_goal(mention, phrase, text) or _is_of_record(mention, phrase, text))


def _is_only_told(mention: Mention, text: str) -> bool:
    """Is it the day of a report or an end (记者3月15日获悉, 21日闭幕), or since when it lasts?"""
    if is_standard_moment(text, mention.start, mention.stop):
        return False
    behind = text[mention.stop : mention.stop + 1]
    if behind in _ENDED_BEGINS and _ENDED.match(text, mention.stop):
        return True
    opens = text[mention.start - 1 : mention.start] in _SENTENCE_ENDS
    opens = opens or text[mention.start - 1] == "自"  # 中心自5月18日运行以来
    opens = opens or text.startswith("以来", mention.stop)
    if mention.tied == "since" and not opens:  # 4月1日入汛以来 opens what it dates
        return True
    return bool(SENT.match(text, mention.stop) or _TOLD.match(text, mention.stop))


def _is_of_goal(mention: Mention, phrase: str, text: str) -> bool:
    """Does the time say which goal or plan is meant, not when its numbers were reached?"""
    if phrase == "年初":  # 年初确定的目标; but 由年初的22.4元涨至38.6元
        return mention.tied != "pair"
    if phrase == "全年":
        return text.startswith(_SHARE_OF_GOAL, mention.stop)
    opens = text.startswith(_OPENS_OR_CLOSES, mention.stop)
    return mention.rule == "plan" and (opens or phrase.endswith(_PLAN_NAMES))


def _is_of_record(mention: Mention, phrase: str, text: str) -> bool:
    """为2016年以来首次下降; and 今年首次 behind a day of its sentence, which dates the number."""
    if mention.tied == "since" and _SINCE_RECORD.match(text, mention.stop):
        return True
    since = text.startswith("以来", mention.stop) * len("以来")  # 今冬以来最强的冷空气
    if (since or phrase.endswith("来")) and _RECORD.match(text, mention.stop + since):
        return True
    if mention.rule != "near_year":
        return False
    this_is = _THIS_IS.search(text, max(0, mention.start - _LONGEST_OPENING), mention.start)
    if this_is and _ONE_OF_YEAR.match(text, mention.stop):
        return True
    if not _RECORD_OF_YEAR.match(text, mention.stop):
        return False
    return bool(_A_DAY_BEFORE.search(text, max(0, mention.start - REACH), mention.start))


def _is_aside(mention: Mention, text: str) -> bool:
    """，而2000年时只有33.9%, and ，上年为0.61元: told beside, for comparison."""
    aside = text.endswith("，而", 0, mention.start)
    return aside or text.endswith("，上年为", 0, mention.stop + 1)


def tells_age(mention: Mention, text: str, before: int | None = None) -> bool:
    """今年67岁: is it told how old somebody is, and is that over ``before`` a place?"""
    aged = _AGED.match(text, mention.stop) if mention.rule == "near_year" else None
    return aged is not None and (before is None or aged.end() <= before)


def carries(mention: Mention, text: str, today: date | None) -> bool:
    """Can it date later sentences?  A time that is over, or began; 到2025年 and the like date
    their own sentence only, and so does a mean.
    """
    if _stays_in_sentence(mention, text, today):
        return False
    opens = text[mention.start - 1 : mention.start] in _SENTENCE_ENDS
    if text.startswith("的", mention.stop) and not (opens or text.startswith("的那", mention.stop)):
        return False  # but 最难忘的是1998年8月的那场洪水
    line = text.rfind("\n", 0, mention.start) + 1
    if is_standard_moment(text, mention.start, mention.stop):
        return True
    if _is_day_of_event(mention, text, line, today):
        return True
    days = mention.rule == "holiday" or (
        mention.kind == "period"
        and mention.rule != "bare_day"
        and (text[mention.stop - 1] != "周" or (opens and text.startswith("，", mention.stop)))
    )
    if mention.rule == "bare_day" and "/" in mention.iso:  # 25日8时至27日20时，……
        later = SENTENCE_END.search(text, line, mention.start) is not None
        days = opens_clause(mention, text) and not later
    if not (mention.rule in _CARRYING and _CARRIED.fullmatch(mention.iso)) and not days:
        return False
    if mention.rule == "lately" and not opens:
        return False
    if mention.rule == "part" and not opens_clause(mention, text):
        return False
    if text[mention.start - 1 : mention.start] in ("到", "至") and not is_until(mention, text):
        return False
    if today is None or mention.start == line:
        return True
    month_ahead = mention.rule == "near_year" and not opens and is_coming(mention.iso, today)
    return mention.iso[:4] <= f"{today.year}" and not month_ahead


def _stays_in_sentence(mention: Mention, text: str, today: date | None) -> bool:
    """A mean, a deadline, an age, a beginning, the whole year of a plan."""
    if text.startswith(("平均", "同期"), mention.stop) or mention.tied or _is_aside(mention, text):
        return True
    if mention.rule in ("decade", "century"):
        return True
    if mention.rule == "part" and _DEADLINE.match(text, mention.stop):
        return True
    if tells_age(mention, text):
        return True
    to_come = today is None or mention.iso >= f"{today.year}"
    if mention.rule == "loose" and to_come and is_planned(text, mention.start, mention.stop):
        return True  # 全年有望突破……
    return len(mention.iso) != DAY_LENGTH and _BEGAN.match(text, mention.stop) is not None


def _is_day_of_event(mention: Mention, text: str, line: int, today: date | None) -> bool:
    """A day in the first words of a paragraph, not of a heading: 9月21日，马拉松赛鸣枪.

    ``line`` is where its line begins.
    """
    if len(mention.iso) != DAY_LENGTH:
        return False
    start = mention.start
    first = start - line <= _FIRST_WORDS or bool(_DATELINE.fullmatch(text, line, start))
    if not first:  # 首场招聘会昨日举行
        first = _FIRST_CLAUSE.fullmatch(text, line, start) is not None
    if mention.rule == "loose" and text.startswith("，", mention.stop):
        first = first or text[start - 1 : start] in _SENTENCE_ENDS  # “……。”昨天，
    told = first or _tells_hour(mention, text) or is_until(mention, text)
    coming = today is not None and mention.iso > f"{today}"
    told = told or (coming and text.startswith("起", mention.stop))  # 从10月1日起将调整……
    return told and not HEADING.match(text, line)


def _tells_hour(mention: Mention, text: str) -> bool:
    """2012年9月30日22时40分许，……: the moment at which something happened."""
    told = _HOUR_OF_DAY.search(text, mention.start, mention.stop)
    return told is not None and opens_clause(mention, text)


def is_until(mention: Mention, text: str) -> bool:
    """截至6月18日: does it say up to when the numbers are known?"""
    return text.endswith(_UP_TO_DAY, 0, mention.start)


def opens_clause(mention: Mention, text: str) -> bool:
    """Does the clause begin with it (3月份，…), not with what it is said of (工程9月底通水)?"""
    return bool(_OPENING_OF_CLAUSE.search(text, max(0, mention.start - 4), mention.start))


def is_in_heading(mention: Mention, text: str) -> bool:
    """Is it a time of which all below a heading is told?"""
    return bool(_CARRIED.fullmatch(mention.iso)) and heads(text, mention.start, mention.stop)


def is_within(frame: Mention, mention: Mention, text: str) -> bool:
    """Is one of the two times a part of the other?  The end of a year (年末) is no time to stay at,
    and a sentence may go on to one year of a plan.
    """
    if text[frame.stop - 1] in "末底":
        return False
    if len(frame.iso) == YEAR_LENGTH and _tells_hour(mention, text):
        return False  # 去年……。2012年9月30日22时40分许，……
    if is_until(frame, text) and mention.rule == "near_year":
        return False  # 截至6月18日……。今年……: what follows is of the year
    year_of_span = len(mention.iso) == YEAR_LENGTH and SPAN_OF_YEARS.fullmatch(frame.iso)
    if year_of_span and text[mention.start - 1 : mention.start] in ("。", "！", "？", "\n"):
        return False
    return _covers(frame.iso, mention.iso) or _covers(mention.iso, frame.iso)


def is_part(iso: str, whole: str) -> bool:
    """Is the first time a part of the other, and shorter?"""
    return iso != whole and _covers(whole, iso)


def _covers(whole: str, iso: str) -> bool:
    """Do the months of the one hold those of the other?"""
    (first, last), (begin, end) = _months(whole), _months(iso)
    return first <= begin and end <= last


def _months(iso: str) -> tuple[str, str]:
    """First and last month of a date or interval: 2021-01 and 2021-12 for 2021."""
    first, _, last = iso.partition("/")
    last = last or first
    return (first + "-01")[:MONTH_LENGTH], (last + "-12")[:MONTH_LENGTH]


def is_as_long(quantity: Quantity, days: Mention) -> bool:
    """10月1日至7日……。7天共接待……: is a length of time that of the days told about?"""
    several = len(days.iso.partition("/")[2]) == DAY_LENGTH
    return several and quantity.unit == "天" and count_days(days.iso) == quantity.low
