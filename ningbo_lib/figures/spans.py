"""Lengths of time around a day: 近十年来, 未来三年, 过去两天, 近三个月."""

from __future__ import annotations

import re
from datetime import date

from ningbo_lib.figures import school_years
from ningbo_lib.figures.iso_times import days_away, iso_year, iso_years, months_counted
from ningbo_lib.figures.numerals import read_numeral
from ningbo_lib.figures.reporting import is_told, looks_back, until_now
from ningbo_lib.lexicons import alternation

#: How many days, months or years; and the mark of a range.
COUNT = r"(?:[0-9]{1,3}(?![0-9.])|[一二两三四五六七八九十百]{1,3}|几|数)[多余几]?"
TO = r"(?:—{1,2}|[-–~～至到])"
_AROUND_NOW = rf"(?:近|过去|最近|未来|今后)(?:的|这)?(?:{COUNT})"
SPANS = "|".join(
    (
        # 五年，…; the term of office alone, where no word makes another thing of it
        r"(?<![一-鿿0-9“])五年(?![级制期前后内间以来中里之的规计行多])(?=[一-鿿，])",
        # 这五年，…, 回顾五年的成就
        r"(?<=这)五年(?=[，来间里])|(?<=[回首]顾)五年",
        # 走过的五年，…
        r"(?<=的)五年(?=[，。；])",
        # 全市五年新增…
        r"(?<![前用每后满达近再第0-9一二三四五六七八九十])五年"
        rf"(?={alternation('event_words.tsv', 'of_term')})",
        # 比前五年增长, 是前五年的3.2倍
        rf"(?<=[比较是于])前(?:{COUNT})年(?![级制期的度])|(?<=[是于])前(?:{COUNT})年(?=的)",
        # 此前十年里, 此后十年间
        rf"此[前后](?:{COUNT})年(?:间(?!隔)|里|来)?",
        r"今明(?:两|2)年|(?:今明|明后)(?:两|2)天",
        # 过去一学年, 本学年
        school_years.NAMES,
        # 近十年来, 未来3至5年; but not 已建成近十年。, 近百年一遇
        rf"(?!(?<=[了已达])近(?:{COUNT})年)(?!(?<=[一-鿿])近(?:{COUNT})年[，。；！？])(?!近(?:{COUNT})年一遇){_AROUND_NOW}"
        rf"(?:{TO}[0-9一二三四五六七八九十]{{1,2}})?年(?!级|制|期|轻)(?:[间里]|以?来)?",
        # 十年间, 三年内, 五年累计
        rf"(?:{COUNT})年多?(?:以来|来(?!源)|[以之]?内|[之期]?间(?!隔)|中(?![国央])|里(?![程面约长的])"
        r"|(?=累计|先后|总[计收支投]|合计|共(?!同|产|建|享|识))|(?<=，..)(?=净增|增[加长]|减少))",
        # 三个月内, 一周累计
        r"(?:[0-9]{1,2}|[一两三])(?:周|个月)[以之]?内(?!部|的)|一周(?=累计)",
        # 100天来
        "(?:[1-9][0-9]{0,2}(?:多|余)?|(?<![几数十])[两三四五六七八九十])天来(?!源|自)",
        "开年(?:以来|至今)",
        # 近三个月, 过去24小时内; but not 仅近三个月
        rf"(?<![仅已才刚经去]){_AROUND_NOW}(?:天|个月|小时|周(?![年期一二三四五六日末]))"
        r"(?:[间里内]|以?来)?",
    )
)
#: 两年平均: the years of a mean.
MEAN = "(?<![0-9每平上])[两三四五2-5]年(?=平均)"
_LENGTH = re.compile(
    rf"(?P<n>{COUNT})(?:{TO}(?P<last>[0-9一二三四五六七八九十]{{1,2}}))?(?P<unit>年|天|周|个月|小时)"
)
_AHEAD = ("今明", "未来", "今后")
_SECOND_HALF = 7
HOURS = 24  # of a day


def span_around(phrase: str, today: date | None) -> str:
    """The interval of a phrase that ``SPANS`` matches, in ISO 8601; ``""`` if nobody can say.

    In a text that reports the year before, N年 are whole calendar years up to that year, and so
    are 过去N年 in any text, but 近N年来 runs up to the day.  N年内, 今明两年 and 未来N年 begin with
    this year, the last from July on with the next.  Days and months run up to the day, or on from
    it and from this month; weeks to come, too, others are left open.
    """
    found = _LENGTH.search(phrase)
    if phrase.startswith("开年"):
        return until_now(f"{today.year}", today) if today else ""
    if today is None or found is None or found["n"][0] in "几数":
        return ""
    count = int(read_numeral(found["last"] or found["n"]).low)
    ahead = phrase.startswith(_AHEAD)
    if found["unit"] == "周":
        return days_away(today, 0, 7 * count - 1) if ahead else ""
    if found["unit"] == "小时":
        count = -(-count // HOURS)
    if phrase.startswith("明后"):
        return days_away(today, 1, count)
    if phrase.endswith("天来"):
        return days_away(today, -count, -1)
    if found["unit"] in ("小时", "天"):
        return days_away(today, 0, count - 1) if ahead else days_away(today, -count, 0)
    if found["unit"] == "个月":
        return _months(today, count, ahead)
    if ahead or phrase.endswith("内"):
        next_year = phrase.startswith("未来") and today.month >= _SECOND_HALF
        next_year = next_year or (phrase.startswith("今后") and is_told(today.year, today))
        first = today.year + next_year
        return iso_years(first, first + count - 1)
    to_the_day = phrase.startswith("近") and phrase.endswith("来")
    past = phrase.startswith("过去") and not is_told(today.year, today)
    whole_years = past or (looks_back(today) and not to_the_day)
    first, last = today.year - count, today.year - 1 if whole_years else today.year
    to_year_end = phrase.startswith("过去") or phrase.endswith("来") or phrase == "五年"
    ends_now = is_told(today.year, today) and to_year_end
    ends_now = ends_now or (phrase.startswith("近") and not looks_back(today))  # 近三年来 in July
    if ends_now and (count > 1 or phrase == "一年来"):
        first += 1  # 五年来 at the end of the fifth
    return iso_year(first) if first == last else iso_years(first, last)


def _months(today: date, count: int, ahead: bool) -> str:
    this = today.year * 12 + today.month - 1
    first, last = (this, this + count - 1) if ahead else (this - count, this)
    return months_counted(first, last)
