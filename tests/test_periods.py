"""Time phrases to ISO 8601, with and without a date of publication."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ningbo_lib.figures.extraction import find_figures
from ningbo_lib.figures.periods import find_mentions, mask_times, resolve_period
from ningbo_lib.figures.time_phrases import BEGINNING, PHRASE
from ningbo_lib.lexicons import read_lexicon

CASES = Path(__file__).parent / "cases" / "figures"
MARCH = date(2021, 3, 30)
NOVEMBER = date(2020, 11, 10)

PHRASES = [
    ("2016年8月16日", "2016-08-16"),
    ("3月15日", "2021-03-15"),
    ("2003年", "2003"),
    ("去年9月", "2020-09"),
    ("去年", "2020"),
    ("明年3月", "2022-03"),
    ("前年", "2019"),
    ("大前年", "2018"),
    ("上年", "2019"),
    ("本年", "2021"),
    ("本年度", "2021"),
    ("今年", "2021"),
    ("当年", "2021"),
    ("次年", "2022"),
    ("后年", "2023"),
    ("2025年底", "2025-12"),
    ("年底", "2021-12"),
    ("2024年初", "2024-01"),
    ("今年年中", "2021-06"),
    ("2021-2022年", "2021/2022"),
    ("1998年至2003年", "1998/2003"),
    ("2016—20年", "2016/2020"),
    ("1998—99年", "1998/1999"),
    ("1-2月", "2021-01/2021-02"),
    ("8、9月份", "2021-08/2021-09"),
    ("3月至5月", "2021-03/2021-05"),
    ("今年前2个月", "2021-01/2021-02"),
    ("前三季度", "2021-01/2021-09"),
    ("一季度", "2021-01/2021-03"),
    ("第四季度", "2021-10/2021-12"),
    ("二至三季度", "2021-04/2021-09"),
    ("上半年", "2021-01/2021-06"),
    ("去年下半年", "2020-07/2020-12"),
    ("2020年1至11月", "2020-01/2020-11"),
    ("3月5日至11日", "2021-03-05/2021-03-11"),
    ("3月28日至4月2日", "2021-03-28/2021-04-02"),
    ("2020年12月至2021年2月", "2020-12/2021-02"),
    ("去年11月15日到今年3月15日", "2020-11-15/2021-03-15"),
    ("2020年底至今年2月", "2020-12/2021-02"),
    ("二〇一九年十二月至二〇二〇年三月", "2019-12/2020-03"),
    ("2020年11月至次年3月", "2020-11/2021-03"),
    ("2020年1月至3月31日", "2020-01-01/2020-03-31"),
    ("1月上旬到2月中旬", "2021-01-01/2021-02-20"),
    ("1月上旬到中旬", "2021-01-01/2021-01-20"),
    ("1至5日", "2021-03-01/2021-03-05"),
    ("28—30日", "2021-03-28/2021-03-30"),
    ("上周末", "2021-03-27/2021-03-28"),
    ("第三次全国经济普查", "2013"),
    ("“十三五”前三年", "2016/2018"),
    ("“十三五”后两年", "2019/2020"),
    ("“十四五”时期", "2021/2025"),
    ("“十三五”期间", "2016/2020"),
    ("十三五末", "2020"),
    ("“十五”期间", "2001/2005"),
    ("18世纪60年代", "1760/1769"),
    ("上世纪90年代", "1990/1999"),
    ("80年代", "1980/1989"),
    ("21世纪", "2001/2100"),
    ("二〇二一年三月", "2021-03"),
    ("近十年来", "2011/2021"),
    ("近三年", "2018/2020"),
    ("过去五年", "2016/2020"),
    ("五年来", "2016/2020"),
    ("未来五年", "2021/2025"),
    ("今明两年", "2021/2022"),
    ("三年内", "2021/2023"),
    ("上月", "2021-02"),
    ("本月", "2021-03"),
    ("昨天", "2021-03-29"),
    ("前天", "2021-03-28"),
    ("全年", "2020"),
    ("年内", "2021"),
    ("2021-03-15", "2021-03-15"),
    ("2021.3.15", "2021-03-15"),
    ("6月底", "2021-06"),
    ("5月上旬", "2021-05-01/2021-05-10"),
    ("15日", "2021-03-15"),
    ("9月份", "2020-09"),
]


@pytest.mark.parametrize(("phrase", "iso"), PHRASES)
def test_phrases_in_march(phrase: str, iso: str) -> None:
    assert resolve_period(phrase, MARCH) == iso


LATER = [
    ("全年", "2020"),
    ("过去五年", "2016/2020"),
    ("9月份", "2020-09"),
    ("去年", "2019"),
    ("年末", "2020-12"),
    ("下月", "2020-12"),
]


@pytest.mark.parametrize(("phrase", "iso"), LATER)
def test_phrases_in_november(phrase: str, iso: str) -> None:
    assert resolve_period(phrase, NOVEMBER) == iso


#: Where a year, a quarter or the months of a year turn.
TURNS = [
    ("全年", "2021-04-30", "2020"),
    ("全年", "2021-05-01", "2021"),
    ("年末", "2021-04-30", "2020-12"),
    ("年末", "2021-05-01", "2021-12"),
    ("年底", "2021-03-31", "2021-12"),
    ("过去五年", "2021-04-30", "2016/2020"),
    ("过去五年", "2021-05-01", "2016/2020"),
    ("近五年", "2021-03-31", "2016/2020"),
    ("过去一年", "2021-01-31", "2020"),
    ("近三至五年", "2021-01-31", "2016/2020"),
    ("今后五年", "2020-12-31", "2021/2025"),
    ("8月份", "2021-01-31", "2020-08"),
    ("8月份", "2021-03-31", "2021-08"),
    ("9月份", "2021-04-01", "2021-09"),
    ("10月份", "2021-04-01", "2020-10"),
    ("上月", "2021-01-31", "2020-12"),
    ("本月", "2020-12-31", "2020-12"),
    ("下个月", "2020-12-31", "2021-01"),
    ("今天", "2020-12-31", "2020-12-31"),
    ("今晨", "2021-03-30", "2021-03-30"),
    ("昨晨", "2021-03-30", "2021-03-29"),
    ("昨夜", "2021-03-01", "2021-02-28"),
    ("前日", "2021-03-30", "2021-03-28"),
    ("明日", "2021-03-30", "2021-03-31"),
    ("上周三", "2021-03-30", "2021-03-24"),  # it was a Tuesday
    ("本周一", "2021-03-30", "2021-03-29"),
    ("这周日", "2021-03-30", "2021-04-04"),
    ("下周天", "2021-03-30", "2021-04-11"),
    ("明天", "2020-12-31", "2021-01-01"),
    ("过去两天", "2021-01-31", "2021-01-29/2021-01-31"),
    ("未来两天", "2020-12-31", "2020-12-31/2021-01-01"),
    ("近三个月", "2021-01-31", "2020-10/2021-01"),
    ("未来三个月", "2020-12-31", "2020-12/2021-02"),
    ("过去12个月", "2021-03-30", "2020-03/2021-03"),
    ("2月29日", "2021-03-30", "2020-02-29"),
    ("2月29日", "2024-03-30", "2024-02-29"),
    ("2月29日", "1903-03-30", "1896-02-29"),
    ("几年来", "2021-03-30", ""),
    ("数年来", "2021-03-30", ""),
    ("同年", "2021-03-30", "2021"),
    ("翌年", "2021-03-30", "2022"),
    ("本世纪", "2021-03-30", "2001/2100"),
    ("本世纪20年代", "2021-03-30", "2020/2029"),
    ("八五期间", "2021-03-30", "1991/1995"),
    ("十七五期间", "2021-03-30", "2036/2040"),
]


@pytest.mark.parametrize(("phrase", "day", "iso"), TURNS)
def test_where_the_calendar_turns(phrase: str, day: str, iso: str) -> None:
    assert resolve_period(phrase, date.fromisoformat(day)) == iso


UNDATED = [
    ("2003年", "2003"),
    ("3月15日", "--03-15"),
    ("去年", ""),
    ("近十年来", ""),
    ("1-2月", ""),
    ("上半年", ""),
    ("年底", "--12"),
    ("全年", ""),
    ("本月", ""),
    ("昨天", ""),
    ("15日", ""),
    ("近三个月", ""),
    ("今年", ""),
    ("同年", ""),
]


@pytest.mark.parametrize(("phrase", "iso"), UNDATED)
def test_without_publication(phrase: str, iso: str) -> None:
    assert resolve_period(phrase) == iso


@pytest.mark.parametrize(
    "text",
    [
        "3.14",
        "1079.5",
        "10.5",
        "A股3000点",
        "12个月",
        "提前5个月",
        "三年级",
        "2500年历史",
        "月亮",
        "从1到9",
    ],
)
def test_no_times(text: str) -> None:
    assert [m for m in find_mentions(text, MARCH) if m.numeric] == []


def test_a_year_named_holds_to_the_end_of_the_sentence() -> None:
    text = "2016年8月开工，12月完工。5月投产。"
    assert [m.iso for m in find_mentions(text, MARCH)] == ["2016-08", "2016-12", "2021-05"]


BASES = [
    ("比2015年增长", [True]),
    ("与去年相比增长", [True]),
    ("恢复到2019年水平", [True]),
    ("2019年同期", [True]),
    ("是2015年的两倍", [True]),
    ("2015年增长", [False]),
    ("比去年，今年增长", [True, False]),
    ("比前年去年增长", [True, True]),
    ("前年比去年少，明年", [False, True, False]),
]


@pytest.mark.parametrize(("text", "bases"), BASES)
def test_what_is_compared_with_is_marked(text: str, bases: list[bool]) -> None:
    assert [mention.base for mention in find_mentions(text, MARCH)] == bases


READ = [
    ("预计全年增长", ["2021"]),
    ("全年再减税", ["2021"]),
    ("力争我市各县全年增长", ["2021"]),
    ("预计增长，全年完成", ["2020"]),
    ("2019年增长，全年完成", ["2019", "2019"]),
    ("2016年8月开工，次年5月完工", ["2016-08", "2017-05"]),
    ("去年8月开工，年末完工", ["2020-08", "2020-12"]),
    ("2020-03-15开工，12月完工", ["2020-03-15", "2020-12"]),
    ("2019年开工；\n9月份完工", ["2019", "2019-09"]),
    ("2019年开工\n9月份完工", ["2019", "2020-09"]),
    ("农历3月15日", [""]),
    ("农历新年3月15日", ["2021-03-15"]),
    ("2020年5月3日上午9时", ["2020-05-03"]),
    ("2018年8月开工，年末完工", ["2018-08", "2018-12"]),
    ("2019年以来", ["2019/2020"]),
    ("2020年以来", ["2020"]),
    ("2020年6月以来", ["2020-06/2021-03"]),
    ("2021年1月5日以来", ["2021-01-05/2021-03-29"]),
    ("2019年，暑期客流回升", ["2019", "2019-07/2019-08"]),
    ("2020年，春节期间客流回升", ["2020", "2020-01-24/2020-02-02"]),
]


@pytest.mark.parametrize("phrase", ["春节期间", "今夏", "暑期"])
def test_named_days_are_of_no_year_without_a_date(phrase: str) -> None:
    assert resolve_period(phrase) == ""


def test_the_spring_festival_begins_with_the_lunar_year_or_its_eve() -> None:
    """Two tables of different sources: the holidays decreed and the almanac."""
    first_days = [
        date.fromisoformat(r["day"]) for r in read_lexicon("lunar_new_year.tsv", ("day",))
    ]
    begins = {day.year: day for day in first_days}
    rows = read_lexicon("holidays.tsv", ("holiday", "first", "last"))
    festivals = [date.fromisoformat(r["first"]) for r in rows if r["holiday"] == "春节"]
    assert len(festivals) > 20
    off = {day: (begins[day.year] - day).days for day in festivals}
    assert {day: days for day, days in off.items() if not 0 <= days <= 2} == {}


def test_new_year_may_begin_in_december() -> None:
    assert resolve_period("元旦期间", date(2022, 12, 31)) == "2022-12-31/2023-01-02"


@pytest.mark.parametrize(("text", "periods"), READ)
def test_phrases_in_their_sentence(text: str, periods: list[str]) -> None:
    assert [mention.iso for mention in find_mentions(text, MARCH)] == periods


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("12月中旬到次年3月初", ["--12", "--03"]),
        ("12月增长，翌年同期下降", ["--12", ""]),
        ("3月15日开工，当月完工", ["--03-15", ""]),
        ("“十四五”时期，到12月年均增长", ["2021/2025", "--12"]),
    ],
)
def test_a_month_without_a_year_gives_none_to_what_follows(text: str, periods: list[str]) -> None:
    """Nothing says when such a text was published."""
    assert [mention.iso for mention in find_mentions(text)] == periods


def test_lengths_of_time_beside_months_without_a_year() -> None:
    for text in ("12月3件，3月5件，五年", "“十四五”时期，到12月年均增长5%，五年3件"):
        assert find_figures(text)


#: Within a number no time begins.
INSIDE = re.compile("[0-9.][0-9]")


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_the_fast_look_for_beginnings_passes_none_over(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    begun = [
        place
        for place in range(len(text))
        if PHRASE.match(text, place) and not INSIDE.match(text, place - 1)
    ]
    assert begun
    assert [text[at : at + 12] for at in begun if not BEGINNING.match(text, at)] == []


def test_what_holds_a_numeral_is_a_figure() -> None:
    text = "去年，2019年，“十四五”时期，上半年，农历3月5日"
    assert [m.numeric for m in find_mentions(text, MARCH)] == [False, True, False, False, False]


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="0123456789一二三十年月日季度世纪前后来近去今底末初“”五到至-、.。万", max_size=30
    )
)
def test_mentions_are_in_order_and_masking_keeps_offsets(text: str) -> None:
    mentions = find_mentions(text, MARCH)
    assert all(a.stop <= b.start for a, b in pairwise(mentions))
    masked = mask_times(text, mentions)
    assert len(masked) == len(text)
    assert masked.count("\0") == sum(m.stop - m.start for m in mentions)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_full_dates_read_back(day: date) -> None:
    assert resolve_period(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert resolve_period(day.isoformat()) == day.isoformat()


#: Times by their distance from the day, n of them.
AROUND_THE_DAY = (
    *(
        "昨天",
        "下周五",
        "周四",
        "上周",
        "31日",
        "30日至今天",
        "去冬今春",
        "暑期",
        "元旦期间",
        "上半年",
    ),
    *("近{n}年来", "未来{n}年", "{n}年内", "过去{n}天", "未来{n}天", "未来{n}小时", "近{n}个月"),
    *("未来{n}个月", "两年平均", "{n}年前", "连续{n}年", "这{n}年", "争取用{n}年时间", "{n}年年均"),
    *("今日起由2件增至", "{n}年累计", "过去{n}年由2件增至"),
)


@settings(max_examples=300, deadline=None)
@given(
    st.dates() | st.dates(max_value=date(9, 12, 31)) | st.dates(min_value=date(9990, 1, 1)),  # type: ignore[operator]
    st.sampled_from(AROUND_THE_DAY),
    st.integers(min_value=1, max_value=999),
)
@example(date.min, "近{n}年来", 3)
@example(date.max, "未来{n}天", 3)
def test_a_time_outside_the_calendar_is_left_open(day: date, phrase: str, n: int) -> None:
    for figure in find_figures(f"{phrase.format(n=n)}出口3件。", published=day):
        for end in filter(None, figure.period.split("/")):
            year, *rest = end.split("-")
            date(int(year), *map(int, [*rest, "01", "01"][:2]))  # raises where there is none


#: Words of times and numbers, which may stand in any order where a page is scrambled.
WORDS = (CASES.parent / "time_words.txt").read_text(encoding="utf-8").split()


@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=9),
    st.sampled_from([None, MARCH, date.min, date.max]),
)
@example(["前", "几", "个月", "3亿元"], MARCH)
@example(["15", "余", "2020", "比", "三"], MARCH)
@example(["三", "分之", "15", "余", "2020"], MARCH)
@example(["零", "分之", "三"], MARCH)
@example(["当年", "冬季", "3亿元"], date.max)
def test_words_of_times_in_any_order_are_read(words: list[str], day: date | None) -> None:
    for figure in find_figures("".join(words), published=day):
        for end in filter(None, figure.period.split("/")):
            date.fromisoformat(
                f"2020{end[1:]}-01-01"[:10] if end[0] == "-" else f"{end}-01-01"[:10]
            )


def test_the_first_and_the_last_days_have_neighbours_on_one_side_only() -> None:
    assert resolve_period("昨天", date.min) == resolve_period("明天", date.max) == ""
    assert resolve_period("31日", date.min) == ""
    assert resolve_period("明天", date.min) == "0001-01-02"
    assert resolve_period("昨天", date.max) == "9999-12-30"
    assert resolve_period("近三年来", date(2, 5, 1)) == ""
    assert resolve_period("近三年来", date(3, 5, 1)) == "0001/0003"


def test_the_years_of_old_finds_are_four_digits_or_none() -> None:
    text = "7000年前，这里种稻。1200年前，这里有港口。"
    found = [(f.surface, f.period) for f in find_figures(text, published=date(2024, 5, 5))]
    assert found == [("7000年", ""), ("1200年", "0824")]
