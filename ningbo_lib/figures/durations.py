"""Lengths of time: which years they mean (20年前, 连续五年, 四年年均), and what they date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ningbo_lib.figures.dated import Dated
from ningbo_lib.figures.iso_times import day_away, iso_year, iso_years, month_counted, years_up_to
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.reporting import TERM, looks_back

AGO = re.compile(r"[以之]?前")
_AGO_ALONE = re.compile(r"[以之]?前(?=[，一-鿿])(?![后来往台期景的])")
_LATER_BEHIND = ("预计", "将在", "将于")
_DAYS = {"天": 1, "周": 7}
#: 五年累计, 五年共: the last five; not 前五年, 用五年 or 每五年.
_SUMMED_UP = re.compile(r"累计|共|来|新增")
_NO_TERM = ("前", "用", "每", "后", "满", "达", "近", "再")
_UP_TO_NOW = ("这", "刚好", "整整")
_COMPARES = ("比", "较", "是")
_TAKEN = ("结束了", "用了", "花了", "提前了", "晚了", "早了", "缩短了", "延长了")
_TO_COME = ("再连续", "将连续", "要连续")
_COMPARED_YEAR = re.compile(r"[较比]([0-9]{4})年")


def years_meant(
    text: str,
    quantity: Quantity,
    place: Setting,
    dated: Dated,
    before: Sequence[Dated],
    today: date,
) -> Dated | None:
    """The years of a length of time in years, if its words say them.

    ``dated`` is the time its sentence names, ``before`` are the times of the numbers in front.
    """
    if AGO.match(text, quantity.stop):
        years = _years_ago(int(quantity.low or 0), place, dated, before, today)
    else:
        years = _years_of_mean(text, quantity, place, dated, today)
        years = years or _years_around(text, quantity, place, today)
    if years:
        return Dated(years, "named")
    return _years_between(before, quantity, place)


def dates_what_follows(text: str, quantity: Quantity, place: Setting) -> bool:
    """五年, … and 五年累计… date what follows in their sentence, whether or not anyone can say
    which years they are.
    """
    return place.gap.strip("—-“‘而但") in ("", "这") or bool(_SUMMED_UP.match(text, quantity.stop))


def days_off(text: str, quantity: Quantity, place: Setting, today: date) -> str:
    """三天前, 两周前, 一个月前 and 两天后 at the head of a clause: the day or month so far off."""
    ago = place.gap in ("", "而", "但") and _AGO_ALONE.match(text, quantity.stop)
    later = place.gap.endswith(_LATER_BEHIND) or not place.gap
    later = later and text.startswith("后", quantity.stop) and quantity.unit in _DAYS
    if not (ago or later):
        return ""
    if quantity.low is None or quantity.low != quantity.high or quantity.modifier != "exact":
        return ""
    count = int(quantity.low)
    if quantity.unit in _DAYS:
        return day_away(today, (count if later else -count) * _DAYS[quantity.unit])
    if quantity.unit == "月":
        return month_counted(today.year * 12 + today.month - 1 - count)
    return ""


def is_taken(text: str, quantity: Quantity, place: Setting) -> bool:
    """Is this the time a plan takes: 争取用三年时间?"""
    return text.startswith(("时间", "的时间"), quantity.stop) and place.gap.endswith("用")


def _years_around(text: str, quantity: Quantity, place: Setting, today: date) -> str:
    """Years counted from the day: 这20年, 连续五年, and 五年 alone."""
    years = int(quantity.low or 0)
    first, reported = today.year - years, today.year - looks_back(today)
    if looks_back(today) and is_taken(text, quantity, place):
        return iso_years(today.year, today.year + years - 1)
    exact = quantity.modifier == "exact" and years == TERM
    summed = not place.gap or place.gap.endswith("这") or _SUMMED_UP.match(text, quantity.stop)
    if exact and summed and not place.gap.endswith(_NO_TERM):
        return iso_years(first, reported)
    if place.gap.endswith(_UP_TO_NOW):
        return iso_years(first, today.year)
    if years > 1 and place.gap.endswith(("了", "已有", "已")) and _lasts(text, quantity, place):
        return iso_years(first, today.year)
    if years > 1 and place.gap.endswith("连续") and not place.gap.endswith(_TO_COME):
        return iso_years(first, reported)
    return ""


def _lasts(text: str, quantity: Quantity, place: Setting) -> bool:
    """这条路，他走了29年, 用了31年的炉子: up to now; but not 用了4年、潜水2600人次, 30年一遇."""
    if text.startswith("一遇", quantity.stop):
        return False
    used = text.startswith("的", quantity.stop) and place.gap.endswith("用了")
    return used or not place.gap.endswith(_TAKEN)


def _years_ago(
    years: int, place: Setting, dated: Dated, before: Sequence[Dated], today: date
) -> str:
    """20年前 counts from the day, or from a year told about: 2020年……，比十年前; 去年……；三年前."""
    gap, reported = place.gap, today.year - looks_back(today)
    told = dated.iso.rpartition("/")[2][:4]
    if told.isdigit() and gap.endswith((*_COMPARES, "由", "从")):
        return iso_year(int(told) - years)
    past = told.isdigit() and (dated.origin == "named" or int(told) < today.year)
    if gap in ("", "而") and past and "/" not in dated.iso:
        return iso_year(int(told) - years)
    reviews = gap.endswith(_COMPARES) or (years == TERM and gap.endswith(("由", "从")))
    return iso_year((reported if reviews else today.year) - years)  # 由五年前的…… of a term


def _years_of_mean(text: str, quantity: Quantity, place: Setting, dated: Dated, today: date) -> str:
    """四年年均: the years behind the one compared with, else up to the year told about."""
    count = int(quantity.low or 0)
    alone = place.gap in ("", "这") and quantity.low == quantity.high
    if not (alone and count > 1 and text.startswith("年均", quantity.stop)):
        return ""
    last = today.year - looks_back(today)
    if base := _COMPARED_YEAR.search(text, place.sentence, quantity.start):
        last = int(base[1]) + count
    elif dated.origin == "named" and dated.iso.isdigit():
        last = int(dated.iso)
    return years_up_to(last, count) if last <= today.year else ""


def _years_between(before: Sequence[Dated], quantity: Quantity, place: Setting) -> Dated | None:
    """四年 behind 2017年的18.2% and 2021年的24.7%: the years from the one to the other."""
    if place.gap or len(before) < 2:
        return None
    first, last = before[-2].iso, before[-1].iso
    years = len(first) == len(last) == 4 and first.isdigit() and last.isdigit()
    if not (years and int(last) - int(first) == quantity.low):
        return None
    return Dated(f"{first}/{last}", "named")
