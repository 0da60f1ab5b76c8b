"""When a number holds: the time its sentence names, one named before, or the year assumed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from ningbo_lib.figures.apart import (
    OPEN,
    UNKNOWN,
    Dated,
    set_levels_apart,
    set_listed_apart,
    set_pairs_apart,
    years_between,
)
from ningbo_lib.figures.linking import Setting, remembered
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.spans import a_year_earlier, looks_back, years_up_to

_MEAN = "年均"
#: What a thing is, whenever it is spoken of.
_IS_BUILT = re.compile(
    r"(?:占地(?!区)|全长|总长|总投资|概算|工期|建筑面积|主跨|跨径|海拔|注册资本|设计|时速|直径|身高|体重|相距|距离|厚度|容纳|规划|设置"
    r"|双向|年(?:发电|产|处理|减排))[^，]{0,6}$"
)
_NAMED_PLAN = re.compile(r".*(?:规划|计划)$")
_AGO_ITS = ("前的", "以前的", "之前的")
#: 如今 speaks of the day itself, whatever year was named before.
_NOW = re.compile(r"如今|目前|现在|眼下|现[有共已]")
#: But what a report of the year before says of 目前 is of that year.
_AT_PRESENT = "目前"
#: A beginning dates only itself.
_BEGAN = re.compile(r"(?:成立|建成|[始创]建|创[办立]|诞生|出生|开业|注册|入[党职伍])于?$")
#: 7月1日……，今年首次突破…: says what that day was among others.
_FOR_THE_FIRST_TIME = re.compile(r"以?来?(?:首次|第[0-9一二三四五六七八九十]+次|最高|新高|历史)")
_A_DAY_BEFORE = re.compile(r"[0-9][日号][^。！？\n]*$")
_AGO = re.compile(r"[以之]?前")
_NUMBERED = re.compile(r"第[0-9一二三四五六七八九十]+[号个次场轮批]")
#: The day on which something was told: 记者3月15日从市统计局获悉, 昨日，该公司披露年报.
_TOLD = re.compile(
    r"[^，。；：0-9]{0,8}，?[^，。；：0-9]{0,20}?"
    r"(?:获悉|了解到|获知|发布|公布|通报|披露|公告|透露|统计显示|数据显示)"
)
#: 已于去年5月投产 dates that alone.
_HAPPENED_THEN = re.compile(
    "(?:正式|全面|全线|建成|竣工)*(?:投产|开工|竣工|通车|启用|开业|运营|投用|投入|完工|动工|揭牌)"
)
_DAY_LENGTH = len("2025-01-01")
_CARRIED = re.compile(r"[0-9]{4}(?:-[0-9]{2})?(?:/[0-9]{4}(?:-[0-9]{2})?)?")
_CARRYING = frozenset(("year", "near_year", "years", "part", "lately", "loose", "plan"))
_NOT_CARRIED = frozenset(("duration", "age", "ordinal"))
_PARAGRAPH = re.compile(r"[。！？][”’」』）]*\n")
_HEADING_LENGTH = 40
_HEADING = re.compile(rf"[^\n，。；！？]{{1,{_HEADING_LENGTH}}}(?:\n|$)")
#: 较去年同期的33.9亿元: the same part of the year before.
_YEAR_BEFORE = tuple(
    f"{than}{year}{part}的" for than in "较比" for year in ("去年", "上年") for part in ("同期", "")
)
#: A term of office and a plan have five years: 五年 alone means the last five.
TERM = 5
#: 五年累计, 五年共: the last five; not 前五年, 用五年 or 每五年.
_SUMMED_UP = re.compile(r"累计|共|来|新增")
_NOTERM = ("前", "用", "每", "后", "满", "达", "近", "再")


def periods(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    mentions: Sequence[Mention],
    today: date | None,
) -> list[Dated]:
    """The period of each quantity: the last time named before it in the sentence.

    A sentence without one takes over the year or month named before it in its paragraph, or by
    the heading above; one that opens with 五年 speaks of those years.
    """
    governing = _Times(text, mentions, today) if mentions or _NOW.search(text) else None
    found: list[Dated] = []
    spanned = (-1, UNKNOWN)
    for quantity, place in zip(quantities, places, strict=True):
        dated = governing.of(quantity, place) if governing else UNKNOWN
        its = place.gap.startswith(_AGO_ITS) or text.startswith("年年均", place.gap_start - 1)
        if found and its:  # 两年前的不到五成, 四年年均增长6%
            dated = found[-1]
        if dated.origin == "carried" and just_is(text, quantity, place):
            dated = UNKNOWN
        if place.gap.endswith(_YEAR_BEFORE):
            dated = dated._replace(iso=a_year_earlier(dated.iso))
        if quantity.kind == "duration" and quantity.unit == "年" and today is not None:
            years = _years_of_mean(text, quantity, place, dated, today)
            years = years or _years_spanned(text, quantity, place, today)
            dated = Dated(years, "named") if years else dated
            if not years and (between := years_between(found, quantity, place)):
                dated = between
                spanned = (place.sentence, dated)
            if (years and _is_taken(text, quantity, place)) or _opens_span(text, quantity, place):
                spanned = (place.sentence, dated if dated.iso else OPEN)
        if dated == OPEN:  # 十年前……；如今……
            spanned = (-1, UNKNOWN)
        found.append(spanned[1] if spanned[0] == place.sentence else dated)
    set_pairs_apart(found, places, text, today)
    if today is not None:
        set_levels_apart(found, places, today)
    set_listed_apart(found, places, text, mentions)
    return found


#: 用三年时间: a span that is the plan's own.
_TAKING = re.compile(r"(?:争取|力争|计划|再|将)?用$")


def _is_taken(text: str, quantity: Quantity, place: Setting) -> bool:
    """Is this the time a plan takes: 争取用三年时间?"""
    return text.startswith("时间", quantity.stop) and bool(_TAKING.search(place.gap))


def _opens_span(text: str, quantity: Quantity, place: Setting) -> bool:
    """Does this length of time date what follows: 五年, …?"""
    return place.gap.strip("—-") in ("", "这") or bool(_SUMMED_UP.match(text, quantity.stop))


#: 公司拟以不超过3亿元回购股份; but a dividend is paid from the profit of the time told about.
_PROPOSED = re.compile("(?:拟(?!合)|(?<!原)计划)(?!.*(?:每[0-9一十]+股|派发|分红|红利|股息|转增))")
#: So far is looked for the end of a clause: the time stays linear.
_REACH = 200
_SPAN = re.compile("[0-9]{4}/[0-9]{4}")
_SINCE_THEN = re.compile("起|[^，。；0-9]{1,14}以来")
_CLAUSE_END = re.compile("[，；。]")
_STOP = re.compile("[。！？\n]")
_MOST_PASSED = 3


class _Row:
    """Mentions in order, to be asked for the last one before a place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]

    def last(self, before: int) -> Mention | None:
        index = bisect_right(self.starts, before)
        return self.mentions[index - 1] if index else None


class _Times:
    """The mentions of a text, each with how far it reaches: sentence, paragraph or section."""

    def __init__(self, text: str, mentions: Sequence[Mention], today: date | None) -> None:
        self.text, self.today, self.mentions = text, today, mentions
        self.named = _Row(mentions)
        reports = today is not None and looks_back(today)
        now = (match for match in _NOW.finditer(text) if not (reports and match[0] == _AT_PRESENT))
        self.present = [match.end() for match in now]
        self._dates: dict[int, Dated] = {}

    @cached_property
    def carried(self) -> _Row:
        """The mentions that date later sentences of their paragraph: of those of one sentence
        (9月份……；前三季度累计……) the first, but for a later year.
        """
        kept: list[Mention] = []
        told, position = False, 0
        for mention in self.mentions:
            beside = self.text[position : mention.start] in ("和", "与", "及")
            told = told and not _STOP.search(self.text, position, mention.start)
            position = mention.stop
            later = not told or (mention.iso[:4] > kept[-1].iso[:4] and not beside)
            if later and _carries(self.text, mention, self.today):
                kept.append(mention)
                told = True
        return _Row(kept)

    @cached_property
    def headings(self) -> _Row:
        """The first mention of each heading, which dates what is below."""
        kept: list[Mention] = []
        for mention in self.mentions if "\n" in self.text else ():
            beside = kept and self.text.find("\n", kept[-1].stop, mention.start) < 0
            if not beside and _in_heading(self.text, mention):
                kept.append(mention)
        return _Row(kept)

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where paragraphs begin, but the first."""
        return [match.end() for match in _PARAGRAPH.finditer(self.text)]

    def _date_of(self, mention: Mention) -> Dated:
        """What a mention says of the numbers behind it, worked out once."""
        dated = self._dates.get(mention.start)
        if dated is None:
            dated = Dated(self._since(mention) or self._within(mention), "named")
            self._dates[mention.start] = dated
        return dated

    def _since(self, mention: Mention) -> str:
        """自2012年起 lasts until today."""
        start, stop = mention.start, mention.stop
        lasts = self.text[start - 1 : start] == "自" and _SINCE_THEN.match(self.text, stop)
        if not lasts or self.today is None or len(mention.iso) != 4:
            return ""
        return f"{mention.iso}/{self.today.year}"

    def _years_up_to(self, named: Mention, sentence: int) -> str:
        """今后五年……到2020年……年均增长: the years that end with the one named."""
        before = self.named.last(named.start - 1)
        spans = before is not None and before.start >= sentence
        year = len(named.iso) == 4 and named.iso.isdigit()
        if not (before and spans and year and _SPAN.fullmatch(before.iso)):
            return ""
        first, last = map(int, before.iso.split("/"))
        later = int(named.iso) - last  # counted from this year or from the next
        return f"{first + later}/{named.iso}" if later in (0, 1) else ""

    def _within(self, mention: Mention) -> str:
        """年底前 is some time of that year."""
        edge = mention.iso.endswith("-12") and len(mention.iso) == len("2025-12")
        before = edge and _AGO.match(self.text, mention.stop)
        return mention.iso[:4] if before else mention.iso

    def _named(self, sentence: int, place: int) -> Mention | None:
        """The last mention before a place; but for what it is over with."""
        named = self.named.last(place)
        for _ in range(_MOST_PASSED):
            if named is None or not self._is_passed(named, sentence, place):
                break
            named = self.named.last(named.start - 1)
        return named

    def _is_passed(self, named: Mention, sentence: int, place: int) -> bool:
        """Is a mean's time over with its clause, a part's (全年……，其中12月……；) with its ；?"""
        text, start = self.text, named.start
        if text.startswith("平均", named.stop):
            return bool(_CLAUSE_END.search(text, named.stop, min(place, named.stop + _REACH)))
        if start < sentence or text.find("；", named.stop, min(place, named.stop + _REACH)) < 0:
            return False
        opening = max(sentence, text.rfind("；", sentence, start) + 1, start - _REACH)
        before = self.named.last(start - 1)
        part = text.find("其中", opening, start) >= 0
        return part and before is not None and before.start >= sentence

    def of(self, quantity: Quantity, place: Setting) -> Dated:
        """The last time named in the sentence, else in the paragraph, else by the heading."""
        named = self._named(place.sentence, quantity.start)
        if self.present:
            since = max(place.sentence, named.stop if named else 0)
            if bisect_right(self.present, quantity.start) > bisect_right(self.present, since):
                return OPEN
        if named and named.start >= place.sentence:
            if named.start < place.clause and self._is_proposed(named, quantity, place):
                return OPEN
            if _MEAN in place.gap and (years := self._years_up_to(named, place.sentence)):
                return Dated(years, "named")
            begins = named.start < place.clause and len(named.iso) > len("2025")
            if begins and is_built(place.gap):  # 将于9月20日开工，全长18.6公里
                return OPEN
            return self._date_of(named)
        if quantity.kind in _NOT_CARRIED and not is_age_group(quantity):
            return UNKNOWN
        index = bisect_right(self.paragraphs, place.sentence)
        paragraph = self.paragraphs[index - 1] if index else 0
        carried = self.carried.last(quantity.start)
        if carried is None or carried.start < paragraph:
            carried = self.headings.last(quantity.start)
        if carried and self._is_proposed(carried, quantity, place):
            return OPEN
        return Dated(carried.iso, "carried") if carried else UNKNOWN

    def _is_proposed(self, mention: Mention, quantity: Quantity, place: Setting) -> bool:
        """Does a company tell here of what it has in mind, behind its results of some months?"""
        months = len(mention.iso) > len("2025") and self.today is not None
        if not (months and _PROPOSED.search(place.prefix)):
            return False
        over = mention.iso.rpartition("/")[2] < f"{self.today:%Y-%m}"
        start = max(0, quantity.start - _REACH)
        return over and self.text.find("公司", start, quantity.start) >= 0


@remembered
def is_built(gap: str) -> bool:
    """Do the words before a number say what a thing is, not what part it has in that?"""
    return bool(_IS_BUILT.search(gap)) and not gap.startswith("占")


def is_age_group(quantity: Quantity) -> bool:
    """0—14岁, 60岁及以上: ages of a part of the people, not of a person."""
    return quantity.kind == "age" and (
        quantity.low != quantity.high or quantity.modifier != "exact"
    )


def _carries(text: str, mention: Mention, today: date | None) -> bool:
    """A time that is over, or began; 到2025年 and the like date their own sentence only."""
    if text.startswith("平均", mention.stop):
        return False
    if mention.rule not in _CARRYING or not _CARRIED.fullmatch(mention.iso):
        return False
    aim = text[mention.start - 1 : mention.start] in ("到", "至")
    return not aim and (today is None or mention.iso[:4] <= f"{today.year}")


def _in_heading(text: str, mention: Mention) -> bool:
    """Does the mention stand in a short line without any stop?"""
    line = text.rfind("\n", max(0, mention.start - _HEADING_LENGTH), mention.start) + 1
    if not line and mention.start > _HEADING_LENGTH:
        return False
    return bool(_CARRIED.fullmatch(mention.iso) and _HEADING.match(text, line))


_TO_COME = ("再连续", "将连续", "要连续")


def _years_spanned(text: str, quantity: Quantity, place: Setting, today: date) -> str:
    """Which years a length of time means: 20年前, 这20年, 连续五年, and 五年 alone."""
    years = int(quantity.low or 0)
    if looks_back(today) and _is_taken(text, quantity, place):
        return f"{today.year}/{today.year + years - 1}"
    if _AGO.match(text, quantity.stop):
        return f"{today.year - years}"
    exact = quantity.modifier == "exact" and years == TERM
    summed = not place.gap or place.gap.endswith("这") or _SUMMED_UP.match(text, quantity.stop)
    if exact and summed and not place.gap.endswith(_NOTERM):
        return f"{today.year - years}/{today.year - looks_back(today)}"
    if place.gap.endswith(("这", "刚好", "整整")):
        return f"{today.year - years}/{today.year}"
    if years > 1 and place.gap.endswith("连续") and not place.gap.endswith(_TO_COME):
        return f"{today.year - years}/{today.year - looks_back(today)}"
    return ""


_FROM_YEAR = re.compile(r"[较比]([0-9]{4})年")


def _years_of_mean(text: str, quantity: Quantity, place: Setting, dated: Dated, today: date) -> str:
    """四年年均: the years behind the one compared with, else up to the year told about."""
    count = int(quantity.low or 0)
    alone = place.gap in ("", "这") and quantity.low == quantity.high
    if not (alone and count > 1 and text.startswith("年均", quantity.stop)):
        return ""
    last = today.year - looks_back(today)
    if base := _FROM_YEAR.search(text, place.sentence, quantity.start):
        last = int(base[1]) + count
    elif dated.origin == "named" and dated.iso.isdigit():
        last = int(dated.iso)
    return years_up_to(last, count) if last <= today.year else ""


def governs(mention: Mention, text: str) -> bool:
    """Can this mention date the figures behind it?  Not a base (比上年), nor a plan's name."""
    if not mention.iso or mention.base:
        return False
    phrase = text[mention.start : mention.stop]
    if text.startswith(("不变价", "可比价", "价格"), mention.stop):
        return False
    if _BEGAN.search(text, max(0, mention.start - 4), mention.start):
        return False
    if phrase == "年初":  # 年初确定的目标 dates the plan, not the number
        return False
    first = mention.rule == "near_year" and _FOR_THE_FIRST_TIME.match(text, mention.stop)
    if first and _A_DAY_BEFORE.search(text, max(0, mention.start - _REACH), mention.start):
        return False
    if _NUMBERED.match(text, mention.stop):  # 今年第8号台风
        return False
    if text[mention.start - 1 : mention.start] == "于" and _HAPPENED_THEN.match(text, mention.stop):
        return False
    if len(mention.iso) == _DAY_LENGTH and _TOLD.match(text, mention.stop):
        return False
    return mention.rule != "plan" or not _NAMED_PLAN.fullmatch(phrase)


#: Before a small count, what happened (新建5个机场); else the count belongs to a thing that
#: just is (十项措施, 56个民族).
_HAPPENED = re.compile(
    r"(?:[了增建成办获签]|(?<!建)设立?|了[^，]{2,20}等|先后|审议|制定|新增|完成|取消|下放|开工|出台|举办|引进)$"
)
_ITS_NOUN = re.compile(r"[一-鿿]")
_NOT_NOUN = re.compile(r"[较提被在为到地的等]|以上|以内|左右")
#: What becomes of the counted: 12个贫困县全部摘帽.
_HAPPENS = re.compile(
    r"[^，。；、的]{0,8}?(?:摘帽|出列|脱贫|投产|通车|建成|竣工|开工|落地|签约|实现|入选|获[得评批]|启动|开业|入驻"
    r"|落户|投入使用|达标|整改)"
)
_SMALL = 100


def just_is(text: str, quantity: Quantity, place: Setting) -> bool:
    """Whether a small count belongs to a thing that is, not to something that happened."""
    if quantity.kind != "count" or quantity.low is None or quantity.low >= _SMALL:
        return False
    noun = _ITS_NOUN.match(text, quantity.stop) and not _NOT_NOUN.match(text, quantity.stop)
    spelt = not text[quantity.start].isascii() and quantity.unit != "次"  # 两地, 三档
    if not spelt and _HAPPENS.match(text, quantity.stop):
        return False
    return bool(noun or spelt) and not _HAPPENED.search(place.gap)
