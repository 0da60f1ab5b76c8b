"""Dates and periods to ISO 8601, read against a date of publication.

A *mention* is any phrase that fixes a time, with a numeral in it (3月15日, 今年前2个月) or without
(去年, 上半年, 年底).  Mentions give the figures around them their period; only those with a
numeral are figures themselves.  Spans are written ``first/last``, both ends included and in the
precision of the text: 2021/2025, 2021-01/2021-02.  The edge of a year is a month (年底: 12),
since nobody says which day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from ningbo_lib.figures.days import NEAR_DAY, day_named, day_near, days_of_month, week_near
from ningbo_lib.figures.holidays import HOLIDAYS, NAME_BEGINS, SEASONS, holiday, season
from ningbo_lib.figures.parts import (
    CLOCK,
    HOUR,
    LONE_PART,
    PART,
    Kind,
    in_calendar,
    integer,
    third_of,
    with_part,
)
from ningbo_lib.figures.spans import (
    MEAN,
    SPANS,
    TO,
    a_year_earlier,
    looks_back,
    span_around,
    until_now,
    years_up_to,
)
from ningbo_lib.lexicons import alternation

# --- pieces of the pattern -------------------------------------------------------------------
_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}"
_NEAR_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0}
_NEAR_YEARS |= {"当年": 0, "同年": 0, "明年": 1, "次年": 1, "翌年": 1, "后年": 2}
_SAID_YEARS = {"当年", "同年", "次年", "翌年"}  # count from the year last named, not from today
#: 达产后年产值, 说明年度, 过去年均, 两年以上年限: no years.
_NOT_BEHIND = {"后年": "[产建投成]", "明年": "[说证表]", "去年": "(?<!超)过", "上年": "以"}
_NEAR_YEAR = "|".join(
    f"(?<!{_NOT_BEHIND[word]}){word}" if word in _NOT_BEHIND else word for word in _NEAR_YEARS
)
_CENTURY = r"(?:[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|上个?|本)世纪"
_SPAN_OF_PLAN = "时期|期间|规划|计划|以来|阶段|末"

#: Rule name -> pattern; one alternation finds every mention.
_RULES: dict[str, str] = {
    "numeric_date": r"(?<![0-9.])(?:19|20)[0-9]{2}(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)"
    r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9.])",
    "years": rf"(?<![0-9.])(?:{_YEAR})年?(?:—{{1,2}}|[-–~～至到])(?:{_YEAR}|[0-9]{{2}})年度?",
    "decade": rf"(?:{_CENTURY}|(?<![0-9]))(?:[1-9]0|[二三四五六七八九]十)年代(?:[初末]期?|中期)?",
    "century": rf"(?<![0-9]){_CENTURY}(?:[初末]|中叶)?",
    "year": rf"(?<![0-9.])(?:{_YEAR})年度?(?!历史|文明|的历史|历程)(?:的?(?:{PART}))?(?:以来)?",
    "season": SEASONS,
    "near_year": rf"(?:{_NEAR_YEAR})(?![级龄])(?:的?(?:{PART}))?(?:以来)?",
    "plan": rf"[“‘](?:十[一二三四五六七]?|[七八九])五[”’](?:{_SPAN_OF_PLAN})*"
    rf"|(?<![0-9一二三四五六七八九])(?:十[一二三四五六七]五(?:{_SPAN_OF_PLAN})*|[七八九]五(?:{_SPAN_OF_PLAN})+)",
    "lately": SPANS,
    "mean": MEAN,
    "holiday": HOLIDAYS,
    "part": rf"(?<![0-9.第])(?:{LONE_PART})(?:以来)?",
    "loose": r"全年|新的一年|(?<![0-9一二三四五六七八九十两几多])年内|(?:[上下]个?月|本月)(?:[上中下]旬)?"
    rf"|(?:{NEAR_DAY}){CLOCK}"
    r"|[上本下]周(?![一二三四五六末期年]|[日天](?!均))|(?:[上本下这]周[一二三四五六日天](?!均)|(?<![每0-9一二两三四五六七八九十几多])周[一二三四五六日]"
    r"(?=[早上下晚夜凌白起，至（]))(?![年期])",
    "clock": rf"{HOUR}{TO}{HOUR}|(?:凌晨|上午|中午|下午|晚上){HOUR}"
    r"|(?<![0-9.])(?:2[0-4]|1?[0-9])时[0-5]?[0-9]分",
    "bare_day": r"(?<![0-9.第])(?:3[01]|[12][0-9]|[1-9])"
    rf"(?:日(?![元均常内游期益报])(?:(?:[0-9]{{1,2}}时?{TO})?{HOUR}|{CLOCK})(?:{TO}(?:今[晨早天日]|(?:3[01]|[12][0-9]|[1-9])日){CLOCK})?"
    r"|号(?=[,，。；、在晚早上下从]))",
    "said_day": r"当[日天晚月](?![前下])|(?<![0-9一二三四五六七八九十上本])月末|季末|(?<!学)期末(?!考)",
}
_MARKS = "年月日号季纪天五时点周"
_COUNTS = "0-9〇○零一二两三四五六七八九十百几数"
#: What may stand between the first digit of a rule and its first mark.
_TO_MARK = "-–~～至到—、个世第0-9〇○零一二两三四六七八九十百几多余"
_SOON = rf"(?=[^\n{_MARKS}]{{0,8}}+[{_MARKS}])"
#: Where a rule may begin: a class in front is fast to look for, and alternatives that open with
#: a class fail at one look.  So each opens with the second character and then looks back.
_BEGINNING = re.compile(
    f"[{_COUNTS}第大前去上今本当同明次翌后年过最近这未全下昨头周国即双清端春元暑寒“‘凌中晚月季期新](?:"
    f"[{_MARKS}](?<=[{_COUNTS}去上今本当同明次翌前后全下昨这].)|[:：](?<=[{_COUNTS}].){_SOON}"
    f"|[{_TO_MARK}](?<=[{_COUNTS}].)"
    f"(?=[{_TO_MARK}]{{0,8}}+[{_MARKS}]|[0-9]{{2}}[-./]|[:：][^\n{_MARKS}]{{0,7}}+[{_MARKS}])"
    f"|(?:[{_COUNTS}](?<=[第前头近].)|[的这](?<=[近新].)|[半个](?<=[上下].)"
    f"|[前去来近后明世午晨上](?<=大前|过去|未来|最近|今[后明]|[上本]世|[上中下]午|凌晨|晚上)){_SOON}"
    f"|[底末终初中内](?<=年.)|[晨早晚夜起](?<=[今昨明当].)|[一二三四五六日](?<=周.)|日(?<=即.)|末(?<=[月季期].)"
    f"|[十七八九双五国元清端中春](?<=[“‘].)|{NAME_BEGINS})"
)
_MENTION = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items()))
_NUMERIC = re.compile(r"[0-9〇○零一二两三四五六七八九十]")
_BASE = re.compile(r"(?:(?P<than>比|较|相比|同比|跟|相当于|等于|恢复[到至])|是|为)$")
_OF_THAT = re.compile("的[约近]?[0-9一二两三四五六七八九十半]")


#: What else than the sentence a time belongs to: to one end of a pair (由2011年的812亿元), to a thing
#: (2014年通车的高铁), or to something that lasts since (2010年建站以来).
Tie = Literal["", "pair", "thing", "since"]


class Mention(NamedTuple):
    """One time phrase.  ``iso`` is empty where the text and the date do not settle it."""

    start: int
    stop: int
    kind: Kind
    iso: str
    rule: str
    numeric: bool
    base: bool
    tied: Tie = ""


class _Context(NamedTuple):
    """What a phrase is read against: publication date, year last named in the sentence, words
    of a plan by it, the last time named in the text, words of a plan anywhere near, 全年 near, the
    year a paragraph began with.
    """

    today: date | None
    said: int | None
    planned: bool = False
    last: str = ""
    ahead: bool = False
    beside_year: bool = False
    framed: int | None = None

    @property
    def year(self) -> int | None:
        return self.said if self.said is not None else (self.today.year if self.today else None)

    @property
    def reported(self) -> int | None:
        """The year a report speaks of, which 上年 precedes."""
        if self.said is not None or self.today is None or self.planned:
            return self.year
        return self.today.year - looks_back(self.today)


def find_mentions(text: str, published: date | None = None) -> Iterator[Mention]:
    """Time phrases of folded ``text`` in order; a year named earlier in the sentence holds on."""
    said: int | None = None
    framed: int | None = None  # the year first named in the paragraph
    base, behind = False, -1
    last, span, sentence_end = "", "", -1
    years: set[int] = set()
    for match in _matches(text):
        start, stop = match.span()
        if sentence_end < start:
            framed = None if text.find("\n", max(sentence_end, 0), start) >= 0 else framed or said
            said, sentence_end = None, _sentence_end(text, start)
        rule, phrase = match.lastgroup or "", match[0]
        planned = rule in _MAY_BE_PLANNED and _is_planned(text, start, stop)
        ahead = rule in _MAY_BE_OVER and _is_ahead(text, start, stop)
        same = _same_time(text, start, stop)
        beside_year = rule == "part" and _is_beside_year(text, start, stop)
        before = same or rule in ("said_day", "mean") or phrase.startswith("上年")
        before = before or (phrase in _MONTH_BEFORE and text[start - 1 : start] in ("由", "从"))
        named = last if before else ""
        if phrase in _OF_SPAN:
            named = span or named
        context = _Context(published, said, planned, named, ahead, beside_year, framed)
        kind, iso = _resolve(rule, phrase, context)
        if same == "同期" and last and len(iso) == len("2020"):
            iso = a_year_earlier(last, years=int(last[:4]) - int(iso))
        lunar = text.endswith(_LUNAR, 0, start)
        iso = "" if lunar else iso
        numeric = rule not in ("plan", "holiday") and not lunar and bool(_NUMERIC.search(phrase))
        base = (base and start == behind) or _is_base(text, start, stop)
        base = base and not (same == "同期" and last)
        dated = not base and iso[:4].isdigit()  # 3月 of no known year is --03
        tied = _tie(text, start, stop)
        if dated and not tied and _says_year(rule, phrase):
            said = int(iso[:4])
        if rule == "lately" and (between := _between(phrase, years, span)):
            iso = between
        if iso[:4].isdigit():
            years.add(int(iso[:4]))
            span = iso if _SPAN.fullmatch(iso) else span
        if dated and rule != "plan":
            last = iso
        behind = stop
        yield Mention(start, stop, kind, iso, rule, numeric, base, tied)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What the rules match, from left to right."""
    position = 0
    while beginning := _BEGINNING.search(text, position):
        position = beginning.start() + 1
        if match := _MENTION.match(text, beginning.start()):
            position = match.end()
            yield match


def _says_year(rule: str, phrase: str) -> bool:
    """Do parts of a year that follow in the sentence belong to the year of this phrase?

    What lasts from a time on (去年12月以来) is told up to now.
    """
    named = rule in ("year", "near_year", "numeric_date") and not phrase.endswith("以来")
    return named or phrase == "全年"


def _is_base(text: str, start: int, stop: int) -> bool:
    """比2019年, 2019年同期: what a number is measured against is not its time."""
    if text.startswith(("同期", "同月", "基础上"), stop):
        return True
    base = _BASE.search(text, max(0, start - 3), start)
    return base is not None and bool(base["than"] or _OF_THAT.match(text, stop))


def _tie(text: str, start: int, stop: int) -> Tie:
    """Does a time belong to one thing, and not to its sentence?"""
    if text[start - 1 : start] in _PAIRING and _OF_NUMBER.match(text, stop):
        return "pair"
    tie = _TIED.match(text, stop)
    return "" if tie is None else ("since" if tie["since"] else "thing")


def _between(phrase: str, years: set[int], span: str) -> str:
    """The years that a length of time means by those named before: 五年累计 behind 过去五年, 十年来
    behind 2010年 and 2020年.
    """
    count = _COUNT_OF_YEARS.fullmatch(phrase)
    if count is None:
        return ""
    length = integer(count[1])
    if span and int(span[5:]) - int(span[:4]) + 1 == length:
        return span
    last = max((year for year in years if year - length in years), default=None)
    return "" if last is None else f"{last - length}/{last}"


#: Of the span of years named before: 五年新增…… behind “十二五”, 期末.
_OF_SPAN = ("期末",)
_SPAN = re.compile("[0-9]{4}/[0-9]{4}")
_COUNT_OF_YEARS = re.compile("([0-9]{1,2}|[二三四五六七八九十]{1,2})年(?:来|间)?")


def _event_words(role: str) -> str:
    return alternation("event_words.tsv", role)


_PAIRING = ("由", "从", "到", "至")
_OF_NUMBER = re.compile(r"[^，。；0-9]{0,4}的|[0-9]")
_TIED = re.compile(
    rf"(?P<since>[^，。；0-9年月日]{{1,14}}以来)"
    r"|(?!(?:同期|水平|以来|高点|低点|[末底初前后中]|[全我本各][市省国区县州校院]))[一-鿿]{1,3}(?<=[修建设签拍写产购买造种投])的"
    rf"|(?:{_event_words('manner')})*(?:{_event_words('opening')}|{_event_words('founding')})的(?![就有共达0-9])"
)


def _is_planned(text: str, start: int, stop: int) -> bool:
    """预计全年…, 全年再减税…: a plan word right before or behind."""
    before = _PLAN_BEFORE.search(text, max(0, start - 6), start)
    return bool(before or _PLAN_BEHIND.match(text, stop))


def _same_time(text: str, start: int, stop: int) -> str:
    """同期 where 去年同期, 2020年同期 open a clause (the same part of that year), 当 where a year
    or day is the one just named.
    """
    if text.startswith("同期", stop) and text[stop - 1] == "年":
        return "同期" if not start or text[start - 1] in "，。；（由从而\n" else ""
    return "当" if text[start] in "当同次翌" else ""


def _is_ahead(text: str, start: int, stop: int) -> bool:
    """Is the sentence around a phrase one of plans?"""
    return bool(_AHEAD.search(text, max(0, start - _NEAR), stop + _NEAR))


def _is_beside_year(text: str, start: int, stop: int) -> bool:
    """一季度…, 上半年…, 全年…: the parts of a year that is told as a whole."""
    return bool(_WHOLE_YEAR.search(text, max(0, start - 2 * _NEAR), stop + 2 * _NEAR))


_WHOLE_YEAR = re.compile("全年|分季度")
#: Phrases that may be of a time gone by: 上半年 of last year, 24日 of last month.
_MAY_BE_OVER = frozenset(("part", "bare_day", "loose", "holiday", "season"))
#: Phrases that mean another year among plans.
_MAY_BE_PLANNED = frozenset(("near_year", "part", "loose", "mean"))
_AHEAD = re.compile("将|拟|预计|计划|力争|争取|确保|目标|届时|(?<![主重需必摘])要(?![求素点])")
_NEAR = 24
_LUNAR = ("农历", "阴历", "旧历")
_PLAN_BEFORE = re.compile(r"(?:预计|预期|力争|争取|确保|计划|目标|拟)[^，。；]{0,4}$")
_PLAN_BEHIND = re.compile(r"再|将|要|拟|预计|预期|力争|争取|确保|计划|[^，。；0-9]{0,10}目标")


def mask_times(text: str, mentions: Iterable[Mention]) -> str:
    """``text`` with every time phrase blanked by NUL characters, so that offsets stay true."""
    pieces, position = [], 0
    for mention in mentions:
        pieces += [text[position : mention.start], "\0" * (mention.stop - mention.start)]
        position = mention.stop
    return "".join([*pieces, text[position:]]) if pieces else text


def resolve_period(phrase: str, published: date | None = None) -> str:
    """The ISO 8601 date or interval of one time phrase, ``""`` if it is none.

    >>> resolve_period("去年9月", date(2024, 3, 1)), resolve_period("前三季度", date(2021, 11, 2))
    ('2023-09', '2021-01/2021-09')
    """
    for mention in find_mentions(phrase, published):
        if mention.stop - mention.start == len(phrase):
            return mention.iso
    return ""


@lru_cache(maxsize=4096)
def _resolve(rule: str, phrase: str, context: _Context) -> tuple[Kind, str]:
    begun = phrase.removesuffix("以来")
    kind, iso = _RESOLVERS[rule](begun if rule in _YEARS else phrase, context)
    if begun == phrase or rule not in _YEARS:
        return kind, iso
    return "period", until_now(iso, context.today)


_YEARS = ("year", "near_year", "part")


def _sentence_end(text: str, start: int) -> int:
    found = _SENTENCE_END.search(text, start)
    return found.start() if found else len(text)


_SENTENCE_END = re.compile(r"[。！？\n](?<![，；、,;]\n)")


# --- resolvers: phrase and context to (kind, iso) --------------------------------------------
def _numeric_date(phrase: str, context: _Context) -> tuple[Kind, str]:
    year, month, day = re.split(r"[-./]", phrase)
    return "date", in_calendar(f"{year}-{int(month):02}-{int(day):02}")


def _years(phrase: str, context: _Context) -> tuple[Kind, str]:
    first, last = re.split(
        r"年?(?:—{1,2}|[-–~～至到])", phrase.rstrip("度").rstrip("年"), maxsplit=1
    )
    start = integer(first)
    stop = integer(last) if len(last) == 4 else start // 100 * 100 + integer(last)
    return "period", f"{start}/{stop}"


def _year_with_part(phrase: str, context: _Context) -> tuple[Kind, str]:
    head, _, rest = phrase.partition("年")
    return with_part(integer(head), rest, head_kind="date")


def _near_year(phrase: str, context: _Context) -> tuple[Kind, str]:
    word = next(word for word in _NEAR_YEARS if phrase.startswith(word))
    base = context.year if word in _SAID_YEARS else (context.today.year if context.today else None)
    if word in _SAID_YEARS and context.said is None and context.last:
        base = int(context.last[:4])
    this = context.today is not None and context.last[:4] == f"{context.today.year}"
    if word == "上年" and not (this or phrase.endswith("月份")):  # 一季度……，比上年四季度
        base = context.reported
    year = None if base is None else base + _NEAR_YEARS[word]
    return with_part(year, phrase[len(word) :], head_kind="date")


def _part(phrase: str, context: _Context) -> tuple[Kind, str]:
    """A part of the year last named, or of this one; in March, 9月份后 was last September."""
    kind, iso = with_part(context.year, phrase, head_kind="date")
    today = context.today
    whole = iso.endswith("-12") and "-01/" in iso  # 一季度至四季度
    year_end = phrase == "年末" or whole
    open_year = context.said is None and not context.planned
    open_year = open_year and not (today and context.framed == today.year)
    if year_end and open_year and today and looks_back(today):  # of the year reported on
        return with_part(today.year - 1, phrase, head_kind="date")
    told = context.beside_year and not context.ahead and _LONG_PART.search(phrase)
    if told and open_year and today and looks_back(today) and iso[-2:] >= f"{today.month:02}":
        return with_part(today.year - 1, phrase, head_kind="date")
    bare_month = context.said is None and phrase.endswith("月份")
    ahead = int(iso[5:7]) - today.month if today and iso[5:7].isdigit() else 0
    far = ahead >= _FAR_AHEAD and not phrase.startswith("年")
    gone = open_year and not context.ahead and far  # 四季度 in January
    if today and open_year and not context.ahead and iso > today.isoformat()[: len(iso)]:
        gone = gone or context.framed == today.year - 1  # 2019年……。5月1日起通车
    if today and (gone or (bare_month and ahead >= _HALF_YEAR)):
        return with_part(today.year - 1, phrase, head_kind="date")
    return kind, iso


#: So many months ahead a part of the year is one gone by, where nothing speaks of plans.
_FAR_AHEAD = 8
_HALF_YEAR = 6  # 12月份 is a month told about more often than 12月
#: Of a year that has only begun these are not told before they are over.
_LONG_PART = re.compile("季度|半年|个月")


def _decade(phrase: str, context: _Context) -> tuple[Kind, str]:
    century, found, rest = phrase.rpartition("世纪")
    tens = integer(rest.partition("年代")[0])
    first = (_century_number(century) - 1) * 100 + tens if found else 1900 + tens
    return "period", f"{first}/{first + 9}"


def _century(phrase: str, context: _Context) -> tuple[Kind, str]:
    first = (_century_number(phrase.partition("世纪")[0]) - 1) * 100 + 1
    return "period", f"{first}/{first + 99}"


def _century_number(text: str) -> int:
    return {"上": 20, "上个": 20, "本": 21}.get(text) or integer(text)


def _plan(phrase: str, context: _Context) -> tuple[Kind, str]:
    """Five-year plans: the tenth ran from 2001 to 2005, the fourteenth from 2021 to 2025."""
    name = phrase.strip("“‘").rpartition("五")[0]  # 十五 is the tenth, 十五五 the fifteenth
    first = 2001 + 5 * (integer(name) - 10)
    if phrase.endswith("以来") and context.today:
        reported = context.today.year - looks_back(context.today)
        return "period", f"{first}/{max(first, min(first + 4, reported))}"
    return "period", f"{first + 4}-12" if phrase.endswith("末") else f"{first}/{first + 4}"


def _mean(phrase: str, context: _Context) -> tuple[Kind, str]:
    """In a report on a part of this year a mean ends with this year."""
    this = context.today is not None and context.last[:4] == f"{context.today.year}"
    last = int(context.last[:4]) if this and context.said is None else context.reported
    return "period", years_up_to(last, integer(phrase[0])) if last else ""


def _loose(phrase: str, context: _Context) -> tuple[Kind, str]:
    today = context.today
    if phrase == "新的一年":
        return "period", "" if today is None else f"{today.year + (not looks_back(today))}"
    if phrase in ("全年", "年内"):
        return "period", _whole_year(phrase, context)
    if today is None:
        return "date", ""
    if "月" in phrase:
        told = context.last if _MONTH.fullmatch(context.last) else f"{today:%Y-%m}"
        months = {"上": -1, "本": 0, "下": 1}[phrase[0]] + int(told[:4]) * 12 + int(told[5:]) - 1
        month = f"{months // 12}-{months % 12 + 1:02}"
        if phrase.endswith("旬"):
            return "period", third_of(month, phrase[-2])
        return "date", month
    if phrase.endswith("周"):
        return "period", week_near(phrase, today)
    return "date", day_near(phrase, today, ahead=context.ahead)


_MONTH_BEFORE = ("上月", "上个月")  # 由上月的…: before the month told about
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")


def _clock(phrase: str, context: _Context) -> tuple[Kind, str]:
    """Times of day alone: which day it was, nobody says here."""
    return "period" if re.search(TO, phrase) else "date", ""


def _whole_year(phrase: str, context: _Context) -> str:
    """全年 without plan words looks back on the year that has just ended."""
    this = context.today is not None and context.framed == context.today.year
    result = phrase == "全年" and not (context.planned or this) and context.said is None
    if result and context.today and looks_back(context.today):
        return f"{context.today.year - 1}"
    return f"{context.year}" if context.year is not None else ""


_RESOLVERS: dict[str, Callable[[str, _Context], tuple[Kind, str]]] = {
    "numeric_date": _numeric_date,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "year": _year_with_part,
    "near_year": _near_year,
    "plan": _plan,
    "season": lambda phrase, at: ("period", season(phrase, at.said, at.today, ahead=at.ahead)),
    "lately": lambda phrase, at: ("period", span_around(phrase, at.today)),
    "mean": _mean,
    "part": _part,
    "loose": _loose,
    "holiday": lambda phrase, at: ("period", holiday(phrase, at.said, at.today, ahead=at.ahead)),
    "clock": _clock,
    "bare_day": lambda phrase, at: days_of_month(phrase, at.today, ahead=at.ahead),
    "said_day": lambda phrase, at: ("date", day_named(phrase, at.last)),
}
