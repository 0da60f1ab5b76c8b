"""Amounts said in two units (三元五角, 2小时40分, 9秒98), and what follows a unit (三年半)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from ningbo_lib.figures.numerals import HAN, HAN_DIGITS, to_decimal
from ningbo_lib.figures.units import Unit

_DIGIT = "[一二三四五六七八九1-9]"
_UP_TO_59 = "(?:[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|[零一二三四五六七八九])"
_UP_TO_11 = "(?:1[01]|[1-9]|十一?|[一两二三四五六七八九])"
_HALF = re.compile(r"半(?!数|年|导|径|岛|天|价|决|挂)")
_TENTH = re.compile(rf"[一二三四五六七八九](?![{HAN}个成])")
_PER = re.compile(
    r"/(?:[一-鿿]{1,3}|[A-Za-z]{1,3}[23²³]?)(?![一-鿿A-Za-z])"
    r"|/(?:立方米|平方米|公斤|千克|小时|分钟|千瓦时|万元|[吨人年月天日亩户个升秒度次]|平方公里|公里|公顷|10万|[股瓶件斤桶只盒辆台套])"
)
_ENDS = "(?=[，。；、！？的了）左以高长]|一[斤公个盒份]|$)"


class Finer(NamedTuple):
    """What stands behind the larger unit: where it ends, the unit of the whole, and its worth."""

    stop: int
    name: str
    factor: int  # how many of ``name`` one of the larger unit holds
    addition: Decimal


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    name: str
    factor: int
    share: int  # how many of the smaller unit make one of ``name``; TENTHS, TWELFTHS or 1


#: Digits behind a decimal point: 三元五角, 一米七五.
TENTHS = 10
TWELFTHS = 12


_COINS = _Rule(re.compile(f"(?P<n>{_DIGIT})(?:[角毛](?!度|病)|{_ENDS})"), "元", 1, TENTHS)
_KUAI = _Rule(re.compile(f"(?P<n>{_DIGIT})(?:毛|{_ENDS})"), "块", 1, TENTHS)
_CENTS = _Rule(re.compile(f"(?P<n>{_DIGIT})(?:分(?!之)|{_ENDS})"), "毛", 1, TENTHS)
_MONTHS = re.compile(f"[零又]?(?P<n>{_UP_TO_11})个月")
_MINUTES = _Rule(re.compile(f"(?P<n>{_UP_TO_59})分钟?(?!之)"), "分钟", 60, 1)
_SECONDS = _Rule(re.compile(f"(?P<n>{_UP_TO_59})秒钟?"), "秒", 60, 1)
_RULES = {
    "元": _COINS,
    "块": _KUAI,
    "米": _Rule(re.compile(f"(?P<n>[{HAN_DIGITS}]{{1,2}}|[0-9]{{2}}){_ENDS}"), "米", 1, TENTHS),
    "毛": _CENTS,
    "角": _CENTS,
    "年": _Rule(_MONTHS, "个月", 12, 1),
    "岁": _Rule(_MONTHS, "岁", 1, TWELFTHS),
    "小时": _MINUTES,
    "个小时": _MINUTES,
    "分": _SECONDS,
    "分钟": _SECONDS,
    "秒": _Rule(re.compile("(?P<n>[0-9]{1,2})(?![0-9.%至到~—-])"), "秒", 1, TENTHS),
}
#: Units that a smaller one may follow.
DIVISIBLE = frozenset(_RULES)


def finer_part(text: str, name: str, stop: int) -> Finer | None:
    """The smaller part right behind a numeral with the unit ``name`` that ends at ``stop``."""
    rule = _RULES.get(name)
    match = rule.pattern.match(text, stop) if rule else None
    if rule is None or match is None:
        return None
    part = to_decimal(match["n"])
    if rule.share == TENTHS:
        part = part.scaleb(-len(match["n"]))
    elif rule.share == TWELFTHS:
        part = (part / TWELFTHS).quantize(Decimal("0.01"))
    return Finer(match.end(), rule.name, rule.factor, part)


def behind_unit(text: str, name: str, stop: int, unit: Unit) -> tuple[int, Decimal | None, str]:
    """End, addition and denominator behind a unit: 三年半, 九成五, 4.5元/公斤."""
    behind = text[stop : stop + 1]
    if behind == "半" and _HALF.match(text, stop):
        return stop + 1, unit.factor / 2, ""
    if name[1:2] == "半":  # 3个半小时
        return stop, unit.factor / 2, ""
    if name == "成" and (tail := _TENTH.match(text, stop)):
        return tail.end(), to_decimal(tail[0]), ""
    if behind == "/" and (per := _PER.match(text, stop)):
        return per.end(), None, per[0]
    return stop, None, ""
