"""Which way a number moves: increase or decrease, where it is itself the amount of a change."""

from __future__ import annotations

import re
from functools import partial

from ningbo_lib.figures.bases import BASIS
from ningbo_lib.figures.linking import Setting, is_side_by_side, last_match, remembered
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.lexicons import alternation, read_lexicon

_words = partial(alternation, "change_words.tsv")


def _first_characters() -> str:
    rows = read_lexicon("change_words.tsv", ("word", "role"))
    return "".join(sorted({row["word"][0] for row in rows}))


_CHANGE = re.compile(
    rf"(?=[{_first_characters()}高快多低慢少贵便])(?!减灾)(?:"
    rf"(?P<rate_up>{_words('rate_up')})|(?P<rate_down>{_words('rate_down')})"
    rf"|(?P<up>{_words('up')})|(?P<down>{_words('down')})|(?P<more>[高多]出?了?|快了?|贵了?)$|(?P<less>低了?|慢了?|少了?|便宜了?)$)"
)
#: A level follows, not an amount of change.
_LEVEL = re.compile(r"[到至达为占是]|突破|超过|的|^值")
_DIRECT = re.compile(
    r"(?:了|幅度|速度|率|将|均|都|近|约|再|、|各|大约|额|分别|逾|超|率?均?超过|不低于|不超过|净)*$"
)
_RATE_LINK = re.compile(
    r"(?!.*[居列]$)[^，]{0,3}(?:为|达到?|是|有|仅|只有|超过?|控制在|保持在?|维持在|连续|稳定在|高达|约|均|的)*"
    r"[^到至]{0,4}$"
)
_TAKES_OBJECT = re.compile(
    r"新增|增[加发]?|减少?|降低|压减|下调|上调|提高|削减|减免|压缩|净增|缩短|延长|扩大"
)
#: 涨幅回落到2.6%: what the rate came to is still the amount of a change.
_RATE_CAME_TO = re.compile(
    rf"(?:(?P<up>{_words('rate_up')})|{_words('rate_down')})(?:[由从][^，]{{0,14}}|(?:也|则|又|已|将|可|有望|预计|进一步|继续|逐[步月季渐]|明显|大幅|一度)*)(?:回落|提高|扩大|收窄|放缓|加快|降|升|回升|缩小)[到至为]$"
)
_CAME_TO = ("到", "至", "为")
_CHANGES = frozenset(
    (
        "percent",
        "percentage_point",
        "money",
        "count",
        "measure",
        "proportion",
        "multiple",
        "duration",
        "age",
        "ratio",
    )
)
#: 同比+15.6%, 环比-4.2%, （+1.2pct）: a rate with its sign.
_SIGNED = ("+", "同比", "环比", "（")
_RATES = frozenset(("percent", "percentage_point"))
_ON_END = re.compile("连续?[增减升降涨跌][^，]{0,2}$")  # 价格连降三周
_SIDES = frozenset(("方面", "领域", "环节"))
#: 比纪录快了52秒: so much less time.
_FASTER = {"快了": "decrease", "慢了": "increase"}
_BETTERS = re.compile("提高|提升")  # 提高1200万教师待遇 speaks of their pay
_AFTER_UP = re.compile(r"的(?:速度)?(?:增长|增速|增幅|涨幅|升幅|提升|增量)")
_AFTER_DOWN = re.compile(r"的(?:速度)?(?:降幅|下降|跌幅|减幅)")


def direction(text: str, quantity: Quantity, setting: Setting, before: str | None) -> str | None:
    """Increase or decrease where the number is itself the amount of a change.

    ``before`` is the direction of the previous figure, which a coordinated number shares.
    """
    if quantity.kind not in _CHANGES:
        return None
    if quantity.kind == "count" and counted_change(text, quantity):
        return None
    if before and _is_coordinated(quantity, setting):
        return before
    if text.startswith("的", quantity.stop):
        if _AFTER_UP.match(text, quantity.stop):
            return "increase"
        if _AFTER_DOWN.match(text, quantity.stop):
            return "decrease"
    second = setting.gap.endswith(_CAME_TO) and len(setting.prefix) > len(setting.gap)
    if second and (rate := _RATE_CAME_TO.search(setting.prefix)):  # 涨幅从3.1%回落到2.6%
        return "increase" if rate["up"] else "decrease"
    negative = quantity.low is not None and quantity.low < 0
    return _way_of(setting.gap, quantity.kind, quantity.unit, negative)


def counted_change(text: str, quantity: Quantity) -> str:
    """上涨 in 11个上涨、5个下降: how many went up or down, not by how much."""
    changed = _CHANGED.match(text, quantity.stop)
    return changed[0] if changed else ""


_CHANGED = re.compile(
    "(?:同比|环比|价格)?(?:上涨|下降|增长|回落|持平|上升|下跌|增加|减少|实现增长)(?=[，、；。和])"
)


@remembered
def _way_of(gap: str, kind: str, unit: str, negative: bool) -> str | None:
    """Which way the words before a number say that it goes."""
    if rate := _RATE_CAME_TO.search(gap):
        return "increase" if rate["up"] else "decrease"
    if kind in _RATES and gap.endswith(_SIGNED):
        return "decrease" if negative else ("increase" if gap.endswith("+") else None)
    last = last_match(_CHANGE, gap)
    way = _read_change(last, gap, kind, unit) if last else None
    falls = negative and last and last.lastgroup in ("up", "rate_up")
    return "decrease" if way and falls else way


def _is_coordinated(quantity: Quantity, setting: Setting) -> bool:
    """增加2.8和5.5平方米; 压减钢铁产能260万吨、煤炭产能415万吨."""
    if is_side_by_side(setting.gap):
        return True
    thing = quantity.kind in ("count", "measure") and _NEXT_THING.fullmatch(setting.gap)
    first = setting.prefix.removesuffix(setting.gap)
    return bool(thing and _TAKES_OBJECT.match(first) and not _LEVEL.search(setting.gap))


#: The next of the things that one verb adds or takes away.
_NEXT_THING = re.compile("[、和与及][^0-9，；。、]{2,12}")


def _read_change(match: re.Match[str], gap: str, kind: str, unit: str) -> str | None:
    role, rest = str(match.lastgroup), gap[match.end() :]
    if unit in _SIDES:  # 从增加供给和抑制需求两方面
        return None
    if kind == "percentage_point" and _DIFFERENCE.search(gap):
        return None
    if kind == "duration" and match[0] in _FASTER:
        return _FASTER[match[0]]
    if kind == "duration" and _ON_END.search(gap):
        return None
    if role in ("more", "less"):
        told = match[0].endswith("了") and (
            match[0].startswith(_DEARER) or _NOUN_BEFORE.search(gap, 0, match.start())
        )
        apart = kind != "percent" or match[0].endswith("出") or _THAN_THEN.search(gap)  # 高出5%
        compared = told or (apart and BASIS.search(gap))
        return ("increase" if role == "more" else "decrease") if compared else None
    if not (_states_rate(rest) if role.startswith("rate") else _states_amount(match[0], rest)):
        return None
    if _BETTERS.fullmatch(match[0]) and unit in ("", "人", "名") and not BASIS.search(gap):
        return None
    return "decrease" if role in ("down", "rate_down") else "increase"


#: 居民收入增速高于经济增速1个百分点: two things apart, no change.
_DIFFERENCE = re.compile("[高低快慢]于[^，]*$")
#: 客人少了三成, but not 多了 after 更, 不 or at the head of a clause.
_NOUN_BEFORE = re.compile("[一-鿿](?<![更很太不过])$")
#: 比去年同期低17.8%.
_THAN_THEN = re.compile("[比较](?:去年|上年)同[期月][高低多少]$")
_DEARER = ("贵", "便")


def _states_rate(rest: str) -> bool:
    return bool(_RATE_LINK.fullmatch(rest))


def _states_amount(verb: str, rest: str) -> bool:
    """Nothing between verb and number, or for some verbs their object, but never a level."""
    if _DIRECT.fullmatch(rest):
        return True
    takes = _TAKES_OBJECT.fullmatch(verb) and len(rest) <= 14
    return bool(takes) and not _LEVEL.search(rest)
