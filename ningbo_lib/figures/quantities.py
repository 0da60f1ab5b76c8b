"""The grammar of stated quantities: modifier, numeral, unit, modifier; ranges, lists, fractions.

``find_quantities`` walks from numeral to numeral.  At each one the readers are tried in order;
the first that understands the place gives its quantities, and the walk goes on behind them.  A
numeral nobody understands is skipped whole, so the walk is linear in the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from ningbo_lib.figures.compounds import behind_unit
from ningbo_lib.figures.labels import in_label, in_name, in_title, is_article, is_fixed, is_meeting
from ningbo_lib.figures.numerals import (
    HAN,
    NUMERAL,
    NumeralError,
    plain,
    read_numeral,
)
from ningbo_lib.figures.terms import Term, chain, share, term_at
from ningbo_lib.figures.units import UNITS, Unit, modifier_before, money_meant, with_modifiers
from ningbo_lib.lexicons import alternation

HUNDRED = Decimal(100)
_CENT, _MICRO = Decimal("0.01"), Decimal("0.000001")


class Quantity(NamedTuple):
    """What the grammar alone can say of one number, offsets in the folded text."""

    start: int
    stop: int
    kind: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    modifier: str
    rule: str


#: Quantities found at a place, and where to go on.
_Reading = tuple[list[Quantity], int]


#: What a numeral that may state something is, or has behind it.
_STATING = (
    r"(?<=[0-9二三四五六七八九十百千万亿两廿卅壹贰叁])|(?<=第一)|[十百千万亿](?<=[几数].)"
    r"|位(?:(?<=[居列占国球界省市区县业]首位)[^度]|(?<=[移升降进]一位))"
    r"|[半成倍番年天周岁两二三十百千万亿分至到—-](?<=一.)|个(?<=一.)(?:[月百多半]|小时|星期(?=[以之]?[前内后]))"
    r"|[米元块](?<=一.)[二三四五六七八九]|[块毛](?<=一.)钱|[^趟](?<=一.)[0-9]"
)
#: The same for a time (一月, 周一, 数年来).
_OF_TIME = r"[年月日天周季旬时点小多余几](?<=[一几数零〇○].)|个(?<=[一几数].)[月季小]|一(?<=周.)"
#: One class in front keeps the search fast, and one behind the choice.
_START = re.compile(rf"[0-9几数首{HAN}](?:{_STATING})")
_STATES = re.compile(rf"[0-9几数首周{HAN}](?:{_STATING}|{_OF_TIME})")
_RUN = re.compile(rf"[0-9.,几数{HAN}]++")
_NAME_MARKS = frozenset("+_.")
_SIGN = re.compile(r"(?:(?<![0-9%A-Za-z元年月日号个])[-−－]|(?<![担欺抱肩胜背减增为税])负|零下)$")
_SIGN_ENDS = frozenset("-−－负下±\n")
#: ±800千伏 is the height of a line's tension, not what it may vary by.
_LINES = frozenset(("千伏", "kV", "伏"))
_NOUN = re.compile(r"[一-鿿]")
_SCALES = frozenset("百千万亿")
_LARGE = re.compile(r"[百千万亿]|[0-9]{2}")
_ORDINAL_HEADS = frozenset("第前")
_RANK = re.compile(
    r"(?:[居列双]|排名?|(?<!泊)位于|跃[升至]|世界|全球|全国|国内|业内|全省|全市|亚洲|同类|总分|总量|榜单?)$"
)
_SUPERLATIVE = ("大", "高", "长", "多", "低", "快")
_INFANT = re.compile(r"大?的?[男女]?[婴宝]|大(?![的]?[于小])")
_DAYS_OF = re.compile(
    r"(?:优良|良好|达标|污染|高温|降[雨水]|雨|雪|霾|霜冻|大风|沙尘|晴)(?:[^，。]{0,2}[天日]数[^，。]{0,20}"
    r"|日[^，。]{0,6})(?:[0-9]+天，[比较][^，。0-9]{2,12})?$"
)
#: 低于4.5%的年度控制目标: the bound belongs to what is compared, not to the goal.
_OF_GOAL = re.compile(r"的[^，。；0-9]{0,8}(?:目标|荣枯线|警戒线|临界点)")
#: 指数为50.1, 指数由50.3升到50.8.
_INDEX = re.compile(
    rf"(?:{alternation('phrase_words.tsv', 'index')})"
    r"(?:[^，。；、]{0,6}|由[^，。；、]{0,18}[到至])$"
)
#: 城乡居民收入比（农村为1）由2.45缩小到2.41.
_QUOTIENT = re.compile(
    rf"(?:{alternation('phrase_words.tsv', 'quotient')})(?:（[^（）]{{1,24}}）)?"
    r"(?:[^，。；、]{0,9}|由[^，。；、]{0,18}[到至为])$"
)
_FRACTION_MARK = re.compile(r"分之|/|一半")
_PARTS_OF = re.compile(rf"(?P<of>[{HAN}]{{1,4}})分之(?P<parts>{NUMERAL})")
_SLASH = re.compile(r"(?P<parts>[1-9])/(?P<of>[2-9]|[1-9][0-9])(?![0-9A-Za-z年月日/.])")
_ONE_HALF = re.compile(r"一半(?![信心意])")
_FIRST = (Decimal(1), Decimal(1))
#: Without one of these close by a numeral is a plain amount.
_SPECIAL = re.compile(r"[分/半∶:：比]")
_RATIO_MARK = re.compile(r"[∶:：比]")
_RATIO = re.compile(rf"(?P<left>{NUMERAL})(?P<sign>[∶:：比])(?P<right>{NUMERAL})")
_RATIO_RUN = re.compile(r"[0-9.]++(?:[∶:：][0-9.]++)*+")
_RATIO_WORD = re.compile(r"(?:比例?|结构|率)(?:约|是|约?为|达到?|接近|超过?)?$|之比[为是]?$")
_RATIO_FAR = 6
_SITTING = re.compile(rf"[大会协届委][{HAN}]+次(?:全体)?(?:会议|全会)")
_HELD = re.compile(r"(?:连续|举办|召开)(?:了|过)?$")
_UNSCALED = frozenset(("", *(name for name, unit in UNITS.items() if unit.factor == 1))) - {"番"}
#: 产值超亿元的企业: so large that they make a class of their own.
_SORTED = re.compile("的?[^，。；0-9的]{0,4}(?:企业|项目|产业|集群|园区|[镇乡村县市])")
#: Behind these a numeral may sort or introduce: 三级, 新的一年.
_SORTING = frozenset(("年", "天", "周", "岁", "级", "期", "届", "次", "个月"))
#: Units of more than one kind.
_OF_OTHER_KINDS = frozenset(("个月", "天"))


def may_state(text: str) -> bool:
    """Has folded ``text`` a numeral that may state a number or a time?  Not 数字化 and 一批."""
    return _STATES.search(text) is not None


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of folded ``text`` in order; blank out dates first (``mask_times``)."""
    quantities: list[Quantity] = []
    position = 0
    while match := _START.search(text, position):
        found, position = _read_at(text, match.start())
        quantities += found
    return quantities


def _read_at(text: str, at: int) -> _Reading:
    """Quantities that begin with the numeral at ``at``, and the end of what was read."""
    reading = None if is_fixed(text, at) else _first_reading(text, at)
    if reading is None:
        run = _RUN.match(text, at)
        return [], run.end() if run else at + 1
    found, stop = reading
    return [q for q in found if _states(text, at, q)], stop if stop > at else at + 1


def _first_reading(text: str, at: int) -> _Reading | None:
    """What the first reader that understands the place makes of it."""
    ordinal = text[at - 1 : at] in _ORDINAL_HEADS or text[at] == "首"
    if not ordinal and not _SPECIAL.search(text, at, at + 8):
        return _amount(text, at)
    for reader in (_ordinal, _fraction, _ratio, _amount):
        if (reading := reader(text, at)) is not None:
            return reading
    return None


def _states(text: str, at: int, quantity: Quantity) -> bool:
    """Not behind a Latin letter (C919), in a title or in a quoted label (“三个新变化”)."""
    if in_title(text, at) or in_name(text, quantity.stop):
        return False
    if quantity.kind in ("percent", "money", "percentage_point"):
        return True
    before = text[at - 1 : at]
    if before == "每" and _is_base(text, quantity):
        return False
    latin = before.isascii() and (before.isalpha() or before in _NAME_MARKS)
    if (latin and text[at].isascii()) or before == "×":  # C919, 4×100米
        return False
    return not in_label(text, at, quantity.stop)


def _is_base(text: str, quantity: Quantity) -> bool:
    """每100名患者中, 每50公斤, 每4家就有3家: is a rate reckoned on it?"""
    low = quantity.low
    if low is None or quantity.kind not in ("count", "measure"):
        return False
    rounded = low >= _TEN and len(low.normalize().as_tuple().digits) == 1
    return rounded or bool(_OUT_OF.match(text, quantity.stop))


_TEN = Decimal(10)
_OUT_OF = re.compile("[^，。；]{0,10}[中里]?就有")


# --- readers ---------------------------------------------------------------------------------
def _ordinal(text: str, at: int) -> _Reading | None:
    """第三位, 第三大, 前三位; a bare 第一 only where it is a rank (居全省第一)."""
    head = text[at - 1 : at]
    if text[at] == "首":  # 居全国首位
        stop = at + len("首位")
        return [Quantity(at, stop, "ordinal", *_FIRST, "位", "exact", "ordinal")], stop
    if head not in _ORDINAL_HEADS:
        return None
    term = term_at(text, at)
    if term is None:
        return [], at + 1
    if listed := _ranks_listed(text, at, term):
        return listed
    unit, stop = term.name, term.stop
    if head == "前":
        return _plain_ordinal(term, at - 1, stop) if unit in ("位", "名") else None
    if not unit and text[stop : stop + 1] in _SUPERLATIVE:
        unit, stop = text[stop], stop + 1
    unit = "月" if unit == "个月" else unit
    ranked = bool(unit) or _RANK.search(text, max(0, at - 5), at - 1)
    if not ranked or unit in ("届", "方", "线", "批") or is_meeting(text, stop - len(unit)):
        return [], stop
    return _plain_ordinal(term._replace(name=unit), at - 1, stop)


def _ranks_listed(text: str, at: int, first: Term) -> _Reading | None:
    """第二、三名: two ranks, of which only the last has a unit."""
    if first.unit is not None or text[first.stop : first.stop + 1] not in ("、", "和"):
        return None
    last = term_at(text, first.stop + 1)
    if last is None or last.name not in ("位", "名"):
        return None
    ranks = ((at - 1, first), (last.start, last))
    found = [q for start, term in ranks for q in _plain_ordinal(term, start, term.stop)[0]]
    return found, last.stop


def _plain_ordinal(term: Term, start: int, stop: int) -> _Reading:
    low, high = term.numeral.low, term.numeral.high
    return [Quantity(start, stop, "ordinal", low, high, term.name, "exact", "ordinal")], stop


def _fraction(text: str, at: int) -> _Reading | None:
    """三分之二, 百分之二十, 千分之三, 1/3, 一半: parts of a hundred."""
    if not _FRACTION_MARK.search(text, at, at + 6):
        return None
    if match := _PARTS_OF.match(text, at):
        try:
            parts, of = read_numeral(match["parts"]), read_numeral(match["of"]).low
        except NumeralError:  # 三分之15余2020
            return [], match.end()
        low, high, rule = parts.low, parts.high, "fraction"
    elif match := _SLASH.match(text, at):
        low = high = Decimal(match["parts"])
        of, rule = Decimal(match["of"]), "fraction"
    elif match := _ONE_HALF.match(text, at):
        low, high, of, rule = Decimal(1), Decimal(1), Decimal(2), "half"
    else:
        return None
    if not of:
        return [], match.end()
    kind = "percent" if of == HUNDRED else "proportion"
    low, high = (_of_hundred(value, of) for value in (low, high))
    start, stop, modifier = with_modifiers(text, at, match.end(), kind)
    return [Quantity(start, stop, kind, low, high, "percent", modifier or "exact", rule)], stop


def _of_hundred(parts: Decimal, of: Decimal) -> Decimal:
    """So many hundredths: exact if that is short (十万分之三 is 0.003), else to two places."""
    share = parts * HUNDRED / of
    exact = share == share.quantize(_MICRO)
    return plain(share if exact else share.quantize(_CENT))


def _ratio(text: str, at: int) -> _Reading | None:
    """1.2∶1 as the quotient 1.2; a colon or 比 only where the words say that it is a ratio."""
    match = _RATIO_MARK.search(text, at, at + 8) and _RATIO.match(text, at)
    if not match:
        return None
    if text[match.end() : match.end() + 1] in ("∶", ":", "："):
        return _many_sided(text, at, match.end())
    sure = match["sign"] == "∶" or _RATIO_WORD.search(text, max(0, at - _RATIO_FAR), at)
    sure = sure or (match["sign"] == "比" and text[at - 1 : at] == "以")  # 以94比91险胜
    try:
        left, right = read_numeral(match["left"]).low, read_numeral(match["right"]).low
    except NumeralError:  # 3比15余2020
        return [], match.end()
    if not sure or not right:
        return [], match.end()
    value = plain((left / right).quantize(Decimal("0.0001")))
    start, stop, modifier = with_modifiers(text, at, match.end(), "ratio")
    return [Quantity(start, stop, "ratio", value, value, "", modifier or "exact", "ratio")], stop


def _many_sided(text: str, at: int, stop: int) -> _Reading:
    """11.3∶47.0∶41.7 is a ratio, but no single number."""
    run = _RATIO_RUN.match(text, at)
    end = run.end() if run else stop
    sure = run and ("∶" in run[0] or "." in run[0])  # no time of day
    if not (sure or _RATIO_WORD.search(text, max(0, at - _RATIO_FAR), at)):
        return [], end
    return [Quantity(at, end, "ratio", None, None, "", "exact", "ratio_of_many")], end


def _amount(text: str, at: int) -> _Reading | None:
    """Numerals joined by range or list marks, up to the one that carries the unit."""
    first = term_at(text, at)
    if first is None:
        return None
    terms, is_range = chain(text, first)
    last = terms[-1]
    if last.unit is None:
        last = _without_unit(text, last)
        if last.unit is None:
            return [], last.stop
        terms[-1] = last
    if _classifies(text, terms[0], last):
        bounded = modifier_before(text, at)[1]
        if not bounded or (text[at - 1] == "超" and _SORTED.match(text, last.stop)):
            return [], last.stop
    if is_range:
        found = [_quantity(text, share(terms[0], last, rising=True), last)]
    elif len(terms) == 1:
        found = [_quantity(text, last, last)]
    else:
        shared = [share(term, last) for term in terms]
        found = [_quantity(text, term, term) for term in shared]
    return found, found[-1].stop


# --- kinds, bounds, signs ----------------------------------------------------------------------
def _without_unit(text: str, term: Term) -> Term:
    """A counted noun (3700多万学生), a level of an index (指数为50.1), or money (¥300)."""
    if money := money_meant(text, term.start, term.stop):
        return term._replace(unit=money)
    if text.startswith("/10万", term.stop):
        return term._replace(unit=Unit("measure", "", Decimal(1), "rate", ""))
    words = term.words
    scale = words.rstrip("多余几")[-1:]
    large = len(words) > 1 and scale in _SCALES
    large = large or term.numeral.vagueness == "over" or bool(modifier_before(text, term.start)[1])
    plain_count = scale in ("万", "亿") and "0" <= words[0] <= "9"
    if plain_count or (large and _NOUN.match(text, term.stop) and _LARGE.search(words)):
        return term._replace(unit=Unit("count", "", Decimal(1), "counted_noun", ""))
    if "." in words and _INDEX.search(text, max(0, term.start - 28), term.start):
        return term._replace(unit=Unit("count", "", Decimal(1), "index", ""))
    if "." in words and _QUOTIENT.search(text, max(0, term.start - 48), term.start):
        return term._replace(unit=Unit("ratio", "", Decimal(1), "quotient", ""))
    return term


def _classifies(text: str, first: Term, last: Term) -> bool:
    """万元, 千亿级, 三级, 二期, 新的一年: the words sort or introduce, they state no number.

    Scale words alone are a number only behind a modifier (上百亿), but for 超亿元的企业.
    """
    words, name = first.words, last.name
    amount = words.strip("百千万亿")
    if amount and name not in _SORTING:
        return False
    if is_article(text, first.start, name):
        return True
    if words[0] not in "0123456789" and name in ("级", "期", "届"):
        if name == "期" and text[first.start - 1 : first.start] in ("分", "共"):  # 分两期建设
            return False
        return name != "届" or not _HELD.search(text, max(0, first.start - 4), first.start)
    if name == "次" and _SITTING.search(text, max(0, first.start - 3), last.stop + 4):
        return True
    if amount:
        return False
    return len(words) == 1 or name.endswith("级") or text.startswith("级", last.stop)


def _quantity(text: str, first: Term, last: Term) -> Quantity:
    """One quantity from a term, or from the two ends of a range."""
    unit, name = last.unit, last.name
    assert unit is not None  # callers give terms with a unit
    low, high = first.numeral.low, last.numeral.high
    if name not in _UNSCALED:
        single = low is high
        low = _in_unit(low, unit, name)
        high = low if single else _in_unit(high, unit, name)
    stop, half, per = behind_unit(text, name, last.stop, unit)
    kind = _kind_of(text, first, last, unit) if name in _OF_OTHER_KINDS else unit.kind
    start, stop, modifier = with_modifiers(text, first.start, stop, kind)
    if start < first.start and _OF_GOAL.match(text, stop):
        start, modifier = first.start, ""
    ends_sign = text[start - 1 : start] in _SIGN_ENDS
    if ends_sign and text[start - 1 : start] == "±" and name not in _LINES:
        start, modifier = modifier_before(text, start - 1)
        low = -high  # ±3℃: as far below as above
    elif ends_sign and (sign := _SIGN.search(text, max(0, start - 2), start)):
        start = sign.start()
        apart = first is not last and (last.below or sign[0] != "零下")  # -5至3℃
        low, high = (-low, high) if apart else (-high, -low)
    if half is not None:
        low, high = plain(low + half), plain(high + half)
    vague, rule = first.numeral.vagueness, unit.rule
    if first is not last:
        vague, rule = "exact", rule + "_range"
        low, high = min(low, high), max(low, high)  # 5—3元 falls
    vague = "over" if "多" in name else "approx" if name == "旬" else vague
    of = "倍" if name == "番" else unit.unit or name
    return Quantity(start, stop, kind, low, high, of + per, modifier or vague, rule)


def _kind_of(text: str, first: Term, last: Term, unit: Unit) -> str:
    """Its unit's kind, but 11个月的男婴 is an age and 优良天数326天 a count."""
    if last.name == "个月" and _INFANT.match(text, last.stop):
        return "age"
    if last.name == "天" and _DAYS_OF.search(text, max(0, first.start - 28), first.start):
        return "count"
    return unit.kind


def _in_unit(value: Decimal, unit: Unit, name: str) -> Decimal:
    """Base units; 翻两番 reaches four times."""
    if name == "番":
        return Decimal(2) ** min(int(value), 60)
    return plain(value * unit.factor)
