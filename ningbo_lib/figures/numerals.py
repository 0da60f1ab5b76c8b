"""Chinese and Arabic numerals to ``Decimal``; nothing here knows about units or sentences.

Text is *folded* first: full-width digits and traditional characters become their half-width
and simplified partners, one character for one, so that offsets stay true.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from ningbo_lib.lexicons import read_lexicon

Vagueness = Literal["exact", "approx", "over"]

#: Longer numerals are serial numbers or noise; the limit also bounds the work per numeral.
LONGEST = 24

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_POWERS = {
    row["word"]: int(row["power"]) for row in read_lexicon("scales.tsv", ("word", "power", "note"))
}

_FOLD = dict(
    zip(
        "０１２３４５６７８９．％‰＋－−＄／∕億萬兩點個餘幾歲條種項場萬倆貳參陸捌圓塊錢噸釐畝戶號時鐘級層間頭張輛臺艘"
        "據從將達過約較總額長減漲漸環雙與單種類週後這來為於佔發開東業產車國"
        "計劃爭預擬確實標進設規屆務須還會縣區鎮鄉際終調擴縮壓創躍滿處僅內學動線營銷費價農資財貿齡團體聯",
        "0123456789.%‰+--$//亿万两点个余几岁条种项场万俩贰叁陆捌圆块钱吨厘亩户号时钟级层间头张辆台艘"
        "据从将达过约较总额长减涨渐环双与单种类周后这来为于占发开东业产车国"
        "计划争预拟确实标进设规届务须还会县区镇乡际终调扩缩压创跃满处仅内学动线营销费价农资财贸龄团体联",
        strict=True,
    )
)
_FOLDABLE = re.compile("[" + re.escape("".join(_FOLD)) + "]")
#: 100，200吨; a year or a list of numbers in full has no three digits behind its comma.
_THOUSANDS = re.compile("，(?<=[0-9]，)(?<![0-9]{4}，)(?=[0-9]{3}(?![0-9])[^年])")
#: 1 588 414人, as statistics offices print it; but not 表1 588户, nor the columns of a table.
_SPACES = " \u00a0\u2009\u202f"
_SPACE = re.compile(f"[{_SPACES}]")
_SPACED = re.compile(
    f"[{_SPACES}](?<=[0-9].)(?<![0-9]{{4}}.)(?<![.表图第][0-9].)(?<![.表图第][0-9]{{2}}.)"
    rf"(?=[0-9]{{3}}(?:[{_SPACES}][0-9]{{3}})*(?:\.[0-9]+)?[^\s0-9.,，、年月])"
)
#: Between Chinese words a plain mark is a full one.
_FULL = {",": "，", ";": "；", ":": "："}
_PLAIN_MARK = re.compile("[,;:](?:(?<=[^\x00-\x7f].)|(?=[^\x00-\x7f]))")

HAN_DIGITS = "".join(_DIGITS)
HAN_SCALES = "".join(_POWERS)
HAN = HAN_DIGITS + HAN_SCALES + "廿卅"

#: One Arabic numeral: thousands in groups of three, a decimal part.
ARABIC = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?+"
#: A scale character; 千瓦 and 兆赫 are units, not scales.
_SCALE = (
    f"(?:[{HAN_SCALES.replace('千', '').replace('兆', '')}]"
    "|千(?![瓦米克伏卡赫帕焦])|兆(?![瓦赫焦比字帕伏]))"
)
#: 三十来岁, 两百来米: what may stand behind 来, where it is no verb.
_SO_MANY = "[个年岁天亩里公块斤万亿家名人户位座次种分小场只条张辆件克元米吨]"
#: A numeral of either kind, vague parts included: 9.5万亿, 三十多, 十几, 数百, 2000多万, 1亿2000万.
NUMERAL = (
    rf"(?:(?:{ARABIC}{_SCALE}*+(?:(?:[多余几]|来(?={_SO_MANY})){_SCALE}*+)?+){{1,3}}+"
    rf"|[几数]?+[{HAN}]++(?:点[{HAN_DIGITS}]++)?+(?:(?:[多余几]|来(?={_SO_MANY})){_SCALE}*+)?+)"
)

_ARABIC = re.compile(ARABIC)
_TOKEN = re.compile(rf"(?P<arabic>{ARABIC})|(?P<han>[{HAN}])|(?P<point>点)")
#: 一万五, 三百五: a last digit right behind a scale counts in tenths of that scale.
_TAIL_DIGIT = re.compile(rf"[{HAN_DIGITS}][百千万亿][一二三四五六七八九]$")
_VAGUE_TAIL = re.compile(rf"([多余来几])([{HAN_SCALES}]*)$")
_NEIGHBOURS = re.compile(rf"([一二两三四五六七八九])([二三四五六七八九])(?=[{HAN_SCALES}]*$)")


class NumeralError(ValueError):
    """The text is not one numeral; the message says which text and why."""


class Numeral(NamedTuple):
    """Both ends of a numeral (equal unless it names a range) and how vaguely it was put."""

    low: Decimal
    high: Decimal
    vagueness: Vagueness


def fold(text: str) -> str:
    """``text`` with full-width and traditional numerals made plain, character by character.

    >>> fold("１２３．４％，三億兩千萬")
    '123.4%，三亿两千万'
    """
    if not _FOLDABLE.search(text):
        return text
    return _FOLDABLE.sub(lambda found: _FOLD[found[0]], text)


def set_marks(text: str) -> str:
    """Folded ``text`` with the full commas and the spaces inside numerals made plain commas, and
    the plain marks between Chinese words made full.

    >>> set_marks("进口100，200吨,出口1 050吨;增长5%")
    '进口100,200吨，出口1,050吨；增长5%'
    """
    text = _THOUSANDS.sub(",", text)
    if _SPACE.search(text):
        text = _SPACED.sub(",", text)
    if "," in text or ";" in text or ":" in text:
        text = _PLAIN_MARK.sub(lambda mark: _FULL[mark[0]], text)
    return text


def to_decimal(text: str) -> Decimal:
    """The exact value of one numeral, Arabic, Chinese or mixed.

    Raises ``NumeralError`` for anything else, and for more than 24 characters.

    >>> [str(to_decimal(t)) for t in ("9.5万亿", "三千零五", "1亿2000万", "二〇二一", "一万五")]
    ['9500000000000', '3005', '120000000', '2021', '15000']
    """
    folded = fold(text.strip())
    if not folded or len(folded) > LONGEST:
        raise NumeralError(f"{text[:30]!r} is not a numeral of 1 to {LONGEST} characters")
    return _evaluate(folded)


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral:
    """Value of a numeral that may be vague.

    多, 余 and 来 leave the value and mark it; 几 and 数 stand for 2 to 9; two neighbouring
    digits (五六百) are a range.

    >>> [tuple(map(str, read_numeral(t))) for t in ("三十多", "十几", "五六百")]
    [('30', '30', 'over'), ('11', '19', 'approx'), ('500', '600', 'approx')]
    """
    folded = fold(text.strip())
    if not folded or len(folded) > LONGEST:
        raise NumeralError(f"{text[:30]!r} is not a numeral of 1 to {LONGEST} characters")
    return _read(folded)


def _read(folded: str) -> Numeral:
    if folded.isascii():  # digits alone are never vague
        value = plain(_whole(folded))
        return Numeral(value, value, "exact")
    if folded[0] in "几数":
        return _between("2" + folded[1:], "9" + folded[1:])
    if tail := _VAGUE_TAIL.search(folded):
        head, word, scales = folded[: tail.start()], tail[1], tail[2]
        if word == "几":
            low, high = _evaluate(head + "一" + scales), _evaluate(head + "九" + scales)
            return Numeral(low, high, "approx")
        value = _evaluate(head + scales)
        return Numeral(value, value, "approx" if word == "来" else "over")
    pair = _NEIGHBOURS.search(folded)
    if pair and _rises(pair[1], pair[2]) and not _positional(folded):
        head, rest = folded[: pair.start()], folded[pair.end() :]
        return _between(head + pair[1] + rest, head + pair[2] + rest)
    value = _evaluate(folded)
    return Numeral(value, value, "exact")


def _between(low: str, high: str) -> Numeral:
    return Numeral(_evaluate(low), _evaluate(high), "approx")


def _rises(first: str, second: str) -> bool:
    """Neighbours as people say them: 五六, 两三, and 三五."""
    step = _DIGITS[second] - _DIGITS[first]
    return step == 1 or (first, second) == ("三", "五")


def _positional(folded: str) -> bool:
    """Digits set side by side (二〇二一, 一二三): a year or a serial number, never a range."""
    return len(folded) > 2 and not any(c in _POWERS for c in folded)


def _evaluate(folded: str) -> Decimal:
    folded = folded.replace("廿", "二十").replace("卅", "三十")
    whole, point, decimals = folded.partition("点")
    value = _whole(whole)
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            raise NumeralError(f"{folded!r}: after 点 only digits are read")
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in decimals))
    return plain(value)


def _whole(text: str) -> Decimal:
    """Sum of sections: 三千五百 stands in one section, 万 and 亿 close it."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    total = section = Decimal(0)
    current: Decimal | None = None
    position = last = last_closed = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if token.start() != position or word == "点":
            break
        position = token.end()
        if word not in _POWERS:
            current = _append(current, word)
            continue
        last = _POWERS[word]
        if last < 4:
            section += (Decimal(1) if current is None else current).scaleb(last)
        else:
            if current is not None or section:
                section += current or 0
            elif last < last_closed or not total:
                section = Decimal(1)
            twice = last == last_closed and not section  # 四万万 is four times 万 of 万
            total = total.scaleb(last) if twice else _close(total, section, last, last_closed)
            section, last_closed = Decimal(0), last
        current = None
    if position != len(text) or not text:
        raise NumeralError(f"{text!r} is not one numeral")
    if _TAIL_DIGIT.search(text):
        current = (current or Decimal(0)).scaleb(last - 1)
    return total + section + (current or 0)


def _append(current: Decimal | None, word: str) -> Decimal:
    if word in _DIGITS:
        return (current or 0) * Decimal(10) + _DIGITS[word]
    return Decimal(word.replace(",", ""))


def _close(total: Decimal, section: Decimal, power: int, last_closed: int) -> Decimal:
    """Close a section at 万, 亿 or 兆; a larger scale multiplies all before it (万亿)."""
    if power > last_closed:
        return (total + section).scaleb(power)
    return total + section.scaleb(power)


def plain(value: Decimal) -> Decimal:
    """``value`` without exponent or trailing zeros, as people write it.

    >>> str(plain(Decimal("9.50E+3")))
    '9500'
    """
    words = str(value)
    if "E" in words or ("." in words and words[-1] == "0"):
        return Decimal(f"{value.normalize():f}")
    return value
