"""What a number measures, and whose it is: the noun phrase before it, behind it, or earlier on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.lexicons import alternation

_LONGEST = 24


def _words(role: str) -> str:
    return alternation("phrase_words.tsv", role)


_COMPARISON = r"[比较与][^，]{0,8}?(?=增|减|提|下|上|高|低|多|少|翻|加|相比)"
#: Verbs, adverbs and comparisons between a noun phrase and its number.
_TAIL = re.compile(rf"(?:{_COMPARISON}|{_words('tail')})+$")
_HEAD = re.compile(rf"(?:{_words('head')})+")
_VERB_HEAD = re.compile(rf"(?:{_words('adverb')})*(?:{_words('verb')})了?")
_BEHIND = re.compile(r"的?(?P<noun>[一-鿿A-Za-z“”‘’·]{1,20})")
_NOUN_END = re.compile(_words("end"))
#: Measure words that a noun follows: 13个核心指标.
_BEFORE_NOUN = frozenset("个项家所条座名位款种类套只件部颗辆艘架台户批例场次大处片")
_SUBJECT = re.compile(
    rf"我[市省国区县院]|全[市省国区县球]|本[市省]|(?<![一-鿿])[一-鿿]{{2,10}}?(?:{_words('body')})"
    r"(?!的?(?:最新)?(?:数据|统计|研究|测算|发布|公布|显示|报告|预测))"  # it only tells the number
)
#: A bare verb of change: the clause speaks of what was named before it.
_OPENING = re.compile(rf"(?:{_words('verb')})(?:一批|一个|一条|一系列)")
_ELLIPTIC = re.compile(r"[增减降升涨高低]|下降|提高|加快")
#: Names of a change: what changes was named before it.
_RATES = frozenset(("涨幅", "降幅", "增幅", "增速", "跌幅", "升幅", "增长率"))
_CHANGES = re.compile(
    r"(?:扩大|上调|下调|提高|提升|增加|增至|增长|下降|降低|降至|减少|上升|升至)[到至为]?"
)
_TIME_WORDS = re.compile(r"(?:时间|时|之?前|之?后|[来间里])+")
_RANKED = re.compile(r"(?:位?居|位?列|排名?|占据?|跃升|升至|上升|保持|名列).*$")


def indicators(text: str, quantities: Sequence[Quantity], places: Sequence[Setting]) -> list[str]:
    """The noun phrase each number measures; an elliptical clause takes its antecedent's.

    ``text`` has its time phrases blanked: they are no part of what is measured.
    """
    found: list[str] = []
    for number, (quantity, place) in enumerate(zip(quantities, places, strict=True)):
        gap = text[place.gap_start : quantity.start].replace("\0", "")
        following = quantities[number + 1 : number + 2]
        if following and following[0].start == quantity.stop:  # 一条6吋研发线
            own = _behind(text, following[0])
        else:
            own = _own(text, quantity, gap)
        if len(own) < 2 or own in _RATES:
            own = ""
        if not own and found and places[number - 1].sentence == place.sentence:
            own = found[-1]
        found.append(own)
    _distribute(found, quantities, places)
    return found


def _own(text: str, quantity: Quantity, gap: str) -> str:
    if quantity.kind == "ordinal" and quantity.unit in ("位", "名", "名次", ""):
        return _before(_RANKED.sub("", gap))
    behind = _behind(text, quantity)
    if quantity.kind == "duration":
        return _cut(_TIME_WORDS, behind) or _before(gap)
    if behind and (quantity.unit in _BEFORE_NOUN or quantity.kind in ("money", "ordinal")):
        return behind
    if quantity.kind == "count" and not quantity.unit and behind:
        return behind
    return _before(gap) or ("" if _ELLIPTIC.search(gap) else behind)


def _before(gap: str) -> str:
    phrase = _cut(_HEAD, _TAIL.sub("", gap))
    phrase = _cut(_VERB_HEAD, phrase) or phrase
    return phrase.strip("的、“”‘’ —-和与及")[-_LONGEST:]


def _cut(pattern: re.Pattern[str], phrase: str) -> str:
    opening = pattern.match(phrase)
    return phrase[opening.end() :] if opening else phrase


def _behind(text: str, quantity: Quantity) -> str:
    match = _BEHIND.match(text, quantity.stop)
    if not match or _CHANGES.match(match["noun"]):
        return ""
    noun = _NOUN_END.split(match["noun"], maxsplit=1)[0]
    noun = _cut(_OPENING, noun)
    return noun.strip("“”‘’") if len(noun) > 1 else ""


def _distribute(
    found: list[str], quantities: Sequence[Quantity], places: Sequence[Setting]
) -> None:
    """进口、出口分别增长3%、5%: the first number to the first head, and so on."""
    for number, place in enumerate(places):
        if "分别" not in place.gap:
            continue
        heads = [
            h for h in re.split(r"[、和与及]", _cut(_HEAD, place.gap.partition("分别")[0])) if h
        ]
        group = [number]
        while group[-1] + 1 < len(places) and places[group[-1] + 1].clause == place.clause:
            group.append(group[-1] + 1)
        if len(heads) == len(group) > 1:
            for n, head in zip(group, heads, strict=True):
                found[n] = _TAIL.sub("", head) or head


def subjects(text: str, quantities: Sequence[Quantity], places: Sequence[Setting]) -> list[str]:
    """Whose number it is: the last place, body or industry named before it, sentence first."""
    found: list[str] = []
    for quantity, place in zip(quantities, places, strict=True):
        start = max(place.sentence, quantity.start - 80)  # bounded: the time stays linear
        match = _SUBJECT.search(text, start, quantity.start)
        found.append(match[0] if match else (found[-1] if found else ""))
    return found
