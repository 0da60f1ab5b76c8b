"""Units, measure words and the words that bound a number: what may stand around a numeral."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from ningbo_lib.lexicons import read_lexicon

#: Kinds of what is said of an amount: how much of another it is, and also how fast it moves.
SHARES = frozenset(("percent", "proportion", "multiple"))
RATES = SHARES | {"percentage_point"}


class Unit(NamedTuple):
    """A word behind a numeral: the kind of figure it makes, the unit reported, the factor."""

    kind: str
    unit: str
    factor: Decimal
    rule: str
    not_before: str


def _load_units() -> dict[str, Unit]:
    columns = ("word", "kind", "unit", "factor", "not_before", "source")
    units = {
        row["word"]: Unit(
            row["kind"], row["unit"], Decimal(row["factor"]), row["kind"], row["not_before"]
        )
        for row in read_lexicon("units.tsv", columns)
    }
    for row in read_lexicon("measure_words.tsv", ("word", "group", "not_before")):
        word = row["word"]
        units.setdefault(word, Unit("count", word, Decimal(1), "count", row["not_before"]))
    return units


def _load_modifiers(position: str) -> dict[str, tuple[str, str]]:
    rows = read_lexicon("modifiers.tsv", ("word", "position", "modifier", "not_after"))
    return {
        row["word"]: (row["modifier"], row["not_after"])
        for row in rows
        if row["position"] == position
    }


UNITS = _load_units()
#: Word -> modifier, characters it must not follow.  Verbs bound a number and are no part of it.
_VERBS = _load_modifiers("verb")
BEFORE = _load_modifiers("before") | _VERBS
_OF = _load_modifiers("apart")
AFTER = _load_modifiers("after")
#: First two characters of longer units -> lengths that may stand there, longest first.
_UNIT_LENGTHS: dict[str, list[int]] = {
    head: sorted({len(w) for w in UNITS if w[:2] == head or w == head[0]}, reverse=True)
    for head in sorted({word[:2] for word in UNITS if len(word) > 1})
}
#: 增长了5%: the modifier may stand before 了.
_BEFORE_ENDS = frozenset(("了", *(word[-1] for word in BEFORE)))
_AFTER_STARTS = frozenset(word[0] for word in AFTER)
#: Words that bound some kinds only: 三年内, 四分之一强.
_ONLY_FOR = {"内": ("duration",), "强": ("proportion",), "弱": ("proportion",)}
#: In 900万个体户 there is no measure word; in 3个体育馆 there is.
_SOLE_TRADER = ("个体工商", "个体户", "个体经营", "个体私营")


def unit_at(text: str, at: int) -> tuple[str, Unit | None]:
    """The longest unit word of the lexicon at ``at`` and what it means, ``""`` if none."""
    head = text[at : at + 2]
    for length in _UNIT_LENGTHS.get(head, (1,)):
        word = text[at : at + length]
        if unit := UNITS.get(word):
            behind = text[at + length : at + length + 1]
            if behind and behind in unit.not_before:
                continue
            if behind.isascii() and _runs_on(word, behind):
                continue
            if head == "个体" and text.startswith(_SOLE_TRADER, at):
                break
            piece = word == "块" and behind in PIECES
            if behind == "（" and (also := _ALSO.match(text, at + length)):  # 83台（套）
                word += also[0]
                return word, unit._replace(unit=word)
            return word, PIECE if piece else unit
    return "", None


_ALSO = re.compile("（[套台件处人家组]）")
#: 5块牌子, 三块地: no money.
PIECE = Unit("count", "块", Decimal(1), "count", "")
PIECES = frozenset("门光牌地田石砖屏板玻电展砚碑奖布肉匾场绿空土木冰补拼")
_COUNTED_FLAT = frozenset("石碑板屏幕牌匾地")


def counts_pieces(text: str, start: int, stop: int) -> bool:
    """条石147块, but no price (门30块一扇), of a numeral with 块 behind it."""
    behind = text[stop + 1 : stop + 2]
    return text[start - 1 : start] in _COUNTED_FLAT and behind not in ("一", "钱", "/", "每")


_SYMBOLS = {"$": "USD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP"}
_PAYING = re.compile(
    "[赚挣赔亏掏贷借][了出得到]?$|[花批](?:了|下来|掉|去)$|(?:收入|成本|租金)(?:才|有|约)?$|落个$"
)
_LONGEST_PAYING = 6
_ALONE = frozenset(("", *"，。；、！？,”出左上没"))


def money_meant(text: str, start: int, stop: int) -> Unit | None:
    """Of a numeral without a unit: money by its sign (¥300), or what somebody pays or gets where
    nothing else is named (贷了5万，毛收入7万出头).
    """
    if sign := _SYMBOLS.get(text[start - 1 : start]):
        return Unit("money", sign, Decimal(1), "currency_sign", "")
    bare = text[start].isdigit() and text[start:stop].rstrip("多余几")[-1] in "万亿"
    if not bare or text[stop : stop + 1] not in _ALONE:
        return None
    paid = _PAYING.search(text, max(0, start - _LONGEST_PAYING), start)
    return Unit("money", "CNY", Decimal(1), "paid", "") if paid else None


def _runs_on(word: str, behind: str) -> bool:
    """Does a unit in Latin letters (kg) go on with ``behind``, an ASCII character?"""
    return behind.isalnum() and word[-1].isascii() and word[-1].isalpha()


def with_modifiers(text: str, start: int, stop: int, kind: str) -> tuple[int, int, str]:
    """The span with its modifier words, and what they say."""
    before = after = ""
    if text[start - 1 : start] in _BEFORE_ENDS:
        start, before = modifier_before(text, start)
    if text[stop : stop + 1] in _AFTER_STARTS:
        stop, after = modifier_after(text, stop, kind)
    if not (before or after) and kind in SHARES and text[start - 1 : start] == "的":
        apart = _APART.search(text, max(0, start - _LONGEST_APART), start)
        before = _OF[apart[1]][0] if apart else ""
    return start, stop, before or after


#: 不足去年同期的七成, 约为2017年的2.1倍: the bound stands before what the share is of.
_APART = re.compile(rf"({'|'.join(_OF)})[^，。；：0-9]{{1,14}}的$")
_LONGEST_APART = 20


def modifier_before(text: str, at: int) -> tuple[int, str]:
    """Where a bounding word before the number at ``at`` begins, and what it says (约: approx).

    ``at`` itself for a verb (突破), which is no part of the figure, and without such a word.
    """
    before = text[at - 1 : at]
    if before not in _BEFORE_ENDS:
        return at, ""
    end = at - 1 if before == "了" else at
    for length in (4, 3, 2, 1):
        word = text[max(0, end - length) : end]
        if word in BEFORE and len(word) == length:
            modifier, not_after = BEFORE[word]
            if text[end - length - 1 : end - length] in (*not_after,):
                return at, ""
            if word in ("上", "过") and text[at] not in "十百千万亿半":
                return at, ""
            return (at if word in _VERBS else end - length), modifier
    return at, ""


def modifier_after(text: str, stop: int, kind: str) -> tuple[int, str]:
    """Where a bounding word after the number that ends at ``stop`` ends, and what it says."""
    for length in (3, 2, 1):
        word = text[stop : stop + length]
        if word in AFTER and len(word) == length and kind in _ONLY_FOR.get(word, (kind,)):
            return stop + length, AFTER[word][0]
    return stop, ""
