"""Dates and periods to ISO 8601, read against a date of publication.

A *mention* is any phrase that fixes a time, with a numeral in it (3月15日, 今年前2个月) or without
(去年, 上半年, 年底).  Mentions give the figures around them their period; only those with a
numeral are figures themselves.  Spans are written ``first/last``, both ends included and in the
precision of the text: 2021/2025, 2021-01/2021-02.  The edge of a year is a month (年底: 12),
since nobody says which day.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from ningbo_lib.figures.numerals import to_decimal
from ningbo_lib.figures.spans import COUNT, SPANS, TO, span_around

Kind = Literal["date", "period"]

# --- pieces of the pattern -------------------------------------------------------------------
_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}"
_NEAR_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0}
_NEAR_YEARS |= {"当年": 0, "同年": 0, "明年": 1, "次年": 1, "翌年": 1, "后年": 2}
_SAID_YEARS = {"当年", "同年", "次年", "翌年"}  # count from the year last named, not from today
_NEAR_YEAR = "|".join(_NEAR_YEARS)
_MONTH = r"(?:1[0-2]|0?[1-9](?![0-9])|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9](?![0-9])|三?二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CENTURY = r"(?:[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|上个?|本)世纪"
_HOUR = r"(?:2[0-4]|1?[0-9])(?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|许|整)?)"
_CLOCK = rf"(?:(?:凌晨|早上|上午|中午|下午|晚上?|深夜)?{_HOUR})?"

_SPAN_OF_PLAN = "时期|期间|规划|计划|以来|阶段|末"

#: What can stand behind a year, or alone.  The first that fits wins.
_PARTS: dict[str, str] = {
    "days": rf"(?P<m1>{_MONTH})月(?P<d1>{_DAY})[日号]?{TO}"
    rf"(?:(?P<m2>{_MONTH})月)?(?P<d2>{_DAY})[日号]",
    "day": rf"(?P<m1>{_MONTH})月(?P<d1>{_DAY})[日号]{_CLOCK}",
    "months": rf"(?P<m1>{_MONTH})(?:(?:月份?)?{TO}|、)(?P<m2>{_MONTH})月份?(?![球亮饼饷薪票])",
    "month": rf"(?P<m1>{_MONTH})月(?![球亮饼饷薪票])份?(?:[上中下]旬|[底初末中](?!期))?",
    "quarters": rf"(?:第?(?P<q1>[一二三1-3])(?:季度)?{TO})?第?(?P<q2>[一二三四1-4])季度",
    "first_quarters": r"前(?P<q2>[一二三两23])个?季度",
    "first_months": rf"(?<![提之以])[前头](?P<m2>{COUNT})个月",
    "half": r"(?P<half>[上下])半年",
    "edge": r"(?P<edge>年[底末终]|[底末])(?!端|尾|座)",
    "start": r"年?初(?![次中级步期衷始])",
    "middle": r"年中(?![国央])",
}
_PART = "|".join(f"(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', p)})" for p in _PARTS.values())
_LONE = _PART.replace("年[底末终]|[底末]", "年[底末终]").replace("年?初", "年初")

#: Rule name -> pattern; one alternation finds every mention.
_RULES: dict[str, str] = {
    "numeric_date": r"(?<![0-9.])(?:19|20)[0-9]{2}(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)"
    r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9.])",
    "years": rf"(?<![0-9.])(?:{_YEAR})年?(?:—{{1,2}}|[-–~～至到])(?:{_YEAR}|[0-9]{{2}})年度?",
    "decade": rf"(?:{_CENTURY}|(?<![0-9]))(?:[1-9]0|[二三四五六七八九]十)年代(?:[初末]期?|中期)?",
    "century": rf"(?<![0-9]){_CENTURY}(?:[初末]|中叶)?",
    "year": rf"(?<![0-9.])(?:{_YEAR})年度?(?!历史|文明|的历史|历程)(?:的?(?:{_PART}))?",
    "near_year": rf"(?:{_NEAR_YEAR})(?:的?(?:{_PART}))?",
    "plan": rf"[“‘](?:十[一二三四五六七]?|[七八九])五[”’](?:{_SPAN_OF_PLAN})*"
    rf"|(?<![0-9一二三四五六七八九])(?:十[一二三四五六七]五(?:{_SPAN_OF_PLAN})*|[七八九]五(?:{_SPAN_OF_PLAN})+)",
    "lately": SPANS,
    "part": rf"(?<![0-9.第])(?:{_LONE})",
    "loose": r"全年|(?<![0-9一二三四五六七八九十两几多])年内|[上下]个?月|本月"
    rf"|(?:今天|今日|昨天|昨日|前天|明天){_CLOCK}",
    "clock": rf"(?:凌晨|上午|中午|下午|晚上){_HOUR}|(?<![0-9.])(?:2[0-4]|1?[0-9])时[0-5]?[0-9]分",
    "bare_day": r"(?<![0-9.第])(?:3[01]|[12][0-9]|[1-9])"
    r"(?:日(?![元均常内游期益报])|号(?=[,，。；、在晚早上下从]))",
}
#: Every rule starts with one of these, with one of a few others close behind: looking at them
#: first is 15 times as fast.
_FIRST = (
    "第0-9〇○零一二两三四五六七八九十百几数大前去上今本当同明次翌后年过最近这未全下昨头末“‘凌中晚"
)
_MENTION = re.compile(
    f"(?=[{_FIRST}])(?=.{{0,10}}?[年月日号季纪天五时点]|[0-9]{{4}}[-./])(?:"
    + "|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items())
    + ")"
)
#: Every rule has one of these in it.
_TIME_MARK = re.compile(r"[年月日号季纪天五时点]|[0-9]{4}[-./]")
_PART_RULES = {name: re.compile(pattern) for name, pattern in _PARTS.items()}
_NUMERIC = re.compile(r"[0-9〇○零一二两三四五六七八九十]")
_BASE = re.compile(r"(?:比|较|相比|同比|跟|相当于|等于|是|恢复[到至])$")


class Mention(NamedTuple):
    """One time phrase.  ``iso`` is empty where the text and the date do not settle it."""

    start: int
    stop: int
    kind: Kind
    iso: str
    rule: str
    numeric: bool
    base: bool


class _Context(NamedTuple):
    """What a phrase is read against: publication date, year last named, words of a plan by it."""

    today: date | None
    said: int | None
    planned: bool = False

    @property
    def year(self) -> int | None:
        return self.said if self.said is not None else (self.today.year if self.today else None)


def find_mentions(text: str, published: date | None = None) -> Iterator[Mention]:
    """Time phrases of folded ``text`` in order; a year named earlier in the sentence holds on."""
    if not _TIME_MARK.search(text):
        return
    said: int | None = None
    base, behind = False, -1
    sentence_end = -1
    for match in _MENTION.finditer(text):
        if sentence_end < match.start():
            said, sentence_end = None, _sentence_end(text, match.start())
        rule, phrase = str(match.lastgroup), match[0]
        planned = phrase == "全年" and _is_planned(text, match.start(), match.end())
        kind, iso = _resolve(rule, phrase, _Context(published, said, planned))
        if rule in ("year", "near_year", "numeric_date"):
            said = int(iso[:4]) if iso[:4].isdigit() else said
        lunar = text[max(0, match.start() - 2) : match.start()] in _LUNAR
        iso = "" if lunar else iso
        numeric = rule != "plan" and not lunar and bool(_NUMERIC.search(phrase))
        base = (base and match.start() == behind) or _is_base(text, match.start(), match.end())
        behind = match.end()
        yield Mention(match.start(), match.end(), kind, iso, rule, numeric, base)


def _is_base(text: str, start: int, stop: int) -> bool:
    """比2019年, 2019年同期: what a number is measured against is not its time."""
    return bool(_BASE.search(text, max(0, start - 3), start)) or text.startswith("同期", stop)


def _is_planned(text: str, start: int, stop: int) -> bool:
    """预计全年…, 全年再减税…: a plan word right before or behind."""
    before = _PLAN_BEFORE.search(text, max(0, start - 6), start)
    return bool(before or _PLAN_BEHIND.match(text, stop))


_LUNAR = ("农历", "阴历", "旧历")
_PLAN_BEFORE = re.compile(r"(?:预计|预期|力争|争取|确保|计划|目标|拟)[^，。；]{0,4}$")
_PLAN_BEHIND = re.compile(r"再|将|要|拟|预计|预期|力争|争取|确保|计划|目标")


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
    return _RESOLVERS[rule](phrase, context)


def _sentence_end(text: str, start: int) -> int:
    found = _SENTENCE_END.search(text, start)
    return found.start() if found else len(text)


_SENTENCE_END = re.compile(r"[。！？]|(?<![，；、,;])\n")


# --- resolvers: phrase and context to (kind, iso) --------------------------------------------
def _numeric_date(phrase: str, context: _Context) -> tuple[Kind, str]:
    year, month, day = re.split(r"[-./]", phrase)
    return "date", f"{year}-{int(month):02}-{int(day):02}"


def _years(phrase: str, context: _Context) -> tuple[Kind, str]:
    first, last = re.split(
        r"年?(?:—{1,2}|[-–~～至到])", phrase.rstrip("度").rstrip("年"), maxsplit=1
    )
    start = _integer(first)
    stop = _integer(last) if len(last) == 4 else start // 100 * 100 + _integer(last)
    return "period", f"{start}/{stop}"


def _year_with_part(phrase: str, context: _Context) -> tuple[Kind, str]:
    head, _, rest = phrase.partition("年")
    return _with_part(_integer(head), rest, head_kind="date")


def _near_year(phrase: str, context: _Context) -> tuple[Kind, str]:
    word = next(word for word in _NEAR_YEARS if phrase.startswith(word))
    base = context.year if word in _SAID_YEARS else (context.today.year if context.today else None)
    year = None if base is None else base + _NEAR_YEARS[word]
    return _with_part(year, phrase[len(word) :], head_kind="date")


def _part(phrase: str, context: _Context) -> tuple[Kind, str]:
    """A part of the year last named, or of this one; in March, 9月份后 was last September."""
    kind, iso = _with_part(context.year, phrase, head_kind="date")
    today = context.today
    if today and context.said is None and phrase == "年末" and today.month <= 3:
        return kind, f"{today.year - 1}-12"  # 年末人口: the end of the year reported on
    bare_month = context.said is None and today and _MONTH_PAST.search(phrase)
    if today and bare_month and iso[5:7].isdigit() and int(iso[5:7]) - today.month >= 6:
        return _with_part(today.year - 1, phrase, head_kind="date")
    return kind, iso


_MONTH_PAST = re.compile(r"月份$")


def _with_part(year: int | None, rest: str, *, head_kind: Kind) -> tuple[Kind, str]:
    rest = rest.lstrip("度的")
    if not rest:
        return head_kind, "" if year is None else f"{year}"
    kind, pieces = _part_of_year(rest)
    if year is None:
        return kind, f"--{pieces[0]}" if len(pieces) == 1 else ""
    if pieces == (_LEAP_DAY,):  # the last year that had one
        year -= next(back for back in range(9) if isleap(year - back))
    return kind, "/".join(f"{year}-{piece}" for piece in pieces)


_LEAP_DAY = "02-29"


@lru_cache(maxsize=1024)
def _part_of_year(phrase: str) -> tuple[Kind, tuple[str, ...]]:
    """``("period", ("01", "09"))`` for 前三季度: month or month-day, one or two of them."""
    for rule, pattern in _PART_RULES.items():
        if match := pattern.match(phrase):
            return _PART_READERS[rule](match.groupdict())
    return "date", ("01",)


Groups = dict[str, str | None]
_PartReader = Callable[[Groups], tuple[Kind, tuple[str, ...]]]


def _two(text: str | None, times: int = 1) -> str:
    return f"{_integer(text or '1') * times:02}"


def _read_days(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    first = f"{_two(g['m1'])}-{_two(g['d1'])}"
    return "period", (first, f"{_two(g['m2'] or g['m1'])}-{_two(g['d2'])}")


def _read_quarters(g: Groups) -> tuple[Kind, tuple[str, ...]]:
    last = _integer(g["q2"] or "1")
    first = _integer(g["q1"] or "1") if g.get("q1") else last
    return "period", (f"{first * 3 - 2:02}", f"{last * 3:02}")


_PART_READERS: dict[str, _PartReader] = {
    "days": _read_days,
    "day": lambda g: ("date", (f"{_two(g['m1'])}-{_two(g['d1'])}",)),
    "months": lambda g: ("period", (_two(g["m1"]), _two(g["m2"]))),
    "month": lambda g: ("date", (_two(g["m1"]),)),
    "quarters": _read_quarters,
    "first_quarters": lambda g: ("period", ("01", _two(g["q2"], 3))),
    "first_months": lambda g: ("period", ("01", _two(g["m2"]))),
    "half": lambda g: ("period", ("01", "06") if g["half"] == "上" else ("07", "12")),
    "edge": lambda g: ("date", ("12",)),
    "start": lambda g: ("date", ("01",)),
    "middle": lambda g: ("date", ("06",)),
}


def _decade(phrase: str, context: _Context) -> tuple[Kind, str]:
    century, found, rest = phrase.rpartition("世纪")
    tens = _integer(rest.partition("年代")[0])
    first = (_century_number(century) - 1) * 100 + tens if found else 1900 + tens
    return "period", f"{first}/{first + 9}"


def _century(phrase: str, context: _Context) -> tuple[Kind, str]:
    first = (_century_number(phrase.partition("世纪")[0]) - 1) * 100 + 1
    return "period", f"{first}/{first + 99}"


def _century_number(text: str) -> int:
    return {"上": 20, "上个": 20, "本": 21}.get(text) or _integer(text)


def _plan(phrase: str, context: _Context) -> tuple[Kind, str]:
    """Five-year plans: the tenth ran from 2001 to 2005, the fourteenth from 2021 to 2025."""
    name = phrase.strip("“‘").partition("五")[0]
    first = 2001 + 5 * (_integer(name) - 10)
    return "period", f"{first + 4}-12" if phrase.endswith("末") else f"{first}/{first + 4}"


def _lately(phrase: str, context: _Context) -> tuple[Kind, str]:
    return "period", span_around(phrase, context.today)


def _loose(phrase: str, context: _Context) -> tuple[Kind, str]:
    today = context.today
    if phrase in ("全年", "年内"):
        return "period", _whole_year(phrase, context)
    if today is None:
        return "date", ""
    if phrase.endswith("月"):
        months = {"上": -1, "本": 0, "下": 1}[phrase[0]] + today.year * 12 + today.month - 1
        return "date", f"{months // 12}-{months % 12 + 1:02}"
    days = {"今": 0, "昨": -1, "前": -2, "明": 1}[phrase[0]]
    return "date", (today + timedelta(days=days)).isoformat()


def _clock(phrase: str, context: _Context) -> tuple[Kind, str]:
    """A time of day alone: which day it was, nobody says here."""
    return "date", ""


def _whole_year(phrase: str, context: _Context) -> str:
    """全年 in the first quarter looks back on the year that has just ended."""
    looks_back = phrase == "全年" and not context.planned and context.said is None
    if looks_back and context.today and context.today.month <= 3:
        return f"{context.today.year - 1}"
    return f"{context.year}" if context.year is not None else ""


def _bare_day(phrase: str, context: _Context) -> tuple[Kind, str]:
    if context.today is None:
        return "date", ""
    return "date", f"{context.today:%Y-%m}-{int(phrase[:-1]):02}"


def _integer(text: str) -> int:
    return int(to_decimal(text))


_RESOLVERS: dict[str, Callable[[str, _Context], tuple[Kind, str]]] = {
    "numeric_date": _numeric_date,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "year": _year_with_part,
    "near_year": _near_year,
    "plan": _plan,
    "lately": _lately,
    "part": _part,
    "loose": _loose,
    "clock": _clock,
    "bare_day": _bare_day,
}
